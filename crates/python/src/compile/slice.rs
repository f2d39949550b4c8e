//! Subscripts and slices.

use super::display::constant;
use super::sequence::Loc;
use super::{Compiler, Result};
use crate::code::Const;
use crate::opcode::Op;
use crate::parse::tree::{Context, Expr, ExprKind};

impl<'t> Compiler<'t> {
    pub(super) fn subscript(
        &mut self,
        value: &'t Expr,
        index: &'t Expr,
        context: Context,
        at: Loc,
    ) -> Result<()> {
        if context == Context::Load {
            self.check_subscript(value, index, at);
        }
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

    pub(super) fn slice(&mut self, slice: &'t Expr) -> Result<()> {
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
}

pub(super) fn constant_slice(slice: &Expr) -> Option<Const> {
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
