//! `Python/tracemalloc.c`: which blocks were requested while tracing was on, how large, and where.
//!
//! Sizes are those that were asked for, with what lies before an object, not those of the blocks. A block that waits in
//! a free list stays traced.

use std::collections::BTreeMap;

/// One traced block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Trace {
    /// Bytes that were asked for.
    pub bytes: u32,
    /// What the heap's user said was the place.
    pub place: u32,
}

/// The traces of a process.
#[derive(Clone, Debug, Default)]
pub(crate) struct Traces {
    of_slots: BTreeMap<u32, Trace>,
    current: u64,
    peak: u64,
    place: u32,
}

impl Traces {
    /// Replaces what is known of the slot.
    pub(super) fn add(&mut self, slot: u32, bytes: u32) {
        let place = self.place;
        if let Some(old) = self.of_slots.insert(slot, Trace { bytes, place }) {
            self.current -= u64::from(old.bytes);
        }
        self.current += u64::from(bytes);
        self.peak = self.peak.max(self.current);
    }

    pub(super) fn remove(&mut self, slot: u32) {
        if let Some(old) = self.of_slots.remove(&slot) {
            self.current -= u64::from(old.bytes);
        }
    }

    /// An object from a free list is made here (`_PyTraceMalloc_TraceRef`).
    pub(crate) fn renew(&mut self, slot: u32) {
        if let Some(trace) = self.of_slots.get_mut(&slot) {
            trace.place = self.place;
        }
    }
}

/// What users of the heap may ask.
impl Traces {
    pub(crate) fn set_place(&mut self, place: u32) {
        self.place = place;
    }

    pub(crate) fn sums(&self) -> (u64, u64) {
        (self.current, self.peak)
    }

    pub(crate) fn reset_peak(&mut self) {
        self.peak = self.current;
    }

    pub(crate) fn clear(&mut self) {
        self.of_slots.clear();
        self.current = 0;
        self.peak = 0;
    }

    pub(crate) fn get(&self, slot: u32) -> Option<Trace> {
        self.of_slots.get(&slot).copied()
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = Trace> {
        self.of_slots.values().copied()
    }
}
