//! Names: the module's, and those of running functions.

use serde::{Deserialize, Serialize};

use super::Serial;

/// A name and the object that it refers to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Binding {
    pub name: String,
    pub to: Serial,
    /// Not written by the program: `__name__`, `__builtins__`…
    pub machinery: bool,
    /// The frame's slot borrows: it does not add to the count (3.14 and later).
    pub borrowed: bool,
}

/// One call that has not returned.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Frame {
    /// `<module>`, `f`, `Node.__init__`.
    pub function: String,
    /// The line it is at, counted from 1.
    pub line: u32,
    /// Empty for the module's own frame, whose names are `State::names`.
    pub locals: Vec<Binding>,
    /// The evaluation stack, bottom first.
    pub stack: Vec<StackSlot>,
}

/// One slot of an evaluation stack.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StackSlot {
    /// "argument of getrefcount", "left of +", or "temporary".
    pub what: String,
    pub to: Serial,
    /// Does not add to the count (3.14 and later).
    pub borrowed: bool,
}
