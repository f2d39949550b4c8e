//! One moment and a view, turned into a finished picture.
//!
//! Absent: the DOM, clocks, the mouse, fonts to measure. Everything here is a pure function of its arguments.

pub mod picture;
pub mod state;

pub use picture::Picture;
pub use state::State;
