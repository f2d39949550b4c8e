//! Python 2's grammar on top of a parser for Python 3's.
//!
//! What only Python 2 has is rewritten before parsing, on the same lines, into calls of names that no program can
//! write: [`MARK`] starts them. The lowering turns those calls into what they stand for. What only Python 3 has is
//! refused where Python 2's parser stumbles over it.

mod rewrite;
mod tokens;

use ruff_text_size::TextSize;

use crate::code::Position;
use crate::compile::CompileError;

use super::lines::Lines;

/// Starts the names of what stands for Python 2's syntax: a letter that Python 2 has in no name.
pub const MARK: char = '\u{1c0}';

/// What a text asks of `__future__`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Future {
    /// `print` is a function.
    pub print_function: bool,
    /// Strings without a prefix are unicode.
    pub unicode_literals: bool,
    /// `/` gives a float.
    pub division: bool,
}

/// A text in Python 3's grammar.
pub struct Rewritten {
    /// The text: as many lines as the one it was made of.
    pub text: String,
    /// What the program asked for.
    pub future: Future,
    edits: Vec<Edit>,
}

/// Bytes of the first text that others stand for in the second.
struct Edit {
    start: usize,
    end: usize,
    with: String,
}

impl Rewritten {
    /// Where a place of the new text is in the first one.
    fn offset(&self, at: usize) -> usize {
        let mut shift = 0_isize;
        for edit in &self.edits {
            let start = edit.start.saturating_add_signed(shift);
            if at < start {
                break;
            }
            if at < start + edit.with.len() {
                return edit.start;
            }
            shift += edit.with.len() as isize - (edit.end - edit.start) as isize;
        }
        at.saturating_add_signed(-shift)
    }

    /// The error as Python 2 has it: the parser knows two words only, and points at the end of a token.
    pub fn error(&self, error: CompileError, source: &str) -> CompileError {
        let new = Lines::new(&self.text);
        let old = Lines::new(source);
        let at = new.start(error.range.line) + error.range.col as usize;
        let at = self.offset(at.min(self.text.len()));
        let (line, col) = old.line_and_column(TextSize::try_from(at).unwrap_or_default());
        CompileError {
            range: Position {
                line,
                col,
                end_line: line,
                end_col: col,
            },
            ..error
        }
    }
}

/// Rewrites a program of Python 2.
///
/// # Errors
/// What is no Python 2, and what of Python 2 is not supported.
pub fn rewrite(source: &str) -> Result<Rewritten, CompileError> {
    let lines = Lines::new(source);
    let tokens = tokens::tokens(source);
    let (future, mut edits) = rewrite::Rewriter::new(source, &lines, &tokens).run()?;
    edits.sort_by_key(|edit| edit.start);
    let mut text = String::with_capacity(source.len() + 16 * edits.len());
    let mut from = 0;
    for edit in &edits {
        text.push_str(source.get(from..edit.start).unwrap_or_default());
        text.push_str(&edit.with);
        from = edit.end;
    }
    text.push_str(source.get(from..).unwrap_or_default());
    Ok(Rewritten {
        text,
        future,
        edits,
    })
}
