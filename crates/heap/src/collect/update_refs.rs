//! `update_refs`: copy every count into the collector's head.

use super::{Phase, tell_gc};
use crate::event::GcEvent;
use crate::facts::ImmortalMet;
use crate::gc_list::GcList;
use crate::header::{COLLECTING, IMMORTAL};
use crate::runtime::Runtime;

/// Afterwards every object of the list is marked as being collected and `gc_refs` is its count. Immortal objects
/// leave the list.
pub(super) fn update_refs<R: Runtime>(rt: &mut R, base: GcList) {
    rt.heap_mut().set_phase(Phase::UpdateRefs);
    let immortal_met = rt.heap().facts.immortal_met;
    let mut candidates = 0;
    let mut at = rt.heap().headers.first(base);
    while let Some(object) = at {
        at = rt.heap().headers.next(object);
        let heap = rt.heap_mut();
        heap.set_current(object);
        let Some(header) = heap.headers.get_mut(object) else {
            break;
        };
        if header.has(IMMORTAL) {
            match immortal_met {
                ImmortalMet::Never => {}
                ImmortalMet::MovedToPermanent => {
                    heap.headers.move_to(object, GcList::Permanent);
                    tell_gc(rt, GcEvent::ImmortalMet { object });
                    continue;
                }
                ImmortalMet::Untracked => {
                    heap.untrack(object);
                    tell_gc(rt, GcEvent::ImmortalMet { object });
                    continue;
                }
            }
        }
        header.gc_refs = header.refcnt;
        header.set(COLLECTING, true);
        let gc_refs = header.gc_refs;
        candidates += 1;
        tell_gc(rt, GcEvent::UpdateRefs { object, gc_refs });
    }
    if let Some(collection) = &mut rt.heap_mut().collection {
        // The second pass, over what is left after the finalizers, looks at no new candidate.
        collection.candidates = collection.candidates.max(candidates);
    }
}
