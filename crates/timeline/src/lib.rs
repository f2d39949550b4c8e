//! One run of a program, and every moment of it.
//!
//! A run is a pure function of source, version and settings, so no history is stored: a few clones of the machine are
//! kept, and any moment is reached by running forward from the nearest one.
//!
//! Absent: opcodes, layout, the clock on the wall.
//!
//! ```
//! use python::{Settings, Version};
//! use timeline::{Recorder, Status, Unit};
//!
//! let source = "a = [1]\nb = a\ndel a\n";
//! let mut recorder = Recorder::start(source, Version::default(), &Settings::default())?;
//! while recorder.advance(10_000) == Status::Running {}
//! let run = recorder.finish();
//!
//! let third = run.moment_of("line:3".parse()?)?;
//! let calls = run.look(third, |machine| machine.calls().len());
//! assert_eq!(calls, 1);
//! assert_eq!(run.previous(run.next(third, Unit::Event), Unit::Event), third);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod checkpoints;
mod marks;
mod moment;
mod recorder;
mod run;

pub use marks::{LineMark, Mark, MarkKind, Marks};
pub use moment::Moment;
pub use recorder::{Recorder, Status};
pub use run::{NoSuchMoment, Run, Unit};
