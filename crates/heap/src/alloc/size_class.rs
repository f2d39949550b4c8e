//! Size classes: requests are rounded up to a multiple of the alignment.

use crate::facts::{POOL_HEADER, PymallocFacts, SMALL_REQUEST};

/// The arithmetic of one version's pools.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SizeClasses {
    shift: u32,
    pub(crate) pool_bytes: u32,
    pub(crate) arena_bytes: u32,
}

impl SizeClasses {
    pub(crate) fn new(facts: PymallocFacts) -> Self {
        // 64 classes are the most there is room for; they are those of 2.7.
        let alignment = facts.alignment.clamp(8, SMALL_REQUEST);
        SizeClasses {
            shift: alignment.ilog2(),
            pool_bytes: facts.pool.max(1024),
            arena_bytes: facts.arena.max(facts.pool.max(1024)),
        }
    }

    /// The class that serves a request of 1 to 512 bytes.
    #[inline]
    pub(crate) fn class(&self, bytes: u32) -> u32 {
        (bytes - 1) >> self.shift
    }

    /// Bytes of a block of this class.
    pub(crate) fn size(&self, class: u32) -> u32 {
        (class + 1) << self.shift
    }

    /// How many blocks of `size` bytes fit behind the header of a pool.
    pub(crate) fn blocks(&self, size: u32) -> u32 {
        (self.pool_bytes - POOL_HEADER) / size
    }

    pub(crate) fn pools_per_arena(&self) -> u32 {
        self.arena_bytes / self.pool_bytes
    }
}
