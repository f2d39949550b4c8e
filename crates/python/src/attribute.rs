//! Attributes: descriptors, instance storage, classes, modules (`Objects/object.c`, `Objects/typeobject.c`).

mod bind;
mod refusal;
mod set;
mod storage;

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::types::TypeId;

impl Machine {
    /// `object.name`; the name must be an interned string.
    pub fn getattr(&mut self, object: Ref, name: Ref) -> PyResult<Ref> {
        match self.getattr_opt(object, name) {
            Ok(Some(value)) => Ok(value),
            Ok(None) => Err(self.no_attribute(object, name)),
            Err(error) => {
                self.tell_of_attribute(error, object, name);
                Err(error)
            }
        }
    }

    /// `object.name` for a name given as text.
    pub fn getattr_text(&mut self, object: Ref, name: &str) -> PyResult<Ref> {
        let name = self.intern(name);
        self.hold(name);
        let result = self.getattr(object, name);
        self.unhold();
        self.decref(name);
        result
    }

    /// `object.name`, or `None` if there is no such attribute: AttributeError of `__getattribute__`, `__getattr__` or a property is kept as `None`
    /// only where nothing of the program raised it.
    pub fn getattr_opt(&mut self, object: Ref, name: Ref) -> PyResult<Option<Ref>> {
        let class = self.class_of(object);
        let is_static = matches!(self.payload(class), Payload::Type(t) if t.is_static);
        if is_static {
            return self.native_getattr(object, name);
        }
        let names = (self.interp.names.getattribute, self.interp.names.getattr);
        let found = match self.class_override(class, names.0) {
            // `slot_tp_getattro`, unless there is `__getattr__` as well.
            Some(hook) if self.class_override(class, names.1).is_none() => {
                self.call_hook(hook, object, &[name]).map(Some)
            }
            Some(hook) => self.ask_for_attribute(hook, object, name).map(Some),
            None => self.native_getattr(object, name),
        };
        let missing = match &found {
            Ok(None) => true,
            Err(crate::machine::Unwind::Raise(e)) => self.is_native(*e, TypeId::AttributeError),
            _ => false,
        };
        if missing && let Some(hook) = self.class_override(class, names.1) {
            if let Err(crate::machine::Unwind::Raise(e)) = found {
                self.decref(e);
            }
            if self.is_classic(class) {
                // A classic class calls it as a plain function (`instance_getattr`).
                return self.call(hook, &[object, name]).map(Some);
            }
            return self.ask_for_attribute(hook, object, name).map(Some);
        }
        found
    }

    /// `call_attribute` in `Objects/typeobject.c`.
    fn ask_for_attribute(&mut self, hook: Ref, object: Ref, name: Ref) -> PyResult<Ref> {
        if self.facts.binds_getattr {
            self.call_bound(hook, object, &[name])
        } else {
            self.call_hook(hook, object, &[name])
        }
    }

    /// `getattr(object, name, None)` in the sense of C code: AttributeError becomes `None`.
    pub fn getattr_suppressed(&mut self, object: Ref, name: Ref) -> PyResult<Option<Ref>> {
        match self.getattr_opt(object, name) {
            Err(crate::machine::Unwind::Raise(e)) if self.is_native(e, TypeId::AttributeError) => {
                self.decref(e);
                Ok(None)
            }
            other => other,
        }
    }

    /// The attribute protocol of the built-in part of an object.
    pub fn native_getattr(&mut self, object: Ref, name: Ref) -> PyResult<Option<Ref>> {
        if self.facts.python_2
            && self.is_classic(self.class_of(object))
            && let Some(found) = self.classic_attribute(object, name)?
        {
            return Ok(Some(found));
        }
        match self.payload(object) {
            Payload::Type(t) if t.is_classic => {
                if let Some(found) = self.classic_class_attribute(object, name) {
                    return Ok(Some(found));
                }
                match self.type_lookup(object, name) {
                    Some(found) => self.bind(found, None, object).map(Some),
                    None => Ok(None),
                }
            }
            Payload::Type(_) => self.class_getattr(object, name),
            Payload::Module(_) => self.module_getattr(object, name),
            Payload::Method(parts) => {
                let function = parts.0;
                self.method_getattr(object, function, name)
            }
            Payload::UnboundMethod(parts) => {
                let function = parts.0;
                self.method_getattr(object, function, name)
            }
            Payload::Super(_) => crate::builtins::super_object::getattr(self, object, name),
            Payload::Weakref(_) if !self.is_native(object, TypeId::Weakref) => {
                crate::modules::weakref::proxy_getattr(self, object, name)
            }
            _ => match crate::builtins::generic_alias::stands_for(self, object, name) {
                Some(class) => self.getattr(class, name).map(Some),
                None => self.generic_getattr(object, name),
            },
        }
    }

    /// `PyObject_GenericGetAttr`.
    pub fn generic_getattr(&mut self, object: Ref, name: Ref) -> PyResult<Option<Ref>> {
        let class = self.class_of(object);
        let descriptor = self.type_lookup(class, name);
        if let Some(d) = descriptor
            && self.goes_first(d)
        {
            return self.bind(d, Some(object), class).map(Some);
        }
        if let Some(value) = self.instance_attribute(object, name) {
            return Ok(Some(self.newref(value)));
        }
        match descriptor {
            Some(d) => self.bind(d, Some(object), class).map(Some),
            None => Ok(None),
        }
    }

    /// `type.__getattribute__`.
    fn class_getattr(&mut self, class: Ref, name: Ref) -> PyResult<Option<Ref>> {
        let meta = self.class_of(class);
        let in_meta = self.type_lookup(meta, name);
        if let Some(d) = in_meta
            && self.goes_first(d)
        {
            return self.bind(d, Some(class), meta).map(Some);
        }
        if let Some(found) = self.type_lookup(class, name) {
            return self.bind(found, None, class).map(Some);
        }
        match in_meta {
            Some(d) => self.bind(d, Some(class), meta).map(Some),
            None => Ok(None),
        }
    }

    /// `method_getattro`: a bound method's own attributes, then its function's.
    fn method_getattr(&mut self, method: Ref, function: Ref, name: Ref) -> PyResult<Option<Ref>> {
        let class = self.class_of(method);
        match self.type_lookup(class, name) {
            Some(found) => self.bind(found, Some(method), class).map(Some),
            None => self.getattr(function, name).map(Some),
        }
    }

    fn module_getattr(&mut self, module: Ref, name: Ref) -> PyResult<Option<Ref>> {
        if let Some(found) = self.generic_module_getattr(module, name)? {
            return Ok(Some(found));
        }
        let Payload::Module(namespace) = self.payload(module) else {
            return Ok(None);
        };
        let (namespace, getattr) = (*namespace, self.interp.names.getattr);
        match self.dict_get_str(namespace, getattr) {
            Some(hook) => self.call(hook, &[name]).map(Some),
            None => Ok(None),
        }
    }

    fn generic_module_getattr(&mut self, module: Ref, name: Ref) -> PyResult<Option<Ref>> {
        let Payload::Module(namespace) = self.payload(module) else {
            return Ok(None);
        };
        let namespace = *namespace;
        let class = self.class_of(module);
        let descriptor = self.type_lookup(class, name);
        if let Some(d) = descriptor
            && self.goes_first(d)
        {
            return self.bind(d, Some(module), class).map(Some);
        }
        if let Some(value) = self.dict_get_str(namespace, name) {
            return Ok(Some(self.newref(value)));
        }
        match descriptor {
            Some(d) => self.bind(d, Some(module), class).map(Some),
            None => Ok(None),
        }
    }

    // ---- writing

    // ---- errors
}
