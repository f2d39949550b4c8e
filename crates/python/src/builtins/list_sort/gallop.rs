//! `gallop_left`, `gallop_right`: the place of a key in a run, looked for near a hint first, in steps that double.

use super::Sorter;
use crate::machine::PyResult;

/// What makes a merge go by leaps at first.
pub(super) const MIN_GALLOP: usize = 7;

/// On which side of its equals the key goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Side {
    Left,
    Right,
}

impl Sorter<'_> {
    /// Whether the key goes behind `other`.
    fn goes_behind(&mut self, key: u32, other: Option<&u32>, side: Side) -> PyResult<bool> {
        let Some(&other) = other else {
            return Ok(false);
        };
        match side {
            Side::Left => self.less(other, key),
            Side::Right => Ok(!self.less(key, other)?),
        }
    }

    /// How many entries of `run`, which is in order, the key goes behind.
    pub(super) fn gallop(
        &mut self,
        key: u32,
        run: &[u32],
        hint: usize,
        side: Side,
    ) -> PyResult<usize> {
        let upward = self.goes_behind(key, run.get(hint), side)?;
        let limit = if upward { run.len() - hint } else { hint + 1 };
        let (mut last, mut offset) = (0, 1);
        while offset < limit {
            let at = if upward { hint + offset } else { hint - offset };
            if self.goes_behind(key, run.get(at), side)? != upward {
                break;
            }
            last = offset;
            offset = 2 * offset + 1;
        }
        let offset = offset.min(limit);
        // The key goes behind all up to `low`, not included, and before `high`.
        let (mut low, mut high) = if upward {
            (hint + last + 1, hint + offset)
        } else {
            (hint + 1 - offset, hint - last)
        };
        while low < high {
            let middle = low + (high - low) / 2;
            if self.goes_behind(key, run.get(middle), side)? {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(high)
    }
}
