//! `wasm-bindgen` and `wasm-bindgen-test-runner`, from the package in `tools/`.

use std::fs;

use crate::pins;
use crate::problem::{Outcome, Problem};
use crate::program::{find, program};
use crate::step::timed;
use crate::workspace;

const PROGRAMS: [&str; 2] = ["wasm-bindgen", "wasm-bindgen-test-runner"];

/// # Errors
/// [`Problem::Failed`] if they cannot be built.
pub fn programs() -> Outcome {
    let version = pins::wasm_bindgen()?;
    if PROGRAMS.iter().all(|name| is(name, &version)) {
        return Ok(());
    }
    timed("building wasm-bindgen, once, about a minute", || {
        let built = workspace::tools().join("wasm-bindgen");
        program("cargo")
            .args("build --locked --manifest-path tools/Cargo.toml --target-dir")
            .arg(&built)
            .run()?;
        let bin = workspace::tools().join("bin");
        fs::create_dir_all(&bin).map_err(|why| Problem::File {
            path: bin.clone(),
            why,
        })?;
        for name in PROGRAMS {
            let path = bin.join(name);
            fs::copy(built.join("debug").join(name), &path)
                .map_err(|why| Problem::File { path, why })?;
        }
        Ok(())
    })
}

/// Both programs say `wasm-bindgen 0.2.130` or the like when asked.
fn is(name: &str, version: &str) -> bool {
    find(name).is_some()
        && program(name)
            .args("--version")
            .run()
            .is_ok_and(|said| said.split_whitespace().any(|word| word == version))
}
