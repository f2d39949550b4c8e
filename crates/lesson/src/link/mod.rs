//! Links: a program, a moment of its run and a way to look at it, all in the fragment of an address.

mod error;
mod fragment;
mod packed;
mod snippet;

use serde::{Deserialize, Serialize};

use crate::At;

pub use error::LinkError;
pub use fragment::{decode, encode, encode_plain};
pub use packed::DICTIONARY_1;
pub use snippet::snippet;

/// The version that a link means when it names none. Part of format 1: it stays when the page's own default moves on,
/// or old links would show something else.
pub const LINK_VERSION: &str = "3.14";

/// The longest program that a link may hold, in bytes of UTF-8.
pub const SOURCE_LIMIT: usize = 64 * 1024;

/// What a link opens.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Link {
    /// The program, as typed.
    pub source: String,
    /// The name of a Python version: digits and dots. `None` is [`LINK_VERSION`]. Whether there is such a version is
    /// the engine's business.
    pub version: Option<String>,
    pub moment: At,
    pub view: ViewOptions,
    pub embed: Embed,
}

impl Link {
    /// A link to the start of a program.
    pub fn to(source: impl Into<String>) -> Self {
        Self {
            source: source.into(),
            ..Self::default()
        }
    }

    /// The version that is meant, whether it is named or not.
    pub fn version_name(&self) -> &str {
        self.version.as_deref().unwrap_or(LINK_VERSION)
    }
}

/// How to look at the moment. Names are not checked here: a fold that names nothing folds nothing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ViewOptions {
    /// The level of truth: 1 names · 2 counts · 3 frames · 4 headers and generations · 5 blocks.
    pub level: u8,
    /// Drawn although the level would fold it: a name of the program, a type, or `#12`.
    pub show: Vec<String>,
    /// Folded although the level would draw it; the same words.
    pub fold: Vec<String>,
    pub theme: Theme,
    /// Large type, for the back of a lecture room.
    pub presenter: bool,
}

impl Default for ViewOptions {
    fn default() -> Self {
        Self {
            level: 2,
            show: Vec::new(),
            fold: Vec::new(),
            theme: Theme::Auto,
            presenter: false,
        }
    }
}

/// `Auto` follows the reader's system.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Theme {
    #[default]
    Auto,
    Light,
    Dark,
}

/// How much of the page is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Embed {
    /// All of it.
    #[default]
    Page,
    /// The picture and its steps only, for slides and articles.
    Picture { keys: Keys },
}

/// Which key presses an embedded picture takes. A frame that takes the arrow keys of the slides around it is a trap.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Keys {
    None,
    /// Only while the picture has the focus.
    #[default]
    Focus,
    Global,
}
