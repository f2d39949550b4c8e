//! CPython's tokenizer, as far as its errors need it (`Parser/lexer/lexer.c`).

mod strings;

use super::number;
use super::token::{End, Failure, FailureKind, Kind, Place, Token};

type Result<T> = std::result::Result<T, TokenError>;

/// When an error of the tokenizer becomes an exception.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Raised {
    /// By itself.
    AtOnce,
    /// When the parser asks for the token.
    ByParser,
    /// The text ends inside a bracket.
    AtEnd,
}

/// An error of the tokenizer.
#[derive(Debug)]
pub struct TokenError {
    pub failure: Failure,
    pub raised: Raised,
}

fn at_once<T>(failure: Failure) -> Result<T> {
    Err(TokenError {
        failure,
        raised: Raised::AtOnce,
    })
}

fn by_parser<T>(failure: Failure) -> Result<T> {
    Err(TokenError {
        failure,
        raised: Raised::ByParser,
    })
}

/// An f-string that is open (3.12+).
struct FString {
    quote: char,
    triple: bool,
    raw: bool,
    /// Brackets that were open where each of its replacement fields started.
    fields: Vec<usize>,
    /// Whether the innermost field is in its format.
    in_format: Vec<bool>,
    start: Place,
}

/// The state of reading a text.
pub struct Tokenizer<'a> {
    source: &'a str,
    at: usize,
    line: u32,
    line_start: usize,
    /// Minor version.
    minor: u8,
    indents: Vec<(usize, usize)>,
    /// Dedents (negative) and indents that are still to be told.
    pending: isize,
    at_line_start: bool,
    brackets: Vec<(char, Place)>,
    fstrings: Vec<FString>,
    /// A token was read since the last NEWLINE.
    in_statement: bool,
    done: bool,
    /// There was nothing left to read.
    ended: bool,
    /// Where the comment is that was skipped last.
    comment: Option<usize>,
}

const MOST_BRACKETS: usize = 200;

impl<'a> Tokenizer<'a> {
    pub fn new(source: &'a str, minor: u8) -> Self {
        Self {
            source,
            at: 0,
            line: 1,
            line_start: 0,
            minor,
            indents: vec![(0, 0)],
            pending: 0,
            at_line_start: true,
            brackets: Vec::new(),
            fstrings: Vec::new(),
            in_statement: false,
            done: false,
            ended: false,
            comment: None,
        }
    }

    /// The innermost open bracket.
    pub fn open_bracket(&self) -> Option<(char, Place)> {
        self.brackets.last().copied()
    }

    /// Whether all of the text was read.
    pub fn at_end(&self) -> bool {
        self.ended
    }

    /// Whether an f-string is open (3.12+).
    pub fn in_fstring(&self) -> bool {
        !self.fstrings.is_empty()
    }

    /// Where reading stands.
    pub fn place(&self) -> Place {
        self.place_of(self.at)
    }

    /// Where reading stands, behind the end of a line and not before the next one.
    pub fn cursor(&self) -> Place {
        if self.at != self.line_start || self.line == 1 {
            return self.place();
        }
        let before = self.source.get(..self.line_start).unwrap_or_default();
        let start = before
            .get(..before.len().saturating_sub(1))
            .and_then(|s| s.rfind('\n'))
            .map_or(0, |at| at + 1);
        Place {
            line: self.line - 1,
            col: u32::try_from(before.len() - start).unwrap_or(u32::MAX),
        }
    }

    fn place_of(&self, at: usize) -> Place {
        Place {
            line: self.line,
            col: u32::try_from(at.saturating_sub(self.line_start)).unwrap_or(u32::MAX),
        }
    }

    fn peek(&self) -> Option<char> {
        self.source.get(self.at..)?.chars().next()
    }

    fn rest(&self) -> &'a str {
        self.source.get(self.at..).unwrap_or_default()
    }

    fn bump(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        if c == '\n' {
            self.line += 1;
            self.line_start = self.at;
        }
        Some(c)
    }

    /// `syntaxerror`: the place is the last character that was read.
    fn fail<T>(&self, message: impl Into<String>) -> Result<T> {
        at_once(Failure::syntax(message, self.last_read(), End::Start))
    }

    fn last_read(&self) -> Place {
        let before = self
            .source
            .get(self.line_start..self.at)
            .unwrap_or_default();
        let width = before.chars().next_back().map_or(0, char::len_utf8);
        self.place_of(self.at - width)
    }

    fn token(&mut self, kind: Kind, from: usize, start: Place) -> Token {
        self.in_statement = !matches!(kind, Kind::Newline | Kind::Indent | Kind::Dedent);
        Token {
            kind,
            start,
            end: self.place(),
            from,
            to: self.at,
            level: self.brackets.len(),
        }
    }

    /// A token of no width where reading stands.
    fn empty(&mut self, kind: Kind) -> Token {
        let place = self.place();
        self.token(kind, self.at, place)
    }

    /// The next token; none after ENDMARKER.
    pub fn next(&mut self) -> Result<Option<Token>> {
        if self.done {
            return Ok(None);
        }
        if let Some(fstring) = self.fstrings.last()
            && (fstring.fields.is_empty() || fstring.in_format.last() == Some(&true))
        {
            return self.fstring_middle().map(Some);
        }
        if self.at_line_start && self.pending == 0 {
            self.at_line_start = false;
            self.indentation()?;
        }
        if self.pending < 0 {
            self.pending += 1;
            let token = self.empty(Kind::Dedent);
            return Ok(Some(token));
        }
        if self.pending > 0 {
            self.pending = 0;
            let from = self.line_start;
            let start = self.place_of(from);
            let mut token = self.token(Kind::Indent, from, start);
            token.start = start;
            return Ok(Some(token));
        }
        self.comment = None;
        self.skip_blanks()?;
        let (from, start) = (self.at, self.place());
        let Some(c) = self.peek() else {
            return self.end_of_text();
        };
        if c == '\n' {
            self.at_line_start = true;
            // A comment belongs to the end of its line.
            let start = self.comment.map_or(start, |at| self.place_of(at));
            let mut token = self.token(Kind::Newline, from, start);
            self.bump();
            token.to = self.at;
            // Up to 3.11 it has no width.
            token.end.col += u32::from(self.minor >= 12);
            return Ok(Some(token));
        }
        if let Some(prefix) = self.string_prefix() {
            return self.string(prefix).map(Some);
        }
        if c == '_' || c.is_alphabetic() || !c.is_ascii() {
            return self.name().map(Some);
        }
        let number = c.is_ascii_digit()
            || c == '.'
                && self
                    .rest()
                    .get(1..)
                    .is_some_and(|r| r.starts_with(|d: char| d.is_ascii_digit()));
        if number {
            match number::scan(self.rest()) {
                Ok(length) => self.at += length,
                Err(error) => {
                    if let Some((from, to)) = error.range {
                        let base = self.at;
                        return at_once(Failure::syntax(
                            error.message,
                            self.place_of(base + from),
                            End::At(self.place_of(base + to)),
                        ));
                    }
                    self.at += error.read;
                    return self.fail(error.message);
                }
            }
            return Ok(Some(self.token(Kind::Number, from, start)));
        }
        self.operator(c).map(Some)
    }

    fn end_of_text(&mut self) -> Result<Option<Token>> {
        self.ended = true;
        if let Some((bracket, place)) = self.open_bracket() {
            return Err(TokenError {
                failure: never_closed(bracket, place),
                raised: Raised::AtEnd,
            });
        }
        if self.in_statement {
            // A last line without an end is ended.
            self.at_line_start = true;
            let token = self.empty(Kind::Newline);
            return Ok(Some(token));
        }
        if self.indents.len() > 1 {
            self.pending = -(isize::try_from(self.indents.len() - 1).unwrap_or(0)) + 1;
            self.indents.truncate(1);
            let token = self.empty(Kind::Dedent);
            return Ok(Some(token));
        }
        self.done = true;
        let token = self.empty(Kind::EndMarker);
        Ok(Some(token))
    }

    /// Spaces, comments, joined lines, and line ends inside brackets.
    fn skip_blanks(&mut self) -> Result<()> {
        loop {
            match self.peek() {
                Some(' ' | '\t' | '\u{c}') => self.at += 1,
                Some('#') => {
                    self.comment = Some(self.at);
                    while self.peek().is_some_and(|c| c != '\n') {
                        self.bump();
                    }
                    if !self.in_statement && self.brackets.is_empty() && self.peek().is_some() {
                        self.bump();
                        self.at_line_start = false;
                        self.indentation()?;
                        if self.pending != 0 {
                            return Ok(());
                        }
                    }
                }
                Some('\n') if !self.brackets.is_empty() => {
                    self.bump();
                }
                Some('\\') => {
                    self.bump();
                    match self.peek() {
                        Some('\n') => {
                            self.bump();
                            if self.peek().is_none() {
                                return self.unexpected_end();
                            }
                        }
                        None => return self.unexpected_end(),
                        Some(_) => {
                            self.bump();
                            return by_parser(Failure::syntax(
                                "unexpected character after line continuation character",
                                self.last_read(),
                                End::NoColumn,
                            ));
                        }
                    }
                }
                _ => return Ok(()),
            }
        }
    }

    fn unexpected_end<T>(&self) -> Result<T> {
        let mut start = self.cursor();
        start.col = start.col.saturating_sub(1);
        by_parser(Failure::syntax(
            "unexpected EOF while parsing",
            start,
            End::Unknown,
        ))
    }

    /// The blanks at the start of a logical line; blank lines do not count.
    fn indentation(&mut self) -> Result<()> {
        loop {
            let (mut col, mut alternative) = (0_usize, 0_usize);
            let mut joined = None;
            loop {
                match self.peek() {
                    Some(' ') => {
                        col += 1;
                        alternative += 1;
                    }
                    Some('\t') => {
                        col = (col / 8 + 1) * 8;
                        alternative += 1;
                    }
                    Some('\u{c}') => (col, alternative) = (0, 0),
                    Some('\\') if self.rest().starts_with("\\\n") => {
                        joined = joined.or(Some((col, alternative)));
                        self.bump();
                        if self.rest() == "\n" {
                            self.bump();
                            return self.unexpected_end();
                        }
                    }
                    _ => break,
                }
                self.bump();
            }
            let (col, alternative) = joined.unwrap_or((col, alternative));
            match self.peek() {
                None => return Ok(()),
                Some('\n') => {
                    self.bump();
                    continue;
                }
                Some('#') => {
                    while self.peek().is_some_and(|c| c != '\n') {
                        self.bump();
                    }
                    if self.bump().is_none() {
                        return Ok(());
                    }
                    continue;
                }
                Some(_) => {}
            }
            if !self.brackets.is_empty() {
                return Ok(());
            }
            return self.compare_indentation(col, alternative);
        }
    }

    fn compare_indentation(&mut self, col: usize, alternative: usize) -> Result<()> {
        let &(current, current_alternative) = self.indents.last().unwrap_or(&(0, 0));
        let inconsistent = |this: &Self| {
            by_parser(Failure {
                kind: FailureKind::Tab,
                message: "inconsistent use of tabs and spaces in indentation".to_owned(),
                start: this.place_of(this.line_start),
                end: End::NoColumn,
                text: None,
            })
        };
        if col == current {
            if alternative != current_alternative {
                return inconsistent(self);
            }
        } else if col > current {
            if alternative <= current_alternative {
                return inconsistent(self);
            }
            self.indents.push((col, alternative));
            self.pending = 1;
        } else {
            while self.indents.len() > 1 && self.indents.last().is_some_and(|&(c, _)| col < c) {
                self.indents.pop();
                self.pending -= 1;
            }
            let &(found, found_alternative) = self.indents.last().unwrap_or(&(0, 0));
            if col != found {
                return by_parser(Failure {
                    kind: FailureKind::Indentation,
                    message: "unindent does not match any outer indentation level".to_owned(),
                    start: self.end_of_line(),
                    end: End::Unknown,
                    text: None,
                });
            }
            if alternative != found_alternative {
                return inconsistent(self);
            }
        }
        Ok(())
    }

    /// The last character of the line, its end included.
    fn end_of_line(&self) -> Place {
        let length = self.rest().find('\n').unwrap_or(self.rest().len());
        self.place_of(self.at + length)
    }

    fn name(&mut self) -> Result<Token> {
        let (from, start) = (self.at, self.place());
        while self
            .peek()
            .is_some_and(|c| c == '_' || c.is_ascii_alphanumeric() || !c.is_ascii())
        {
            self.bump();
        }
        let text = self.source.get(from..self.at).unwrap_or_default();
        for (n, (at, c)) in text.char_indices().enumerate() {
            let fine = match n {
                0 => c == '_' || unicode_ident::is_xid_start(c),
                _ => unicode_ident::is_xid_continue(c),
            };
            if !fine {
                self.at = from + at + c.len_utf8();
                let code = c as u32;
                let message = if c.is_control() || c.is_whitespace() || is_format(c) {
                    format!("invalid non-printable character U+{code:04X}")
                } else {
                    format!("invalid character '{c}' (U+{code:04X})")
                };
                return self.fail(message);
            }
        }
        Ok(self.token(Kind::Name, from, start))
    }

    fn operator(&mut self, c: char) -> Result<Token> {
        let (from, start) = (self.at, self.place());
        if c.is_control() {
            self.bump();
            return self.fail(format!(
                "invalid non-printable character U+{:04X}",
                c as u32
            ));
        }
        if matches!(c, '(' | '[' | '{') {
            self.bump();
            if self.brackets.len() >= MOST_BRACKETS {
                return self.fail("too many nested parentheses");
            }
            self.brackets.push((c, start));
            if let Some(fstring) = self.fstrings.last_mut()
                && c == '{'
                && fstring.fields.last() == Some(&(self.brackets.len() - 1))
                && fstring.in_format.last() == Some(&true)
            {
                fstring.fields.push(self.brackets.len());
            }
            return Ok(self.token(Kind::Op, from, start));
        }
        if matches!(c, ')' | ']' | '}') {
            self.bump();
            return self.closing(c, from, start);
        }
        if let Some(fstring) = self.fstrings.last_mut()
            && c == ':'
            && fstring.fields.last() == Some(&self.brackets.len())
        {
            if let Some(in_format) = fstring.in_format.last_mut() {
                *in_format = true;
            }
            self.at += 1;
            return Ok(self.token(Kind::Op, from, start));
        }
        let length = OPERATORS
            .iter()
            .find(|op| self.rest().starts_with(**op))
            .map_or(1, |op| op.len());
        self.at += length;
        Ok(self.token(Kind::Op, from, start))
    }

    fn closing(&mut self, c: char, from: usize, start: Place) -> Result<Token> {
        let in_field = self
            .fstrings
            .last()
            .is_some_and(|f| f.fields.last() == Some(&self.brackets.len()));
        if in_field && c != '}' {
            return self.fail(format!("f-string: unmatched '{c}'"));
        }
        let Some((open, place)) = self.brackets.pop() else {
            return self.fail(format!("unmatched '{c}'"));
        };
        let fits = matches!((open, c), ('(', ')') | ('[', ']') | ('{', '}'));
        if !fits {
            let line = if place.line == self.line {
                String::new()
            } else {
                format!(" on line {}", place.line)
            };
            return self.fail(format!(
                "closing parenthesis '{c}' does not match opening parenthesis '{open}'{line}"
            ));
        }
        if in_field && let Some(fstring) = self.fstrings.last_mut() {
            fstring.fields.pop();
            fstring.in_format.pop();
        }
        Ok(self.token(Kind::Op, from, start))
    }
}

/// `raise_unclosed_parentheses_error`.
pub fn never_closed(bracket: char, place: Place) -> Failure {
    Failure::syntax(
        format!("'{bracket}' was never closed"),
        place,
        End::NoColumn,
    )
}

/// A format character, which is not printable.
fn is_format(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

const OPERATORS: &[&str] = &[
    "**=", "//=", ">>=", "<<=", "...", "!=", "<>", "==", "<=", ">=", "->", "+=", "-=", "*=", "/=",
    "%=", "&=", "|=", "^=", "@=", ":=", "**", "//", "<<", ">>",
];
