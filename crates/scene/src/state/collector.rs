//! The collector's lists and counters, and a collection that is going on.

use serde::{Deserialize, Serialize};

use super::{Generation, Serial};

/// One list of tracked objects.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct GenerationList {
    pub generation: Generation,
    /// In list order, the program's objects only; `hidden` counts the rest.
    pub objects: Vec<Serial>,
    /// Objects of the interpreter's own in the same list, or those beyond the limit of a snapshot.
    pub hidden: u32,
    /// `gc.get_count()[n]`; 0 for the permanent list.
    pub count: u32,
    /// `gc.get_threshold()[n]`; 0 means never.
    pub threshold: u32,
}

/// What a collection is doing at this very moment.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Collection {
    /// The oldest generation that is being collected.
    pub generation: Generation,
    /// The function of `gc.c` that is running: `update_refs`, `subtract_refs`, `move_unreachable`…
    pub phase: String,
    /// The list that is being collected, in its present order.
    pub young: Vec<Serial>,
    /// Tentatively or finally unreachable, in list order.
    pub unreachable: Vec<Serial>,
    /// Unreachable objects with legacy finalizers (2.7).
    pub finalizers: Vec<Serial>,
}
