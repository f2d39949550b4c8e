//! Special methods called from Rust: by a slot (`vectorcall_method` in `Objects/typeobject.c`), which needs no bound method,
//! or by `_PyObject_LookupSpecial`, which binds first. Counts read inside the method show which.

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::NativeKind;
use crate::version::Version;

impl Machine {
    /// What is said of a special method that gave something of a wrong type: `before` up to 3.14.
    pub(crate) fn wrong_result(
        &self,
        object: Ref,
        method: &str,
        wanted: &str,
        result: Ref,
        before: String,
    ) -> String {
        if !self.at_least(Version::V3_15) {
            return before;
        }
        let class = self.full_class_name(self.class_of(object));
        let got = self.full_class_name(self.class_of(result));
        format!("{class}.{method}() must return {wanted}, not {got}")
    }

    /// Calls a special method that a Python class defines; `None` if it defines none.
    pub fn special(&mut self, object: Ref, name: Ref, args: &[Ref]) -> PyResult<Option<Ref>> {
        match self.override_of(object, name) {
            Some(hook) => self.call_hook(hook, object, args).map(Some),
            None => Ok(None),
        }
    }

    /// The same, bound first.
    pub(crate) fn special_bound(
        &mut self,
        object: Ref,
        name: Ref,
        args: &[Ref],
    ) -> PyResult<Option<Ref>> {
        match self.override_of(object, name) {
            Some(hook) => self.call_bound(hook, object, args).map(Some),
            None => Ok(None),
        }
    }

    /// Calls a special method wherever the class has it; `None` if it has none.
    pub(crate) fn call_special(
        &mut self,
        object: Ref,
        name: Ref,
        args: &[Ref],
    ) -> PyResult<Option<Ref>> {
        let class = self.class_of(object);
        match self.type_lookup(class, name) {
            Some(hook) => self.call_hook(hook, object, args).map(Some),
            None => Ok(None),
        }
    }

    /// The same; what a Python class defines is bound first.
    pub(crate) fn call_special_bound(
        &mut self,
        object: Ref,
        name: Ref,
        args: &[Ref],
    ) -> PyResult<Option<Ref>> {
        match self.special_bound(object, name, args)? {
            Some(result) => Ok(Some(result)),
            None => self.call_special(object, name, args),
        }
    }

    /// Calls a function found in a class with the object as its first argument.
    pub fn call_hook(&mut self, hook: Ref, object: Ref, args: &[Ref]) -> PyResult<Ref> {
        let mut all = vec![object];
        all.extend_from_slice(args);
        // A slot of a built-in type needs no bound method in between.
        if let Payload::Builtin(b) = self.payload(hook)
            && b.owner.is_some()
        {
            let call = b.def.call;
            // What is no wrapper is bound all the same (`_PyObject_LookupSpecial`), which shows where such methods are
            // kept for the next one.
            if b.def.kind == NativeKind::Method && self.at_least(Version::V3_14_2) {
                return self.call_bound(hook, object, args);
            }
            return call(self, &all, &[]);
        }
        let plain = matches!(self.payload(hook), Payload::Function(_));
        let mark = self.held_mark();
        self.incref(hook);
        self.hold(hook);
        // 2.7 binds every special method before it calls it (`lookup_method` in `Objects/typeobject.c`).
        let result = if plain && !self.facts.python_2 {
            self.call(hook, &all)
        } else {
            self.call_bound(hook, object, args)
        };
        self.settle(mark, result)
    }

    /// Binds what a class defines, then calls it: the bound method holds the object meanwhile.
    pub(crate) fn call_bound(&mut self, hook: Ref, object: Ref, args: &[Ref]) -> PyResult<Ref> {
        let class = self.class_of(object);
        let bound = self.bind(hook, Some(object), class)?;
        let mark = self.held_mark();
        self.hold(bound);
        let result = self.call(bound, args);
        self.settle(mark, result)
    }

    /// Calls a descriptor's own method, which may be the last to know the descriptor.
    pub(crate) fn call_descriptor(
        &mut self,
        hook: Ref,
        descriptor: Ref,
        args: &[Ref],
    ) -> PyResult<Ref> {
        let mark = self.held_mark();
        self.incref(descriptor);
        self.hold(descriptor);
        let result = self.call_hook(hook, descriptor, args);
        self.settle(mark, result)
    }
}
