//! `try` with `except*` (`codegen_try_star_except`).
//!
//! Under the handlers lie the exception that was raised and a list of what they raise themselves; on top lies what
//! no handler has taken yet. The last one puts the rest into the list, and PREP_RERAISE_STAR makes of both what is
//! raised at the end.

use std::rc::Rc;

use crate::opcode::Op;
use crate::parse::tree::{Context, Handler, Stmt};

use super::flow::FlowOp;
use super::sequence::Loc;
use super::unwind::FrameBlockKind;
use super::{Compiler, Result};

impl<'t> Compiler<'t> {
    pub(super) fn try_except_star(
        &mut self,
        body: &'t [Stmt],
        handlers: &'t [Handler],
        orelse: &'t [Stmt],
        at: Loc,
    ) -> Result<()> {
        let except = self.label();
        let otherwise = self.label();
        let end = self.label();
        let cleanup = self.label();
        let finish = self.label();
        let reraise = self.label();

        self.try_body(body, except, at)?;
        self.jump_past(otherwise);

        self.enter_handlers(except, cleanup, FrameBlockKind::GroupHandler, at)?;
        for (number, handler) in handlers.iter().enumerate() {
            if number == 0 {
                let at = Some(handler.at);
                self.emit(Op::BuildList, 0, at);
                self.emit(Op::Copy, 2, at);
            }
            self.star_handler(handler)?;
            if number + 1 == handlers.len() {
                self.emit(Op::ListAppend, 1, None);
                self.jump_past(finish);
            }
        }
        self.pop_block();

        self.place(finish);
        self.emit(Op::PrepReraiseStar, 0, None);
        self.emit(Op::Copy, 1, None);
        self.jump(Op::PopJumpIfNotNone, reraise, None);
        self.emit(Op::PopTop, 0, None);
        self.emit(FlowOp::PopBlock, 0, None);
        self.emit(Op::PopExcept, 0, None);
        self.jump_past(end);

        self.place(reraise);
        self.emit(FlowOp::PopBlock, 0, None);
        self.emit(Op::Swap, 2, None);
        self.emit(Op::PopExcept, 0, None);
        self.emit(Op::Reraise, 0, None);

        self.place(cleanup);
        self.pop_except_and_reraise(None);

        self.place(otherwise);
        self.stmts(orelse)?;
        self.place(end);
        Ok(())
    }

    /// One handler. The body is guarded: what it raises goes into the list.
    fn star_handler(&mut self, handler: &'t Handler) -> Result<()> {
        let at = Some(handler.at);
        let no_match = self.label();
        let next = self.label();
        let cleanup = self.label();
        let start = self.label();
        let done = self.label();
        if let Some(exception) = &handler.exception {
            self.expr(exception)?;
            self.emit(Op::CheckEgMatch, 0, at);
            self.emit(Op::Copy, 1, at);
            self.jump(Op::PopJumpIfNone, no_match, at);
        }
        match &handler.name {
            Some(name) => self.name(name, Context::Store, at),
            None => self.emit(Op::PopTop, 0, at),
        }
        self.jump(FlowOp::SetupCleanup, cleanup, at);
        self.place(start);
        self.push_block(
            FrameBlockKind::HandlerCleanup(handler.name.as_ref().map(Rc::clone)),
            Some(start),
            None,
            at,
        )?;
        self.stmts(&handler.body)?;
        self.pop_block();
        self.emit(FlowOp::PopBlock, 0, None);
        self.forget(handler);
        self.jump_past(done);

        self.place(cleanup);
        self.forget(handler);
        self.emit(Op::ListAppend, 3, None);
        self.emit(Op::PopTop, 0, None);
        self.jump_past(next);

        self.place(done);
        self.emit(Op::Nop, 0, None);
        self.jump_past(next);

        self.place(no_match);
        self.emit(Op::PopTop, 0, at);
        self.place(next);
        Ok(())
    }

    fn forget(&mut self, handler: &Handler) {
        if let Some(name) = &handler.name {
            self.forget_exception(name, None);
        }
    }
}
