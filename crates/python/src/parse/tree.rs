//! The syntax tree, as CPython's `Python.asdl` has it, where the order of things decides what is
//! compiled.
//!
//! It is made from the parser's tree by [`super::lower`] and is what folding, the symbol table and the
//! compiler read. Ranges are CPython's `lineno`, `col_offset`, `end_lineno`, `end_col_offset`.

mod pattern;

use std::rc::Rc;

pub use pattern::{Case, Pattern, PatternKind};

use crate::code::{Const, Position};
use crate::opcode::BinaryOp;

/// An identifier, not mangled.
pub type Name = Rc<str>;

/// Which scope a node opens: numbers in the order of the source, 0 is the module.
pub type ScopeKey = u32;

/// A whole source text.
#[derive(Clone, PartialEq, Debug)]
pub struct Module {
    /// Its statements; an expression (mode `eval`) is one `return`-less expression statement.
    pub body: Vec<Stmt>,
    /// The scope of the module's annotations (3.14+).
    pub annotations: ScopeKey,
    /// How many scopes there are.
    pub scopes: u32,
    /// `/` drops the remainder of ints (Python 2).
    pub classic_division: bool,
    /// Annotations are the texts of their expressions (`from __future__ import annotations`).
    pub text_annotations: bool,
    /// The last line on which `from __future__ import` may stand.
    pub last_future_line: u32,
}

/// How a target or a value is used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Context {
    /// It is read.
    Load,
    /// It is assigned to.
    Store,
    /// It is deleted.
    Del,
}

/// An expression and its place.
#[derive(Clone, PartialEq, Debug)]
pub struct Expr {
    /// Where it is.
    pub at: Position,
    /// What it is.
    pub kind: ExprKind,
}

/// `unaryop`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnaryOp {
    /// `~x`
    Invert,
    /// `not x`
    Not,
    /// `+x`
    Plus,
    /// `-x`
    Minus,
}

/// `cmpop`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Comparison {
    /// `==`
    Eq,
    /// `!=`
    NotEq,
    /// `<`
    Lt,
    /// `<=`
    LtE,
    /// `>`
    Gt,
    /// `>=`
    GtE,
    /// `is`
    Is,
    /// `is not`
    IsNot,
    /// `in`
    In,
    /// `not in`
    NotIn,
}

/// What a comprehension makes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ComprehensionKind {
    /// `[x for …]`
    List,
    /// `{x for …}`
    Set,
    /// `{k: v for …}`
    Dict,
    /// `(x for …)`
    Generator,
}

/// `for target in iter if …`.
#[derive(Clone, PartialEq, Debug)]
pub struct Generator {
    /// What is bound.
    pub target: Expr,
    /// What is iterated over.
    pub iter: Expr,
    /// The conditions.
    pub ifs: Vec<Expr>,
}

/// A list, set or dict comprehension or a generator expression.
#[derive(Clone, PartialEq, Debug)]
pub struct Comprehension {
    /// Its scope.
    pub scope: ScopeKey,
    /// What it makes.
    pub kind: ComprehensionKind,
    /// The element, or the key of a dict comprehension.
    pub element: Expr,
    /// The value of a dict comprehension.
    pub value: Option<Expr>,
    /// At least one.
    pub generators: Vec<Generator>,
}

/// `name=value` or `**value` in a call.
#[derive(Clone, PartialEq, Debug)]
pub struct Keyword {
    /// The name; none for `**value`.
    pub name: Option<Name>,
    /// The value.
    pub value: Expr,
    /// Where it is.
    pub at: Position,
}

/// One parameter.
#[derive(Clone, PartialEq, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: Name,
    /// Its annotation.
    pub annotation: Option<Expr>,
    /// Where it is.
    pub at: Position,
}

/// `arguments`: the parameters of a function.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Parameters {
    /// Before the `/`.
    pub positional_only: Vec<Parameter>,
    /// Ordinary ones.
    pub positional: Vec<Parameter>,
    /// `*args`.
    pub star: Option<Box<Parameter>>,
    /// After the `*`.
    pub keyword_only: Vec<Parameter>,
    /// `**kwargs`.
    pub double_star: Option<Box<Parameter>>,
    /// Defaults of the last positional ones.
    pub defaults: Vec<Expr>,
    /// One per keyword-only parameter.
    pub keyword_defaults: Vec<Option<Expr>>,
}

impl Parameters {
    /// All of them in the order of their slots: positional-only, positional, keyword-only, `*`, `**`.
    pub fn in_slot_order(&self) -> impl Iterator<Item = &Parameter> {
        self.positional_only
            .iter()
            .chain(&self.positional)
            .chain(&self.keyword_only)
            .chain(self.star.as_deref())
            .chain(self.double_star.as_deref())
    }
}

/// `lambda`.
#[derive(Clone, PartialEq, Debug)]
pub struct Lambda {
    /// Its scope.
    pub scope: ScopeKey,
    /// Its parameters.
    pub parameters: Parameters,
    /// Its body.
    pub body: Expr,
}

/// What an expression is.
#[derive(Clone, PartialEq, Debug)]
pub enum ExprKind {
    /// A literal, or what folding made.
    Constant(Const),
    /// A variable.
    Name(Name, Context),
    /// `value.attr`
    Attribute {
        /// Left of the dot.
        value: Box<Expr>,
        /// Right of the dot.
        attr: Name,
        /// How it is used.
        context: Context,
    },
    /// `value[index]`
    Subscript {
        /// Left of the bracket.
        value: Box<Expr>,
        /// In the brackets.
        index: Box<Expr>,
        /// How it is used.
        context: Context,
    },
    /// `lower:upper:step`
    Slice {
        /// First.
        lower: Option<Box<Expr>>,
        /// Second.
        upper: Option<Box<Expr>>,
        /// Third.
        step: Option<Box<Expr>>,
    },
    /// `*value`
    Starred(Box<Expr>),
    /// `[…]`
    List(Vec<Expr>, Context),
    /// `(…)`
    Tuple(Vec<Expr>, Context),
    /// `{…}`
    Set(Vec<Expr>),
    /// `{k: v, **more}`: items with their keys, or none for `**`.
    Dict(Vec<(Option<Expr>, Expr)>),
    /// `and` (true) or `or`.
    BoolOp {
        /// `and`?
        and: bool,
        /// Two or more.
        values: Vec<Expr>,
    },
    /// `left op right`
    BinOp {
        /// Evaluated first.
        left: Box<Expr>,
        /// Never an in-place one.
        op: BinaryOp,
        /// Evaluated second.
        right: Box<Expr>,
    },
    /// `op operand`
    UnaryOp {
        /// The operator.
        op: UnaryOp,
        /// The operand.
        operand: Box<Expr>,
    },
    /// `left op comparator op comparator …`
    Compare {
        /// The first operand.
        left: Box<Expr>,
        /// Operators and the operands right of them.
        rest: Vec<(Comparison, Expr)>,
    },
    /// `body if test else orelse`
    Conditional {
        /// Evaluated first.
        test: Box<Expr>,
        /// If true.
        body: Box<Expr>,
        /// If false.
        orelse: Box<Expr>,
    },
    /// `lambda`
    Lambda(Box<Lambda>),
    /// `func(args, keywords)`
    Call {
        /// What is called.
        func: Box<Expr>,
        /// Positional ones, with stars.
        args: Vec<Expr>,
        /// The others.
        keywords: Vec<Keyword>,
    },
    /// A comprehension or a generator expression.
    Comprehension(Box<Comprehension>),
    /// `yield value`
    Yield(Option<Box<Expr>>),
    /// `yield from value`
    YieldFrom(Box<Expr>),
    /// `target := value`
    Named {
        /// A name.
        target: Box<Expr>,
        /// The value.
        value: Box<Expr>,
    },
    /// An f-string.
    JoinedStr(Vec<Expr>),
    /// `{value!conversion:spec}`
    FormattedValue {
        /// The expression.
        value: Box<Expr>,
        /// 0 none, 1 str, 2 repr, 3 ascii.
        conversion: u32,
        /// A JoinedStr.
        spec: Option<Box<Expr>>,
    },
}

/// `except type as name: body`.
#[derive(Clone, PartialEq, Debug)]
pub struct Handler {
    /// Where it is.
    pub at: Position,
    /// What it catches.
    pub exception: Option<Expr>,
    /// What it binds.
    pub name: Option<Name>,
    /// The body.
    pub body: Vec<Stmt>,
}

/// `name as asname` of an import.
#[derive(Clone, PartialEq, Debug)]
pub struct Alias {
    /// Dotted.
    pub name: Name,
    /// The other name.
    pub asname: Option<Name>,
    /// Where it is.
    pub at: Position,
}

/// `context as target` of a with statement.
#[derive(Clone, PartialEq, Debug)]
pub struct WithItem {
    /// The manager.
    pub context: Expr,
    /// What is bound.
    pub target: Option<Expr>,
}

/// A function definition.
#[derive(Clone, PartialEq, Debug)]
pub struct FunctionDef {
    /// Scope of the body.
    pub scope: ScopeKey,
    /// Scope of the annotations (3.14+).
    pub annotations: ScopeKey,
    /// Its name.
    pub name: Name,
    /// Decorators, outermost first.
    pub decorators: Vec<Expr>,
    /// Parameters.
    pub parameters: Parameters,
    /// `-> returns`
    pub returns: Option<Expr>,
    /// The body.
    pub body: Vec<Stmt>,
}

/// A class definition.
#[derive(Clone, PartialEq, Debug)]
pub struct ClassDef {
    /// Scope of the body.
    pub scope: ScopeKey,
    /// Scope of the annotations (3.14+).
    pub annotations: ScopeKey,
    /// Its name.
    pub name: Name,
    /// Decorators, outermost first.
    pub decorators: Vec<Expr>,
    /// Bases.
    pub bases: Vec<Expr>,
    /// `metaclass=…` and others.
    pub keywords: Vec<Keyword>,
    /// The body.
    pub body: Vec<Stmt>,
}

/// `if`, or one `elif` of it.
#[derive(Clone, PartialEq, Debug)]
pub struct Branch {
    /// From `if` or `elif` to the end of the whole statement.
    pub at: Position,
    /// The condition.
    pub test: Expr,
    /// The body.
    pub body: Vec<Stmt>,
}

/// A statement and its place.
#[derive(Clone, PartialEq, Debug)]
pub struct Stmt {
    /// Where it is; for a decorated definition from `def` or `class`.
    pub at: Position,
    /// What it is.
    pub kind: StmtKind,
}

/// What a statement is.
#[derive(Clone, PartialEq, Debug)]
pub enum StmtKind {
    /// `def`
    FunctionDef(Box<FunctionDef>),
    /// `class`
    ClassDef(Box<ClassDef>),
    /// `return value`
    Return(Option<Expr>),
    /// `del targets`
    Delete(Vec<Expr>),
    /// `target = target = value`
    Assign {
        /// From left to right.
        targets: Vec<Expr>,
        /// Evaluated first.
        value: Expr,
    },
    /// `target op= value`
    AugAssign {
        /// Read and written.
        target: Expr,
        /// The plain operator.
        op: BinaryOp,
        /// The right side.
        value: Expr,
    },
    /// `target: annotation = value`
    AnnAssign {
        /// What is annotated.
        target: Expr,
        /// Its annotation.
        annotation: Expr,
        /// Its value.
        value: Option<Expr>,
        /// A bare name, without parentheses.
        simple: bool,
    },
    /// `for`
    For {
        /// What is bound.
        target: Expr,
        /// What is iterated over.
        iter: Expr,
        /// The body.
        body: Vec<Stmt>,
        /// `else`
        orelse: Vec<Stmt>,
    },
    /// `while`
    While {
        /// The condition.
        test: Expr,
        /// The body.
        body: Vec<Stmt>,
        /// `else`
        orelse: Vec<Stmt>,
    },
    /// `if` … `elif` … `else`
    If {
        /// At least one.
        branches: Vec<Branch>,
        /// `else`
        orelse: Vec<Stmt>,
    },
    /// `with`
    With {
        /// At least one.
        items: Vec<WithItem>,
        /// The body.
        body: Vec<Stmt>,
    },
    /// `match`
    Match {
        /// What is matched.
        subject: Expr,
        /// At least one.
        cases: Vec<Case>,
    },
    /// `raise exc from cause`
    Raise {
        /// What is raised.
        exception: Option<Expr>,
        /// Why.
        cause: Option<Expr>,
    },
    /// `try`
    Try {
        /// The body.
        body: Vec<Stmt>,
        /// `except`
        handlers: Vec<Handler>,
        /// They are `except*`.
        star: bool,
        /// `else`
        orelse: Vec<Stmt>,
        /// `finally`
        finalbody: Vec<Stmt>,
    },
    /// `assert test, message`
    Assert {
        /// The condition.
        test: Expr,
        /// The message.
        message: Option<Expr>,
    },
    /// `import a.b as c`
    Import(Vec<Alias>),
    /// `from module import names`
    ImportFrom {
        /// May be empty.
        module: Option<Name>,
        /// Names; one named `*` for all.
        names: Vec<Alias>,
        /// Number of leading dots.
        level: u32,
    },
    /// `global`
    Global(Vec<Name>),
    /// `nonlocal`
    Nonlocal(Vec<Name>),
    /// An expression.
    Expr(Expr),
    /// `pass`
    Pass,
    /// `break`
    Break,
    /// `continue`
    Continue,
}

/// The docstring of a body, if it starts with one.
pub fn docstring(body: &[Stmt]) -> Option<(&Rc<str>, Position)> {
    match &body.first()?.kind {
        StmtKind::Expr(Expr {
            kind: ExprKind::Constant(Const::Str(text)),
            at,
        }) => Some((text, *at)),
        _ => None,
    }
}
