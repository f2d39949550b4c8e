//! The npm packages: the editor, its bundler, `wasm-opt`, and what drives a browser in the tests.

use super::stamp;
use crate::problem::{Outcome, Problem};
use crate::program::program;
use crate::step::timed;
use crate::workspace;

const OLDEST_NODE: u32 = 20;

/// # Errors
/// [`Problem::Missing`] without Node.js or npm, [`Problem::Failed`] if npm cannot install.
pub fn packages() -> Outcome {
    let remedy = || {
        format!(
            "install Node.js {OLDEST_NODE} or newer, with npm, from nodejs.org or your system's packages"
        )
    };
    let version = program("node")
        .args("--version")
        .run()
        .map_err(|_| Problem::Missing {
            what: "Node.js".to_owned(),
            remedy: remedy(),
        })?;
    let major = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|part| part.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST_NODE) {
        return Err(Problem::Missing {
            what: format!("Node.js {OLDEST_NODE} (this is {})", version.trim()),
            remedy: remedy(),
        });
    }
    let lock = workspace::read("package-lock.json")?;
    if !workspace::root().join("node_modules").is_dir() {
        return install();
    }
    // npm leaves a copy of what it installed; ours is compared as a whole, which needs no hash.
    stamp::once("npm", &lock, install)
}

fn install() -> Outcome {
    timed("installing npm packages", || {
        program("npm")
            .args("ci --ignore-scripts --no-audit --no-fund")
            .run()
            .map(drop)
    })
}
