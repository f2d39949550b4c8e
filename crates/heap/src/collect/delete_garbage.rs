//! `delete_garbage`: break what only the garbage holds.
//!
//! Invariant: everything in the list is unreachable and finalised. A `tp_clear` may free objects further down, so
//! the next one is always the first that is left.

use super::{Phase, tell_gc};
use crate::address::Ref;
use crate::dealloc::{Pending, decref, drain};
use crate::event::GcEvent;
use crate::gc_list::GcList;
use crate::header::COLLECTING;
use crate::object::Object;
use crate::runtime::Runtime;

pub(super) fn delete_garbage<R: Runtime>(rt: &mut R, garbage: GcList, old: GcList) {
    rt.heap_mut().set_phase(Phase::DeleteGarbage);
    let objects = rt.heap().headers.iter(garbage).count() as u32;
    tell_gc(rt, GcEvent::DeleteGarbage { objects });
    while let Some(object) = rt.heap().headers.first(garbage) {
        rt.heap_mut().set_current(object);
        if rt.gc_saves_all() {
            rt.gc_garbage(object);
            tell_gc(rt, GcEvent::Garbage { object });
        } else if rt.heap().body(object).has_clear() {
            let heap = rt.heap_mut();
            heap.incref(object);
            heap.held.push(object);
            tell_gc(rt, GcEvent::Clear { object });
            clear(rt, object);
            rt.heap_mut().let_go(object);
            decref(rt, object);
        }
        let heap = rt.heap_mut();
        if heap.headers.first(garbage) == Some(object) {
            // It outlived its clearing; it may die later.
            if let Some(header) = heap.headers.get_mut(object) {
                header.set(COLLECTING, false);
            }
            heap.headers.move_to(object, old);
            tell_gc(rt, GcEvent::Survived { object });
        }
    }
}

/// `tp_clear`: the references that the object detaches are given up one after the other.
pub(crate) fn clear<R: Runtime>(rt: &mut R, object: Ref) {
    let heap = rt.heap_mut();
    let mut released = std::mem::take(&mut heap.released);
    // A weak reference that is cleared leaves the list of its referent.
    if let Some(referent) = heap.body(object).weak().and_then(|weak| weak.referent) {
        heap.remove_weakref(referent, object);
        heap.body_mut(object).forget_referent();
    }
    heap.body_mut(object).clear(&mut released);
    let base = heap.pending.len();
    heap.pending
        .extend(released.drain(..).rev().map(Pending::Release));
    heap.released = released;
    drain(rt, base);
}
