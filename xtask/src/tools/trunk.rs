//! Trunk, which builds and serves the page.

use crate::pins::TRUNK;
use crate::problem::Outcome;
use crate::program::program;
use crate::step::timed;
use crate::workspace;

/// # Errors
/// [`crate::problem::Problem::Failed`] if it cannot be built.
pub fn trunk() -> Outcome {
    let wanted = format!("trunk {TRUNK}");
    if program("trunk")
        .args("--version")
        .run()
        .is_ok_and(|said| said.trim() == wanted)
    {
        return Ok(());
    }
    // It runs for seconds at a time: compiling it quickly matters more than its own speed.
    timed("building Trunk, once, about 5 minutes", || {
        program("cargo")
            .args("install --locked --no-default-features --features rustls")
            .arg(format!("trunk@{TRUNK}"))
            .arg("--root")
            .arg(workspace::tools())
            .env("CARGO_TARGET_DIR", workspace::tools().join("trunk"))
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .run()
            .map(drop)
    })
}
