//! Clones of the machine along the run, within a budget of memory.
//!
//! Invariant: they are sorted, the first one is the start, and every one stands between two instructions of the
//! outermost Rust call, so that it can be run on from.

use python::Machine;

/// Bytes that checkpoints may take, roughly.
const BUDGET: u64 = 96 << 20;
/// Instructions between two of them, at first.
const SPACING: u64 = 2_000;
/// Copying so many bytes takes about as long as executing an instruction. A large heap is copied more rarely, so that a
/// recording never takes more than about twice as long as the run.
const BYTES_PER_STEP: u64 = 200;

#[derive(Clone, Debug)]
pub(crate) struct Checkpoints {
    kept: Vec<Machine>,
    bytes: u64,
    spacing: u64,
}

impl Checkpoints {
    pub(crate) fn new(start: Machine) -> Self {
        Self {
            bytes: weight(&start),
            kept: vec![start],
            spacing: SPACING,
        }
    }

    /// Keeps a clone if the last one is far enough back.
    pub(crate) fn offer(&mut self, machine: &Machine) {
        let last = self.kept.last().map_or(0, |last| last.clock().step);
        let weight = weight(machine);
        if machine.clock().step < last + self.spacing.max(weight / BYTES_PER_STEP) {
            return;
        }
        let mut kept = machine.clone();
        kept.watch(python::Watch::Nothing);
        self.bytes += weight;
        self.kept.push(kept);
        while self.bytes > BUDGET && self.kept.len() > 2 {
            self.thin();
        }
    }

    /// Drops every second one and doubles the spacing.
    fn thin(&mut self) {
        let mut number = 0;
        self.kept.retain(|_| {
            number += 1;
            number % 2 == 1
        });
        self.spacing = self.spacing.saturating_mul(2);
        self.bytes = self.kept.iter().map(weight).sum();
    }

    /// The last one with at most `step` instructions done.
    pub(crate) fn before(&self, step: u64) -> Option<&Machine> {
        let place = self.kept.partition_point(|kept| kept.clock().step <= step);
        self.kept.get(place.saturating_sub(1))
    }

    pub(crate) fn len(&self) -> usize {
        self.kept.len()
    }
}

/// About how much a clone takes: the simulated memory in use, and the tables beside it.
fn weight(machine: &Machine) -> u64 {
    (256 << 10) + machine.heap.allocated_blocks() * 160
}
