//! Setting and deleting attributes.

use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::types::TypeId;
use heap::Ref;

impl Machine {
    /// `object.name = value`, or `del object.name` without a value; all borrowed.
    pub fn setattr(&mut self, object: Ref, name: Ref, value: Option<Ref>) -> PyResult<()> {
        let names = (self.interp.names.setattr, self.interp.names.delattr);
        let hook = match value {
            Some(_) => self.override_of(object, names.0),
            None => self.override_of(object, names.1),
        };
        if let Some(hook) = hook {
            let result = match value {
                Some(value) if self.is_classic(self.class_of(object)) => {
                    self.call(hook, &[object, name, value])?
                }
                None if self.is_classic(self.class_of(object)) => {
                    self.call(hook, &[object, name])?
                }
                Some(value) => self.call_hook(hook, object, &[name, value])?,
                None => self.call_hook(hook, object, &[name])?,
            };
            self.decref(result);
            return Ok(());
        }
        self.native_setattr(object, name, value)
    }

    /// Without `__setattr__`.
    pub fn native_setattr(&mut self, object: Ref, name: Ref, value: Option<Ref>) -> PyResult<()> {
        if let Payload::Type(_) = self.payload(object) {
            return self.class_setattr(object, name, value);
        }
        let class = self.class_of(object);
        if let Some(d) = self.type_lookup(class, name)
            && self.set_through(d, object, value)?
        {
            return Ok(());
        }
        if let Payload::Module(namespace) = self.payload(object) {
            let namespace = *namespace;
            return self.set_in_dict(namespace, object, name, value);
        }
        self.set_instance_attribute(object, name, value)
    }

    /// `__get__`, `__set__` or `__delete__` of a Python class that derives from `property`, `staticmethod` or
    /// `classmethod`, borrowed.
    pub(super) fn subclass_hook(&mut self, descriptor: Ref, name: Ref) -> Option<Ref> {
        let exact = match self.payload(descriptor) {
            Payload::Property(_) => TypeId::Property,
            Payload::StaticMethod(_) => TypeId::StaticMethod,
            Payload::ClassMethod(_) => TypeId::ClassMethod,
            _ => return None,
        };
        if self.is_exact(descriptor, exact) {
            return None;
        }
        self.override_of(descriptor, name)
    }

    /// Lets a data descriptor take the value; says whether it was one.
    pub(crate) fn set_through(
        &mut self,
        descriptor: Ref,
        object: Ref,
        value: Option<Ref>,
    ) -> PyResult<bool> {
        let name = match value {
            Some(_) => self.interp.names.set,
            None => self.interp.names.delete,
        };
        if let Some(hook) = self.subclass_hook(descriptor, name) {
            let arguments: &[Ref] = match &value {
                Some(value) => &[object, *value],
                None => &[object],
            };
            let result = self.call_descriptor(hook, descriptor, arguments)?;
            self.decref(result);
            return Ok(true);
        }
        self.native_set_through(descriptor, object, value)
    }

    /// The same by the built-in type that a descriptor is made of, whatever a subclass says.
    pub(crate) fn native_set_through(
        &mut self,
        descriptor: Ref,
        object: Ref,
        value: Option<Ref>,
    ) -> PyResult<bool> {
        match self.payload(descriptor) {
            Payload::Property(parts) => {
                let (setter, what) = match value {
                    Some(_) => (parts[1], "setter"),
                    None => (parts[2], "deleter"),
                };
                let Some(f) = setter else {
                    return Err(self.property_lacks(descriptor, object, what));
                };
                let result = match value {
                    Some(value) => self.call(f, &[object, value])?,
                    None => self.call(f, &[object])?,
                };
                self.decref(result);
                Ok(true)
            }
            Payload::GetSet(g) => match g.def.set {
                Some(set) => set(self, object, value).map(|()| true),
                None => {
                    let name = g.def.name;
                    let owner = g.owner.unwrap_or_else(|| self.class_of(object));
                    let class = self.class_name(owner).to_owned();
                    Err(self.error(
                        TypeId::AttributeError,
                        &format!("attribute '{name}' of '{class}' objects is not writable"),
                    ))
                }
            },
            Payload::MemberDescriptor(member) => {
                let (index, name) = (member.index as usize, member.name);
                if let Some(value) = value {
                    self.incref(value);
                }
                let mut fits = false;
                let mut old = None;
                if let Some(attrs) = &mut self.heap.body_mut(object).attrs
                    && let Some(slot) = attrs.slots.get_mut(index)
                {
                    fits = true;
                    old = std::mem::replace(slot, value);
                }
                if value.is_none() && old.is_none() {
                    // PyMember_SetOne names the slot and nothing else.
                    let slot = self.text(name);
                    return Err(self.error(TypeId::AttributeError, &slot));
                }
                if !fits {
                    return Err(self.no_attribute(object, name));
                }
                self.xdecref(old);
                Ok(true)
            }
            Payload::Function(_) | Payload::Builtin(_) => Ok(false),
            _ => {
                let name = match value {
                    Some(_) => self.interp.names.set,
                    None => self.interp.names.delete,
                };
                if let Some(set) = self.table_special(descriptor, name) {
                    let result = match value {
                        Some(value) => set(self, &[descriptor, object, value], &[])?,
                        None => set(self, &[descriptor, object], &[])?,
                    };
                    self.decref(result);
                    return Ok(true);
                }
                let Some(hook) = self.override_of(descriptor, name) else {
                    // Both share a slot: with the other one alone this is a data descriptor all the same.
                    let other = match value {
                        Some(_) => self.interp.names.delete,
                        None => self.interp.names.set,
                    };
                    if self.override_of(descriptor, other).is_none() {
                        return Ok(false);
                    }
                    let message = self.text(name);
                    return Err(self.error(TypeId::AttributeError, &message));
                };
                let result = match value {
                    Some(value) => self.call_descriptor(hook, descriptor, &[object, value])?,
                    None => self.call_descriptor(hook, descriptor, &[object])?,
                };
                self.decref(result);
                Ok(true)
            }
        }
    }

    pub(super) fn class_setattr(
        &mut self,
        class: Ref,
        name: Ref,
        value: Option<Ref>,
    ) -> PyResult<()> {
        let Payload::Type(t) = self.payload(class) else {
            return Ok(());
        };
        let (is_static, dict) = (t.is_static, t.dict);
        if is_static {
            let (name, class) = (self.text(name), self.class_name(class).to_owned());
            return Err(self.error(
                TypeId::TypeError,
                &if self.facts.python_2 {
                    format!("can't set attributes of built-in/extension type '{class}'")
                } else {
                    format!("cannot set '{name}' attribute of immutable type '{class}'")
                },
            ));
        }
        let meta = self.class_of(class);
        if let Some(d) = self.type_lookup(meta, name)
            && self.set_through(d, class, value)?
        {
            self.type_modified();
            return Ok(());
        }
        self.type_modified();
        if let Payload::Type(t) = self.payload_mut(class) {
            t.changes = t.changes.wrapping_add(1);
        }
        match dict {
            Some(dict) => match value {
                Some(value) => {
                    self.dict_set_str(dict, name, value);
                    Ok(())
                }
                None if self.dict_remove(dict, name)? => Ok(()),
                None => {
                    let (class, name) = (self.class_name(class).to_owned(), self.text(name));
                    Err(self.attribute_error(
                        &format!("type object '{class}' has no attribute '{name}'"),
                        None,
                    ))
                }
            },
            None => Ok(()),
        }
    }
}
