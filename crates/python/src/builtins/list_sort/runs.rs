//! Runs: what is in order already, and what insertion makes of too short ones (`count_run`, `binarysort`).

use super::Sorter;
use crate::machine::PyResult;

/// Runs are made to be at least half as long as this.
const MAX_MINRUN: usize = 64;

/// How long runs are made to be: the same length for all, rounded up (`merge_compute_minrun`), or lengths that add up to
/// the list exactly (`minrun_next`).
pub(super) struct MinRun {
    len: usize,
    shift: u32,
    rest: usize,
    vary: bool,
}

impl MinRun {
    pub(super) fn new(len: usize, vary: bool) -> Self {
        let mut shift = 0;
        while len >> shift >= MAX_MINRUN {
            shift += 1;
        }
        Self {
            len,
            shift,
            rest: 0,
            vary,
        }
    }

    pub(super) fn next(&mut self) -> usize {
        let part = (1 << self.shift) - 1;
        if self.vary {
            self.rest += self.len;
            let run = self.rest >> self.shift;
            self.rest &= part;
            run
        } else {
            (self.len >> self.shift) + usize::from(self.len & part != 0)
        }
    }
}

impl Sorter<'_> {
    /// Length of the run at the start; a descending one is reversed.
    pub(super) fn count_run(&mut self, order: &mut [u32]) -> PyResult<usize> {
        if order.len() < 2 {
            return Ok(order.len());
        }
        if self.m.facts.runs_may_be_equal {
            self.count_mixed_run(order)
        } else {
            self.count_strict_run(order)
        }
    }

    /// Whether the entry at `i` is smaller than the one before it.
    fn next_smaller(&mut self, order: &[u32], i: usize) -> PyResult<bool> {
        match (order.get(i), i.checked_sub(1).and_then(|i| order.get(i))) {
            (Some(&this), Some(&before)) => self.less(this, before),
            _ => Ok(false),
        }
    }

    /// Up to 3.12 a descending run is strictly so.
    fn count_strict_run(&mut self, order: &mut [u32]) -> PyResult<usize> {
        let mut run = 2;
        let descending = self.next_smaller(order, 1)?;
        while run < order.len() && self.next_smaller(order, run)? == descending {
            run += 1;
        }
        if descending {
            reverse(order, 0, run);
        }
        Ok(run)
    }

    /// From 3.13 on a descending run may contain equal neighbours, and may go on upward after it was reversed.
    fn count_mixed_run(&mut self, order: &mut [u32]) -> PyResult<usize> {
        let len = order.len();
        let mut run = 1;
        while run < len && !self.next_smaller(order, run)? {
            run += 1;
        }
        if run == len {
            return Ok(run);
        }
        if run > 1 {
            if let (Some(&first), Some(&last)) = (order.first(), order.get(run - 1))
                && self.less(first, last)?
            {
                return Ok(run);
            }
            // All equal so far.
            reverse(order, 0, run);
        }
        run += 1;
        let mut equal = 0;
        while run < len {
            if self.next_smaller(order, run)? {
                reverse(order, run - 1 - equal, run);
                equal = 0;
            } else if let (Some(&before), Some(&this)) = (order.get(run - 1), order.get(run))
                && self.less(before, this)?
            {
                break;
            } else {
                equal += 1;
            }
            run += 1;
        }
        reverse(order, run - 1 - equal, run);
        reverse(order, 0, run);
        while run < len && !self.next_smaller(order, run)? {
            run += 1;
        }
        Ok(run)
    }

    /// `binarysort`: the first `sorted` are in order.
    pub(super) fn insert_rest(&mut self, order: &mut [u32], sorted: usize) -> PyResult<()> {
        for i in sorted.max(1)..order.len() {
            let Some(&pivot) = order.get(i) else { break };
            let (mut low, mut high) = (0, i);
            while low < high {
                let middle = (low + high) / 2;
                let other = order.get(middle).copied().unwrap_or(pivot);
                if self.less(pivot, other)? {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            if let Some(part) = order.get_mut(low..=i) {
                part.rotate_right(1);
            }
        }
        Ok(())
    }
}

fn reverse(order: &mut [u32], from: usize, to: usize) {
    if let Some(part) = order.get_mut(from..to) {
        part.reverse();
    }
}
