//! Arrows: which side they leave and enter, where they pass between other cards, and the curve.
//!
//! Invariants: an arrow starts on the border of the item that it starts from and ends on the border of a card; it
//! crosses a column only between cards.

use std::collections::BTreeMap;

use super::measure::{CARD_WIDTH, GUTTER, MARGIN, column_x};
use crate::picture::{Arrow, ArrowKind, Path, Point, Rect};
use crate::state::Serial;

/// An arrow before it has a path.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub key: String,
    /// Key of the item that it starts from.
    pub from: String,
    /// Names and frames are column 0.
    pub from_column: u32,
    /// The item, and the height at which the arrow leaves it.
    pub from_rect: Rect,
    pub from_y: i32,
    pub to: Serial,
    pub kind: ArrowKind,
    pub spoken: String,
}

/// A card that arrows may end at or have to go around.
#[derive(Clone, Copy, Debug)]
pub struct Obstacle {
    pub column: u32,
    pub rect: Rect,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Side {
    Left,
    Right,
}

/// Draws them all. Arrows to objects without a card are left out.
pub fn route(
    wanted: Vec<Wanted>,
    cards: &BTreeMap<Serial, Obstacle>,
    names_width: i32,
) -> Vec<Arrow> {
    let entries = entries(&wanted, cards);
    let mut channels = Channels::new(cards, names_width);
    let bows = bows(&wanted, cards, &entries);
    let mut arrows = Vec::new();
    for (place, wish) in wanted.into_iter().enumerate() {
        let (Some(target), Some(&end)) = (cards.get(&wish.to), entries.get(&place)) else {
            continue;
        };
        let (leave, _) = sides(wish.from_column, target.column);
        let start = match leave {
            Side::Left => Point::new(wish.from_rect.x, wish.from_y),
            Side::Right => Point::new(wish.from_rect.right(), wish.from_y),
        };
        let path = if wish.from_column == target.column {
            around(start, end, bows.get(&place).copied().unwrap_or_default())
        } else {
            channels.path(start, wish.from_column, end, target.column)
        };
        arrows.push(Arrow {
            key: wish.key,
            from: wish.from,
            to: format!("o{}", wish.to.0),
            start,
            end,
            path,
            heading: if wish.from_column < target.column {
                0
            } else {
                180
            },
            label: None,
            kind: wish.kind,
            spoken: wish.spoken,
        });
    }
    arrows
}

/// Which side an arrow leaves and which it enters. Within a column it swings out to the right.
const fn sides(from: u32, to: u32) -> (Side, Side) {
    if to > from {
        (Side::Right, Side::Left)
    } else if to == from {
        (Side::Right, Side::Right)
    } else {
        (Side::Left, Side::Right)
    }
}

/// Spreads the arrows that enter a card along its side, in the order of where they come from.
fn entries(wanted: &[Wanted], cards: &BTreeMap<Serial, Obstacle>) -> BTreeMap<usize, Point> {
    let mut arriving: BTreeMap<(Serial, Side), Vec<(i32, usize)>> = BTreeMap::new();
    for (place, wish) in wanted.iter().enumerate() {
        if let Some(target) = cards.get(&wish.to) {
            let (_, enter) = sides(wish.from_column, target.column);
            let list = arriving.entry((wish.to, enter)).or_default();
            list.push((wish.from_y, place));
        }
    }
    let mut entries = BTreeMap::new();
    for ((to, side), mut list) in arriving {
        let Some(target) = cards.get(&to) else {
            continue;
        };
        list.sort_unstable();
        let room = target.rect.height - 32;
        let step = (room / super::measure::many(list.len(), 1)).clamp(1, 14);
        let x = match side {
            Side::Left => target.rect.x,
            Side::Right => target.rect.right(),
        };
        let mut y = target.rect.y + 16;
        for (_, place) in list {
            entries.insert(place, Point::new(x, y.min(target.rect.bottom() - 4)));
            y += step;
        }
    }
    entries
}

/// Arrows within a column swing out to the right, each on a track of its own: the short ones inside, and those that
/// would run along each other apart.
fn bows(
    wanted: &[Wanted],
    cards: &BTreeMap<Serial, Obstacle>,
    entries: &BTreeMap<usize, Point>,
) -> BTreeMap<usize, i32> {
    let mut bows: Vec<(u32, i32, i32, usize)> = Vec::new();
    for (place, wish) in wanted.iter().enumerate() {
        if let (Some(target), Some(end)) = (cards.get(&wish.to), entries.get(&place))
            && target.column == wish.from_column
        {
            let (top, bottom) = (wish.from_y.min(end.y), wish.from_y.max(end.y));
            bows.push((target.column, top, bottom, place));
        }
    }
    bows.sort_by_key(|(column, top, bottom, place)| (*column, bottom - top, *top, *place));
    let mut tracks = BTreeMap::new();
    let mut laid: Vec<(u32, i32, i32, i32)> = Vec::new();
    for (column, top, bottom, place) in bows {
        let meets =
            |laid: &&(u32, i32, i32, i32)| laid.0 == column && laid.1 <= bottom && top <= laid.2;
        let track = laid.iter().filter(meets).map(|laid| laid.3 + 1).max();
        let track = track.unwrap_or(0);
        laid.push((column, top, bottom, track));
        tracks.insert(place, track);
    }
    tracks
}

/// A bow at the right of a column, within the gutter.
fn around(start: Point, end: Point, track: i32) -> Path {
    // A cubic curve swings out by three quarters of its control points.
    let most = (GUTTER - 14) * 4 / 3;
    let reach = 28 + track.saturating_mul(11);
    let reach = if reach <= most {
        reach
    } else {
        most - reach % 13
    };
    Path {
        start,
        curves: vec![[
            Point::new(start.x + reach, start.y),
            Point::new(end.x + reach, end.y),
            end,
        ]],
    }
}

/// The free heights at which arrows cross each column.
struct Channels {
    names_width: i32,
    /// Top and bottom of what is in the way, by column.
    taken: BTreeMap<u32, Vec<(i32, i32)>>,
}

impl Channels {
    fn new(cards: &BTreeMap<Serial, Obstacle>, names_width: i32) -> Self {
        let mut taken: BTreeMap<u32, Vec<(i32, i32)>> = BTreeMap::new();
        for card in cards.values() {
            let column = taken.entry(card.column).or_default();
            column.push((card.rect.y - 8, card.rect.bottom() + 8));
        }
        Self { names_width, taken }
    }

    fn path(&mut self, start: Point, from: u32, end: Point, to: u32) -> Path {
        let mut path = Path {
            start,
            curves: Vec::new(),
        };
        let mut at = start;
        if from == 0 {
            // Out of the way of other names first.
            at = Point::new(start.x.max(MARGIN + self.names_width), start.y);
            if at != start {
                line(&mut path, start, at);
            }
        }
        let between: Vec<u32> = if from < to {
            (from + 1..to).collect()
        } else {
            (to + 1..from).rev().collect()
        };
        let legs = between.len() as i32 + 1;
        for (leg, column) in (1..).zip(between) {
            let wish = start.y + (end.y - start.y) * leg / legs;
            let y = self.channel(column, wish);
            let left = column_x(self.names_width, column) - 6;
            let right = left + CARD_WIDTH + 12;
            let (near, far) = if from < to {
                (left, right)
            } else {
                (right, left)
            };
            curve(&mut path, at, Point::new(near, y));
            line(&mut path, Point::new(near, y), Point::new(far, y));
            at = Point::new(far, y);
        }
        curve(&mut path, at, end);
        path
    }

    /// The free height nearest to the wished one; arrows keep 5 pixels between each other.
    fn channel(&mut self, column: u32, wish: i32) -> i32 {
        let taken = self.taken.entry(column).or_default();
        let tops = taken.iter().map(|(top, _)| top - 1);
        let bottoms = taken.iter().map(|(_, bottom)| bottom + 1);
        let y = [wish]
            .into_iter()
            .chain(tops)
            .chain(bottoms)
            .filter(|y| *y > 2 && taken.iter().all(|(top, bottom)| y < top || y > bottom))
            .min_by_key(|y| (y - wish).abs())
            .unwrap_or(wish);
        taken.push((y - 4, y + 4));
        y
    }
}

/// Leaves and arrives horizontally.
fn curve(path: &mut Path, from: Point, to: Point) {
    let reach = ((to.x - from.x) / 2).abs().max(18);
    let reach = if to.x >= from.x { reach } else { -reach };
    path.curves.push([
        Point::new(from.x + reach, from.y),
        Point::new(to.x - reach, to.y),
        to,
    ]);
}

fn line(path: &mut Path, from: Point, to: Point) {
    let third = (to.x - from.x) / 3;
    path.curves.push([
        Point::new(from.x + third, from.y),
        Point::new(to.x - third, to.y),
        to,
    ]);
}
