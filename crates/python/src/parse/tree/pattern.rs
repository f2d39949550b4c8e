//! The patterns of `match` (PEP 634).

use super::{Expr, Name, Stmt};
use crate::code::{Const, Position};

/// A pattern and its place.
#[derive(Clone, PartialEq, Debug)]
pub struct Pattern {
    /// Where it is.
    pub at: Position,
    /// What it is.
    pub kind: PatternKind,
}

/// What a pattern is.
#[derive(Clone, PartialEq, Debug)]
pub enum PatternKind {
    /// Compared with `==`.
    Value(Expr),
    /// Compared with `is`.
    Singleton(Const),
    /// `[a, *b]`
    Sequence(Vec<Pattern>),
    /// `{key: pattern, **rest}`
    Mapping {
        /// The keys.
        keys: Vec<Expr>,
        /// Their patterns.
        patterns: Vec<Pattern>,
        /// `**rest`
        rest: Option<Name>,
    },
    /// `C(p, name=p)`
    Class {
        /// The class.
        class: Expr,
        /// Positional ones.
        positional: Vec<Pattern>,
        /// Named ones.
        keywords: Vec<(Name, Pattern)>,
    },
    /// `*name` or `*_`
    Star(Option<Name>),
    /// `pattern as name`, `name` or `_`
    As {
        /// None: matches anything.
        pattern: Option<Box<Pattern>>,
        /// None: binds nothing.
        name: Option<Name>,
    },
    /// `a | b`
    Or(Vec<Pattern>),
}

impl Pattern {
    /// `_`
    pub fn is_wildcard(&self) -> bool {
        matches!(self.kind, PatternKind::As { name: None, .. })
    }
}

/// `case pattern if guard: body`.
#[derive(Clone, PartialEq, Debug)]
pub struct Case {
    /// The pattern.
    pub pattern: Pattern,
    /// The guard.
    pub guard: Option<Expr>,
    /// The body.
    pub body: Vec<Stmt>,
}
