//! Classic classes of Python 2 (`Objects/classobject.c`): no `object` among their bases, looked through depth first.
//!
//! An instance's header names its class, as everywhere here; that CPython has one type `instance` for all of them
//! is what [`Machine::shown_type`] tells.

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::type_object::TypeObject;
use crate::objects::{Body, instance::Attrs};
use crate::types::TypeId;

/// `PyClass_New`: the namespace becomes that of the class; all are borrowed.
pub(super) fn make_classic(m: &mut Machine, name: Ref, bases: Ref, namespace: Ref) -> Ref {
    let (module, name_key, doc) = (
        m.interp.names.module,
        m.interp.names.name,
        m.interp.names.doc,
    );
    if m.dict_get_str(namespace, module).is_none()
        && let Some(globals) = m.frames.last().map(|f| f.globals)
        && let Some(of) = m.dict_get_str(globals, name_key)
    {
        m.dict_set_str(namespace, module, of);
    }
    if m.dict_get_str(namespace, doc).is_none() {
        let none = m.interp.none;
        m.dict_set_str(namespace, doc, none);
    }
    for r in [name, bases, namespace] {
        m.incref(r);
    }
    let object = TypeObject {
        name: m.text(name),
        qualname: Some(name),
        dict: Some(namespace),
        bases: Some(bases),
        mro: None,
        base: None,
        native: TypeId::Object,
        is_static: false,
        has_dict: true,
        has_weakref: true,
        is_gc: true,
        is_base: true,
        slots: Vec::new(),
        extra_words: 0,
        own_slots: 0,
        managed_dict: true,
        inline_values: false,
        values_at_birth: false,
        shared: None,
        ht_slots: None,
        subclasses: None,
        is_abstract: false,
        changes: 0,
        is_classic: true,
    };
    let meta = m.type_ref(TypeId::ClassicClass);
    let class = m.alloc(meta, Body::new(Payload::Type(Box::new(object))));
    m.track(class);
    m.type_modified();
    class
}

impl Machine {
    /// Whether this is a classic class.
    pub fn is_classic(&self, class: Ref) -> bool {
        matches!(self.payload(class), Payload::Type(t) if t.is_classic)
    }

    /// The classes in which a name is looked for, starting with this one: its `__mro__`, or the bases of a classic
    /// class depth first. Borrowed.
    pub fn resolution_order(&self, class: Ref) -> Vec<Ref> {
        let Payload::Type(t) = self.payload(class) else {
            return Vec::new();
        };
        if !t.is_classic {
            let mro = t.mro.and_then(|mro| self.items(mro));
            return mro.map(<[Ref]>::to_vec).unwrap_or_default();
        }
        let mut order = vec![class];
        for &base in t.bases.and_then(|b| self.items(b)).unwrap_or_default() {
            for class in self.resolution_order(base) {
                if !order.contains(&class) {
                    order.push(class);
                }
            }
        }
        order
    }

    /// What `type(x)` says, borrowed: `instance` for all instances of classic classes.
    pub fn shown_type(&self, object: Ref) -> Ref {
        let class = self.class_of(object);
        if self.is_classic(class) {
            self.type_ref(TypeId::ClassicInstance)
        } else {
            class
        }
    }

    /// Attributes that instances of classic classes have without any class saying so.
    pub(crate) fn classic_attribute(&mut self, object: Ref, name: Ref) -> PyResult<Option<Ref>> {
        let class = self.class_of(object);
        let text = self.str_of(name).unwrap_or_default();
        if text == "__class__" {
            return Ok(Some(self.newref(class)));
        }
        if text == "__dict__" {
            let dict = self.instance_dict(object)?;
            return Ok(Some(self.newref(dict)));
        }
        Ok(None)
    }

    /// The same of the classes themselves.
    pub(crate) fn classic_class_attribute(&mut self, class: Ref, name: Ref) -> Option<Ref> {
        let Payload::Type(t) = self.payload(class) else {
            return None;
        };
        let found = match self.str_of(name)? {
            "__dict__" => t.dict,
            "__bases__" => t.bases,
            "__name__" => t.qualname,
            _ => None,
        };
        found.map(|r| self.newref(r))
    }

    /// `PyInstance_NewRaw`: an instance has its dict from birth.
    pub(crate) fn new_classic_instance(&mut self, class: Ref) -> Ref {
        let mut body = Body::new(Payload::Object);
        let dict = self.new_dict();
        body.attrs = Some(Box::new(Attrs {
            dict: Some(dict),
            ..Attrs::default()
        }));
        let object = self.alloc(class, body);
        self.track(object);
        object
    }
}
