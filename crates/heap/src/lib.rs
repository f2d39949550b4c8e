//! The process memory of a simulated CPython: addresses, pymalloc, object headers, reference counts, free lists,
//! weak lists, generations and the cyclic collector, told as a stream of [`Event`]s.
//!
//! Absent: Python syntax, opcodes, the names of variables, printing, the built-in types. What is behind an object's
//! header is the owner's ([`Object`]); Python code is reached only through the owner's [`Runtime`]. There is no
//! clock and no randomness: the same calls give the same addresses on every machine.
//!
//! A version of CPython is a value, [`Facts`]. Nothing else in this crate knows version numbers.
//!
//! # Example
//!
//! A list that holds itself outlives its name, until the collector comes.
//!
//! ```
//! use heap::{Block, Facts, Heap, Layout, Object, Ref, Runtime, Weak};
//!
//! /// The body of a list; `None` in freed memory.
//! #[derive(Clone)]
//! struct List(Option<Vec<Ref>>);
//!
//! impl Object for List {
//!     type Label = usize;
//!
//!     fn freed() -> Self {
//!         List(None)
//!     }
//!     fn traverse(&self, visit: &mut dyn FnMut(usize, Ref)) {
//!         let items = self.0.iter().flatten().enumerate();
//!         items.for_each(|(i, &item)| visit(i, item));
//!     }
//!     fn holds(&self, visit: &mut dyn FnMut(usize, Ref)) {
//!         self.traverse(visit);
//!     }
//!     fn clear(&mut self, released: &mut Vec<Ref>) {
//!         self.0.iter_mut().for_each(|items| released.append(items));
//!     }
//!     fn release(&mut self, released: &mut Vec<Ref>, _: &mut Vec<Block>) {
//!         self.clear(released);
//!     }
//!     fn weak(&self) -> Option<Weak> {
//!         None
//!     }
//!     fn clear_weak(&mut self) -> Option<Ref> {
//!         None
//!     }
//!     fn forget_referent(&mut self) {}
//! }
//!
//! /// An interpreter without Python code in it.
//! struct Process(Heap<List>);
//!
//! impl Runtime for Process {
//!     type Body = List;
//!
//!     fn heap(&self) -> &Heap<List> {
//!         &self.0
//!     }
//!     fn heap_mut(&mut self) -> &mut Heap<List> {
//!         &mut self.0
//!     }
//!     fn has_finalizer(&self, _: Ref) -> bool {
//!         false
//!     }
//!     fn finalize(&mut self, _: Ref) {}
//!     fn weakref_callback(&mut self, _: Ref, _: Ref) {}
//!     fn roots(&self, _: &mut dyn FnMut(Ref)) {}
//! }
//!
//! let layout = Layout { bytes: 56, pre: 16, gc: true, freelist: None, holds_type: false };
//! let mut process = Process(Heap::new(Facts::v3_14()));
//!
//! let list = heap::alloc(&mut process, &layout, None, List(Some(vec![])))?;
//! heap::track(&mut process, list);
//! process.0.incref(list);
//! process.0.body_mut(list).0.iter_mut().for_each(|items| items.push(list));
//! assert_eq!(process.0.refcnt(list), 2);
//!
//! heap::decref(&mut process, list); // the name goes
//! assert_eq!(process.0.refcnt(list), 1);
//! assert_eq!(process.0.holders(list).len(), 1);
//!
//! assert_eq!(heap::collect(&mut process, 2).collected, 1);
//! assert!(!process.0.is_alive(list));
//! # Ok::<(), heap::NoMemory>(())
//! ```

mod address;
mod alloc;
mod audit;
mod collect;
mod dealloc;
mod event;
mod fact;
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
mod tracing;
mod weak_list;
mod words;

pub use address::{Addr, Block, Ref, Serial};
pub use alloc::{ArenaView, BlockState, NoMemory, PoolView, Trace};
pub use audit::{Mismatch, audit};
pub use collect::{Collection, Outcome, Phase, alloc, collect, collect_if_due};
pub use dealloc::{dealloc, decref, incref, track, untrack};
pub use event::{Event, GcEvent};
pub use fact::{Fact, Tell};
pub use facts::{
    Collector, Facts, Finalizers, ImmortalMet, Immortality, PymallocFacts, SMALL_REQUEST, Trigger,
    UntrackTuples, WeakrefRule,
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
pub use tracing::PausedTracing;
pub use words::{BadAddress, Width, Word};
