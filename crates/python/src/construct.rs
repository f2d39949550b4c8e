//! Making objects. References inside are taken over; the result is a new reference.

use std::rc::Rc;

use heap::{Event, Layout, Ref};
use num_bigint::BigInt;
use num_traits::ToPrimitive;

use crate::machine::Machine;
use crate::objects::body::DictPart;
use crate::objects::dict::Dict;
use crate::objects::function::{Builtin, NativeDef, NativeKind};
use crate::objects::iterator::Iter;
use crate::objects::list::List;
use crate::objects::native::NativeObject;
use crate::objects::range::Range;
use crate::objects::set::Set;
use crate::objects::string::Str;
use crate::objects::tuple::Tuple;
use crate::objects::{Body, Payload};
use crate::types::TypeId;
use crate::watch::Stop;

impl Machine {
    /// Allocates an object, untracked. Up to 3.11 a collection that becomes due runs here, before the
    /// object is tracked (`_PyObject_GC_Link`).
    pub fn alloc(&mut self, class: Ref, body: Body) -> Ref {
        let layout = self.layout(class, &body);
        self.alloc_with(class, body, &layout)
    }

    pub(crate) fn alloc_with(&mut self, class: Ref, body: Body, layout: &Layout) -> Ref {
        let object = match self.heap.alloc(layout, Some(class), body) {
            Ok(object) => object,
            Err(_) => {
                // Nothing can be made any more: the run ends at the next instruction. `None` stands in
                // until then, so that no code has to handle a missing object.
                self.stop(Stop::Memory);
                return self.newref(self.interp.none);
            }
        };
        if self.watch.is_on() {
            self.observe(Event::Alloc { object });
        }
        if layout.holds_type {
            self.incref(class);
        }
        if layout.gc && self.facts.collects_in_allocation && self.heap.gc_due() {
            self.hold(object);
            heap::collect_if_due(self);
            self.unhold();
        }
        object
    }

    /// Allocates an object of a static type.
    pub fn make(&mut self, id: TypeId, payload: Payload) -> Ref {
        let class = self.type_ref(id);
        self.alloc(class, Body::new(payload))
    }

    /// Allocates a container of a static type as its `tp_alloc` does, and tracks it: its block never comes from a
    /// free list, but goes to one when it dies.
    pub(crate) fn make_by_type(&mut self, id: TypeId, payload: Payload) -> Ref {
        let class = self.type_ref(id);
        let body = Body::new(payload);
        let layout = self.layout(class, &body);
        let object = self.alloc_with(
            class,
            body,
            &Layout {
                freelist: None,
                ..layout
            },
        );
        if let Some(list) = layout.freelist {
            self.heap.returns_to(object, list);
        }
        self.track(object);
        object
    }

    /// Allocates a container of a static type and tracks it.
    pub fn make_tracked(&mut self, id: TypeId, payload: Payload) -> Ref {
        let object = self.make(id, payload);
        self.track(object);
        object
    }

    /// An int.
    pub fn new_int(&mut self, value: i64) -> Ref {
        let first = -5;
        if value >= first
            && value <= self.facts.largest_small_int
            && let Some(&r) = self.interp.small_ints.get((value - first) as usize)
        {
            return self.newref(r);
        }
        self.make(TypeId::Int, Payload::Int(value))
    }

    /// An int of any size.
    pub fn new_bigint(&mut self, value: BigInt) -> Ref {
        match value.to_i64() {
            Some(small) => self.new_int(small),
            None if self.facts.python_2 => self.new_long(value),
            None => self.make(TypeId::Int, Payload::BigInt(Box::new(value))),
        }
    }

    /// A float.
    pub fn new_float(&mut self, value: f64) -> Ref {
        self.make(TypeId::Float, Payload::Float(value))
    }

    /// A string: one-character Latin-1 strings and the empty one come from the interpreter.
    pub fn new_str(&mut self, text: &str) -> Ref {
        if let Some(r) = self.cached_str(text) {
            return self.newref(r);
        }
        self.make(TypeId::Str, Payload::Str(Box::new(Str::new(text))))
    }

    fn cached_str(&self, text: &str) -> Option<Ref> {
        if text.len() > 2 {
            return None;
        }
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (None, _) => Some(self.interp.empty_str),
            (Some(c), None) => self.interp.latin1.get(c as usize).copied(),
            _ => None,
        }
    }

    /// The interned string with this text.
    pub fn intern(&mut self, text: &str) -> Ref {
        let own_letter = text.len() == 1 && self.facts.interned_letters.contains(text);
        if let Some(r) = self.cached_str(text).filter(|_| !own_letter) {
            return self.newref(r);
        }
        if let Some(&(r, serial)) = self.interned.get(text)
            && self.heap.is_alive(r)
            && self.heap.serial(r) == serial
        {
            return self.newref(r);
        }
        let r = self.make(TypeId::Str, Payload::Str(Box::new(Str::new(text))));
        self.enter_interned(r);
        r
    }

    fn enter_interned(&mut self, r: Ref) {
        let serial = self.heap.serial(r);
        let Payload::Str(s) = &mut self.heap.body_mut(r).payload else {
            return;
        };
        s.interned = true;
        let text: Rc<str> = Rc::from(&*s.text);
        self.interned.insert(text, (r, serial));
        if self.interned.len() > 4096 && self.interned.len().is_power_of_two() {
            let heap = &self.heap;
            self.interned
                .retain(|_, (r, serial)| heap.is_alive(*r) && heap.serial(*r) == *serial);
        }
    }

    /// `PyUnicode_InternInPlace`: the interned string with the same text, or this one, which becomes it.
    /// Takes the reference over.
    pub fn intern_ref(&mut self, r: Ref) -> Ref {
        let Payload::Str(s) = self.payload(r) else {
            return r;
        };
        if s.interned || !self.is_exact(r, TypeId::Str) {
            return r;
        }
        let text = s.text.clone();
        let own_letter = text.len() == 1 && self.facts.interned_letters.contains(&*text);
        if own_letter {
            let letter = self.intern(&text);
            self.decref(r);
            return letter;
        }
        if let Some(cached) = self.cached_str(&text) {
            let cached = self.newref(cached);
            self.decref(r);
            return cached;
        }
        if let Some(&(old, serial)) = self.interned.get(&*text)
            && self.heap.is_alive(old)
            && self.heap.serial(old) == serial
        {
            let old = self.newref(old);
            self.decref(r);
            return old;
        }
        self.enter_interned(r);
        r
    }

    /// Bytes: the empty ones and single bytes come from the interpreter.
    pub fn new_bytes(&mut self, bytes: &[u8]) -> Ref {
        let cached = match bytes {
            [] => Some(self.interp.empty_bytes),
            [b] => self.interp.bytes1.get(usize::from(*b)).copied(),
            _ => None,
        };
        match cached {
            Some(r) => self.newref(r),
            None => self.make(TypeId::Bytes, Payload::Bytes(bytes.into())),
        }
    }

    /// A tuple of a display, `tuple(x)`, `*args` (`_PyTuple_FromArray`): from 3.14 not tracked if it holds atoms only.
    pub fn new_tuple(&mut self, items: Vec<Ref>) -> Ref {
        let track = !self.facts.atom_tuples_untracked || items.iter().any(|&i| self.has_gc_type(i));
        self.tuple_of(items, track)
    }

    /// A tuple that is built in place (`PyTuple_New`): tracked whatever it holds.
    pub fn new_tuple_tracked(&mut self, items: Vec<Ref>) -> Ref {
        self.tuple_of(items, true)
    }

    fn tuple_of(&mut self, items: Vec<Ref>, track: bool) -> Ref {
        if items.is_empty() {
            return self.newref(self.interp.empty_tuple);
        }
        let r = self.make(TypeId::Tuple, Payload::Tuple(Box::new(Tuple { items })));
        if track {
            self.track(r);
        }
        r
    }

    /// Whether an object's class is a collected one.
    fn has_gc_type(&self, r: Ref) -> bool {
        matches!(self.payload(self.class_of(r)), Payload::Type(t) if t.is_gc)
    }

    /// `_PyObject_GC_MAY_BE_TRACKED`: a collected type, and not a tuple that is untracked.
    pub fn may_be_tracked(&self, r: Ref) -> bool {
        let Payload::Type(t) = self.payload(self.class_of(r)) else {
            return false;
        };
        t.is_gc
            && match self.payload(r) {
                Payload::Tuple(_) => self.heap.is_tracked(r),
                Payload::Type(t) => !t.is_static,
                _ => true,
            }
    }

    /// A list whose item array has exactly the room that is needed (`PyList_New`).
    pub fn new_list(&mut self, items: Vec<Ref>) -> Ref {
        let capacity = items.len() as u32;
        let list = self.make(
            TypeId::List,
            Payload::List(Box::new(List {
                items,
                ..List::default()
            })),
        );
        self.set_list_capacity(list, capacity);
        self.track(list);
        list
    }

    /// Sets the capacity of a list's item array and moves the simulated array.
    pub fn set_list_capacity(&mut self, list: Ref, capacity: u32) {
        let Payload::List(l) = self.payload(list) else {
            return;
        };
        if l.capacity == capacity {
            return;
        }
        let (old, spare) = (l.array, l.spare);
        let array = match (old, capacity) {
            (Some(block), 0) => {
                self.heap.free(block);
                None
            }
            (Some(block), n) => self.heap.realloc(block, n.saturating_mul(8)).ok(),
            (None, 0) => None,
            (None, n) => self.heap.malloc(n.saturating_mul(8)).ok(),
        };
        if let Some(block) = spare {
            self.heap.free(block);
        }
        if let Payload::List(l) = self.payload_mut(list) {
            l.capacity = capacity;
            l.array = array;
            l.spare = None;
        }
    }

    /// The body of an empty dict.
    pub(crate) fn empty_dict(&self) -> Dict {
        if self.facts.dicts_by_hash {
            Dict::hashed()
        } else {
            Dict::default()
        }
    }

    /// An empty dict.
    pub fn new_dict(&mut self) -> Ref {
        let empty = self.empty_dict();
        let dict = self.make(TypeId::Dict, Payload::Dict(Box::new(empty)));
        if self.facts.dicts_born_tracked {
            self.track(dict);
        }
        dict
    }

    /// The body of an empty set or frozenset.
    pub(crate) fn empty_set(&self, frozen: bool) -> Set {
        Set::new(frozen, self.facts.linear_probes)
    }

    /// An empty set or frozenset.
    pub fn new_set(&mut self, frozen: bool) -> Ref {
        let id = if frozen {
            TypeId::FrozenSet
        } else {
            TypeId::Set
        };
        self.make_tracked(id, Payload::Set(Box::new(self.empty_set(frozen))))
    }

    /// A bound method; both references are taken over.
    pub fn new_method(&mut self, function: Ref, object: Ref) -> Ref {
        self.make_tracked(
            TypeId::Method,
            Payload::Method(Box::new((function, object, None))),
        )
    }

    /// A bound method as Python 2 has it, which knows the class; all are taken over.
    pub fn new_method_of(&mut self, function: Ref, object: Ref, class: Ref) -> Ref {
        self.make_tracked(
            TypeId::Method,
            Payload::Method(Box::new((function, object, Some(class)))),
        )
    }

    /// A function found in a class of Python 2; both are taken over.
    pub fn new_unbound_method(&mut self, function: Ref, class: Ref) -> Ref {
        self.make_tracked(
            TypeId::Method,
            Payload::UnboundMethod(Box::new((function, class))),
        )
    }

    /// A `long` of Python 2.
    pub fn new_long(&mut self, value: BigInt) -> Ref {
        match value.to_i64() {
            Some(small) => self.make(TypeId::Long, Payload::Int(small)),
            None => self.make(TypeId::Long, Payload::BigInt(Box::new(value))),
        }
    }

    /// The same number as a `long`: an int is given up for it.
    pub fn as_long(&mut self, r: Ref) -> Ref {
        if !self.is_exact(r, TypeId::Int) {
            return r;
        }
        let Payload::Int(value) = self.payload(r) else {
            return r;
        };
        let value = BigInt::from(*value);
        self.decref(r);
        self.new_long(value)
    }

    /// A `unicode` of Python 2.
    pub fn new_unicode(&mut self, text: &str) -> Ref {
        if text.is_empty() {
            if let Some(&(_, empty)) = self.interp.others.iter().find(|(n, _)| *n == "u''") {
                return self.newref(empty);
            }
            let empty = self.make(TypeId::Unicode, Payload::Str(Box::new(Str::new(""))));
            self.incref(empty);
            self.interp.others.push(("u''", empty));
            return empty;
        }
        self.make(TypeId::Unicode, Payload::Str(Box::new(Str::new(text))))
    }

    /// A built-in function of a module, or a method of a built-in type bound to an object (taken over).
    pub fn new_builtin(&mut self, def: &'static NativeDef, bound: Option<Ref>) -> Ref {
        let id = if def.kind == NativeKind::Slot {
            TypeId::MethodWrapper
        } else {
            TypeId::BuiltinFunction
        };
        self.make_tracked(
            id,
            Payload::Builtin(Box::new(Builtin {
                def,
                bound,
                owner: None,
            })),
        )
    }

    /// A cell.
    pub fn new_cell(&mut self, content: Option<Ref>) -> Ref {
        self.make_tracked(TypeId::Cell, Payload::Cell(content))
    }

    /// A slice; the parts are taken over.
    pub fn new_slice(&mut self, parts: [Ref; 3]) -> Ref {
        self.make_tracked(TypeId::Slice, Payload::Slice(Box::new(parts)))
    }

    /// A range over machine words.
    pub fn new_range(&mut self, start: i64, stop: i64, step: i64) -> Ref {
        let mut range = Range {
            parts: [self.interp.none; 4],
            start,
            stop,
            step,
        };
        let length = range.len();
        range.parts = [start, stop, step, length].map(|v| self.new_int(v));
        self.make(TypeId::Range, Payload::Range(Box::new(range)))
    }

    /// A built-in iterator.
    pub fn new_iter(&mut self, id: TypeId, iter: Iter) -> Ref {
        let object = self.make(id, Payload::Iter(Box::new(iter)));
        if id != TypeId::RangeIterator {
            self.track(object);
        }
        object
    }

    /// A view of a dict (taken over).
    pub fn new_dict_view(&mut self, dict: Ref, part: DictPart) -> Ref {
        let id = match part {
            DictPart::Keys => TypeId::DictKeys,
            DictPart::Values => TypeId::DictValues,
            DictPart::Items => TypeId::DictItems,
        };
        self.make_tracked(id, Payload::DictView(dict, part))
    }

    /// An object of a module's own kind.
    pub fn new_native(&mut self, id: TypeId, object: Box<dyn NativeObject>) -> Ref {
        self.make_tracked(id, Payload::Native(object))
    }

    /// A module with an empty namespace, and the namespace (borrowed).
    pub fn new_module(&mut self, name: &str) -> (Ref, Ref) {
        let namespace = self.new_dict();
        let module = self.make_tracked(TypeId::Module, Payload::Module(namespace));
        let text = self.new_str(name);
        let key = self.interp.names.name;
        self.dict_set_str(namespace, key, text);
        self.decref(text);
        for key in [
            self.interp.names.doc,
            self.interp.names.package,
            self.interp.names.loader,
            self.interp.names.spec,
        ] {
            let none = self.interp.none;
            self.dict_set_str(namespace, key, none);
        }
        (module, namespace)
    }

    /// `Dict` of a dict object.
    pub fn dict(&self, r: Ref) -> Option<&Dict> {
        match self.payload(r) {
            Payload::Dict(d) => Some(d),
            _ => None,
        }
    }
}
