//! Two neighbouring runs become one (`merge_at`, `merge_lo`, `merge_hi`).

use super::Sorter;
use super::gallop::{MIN_GALLOP, Side};
use crate::machine::PyResult;

/// The side that is given out next.
#[derive(Clone, Copy, Debug)]
enum Winner {
    Left,
    Right,
}

/// A merge in progress: what is left of both runs, and what was given out. A merge from the end gives out the last
/// entries first.
struct Merge<'a> {
    left: &'a [u32],
    right: &'a [u32],
    out: Vec<u32>,
    from_end: bool,
}

impl Merge<'_> {
    fn give(&mut self, winner: Winner, count: usize) {
        let run = match winner {
            Winner::Left => &mut self.left,
            Winner::Right => &mut self.right,
        };
        let count = count.min(run.len());
        if self.from_end {
            let (rest, given) = run.split_at(run.len() - count);
            self.out.extend(given.iter().rev());
            *run = rest;
        } else {
            let (given, rest) = run.split_at(count);
            self.out.extend(given);
            *run = rest;
        }
    }

    /// The next entry of a run.
    fn head(&self, run: Winner) -> u32 {
        let run = match run {
            Winner::Left => self.left,
            Winner::Right => self.right,
        };
        let head = if self.from_end {
            run.last()
        } else {
            run.first()
        };
        head.copied().unwrap_or(0)
    }

    /// The run that lies in the temporary array, the shorter one, is known to win last: with one entry of it left, the
    /// rest of the other goes before it without a look.
    fn is_over(&self) -> bool {
        if self.from_end {
            self.left.is_empty() || self.right.len() <= 1
        } else {
            self.right.is_empty() || self.left.len() <= 1
        }
    }

    /// What is left: as it belongs when nothing more has to be compared, after an error in any order that loses nothing.
    fn rest(mut self, in_order: bool) -> Vec<u32> {
        let runs = if self.from_end == in_order {
            [Winner::Left, Winner::Right]
        } else {
            [Winner::Right, Winner::Left]
        };
        for run in runs {
            self.give(run, usize::MAX);
        }
        if self.from_end {
            self.out.reverse();
        }
        self.out
    }
}

impl Sorter<'_> {
    /// Merges the runs before and after `middle`.
    pub(super) fn merge(&mut self, order: &mut [u32], middle: usize) -> PyResult<()> {
        let (left, right) = order.split_at(middle);
        let (Some(&first), Some(_)) = (right.first(), left.first()) else {
            return Ok(());
        };
        // What is smaller than all of the other run already lies where it belongs.
        let skip = self.gallop(first, left, 0, Side::Right)?;
        let left = left.get(skip..).unwrap_or_default();
        let Some(&last) = left.last() else {
            return Ok(());
        };
        let keep = self.gallop(last, right, right.len() - 1, Side::Left)?;
        let right = right.get(..keep).unwrap_or_default();
        if right.is_empty() {
            return Ok(());
        }
        let (left, right) = (left.to_vec(), right.to_vec());
        let mut merge = Merge {
            left: &left,
            right: &right,
            out: Vec::with_capacity(left.len() + right.len()),
            from_end: left.len() > right.len(),
        };
        let result = self.run_merge(&mut merge);
        let merged = merge.rest(result.is_ok());
        if let Some(place) = order.get_mut(skip..skip + merged.len()) {
            place.copy_from_slice(&merged);
        }
        result
    }

    fn run_merge(&mut self, merge: &mut Merge<'_>) -> PyResult<()> {
        // One side is known to begin.
        merge.give(
            if merge.from_end {
                Winner::Left
            } else {
                Winner::Right
            },
            1,
        );
        let mut min_gallop = self.min_gallop;
        while !merge.is_over() {
            if !self.one_by_one(merge, min_gallop)? {
                return Ok(());
            }
            min_gallop += 1;
            loop {
                min_gallop -= usize::from(min_gallop > 1);
                self.min_gallop = min_gallop;
                let Some((a, b)) = self.leap(merge)? else {
                    return Ok(());
                };
                if a < MIN_GALLOP && b < MIN_GALLOP {
                    break;
                }
            }
            // Leaving the leaps has its price.
            min_gallop += 1;
            self.min_gallop = min_gallop;
        }
        Ok(())
    }

    /// Gives out entries until one side has won `min_gallop` times in a row. False: the merge is over.
    fn one_by_one(&mut self, merge: &mut Merge<'_>, min_gallop: usize) -> PyResult<bool> {
        let (mut left_wins, mut right_wins) = (0, 0);
        loop {
            let right_is_less = self.less(merge.head(Winner::Right), merge.head(Winner::Left))?;
            if right_is_less == merge.from_end {
                merge.give(Winner::Left, 1);
                left_wins += 1;
                right_wins = 0;
            } else {
                merge.give(Winner::Right, 1);
                right_wins += 1;
                left_wins = 0;
            }
            if merge.is_over() {
                return Ok(false);
            }
            if left_wins >= min_gallop || right_wins >= min_gallop {
                return Ok(true);
            }
        }
    }

    /// Gives out as much of both sides as wins at once; how much that was. None: the merge is over.
    fn leap(&mut self, merge: &mut Merge<'_>) -> PyResult<Option<(usize, usize)>> {
        let hint = |run: &[u32]| {
            if merge.from_end {
                run.len().saturating_sub(1)
            } else {
                0
            }
        };
        let (left_hint, from_end) = (hint(merge.left), merge.from_end);
        let place = self.gallop(
            merge.head(Winner::Right),
            merge.left,
            left_hint,
            Side::Right,
        )?;
        let a = if from_end {
            merge.left.len() - place
        } else {
            place
        };
        merge.give(Winner::Left, a);
        if a > 0 && merge.is_over() {
            return Ok(None);
        }
        merge.give(Winner::Right, 1);
        if merge.is_over() {
            return Ok(None);
        }
        let right_hint = if from_end {
            merge.right.len().saturating_sub(1)
        } else {
            0
        };
        let place = self.gallop(
            merge.head(Winner::Left),
            merge.right,
            right_hint,
            Side::Left,
        )?;
        let b = if from_end {
            merge.right.len() - place
        } else {
            place
        };
        merge.give(Winner::Right, b);
        if b > 0 && merge.is_over() {
            return Ok(None);
        }
        merge.give(Winner::Left, 1);
        if merge.is_over() {
            return Ok(None);
        }
        Ok(Some((a, b)))
    }
}
