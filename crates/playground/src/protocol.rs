//! What the page and the engine beside it say to each other, as postcard bytes.
//!
//! Invariant: every [`Ask`] is answered at least once, and the last answer to it is never [`Answer::Progress`]. Answers
//! carry the number of their ask, so that an answer that came too late is recognised and dropped.

use lesson::At;
use scene::State as Moment;
use scene::state::SourceRange;
use scene::{Picture, View};
use serde::{Deserialize, Serialize};

pub use scene::state::Moment as Position;

/// A numbered request. Numbers grow.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Ask {
    pub number: u64,
    pub request: Request,
}

/// What the page wants.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Request {
    /// Record a run of this program, then show `at`. Ends whatever was being recorded.
    Start {
        source: String,
        version: String,
        limits: Limits,
        at: At,
        view: View,
    },
    /// End the recording and keep what there is of it.
    Stop,
    /// Show one moment of the recorded run.
    Look { at: At, view: View },
    /// Show the moment next to `from`.
    Step {
        from: Position,
        unit: Unit,
        direction: Direction,
        view: View,
    },
    /// Say what programs can use in this version. Has nothing to do with the run, and does not wait for it.
    Offer { version: String },
}

/// Whose steps.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Unit {
    Line,
    Event,
    Instruction,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Direction {
    Back,
    Forward,
}

/// How far a run may go.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Limits {
    /// Instructions.
    pub steps: u64,
    /// Bytes of simulated memory.
    pub memory: u64,
    /// Bytes of output.
    pub output: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            steps: 10_000_000,
            memory: 64 << 20,
            output: 256 << 10,
        }
    }
}

/// An answer, and the number of the ask that it belongs to. Number 0 was not asked for.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Reply {
    pub to: u64,
    pub answer: Answer,
}

/// What the engine says.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Answer {
    /// The engine is there.
    Ready { versions: Vec<Choice> },
    /// Still recording.
    Progress { steps: u64 },
    /// The recording is over; a [`Answer::Shown`] follows.
    Recorded(Recording),
    /// One moment.
    Shown(Box<Shown>),
    /// What programs can use.
    Offer(Box<Offer>),
    /// The request cannot be met.
    Failed(Failure),
}

/// A Python version that the engine knows of.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Choice {
    /// `3.14`
    pub name: String,
    /// "what people run today"
    pub remark: String,
}

/// What there is in one version, and in what the versions differ.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Offer {
    pub version: String,
    /// Built-in functions, exceptions, types with their methods, modules with their names.
    pub groups: Vec<Group>,
    /// Constructs that are refused, and what can be written instead.
    pub refused: Vec<(String, String)>,
    pub refused_modules: Vec<String>,
    /// The versions that the differences are about.
    pub versions: Vec<String>,
    pub differences: Vec<Difference>,
}

/// Names of one kind.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Group {
    pub title: String,
    /// What the names belong to (nothing for built-in names), and the names.
    pub namespaces: Vec<(String, Vec<String>)>,
}

/// A fact that is not the same in all versions.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Difference {
    pub meaning: String,
    /// One per version.
    pub values: Vec<String>,
}

/// What is known of a whole run.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Recording {
    /// The program's last moment: all its names are still there.
    pub end: Position,
    /// The run's last moment: the interpreter has shut down.
    pub over: Position,
    pub marks: Vec<Mark>,
    pub outcome: Outcome,
}

impl Recording {
    /// Instructions of the run.
    pub fn length(&self) -> u64 {
        self.over.step
    }
}

/// How a run ended.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Outcome {
    Finished,
    /// With an uncaught error.
    Raised,
    /// The person stopped it.
    Stopped,
    /// The words say which limit.
    LimitReached(String),
}

/// Something worth finding on the timeline.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Mark {
    pub step: u64,
    pub kind: MarkKind,
    /// The line that runs there.
    pub line: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum MarkKind {
    Line,
    Output,
    Free,
    Collection,
    Error,
}

/// One moment, ready to be shown.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Shown {
    pub picture: Picture,
    /// The same moment as data: for the table, the output and the sentence.
    pub moment: Moment,
    /// The view that the picture was made for.
    pub view: View,
}

/// Why a request was not met.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Failure {
    pub kind: FailureKind,
    pub message: String,
    pub range: Option<SourceRange>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FailureKind {
    /// Python itself refuses the program.
    Syntax,
    /// Python would run it, this page does not.
    NotSupported,
    /// There is no such moment in this run.
    NoSuchMoment,
    /// The engine stopped answering and was started anew.
    Engine,
}

/// Bytes for the other side. `None` for a value that cannot be written, which no value of these types is.
pub fn pack<T: Serialize>(message: &T) -> Option<Vec<u8>> {
    postcard::to_stdvec(message).ok()
}

/// The value in these bytes, if they are one.
pub fn unpack<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}
