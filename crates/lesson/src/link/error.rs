//! Why a link cannot be opened, or a state cannot be put into one.

use super::SOURCE_LIMIT;

/// What is wrong with a link. Each message can be shown to the person who opened it.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LinkError {
    #[error("The link is empty.")]
    Empty,
    #[error("The link holds no program. It may have been cut off: copy it again, as a whole.")]
    NoProgram,
    #[error("The link was cut off: its end is missing. Copy it again, as a whole.")]
    Truncated,
    /// `at` counts bytes of the fragment, from 0 and without its `#`.
    #[error("The link has a character that does not belong there, at position {}.", .at + 1)]
    NotBase64 { at: usize },
    #[error("The link is damaged: its program cannot be unpacked.")]
    Corrupt,
    /// In bytes.
    #[error("The link's program is too long: more than {} KiB.", .limit / 1024)]
    TooLarge { limit: usize },
    #[error(
        "The link has the format “{found}”, which this page does not know. A newer page may open it."
    )]
    UnknownFormat { found: String },
    #[error("The link's program is not text.")]
    NotUtf8,
    #[error("The link says “{name}={value}”, but {why}.")]
    BadField {
        name: &'static str,
        value: String,
        why: String,
    },
}

impl LinkError {
    pub(super) const fn too_large() -> Self {
        Self::TooLarge {
            limit: SOURCE_LIMIT,
        }
    }

    pub(super) fn bad(name: &'static str, value: &str, why: impl ToString) -> Self {
        Self::BadField {
            name,
            value: shorten(value),
            why: why.to_string(),
        }
    }

    pub(super) fn unknown_format(found: &str) -> Self {
        Self::UnknownFormat {
            found: shorten(found),
        }
    }
}

/// A hostile value does not fill the screen with its message, nor steer a terminal with it.
fn shorten(value: &str) -> String {
    const MOST: usize = 40;
    let printable = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    let mut short: String = value.chars().take(MOST).map(printable).collect();
    if value.chars().nth(MOST).is_some() {
        short.push('…');
    }
    short
}
