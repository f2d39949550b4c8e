//! The rewriting itself, statement by statement.

use ruff_text_size::{TextRange, TextSize};

use crate::compile::CompileError;
use crate::parse::lines::Lines;
use crate::parse::refused::{self, Construct};

use super::tokens::{Kind, Token};
use super::{Edit, Future, MARK};

type Result<T> = std::result::Result<T, CompileError>;

const COMPOUND: &[&str] = &[
    "if", "elif", "else", "while", "for", "try", "except", "finally", "with", "def", "class",
];

pub(super) struct Rewriter<'a> {
    source: &'a str,
    lines: &'a Lines,
    tokens: &'a [Token],
    future: Future,
    edits: Vec<Edit>,
}

impl<'a> Rewriter<'a> {
    pub fn new(source: &'a str, lines: &'a Lines, tokens: &'a [Token]) -> Self {
        Self {
            source,
            lines,
            tokens,
            future: Future::default(),
            edits: Vec::new(),
        }
    }

    pub fn run(mut self) -> Result<(Future, Vec<Edit>)> {
        self.read_future();
        let mut at = 0;
        while at < self.tokens.len() {
            let end = self.end_of_statement(at);
            self.statement(at, end)?;
            at = end + 1;
        }
        Ok((self.future, self.edits))
    }

    fn text(&self, at: usize) -> &'a str {
        self.tokens
            .get(at)
            .and_then(|token| self.source.get(token.start..token.end))
            .unwrap_or_default()
    }

    fn is(&self, at: usize, kind: Kind, text: &str) -> bool {
        self.tokens.get(at).is_some_and(|t| t.kind == kind) && self.text(at) == text
    }

    fn is_op(&self, at: usize, text: &str) -> bool {
        self.is(at, Kind::Op, text)
    }

    fn is_name(&self, at: usize, text: &str) -> bool {
        self.is(at, Kind::Name, text)
    }

    fn depth(&self, at: usize) -> u32 {
        self.tokens.get(at).map_or(0, |token| token.depth)
    }

    fn replace(&mut self, start: usize, end: usize, with: impl Into<String>) {
        self.edits.push(Edit {
            start,
            end,
            with: with.into(),
        });
    }

    fn replace_token(&mut self, at: usize, with: impl Into<String>) {
        if let Some(&token) = self.tokens.get(at) {
            self.replace(token.start, token.end, with);
        }
    }

    /// "invalid syntax", at the end of a token as Python 2's parser says it.
    fn stumble<T>(&self, at: usize) -> Result<T> {
        let end = self.tokens.get(at).map_or(self.source.len(), |t| t.end);
        let end = TextSize::try_from(end.saturating_sub(1)).unwrap_or_default();
        Err(CompileError::syntax(
            "invalid syntax",
            self.lines.position(TextRange::empty(end)),
        ))
    }

    fn refuse<T>(&self, construct: Construct, at: usize) -> Result<T> {
        let start = self.tokens.get(at).map_or(self.source.len(), |t| t.start);
        let start = TextSize::try_from(start).unwrap_or_default();
        Err(CompileError::not_supported(
            construct,
            self.lines.position(TextRange::empty(start)),
        ))
    }

    /// `from __future__ import ...` stands before all other statements; a docstring may come first.
    fn read_future(&mut self) {
        let mut at = 0;
        while self.tokens.get(at).is_some_and(|t| t.kind == Kind::String)
            || self.tokens.get(at).is_some_and(|t| t.kind == Kind::Newline)
            || self.is_op(at, ";")
        {
            at += 1;
        }
        while self.is_name(at, "from") && self.is_name(at + 1, "__future__") {
            while at < self.tokens.len()
                && self.tokens.get(at).is_some_and(|t| t.kind != Kind::Newline)
                && !self.is_op(at, ";")
            {
                match self.text(at) {
                    "print_function" => self.future.print_function = true,
                    "unicode_literals" => self.future.unicode_literals = true,
                    "division" => self.future.division = true,
                    _ => {}
                }
                at += 1;
            }
            at += 1;
        }
    }

    /// The token that ends the simple statement, or the head of the compound one, that starts here.
    fn end_of_statement(&self, start: usize) -> usize {
        let compound = COMPOUND.contains(&self.text(start));
        let mut lambdas = 0;
        for at in start..self.tokens.len() {
            let Some(token) = self.tokens.get(at) else {
                break;
            };
            if token.kind == Kind::Newline {
                return at;
            }
            if token.depth > 0 {
                continue;
            }
            match self.text(at) {
                ";" => return at,
                "lambda" => lambdas += 1,
                ":" if lambdas > 0 => lambdas -= 1,
                ":" if compound => return at,
                _ => {}
            }
        }
        self.tokens.len()
    }

    fn statement(&mut self, start: usize, end: usize) -> Result<()> {
        let mut rest = start;
        match self.text(start) {
            "print" if !self.future.print_function => {
                self.print(start, end)?;
                rest += 1;
            }
            "exec" => {
                self.exec(start, end);
                rest += 1;
            }
            "raise" => self.raise(start, end)?,
            "except" => self.except(start, end)?,
            "nonlocal" | "async" | "await" | "match"
                if self
                    .tokens
                    .get(start + 1)
                    .is_some_and(|t| t.kind == Kind::Name) =>
            {
                return self.stumble(start + 1);
            }
            "def" => self.parameters(start + 2, end)?,
            "class" => {
                if let Some(at) =
                    (start..end).find(|&at| self.depth(at) == 1 && self.is_op(at, "="))
                {
                    return self.stumble(at);
                }
            }
            _ => {}
        }
        let compound = COMPOUND.contains(&self.text(start));
        self.expressions(rest, end, compound)
    }

    /// `print`, with or without `>>file` and a comma at the end.
    fn print(&mut self, start: usize, end: usize) -> Result<()> {
        let mut first = start + 1;
        let to = self.is_op(first, ">>");
        if to {
            self.replace_token(first, "");
            first += 1;
        } else if self.is_op(first, "(") {
            // `print(x, file=f)`: the brackets are those of a tuple.
            let keyword = (first..end).find(|&at| self.depth(at) == 1 && self.is_op(at, "="));
            let closed = (first + 1..end).find(|&at| self.depth(at) == 0);
            if let (Some(keyword), Some(closed)) = (keyword, closed)
                && keyword < closed
            {
                return self.stumble(keyword);
            }
        }
        let last = end.saturating_sub(1);
        let comma = last > first && self.is_op(last, ",") && self.depth(last) == 0;
        let name = match (to, comma) {
            (false, false) => "print",
            (false, true) => "print_more",
            (true, false) => "print_to",
            (true, true) => "print_more_to",
        };
        self.replace_token(start, format!("{MARK}{name}("));
        self.close_after(last.max(start));
        Ok(())
    }

    /// A closing bracket behind a token.
    fn close_after(&mut self, at: usize) {
        if let Some(token) = self.tokens.get(at) {
            let end = token.end;
            self.replace(end, end, ")");
        }
    }

    /// `exec code [in globals[, locals]]`.
    fn exec(&mut self, start: usize, end: usize) {
        self.replace_token(start, format!("{MARK}exec("));
        if let Some(at) = (start + 1..end).find(|&at| self.depth(at) == 0 && self.is_name(at, "in"))
        {
            self.replace_token(at, ",");
        }
        self.close_after(end.saturating_sub(1).max(start));
    }

    /// `raise class, value[, traceback]`.
    fn raise(&mut self, start: usize, end: usize) -> Result<()> {
        if let Some(at) =
            (start + 1..end).find(|&at| self.depth(at) == 0 && self.is_name(at, "from"))
        {
            return self.stumble(at);
        }
        let comma = (start + 1..end).any(|at| self.depth(at) == 0 && self.is_op(at, ","));
        if comma && let Some(token) = self.tokens.get(start) {
            let at = token.end;
            self.replace(at, at, format!(" {MARK}raise("));
            self.close_after(end - 1);
        }
        Ok(())
    }

    /// `except class, name:`.
    fn except(&mut self, start: usize, end: usize) -> Result<()> {
        let comma = (start + 1..end).find(|&at| self.depth(at) == 0 && self.is_op(at, ","));
        if let Some(comma) = comma {
            if comma + 2 != end
                || self
                    .tokens
                    .get(comma + 1)
                    .is_none_or(|t| t.kind != Kind::Name)
            {
                return self.refuse(refused::EXCEPT_TARGET, comma + 1);
            }
            self.replace_token(comma, " as");
        }
        Ok(())
    }

    /// The parameters of a function: no annotations, nothing only by keyword; tuples in them are not supported.
    fn parameters(&mut self, open: usize, end: usize) -> Result<()> {
        for at in open + 1..end {
            let first = self.depth(at) == 1 && (at == open + 1 || self.is_op(at - 1, ","));
            if first && self.is_op(at, "(") {
                return self.refuse(refused::TUPLE_PARAMETER, at);
            }
            if first && self.is_op(at, "*") && self.is_op(at + 1, ",") {
                return self.stumble(at + 1);
            }
            if first && self.is_op(at, "/") {
                return self.stumble(at);
            }
            let in_lambda = (open..at).any(|at| self.is_name(at, "lambda"));
            if self.depth(at) == 1 && self.is_op(at, ":") && !in_lambda {
                return self.stumble(at);
            }
            if self.depth(at) == 0 && self.is_op(at, "-") {
                return self.stumble(at);
            }
        }
        Ok(())
    }

    /// Tokens that Python 3 has no longer, wherever they stand.
    fn expressions(&mut self, start: usize, end: usize, compound: bool) -> Result<()> {
        let mut backtick = false;
        let mut lambdas = 0;
        for at in start..end {
            let Some(&token) = self.tokens.get(at) else {
                break;
            };
            let text = self.text(at);
            match token.kind {
                Kind::Number => self.number(token, text),
                Kind::Name => match text {
                    "print" if !self.future.print_function => return self.stumble(at),
                    "exec" => return self.stumble(at),
                    "lambda" => {
                        lambdas += 1;
                        if self.is_op(at + 1, "(") {
                            return self.refuse(refused::TUPLE_PARAMETER, at + 1);
                        }
                    }
                    "from" if at > start && self.is_name(at - 1, "yield") => {
                        return self.stumble(at);
                    }
                    _ if self.tokens.get(at + 1).is_some_and(|next| {
                        next.kind == Kind::String && next.start == token.end
                    }) =>
                    {
                        return self.stumble(at + 1);
                    }
                    _ => {}
                },
                Kind::String => {
                    let lower = text.to_ascii_lowercase();
                    if lower.starts_with("ur") {
                        return self.refuse(refused::RAW_UNICODE, at);
                    }
                }
                Kind::Op => match text {
                    "<>" => self.replace_token(at, "!="),
                    "`" => {
                        let with = if backtick {
                            ")".to_owned()
                        } else {
                            self.apart(token.start, format!("{MARK}repr("))
                        };
                        backtick = !backtick;
                        self.replace_token(at, with);
                    }
                    ":" if token.depth == 0 && lambdas > 0 => lambdas -= 1,
                    ":" if token.depth == 0 && !compound => return self.stumble(at),
                    ":" if self.is_op(at + 1, "=") => return self.stumble(at),
                    _ => {}
                },
                Kind::Other => return self.stumble(at),
                Kind::Newline => {}
            }
        }
        Ok(())
    }

    /// A name that takes the place of something else must not become one with what stands before it.
    fn apart(&self, start: usize, name: String) -> String {
        let before = self.source.get(..start).unwrap_or_default();
        if before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
            format!(" {name}")
        } else {
            name
        }
    }

    /// `10L`, `0777`.
    fn number(&mut self, token: Token, text: &str) {
        let (digits, long) = match text.strip_suffix(['l', 'L']) {
            Some(digits) => (digits, true),
            None => (text, false),
        };
        let octal = digits.len() > 1
            && digits.starts_with('0')
            && digits.bytes().all(|b| b.is_ascii_digit());
        let digits = if octal {
            format!("0o{}", digits.get(1..).unwrap_or_default())
        } else {
            digits.to_owned()
        };
        if long {
            let with = self.apart(token.start, format!("{MARK}long({digits})"));
            self.replace(token.start, token.end, with);
        } else if octal {
            self.replace(token.start, token.end, digits);
        }
    }
}
