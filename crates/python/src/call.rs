//! Calls (`Python/ceval.c` CALL, `Objects/call.c`, type_call in `Objects/typeobject.c`).
//!
//! On the stack a call always is: callable, self or NULL, arguments. A Python function's frame starts
//! right at its arguments, so that they become its locals without a move.

use heap::Ref;
use smallvec::SmallVec;

use crate::frame::{Frame, Return, StackRef};
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

/// How deep Rust code may call back into Python: below this, the stack of the real machine holds.
const MAX_NESTING: u32 = 190;

impl Machine {
    /// Calls from Rust with positional arguments (borrowed).
    pub fn call(&mut self, callable: Ref, args: &[Ref]) -> PyResult<Ref> {
        self.call_kw(callable, args, &[])
    }

    /// Calls a method by name.
    pub fn call_method(&mut self, object: Ref, name: &str, args: &[Ref]) -> PyResult<Ref> {
        let name = self.intern(name);
        let method = self.getattr(object, name);
        self.decref(name);
        let method = method?;
        self.hold(method);
        let result = self.call(method, args);
        self.unhold();
        self.decref(method);
        result
    }

    /// Calls a special method that a Python class defines; `None` if it defines none.
    pub fn special(&mut self, object: Ref, name: Ref, args: &[Ref]) -> PyResult<Option<Ref>> {
        match self.override_of(object, name) {
            Some(hook) => self.call_hook(hook, object, args).map(Some),
            None => Ok(None),
        }
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
        let floor = self.frames.len();
        let height = self.stack.len();
        let callable = self.newref(callable);
        self.stack.push(StackRef::owned(callable));
        self.stack.push(StackRef::NULL);
        for &a in args.iter().chain(kwargs.iter().map(|(_, v)| v)) {
            let a = self.newref(a);
            self.stack.push(StackRef::owned(a));
        }
        let names: SmallVec<[Ref; 4]> = kwargs.iter().map(|(n, _)| *n).collect();
        self.nesting += 1;
        let result = match self.start_call(args.len() + kwargs.len(), &names) {
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

    /// Starts the call that lies on the stack: `argc` arguments, the last ones named.
    pub(crate) fn start_call(&mut self, argc: usize, names: &[Ref]) -> PyResult<Called> {
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
                return self.start_call(argc + 1, names);
            }
            match self.payload(callable) {
                Payload::Function(_) => return self.push_function(at, argc, names),
                Payload::Method(parts) => {
                    let (function, object) = **parts;
                    self.incref(function);
                    self.incref(object);
                    self.stack[at + 1] = StackRef::owned(object);
                    let old = std::mem::replace(&mut self.stack[at], StackRef::owned(function));
                    self.close(old);
                }
                Payload::Builtin(_) => return self.call_on_stack(at, argc, names, None),
                Payload::Type(_) => {
                    if let Some(called) = self.call_class(at, argc, names)? {
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
                            let message =
                                format!("'{}' object is not callable", self.type_name(callable));
                            let error = self.type_error(&message);
                            self.drop_call(at);
                            return Err(error);
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
        for i in (at + 1..end).chain([at]) {
            let entry = self.stack.get_mut(i).map(std::mem::take);
            if let Some(entry) = entry {
                self.close(entry);
            }
        }
        self.stack.truncate(at);
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
        let all: SmallVec<[Ref; 8]> = self.stack[at + 2..]
            .iter()
            .filter_map(|s| s.get())
            .collect();
        let positional = argc - names.len();
        let kwargs: SmallVec<[(Ref, Ref); 2]> = names
            .iter()
            .copied()
            .zip(all.iter().skip(positional).copied())
            .collect();
        let args = all.get(..positional).unwrap_or(&all);
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
            self.hold(r);
            self.drop_call(at);
            self.unhold();
        } else {
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
        (def.call)(self, &all, kwargs)
    }

    /// `type.__call__`: `None` means that the stack was rearranged into another call.
    fn call_class(&mut self, at: usize, argc: usize, names: &[Ref]) -> PyResult<Option<Called>> {
        let Some(class) = self.stack[at].get() else {
            return Ok(None);
        };
        let meta = self.class_of(class);
        let call = self.interp.names.call;
        if let Some(hook) = self.class_override(meta, call)
            && self.stack[at + 1].is_null()
        {
            self.incref(hook);
            let callable = std::mem::replace(&mut self.stack[at], StackRef::owned(hook));
            self.stack[at + 1] = self.own(callable);
            return Ok(None);
        }
        if !self.stack[at + 1].is_null() {
            // A class that was found as a method: called with the object first.
            let object = std::mem::replace(&mut self.stack[at + 1], StackRef::NULL);
            self.stack.insert(at + 2, object);
            return self.start_call(argc + 1, names).map(Some);
        }
        let (new, init) = (self.interp.names.new, self.interp.names.init);
        let python_new = self
            .class_override(class, new)
            .filter(|&f| !matches!(self.payload(f), Payload::Builtin(_)));
        let python_init = self
            .class_override(class, init)
            .filter(|&f| matches!(self.payload(f), Payload::Function(_)));
        let all: SmallVec<[Ref; 8]> = self.stack[at + 2..]
            .iter()
            .filter_map(|s| s.get())
            .collect();
        let positional = argc - names.len();
        let kwargs: SmallVec<[(Ref, Ref); 2]> = names
            .iter()
            .copied()
            .zip(all.iter().skip(positional).copied())
            .collect();
        let args = all.get(..positional).unwrap_or(&all);
        let made = match self.class_call_new(class, python_new, args, &kwargs) {
            Ok(made) => made,
            Err(e) => {
                self.drop_call(at);
                return Err(e);
            }
        };
        if class == self.type_ref(TypeId::Type) && argc == 1 && names.is_empty()
            || !self.is_instance(made, class)
        {
            self.hold(made);
            self.drop_call(at);
            self.unhold();
            return Ok(Some(Called::Value(made)));
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
                Err(e) => {
                    self.decref(made);
                    Err(e)
                }
            };
        }
        self.hold(made);
        let initialised = self.class_call_init(class, made, args, &kwargs);
        self.drop_call(at);
        self.unhold();
        match initialised {
            Ok(()) => Ok(Some(Called::Value(made))),
            Err(e) => {
                self.decref(made);
                Err(e)
            }
        }
    }

    fn class_call_new(
        &mut self,
        class: Ref,
        python_new: Option<Ref>,
        args: &[Ref],
        kwargs: &Kwargs,
    ) -> PyResult<Ref> {
        if let Some(found) = python_new {
            let function = match self.payload(found) {
                Payload::StaticMethod(f) => *f,
                _ => found,
            };
            let mut all: SmallVec<[Ref; 8]> = SmallVec::new();
            all.push(class);
            all.extend_from_slice(args);
            return self.call_kw(function, &all, kwargs);
        }
        let mut all: SmallVec<[Ref; 8]> = SmallVec::new();
        all.push(class);
        all.extend_from_slice(args);
        self.native_new(class, &all, kwargs)
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
    fn class_call_init(
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

    // ---- Python functions

    /// Pushes the frame of the Python function at `at`; its arguments lie on the stack.
    fn push_function(&mut self, at: usize, argc: usize, names: &[Ref]) -> PyResult<Called> {
        let Some(callable) = self.stack[at].get() else {
            return Err(self.type_error("nothing to call"));
        };
        let Payload::Function(f) = self.payload(callable) else {
            return Err(self.type_error("not a function"));
        };
        let (code_ref, globals, builtins) = (f.code, f.globals, f.builtins);
        let Payload::Code(code) = self.payload(code_ref) else {
            return Err(self.type_error("a function without code"));
        };
        let code = code.clone();
        if self.frames.len() >= self.limits.recursion {
            self.drop_call(at);
            return Err(self.error(TypeId::RecursionError, "maximum recursion depth exceeded"));
        }
        let has_self = !self.stack[at + 1].is_null();
        let base = if has_self { at + 1 } else { at + 2 };
        let given = argc + usize::from(has_self);
        let spec = &code.spec;
        let simple = names.is_empty()
            && spec.kwonlyargcount == 0
            && !spec.flags.varargs
            && !spec.flags.varkeywords
            && given == spec.argcount as usize;
        if !simple {
            let bound = crate::arguments::bind(self, callable, &code, base, names);
            if let Err(e) = bound {
                if let crate::machine::Unwind::Raise(e) = e {
                    self.hold(e);
                    self.drop_call(at);
                    self.unhold();
                } else {
                    self.drop_call(at);
                }
                return Err(e);
            }
        }
        let locals = code.varnames.len();
        self.stack.resize(base + locals, StackRef::NULL);
        let entry = std::mem::take(&mut self.stack[at]);
        let func = self.own(entry).get();
        self.incref(code_ref);
        let id = self.next_frame;
        self.next_frame = id.wrapping_add(1);
        self.frames.push(Frame {
            id,
            code,
            code_ref,
            func,
            globals,
            builtins,
            locals: None,
            base: base as u32,
            stack_base: (base + locals) as u32,
            bottom: at as u32,
            ip: 0,
            lasti: 0,
            told: (0, 0),
            object: None,
            generator: None,
            ret: Return::Push,
        });
        Ok(Called::Frame)
    }

    /// Runs a code object in namespaces (a module, a class body, `exec`): all borrowed. `function` is what
    /// `frame.f_func` is; without one a function object is made for the code, as CPython does.
    pub fn run_code(
        &mut self,
        code_ref: Ref,
        globals: Ref,
        locals: Ref,
        closure: Option<Ref>,
    ) -> PyResult<Ref> {
        let floor = self.frames.len();
        let Some(()) = self.push_code(code_ref, globals, locals, closure, Return::ToRust) else {
            return Err(self.type_error("exec() needs a code object"));
        };
        if self.nesting >= MAX_NESTING {
            self.pop_frame();
            return Err(self.error(TypeId::RecursionError, "maximum recursion depth exceeded"));
        }
        self.nesting += 1;
        let result = self.execute(floor);
        self.nesting -= 1;
        result
    }

    /// Pushes the frame for [`Machine::run_code`].
    pub(crate) fn push_code(
        &mut self,
        code_ref: Ref,
        globals: Ref,
        locals: Ref,
        closure: Option<Ref>,
        ret: Return,
    ) -> Option<()> {
        let Payload::Code(code) = self.payload(code_ref) else {
            return None;
        };
        let code = code.clone();
        let builtins = self.builtins_for(globals);
        let function = self.new_function(code_ref, globals, builtins);
        if let Some(closure) = closure {
            self.incref(closure);
            if let Payload::Function(f) = self.payload_mut(function) {
                f.closure = Some(closure);
            }
        }
        self.incref(code_ref);
        self.incref(locals);
        let id = self.next_frame;
        self.next_frame = id.wrapping_add(1);
        let bottom = self.stack.len();
        self.stack
            .resize(bottom + code.varnames.len(), StackRef::NULL);
        self.frames.push(Frame {
            id,
            stack_base: self.stack.len() as u32,
            code,
            code_ref,
            func: Some(function),
            globals,
            builtins,
            locals: Some(locals),
            base: bottom as u32,
            bottom: bottom as u32,
            ip: 0,
            lasti: 0,
            told: (0, 0),
            object: None,
            generator: None,
            ret,
        });
        Some(())
    }

    /// The built-in namespace that code with these globals sees, borrowed.
    pub(crate) fn builtins_for(&mut self, globals: Ref) -> Ref {
        let key = self.interp.names.builtins;
        match self.dict_get_str(globals, key) {
            Some(found) => match self.payload(found) {
                Payload::Module(namespace) => *namespace,
                Payload::Dict(_) => found,
                _ => self.interp.builtins,
            },
            None => {
                let builtins = self.interp.builtins;
                self.dict_set_str(globals, key, builtins);
                builtins
            }
        }
    }
}
