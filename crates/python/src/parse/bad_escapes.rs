//! Escape sequences that cannot be decoded: `'C:\Users'` (`decode_unicode_with_escapes` in `Parser/string_parser.c`,
//! `_PyUnicode_DecodeUnicodeEscapeInternal`).

use ruff_python_ast::token::{TokenKind, Tokens};
use ruff_text_size::{Ranged, TextRange};

use crate::compile::{CompileError, ErrorEnd, Told};

use super::lines::Lines;

/// How many bytes a character outside ASCII counts for: it is decoded as `\UXXXXXXXX`.
const WIDE: usize = 10;

/// The first literal that cannot be decoded: where it starts, and what Python 3.`minor` says of it.
pub fn first(
    source: &str,
    tokens: &Tokens,
    lines: &Lines,
    minor: u8,
) -> Option<(usize, CompileError)> {
    if !source.contains('\\') {
        return None;
    }
    let mut raw: Vec<bool> = Vec::new();
    for (number, token) in tokens.iter().enumerate() {
        let range = token.range();
        let text = source.get(range.start().to_usize()..range.end().to_usize())?;
        let message = match token.kind() {
            TokenKind::FStringStart => {
                raw.push(text.contains(['r', 'R']));
                None
            }
            TokenKind::FStringEnd => {
                raw.pop();
                None
            }
            TokenKind::FStringMiddle if raw.last() == Some(&false) => in_text(text),
            TokenKind::String => in_literal(text),
            _ => None,
        };
        let Some(message) = message else {
            continue;
        };
        let middle = token.kind() == TokenKind::FStringMiddle;
        // Up to 3.11 the place is that of the token that was read last, the one behind all strings; later only
        // pieces of f-strings are told that way, and in 3.14 not even they.
        let told = match minor {
            ..=11 => behind_strings(tokens, number),
            14 => range,
            _ if middle => tokens.get(number + 1).map_or(range, Ranged::range),
            _ => range,
        };
        let mut error = CompileError::syntax(message, lines.position(told));
        error.told = Told::Parser {
            end: ErrorEnd::Range,
            text: None,
        };
        return Some((range.start().to_usize(), error));
    }
    None
}

/// The token behind the strings that lie next to each other.
fn behind_strings(tokens: &Tokens, number: usize) -> TextRange {
    let mut depth = 0;
    let mut last = TextRange::default();
    for token in tokens.iter().skip(number) {
        last = token.range();
        match token.kind() {
            TokenKind::FStringStart => depth += 1,
            TokenKind::FStringEnd => depth -= 1,
            TokenKind::String
            | TokenKind::FStringMiddle
            | TokenKind::Comment
            | TokenKind::NonLogicalNewline => {}
            TokenKind::Newline if depth <= 0 => return TextRange::empty(last.start()),
            _ if depth <= 0 => return last,
            _ => {}
        }
    }
    last
}

/// What is wrong with a whole literal, with its prefix and quotes.
fn in_literal(literal: &str) -> Option<String> {
    let start = literal.find(['"', '\''])?;
    let prefix = literal.get(..start)?;
    if prefix.contains(['r', 'R']) {
        return None;
    }
    let quoted = literal.get(start..)?;
    let quotes = match quoted.starts_with("\"\"\"") || quoted.starts_with("'''") {
        true => 3,
        false => 1,
    };
    let inner = quoted.get(quotes..quoted.len().checked_sub(quotes)?)?;
    if prefix.contains(['b', 'B']) {
        in_bytes(inner)
    } else {
        in_text(inner)
    }
}

fn in_bytes(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte != b'\\' {
            at += 1;
            continue;
        }
        if bytes.get(at + 1) == Some(&b'x') && digits(bytes, at + 2, 2) < 2 {
            return Some(format!("(value error) invalid \\x escape at position {at}"));
        }
        at += 2;
    }
    None
}

fn digits(bytes: &[u8], from: usize, most: usize) -> usize {
    let rest = bytes.iter().skip(from).take(most);
    rest.take_while(|byte| byte.is_ascii_hexdigit()).count()
}

fn in_text(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let (mut at, mut counted) = (0, 0);
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if c != '\\' {
            at += c.len_utf8();
            counted += if c.is_ascii() { 1 } else { WIDE };
            continue;
        }
        let (wanted, words) = match bytes.get(at + 1) {
            Some(b'x') => (2, "truncated \\xXX escape"),
            Some(b'u') => (4, "truncated \\uXXXX escape"),
            Some(b'U') => (8, "truncated \\UXXXXXXXX escape"),
            Some(b'N') => (0, "malformed \\N character escape"),
            _ => (0, ""),
        };
        let found = digits(bytes, at + 2, wanted);
        let wrong = if found < wanted {
            Some((2 + found, words))
        } else if wanted == 8 {
            let value = text.get(at + 2..at + 10)?;
            let value = u32::from_str_radix(value, 16).ok()?;
            (value > 0x10_ffff).then_some((10, "illegal Unicode character"))
        } else if words.contains("\\N") {
            malformed_name(text.get(at + 2..)?).map(|length| (2 + length, words))
        } else {
            None
        };
        if let Some((length, words)) = wrong {
            let last = counted + length - 1;
            return Some(format!(
                "(unicode error) 'unicodeescape' codec can't decode bytes in position {counted}-{last}: {words}"
            ));
        }
        at += 2;
        counted += 2;
    }
    None
}

/// How much of what follows `\N` was read when it turned out to be no `{name}`.
fn malformed_name(rest: &str) -> Option<usize> {
    let Some(inner) = rest.strip_prefix('{') else {
        return Some(0);
    };
    match inner.find('}') {
        Some(0) => Some(1),
        Some(_) => None,
        None => Some(1 + inner.len()),
    }
}
