//! Handlers and `with`: the stack of exceptions that are being handled.

use heap::Ref;

use super::Flow;
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::types::TypeId;

impl Machine {
    /// PUSH_EXC_INFO: what was being handled waits below the new one.
    pub(super) fn push_exc_info(&mut self) -> PyResult<Flow> {
        let exception = self.pop()?;
        if self.facts.exception_until_return {
            return self.catch_until_return(exception);
        }
        let previous = match self.exc.last_mut() {
            Some(top) => top.take(),
            None => None,
        };
        let previous = previous.unwrap_or_else(|| self.newref(self.interp.none));
        self.push(previous);
        self.incref(exception);
        if let Some(top) = self.exc.last_mut() {
            *top = Some(exception);
        }
        self.push(exception);
        Ok(Flow::Next)
    }

    /// `set_exc_info` of 2.7: the frame remembers what was current before its first handler. In the place of what
    /// waits lies None.
    fn catch_until_return(&mut self, exception: Ref) -> PyResult<Flow> {
        self.incref(exception);
        if let Payload::Exception(e) = self.payload_mut(exception) {
            e.raw = false;
        }
        let previous = match self.exc.last_mut() {
            Some(top) => top.replace(exception),
            None => None,
        };
        match self.frames.last_mut() {
            Some(frame) if frame.outer_exception.is_none() => {
                frame.outer_exception = Some(previous);
            }
            _ => self.forget_exception(previous),
        }
        let none = self.none();
        self.push(none);
        self.push(exception);
        Ok(Flow::Next)
    }

    /// POP_EXCEPT.
    pub(super) fn pop_except(&mut self) -> PyResult<Flow> {
        let previous = self.pop()?;
        if self.facts.exception_until_return {
            self.decref(previous);
            return Ok(Flow::Next);
        }
        let previous = if self.is_none(previous) {
            self.decref(previous);
            None
        } else {
            Some(previous)
        };
        let old = match self.exc.last_mut() {
            Some(top) => std::mem::replace(top, previous),
            None => previous,
        };
        self.xdecref(old);
        Ok(Flow::Next)
    }

    /// CHECK_EG_MATCH: what matches is what is being handled now.
    pub(super) fn check_group_match(&mut self) -> PyResult<Flow> {
        let (exception, kind) = (self.peek(1)?, self.peek(0)?);
        self.check_exception_kind(kind)?;
        let (found, rest) = crate::builtins::exception_group::taken(self, exception, kind)?;
        let none = self.interp.none;
        if let Some(found) = found {
            self.incref(found);
            let old = match self.exc.last_mut() {
                Some(top) => top.replace(found),
                None => Some(found),
            };
            self.xdecref(old);
        }
        let found = found.unwrap_or_else(|| self.newref(none));
        let rest = rest.unwrap_or_else(|| self.newref(none));
        self.hold(found);
        self.hold(rest);
        self.drop_top(2);
        self.unhold();
        self.unhold();
        self.push(rest);
        self.push(found);
        Ok(Flow::Next)
    }

    /// A StopIteration must not leave a generator: PEP 479.
    pub(super) fn stop_iteration_error(&mut self) -> PyResult<Flow> {
        let exception = self.peek(0)?;
        if self.is_native(exception, TypeId::StopIteration) && !self.facts.python_2 {
            let exception = self.newref(exception);
            let message = "generator raised StopIteration";
            let Unwind::Raise(new) =
                self.error_from_cause(TypeId::RuntimeError, message, exception)
            else {
                return Err(Unwind::Halt);
            };
            return self.replace_top(1, Ok(new));
        }
        Ok(Flow::Next)
    }

    /// WITH_EXCEPT_START: calls `__exit__` with the exception.
    pub(super) fn with_except_start(&mut self, arg: u32) -> PyResult<Flow> {
        // 3.14: `__exit__` may lie there unbound, with its object above it.
        let own = if arg == 1 {
            self.stack
                .len()
                .checked_sub(4)
                .and_then(|at| self.stack.get(at))
                .and_then(|s| s.get())
        } else {
            None
        };
        let exception = self.peek(0)?;
        let exit = self.peek(if arg == 1 { 4 } else { 3 })?;
        let kind = self.class_of(exception);
        let traceback = self.traceback_of(exception);
        let traceback = traceback.unwrap_or(self.interp.none);
        // `PyException_GetTraceback` gives a reference, which from 3.14 on is kept during the call.
        let mark = self.held_mark();
        if self.facts.borrowed_loads {
            self.incref(traceback);
            self.hold(traceback);
        }
        let result = match own {
            Some(own) => self.call(exit, &[own, kind, exception, traceback]),
            None => self.call(exit, &[kind, exception, traceback]),
        };
        let result = self.settle(mark, result)?;
        self.push(result);
        Ok(Flow::Next)
    }
}
