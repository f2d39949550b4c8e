//! Ranges. The parts are ints of any size, kept as references like CPython's.

use heap::Ref;

use super::body::Label;

/// A range: start, stop, step, and their values as machine words where they fit.
#[derive(Clone, Debug)]
pub struct Range {
    /// start, stop, step and length as int objects.
    pub parts: [Ref; 4],
    /// Their values.
    pub start: i64,
    /// The first value that is not reached.
    pub stop: i64,
    /// Never 0.
    pub step: i64,
}

impl Range {
    /// How many values there are.
    pub fn len(&self) -> i64 {
        let (lo, hi, step) = if self.step > 0 {
            (self.start, self.stop, self.step as i128)
        } else {
            (self.stop, self.start, -(self.step as i128))
        };
        if lo >= hi {
            return 0;
        }
        i64::try_from((hi as i128 - lo as i128 - 1) / step + 1).unwrap_or(i64::MAX)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value at a position that is within the length.
    pub fn get(&self, index: i64) -> i64 {
        self.start.wrapping_add(index.wrapping_mul(self.step))
    }

    /// The counted references.
    pub fn holds(&self, visit: &mut dyn FnMut(Label, Ref)) {
        for (name, &part) in ["start", "stop", "step", "length"]
            .into_iter()
            .zip(&self.parts)
        {
            visit(Label::Field(name), part);
        }
    }
}
