//! Breaking texts: words of a program are left out, doubled, swapped or exchanged for others.

use fastrand::Rng;

/// Words that change what a text means.
const WORDS: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    ".",
    "=",
    "==",
    "*",
    "**",
    "-",
    "not",
    "in",
    "is",
    "lambda",
    "yield",
    "await",
    "async",
    "def",
    "class",
    "return",
    "del",
    "global",
    "nonlocal",
    "if",
    "else",
    "for",
    "while",
    "try:",
    "except:",
    "finally:",
    "with",
    "as",
    "import",
    "from",
    "raise",
    "assert",
    "match",
    "case",
    "pass",
    "break",
    "continue",
    "None",
    "True",
    "0",
    "1.5",
    "10**9",
    "'s'",
    "f'{x}'",
    "b'x'",
    "\"\"\"",
    "\\",
    "\n",
    "\n    ",
    "\t",
    ";",
    ":=",
    "->",
    "@",
    "...",
    "__class__",
    "super()",
    "self",
    "é",
    "\u{0}",
];

/// The text with a few changes.
pub fn mutated(text: &str, seed: u64) -> String {
    let mut rng = Rng::with_seed(seed);
    let mut pieces = pieces(text);
    for _ in 0..rng.usize(1..6) {
        if pieces.is_empty() {
            break;
        }
        let (at, other) = (rng.usize(..pieces.len()), rng.usize(..pieces.len()));
        match rng.u32(..5) {
            0 => {
                pieces.remove(at);
            }
            1 => {
                let copy = pieces.get(at).copied().unwrap_or_default();
                pieces.insert(other, copy);
            }
            2 => pieces.swap(at, other),
            3 => {
                let word = WORDS.get(rng.usize(..WORDS.len())).copied();
                pieces.insert(at, word.unwrap_or_default());
            }
            _ => {
                let word = WORDS.get(rng.usize(..WORDS.len())).copied();
                if let Some(piece) = pieces.get_mut(at) {
                    *piece = word.unwrap_or_default();
                }
            }
        }
    }
    pieces.concat()
}

/// Runs of letters and digits, runs of blanks, and every other character alone.
fn pieces(text: &str) -> Vec<&str> {
    let class = |c: char| {
        if c.is_alphanumeric() || c == '_' {
            1
        } else if c == ' ' {
            2
        } else {
            3
        }
    };
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, c) in text.char_indices() {
        let now = class(c);
        if before.is_some_and(|before| before != now || now == 3) {
            pieces.extend(text.get(start..at));
            start = at;
        }
        before = Some(now);
    }
    pieces.extend(text.get(start..));
    pieces
}
