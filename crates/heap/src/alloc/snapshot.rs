//! The allocator as a picture sees it.

use super::{NONE, Obmalloc};
use crate::address::Addr;

/// One mapped arena.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ArenaView {
    pub number: u32,
    pub addr: Addr,
    pub bytes: u32,
    pub pools: u32,
    /// Pools without a block in use.
    pub free_pools: u32,
    /// Pools that were ever used since the arena was mapped.
    pub carved_pools: u32,
}

/// One pool that was used since its arena was mapped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PoolView {
    pub number: u32,
    pub arena: u32,
    pub addr: Addr,
    /// Bytes of a block. An empty pool still shows its last size class.
    pub size: u32,
    /// How many blocks fit.
    pub blocks: u32,
    pub in_use: u32,
    /// How many blocks were ever handed out or chained; the others are untouched memory.
    pub carved: u32,
    /// Handle of block 0; block `i` has `first + i`.
    pub first: u32,
    /// Handle of the block that the next request of this class gets if this pool serves it.
    pub freeblock: Option<u32>,
}

/// What is in one block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BlockState {
    /// Never handed out, or on the chain of its pool.
    Free,
    /// Memory that is no object.
    Raw,
    /// A dead object on a free list.
    Parked,
    Object,
}

impl Obmalloc {
    pub(crate) fn arena_views(&self) -> impl Iterator<Item = ArenaView> + '_ {
        (0..)
            .zip(&self.arenas)
            .filter(|(_, arena)| arena.mapped)
            .map(|(number, arena)| ArenaView {
                number,
                addr: Addr(self.arena_addr(number)),
                bytes: self.classes.arena_bytes,
                pools: self.classes.pools_per_arena(),
                free_pools: arena.free_pools,
                carved_pools: arena.carved,
            })
    }

    pub(crate) fn pool_views(&self) -> impl Iterator<Item = PoolView> + '_ {
        (0..)
            .zip(&self.pools)
            .filter(|(_, pool)| pool.run != NONE)
            .map(|(number, pool)| PoolView {
                number,
                arena: number / self.classes.pools_per_arena(),
                addr: Addr(self.pool_addr(number)),
                size: pool.size,
                blocks: pool.blocks,
                in_use: pool.in_use,
                carved: pool.carved,
                first: pool.first,
                freeblock: (pool.freeblock != 0).then_some(pool.freeblock),
            })
    }
}
