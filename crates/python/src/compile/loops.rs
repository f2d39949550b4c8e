//! `for`, `while`, `break`, `continue`.

use crate::opcode::Op;
use crate::parse::tree::{Expr, Stmt};

use super::flow::FlowOp;
use super::sequence::{Label, Loc};
use super::unwind::FrameBlockKind;
use super::{Compiler, Result};

impl<'t> Compiler<'t> {
    pub(super) fn for_loop(
        &mut self,
        target: &'t Expr,
        iter: &'t Expr,
        body: &'t [Stmt],
        orelse: &'t [Stmt],
        stmt: Loc,
    ) -> Result<()> {
        let start = self.label();
        let cleanup = self.label();
        let end = self.label();
        self.push_block(FrameBlockKind::ForLoop, Some(start), Some(end), stmt)?;
        self.expr(iter)?;
        let at = if self.facts.exact_statement_places {
            Some(iter.at)
        } else {
            stmt
        };
        self.emit(Op::GetIter, 0, at);
        self.place(start);
        self.for_iter(cleanup, at);
        if self.facts.exact_statement_places {
            // Tracing of loops over several lines; gone if it shows nothing.
            self.emit(Op::Nop, 0, Some(target.at));
        }
        self.expr(target)?;
        self.stmts(body)?;
        self.jump(Op::Jump, start, None);
        self.place(cleanup);
        self.end_for();
        self.pop_block();
        self.stmts(orelse)?;
        self.place(end);
        Ok(())
    }

    /// FOR_ITER, which goes to `exhausted` at the end.
    pub(super) fn for_iter(&mut self, exhausted: Label, at: Loc) {
        let op = if self.facts.end_for {
            FlowOp::ForIter
        } else {
            FlowOp::ForIterPopping
        };
        self.jump(op, exhausted, at);
    }

    /// What stands where an exhausted loop goes on.
    pub(super) fn end_for(&mut self) {
        if self.facts.end_for {
            self.emit(FlowOp::EndFor, 0, None);
            self.emit(FlowOp::PopIter, 0, None);
        }
    }

    pub(super) fn while_loop(
        &mut self,
        test: &'t Expr,
        body: &'t [Stmt],
        orelse: &'t [Stmt],
        stmt: Loc,
    ) -> Result<()> {
        let start = self.label();
        let inside = self.label();
        let end = self.label();
        let anchor = self.label();
        self.place(start);
        self.push_block(FrameBlockKind::WhileLoop, Some(start), Some(end), stmt)?;
        self.jump_if(stmt, test, anchor, false)?;
        if self.facts.inverted_while {
            self.place(inside);
            self.stmts(body)?;
            self.jump_if(stmt, test, inside, true)?;
        } else {
            self.stmts(body)?;
            self.jump(Op::Jump, start, None);
        }
        self.pop_block();
        self.place(anchor);
        self.stmts(orelse)?;
        self.place(end);
        Ok(())
    }

    pub(super) fn break_statement(&mut self, at: Loc) -> Result<()> {
        self.emit(Op::Nop, 0, at);
        let (after, found) = self.unwind_blocks(at, false, true)?;
        let Some(block) = found else {
            return self.error("'break' outside loop", at);
        };
        let after = self.unwind_block(&block, after, false)?;
        if let Some(exit) = block.exit {
            self.jump(Op::Jump, exit, after);
        }
        Ok(())
    }

    pub(super) fn continue_statement(&mut self, at: Loc) -> Result<()> {
        self.emit(Op::Nop, 0, at);
        let (after, found) = self.unwind_blocks(at, false, true)?;
        let Some(start) = found.and_then(|block| block.start) else {
            return self.error("'continue' not properly in loop", at);
        };
        self.jump(Op::Jump, start, after);
        Ok(())
    }
}
