//! Survivors move to the next generation, and the numbers of the 25 % rule are kept.

use super::tell_gc;
use super::untrack::untrack_dicts;
use crate::event::GcEvent;
use crate::gc_list::GcList;
use crate::runtime::Runtime;

/// Survivors of a full collection stay where they are.
pub(super) fn promote<R: Runtime>(rt: &mut R, young: GcList, old: GcList) {
    let survivors = if young == old {
        if rt.heap().facts.untracks_dicts {
            untrack_dicts(rt, young);
        }
        let heap = rt.heap_mut();
        let survivors = heap.headers.iter(young).count();
        heap.gc.long_lived_pending = 0;
        heap.gc.long_lived_total = survivors;
        survivors
    } else {
        let heap = rt.heap_mut();
        let survivors = heap.headers.merge(young, old);
        if young == GcList::Generation1 {
            heap.gc.long_lived_pending += survivors;
        }
        survivors
    };
    let generation = match old {
        GcList::Generation1 => 1,
        _ => 2,
    };
    tell_gc(
        rt,
        GcEvent::Promoted {
            generation,
            survivors: survivors as u32,
        },
    );
}
