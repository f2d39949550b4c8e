//! What the rules for errors say, and where (`RAISE_SYNTAX_ERROR…` in `Parser/pegen.h`, `Parser/action_helpers.c`).

use super::node::{Targets, Value, invalid_target};
use super::parser::{Parser, Read, Stop};
use super::token::{End, Failure, FailureKind, Kind, Place};

/// An action and what it is about.
pub struct Wrong<'a> {
    pub verb: &'a str,
    pub arguments: &'a [String],
    pub message: &'a str,
    pub a: &'a Value,
    pub b: &'a Value,
}

impl Wrong<'_> {
    fn argument(&self, n: usize) -> Value {
        let name = self.arguments.get(n).map_or("", String::as_str);
        let (name, part) = name.split_once(':').unwrap_or((name, ""));
        let value = if name == "a" { self.a } else { self.b };
        match part {
            "first" => value.first(),
            "last" => value.last(),
            _ => value.clone(),
        }
    }
}

fn fail(failure: Failure) -> Read {
    Err(Stop::Wrong(failure))
}

impl Parser<'_> {
    /// Carries out an action: an error, or nothing if all is well.
    pub fn wrong(&mut self, wrong: &Wrong<'_>, start: usize) -> Read {
        let message = self.message(wrong);
        match wrong.verb {
            "here" => fail(self.here(message)),
            "indent" => fail(Failure {
                kind: FailureKind::Indentation,
                ..self.here(message)
            }),
            "next" => fail(self.at_token(self.mark, message)),
            "at" => fail(self.range(&wrong.argument(0), &wrong.argument(0), message)),
            "range" => fail(self.range(&wrong.argument(0), &wrong.argument(1), message)),
            "from" => {
                let end = self.tokenizer_place();
                let mut failure = self.range(&wrong.argument(0), &wrong.argument(0), message);
                failure.end = End::Before(end);
                fail(failure)
            }
            "kvpair" => {
                let (start, end) = wrong.a.places(&self.tokens).unwrap_or_default();
                let start = Place {
                    line: start.line,
                    col: end.col.saturating_sub(1),
                };
                fail(Failure::syntax(message, start, End::NoColumn))
            }
            "target" => self.wrong_target(wrong),
            "legacy" if self.is_legacy(wrong.a) => {
                let name = self.words(wrong.a);
                let message =
                    format!("Missing parentheses in call to '{name}'. Did you mean {name}(...)?");
                fail(self.range(wrong.a, wrong.b, message))
            }
            "comma" => {
                let level = self
                    .tokens
                    .get(self.mark.saturating_sub(1))
                    .map_or(0, |token| token.level);
                if self.is_legacy(wrong.a) || level == 0 {
                    return Ok(None);
                }
                let message = "invalid syntax. Perhaps you forgot a comma?".to_owned();
                fail(self.range(wrong.a, wrong.b, message))
            }
            "genexp" => {
                let positional = match wrong.a {
                    Value::Node(arguments) => positional(arguments),
                    _ => Vec::new(),
                };
                match positional.as_slice() {
                    [_, .., last] => {
                        let message = "Generator expression must be parenthesized".to_owned();
                        fail(self.range(last, &wrong.b.last(), message))
                    }
                    _ => Ok(None),
                }
            }
            "arguments" => {
                let unpacked = match wrong.a {
                    Value::Node(arguments) => {
                        let all = arguments.b.elements();
                        all.iter().any(|node| node.kind == "DoubleStarred")
                    }
                    _ => false,
                };
                let more = if unpacked { " unpacking" } else { "" };
                fail(self.here(format!(
                    "positional argument follows keyword argument{more}"
                )))
            }
            "bound" => {
                let what = match wrong.b {
                    Value::Node(node) if node.kind == "Tuple" => "constraints",
                    _ => "bound",
                };
                let end = self.tokenizer_place();
                let mut failure = self.range(
                    wrong.a,
                    wrong.a,
                    format!("cannot use {what} with {message}"),
                );
                failure.end = End::Before(end);
                fail(failure)
            }
            "conversion" => {
                let (_, mark) = wrong.a.places(&self.tokens).unwrap_or_default();
                let (name, _) = wrong.b.places(&self.tokens).unwrap_or_default();
                let letter = self.words(wrong.b);
                if mark != name {
                    let message =
                        "f-string: conversion type must come right after the exclamation mark";
                    return fail(self.range(wrong.a, wrong.b, message.to_owned()));
                }
                if !matches!(letter.as_str(), "s" | "r" | "a") {
                    return fail(self.range(
                        wrong.b,
                        wrong.b,
                        format!(
                            "f-string: invalid conversion character '{letter}': expected 's', 'r', or 'a'"
                        ),
                    ));
                }
                Ok(Some(Value::Nothing))
            }
            "strings" => self.strings(wrong.a, start),
            _ => Ok(None),
        }
    }

    /// The message with what stands in braces filled in.
    fn message(&self, wrong: &Wrong<'_>) -> String {
        let line = wrong
            .a
            .places(&self.tokens)
            .map_or(0, |(start, _)| start.line);
        wrong
            .message
            .replace("{a:line}", &line.to_string())
            .replace("{a:text}", &self.words(wrong.a))
            .replace("{a}", wrong.a.expression_name())
    }

    /// `RAISE_SYNTAX_ERROR`: at the last token that was looked at.
    pub fn here(&self, message: impl Into<String>) -> Failure {
        self.at_token(self.tokens.len().saturating_sub(1), message)
    }

    pub fn at_token(&self, at: usize, message: impl Into<String>) -> Failure {
        let token = self.tokens.get(at).or(self.tokens.last());
        if token.is_some_and(|token| {
            matches!(token.kind, Kind::Indent | Kind::Dedent | Kind::EndMarker)
        }) {
            // Such a token has no column: the place is where the tokenizer stands, counted one less.
            let mut start = self.tokenizer_place();
            start.col = start.col.saturating_sub(1);
            return Failure::syntax(message, start, End::Unknown);
        }
        let (start, end) = token.map_or((Place { line: 1, col: 0 }, Place::default()), |token| {
            (token.start, token.end)
        });
        Failure::syntax(message, start, End::At(end))
    }

    fn range(&self, from: &Value, to: &Value, message: String) -> Failure {
        let (start, _) = from.places(&self.tokens).unwrap_or_default();
        let (_, end) = to.places(&self.tokens).unwrap_or_default();
        Failure::syntax(message, start, End::At(end))
    }

    /// The source of a value of one token.
    fn words(&self, value: &Value) -> String {
        match value.span() {
            Some((first, _)) => self.text(first).to_owned(),
            None => String::new(),
        }
    }

    /// `_PyPegen_check_legacy_stmt`.
    fn is_legacy(&self, value: &Value) -> bool {
        matches!(value.span(), Some((first, last)) if first == last)
            && matches!(self.words(value).as_str(), "print" | "exec")
    }

    fn wrong_target(&self, wrong: &Wrong<'_>) -> Read {
        let (targets, verb) = match wrong.arguments.first().map(String::as_str) {
            Some("del") => (Targets::Del, "delete"),
            Some("for") => (Targets::For, "assign to"),
            _ => (Targets::Star, "assign to"),
        };
        let first_word = |value: &Value| self.words(value);
        match invalid_target(wrong.a, targets, &first_word) {
            Some(target) => {
                let message = format!("cannot {verb} {}", target.expression_name());
                fail(self.range(&target, &target, message))
            }
            None => Ok(None),
        }
    }

    /// Neighbouring literals are one: `_PyPegen_concatenate_strings`.
    fn strings(&mut self, literals: &Value, start: usize) -> Read {
        let Value::List(literals) = literals else {
            return Ok(None);
        };
        let (mut bytes, mut formatted) = (None, false);
        for literal in literals.iter() {
            let Value::Token(at) = literal else {
                formatted = true;
                if bytes == Some(true) {
                    return fail(self.here("cannot mix bytes and nonbytes literals"));
                }
                bytes = Some(false);
                continue;
            };
            let text = self.text(*at);
            let prefix = text.split(['"', '\'']).next().unwrap_or_default();
            let is_bytes = prefix.contains(['b', 'B']);
            if is_bytes && !text.is_ascii() {
                let message = "bytes can only contain ASCII literal characters".to_owned();
                return fail(self.range(literal, literal, message));
            }
            if bytes.is_some_and(|bytes| bytes != is_bytes) {
                return fail(self.here("cannot mix bytes and nonbytes literals"));
            }
            bytes = Some(is_bytes);
            if prefix.contains(['f', 'F']) {
                formatted = true;
                if let Some(wrong) = super::fstring::wrong(text, self.minor, self.grammar) {
                    return fail(match wrong {
                        super::fstring::Wrong::Here(message) => self.here(message),
                        super::fstring::Wrong::Inside(failure) => failure,
                    });
                }
            }
        }
        let kind = if formatted { "FString" } else { "Literal" };
        Ok(Some(self.node(
            kind,
            start,
            Value::Nothing,
            Value::Nothing,
            Vec::new(),
        )))
    }

    /// What is wrong after both passes found no more than that something is (`_PyPegen_set_syntax_error`).
    pub fn nothing_found(&mut self, last: usize) -> Failure {
        let kind = self.tokens.get(last).map(|token| token.kind);
        let indentation = match kind {
            Some(Kind::Indent) => Some("unexpected indent"),
            Some(Kind::Dedent) => Some("unexpected unindent"),
            _ => None,
        };
        if let Some(message) = indentation {
            return Failure {
                kind: FailureKind::Indentation,
                ..self.here(message)
            };
        }
        let mut generic = self.at_token(last, "invalid syntax");
        self.note_line(&mut generic);
        self.error_in_the_rest().unwrap_or(generic)
    }
}

/// The arguments without a name, and those after a single star.
fn positional(arguments: &super::node::Node) -> Vec<Value> {
    let plain = arguments.a.elements().into_iter();
    let starred = arguments
        .b
        .elements()
        .into_iter()
        .filter(|node| node.kind == "Starred");
    plain.chain(starred).map(Value::Node).collect()
}
