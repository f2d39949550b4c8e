//! What the operators mean for the built-in parts of numbers, texts and containers (`Objects/longobject.c`,
//! `floatobject.c`, `complexobject.c`, the sequence slots). Special methods of Python classes are not asked here.

pub mod complex;
pub mod float;
pub mod int;
mod sequence;

use std::cmp::Ordering;

use heap::Ref;
use num_bigint::BigInt;
use num_traits::ToPrimitive;

use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::opcode::{BinaryOp, Op};
use crate::types::TypeId;
use crate::version::Version;

pub use sequence::{TEXT_LIMIT, is_repeatable};

/// A number by value.
#[derive(Clone, PartialEq, Debug)]
pub enum Number {
    /// An int or bool that fits a machine word.
    Int(i64),
    /// Any other int.
    Big(BigInt),
    /// A float.
    Float(f64),
    /// A complex number.
    Complex(f64, f64),
}

impl Number {
    fn is_int(&self) -> bool {
        matches!(self, Number::Int(_) | Number::Big(_))
    }
}

/// The value of a number object, if it is one.
pub fn number(m: &Machine, r: Ref) -> Option<Number> {
    Some(match m.payload(r) {
        Payload::Int(i) => Number::Int(*i),
        Payload::Bool(b) => Number::Int(i64::from(*b)),
        Payload::BigInt(b) => Number::Big((**b).clone()),
        Payload::Float(f) => Number::Float(*f),
        Payload::Complex(c) => Number::Complex(c.0, c.1),
        _ => return None,
    })
}

/// The operator without "in place".
pub fn plain(op: BinaryOp) -> BinaryOp {
    use BinaryOp as B;
    match op {
        B::InplaceAdd => B::Add,
        B::InplaceAnd => B::And,
        B::InplaceFloorDivide => B::FloorDivide,
        B::InplaceLeftShift => B::LeftShift,
        B::InplaceMatMul => B::MatMul,
        B::InplaceMultiply => B::Multiply,
        B::InplaceRemainder => B::Remainder,
        B::InplaceOr => B::Or,
        B::InplacePower => B::Power,
        B::InplaceRightShift => B::RightShift,
        B::InplaceSubtract => B::Subtract,
        B::InplaceTrueDivide => B::TrueDivide,
        B::InplaceXor => B::Xor,
        other => other,
    }
}

/// `a op b` by the built-in parts of both; `None` where they do not support it.
pub fn native(m: &mut Machine, op: BinaryOp, a: Ref, b: Ref) -> PyResult<Option<Ref>> {
    let divides = matches!(
        plain(op),
        BinaryOp::FloorDivide | BinaryOp::Remainder | BinaryOp::TrueDivide
    );
    if m.facts.python_2
        && divides
        && number_is_int(m, a)
        && m.to_int(b).is_some_and(|b| b == BigInt::from(0))
        && (m.is_native(a, TypeId::Long) || m.is_native(b, TypeId::Long))
    {
        return Err(m.zero_division("long division or modulo by zero"));
    }
    let result = native_parts(m, op, a, b)?;
    if m.facts.python_2
        && let Some(r) = result
        && matches!(m.payload(r), Payload::Str(_))
    {
        if plain(op) == BinaryOp::Remainder && !m.is_native(r, TypeId::Unicode) {
            // What `%` makes is new, also where it says what an argument said.
            let text = m.take_text(r);
            let made = m.fresh_str(&text);
            return crate::builtins::two::text_of(m, made, &[a, b]).map(Some);
        }
        return crate::builtins::two::text_of(m, r, &[a, b]).map(Some);
    }
    if m.facts.python_2
        && let Some(r) = result
        && (m.is_native(a, TypeId::Long) || m.is_native(b, TypeId::Long))
    {
        return Ok(Some(m.as_long(r)));
    }
    Ok(result)
}

fn native_parts(m: &mut Machine, op: BinaryOp, a: Ref, b: Ref) -> PyResult<Option<Ref>> {
    let op = if m.classic_division() && number_is_int(m, a) && number_is_int(m, b) {
        match plain(op) {
            BinaryOp::TrueDivide => BinaryOp::FloorDivide,
            _ => op,
        }
    } else {
        op
    };
    if let (Payload::Int(x), Payload::Int(y)) = (m.payload(a), m.payload(b)) {
        let (x, y) = (*x, *y);
        return int::small(m, plain(op), x, y);
    }
    if let (Payload::Bool(x), Payload::Bool(y)) = (m.payload(a), m.payload(b)) {
        let answer = match plain(op) {
            BinaryOp::And => Some(*x & *y),
            BinaryOp::Or => Some(*x | *y),
            BinaryOp::Xor => Some(*x ^ *y),
            _ => None,
        };
        if let Some(answer) = answer {
            return Ok(Some(m.bool(answer)));
        }
    }
    match (number(m, a), number(m, b)) {
        (Some(x), Some(y)) => numbers(m, plain(op), &x, &y),
        _ => sequence::binary(m, op, a, b),
    }
}

fn number_is_int(m: &Machine, r: Ref) -> bool {
    matches!(
        m.payload(r),
        Payload::Int(_) | Payload::BigInt(_) | Payload::Bool(_)
    )
}

impl Machine {
    /// Whether `/` of the code that runs drops the remainder of ints.
    pub(crate) fn classic_division(&self) -> bool {
        self.facts.python_2
            && self
                .frames
                .last()
                .is_some_and(|f| f.code.spec.flags.classic_division)
    }
}

/// `x op y` for two numbers; `None` where they do not support it.
pub fn numbers(m: &mut Machine, op: BinaryOp, x: &Number, y: &Number) -> PyResult<Option<Ref>> {
    match (x, y) {
        (Number::Int(x), Number::Int(y)) => int::small(m, op, *x, *y),
        _ if x.is_int() && y.is_int() => {
            let (x, y) = (int::value(x), int::value(y));
            int::big(m, op, &x, &y)
        }
        (Number::Complex(..), Number::Complex(..)) => {
            let (x, y) = (complex::value(m, x)?, complex::value(m, y)?);
            complex::binary(m, op, x, y)
        }
        (Number::Complex(..), _) | (_, Number::Complex(..)) => complex::mixed(m, op, x, y),
        _ => {
            let (x, y) = (float::value(m, x)?, float::value(m, y)?);
            float::binary(m, op, x, y)
        }
    }
}

/// What 3.12 and later say to `~True`.
const INVERTED_BOOL: &str = "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. \
    This returns the bitwise inversion of the underlying int object and is usually not what you expect from \
    negating a bool. Use the 'not' operator for boolean negation or ~int(x) if you really want the bitwise \
    inversion of the underlying int.";

/// `-x`, `+x`, `~x`: the built-in meaning, or the special method of a Python class.
pub fn unary(m: &mut Machine, op: Op, r: Ref) -> PyResult<Ref> {
    let (name, sign) = match op {
        Op::UnaryNegative => (m.interp.names.neg, "-"),
        Op::UnaryPositive => (m.interp.names.pos, "+"),
        _ => (m.interp.names.invert, "~"),
    };
    if let Some(result) = m.special(r, name, &[])? {
        return Ok(result);
    }
    if let Some(call) = m.table_special(r, name) {
        return call(m, &[r], &[]);
    }
    if op == Op::UnaryInvert
        && m.at_least(Version::V3_12)
        && matches!(m.payload(r), crate::objects::Payload::Bool(_))
    {
        m.warn_deprecated(INVERTED_BOOL)?;
    }
    match native_unary(m, op, r) {
        Some(result) => Ok(result),
        None => {
            let message = format!("bad operand type for unary {sign}: '{}'", m.type_name(r));
            Err(m.type_error(&message))
        }
    }
}

/// The same for the built-in part; `None` where it does not support it.
pub fn native_unary(m: &mut Machine, op: Op, r: Ref) -> Option<Ref> {
    let x = number(m, r)?;
    if op == Op::UnaryPositive
        && [TypeId::Int, TypeId::Float, TypeId::Complex]
            .into_iter()
            .any(|id| m.is_exact(r, id))
    {
        return Some(m.newref(r));
    }
    match (op, x) {
        (op, x @ (Number::Int(_) | Number::Big(_))) if m.is_native(r, TypeId::Long) => {
            let value = int::value(&x);
            let value = match op {
                Op::UnaryNegative => -value,
                Op::UnaryInvert => -value - 1,
                _ => value,
            };
            Some(m.new_long(value))
        }
        (Op::UnaryPositive, x) => Some(new_number(m, x)),
        (Op::UnaryNegative, Number::Int(i)) => Some(
            i.checked_neg()
                .map_or_else(|| BigInt::from(i), BigInt::from),
        )
        .map(|v| match i.checked_neg() {
            Some(n) => m.new_int(n),
            None => m.new_bigint(-v),
        }),
        (Op::UnaryNegative, Number::Big(b)) => Some(m.new_bigint(-b)),
        (Op::UnaryNegative, Number::Float(f)) => Some(m.new_float(-f)),
        (Op::UnaryNegative, Number::Complex(a, b)) => Some(complex::new(m, (-a, -b))),
        (Op::UnaryInvert, Number::Int(i)) => Some(m.new_int(!i)),
        (Op::UnaryInvert, Number::Big(b)) => Some(m.new_bigint(-b - 1)),
        _ => None,
    }
}

/// `abs(x)` of the built-in part; `None` if it is no number.
///
/// # Errors
/// OverflowError for a complex number whose absolute value is no float.
pub fn absolute(m: &mut Machine, r: Ref) -> PyResult<Option<Ref>> {
    let Some(x) = number(m, r) else {
        return Ok(None);
    };
    let op = match &x {
        Number::Int(i) if *i < 0 => Op::UnaryNegative,
        Number::Big(b) if b.sign() == num_bigint::Sign::Minus => Op::UnaryNegative,
        Number::Float(f) => return Ok(Some(m.new_float(f.abs()))),
        Number::Complex(re, im) => {
            let length = re.hypot(*im);
            if length.is_infinite() && re.is_finite() && im.is_finite() {
                return Err(m.overflow("absolute value too large"));
            }
            return Ok(Some(m.new_float(length)));
        }
        _ => Op::UnaryPositive,
    };
    Ok(native_unary(m, op, r))
}

/// A number object.
pub fn new_number(m: &mut Machine, x: Number) -> Ref {
    match x {
        Number::Int(i) => m.new_int(i),
        Number::Big(b) => m.new_bigint(b),
        Number::Float(f) => m.new_float(f),
        Number::Complex(a, b) => complex::new(m, (a, b)),
    }
}

/// How two numbers compare: `None` if one of them is no number (or the comparison is none of theirs), `Some(None)`
/// if they are unordered (nan, or complex numbers that differ).
pub fn compare_numbers(m: &Machine, a: Ref, b: Ref) -> Option<Option<Ordering>> {
    if let (Payload::Float(x), Payload::Float(y)) = (m.payload(a), m.payload(b)) {
        return Some(x.partial_cmp(y));
    }
    let (x, y) = (number(m, a)?, number(m, b)?);
    Some(match (&x, &y) {
        (Number::Int(x), Number::Int(y)) => Some(x.cmp(y)),
        (Number::Float(x), Number::Float(y)) => x.partial_cmp(y),
        (Number::Complex(..), _) | (_, Number::Complex(..)) => {
            let (x, y) = (parts(&x), parts(&y));
            if x.1 == y.1 && compare_real(&x.0, &y.0) == Some(Ordering::Equal) {
                Some(Ordering::Equal)
            } else {
                None
            }
        }
        _ => compare_real(&x, &y),
    })
}

/// Whether one of them is complex: then only `==` and `!=` are defined.
pub fn either_complex(m: &Machine, a: Ref, b: Ref) -> bool {
    matches!(m.payload(a), Payload::Complex(_)) || matches!(m.payload(b), Payload::Complex(_))
}

fn parts(x: &Number) -> (Number, f64) {
    match x {
        Number::Complex(re, im) => (Number::Float(*re), *im),
        other => (other.clone(), 0.0),
    }
}

/// Ints and floats compare exactly, whatever their size (`float_richcompare`).
fn compare_real(x: &Number, y: &Number) -> Option<Ordering> {
    match (x, y) {
        (Number::Float(x), Number::Float(y)) => x.partial_cmp(y),
        (Number::Float(f), other) => float::compare_with_int(*f, &int::value(other)),
        (other, Number::Float(f)) => {
            float::compare_with_int(*f, &int::value(other)).map(Ordering::reverse)
        }
        (x, y) => Some(int::value(x).cmp(&int::value(y))),
    }
}

/// The hash of a number: equal numbers of all types have the same (`Python/pyhash.c`, `_Py_HashDouble`).
pub fn hash_number(m: &Machine, r: Ref) -> Option<i64> {
    Some(match m.payload(r) {
        Payload::Int(i) => int::hash_small(*i),
        Payload::Bool(b) => i64::from(*b),
        Payload::BigInt(b) => int::hash_big(b),
        Payload::Float(f) => float::hash(*f).unwrap_or_else(|| m.address_hash(r)),
        Payload::Complex(c) => {
            let re = float::hash(c.0).unwrap_or_else(|| m.address_hash(r));
            let im = float::hash(c.1).unwrap_or_else(|| m.address_hash(r));
            let hash = (re as u64).wrapping_add((im as u64).wrapping_mul(1_000_003)) as i64;
            if hash == -1 { -2 } else { hash }
        }
        _ => return None,
    })
}

/// ZeroDivisionError; up to 3.13 each operation has its own text.
fn zero_division(m: &mut Machine, before: &str) -> Unwind {
    if m.version >= Version::V3_14_2 {
        m.zero_division("division by zero")
    } else {
        m.zero_division(before)
    }
}

/// `divmod(x, y)` for two numbers; `None` where they do not support it.
pub fn divmod(m: &mut Machine, a: Ref, b: Ref) -> PyResult<Option<Ref>> {
    let (Some(x), Some(y)) = (number(m, a), number(m, b)) else {
        return Ok(None);
    };
    let pair = match (&x, &y) {
        (Number::Complex(..), _) | (_, Number::Complex(..)) => return Ok(None),
        _ if x.is_int() && y.is_int() => {
            let (x, y) = (int::value(&x), int::value(&y));
            if y.to_i64() == Some(0) {
                return Err(zero_division(m, "integer division or modulo by zero"));
            }
            let (q, r) = int::floor_mod(m, &x, &y)?;
            [m.new_bigint(q), m.new_bigint(r)]
        }
        _ => {
            let (x, y) = (float::value(m, &x)?, float::value(m, &y)?);
            if y == 0.0 {
                return Err(zero_division(m, "float divmod()"));
            }
            let (q, r) = float::floor_mod(x, y);
            [m.new_float(q), m.new_float(r)]
        }
    };
    // Tracked whatever it holds; in 3.15 as any tuple.
    let pair = pair.to_vec();
    Ok(Some(if m.at_least(Version::V3_15) {
        m.new_tuple(pair)
    } else {
        m.new_tuple_tracked(pair)
    }))
}
