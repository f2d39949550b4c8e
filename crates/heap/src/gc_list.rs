//! The collector's lists: circular, doubly linked through the headers, each with a head of its own.
//!
//! Invariant: `header.list` names the list that the object is linked into, 0 for none. An object is tracked
//! exactly when it is in some list.

use crate::address::Ref;
use crate::header::Header;

/// Slots below this are list heads, not blocks.
pub(crate) const SENTINELS: u32 = 32;

/// One of the collector's lists.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum GcList {
    /// Generation 0; the young list of the incremental collector.
    Generation0 = 1,
    /// Generation 1; one of the old spaces of the incremental collector.
    Generation1 = 2,
    /// Generation 2; the other old space.
    Generation2 = 3,
    /// `gc.freeze()`.
    Permanent = 4,
    /// What `move_unreachable` has set apart, tentatively or not.
    Unreachable = 5,
    /// Uncollectable: legacy finalizers and what they reach.
    Finalizers = 6,
    /// Weak reference objects whose callback is due.
    WeakrefCallbacks = 7,
    /// Objects whose finalizer `finalize_garbage` has seen to.
    Seen = 8,
    /// Unreachable after the finalizers too.
    FinalUnreachable = 9,
    /// Incremental collector: what is examined this time.
    Increment = 10,
    /// Incremental collector: reached while marking, not yet traversed.
    Reached = 11,
}

impl GcList {
    pub(crate) const ALL: [GcList; 11] = [
        GcList::Generation0,
        GcList::Generation1,
        GcList::Generation2,
        GcList::Permanent,
        GcList::Unreachable,
        GcList::Finalizers,
        GcList::WeakrefCallbacks,
        GcList::Seen,
        GcList::FinalUnreachable,
        GcList::Increment,
        GcList::Reached,
    ];

    /// The list of a generation number, 0 to 2.
    pub(crate) fn generation(number: usize) -> Option<GcList> {
        match number {
            0 => Some(GcList::Generation0),
            1 => Some(GcList::Generation1),
            2 => Some(GcList::Generation2),
            _ => None,
        }
    }

    fn from_id(id: u8) -> Option<GcList> {
        GcList::ALL.into_iter().find(|list| *list as u8 == id)
    }

    const fn head(self) -> usize {
        self as usize
    }
}

/// The headers, as lists see them.
#[derive(Clone, Debug)]
pub(crate) struct Headers(pub(crate) Vec<Header>);

impl Headers {
    /// All lists empty.
    pub(crate) fn new() -> Self {
        let heads = (0..SENTINELS).map(|slot| Header {
            gc_next: slot,
            gc_prev: slot,
            ..Header::FREE
        });
        Headers(heads.collect())
    }

    #[inline]
    pub(crate) fn get(&self, r: Ref) -> Option<&Header> {
        self.0.get(r.index())
    }

    #[inline]
    pub(crate) fn get_mut(&mut self, r: Ref) -> Option<&mut Header> {
        self.0.get_mut(r.index())
    }

    pub(crate) fn list_of(&self, r: Ref) -> Option<GcList> {
        self.get(r).and_then(|header| GcList::from_id(header.list))
    }

    #[inline]
    pub(crate) fn in_list(&self, r: Ref, list: GcList) -> bool {
        self.get(r).is_some_and(|header| header.list == list as u8)
    }

    pub(crate) fn first(&self, list: GcList) -> Option<Ref> {
        self.real(self.0.get(list.head())?.gc_next)
    }

    /// The neighbour after `r` in its list.
    #[inline]
    pub(crate) fn next(&self, r: Ref) -> Option<Ref> {
        self.real(self.get(r)?.gc_next)
    }

    #[inline]
    fn real(&self, slot: u32) -> Option<Ref> {
        if slot < SENTINELS {
            None
        } else {
            Ref::from_raw(slot)
        }
    }

    /// `gc_list_append`. The object must not be in a list.
    #[inline]
    pub(crate) fn append(&mut self, r: Ref, list: GcList) {
        let head = list.head();
        let last = self.0[head].gc_prev;
        let Some(header) = self.0.get_mut(r.index()) else {
            return;
        };
        header.gc_prev = last;
        header.gc_next = head as u32;
        header.list = list as u8;
        self.0[head].gc_prev = r.raw();
        self.0[last as usize].gc_next = r.raw();
    }

    /// `gc_list_remove`. Does nothing for an untracked object.
    #[inline]
    pub(crate) fn remove(&mut self, r: Ref) {
        let Some(header) = self.0.get_mut(r.index()) else {
            return;
        };
        if header.list == 0 {
            return;
        }
        let (next, prev) = (header.gc_next, header.gc_prev);
        header.gc_next = 0;
        header.gc_prev = 0;
        header.list = 0;
        self.0[prev as usize].gc_next = next;
        self.0[next as usize].gc_prev = prev;
    }

    /// `gc_list_move`: to the end of another list.
    pub(crate) fn move_to(&mut self, r: Ref, list: GcList) {
        self.remove(r);
        self.append(r, list);
    }

    /// `gc_list_merge`: all of `from` goes to the end of `to`. Returns how many.
    pub(crate) fn merge(&mut self, from: GcList, to: GcList) -> usize {
        if from == to {
            return 0;
        }
        let mut count = 0;
        let mut at = self.first(from);
        while let Some(r) = at {
            if let Some(header) = self.get_mut(r) {
                header.list = to as u8;
            }
            count += 1;
            at = self.next(r);
        }
        if count == 0 {
            return 0;
        }
        let (first, last) = (self.0[from.head()].gc_next, self.0[from.head()].gc_prev);
        let tail = self.0[to.head()].gc_prev;
        self.0[tail as usize].gc_next = first;
        self.0[first as usize].gc_prev = tail;
        self.0[last as usize].gc_next = to.head() as u32;
        self.0[to.head()].gc_prev = last;
        let head = &mut self.0[from.head()];
        head.gc_next = from.head() as u32;
        head.gc_prev = from.head() as u32;
        count
    }

    pub(crate) fn iter(&self, list: GcList) -> ListIter<'_> {
        ListIter {
            headers: self,
            at: self.first(list),
        }
    }
}

/// The objects of one list in list order.
#[derive(Clone, Debug)]
pub struct ListIter<'a> {
    headers: &'a Headers,
    at: Option<Ref>,
}

impl Iterator for ListIter<'_> {
    type Item = Ref;

    fn next(&mut self) -> Option<Ref> {
        let r = self.at?;
        self.at = self.headers.next(r);
        Some(r)
    }
}
