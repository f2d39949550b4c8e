//! A finished layout: sizes, and items at fixed positions. Whoever draws measures nothing.

mod geometry;
mod item;

use serde::{Deserialize, Serialize};

pub use geometry::{Point, Rect, Size};
pub use item::{
    Anchor, Arrow, ArrowKind, Badge, BlockBox, Card, Chip, Face, FoldNote, FramePanel, Item, Lane,
    NameTag, Path, PoolBox, Row, Text, Tie, Tint,
};

/// Three sheets of one moment, each with its own origin at the top left. A sheet that the level does not show is empty.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Picture {
    pub level: u8,
    /// One sentence: what this level does not show.
    pub hides: String,
    /// Names, frames, objects and arrows.
    pub heap: Sheet,
    /// The collector's lists (level 4 and up, and during a collection from level 2 on).
    pub generations: Sheet,
    /// Pools and blocks (level 5).
    pub memory: Sheet,
}

/// Items at fixed places.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Sheet {
    pub size: Size,
    pub items: Vec<Item>,
}

impl Sheet {
    /// The item with this key.
    pub fn item(&self, key: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.key() == key)
    }

    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}
