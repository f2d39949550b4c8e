//! Slices as machine words (`PySlice_Unpack`, `PySlice_AdjustIndices`).

use heap::Ref;
use num_bigint::Sign;

use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::version::Version;

/// The parts of a slice as machine words (`PySlice_Unpack`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SliceParts {
    /// First index; may lie outside.
    pub start: i64,
    /// First index that is not taken; may lie outside.
    pub stop: i64,
    /// Never 0.
    pub step: i64,
}

impl SliceParts {
    /// The same within a sequence of this length, and how many indices that are (`PySlice_AdjustIndices`).
    pub fn within(self, len: usize) -> (Self, usize) {
        let len = i64::try_from(len).unwrap_or(i64::MAX);
        let (low, high) = if self.step < 0 {
            (-1, len - 1)
        } else {
            (0, len)
        };
        let fit = |i: i64| {
            if i < 0 {
                i.saturating_add(len).max(low)
            } else {
                i.min(high)
            }
        };
        let (start, stop, step) = (fit(self.start), fit(self.stop), self.step);
        let count = if step < 0 {
            if stop < start {
                (start - stop - 1) / step.saturating_neg() + 1
            } else {
                0
            }
        } else if start < stop {
            (stop - start - 1) / step + 1
        } else {
            0
        };
        (
            Self { start, stop, step },
            usize::try_from(count).unwrap_or(0),
        )
    }

    /// The indices in a sequence of this length, in order.
    pub fn indices(self, len: usize) -> impl ExactSizeIterator<Item = usize> {
        let (parts, count) = self.within(len);
        (0..count).map(move |i| {
            parts
                .start
                .saturating_add(parts.step.saturating_mul(i as i64)) as usize
        })
    }
}

impl Machine {
    /// `PySlice_Unpack`: the parts of a slice object, clamped to machine words.
    pub fn unpack_slice(&mut self, slice: Ref) -> PyResult<SliceParts> {
        let Payload::Slice(parts) = self.payload(slice) else {
            return Err(self.type_error("slice expected"));
        };
        let parts = **parts;
        self.unpack_parts(parts)
    }

    /// The same of parts that are in no slice object.
    pub(crate) fn unpack_parts(&mut self, parts: [Ref; 3]) -> PyResult<SliceParts> {
        let [start, stop, step] = parts;
        let step = match self.slice_index(step)? {
            None => 1,
            Some(0) => return Err(self.value_error("slice step cannot be zero")),
            Some(step) => step.max(-i64::MAX),
        };
        let start = self
            .slice_index(start)?
            .unwrap_or(if step < 0 { i64::MAX } else { 0 });
        let stop = self
            .slice_index(stop)?
            .unwrap_or(if step < 0 { i64::MIN } else { i64::MAX });
        Ok(SliceParts { start, stop, step })
    }

    /// A part of a slice: `None`, or an index clamped to a machine word (`_PyEval_SliceIndex`).
    pub fn slice_index(&mut self, part: Ref) -> PyResult<Option<i64>> {
        if self.is_none(part) {
            return Ok(None);
        }
        let value = match self.index_object(part)? {
            Some(value) => value,
            None => {
                return Err(self.type_error(if self.at_least(Version::V3_15) {
                    "slice indices must be integers or have an __index__ method"
                } else {
                    "slice indices must be integers or None or have an __index__ method"
                }));
            }
        };
        let clamped = self.clamped(value);
        self.decref(value);
        Ok(Some(clamped))
    }

    /// The value of an int object, clamped to a machine word.
    pub(crate) fn clamped(&self, value: Ref) -> i64 {
        match self.payload(value) {
            Payload::Int(i) => *i,
            Payload::Bool(b) => i64::from(*b),
            Payload::BigInt(b) if b.sign() == Sign::Minus => i64::MIN,
            _ => i64::MAX,
        }
    }
}
