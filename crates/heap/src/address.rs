//! The numbers that stand for places and things: addresses, references, births, raw blocks.

use std::fmt;
use std::num::NonZeroU32;

/// A 64-bit address of the simulated process. What `id(x)` returns.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Addr(pub u64);

impl fmt::Display for Addr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#x}", self.0)
    }
}

impl fmt::LowerHex for Addr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::LowerHex::fmt(&self.0, f)
    }
}

/// A reference: a handle bound one to one to a block, and so to an address. 31 bits are used.
///
/// The binding never changes. When the block is freed and handed out again, the same `Ref` means the
/// new object, just as a dangling pointer would.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Ref(NonZeroU32);

impl Ref {
    /// The handle as a number, 1..2^31.
    pub const fn raw(self) -> u32 {
        self.0.get()
    }

    /// The opposite of [`Ref::raw`]; `None` for 0 and for anything of 2^31 and more.
    pub const fn from_raw(raw: u32) -> Option<Ref> {
        if raw >> 31 != 0 {
            return None;
        }
        match NonZeroU32::new(raw) {
            Some(raw) => Some(Ref(raw)),
            None => None,
        }
    }

    #[inline]
    pub(crate) const fn index(self) -> usize {
        self.0.get() as usize
    }
}

/// Which object, in order of birth, counted from 1. Never reused, unlike an address.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Serial(pub u32);

/// A raw block that is no object: an item array, a key table, a value array.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Block(pub(crate) u32);

impl Block {
    /// The handle as a number; blocks and objects share one numbering.
    pub const fn raw(self) -> u32 {
        self.0
    }
}
