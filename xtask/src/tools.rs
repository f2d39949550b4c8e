//! What a fresh machine lacks, and getting it. Each file under `tools/` is one thing; each prints a line only when
//! it has something to do.

pub mod chromium;
mod npm;
mod rust;
mod stamp;
mod trunk;
mod wasm_bindgen;

use crate::problem::Outcome;
use crate::program::program;
use crate::step::timed;

/// Everything that building the page takes.
///
/// # Errors
/// [`crate::problem::Problem::Missing`] with what to do, if something is not there and cannot be installed.
pub fn for_the_page() -> Outcome {
    rust::new_enough()?;
    rust::wasm_target()?;
    npm::packages()?;
    wasm_bindgen::programs()?;
    trunk::trunk()?;
    // Trunk builds with --offline, so that it downloads no tool behind our back; the crates have to be there before.
    timed("fetching crates", || {
        program("cargo").args("fetch").run().map(drop)
    })
}
