//! `__cmp__` of Python 2: an answer for all comparisons at once (`try_3way_compare` in `Objects/object.c`).

use std::cmp::Ordering;

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::opcode::CompareOp;

impl Machine {
    /// What `__cmp__` of either side says; `None` if neither has one that knows.
    pub(super) fn three_way(&mut self, left: Ref, right: Ref) -> PyResult<Option<Ordering>> {
        if let Some(ordering) = self.half_compare(left, right)? {
            return Ok(Some(ordering));
        }
        Ok(self.half_compare(right, left)?.map(Ordering::reverse))
    }

    /// `half_compare`, `half_cmp`
    fn half_compare(&mut self, this: Ref, other: Ref) -> PyResult<Option<Ordering>> {
        let name = self.interp.names.cmp;
        let Some(result) = self.special(this, name, &[other])? else {
            return Ok(None);
        };
        if result == self.interp.not_implemented {
            self.decref(result);
            return Ok(None);
        }
        let ordering = match self.payload(result) {
            Payload::Int(n) => Ok(n.cmp(&0)),
            Payload::Bool(b) => Ok(i64::from(*b).cmp(&0)),
            Payload::BigInt(n) => Ok((**n).cmp(&num_bigint::BigInt::from(0))),
            _ if self.is_classic(self.class_of(this)) => {
                Err(self.type_error("comparison did not return an int"))
            }
            _ => Err(self.type_error("an integer is required")),
        };
        self.give_up(result, ordering).map(Some)
    }

    /// `cmp(left, right)`: `__cmp__` first where both sides are of one class that has it, else by `==`, `<` and `>`.
    pub(crate) fn compare_both(&mut self, left: Ref, right: Ref) -> PyResult<Ordering> {
        if left == right {
            return Ok(Ordering::Equal);
        }
        if self.shown_type(left) == self.shown_type(right)
            && let Some(ordering) = self.three_way(left, right)?
        {
            return Ok(ordering);
        }
        for (op, ordering) in [
            (CompareOp::Eq, Ordering::Equal),
            (CompareOp::Lt, Ordering::Less),
        ] {
            let result = self.compare(op, left, right)?;
            let holds = self.truth(result);
            self.decref(result);
            if holds? {
                return Ok(ordering);
            }
        }
        Ok(Ordering::Greater)
    }
}

/// Bits of a digit of a long.
const DIGIT_BITS: u32 = 30;

impl Machine {
    /// The hash of what Python 2 hashes otherwise; `None` for everything else.
    pub(super) fn hash_of_two(&mut self, r: Ref) -> PyResult<Option<i64>> {
        Ok(Some(match self.payload(r) {
            Payload::Int(n) => not_minus_one(*n),
            Payload::BigInt(n) => long_hash(n),
            Payload::Float(f) => float_hash(*f),
            Payload::Tuple(tuple) => {
                let items = tuple.items.to_vec();
                self.tuple_hash(&items)?
            }
            Payload::Set(set) if set.frozen => {
                let hashes: Vec<i64> = set.hashed().map(|(_, h)| h).collect();
                frozenset_hash(&hashes)
            }
            _ => return Ok(None),
        }))
    }

    /// `tuplehash` of 2.7.
    fn tuple_hash(&mut self, items: &[Ref]) -> PyResult<i64> {
        let mut hash = 0x0034_5678_i64;
        let mut factor = 1_000_003_i64;
        for (i, &item) in items.iter().enumerate() {
            let own = self.recursing("", |m| m.hash(item))?;
            hash = (hash ^ own).wrapping_mul(factor);
            let left = (items.len() - 1 - i) as i64;
            factor = factor.wrapping_add(82_520 + left + left);
        }
        Ok(not_minus_one(hash.wrapping_add(97_531)))
    }
}

fn not_minus_one(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}

/// `long_hash` of 2.7: the digits one after the other, rotated.
fn long_hash(n: &num_bigint::BigInt) -> i64 {
    let mut hash = 0_u64;
    let mut bits = n.magnitude().bits().div_ceil(u64::from(DIGIT_BITS));
    let mask = (1_u64 << DIGIT_BITS) - 1;
    while bits > 0 {
        bits -= 1;
        let shifted = n.magnitude() >> (bits * u64::from(DIGIT_BITS));
        let digit = shifted.iter_u64_digits().next().unwrap_or(0) & mask;
        hash = hash.rotate_left(DIGIT_BITS).wrapping_add(digit);
        if hash < digit {
            hash += 1;
        }
    }
    let hash = hash as i64;
    not_minus_one(if n.sign() == num_bigint::Sign::Minus {
        hash.wrapping_neg()
    } else {
        hash
    })
}

/// `_Py_HashDouble` of 2.7.
fn float_hash(f: f64) -> i64 {
    if f.is_nan() {
        return 0;
    }
    if f.is_infinite() {
        return if f < 0.0 { -271_828 } else { 314_159 };
    }
    if f.fract() == 0.0 {
        if f.abs() > (i64::MAX / 2) as f64 {
            return num_traits::FromPrimitive::from_f64(f)
                .map_or(0, |n: num_bigint::BigInt| long_hash(&n));
        }
        return not_minus_one(f as i64);
    }
    let (fraction, exponent) = parts(f);
    let scaled = fraction * 2_147_483_648.0;
    let high = scaled as i64;
    let low = ((scaled - high as f64) * 2_147_483_648.0) as i64;
    not_minus_one(high + low + (exponent << 15))
}

/// `frexp`: a fraction from one half up to one, and the power of two; never asked of zero.
fn parts(f: f64) -> (f64, i64) {
    const HALF: u64 = 1022 << 52;
    let (bits, more) = if f.is_subnormal() {
        ((f * 2_f64.powi(64)).to_bits(), -64)
    } else {
        (f.to_bits(), 0)
    };
    let exponent = (bits >> 52 & 0x7ff) as i64 - 1022 + more;
    (f64::from_bits(bits & !(0x7ff << 52) | HALF), exponent)
}

/// `frozenset_hash` of 2.7.
fn frozenset_hash(hashes: &[i64]) -> i64 {
    let mut hash = 1_927_868_237_u64.wrapping_mul(hashes.len() as u64 + 1);
    for &own in hashes {
        let own = own as u64;
        hash ^= (own ^ (own << 16) ^ 89_869_747).wrapping_mul(3_644_798_167);
    }
    let hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923) as i64;
    if hash == -1 { 590_923_713 } else { hash }
}
