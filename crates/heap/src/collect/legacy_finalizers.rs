//! Legacy finalizers (`tp_del`): no order of calling them is right, so a cycle with one is left alone.

use super::{Phase, tell_gc};
use crate::address::Ref;
use crate::event::GcEvent;
use crate::gc_list::GcList;
use crate::header::COLLECTING;
use crate::runtime::Runtime;

/// `move_legacy_finalizers` and `move_legacy_finalizer_reachable`: such objects, and whatever they lead to, leave
/// the unreachable list.
pub(super) fn move_legacy_finalizers<R: Runtime>(rt: &mut R) {
    rt.heap_mut().set_phase(Phase::LegacyFinalizers);
    let mut at = rt.heap().headers.first(GcList::Unreachable);
    while let Some(object) = at {
        at = rt.heap().headers.next(object);
        if rt.has_legacy_finalizer(object) {
            set_apart(rt, object);
        }
    }
    // The list grows while it is walked.
    let mut referents: Vec<Ref> = Vec::new();
    let mut at = rt.heap().headers.first(GcList::Finalizers);
    while let Some(object) = at {
        rt.heap().referents(object, &mut |to| referents.push(to));
        for to in referents.drain(..) {
            if rt.heap().headers.in_list(to, GcList::Unreachable) {
                set_apart(rt, to);
            }
        }
        at = rt.heap().headers.next(object);
    }
    if rt.heap().headers.first(GcList::Finalizers).is_some() {
        let objects = rt.heap().headers.iter(GcList::Finalizers).count() as u32;
        tell_gc(rt, GcEvent::LegacyFinalizers { objects });
    }
}

fn set_apart<R: Runtime>(rt: &mut R, object: Ref) {
    let heap = rt.heap_mut();
    heap.headers.move_to(object, GcList::Finalizers);
    if let Some(header) = heap.headers.get_mut(object) {
        header.set(COLLECTING, false);
    }
    tell_gc(rt, GcEvent::LegacyFinalizer { object });
}

/// Counts the uncollectable objects: those with a finalizer and those they lead to.
pub(super) fn report<R: Runtime>(rt: &mut R) -> usize {
    let mut count = 0;
    let mut at = rt.heap().headers.first(GcList::Finalizers);
    while let Some(object) = at {
        at = rt.heap().headers.next(object);
        count += 1;
        rt.gc_uncollectable(object);
    }
    count
}

/// `handle_legacy_finalizers`: those with a finalizer go to `gc.garbage` (all, when everything is saved); all of
/// them become old.
pub(super) fn handle_legacy_finalizers<R: Runtime>(rt: &mut R, old: GcList) {
    rt.heap_mut().set_phase(Phase::HandleLegacyFinalizers);
    let saves_all = rt.gc_saves_all();
    let mut at = rt.heap().headers.first(GcList::Finalizers);
    while let Some(object) = at {
        at = rt.heap().headers.next(object);
        if saves_all || rt.has_legacy_finalizer(object) {
            rt.gc_garbage(object);
            tell_gc(rt, GcEvent::Garbage { object });
        }
    }
    rt.heap_mut().headers.merge(GcList::Finalizers, old);
}
