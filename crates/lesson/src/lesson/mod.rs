//! What a lesson is made of. How one is written is in the documentation of [`Lesson`].

mod claim;
mod error;
mod outline;
mod parse;

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use crate::{At, Link};

pub use claim::{Claim, Expectation, Generation, Step, Subject};
pub use error::{LessonError, Problem};
pub use parse::parse;

#[doc = include_str!("../../../../lessons/README.md")]
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Lesson {
    pub title: String,
    /// One sentence: what the reader will have seen.
    pub summary: String,
    /// Which slides of a talk it belongs to, in the author's words (`8-9`).
    pub slide: Option<String>,
    /// The Python version it is written for; `None` leaves it to the page.
    pub version: Option<String>,
    /// The level of truth it is to be looked at with, 1 to 5.
    pub level: u8,
    /// The whole text: it is valid Python as it stands, and its lines have the numbers that notes and expectations use.
    pub program: String,
    /// In the order of the text.
    pub notes: Vec<Note>,
    /// In the order of the text.
    pub expectations: Vec<Expectation>,
}

impl Lesson {
    /// The link that opens this lesson at its start.
    pub fn link(&self) -> Link {
        let mut link = Link::to(self.program.as_str());
        link.version = self
            .version
            .clone()
            .filter(|version| version != crate::LINK_VERSION);
        link.view.level = self.level;
        link
    }
}

/// Something the author says at a moment.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Note {
    /// Where it is written.
    pub line: NonZeroU32,
    /// The next line with code: the note belongs to the moment just before that line is run. `None` after the last
    /// line of code: it belongs to the end.
    pub before: Option<NonZeroU32>,
    pub kind: NoteKind,
}

impl Note {
    /// The moment from which on it is shown.
    pub fn moment(&self) -> At {
        match self.before {
            Some(line) => At::Line {
                line,
                visit: NonZeroU32::MIN,
            },
            None => At::End,
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum NoteKind {
    /// Prose, shown from here until the prose of a later moment. Several for one moment are its paragraphs.
    Say(String),
    /// A name for this moment, to jump to.
    Point(String),
    /// A question about what comes next.
    Ask(Question),
}

/// A prediction: asked before the lines that give the answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Question {
    pub text: String,
    pub right: String,
    /// At least one. The order of all answers on the page is the page's business.
    pub wrong: Vec<String>,
    /// Why the right answer is right.
    pub why: Option<String>,
}
