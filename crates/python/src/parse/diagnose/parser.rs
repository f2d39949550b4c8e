//! Follows the grammar as CPython's generated parser does (`Parser/pegen.c`): once to read the text, and if that
//! fails once more with the rules that look for what is wrong.

use std::collections::HashMap;
use std::rc::Rc;

use super::grammar::{Action, Alternative, Grammar, Item, Part};
use super::node::{Node, Value};
use super::token::{Failure, Kind, Token};
use super::tokenizer::{Raised, Tokenizer};
use super::typo::KEYWORDS;

/// So deep may rules call each other; the stack is not endless.
const MOST_NESTED: usize = 2500;
/// So many rules are followed.
const MOST_STEPS: usize = 3_000_000;

/// Why reading stopped.
#[derive(Debug)]
pub enum Stop {
    /// What is wrong was found.
    Wrong(Failure),
    /// The text is too long or too deep for this.
    TooMuch,
}

pub type Read = Result<Option<Value>, Stop>;

pub struct Parser<'a> {
    pub source: &'a str,
    pub minor: u8,
    pub grammar: &'a Grammar,
    tokenizer: Tokenizer<'a>,
    /// Those that were looked at.
    pub tokens: Vec<Token>,
    pub mark: usize,
    memo: HashMap<(usize, usize), (Option<Value>, usize)>,
    /// Whether what is wrong is looked for.
    invalid: bool,
    depth: usize,
    steps: usize,
    /// The last token belongs to an error of the tokenizer that the parser has raised.
    pub tokenizer_failed: bool,
    /// The line of the last statement that was read in the first pass; 0 before any.
    pub last_statement: u32,
    statement: Option<usize>,
}

impl<'a> Parser<'a> {
    pub fn new(source: &'a str, minor: u8, grammar: &'a Grammar) -> Self {
        Self {
            source,
            minor,
            grammar,
            tokenizer: Tokenizer::new(source, minor),
            tokens: Vec::new(),
            mark: 0,
            memo: HashMap::new(),
            invalid: false,
            depth: 0,
            steps: 0,
            tokenizer_failed: false,
            last_statement: 0,
            statement: grammar.find("statement"),
        }
    }

    /// Starts again, with the rules for what is wrong.
    pub fn again(&mut self) {
        self.mark = 0;
        self.memo.clear();
        self.invalid = true;
        self.depth = 0;
    }

    pub fn start(&mut self, rule: &str) -> Read {
        match self.grammar.find(rule) {
            Some(rule) => self.rule(rule),
            None => Err(Stop::TooMuch),
        }
    }

    /// The text of a token.
    pub fn text(&self, at: usize) -> &'a str {
        let token = self.tokens.get(at);
        token
            .and_then(|token| self.source.get(token.from..token.to))
            .unwrap_or_default()
    }

    /// The rest of the text: an error in it that the tokenizer raises by itself counts more than the parser's
    /// (`_PyPegen_tokenize_full_source_to_check_for_errors`).
    pub fn error_in_the_rest(&mut self) -> Option<Failure> {
        if self.tokenizer_failed {
            return None;
        }
        let line = self.tokens.last().map_or(1, |token| token.start.line);
        loop {
            match self.tokenizer.next() {
                Ok(Some(_)) => {}
                Ok(None) => return None,
                // Inside an f-string the parser's own error stays.
                Err(_) if self.tokenizer.in_fstring() => return None,
                Err(error) => {
                    return match error.raised {
                        Raised::AtOnce => {
                            self.tokenizer_failed = true;
                            let mut failure = error.failure;
                            self.note_line(&mut failure);
                            Some(failure)
                        }
                        Raised::ByParser | Raised::AtEnd => {
                            let (bracket, place) = self.tokenizer.open_bracket()?;
                            if line <= place.line {
                                return None;
                            }
                            let mut failure = super::tokenizer::never_closed(bracket, place);
                            self.note_line(&mut failure);
                            Some(failure)
                        }
                    };
                }
            }
        }
    }

    /// Whether all of the text was read.
    pub fn at_end_of_source(&self) -> bool {
        self.tokenizer.at_end()
    }

    /// A line that the tokenizer has left behind, or in which it found an error itself, is told without its end.
    pub fn note_line(&self, failure: &mut Failure) {
        let left = failure.start.line != self.tokenizer.cursor().line;
        let number = self.tokenizer_failed
            && matches!(failure.end, super::token::End::At(_))
            && failure.start.line == self.tokenizer.cursor().line;
        if failure.text.is_none() && (left || number) {
            let at = (failure.start.line as usize).saturating_sub(1);
            failure.text = self.source.split('\n').nth(at).map(str::to_owned);
        }
    }

    /// Where the tokenizer stands.
    pub fn tokenizer_place(&self) -> super::token::Place {
        self.tokenizer.cursor()
    }

    fn peek(&mut self) -> Result<Option<&Token>, Stop> {
        if self.mark == self.tokens.len() {
            match self.tokenizer.next() {
                Ok(Some(token)) => self.tokens.push(token),
                Ok(None) => {}
                Err(error) => {
                    self.tokenizer_failed = true;
                    return Err(Stop::Wrong(error.failure));
                }
            }
        }
        Ok(self.tokens.get(self.mark))
    }

    fn rule(&mut self, number: usize) -> Read {
        self.steps += 1;
        self.depth += 1;
        if self.steps > MOST_STEPS || self.depth > MOST_NESTED {
            return Err(Stop::TooMuch);
        }
        let grammar = self.grammar;
        let Some(rule) = grammar.rules.get(number) else {
            return Err(Stop::TooMuch);
        };
        let key = (number, self.mark);
        if (rule.memo || rule.left)
            && let Some((value, mark)) = self.memo.get(&key).cloned()
        {
            if value.is_some() {
                self.mark = mark;
            }
            self.depth -= 1;
            return Ok(value);
        }
        let result = if rule.left {
            self.grow(number, &rule.alternatives)?
        } else {
            let invalid = self.invalid;
            if rule.name.ends_with("_without_invalid") {
                self.invalid = false;
            }
            let result = self.alternatives(&rule.alternatives)?;
            self.invalid = invalid;
            if rule.memo {
                self.memo.insert(key, (result.clone(), self.mark));
            }
            result
        };
        self.depth -= 1;
        if result.is_some() && !self.invalid && self.statement == Some(number) {
            let line = self.tokens.get(key.1).map_or(0, |token| token.start.line);
            self.last_statement = self.last_statement.max(line);
        }
        Ok(result)
    }

    /// A rule that starts with itself is read again as long as more comes of it.
    fn grow(&mut self, number: usize, alternatives: &'a [Alternative]) -> Read {
        let start = self.mark;
        let key = (number, start);
        let (mut best, mut end) = (None, start);
        loop {
            self.memo.insert(key, (best.clone(), end));
            self.mark = start;
            let result = self.alternatives(alternatives)?;
            if result.is_none() || self.mark <= end {
                break;
            }
            (best, end) = (result, self.mark);
        }
        self.memo.insert(key, (best.clone(), end));
        self.mark = end;
        Ok(best)
    }

    fn alternatives(&mut self, alternatives: &'a [Alternative]) -> Read {
        let start = self.mark;
        for alternative in alternatives {
            if alternative.invalid && !self.invalid {
                continue;
            }
            self.mark = start;
            let mut cut = false;
            if let Some(values) = self.parts(&alternative.parts, &mut cut)? {
                // An action that finds nothing wrong ends the rule all the same.
                let made = self.act(alternative, values, start)?;
                if made.is_none() {
                    self.mark = start;
                }
                return Ok(made);
            }
            if cut {
                break;
            }
        }
        self.mark = start;
        Ok(None)
    }

    fn parts(&mut self, parts: &'a [Part], cut: &mut bool) -> Result<Option<Vec<Value>>, Stop> {
        let mut values = Vec::with_capacity(parts.len());
        for part in parts {
            if matches!(part.item, Item::Cut) {
                *cut = true;
                values.push(Value::Nothing);
                continue;
            }
            match self.item(&part.item)? {
                Some(value) => values.push(value),
                None => return Ok(None),
            }
        }
        Ok(Some(values))
    }

    fn act(&mut self, alternative: &'a Alternative, mut values: Vec<Value>, start: usize) -> Read {
        let labelled = |label: char, values: &[Value]| {
            let at = alternative
                .parts
                .iter()
                .position(|part| part.label == Some(label));
            at.and_then(|at| values.get(at).cloned())
                .unwrap_or(Value::Nothing)
        };
        let (a, b) = (labelled('a', &values), labelled('b', &values));
        match &alternative.action {
            Action::Plain => {
                let looks = |part: &Part| matches!(part.item, Item::Ahead(..) | Item::Cut);
                let mut read = alternative.parts.iter().map(looks);
                values.retain(|_| !read.next().unwrap_or(false));
                Ok(match values.len() {
                    1 => values.pop(),
                    _ => Some(Value::List(Rc::new(values))),
                })
            }
            Action::Node(kind) if kind == "Pass" => Ok(Some(a)),
            Action::Node(kind) => Ok(Some(self.node(kind, start, a, b, values))),
            Action::Wrong {
                verb,
                arguments,
                message,
            } => {
                let wrong = super::action::Wrong {
                    verb,
                    arguments,
                    message,
                    a: &a,
                    b: &b,
                };
                self.wrong(&wrong, start)
            }
        }
    }

    pub fn node(&self, kind: &str, start: usize, a: Value, b: Value, parts: Vec<Value>) -> Value {
        let mut to = self.mark;
        while to > start + 1
            && self.tokens.get(to - 1).is_some_and(|token| {
                matches!(
                    token.kind,
                    Kind::Newline | Kind::Indent | Kind::Dedent | Kind::EndMarker
                )
            })
        {
            to -= 1;
        }
        Value::Node(Rc::new(Node {
            kind: kind.to_owned(),
            from: start,
            to,
            a,
            b,
            parts,
        }))
    }

    fn take(&mut self, fits: impl Fn(&Token, &str) -> bool) -> Read {
        let source = self.source;
        let Some(token) = self.peek()? else {
            return Ok(None);
        };
        let text = source.get(token.from..token.to).unwrap_or_default();
        if !fits(token, text) {
            return Ok(None);
        }
        self.mark += 1;
        Ok(Some(Value::Token(self.mark - 1)))
    }

    fn item(&mut self, item: &'a Item) -> Read {
        match item {
            Item::Token(kind) => self.take(|token, text| {
                token.kind == *kind && (*kind != Kind::Name || !KEYWORDS.contains(&text))
            }),
            Item::Literal(literal) => self
                .take(|token, text| matches!(token.kind, Kind::Op | Kind::Name) && text == literal),
            Item::Soft(word) => self.take(|token, text| token.kind == Kind::Name && text == word),
            Item::AnySoft => {
                let type_too = self.minor >= 12;
                self.take(|token, text| {
                    token.kind == Kind::Name
                        && (matches!(text, "match" | "case" | "_") || type_too && text == "type")
                })
            }
            Item::Rule(number) => self.rule(*number),
            Item::Group(alternatives) => self.alternatives(alternatives),
            Item::Optional(item) => Ok(Some(self.item(item)?.unwrap_or(Value::Nothing))),
            Item::Repeat(item, some) => {
                let mut values = Vec::new();
                loop {
                    let before = self.mark;
                    match self.item(item)? {
                        Some(value) if self.mark > before => values.push(value),
                        _ => break,
                    }
                }
                if *some && values.is_empty() {
                    return Ok(None);
                }
                Ok(Some(Value::List(Rc::new(values))))
            }
            Item::Gather(separator, item) => {
                let Some(first) = self.item(item)? else {
                    return Ok(None);
                };
                let mut values = vec![first];
                loop {
                    let before = self.mark;
                    if self.item(separator)?.is_none() {
                        break;
                    }
                    match self.item(item)? {
                        Some(value) => values.push(value),
                        None => {
                            self.mark = before;
                            break;
                        }
                    }
                }
                Ok(Some(Value::List(Rc::new(values))))
            }
            Item::Ahead(item, there) => {
                let before = self.mark;
                let found = self.item(item)?.is_some();
                self.mark = before;
                Ok((found == *there).then_some(Value::Nothing))
            }
            Item::Forced(literal) => {
                if let Some(value) = self.take(|_, text| text == literal)? {
                    return Ok(Some(value));
                }
                let message = format!("expected '{literal}'");
                let Some(token) = self.peek()? else {
                    return Ok(None);
                };
                let (start, end) = (token.start, token.end);
                Err(Stop::Wrong(Failure::syntax(
                    message,
                    start,
                    super::token::End::At(end),
                )))
            }
            Item::Cut => Ok(Some(Value::Nothing)),
        }
    }
}
