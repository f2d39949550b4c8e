//! `with`.

use crate::opcode::Op;
use crate::parse::tree::{Stmt, WithItem};

use super::flow::FlowOp;
use super::sequence::Loc;
use super::unwind::FrameBlockKind;
use super::{Compiler, Result};

/// Arguments of LOAD_SPECIAL.
const ENTER: u32 = 0;
const EXIT: u32 = 1;

impl<'t> Compiler<'t> {
    /// `items` from the first to the last, each around the next.
    pub(super) fn with_statement(
        &mut self,
        items: &'t [WithItem],
        body: &'t [Stmt],
        stmt: Loc,
    ) -> Result<()> {
        let Some((item, rest)) = items.split_first() else {
            return self.stmts(body);
        };
        let start = self.label();
        let handler = self.label();
        let exit = self.label();
        let cleanup = self.label();

        self.expr(&item.context)?;
        let at = if self.facts.exact_statement_places {
            Some(item.context.at)
        } else {
            stmt
        };
        if self.facts.special_method_loads {
            self.emit(Op::Copy, 1, at);
            self.emit(Op::LoadSpecial, EXIT, at);
            self.emit(Op::Swap, 2, at);
            self.emit(Op::Swap, 3, at);
            self.emit(Op::LoadSpecial, ENTER, at);
            self.emit(Op::Call, 0, at);
        } else {
            self.emit(Op::BeforeWith, 0, at);
        }
        self.jump(FlowOp::SetupWith, handler, at);

        self.place(start);
        self.push_block(FrameBlockKind::With, Some(start), Some(handler), at)?;
        match &item.target {
            Some(target) => self.expr(target)?,
            None => self.emit(Op::PopTop, 0, at),
        }
        self.with_statement(rest, body, stmt)?;
        self.emit(FlowOp::PopBlock, 0, None);
        self.pop_block();

        self.call_exit_with_nones(at);
        self.emit(Op::PopTop, 0, at);
        self.jump(Op::Jump, exit, at);

        self.place(handler);
        self.jump(FlowOp::SetupCleanup, cleanup, at);
        self.emit(Op::PushExcInfo, 0, at);
        let has_self = u32::from(self.facts.special_method_loads);
        self.emit(Op::WithExceptStart, has_self, at);
        let suppress = self.label();
        self.truth_value(None);
        self.jump(Op::PopJumpIfTrue, suppress, None);
        self.emit(Op::Reraise, 2, None);

        if self.facts.with_cleanup_first {
            self.place(cleanup);
            self.pop_except_and_reraise(None);
        }
        self.place(suppress);
        self.emit(Op::PopTop, 0, None);
        self.emit(FlowOp::PopBlock, 0, None);
        self.emit(Op::PopExcept, 0, None);
        for _ in 0..2 + has_self {
            self.emit(Op::PopTop, 0, None);
        }
        if !self.facts.with_cleanup_first {
            self.jump_past(exit);
            self.place(cleanup);
            self.pop_except_and_reraise(None);
        }
        self.place(exit);
        Ok(())
    }
}
