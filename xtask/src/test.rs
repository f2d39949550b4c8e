//! `cargo xtask test`: everything that must hold before a change is taken in.

use std::path::Path;

use crate::build;
use crate::dist;
use crate::problem::{Outcome, Problem};
use crate::program::program;
use crate::step::Steps;
use crate::tools::{self, chromium};
use crate::workspace;

const WASM: &str = "--target wasm32-unknown-unknown";

/// Runs all checks; a failure does not stop the others.
///
/// # Errors
/// A missing tool, or [`Problem::Checks`] if a check failed.
pub fn test() -> Outcome {
    tools::for_the_page()?;
    let chromium = chromium::chromium()?;
    let packages = workspace::packages()?;
    let mut steps = Steps::default();

    steps.check("formatting", || {
        cargo("fmt --all --check")?;
        cargo("fmt --manifest-path tools/Cargo.toml --check")
    });
    steps.check("clippy", || {
        cargo("clippy --locked --workspace --all-targets -- -D warnings")
    });
    steps.check("clippy, the page for the browser", || {
        cargo(&format!(
            "clippy --locked -p playground {WASM} -- -D warnings"
        ))
    });
    steps.check("tests", || cargo("test --locked --workspace"));
    steps.check("the engine as WebAssembly under Node", || {
        wasm_tests("wasm-tests", "engine", None)
    });
    for (name, folder) in &packages {
        if folder.join("tests/web.rs").is_file() {
            steps.check(&format!("tests of {name} in Chromium"), || {
                wasm_tests(name, "web", Some(&chromium::driver()?))
            });
        }
    }
    let built = steps.check("building the page", build::page)
        && steps.check("the page works on any host", dist::check);
    if built {
        steps.check("the page in Chromium", || {
            program("node")
                .args("tests/run.mjs")
                .env("CHROMIUM", &chromium)
                .run()
                .map(drop)
        });
    } else {
        steps.blocked("the page in Chromium", "there is no page");
    }
    steps.close()
}

fn cargo(arguments: &str) -> Outcome {
    program("cargo").args(arguments).run().map(drop)
}

/// Runs the integration test `test` of a package: under Node, or in the browser that `driver` starts.
fn wasm_tests(package: &str, test: &str, driver: Option<&Path>) -> Outcome {
    let mut cargo = program("cargo")
        .args(&format!("test --locked {WASM} -p {package} --test {test}"))
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
            "wasm-bindgen-test-runner",
        )
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    if let Some(driver) = driver {
        cargo = cargo
            .env("CHROMEDRIVER", driver)
            .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60")
            .env(
                "WASM_BINDGEN_TEST_WEBDRIVER_JSON",
                workspace::root().join("tests").join("webdriver.json"),
            );
    }
    let said = cargo.run()?;
    // A test program without tests succeeds; here that would mean that nothing was looked at.
    if said.contains("no tests to run") {
        return Err(Problem::Wrong(format!(
            "{package} has a test program `{test}` without tests."
        )));
    }
    Ok(())
}
