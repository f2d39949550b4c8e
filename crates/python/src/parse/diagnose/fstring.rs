//! What is wrong inside the f-strings of a text, up to 3.11: there they are read apart from the rest
//! (`fstring_find_expr` in `Parser/string_parser.c`).

use super::Diagnosis;
use super::grammar::Grammar;
use super::token::Failure;

/// What is wrong, and where.
pub enum Wrong {
    /// At the token that the parser has come to.
    Here(String),
    /// In an expression, which is read by itself and shown in parentheses.
    Inside(Failure),
}

/// The first error in an f-string, prefix and quotes included.
pub fn wrong(literal: &str, minor: u8, grammar: &Grammar) -> Option<Wrong> {
    let quote = literal.find(['"', '\''])?;
    let rest = literal.get(quote..)?;
    let triple = rest.starts_with("\"\"\"") || rest.starts_with("'''");
    let width = if triple { 3 } else { 1 };
    let inner = rest.get(width..rest.len().saturating_sub(width))?;
    scan(inner, 0, minor, grammar)
}

fn here(message: impl Into<String>) -> Wrong {
    Wrong::Here(format!("f-string: {}", message.into()))
}

/// The literal parts and the fields of an f-string or of a format.
fn scan(text: &str, depth: usize, minor: u8, grammar: &Grammar) -> Option<Wrong> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'{' if depth == 0 && bytes.get(at + 1) == Some(&b'{') => at += 2,
            b'}' if depth == 0 && bytes.get(at + 1) == Some(&b'}') => at += 2,
            b'}' if depth == 0 => return Some(here("single '}' is not allowed")),
            b'{' if depth >= 2 => return Some(here("expressions nested too deeply")),
            b'{' => match field(text, at + 1, depth, minor, grammar) {
                Ok(end) => at = end,
                Err(message) => return Some(message),
            },
            _ => at += 1,
        }
    }
    None
}

/// A field from behind its brace; where it ends.
fn field(
    text: &str,
    from: usize,
    depth: usize,
    minor: u8,
    grammar: &Grammar,
) -> Result<usize, Wrong> {
    let bytes = text.as_bytes();
    let (mut at, mut quote, mut open) = (from, None::<(u8, usize)>, Vec::new());
    while let Some(&byte) = bytes.get(at) {
        if byte == b'\\' {
            return Err(Wrong::Here(
                "f-string expression part cannot include a backslash".to_owned(),
            ));
        }
        if let Some((mark, width)) = quote {
            if byte == mark
                && bytes
                    .get(at..at + width)
                    .is_some_and(|s| s.iter().all(|b| *b == mark))
            {
                at += width;
                quote = None;
            } else {
                at += 1;
            }
            continue;
        }
        match byte {
            b'\'' | b'"' => {
                let triple = bytes
                    .get(at..at + 3)
                    .is_some_and(|s| s.iter().all(|b| *b == byte));
                let width = if triple { 3 } else { 1 };
                quote = Some((byte, width));
                at += width;
                continue;
            }
            b'(' | b'[' | b'{' => open.push(byte),
            b'#' => {
                return Err(Wrong::Here(
                    "f-string expression part cannot include '#'".to_owned(),
                ));
            }
            b'!' | b':' | b'}' | b'=' | b'<' | b'>' if open.is_empty() => {
                let next = bytes.get(at + 1);
                if next == Some(&b'=') && matches!(byte, b'!' | b'=' | b'<' | b'>') {
                    at += 2;
                    continue;
                }
                if !matches!(byte, b'<' | b'>') {
                    break;
                }
            }
            b')' | b']' | b'}' => {
                let Some(opening) = open.pop() else {
                    return Err(here(format!("unmatched '{}'", char::from(byte))));
                };
                if !matches!((opening, byte), (b'(', b')') | (b'[', b']') | (b'{', b'}')) {
                    return Err(here(format!(
                        "closing parenthesis '{}' does not match opening parenthesis '{}'",
                        char::from(byte),
                        char::from(opening)
                    )));
                }
            }
            _ => {}
        }
        at += 1;
    }
    if quote.is_some() {
        return Err(here("unterminated string"));
    }
    if let Some(opening) = open.last() {
        return Err(here(format!("unmatched '{}'", char::from(*opening))));
    }
    let expression = text.get(from..at).unwrap_or_default();
    if bytes.get(at).is_none() {
        return Err(here("expecting '}'"));
    }
    if expression.trim().is_empty() {
        return Err(match bytes.get(at) {
            Some(mark @ (b'!' | b':' | b'=')) => here(format!(
                "expression required before '{}'",
                char::from(*mark)
            )),
            _ => here("empty expression not allowed"),
        });
    }
    let alone = format!("({expression})");
    if let Diagnosis::Wrong(mut failure) =
        super::diagnose_by(grammar, &alone, minor, "fstring_input")
    {
        failure.message = format!("f-string: {}", failure.message);
        failure.text = Some(format!("{alone}\n"));
        return Err(Wrong::Inside(failure));
    }
    if bytes.get(at) == Some(&b'=') {
        at += 1;
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
    }
    if bytes.get(at) == Some(&b'!') {
        at += 1;
        match bytes.get(at) {
            Some(b's' | b'r' | b'a') => at += 1,
            None => return Err(here("expecting '}'")),
            Some(_) => {
                return Err(here(
                    "invalid conversion character: expected 's', 'r', or 'a'",
                ));
            }
        }
    }
    if bytes.get(at) == Some(&b':') {
        at += 1;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'}' => break,
                b'{' if depth >= 1 => return Err(here("expressions nested too deeply")),
                b'{' => at = field(text, at + 1, depth + 1, minor, grammar)?,
                _ => at += 1,
            }
        }
    }
    if bytes.get(at) != Some(&b'}') {
        return Err(here("expecting '}'"));
    }
    Ok(at + 1)
}
