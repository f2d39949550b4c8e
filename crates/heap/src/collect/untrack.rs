//! `untrack_tuples` and `untrack_dicts`: what cannot be part of a cycle need not be looked at again.

use crate::address::Ref;
use crate::dealloc::untrack;
use crate::gc_list::GcList;
use crate::heap::Heap;
use crate::object::{Object, UntrackRule};
use crate::runtime::Runtime;

impl<O: Object> Heap<O> {
    /// `_PyObject_GC_MAY_BE_TRACKED`: a collectable object, unless it is an exact tuple that is not tracked now.
    /// What a dict asks of a new value.
    pub fn may_be_tracked(&self, r: Ref) -> bool {
        self.is_gc(r) && (self.body(r).untrack_rule() != UntrackRule::Tuple || self.is_tracked(r))
    }

    /// Whether nothing in it may be tracked.
    fn holds_only_atoms(&self, r: Ref) -> bool {
        let mut only = true;
        self.body(r)
            .traverse(&mut |_, referent| only &= !self.may_be_tracked(referent));
        only
    }
}

/// `_PyTuple_MaybeUntrack`.
pub(super) fn maybe_untrack_tuple<R: Runtime>(rt: &mut R, object: Ref) {
    maybe_untrack(rt, object, UntrackRule::Tuple);
}

fn maybe_untrack<R: Runtime>(rt: &mut R, object: Ref, rule: UntrackRule) {
    let heap = rt.heap();
    if heap.body(object).untrack_rule() == rule
        && heap.is_tracked(object)
        && heap.holds_only_atoms(object)
    {
        untrack(rt, object);
    }
}

/// Over one list, in order: a tuple whose items are untracked further down stays for the next collection.
pub(super) fn untrack_tuples<R: Runtime>(rt: &mut R, list: GcList) {
    untrack_all(rt, list, UntrackRule::Tuple);
}

pub(super) fn untrack_dicts<R: Runtime>(rt: &mut R, list: GcList) {
    untrack_all(rt, list, UntrackRule::Dict);
}

fn untrack_all<R: Runtime>(rt: &mut R, list: GcList, rule: UntrackRule) {
    let mut at = rt.heap().headers.first(list);
    while let Some(object) = at {
        at = rt.heap().headers.next(object);
        maybe_untrack(rt, object, rule);
    }
}
