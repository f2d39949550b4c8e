//! The C allocator, for requests above 512 bytes: a growing region in which a freed block serves the next
//! request of the same rounded size. A simplification of `malloc`; no result of Python code depends on more.

use std::collections::BTreeMap;

/// Where the region begins; looks like the heap of a position-independent executable.
const FIRST_LARGE: u64 = 0x55d1_7a3c_2010;

#[derive(Clone, Copy, Debug)]
struct LargeBlock {
    addr: u64,
    /// Bytes it has room for; 0 for a slot not carved yet.
    room: u32,
    slot: u32,
}

/// All large blocks, in order of address.
#[derive(Clone, Debug, Default)]
pub(crate) struct LargeBlocks {
    blocks: Vec<LargeBlock>,
    carved: usize,
    end: u64,
    /// Free blocks by room, the last freed first to go.
    free: BTreeMap<u32, Vec<u32>>,
}

impl LargeBlocks {
    /// A request with the 8 bytes of its chunk header, rounded up to 16 and at least 32.
    pub(super) fn chunk_bytes(bytes: u32) -> u64 {
        (u64::from(bytes) + 8).next_multiple_of(16).max(32)
    }

    fn room_for(bytes: u32) -> u32 {
        u32::try_from(Self::chunk_bytes(bytes) - 8).unwrap_or(u32::MAX)
    }

    pub(super) fn len(&self) -> u32 {
        self.blocks.len() as u32
    }

    pub(super) fn has_spare_slot(&self) -> bool {
        self.carved < self.blocks.len()
    }

    pub(super) fn add_slots(&mut self, first: u32, count: u32) {
        self.blocks
            .extend((first..first + count).map(|slot| LargeBlock {
                addr: 0,
                room: 0,
                slot,
            }));
    }

    /// A free block of just the right size.
    pub(super) fn reuse(&mut self, bytes: u32) -> Option<u32> {
        let number = self.free.get_mut(&Self::room_for(bytes))?.pop()?;
        self.blocks.get(number as usize).map(|block| block.slot)
    }

    /// A new block at the end of the region. There must be a spare slot.
    pub(super) fn carve(&mut self, bytes: u32) -> u32 {
        let Some(block) = self.blocks.get_mut(self.carved) else {
            return 0;
        };
        self.carved += 1;
        block.addr = FIRST_LARGE + self.end;
        block.room = Self::room_for(bytes);
        self.end += Self::chunk_bytes(bytes);
        block.slot
    }

    /// Returns how many bytes this gives back to the process.
    pub(super) fn free(&mut self, number: u32, slot: u32) -> u64 {
        let Some(block) = self.blocks.get(number as usize) else {
            return 0;
        };
        debug_assert_eq!(block.slot, slot);
        self.free.entry(block.room).or_default().push(number);
        u64::from(block.room) + 8
    }

    pub(super) fn addr(&self, number: u32) -> u64 {
        self.blocks
            .get(number as usize)
            .map_or(0, |block| block.addr)
    }

    pub(super) fn room(&self, number: u32) -> u32 {
        self.blocks
            .get(number as usize)
            .map_or(0, |block| block.room)
    }

    pub(super) fn slot_at(&self, addr: u64) -> Option<(u32, u32)> {
        let carved = self.blocks.get(..self.carved)?;
        let block = carved.get(
            carved
                .partition_point(|block| block.addr <= addr)
                .checked_sub(1)?,
        )?;
        let offset = u32::try_from(addr - block.addr).ok()?;
        (offset < block.room).then_some((block.slot, offset))
    }
}
