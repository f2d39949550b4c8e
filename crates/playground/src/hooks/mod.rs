//! Effects, each with a name, all at the edge: what happens outside of the state because of it.

mod draft;
mod engine;
mod keys;
mod latest;
mod location;
mod look;
mod player;
mod size;

pub use draft::use_draft;
pub use engine::use_engine;
pub use keys::use_keys;
pub use latest::use_latest;
pub use location::{fragment, use_location};
pub use look::use_look;
pub use player::use_player;
pub use size::use_size;

/// What actions are sent to.
pub type Dispatch = yew::UseReducerDispatcher<crate::state::State>;
