//! The incremental collector of 3.14.0 to 3.14.4.
//!
//! There is a young list and two old spaces. One space holds what has been visited in this cycle, the other what
//! is pending. Each step examines the young objects and a part of the pending ones, together with everything
//! pending that they lead to; survivors become visited. When nothing is pending the spaces swap roles.
//!
//! Simplified: what C marks from (the interpreter's dicts, static types, the stacks of all frames) is what the
//! runtime gives for [`Runtime::mark_roots`].

use super::untrack::untrack_tuples;
use super::{Phase, add_stats, collect_region, tell_gc};
use crate::address::Ref;
use crate::event::GcEvent;
use crate::gc_list::GcList;
use crate::heap::Heap;
use crate::object::Object;
use crate::runtime::Runtime;

/// `SCAN_RATE_DIVISOR`.
const SCAN_RATE_DIVISOR: i64 = 10;

impl<O: Object> Heap<O> {
    /// The old space whose objects have been seen in this cycle.
    pub fn visited_space(&self) -> GcList {
        if self.gc.incremental.visited_is_second {
            GcList::Generation2
        } else {
            GcList::Generation1
        }
    }

    /// The old space whose objects have yet to be seen.
    pub fn pending_space(&self) -> GcList {
        if self.gc.incremental.visited_is_second {
            GcList::Generation1
        } else {
            GcList::Generation2
        }
    }

    fn work(&mut self, objects: i64) {
        let work = &mut self.gc.incremental.work_to_do;
        *work = work.saturating_add(objects);
    }

    /// Whether marking may still move it: it is young or pending.
    fn is_unvisited(&self, r: Ref) -> bool {
        !self.is_immortal(r)
            && (self.headers.in_list(r, GcList::Generation0)
                || self.headers.in_list(r, self.pending_space()))
    }
}

pub(super) fn collect<R: Runtime>(rt: &mut R, generation: usize) {
    match generation {
        0 => collect_young(rt),
        1 => collect_increment(rt),
        _ => collect_full(rt),
    }
}

/// `gc_collect_young`: by `gc.collect(0)` only.
fn collect_young<R: Runtime>(rt: &mut R) {
    untrack_tuples(rt, GcList::Generation0);
    let visited = rt.heap().visited_space();
    collect_region(rt, GcList::Generation0, visited);
    let gc = &mut rt.heap_mut().gc;
    gc.counts[0] = 0;
    gc.counts[1] += 1;
    add_stats(rt, 0);
}

/// `gc_collect_full`: all three lists.
fn collect_full<R: Runtime>(rt: &mut R) {
    untrack_tuples(rt, GcList::Generation0);
    let (pending, visited) = (rt.heap().pending_space(), rt.heap().visited_space());
    let heap = rt.heap_mut();
    heap.headers.merge(GcList::Generation0, pending);
    heap.headers.merge(pending, visited);
    heap.gc.counts[0] = 0;
    tell_gc(rt, GcEvent::Merged { generation: 2 });
    collect_region(rt, visited, visited);
    rt.heap_mut().gc.counts = [0; 3];
    completed_scavenge(rt);
    rt.heap_mut().clear_freelists();
    tell_gc(rt, GcEvent::FreelistsCleared);
    add_stats(rt, 2);
}

/// `gc_collect_increment`: one step of a cycle.
fn collect_increment<R: Runtime>(rt: &mut R) {
    let work = assess_work_to_do(rt.heap_mut());
    rt.heap_mut().work(work);
    if rt.heap().gc.incremental.work_to_do < 0 {
        return;
    }
    untrack_tuples(rt, GcList::Generation0);
    rt.heap_mut().set_phase(Phase::Mark);
    if rt.heap().gc.incremental.marking {
        let marked = mark(rt, true);
        // The shipped code takes the marked objects off twice, in `mark_at_start` and in its caller.
        rt.heap_mut().work(-2 * marked);
        rt.heap_mut().gc.incremental.marking = false;
        return;
    }
    let marked = mark(rt, false);
    rt.heap_mut().work(-marked);
    let size = fill_increment(rt);
    let visited = rt.heap().visited_space();
    collect_region(rt, GcList::Increment, visited);
    rt.heap_mut().work(-size);
    add_stats(rt, 1);
    if rt.heap().headers.first(rt.heap().pending_space()).is_none() {
        completed_scavenge(rt);
    }
}

/// `assess_work_to_do`: the new objects, and a share of the heap that is at most twice as large.
fn assess_work_to_do<O: Object>(heap: &mut Heap<O>) -> i64 {
    let scale = i64::from(heap.gc.thresholds[1]).max(2);
    let new = i64::from(heap.gc.counts[0]);
    let share = heap.gc.incremental.heap_size as i64 / SCAN_RATE_DIVISOR / scale;
    heap.gc.counts[0] = 0;
    new + share.min(2 * new)
}

/// `mark_at_start` and `mark_stacks`: everything that the roots lead to becomes visited unexamined. Returns how
/// many objects moved.
fn mark<R: Runtime>(rt: &mut R, all: bool) -> i64 {
    let mut roots: Vec<Ref> = Vec::new();
    rt.mark_roots(all, &mut |r| roots.push(r));
    let mut marked = 0;
    for root in roots {
        if !rt.heap().is_unvisited(root) {
            continue;
        }
        rt.heap_mut().headers.move_to(root, GcList::Reached);
        while let Some(object) = rt.heap().headers.first(GcList::Reached) {
            let visited = rt.heap().visited_space();
            rt.heap_mut().headers.move_to(object, visited);
            marked += 1;
            tell_gc(rt, GcEvent::Marked { object });
            move_unvisited_referents(rt.heap_mut(), object, GcList::Reached);
        }
    }
    marked
}

/// All young objects, and pending ones, each with everything pending it leads to, until there is as much as there
/// is work. Returns how many objects these are.
fn fill_increment<R: Runtime>(rt: &mut R) -> i64 {
    let pending = rt.heap().pending_space();
    let mut size = rt
        .heap_mut()
        .headers
        .merge(GcList::Generation0, GcList::Increment) as i64;
    while size < rt.heap().gc.incremental.work_to_do {
        let Some(object) = rt.heap().headers.first(pending) else {
            break;
        };
        rt.heap_mut().headers.move_to(object, GcList::Increment);
        // `expand_region_transitively_reachable`: the list grows while it is walked from here on.
        let mut at = Some(object);
        while let Some(object) = at {
            size += 1;
            tell_gc(rt, GcEvent::Increment { object });
            move_unvisited_referents(rt.heap_mut(), object, GcList::Increment);
            at = rt.heap().headers.next(object);
        }
    }
    size
}

/// `visit_add_to_container`.
fn move_unvisited_referents<O: Object>(heap: &mut Heap<O>, from: Ref, to: GcList) {
    let mut referents: Vec<Ref> = Vec::new();
    heap.referents(from, &mut |r| referents.push(r));
    for r in referents {
        if heap.is_unvisited(r) {
            heap.headers.move_to(r, to);
        }
    }
}

/// `completed_scavenge`: the spaces swap roles. Frozen objects must stay visited, so with them what is visited
/// moves to the pending space instead.
fn completed_scavenge<R: Runtime>(rt: &mut R) {
    let heap = rt.heap_mut();
    if heap.headers.first(GcList::Permanent).is_none() {
        heap.gc.incremental.visited_is_second = !heap.gc.incremental.visited_is_second;
    } else {
        heap.headers
            .merge(heap.visited_space(), heap.pending_space());
    }
    heap.gc.incremental.work_to_do = 0;
    heap.gc.incremental.marking = true;
}
