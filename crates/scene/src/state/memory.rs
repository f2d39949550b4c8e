//! pymalloc, for level 5.

use serde::{Deserialize, Serialize};

use super::{Address, Serial};

/// Arenas, pools and blocks.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Memory {
    pub arena_bytes: u32,
    pub pool_bytes: u32,
    pub arenas: Vec<Arena>,
    /// `sys.getallocatedblocks()`.
    pub allocated_blocks: u32,
}

/// One arena.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Arena {
    pub address: Address,
    /// Pools never used.
    pub untouched_pools: u32,
    pub pools: Vec<Pool>,
}

/// One pool: blocks of one size.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Pool {
    pub address: Address,
    /// Bytes of a block; 0 for a free pool.
    pub block_bytes: u32,
    pub capacity: u32,
    pub used: u32,
    /// One character for each block that was ever used: `o` an object, `r` other memory (item arrays, key tables), `p`
    /// a dead object on a free list, `.` free. Only for pools with objects of the program; otherwise empty.
    pub blocks: String,
    /// The program's objects in this pool, by block number.
    pub objects: Vec<(u32, Serial)>,
}
