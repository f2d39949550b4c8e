//! `handle_weakrefs`: weak references to garbage are cleared and their callbacks run, before any finalizer can
//! bring a half-dead object back through one of them.

use super::{Phase, tell_gc};
use crate::address::Ref;
use crate::dealloc::decref;
use crate::event::{Event, GcEvent};
use crate::facts::WeakrefRule;
use crate::gc_list::GcList;
use crate::header::COLLECTING;
use crate::object::Object;
use crate::runtime::{Runtime, tell};
use crate::weak_list::clear_ref;

/// Returns how many weak reference objects died of their own callback; C counts them as collected.
pub(super) fn handle_weakrefs<R: Runtime>(rt: &mut R, old: GcList) -> usize {
    rt.heap_mut().set_phase(Phase::HandleWeakrefs);
    tell_gc(rt, GcEvent::HandleWeakrefs);
    let rule = rt.heap().facts.weakrefs;
    let mut at = rt.heap().headers.first(GcList::Unreachable);
    while let Some(object) = at {
        rt.heap_mut().set_current(object);
        if rule == (WeakrefRule::All { inside: true }) {
            // Its callback must not run later, when parts of the garbage have been cleared.
            clear_ref(rt, object);
        }
        for weak in rt.heap().weakrefs(object).to_vec() {
            queue_callback(rt, weak, rule);
        }
        at = rt.heap().headers.next(object);
    }
    run_callbacks(rt, old)
}

/// Clears one weak reference to garbage and queues its callback, unless the weak reference is garbage itself.
fn queue_callback<R: Runtime>(rt: &mut R, weak: Ref, rule: WeakrefRule) {
    let callback = rt.heap().body(weak).weak().and_then(|weak| weak.callback);
    if callback.is_none() && rule == WeakrefRule::OnlyWithCallback {
        return;
    }
    clear_ref(rt, weak);
    let heap = rt.heap_mut();
    let garbage = heap
        .headers
        .get(weak)
        .is_some_and(|header| header.has(COLLECTING));
    if callback.is_some() && !garbage {
        heap.incref(weak);
        heap.held.push(weak);
        heap.headers.move_to(weak, GcList::WeakrefCallbacks);
    }
}

fn run_callbacks<R: Runtime>(rt: &mut R, old: GcList) -> usize {
    let mut freed = 0;
    while let Some(weak) = rt.heap().headers.first(GcList::WeakrefCallbacks) {
        if let Some(callback) = rt.heap().body(weak).weak().and_then(|weak| weak.callback) {
            // The weak reference object keeps its callback; this reference is for the length of the call.
            let heap = rt.heap_mut();
            heap.incref(callback);
            heap.held.push(callback);
            tell(rt, Event::WeakrefCallback { weak, callback });
            rt.weakref_callback(weak, callback);
            rt.heap_mut().let_go(callback);
            decref(rt, callback);
        }
        rt.heap_mut().let_go(weak);
        decref(rt, weak);
        if rt.heap().headers.first(GcList::WeakrefCallbacks) == Some(weak) {
            rt.heap_mut().headers.move_to(weak, old);
        } else {
            freed += 1;
        }
    }
    freed
}

/// 3.15, after the finalizers: every weak reference to the final garbage, and every one inside it, is cleared;
/// no callback runs.
pub(super) fn clear_weakrefs_of_garbage<R: Runtime>(rt: &mut R, garbage: GcList) {
    let mut at = rt.heap().headers.first(garbage);
    while let Some(object) = at {
        clear_ref(rt, object);
        for weak in rt.heap().weakrefs(object).to_vec() {
            clear_ref(rt, weak);
        }
        at = rt.heap().headers.next(object);
    }
}
