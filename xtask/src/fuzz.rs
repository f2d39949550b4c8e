//! `cargo xtask fuzz`: programs that nobody wrote, for as long as one likes.

use crate::problem::Outcome;
use crate::program::program;

/// Starts the fuzzer with the given options.
///
/// # Errors
/// It cannot be built, or it found something.
pub fn fuzz(options: &[&str]) -> Outcome {
    let mut cargo = program("cargo").args("run --release --locked --quiet -p fuzz --");
    for option in options {
        cargo = cargo.arg(option);
    }
    cargo.show()
}
