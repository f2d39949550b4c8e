//! The page and the engine beside it.
//!
//! Absent: semantics. What a count means, who holds whom and where things are drawn is settled further down; this crate
//! shows a finished picture and sends actions.
//!
//! One state, one action, one pure reducer; effects are hooks at the edge. The same program runs in the page and in its
//! worker; `main` finds out where it is.
//!
//! ```
//! use playground::state::{Action, State};
//!
//! let mut state = State::new();
//! state.apply(Action::Typed("a = []\n".into()));
//! assert_eq!(&*state.source, "a = []\n");
//! ```

pub mod engine;
mod hooks;
pub mod lessons;
mod picture;
pub mod protocol;
pub mod shared;
pub mod state;
mod view;

pub use view::App;
