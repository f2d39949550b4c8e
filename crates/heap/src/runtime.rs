//! What the heap needs from whoever owns it. Python code is reached only through this.

use crate::address::Ref;
use crate::event::Event;
use crate::heap::Heap;
use crate::object::Object;

/// The owner of a heap.
pub trait Runtime {
    type Body: Object;

    fn heap(&self) -> &Heap<Self::Body>;
    fn heap_mut(&mut self) -> &mut Heap<Self::Body>;

    /// `tp_finalize`: `__del__` from 3.4 on, a suspended generator.
    fn has_finalizer(&self, object: Ref) -> bool;

    /// `tp_del`: `__del__` of 2.7.
    fn has_legacy_finalizer(&self, _object: Ref) -> bool {
        false
    }

    /// Runs the finalizer. Errors are this side's business. The object is alive meanwhile.
    fn finalize(&mut self, object: Ref);

    /// Calls `callback(weak)`. Both are alive meanwhile; the references stay with the heap.
    fn weakref_callback(&mut self, weak: Ref, callback: Ref);

    /// The object dies for certain now: what its `tp_dealloc` does before its weak references go.
    fn dying(&mut self, _object: Ref) {}

    /// Whether the error indicator is set: no collection is started then.
    fn error_occurred(&self) -> bool {
        false
    }

    /// `gc.callbacks`.
    fn gc_callbacks(&mut self, _phase: GcPhase, _info: CollectionInfo) {}

    /// A collection begins, the lists not merged yet: the place of the DEBUG_STATS header.
    fn gc_started(&mut self, _generation: usize) {}

    /// Called for each object on the final unreachable list before anything is done to it: DEBUG_COLLECTABLE.
    fn gc_collectable(&mut self, _object: Ref) {}

    /// Called for each uncollectable object: DEBUG_UNCOLLECTABLE.
    fn gc_uncollectable(&mut self, _object: Ref) {}

    /// The place of the last DEBUG_STATS line.
    fn gc_done(&mut self, _info: CollectionInfo) {}

    /// DEBUG_SAVEALL: garbage is kept, not cleared.
    fn gc_saves_all(&self) -> bool {
        false
    }

    /// Append to `gc.garbage`; the new reference is this side's to take.
    fn gc_garbage(&mut self, _object: Ref) {}

    /// Every counted reference from outside the heap, once for each: frames, stacks, the interpreter.
    fn roots(&self, visit: &mut dyn FnMut(Ref));

    /// What the incremental collector starts marking from: the frames' stacks, or with `all` the interpreter too.
    fn mark_roots(&self, _all: bool, visit: &mut dyn FnMut(Ref)) {
        self.roots(visit);
    }

    /// Whether events are wanted.
    fn watching(&self) -> bool {
        false
    }

    fn saw(&mut self, _event: Event) {}
}

/// When `gc.callbacks` are called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GcPhase {
    Start,
    Stop,
}

/// The `info` of `gc.callbacks`. `candidates` is shown by 3.15 only.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct CollectionInfo {
    pub generation: usize,
    pub collected: usize,
    pub uncollectable: usize,
    /// How many objects were examined.
    pub candidates: usize,
}

#[inline]
pub(crate) fn tell<R: Runtime>(rt: &mut R, event: Event) {
    if rt.watching() {
        rt.saw(event);
    }
}
