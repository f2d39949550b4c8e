//! `gc_collect_main` of the three generations.

use super::{add_stats, collect_region, tell_gc};
use crate::event::GcEvent;
use crate::gc_list::GcList;
use crate::runtime::Runtime;

pub(super) fn collect<R: Runtime>(rt: &mut R, generation: usize) {
    let heap = rt.heap_mut();
    if let Some(next) = heap.gc.counts.get_mut(generation + 1) {
        *next += 1;
    }
    heap.gc
        .counts
        .iter_mut()
        .take(generation + 1)
        .for_each(|count| *count = 0);
    let Some(base) = GcList::generation(generation) else {
        return;
    };
    for younger in (0..generation).filter_map(GcList::generation) {
        heap.headers.merge(younger, base);
    }
    let old = GcList::generation(generation + 1).unwrap_or(base);
    tell_gc(
        rt,
        GcEvent::Merged {
            generation: generation as u8,
        },
    );
    collect_region(rt, base, old);
    if generation == 2 {
        rt.heap_mut().clear_freelists();
        tell_gc(rt, GcEvent::FreelistsCleared);
    }
    add_stats(rt, generation);
}
