//! Pictures and states in other forms, each a pure function to a string.

mod dot;
mod svg;
mod text;

pub use dot::dot;
pub use svg::{Theme, svg};
pub use text::text;

use crate::state::State;

/// The public JSON of a moment, indented.
///
/// # Errors
/// Never for a state of ours; the serialiser reports impossible map keys, of which there are none.
pub fn json(state: &State) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(state)
}
