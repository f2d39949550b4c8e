//! Classes (`Objects/typeobject.c`).

use heap::Ref;

use super::body::Label;
use crate::types::TypeId;

/// Room in a class's shared key table (`SHARED_KEYS_MAX_SIZE`).
pub const SHARED_KEYS_MAX: u8 = 30;

/// The names that instances of a class share, and the budget that decides how much room the next one gets.
#[derive(Clone, Debug)]
pub struct SharedKeys {
    /// Names in the order in which some instance first got them; counted.
    pub names: Vec<Ref>,
    /// Unused name slots.
    pub unused: u8,
}

/// A class.
#[derive(Clone, Debug)]
pub struct TypeObject {
    /// `__name__` without the module.
    pub name: String,
    /// `__qualname__`, an interned string; none for static types.
    pub qualname: Option<Ref>,
    /// The namespace. Gone only while the collector tears the class down.
    pub dict: Option<Ref>,
    /// `__bases__`
    pub bases: Option<Ref>,
    /// `__mro__`
    pub mro: Option<Ref>,
    /// `__base__`; counted for heap types.
    pub base: Option<Ref>,
    /// The built-in type that decides what instances are inside.
    pub native: TypeId,
    /// A static type of the interpreter: never freed, its namespace filled from tables on demand.
    pub is_static: bool,
    /// Instances have a `__dict__`.
    pub has_dict: bool,
    /// Instances can be weakly referenced.
    pub has_weakref: bool,
    /// Instances are collected: they have a GC head.
    pub is_gc: bool,
    /// May be subclassed.
    pub is_base: bool,
    /// Names of slots of `__slots__`, inherited ones first; counted.
    pub slots: Vec<Ref>,
    /// Bytes that `__dict__` and `__weakref__` in `__slots__` or of variable-size subclasses add to the object itself.
    pub extra_words: u8,
    /// How many of the slots this class itself added.
    pub own_slots: u32,
    /// The dict pointer lies before the object (an ordinary class), not inside it.
    pub managed_dict: bool,
    /// Values lie inside the object (3.13+).
    pub inline_values: bool,
    /// Instances are born with room for values. Those of other classes with shared keys get a dict at once.
    pub values_at_birth: bool,
    /// Shared keys of instances with a `__dict__`; none for static types.
    pub shared: Option<Box<SharedKeys>>,
    /// `ht_slots`: the tuple of the names in `__slots__`, if there are any.
    pub ht_slots: Option<Ref>,
    /// `tp_subclasses`: dict of weak references, made with the first subclass.
    pub subclasses: Option<Ref>,
    /// Abstract methods are left (`abc`): instances are refused.
    pub is_abstract: bool,
    /// How often its attributes were set since it exists.
    pub changes: u32,
    /// A classic class of Python 2: no `__mro__`, no `object` below it.
    pub is_classic: bool,
}

impl TypeObject {
    /// type_traverse: namespace, mro, bases, base; static types show nothing.
    pub fn each(&self, all: bool, visit: &mut dyn FnMut(Label, Ref)) {
        if self.is_static && !all {
            return;
        }
        let parts = [
            ("__dict__", self.dict),
            ("__mro__", self.mro),
            ("__bases__", self.bases),
            ("__base__", self.base),
        ];
        for (name, part) in parts {
            if let Some(r) = part {
                visit(Label::Field(name), r);
            }
        }
        if all {
            if let Some(r) = self.qualname {
                visit(Label::Field("__qualname__"), r);
            }
            if let Some(r) = self.subclasses {
                visit(Label::Field("tp_subclasses"), r);
            }
            for &r in self.slots.iter().chain(&self.ht_slots) {
                visit(Label::Field("__slots__"), r);
            }
            for &r in self.shared.iter().flat_map(|s| &s.names) {
                visit(Label::Field("shared keys"), r);
            }
        }
    }

    /// type_clear: the namespace and the mro; bases stay.
    pub fn clear(&mut self, released: &mut Vec<Ref>) {
        released.extend(self.dict.take());
        released.extend(self.mro.take());
    }

    /// type_dealloc.
    pub fn release(&mut self, released: &mut Vec<Ref>) {
        released.extend(self.base.take());
        released.extend(self.dict.take());
        released.extend(self.bases.take());
        released.extend(self.mro.take());
        released.extend(self.subclasses.take());
        released.extend(self.shared.take().into_iter().flat_map(|s| s.names));
        released.append(&mut self.slots);
        released.extend(self.ht_slots.take());
        released.extend(self.qualname.take());
    }
}
