//! The cyclic collector, in the order of `gc_collect_main` (`Python/gc.c`; `Modules/gcmodule.c` before 3.13).
//!
//! One file is one stage. Every stage changes the heap first and tells the observer then, so that a picture taken
//! at an event shows the lists and the `gc_refs` as they were at that point.

mod delete_garbage;
mod finalize_garbage;
mod generational;
mod incremental;
mod legacy_finalizers;
mod move_unreachable;
mod promotion;
mod resurrection;
mod subtract_refs;
mod untrack;
mod update_refs;
mod weakrefs;

use crate::address::Ref;
use crate::alloc::NoMemory;
use crate::event::{Event, GcEvent};
use crate::facts::{Collector, Finalizers, Trigger, UntrackTuples, WeakrefRule};
use crate::gc_list::GcList;
use crate::header::COLLECTING;
use crate::heap::Heap;
use crate::object::{Layout, Object};
use crate::runtime::{CollectionInfo, GcPhase, Runtime, tell};

/// What a collection found.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Outcome {
    pub collected: usize,
    pub uncollectable: usize,
}

impl Outcome {
    /// What `gc.collect()` returns.
    pub fn unreachable(self) -> usize {
        self.collected + self.uncollectable
    }
}

/// Which stage a collection is in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Phase {
    /// `gc.callbacks` with "start", and the merging of the younger lists.
    Start,
    /// Incremental collector: marking from the roots, filling the increment.
    Mark,
    UpdateRefs,
    SubtractRefs,
    MoveUnreachable,
    /// Tuples and dicts are untracked, survivors move to the older generation.
    Promote,
    LegacyFinalizers,
    HandleWeakrefs,
    FinalizeGarbage,
    /// The three steps from [`Phase::UpdateRefs`] on are being taken again on the unreachable list.
    HandleResurrected,
    DeleteGarbage,
    /// Uncollectable objects go to `gc.garbage`.
    HandleLegacyFinalizers,
    /// Statistics, and `gc.callbacks` with "stop".
    Stop,
}

/// The collection that is going on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Collection {
    pub generation: usize,
    pub phase: Phase,
    /// The list that is being examined.
    pub base: GcList,
    /// Where what is found unreachable goes.
    pub unreachable: GcList,
    /// Where survivors go.
    pub old: GcList,
    /// The object that the stage is at.
    pub current: Option<Ref>,
    /// How many objects were examined.
    pub candidates: usize,
    pub collected: usize,
    pub uncollectable: usize,
}

impl Collection {
    fn new(generation: usize) -> Self {
        Collection {
            generation,
            phase: Phase::Start,
            base: GcList::Generation0,
            unreachable: GcList::Unreachable,
            old: GcList::Generation0,
            current: None,
            candidates: 0,
            collected: 0,
            uncollectable: 0,
        }
    }

    fn info(&self) -> CollectionInfo {
        CollectionInfo {
            generation: self.generation,
            collected: self.collected,
            uncollectable: self.uncollectable,
            candidates: self.candidates,
        }
    }
}

impl<O: Object> Heap<O> {
    /// What is going on inside a collection right now; `None` between collections.
    pub fn collection(&self) -> Option<&Collection> {
        self.collection.as_ref()
    }

    /// The collector's working copy of the count, while the object is being examined: from `update_refs` on until
    /// it is known to be reachable, or gone.
    pub fn gc_refs(&self, r: Ref) -> Option<i64> {
        self.headers
            .get(r)
            .filter(|header| header.has(COLLECTING))
            .map(|header| header.gc_refs)
    }

    fn set_phase(&mut self, phase: Phase) {
        if let Some(collection) = &mut self.collection {
            collection.phase = phase;
            collection.current = None;
        }
    }

    fn set_current(&mut self, r: Ref) {
        if let Some(collection) = &mut self.collection {
            collection.current = Some(r);
        }
    }
}

/// `PyObject_Malloc` and what comes with it: [`Heap::alloc`], told to the observer. Up to 3.11 this is where a
/// collection starts; the new object is not tracked yet and so not examined. The references in `body` must have
/// been taken by then.
pub fn alloc<R: Runtime>(
    rt: &mut R,
    layout: &Layout,
    ob_type: Option<Ref>,
    body: R::Body,
) -> Result<Ref, NoMemory> {
    let r = rt.heap_mut().alloc(layout, ob_type, body)?;
    tell(rt, Event::Alloc { object: r });
    if rt.heap().gc_due() && rt.heap().facts.trigger == Trigger::InAllocation {
        rt.heap_mut().held.push(r);
        collect_if_due(rt);
        rt.heap_mut().let_go(r);
    }
    Ok(r)
}

/// `gc.collect(generation)`, whether or not the collector is enabled. Finds nothing when a collection is going on
/// already. Generations above 2 count as 2.
pub fn collect<R: Runtime>(rt: &mut R, generation: usize) -> Outcome {
    if rt.heap().gc.collecting {
        return Outcome::default();
    }
    let left_behind = std::mem::take(&mut rt.heap_mut().gc.left_behind);
    collect_generation(rt, generation.min(2), left_behind)
}

/// Serves a collection that has become due: chooses the generation and collects it. Whether it did.
pub fn collect_if_due<R: Runtime>(rt: &mut R) -> bool {
    if !rt.heap().gc.due {
        return false;
    }
    let gc = &mut rt.heap_mut().gc;
    gc.due = false;
    if gc.collecting || !gc.enabled {
        return false;
    }
    if rt.heap().facts.trigger == Trigger::InAllocation && rt.error_occurred() {
        return false;
    }
    let generation = match rt.heap().facts.collector {
        Collector::Generational => rt.heap().gc.select_generation(),
        // Every automatic collection is an increment.
        Collector::Incremental => Some(1),
    };
    match generation {
        Some(generation) => {
            collect_generation(rt, generation, 0);
            true
        }
        None => false,
    }
}

/// Collects one generation; `left_behind` objects besides what it finds count as collected.
fn collect_generation<R: Runtime>(rt: &mut R, generation: usize, left_behind: usize) -> Outcome {
    let collection = Collection::new(generation);
    let heap = rt.heap_mut();
    heap.gc.collecting = true;
    heap.collection = Some(collection);
    tell_gc(
        rt,
        GcEvent::Start {
            generation: generation as u8,
        },
    );
    rt.gc_callbacks(GcPhase::Start, collection.info());
    rt.gc_started(generation);
    if let Some(collection) = &mut rt.heap_mut().collection {
        collection.collected = left_behind;
    }
    match rt.heap().facts.collector {
        Collector::Generational => generational::collect(rt, generation),
        Collector::Incremental => incremental::collect(rt, generation),
    }
    rt.heap_mut().set_phase(Phase::Stop);
    let collection = rt.heap().collection.unwrap_or(collection);
    rt.gc_callbacks(GcPhase::Stop, collection.info());
    let heap = rt.heap_mut();
    heap.collection = None;
    heap.gc.collecting = false;
    let (collected, uncollectable) = (collection.collected, collection.uncollectable);
    tell_gc(
        rt,
        GcEvent::Stop {
            generation: generation as u8,
            collected: collected as u32,
            uncollectable: uncollectable as u32,
        },
    );
    Outcome {
        collected,
        uncollectable,
    }
}

/// `gc_collect_region`: finds and deletes the garbage of one list; survivors go to `old`.
fn collect_region<R: Runtime>(rt: &mut R, base: GcList, old: GcList) {
    if let Some(collection) = &mut rt.heap_mut().collection {
        collection.base = base;
        collection.old = old;
    }
    deduce_unreachable(rt, base, GcList::Unreachable);
    rt.heap_mut().set_phase(Phase::Promote);
    if rt.heap().facts.untracks_tuples != UntrackTuples::WhileWalking {
        untrack::untrack_tuples(rt, base);
    }
    promotion::promote(rt, base, old);
    legacy_finalizers::move_legacy_finalizers(rt);
    report_collectable(rt);
    let legacy = rt.heap().facts.finalizers == Finalizers::Legacy;
    let mut collected = if legacy {
        rt.heap().headers.iter(GcList::Unreachable).count()
    } else {
        0
    };
    collected += weakrefs::handle_weakrefs(rt, old);
    let garbage = if legacy {
        GcList::Unreachable
    } else {
        finalize_garbage::finalize_garbage(rt, GcList::Unreachable);
        resurrection::handle_resurrected_objects(rt, old);
        if rt.heap().facts.weakrefs == WeakrefRule::OnlyWithCallback {
            weakrefs::clear_weakrefs_of_garbage(rt, GcList::FinalUnreachable);
        }
        collected += rt.heap().headers.iter(GcList::FinalUnreachable).count();
        GcList::FinalUnreachable
    };
    delete_garbage::delete_garbage(rt, garbage, old);
    let uncollectable = legacy_finalizers::report(rt);
    if let Some(collection) = &mut rt.heap_mut().collection {
        collection.collected += collected;
        collection.uncollectable += uncollectable;
    }
    let info = rt
        .heap()
        .collection
        .map(|collection| collection.info())
        .unwrap_or_default();
    rt.gc_done(info);
    legacy_finalizers::handle_legacy_finalizers(rt, old);
}

/// `deduce_unreachable`: what only the list itself holds moves from `base` to `unreachable`.
fn deduce_unreachable<R: Runtime>(rt: &mut R, base: GcList, unreachable: GcList) {
    if let Some(collection) = &mut rt.heap_mut().collection {
        collection.base = base;
        collection.unreachable = unreachable;
    }
    update_refs::update_refs(rt, base);
    subtract_refs::subtract_refs(rt, base);
    move_unreachable::move_unreachable(rt, base, unreachable);
}

/// The lines of DEBUG_COLLECTABLE.
fn report_collectable<R: Runtime>(rt: &mut R) {
    let mut at = rt.heap().headers.first(GcList::Unreachable);
    while let Some(object) = at {
        rt.gc_collectable(object);
        at = rt.heap().headers.next(object);
    }
}

/// Adds the outcome to `gc.get_stats()`.
fn add_stats<R: Runtime>(rt: &mut R, generation: usize) {
    let heap = rt.heap_mut();
    let Some(collection) = heap.collection else {
        return;
    };
    if let Some(stats) = heap.gc.stats.get_mut(generation) {
        stats.collections += 1;
        stats.collected += collection.collected as u64;
        stats.uncollectable += collection.uncollectable as u64;
        stats.candidates += collection.candidates as u64;
    }
}

#[inline]
fn tell_gc<R: Runtime>(rt: &mut R, event: GcEvent) {
    tell(rt, Event::Gc(event));
}
