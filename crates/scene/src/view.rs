//! How to look at a moment: the level of truth, and what is folded.

use serde::{Deserialize, Serialize};

/// How much is told. Each level shows everything that the ones below it show.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
pub enum Level {
    /// Names and boxes.
    Names,
    /// Reference counts.
    #[default]
    Counts,
    /// Frames, temporaries, instance dicts, classes, functions.
    Frames,
    /// Headers and generations.
    Headers,
    /// Blocks, pools and arenas.
    Blocks,
}

impl Level {
    pub const ALL: [Self; 5] = [
        Self::Names,
        Self::Counts,
        Self::Frames,
        Self::Headers,
        Self::Blocks,
    ];

    /// 1 to 5; anything else is no level.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.number() == number)
    }

    pub const fn number(self) -> u8 {
        match self {
            Self::Names => 1,
            Self::Counts => 2,
            Self::Frames => 3,
            Self::Headers => 4,
            Self::Blocks => 5,
        }
    }

    /// What the control that chooses the level says.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Names => "Names and objects",
            Self::Counts => "Reference counts",
            Self::Frames => "Frames, dicts and classes",
            Self::Headers => "Headers and generations",
            Self::Blocks => "Blocks and pools",
        }
    }

    /// One sentence: what this level does not show.
    pub const fn hides(self) -> &'static str {
        match self {
            Self::Names => {
                "Hidden: how often each object is referred to, and everything that level 2 hides."
            }
            Self::Counts => {
                "Hidden: temporaries, frames, classes, functions and modules (they hold references too); \
                 numbers and texts are written inside the objects that refer to them."
            }
            Self::Frames => "Hidden: addresses, object headers, and the collector's generations.",
            Self::Headers => "Hidden: the blocks, pools and arenas that the objects lie in.",
            Self::Blocks => "Hidden: only the interpreter's own objects.",
        }
    }
}

/// A way to look.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct View {
    pub level: Level,
    /// Draw these although the level would fold them: a name of the program (`Node`), a type name, or `#12`.
    pub show: Vec<String>,
    /// Fold these although the level would draw them; the same words.
    pub fold: Vec<String>,
    /// How many objects are drawn at most; the rest is counted.
    pub limit: u32,
}

impl Default for View {
    fn default() -> Self {
        Self::at(Level::default())
    }
}

impl View {
    pub const fn at(level: Level) -> Self {
        Self {
            level,
            show: Vec::new(),
            fold: Vec::new(),
            limit: 300,
        }
    }
}
