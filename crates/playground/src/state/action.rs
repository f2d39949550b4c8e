//! Everything that can happen to the page.

use std::rc::Rc;

use lesson::{At, Link, Theme};
use scene::Level;
use scene::state::Serial;

use super::{Pace, Panel};
use crate::protocol::{Direction, Reply, Unit};

#[derive(Clone, PartialEq, Debug)]
pub enum Action {
    /// The person typed.
    Typed(Rc<str>),
    Run,
    Stop,
    /// The engine said something.
    Answered(Rc<Reply>),
    /// The engine no longer answers and was replaced by a new one, which knows nothing.
    EngineLost(Rc<str>),
    Step(Unit, Direction),
    Seek(At),
    PlayPause,
    /// The pause between two played lines is over.
    Tick,
    Pace(Pace),
    Level(Level),
    Version(Rc<str>),
    Theme(Theme),
    Presenter,
    Table,
    Panel(Option<Panel>),
    Lesson(usize),
    /// The page was opened by a link, or its fragment was changed.
    Arrived(Rc<Link>),
    /// The link cannot be read; the words say why.
    BadLink(Rc<str>),
    /// The storage holds a program that was typed here earlier.
    DraftFound(Rc<str>),
    TakeDraft,
    Select(Option<Serial>),
    /// Leave this object out of the picture.
    Fold(Serial),
    UnfoldAll,
    DismissNotice,
}
