//! Reference counts: `Py_INCREF`, the fast half of `Py_DECREF`, immortality.

use crate::address::Ref;
use crate::facts::{HUGE_STATIC_COUNT, Immortality};
use crate::header::{IMMORTAL, STATIC, TAMPERED};
use crate::heap::Heap;
use crate::object::Object;

/// Where an immortal object lives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Immortal {
    /// In the memory of the interpreter itself: `None`, small ints, built-in types.
    Static,
    /// On the heap: interned names.
    Heap,
}

/// `_Py_IMMORTAL_INITIAL_REFCNT` of 3.14 on 64 bits.
pub(crate) const IMMORTAL_COUNT_FLAGS: i64 = 3 << 30;
/// `_Py_IMMORTAL_REFCNT` of 3.12 and 3.13 on 64 bits.
pub(crate) const IMMORTAL_COUNT_LOW_WORD: i64 = 0xFFFF_FFFF;

impl<O: Object> Heap<O> {
    /// `Py_INCREF`. Does nothing to an immortal object.
    #[inline]
    pub fn incref(&mut self, r: Ref) {
        if let Some(header) = self.headers.get_mut(r)
            && !header.has(IMMORTAL)
        {
            header.refcnt = header.refcnt.wrapping_add(1);
        }
    }

    /// The fast half of `Py_DECREF`. True when the count reached 0: then [`crate::dealloc`] is to be called.
    #[inline]
    #[must_use = "at 0 the object has to be deallocated"]
    pub fn take_ref(&mut self, r: Ref) -> bool {
        match self.headers.get_mut(r) {
            Some(header) if !header.has(IMMORTAL) => {
                header.refcnt = header.refcnt.wrapping_sub(1);
                header.refcnt == 0
            }
            _ => false,
        }
    }

    /// `ob_refcnt` as `sys.getrefcount` shows it (without the reference of its argument).
    #[inline]
    pub fn refcnt(&self, r: Ref) -> i64 {
        self.headers.get(r).map_or(0, |header| header.refcnt)
    }

    /// What the program writes over the count. The object is left out of the audit from here on.
    pub fn set_refcnt(&mut self, r: Ref, count: i64) {
        if let Some(header) = self.headers.get_mut(r) {
            header.refcnt = count;
            header.set(TAMPERED, true);
        }
    }

    /// Whether the program wrote over the count.
    pub fn is_tampered(&self, r: Ref) -> bool {
        self.headers
            .get(r)
            .is_some_and(|header| header.has(TAMPERED))
    }

    /// Immortal from here on. Where the version has no immortality: a static object of 3.11 gets 999999999 added
    /// to its count and is left out of the audit; everything else stays as it is.
    pub fn make_immortal(&mut self, r: Ref, kind: Immortal) {
        let scheme = self.facts.immortality;
        let Some(header) = self.headers.get_mut(r) else {
            return;
        };
        match scheme {
            Immortality::None => {
                // Not counted differently, but known to have holders that no object tells of.
                if kind == Immortal::Static {
                    header.set(STATIC, true);
                }
                return;
            }
            Immortality::HugeStaticCounts => {
                if kind == Immortal::Static && !header.has(STATIC) {
                    header.refcnt += HUGE_STATIC_COUNT;
                    header.set(STATIC, true);
                }
                return;
            }
            Immortality::LowWord => header.refcnt = IMMORTAL_COUNT_LOW_WORD,
            Immortality::Flags => header.refcnt = IMMORTAL_COUNT_FLAGS,
        }
        header.set(IMMORTAL, true);
        header.set(STATIC, kind == Immortal::Static);
    }

    /// Whether counting is switched off for the object.
    #[inline]
    pub fn is_immortal(&self, r: Ref) -> bool {
        self.headers
            .get(r)
            .is_some_and(|header| header.has(IMMORTAL))
    }
}
