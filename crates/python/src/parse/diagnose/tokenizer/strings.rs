//! Strings and f-strings, and how they fail to end (`Parser/lexer/lexer.c`).

use super::super::token::{End, Failure, Kind, Place, Token};
use super::{FString, Raised, Result, TokenError, Tokenizer, by_parser};

impl<'a> Tokenizer<'a> {
    /// What stands before a quote, if a string starts here.
    pub(super) fn string_prefix(&self) -> Option<&'a str> {
        let rest = self.rest();
        let length = rest.find(['"', '\''])?;
        let prefix = rest.get(..length)?;
        let lower = prefix.to_ascii_lowercase();
        let known = match lower.as_str() {
            "" | "r" | "u" | "b" | "f" | "br" | "rb" | "fr" | "rf" => true,
            "t" | "tr" | "rt" => self.minor >= 14,
            _ => false,
        };
        known.then_some(prefix)
    }

    pub(super) fn string(&mut self, prefix: &str) -> Result<Token> {
        let (from, start) = (self.at, self.place());
        self.at += prefix.len();
        let quote = self.peek().unwrap_or('"');
        let triple = self
            .rest()
            .starts_with(&[quote; 3].iter().collect::<String>());
        self.at += if triple { 3 } else { 1 };
        let lower = prefix.to_ascii_lowercase();
        let formatted = lower.contains(['f', 't']);
        if formatted && self.minor >= 12 {
            self.fstrings.push(FString {
                quote,
                triple,
                raw: lower.contains('r'),
                fields: Vec::new(),
                in_format: Vec::new(),
                start,
            });
            return Ok(self.token(Kind::FStringStart, from, start));
        }
        let mut escaped_quote = false;
        loop {
            match self.peek() {
                None => return self.unterminated(start, triple, "", escaped_quote),
                Some('\n') if !triple => {
                    return self.unterminated(start, triple, "", escaped_quote);
                }
                Some('\\') => {
                    self.bump();
                    escaped_quote |= self.peek() == Some(quote);
                    self.bump();
                }
                Some(c) if c == quote => {
                    let end: String = [quote; 3].iter().collect();
                    if triple && !self.rest().starts_with(&end) {
                        self.bump();
                        continue;
                    }
                    self.at += if triple { 3 } else { 1 };
                    return Ok(self.token(Kind::String, from, start));
                }
                Some(_) => {
                    self.bump();
                }
            }
        }
    }

    fn unterminated<T>(&self, start: Place, triple: bool, what: &str, escaped: bool) -> Result<T> {
        let quote = |at: Place| {
            let line = self.source.split('\n').nth(at.line as usize - 1)?;
            line.get(at.col as usize..)?
                .chars()
                .find(|c| *c == '"' || *c == '\'')
        };
        if let Some(fstring) = self.fstrings.last()
            && what.is_empty()
            && triple == fstring.triple
            && quote(start) == Some(fstring.quote)
        {
            return self.fail_at("f-string: expecting '}'", start);
        }
        let triple_quoted = if triple { "triple-quoted " } else { "" };
        // An empty last line counts where the text ends with a line end.
        let advice = if escaped && !triple && self.minor >= 13 {
            "; perhaps you escaped the end quote?"
        } else {
            ""
        };
        let line = self.line
            - u32::from(
                triple && self.peek().is_none() && self.at == self.line_start && self.at > 0,
            );
        let raised = if what.is_empty() {
            Raised::AtOnce
        } else {
            Raised::ByParser
        };
        let failure = Failure::syntax(
            format!(
                "unterminated {triple_quoted}{what}string literal (detected at line {line}){advice}"
            ),
            start,
            End::Start,
        );
        Err(TokenError { failure, raised })
    }

    /// The text of an f-string up to its end or the next replacement field.
    pub(super) fn fstring_middle(&mut self) -> Result<Token> {
        let (from, start) = (self.at, self.place());
        let Some(fstring) = self.fstrings.last() else {
            return Ok(self.empty(Kind::EndMarker));
        };
        let (quote, triple, raw, opened) =
            (fstring.quote, fstring.triple, fstring.raw, fstring.start);
        let in_format = fstring.in_format.last() == Some(&true);
        let end: String = if triple {
            [quote; 3].iter().collect()
        } else {
            quote.to_string()
        };
        loop {
            let rest = self.rest();
            if rest.starts_with(&end) {
                if self.at > from {
                    return Ok(self.token(Kind::FStringMiddle, from, start));
                }
                self.at += end.len();
                if let Some(fstring) = self.fstrings.pop() {
                    let open = self.brackets.len() - fstring.fields.len().min(self.brackets.len());
                    self.brackets.truncate(open);
                }
                return Ok(self.token(Kind::FStringEnd, from, start));
            }
            match self.peek() {
                None => return self.unterminated(opened, triple, "f-", false),
                Some('\n') if !triple && in_format => {
                    let message = "f-string: newlines are not allowed in format specifiers for single quoted f-strings";
                    return self.fail_at(message, self.place());
                }
                Some('\n') if !triple => return self.unterminated(opened, triple, "f-", false),
                Some('{') if !in_format && rest.starts_with("{{") => self.at += 2,
                Some('{') => {
                    if self.at > from {
                        return Ok(self.token(Kind::FStringMiddle, from, start));
                    }
                    self.bump();
                    self.brackets.push(('{', start));
                    let depth = self.brackets.len();
                    if let Some(fstring) = self.fstrings.last_mut() {
                        fstring.fields.push(depth);
                        fstring.in_format.push(false);
                    }
                    return Ok(self.token(Kind::Op, from, start));
                }
                Some('}') if !in_format && rest.starts_with("}}") => self.at += 2,
                Some('}') if in_format => {
                    if self.at > from {
                        return Ok(self.token(Kind::FStringMiddle, from, start));
                    }
                    self.bump();
                    self.brackets.pop();
                    if let Some(fstring) = self.fstrings.last_mut() {
                        fstring.fields.pop();
                        fstring.in_format.pop();
                    }
                    return Ok(self.token(Kind::Op, from, start));
                }
                Some('}') => {
                    self.bump();
                    return self.fail("f-string: single '}' is not allowed");
                }
                Some('\\') => {
                    self.bump();
                    // `\{` is a backslash and a field.
                    let braces = self.peek().is_some_and(|c| c == '{' || c == '}');
                    if !raw && self.rest().starts_with("N{") {
                        while self.peek().is_some_and(|c| c != '}' && c != '\n') {
                            self.bump();
                        }
                        self.bump();
                    } else if !braces {
                        self.bump();
                    }
                }
                Some(_) => {
                    self.bump();
                }
            }
        }
    }

    fn fail_at<T>(&self, message: &str, place: Place) -> Result<T> {
        by_parser(Failure::syntax(message, place, End::Start))
    }
}
