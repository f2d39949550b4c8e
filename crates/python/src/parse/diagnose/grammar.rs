//! Reads the grammar: rules, alternatives and what they make.

use std::collections::HashMap;

use super::token::Kind;

const TEXT: &str = include_str!("grammar.peg");

/// A rule.
#[derive(Debug)]
pub struct Rule {
    pub name: String,
    pub memo: bool,
    /// It starts with itself.
    pub left: bool,
    pub alternatives: Vec<Alternative>,
}

/// One way to read something.
#[derive(Debug)]
pub struct Alternative {
    pub parts: Vec<Part>,
    pub action: Action,
    /// Tried only while errors are looked for.
    pub invalid: bool,
}

/// An item, and the name that the action knows it by.
#[derive(Debug)]
pub struct Part {
    pub label: Option<char>,
    pub item: Item,
}

/// What an alternative consists of.
#[derive(Debug)]
pub enum Item {
    Token(Kind),
    /// A keyword or an operator.
    Literal(String),
    /// A name that is a keyword here.
    Soft(String),
    AnySoft,
    Rule(usize),
    Group(Vec<Alternative>),
    Optional(Box<Item>),
    /// Zero or more, or one or more.
    Repeat(Box<Item>, bool),
    /// Items with separators between them.
    Gather(Box<Item>, Box<Item>),
    /// Look ahead: it is there, or it is not.
    Ahead(Box<Item>, bool),
    /// Demanded: anything else is an error.
    Forced(String),
    Cut,
}

/// What an alternative makes.
#[derive(Clone, Debug)]
pub enum Action {
    /// The only part, or a list of all.
    Plain,
    /// A node; `Pass` is the part `a` as it is.
    Node(String),
    /// Something is wrong, or may be: the verb, its arguments and the message.
    Wrong {
        verb: String,
        arguments: Vec<String>,
        message: String,
    },
}

/// The rules of a version.
#[derive(Debug)]
pub struct Grammar {
    pub rules: Vec<Rule>,
    names: HashMap<String, usize>,
}

impl Grammar {
    /// The grammar of Python 3.`minor`; none if its text is broken, which a test rules out.
    pub fn new(minor: u8) -> Option<Self> {
        let mut texts: Vec<String> = Vec::new();
        for line in TEXT.lines() {
            if line.starts_with('#') || line.trim().is_empty() {
                continue;
            }
            match texts.last_mut() {
                Some(last) if line.starts_with(' ') => last.push_str(line),
                _ => texts.push(line.to_owned()),
            }
        }
        let mut names = HashMap::new();
        for text in &texts {
            let name = text.split([':', ' ']).next()?.to_owned();
            names.insert(name, names.len());
        }
        let mut rules = Vec::with_capacity(texts.len());
        for text in &texts {
            let (head, body) = text.split_once(':')?;
            let mut words = head.split(' ');
            let name = words.next()?.to_owned();
            let flags: Vec<&str> = words.collect();
            let mut reader = Reader {
                text: body,
                minor,
                names: &names,
            };
            let alternatives = reader.alternatives(None)?;
            rules.push(Rule {
                name,
                memo: flags.contains(&"memo"),
                left: flags.contains(&"left"),
                alternatives,
            });
        }
        Some(Self { rules, names })
    }

    /// The number of a rule.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.names.get(name).copied()
    }
}

struct Reader<'a> {
    text: &'a str,
    minor: u8,
    names: &'a HashMap<String, usize>,
}

impl<'a> Reader<'a> {
    fn blanks(&mut self) {
        self.text = self.text.trim_start();
    }

    fn eat(&mut self, what: &str) -> bool {
        self.blanks();
        match self.text.strip_prefix(what) {
            Some(rest) => {
                self.text = rest;
                true
            }
            None => false,
        }
    }

    fn word(&mut self) -> &'a str {
        self.blanks();
        let end = self
            .text
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
            .unwrap_or(self.text.len());
        let (word, rest) = self.text.split_at(end);
        self.text = rest;
        word
    }

    /// Up to a quote that no backslash stands before.
    fn quoted(&mut self, quote: char) -> Option<String> {
        let mut text = String::new();
        let mut chars = self.text.char_indices();
        while let Some((at, c)) = chars.next() {
            if c == quote {
                self.text = self.text.get(at + 1..)?;
                return Some(text);
            }
            text.push(if c == '\\' { chars.next()?.1 } else { c });
        }
        None
    }

    /// `@12+`, `@12-`: whether it holds.
    fn version(&mut self) -> Option<bool> {
        let mut holds = true;
        while self.eat("@") {
            let number: u8 = self.word().parse().ok()?;
            holds &= if self.eat("+") {
                self.minor >= number
            } else if self.eat("-") {
                self.minor <= number
            } else {
                return None;
            };
        }
        Some(holds)
    }

    fn alternatives(&mut self, end: Option<&str>) -> Option<Vec<Alternative>> {
        let mut found = Vec::new();
        self.eat("|");
        loop {
            let holds = self.version()?;
            let alternative = self.alternative()?;
            if holds {
                found.push(alternative);
            }
            if self.eat("|") {
                continue;
            }
            self.blanks();
            return match end {
                Some(end) => self.eat(end).then_some(found),
                None => self.text.is_empty().then_some(found),
            };
        }
    }

    fn alternative(&mut self) -> Option<Alternative> {
        let mut parts = Vec::new();
        let mut action = Action::Plain;
        let mut invalid = false;
        loop {
            self.blanks();
            if self.text.is_empty() || self.text.starts_with(['|', ')', ']']) {
                break;
            }
            if self.eat("=>") {
                action = self.action()?;
                break;
            }
            let holds = self.version()?;
            self.blanks();
            let bytes = self.text.as_bytes();
            let label = match bytes {
                [label @ (b'a' | b'b'), b'=', ..] => {
                    self.text = self.text.get(2..)?;
                    Some(char::from(*label))
                }
                _ => None,
            };
            invalid = parts.is_empty() && self.text.starts_with("invalid_");
            let item = self.item()?;
            if holds {
                parts.push(Part { label, item });
            }
        }
        Some(Alternative {
            invalid: invalid && parts.len() == 1,
            parts,
            action,
        })
    }

    fn item(&mut self) -> Option<Item> {
        if self.eat("&&") {
            self.eat("'");
            return Some(Item::Forced(self.quoted('\'')?));
        }
        for (sign, there) in [("&", true), ("!", false)] {
            if self.eat(sign) {
                return Some(Item::Ahead(Box::new(self.item()?), there));
            }
        }
        if self.eat("~") {
            return Some(Item::Cut);
        }
        let item = self.atom()?;
        // No blank stands before these.
        if let Some(rest) = self.text.strip_prefix('?') {
            self.text = rest;
            return Some(Item::Optional(Box::new(item)));
        }
        if let Some(rest) = self.text.strip_prefix('*') {
            self.text = rest;
            return Some(Item::Repeat(Box::new(item), false));
        }
        if let Some(rest) = self.text.strip_prefix('+') {
            self.text = rest;
            return Some(Item::Repeat(Box::new(item), true));
        }
        if let Some(rest) = self.text.strip_prefix('.') {
            self.text = rest;
            let element = self.atom()?;
            self.text = self.text.strip_prefix('+')?;
            return Some(Item::Gather(Box::new(item), Box::new(element)));
        }
        Some(item)
    }

    fn atom(&mut self) -> Option<Item> {
        if self.eat("'") {
            return Some(Item::Literal(self.quoted('\'')?));
        }
        if self.eat("\"") {
            return Some(Item::Soft(self.quoted('"')?));
        }
        if self.eat("(") {
            return Some(Item::Group(self.alternatives(Some(")"))?));
        }
        if self.eat("[") {
            let group = Item::Group(self.alternatives(Some("]"))?);
            return Some(Item::Optional(Box::new(group)));
        }
        Some(match self.word() {
            "NAME" => Item::Token(Kind::Name),
            "NUMBER" => Item::Token(Kind::Number),
            "STRING" => Item::Token(Kind::String),
            "FSTRING_START" => Item::Token(Kind::FStringStart),
            "FSTRING_MIDDLE" => Item::Token(Kind::FStringMiddle),
            "FSTRING_END" => Item::Token(Kind::FStringEnd),
            "NEWLINE" => Item::Token(Kind::Newline),
            "INDENT" => Item::Token(Kind::Indent),
            "DEDENT" => Item::Token(Kind::Dedent),
            "ENDMARKER" => Item::Token(Kind::EndMarker),
            "SOFT_KEYWORD" => Item::AnySoft,
            name => Item::Rule(*self.names.get(name)?),
        })
    }

    fn action(&mut self) -> Option<Action> {
        if !self.eat("!") {
            return Some(Action::Node(self.word().to_owned()));
        }
        let verb = self.word().to_owned();
        let mut arguments = Vec::new();
        loop {
            self.blanks();
            if self.eat("\"") {
                let message = self.quoted('"')?;
                return Some(Action::Wrong {
                    verb,
                    arguments,
                    message,
                });
            }
            if self.text.is_empty() || self.text.starts_with(['|', ')']) {
                return Some(Action::Wrong {
                    verb,
                    arguments,
                    message: String::new(),
                });
            }
            let mut argument = self.word().to_owned();
            if let Some(rest) = self.text.strip_prefix(':') {
                self.text = rest;
                argument.push(':');
                argument.push_str(self.word());
            }
            if argument.is_empty() {
                return None;
            }
            arguments.push(argument);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_can_be_read() {
        for minor in 11..=15 {
            let grammar = Grammar::new(minor);
            assert!(grammar.is_some_and(|grammar| grammar.find("file").is_some()));
        }
    }
}
