//! Raising exceptions from Rust (`Python/errors.c`, `do_raise` in `Python/ceval.c`).

use std::rc::Rc;

use heap::Ref;

use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::exception::Exception;
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

    /// `_PyErr_FormatFromCause`: a new exception that has this one (taken over) as its cause and its context.
    pub(crate) fn error_from_cause(&mut self, kind: TypeId, message: &str, cause: Ref) -> Unwind {
        self.hold(cause);
        let error = self.error(kind, message);
        self.unhold();
        let Unwind::Raise(raised) = error else {
            self.decref(cause);
            return error;
        };
        self.incref(cause);
        let old = match self.payload_mut(raised) {
            Payload::Exception(e) => {
                e.suppress_context = true;
                [e.context.replace(cause), e.cause.replace(cause)]
            }
            _ => [Some(cause), Some(cause)],
        };
        for r in old {
            self.xdecref(r);
        }
        error
    }

    /// An AttributeError that does not know what was asked for learns it (`_PyObject_SetAttributeErrorContext`).
    pub(crate) fn tell_of_attribute(&mut self, error: Unwind, object: Ref, name: Ref) {
        let (Unwind::Raise(e) | Unwind::Reraise(e)) = error else {
            return;
        };
        if self.facts.python_2 || !self.is_native(e, TypeId::AttributeError) {
            return;
        }
        let knows = match self.payload(e) {
            Payload::Exception(x) => x.field("name").is_some() || x.field("obj").is_some(),
            _ => true,
        };
        if knows {
            return;
        }
        self.incref(object);
        self.incref(name);
        if let Payload::Exception(x) = self.payload_mut(e) {
            x.set_field("obj", object);
            x.set_field("name", name);
        }
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
    pub(crate) fn drop_traceback(&mut self, exception: Ref) -> bool {
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
