//! What was read, as far as messages need it: kinds of expressions and where they are.

use std::rc::Rc;

use super::token::{Place, Token};

/// The result of reading an item.
#[derive(Clone, Debug)]
pub enum Value {
    Nothing,
    /// The number of a token.
    Token(usize),
    Node(Rc<Node>),
    List(Rc<Vec<Value>>),
}

/// What an alternative with an action made.
#[derive(Debug)]
pub struct Node {
    pub kind: String,
    /// The first token, and the one after the last.
    pub from: usize,
    pub to: usize,
    pub a: Value,
    pub b: Value,
    pub parts: Vec<Value>,
}

/// What the targets of a statement are for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Targets {
    Star,
    Del,
    For,
}

impl Value {
    /// The first and the last token.
    pub fn span(&self) -> Option<(usize, usize)> {
        match self {
            Value::Nothing => None,
            Value::Token(at) => Some((*at, *at)),
            Value::Node(node) => Some((node.from, node.to.max(node.from + 1) - 1)),
            Value::List(values) => {
                let first = values.iter().find_map(Value::span)?;
                let last = values.iter().rev().find_map(Value::span)?;
                Some((first.0, last.1))
            }
        }
    }

    /// Start and end.
    pub fn places(&self, tokens: &[Token]) -> Option<(Place, Place)> {
        let (first, last) = self.span()?;
        Some((tokens.get(first)?.start, tokens.get(last)?.end))
    }

    /// The nodes in it: of lists all, of sequences of items those.
    pub fn elements(&self) -> Vec<Rc<Node>> {
        match self {
            Value::Nothing | Value::Token(_) => Vec::new(),
            Value::Node(node) if node.kind == "Items" => {
                node.parts.iter().flat_map(Value::elements).collect()
            }
            Value::Node(node) => vec![node.clone()],
            Value::List(values) => values.iter().flat_map(Value::elements).collect(),
        }
    }

    /// The last thing of a comprehension, or the last item.
    pub fn last(&self) -> Value {
        match self.elements().last() {
            Some(clause) if clause.kind == "Clause" => match clause.b.elements().last() {
                Some(condition) => Value::Node(condition.clone()),
                None => clause.a.clone(),
            },
            Some(node) => Value::Node(node.clone()),
            None => self.clone(),
        }
    }

    /// The first item.
    pub fn first(&self) -> Value {
        match self.elements().first() {
            Some(node) => Value::Node(node.clone()),
            None => self.clone(),
        }
    }

    /// `_PyPegen_get_expr_name`.
    pub fn expression_name(&self) -> &'static str {
        match self {
            Value::Node(node) => node.expression_name(),
            Value::Token(_) => "name",
            _ => "expression",
        }
    }
}

impl Node {
    fn expression_name(&self) -> &'static str {
        match self.kind.as_str() {
            "Attribute" => "attribute",
            "Subscript" => "subscript",
            "Starred" => "starred",
            "Name" => "name",
            "List" => "list",
            "Tuple" => "tuple",
            "Lambda" => "lambda",
            "Call" => "function call",
            "Generator" => "generator expression",
            "Yield" => "yield expression",
            "Await" => "await expression",
            "ListComprehension" => "list comprehension",
            "SetComprehension" => "set comprehension",
            "DictComprehension" => "dict comprehension",
            "Dict" => "dict literal",
            "Set" => "set display",
            "FString" => "f-string expression",
            "None" => "None",
            "True" => "True",
            "False" => "False",
            "Ellipsis" => "ellipsis",
            "Literal" => "literal",
            "Comparison" => "comparison",
            "Conditional" => "conditional expression",
            "Named" => "named expression",
            _ => "expression",
        }
    }
}

/// `_PyPegen_get_invalid_target`: the part of a target that is none.
pub fn invalid_target(
    value: &Value,
    targets: Targets,
    first_word: &dyn Fn(&Value) -> String,
) -> Option<Value> {
    let Value::Node(node) = value else {
        return None;
    };
    match node.kind.as_str() {
        "List" | "Tuple" => node
            .parts
            .iter()
            .flat_map(Value::elements)
            .find_map(|element| invalid_target(&Value::Node(element), targets, first_word)),
        "Starred" if targets == Targets::Del => Some(value.clone()),
        "Starred" => invalid_target(&node.a, targets, first_word),
        "Comparison" if targets == Targets::For => {
            let Value::List(pairs) = &node.b else {
                return None;
            };
            let in_first = pairs.first().is_some_and(|pair| first_word(pair) == "in");
            in_first.then(|| invalid_target(&node.a, targets, first_word))?
        }
        "Name" | "Subscript" | "Attribute" => None,
        _ => Some(value.clone()),
    }
}
