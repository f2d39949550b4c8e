//! Leaving statements before their end: what `return`, `break` and `continue` have to do on their way
//! (`codegen_unwind_fblock`).

use std::rc::Rc;

use crate::code::Const;
use crate::opcode::Op;
use crate::parse::tree::{Context, Name, Stmt};

use super::error::CompileError;
use super::flow::FlowOp;
use super::sequence::{Label, Loc};
use super::{Compiler, Result};

/// What a statement around the current place needs when it is left.
#[derive(Clone, Debug)]
pub enum FrameBlockKind<'t> {
    /// Nothing; `continue` goes to `start`, `break` to `exit`.
    WhileLoop,
    /// The iterator is on the stack.
    ForLoop,
    /// A guarded body.
    TryExcept,
    /// A body whose `finally` has to run.
    FinallyTry(&'t [Stmt]),
    /// A `finally` body that runs because of an exception.
    FinallyEnd,
    /// A `with` body.
    With,
    /// The body of an `except`, with the name that it binds.
    HandlerCleanup(Option<Name>),
    /// A value that `return` has kept on the stack.
    PopValue,
    /// Between the handlers of a `try`.
    ExceptionHandler,
    /// Between the handlers of a `try` with `except*`.
    GroupHandler,
    /// The body of a generator.
    StopIteration,
}

/// A statement around the current place.
#[derive(Clone, Debug)]
pub struct FrameBlock<'t> {
    /// What it needs.
    pub kind: FrameBlockKind<'t>,
    /// Where `continue` goes.
    pub start: Option<Label>,
    /// Where `break` goes.
    pub exit: Option<Label>,
    /// The place of the statement.
    pub at: Loc,
}

impl<'t> Compiler<'t> {
    /// Enters a statement.
    ///
    /// # Errors
    /// More statements are nested than a frame can have.
    pub(super) fn push_block(
        &mut self,
        kind: FrameBlockKind<'t>,
        start: Option<Label>,
        exit: Option<Label>,
        at: Loc,
    ) -> Result<()> {
        if self.current().blocks.len() >= self.facts.max_blocks {
            return Err(CompileError::syntax(
                "too many statically nested blocks",
                at.unwrap_or_default(),
            ));
        }
        self.unit().blocks.push(FrameBlock {
            kind,
            start,
            exit,
            at,
        });
        Ok(())
    }

    /// Leaves a statement at its end.
    pub(super) fn pop_block(&mut self) {
        self.unit().blocks.pop();
    }

    /// Leaves one statement early; the value on top of the stack is kept if `keep_top`. Gives the place
    /// of what follows.
    pub(super) fn unwind_block(
        &mut self,
        block: &FrameBlock<'t>,
        mut at: Loc,
        keep_top: bool,
    ) -> Result<Loc> {
        let swap = |compiler: &mut Self, at| {
            if keep_top {
                compiler.emit(Op::Swap, 2, at);
            }
        };
        match &block.kind {
            FrameBlockKind::WhileLoop
            | FrameBlockKind::ExceptionHandler
            | FrameBlockKind::StopIteration => {}
            FrameBlockKind::GroupHandler => {
                let message = "'break', 'continue' and 'return' cannot appear in an except* block";
                return self.error(message, at);
            }
            FrameBlockKind::ForLoop | FrameBlockKind::PopValue => {
                swap(self, at);
                self.emit(Op::PopTop, 0, at);
            }
            FrameBlockKind::TryExcept => self.emit(FlowOp::PopBlock, 0, at),
            FrameBlockKind::FinallyTry(body) => {
                self.emit(FlowOp::PopBlock, 0, at);
                if keep_top {
                    self.push_block(FrameBlockKind::PopValue, None, None, at)?;
                }
                self.stmts(body)?;
                if keep_top {
                    self.pop_block();
                }
                at = None;
            }
            FrameBlockKind::FinallyEnd => {
                swap(self, at);
                self.emit(Op::PopTop, 0, at);
                swap(self, at);
                self.emit(FlowOp::PopBlock, 0, at);
                self.emit(Op::PopExcept, 0, at);
            }
            FrameBlockKind::With => {
                at = block.at;
                self.emit(FlowOp::PopBlock, 0, at);
                if keep_top {
                    if self.facts.special_method_loads {
                        self.emit(Op::Swap, 3, at);
                    }
                    self.emit(Op::Swap, 2, at);
                }
                self.call_exit_with_nones(at);
                self.emit(Op::PopTop, 0, at);
                at = None;
            }
            FrameBlockKind::HandlerCleanup(name) => {
                if name.is_some() {
                    self.emit(FlowOp::PopBlock, 0, at);
                }
                swap(self, at);
                self.emit(FlowOp::PopBlock, 0, at);
                self.emit(Op::PopExcept, 0, at);
                if let Some(name) = name {
                    self.forget_exception(name, at);
                }
            }
        }
        Ok(at)
    }

    /// `name = None; del name` at the end of an `except … as name`.
    pub(super) fn forget_exception(&mut self, name: &Name, at: Loc) {
        self.load_const(Const::None, false, at);
        self.name(name, Context::Store, at);
        self.name(name, Context::Del, at);
    }

    /// Leaves all statements, or those up to the next loop, which it gives back.
    pub(super) fn unwind_blocks(
        &mut self,
        mut at: Loc,
        keep_top: bool,
        to_loop: bool,
    ) -> Result<(Loc, Option<FrameBlock<'t>>)> {
        let mut left = Vec::new();
        let mut found = None;
        while let Some(top) = self.unit().blocks.pop() {
            if to_loop
                && matches!(
                    top.kind,
                    FrameBlockKind::WhileLoop | FrameBlockKind::ForLoop
                )
            {
                found = Some(top.clone());
                self.unit().blocks.push(top);
                break;
            }
            at = self.unwind_block(&top, at, keep_top)?;
            left.push(top);
        }
        left.reverse();
        self.unit().blocks.extend(left);
        Ok((at, found))
    }

    /// `exit(None, None, None)`.
    pub(super) fn call_exit_with_nones(&mut self, at: Loc) {
        for _ in 0..3 {
            self.load_const(Const::None, false, at);
        }
        // Up to 3.13 the bound `__exit__` has one slot, and the first None stands where a self would.
        let arguments = if self.facts.special_method_loads {
            3
        } else {
            2
        };
        self.emit(Op::Call, arguments, at);
    }

    /// Restores the exception that was handled before and raises the current one again.
    pub(super) fn pop_except_and_reraise(&mut self, at: Loc) {
        self.emit(Op::Copy, 3, at);
        self.emit(Op::PopExcept, 0, at);
        self.emit(Op::Reraise, 1, at);
    }

    /// An error at a place.
    pub(super) fn error<T>(&self, message: impl Into<String>, at: Loc) -> Result<T> {
        Err(CompileError::syntax(message, at.unwrap_or_default()))
    }

    /// A shared name made of a text.
    pub(super) fn intern(text: &str) -> Name {
        Rc::from(text)
    }
}
