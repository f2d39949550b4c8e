//! The moment, as plain data. Serialised it *is* the public JSON of `heapscope state`.
//!
//! Conventions: fields are written in snake case, enums as their name or `{"Name": {…}}`, absent things as `null`;
//! nothing is left out. Lines and columns count from 1. A new field may appear at any time: readers ignore what they
//! do not know. [`State::FORMAT`] changes only when a field changes its meaning.

mod collector;
mod event;
mod frame;
mod id;
mod memory;
mod object;

use serde::{Deserialize, Serialize};

pub use collector::{Collection, GenerationList};
pub use event::Event;
pub use frame::{Binding, Frame, StackSlot};
pub use id::{Address, Serial};
pub use memory::{Arena, Memory, Pool};
pub use object::{Fate, Generation, Ghost, Holder, HolderKind, Kind, Object, Reference};

/// Everything there is to know about one moment of a run.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct State {
    pub format: u32,
    /// The Python version that is simulated: `3.14`, `3.11`…
    pub version: String,
    pub moment: Moment,
    /// The line that is being executed.
    pub line: Option<u32>,
    /// The expression that is being executed.
    pub source: Option<SourceRange>,
    /// The instruction that is next, or (inside one) being executed: `CALL 1`.
    pub instruction: Option<String>,
    /// What just happened; empty at the start.
    pub happened: Vec<Event>,
    /// The same in plain words.
    pub sentence: String,
    /// The module's names in order of definition.
    pub names: Vec<Binding>,
    /// Outermost first; the last one is running.
    pub frames: Vec<Frame>,
    /// Live objects in order of birth.
    pub objects: Vec<Object>,
    /// Live objects that are not in `objects`: the interpreter's own, and those beyond the limit of a snapshot.
    pub hidden_objects: u32,
    /// Recently freed objects, oldest first.
    pub freed: Vec<Ghost>,
    /// Youngest first; the permanent list last.
    pub generations: Vec<GenerationList>,
    /// `gc.isenabled()`.
    pub gc_enabled: bool,
    pub collection: Option<Collection>,
    /// Everything printed so far.
    pub output: Vec<Output>,
    pub memory: Option<Memory>,
    pub error: Option<Error>,
    /// Why the run is over, at its last moment: "the program ended", "stopped after 10,000,000 steps".
    pub ended: Option<String>,
}

impl State {
    /// The format that this crate writes.
    pub const FORMAT: u32 = 1;

    /// The start of a run in which nothing exists yet: what tests and examples build on.
    pub fn empty(version: &str) -> Self {
        Self {
            format: Self::FORMAT,
            version: version.to_owned(),
            moment: Moment::default(),
            line: None,
            source: None,
            instruction: None,
            happened: Vec::new(),
            sentence: String::new(),
            names: Vec::new(),
            frames: Vec::new(),
            objects: Vec::new(),
            hidden_objects: 0,
            freed: Vec::new(),
            generations: Vec::new(),
            gc_enabled: true,
            collection: None,
            output: Vec::new(),
            memory: None,
            error: None,
            ended: None,
        }
    }

    /// The object with this serial, if it is alive and in the snapshot.
    pub fn object(&self, id: Serial) -> Option<&Object> {
        let place = self
            .objects
            .binary_search_by_key(&id, |object| object.id)
            .ok()?;
        self.objects.get(place)
    }

    /// The ghost with this serial.
    pub fn ghost(&self, id: Serial) -> Option<&Ghost> {
        self.freed.iter().find(|ghost| ghost.id == id)
    }
}

/// A position in a run: `step` instructions were executed, and inside the next one `event` events have happened.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
pub struct Moment {
    pub step: u64,
    pub event: u32,
}

/// A stretch of the program, lines and columns from 1; the end is exclusive.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SourceRange {
    pub start_line: u32,
    pub start_column: u32,
    pub end_line: u32,
    pub end_column: u32,
}

/// Text that the program printed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Output {
    pub stream: Stream,
    pub text: String,
}

/// Where text was printed to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Stream {
    Stdout,
    Stderr,
}

/// An uncaught exception, or the simulated crash of a program that wrote into its own memory.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Error {
    /// The traceback as CPython prints it.
    pub text: String,
    pub line: Option<u32>,
}
