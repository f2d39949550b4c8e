//! FOR_ITER and SEND: a suspended generator runs on in the same loop.

use heap::Ref;

use super::Flow;
use crate::frame::{Resumed, Return};
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::iterator::Iter;
use crate::types::TypeId;

impl Machine {
    pub(super) fn for_iter(&mut self, target: u32) -> PyResult<Flow> {
        let iterator = self.peek(0)?;
        match self.heap.body_mut(iterator).payload {
            Payload::Generator(ref g)
                if g.frame.is_some() && !g.running && self.frames.len() < self.limits.recursion =>
            {
                let none = self.interp.none;
                self.resume(iterator, none, Return::Resumed(Resumed::ForIter));
                return Ok(Flow::Next);
            }
            Payload::Iter(ref mut iter) => {
                if let Iter::Range { next, step, left } = &mut **iter {
                    if *left > 0 {
                        let value = *next;
                        *next = next.wrapping_add(*step);
                        *left -= 1;
                        let r = self.new_int(value);
                        self.push(r);
                        return Ok(Flow::Next);
                    }
                    self.drop_top(1);
                    self.jump(target);
                    return Ok(Flow::Next);
                }
            }
            _ => {}
        }
        match self.iter_next(iterator)? {
            Some(r) => self.push(r),
            None => {
                self.drop_top(1);
                self.jump(target);
            }
        }
        Ok(Flow::Next)
    }

    pub(super) fn send(&mut self, target: u32) -> PyResult<Flow> {
        let (receiver, value) = (self.peek(1)?, self.peek(0)?);
        if let Payload::Generator(g) = self.payload(receiver) {
            if g.running {
                return Err(self.value_error("generator already executing"));
            }
            if g.frame.is_some()
                && (g.started || self.is_none(value))
                && self.frames.len() < self.limits.recursion
            {
                self.resume(receiver, value, Return::Resumed(Resumed::Send));
                // `value` was the sender's: the receiver has its own reference now. It lies below the
                // resumed frame's slots.
                self.drop_below_top_frame();
                return Ok(Flow::Next);
            }
        }
        let result = if matches!(self.payload(receiver), Payload::Generator(_)) {
            self.gen_resume(receiver, value).map(|r| match r {
                crate::generator::Resumption::Yielded(v) => (v, false),
                crate::generator::Resumption::Returned(v) => (v, true),
            })
        } else if self.is_none(value) {
            match self.ask_next(receiver) {
                Ok(Some(v)) => Ok((v, false)),
                Ok(None) => Ok((self.none(), true)),
                Err(Unwind::Raise(e)) if self.is_native(e, TypeId::StopIteration) => {
                    Ok((self.stop_value(e), true))
                }
                Err(e) => Err(e),
            }
        } else {
            match self.call_method(receiver, "send", &[value]) {
                Ok(v) => Ok((v, false)),
                Err(Unwind::Raise(e)) if self.is_native(e, TypeId::StopIteration) => {
                    Ok((self.stop_value(e), true))
                }
                Err(e) => Err(e),
            }
        };
        let (result, over) = result?;
        self.hold(result);
        self.drop_top(1);
        self.unhold();
        self.push(result);
        if over {
            self.jump(target);
        }
        Ok(Flow::Next)
    }

    /// The value of a StopIteration, which is given up.
    pub(super) fn stop_value(&mut self, exception: Ref) -> Ref {
        let value = match self.payload(exception) {
            Payload::Exception(e) => e.field("value").unwrap_or(self.interp.none),
            _ => self.interp.none,
        };
        self.incref(value);
        self.decref(exception);
        value
    }

    /// SEND: takes the sent value off the sender's stack, below the frame that was just resumed.
    pub(super) fn drop_below_top_frame(&mut self) {
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        let at = frame.base as usize - 1;
        frame.base -= 1;
        frame.stack_base -= 1;
        frame.bottom -= 1;
        let entry = self.stack.remove(at);
        self.close(entry);
    }

    /// YIELD_VALUE: to the loop that resumed it, or to Rust code.
    pub(super) fn yield_value(&mut self) -> PyResult<Flow> {
        let value = self.pop()?;
        let Some((_, ret)) = self.suspend() else {
            return Err(self.broken());
        };
        match ret {
            Return::Resumed(_) => {
                self.push(value);
                Ok(Flow::Next)
            }
            _ => {
                self.yielded = true;
                Ok(Flow::Done(value))
            }
        }
    }

    /// CLEANUP_THROW: a StopIteration thrown into `yield from` ends it with its value.
    pub(super) fn cleanup_throw(&mut self) -> PyResult<Flow> {
        let exception = self.peek(0)?;
        if self.is_native(exception, TypeId::StopIteration) {
            let value = match self.payload(exception) {
                Payload::Exception(e) => e.field("value").unwrap_or(self.interp.none),
                _ => self.interp.none,
            };
            self.incref(value);
            self.drop_top(3);
            let none = self.none();
            self.push(none);
            self.push(value);
        } else {
            let exception = self.pop()?;
            return Err(Unwind::Reraise(exception));
        }
        Ok(Flow::Next)
    }
}
