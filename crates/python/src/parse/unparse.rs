//! Expressions as text: what `from __future__ import annotations` makes of annotations (`Python/ast_unparse.c`).

use crate::code::Const;
use crate::opcode::BinaryOp;
use crate::text::escape::{bytes_repr, str_repr};
use crate::text::number::{complex_repr, float_repr};

use super::tree::{
    Comparison, Comprehension, ComprehensionKind, Expr, ExprKind, Keyword, Parameters, UnaryOp,
};

/// How tightly an operator binds. What stands where something tighter is wanted gets parentheses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Tuple,
    /// `if`-`else`, lambda.
    Test,
    Or,
    And,
    Not,
    Comparison,
    BitOr,
    BitXor,
    BitAnd,
    Shift,
    Arithmetic,
    Term,
    Factor,
    Power,
    Await,
    Atom,
}

impl Level {
    fn tighter(self) -> Self {
        match self {
            Level::Tuple => Level::Test,
            Level::Test => Level::Or,
            Level::Or => Level::And,
            Level::And => Level::Not,
            Level::Not => Level::Comparison,
            Level::Comparison => Level::BitOr,
            Level::BitOr => Level::BitXor,
            Level::BitXor => Level::BitAnd,
            Level::BitAnd => Level::Shift,
            Level::Shift => Level::Arithmetic,
            Level::Arithmetic => Level::Term,
            Level::Term => Level::Factor,
            Level::Factor => Level::Power,
            Level::Power => Level::Await,
            Level::Await | Level::Atom => Level::Atom,
        }
    }
}

/// The expression as an annotation shows it.
pub fn unparse(expr: &Expr) -> String {
    let mut out = String::new();
    push(&mut out, expr, Level::Test);
    out
}

fn parenthesized(out: &mut String, wanted: bool, inner: impl FnOnce(&mut String)) {
    if wanted {
        out.push('(');
    }
    inner(out);
    if wanted {
        out.push(')');
    }
}

fn separated<T>(out: &mut String, items: &[T], mut each: impl FnMut(&mut String, &T)) {
    for (number, item) in items.iter().enumerate() {
        if number > 0 {
            out.push_str(", ");
        }
        each(out, item);
    }
}

fn push(out: &mut String, expr: &Expr, level: Level) {
    match &expr.kind {
        ExprKind::Constant(value) => constant(out, value),
        ExprKind::Name(name, _) => out.push_str(name),
        ExprKind::Attribute { value, attr, .. } => {
            push(out, value, Level::Atom);
            let int = matches!(value.kind, ExprKind::Constant(Const::Int(_)));
            out.push_str(if int { " ." } else { "." });
            out.push_str(attr);
        }
        ExprKind::Subscript { value, index, .. } => {
            push(out, value, Level::Atom);
            out.push('[');
            push(out, index, Level::Tuple);
            out.push(']');
        }
        ExprKind::Slice { lower, upper, step } => {
            if let Some(lower) = lower {
                push(out, lower, Level::Test);
            }
            out.push(':');
            if let Some(upper) = upper {
                push(out, upper, Level::Test);
            }
            if let Some(step) = step {
                out.push(':');
                push(out, step, Level::Test);
            }
        }
        ExprKind::Starred(value) => {
            out.push('*');
            push(out, value, Level::BitOr);
        }
        ExprKind::List(items, _) => {
            out.push('[');
            separated(out, items, |out, item| push(out, item, Level::Test));
            out.push(']');
        }
        ExprKind::Tuple(items, _) if items.is_empty() => out.push_str("()"),
        ExprKind::Tuple(items, _) => parenthesized(out, level > Level::Tuple, |out| {
            separated(out, items, |out, item| push(out, item, Level::Test));
            if items.len() == 1 {
                out.push(',');
            }
        }),
        ExprKind::Set(items) => {
            out.push('{');
            separated(out, items, |out, item| push(out, item, Level::Test));
            out.push('}');
        }
        ExprKind::Dict(items) => {
            out.push('{');
            separated(out, items, |out, (key, value)| match key {
                Some(key) => {
                    push(out, key, Level::Test);
                    out.push_str(": ");
                    push(out, value, Level::Test);
                }
                None => {
                    out.push_str("**");
                    push(out, value, Level::BitOr);
                }
            });
            out.push('}');
        }
        ExprKind::BoolOp { and, values } => {
            let (own, word) = match and {
                true => (Level::And, " and "),
                false => (Level::Or, " or "),
            };
            parenthesized(out, level > own, |out| {
                for (number, value) in values.iter().enumerate() {
                    if number > 0 {
                        out.push_str(word);
                    }
                    push(out, value, own.tighter());
                }
            });
        }
        ExprKind::BinOp { left, op, right } => {
            let own = binding(*op);
            let power = *op == BinaryOp::Power;
            parenthesized(out, level > own, |out| {
                push(out, left, if power { own.tighter() } else { own });
                out.push_str(&format!(" {} ", op.text()));
                push(out, right, if power { own } else { own.tighter() });
            });
        }
        ExprKind::UnaryOp { op, operand } => {
            let (own, sign) = match op {
                UnaryOp::Invert => (Level::Factor, "~"),
                UnaryOp::Not => (Level::Not, "not "),
                UnaryOp::Plus => (Level::Factor, "+"),
                UnaryOp::Minus => (Level::Factor, "-"),
            };
            parenthesized(out, level > own, |out| {
                out.push_str(sign);
                push(out, operand, own);
            });
        }
        ExprKind::Compare { left, rest } => parenthesized(out, level > Level::Comparison, |out| {
            push(out, left, Level::BitOr);
            for (op, right) in rest {
                out.push_str(&format!(" {} ", comparison(*op)));
                push(out, right, Level::BitOr);
            }
        }),
        ExprKind::Conditional { test, body, orelse } => {
            parenthesized(out, level > Level::Test, |out| {
                push(out, body, Level::Or);
                out.push_str(" if ");
                push(out, test, Level::Or);
                out.push_str(" else ");
                push(out, orelse, Level::Test);
            });
        }
        ExprKind::Lambda(lambda) => parenthesized(out, level > Level::Test, |out| {
            let p = &lambda.parameters;
            let positional = !p.positional.is_empty() || !p.positional_only.is_empty();
            out.push_str(if positional { "lambda " } else { "lambda" });
            parameters(out, p);
            out.push_str(": ");
            push(out, &lambda.body, Level::Test);
        }),
        ExprKind::Call {
            func,
            args,
            keywords,
        } => call(out, func, args, keywords),
        ExprKind::Comprehension(made) => comprehension(out, made),
        ExprKind::Yield(None) => out.push_str("(yield)"),
        ExprKind::Yield(Some(value)) => {
            out.push_str("(yield ");
            push(out, value, Level::Test);
            out.push(')');
        }
        ExprKind::YieldFrom(value) => {
            out.push_str("(yield from ");
            push(out, value, Level::Test);
            out.push(')');
        }
        ExprKind::Named { target, value } => parenthesized(out, level > Level::Tuple, |out| {
            push(out, target, Level::Atom);
            out.push_str(" := ");
            push(out, value, Level::Atom);
        }),
        ExprKind::JoinedStr(_) | ExprKind::FormattedValue { .. } => {
            let mut text = String::new();
            fstring(&mut text, expr);
            out.push('f');
            out.push_str(&str_repr(&text));
        }
    }
}

fn binding(op: BinaryOp) -> Level {
    use BinaryOp as B;
    match op {
        B::Or => Level::BitOr,
        B::Xor => Level::BitXor,
        B::And => Level::BitAnd,
        B::LeftShift | B::RightShift => Level::Shift,
        B::Add | B::Subtract => Level::Arithmetic,
        B::Power => Level::Power,
        _ => Level::Term,
    }
}

fn comparison(op: Comparison) -> &'static str {
    match op {
        Comparison::Eq => "==",
        Comparison::NotEq => "!=",
        Comparison::Lt => "<",
        Comparison::LtE => "<=",
        Comparison::Gt => ">",
        Comparison::GtE => ">=",
        Comparison::Is => "is",
        Comparison::IsNot => "is not",
        Comparison::In => "in",
        Comparison::NotIn => "not in",
    }
}

fn constant(out: &mut String, value: &Const) {
    let text = match value {
        Const::None => "None".to_owned(),
        Const::Bool(value) => if *value { "True" } else { "False" }.to_owned(),
        Const::Ellipsis => "...".to_owned(),
        Const::Int(value) | Const::Long(value) => value.to_string(),
        // An infinite number is written as one that is too large.
        Const::Float(value) => float_repr(*value).replace("inf", "1e309"),
        Const::Complex(re, im) => complex_repr(*re, *im).replace("inf", "1e309"),
        Const::Str(text) | Const::Unicode(text) => str_repr(text),
        Const::Bytes(bytes) => format!("b{}", bytes_repr(bytes)),
        Const::Tuple(items) => {
            out.push('(');
            separated(out, items, constant);
            out.push_str(if items.len() == 1 { ",)" } else { ")" });
            return;
        }
        Const::FrozenSet(_) | Const::Slice(_) | Const::Code(_) => return,
    };
    out.push_str(&text);
}

fn parameters(out: &mut String, p: &Parameters) {
    let mut first = true;
    let mut next = |out: &mut String| {
        if !std::mem::take(&mut first) {
            out.push_str(", ");
        }
    };
    let with_default = |out: &mut String, default: Option<&Expr>| {
        if let Some(default) = default {
            out.push('=');
            push(out, default, Level::Test);
        }
    };
    let positional = p.positional_only.len() + p.positional.len();
    let defaults_from = positional - p.defaults.len().min(positional);
    let all = p.positional_only.iter().chain(&p.positional);
    for (number, parameter) in all.enumerate() {
        next(out);
        out.push_str(&parameter.name);
        let default = number
            .checked_sub(defaults_from)
            .and_then(|at| p.defaults.get(at));
        with_default(out, default);
        if number + 1 == p.positional_only.len() {
            out.push_str(", /");
        }
    }
    if p.star.is_some() || !p.keyword_only.is_empty() {
        next(out);
        out.push('*');
        if let Some(star) = &p.star {
            out.push_str(&star.name);
        }
    }
    for (parameter, default) in p.keyword_only.iter().zip(&p.keyword_defaults) {
        next(out);
        out.push_str(&parameter.name);
        with_default(out, default.as_ref());
    }
    if let Some(double_star) = &p.double_star {
        next(out);
        out.push_str("**");
        out.push_str(&double_star.name);
    }
}

fn call(out: &mut String, func: &Expr, args: &[Expr], keywords: &[Keyword]) {
    push(out, func, Level::Atom);
    if let (
        [
            Expr {
                kind: ExprKind::Comprehension(made),
                ..
            },
        ],
        [],
    ) = (args, keywords)
        && made.kind == ComprehensionKind::Generator
    {
        comprehension(out, made);
        return;
    }
    out.push('(');
    separated(out, args, |out, arg| push(out, arg, Level::Test));
    if !args.is_empty() && !keywords.is_empty() {
        out.push_str(", ");
    }
    separated(out, keywords, |out, keyword| {
        match &keyword.name {
            Some(name) => {
                out.push_str(name);
                out.push('=');
            }
            None => out.push_str("**"),
        }
        push(out, &keyword.value, Level::Test);
    });
    out.push(')');
}

fn comprehension(out: &mut String, made: &Comprehension) {
    let (open, close) = match made.kind {
        ComprehensionKind::List => ('[', ']'),
        ComprehensionKind::Set | ComprehensionKind::Dict => ('{', '}'),
        ComprehensionKind::Generator => ('(', ')'),
    };
    out.push(open);
    push(out, &made.element, Level::Test);
    if let Some(value) = &made.value {
        out.push_str(": ");
        push(out, value, Level::Test);
    }
    for generator in &made.generators {
        out.push_str(" for ");
        push(out, &generator.target, Level::Tuple);
        out.push_str(" in ");
        push(out, &generator.iter, Level::Or);
        for condition in &generator.ifs {
            out.push_str(" if ");
            push(out, condition, Level::Or);
        }
    }
    out.push(close);
}

/// The text between the quotes.
fn fstring(out: &mut String, expr: &Expr) {
    match &expr.kind {
        ExprKind::JoinedStr(parts) => parts.iter().for_each(|part| fstring(out, part)),
        ExprKind::Constant(Const::Str(text)) => {
            out.push_str(&text.replace('{', "{{").replace('}', "}}"));
        }
        ExprKind::FormattedValue {
            value,
            conversion,
            spec,
        } => {
            let mut inner = String::new();
            push(&mut inner, value, Level::Or);
            out.push('{');
            // Two braces would be one.
            if inner.starts_with('{') {
                out.push(' ');
            }
            out.push_str(&inner);
            out.push_str(match conversion {
                1 => "!s",
                2 => "!r",
                3 => "!a",
                _ => "",
            });
            if let Some(spec) = spec {
                out.push(':');
                fstring(out, spec);
            }
            out.push('}');
        }
        _ => push(out, expr, Level::Test),
    }
}
