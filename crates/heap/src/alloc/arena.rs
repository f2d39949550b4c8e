//! Arenas: 1 MiB of pools, mapped and unmapped as a whole.

use super::{NONE, NoMemory, Obmalloc, Pool};

/// Where the first arena lies. Each further one lies below it, as the kernel places mappings.
const FIRST_ARENA: u64 = 0x7f4c_a1e0_0000;

/// `struct arena_object`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arena {
    pub(crate) mapped: bool,
    /// Pools without a block in use, those never used included (`nfreepools`).
    pub(crate) free_pools: u32,
    /// Top of the stack of emptied pools.
    emptied: u32,
    /// Pools that were ever used.
    pub(crate) carved: u32,
}

impl Obmalloc {
    pub(crate) fn arena_addr(&self, arena: u32) -> u64 {
        FIRST_ARENA - u64::from(arena) * u64::from(self.classes.arena_bytes)
    }

    pub(crate) fn pool_addr(&self, pool: u32) -> u64 {
        let per_arena = self.classes.pools_per_arena();
        self.arena_addr(pool / per_arena)
            + u64::from(pool % per_arena) * u64::from(self.classes.pool_bytes)
    }

    /// The pool that an address lies in, and how far into it. `None` outside of mapped arenas.
    pub(super) fn pool_at(&self, addr: u64) -> Option<(u32, u32)> {
        let arena_bytes = u64::from(self.classes.arena_bytes);
        let end = FIRST_ARENA + arena_bytes;
        let below = end.checked_sub(1)?.checked_sub(addr)?;
        let arena = below / arena_bytes;
        if !self.arenas.get(usize::try_from(arena).ok()?)?.mapped {
            return None;
        }
        let offset = u32::try_from(addr - (FIRST_ARENA - arena * arena_bytes)).ok()?;
        let pool = arena as u32 * self.classes.pools_per_arena() + offset / self.classes.pool_bytes;
        Some((pool, offset % self.classes.pool_bytes))
    }

    /// A pool of the fullest arena that has one: the last emptied, else the next never used.
    pub(super) fn take_pool(&mut self) -> Result<u32, NoMemory> {
        let number = match self.usable.first() {
            Some(&number) => number,
            None => self.new_arena()?,
        };
        let per_arena = self.classes.pools_per_arena();
        let arena = &mut self.arenas[number as usize];
        let pool = if arena.emptied == NONE {
            arena.carved += 1;
            number * per_arena + arena.carved - 1
        } else {
            let pool = arena.emptied;
            arena.emptied = self.pools[pool as usize].next;
            pool
        };
        arena.free_pools -= 1;
        if arena.free_pools == 0 {
            self.usable.remove(0);
        }
        Ok(pool)
    }

    /// `insert_to_freepool`. An arena with nothing in it is unmapped unless it is the last of the usable ones.
    pub(super) fn free_pool(&mut self, pool: u32) {
        let per_arena = self.classes.pools_per_arena();
        let number = pool / per_arena;
        let arena = &mut self.arenas[number as usize];
        self.pools[pool as usize].next = arena.emptied;
        arena.emptied = pool;
        arena.free_pools += 1;
        let free = arena.free_pools;
        if free == 1 {
            self.usable.insert(0, number);
            return;
        }
        let Some(at) = self.usable.iter().position(|&other| other == number) else {
            return;
        };
        if free == per_arena && at + 1 < self.usable.len() {
            self.usable.remove(at);
            self.unmap(number);
            return;
        }
        // It goes behind the last arena that has as many free pools as it had before.
        let mut to = at;
        while let Some(&next) = self.usable.get(to + 1) {
            if self.arenas[next as usize].free_pools >= free {
                break;
            }
            self.usable.swap(to, to + 1);
            to += 1;
        }
    }

    fn new_arena(&mut self) -> Result<u32, NoMemory> {
        let per_arena = self.classes.pools_per_arena();
        self.claim(u64::from(self.classes.arena_bytes))?;
        let fresh = Arena {
            mapped: true,
            free_pools: per_arena,
            emptied: NONE,
            carved: 0,
        };
        let number = match self.unmapped.pop() {
            Some(number) => {
                self.arenas[number as usize] = fresh;
                number
            }
            None => {
                self.arenas.push(fresh);
                self.pools
                    .resize(self.pools.len() + per_arena as usize, Pool::NEW);
                self.arenas.len() as u32 - 1
            }
        };
        self.usable.push(number);
        Ok(number)
    }

    /// The memory goes back to the system: a later arena of this number starts with pools never used.
    fn unmap(&mut self, number: u32) {
        let per_arena = self.classes.pools_per_arena() as usize;
        let from = number as usize * per_arena;
        if let Some(pools) = self.pools.get_mut(from..from + per_arena) {
            pools.fill(Pool::NEW);
        }
        self.arenas[number as usize].mapped = false;
        self.unmapped.push(number);
        self.bytes -= u64::from(self.classes.arena_bytes);
    }
}
