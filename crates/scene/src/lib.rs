//! One moment and a view, turned into a finished picture: boxes, arrows, lists and blocks, each in its place; and the
//! same as SVG, text, DOT, JSON and sentences.
//!
//! Absent: the DOM, clocks, the mouse, fonts to measure. Everything here is a pure function of its arguments.
//!
//! ```
//! use scene::{Level, Places, State, Theme, View};
//!
//! let state = State::empty("3.14");
//! let mut places = Places::new();
//! places.learn(&state); // every line of the run, in order
//! let picture = scene::picture(&state, &View::at(Level::Counts), &places);
//! assert_eq!(picture.level, 2);
//! assert!(scene::svg(&picture, Theme::Light).starts_with("<svg"));
//! ```

mod change;
mod export;
mod layout;
mod metrics;
pub mod picture;
mod sentence;
mod snapshot;
pub mod state;
mod view;

pub use change::{Change, What, diff};
pub use export::{Theme, dot, json, svg, text};
pub use layout::{Places, picture};
pub use picture::Picture;
pub use sentence::{sentence, tell};
pub use snapshot::{Album, ended, event, moment, worth_learning};
pub use state::State;
pub use view::{Level, View};
