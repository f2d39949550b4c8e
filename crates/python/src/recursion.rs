//! How deep Rust code may recurse into itself (`_Py_EnterRecursiveCall`): comparing, hashing, iterating what is
//! nested. Calls back into Python are limited in `call.rs`.

use crate::machine::{Machine, PyResult};
use crate::types::TypeId;
use crate::version::Version;

/// Levels that the stack of the real machine holds, also in a page.
const DEEPEST: u32 = 2000;

/// What one call back into Python takes of it.
const CALL: u32 = 8;

impl Machine {
    /// Runs something that may come back here; `place` ends the error's text, as in ` in comparison`.
    pub(crate) fn recursing<T>(
        &mut self,
        place: &str,
        run: impl FnOnce(&mut Self) -> PyResult<T>,
    ) -> PyResult<T> {
        let room = DEEPEST.saturating_sub(self.nesting * CALL) as usize;
        // Up to 3.11 one limit counts Python calls and C recursion together.
        let room = if self.version >= Version::V3_12 {
            room
        } else {
            room.min(self.limits.recursion.saturating_sub(self.frames.len()))
        };
        if self.recursion as usize >= room {
            let message = format!("maximum recursion depth exceeded{place}");
            return Err(self.error(TypeId::RecursionError, &message));
        }
        self.recursion += 1;
        let result = run(self);
        self.recursion -= 1;
        result
    }
}
