//! Unwinding: traceback entries, handlers, and frames that end (`exception_unwind` and `clear_thread_frame` in
//! `Python/ceval.c`, `Python/traceback.c`).

use heap::Ref;

use crate::frame::{Return, StackRef};
use crate::machine::{Machine, Unwind};
use crate::objects::Payload;
use crate::objects::exception::Traceback;
use crate::objects::generator::FrameObject;
use crate::types::TypeId;

impl Machine {
    /// `_PyFrame_GetFrameObject`: the frame object of the running call with this number, borrowed.
    pub fn frame_object(&mut self, number: usize) -> Option<Ref> {
        let frame = self.frames.get(number)?;
        if let Some(object) = frame.object {
            return Some(object);
        }
        let (id, code, generator) = (frame.id, frame.code_ref, frame.generator);
        self.incref(code);
        let object = self.make(
            TypeId::Frame,
            Payload::Frame(Box::new(FrameObject {
                id,
                saved: None,
                back: None,
                code,
                generator,
                line: 0,
                extra_locals: None,
            })),
        );
        if let Some(frame) = self.frames.get_mut(number) {
            frame.object = Some(object);
        }
        Some(object)
    }

    /// `PyTraceBack_Here`: adds an entry for the innermost frame.
    pub(crate) fn add_traceback(&mut self, exception: Ref) {
        let number = self.frames.len() - 1;
        if self.frames.last().is_none_or(|f| f.is_incomplete(f.lasti)) {
            return;
        }
        let Some(object) = self.frame_object(number) else {
            return;
        };
        let Some(frame) = self.frames.last() else {
            return;
        };
        let (lasti, line) = (frame.lasti, frame.line());
        self.incref(object);
        let next = match self.payload_mut(exception) {
            Payload::Exception(e) => e.traceback.take(),
            _ => None,
        };
        let entry = self.make_tracked(
            TypeId::Traceback,
            Payload::Traceback(Box::new(Traceback {
                next,
                frame: object,
                lasti,
                line,
            })),
        );
        let old = match self.payload_mut(exception) {
            Payload::Exception(e) => e.traceback.replace(entry),
            _ => Some(entry),
        };
        self.xdecref(old);
    }

    /// The exception goes to a handler of the innermost frame, or that frame ends. When the frame was entered from
    /// Rust, the exception is handed out there.
    pub(crate) fn unwind(&mut self, error: Unwind, floor: usize) -> Result<(), Unwind> {
        let mut exception = match error {
            Unwind::Halt => return Err(Unwind::Halt),
            Unwind::Raise(e) => {
                if self.frames.len() > floor {
                    self.hold(e);
                    self.add_traceback(e);
                    self.unhold();
                }
                e
            }
            Unwind::Reraise(e) => e,
        };
        loop {
            if self.frames.len() <= floor {
                return Err(Unwind::Raise(exception));
            }
            let Some(frame) = self.frames.last() else {
                return Err(Unwind::Raise(exception));
            };
            let at = frame.lasti;
            let handler = frame
                .code
                .spec
                .handlers
                .iter()
                .find(|h| h.start <= at && at < h.end)
                .copied();
            if let Some(handler) = handler {
                let keep = (frame.stack_base + handler.depth) as usize;
                self.hold(exception);
                while self.stack.len() > keep {
                    if let Some(entry) = self.stack.pop() {
                        self.close(entry);
                    }
                }
                self.unhold();
                if handler.lasti {
                    let lasti = self.new_int(i64::from(at));
                    self.stack.push(StackRef::owned(lasti));
                }
                self.stack.push(StackRef::owned(exception));
                if let Some(frame) = self.frames.last_mut() {
                    frame.ip = handler.target;
                }
                return Ok(());
            }
            // The frame ends here.
            let (ret, in_generator) = (frame.ret, frame.generator.is_some());
            let left = frame.left;
            let stack_base = frame.stack_base as usize;
            self.hold(exception);
            // What is left on its evaluation stack goes first, from the top.
            while self.stack.len() > stack_base {
                if let Some(entry) = self.stack.pop() {
                    self.close(entry);
                }
            }
            if in_generator {
                exception = self.generator_failed(exception);
            }
            let outer = self.in_flight.replace(exception);
            let mark = self.held_mark();
            self.held.extend(ret.object());
            self.pop_frame();
            if self.facts.callers_keep_arguments {
                self.end_call_through_c(left);
            }
            self.held.truncate(mark);
            self.in_flight = outer;
            if let Some(object) = ret.object() {
                self.decref(object);
            }
            self.unhold();
            if matches!(ret, Return::ToRust | Return::InitToRust(_)) {
                return Err(Unwind::Raise(exception));
            }
            if self.frames.len() > floor {
                self.hold(exception);
                self.add_traceback(exception);
                self.unhold();
            }
        }
    }

    /// Ends the innermost frame: its locals die, and a frame object that others hold takes them over.
    /// `_PyFrame_ClearExceptCode`.
    pub(crate) fn pop_frame(&mut self) {
        self.restore_exception();
        let Some(number) = self.frames.len().checked_sub(1) else {
            return;
        };
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        // An object that waits for its `__init__` is the caller's from here on.
        if frame.ret.object().is_some() {
            frame.ret = Return::Push;
        }
        let (object, base) = (frame.object, frame.base as usize);
        let shared = object.is_some_and(|o| self.heap.refcnt(o) > 1);
        if shared && let Some(object) = object {
            // take_ownership: the caller's frame object becomes f_back.
            let forgotten = frame.generator.is_some() && self.facts.generators_forget_callers;
            let caller = number.checked_sub(1).filter(|_| !forgotten);
            let back = caller.and_then(|n| self.frame_object(n));
            if let Some(back) = back {
                self.incref(back);
            }
            let slots: Vec<StackRef> = self.stack.drain(base..).collect();
            let slots = slots.into_iter().map(|s| self.own(s)).collect();
            let Some(mut frame) = self.frames.pop() else {
                return;
            };
            frame.object = None;
            self.drop_to(frame.bottom as usize);
            let (line, backwards) = (frame.line(), self.facts.locals_die_backwards);
            if let Some(generator) = frame.generator.take()
                && let Payload::Generator(g) = self.payload_mut(generator)
                && !g.owns_code
            {
                g.owns_code = true;
                let code = g.code;
                self.incref(code);
            }
            if let Payload::Frame(f) = self.payload_mut(object) {
                f.saved = Some(Box::new(crate::frame::SavedFrame {
                    frame,
                    slots,
                    backwards,
                }));
                f.back = back;
                f.line = line;
                f.generator = None;
            }
            if !self.heap.is_tracked(object) {
                self.track(object);
            }
            self.decref(object);
            return;
        }
        if let Some(object) = object {
            if let Some(frame) = self.frames.last_mut() {
                frame.object = None;
            }
            self.decref(object);
        }
        self.clear_locals(base);
        let Some(mut frame) = self.frames.pop() else {
            return;
        };
        self.drop_to(frame.bottom as usize);
        if let Some(object) = frame.object.take() {
            // What died with the locals asked for it: it outlives a frame that has none any more.
            let line = frame.line();
            if let Payload::Frame(f) = self.payload_mut(object) {
                f.line = line;
            }
            self.decref(object);
        }
        self.xdecref(frame.locals);
        self.xdecref(frame.func);
        self.leave_code(frame.generator, frame.code_ref);
    }

    /// Gives up the stack above a height, from the top.
    pub(crate) fn drop_to(&mut self, height: usize) {
        while self.stack.len() > height {
            if let Some(entry) = self.stack.pop() {
                self.close(entry);
            }
        }
    }

    /// `reset_exc_info`: a frame that caught something puts back what was current before (2.7).
    fn restore_exception(&mut self) {
        let Some(outer) = self
            .frames
            .last_mut()
            .and_then(|f| f.outer_exception.take())
        else {
            return;
        };
        if self.frames.last().is_some_and(|f| f.generator.is_some()) {
            // A generator has an entry of its own, which is gone already.
            self.forget_exception(outer);
            return;
        }
        let old = match self.exc.last_mut() {
            Some(top) => std::mem::replace(top, outer),
            None => outer,
        };
        self.forget_exception(old);
    }

    /// An exception is no longer current: with it goes its traceback, which 2.7 keeps beside it.
    pub(crate) fn forget_exception(&mut self, exception: Option<Ref>) {
        let Some(exception) = exception else { return };
        let needed = self.in_flight == Some(exception)
            || self.exc.contains(&Some(exception))
            || self
                .frames
                .iter()
                .any(|f| f.outer_exception == Some(Some(exception)));
        self.hold(exception);
        if !needed {
            self.drop_traceback(exception);
        }
        self.unhold();
        self.decref(exception);
    }

    /// Locals and what is left on the stack die: in slot order, from 3.14 on backwards.
    fn clear_locals(&mut self, base: usize) {
        if self.facts.locals_die_backwards {
            while self.stack.len() > base {
                if let Some(entry) = self.stack.pop() {
                    self.close(entry);
                }
            }
        } else {
            let end = self.stack.len();
            for at in base..end {
                let entry = self.stack.get_mut(at).map(std::mem::take);
                if let Some(entry) = entry {
                    self.close(entry);
                }
            }
            self.stack.truncate(base);
        }
    }

    /// A stack entry that owns its reference.
    pub(crate) fn own(&mut self, entry: StackRef) -> StackRef {
        match entry.get() {
            Some(r) if entry.is_borrowed() => StackRef::owned(self.newref(r)),
            _ => entry,
        }
    }
}
