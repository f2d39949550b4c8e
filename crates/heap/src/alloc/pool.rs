//! Pools: 16 KiB of blocks of one size.

use super::{NONE, NoMemory, Obmalloc, Run};

/// `struct pool_header`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pool {
    /// Blocks in use (`ref.count`).
    pub(crate) in_use: u32,
    /// Head of the chain of free blocks, 0 when empty.
    pub(crate) freeblock: u32,
    /// Blocks that were ever handed out or put on the chain (`nextoffset`).
    pub(crate) carved: u32,
    /// Blocks that fit.
    pub(crate) blocks: u32,
    /// Bytes of a block, 0 before the first use.
    pub(crate) size: u32,
    /// First slot of the present run.
    pub(crate) first: u32,
    pub(crate) run: u32,
    /// Neighbours in the list of its class, or (`next`) in the stack of its arena's empty pools.
    pub(crate) next: u32,
    prev: u32,
}

impl Pool {
    /// Never used.
    pub(super) const NEW: Pool = Pool {
        in_use: 0,
        freeblock: 0,
        carved: 0,
        blocks: 0,
        size: 0,
        first: 0,
        run: NONE,
        next: NONE,
        prev: NONE,
    };
}

impl Obmalloc {
    #[inline]
    pub(super) fn pool_malloc(&mut self, bytes: u32) -> Result<u32, NoMemory> {
        let class = self.classes.class(bytes);
        let number = self.used[class as usize];
        if number == NONE {
            return self.allocate_from_new_pool(class);
        }
        let pool = &mut self.pools[number as usize];
        let slot = pool.freeblock;
        pool.in_use += 1;
        pool.freeblock = self.links[slot as usize];
        if pool.freeblock == 0 {
            if pool.carved < pool.blocks {
                pool.freeblock = pool.first + pool.carved;
                pool.carved += 1;
                self.links[pool.freeblock as usize] = 0;
            } else {
                self.unlink_used(number, class);
            }
        }
        Ok(slot)
    }

    #[inline]
    pub(super) fn pool_free(&mut self, number: u32, slot: u32) {
        let pool = &mut self.pools[number as usize];
        let was_full = pool.freeblock == 0;
        self.links[slot as usize] = pool.freeblock;
        pool.freeblock = slot;
        pool.in_use -= 1;
        let class = self.classes.class(pool.size);
        if was_full {
            // Such a pool has many blocks, so it cannot be empty now.
            self.link_used(number, class);
        } else if pool.in_use == 0 {
            self.unlink_used(number, class);
            self.free_pool(number);
        }
    }

    /// `allocate_from_new_pool`: the arena's last emptied pool, or the next one never used. A pool that comes
    /// back to its last class keeps its chain.
    fn allocate_from_new_pool(&mut self, class: u32) -> Result<u32, NoMemory> {
        let number = self.take_pool()?;
        let size = self.classes.size(class);
        if self.pools[number as usize].size != size {
            self.init_pool(number, class, size);
        }
        self.link_used(number, class);
        let pool = &mut self.pools[number as usize];
        let slot = pool.freeblock;
        pool.in_use = 1;
        pool.freeblock = self.links[slot as usize];
        Ok(slot)
    }

    /// The first two blocks are carved at once: one to hand out, one for the chain.
    fn init_pool(&mut self, number: u32, class: u32, size: u32) {
        let blocks = self.classes.blocks(size);
        let run = match self.runs_of.get(&(number, class)) {
            Some(&run) => run,
            None => {
                let (run, _) = self.add_run(blocks, |first| Run::Pool {
                    pool: number,
                    first,
                    size,
                });
                self.runs_of.insert((number, class), run);
                run
            }
        };
        let first = match self.runs[run as usize] {
            Run::Pool { first, .. } | Run::Large { first, .. } => first,
        };
        self.links[first as usize] = first + 1;
        self.links[first as usize + 1] = 0;
        self.pools[number as usize] = Pool {
            freeblock: first,
            carved: 2,
            blocks,
            size,
            first,
            run,
            ..Pool::NEW
        };
    }

    /// `insert_to_usedpool`: at the front of its class.
    fn link_used(&mut self, number: u32, class: u32) {
        let front = self.used[class as usize];
        if front != NONE {
            self.pools[front as usize].prev = number;
        }
        let pool = &mut self.pools[number as usize];
        pool.next = front;
        pool.prev = NONE;
        self.used[class as usize] = number;
    }

    fn unlink_used(&mut self, number: u32, class: u32) {
        let Pool { next, prev, .. } = self.pools[number as usize];
        if prev == NONE {
            self.used[class as usize] = next;
        } else {
            self.pools[prev as usize].next = next;
        }
        if next != NONE {
            self.pools[next as usize].prev = prev;
        }
    }
}
