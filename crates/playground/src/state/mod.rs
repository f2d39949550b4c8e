//! Everything the page knows, in one value. What can be computed from it is a method and not stored.

mod action;
mod command;
mod link;
mod reduce;
mod talk;

use std::rc::Rc;

use lesson::{At, Embed, LINK_VERSION, Theme};
use scene::View;
use scene::state::Serial;

use crate::lessons;
use crate::protocol::{Choice, Failure, Limits, Offer, Outcome, Recording, Shown, Unit};

use crate::shared::Shared;

pub use action::Action;
pub use command::{COMMANDS, Command, Group, Press, Pressed};
pub use link::{address, embed_snippet, open};
pub use talk::{Talk, Wish};

/// The page's state.
#[derive(Clone, PartialEq, Debug)]
pub struct State {
    /// The text in the editor.
    pub source: Rc<str>,
    /// Grows when `source` was set by anything but the editor, which then has to take it over.
    pub source_edition: u32,
    /// The name of the Python version to simulate.
    pub version: Rc<str>,
    pub versions: Rc<[Choice]>,
    /// What programs can use, once somebody wanted to know.
    pub offer: Option<Shared<Offer>>,
    pub limits: Limits,
    pub view: View,
    pub look: Look,
    pub run: Run,
    run_number: u32,
    /// The program that the present run is a run of, and its version.
    pub ran: Option<(Rc<str>, Rc<str>)>,
    pub shown: Option<Shared<Shown>>,
    /// What changed since the picture before, when the two are of the same run and view.
    pub changes: Shared<Vec<scene::Change>>,
    pub failure: Option<Failure>,
    pub talk: Talk,
    /// Where the run is to be opened once it is recorded.
    pub open_at: At,
    pub playing: bool,
    pub pace: Pace,
    pub panel: Option<Panel>,
    /// The object whose particulars are shown.
    pub selected: Option<Serial>,
    pub notice: Option<Notice>,
    /// The lesson that the program was taken from, by its place in the menu.
    pub lesson: Option<usize>,
    /// A program that was typed here before a link or a lesson took its place.
    pub draft: Option<Rc<str>>,
}

/// What is being done with the program.
#[derive(Clone, PartialEq, Debug)]
pub enum Run {
    /// The engine has not said hello yet.
    Waking,
    /// Nothing was run yet.
    Idle,
    Recording {
        steps: u64,
    },
    Recorded(Shared<Recording>),
    /// `State::failure` says why.
    Failed,
}

/// How the page presents itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Look {
    pub theme: Theme,
    pub presenter: bool,
    pub table: bool,
    pub embed: Embed,
}

/// How fast a played run goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pace {
    Slow,
    Steady,
    Fast,
}

impl Pace {
    pub const ALL: [Self; 3] = [Self::Slow, Self::Steady, Self::Fast];

    /// Milliseconds from one line to the next.
    pub fn pause(self) -> u32 {
        match self {
            Self::Slow => 2400,
            Self::Steady => 1200,
            Self::Fast => 400,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Slow => "slow",
            Self::Steady => "steady",
            Self::Fast => "fast",
        }
    }
}

/// What is open on top of the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Panel {
    Help,
    Lessons,
    Share,
    /// What programs can use.
    Offer,
}

/// Something that the person has to be told once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    pub text: Rc<str>,
    /// Something went wrong.
    pub alarm: bool,
    /// Also offers the draft.
    pub draft: bool,
}

/// The states that the page is designed for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    Waking,
    Empty,
    Running,
    Shown,
    Stopped,
    Raised,
    LimitReached,
    Refused,
    NotSupported,
    EngineLost,
}

impl Phase {
    pub fn name(self) -> &'static str {
        match self {
            Self::Waking => "waking",
            Self::Empty => "empty",
            Self::Running => "running",
            Self::Shown => "shown",
            Self::Stopped => "stopped",
            Self::Raised => "raised",
            Self::LimitReached => "limit",
            Self::Refused => "refused",
            Self::NotSupported => "not-supported",
            Self::EngineLost => "engine-lost",
        }
    }
}

impl State {
    /// The page as it opens when no link says otherwise.
    pub fn new() -> Self {
        let mut state = Self {
            source: "".into(),
            source_edition: 0,
            version: LINK_VERSION.into(),
            versions: Rc::new([]),
            offer: None,
            limits: Limits::default(),
            view: View::default(),
            look: Look {
                theme: Theme::Auto,
                presenter: false,
                table: false,
                embed: Embed::Page,
            },
            run: Run::Waking,
            run_number: 0,
            ran: None,
            shown: None,
            changes: Shared::new(Vec::new()),
            failure: None,
            talk: Talk::default(),
            open_at: At::End,
            playing: false,
            pace: Pace::Steady,
            panel: None,
            selected: None,
            notice: None,
            lesson: None,
            draft: None,
        };
        state.set_lesson(0, lessons::first_point);
        state
    }

    pub fn phase(&self) -> Phase {
        use crate::protocol::FailureKind;
        match &self.run {
            Run::Waking => Phase::Waking,
            Run::Idle => Phase::Empty,
            Run::Recording { .. } => Phase::Running,
            // The first picture is on its way.
            Run::Recorded(_) if self.shown.is_none() => Phase::Running,
            Run::Recorded(recording) => match recording.outcome {
                Outcome::Finished => Phase::Shown,
                Outcome::Raised => Phase::Raised,
                Outcome::Stopped => Phase::Stopped,
                Outcome::LimitReached(_) => Phase::LimitReached,
            },
            Run::Failed => match self.failure.as_ref().map(|failure| failure.kind) {
                Some(FailureKind::NotSupported) => Phase::NotSupported,
                Some(FailureKind::Engine) => Phase::EngineLost,
                Some(FailureKind::Syntax | FailureKind::NoSuchMoment) | None => Phase::Refused,
            },
        }
    }

    pub fn recording(&self) -> Option<&Shared<Recording>> {
        match &self.run {
            Run::Recorded(recording) => Some(recording),
            Run::Waking | Run::Idle | Run::Recording { .. } | Run::Failed => None,
        }
    }

    /// True when the editor holds another program than the one that the picture is of.
    pub fn stale(&self) -> bool {
        self.ran
            .as_ref()
            .is_some_and(|(source, version)| *source != self.source || *version != self.version)
    }

    /// The line that runs at the shown moment, if the editor still holds that program.
    pub fn line(&self) -> Option<u32> {
        let shown = self.shown.as_ref().filter(|_| !self.stale())?;
        shown.moment.line
    }

    pub fn at_start(&self) -> bool {
        self.shown
            .as_ref()
            .is_none_or(|shown| shown.moment.moment.step == 0 && shown.moment.moment.event == 0)
    }

    /// At the run's last moment.
    pub fn at_end(&self) -> bool {
        match (&self.shown, self.recording()) {
            (Some(shown), Some(recording)) => shown.moment.moment >= recording.over,
            _ => true,
        }
    }

    /// Behind the program's last moment: the interpreter shuts down. Too much happens there to go event by event.
    pub fn shutting_down(&self) -> bool {
        match (&self.shown, self.recording()) {
            (Some(shown), Some(recording)) => shown.moment.moment > recording.end,
            _ => false,
        }
    }

    /// At the program's last moment, or where its run was cut short.
    pub fn at_program_end(&self) -> bool {
        match (&self.shown, self.recording()) {
            (Some(shown), Some(recording)) => shown.moment.moment == recording.end,
            _ => false,
        }
    }

    /// The lesson that is read, while the program is still its program.
    pub fn lesson(&self) -> Option<usize> {
        self.lesson.filter(|index| {
            lessons::get(*index).is_some_and(|lesson| *lesson.program == *self.source)
        })
    }

    /// The shown moment, in the words of links.
    pub fn here(&self) -> At {
        match &self.shown {
            // The end stays the end in a version where it lies elsewhere.
            Some(_) if self.at_program_end() => At::End,
            Some(shown) => link::step(shown.moment.moment),
            None => self.open_at,
        }
    }

    /// Instructions recorded so far, while a run is being recorded.
    pub fn recorded_steps(&self) -> Option<u64> {
        match self.run {
            Run::Recording { steps } => Some(steps),
            Run::Waking | Run::Idle | Run::Recorded(_) | Run::Failed => None,
        }
    }

    /// Another number for every run.
    pub fn run_number(&self) -> u32 {
        self.run_number
    }

    /// The unit that "play" and the large buttons go by.
    pub fn unit(&self) -> Unit {
        Unit::Line
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests;
