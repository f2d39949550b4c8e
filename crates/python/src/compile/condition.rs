//! Conditions: `and`, `or`, comparisons and the jumps that they become.

use super::facts::ShortCircuit;
use super::flow::FlowOp;
use super::sequence::{Label, Loc};
use super::{Compiler, Result};
use crate::opcode::{CompareOp, Op};
use crate::parse::tree::{Comparison, Expr, ExprKind, UnaryOp};

impl<'t> Compiler<'t> {
    pub(super) fn bool_op(&mut self, and: bool, values: &'t [Expr], at: Loc) -> Result<()> {
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
    pub(super) fn keep_or_pop(&mut self, and: bool, end: Label, at: Loc) {
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
    pub(super) fn compare(
        &mut self,
        left: &'t Expr,
        rest: &'t [(Comparison, Expr)],
        at: Loc,
    ) -> Result<()> {
        let Some(((last_op, last), others)) = rest.split_last() else {
            return self.expr(left);
        };
        self.check_identity(left, rest, at);
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

    pub(super) fn jump_if_chain(
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
}
