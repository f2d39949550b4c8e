//! `cargo xtask bench`: how fast the engine is and how large the page is.

use crate::build;
use crate::problem::Outcome;
use crate::program::program;
use crate::tools::{self, chromium};

/// Prints what the command line program measures of itself, then the size and speed of the page's first visit.
///
/// # Errors
/// What stopped it.
pub fn bench() -> Outcome {
    tools::for_the_page()?;
    let chromium = chromium::chromium()?;
    println!("The engine:");
    program("cargo")
        .args("run --release --locked --quiet --bin heapscope -- bench")
        .show()?;
    println!("The page:");
    build::page()?;
    program("node")
        .args("tests/first-visit.mjs")
        .env("CHROMIUM", chromium)
        .show()
}
