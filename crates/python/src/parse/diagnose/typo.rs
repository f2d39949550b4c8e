//! A keyword that is misspelt, from 3.14 on (`TracebackException._find_keyword_typos` in `Lib/traceback.py`).

use super::grammar::Grammar;
use super::parser::Parser;
use super::token::{Kind, Place};
use super::tokenizer::Tokenizer;
use crate::compile::{Mode, compile};
use crate::suggestion::nearest;
use crate::version::Version;

/// What may have been meant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Typo {
    /// The line that the word is in.
    pub text: String,
    /// The word.
    pub start: Place,
    pub end: Place,
    pub keyword: &'static str,
}

/// `keyword.kwlist`.
pub const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];
/// So long may the text be.
const MOST_TEXT: usize = 1024;
/// So many words are looked at.
const MOST_WORDS: usize = 10;
/// So many keywords are tried for each.
const MOST_MATCHES: usize = 3;

/// The keyword that makes a text whole, if a word in it is near to one. `after` is the line of the last statement that
/// was read, 0 if there is none, and `line` that of the error: only words in that line count.
fn find(source: &str, version: Version, grammar: &Grammar, after: u32, line: u32) -> Option<Typo> {
    let first = after.saturating_sub(1) as usize;
    let count = (line as usize).checked_sub(first)?;
    let lines: Vec<&str> = source.lines().skip(first).take(count).collect();
    let code = crate::traceback::dedent(&lines.join("\n"));
    if code.len() > MOST_TEXT {
        return None;
    }
    if version >= Version::V3_15 && whole(&code, version, grammar) {
        return None;
    }
    let mut tokenizer = Tokenizer::new(&code, minor(version));
    let mut left = MOST_WORDS;
    let wanted = if after == 0 { line } else { line + 1 };
    while let Ok(Some(token)) = tokenizer.next() {
        let word = code.get(token.from..token.to).unwrap_or_default();
        if token.kind != Kind::Name
            || token.start.line + after != wanted
            || KEYWORDS.contains(&word)
        {
            continue;
        }
        left = left.checked_sub(1)?;
        for keyword in matches(word) {
            let (before, behind) = (code.get(..token.from)?, code.get(token.to..)?);
            if whole(&format!("{before}{keyword}{behind}"), version, grammar) {
                let text = code.lines().nth(token.start.line as usize - 1)?;
                return Some(Typo {
                    text: format!("{text}\n"),
                    start: token.start,
                    end: token.end,
                    keyword,
                });
            }
        }
    }
    None
}

/// Whether a text can be compiled, or is the start of one that may be (`codeop.compile_command`).
fn whole(code: &str, version: Version, grammar: &Grammar) -> bool {
    let code = format!("{code}\n");
    let mut parser = Parser::new(&code, minor(version), grammar);
    if matches!(parser.start("file"), Ok(Some(_))) {
        return compile(&code, version, Mode::Exec).is_ok();
    }
    parser.at_end_of_source()
}

fn minor(version: Version) -> u8 {
    let (_, minor, _) = version.facts().version_info;
    minor
}

/// Keywords near to a word: the nearest name, then `difflib.get_close_matches`.
fn matches(word: &str) -> Vec<&'static str> {
    let names: Vec<String> = KEYWORDS.iter().map(|k| (*k).to_owned()).collect();
    let mut found: Vec<&'static str> = Vec::new();
    if let Some(near) = nearest(word, &names) {
        found.extend(KEYWORDS.iter().find(|k| **k == near));
    }
    let mut close: Vec<(f64, &'static str)> = KEYWORDS
        .iter()
        .map(|keyword| (ratio(keyword, word), *keyword))
        .filter(|(ratio, _)| *ratio >= 0.5)
        .collect();
    close.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(a.1)));
    found.extend(close.iter().take(MOST_MATCHES).map(|(_, keyword)| *keyword));
    found.truncate(MOST_MATCHES);
    found
}

/// `difflib.SequenceMatcher(None, a, b).ratio()`.
fn ratio(a: &str, b: &str) -> f64 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let total = a.len() + b.len();
    2.0 * matching(&a, &b) as f64 / total as f64
}

/// The letters in the longest common parts, from the longest on outwards.
fn matching(a: &[char], b: &[char]) -> usize {
    let (mut at_a, mut at_b, mut length) = (0, 0, 0);
    for i in 0..a.len() {
        for j in 0..b.len() {
            let run = a.iter().skip(i).zip(b.iter().skip(j));
            let run = run.take_while(|(x, y)| x == y).count();
            if run > length {
                (at_a, at_b, length) = (i, j, run);
            }
        }
    }
    if length == 0 {
        return 0;
    }
    let (left_a, right_a) = (a.get(..at_a), a.get(at_a + length..));
    let (left_b, right_b) = (b.get(..at_b), b.get(at_b + length..));
    length
        + matching(left_a.unwrap_or_default(), left_b.unwrap_or_default())
        + matching(right_a.unwrap_or_default(), right_b.unwrap_or_default())
}

/// Reads a text for the keyword that was meant, if the error is of the kind that has such a hint.
pub fn of_error(source: &str, version: Version, message: &str, line: u32) -> Option<Typo> {
    let plain = message == "invalid syntax" || message.contains("Perhaps you forgot a comma");
    if version < Version::V3_14_2 || !plain {
        return None;
    }
    let grammar = Grammar::new(minor(version))?;
    let ended = format!("{}\n", source.strip_suffix('\n').unwrap_or(source));
    let mut parser = Parser::new(&ended, minor(version), &grammar);
    match parser.start("file") {
        Ok(Some(_)) => None,
        _ => find(source, version, &grammar, parser.last_statement, line),
    }
}
