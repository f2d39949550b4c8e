//! Why a source text cannot become code.

use thiserror::Error;

use crate::code::Position;
use crate::parse::refused::Construct;

/// What kind of exception CPython raises for it, or that it is outside the subset.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum CompileErrorKind {
    /// `SyntaxError`, with CPython's words.
    #[error("{0}")]
    Syntax(String),
    /// `IndentationError`, with CPython's words.
    #[error("{0}")]
    Indentation(String),
    /// `TabError`.
    #[error("inconsistent use of tabs and spaces in indentation")]
    Tab,
    /// Python, but not simulated here.
    #[error("{what} is not supported here; {instead}", what = .0.what, instead = .0.instead)]
    NotSupported(Construct),
}

impl CompileErrorKind {
    /// The name of the exception type, as the last line of a traceback has it.
    pub const fn exception_name(&self) -> &'static str {
        match self {
            CompileErrorKind::Syntax(_) => "SyntaxError",
            CompileErrorKind::Indentation(_) => "IndentationError",
            CompileErrorKind::Tab => "TabError",
            CompileErrorKind::NotSupported(_) => "NotSupported",
        }
    }
}

/// A source text that cannot be compiled, and where.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("{kind} (line {line})", line = range.line)]
pub struct CompileError {
    /// Why.
    pub kind: CompileErrorKind,
    /// Where: lines from 1, columns in bytes from 0.
    pub range: Position,
}

impl CompileError {
    /// A `SyntaxError`.
    pub fn syntax(message: impl Into<String>, range: Position) -> Self {
        Self {
            kind: CompileErrorKind::Syntax(message.into()),
            range,
        }
    }

    /// Something that CPython takes and this does not.
    pub fn not_supported(construct: Construct, range: Position) -> Self {
        Self {
            kind: CompileErrorKind::NotSupported(construct),
            range,
        }
    }
}
