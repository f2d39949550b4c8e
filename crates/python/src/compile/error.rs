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
    /// How a SyntaxError tells of the place.
    pub told: Told,
}

/// How a SyntaxError tells of a place.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Told {
    /// As the compiler does: in bytes, and with a text only if there is a file to read it from.
    #[default]
    Compiler,
    /// As the compiler does, but `args` is the message alone.
    SymbolTable,
    /// As the parser does: in characters, and with the line.
    Parser {
        /// Where it ends.
        end: ErrorEnd,
        /// A line that is not one of the source.
        text: Option<String>,
    },
}

/// What a SyntaxError of the parser says about its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ErrorEnd {
    /// The end of the range.
    Range,
    /// One less.
    Before,
    /// The start.
    Start,
    /// -1
    Unknown,
    /// 0
    NoColumn,
}

/// The attributes of a SyntaxError.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ErrorPlace {
    /// `lineno`
    pub line: u32,
    /// `offset`
    pub offset: i64,
    /// `end_lineno`
    pub end_line: u32,
    /// `end_offset`
    pub end_offset: i64,
    /// `text`
    pub text: Option<String>,
}

impl CompileError {
    /// A `SyntaxError`.
    pub fn syntax(message: impl Into<String>, range: Position) -> Self {
        Self {
            kind: CompileErrorKind::Syntax(message.into()),
            range,
            told: Told::default(),
        }
    }

    /// Found by the symbol table.
    pub fn of_symbol_table(self) -> Self {
        Self {
            told: Told::SymbolTable,
            ..self
        }
    }

    /// The attributes of the SyntaxError. `ended`: the last line counts as ended; `file`: the source is a file's.
    pub fn place(&self, source: &str, ended: bool, file: bool) -> ErrorPlace {
        let line = source
            .split_inclusive('\n')
            .nth(self.range.line.saturating_sub(1) as usize)
            .unwrap_or_default();
        let mut line = line.to_owned();
        if ended && !line.ends_with('\n') {
            line.push('\n');
        }
        let Position {
            line: first,
            col,
            end_line,
            end_col,
        } = self.range;
        let Told::Parser { end, text } = &self.told else {
            return ErrorPlace {
                line: first,
                offset: i64::from(col) + 1,
                end_line,
                end_offset: i64::from(end_col) + 1,
                text: file.then_some(line),
            };
        };
        let line = text.clone().unwrap_or(line);
        let column = |bytes: u32| {
            let before = line.get(..(bytes as usize).min(line.len()));
            before.map_or(i64::from(bytes), |before| before.chars().count() as i64) + 1
        };
        let offset = column(col);
        ErrorPlace {
            line: first,
            offset,
            end_line,
            end_offset: match end {
                ErrorEnd::Range => column(end_col),
                ErrorEnd::Before => column(end_col) - 1,
                ErrorEnd::Start => offset,
                ErrorEnd::Unknown => -1,
                ErrorEnd::NoColumn => 0,
            },
            // The tokenizer knows the line without its end.
            text: Some(match end {
                ErrorEnd::Start => line.trim_end_matches('\n').to_owned(),
                _ => line,
            }),
        }
    }

    /// Something that CPython takes and this does not.
    pub fn not_supported(construct: Construct, range: Position) -> Self {
        Self {
            kind: CompileErrorKind::NotSupported(construct),
            range,
            told: Told::default(),
        }
    }
}
