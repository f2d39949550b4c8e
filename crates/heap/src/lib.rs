//! The process memory of a simulated CPython.

mod address;
mod alloc;
mod audit;
mod collect;
mod dealloc;
mod event;
mod facts;
mod fault;
mod freelist;
mod gc_list;
mod generation;
mod header;
mod heap;
mod holders;
mod object;
mod refcount;
mod runtime;
mod weak_list;
mod words;

pub use address::{Addr, Block, Ref, Serial};
pub use alloc::{ArenaView, BlockState, NoMemory, PoolView};
pub use audit::{Mismatch, audit};
pub use collect::{Collection, Outcome, Phase, alloc, collect, collect_if_due};
pub use dealloc::{dealloc, decref, incref, track, untrack};
pub use event::{Event, GcEvent};
pub use facts::{
    Collector, Facts, Finalizers, ImmortalMet, Immortality, PymallocFacts, Trigger, UntrackTuples,
    WeakrefRule,
};
pub use fault::Fault;
pub use freelist::Freelist;
pub use gc_list::{GcList, ListIter};
pub use generation::{Gen, GenerationStats, IncrementalState};
pub use heap::Heap;
pub use holders::Holder;
pub use object::{Layout, Object, UntrackRule, Weak};
pub use refcount::Immortal;
pub use runtime::{CollectionInfo, GcPhase, Runtime};
pub use words::{BadAddress, Width, Word};
