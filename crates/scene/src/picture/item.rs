//! The things that are drawn, each at its place. Whoever draws only needs one `match` over [`Item`].

use serde::{Deserialize, Serialize};

use super::{Point, Rect};
use crate::state::{Fate, Generation, Kind, Serial};

/// One drawn thing. Items come in the order in which they are to be painted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Item {
    Frame(FramePanel),
    Lane(Lane),
    Arrow(Arrow),
    Tie(Tie),
    Card(Card),
    Chip(Chip),
    Name(NameTag),
    Fold(FoldNote),
    Pool(PoolBox),
}

impl Item {
    /// Stays the same for the same thing in every picture of a run; unique within a sheet.
    pub fn key(&self) -> &str {
        match self {
            Self::Frame(item) => &item.key,
            Self::Lane(item) => &item.key,
            Self::Arrow(item) => &item.key,
            Self::Tie(item) => &item.key,
            Self::Card(item) => &item.key,
            Self::Chip(item) => &item.key,
            Self::Name(item) => &item.key,
            Self::Fold(item) => &item.key,
            Self::Pool(item) => &item.key,
        }
    }

    /// What a screen reader says: "Node ABC at 0x7f…, 2 references, generation 0, tracked".
    pub fn spoken(&self) -> &str {
        match self {
            Self::Frame(item) => &item.spoken,
            Self::Lane(item) => &item.spoken,
            Self::Arrow(item) => &item.spoken,
            Self::Tie(item) => &item.spoken,
            Self::Card(item) => &item.spoken,
            Self::Chip(item) => &item.spoken,
            Self::Name(item) => &item.spoken,
            Self::Fold(item) => &item.spoken,
            Self::Pool(item) => &item.spoken,
        }
    }
}

/// A line of text, already cut to fit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Text {
    /// On the baseline; left end, middle or right end as `anchor` says.
    pub at: Point,
    pub anchor: Anchor,
    pub face: Face,
    /// Font size in pixels; never under 14.
    pub size: i32,
    pub bold: bool,
    pub text: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Face {
    Sans,
    Mono,
}

/// What the colour of a thing says. There is always a word or a shape that says the same.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Tint {
    /// Untracked, or the level does not show generations.
    Plain,
    Young,
    Middle,
    Old,
    Permanent,
    Candidate,
    Reachable,
    TentativelyUnreachable,
    Unreachable,
    Ghost,
}

/// An object.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Card {
    /// `o17`
    pub key: String,
    pub id: Serial,
    pub rect: Rect,
    pub kind: Kind,
    pub tint: Tint,
    /// Freed: draw a dashed outline, and the count 0.
    pub ghost: bool,
    pub immortal: bool,
    pub generation: Option<Generation>,
    pub fate: Option<Fate>,
    /// Small, at the top.
    pub type_line: Text,
    /// In the middle. `None` for containers, whose rows say it all.
    pub value_line: Option<Text>,
    /// Address, generation and the like (level 4 and up), "unreachable" and the like (always).
    pub notes: Vec<Text>,
    pub rows: Vec<Row>,
    /// Round, at the top right. Level 2 and up.
    pub refcount: Option<Badge>,
    /// Square, at the bottom right. Only while a collection looks at the object.
    pub gc_refs: Option<Badge>,
    /// The uncut value, for a tooltip.
    pub full: String,
    pub spoken: String,
}

/// One reference or plain attribute of a card or a frame.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Row {
    pub rect: Rect,
    pub label: Option<Text>,
    /// A value that needs no arrow.
    pub value: Option<Text>,
    /// Where the arrow starts.
    pub port: Option<Point>,
}

/// A number on a card. Round = the true count, square = `gc_refs`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Badge {
    pub rect: Rect,
    pub text: Text,
}

/// A name at the left edge.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NameTag {
    /// `n:n1` for a name of the module, `n:1.x` for a local of frame 1.
    pub key: String,
    pub rect: Rect,
    pub text: Text,
    pub port: Point,
    pub spoken: String,
}

/// A running function: a panel behind its locals and temporaries.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FramePanel {
    /// `f1`
    pub key: String,
    pub rect: Rect,
    pub title: Text,
    /// Temporaries of the evaluation stack (level 3 and up).
    pub rows: Vec<Row>,
    pub spoken: String,
}

/// A reference.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Arrow {
    /// `a:o17.next>`, from the key of the start and the label.
    pub key: String,
    /// The key of the item that it starts at.
    pub from: String,
    /// The key of the item that it ends at.
    pub to: String,
    pub start: Point,
    pub end: Point,
    pub path: Path,
    /// The direction in which the head points, in degrees, 0 = to the right, 90 = down.
    pub heading: i32,
    /// Only where no row or tag says it already.
    pub label: Option<Text>,
    pub kind: ArrowKind,
    pub spoken: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum ArrowKind {
    /// From a name or a local variable.
    Name,
    /// From an object.
    Reference,
    /// From the evaluation stack.
    Temporary,
    /// Does not count: draw it thin.
    Borrowed,
    /// A weak reference: draw it dashed with a hollow head.
    Weak,
}

/// A chain of cubic curves: it begins at `Arrow::start`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Path {
    pub start: Point,
    /// First control point, second control point, end.
    pub curves: Vec<[Point; 3]>,
}

impl Path {
    /// The `d` attribute of an SVG path.
    pub fn d(&self) -> String {
        use std::fmt::Write;
        let mut d = format!("M{} {}", self.start.x, self.start.y);
        for [a, b, to] in &self.curves {
            // Writing to a String cannot fail.
            let _ = write!(d, "C{} {} {} {} {} {}", a.x, a.y, b.x, b.y, to.x, to.y);
        }
        d
    }
}

/// A newcomer in the block of a freed object.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Tie {
    /// `t:o17`
    pub key: String,
    /// Key of the ghost.
    pub from: String,
    /// Key of the newcomer.
    pub to: String,
    pub path: Path,
    /// "same block".
    pub label: Text,
    pub spoken: String,
}

/// One of the collector's lists (sheet `generations`).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Lane {
    /// `g0`, `g1`, `g2`, `g3` (permanent), `unreachable`
    pub key: String,
    pub rect: Rect,
    pub tint: Tint,
    /// "generation 0".
    pub title: Text,
    /// "12 / 2000".
    pub counter: Option<Text>,
    /// 0 to 1000: how full the counter is.
    pub filled: i32,
    /// "and 812 more".
    pub more: Option<Text>,
    pub spoken: String,
}

/// An object in one of the collector's lists (sheet `generations`).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Chip {
    /// `c17`
    pub key: String,
    pub id: Serial,
    pub rect: Rect,
    pub tint: Tint,
    pub fate: Option<Fate>,
    pub text: Text,
    pub refcount: Option<Badge>,
    pub gc_refs: Option<Badge>,
    pub spoken: String,
}

/// Says what is not drawn: "folded: Node (class), gc (module)".
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FoldNote {
    pub key: String,
    pub rect: Rect,
    pub text: Text,
    pub spoken: String,
}

/// A pool of pymalloc (sheet `memory`).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PoolBox {
    /// `p0x7f…`
    pub key: String,
    pub rect: Rect,
    pub title: Text,
    pub blocks: Vec<BlockBox>,
    pub spoken: String,
}

/// A block of a pool.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BlockBox {
    pub rect: Rect,
    pub used: bool,
    /// The object in it, when it is one of the program's.
    pub object: Option<Serial>,
}
