//! The tokens of Python 2 (`Parser/tokenizer.c`), as far as rewriting needs them.

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Name,
    Number,
    String,
    Op,
    /// The end of a logical line.
    Newline,
    /// A byte that Python 2 has no use for.
    Other,
}

/// A token and its bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
    /// How many brackets are open around it.
    pub depth: u32,
}

const OPERATORS: &[&str] = &[
    "**=", "//=", ">>=", "<<=", "**", "//", ">>", "<<", "<=", ">=", "==", "!=", "<>", "+=", "-=",
    "*=", "/=", "%=", "&=", "|=", "^=",
];

/// All tokens of a text; comments and line ends in brackets are left out.
pub(super) fn tokens(source: &str) -> Vec<Token> {
    let bytes = source.as_bytes();
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    let mut depth = 0_u32;
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        let kind = match byte {
            b' ' | b'\t' | b'\x0c' | b'\r' => {
                at += 1;
                continue;
            }
            b'\\' if matches!(bytes.get(at + 1), Some(b'\n' | b'\r')) => {
                at += 2;
                continue;
            }
            b'#' => {
                while bytes.get(at).is_some_and(|b| *b != b'\n') {
                    at += 1;
                }
                continue;
            }
            b'\n' => {
                at += 1;
                if depth > 0 || tokens.last().is_none_or(|last| last.kind == Kind::Newline) {
                    continue;
                }
                Kind::Newline
            }
            b'0'..=b'9' => {
                at = number(bytes, at);
                Kind::Number
            }
            b'.' if bytes.get(at + 1).is_some_and(u8::is_ascii_digit) => {
                at = number(bytes, at);
                Kind::Number
            }
            b'"' | b'\'' => {
                at = string(bytes, at);
                Kind::String
            }
            _ if byte.is_ascii_alphabetic() || byte == b'_' => {
                while bytes
                    .get(at)
                    .is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_')
                {
                    at += 1;
                }
                let word = source.get(start..at).unwrap_or_default();
                let prefix = matches!(
                    word.to_ascii_lowercase().as_str(),
                    "r" | "b" | "u" | "br" | "ur"
                );
                if prefix && matches!(bytes.get(at), Some(b'"' | b'\'')) {
                    at = string(bytes, at);
                    Kind::String
                } else {
                    Kind::Name
                }
            }
            _ if byte.is_ascii_punctuation() && !matches!(byte, b'$' | b'?' | b'!')
                || byte == b'!' =>
            {
                let rest = source.get(at..).unwrap_or_default();
                let long = OPERATORS.iter().find(|op| rest.starts_with(**op));
                at += long.map_or(1, |op| op.len());
                Kind::Op
            }
            _ => {
                at += 1;
                while !source.is_char_boundary(at) {
                    at += 1;
                }
                Kind::Other
            }
        };
        let closes = kind == Kind::Op && matches!(byte, b')' | b']' | b'}');
        if closes {
            depth = depth.saturating_sub(1);
        }
        tokens.push(Token {
            kind,
            start,
            end: at,
            depth,
        });
        if kind == Kind::Op && matches!(byte, b'(' | b'[' | b'{') {
            depth += 1;
        }
    }
    tokens
}

fn number(bytes: &[u8], mut at: usize) -> usize {
    let digits = |mut at: usize, is: fn(&u8) -> bool| {
        while bytes.get(at).is_some_and(is) {
            at += 1;
        }
        at
    };
    let radix = bytes.get(at + 1).map(u8::to_ascii_lowercase);
    if bytes.get(at) == Some(&b'0') && matches!(radix, Some(b'x' | b'o' | b'b')) {
        at = digits(at + 2, u8::is_ascii_hexdigit);
    } else {
        at = digits(at, u8::is_ascii_digit);
        if bytes.get(at) == Some(&b'.') {
            at = digits(at + 1, u8::is_ascii_digit);
        }
        if matches!(bytes.get(at), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
            if bytes.get(at + 1 + sign).is_some_and(u8::is_ascii_digit) {
                at = digits(at + 1 + sign, u8::is_ascii_digit);
            }
        }
    }
    if matches!(bytes.get(at), Some(b'l' | b'L' | b'j' | b'J')) {
        at += 1;
    }
    at
}

/// The end of a string that starts with a quote here.
fn string(bytes: &[u8], at: usize) -> usize {
    let Some(&quote) = bytes.get(at) else {
        return at;
    };
    let triple = bytes.get(at + 1) == Some(&quote) && bytes.get(at + 2) == Some(&quote);
    let mut at = at + if triple { 3 } else { 1 };
    while let Some(&byte) = bytes.get(at) {
        if byte == b'\\' {
            at += 2;
        } else if byte == quote
            && (!triple || bytes.get(at + 1) == Some(&quote) && bytes.get(at + 2) == Some(&quote))
        {
            return at + if triple { 3 } else { 1 };
        } else if byte == b'\n' && !triple {
            return at;
        } else {
            at += 1;
        }
    }
    bytes.len()
}
