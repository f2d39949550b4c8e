//! Attributes: descriptors, instance storage, classes, modules (`Objects/object.c`, `Objects/typeobject.c`).

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::NativeKind;
use crate::objects::instance::Attrs;
use crate::types::TypeId;

impl Machine {
    /// `object.name`; the name must be an interned string.
    pub fn getattr(&mut self, object: Ref, name: Ref) -> PyResult<Ref> {
        match self.getattr_opt(object, name)? {
            Some(value) => Ok(value),
            None => Err(self.no_attribute(object, name)),
        }
    }

    /// `object.name` for a name given as text.
    pub fn getattr_text(&mut self, object: Ref, name: &str) -> PyResult<Ref> {
        let name = self.intern(name);
        let result = self.getattr(object, name);
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
            Some(hook) => self.call_hook(hook, object, &[name]).map(Some),
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
            return self.call_hook(hook, object, &[name]).map(Some);
        }
        found
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

    /// Calls a function found in a class with the object as its first argument.
    pub fn call_hook(&mut self, hook: Ref, object: Ref, args: &[Ref]) -> PyResult<Ref> {
        self.incref(hook);
        self.hold(hook);
        let result = if matches!(self.payload(hook), Payload::Function(_)) {
            let mut all = vec![object];
            all.extend_from_slice(args);
            self.call(hook, &all)
        } else {
            let class = self.class_of(object);
            self.bind(hook, Some(object), class).and_then(|bound| {
                self.hold(bound);
                let result = self.call(bound, args);
                self.unhold();
                self.decref(bound);
                result
            })
        };
        self.unhold();
        self.decref(hook);
        result
    }

    /// The attribute protocol of the built-in part of an object.
    pub fn native_getattr(&mut self, object: Ref, name: Ref) -> PyResult<Option<Ref>> {
        match self.payload(object) {
            Payload::Type(_) => self.class_getattr(object, name),
            Payload::Module(_) => self.module_getattr(object, name),
            Payload::Super(_) => crate::builtins::super_object::getattr(self, object, name),
            Payload::Weakref(_) if !self.is_native(object, TypeId::Weakref) => {
                crate::modules::weakref::proxy_getattr(self, object, name)
            }
            _ => self.generic_getattr(object, name),
        }
    }

    /// `PyObject_GenericGetAttr`.
    pub fn generic_getattr(&mut self, object: Ref, name: Ref) -> PyResult<Option<Ref>> {
        let class = self.class_of(object);
        let descriptor = self.type_lookup(class, name);
        if let Some(d) = descriptor
            && self.is_data_descriptor(d)
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

    /// An attribute of the object's own, borrowed.
    #[inline]
    pub fn instance_attribute(&self, object: Ref, name: Ref) -> Option<Ref> {
        let attrs = self.heap.body(object).attrs.as_ref()?;
        if let Some(dict) = attrs.dict {
            return self.dict_get_str(dict, name);
        }
        let at = self.shared_position(self.class_of(object), name)?;
        attrs.values.get(at).copied().flatten()
    }

    /// Where a class's shared keys have a name.
    #[inline]
    pub fn shared_position(&self, class: Ref, name: Ref) -> Option<usize> {
        match self.payload(class) {
            Payload::Type(t) => {
                let shared = t.shared.as_ref()?;
                shared.names.iter().position(|&n| n == name).or_else(|| {
                    let Payload::Str(s) = self.payload(name) else {
                        return None;
                    };
                    if s.interned {
                        return None;
                    }
                    shared
                        .names
                        .iter()
                        .position(|&n| self.str_of(n) == Some(&s.text))
                })
            }
            _ => None,
        }
    }

    /// The position of a name in a class's shared keys, taking a free one if there is room (`insert_split_key`).
    pub fn shared_keys_take(&mut self, class: Ref, name: Ref) -> Option<usize> {
        if let Some(at) = self.shared_position(class, name) {
            return Some(at);
        }
        let Payload::Type(t) = self.payload_mut(class) else {
            return None;
        };
        let shared = t.shared.as_mut()?;
        if shared.unused == 0 {
            return None;
        }
        shared.unused -= 1;
        shared.names.push(name);
        let at = shared.names.len() - 1;
        self.incref(name);
        Some(at)
    }

    fn is_data_descriptor(&mut self, descriptor: Ref) -> bool {
        match self.payload(descriptor) {
            Payload::Property(_) | Payload::GetSet(_) | Payload::MemberDescriptor(_) => true,
            Payload::Function(_)
            | Payload::Builtin(_)
            | Payload::ClassMethod(_)
            | Payload::StaticMethod(_) => false,
            _ => {
                let (set, delete) = (self.interp.names.set, self.interp.names.delete);
                self.override_of(descriptor, set).is_some()
                    || self.override_of(descriptor, delete).is_some()
                    || self.table_special(descriptor, set).is_some()
            }
        }
    }

    /// `descriptor.__get__(object, class)`; without an object the class itself was asked.
    pub fn bind(&mut self, descriptor: Ref, object: Option<Ref>, class: Ref) -> PyResult<Ref> {
        let own = |m: &mut Self, r| Ok(m.newref(r));
        let get = self.interp.names.get;
        if let Some(hook) = self.property_hook(descriptor, get) {
            let object = object.unwrap_or(self.interp.none);
            return self.call_hook(hook, descriptor, &[object, class]);
        }
        match self.payload(descriptor) {
            Payload::Function(_) => match object {
                Some(object) => {
                    let (f, o) = (self.newref(descriptor), self.newref(object));
                    Ok(self.new_method(f, o))
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
                if matches!(self.payload(f), Payload::Function(_)) {
                    let (f, c) = (self.newref(f), self.newref(class));
                    Ok(self.new_method(f, c))
                } else {
                    let meta = self.class_of(class);
                    self.bind(f, Some(class), meta)
                }
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
                        self.call_hook(hook, descriptor, &[object, class])
                    }
                }
            }
        }
    }

    /// `type.__getattribute__`.
    fn class_getattr(&mut self, class: Ref, name: Ref) -> PyResult<Option<Ref>> {
        let meta = self.class_of(class);
        let in_meta = self.type_lookup(meta, name);
        if let Some(d) = in_meta
            && self.is_data_descriptor(d)
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
            && self.is_data_descriptor(d)
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

    /// `object.name = value`, or `del object.name` without a value; all borrowed.
    pub fn setattr(&mut self, object: Ref, name: Ref, value: Option<Ref>) -> PyResult<()> {
        let names = (self.interp.names.setattr, self.interp.names.delattr);
        let hook = match value {
            Some(_) => self.override_of(object, names.0),
            None => self.override_of(object, names.1),
        };
        if let Some(hook) = hook {
            let result = match value {
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
        match self.payload(object) {
            Payload::Type(_) => return self.class_setattr(object, name, value),
            Payload::Weakref(_) if !self.is_native(object, TypeId::Weakref) => {
                return crate::modules::weakref::proxy_setattr(self, object, name, value);
            }
            _ => {}
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

    /// `__get__` or `__set__` of a Python class that derives from `property`, borrowed.
    fn property_hook(&mut self, property: Ref, name: Ref) -> Option<Ref> {
        if !matches!(self.payload(property), Payload::Property(_))
            || self.is_exact(property, TypeId::Property)
        {
            return None;
        }
        self.override_of(property, name)
    }

    /// Lets a data descriptor take the value; says whether it was one.
    pub(crate) fn set_through(
        &mut self,
        descriptor: Ref,
        object: Ref,
        value: Option<Ref>,
    ) -> PyResult<bool> {
        let set = self.interp.names.set;
        if let Some(value) = value
            && let Some(hook) = self.property_hook(descriptor, set)
        {
            let result = self.call_hook(hook, descriptor, &[object, value])?;
            self.decref(result);
            return Ok(true);
        }
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
                    let class = self.type_name(object).to_owned();
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
                    return Ok(false);
                };
                let result = match value {
                    Some(value) => self.call_hook(hook, descriptor, &[object, value])?,
                    None => self.call_hook(hook, descriptor, &[object])?,
                };
                self.decref(result);
                Ok(true)
            }
        }
    }

    fn set_in_dict(
        &mut self,
        dict: Ref,
        object: Ref,
        name: Ref,
        value: Option<Ref>,
    ) -> PyResult<()> {
        match value {
            Some(value) => {
                self.dict_set_str(dict, name, value);
                Ok(())
            }
            None if self.dict_remove(dict, name)? => Ok(()),
            None => Err(self.no_attribute(object, name)),
        }
    }

    fn set_instance_attribute(
        &mut self,
        object: Ref,
        name: Ref,
        value: Option<Ref>,
    ) -> PyResult<()> {
        let class = self.class_of(object);
        let (has_dict, shared) = match self.payload(class) {
            Payload::Type(t) => (t.has_dict, t.shared.is_some()),
            _ => (false, false),
        };
        if !has_dict {
            return Err(self.cannot_set(object, name));
        }
        let dict = self.heap.body(object).attrs.as_ref().and_then(|a| a.dict);
        if let Some(dict) = dict {
            return self.set_in_dict(dict, object, name, value);
        }
        if shared {
            match value {
                None => {
                    let at = self.shared_position(class, name);
                    let old = at.and_then(|at| self.attrs_mut(object).values.get_mut(at)?.take());
                    return match old {
                        Some(old) => {
                            self.forget_order(object, at);
                            self.decref(old);
                            Ok(())
                        }
                        None => Err(self.no_attribute(object, name)),
                    };
                }
                Some(value) => {
                    let capacity = usize::from(self.attrs_mut(object).capacity);
                    if let Some(at) = self.shared_keys_take(class, name)
                        && at < capacity
                    {
                        self.incref(value);
                        let old = self.attrs_mut(object).set_value(at, value);
                        self.xdecref(old);
                        return Ok(());
                    }
                }
            }
        }
        let dict = self.instance_dict(object)?;
        self.set_in_dict(dict, object, name, value)
    }

    fn forget_order(&mut self, object: Ref, at: Option<usize>) {
        let attrs = self.attrs_mut(object);
        let positions = attrs.positions();
        if attrs.order.is_some()
            || positions
                .last()
                .is_some_and(|&last| at.is_some_and(|at| at < last))
        {
            attrs.order = Some(Box::new(positions.into_iter().map(|i| i as u8).collect()));
        }
    }

    /// The attribute storage of an object, made if there is none.
    pub fn attrs_mut(&mut self, object: Ref) -> &mut Attrs {
        self.heap.body_mut(object).attrs.get_or_insert_default()
    }

    /// The `__dict__` of an object that may have one, borrowed; made (materialised) if there is none yet.
    pub fn instance_dict(&mut self, object: Ref) -> PyResult<Ref> {
        if let Some(dict) = self.heap.body(object).attrs.as_ref().and_then(|a| a.dict) {
            return Ok(dict);
        }
        let class = self.class_of(object);
        let dict = self.new_dict();
        let (values, order) = match &mut self.heap.body_mut(object).attrs {
            Some(attrs) => {
                let order = attrs.positions();
                (std::mem::take(&mut attrs.values), order)
            }
            None => (Vec::new(), Vec::new()),
        };
        let names: Vec<Ref> = match self.payload(class) {
            Payload::Type(t) => t
                .shared
                .as_ref()
                .map(|s| s.names.clone())
                .unwrap_or_default(),
            _ => Vec::new(),
        };
        let shared = matches!(self.payload(class), Payload::Type(t) if t.shared.is_some());
        if shared && let Payload::Dict(d) = self.payload_mut(dict) {
            d.split = Some(class);
        }
        let mut tracked = false;
        for at in order {
            let (Some(&name), Some(Some(value))) = (names.get(at), values.get(at).copied()) else {
                continue;
            };
            tracked |= self.may_be_tracked(value);
            let hash = match self.payload(name) {
                Payload::Str(s) => s.hash(),
                _ => 0,
            };
            self.incref(name);
            if let Payload::Dict(d) = self.payload_mut(dict) {
                d.push(crate::objects::dict::Entry {
                    hash,
                    key: name,
                    value,
                });
            }
        }
        if tracked && !self.heap.is_tracked(dict) {
            self.track(dict);
        }
        let attrs = self.attrs_mut(object);
        attrs.dict = Some(dict);
        attrs.order = None;
        Ok(dict)
    }

    fn class_setattr(&mut self, class: Ref, name: Ref, value: Option<Ref>) -> PyResult<()> {
        let Payload::Type(t) = self.payload(class) else {
            return Ok(());
        };
        let (is_static, dict) = (t.is_static, t.dict);
        if is_static {
            let (name, class) = (self.text(name), self.class_name(class).to_owned());
            return Err(self.error(
                TypeId::TypeError,
                &format!("cannot set '{name}' attribute of immutable type '{class}'"),
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

    // ---- errors

    /// AttributeError for a missing attribute.
    pub fn no_attribute(&mut self, object: Ref, name: Ref) -> crate::machine::Unwind {
        let attribute = self.text(name);
        let message = match self.payload(object) {
            Payload::Type(t) => format!("type object '{}' has no attribute '{attribute}'", t.name),
            Payload::Module(namespace) => {
                let namespace = *namespace;
                let module = self
                    .dict_get_str(namespace, self.interp.names.name)
                    .and_then(|n| self.str_of(n))
                    .unwrap_or("?")
                    .to_owned();
                format!("module '{module}' has no attribute '{attribute}'")
            }
            _ => format!(
                "'{}' object has no attribute '{attribute}'",
                self.type_name(object)
            ),
        };
        self.attribute_error(&message, Some((object, name)))
    }

    fn cannot_set(&mut self, object: Ref, name: Ref) -> crate::machine::Unwind {
        let class = self.class_of(object);
        let attribute = self.text(name);
        if self.type_lookup(class, name).is_some() {
            let message = format!(
                "'{}' object attribute '{attribute}' is read-only",
                self.type_name(object)
            );
            return self.attribute_error(&message, Some((object, name)));
        }
        let mut message = format!(
            "'{}' object has no attribute '{attribute}'",
            self.type_name(object)
        );
        if self.version >= crate::version::Version::V3_13 {
            message.push_str(" and no __dict__ for setting new attributes");
        }
        self.attribute_error(&message, Some((object, name)))
    }

    fn property_lacks(&mut self, property: Ref, object: Ref, what: &str) -> crate::machine::Unwind {
        let class = self.type_name(object).to_owned();
        let name = match self.payload(property) {
            Payload::Property(parts) => parts[0].or(parts[1]).and_then(|f| match self.payload(f) {
                Payload::Function(f) => self.str_of(f.name).map(str::to_owned),
                _ => None,
            }),
            _ => None,
        };
        let message = match name {
            Some(name) => format!("property '{name}' of '{class}' object has no {what}"),
            None => format!("property of '{class}' object has no {what}"),
        };
        self.attribute_error(&message, None)
    }
}
