//! `subtract_refs`: take off the references that come from inside the list.

use super::{Phase, tell_gc};
use crate::address::Ref;
use crate::event::GcEvent;
use crate::gc_list::GcList;
use crate::header::COLLECTING;
use crate::runtime::Runtime;

/// Afterwards `gc_refs` is the number of references from outside of the list.
pub(super) fn subtract_refs<R: Runtime>(rt: &mut R, base: GcList) {
    rt.heap_mut().set_phase(Phase::SubtractRefs);
    let mut referents: Vec<Ref> = Vec::new();
    let mut at = rt.heap().headers.first(base);
    while let Some(from) = at {
        let heap = rt.heap_mut();
        heap.set_current(from);
        heap.referents(from, &mut |to| referents.push(to));
        for to in referents.drain(..) {
            // `visit_decref`: only objects that are being collected have a copy to decrease.
            let Some(header) = rt.heap_mut().headers.get_mut(to) else {
                continue;
            };
            if header.has(COLLECTING) {
                header.gc_refs -= 1;
                let gc_refs = header.gc_refs;
                tell_gc(rt, GcEvent::SubtractRefs { from, to, gc_refs });
            }
        }
        at = rt.heap().headers.next(from);
    }
}
