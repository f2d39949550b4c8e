//! The header of a block: what CPython keeps in the words around `id(x)`.
//!
//! CPython packs `gc_refs` and three flags into `_gc_prev` and `_gc_next`. Here each has a field of its own, so
//! that a picture can show all of them at any moment; `Heap::read_word` packs them again.

use crate::freelist::FREELISTS;

/// One block's header. Slots below [`crate::gc_list::SENTINELS`] are the heads of the collector's lists.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Header {
    /// `ob_refcnt`; for an immortal object the number that `sys.getrefcount` shows.
    pub(crate) refcnt: i64,
    /// The collector's working copy; means something only while `COLLECTING` is set.
    pub(crate) gc_refs: i64,
    /// `ob_type`, 0 for none.
    pub(crate) ob_type: u32,
    /// `_gc_next`, 0 when untracked. For a parked block the next one of its free list.
    pub(crate) gc_next: u32,
    /// `_gc_prev`.
    pub(crate) gc_prev: u32,
    pub(crate) serial: u32,
    /// Which weak list, 0 for none.
    pub(crate) weak_list: u32,
    pub(crate) flags: u16,
    /// The collector's list that the object is in, 0 when untracked.
    pub(crate) list: u8,
    /// Bytes before `id(x)`.
    pub(crate) pre: u8,
    pub(crate) state: State,
    /// Index of the free list it returns to; `NO_FREELIST` for none.
    pub(crate) freelist: u8,
}

/// What is in the block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum State {
    Free,
    /// An item array or the like.
    Raw,
    /// On a free list.
    Parked,
    Object,
    /// An object whose count reached 0 and whose finalizer, if any, is behind it.
    Dying,
}

pub(crate) const NO_FREELIST: u8 = FREELISTS as u8;

pub(crate) const GC: u16 = 1;
pub(crate) const HOLDS_TYPE: u16 = 1 << 1;
/// `_PyGC_PREV_MASK_FINALIZED`.
pub(crate) const FINALIZED: u16 = 1 << 2;
/// `PREV_MASK_COLLECTING`.
pub(crate) const COLLECTING: u16 = 1 << 3;
pub(crate) const IMMORTAL: u16 = 1 << 4;
/// In static memory: immortal, or (3.11) with a count that starts at 999999999.
pub(crate) const STATIC: u16 = 1 << 5;
/// Its count was written by the program.
pub(crate) const TAMPERED: u16 = 1 << 6;

impl Header {
    pub(crate) const FREE: Header = Header {
        refcnt: 0,
        gc_refs: 0,
        ob_type: 0,
        gc_next: 0,
        gc_prev: 0,
        serial: 0,
        weak_list: 0,
        flags: 0,
        list: 0,
        pre: 0,
        state: State::Free,
        freelist: NO_FREELIST,
    };

    #[inline]
    pub(crate) fn has(&self, flag: u16) -> bool {
        self.flags & flag != 0
    }

    #[inline]
    pub(crate) fn set(&mut self, flag: u16, on: bool) {
        if on {
            self.flags |= flag;
        } else {
            self.flags &= !flag;
        }
    }

    /// A block with an object in it, dying ones included.
    #[inline]
    pub(crate) fn is_object(&self) -> bool {
        matches!(self.state, State::Object | State::Dying)
    }
}
