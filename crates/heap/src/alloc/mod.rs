//! `Objects/obmalloc.c`: blocks of up to 512 bytes from pools, larger ones from the C allocator.
//!
//! A block is known by its slot, a number that stays bound to one address for ever. Slots come in runs: the
//! blocks of one pool in one size class, or a row of large blocks. Runs start at multiples of [`CHUNK`], so that
//! the way from a slot to its run is one table look-up.

mod arena;
mod large;
mod pool;
mod size_class;
mod snapshot;
mod trace;

pub(crate) use pool::Pool;
pub use snapshot::{ArenaView, BlockState, PoolView};
pub use trace::Trace;
pub(crate) use trace::Traces;

use std::collections::BTreeMap;

use crate::facts::{POOL_HEADER, PymallocFacts, SMALL_REQUEST};
use arena::Arena;
use large::LargeBlocks;
use size_class::SizeClasses;

/// Slots are handed to runs in chunks of this many.
pub(crate) const CHUNK: u32 = 32;
/// "No pool", "no run".
pub(crate) const NONE: u32 = u32::MAX;

/// The simulated process has no memory left.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the simulated process is out of memory: {wanted} more bytes do not fit into its {limit}")]
pub struct NoMemory {
    pub wanted: u64,
    pub limit: u64,
}

/// Consecutive slots: `first` and up.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Run {
    /// The blocks of a pool while it serves the size class of `size` bytes.
    Pool { pool: u32, first: u32, size: u32 },
    /// Large blocks; `table` is the number of the first of them.
    Large { first: u32, table: u32 },
}

/// The allocator. It knows nothing of objects.
#[derive(Clone, Debug)]
pub(crate) struct Obmalloc {
    pub(crate) classes: SizeClasses,
    pub(crate) arenas: Vec<Arena>,
    /// Arenas with a free pool, the fullest first (`usable_arenas`).
    usable: Vec<u32>,
    /// Arena numbers that are not mapped at present, last unmapped first.
    unmapped: Vec<u32>,
    pub(crate) pools: Vec<Pool>,
    /// First pool of each class that has a free block (`usedpools`).
    used: [u32; 64],
    /// Per slot: the next free block of the same pool (`*(block **)bp`), 0 at the end.
    pub(crate) links: Vec<u32>,
    runs: Vec<Run>,
    /// Which run each chunk of slots belongs to.
    chunks: Vec<u32>,
    /// Runs of pools by (pool, class), to give a pool that returns to a class its old slots.
    runs_of: BTreeMap<(u32, u32), u32>,
    large: LargeBlocks,
    /// Blocks in use, large ones included.
    pub(crate) allocated: u64,
    /// Bytes mapped for arenas and in use for large blocks.
    pub(crate) bytes: u64,
    pub(crate) limit: u64,
    /// While `tracemalloc` is on.
    pub(crate) traces: Option<Box<Traces>>,
}

impl Obmalloc {
    /// `reserved` slots at the start belong to nobody.
    pub(crate) fn new(facts: PymallocFacts, reserved: u32) -> Self {
        let chunks = reserved.div_ceil(CHUNK);
        Obmalloc {
            classes: SizeClasses::new(facts),
            arenas: Vec::new(),
            usable: Vec::new(),
            unmapped: Vec::new(),
            pools: Vec::new(),
            used: [NONE; 64],
            links: vec![0; (chunks * CHUNK) as usize],
            runs: Vec::new(),
            chunks: vec![NONE; chunks as usize],
            runs_of: BTreeMap::new(),
            large: LargeBlocks::default(),
            allocated: 0,
            bytes: 0,
            limit: u64::MAX,
            traces: None,
        }
    }

    /// How many slots there are; all handles are below.
    pub(crate) fn slots(&self) -> usize {
        self.links.len()
    }

    /// `_PyObject_Malloc`. Zero bytes go to the C allocator, as do more than 512.
    #[inline]
    pub(crate) fn malloc(&mut self, bytes: u32) -> Result<u32, NoMemory> {
        let slot = if bytes.wrapping_sub(1) < SMALL_REQUEST {
            self.pool_malloc(bytes)?
        } else {
            self.large_malloc(bytes)?
        };
        self.allocated += 1;
        if let Some(traces) = &mut self.traces {
            traces.add(slot, bytes);
        }
        Ok(slot)
    }

    /// `_PyObject_Free`. `slot` must be in use.
    #[inline]
    pub(crate) fn free(&mut self, slot: u32) {
        if let Some(traces) = &mut self.traces {
            traces.remove(slot);
        }
        match self.run_of(slot) {
            Some(Run::Pool { pool, .. }) => self.pool_free(pool, slot),
            Some(Run::Large { first, table }) => {
                self.bytes -= self.large.free(table + (slot - first), slot);
            }
            None => return,
        }
        self.allocated -= 1;
    }

    /// `_PyObject_Realloc`: in place when the new size fits and is more than 3/4 of the block; a block of the C
    /// allocator is never pulled into pymalloc.
    pub(crate) fn realloc(&mut self, slot: u32, bytes: u32) -> Result<u32, NoMemory> {
        // The old block and the new one never count together.
        let traces = self.traces.take();
        let result = self.realloc_untraced(slot, bytes);
        self.traces = traces;
        if let (Some(traces), Ok(new)) = (&mut self.traces, result) {
            if new != slot {
                traces.remove(slot);
            }
            traces.add(new, bytes);
        }
        result
    }

    fn realloc_untraced(&mut self, slot: u32, bytes: u32) -> Result<u32, NoMemory> {
        let old = self.block_bytes(slot);
        let moved = match self.run_of(slot) {
            Some(Run::Pool { .. }) => bytes > old || 4 * u64::from(bytes) <= 3 * u64::from(old),
            Some(Run::Large { .. }) => bytes > old,
            None => true,
        };
        if !moved {
            return Ok(slot);
        }
        let new = match self.run_of(slot) {
            Some(Run::Large { .. }) => {
                let new = self.large_malloc(bytes)?;
                self.allocated += 1;
                new
            }
            Some(Run::Pool { .. }) | None => self.malloc(bytes)?,
        };
        self.free(slot);
        Ok(new)
    }

    /// Where the block begins, 0 for a slot of nobody.
    pub(crate) fn addr(&self, slot: u32) -> u64 {
        match self.run_of(slot) {
            Some(Run::Pool { pool, first, size }) => {
                self.pool_addr(pool)
                    + u64::from(POOL_HEADER)
                    + u64::from(slot - first) * u64::from(size)
            }
            Some(Run::Large { first, table }) => self.large.addr(table + (slot - first)),
            None => 0,
        }
    }

    /// How many bytes the block has room for.
    pub(crate) fn block_bytes(&self, slot: u32) -> u32 {
        match self.run_of(slot) {
            Some(Run::Pool { size, .. }) => size,
            Some(Run::Large { first, table }) => self.large.room(table + (slot - first)),
            None => 0,
        }
    }

    /// The block that the address lies in, carved or not, and how far into it.
    pub(crate) fn slot_at(&self, addr: u64) -> Option<(u32, u32)> {
        if let Some((slot, offset)) = self.large.slot_at(addr) {
            return Some((slot, offset));
        }
        let (pool, offset) = self.pool_at(addr)?;
        let pool = self.pools.get(pool as usize)?;
        let offset = offset.checked_sub(POOL_HEADER)?;
        if pool.run == NONE || pool.size == 0 {
            return None;
        }
        let block = offset / pool.size;
        (block < pool.blocks).then_some((pool.first + block, offset % pool.size))
    }

    #[inline]
    pub(crate) fn run_of(&self, slot: u32) -> Option<Run> {
        let run = *self.chunks.get((slot / CHUNK) as usize)?;
        self.runs.get(run as usize).copied()
    }

    /// Takes `count` fresh slots for a run.
    fn add_run(&mut self, count: u32, run: impl FnOnce(u32) -> Run) -> (u32, u32) {
        let first = self.links.len() as u32;
        let number = self.runs.len() as u32;
        let chunks = count.div_ceil(CHUNK);
        self.runs.push(run(first));
        self.chunks
            .resize(self.chunks.len() + chunks as usize, number);
        let slots = self.links.len() + (chunks * CHUNK) as usize;
        grow(&mut self.links, slots, 0);
        (number, first)
    }

    fn large_malloc(&mut self, bytes: u32) -> Result<u32, NoMemory> {
        let chunk = LargeBlocks::chunk_bytes(bytes);
        self.claim(chunk)?;
        if let Some(slot) = self.large.reuse(bytes) {
            return Ok(slot);
        }
        if !self.large.has_spare_slot() {
            let table = self.large.len();
            let (_, first) = self.add_run(CHUNK, |first| Run::Large { first, table });
            self.large.add_slots(first, CHUNK);
        }
        Ok(self.large.carve(bytes))
    }

    /// Counts bytes against the limit of the process.
    fn claim(&mut self, bytes: u64) -> Result<(), NoMemory> {
        match self.bytes.checked_add(bytes) {
            Some(total) if total <= self.limit => {
                self.bytes = total;
                Ok(())
            }
            _ => Err(NoMemory {
                wanted: bytes,
                limit: self.limit,
            }),
        }
    }
}

/// Grows by a quarter, not by doubling: the tables of a large heap are most of the memory it takes.
pub(crate) fn grow<T: Clone>(table: &mut Vec<T>, len: usize, value: T) {
    if len > table.capacity() {
        let room = len.max(table.len() + table.len() / 4);
        table.reserve_exact(room - table.len());
    }
    table.resize(len, value);
}
