//! Why a command failed.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use timeline::NoSuchMoment;

/// Errors of the command itself; what the program does wrong is part of its run.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    #[error("heapscope: can't open file '{path}': {why}", path = .path.display())]
    File { path: PathBuf, why: io::Error },
    #[error("heapscope: '{path}' is not UTF-8", path = .path.display())]
    NotUtf8 { path: PathBuf },
    /// As CPython would print it.
    #[error("{0}")]
    Compile(String),
    /// The program is fine Python, and we cannot run it.
    #[error("heapscope: {0}")]
    NotSupported(String),
    #[error("heapscope: {0}")]
    Moment(#[from] NoSuchMoment),
    #[error("heapscope: there is no lesson called '{0}'")]
    NoSuchLesson(String),
    #[error("heapscope: {0}")]
    Lesson(String),
    #[error("heapscope: {0}")]
    Io(#[from] io::Error),
}

impl Problem {
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Compile(_) | Self::Io(_) | Self::Lesson(_) => 1,
            Self::File { .. } | Self::NotUtf8 { .. } | Self::Moment(_) | Self::NoSuchLesson(_) => 2,
            Self::NotSupported(_) => 3,
        })
    }
}
