//! Where things are.

use std::fs;
use std::path::{Path, PathBuf};

use crate::problem::{Outcome, Problem};

/// The folder with the workspace's `Cargo.toml`.
pub fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

/// Where Cargo builds: `target`, or what `CARGO_TARGET_DIR` says.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// The programs that we build for ourselves, and the stamps that say which version they are.
pub fn tools() -> PathBuf {
    target().join("tools")
}

/// The built page.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// The packages in `crates/` by name, in alphabetical order, with their folders.
pub fn packages() -> Outcome<Vec<(String, PathBuf)>> {
    let crates = root().join("crates");
    let entries = fs::read_dir(&crates).map_err(|why| Problem::File { path: crates, why })?;
    let mut packages: Vec<(String, PathBuf)> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter_map(|folder| {
            let manifest = fs::read_to_string(folder.join("Cargo.toml")).ok()?;
            Some((quoted_value(&manifest, "name")?, folder))
        })
        .collect();
    packages.sort();
    Ok(packages)
}

/// The text of a file of the project, named by its path from the root.
pub fn read(path: &str) -> Outcome<String> {
    let path = root().join(path);
    fs::read_to_string(&path).map_err(|why| Problem::File { path, why })
}

/// The string in the first line `key = "string"` of a TOML file. Enough for the few files of ours that are asked.
pub fn quoted_value(toml: &str, key: &str) -> Option<String> {
    quoted_values(toml, key).into_iter().next()
}

/// The strings in the first line `key = ["string", …]`.
pub fn quoted_values(toml: &str, key: &str) -> Vec<String> {
    let mut lines = toml.lines().filter_map(|line| {
        let value = line
            .trim()
            .strip_prefix(key)?
            .trim_start()
            .strip_prefix('=')?;
        let strings = value.split('"').skip(1).step_by(2);
        Some(strings.map(str::to_owned).collect::<Vec<_>>())
    });
    lines
        .find(|strings| !strings.is_empty())
        .unwrap_or_default()
}
