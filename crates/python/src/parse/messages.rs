//! CPython's words for what the parser found wrong.

use ruff_python_ast as ast;
use ruff_python_parser::Parsed;
use ruff_text_size::{Ranged, TextRange};

use crate::code::Position;
use crate::compile::{CompileError, CompileErrorKind, ErrorEnd, Mode, Told};

use super::bad_escapes;
use super::diagnose::{Diagnosis, End, Failure, FailureKind, diagnose};
use super::lines::Lines;
use super::refused;

/// The error of a text of Python 2, which knows two words only.
pub fn first_error_of_two(lines: &Lines, parsed: &Parsed<ast::Mod>) -> Option<CompileError> {
    let errors = parsed.errors().iter();
    let error = errors.min_by_key(|error| error.location.start())?;
    Some(CompileError::syntax(
        "invalid syntax",
        lines.position(error.range()),
    ))
}

/// The first error of a text, as Python 3.`minor` would report it.
pub fn first_error(
    source: &str,
    lines: &Lines,
    parsed: &Parsed<ast::Mod>,
    minor: u8,
    mode: Mode,
) -> Option<CompileError> {
    let errors = parsed.errors().iter();
    let error = errors.min_by_key(|error| error.location.start());
    if error.is_none() && parsed.unsupported_syntax_errors().is_empty() {
        return None;
    }
    let rule = match mode {
        Mode::Exec => "file",
        Mode::Single => "single",
        Mode::Eval => "eval",
    };
    // Strings are decoded when they are read: what is wrong with one comes before what is wrong behind it.
    let escape = bad_escapes::first(source, parsed.tokens(), lines, minor);
    match (diagnose(source, minor, rule), escape) {
        (Diagnosis::Wrong(failure), Some((at, error))) => {
            let place = Some((failure.start.line, failure.start.col));
            let literal = u32::try_from(at).ok().map(|at| {
                let at = lines.position(TextRange::empty(at.into()));
                (at.line, at.col)
            });
            Some(if literal < place {
                error
            } else {
                told(failure)
            })
        }
        (Diagnosis::Wrong(failure), None) => Some(told(failure)),
        (_, Some((_, error))) => Some(error),
        // What is right in that version only is not read here.
        (Diagnosis::Fine | Diagnosis::Unknown, None) => error.map(|error| {
            CompileError::not_supported(refused::UNREAD, lines.position(error.range()))
        }),
    }
}

fn told(failure: Failure) -> CompileError {
    let kind = match failure.kind {
        FailureKind::Syntax => CompileErrorKind::Syntax(failure.message),
        FailureKind::Indentation => CompileErrorKind::Indentation(failure.message),
        FailureKind::Tab => CompileErrorKind::Tab,
    };
    let start = failure.start;
    let (end, last) = match failure.end {
        End::At(last) => (ErrorEnd::Range, last),
        End::Before(last) => (ErrorEnd::Before, last),
        End::Start => (ErrorEnd::Start, start),
        End::Unknown => (ErrorEnd::Unknown, start),
        End::NoColumn => (ErrorEnd::NoColumn, start),
    };
    CompileError {
        kind,
        range: Position {
            line: start.line,
            col: start.col,
            end_line: last.line,
            end_col: last.col,
        },
        told: Told::Parser {
            end,
            text: failure.text,
        },
    }
}
