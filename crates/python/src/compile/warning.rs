//! `SyntaxWarning`s: the program is accepted, and before it runs CPython says on stderr what is odd about it
//! (`check_caller`, `check_subscripter`, `check_index`, `check_compare` in `Python/codegen.c`).

use crate::code::Const;
use crate::parse::tree::{Comparison, ComprehensionKind, Expr, ExprKind};

use super::Compiler;
use super::sequence::Loc;

/// Something odd that is no error.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SyntaxWarning {
    /// CPython's words.
    pub message: String,
    /// From 1.
    pub line: u32,
}

/// What a version says of escape sequences without a meaning.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EscapeWarnings {
    /// Nothing: a DeprecationWarning, which is hidden (up to 3.11).
    None,
    /// At the line where the literal starts (3.12).
    AtLiteral,
    /// At the line of the escape (3.13).
    AtEscape,
    /// There, with advice (3.14+).
    WithAdvice,
}

/// What a version says of `x is 5`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IdentityWarnings {
    /// "a literal" (3.11).
    Plain,
    /// The literal's type (3.12+).
    WithType,
}

impl<'t> Compiler<'t> {
    fn warn(&mut self, message: String, at: Loc) {
        if !self.facts.warns {
            return;
        }
        if self.silent {
            return;
        }
        let warning = SyntaxWarning {
            message,
            line: at.map_or(0, |at| at.line),
        };
        if !(self.facts.warns_once_a_line && self.warnings.contains(&warning)) {
            self.warnings.push(warning);
        }
    }

    /// Compiles without warnings: what is compiled a second time.
    pub(super) fn silently<T>(&mut self, silent: bool, compile: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.silent;
        self.silent |= silent;
        let result = compile(self);
        self.silent = before;
        result
    }

    /// `is` with something that has no identity to speak of. One warning for a whole comparison.
    pub(super) fn check_identity(&mut self, left: &Expr, rest: &[(Comparison, Expr)], at: Loc) {
        let mut left = left;
        for (op, right) in rest {
            let (name, instead) = match op {
                Comparison::Is => ("is", "=="),
                Comparison::IsNot => ("is not", "!="),
                _ => {
                    left = right;
                    continue;
                }
            };
            let literal = [left, right]
                .into_iter()
                .find(|operand| is_literal(operand));
            if let Some(literal) = literal {
                let what = match (self.facts.identity_warnings, type_of(literal)) {
                    (IdentityWarnings::WithType, Some(kind)) => format!("'{kind}'"),
                    _ => "a".to_owned(),
                };
                self.warn(
                    format!("\"{name}\" with {what} literal. Did you mean \"{instead}\"?"),
                    at,
                );
                return;
            }
            left = right;
        }
    }

    /// A literal is called: a comma is missing.
    pub(super) fn check_caller(&mut self, func: &Expr) {
        if matches!(func.kind, ExprKind::Lambda(_)) {
            return;
        }
        if let Some(kind) = type_of(func) {
            self.warn(
                format!("'{kind}' object is not callable; perhaps you missed a comma?"),
                Some(func.at),
            );
        }
    }

    /// A literal is subscripted that cannot be, or by what cannot be its index.
    pub(super) fn check_subscript(&mut self, value: &Expr, index: &Expr, at: Loc) {
        let Some(kind) = type_of(value) else { return };
        match kind {
            "str" | "bytes" | "tuple" | "list" => {
                if let Some(index) = type_of(index)
                    && !matches!(index, "int" | "bool" | "slice")
                {
                    self.warn(
                        format!(
                            "{kind} indices must be integers or slices, not {index}; perhaps you missed a comma?"
                        ),
                        at,
                    );
                }
            }
            "dict" => {}
            _ => self.warn(
                format!("'{kind}' object is not subscriptable; perhaps you missed a comma?"),
                at,
            ),
        }
    }

    /// `assert (test, "message")`.
    pub(super) fn check_assertion(&mut self, test: &Expr, at: Loc) {
        let always = match &test.kind {
            ExprKind::Tuple(items, _) => !items.is_empty(),
            ExprKind::Constant(Const::Tuple(items)) => !items.is_empty(),
            _ => false,
        };
        if always {
            self.warn(
                "assertion is always true, perhaps remove parentheses?".to_owned(),
                at,
            );
        }
    }
}

/// Constants but None, True, False and `...`; tuples of nothing else (`check_is_arg`).
fn is_literal(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Constant(value) => {
            !matches!(value, Const::None | Const::Bool(_) | Const::Ellipsis)
        }
        ExprKind::Tuple(items, _) => items
            .iter()
            .all(|item| matches!(item.kind, ExprKind::Constant(_))),
        _ => false,
    }
}

/// The type of what a literal, display or function expression makes (`infer_type`).
fn type_of(expr: &Expr) -> Option<&'static str> {
    Some(match &expr.kind {
        ExprKind::Constant(value) => match value {
            Const::None => "NoneType",
            Const::Bool(_) => "bool",
            Const::Ellipsis => "ellipsis",
            Const::Int(_) => "int",
            Const::Long(_) => "long",
            Const::Float(_) => "float",
            Const::Complex(..) => "complex",
            Const::Str(_) => "str",
            Const::Unicode(_) => "unicode",
            Const::Bytes(_) => "bytes",
            Const::Tuple(_) => "tuple",
            Const::FrozenSet(_) => "frozenset",
            Const::Slice(_) => "slice",
            Const::Code(_) => "code",
        },
        ExprKind::Tuple(..) => "tuple",
        ExprKind::List(..) => "list",
        ExprKind::Dict(_) => "dict",
        ExprKind::Set(_) => "set",
        ExprKind::Lambda(_) => "function",
        ExprKind::JoinedStr(_) | ExprKind::FormattedValue { .. } => "str",
        ExprKind::Comprehension(comprehension) => match comprehension.kind {
            ComprehensionKind::List => "list",
            ComprehensionKind::Set => "set",
            ComprehensionKind::Dict => "dict",
            ComprehensionKind::Generator => "generator",
        },
        _ => return None,
    })
}
