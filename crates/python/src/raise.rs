//! Raising exceptions from Rust, and where an exception goes (`Python/errors.c`, `ceval.c` exception_unwind).

use std::rc::Rc;

use heap::Ref;

use crate::frame::{Frame, Return, StackRef};
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::exception::{Exception, Traceback};
use crate::objects::generator::FrameObject;
use crate::objects::instance::Attrs;
use crate::objects::{Body, Payload};
use crate::types::TypeId;
use crate::watch::Stop;

/// Where `raise class, value, traceback` of 2.7 leaves its third part.
pub(crate) const GIVEN_TRACEBACK: &str = "traceback";

impl Machine {
    /// A built-in exception with one text argument, with the handled one as its context.
    pub fn error(&mut self, kind: TypeId, message: &str) -> Unwind {
        let text = self.new_str(message);
        self.error_with(kind, vec![text])
    }

    /// A built-in exception with these arguments (taken over).
    pub fn error_with(&mut self, kind: TypeId, args: Vec<Ref>) -> Unwind {
        let exception = self.new_exception(kind, args);
        if let Payload::Exception(e) = self.payload_mut(exception) {
            e.raw = true;
        }
        self.set_context(exception);
        Unwind::Raise(exception)
    }

    /// A new built-in exception object with these arguments (taken over).
    pub fn new_exception(&mut self, kind: TypeId, args: Vec<Ref>) -> Ref {
        let args = self.new_tuple(args);
        let kind = match kind {
            TypeId::RecursionError if self.facts.python_2 => TypeId::RuntimeError,
            TypeId::ModuleNotFoundError if self.facts.python_2 => TypeId::ImportError,
            kind => kind,
        };
        self.make_tracked(kind, Payload::Exception(Box::new(Exception::new(args))))
    }

    /// TypeError.
    pub fn type_error(&mut self, message: &str) -> Unwind {
        self.error(TypeId::TypeError, message)
    }

    /// ValueError.
    pub fn value_error(&mut self, message: &str) -> Unwind {
        self.error(TypeId::ValueError, message)
    }

    /// IndexError.
    pub fn index_error(&mut self, message: &str) -> Unwind {
        self.error(TypeId::IndexError, message)
    }

    /// OverflowError.
    pub fn overflow(&mut self, message: &str) -> Unwind {
        self.error(TypeId::OverflowError, message)
    }

    /// ZeroDivisionError.
    pub fn zero_division(&mut self, message: &str) -> Unwind {
        self.error(TypeId::ZeroDivisionError, message)
    }

    /// MemoryError without arguments.
    pub fn memory_error(&mut self) -> Unwind {
        self.error_with(TypeId::MemoryError, Vec::new())
    }

    /// KeyError with the key (borrowed).
    pub fn key_error(&mut self, key: Ref) -> Unwind {
        self.incref(key);
        self.error_with(TypeId::KeyError, vec![key])
    }

    /// AttributeError that remembers object and name for hints.
    pub fn attribute_error(&mut self, message: &str, about: Option<(Ref, Ref)>) -> Unwind {
        let error = self.error(TypeId::AttributeError, message);
        // Exceptions of Python 2 know no more than their text.
        let about = about.filter(|_| !self.facts.python_2);
        if let (Unwind::Raise(e), Some((object, name))) = (error, about) {
            self.incref(object);
            self.incref(name);
            if let Payload::Exception(exception) = self.payload_mut(e) {
                exception.set_field("obj", object);
                exception.set_field("name", name);
            }
        }
        error
    }

    /// NameError that remembers the name for hints.
    pub fn name_error(&mut self, kind: TypeId, message: &str, name: Ref) -> Unwind {
        let error = self.error(kind, message);
        if let Unwind::Raise(e) = error
            && !self.facts.python_2
        {
            self.incref(name);
            if let Payload::Exception(exception) = self.payload_mut(e) {
                exception.set_field("name", name);
            }
        }
        error
    }

    /// Ends the run: this is Python, but outside what Heapscope supports.
    pub fn not_supported(&mut self, what: &str) -> Unwind {
        let line = self.program_line();
        self.stop(Stop::NotSupported {
            what: what.to_owned(),
            line,
        })
    }

    /// `_PyErr_SetObject`: the exception being handled becomes the context, and a cycle of contexts is cut.
    pub fn set_context(&mut self, exception: Ref) {
        if self.facts.exception_until_return {
            return;
        }
        let Some(handled) = self.handled() else {
            return;
        };
        if handled == exception {
            return;
        }
        let mut at = handled;
        let mut steps = 0;
        while let Payload::Exception(e) = self.payload(at) {
            let Some(next) = e.context else { break };
            if next == exception {
                let old = match self.payload_mut(at) {
                    Payload::Exception(e) => e.context.take(),
                    _ => None,
                };
                self.xdecref(old);
                break;
            }
            at = next;
            steps += 1;
            if steps > 10_000 {
                break;
            }
        }
        self.incref(handled);
        let old = match self.payload_mut(exception) {
            Payload::Exception(e) => e.context.replace(handled),
            _ => Some(handled),
        };
        self.xdecref(old);
    }

    /// The innermost exception that is being handled (`_PyErr_GetTopmostException`), borrowed.
    pub fn handled(&self) -> Option<Ref> {
        self.exc.iter().rev().find_map(|e| *e)
    }

    /// `raise kind`, `raise kind from cause`; both taken over.
    pub(crate) fn do_raise(&mut self, kind: Option<Ref>, cause: Option<Ref>) -> Unwind {
        let mut given_traceback = false;
        let Some(kind) = kind else {
            return match self.handled() {
                Some(e) => Unwind::Reraise(self.newref(e)),
                None if self.facts.python_2 => {
                    let none = self.interp.none;
                    self.not_an_exception_of_two(none)
                }
                None => self.error(TypeId::RuntimeError, "No active exception to reraise"),
            };
        };
        let exception = if self.is_exception_class(kind) {
            self.hold(kind);
            let made = self.call(kind, &[]);
            self.unhold();
            match made {
                Ok(e) if matches!(self.payload(e), Payload::Exception(_)) => {
                    self.decref(kind);
                    e
                }
                Ok(other) => {
                    let (class, got) = (
                        self.class_name(kind).to_owned(),
                        self.type_name(other).to_owned(),
                    );
                    self.decref(kind);
                    self.decref(other);
                    self.xdecref(cause);
                    return self.type_error(&format!(
                        "calling <class '{class}'> should have returned an instance of BaseException, not <class '{got}'>"
                    ));
                }
                Err(e) => {
                    self.decref(kind);
                    self.xdecref(cause);
                    return e;
                }
            }
        } else if matches!(self.payload(kind), Payload::Exception(_)) {
            if self.facts.exception_until_return {
                given_traceback = self.drop_traceback(kind);
            }
            kind
        } else {
            self.xdecref(cause);
            self.hold(kind);
            let error = if self.facts.python_2 {
                self.not_an_exception_of_two(kind)
            } else {
                self.type_error("exceptions must derive from BaseException")
            };
            self.unhold();
            self.decref(kind);
            return error;
        };
        if let Some(cause) = cause {
            let fixed = if self.is_exception_class(cause) {
                let made = self.call(cause, &[]);
                self.decref(cause);
                match made {
                    Ok(e) => Some(e),
                    Err(e) => {
                        self.decref(exception);
                        return e;
                    }
                }
            } else if matches!(self.payload(cause), Payload::Exception(_)) {
                Some(cause)
            } else if self.is_none(cause) {
                self.decref(cause);
                None
            } else {
                self.decref(cause);
                self.decref(exception);
                return self.type_error("exception causes must derive from BaseException");
            };
            let old = match self.payload_mut(exception) {
                Payload::Exception(e) => {
                    e.suppress_context = true;
                    std::mem::replace(&mut e.cause, fixed)
                }
                _ => None,
            };
            self.xdecref(old);
        }
        self.set_context(exception);
        if given_traceback {
            // The frame that raises adds nothing to a traceback that it was given (`do_raise` of 2.7).
            return Unwind::Reraise(exception);
        }
        Unwind::Raise(exception)
    }

    /// Whether an object is a class that derives from BaseException.
    pub fn is_exception_class(&self, r: Ref) -> bool {
        matches!(self.payload(r), Payload::Type(t) if t.native.is_subtype(TypeId::BaseException))
    }

    /// `PyErr_GivenExceptionMatches` for one class or a tuple of classes.
    pub fn exception_matches(&self, exception: Ref, kind: Ref) -> bool {
        match self.payload(kind) {
            Payload::Tuple(t) => t
                .items
                .iter()
                .any(|&k| self.exception_matches(exception, k)),
            Payload::Type(_) => self.is_instance(exception, kind),
            _ => false,
        }
    }

    // ---- traceback and frame objects

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
        if self.frames.last().is_none_or(Frame::is_incomplete) {
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
            self.pop_frame();
            if self.facts.callers_keep_arguments {
                self.end_call_through_c(left);
            }
            self.in_flight = outer;
            if let Return::Init(object) | Return::InitToRust(object) = ret {
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
        let Some(frame) = self.frames.last() else {
            return;
        };
        let (object, base) = (frame.object, frame.base as usize);
        let shared = object.is_some_and(|o| self.heap.refcnt(o) > 1);
        if shared && let Some(object) = object {
            // take_ownership: the caller's frame object becomes f_back.
            let back = number.checked_sub(1).and_then(|n| self.frame_object(n));
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

    /// What Python 2 says to something raised that is no exception.
    fn not_an_exception_of_two(&mut self, raised: Ref) -> Unwind {
        if self.is_classic(raised) || self.is_classic(self.class_of(raised)) {
            return self.not_supported("a classic class as an exception");
        }
        let message = format!(
            "exceptions must be old-style classes or derived from BaseException, not {}",
            self.type_name(raised)
        );
        self.type_error(&message)
    }

    /// A new raise starts with no traceback, or with the one that it was given; says which.
    fn drop_traceback(&mut self, exception: Ref) -> bool {
        let traceback = match self.payload_mut(exception) {
            Payload::Exception(e) => {
                let given = e
                    .fields
                    .iter()
                    .position(|(name, _)| *name == GIVEN_TRACEBACK);
                let given = given.map(|at| e.fields.remove(at).1);
                std::mem::replace(&mut e.traceback, given)
            }
            _ => None,
        };
        self.xdecref(traceback);
        matches!(self.payload(exception), Payload::Exception(e) if e.traceback.is_some())
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

    /// Makes an exception object of a Python class derived from a built-in one.
    pub fn new_exception_of(&mut self, class: Ref, args: &[Ref]) -> Ref {
        for &a in args {
            self.incref(a);
        }
        let args = self.new_tuple(args.to_vec());
        let mut body = Body::new(Payload::Exception(Box::new(Exception::new(args))));
        if let Payload::Type(t) = self.payload(class)
            && !t.is_static
        {
            body.attrs = Some(Box::new(Attrs {
                slots: vec![None; t.slots.len()].into(),
                ..Attrs::default()
            }));
        }
        let object = self.alloc(class, body);
        self.track(object);
        object
    }

    /// Where in the learner's program the innermost call of it is.
    pub fn program_line(&self) -> u32 {
        self.frames
            .iter()
            .rev()
            .find(|f| !f.code.internal)
            .map_or(0, |f| f.line())
    }

    /// Notes a compilation unit's source for tracebacks.
    pub(crate) fn add_source(&mut self, file: &str, source: &str) {
        self.sources.push((Rc::from(file), Rc::from(source)));
    }

    /// Runs something, and gives a pending exception up instead of raising it.
    pub fn swallow(&mut self, result: PyResult<Ref>) {
        match result {
            Ok(r) => self.decref(r),
            Err(Unwind::Raise(e) | Unwind::Reraise(e)) => self.decref(e),
            Err(Unwind::Halt) => {}
        }
    }
}
