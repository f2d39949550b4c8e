//! Calling a class: `type_call`, `__new__`, then `__init__`.

use crate::frame::{Return, StackRef};
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::Kwargs;
use crate::types::TypeId;
use heap::Ref;

use super::{Called, Caller};
use smallvec::SmallVec;

impl Machine {
    /// `type.__call__`: `None` means that the stack was rearranged into another call.
    pub(super) fn call_class(
        &mut self,
        at: usize,
        argc: usize,
        names: &[Ref],
        caller: Caller,
    ) -> PyResult<Option<Called>> {
        let Some(class) = self.stack[at].get() else {
            return Ok(None);
        };
        let meta = self.class_of(class);
        let call = self.interp.names.call;
        if let Some(hook) = self.class_override(meta, call)
            && self.stack[at + 1].is_null()
        {
            let plain = matches!(self.payload(hook), Payload::Function(_));
            if caller == Caller::Instruction {
                self.note_metaclass_call();
            }
            if plain && (caller == Caller::Instruction || self.facts.callers_keep_arguments) {
                return self
                    .call_through_c(at, argc, names, hook, class, caller)
                    .map(Some);
            }
            self.incref(hook);
            let callable = std::mem::replace(&mut self.stack[at], StackRef::owned(hook));
            self.stack[at + 1] = self.own(callable);
            return Ok(None);
        }
        if !self.stack[at + 1].is_null() {
            // A class that was found as a method: called with the object first.
            let object = std::mem::replace(&mut self.stack[at + 1], StackRef::NULL);
            self.stack.insert(at + 2, object);
            return self.start_call(argc + 1, names, caller).map(Some);
        }
        let init = self.interp.names.init;
        let python_new = self.python_new(class);
        let python_init = self
            .class_override(class, init)
            .filter(|&f| matches!(self.payload(f), Payload::Function(_)));
        let (args, kwargs) = self.arguments_at(at, argc, names);
        let args = args.as_slice();
        // With keywords C code unpacks a dict of them into an array, whoever calls.
        // In 2.7 `__init__` is always bound and called by C code.
        let two = self.facts.callers_keep_arguments;
        let through_c = two || argc > 0 && (caller == Caller::Instruction || !names.is_empty());
        let inlined = python_init.is_some_and(|init| {
            through_c && names.is_empty() && self.init_is_inlined(class, init, argc)
        });
        // Below what the tuple adds, the stack holds the call as the instruction found it.
        let height = self.stack.len();
        if through_c
            && !inlined
            && !two
            && caller == Caller::Instruction
            && self.is_called_through_tuple(class, argc, !names.is_empty())
        {
            self.push_arguments(args, &kwargs);
        }
        let made = match self.class_call_new(class, python_new, args, &kwargs) {
            Ok(made) => made,
            Err(e) => return Err(self.keeping(e, |m| m.drop_through_c(at, height))),
        };
        if class == self.type_ref(TypeId::Type) && argc == 1 && names.is_empty()
            || !self.is_instance(made, class)
        {
            self.hold(made);
            self.drop_through_c(at, height);
            self.unhold();
            return Ok(Some(Called::Value(made)));
        }
        // A metaclass of the bases may have taken over: then it is its `__init__` that follows.
        let (class, python_init) = match self.class_of(made) {
            taken if class == self.type_ref(TypeId::Type) && taken != class => (taken, None),
            _ => (class, python_init),
        };
        if let Some(function) = python_init.filter(|_| through_c && !inlined) {
            self.hold(made);
            if two {
                self.push_bound(function, made);
            }
            let called =
                self.push_through_c(at, height, function, made, (args, names, &kwargs), caller);
            self.unhold();
            return match called {
                Ok(called) => {
                    if let Some(frame) = self.frames.last_mut() {
                        frame.ret = Return::Init(made);
                    }
                    Ok(Some(called))
                }
                Err(e) => self.give_up(made, Err(e)),
            };
        }
        if let Some(function) = python_init {
            self.incref(function);
            self.incref(made);
            self.stack[at + 1] = StackRef::owned(made);
            let old = std::mem::replace(&mut self.stack[at], StackRef::owned(function));
            self.close(old);
            self.hold(made);
            let called = self.push_function(at, argc, names);
            self.unhold();
            return match called {
                Ok(Called::Frame) => {
                    if let Some(frame) = self.frames.last_mut() {
                        frame.ret = Return::Init(made);
                    }
                    Ok(Some(Called::Frame))
                }
                Ok(Called::Value(r)) => {
                    self.decref(r);
                    Ok(Some(Called::Value(made)))
                }
                Err(e) => self.give_up(made, Err(e)),
            };
        }
        self.hold(made);
        let initialised = self.class_call_init(class, made, args, &kwargs);
        let initialised = match initialised {
            Ok(()) => {
                self.drop_through_c(at, height);
                Ok(())
            }
            Err(e) => Err(self.keeping(e, |m| m.drop_through_c(at, height))),
        };
        self.unhold();
        match initialised {
            Ok(()) => Ok(Some(Called::Value(made))),
            Err(e) => self.give_up(made, Err(e)),
        }
    }

    pub(super) fn class_call_new(
        &mut self,
        class: Ref,
        python_new: Option<Ref>,
        args: &[Ref],
        kwargs: &Kwargs,
    ) -> PyResult<Ref> {
        let mut all: SmallVec<[Ref; 8]> = SmallVec::new();
        all.push(class);
        all.extend_from_slice(args);
        match python_new {
            Some(new) => self.call_kw(new, &all, kwargs),
            None => self.native_new(class, &all, kwargs),
        }
    }

    /// `tp_new` of the built-in type that a class is made of; `args[0]` is the class.
    pub fn native_new(&mut self, class: Ref, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
        let mut id = self.native_of_class(class);
        loop {
            if let Some(new) = id.members().new {
                return new(self, args, kwargs);
            }
            if id == TypeId::Object {
                return self.new_instance(class);
            }
            let no_new =
                !id.native().is_base && !matches!(id, TypeId::Bool | TypeId::Slice | TypeId::Range);
            if no_new && !id.is_subtype(TypeId::BaseException) {
                let message = format!("cannot create '{}' instances", self.class_name(class));
                return Err(self.type_error(&message));
            }
            id = id.base();
        }
    }

    /// `__init__` of a class when no Python function defines it directly.
    pub(super) fn class_call_init(
        &mut self,
        class: Ref,
        object: Ref,
        args: &[Ref],
        kwargs: &Kwargs,
    ) -> PyResult<()> {
        let init = self.interp.names.init;
        let Some(found) = self.type_lookup(class, init) else {
            return self.native_init(object, args, kwargs);
        };
        if let Payload::Builtin(b) = self.payload(found)
            && b.owner.is_some()
        {
            return self.native_init(object, args, kwargs);
        }
        let bound = self.bind(found, Some(object), class)?;
        self.hold(bound);
        let result = self.call_kw(bound, args, kwargs);
        self.unhold();
        self.decref(bound);
        let result = result?;
        self.decref(result);
        Ok(())
    }

    /// `tp_init` of the built-in part of an object.
    pub fn native_init(&mut self, object: Ref, args: &[Ref], kwargs: &Kwargs) -> PyResult<()> {
        let mut id = self.native_type(object);
        loop {
            if let Some(init) = id.members().init {
                let mut all: SmallVec<[Ref; 8]> = SmallVec::new();
                all.push(object);
                all.extend_from_slice(args);
                let result = init(self, &all, kwargs)?;
                self.decref(result);
                return Ok(());
            }
            if id == TypeId::Object {
                return Ok(());
            }
            id = id.base();
        }
    }
}
