//! `cargo xtask build`: the page as static files.

use crate::dist;
use crate::problem::Outcome;
use crate::program::program;
use crate::step::timed;
use crate::tools;
use crate::workspace;

/// Makes `dist/`.
///
/// # Errors
/// What stopped it: a missing tool, the compiler, or a page that would not work on any host.
pub fn build() -> Outcome {
    tools::for_the_page()?;
    timed("building the page", page)?;
    timed("checking that it works on any host", dist::check)?;
    println!(
        "The page is in {}: copy that folder to any web server.",
        workspace::dist().display()
    );
    Ok(())
}

/// Runs Trunk; the tools must be there.
///
/// # Errors
/// [`crate::problem::Problem::Failed`] with what Trunk printed.
pub fn page() -> Outcome {
    program("trunk")
        .args("build --release --skip-version-check")
        .run()
        .map(drop)
}
