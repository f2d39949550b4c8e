//! Sizes of everything that is drawn, in pixels.

use super::sketch::CardSketch;

pub const MARGIN: i32 = 16;
pub const CARD_WIDTH: i32 = 176;
/// Between two columns: room for arrows.
pub const GUTTER: i32 = 76;
/// Between two slots of a column.
pub const GAP: i32 = 22;
pub const TYPE_SIZE: i32 = 14;
pub const VALUE_SIZE: i32 = 20;
pub const NOTE_SIZE: i32 = 14;
pub const ROW_SIZE: i32 = 15;
pub const NAME_SIZE: i32 = 17;
pub const BADGE_SIZE: i32 = 19;
pub const BADGE: i32 = 32;
pub const ROW: i32 = 24;
pub const NOTE: i32 = 19;
/// The type line with the space above it.
pub const HEAD: i32 = 28;
pub const VALUE: i32 = 28;
pub const FOOT: i32 = 10;
/// At the lower edge, for the verdict of the collector; every slot keeps room for it.
pub const VERDICT: i32 = 26;
pub const LEAST_CARD: i32 = 60;
pub const TAG: i32 = 32;
pub const TAG_GAP: i32 = 10;
pub const PANEL_TITLE: i32 = 26;
pub const PANEL_PAD: i32 = 8;
pub const LEAST_NAMES: i32 = 64;
pub const MOST_NAMES: i32 = 176;

/// A card without the collector's verdict.
pub fn card_height(card: &CardSketch<'_>) -> i32 {
    height_of(card.value.is_some(), card.notes.len(), card.rows.len())
}

pub fn height_of(value: bool, notes: usize, rows: usize) -> i32 {
    let value = if value { VALUE } else { 0 };
    let height = HEAD + value + many(notes, NOTE) + many(rows, ROW) + FOOT;
    height.max(LEAST_CARD)
}

/// `count` things of `each` pixels.
pub fn many(count: usize, each: i32) -> i32 {
    i32::try_from(count).map_or(i32::MAX / 4, |count| count.saturating_mul(each))
}

/// The left edge of a column; 1 is the first one right of the names.
pub const fn column_x(names_width: i32, column: u32) -> i32 {
    MARGIN + names_width + GUTTER + (column as i32 - 1) * (CARD_WIDTH + GUTTER)
}

/// What is kept for an object of which only the ghost is known.
pub fn ghost_height() -> i32 {
    height_of(true, 1, 0) + VERDICT
}
