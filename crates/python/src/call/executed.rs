//! Which instructions of a kind have been executed before: the second execution of many is a specialised one.

use std::collections::BTreeSet;

use heap::Serial;

/// Instructions that have been executed, by code object and place.
#[derive(Clone, Debug, Default)]
pub struct ExecutedSites {
    known: BTreeSet<(Serial, u32)>,
    /// The one that was executed last: a loop asks for the same again and again.
    last: Option<(Serial, u32)>,
}

impl ExecutedSites {
    /// Whether this one has been executed before. It has been now.
    pub(crate) fn execute(&mut self, site: (Serial, u32)) -> bool {
        if self.last == Some(site) {
            return true;
        }
        self.last = Some(site);
        !self.known.insert(site)
    }
}
