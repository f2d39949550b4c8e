//! `try`.
//!
//! The `finally` body is compiled once for every way out. A handler runs with the exception that was
//! being handled before on the stack; a second handler around it puts that one back.

use std::rc::Rc;

use crate::opcode::Op;
use crate::parse::tree::{Context, Handler, Name, Stmt};

use super::flow::FlowOp;
use super::sequence::{Label, Loc};
use super::unwind::FrameBlockKind;
use super::{Compiler, Result};

/// The handlers, and whether they are `except*`.
type Handlers<'t> = (&'t [Handler], bool);

impl<'t> Compiler<'t> {
    pub(super) fn try_statement(
        &mut self,
        body: &'t [Stmt],
        handlers: Handlers<'t>,
        orelse: &'t [Stmt],
        finalbody: &'t [Stmt],
        at: Loc,
    ) -> Result<()> {
        if finalbody.is_empty() {
            self.guarded(body, handlers, orelse, at)
        } else {
            self.try_finally(body, handlers, orelse, finalbody, at)
        }
    }

    fn try_finally(
        &mut self,
        body: &'t [Stmt],
        handlers: Handlers<'t>,
        orelse: &'t [Stmt],
        finalbody: &'t [Stmt],
        at: Loc,
    ) -> Result<()> {
        let start = self.label();
        let end = self.label();
        let exit = self.label();
        let cleanup = self.label();

        self.jump(FlowOp::SetupFinally, end, at);
        self.place(start);
        self.push_block(
            FrameBlockKind::FinallyTry(finalbody),
            Some(start),
            Some(end),
            at,
        )?;
        if handlers.0.is_empty() {
            self.stmts(body)?;
        } else {
            self.guarded(body, handlers, orelse, at)?;
        }
        self.emit(FlowOp::PopBlock, 0, None);
        self.pop_block();
        self.stmts(finalbody)?;
        self.jump_past(exit);

        self.place(end);
        self.jump(FlowOp::SetupCleanup, cleanup, None);
        self.emit(Op::PushExcInfo, 0, None);
        self.push_block(FrameBlockKind::FinallyEnd, Some(end), None, None)?;
        let silent = self.facts.finally_warnings;
        self.silently(silent, |compiler| compiler.stmts(finalbody))?;
        self.pop_block();
        // 3.11 goes on with the place of the last statement.
        let last = self
            .current()
            .sequence
            .steps
            .last()
            .and_then(|step| step.at);
        let at = last.filter(|_| !self.facts.condition_places);
        self.emit(Op::Reraise, 0, at);

        self.place(cleanup);
        self.pop_except_and_reraise(at);
        self.place(exit);
        Ok(())
    }

    fn guarded(
        &mut self,
        body: &'t [Stmt],
        (handlers, star): Handlers<'t>,
        orelse: &'t [Stmt],
        at: Loc,
    ) -> Result<()> {
        if star {
            self.try_except_star(body, handlers, orelse, at)
        } else {
            self.try_except(body, handlers, orelse, at)
        }
    }

    /// What is between `try` and the first `except`.
    pub(super) fn try_body(&mut self, body: &'t [Stmt], except: Label, at: Loc) -> Result<()> {
        let start = self.label();
        self.jump(FlowOp::SetupFinally, except, at);
        self.place(start);
        self.push_block(FrameBlockKind::TryExcept, Some(start), None, at)?;
        self.stmts(body)?;
        self.pop_block();
        self.emit(FlowOp::PopBlock, 0, None);
        Ok(())
    }

    /// Where an exception comes in. What the handlers raise themselves goes to `cleanup`.
    pub(super) fn enter_handlers(
        &mut self,
        except: Label,
        cleanup: Label,
        handlers: FrameBlockKind<'t>,
        at: Loc,
    ) -> Result<()> {
        self.place(except);
        self.jump(FlowOp::SetupCleanup, cleanup, None);
        self.emit(Op::PushExcInfo, 0, None);
        self.push_block(handlers, None, None, at)
    }

    fn try_except(
        &mut self,
        body: &'t [Stmt],
        handlers: &'t [Handler],
        orelse: &'t [Stmt],
        at: Loc,
    ) -> Result<()> {
        let except = self.label();
        let end = self.label();
        let cleanup = self.label();

        self.try_body(body, except, at)?;
        self.stmts(orelse)?;
        self.jump_past(end);

        self.enter_handlers(except, cleanup, FrameBlockKind::ExceptionHandler, at)?;
        for (number, handler) in handlers.iter().enumerate() {
            if handler.exception.is_none() && number + 1 < handlers.len() {
                return self.error("default 'except:' must be last", Some(handler.at));
            }
            self.handler(handler, end)?;
        }
        self.pop_block();
        self.emit(Op::Reraise, 0, None);

        self.place(cleanup);
        self.pop_except_and_reraise(None);
        self.place(end);
        Ok(())
    }

    fn handler(&mut self, handler: &'t Handler, end: Label) -> Result<()> {
        let at = Some(handler.at);
        let next = self.label();
        if let Some(exception) = &handler.exception {
            self.expr(exception)?;
            self.emit(Op::CheckExcMatch, 0, at);
            self.jump(Op::PopJumpIfFalse, next, at);
        }
        match &handler.name {
            Some(name) if !self.facts.handlers_keep_names => {
                self.named_handler(handler, name, end)?;
            }
            name => {
                let start = self.label();
                match name {
                    Some(name) => self.name(name, Context::Store, at),
                    None => self.emit(Op::PopTop, 0, at),
                }
                self.place(start);
                self.push_block(FrameBlockKind::HandlerCleanup(None), Some(start), None, at)?;
                self.stmts(&handler.body)?;
                self.pop_block();
                self.emit(FlowOp::PopBlock, 0, None);
                self.emit(Op::PopExcept, 0, None);
                self.jump_past(end);
            }
        }
        self.place(next);
        Ok(())
    }

    /// The body is itself guarded, so that the name is deleted on every way out.
    fn named_handler(&mut self, handler: &'t Handler, name: &Name, end: Label) -> Result<()> {
        let at = Some(handler.at);
        let cleanup = self.label();
        let start = self.label();
        self.name(name, Context::Store, at);
        self.jump(FlowOp::SetupCleanup, cleanup, at);
        self.place(start);
        self.push_block(
            FrameBlockKind::HandlerCleanup(Some(Rc::clone(name))),
            Some(start),
            None,
            at,
        )?;
        self.stmts(&handler.body)?;
        self.pop_block();
        self.emit(FlowOp::PopBlock, 0, None);
        self.emit(FlowOp::PopBlock, 0, None);
        self.emit(Op::PopExcept, 0, None);
        self.forget_exception(name, None);
        self.jump_past(end);

        self.place(cleanup);
        self.forget_exception(name, None);
        self.emit(Op::Reraise, 1, None);
        Ok(())
    }
}
