//! A small file that says what was installed last time, so that it is not done again.

use std::fs;
use std::path::PathBuf;

use crate::problem::{Outcome, Problem};
use crate::workspace;

/// Does `install` unless it has been done with the same `version` before.
///
/// # Errors
/// Those of `install`, or [`Problem::File`] if the stamp cannot be written.
pub fn once(name: &str, version: &str, install: impl FnOnce() -> Outcome) -> Outcome {
    let stamp = file(name);
    if fs::read_to_string(&stamp).is_ok_and(|last| last == version) {
        return Ok(());
    }
    install()?;
    let folder = workspace::tools();
    fs::create_dir_all(&folder).map_err(|why| Problem::File { path: folder, why })?;
    fs::write(&stamp, version).map_err(|why| Problem::File { path: stamp, why })
}

fn file(name: &str) -> PathBuf {
    workspace::tools().join(format!("{name}.installed"))
}
