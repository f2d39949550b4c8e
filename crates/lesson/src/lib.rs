//! Links and lessons: what a person shares, and what a teacher writes.
//!
//! * A [`Link`] is a program, a moment of its run and a way to look at it, all in the fragment of an address.
//! * A [`Lesson`] is a Python program with remarks: prose and questions at its moments, and claims that can be checked.
//! * [`builtin`] are the lessons that come with the page.
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
//!
//! ```
//! let lesson = lesson::parse("#: title: One list\n#: summary: A name.\na = []  # counts: a = 1\n#: say Done.\n")?;
//! assert_eq!(lesson.title, "One list");
//! assert_eq!(lesson.expectations[0].line.get(), 3);
//! assert_eq!(lesson.notes[0].moment(), lesson::At::End);
//! # Ok::<(), lesson::LessonError>(())
//! ```

mod at;
mod builtin;
mod lesson;
mod link;

pub use at::{At, AtError, AtProblem};
pub use builtin::{Builtin, builtin};
pub use lesson::{
    Claim, Expectation, Generation, Lesson, LessonError, Note, NoteKind, Problem, Question, Step,
    Subject, parse,
};
pub use link::{
    DICTIONARY_1, Embed, Keys, LINK_VERSION, Link, LinkError, SOURCE_LIMIT, Theme, ViewOptions,
    decode, encode, encode_plain, snippet,
};
