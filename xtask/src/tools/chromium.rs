//! The browser of the tests, and the driver with which `wasm-bindgen-test-runner` starts it.

use std::path::PathBuf;

use crate::problem::{Outcome, Problem};
use crate::program::{find, program};
use crate::step::timed;

/// Chromium's file: what `CHROMIUM` says, or the first that is on `PATH`. On Debian, as root, it is installed if it is not there.
///
/// # Errors
/// [`Problem::Missing`] with what to do.
pub fn chromium() -> Outcome<PathBuf> {
    installed(
        "a Chromium",
        "CHROMIUM",
        &["chromium", "chromium-browser", "google-chrome"],
    )
}

/// The file of the driver: what `CHROMEDRIVER` says, or `chromedriver` on `PATH`; installed like [`chromium`].
///
/// # Errors
/// As [`chromium`].
pub fn driver() -> Outcome<PathBuf> {
    installed("chromedriver", "CHROMEDRIVER", &["chromedriver"])
}

fn installed(what: &str, variable: &str, names: &[&str]) -> Outcome<PathBuf> {
    let look = || {
        let named = std::env::var_os(variable)
            .map(PathBuf::from)
            .filter(|file| file.is_file());
        named.or_else(|| names.iter().find_map(|name| find(name)))
    };
    if let Some(file) = look() {
        return Ok(file);
    }
    if is_root() && find("apt-get").is_some() {
        // If this fails, the sentence below says all there is to do.
        let _ = timed("installing Chromium and its driver", || {
            program("apt-get").args("update -q").run()?;
            let install = program("apt-get")
                .args("install -y -q --no-install-recommends chromium chromium-driver");
            install
                .env("DEBIAN_FRONTEND", "noninteractive")
                .run()
                .map(drop)
        });
    }
    look().ok_or_else(|| Problem::Missing {
        what: what.to_owned(),
        remedy: format!("on Debian run `apt install chromium chromium-driver` as root, elsewhere install it and set {variable} to its file"),
    })
}

fn is_root() -> bool {
    program("id")
        .args("-u")
        .run()
        .is_ok_and(|said| said.trim() == "0")
}
