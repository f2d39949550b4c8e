//! Source text → syntax tree.
//!
//! The parsing itself is `ruff_python_parser`'s. Here are the limits before it, CPython's words for its
//! errors, and the tree in the shape that CPython's compiler works on.

mod bad_escapes;
pub mod diagnose;
mod escapes;
mod fold;
mod limits;
mod lines;
mod lower;
mod lower_expr;
mod lower_pattern;
mod lower_strings;
mod messages;
pub mod refused;
pub mod tree;
mod two;
mod unparse;

pub use fold::{fold, frozen_set};
pub use lines::Lines;

use ruff_python_ast::{self as ast, PythonVersion};
use ruff_python_parser::{Mode as ParserMode, ParseOptions, parse_unchecked};
use ruff_text_size::{TextRange, TextSize};

use crate::compile::{CompileError, CompileErrorKind, EscapeWarnings, Mode, SyntaxWarning};
use crate::version::Version;

/// Parses a source text as Python `version` would.
///
/// # Errors
/// CPython's `SyntaxError` and its relatives, and what is outside the subset; the first one in the text.
pub fn parse(
    source: &str,
    version: Version,
    mode: Mode,
    escapes: EscapeWarnings,
) -> Result<(tree::Module, Vec<SyntaxWarning>), CompileError> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    if version.facts().python_2 {
        return parse_two(source, mode, escapes);
    }
    let (_, minor, _) = version.facts().version_info;
    parse_as(source, grammar(version), mode, escapes, Err(minor))
}

/// A program of Python 2.
fn parse_two(
    source: &str,
    mode: Mode,
    escapes: EscapeWarnings,
) -> Result<(tree::Module, Vec<SyntaxWarning>), CompileError> {
    let rewritten = two::rewrite(source)?;
    parse_as(
        &rewritten.text,
        GRAMMAR_OF_TWO,
        mode,
        escapes,
        Ok(rewritten.future),
    )
    .map_err(|error| rewritten.error(error, source))
}

/// `dialect`: what a program of Python 2 asked for, or the minor version of Python 3.
fn parse_as(
    source: &str,
    (major, minor): (u8, u8),
    mode: Mode,
    escapes: EscapeWarnings,
    dialect: Result<two::Future, u8>,
) -> Result<(tree::Module, Vec<SyntaxWarning>), CompileError> {
    let lines = Lines::new(source);
    limits::check(source, &lines)?;
    let parser_mode = match mode {
        Mode::Exec | Mode::Single => ParserMode::Module,
        Mode::Eval => ParserMode::Expression,
    };
    let options =
        ParseOptions::from(parser_mode).with_target_version(PythonVersion { major, minor });
    let parsed = parse_unchecked(source, options);
    let wrong = match dialect {
        Ok(_) => messages::first_error_of_two(&lines, &parsed),
        Err(minor) => messages::first_error(source, &lines, &parsed, minor, mode),
    };
    if let Some(error) = wrong {
        let unread =
            matches!(&error.kind, CompileErrorKind::NotSupported(what) if *what == refused::UNREAD);
        // The parser does not know the names of characters.
        let at = parsed.errors().iter().find(|error| {
            let before = source.get(..error.location.start().to_usize());
            before.is_some_and(|text| text.ends_with("\\N{"))
        });
        if let Some(named) = at.filter(|_| unread) {
            let at = lines.position(named.location);
            return Err(CompileError::not_supported(refused::NAMED_CHARACTER, at));
        }
        return Err(error);
    }
    let lowering = lower::Lowering::new(source, &lines, dialect);
    let warnings = escapes::warnings(source, parsed.tokens(), &lines, escapes);
    let module = match parsed.into_syntax() {
        ast::Mod::Module(module) => {
            if mode == Mode::Single && module.body.len() > 1 {
                let at = TextSize::try_from(source.len()).unwrap_or_default();
                return Err(CompileError::syntax(
                    "multiple statements found while compiling a single statement",
                    lines.position(TextRange::empty(at)),
                ));
            }
            lowering.module(&module.body)?
        }
        ast::Mod::Expression(expression) => lowering.expression(&expression.body)?,
    };
    Ok((module, warnings))
}

/// What a rewritten program of Python 2 is parsed as.
const GRAMMAR_OF_TWO: (u8, u8) = (3, 11);

/// Whose grammar a version has.
fn grammar(version: Version) -> (u8, u8) {
    match version.facts().version_info {
        (3, minor, _) => (3, minor.min(14)),
        _ => GRAMMAR_OF_TWO,
    }
}
