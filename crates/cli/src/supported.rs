//! What can be simulated.

use std::process::ExitCode;

use python::Version;

use crate::problem::Problem;
use crate::say;

pub fn versions() -> Result<ExitCode, Problem> {
    let names = Version::SUPPORTED
        .iter()
        .map(|version| format!("{version}\n"));
    say(&names.collect::<String>())?;
    Ok(ExitCode::SUCCESS)
}

/// What the engine says of itself.
pub fn supported() -> Result<ExitCode, Problem> {
    for version in Version::SUPPORTED {
        let (major, minor, micro) = version.facts().version_info;
        say(&format!("python {version} (as {major}.{minor}.{micro})\n"))?;
    }
    Ok(ExitCode::SUCCESS)
}
