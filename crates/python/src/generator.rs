//! Generators: resuming, throwing, closing (`Objects/genobject.c`).

use heap::Ref;

use crate::frame::{Return, SavedFrame, StackRef};
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::generator::{Generator, ShowsCode};
use crate::types::TypeId;
use crate::version::Version;

/// What comes out of a generator.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Resumption {
    /// It yielded.
    Yielded(Ref),
    /// It returned.
    Returned(Ref),
}

impl Machine {
    /// RETURN_GENERATOR: the frame moves into a new generator object.
    pub(crate) fn make_generator(&mut self) -> Option<Ref> {
        let frame = self.frames.last()?;
        let (func, code) = (frame.func, frame.code_ref);
        let (name, qualname) = match func.map(|f| self.payload(f)) {
            Some(Payload::Function(f)) => (f.name, f.shown_name()),
            _ => (frame.code.name, frame.code.qualname),
        };
        let owns_code = !self.at_least(Version::V3_12);
        for r in [name, qualname] {
            self.incref(r);
        }
        if owns_code {
            self.incref(code);
        }
        let shows_code = match (owns_code, self.at_least(Version::V3_14_2)) {
            (true, _) => ShowsCode::First,
            (false, false) => ShowsCode::Never,
            (false, true) => ShowsCode::Last,
        };
        let mut frame = self.frames.pop()?;
        let slots: Vec<StackRef> = self.stack.drain(frame.base as usize..).collect();
        let slots: Vec<StackRef> = slots.into_iter().map(|s| self.own(s)).collect();
        let bottom = frame.bottom as usize;
        let (ret, left) = (frame.ret, std::mem::take(&mut frame.left));
        frame.ret = Return::Push;
        let backwards = self.facts.locals_die_backwards;
        let generator = Generator {
            frame: Some(Box::new(SavedFrame {
                frame,
                slots,
                backwards,
            })),
            name,
            qualname,
            code,
            owns_code,
            shows_code,
            running: false,
            started: false,
            exc: None,
        };
        let object = self.make_tracked(TypeId::Generator, Payload::Generator(Box::new(generator)));
        if let Payload::Generator(g) = self.payload_mut(object)
            && let Some(saved) = &mut g.frame
        {
            saved.frame.generator = Some(object);
        }
        self.returned_from = ret;
        self.hold(object);
        self.drop_to(bottom);
        self.end_call_through_c(left);
        self.unhold();
        Some(object)
    }

    /// Puts a suspended generator's frame on the machine; the value sent is pushed.
    pub(crate) fn resume(&mut self, generator: Ref, send: Ref, ret: Return) -> bool {
        let Payload::Generator(g) = self.payload_mut(generator) else {
            return false;
        };
        let Some(saved) = g.frame.take() else {
            return false;
        };
        let exc = g.exc.take();
        g.running = true;
        g.started = true;
        let SavedFrame {
            mut frame, slots, ..
        } = *saved;
        let bottom = self.stack.len() as u32;
        let shift = bottom.wrapping_sub(frame.base);
        frame.base = bottom;
        frame.bottom = bottom;
        frame.stack_base = frame.stack_base.wrapping_add(shift);
        frame.ret = ret;
        self.stack.extend(slots);
        // What is sent is the value of `yield`; at the start POP_TOP drops it.
        self.incref(send);
        self.stack.push(StackRef::owned(send));
        self.frames.push(frame);
        self.exc.push(exc);
        true
    }

    /// YIELD_VALUE: the frame goes back into the generator.
    pub(crate) fn suspend(&mut self) -> Option<(Ref, Return)> {
        let frame = self.frames.pop()?;
        let generator = frame.generator?;
        let ret = frame.ret;
        let slots: Vec<StackRef> = self.stack.drain(frame.base as usize..).collect();
        let slots = slots.into_iter().map(|s| self.own(s)).collect();
        let exc = self.exc.pop().flatten();
        let backwards = self.facts.locals_die_backwards;
        if let Payload::Generator(g) = self.payload_mut(generator) {
            g.frame = Some(Box::new(SavedFrame {
                frame,
                slots,
                backwards,
            }));
            g.running = false;
            g.exc = exc;
        }
        Some((generator, ret))
    }

    /// The generator's frame is over: it will not be resumed.
    pub(crate) fn generator_done(&mut self, generator: Ref) {
        let exc = self.exc.pop().flatten();
        if let Payload::Generator(g) = self.payload_mut(generator) {
            g.running = false;
        }
        self.xdecref(exc);
    }

    /// What a frame that is over does with its code: a generator that has none of its own keeps it.
    pub(crate) fn leave_code(&mut self, generator: Option<Ref>, code: Ref) {
        match generator.map(|g| self.payload_mut(g)) {
            Some(Payload::Generator(g)) if !g.owns_code => g.owns_code = true,
            _ => self.decref(code),
        }
    }

    /// An exception leaves the generator's frame.
    pub(crate) fn generator_failed(&mut self, exception: Ref) -> Ref {
        if let Some(generator) = self.frames.last().and_then(|f| f.generator) {
            self.generator_done(generator);
        }
        exception
    }

    /// `generator.send(value)` from Rust; the value is borrowed.
    pub fn gen_resume(&mut self, generator: Ref, value: Ref) -> PyResult<Resumption> {
        let Payload::Generator(g) = self.payload(generator) else {
            return Err(self.type_error("not a generator"));
        };
        if g.running {
            return Err(self.value_error("generator already executing"));
        }
        if g.frame.is_none() {
            return Ok(Resumption::Returned(self.none()));
        }
        if !g.started && !self.is_none(value) {
            return Err(self.type_error("can't send non-None value to a just-started generator"));
        }
        let floor = self.frames.len();
        if self.nesting >= 190 || floor >= self.limits.recursion {
            return Err(self.error(TypeId::RecursionError, "maximum recursion depth exceeded"));
        }
        self.incref(generator);
        self.hold(generator);
        self.resume(generator, value, Return::ToRust);
        self.nesting += 1;
        self.yielded = false;
        let result = self.execute(floor);
        self.nesting -= 1;
        let yielded = std::mem::take(&mut self.yielded);
        self.unhold();
        self.decref(generator);
        let result = result?;
        Ok(if yielded {
            Resumption::Yielded(result)
        } else {
            Resumption::Returned(result)
        })
    }

    /// `next`-like resumption: the value yielded, or `None` at the end (the return value is given up).
    pub fn gen_send(&mut self, generator: Ref, value: Ref) -> PyResult<Option<Ref>> {
        match self.gen_resume(generator, value)? {
            Resumption::Yielded(r) => Ok(Some(r)),
            Resumption::Returned(r) => {
                if self.is_none(r) {
                    self.decref(r);
                    return Ok(None);
                }
                Err(self.stop_iteration(r))
            }
        }
    }

    /// StopIteration with a value (taken over).
    pub fn stop_iteration(&mut self, value: Ref) -> Unwind {
        if self.is_none(value) {
            self.decref(value);
            let none = self.none();
            let e = self.error_with(TypeId::StopIteration, Vec::new());
            self.set_stop_value(e, none);
            e
        } else {
            self.incref(value);
            let e = self.error_with(TypeId::StopIteration, vec![value]);
            self.set_stop_value(e, value);
            e
        }
    }

    fn set_stop_value(&mut self, error: Unwind, value: Ref) {
        if let Unwind::Raise(e) = error {
            let old = match self.payload_mut(e) {
                Payload::Exception(x) => x.set_field("value", value),
                _ => Some(value),
            };
            self.xdecref(old);
        }
    }

    /// `generator.throw(exception)`: the exception is taken over.
    pub fn gen_throw(&mut self, generator: Ref, exception: Ref) -> PyResult<Resumption> {
        let Payload::Generator(g) = self.payload(generator) else {
            self.decref(exception);
            return Err(self.type_error("not a generator"));
        };
        if g.running {
            self.decref(exception);
            return Err(self.value_error("generator already executing"));
        }
        let finished = g.frame.is_none();
        if finished {
            return Err(Unwind::Raise(exception));
        }
        // A generator that delegates passes the exception on to what it delegates to.
        if let Some(inner) = self.delegate(generator) {
            return self.throw_into_delegate(generator, inner, exception);
        }
        let floor = self.frames.len();
        self.incref(generator);
        self.hold(generator);
        let none = self.interp.none;
        self.resume(generator, none, Return::ToRust);
        if let Some(sent) = self.stack.pop() {
            self.close(sent);
        }
        self.nesting += 1;
        self.yielded = false;
        self.set_context(exception);
        let result = match self.unwind(Unwind::Raise(exception), floor) {
            Ok(()) => self.execute(floor),
            Err(e) => Err(e),
        };
        self.nesting -= 1;
        let yielded = std::mem::take(&mut self.yielded);
        self.unhold();
        self.decref(generator);
        let result = result?;
        Ok(if yielded {
            Resumption::Yielded(result)
        } else {
            Resumption::Returned(result)
        })
    }

    /// `gi_yieldfrom`: what a suspended generator delegates to, borrowed.
    pub fn delegate(&self, generator: Ref) -> Option<Ref> {
        let Payload::Generator(g) = self.payload(generator) else {
            return None;
        };
        let saved = g.frame.as_ref()?;
        if !g.started {
            return None;
        }
        let code = &saved.frame.code.spec.code;
        // The frame is suspended at YIELD_VALUE; within `yield from` a SEND stands right before it.
        let at = saved.frame.lasti as usize;
        let before = at.checked_sub(1).and_then(|i| code.get(i))?;
        if code.get(at)?.op == crate::opcode::Op::YieldValue && before.op == crate::opcode::Op::Send
        {
            return saved.slots.last().and_then(|s| s.get());
        }
        None
    }

    fn throw_into_delegate(
        &mut self,
        generator: Ref,
        inner: Ref,
        exception: Ref,
    ) -> PyResult<Resumption> {
        self.incref(inner);
        self.hold(inner);
        if let Payload::Generator(g) = self.payload_mut(generator) {
            g.running = true;
        }
        let is_exit = self.is_native(exception, TypeId::GeneratorExit);
        let delegates = matches!(self.payload(inner), Payload::Generator(_));
        let result = if delegates && !is_exit {
            self.gen_throw(inner, exception)
        } else {
            self.hold(exception);
            let called = if delegates {
                self.gen_close(inner).map(Some)
            } else {
                self.close_or_throw_by_name(inner, exception, is_exit)
            };
            self.unhold();
            match called {
                Ok(Some(r)) if is_exit => {
                    self.decref(r);
                    Err(Unwind::Raise(exception))
                }
                Ok(Some(r)) => {
                    self.decref(exception);
                    Ok(Resumption::Yielded(r))
                }
                Ok(None) => Err(Unwind::Raise(exception)),
                Err(e) => self.give_up(exception, Err(e)),
            }
        };
        if let Payload::Generator(g) = self.payload_mut(generator) {
            g.running = false;
        }
        self.unhold();
        self.decref(inner);
        match result {
            Ok(Resumption::Yielded(r)) => Ok(Resumption::Yielded(r)),
            Ok(Resumption::Returned(value)) => {
                let Unwind::Raise(stop) = self.stop_iteration(value) else {
                    return Err(Unwind::Halt);
                };
                self.throw_here(generator, stop)
            }
            Err(Unwind::Raise(e) | Unwind::Reraise(e)) => self.throw_here(generator, e),
            Err(Unwind::Halt) => Err(Unwind::Halt),
        }
    }

    /// The same for what is no generator: its own method, if it has one.
    fn close_or_throw_by_name(
        &mut self,
        inner: Ref,
        exception: Ref,
        closes: bool,
    ) -> PyResult<Option<Ref>> {
        let name = if closes {
            self.interp.names.close
        } else {
            self.interp.names.throw
        };
        let Some(method) = self.getattr_suppressed(inner, name)? else {
            return Ok(None);
        };
        let mark = self.held_mark();
        self.hold(method);
        let result = if closes {
            self.call(method, &[])
        } else {
            self.call(method, &[exception])
        };
        self.settle(mark, result).map(Some)
    }

    /// Throws into the generator's own frame, at the `yield from`: CLEANUP_THROW is its handler.
    fn throw_here(&mut self, generator: Ref, exception: Ref) -> PyResult<Resumption> {
        let floor = self.frames.len();
        self.incref(generator);
        self.hold(generator);
        let none = self.interp.none;
        self.resume(generator, none, Return::ToRust);
        if let Some(sent) = self.stack.pop() {
            self.close(sent);
        }
        self.nesting += 1;
        self.yielded = false;
        let none = self.none();
        self.stack.push(StackRef::owned(none));
        let result = match self.unwind(Unwind::Raise(exception), floor) {
            Ok(()) => self.execute(floor),
            Err(e) => Err(e),
        };
        self.nesting -= 1;
        let yielded = std::mem::take(&mut self.yielded);
        self.unhold();
        self.decref(generator);
        let result = result?;
        Ok(if yielded {
            Resumption::Yielded(result)
        } else {
            Resumption::Returned(result)
        })
    }

    /// `generator.close()`. From 3.13 on it gives what the generator returned.
    pub fn gen_close(&mut self, generator: Ref) -> PyResult<Ref> {
        let Payload::Generator(g) = self.payload_mut(generator) else {
            return Ok(self.none());
        };
        if g.running {
            return Err(self.value_error("generator already executing"));
        }
        if !g.started {
            // Nothing of it ran: its frame simply goes.
            let mut released = Vec::new();
            g.clear(&mut released);
            self.decref_all(released);
            return Ok(self.none());
        }
        if g.frame.is_none() {
            return Ok(self.none());
        }
        let exit = self.new_exception(TypeId::GeneratorExit, Vec::new());
        match self.gen_throw(generator, exit) {
            Ok(Resumption::Yielded(r)) => {
                self.decref(r);
                Err(self.error(TypeId::RuntimeError, "generator ignored GeneratorExit"))
            }
            Ok(Resumption::Returned(r)) if self.at_least(Version::V3_13) => Ok(r),
            Ok(Resumption::Returned(r)) => {
                self.decref(r);
                Ok(self.none())
            }
            Err(Unwind::Raise(e) | Unwind::Reraise(e))
                if self.is_native(e, TypeId::GeneratorExit)
                    || self.is_native(e, TypeId::StopIteration) =>
            {
                self.decref(e);
                Ok(self.none())
            }
            Err(e) => Err(e),
        }
    }
}
