//! Which instructions of a kind have been executed before: the second execution of many is a specialised one.

use std::collections::BTreeSet;

use heap::Serial;

use crate::machine::Machine;

/// Instructions that have been executed, by code object and place.
#[derive(Clone, Debug, Default)]
pub struct ExecutedSites {
    known: BTreeSet<(Serial, u32)>,
    /// The one that was executed last: a loop asks for the same again and again.
    last: Option<(Serial, u32)>,
}

impl ExecutedSites {
    /// Whether this one has been executed before. It has been now.
    fn execute(&mut self, site: (Serial, u32)) -> bool {
        if self.last == Some(site) {
            return true;
        }
        self.last = Some(site);
        !self.known.insert(site)
    }
}

impl Machine {
    /// Whether the instruction that is being executed has been executed before, as it has been now.
    pub(crate) fn is_executed_again(&mut self) -> bool {
        let Some(frame) = self.frames.last() else {
            return false;
        };
        let site = (self.heap.serial(frame.code_ref), frame.lasti);
        self.executed.execute(site)
    }
}
