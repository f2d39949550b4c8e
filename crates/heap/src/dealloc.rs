//! `_Py_Dealloc`: what happens when a count reaches 0.
//!
//! Deallocation never recurses: what is still to be released lies on one stack, the next on top. A child that
//! dies puts its own children on top of its siblings, which is CPython's depth-first order. A deallocation that
//! begins inside a finalizer works on the part of the stack above the one it found.
//!
//! Invariant: every reference on the stack is counted. It belongs to the object that is being taken apart.

use crate::address::{Block, Ref};
use crate::event::Event;
use crate::facts::Finalizers;
use crate::fault::Fault;
use crate::header::{GC, HOLDS_TYPE, State};
use crate::heap::Heap;
use crate::object::Object;
use crate::runtime::{Runtime, tell};
use crate::weak_list::clear_weakrefs;

/// Something that a deallocation in progress still has to do.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Pending {
    /// Give up this reference.
    Release(Ref),
    /// Free this raw block of the object below.
    FreeBlock(Block),
    /// Everything of this object is gone: give up its memory, then its type.
    Free(Ref),
}

/// `Py_DECREF`: gives up one reference; the last one deallocates.
#[inline]
pub fn decref<R: Runtime>(rt: &mut R, r: Ref) {
    let dead = rt.heap_mut().take_ref(r);
    if rt.watching() {
        let count = rt.heap().refcnt(r);
        if !rt.heap().is_immortal(r) {
            rt.saw(Event::Decref { object: r, count });
        }
    }
    if dead {
        dealloc(rt, r);
    }
}

/// `Py_INCREF`, told to the observer.
#[inline]
pub fn incref<R: Runtime>(rt: &mut R, r: Ref) {
    rt.heap_mut().incref(r);
    if rt.watching() && !rt.heap().is_immortal(r) {
        let count = rt.heap().refcnt(r);
        rt.saw(Event::Incref { object: r, count });
    }
}

/// `_Py_Dealloc`: the count of `r` has reached 0. Returns when everything that dies with it is gone.
pub fn dealloc<R: Runtime>(rt: &mut R, r: Ref) {
    let base = rt.heap().pending.len();
    die(rt, r);
    drain(rt, base);
}

/// Does what lies on the stack above `base`.
pub(crate) fn drain<R: Runtime>(rt: &mut R, base: usize) {
    // Nested deallocations leave the stack as they found it, so what lies above `base` is ours.
    while rt.heap().pending.len() > base {
        let Some(next) = rt.heap_mut().pending.pop() else {
            return;
        };
        match next {
            Pending::Release(child) => {
                let dead = rt.heap_mut().take_ref(child);
                if rt.watching() && !rt.heap().is_immortal(child) {
                    let count = rt.heap().refcnt(child);
                    rt.saw(Event::Decref {
                        object: child,
                        count,
                    });
                }
                if dead {
                    die(rt, child);
                }
            }
            Pending::FreeBlock(block) => rt.heap_mut().free(block),
            Pending::Free(object) => free_object(rt, object),
        }
    }
}

/// Takes one dead object apart and leaves the rest of the work on the stack.
#[inline]
fn die<R: Runtime>(rt: &mut R, r: Ref) {
    let heap = rt.heap_mut();
    let Some(header) = heap.headers.get(r) else {
        return;
    };
    if header.state != State::Object {
        let addr = heap.addr(r);
        heap.fault
            .get_or_insert(Fault::FreedTwice { object: r, addr });
        return;
    }
    let plain = header.flags & (GC | HOLDS_TYPE) == 0 && header.weak_list == 0;
    tell(rt, Event::Dealloc { object: r });
    if !plain && last_rites(rt, r) == Fate::Revived {
        return;
    }
    if rt.heap_mut().take_apart(r) {
        free_object(rt, r);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Dies,
    Revived,
}

/// What comes before the contents: untracking, the finalizer, the weak references; their order is the version's.
fn last_rites<R: Runtime>(rt: &mut R, r: Ref) -> Fate {
    untrack(rt, r);
    let weakrefs_first = rt.heap().facts.finalizers == Finalizers::Legacy
        || rt.heap().body(r).weakrefs_before_finalizer();
    if weakrefs_first {
        clear_weakrefs(rt, r);
    }
    if run_finalizer(rt, r) == Fate::Revived {
        return Fate::Revived;
    }
    rt.dying(r);
    if !weakrefs_first {
        clear_weakrefs(rt, r);
    }
    if let Some(referent) = rt.heap().body(r).weak().and_then(|weak| weak.referent) {
        rt.heap_mut().remove_weakref(referent, r);
    }
    Fate::Dies
}

/// `PyObject_CallFinalizerFromDealloc`: the object is alive for the length of the call, with a count of 1 and
/// tracked at the end of generation 0. It lives on when the count is not back at 0 afterwards.
fn run_finalizer<R: Runtime>(rt: &mut R, r: Ref) -> Fate {
    let once = rt.heap().facts.finalizers == Finalizers::Pep442;
    if once && rt.heap().finalized(r) || !(rt.has_finalizer(r) || rt.has_legacy_finalizer(r)) {
        return Fate::Dies;
    }
    track(rt, r);
    let heap = rt.heap_mut();
    if let Some(header) = heap.headers.get_mut(r) {
        header.refcnt = 1;
    }
    heap.held.push(r);
    tell(rt, Event::Finalize { object: r });
    rt.finalize(r);
    let heap = rt.heap_mut();
    heap.let_go(r);
    if once {
        heap.set_finalized(r, true);
    }
    if !heap.take_ref(r) {
        tell(rt, Event::Revived { object: r });
        return Fate::Revived;
    }
    untrack(rt, r);
    Fate::Dies
}

fn free_object<R: Runtime>(rt: &mut R, r: Ref) {
    let heap = rt.heap_mut();
    let held_type = heap.holds_type(r).then(|| heap.ob_type(r));
    let parked = heap.give_back(r.raw());
    if let Some(ob_type) = held_type {
        heap.pending.push(Pending::Release(ob_type));
    }
    tell(rt, Event::Free { object: r, parked });
}

/// `PyObject_GC_Track`, told to the observer.
pub fn track<R: Runtime>(rt: &mut R, r: Ref) {
    let before = rt.heap().is_tracked(r);
    rt.heap_mut().track(r);
    if rt.watching() && !before && rt.heap().is_tracked(r) {
        rt.saw(Event::Track { object: r });
    }
}

/// `PyObject_GC_UnTrack`, told to the observer.
pub fn untrack<R: Runtime>(rt: &mut R, r: Ref) {
    if rt.heap().is_tracked(r) {
        rt.heap_mut().untrack(r);
        tell(rt, Event::Untrack { object: r });
    }
}

impl<O: Object> Heap<O> {
    /// `tp_dealloc` as far as the contents go. True when there were none, so that the memory can go at once.
    #[inline]
    fn take_apart(&mut self, r: Ref) -> bool {
        let Some(body) = self.bodies.get_mut(r.index()) else {
            return false;
        };
        let mut body = std::mem::replace(body, O::freed());
        body.release(&mut self.released, &mut self.blocks);
        self.headers.0[r.index()].state = State::Dying;
        if self.released.is_empty() && self.blocks.is_empty() {
            return true;
        }
        self.pending.push(Pending::Free(r));
        self.pending
            .extend(self.blocks.drain(..).rev().map(Pending::FreeBlock));
        self.pending
            .extend(self.released.drain(..).rev().map(Pending::Release));
        false
    }

    /// Ends a [`Heap::held`] reference; the count is the caller's to take down.
    pub(crate) fn let_go(&mut self, r: Ref) {
        if let Some(at) = self.held.iter().rposition(|&held| held == r) {
            self.held.remove(at);
        }
    }
}
