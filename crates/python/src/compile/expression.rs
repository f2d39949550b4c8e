//! Expressions, in the order in which they are evaluated.

use crate::code::{Const, Position};
use crate::opcode::Op;
use crate::parse::tree::{Context, Expr, ExprKind, UnaryOp};

use super::display::{LIST, SET, STACK_USE_GUIDELINE, TUPLE, small};
use super::flow::FlowOp;
use super::sequence::Loc;
use super::{Compiler, Result};

impl<'t> Compiler<'t> {
    pub(super) fn exprs(&mut self, exprs: &'t [Expr]) -> Result<()> {
        exprs.iter().try_for_each(|expr| self.expr(expr))
    }

    pub(super) fn truth_value(&mut self, at: Loc) {
        if self.facts.to_bool {
            self.emit(FlowOp::ToBool, 0, at);
        }
    }

    pub(super) fn expr(&mut self, expr: &'t Expr) -> Result<()> {
        let at = Some(expr.at);
        let line = expr.at.line;
        let unit = self.unit();
        unit.line = unit.line.max(line);
        match &expr.kind {
            ExprKind::Constant(value) => {
                let at = at.filter(|at| at.line > 0);
                self.load_const(value.clone(), true, at);
                Ok(())
            }
            ExprKind::Name(name, context) => {
                self.name(name, *context, at);
                Ok(())
            }
            ExprKind::Attribute { .. } => self.attribute(expr),
            ExprKind::Subscript {
                value,
                index,
                context,
            } => self.subscript(value, index, *context, at),
            ExprKind::Slice { .. } => self.slice(expr),
            ExprKind::Starred(value) => self.error(
                match value.kind {
                    ExprKind::Name(_, Context::Store)
                    | ExprKind::Attribute {
                        context: Context::Store,
                        ..
                    }
                    | ExprKind::Subscript {
                        context: Context::Store,
                        ..
                    }
                    | ExprKind::List(_, Context::Store)
                    | ExprKind::Tuple(_, Context::Store) => {
                        "starred assignment target must be in a list or tuple"
                    }
                    _ => "can't use starred expression here",
                },
                at,
            ),
            ExprKind::List(items, context) => self.items(items, *context, LIST, at),
            ExprKind::Tuple(items, context) => self.items(items, *context, TUPLE, at),
            ExprKind::Set(items) => self.display(items, 0, SET, at),
            ExprKind::Dict(items) => self.dict(items, at),
            ExprKind::BoolOp { and, values } => self.bool_op(*and, values, at),
            ExprKind::BinOp { left, op, right } => {
                self.expr(left)?;
                self.expr(right)?;
                self.emit(Op::BinaryOp, *op as u32, at);
                Ok(())
            }
            ExprKind::UnaryOp { op, operand } => {
                self.expr(operand)?;
                let op = match op {
                    UnaryOp::Invert => Op::UnaryInvert,
                    UnaryOp::Not => {
                        self.truth_value(at);
                        Op::UnaryNot
                    }
                    UnaryOp::Plus => Op::UnaryPositive,
                    UnaryOp::Minus => Op::UnaryNegative,
                };
                self.emit(op, 0, at);
                Ok(())
            }
            ExprKind::Compare { left, rest } => self.compare(left, rest, at),
            ExprKind::Conditional { test, body, orelse } => {
                let end = self.label();
                let next = self.label();
                self.jump_if(at, test, next, false)?;
                self.expr(body)?;
                self.jump_past(end);
                self.place(next);
                self.expr(orelse)?;
                self.place(end);
                Ok(())
            }
            ExprKind::Lambda(lambda) => self.lambda(lambda, expr.at),
            ExprKind::Call {
                func,
                args,
                keywords,
            } => self.call(expr, func, args, keywords),
            ExprKind::Comprehension(comprehension) => self.comprehension(comprehension, expr.at),
            ExprKind::Yield(value) => self.yield_expression(value.as_deref(), at),
            ExprKind::YieldFrom(value) => self.yield_from(value, at),
            ExprKind::Named { target, value } => {
                self.expr(value)?;
                self.emit(Op::Copy, 1, at);
                self.expr(target)
            }
            ExprKind::JoinedStr(values) => self.joined(values, at),
            ExprKind::FormattedValue {
                value,
                conversion,
                spec,
            } => {
                self.expr(value)?;
                let mut flags = *conversion;
                if let Some(spec) = spec {
                    self.expr(spec)?;
                    flags |= 4;
                }
                self.emit(Op::FormatValue, flags, at);
                Ok(())
            }
        }
    }

    fn attribute(&mut self, expr: &'t Expr) -> Result<()> {
        let ExprKind::Attribute {
            value,
            attr,
            context,
        } = &expr.kind
        else {
            return Ok(());
        };
        let at = Some(expr.at);
        if *context == Context::Load && self.is_super_call(value, attr) {
            self.super_arguments(value)?;
            self.emit_name(Op::LoadSuperAttr, attr, at);
            let at = self.attribute_place(at, expr);
            self.emit(Op::Nop, 0, at);
            return Ok(());
        }
        if *context == Context::Store {
            self.note_static_attribute(value, attr);
        }
        self.expr(value)?;
        let at = self.attribute_place(at, expr);
        let op = match context {
            Context::Load => Op::LoadAttr,
            Context::Store => Op::StoreAttr,
            Context::Del => Op::DeleteAttr,
        };
        self.emit_name(op, attr, at);
        Ok(())
    }

    /// An attribute on another line than its object has the place of its name.
    pub(super) fn attribute_place(&self, at: Loc, attribute: &Expr) -> Loc {
        let at = at?;
        let ExprKind::Attribute { attr, .. } = &attribute.kind else {
            return Some(at);
        };
        let end = attribute.at;
        if at.line == end.end_line {
            return Some(at);
        }
        let length = small(attr.chars().count());
        let mut moved = Position {
            line: end.end_line,
            ..at
        };
        if length <= end.end_col {
            moved.col = end.end_col - length;
        }
        moved.end_line = moved.end_line.max(moved.line);
        if moved.line == moved.end_line {
            moved.end_col = moved.end_col.max(moved.col);
        }
        Some(moved)
    }

    fn yield_expression(&mut self, value: Option<&'t Expr>, at: Loc) -> Result<()> {
        if !self.in_function() {
            return self.error("'yield' outside function", at);
        }
        match value {
            Some(value) => self.expr(value)?,
            None => self.load_const(Const::None, false, at),
        }
        self.yield_top(at);
        Ok(())
    }

    pub(super) fn yield_top(&mut self, at: Loc) {
        self.emit(Op::YieldValue, 0, at);
        self.emit(Op::Resume, 1, at);
    }

    fn yield_from(&mut self, value: &'t Expr, at: Loc) -> Result<()> {
        if !self.in_function() {
            return self.error("'yield from' outside function", at);
        }
        self.expr(value)?;
        self.emit(Op::GetYieldFromIter, 0, at);
        self.load_const(Const::None, false, at);
        let send = self.label();
        let fail = self.label();
        let exit = self.label();
        self.place(send);
        self.jump(Op::Send, exit, at);
        // Guards the yield: only `throw` and `close` raise there, and StopIteration is the result.
        self.jump(FlowOp::SetupFinally, fail, at);
        self.emit(Op::YieldValue, 1, at);
        self.emit(FlowOp::PopBlock, 0, None);
        self.emit(Op::Resume, 2, at);
        self.jump(FlowOp::JumpNoInterrupt, send, at);
        self.place(fail);
        self.emit(Op::CleanupThrow, 0, at);
        self.place(exit);
        self.emit(Op::EndSend, 0, at);
        Ok(())
    }

    fn joined(&mut self, values: &'t [Expr], at: Loc) -> Result<()> {
        if values.len() > STACK_USE_GUIDELINE {
            self.load_const(Const::Str("".into()), false, at);
            self.emit_name(Op::LoadMethod, &Self::intern("join"), at);
            self.emit(Op::BuildList, 0, at);
            for value in values {
                self.expr(value)?;
                self.emit(Op::ListAppend, 1, at);
            }
            self.emit(Op::Call, 1, at);
            return Ok(());
        }
        self.exprs(values)?;
        match values.len() {
            1 => {}
            0 if self.facts.constant_empty_fstring => {
                self.load_const(Const::Str("".into()), false, at)
            }
            count => self.emit(Op::BuildString, small(count), at),
        }
        Ok(())
    }
}
