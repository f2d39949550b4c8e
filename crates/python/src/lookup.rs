//! Finding a name in a class and its bases (`_PyType_Lookup`).

use heap::Ref;

use crate::machine::Machine;
use crate::objects::function::{Builtin, GetSet, NativeDef, NativeKind};
use crate::objects::{Body, Payload};
use crate::types::TypeId;

const LINES: usize = 1024;

/// Remembers where names were found; any change to a class empties it. Holds no counted references.
#[derive(Clone, Debug)]
pub struct LookupCache {
    epoch: u32,
    lines: Vec<Line>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Line {
    epoch: u32,
    class: u32,
    class_serial: u32,
    name: u32,
    name_serial: u32,
    found: Option<Ref>,
}

impl Default for LookupCache {
    fn default() -> Self {
        Self {
            epoch: 1,
            lines: vec![Line::default(); LINES],
        }
    }
}

static NEW: NativeDef = NativeDef::static_method("__new__", crate::builtins::object::call_new);
static INIT: NativeDef = NativeDef::slot("__init__", crate::builtins::object::call_init);

impl Machine {
    /// The value of a name in a class or its bases, borrowed. The name must be interned.
    #[inline]
    pub fn type_lookup(&mut self, class: Ref, name: Ref) -> Option<Ref> {
        let at = (class.raw().wrapping_mul(31) ^ name.raw().wrapping_mul(0x9e37)) as usize % LINES;
        let (class_serial, name_serial) = (self.heap.serial(class).0, self.heap.serial(name).0);
        if let Some(line) = self.lookups.lines.get(at)
            && line.epoch == self.lookups.epoch
            && line.class == class.raw()
            && line.name == name.raw()
            && line.class_serial == class_serial
            && line.name_serial == name_serial
        {
            return line.found;
        }
        let found = self.type_lookup_uncached(class, name);
        let epoch = self.lookups.epoch;
        if let Some(line) = self.lookups.lines.get_mut(at) {
            *line = Line {
                epoch,
                class: class.raw(),
                class_serial,
                name: name.raw(),
                name_serial,
                found,
            };
        }
        found
    }

    fn type_lookup_uncached(&mut self, class: Ref, name: Ref) -> Option<Ref> {
        let Payload::Type(t) = self.payload(class) else {
            return None;
        };
        if t.is_classic {
            for class in self.resolution_order(class) {
                if let Some(found) = self.lookup_in_class(class, name) {
                    return Some(found);
                }
            }
            return None;
        }
        let mro = t.mro?;
        for class in self.items(mro)?.to_vec() {
            if let Some(found) = self.lookup_in_class(class, name) {
                return Some(found);
            }
        }
        None
    }

    /// The value of a name in one class's own namespace, borrowed.
    pub fn lookup_in_class(&mut self, class: Ref, name: Ref) -> Option<Ref> {
        let Payload::Type(t) = self.payload(class) else {
            return None;
        };
        let (dict, is_static, native) = (t.dict?, t.is_static, t.native);
        if let Some(found) = self.dict_get_str(dict, name) {
            return Some(found);
        }
        if is_static {
            self.native_member(class, dict, native, name)
        } else {
            None
        }
    }

    /// Static types get their members on demand: the descriptor is made once and stays in the namespace.
    fn native_member(&mut self, class: Ref, dict: Ref, id: TypeId, name: Ref) -> Option<Ref> {
        let text = self.str_of(name)?.to_owned();
        let members = id.members();
        let unhashable = matches!(
            id,
            TypeId::List
                | TypeId::Dict
                | TypeId::Set
                | TypeId::ByteArray
                | TypeId::Deque
                | TypeId::WeakProxy
                | TypeId::WeakCallableProxy
        );
        if text == "__hash__" && unhashable {
            let none = self.interp.none;
            self.dict_set_str(dict, name, none);
            return Some(none);
        }
        let two = if self.facts.python_2 {
            crate::builtins::two::method(id, &text)
        } else {
            None
        };
        let text = match text.as_str() {
            "__next__" | "__bool__" if self.facts.python_2 => return None,
            _ if self.facts.python_2 => crate::builtins::two::same_as(id, &text).to_owned(),
            _ => text,
        };
        if matches!(two, Some(None)) {
            return None;
        }
        let made = if let Some(Some(def)) = two {
            self.native_descriptor(class, def)
        } else if text == "__new__" && members.new.is_some() {
            self.make_static(
                TypeId::BuiltinFunction,
                Payload::Builtin(Box::new(Builtin {
                    def: &NEW,
                    bound: Some(class),
                    owner: None,
                })),
            )
        } else if text == "__init__" && (members.init.is_some() || id == TypeId::Object) {
            self.native_descriptor(class, &INIT)
        } else if let Some(def) = members
            .methods
            .iter()
            .find(|d| d.name == text && self.at_least(d.since))
        {
            self.native_descriptor(class, def)
        } else if let Some(def) = crate::builtins::two::getset(id)
            .iter()
            .filter(|_| self.facts.python_2)
            .chain(members.getset)
            .find(|d| d.name == text && self.at_least(d.since))
        {
            self.make_static(
                TypeId::GetSetDescriptor,
                Payload::GetSet(Box::new(GetSet {
                    def,
                    owner: Some(class),
                })),
            )
        } else {
            return None;
        };
        self.heap.make_immortal(made, heap::Immortal::Static);
        self.dict_set_str(dict, name, made);
        if self.heap.is_tracked(dict) {
            self.heap.untrack(dict);
        }
        Some(made)
    }

    fn native_descriptor(&mut self, class: Ref, def: &'static NativeDef) -> Ref {
        let id = match def.kind {
            NativeKind::Method => TypeId::MethodDescriptor,
            NativeKind::Slot => TypeId::WrapperDescriptor,
            NativeKind::ClassMethod => TypeId::ClassMethodDescriptor,
            NativeKind::StaticMethod => {
                let f = self.make_static(
                    TypeId::BuiltinFunction,
                    Payload::Builtin(Box::new(Builtin {
                        def,
                        bound: None,
                        owner: None,
                    })),
                );
                self.heap.make_immortal(f, heap::Immortal::Static);
                return self.make_static(TypeId::StaticMethod, Payload::StaticMethod(f));
            }
            NativeKind::Function => TypeId::BuiltinFunction,
        };
        let descriptor = Builtin {
            def,
            bound: None,
            owner: Some(class),
        };
        self.make_static(id, Payload::Builtin(Box::new(descriptor)))
    }

    /// A part of a static type: it was there before the program, so that making it now counts for nothing.
    pub(crate) fn make_static(&mut self, id: TypeId, payload: Payload) -> Ref {
        let class = self.type_ref(id);
        let body = Body::new(payload);
        let mut layout = self.layout(class, &body);
        layout.gc = false;
        layout.freelist = None;
        self.alloc_with(class, body, &layout)
    }

    /// All members of a static type are put into its namespace (`dir`, `__dict__`).
    pub fn fill_static_namespace(&mut self, class: Ref) {
        let Payload::Type(t) = self.payload(class) else {
            return;
        };
        if !t.is_static {
            return;
        }
        let members = t.native.members();
        let mut names: Vec<&str> = members
            .methods
            .iter()
            .map(|d| d.name)
            .chain(members.getset.iter().map(|d| d.name))
            .collect();
        if members.new.is_some() {
            names.push("__new__");
        }
        if members.init.is_some() || t.native == TypeId::Object {
            names.push("__init__");
        }
        for name in names {
            let name = self.intern(name);
            self.lookup_in_class(class, name);
            self.decref(name);
        }
    }

    /// A class changed: what was remembered is forgotten.
    pub fn type_modified(&mut self) {
        self.lookups.epoch = self.lookups.epoch.wrapping_add(1);
    }

    /// A special method that a Python class (not the built-in type) defines, borrowed.
    pub fn override_of(&mut self, object: Ref, name: Ref) -> Option<Ref> {
        let class = self.class_of(object);
        self.class_override(class, name)
    }

    /// `__new__` where a Python class defines it, as what is called; borrowed.
    pub(crate) fn python_new(&mut self, class: Ref) -> Option<Ref> {
        let found = self.class_override(class, self.interp.names.new)?;
        match self.payload(found) {
            Payload::Builtin(_) => None,
            Payload::StaticMethod(f) => Some(*f),
            _ => Some(found),
        }
    }

    /// The same, asked of the class.
    pub fn class_override(&mut self, class: Ref, name: Ref) -> Option<Ref> {
        match self.payload(class) {
            // What a proxy's type defines is not about the proxy: it has to be asked as a Python class has.
            Payload::Type(t)
                if matches!(t.native, TypeId::WeakProxy | TypeId::WeakCallableProxy) =>
            {
                let found = self.type_lookup(class, name)?;
                let own = match self.payload(found) {
                    Payload::Builtin(b) => b.owner == Some(class),
                    _ => true,
                };
                return own.then_some(found);
            }
            Payload::Type(t) if t.is_static => return None,
            _ => {}
        }
        let found = self.type_lookup(class, name)?;
        match self.payload(found) {
            // One that the built-in part has by this name anyway (and not, say, `__str__ = int.__repr__`).
            Payload::Builtin(b) if b.owner.is_some() => {
                let native = self.type_ref(self.native_of_class(class));
                (self.type_lookup(native, name) != Some(found)).then_some(found)
            }
            Payload::GetSet(_) => None,
            _ => Some(found),
        }
    }

    /// Whether a class is another one or derives from it (`PyType_IsSubtype`).
    pub fn is_subclass(&self, class: Ref, base: Ref) -> bool {
        if class == base {
            return true;
        }
        let Payload::Type(t) = self.payload(class) else {
            return false;
        };
        if t.is_classic {
            let bases = t.bases.and_then(|b| self.items(b)).unwrap_or_default();
            return bases.iter().any(|&b| self.is_subclass(b, base));
        }
        match t.mro.and_then(|mro| self.items(mro)) {
            Some(mro) => mro.contains(&base),
            None => {
                let mut at = t.base;
                while let Some(b) = at {
                    if b == base {
                        return true;
                    }
                    at = match self.payload(b) {
                        Payload::Type(t) => t.base,
                        _ => None,
                    };
                }
                false
            }
        }
    }

    /// `isinstance` without `__instancecheck__`.
    pub fn is_instance(&self, object: Ref, class: Ref) -> bool {
        self.is_subclass(self.class_of(object), class)
    }
}
