//! Folding on the tree, before anything is compiled (`Python/ast_opt.c`, from 3.14 on `ast_preprocess.c`).
//!
//! Up to 3.13 all constant folding happens here, and what it makes is part of the tree: the tree's memory
//! holds a reference to it. From 3.14 on only `__debug__`, `'…' % (…)` and patterns are left; the rest is
//! the flow graph's.

use std::rc::Rc;

use crate::code::{Const, Position};
use crate::compile::{Folding, constant};
use crate::opcode::BinaryOp;

use super::tree::*;

/// Folds the module in place, as far as that is the tree's part.
pub fn fold(module: &mut Module, folding: Folding) {
    Folder { folding }.body(&mut module.body);
}

#[derive(Clone, Copy)]
struct Folder {
    folding: Folding,
}

impl Folder {
    /// A body whose first statement becomes a string only by folding still has no docstring.
    fn body(self, body: &mut [Stmt]) {
        let documented = docstring(body).is_some();
        self.stmts(body);
        if !documented
            && docstring(body).is_some()
            && let Some(Stmt {
                kind: StmtKind::Expr(expr),
                ..
            }) = body.first_mut()
        {
            let constant = expr.clone();
            expr.kind = ExprKind::JoinedStr(vec![constant]);
        }
    }

    fn stmts(self, stmts: &mut [Stmt]) {
        for stmt in stmts {
            self.stmt(stmt);
        }
    }

    fn stmt(self, stmt: &mut Stmt) {
        match &mut stmt.kind {
            StmtKind::FunctionDef(def) => {
                self.exprs(&mut def.decorators);
                self.parameters(&mut def.parameters);
                self.optional(&mut def.returns);
                self.body(&mut def.body);
            }
            StmtKind::ClassDef(def) => {
                self.exprs(&mut def.decorators);
                self.exprs(&mut def.bases);
                self.keywords(&mut def.keywords);
                self.body(&mut def.body);
            }
            StmtKind::Return(value) => self.optional(value),
            StmtKind::Delete(targets) => self.exprs(targets),
            StmtKind::Assign { targets, value } => {
                self.exprs(targets);
                self.expr(value);
            }
            StmtKind::AugAssign { target, value, .. } => {
                self.expr(target);
                self.expr(value);
            }
            StmtKind::AnnAssign {
                target,
                annotation,
                value,
                ..
            } => {
                self.expr(target);
                self.expr(annotation);
                self.optional(value);
            }
            StmtKind::For {
                target,
                iter,
                body,
                orelse,
            } => {
                self.expr(target);
                self.expr(iter);
                self.stmts(body);
                self.stmts(orelse);
                self.iterated(iter);
            }
            StmtKind::While { test, body, orelse } => {
                self.expr(test);
                self.stmts(body);
                self.stmts(orelse);
            }
            StmtKind::If { branches, orelse } => {
                for branch in branches {
                    self.expr(&mut branch.test);
                    self.stmts(&mut branch.body);
                }
                self.stmts(orelse);
            }
            StmtKind::With { items, body } => {
                for item in items {
                    self.expr(&mut item.context);
                    self.optional(&mut item.target);
                }
                self.stmts(body);
            }
            StmtKind::Match { subject, cases } => {
                self.expr(subject);
                for case in cases {
                    Folder {
                        folding: Folding::Tree,
                    }
                    .pattern(&mut case.pattern);
                    self.optional(&mut case.guard);
                    self.stmts(&mut case.body);
                }
            }
            StmtKind::Raise { exception, cause } => {
                self.optional(exception);
                self.optional(cause);
            }
            StmtKind::Try {
                body,
                handlers,
                orelse,
                finalbody,
                ..
            } => {
                self.stmts(body);
                for handler in handlers {
                    self.optional(&mut handler.exception);
                    self.stmts(&mut handler.body);
                }
                self.stmts(orelse);
                self.stmts(finalbody);
            }
            StmtKind::Assert { test, message } => {
                self.expr(test);
                self.optional(message);
            }
            StmtKind::Expr(value) => self.expr(value),
            StmtKind::Import(_)
            | StmtKind::ImportFrom { .. }
            | StmtKind::Global(_)
            | StmtKind::Nonlocal(_)
            | StmtKind::Pass
            | StmtKind::Break
            | StmtKind::Continue => {}
        }
    }

    fn pattern(self, pattern: &mut Pattern) {
        match &mut pattern.kind {
            PatternKind::Value(value) => self.expr(value),
            PatternKind::Singleton(_) | PatternKind::Star(_) => {}
            PatternKind::Sequence(patterns) | PatternKind::Or(patterns) => {
                for pattern in patterns {
                    self.pattern(pattern);
                }
            }
            PatternKind::Mapping { keys, patterns, .. } => {
                self.exprs(keys);
                for pattern in patterns {
                    self.pattern(pattern);
                }
            }
            PatternKind::Class {
                positional,
                keywords,
                ..
            } => {
                for pattern in positional
                    .iter_mut()
                    .chain(keywords.iter_mut().map(|(_, pattern)| pattern))
                {
                    self.pattern(pattern);
                }
            }
            PatternKind::As { pattern, .. } => {
                if let Some(pattern) = pattern {
                    self.pattern(pattern);
                }
            }
        }
    }

    fn parameters(self, parameters: &mut Parameters) {
        let annotated = parameters
            .positional_only
            .iter_mut()
            .chain(&mut parameters.positional)
            .chain(&mut parameters.keyword_only)
            .chain(parameters.star.as_deref_mut())
            .chain(parameters.double_star.as_deref_mut());
        for parameter in annotated {
            self.optional(&mut parameter.annotation);
        }
        self.exprs(&mut parameters.defaults);
        for default in &mut parameters.keyword_defaults {
            self.optional(default);
        }
    }

    fn keywords(self, keywords: &mut [Keyword]) {
        for keyword in keywords {
            self.expr(&mut keyword.value);
        }
    }

    fn exprs(self, exprs: &mut [Expr]) {
        for expr in exprs {
            self.expr(expr);
        }
    }

    fn optional(self, expr: &mut Option<Expr>) {
        if let Some(expr) = expr {
            self.expr(expr);
        }
    }

    fn boxed(self, expr: &mut Option<Box<Expr>>) {
        if let Some(expr) = expr {
            self.expr(expr);
        }
    }

    fn expr(self, expr: &mut Expr) {
        self.children(&mut expr.kind);
        if let Some(folded) = self.folded(expr) {
            *expr = folded;
        }
    }

    fn children(self, kind: &mut ExprKind) {
        match kind {
            ExprKind::Constant(_) | ExprKind::Name(..) => {}
            ExprKind::Attribute { value, .. }
            | ExprKind::Starred(value)
            | ExprKind::YieldFrom(value) => {
                self.expr(value);
            }
            ExprKind::Subscript { value, index, .. } => {
                self.expr(value);
                self.expr(index);
            }
            ExprKind::Slice { lower, upper, step } => {
                self.boxed(lower);
                self.boxed(upper);
                self.boxed(step);
            }
            ExprKind::List(items, _) | ExprKind::Tuple(items, _) | ExprKind::Set(items) => {
                self.exprs(items)
            }
            ExprKind::JoinedStr(values) | ExprKind::BoolOp { values, .. } => self.exprs(values),
            ExprKind::Dict(items) => {
                for (key, value) in items {
                    self.optional(key);
                    self.expr(value);
                }
            }
            ExprKind::BinOp { left, right, .. } => {
                self.expr(left);
                self.expr(right);
            }
            ExprKind::UnaryOp { operand, .. } => self.expr(operand),
            ExprKind::Compare { left, rest } => {
                self.expr(left);
                for (_, right) in rest.iter_mut() {
                    self.expr(right);
                }
                if let Some((Comparison::In | Comparison::NotIn, right)) = rest.last_mut() {
                    self.iterated(right);
                }
            }
            ExprKind::Conditional { test, body, orelse } => {
                self.expr(test);
                self.expr(body);
                self.expr(orelse);
            }
            ExprKind::Lambda(lambda) => {
                self.parameters(&mut lambda.parameters);
                self.expr(&mut lambda.body);
            }
            ExprKind::Call {
                func,
                args,
                keywords,
            } => {
                self.expr(func);
                self.exprs(args);
                self.keywords(keywords);
            }
            ExprKind::Comprehension(comprehension) => {
                self.expr(&mut comprehension.element);
                self.optional(&mut comprehension.value);
                for generator in &mut comprehension.generators {
                    self.expr(&mut generator.target);
                    self.expr(&mut generator.iter);
                    self.exprs(&mut generator.ifs);
                    self.iterated(&mut generator.iter);
                }
            }
            ExprKind::Yield(value) => self.boxed(value),
            ExprKind::Named { value, .. } => self.expr(value),
            ExprKind::FormattedValue { value, spec, .. } => {
                self.expr(value);
                self.boxed(spec);
            }
        }
    }

    /// What takes the node's place, if something does.
    fn folded(self, expr: &Expr) -> Option<Expr> {
        let constant = |value| {
            Some(Expr {
                at: expr.at,
                kind: ExprKind::Constant(value),
            })
        };
        match &expr.kind {
            ExprKind::Name(name, Context::Load) if &**name == "__debug__" => {
                constant(Const::Bool(true))
            }
            // The grammar's own part in 2.7: `-` before a number belongs to it.
            ExprKind::UnaryOp {
                op: UnaryOp::Minus,
                operand,
            } if self.folding == Folding::Peephole => {
                constant(constant::negative(as_constant(operand)?)?)
            }
            _ if self.folding == Folding::Peephole => None,
            ExprKind::BinOp {
                left,
                op: BinaryOp::Remainder,
                right,
            } if is_text(left) => match &right.kind {
                ExprKind::Tuple(items, _) => formatted(left, items, expr.at),
                _ => None,
            },
            _ if self.folding != Folding::Tree => None,
            ExprKind::BinOp { left, op, right } => constant(constant::binary(
                as_constant(left)?,
                *op,
                as_constant(right)?,
            )?),
            ExprKind::UnaryOp { op, operand } => match as_constant(operand) {
                Some(value) => constant(match op {
                    UnaryOp::Invert => match value {
                        Const::Bool(value) => Const::Int(!num_bigint::BigInt::from(*value)),
                        value => constant::invert(value)?,
                    },
                    UnaryOp::Not => Const::Bool(!constant::truth(value)),
                    UnaryOp::Plus => constant::positive(value)?,
                    UnaryOp::Minus => constant::negative(value)?,
                }),
                None if *op == UnaryOp::Not => negated(operand),
                None => None,
            },
            ExprKind::Subscript {
                value,
                index,
                context: Context::Load,
            } => constant(constant::subscript(
                as_constant(value)?,
                as_constant(index)?,
            )?),
            ExprKind::Tuple(items, Context::Load) => constant(Const::Tuple(constants(items)?)),
            _ => None,
        }
    }

    /// A display that is only iterated over or searched becomes a tuple or a constant.
    fn iterated(self, expr: &mut Expr) {
        if self.folding != Folding::Tree {
            return;
        }
        match &mut expr.kind {
            ExprKind::List(items, context) => {
                if items
                    .iter()
                    .any(|item| matches!(item.kind, ExprKind::Starred(_)))
                {
                    return;
                }
                expr.kind = match constants(items) {
                    Some(values) => ExprKind::Constant(Const::Tuple(values)),
                    None => ExprKind::Tuple(std::mem::take(items), *context),
                };
            }
            ExprKind::Set(items) => {
                if let Some(values) = constants(items) {
                    expr.kind = ExprKind::Constant(frozen_set(values));
                }
            }
            _ => {}
        }
    }
}

/// A frozenset of these; equal ones once.
pub fn frozen_set(values: Vec<Const>) -> Const {
    let mut unique: Vec<Const> = Vec::with_capacity(values.len());
    for value in values {
        if !unique.iter().any(|seen| equal(seen, &value)) {
            unique.push(value);
        }
    }
    Const::FrozenSet(unique)
}

/// `==` of constants, across the number types.
pub fn equal(left: &Const, right: &Const) -> bool {
    let number = |value: &Const| match value {
        Const::Bool(value) => Some(Const::Int((*value).into())),
        Const::Float(value) if value.fract() == 0.0 && value.abs() < 9e15 => {
            num_traits::FromPrimitive::from_f64(*value).map(Const::Int)
        }
        value => Some(value.clone()),
    };
    match (left, right) {
        (Const::Tuple(a), Const::Tuple(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b))
        }
        _ => number(left) == number(right),
    }
}

fn as_constant(expr: &Expr) -> Option<&Const> {
    match &expr.kind {
        ExprKind::Constant(value) => Some(value),
        _ => None,
    }
}

fn constants(items: &[Expr]) -> Option<Vec<Const>> {
    items
        .iter()
        .map(|item| as_constant(item).cloned())
        .collect()
}

fn is_text(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Constant(Const::Str(_)))
}

/// `not a is b` → `a is not b`.
fn negated(operand: &Expr) -> Option<Expr> {
    let ExprKind::Compare { left, rest } = &operand.kind else {
        return None;
    };
    let [(op, right)] = rest.as_slice() else {
        return None;
    };
    let op = match op {
        Comparison::Is => Comparison::IsNot,
        Comparison::IsNot => Comparison::Is,
        Comparison::In => Comparison::NotIn,
        Comparison::NotIn => Comparison::In,
        _ => return None,
    };
    let kind = ExprKind::Compare {
        left: left.clone(),
        rest: vec![(op, right.clone())],
    };
    Some(Expr {
        at: operand.at,
        kind,
    })
}

/// `'%s is %r' % (a, b)` → the f-string that does the same.
fn formatted(format: &Expr, items: &[Expr], at: Position) -> Option<Expr> {
    let Some(Const::Str(format)) = as_constant(format) else {
        return None;
    };
    if items
        .iter()
        .any(|item| matches!(item.kind, ExprKind::Starred(_)))
    {
        return None;
    }
    let mut values = Vec::new();
    let mut items = items.iter();
    let mut text = String::new();
    let mut chars = format.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '%' {
            text.push(c);
            continue;
        }
        if chars.next_if_eq(&'%').is_some() {
            text.push('%');
            continue;
        }
        if !text.is_empty() {
            values.push(piece(std::mem::take(&mut text)));
        }
        values.push(field(&mut chars, items.next()?)?);
    }
    if items.next().is_some() {
        return None;
    }
    if !text.is_empty() {
        values.push(piece(text));
    }
    Some(Expr {
        at,
        kind: ExprKind::JoinedStr(values),
    })
}

/// A literal part of a format. It has no place of its own: line 0.
fn piece(text: String) -> Expr {
    Expr {
        at: Position::default(),
        kind: ExprKind::Constant(Const::Str(Rc::from(text))),
    }
}

/// Flags, width, precision and one of `s`, `r`, `a`; anything else is left to `%`.
fn field(chars: &mut std::iter::Peekable<std::str::Chars>, value: &Expr) -> Option<Expr> {
    let mut left = false;
    while let Some(flag) = chars.next_if(|c| "-+ #0".contains(*c)) {
        left |= flag == '-';
    }
    let width = digits(chars)?;
    let precision = match chars.next_if_eq(&'.') {
        Some(_) => Some(digits(chars)?.unwrap_or(0)),
        None => None,
    };
    let conversion = match chars.next()? {
        's' => 1,
        'r' => 2,
        'a' => 3,
        _ => return None,
    };
    let mut spec = String::new();
    if let Some(width) = width {
        if !left && width > 0 {
            spec.push('>');
        }
        spec.push_str(&width.to_string());
    }
    if let Some(precision) = precision {
        spec.push_str(&format!(".{precision}"));
    }
    let spec = (!spec.is_empty()).then(|| {
        Box::new(Expr {
            at: value.at,
            kind: ExprKind::Constant(Const::Str(Rc::from(spec))),
        })
    });
    let kind = ExprKind::FormattedValue {
        value: Box::new(value.clone()),
        conversion,
        spec,
    };
    Some(Expr { at: value.at, kind })
}

/// A number of at most two digits; the outer none means: longer.
fn digits(chars: &mut std::iter::Peekable<std::str::Chars>) -> Option<Option<u32>> {
    let mut number = None;
    for _ in 0..3 {
        match chars.peek().and_then(|c| c.to_digit(10)) {
            Some(digit) => {
                number = Some(number.unwrap_or(0) * 10 + digit);
                chars.next();
            }
            None => return Some(number),
        }
    }
    None
}
