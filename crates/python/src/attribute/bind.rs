//! Descriptors: what a thing found in a class becomes for an object (`__get__`).

use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::NativeKind;
use crate::version::Version;
use heap::Ref;

impl Machine {
    /// Whether what a class holds goes before the object's own attribute: it has `__get__` and, for
    /// setting or deleting, `__set__` or `__delete__`.
    pub(super) fn goes_first(&mut self, descriptor: Ref) -> bool {
        match self.payload(descriptor) {
            Payload::Property(_) | Payload::GetSet(_) | Payload::MemberDescriptor(_) => true,
            Payload::Function(_)
            | Payload::Builtin(_)
            | Payload::ClassMethod(_)
            | Payload::StaticMethod(_) => false,
            _ => {
                let names = &self.interp.names;
                let (get, set, delete) = (names.get, names.set, names.delete);
                let mut has = |name| {
                    self.override_of(descriptor, name).is_some()
                        || self.table_special(descriptor, name).is_some()
                };
                (has(set) || has(delete)) && has(get)
            }
        }
    }

    /// Whether a class method asks what it is made of for `__get__` (`cm_descr_get`): up to 3.12, if there is one.
    fn class_method_chains(&mut self, f: Ref) -> bool {
        if self.version < Version::V3_11 || self.version >= Version::V3_13 {
            return false;
        }
        match self.payload(f) {
            Payload::Function(_) => false,
            Payload::Builtin(b) => b.owner.is_some() && b.bound.is_none(),
            Payload::ClassMethod(_)
            | Payload::StaticMethod(_)
            | Payload::Property(_)
            | Payload::GetSet(_)
            | Payload::MemberDescriptor(_) => true,
            _ => {
                let get = self.interp.names.get;
                self.override_of(f, get).is_some() || self.table_special(f, get).is_some()
            }
        }
    }

    /// `descriptor.__get__(object, class)`; without an object the class itself was asked.
    pub fn bind(&mut self, descriptor: Ref, object: Option<Ref>, class: Ref) -> PyResult<Ref> {
        let get = self.interp.names.get;
        if let Some(hook) = self.subclass_hook(descriptor, get) {
            let object = object.unwrap_or(self.interp.none);
            return self.call_descriptor(hook, descriptor, &[object, class]);
        }
        self.native_bind(descriptor, object, class)
    }

    /// `__get__` of the built-in type that a descriptor is made of, whatever a subclass says.
    pub fn native_bind(
        &mut self,
        descriptor: Ref,
        object: Option<Ref>,
        class: Ref,
    ) -> PyResult<Ref> {
        let own = |m: &mut Self, r| Ok(m.newref(r));
        match self.payload(descriptor) {
            Payload::Function(_) => match object {
                Some(object) => {
                    let (f, o) = (self.newref(descriptor), self.newref(object));
                    if self.facts.python_2 {
                        let class = self.newref(class);
                        return Ok(self.new_method_of(f, o, class));
                    }
                    Ok(self.new_method(f, o))
                }
                None if self.facts.python_2 => {
                    let (f, c) = (self.newref(descriptor), self.newref(class));
                    Ok(self.new_unbound_method(f, c))
                }
                None => own(self, descriptor),
            },
            Payload::Builtin(b) if b.owner.is_some() && b.bound.is_none() => {
                let def = b.def;
                match (def.kind, object) {
                    (NativeKind::ClassMethod, _) => {
                        let class = self.newref(class);
                        Ok(self.new_builtin(def, Some(class)))
                    }
                    (NativeKind::Method | NativeKind::Slot, Some(object)) => {
                        let object = self.newref(object);
                        Ok(self.new_builtin(def, Some(object)))
                    }
                    _ => own(self, descriptor),
                }
            }
            Payload::ClassMethod(f) => {
                let f = *f;
                if self.class_method_chains(f) {
                    let meta = self.class_of(class);
                    return self.bind(f, Some(class), meta);
                }
                let (f, c) = (self.newref(f), self.newref(class));
                if self.facts.python_2 {
                    let meta = self.newref(self.class_of(class));
                    return Ok(self.new_method_of(f, c, meta));
                }
                Ok(self.new_method(f, c))
            }
            Payload::StaticMethod(f) => {
                let f = *f;
                own(self, f)
            }
            Payload::Property(parts) => match object {
                None => own(self, descriptor),
                Some(object) => match parts[0] {
                    Some(getter) => self.call(getter, &[object]),
                    None => Err(self.property_lacks(descriptor, object, "getter")),
                },
            },
            Payload::GetSet(g) => match object {
                None => own(self, descriptor),
                Some(object) => {
                    let get = g.def.get;
                    get(self, object)
                }
            },
            Payload::MemberDescriptor(member) => match object {
                None => own(self, descriptor),
                Some(object) => {
                    let (index, name) = (member.index as usize, member.name);
                    let value = self
                        .heap
                        .body(object)
                        .attrs
                        .as_ref()
                        .and_then(|a| a.slots.get(index).copied().flatten());
                    match value {
                        Some(value) => own(self, value),
                        None => Err(self.no_attribute(object, name)),
                    }
                }
            },
            _ => {
                let get = self.interp.names.get;
                // Objects of modules written in Rust bring `__get__` in their tables.
                if let Some(get) = self.table_special(descriptor, get) {
                    let object = object.unwrap_or(self.interp.none);
                    return get(self, &[descriptor, object, class], &[]);
                }
                match self.override_of(descriptor, get) {
                    None => own(self, descriptor),
                    Some(hook) => {
                        let object = object.unwrap_or(self.interp.none);
                        self.call_descriptor(hook, descriptor, &[object, class])
                    }
                }
            }
        }
    }
}
