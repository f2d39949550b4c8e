//! `isinstance` and `issubclass` (`Objects/abstract.c`).

use heap::Ref;

use super::{argument, generic_alias};
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::Kwargs;
use crate::types::TypeId;

/// `isinstance(object, class_or_tuple)`
pub fn isinstance(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::between(m, "isinstance", args, kwargs, 2, 2)?;
    let &[object, class] = args else {
        return Ok(m.none());
    };
    let answer = m.object_isinstance(object, class)?;
    Ok(m.bool(answer))
}

/// `issubclass(class, class_or_tuple)`
pub fn issubclass(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::between(m, "issubclass", args, kwargs, 2, 2)?;
    let &[class, base] = args else {
        return Ok(m.none());
    };
    let answer = m.object_issubclass(class, base)?;
    Ok(m.bool(answer))
}

impl Machine {
    /// `PyObject_IsInstance`
    pub fn object_isinstance(&mut self, object: Ref, class: Ref) -> PyResult<bool> {
        if self.class_of(object) == class {
            return Ok(true);
        }
        let name = self.interp.names.instancecheck;
        if let Some(choices) = self.choices(class) {
            for choice in choices {
                if self.recursing(" in __instancecheck__", |m| {
                    m.object_isinstance(object, choice)
                })? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        if let Some(answer) = self.ask_class(class, name, object)? {
            return Ok(answer);
        }
        if generic_alias::origin(self, class).is_some() {
            return Err(
                self.type_error("isinstance() argument 2 cannot be a parameterized generic")
            );
        }
        self.plain_isinstance(object, class)
    }

    /// `type.__instancecheck__`: by the class, then by what the object says its `__class__` is.
    pub fn plain_isinstance(&mut self, object: Ref, class: Ref) -> PyResult<bool> {
        if !matches!(self.payload(class), Payload::Type(_)) {
            return Err(
                self.type_error("isinstance() arg 2 must be a type, a tuple of types, or a union")
            );
        }
        if self.is_instance(object, class) {
            return Ok(true);
        }
        let own = self.class_of(object);
        let may_differ = match self.payload(own) {
            Payload::Type(t) => !t.is_static || matches!(self.payload(object), Payload::Weakref(_)),
            _ => false,
        };
        if !may_differ {
            return Ok(false);
        }
        let name = self.interp.names.class;
        let Some(said) = self.getattr_suppressed(object, name)? else {
            return Ok(false);
        };
        let answer = said != own && self.is_subclass(said, class);
        self.decref(said);
        Ok(answer)
    }

    /// `PyObject_IsSubclass`
    pub fn object_issubclass(&mut self, class: Ref, base: Ref) -> PyResult<bool> {
        let name = self.interp.names.subclasscheck;
        if let Some(choices) = self.choices(base) {
            for choice in choices {
                if self.recursing(" in __subclasscheck__", |m| {
                    m.object_issubclass(class, choice)
                })? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        if let Some(answer) = self.ask_class(base, name, class)? {
            return Ok(answer);
        }
        if !matches!(self.payload(class), Payload::Type(_)) {
            return Err(self.type_error("issubclass() arg 1 must be a class"));
        }
        if generic_alias::origin(self, base).is_some() {
            return Err(
                self.type_error("issubclass() argument 2 cannot be a parameterized generic")
            );
        }
        if !matches!(self.payload(base), Payload::Type(_)) {
            return Err(self
                .type_error("issubclass() arg 2 must be a class, a tuple of classes, or a union"));
        }
        Ok(self.is_subclass(class, base))
    }

    /// The members of a tuple of classes or of a union.
    fn choices(&self, class: Ref) -> Option<Vec<Ref>> {
        if self.is_native(class, TypeId::Tuple) {
            return self.items(class).map(<[Ref]>::to_vec);
        }
        generic_alias::alternatives(self, class)
    }

    /// `__instancecheck__` or `__subclasscheck__` of a metaclass written in Python.
    fn ask_class(&mut self, class: Ref, name: Ref, about: Ref) -> PyResult<Option<bool>> {
        let Some(result) = self.special_bound(class, name, &[about])? else {
            return Ok(None);
        };
        let truth = self.truth(result);
        self.give_up(result, truth).map(Some)
    }
}
