//! The sheet of pools and blocks.

use std::collections::BTreeMap;

use super::measure::{MARGIN, TYPE_SIZE, many};
use crate::metrics::fit;
use crate::picture::{Anchor, BlockBox, Face, Item, Point, PoolBox, Rect, Sheet, Size, Text};
use crate::state::{Memory, Pool, State};
use crate::view::{Level, View};

const POOL: i32 = 328;
const BLOCK: i32 = 14;
/// Blocks of a pool that are drawn.
const MOST_BLOCKS: u32 = 110;
/// Pools that are drawn, those with objects of the program first.
const MOST_POOLS: usize = 24;

pub fn memory_sheet(state: &State, view: &View) -> Sheet {
    match &state.memory {
        Some(memory) if view.level >= Level::Blocks => draw(memory),
        Some(_) | None => Sheet::default(),
    }
}

fn draw(memory: &Memory) -> Sheet {
    let mut pools: Vec<&Pool> = memory
        .arenas
        .iter()
        .flat_map(|arena| &arena.pools)
        .filter(|pool| pool.block_bytes > 0)
        .collect();
    pools.sort_by_key(|pool| (pool.objects.is_empty(), pool.block_bytes, pool.address));
    let mut y = MARGIN;
    let mut items = Vec::new();
    for pool in pools.into_iter().take(MOST_POOLS) {
        let drawn = draw_pool(pool, y);
        y = drawn.rect.bottom() + MARGIN;
        items.push(Item::Pool(drawn));
    }
    Sheet {
        size: Size {
            width: POOL + 2 * MARGIN,
            height: y,
        },
        items,
    }
}

fn draw_pool(pool: &Pool, y: i32) -> PoolBox {
    let mine: BTreeMap<u32, _> = pool.objects.iter().copied().collect();
    let per_line = (POOL - 24) / (BLOCK + 3);
    let shown = if pool.blocks.is_empty() {
        0
    } else {
        pool.capacity.min(MOST_BLOCKS)
    };
    let mut states = pool.blocks.chars();
    let mut blocks = Vec::new();
    for (number, place) in (0..shown).zip(0_i32..) {
        blocks.push(BlockBox {
            rect: Rect {
                x: MARGIN + 12 + place % per_line * (BLOCK + 3),
                y: y + 32 + place / per_line * (BLOCK + 3),
                width: BLOCK,
                height: BLOCK,
            },
            used: matches!(states.next(), Some('o' | 'r' | 'p')),
            object: mine.get(&number).copied(),
        });
    }
    let lines = (i32::try_from(shown).unwrap_or(0) + per_line - 1) / per_line;
    let rect = Rect {
        x: MARGIN,
        y,
        width: POOL,
        height: 40 + many(usize::try_from(lines).unwrap_or(0), BLOCK + 3),
    };
    let title = format!(
        "{} · blocks of {} bytes · {} of {} used",
        pool.address, pool.block_bytes, pool.used, pool.capacity
    );
    PoolBox {
        key: format!("p{}", pool.address),
        rect,
        title: Text {
            at: Point::new(rect.x + 12, rect.y + 21),
            anchor: Anchor::Start,
            face: Face::Sans,
            size: TYPE_SIZE,
            bold: false,
            text: fit(&title, Face::Sans, TYPE_SIZE, POOL - 24),
        },
        blocks,
        spoken: title,
    }
}
