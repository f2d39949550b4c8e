//! The compiler: new enough, and able to compile for the browser.

use std::path::Path;

use crate::problem::{Outcome, Problem};
use crate::program::program;
use crate::step::timed;
use crate::workspace;

const TARGET: &str = "wasm32-unknown-unknown";

/// There is no toolchain file: a named channel would make rustup download it where another of the same version is
/// installed. So the version is checked here.
///
/// # Errors
/// [`Problem::Missing`] if the compiler is older than the workspace's `rust-version`.
pub fn new_enough() -> Outcome {
    let needed = workspace::quoted_value(&workspace::read("Cargo.toml")?, "rust-version")
        .unwrap_or_default();
    let version = program("rustc").args("--version").run()?;
    let found = version.split_whitespace().nth(1).unwrap_or_default();
    if numbers(found) >= numbers(&needed) {
        return Ok(());
    }
    Err(Problem::Missing {
        what: format!("Rust {needed} (this is {found})"),
        remedy: "run `rustup update stable`".to_owned(),
    })
}

/// # Errors
/// [`Problem::Missing`] if the target is not installed and rustup cannot install it.
pub fn wasm_target() -> Outcome {
    let folder = program("rustc")
        .args("--print target-libdir --target")
        .arg(TARGET)
        .run()?;
    if Path::new(folder.trim()).is_dir() {
        return Ok(());
    }
    timed("adding the WebAssembly target", || {
        program("rustup")
            .args("target add")
            .arg(TARGET)
            .run()
            .map(drop)
    })
    .map_err(|_| Problem::Missing {
        what: format!("the Rust target {TARGET}"),
        remedy: format!("run `rustup target add {TARGET}`"),
    })
}

/// `1.95.0-nightly` as `[1, 95, 0]`, so that versions compare as numbers.
fn numbers(version: &str) -> Vec<u32> {
    let plain = version.split('-').next().unwrap_or_default();
    plain
        .split('.')
        .filter_map(|part| part.parse().ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn versions_compare_as_numbers() {
        assert!(numbers("1.100.0") > numbers("1.95"));
        assert!(numbers("1.95.0-nightly") >= numbers("1.95"));
        assert!(numbers("1.94.1") < numbers("1.95"));
    }
}
