//! What happened: one stream, told after each change of state.

use crate::address::Ref;

/// One change. The heap is already in the state that follows it, except where the text says "about to".
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Event {
    Alloc {
        object: Ref,
    },
    Incref {
        object: Ref,
        count: i64,
    },
    Decref {
        object: Ref,
        count: i64,
    },
    /// The count reached 0; `tp_dealloc` begins.
    Dealloc {
        object: Ref,
    },
    /// The finalizer is about to run.
    Finalize {
        object: Ref,
    },
    /// A finalizer that ran at the object's death left references to it: it lives on.
    Revived {
        object: Ref,
    },
    WeakrefCleared {
        weak: Ref,
        referent: Ref,
    },
    /// The callback is about to run.
    WeakrefCallback {
        weak: Ref,
        callback: Ref,
    },
    /// The memory is gone, or (`parked`) kept on a free list.
    Free {
        object: Ref,
        parked: bool,
    },
    Track {
        object: Ref,
    },
    Untrack {
        object: Ref,
    },
    Gc(GcEvent),
}

/// What happened inside a collection, in the words of `Python/gc.c`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GcEvent {
    Start {
        generation: u8,
    },
    /// The younger lists now are the end of the list that is collected.
    Merged {
        generation: u8,
    },
    UpdateRefs {
        object: Ref,
        gc_refs: i64,
    },
    /// An immortal object was met and taken out of the collector's lists.
    ImmortalMet {
        object: Ref,
    },
    SubtractRefs {
        from: Ref,
        to: Ref,
        gc_refs: i64,
    },
    /// The walk of `move_unreachable` begins.
    MoveUnreachable,
    /// `gc_refs` is 0: moved to the unreachable list, for now.
    Unreachable {
        object: Ref,
    },
    /// `gc_refs` is not 0: it stays, and is about to be traversed.
    Reachable {
        object: Ref,
    },
    /// Something reachable refers to it. `moved`: it was on the unreachable list and came back to the end of the
    /// reachable one; otherwise the walk has yet to come to it.
    Rescued {
        object: Ref,
        from: Ref,
        moved: bool,
    },
    /// Incremental collector: reachable from a root, moved to the visited space without being examined.
    Marked {
        object: Ref,
    },
    /// Incremental collector: added to the increment.
    Increment {
        object: Ref,
    },
    /// The survivors are now in this generation.
    Promoted {
        generation: u8,
        survivors: u32,
    },
    /// Legacy finalizers have been set apart, with everything they reach.
    LegacyFinalizers {
        objects: u32,
    },
    LegacyFinalizer {
        object: Ref,
    },
    HandleWeakrefs,
    FinalizeGarbage,
    /// The finalizers are done; the same three steps are taken again on what was unreachable.
    HandleResurrected,
    /// Reachable after all: a finalizer brought it back.
    Resurrected {
        object: Ref,
    },
    /// The final garbage is known.
    DeleteGarbage {
        objects: u32,
    },
    /// Its `tp_clear` is about to run.
    Clear {
        object: Ref,
    },
    /// It outlived its `tp_clear` and moved to the older generation.
    Survived {
        object: Ref,
    },
    /// `DEBUG_SAVEALL` or a legacy finalizer: it goes to `gc.garbage`.
    Garbage {
        object: Ref,
    },
    FreelistsCleared,
    Stop {
        generation: u8,
        collected: u32,
        uncollectable: u32,
    },
}
