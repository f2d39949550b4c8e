//! pymalloc's arenas and pools.

use heap::{BlockState, PoolView, Ref};
use python::Machine;

use super::objects::{Census, serial};
use crate::state::{Address, Arena, Memory, Pool};

pub fn memory(machine: &Machine, census: &Census<'_>) -> Memory {
    let heap = &machine.heap;
    let pools: Vec<PoolView> = heap.pools().collect();
    let mut arena_bytes = 0;
    let arenas = heap.arenas().map(|arena| {
        arena_bytes = arena.bytes;
        let own = pools.iter().filter(|pool| pool.arena == arena.number);
        Arena {
            address: Address(arena.addr.0),
            untouched_pools: arena.pools.saturating_sub(arena.carved_pools),
            pools: own.map(|pool| pool_state(machine, census, pool)).collect(),
        }
    });
    let arenas = arenas.collect();
    Memory {
        arena_bytes,
        pool_bytes: heap.facts().pymalloc.pool,
        arenas,
        allocated_blocks: u32::try_from(heap.allocated_blocks()).unwrap_or(u32::MAX),
    }
}

fn pool_state(machine: &Machine, census: &Census<'_>, pool: &PoolView) -> Pool {
    let heap = &machine.heap;
    let mut objects = Vec::new();
    let mut blocks = String::new();
    for number in 0..pool.carved.min(pool.blocks) {
        let raw = pool.first + number;
        let state = heap.block_state(raw);
        blocks.push(match state {
            BlockState::Object => 'o',
            BlockState::Raw => 'r',
            BlockState::Parked => 'p',
            BlockState::Free => '.',
        });
        if state == BlockState::Object
            && let Some(r) = Ref::from_raw(raw)
            && !census.is_machinery(r)
        {
            objects.push((number, serial(machine, r)));
        }
    }
    if objects.is_empty() {
        blocks.clear();
    }
    Pool {
        address: Address(pool.addr.0),
        block_bytes: if pool.in_use == 0 { 0 } else { pool.size },
        capacity: pool.blocks,
        used: pool.in_use,
        blocks,
        objects,
    }
}
