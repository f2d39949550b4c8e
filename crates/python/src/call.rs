//! Calls (`Python/ceval.c` CALL, `Objects/call.c`, type_call in `Objects/typeobject.c`).
//!
//! On the stack a call always is: callable, self or NULL, arguments. A Python function's frame starts
//! right at its arguments, so that they become its locals without a move.

mod class;
mod executed;
mod function;
mod inlined_init;
mod list_append;
mod through_c;

pub use executed::ExecutedSites;
pub use inlined_init::{CallSites, InlinedInit};

use heap::Ref;
use smallvec::SmallVec;

use crate::frame::{Return, StackRef};
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{Kwargs, NativeFn, NativeKind};
use crate::types::TypeId;

/// How far a call got.
pub(crate) enum Called {
    /// It is over; a new reference.
    Value(Ref),
    /// A frame was pushed that has yet to run.
    Frame,
}

/// Who calls.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Caller {
    /// An instruction: the arguments are the caller's until the call is over, unless the callee takes them over.
    Instruction,
    /// Rust code, as CPython's C code: the arguments on the stack are the callee's.
    C,
}

/// Named arguments: name and value.
type Named = SmallVec<[(Ref, Ref); 2]>;

/// How deep Rust code may call back into Python: below this, the stack of the real machine holds.
const MAX_NESTING: u32 = 190;

impl Machine {
    /// Calls from Rust with positional arguments (borrowed).
    pub fn call(&mut self, callable: Ref, args: &[Ref]) -> PyResult<Ref> {
        self.call_kw(callable, args, &[])
    }

    /// Calls a method by name, without a bound method if a class defines it (`PyObject_VectorcallMethod`).
    pub fn call_method(&mut self, object: Ref, name: &str, args: &[Ref]) -> PyResult<Ref> {
        let name = self.intern(name);
        let unbound = self.unbound_method(object, name);
        let method = match unbound {
            Some(function) => Ok(self.newref(function)),
            None => self.getattr(object, name),
        };
        self.decref(name);
        let mark = self.held_mark();
        let method = method?;
        self.hold(method);
        let own = unbound.map(|_| object);
        let all: SmallVec<[Ref; 4]> = own.into_iter().chain(args.iter().copied()).collect();
        let result = self.call(method, &all);
        self.settle(mark, result)
    }

    /// Calls from Rust with positional and keyword arguments (borrowed).
    pub fn call_kw(&mut self, callable: Ref, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
        if self.nesting >= MAX_NESTING {
            return Err(self.error(TypeId::RecursionError, "maximum recursion depth exceeded"));
        }
        // A native callable needs no room on the evaluation stack.
        if let Payload::Builtin(_) = self.payload(callable) {
            return self.call_builtin(callable, None, args, kwargs);
        }
        if !self.is_called_through_tuple(callable, args.len(), !kwargs.is_empty())
            || args.is_empty() && kwargs.is_empty()
        {
            return self.call_flat(callable, args, kwargs);
        }
        let mark = self.held_mark();
        self.hold_arguments(args, kwargs);
        let result = self.call_flat(callable, args, kwargs);
        self.settle(mark, result)
    }

    /// The same where C code has the arguments in a tuple already (`PyObject_Call`).
    pub fn call_flat(&mut self, callable: Ref, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
        if self.nesting >= MAX_NESTING {
            return Err(self.error(TypeId::RecursionError, "maximum recursion depth exceeded"));
        }
        if let Payload::Builtin(_) = self.payload(callable) {
            return self.call_builtin(callable, None, args, kwargs);
        }
        if matches!(self.payload(callable), Payload::Type(t) if t.is_static)
            && self.class_of(callable) == self.type_ref(TypeId::Type)
        {
            return self.construct(callable, args, kwargs);
        }
        if let Payload::Native(_) = self.payload(callable) {
            let (class, call) = (self.class_of(callable), self.interp.names.call);
            if let Some(hook) = self.type_lookup(class, call)
                && let Payload::Builtin(b) = self.payload(hook)
            {
                let native = b.def.call;
                let mut all: SmallVec<[Ref; 8]> = SmallVec::new();
                all.push(callable);
                all.extend_from_slice(args);
                return native(self, &all, kwargs);
            }
        }
        self.call_entries(callable, args, kwargs, true)
    }

    /// The same where C code hands on a tuple that holds the arguments: here whoever calls holds them.
    pub(crate) fn call_held(
        &mut self,
        callable: Ref,
        args: &[Ref],
        kwargs: &Kwargs,
    ) -> PyResult<Ref> {
        if let Payload::Builtin(_) = self.payload(callable) {
            return self.call_builtin(callable, None, args, kwargs);
        }
        if self.nesting >= MAX_NESTING {
            return Err(self.error(TypeId::RecursionError, "maximum recursion depth exceeded"));
        }
        self.call_entries(callable, args, kwargs, false)
    }

    fn call_entries(
        &mut self,
        callable: Ref,
        args: &[Ref],
        kwargs: &Kwargs,
        owned: bool,
    ) -> PyResult<Ref> {
        let floor = self.frames.len();
        let height = self.stack.len();
        if self.facts.callers_keep_arguments {
            // C code of 2.7 calls what it holds already.
            self.stack.push(StackRef::borrowed(callable));
        } else {
            let callable = self.newref(callable);
            self.stack.push(StackRef::owned(callable));
        }
        self.stack.push(StackRef::NULL);
        for &a in args.iter().chain(kwargs.iter().map(|(_, v)| v)) {
            if owned {
                let a = self.newref(a);
                self.stack.push(StackRef::owned(a));
            } else {
                self.stack.push(StackRef::borrowed(a));
            }
        }
        let names: SmallVec<[Ref; 4]> = kwargs.iter().map(|(n, _)| *n).collect();
        self.nesting += 1;
        let result = match self.start_call(args.len() + kwargs.len(), &names, Caller::C) {
            Ok(Called::Value(r)) => Ok(r),
            Ok(Called::Frame) => {
                if let Some(frame) = self.frames.last_mut() {
                    frame.ret = match frame.ret {
                        Return::Init(object) => Return::InitToRust(object),
                        _ => Return::ToRust,
                    };
                }
                self.execute(floor)
            }
            Err(e) => Err(e),
        };
        self.nesting -= 1;
        debug_assert!(
            result.is_err() || self.stack.len() == height,
            "a call left something on the stack"
        );
        result
    }

    /// `PyObject_Call`: with the arguments in a tuple and a dict, which the caller holds.
    pub(crate) fn call_object(
        &mut self,
        callable: Ref,
        args: Ref,
        kwargs: Option<Ref>,
    ) -> PyResult<Ref> {
        let items = self.items(args).map(<[Ref]>::to_vec).unwrap_or_default();
        let named: Vec<(Ref, Ref)> = match kwargs.and_then(|kwargs| self.dict(kwargs)) {
            Some(dict) => dict.iter().map(|(_, e)| (e.key, e.value)).collect(),
            None => Vec::new(),
        };
        let mark = self.held_mark();
        let wrapper = self.hold_slice(callable, &items);
        if named.is_empty() {
            let result = self.call_flat(callable, &items, &[]);
            return self.settle(mark, result);
        }
        if named.iter().any(|(n, _)| self.str_of(*n).is_none()) {
            let error = self.type_error("keywords must be strings");
            return self.settle(mark, Err(error));
        }
        let unpacked = !wrapper
            && matches!(
                self.payload(callable),
                Payload::Function(_) | Payload::Method(_) | Payload::Builtin(_)
            );
        if unpacked {
            self.hold_unpacked(&items, &named);
        } else {
            let names = self.names_tuple(named.iter().map(|(name, _)| *name));
            self.hold(names);
        }
        let result = self.call_flat(callable, &items, &named);
        self.settle(mark, result)
    }

    /// Starts the call that lies on the stack: `argc` arguments, the last ones named.
    pub(crate) fn start_call(
        &mut self,
        argc: usize,
        names: &[Ref],
        caller: Caller,
    ) -> PyResult<Called> {
        for _ in 0..64 {
            let at = self.stack.len() - argc - 2;
            let Some(callable) = self.stack[at].get() else {
                return Err(self.type_error("nothing to call"));
            };
            let takes_self = match self.payload(callable) {
                Payload::Function(_) | Payload::Type(_) => true,
                Payload::Builtin(b) => b.bound.is_none(),
                _ => false,
            };
            if !takes_self && !self.stack[at + 1].is_null() {
                // A decorator is called with what it decorates in the place of self: an argument like any other.
                let first = std::mem::replace(&mut self.stack[at + 1], StackRef::NULL);
                self.stack.insert(at + 2, first);
                // CALL takes a bound method apart only where self is NULL; else `method_vectorcall` keeps it meanwhile.
                if let Payload::Method(parts) = self.payload(callable)
                    && matches!(self.payload(parts.0), Payload::Function(_))
                    && caller == Caller::Instruction
                {
                    let (function, object, _) = **parts;
                    let (args, kwargs) = self.arguments_at(at, argc + 1, names);
                    let (args, height) = (args.as_slice(), self.stack.len());
                    let given = (args, names, kwargs.as_slice());
                    return self.push_through_c(at, height, function, object, given, caller);
                }
                return self.start_call(argc + 1, names, caller);
            }
            match self.payload(callable) {
                Payload::Function(_) => {
                    let called = self.push_function(at, argc, names)?;
                    if self.facts.callers_keep_arguments && caller == Caller::Instruction {
                        // `call_function` of 2.7 holds the function besides the stack.
                        self.incref(callable);
                        if let Some(entry) = self.stack.get_mut(at) {
                            *entry = StackRef::owned(callable);
                        }
                    }
                    return Ok(called);
                }
                Payload::Method(parts) => {
                    let (function, object, _) = **parts;
                    if self.facts.callers_keep_arguments && caller == Caller::C {
                        return self.call_bound_from_c(at, argc, names, function, object);
                    }
                    self.incref(function);
                    self.incref(object);
                    self.stack[at + 1] = StackRef::owned(object);
                    let old = std::mem::replace(&mut self.stack[at], StackRef::owned(function));
                    self.close(old);
                }
                Payload::UnboundMethod(parts) => {
                    let (function, class) = **parts;
                    self.check_first_argument(at, argc, function, class)?;
                    self.incref(function);
                    let old = std::mem::replace(&mut self.stack[at], StackRef::owned(function));
                    self.close(old);
                }
                Payload::Builtin(_) => return self.call_on_stack(at, argc, names, None),
                Payload::Type(_) => {
                    if let Some(called) = self.call_class(at, argc, names, caller)? {
                        return Ok(called);
                    }
                }
                _ => {
                    let call = self.interp.names.call;
                    let class = self.class_of(callable);
                    match self.type_lookup(class, call) {
                        Some(hook) => {
                            if let Payload::Builtin(b) = self.payload(hook) {
                                let native = b.def.call;
                                return self.call_on_stack(at, argc, names, Some(native));
                            }
                            if matches!(self.payload(hook), Payload::Function(_)) {
                                if caller == Caller::Instruction
                                    || self.facts.callers_keep_arguments
                                {
                                    return self
                                        .call_through_c(at, argc, names, hook, callable, caller);
                                }
                                self.incref(hook);
                                let callable =
                                    std::mem::replace(&mut self.stack[at], StackRef::owned(hook));
                                self.stack[at + 1] = self.own(callable);
                            } else {
                                let bound = self.bind(hook, Some(callable), class)?;
                                let old =
                                    std::mem::replace(&mut self.stack[at], StackRef::owned(bound));
                                self.close(old);
                            }
                        }
                        None => {
                            let error = self.not_callable(callable);
                            return Err(self.keeping(error, |m| m.drop_call(at)));
                        }
                    }
                }
            }
        }
        Err(self.error(
            TypeId::RecursionError,
            "maximum recursion depth exceeded while calling a Python object",
        ))
    }

    /// An unbound method of Python 2 wants an instance of its class first.
    fn check_first_argument(
        &mut self,
        at: usize,
        argc: usize,
        function: Ref,
        class: Ref,
    ) -> PyResult<()> {
        let first = (argc > 0)
            .then(|| self.stack.get(at + 2).and_then(|s| s.get()))
            .flatten();
        if first.is_some_and(|first| self.is_instance(first, class)) {
            return Ok(());
        }
        let got = match first {
            Some(first) => format!("{} instance", self.class_name(self.class_of(first))),
            None => "nothing".to_owned(),
        };
        let message = format!(
            "unbound method {}() must be called with {} instance as first argument (got {got} instead)",
            self.function_name(function),
            self.class_name(class)
        );
        let error = self.type_error(&message);
        self.drop_call(at);
        Err(error)
    }

    /// Gives up a call that lies on the stack from `at`.
    pub(crate) fn drop_call(&mut self, at: usize) {
        if self.facts.locals_die_backwards {
            while self.stack.len() > at {
                if let Some(entry) = self.stack.pop() {
                    self.close(entry);
                }
            }
            return;
        }
        // Arguments first to last, then the callable (DECREF_INPUTS up to 3.13).
        let end = self.stack.len();
        if self.facts.callers_keep_arguments {
            self.drop_to(at);
            return;
        }
        for i in (at + 1..end).chain([at]) {
            let entry = self.stack.get_mut(i).map(std::mem::take);
            if let Some(entry) = entry {
                self.close(entry);
            }
        }
        self.stack.truncate(at);
    }

    /// The positional and the named arguments of the call that lies on the stack from `at`, borrowed.
    fn arguments_at(&self, at: usize, argc: usize, names: &[Ref]) -> (SmallVec<[Ref; 8]>, Named) {
        let mut args: SmallVec<[Ref; 8]> = self.stack[at + 2..]
            .iter()
            .filter_map(|s| s.get())
            .collect();
        let positional = argc - names.len();
        let values = args.iter().skip(positional).copied();
        let kwargs = names.iter().copied().zip(values).collect();
        args.truncate(positional);
        (args, kwargs)
    }

    /// Calls Rust code with the arguments on the stack; `native` overrides what the callable says (its
    /// type's `__call__`).
    fn call_on_stack(
        &mut self,
        at: usize,
        argc: usize,
        names: &[Ref],
        native: Option<NativeFn>,
    ) -> PyResult<Called> {
        let Some(callable) = self.stack[at].get() else {
            return Err(self.type_error("nothing to call"));
        };
        let own = self.stack[at + 1].get();
        let (args, kwargs) = self.arguments_at(at, argc, names);
        let args = args.as_slice();
        let mark = self.held_mark();
        if native.is_none() {
            self.hold_gathered(callable, own, args, &kwargs);
        }
        let result = match native {
            Some(native) => {
                let mut with_self: SmallVec<[Ref; 8]> = SmallVec::new();
                with_self.push(callable);
                with_self.extend_from_slice(args);
                native(self, &with_self, &kwargs)
            }
            None => self.call_builtin(callable, own, args, &kwargs),
        };
        if let Ok(r) | Err(crate::machine::Unwind::Raise(r) | crate::machine::Unwind::Reraise(r)) =
            result
        {
            self.held.insert(mark, r);
            self.release_to(mark + 1);
            self.drop_call(at);
            self.unhold();
        } else {
            self.release_to(mark);
            self.drop_call(at);
        }
        result.map(Called::Value)
    }

    /// Calls a built-in function object.
    fn call_builtin(
        &mut self,
        callable: Ref,
        own: Option<Ref>,
        args: &[Ref],
        kwargs: &Kwargs,
    ) -> PyResult<Ref> {
        let Payload::Builtin(b) = self.payload(callable) else {
            return Err(self.type_error("nothing to call"));
        };
        let (def, bound, owner) = (b.def, b.bound, b.owner);
        if def.kind == NativeKind::StaticMethod
            && let Some(owner) = bound
        {
            crate::builtins::object::check_new(self, owner, args)?;
        }
        let first = match (def.kind, bound) {
            (NativeKind::Method | NativeKind::Slot | NativeKind::ClassMethod, Some(object)) => {
                Some(object)
            }
            _ => own,
        };
        let mut all: SmallVec<[Ref; 8]> = SmallVec::new();
        all.extend(first);
        all.extend_from_slice(args);
        if let Some(owner) = owner
            && bound.is_none()
            && matches!(def.kind, NativeKind::Method | NativeKind::Slot)
        {
            let class = self.class_name(owner).to_owned();
            match all.first() {
                None => {
                    let name = def.name;
                    let message = match def.kind {
                        NativeKind::Slot => {
                            format!("descriptor '{name}' of '{class}' object needs an argument")
                        }
                        _ => format!("unbound method {class}.{name}() needs an argument"),
                    };
                    return Err(self.type_error(&message));
                }
                Some(&object) if !self.is_instance(object, owner) => {
                    let message = match def.kind {
                        NativeKind::Slot => format!(
                            "descriptor '{}' requires a '{class}' object but received a '{}'",
                            def.name,
                            self.type_name(object)
                        ),
                        _ => format!(
                            "descriptor '{}' for '{class}' objects doesn't apply to a '{}' object",
                            def.name,
                            self.type_name(object)
                        ),
                    };
                    return Err(self.type_error(&message));
                }
                Some(_) => {}
            }
        }
        let result = (def.call)(self, &all, kwargs)?;
        if self.facts.python_2
            && all
                .first()
                .is_some_and(|&r| matches!(self.payload(r), Payload::Str(_)))
            && (owner.is_some() || bound.is_some())
        {
            return crate::builtins::two::result_of_text(self, def.name, result, &all);
        }
        Ok(result)
    }

    // ---- Python functions
}
