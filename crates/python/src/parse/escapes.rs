//! Escape sequences that mean nothing: CPython keeps the backslash, and warns (`warn_invalid_escape_sequence` in
//! `Parser/string_parser.c`). Only the first one of a literal is told.

use ruff_python_ast::token::{TokenKind, Tokens};
use ruff_text_size::Ranged;

use crate::compile::{EscapeWarnings, SyntaxWarning};

use super::lines::Lines;

/// The warnings for a source text that parses, in the order of the text.
pub fn warnings(
    source: &str,
    tokens: &Tokens,
    lines: &Lines,
    facts: EscapeWarnings,
) -> Vec<SyntaxWarning> {
    let mut found = Vec::new();
    if facts == EscapeWarnings::None || !source.contains('\\') {
        return found;
    }
    // Whether each f-string that is open is a raw one.
    let mut open: Vec<bool> = Vec::new();
    for token in tokens {
        let range = token.range();
        let text = source
            .get(range.start().to_usize()..range.end().to_usize())
            .unwrap_or_default();
        match token.kind() {
            TokenKind::FStringStart => open.push(is_raw(text)),
            TokenKind::FStringEnd => {
                open.pop();
            }
            TokenKind::String if !is_raw(text) => {
                let bytes = text.contains(['b', 'B']) && text.starts_with(['b', 'B']);
                if let Some((at, escape)) = first_invalid(text, bytes) {
                    let (first, _) = lines.line_and_column(range.start());
                    found.push(warning(&escape, first + newlines(text, at, facts), facts));
                }
            }
            TokenKind::FStringMiddle if open.last() == Some(&false) => {
                if let Some((at, escape)) = first_invalid(text, false) {
                    // Such a token has the line of its end.
                    let (last, _) = lines.line_and_column(range.end());
                    found.push(warning(&escape, last + newlines(text, at, facts), facts));
                }
            }
            _ => {}
        }
    }
    found
}

/// What stands before the quote says so.
fn is_raw(literal: &str) -> bool {
    let prefix = literal.split(['"', '\'']).next().unwrap_or_default();
    prefix.contains(['r', 'R'])
}

/// The lines before an escape that CPython counts: from 3.13 on, all.
fn newlines(text: &str, at: usize, facts: EscapeWarnings) -> u32 {
    if facts == EscapeWarnings::AtLiteral {
        return 0;
    }
    let before = text.as_bytes().iter().take(at);
    u32::try_from(before.filter(|b| **b == b'\n').count()).unwrap_or(u32::MAX)
}

/// The first escape without a meaning, and where it starts.
fn first_invalid(text: &str, bytes: bool) -> Option<(usize, String)> {
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        if c != '\\' {
            continue;
        }
        let (_, escaped) = rest.next()?;
        match escaped {
            '\n' | '\r' | '\\' | '\'' | '"' | 'a' | 'b' | 'f' | 'n' | 'r' | 't' | 'v' | 'x' => {}
            'N' | 'u' | 'U' if !bytes => {}
            '0'..='7' => {
                let mut digits = String::from(escaped);
                while digits.len() < 3
                    && let Some((_, c @ '0'..='7')) = rest.peek().copied()
                {
                    digits.push(c);
                    rest.next();
                }
                if digits.len() == 3 && digits.as_str() > "377" {
                    return Some((at, digits));
                }
            }
            other => return Some((at, other.to_string())),
        }
    }
    None
}

fn warning(escape: &str, line: u32, facts: EscapeWarnings) -> SyntaxWarning {
    let octal = if escape.len() == 3 && escape.starts_with(|c: char| c.is_ascii_digit()) {
        "octal "
    } else {
        ""
    };
    let message = if facts == EscapeWarnings::WithAdvice {
        format!(
            "\"\\{escape}\" is an invalid {octal}escape sequence. Such sequences will not work in the future. \
             Did you mean \"\\\\{escape}\"? A raw string is also an option."
        )
    } else {
        format!("invalid {octal}escape sequence '\\{escape}'")
    };
    SyntaxWarning { message, line }
}
