//! `move_unreachable`: walk the list once and set apart what nothing reachable leads to.

use super::untrack::maybe_untrack_tuple;
use super::{Phase, tell_gc};
use crate::address::Ref;
use crate::event::GcEvent;
use crate::facts::UntrackTuples;
use crate::gc_list::GcList;
use crate::header::COLLECTING;
use crate::runtime::Runtime;

/// Objects left of the walk are reachable and traversed; those at and right of it are still to be judged. An
/// object on `unreachable` is there until something reachable turns out to refer to it: then it comes back to the
/// end of `base`, so that the walk reaches it again.
///
/// Afterwards only the objects on `unreachable` are marked as being collected.
pub(super) fn move_unreachable<R: Runtime>(rt: &mut R, base: GcList, unreachable: GcList) {
    rt.heap_mut().set_phase(Phase::MoveUnreachable);
    tell_gc(rt, GcEvent::MoveUnreachable);
    let untrack_tuples = rt.heap().facts.untracks_tuples == UntrackTuples::WhileWalking;
    let mut referents: Vec<Ref> = Vec::new();
    let mut at = rt.heap().headers.first(base);
    while let Some(object) = at {
        let heap = rt.heap_mut();
        heap.set_current(object);
        let Some(header) = heap.headers.get_mut(object) else {
            break;
        };
        // C looks at `gc_refs != 0`; a count that the program wrote over may have fallen below.
        if header.gc_refs == 0 {
            at = heap.headers.next(object);
            heap.headers.move_to(object, unreachable);
            tell_gc(rt, GcEvent::Unreachable { object });
            continue;
        }
        header.set(COLLECTING, false);
        tell_gc(rt, GcEvent::Reachable { object });
        rt.heap().referents(object, &mut |to| referents.push(to));
        for to in referents.drain(..) {
            visit_reachable(rt, object, to, base, unreachable);
        }
        at = rt.heap().headers.next(object);
        if untrack_tuples {
            maybe_untrack_tuple(rt, object);
        }
    }
}

/// `visit_reachable`: `from` is reachable, so `to` is.
fn visit_reachable<R: Runtime>(rt: &mut R, from: Ref, to: Ref, base: GcList, unreachable: GcList) {
    let heap = rt.heap_mut();
    let moved = heap.headers.in_list(to, unreachable);
    let Some(header) = heap.headers.get_mut(to) else {
        return;
    };
    if !header.has(COLLECTING) {
        return;
    }
    if moved {
        header.gc_refs = 1;
        heap.headers.move_to(to, base);
    } else if header.gc_refs == 0 {
        header.gc_refs = 1;
    } else {
        return;
    }
    tell_gc(
        rt,
        GcEvent::Rescued {
            object: to,
            from,
            moved,
        },
    );
}
