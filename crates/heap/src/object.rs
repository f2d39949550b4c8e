//! What the heap asks of an object: what it refers to, and how it is taken apart.

use crate::address::{Block, Ref};
use crate::freelist::Freelist;

/// The body of an object: everything after the header.
///
/// `traverse`, `holds`, `clear` and `release` must agree: what `traverse` names is a subset of what `holds`
/// names, and `clear` and `release` hand out exactly references that `holds` named. The type pointer belongs
/// to the header and is never named here.
pub trait Object: Clone {
    /// Which of the references: item 0, key, cell, attribute index.
    type Label: Copy + PartialEq + std::fmt::Debug;

    /// What a freed block reads as.
    fn freed() -> Self;

    /// `tp_traverse`: what the collector sees, in CPython's order. The heap adds the type last where the
    /// layout says that it is held.
    fn traverse(&self, visit: &mut dyn FnMut(Self::Label, Ref));

    /// What the collector sees before the type of an object that holds its type (`subtype_traverse`); the rest is
    /// for [`Object::traverse`].
    fn traverse_before_type(&self, _: &mut dyn FnMut(Self::Label, Ref)) {}

    /// Every counted reference: those of `traverse` and those the collector is not shown.
    fn holds(&self, visit: &mut dyn FnMut(Self::Label, Ref));

    /// `tp_clear`: detach references, in the order in which they are given up.
    fn clear(&mut self, released: &mut Vec<Ref>);

    /// `tp_dealloc`: detach everything, in CPython's order, and name the raw blocks that go with it.
    fn release(&mut self, released: &mut Vec<Ref>, blocks: &mut Vec<Block>);

    /// What a weak reference object points to; `None` for every other kind of object.
    fn weak(&self) -> Option<Weak>;

    /// `PyObject_ClearWeakRefs`: forget the referent and hand the callback out, which is then the caller's to
    /// release.
    fn clear_weak(&mut self) -> Option<Ref>;

    /// `_PyWeakref_ClearRef`: forget the referent and keep the callback. What the collector uses: a callback
    /// inside the garbage has to stay a reference of its weak reference object.
    fn forget_referent(&mut self);

    /// By which rule the collector may stop tracking this object. Exact tuples and exact dicts only.
    fn untrack_rule(&self) -> UntrackRule {
        UntrackRule::Never
    }

    /// Whether there is a `tp_clear`; tuples and frozensets have none.
    fn has_clear(&self) -> bool {
        true
    }

    /// Whether `tp_dealloc` clears weak references before it runs the finalizer, as a generator's does;
    /// `subtype_dealloc` runs `__del__` first.
    fn weakrefs_before_finalizer(&self) -> bool {
        false
    }
}

/// The two pointers of a weak reference object. The referent is not counted, the callback is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Weak {
    pub referent: Option<Ref>,
    pub callback: Option<Ref>,
}

/// Which objects the collector may untrack when everything they refer to is out of its sight.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum UntrackRule {
    /// Tracked for life.
    #[default]
    Never,
    /// `_PyTuple_MaybeUntrack`: in every collection that finds it reachable.
    Tuple,
    /// `_PyDict_MaybeUntrack`: in full collections, up to 3.13.
    Dict,
}

/// How a kind of object lies in memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Layout {
    /// The whole block in bytes, what comes before `id(x)` included.
    pub bytes: u32,
    /// Bytes before `id(x)`: 0, 16 (collector head) or 32 (managed words as well, or 2.7).
    pub pre: u8,
    /// Whether the type has `Py_TPFLAGS_HAVE_GC` (and, for a class, is not a static one).
    pub gc: bool,
    /// The free list that the block comes from and returns to.
    pub freelist: Option<Freelist>,
    /// Whether the object holds a counted reference to its type: instances of heap types.
    pub holds_type: bool,
}
