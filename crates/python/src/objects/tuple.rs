//! Tuples.

use heap::Ref;

/// A tuple: its items.
#[derive(Clone, Debug, Default)]
pub struct Tuple {
    /// The items.
    pub items: Vec<Ref>,
}
