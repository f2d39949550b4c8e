//! Constant expressions: what folding computes, and when it refuses.
//!
//! One evaluator serves both places: the tree (`Python/ast_opt.c`, up to 3.13) and the flow graph
//! (`Python/flowgraph.c`, 3.14+). The limits are the same in both: ints of 128 bits, strings of 4096
//! characters, collections of 256 items.

use std::rc::Rc;

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};

use crate::code::Const;
use crate::opcode::BinaryOp;

const MAX_INT_BITS: u64 = 128;
const MAX_COLLECTION: usize = 256;
const MAX_TEXT: usize = 4096;
const MAX_TOTAL_ITEMS: usize = 1024;

/// Whether two constants are one entry of `co_consts` (`_PyCode_ConstantKey`): equal and of the same
/// type, zeros with the same sign, all the way down.
pub fn same(left: &Const, right: &Const) -> bool {
    match (left, right) {
        (Const::Float(a), Const::Float(b)) => a.to_bits() == b.to_bits(),
        (Const::Complex(a, b), Const::Complex(c, d)) => {
            a.to_bits() == c.to_bits() && b.to_bits() == d.to_bits()
        }
        (Const::Tuple(a), Const::Tuple(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Const::FrozenSet(a), Const::FrozenSet(b)) => {
            a.len() == b.len() && a.iter().all(|a| b.iter().any(|b| same(a, b)))
        }
        (Const::Slice(a), Const::Slice(b)) => a.iter().zip(b.iter()).all(|(a, b)| same(a, b)),
        (Const::Code(a), Const::Code(b)) => Rc::ptr_eq(a, b) || a == b,
        (Const::Float(_) | Const::Complex(..), _) => false,
        (a, b) => a == b,
    }
}

/// Whether it counts as true.
pub fn truth(value: &Const) -> bool {
    match value {
        Const::None => false,
        Const::Bool(value) => *value,
        Const::Int(value) | Const::Long(value) => !value.is_zero(),
        Const::Float(value) => *value != 0.0,
        Const::Complex(real, imag) => *real != 0.0 || *imag != 0.0,
        Const::Str(text) | Const::Unicode(text) => !text.is_empty(),
        Const::Bytes(bytes) => !bytes.is_empty(),
        Const::Tuple(items) | Const::FrozenSet(items) => !items.is_empty(),
        Const::Ellipsis | Const::Slice(_) | Const::Code(_) => true,
    }
}

/// A number, with `bool` as the int it is.
enum Number {
    Int(BigInt),
    Float(f64),
    Complex(f64, f64),
}

fn number(value: &Const) -> Option<Number> {
    Some(match value {
        Const::Bool(value) => Number::Int(BigInt::from(*value)),
        Const::Int(value) => Number::Int(value.clone()),
        Const::Float(value) => Number::Float(*value),
        Const::Complex(real, imag) => Number::Complex(*real, *imag),
        _ => return None,
    })
}

fn int(value: &Const) -> Option<BigInt> {
    match value {
        Const::Bool(value) => Some(BigInt::from(*value)),
        Const::Int(value) => Some(value.clone()),
        _ => None,
    }
}

/// `-value`, if it is a number.
pub fn negative(value: &Const) -> Option<Const> {
    if let Const::Long(value) = value {
        return Some(Const::Long(-value));
    }
    Some(match number(value)? {
        Number::Int(value) => Const::Int(-value),
        Number::Float(value) => Const::Float(-value),
        Number::Complex(real, imag) => Const::Complex(-real, -imag),
    })
}

/// `+value`, if it is a number.
pub fn positive(value: &Const) -> Option<Const> {
    Some(match number(value)? {
        Number::Int(value) => Const::Int(value),
        Number::Float(value) => Const::Float(value),
        Number::Complex(real, imag) => Const::Complex(real, imag),
    })
}

/// `~value`, if it is an int. Not of a bool: that warns when it runs (3.12+).
pub fn invert(value: &Const) -> Option<Const> {
    match value {
        Const::Int(value) => Some(Const::Int(!value)),
        _ => None,
    }
}

/// `left op right`, unless it raises or grows too large.
pub fn binary(left: &Const, op: BinaryOp, right: &Const) -> Option<Const> {
    if let Some(folded) = sequence(left, op, right) {
        return folded;
    }
    if let (Const::Bool(a), Const::Bool(b)) = (left, right) {
        match op {
            BinaryOp::And => return Some(Const::Bool(a & b)),
            BinaryOp::Or => return Some(Const::Bool(a | b)),
            BinaryOp::Xor => return Some(Const::Bool(a ^ b)),
            _ => {}
        }
    }
    if let Some((a, b)) = with_long(left, right) {
        return match ints(a, op, b)? {
            Const::Int(value) => Some(Const::Long(value)),
            other => Some(other),
        };
    }
    match (number(left)?, number(right)?) {
        (Number::Int(a), Number::Int(b)) => ints(&a, op, &b),
        (Number::Int(a), Number::Float(b)) => floats(a.to_f64()?, op, b),
        (Number::Float(a), Number::Int(b)) => floats(a, op, b.to_f64()?),
        (Number::Float(a), Number::Float(b)) => floats(a, op, b),
        (a, b) => complexes(parts(&a)?, op, parts(&b)?),
    }
}

/// Two ints of which at least one is a long of Python 2.
fn with_long<'a>(left: &'a Const, right: &'a Const) -> Option<(&'a BigInt, &'a BigInt)> {
    match (left, right) {
        (Const::Long(a), Const::Long(b) | Const::Int(b)) | (Const::Int(a), Const::Long(b)) => {
            Some((a, b))
        }
        _ => None,
    }
}

fn parts(value: &Number) -> Option<(f64, f64)> {
    Some(match value {
        Number::Int(value) => (value.to_f64()?, 0.0),
        Number::Float(value) => (*value, 0.0),
        Number::Complex(real, imag) => (*real, *imag),
    })
}

/// Strings, bytes and tuples: `+` and `*`. The outer option says whether it was one of these.
fn sequence(left: &Const, op: BinaryOp, right: &Const) -> Option<Option<Const>> {
    match (left, op, right) {
        (Const::Str(a), BinaryOp::Add, Const::Str(b)) => {
            Some(Some(Const::Str(Rc::from(format!("{a}{b}")))))
        }
        (Const::Bytes(a), BinaryOp::Add, Const::Bytes(b)) => Some(Some(Const::Bytes(
            a.iter().chain(b.iter()).copied().collect(),
        ))),
        (Const::Tuple(a), BinaryOp::Add, Const::Tuple(b)) => {
            Some(Some(Const::Tuple(a.iter().chain(b).cloned().collect())))
        }
        (Const::Str(_) | Const::Bytes(_) | Const::Tuple(_), BinaryOp::Multiply, times) => {
            Some(int(times).and_then(|times| repeat(left, &times)))
        }
        (times, BinaryOp::Multiply, Const::Str(_) | Const::Bytes(_) | Const::Tuple(_)) => {
            Some(int(times).and_then(|times| repeat(right, &times)))
        }
        (Const::Str(_) | Const::Bytes(_), BinaryOp::Remainder, _) => Some(None),
        _ => None,
    }
}

fn repeat(value: &Const, times: &BigInt) -> Option<Const> {
    let length = match value {
        Const::Str(text) => text.chars().count(),
        Const::Bytes(bytes) => bytes.len(),
        Const::Tuple(items) => items.len(),
        _ => return None,
    };
    let limit = if matches!(value, Const::Tuple(_)) {
        MAX_COLLECTION
    } else {
        MAX_TEXT
    };
    let times = if length == 0 {
        0
    } else {
        let times = times.to_usize().filter(|times| *times <= limit / length)?;
        if let Const::Tuple(_) = value
            && times > 0
        {
            complexity(value, MAX_TOTAL_ITEMS / times)?;
        }
        times
    };
    Some(match value {
        Const::Str(text) => Const::Str(Rc::from(text.repeat(times))),
        Const::Bytes(bytes) => Const::Bytes(Rc::from(bytes.repeat(times))),
        Const::Tuple(items) => Const::Tuple(
            items
                .iter()
                .cloned()
                .cycle()
                .take(items.len() * times)
                .collect(),
        ),
        _ => return None,
    })
}

/// What is left of `limit` items after counting those of nested tuples.
fn complexity(value: &Const, limit: usize) -> Option<usize> {
    match value {
        Const::Tuple(items) => items
            .iter()
            .try_fold(limit.checked_sub(items.len())?, |left, item| {
                complexity(item, left)
            }),
        _ => Some(limit),
    }
}

fn ints(a: &BigInt, op: BinaryOp, b: &BigInt) -> Option<Const> {
    let (a_bits, b_bits) = (a.bits(), b.bits());
    Some(Const::Int(match op {
        BinaryOp::Add => a + b,
        BinaryOp::Subtract => a - b,
        BinaryOp::Multiply => {
            if !a.is_zero() && !b.is_zero() && a_bits + b_bits > MAX_INT_BITS {
                return None;
            }
            a * b
        }
        BinaryOp::FloorDivide => {
            if b.is_zero() {
                return None;
            }
            a.div_floor(b)
        }
        BinaryOp::Remainder => {
            if b.is_zero() {
                return None;
            }
            a.mod_floor(b)
        }
        BinaryOp::TrueDivide => {
            if b.is_zero() {
                return None;
            }
            return true_divide(a, b).map(Const::Float);
        }
        BinaryOp::Power => {
            if b.is_negative() {
                return floats(a.to_f64()?, op, b.to_f64()?);
            }
            let exponent = if a.is_zero() || b.is_zero() {
                u32::from(!b.is_zero())
            } else {
                let exponent = b.to_u64()?;
                if a_bits > MAX_INT_BITS / exponent {
                    return None;
                }
                exponent.to_u32()?
            };
            a.pow(exponent)
        }
        BinaryOp::LeftShift => {
            if b.is_negative() {
                return None;
            }
            let shift = b.to_u64()?;
            if !a.is_zero()
                && !b.is_zero()
                && (shift > MAX_INT_BITS || a_bits > MAX_INT_BITS - shift)
            {
                return None;
            }
            if a.is_zero() {
                BigInt::ZERO
            } else {
                a << shift
            }
        }
        BinaryOp::RightShift => {
            if b.is_negative() {
                return None;
            }
            a >> b.to_u64().unwrap_or(u64::MAX).min(a_bits + 1)
        }
        BinaryOp::And => a & b,
        BinaryOp::Or => a | b,
        BinaryOp::Xor => a ^ b,
        _ => return None,
    }))
}

/// Correctly rounded quotient of two ints. Folded only where both are exact floats.
fn true_divide(a: &BigInt, b: &BigInt) -> Option<f64> {
    const EXACT_BITS: u64 = 53;
    if a.bits() > EXACT_BITS || b.bits() > EXACT_BITS {
        return None;
    }
    Some(a.to_f64()? / b.to_f64()?)
}

fn floats(a: f64, op: BinaryOp, b: f64) -> Option<Const> {
    let zero_division = b == 0.0;
    Some(Const::Float(match op {
        BinaryOp::Add => a + b,
        BinaryOp::Subtract => a - b,
        BinaryOp::Multiply => a * b,
        BinaryOp::TrueDivide if !zero_division => a / b,
        BinaryOp::FloorDivide if !zero_division => float_divmod(a, b).0,
        BinaryOp::Remainder if !zero_division => float_divmod(a, b).1,
        BinaryOp::Power => {
            // A negative base with a fraction gives a complex, zero to a negative power raises,
            // so does an overflow: all left to run time.
            let fraction = b.is_finite() && b != b.trunc();
            if (a < 0.0 && fraction) || (a == 0.0 && b < 0.0) {
                return None;
            }
            let result = a.powf(b);
            if result.is_infinite() && a.is_finite() && b.is_finite() {
                return None;
            }
            result
        }
        _ => return None,
    }))
}

/// `divmod(a, b)` of floats, as `Objects/floatobject.c` computes it; `b` is not 0.
fn float_divmod(a: f64, b: f64) -> (f64, f64) {
    let mut remainder = a % b;
    let mut quotient = (a - remainder) / b;
    if remainder != 0.0 {
        if (b < 0.0) != (remainder < 0.0) {
            remainder += b;
            quotient -= 1.0;
        }
    } else {
        remainder = 0.0_f64.copysign(b);
    }
    let floor = if quotient == 0.0 {
        0.0_f64.copysign(a / b)
    } else {
        let floor = quotient.floor();
        if quotient - floor > 0.5 {
            floor + 1.0
        } else {
            floor
        }
    };
    (floor, remainder)
}

fn complexes((a, b): (f64, f64), op: BinaryOp, (c, d): (f64, f64)) -> Option<Const> {
    Some(match op {
        BinaryOp::Add => Const::Complex(a + c, b + d),
        BinaryOp::Subtract => Const::Complex(a - c, b - d),
        BinaryOp::Multiply => Const::Complex(a * c - b * d, a * d + b * c),
        _ => return None,
    })
}

/// The same where one of the two is no complex number: it has no imaginary part at all (3.14+).
pub fn mixed_complex(left: &Const, op: BinaryOp, right: &Const) -> Option<Const> {
    let real = |value: &Const| match number(value)? {
        Number::Int(value) => value.to_f64(),
        Number::Float(value) => Some(value),
        Number::Complex(..) => None,
    };
    let (re, im) = match (left, op, right) {
        (&Const::Complex(a, b), _, right) => {
            let r = real(right)?;
            match op {
                BinaryOp::Add => (a + r, b),
                BinaryOp::Subtract => (a - r, b),
                BinaryOp::Multiply => (a * r, b * r),
                _ => return None,
            }
        }
        (left, _, &Const::Complex(a, b)) => {
            let r = real(left)?;
            match op {
                BinaryOp::Add => (r + a, b),
                BinaryOp::Subtract => (r - a, -b),
                BinaryOp::Multiply => (r * a, r * b),
                _ => return None,
            }
        }
        _ => return None,
    };
    Some(Const::Complex(re, im))
}

/// `container[key]` of constants (folded from 3.14 on in the flow graph, before on the tree).
pub fn subscript(container: &Const, key: &Const) -> Option<Const> {
    let length = match container {
        Const::Str(text) => text.chars().count(),
        Const::Bytes(bytes) => bytes.len(),
        Const::Tuple(items) => items.len(),
        _ => return None,
    };
    if let Const::Slice(slice) = key {
        return pick(container, &slice_indices(slice, length)?);
    }
    let index = int(key)?.to_isize()?;
    let index = if index < 0 {
        index + isize::try_from(length).ok()?
    } else {
        index
    };
    let index = usize::try_from(index)
        .ok()
        .filter(|index| *index < length)?;
    Some(match container {
        Const::Str(text) => Const::Str(Rc::from(text.chars().nth(index)?.to_string())),
        Const::Bytes(bytes) => Const::Int(BigInt::from(*bytes.get(index)?)),
        Const::Tuple(items) => items.get(index)?.clone(),
        _ => return None,
    })
}

/// The indices that a slice with constant parts selects (`PySlice_AdjustIndices`).
fn slice_indices(slice: &[Const; 3], length: usize) -> Option<Vec<usize>> {
    let length = isize::try_from(length).ok()?;
    let part = |value: &Const| match value {
        Const::None => Some(None),
        value => {
            let value = int(value)?;
            let huge = if value.is_negative() {
                isize::MIN / 2
            } else {
                isize::MAX / 2
            };
            Some(Some(
                value
                    .to_isize()
                    .unwrap_or(huge)
                    .clamp(isize::MIN / 2, isize::MAX / 2),
            ))
        }
    };
    let step = part(&slice[2])?.unwrap_or(1);
    if step == 0 {
        return None;
    }
    let (lowest, highest) = if step < 0 {
        (-1, length - 1)
    } else {
        (0, length)
    };
    let clip = |value: isize| {
        let value = if value < 0 { value + length } else { value };
        value.clamp(lowest, highest)
    };
    let start = part(&slice[0])?.map_or(if step < 0 { highest } else { lowest }, clip);
    let stop = part(&slice[1])?.map_or(if step < 0 { lowest } else { highest }, clip);
    let mut indices = Vec::new();
    let mut at = start;
    while (step > 0 && at < stop) || (step < 0 && at > stop) {
        indices.push(usize::try_from(at).ok()?);
        at += step;
    }
    Some(indices)
}

fn pick(container: &Const, indices: &[usize]) -> Option<Const> {
    Some(match container {
        Const::Str(text) => {
            let chars: Vec<char> = text.chars().collect();
            let picked: Option<String> = indices.iter().map(|&at| chars.get(at).copied()).collect();
            Const::Str(Rc::from(picked?))
        }
        Const::Bytes(bytes) => {
            let picked: Option<Vec<u8>> =
                indices.iter().map(|&at| bytes.get(at).copied()).collect();
            Const::Bytes(Rc::from(picked?))
        }
        Const::Tuple(items) => {
            let picked: Option<Vec<Const>> =
                indices.iter().map(|&at| items.get(at).cloned()).collect();
            Const::Tuple(picked?)
        }
        _ => return None,
    })
}
