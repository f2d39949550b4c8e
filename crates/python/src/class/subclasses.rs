//! What a class knows of its subclasses: weak references.

use super::base::bases_of;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::weakref::WeakReference;
use crate::types::TypeId;
use heap::Ref;

/// add_subclass: the base remembers the class weakly.
pub(super) fn add_subclass(m: &mut Machine, base: Ref, class: Ref) -> PyResult<()> {
    let Payload::Type(t) = m.payload(base) else {
        return Ok(());
    };
    let dict = match t.subclasses {
        Some(dict) => dict,
        None => {
            let dict = m.new_dict();
            if let Payload::Type(t) = m.payload_mut(base) {
                t.subclasses = Some(dict);
            }
            dict
        }
    };
    let weak = shared_weakref(m, class);
    let key = m.heap.addr(class).0 as i64;
    let key = m.new_int(key);
    m.hold(weak);
    m.hold(key);
    let result = m.dict_set(dict, key, weak);
    m.unhold();
    m.unhold();
    m.decref(key);
    m.decref(weak);
    result
}

/// The classes that directly derive from this one and are still there, borrowed.
pub(crate) fn known_subclasses(m: &mut Machine, class: Ref) -> Vec<Ref> {
    let dict = match m.payload(class) {
        Payload::Type(t) => t.subclasses,
        _ => None,
    };
    let mut alive = Vec::new();
    for (key, weak) in dict.map(|dict| m.dict_entries(dict)).unwrap_or_default() {
        if let Payload::Weakref(w) = m.payload(weak) {
            alive.extend(w.referent);
        }
        m.decref(key);
        m.decref(weak);
    }
    alive
}

/// The base forgets the class.
pub(super) fn remove_subclass(m: &mut Machine, base: Ref, class: Ref) -> PyResult<()> {
    let dict = match m.payload(base) {
        Payload::Type(t) => t.subclasses,
        _ => None,
    };
    let Some(dict) = dict else {
        return Ok(());
    };
    let key = m.heap.addr(class).0 as i64;
    let key = m.new_int(key);
    m.hold(key);
    let removed = m.dict_remove(dict, key);
    m.unhold();
    m.decref(key);
    removed.map(|_| ())
}

/// `remove_all_subclasses`: a class that dies leaves its bases' dicts. A class of the program that has no subclass left
/// gives up the dict.
pub(crate) fn leave_bases(m: &mut Machine, class: Ref) {
    for base in bases_of(m, class) {
        // The keys are ints, which compare without running Python code.
        let removed = remove_subclass(m, base, class);
        m.swallow_unit(removed);
        let empty = match m.payload(base) {
            Payload::Type(t) if !t.is_static => t.subclasses,
            _ => None,
        };
        if let Some(dict) = empty
            && m.dict(dict).is_some_and(|dict| dict.is_empty())
            && let Payload::Type(t) = m.payload_mut(base)
        {
            t.subclasses = None;
            m.decref(dict);
        }
    }
}

/// `weakref.ref(object)` without a callback: shared.
pub fn shared_weakref(m: &mut Machine, object: Ref) -> Ref {
    let shared = m.heap.weakrefs(object).iter().copied().find(|&w| {
        m.is_exact(w, TypeId::Weakref)
            && matches!(m.payload(w), Payload::Weakref(w) if w.callback.is_none())
    });
    if let Some(shared) = shared {
        return m.newref(shared);
    }
    let weak = m.make_tracked(
        TypeId::Weakref,
        Payload::Weakref(Box::new(WeakReference {
            referent: Some(object),
            callback: None,
            hash: None,
        })),
    );
    m.heap.add_weakref(object, weak, true);
    weak
}
