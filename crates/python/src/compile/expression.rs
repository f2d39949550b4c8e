//! Expressions, in the order in which they are evaluated.

use crate::code::{Const, Position};
use crate::opcode::{CompareOp, Op};
use crate::parse::tree::{Comparison, Context, Expr, ExprKind, UnaryOp};

use super::facts::ShortCircuit;
use super::flow::FlowOp;
use super::sequence::{Label, Loc};
use super::{Compiler, Result};

/// More operands than this are collected one by one (`_PY_STACK_USE_GUIDELINE`).
pub const STACK_USE_GUIDELINE: usize = 30;

/// The instructions that build a display.
#[derive(Clone, Copy)]
pub struct Display {
    /// All at once.
    pub build: Op,
    /// One more.
    pub add: Op,
    /// All of an iterable.
    pub extend: Op,
    /// The list becomes a tuple in the end.
    pub tuple: bool,
}

/// `[…]`
pub const LIST: Display = Display {
    build: Op::BuildList,
    add: Op::ListAppend,
    extend: Op::ListExtend,
    tuple: false,
};
/// `(…)`
pub const TUPLE: Display = Display {
    tuple: true,
    ..LIST
};
/// `{…}`
pub const SET: Display = Display {
    build: Op::BuildSet,
    add: Op::SetAdd,
    extend: Op::SetUpdate,
    tuple: false,
};

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
            ExprKind::Starred(_) => self.error("can't use starred expression here", at),
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

    fn items(
        &mut self,
        items: &'t [Expr],
        context: Context,
        display: Display,
        at: Loc,
    ) -> Result<()> {
        match context {
            Context::Load => self.display(items, 0, display, at),
            Context::Store => self.unpack(items, at),
            Context::Del => self.exprs(items),
        }
    }

    /// `pushed` items of the display are on the stack already.
    pub(super) fn display(
        &mut self,
        items: &'t [Expr],
        pushed: u32,
        display: Display,
        at: Loc,
    ) -> Result<()> {
        let count = u32::try_from(items.len()).unwrap_or(u32::MAX);
        let total = count.saturating_add(pushed);
        if self.facts.folds_on_tree && self.constant_display(items, pushed, display, at) {
            return Ok(());
        }
        let big = total as usize > STACK_USE_GUIDELINE;
        let starred = items
            .iter()
            .any(|item| matches!(item.kind, ExprKind::Starred(_)));
        if !starred && !big {
            self.exprs(items)?;
            let build = if display.tuple {
                Op::BuildTuple
            } else {
                display.build
            };
            self.emit(build, total, at);
            return Ok(());
        }
        let mut built = big;
        if big {
            self.emit(display.build, pushed, at);
        }
        for (number, item) in items.iter().enumerate() {
            if let ExprKind::Starred(value) = &item.kind {
                if !built {
                    let before = u32::try_from(number)
                        .unwrap_or(u32::MAX)
                        .saturating_add(pushed);
                    self.emit(display.build, before, at);
                    built = true;
                }
                self.expr(value)?;
                self.emit(display.extend, 1, at);
            } else {
                self.expr(item)?;
                if built {
                    self.emit(display.add, 1, at);
                }
            }
        }
        if display.tuple {
            self.emit(Op::ListToTuple, 0, at);
        }
        Ok(())
    }

    /// Three or more constants are one tuple or frozenset, which the display is extended by.
    fn constant_display(
        &mut self,
        items: &'t [Expr],
        pushed: u32,
        display: Display,
        at: Loc,
    ) -> bool {
        let constants: Option<Vec<Const>> = items.iter().map(constant).collect();
        let Some(values) = constants.filter(|values| values.len() > 2) else {
            return false;
        };
        if display.tuple && pushed == 0 {
            self.load_const(Const::Tuple(values), false, at);
            return true;
        }
        let folded = match display.add {
            Op::SetAdd => crate::parse::frozen_set(values),
            _ => Const::Tuple(values),
        };
        self.emit(display.build, pushed, at);
        self.load_const(folded, false, at);
        self.emit(display.extend, 1, at);
        if display.tuple {
            self.emit(Op::ListToTuple, 0, at);
        }
        true
    }

    /// `a, *b, c = …`
    fn unpack(&mut self, items: &'t [Expr], at: Loc) -> Result<()> {
        let count = items.len();
        let mut star = None;
        for (number, item) in items.iter().enumerate() {
            if matches!(item.kind, ExprKind::Starred(_)) {
                if star.is_some() {
                    return self.error("multiple starred expressions in assignment", at);
                }
                if number >= 1 << 8 || count - number > 1 << 23 {
                    return self.error("too many expressions in star-unpacking assignment", at);
                }
                star = Some(number);
            }
        }
        match star {
            Some(number) => self.emit(
                Op::UnpackEx,
                small(number) + (small(count - number - 1) << 8),
                at,
            ),
            None => self.emit(Op::UnpackSequence, small(count), at),
        }
        for item in items {
            match &item.kind {
                ExprKind::Starred(value) => self.expr(value)?,
                _ => self.expr(item)?,
            }
        }
        Ok(())
    }

    fn dict(&mut self, items: &'t [(Option<Expr>, Expr)], at: Loc) -> Result<()> {
        let mut have_dict = false;
        let mut pending = 0..0;
        for (number, (key, value)) in items.iter().enumerate() {
            if key.is_some() {
                if pending.len() * 2 > STACK_USE_GUIDELINE {
                    self.pairs(&items[pending.start..=number], have_dict, at)?;
                    have_dict = true;
                    pending = number + 1..number + 1;
                } else {
                    pending.end = number + 1;
                }
                continue;
            }
            if !pending.is_empty() {
                self.pairs(&items[pending.clone()], have_dict, at)?;
                have_dict = true;
            }
            if !have_dict {
                self.emit(Op::BuildMap, 0, at);
                have_dict = true;
            }
            self.expr(value)?;
            self.emit(Op::DictUpdate, 1, at);
            pending = number + 1..number + 1;
        }
        if !pending.is_empty() {
            self.pairs(&items[pending], have_dict, at)?;
            have_dict = true;
        }
        if !have_dict {
            self.emit(Op::BuildMap, 0, at);
        }
        Ok(())
    }

    fn pairs(&mut self, items: &'t [(Option<Expr>, Expr)], update: bool, at: Loc) -> Result<()> {
        let count = small(items.len());
        let big = items.len() * 2 > STACK_USE_GUIDELINE;
        let keys: Option<Vec<Const>> = items
            .iter()
            .map(|(key, _)| key.as_ref().and_then(constant))
            .collect();
        match keys {
            Some(keys) if self.facts.const_key_maps && count > 1 && !big => {
                items.iter().try_for_each(|(_, value)| self.expr(value))?;
                self.load_const(Const::Tuple(keys), false, at);
                self.emit(Op::BuildConstKeyMap, count, at);
            }
            _ => {
                if big {
                    self.emit(Op::BuildMap, 0, at);
                }
                for (key, value) in items {
                    if let Some(key) = key {
                        self.expr(key)?;
                    }
                    self.expr(value)?;
                    if big {
                        self.emit(Op::MapAdd, 1, at);
                    }
                }
                if !big {
                    self.emit(Op::BuildMap, count, at);
                }
            }
        }
        if update {
            self.emit(Op::DictUpdate, 1, at);
        }
        Ok(())
    }

    fn bool_op(&mut self, and: bool, values: &'t [Expr], at: Loc) -> Result<()> {
        let Some((last, others)) = values.split_last() else {
            return Ok(());
        };
        let end = self.label();
        for value in others {
            self.expr(value)?;
            self.keep_or_pop(and, end, at);
        }
        self.expr(last)?;
        self.place(end);
        Ok(())
    }

    /// Goes to `end` with the value if it decides, else drops it.
    fn keep_or_pop(&mut self, and: bool, end: Label, at: Loc) {
        match self.facts.short_circuit {
            ShortCircuit::OrPop => {
                let op = if and {
                    Op::JumpIfFalseOrPop
                } else {
                    Op::JumpIfTrueOrPop
                };
                self.jump(op, end, at);
                return;
            }
            ShortCircuit::Copy => {
                self.emit(Op::Copy, 1, at);
                self.truth_value(at);
                self.jump(
                    if and {
                        Op::PopJumpIfFalse
                    } else {
                        Op::PopJumpIfTrue
                    },
                    end,
                    at,
                );
            }
            ShortCircuit::ThreadedCopy => {
                self.jump(
                    if and {
                        FlowOp::JumpIfFalse
                    } else {
                        FlowOp::JumpIfTrue
                    },
                    end,
                    at,
                );
            }
        }
        self.emit(Op::PopTop, 0, at);
    }

    pub(super) fn comparison(&mut self, op: Comparison, at: Loc) {
        let compare = |op: CompareOp| (Op::CompareOp, op as u32);
        let (op, arg) = match op {
            Comparison::Eq => compare(CompareOp::Eq),
            Comparison::NotEq => compare(CompareOp::Ne),
            Comparison::Lt => compare(CompareOp::Lt),
            Comparison::LtE => compare(CompareOp::Le),
            Comparison::Gt => compare(CompareOp::Gt),
            Comparison::GtE => compare(CompareOp::Ge),
            Comparison::Is => (Op::IsOp, 0),
            Comparison::IsNot => (Op::IsOp, 1),
            Comparison::In => (Op::ContainsOp, 0),
            Comparison::NotIn => (Op::ContainsOp, 1),
        };
        self.emit(op, arg, at);
    }

    /// The operand between two operators is evaluated once and kept for the second.
    fn compare(&mut self, left: &'t Expr, rest: &'t [(Comparison, Expr)], at: Loc) -> Result<()> {
        let Some(((last_op, last), others)) = rest.split_last() else {
            return self.expr(left);
        };
        self.expr(left)?;
        if others.is_empty() {
            self.expr(last)?;
            self.comparison(*last_op, at);
            return Ok(());
        }
        let cleanup = self.label();
        for (op, right) in others {
            self.expr(right)?;
            self.emit(Op::Swap, 2, at);
            self.emit(Op::Copy, 2, at);
            self.comparison(*op, at);
            match self.facts.short_circuit {
                ShortCircuit::OrPop => self.jump(Op::JumpIfFalseOrPop, cleanup, at),
                ShortCircuit::Copy | ShortCircuit::ThreadedCopy => {
                    self.emit(Op::Copy, 1, at);
                    self.truth_value(at);
                    self.jump(Op::PopJumpIfFalse, cleanup, at);
                    self.emit(Op::PopTop, 0, at);
                }
            }
        }
        self.expr(last)?;
        self.comparison(*last_op, at);
        let end = self.label();
        self.jump_past(end);
        self.place(cleanup);
        self.emit(Op::Swap, 2, at);
        self.emit(Op::PopTop, 0, at);
        self.place(end);
        Ok(())
    }

    /// Goes to `next` if the truth of `expr` is `condition`. `at` is the place of the statement. Gives the
    /// place of what comes after it: 3.11 goes on with that of the last comparison.
    pub(super) fn jump_if(
        &mut self,
        at: Loc,
        expr: &'t Expr,
        next: Label,
        condition: bool,
    ) -> Result<Loc> {
        let leaks = !self.facts.condition_places;
        let compares = matches!(expr.kind, ExprKind::Compare { .. });
        let here = if leaks && !compares {
            at
        } else {
            Some(expr.at)
        };
        match &expr.kind {
            ExprKind::UnaryOp {
                op: UnaryOp::Not,
                operand,
            } => {
                return self.jump_if(at, operand, next, !condition);
            }
            ExprKind::BoolOp { and, values } => {
                let Some((last, others)) = values.split_last() else {
                    return Ok(at);
                };
                // An `or` is decided by a true value.
                let decides = !and;
                let target = if decides == condition {
                    next
                } else {
                    self.label()
                };
                let mut after = at;
                for value in others {
                    after = self.jump_if(after, value, target, decides)?;
                }
                after = self.jump_if(after, last, next, condition)?;
                if target != next {
                    self.place(target);
                }
                return Ok(after);
            }
            ExprKind::Conditional { test, body, orelse } => {
                let end = self.label();
                let otherwise = self.label();
                let mut after = self.jump_if(at, test, otherwise, false)?;
                after = self.jump_if(after, body, next, condition)?;
                self.jump_past(end);
                self.place(otherwise);
                after = self.jump_if(after, orelse, next, condition)?;
                self.place(end);
                return Ok(after);
            }
            ExprKind::Compare { left, rest } if rest.len() > 1 => {
                self.jump_if_chain(left, rest, next, condition, here)?;
            }
            _ => {
                self.expr(expr)?;
                self.truth_value(here);
                let op = if condition {
                    Op::PopJumpIfTrue
                } else {
                    Op::PopJumpIfFalse
                };
                self.jump(op, next, here);
            }
        }
        Ok(if leaks { here } else { at })
    }

    fn jump_if_chain(
        &mut self,
        left: &'t Expr,
        rest: &'t [(Comparison, Expr)],
        next: Label,
        condition: bool,
        at: Loc,
    ) -> Result<()> {
        let cleanup = self.label();
        self.expr(left)?;
        let Some(((last_op, last), others)) = rest.split_last() else {
            return Ok(());
        };
        for (op, right) in others {
            self.expr(right)?;
            self.emit(Op::Swap, 2, at);
            self.emit(Op::Copy, 2, at);
            self.comparison(*op, at);
            self.truth_value(at);
            self.jump(Op::PopJumpIfFalse, cleanup, at);
        }
        self.expr(last)?;
        self.comparison(*last_op, at);
        self.truth_value(at);
        let op = if condition {
            Op::PopJumpIfTrue
        } else {
            Op::PopJumpIfFalse
        };
        self.jump(op, next, at);
        let end = self.label();
        self.jump_past(end);
        self.place(cleanup);
        self.emit(Op::PopTop, 0, at);
        if !condition {
            self.jump_past(next);
        }
        self.place(end);
        Ok(())
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

    fn subscript(
        &mut self,
        value: &'t Expr,
        index: &'t Expr,
        context: Context,
        at: Loc,
    ) -> Result<()> {
        self.expr(value)?;
        if context != Context::Del && self.is_two_part_slice(index) {
            self.slice_parts(index)?;
            let op = if context == Context::Load {
                Op::BinarySlice
            } else {
                Op::StoreSlice
            };
            self.emit(op, 0, at);
            return Ok(());
        }
        self.expr(index)?;
        let op = match context {
            Context::Load => Op::BinarySubscr,
            Context::Store => Op::StoreSubscr,
            Context::Del => Op::DeleteSubscr,
        };
        self.emit(op, 0, at);
        Ok(())
    }

    /// `a:b`, for which no slice object is made (3.12+), unless it is a constant (3.14+).
    pub(super) fn is_two_part_slice(&self, index: &Expr) -> bool {
        let ExprKind::Slice { step: None, .. } = &index.kind else {
            return false;
        };
        self.facts.slice_instructions
            && !(self.facts.constant_slices && constant_slice(index).is_some())
    }

    pub(super) fn slice_parts(&mut self, slice: &'t Expr) -> Result<()> {
        let ExprKind::Slice { lower, upper, .. } = &slice.kind else {
            return Ok(());
        };
        for part in [lower, upper] {
            match part {
                Some(part) => self.expr(part)?,
                None => self.load_const(Const::None, false, Some(slice.at)),
            }
        }
        Ok(())
    }

    fn slice(&mut self, slice: &'t Expr) -> Result<()> {
        let at = Some(slice.at);
        if self.facts.constant_slices
            && let Some(value) = constant_slice(slice)
        {
            self.load_const(value, false, at);
            return Ok(());
        }
        self.slice_parts(slice)?;
        let mut parts = 2;
        if let ExprKind::Slice {
            step: Some(step), ..
        } = &slice.kind
        {
            self.expr(step)?;
            parts = 3;
        }
        self.emit(Op::BuildSlice, parts, at);
        Ok(())
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

fn constant(expr: &Expr) -> Option<Const> {
    match &expr.kind {
        ExprKind::Constant(value) => Some(value.clone()),
        _ => None,
    }
}

fn constant_slice(slice: &Expr) -> Option<Const> {
    let ExprKind::Slice { lower, upper, step } = &slice.kind else {
        return None;
    };
    let part = |part: &Option<Box<Expr>>| match part {
        Some(part) => constant(part),
        None => Some(Const::None),
    };
    Some(Const::Slice(Box::new([
        part(lower)?,
        part(upper)?,
        part(step)?,
    ])))
}

/// A count as an argument; the limits on the source keep it small.
pub fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
