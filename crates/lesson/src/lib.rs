//! Links and lessons: what a person shares, and what a teacher writes.
//!
//! * A [`Link`] is a program, a moment of its run and a way to look at it, all in the fragment of an address.
//!
//! Absent: drawing, running, Python's grammar.
//!
//! ```
//! use lesson::{At, Link, decode, encode};
//!
//! let link = Link { moment: At::End, ..Link::to("import gc\na = []\na.append(a)\ndel a\n") };
//! let fragment = encode(&link)?;
//! assert!(fragment.starts_with("1&at=end&c="));
//! assert_eq!(decode(&fragment)?, link);
//!
//! // What a person would write by hand:
//! assert_eq!(decode("#code=a%20=%20[]&at=line:1")?.source, "a = []");
//! # Ok::<(), lesson::LinkError>(())
//! ```

mod at;
mod link;

pub use at::{At, AtError, AtProblem};
pub use link::{
    DICTIONARY_1, Embed, Keys, LINK_VERSION, Link, LinkError, SOURCE_LIMIT, Theme, ViewOptions,
    decode, encode, encode_plain, snippet,
};
