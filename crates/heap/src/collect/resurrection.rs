//! `handle_resurrected_objects`: look at the garbage again after its finalizers ran. What is reachable now lives
//! on; the rest is final.

use super::{Phase, deduce_unreachable, tell_gc};
use crate::event::GcEvent;
use crate::gc_list::GcList;
use crate::header::COLLECTING;
use crate::runtime::Runtime;

/// Moves the final garbage from the unreachable list to [`GcList::FinalUnreachable`] and everything else to `old`.
pub(super) fn handle_resurrected_objects<R: Runtime>(rt: &mut R, old: GcList) {
    tell_gc(rt, GcEvent::HandleResurrected);
    let heap = rt.heap_mut();
    let mut at = heap.headers.first(GcList::Unreachable);
    while let Some(object) = at {
        if let Some(header) = heap.headers.get_mut(object) {
            header.set(COLLECTING, false);
        }
        at = heap.headers.next(object);
    }
    deduce_unreachable(rt, GcList::Unreachable, GcList::FinalUnreachable);
    rt.heap_mut().set_phase(Phase::HandleResurrected);
    while let Some(object) = rt.heap().headers.first(GcList::Unreachable) {
        rt.heap_mut().headers.move_to(object, old);
        tell_gc(rt, GcEvent::Resurrected { object });
    }
}
