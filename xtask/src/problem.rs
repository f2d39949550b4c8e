//! Why a command stopped, each as one sentence that says what to do.

use std::fmt;
use std::path::PathBuf;

#[derive(Debug)]
pub enum Problem {
    /// The words after `cargo xtask` mean nothing; holds the help.
    Usage(&'static str),
    /// Something that this machine lacks and that could not be installed; holds what to do about it.
    Missing { what: String, remedy: String },
    /// A program ran and failed; holds what it printed, if that has not been shown yet.
    Failed { what: String, output: String },
    /// A file could not be read or written.
    File { path: PathBuf, why: std::io::Error },
    /// A file does not say what it must; holds what is wrong with it.
    Wrong(String),
    /// Some checks failed, each already shown.
    Checks { failed: usize },
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Usage(help) => f.write_str(help),
            Problem::Missing { what, remedy } => write!(f, "{what} is missing: {remedy}."),
            Problem::Failed { what, output } if output.is_empty() => write!(f, "{what} failed."),
            Problem::Failed { what, output } => write!(f, "{output}\n{what} failed."),
            Problem::File { path, why } => write!(f, "{}: {why}.", path.display()),
            Problem::Wrong(sentence) => f.write_str(sentence),
            Problem::Checks { failed: 1 } => f.write_str("One check failed."),
            Problem::Checks { failed } => write!(f, "{failed} checks failed."),
        }
    }
}

impl std::error::Error for Problem {}

pub type Outcome<T = ()> = Result<T, Problem>;
