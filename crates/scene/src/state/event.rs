//! What just happened, as data.

use serde::{Deserialize, Serialize};

use super::{Fate, Generation, Serial, Stream};

/// One thing that happened, in the order of the run. Counts are those *after* the event.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Event {
    /// A line begins.
    Line {
        line: u32,
    },
    Output {
        stream: Stream,
        text: String,
    },
    Alloc {
        object: Serial,
    },
    Incref {
        object: Serial,
        refcount: i64,
    },
    Decref {
        object: Serial,
        refcount: i64,
    },
    /// The count reached 0: `tp_dealloc` begins.
    Dealloc {
        object: Serial,
    },
    /// The block was given back, or (`parked`) kept on a free list.
    Free {
        object: Serial,
        parked: bool,
    },
    Track {
        object: Serial,
    },
    Untrack {
        object: Serial,
    },
    /// `tp_finalize` (`__del__`) is about to run.
    Finalize {
        object: Serial,
    },
    /// A weak reference forgot its referent.
    WeakrefCleared {
        weak: Serial,
    },
    WeakrefCallback {
        weak: Serial,
    },
    /// A collection begins.
    CollectionStart {
        generation: Generation,
    },
    /// `update_refs` copied the count.
    UpdateRefs {
        object: Serial,
        gc_refs: i64,
    },
    /// `subtract_refs` took off one reference from inside the list.
    SubtractRefs {
        from: Serial,
        to: Serial,
        gc_refs: i64,
    },
    /// An immortal object was met and taken out of the collector's lists.
    ImmortalMet {
        object: Serial,
    },
    /// Something reachable refers to it: it comes back from the unreachable list (`moved`), or will stay when the scan
    /// comes to it.
    Rescued {
        object: Serial,
        from: Serial,
        moved: bool,
    },
    /// The collector changed its mind about an object.
    Judged {
        object: Serial,
        fate: Fate,
    },
    /// `tp_clear` is called on garbage.
    Clear {
        object: Serial,
    },
    /// Its finalizer brought it back.
    Resurrected {
        object: Serial,
    },
    /// It outlived its `tp_clear`.
    Survived {
        object: Serial,
    },
    /// It goes to `gc.garbage`.
    Garbage {
        object: Serial,
    },
    /// The survivors of a collection are now in this generation.
    Promoted {
        to: Generation,
        survivors: u32,
    },
    /// A stage of the collector begins; named after its function in `gc.c`.
    Phase {
        name: String,
    },
    CollectionStop {
        collected: u32,
        uncollectable: u32,
    },
}
