//! The versions that have to agree with each other, read from where they are written.

use crate::problem::{Outcome, Problem};
use crate::workspace;

/// The version of Trunk that we build: the last that needs no newer compiler than ours.
pub const TRUNK: &str = "0.21.14";

/// The version of `wasm-bindgen`: the library in the page and the program that makes its JavaScript must be the same.
///
/// # Errors
/// [`Problem::Wrong`] if the four places that name it disagree, [`Problem::File`] if one cannot be read.
pub fn wasm_bindgen() -> Outcome<String> {
    let page = locked(&workspace::read("Cargo.lock")?, "wasm-bindgen");
    let tools = locked(&workspace::read("tools/Cargo.lock")?, "wasm-bindgen");
    let program = locked(&workspace::read("tools/Cargo.lock")?, "wasm-bindgen-cli");
    let trunk = workspace::quoted_value(&workspace::read("Trunk.toml")?, "wasm_bindgen");
    match (page, tools, program, trunk) {
        (Some(page), Some(tools), Some(program), Some(trunk))
            if page == tools && page == program && page == trunk =>
        {
            Ok(page)
        }
        (page, tools, program, trunk) => Err(Problem::Wrong(format!(
            "wasm-bindgen must have one version, but Cargo.lock has {page:?}, tools/Cargo.lock {tools:?} (program {program:?}), Trunk.toml {trunk:?}."
        ))),
    }
}

/// The version of Binaryen in `package-lock.json`, as `wasm-opt` and `Trunk.toml` write it: `version_132`.
///
/// # Errors
/// As [`wasm_bindgen`].
#[cfg(test)]
pub fn wasm_opt() -> Outcome<String> {
    let package = workspace::read("package.json")?;
    let npm = package
        .split("\"binaryen\": \"")
        .nth(1)
        .and_then(|rest| rest.split('.').next());
    let trunk = workspace::quoted_value(&workspace::read("Trunk.toml")?, "wasm_opt");
    match (npm, trunk) {
        (Some(npm), Some(trunk)) if trunk == format!("version_{npm}") => Ok(trunk),
        (npm, trunk) => Err(Problem::Wrong(format!(
            "package.json has binaryen {npm:?}, Trunk.toml wasm_opt {trunk:?}."
        ))),
    }
}

/// The version of a package in the text of a `Cargo.lock`; none if it is not there.
fn locked(lock: &str, package: &str) -> Option<String> {
    let (_, after) = lock.split_once(&format!("name = \"{package}\"\n"))?;
    workspace::quoted_value(after.lines().next()?, "version")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_places_that_name_a_version_agree() {
        assert!(wasm_bindgen().is_ok(), "{:?}", wasm_bindgen());
        assert!(wasm_opt().is_ok(), "{:?}", wasm_opt());
    }

    #[test]
    fn a_version_is_found_by_the_whole_name() {
        let lock = "name = \"wasm-bindgen-cli\"\nversion = \"2\"\n\nname = \"wasm-bindgen\"\nversion = \"1\"\n";
        assert_eq!(locked(lock, "wasm-bindgen").as_deref(), Some("1"));
        assert_eq!(locked(lock, "wasm"), None);
    }
}
