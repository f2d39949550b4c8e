//! `finalize_garbage` (PEP 442): run the finalizer of everything in the garbage, once per object.

use super::{Phase, tell_gc};
use crate::dealloc::decref;
use crate::event::{Event, GcEvent};
use crate::gc_list::GcList;
use crate::runtime::{Runtime, tell};

/// A finalizer may free any object of the list, so each goes to a list of its own first and the next one is
/// always the first that is left.
pub(super) fn finalize_garbage<R: Runtime>(rt: &mut R, garbage: GcList) {
    rt.heap_mut().set_phase(Phase::FinalizeGarbage);
    tell_gc(rt, GcEvent::FinalizeGarbage);
    while let Some(object) = rt.heap().headers.first(garbage) {
        let heap = rt.heap_mut();
        heap.set_current(object);
        heap.headers.move_to(object, GcList::Seen);
        if rt.heap().finalized(object) || !rt.has_finalizer(object) {
            continue;
        }
        let heap = rt.heap_mut();
        heap.set_finalized(object, true);
        heap.incref(object);
        heap.held.push(object);
        tell(rt, Event::Finalize { object });
        rt.finalize(object);
        rt.heap_mut().let_go(object);
        decref(rt, object);
    }
    rt.heap_mut().headers.merge(GcList::Seen, garbage);
}
