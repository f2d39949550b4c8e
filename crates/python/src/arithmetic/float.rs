//! Floats (`Objects/floatobject.c`).

use std::cmp::Ordering;

use heap::Ref;
use num_bigint::BigInt;
use num_traits::{FromPrimitive, Signed, ToPrimitive, Zero};

use super::{Number, int, zero_division};
use crate::machine::{Machine, PyResult};
use crate::opcode::BinaryOp;
use crate::types::TypeId;
use crate::version::Version;

/// The value of an int or float as a float.
///
/// # Errors
/// OverflowError for an int that is too large.
pub fn value(m: &mut Machine, x: &Number) -> PyResult<f64> {
    match x {
        Number::Int(i) => Ok(*i as f64),
        Number::Big(b) => of_int(m, b),
        Number::Float(f) => Ok(*f),
        Number::Complex(re, _) => Ok(*re),
    }
}

/// An int as a float (`PyLong_AsDouble`).
pub fn of_int(m: &mut Machine, b: &BigInt) -> PyResult<f64> {
    match b.to_f64() {
        Some(f) if f.is_finite() => Ok(f),
        _ => Err(m.overflow("int too large to convert to float")),
    }
}

/// `x op y`.
pub fn binary(m: &mut Machine, op: BinaryOp, x: f64, y: f64) -> PyResult<Option<Ref>> {
    use BinaryOp as B;
    let result = match op {
        B::Add => x + y,
        B::Subtract => x - y,
        B::Multiply => x * y,
        B::TrueDivide => {
            if y == 0.0 {
                return Err(zero_division(m, "float division by zero"));
            }
            x / y
        }
        B::FloorDivide => {
            if y == 0.0 {
                return Err(zero_division(m, "float floor division by zero"));
            }
            floor_mod(x, y).0
        }
        B::Remainder => {
            if y == 0.0 {
                let text = if m.version >= Version::V3_13 {
                    "float modulo by zero"
                } else {
                    "float modulo"
                };
                return Err(zero_division(m, text));
            }
            floor_mod(x, y).1
        }
        B::Power => return power(m, x, y).map(Some),
        _ => return Ok(None),
    };
    Ok(Some(m.new_float(result)))
}

/// `_float_div_mod`: quotient rounded down, remainder with the sign of the divisor.
pub fn floor_mod(x: f64, y: f64) -> (f64, f64) {
    let mut rest = x % y;
    let mut quotient = (x - rest) / y;
    if rest != 0.0 {
        if (y < 0.0) != (rest < 0.0) {
            rest += y;
            quotient -= 1.0;
        }
    } else {
        rest = 0f64.copysign(y);
    }
    let floored = if quotient != 0.0 {
        let floor = quotient.floor();
        if quotient - floor > 0.5 {
            floor + 1.0
        } else {
            floor
        }
    } else {
        0f64.copysign(x / y)
    };
    (floored, rest)
}

/// `x ** y` (`float_pow`): complex for a negative base with a fractional exponent.
pub fn power(m: &mut Machine, x: f64, y: f64) -> PyResult<Ref> {
    if x == 0.0 && y < 0.0 {
        let text = match m.version {
            v if v >= Version::V3_14_2 => "zero to a negative power",
            _ => "0.0 cannot be raised to a negative power",
        };
        return Err(m.zero_division(text));
    }
    if x < 0.0 && x.is_finite() && y.is_finite() && y != y.floor() {
        let result = super::complex::power(m, (x, 0.0), (y, 0.0))?;
        return Ok(super::complex::new(m, result));
    }
    let result = x.powf(y);
    if result.is_infinite() && x.is_finite() && y.is_finite() {
        let (number, text) = (m.new_int(34), m.new_str("Numerical result out of range"));
        return Err(m.error_with(TypeId::OverflowError, vec![number, text]));
    }
    Ok(m.new_float(result))
}

/// How a float compares with an int, exactly; `None` for nan.
pub fn compare_with_int(f: f64, i: &BigInt) -> Option<Ordering> {
    if f.is_nan() {
        return None;
    }
    if f.is_infinite() {
        return Some(if f > 0.0 {
            Ordering::Greater
        } else {
            Ordering::Less
        });
    }
    let whole = BigInt::from_f64(f.trunc())?;
    Some(
        whole
            .cmp(i)
            .then_with(|| f.fract().partial_cmp(&0.0).unwrap_or(Ordering::Equal)),
    )
}

/// Mantissa in [0.5, 1) and exponent, as C's `frexp`.
pub fn frexp(f: f64) -> (f64, i32) {
    if f == 0.0 || !f.is_finite() {
        return (f, 0);
    }
    let bits = f.to_bits();
    let exponent = ((bits >> 52) & 0x7ff) as i32;
    if exponent == 0 {
        let (mantissa, e) = frexp(f * 2f64.powi(64));
        return (mantissa, e - 64);
    }
    (
        f64::from_bits((bits & !(0x7ff << 52)) | (1022 << 52)),
        exponent - 1022,
    )
}

/// `_Py_HashDouble`; `None` for nan, whose hash is that of its address.
pub fn hash(f: f64) -> Option<i64> {
    if f.is_nan() {
        return None;
    }
    if f.is_infinite() {
        return Some(if f > 0.0 { 314_159 } else { -314_159 });
    }
    let (mut mantissa, mut exponent) = frexp(f.abs());
    let mut x: u64 = 0;
    while mantissa != 0.0 {
        x = ((x << 28) & int::HASH_MODULUS) | (x >> (61 - 28));
        mantissa *= 268_435_456.0;
        exponent -= 28;
        let digit = mantissa as u64;
        mantissa -= digit as f64;
        x += digit;
        if x >= int::HASH_MODULUS {
            x -= int::HASH_MODULUS;
        }
    }
    let turn = exponent.rem_euclid(61) as u32;
    if turn != 0 {
        x = ((x << turn) & int::HASH_MODULUS) | (x >> (61 - turn));
    }
    let hash = if f < 0.0 { -(x as i64) } else { x as i64 };
    Some(if hash == -1 { -2 } else { hash })
}

/// `int(f)`.
///
/// # Errors
/// ValueError for nan, OverflowError for infinity.
pub fn to_int(m: &mut Machine, f: f64) -> PyResult<BigInt> {
    if f.is_nan() {
        return Err(m.value_error("cannot convert float NaN to integer"));
    }
    match BigInt::from_f64(f.trunc()) {
        Some(b) if f.is_finite() => Ok(b),
        _ => Err(m.overflow("cannot convert float infinity to integer")),
    }
}

/// Numerator and denominator in lowest terms of a finite float.
pub fn as_ratio(f: f64) -> (BigInt, BigInt) {
    let (mut mantissa, mut exponent) = frexp(f);
    while mantissa != mantissa.floor() && exponent > -2000 {
        mantissa *= 2.0;
        exponent -= 1;
    }
    let numerator = BigInt::from_f64(mantissa).unwrap_or_default();
    if numerator.is_zero() {
        return (numerator, BigInt::from(1));
    }
    if exponent >= 0 {
        (numerator << exponent as u32, BigInt::from(1))
    } else {
        let (mut n, mut down) = (numerator, exponent.unsigned_abs());
        while down > 0 && (n.abs().magnitude() & num_bigint::BigUint::from(1u8)).is_zero() {
            n >>= 1u32;
            down -= 1;
        }
        (n, BigInt::from(1) << down)
    }
}

/// Reads a float as `float(text)` does; blanks around it are already gone.
pub fn parse(text: &str) -> Option<f64> {
    let digits = without_underscores(text)?;
    let body = digits.strip_prefix(['+', '-']).unwrap_or(&digits);
    let negative = digits.starts_with('-');
    let f = match body.to_ascii_lowercase().as_str() {
        "inf" | "infinity" => f64::INFINITY,
        "nan" => f64::NAN,
        _ => {
            let plain = body
                .bytes()
                .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-'));
            let starts = body.starts_with(|c: char| c.is_ascii_digit() || c == '.');
            if !plain || !starts {
                return None;
            }
            body.parse::<f64>().ok()?
        }
    };
    Some(if negative { -f } else { f })
}

/// Takes out single underscores between digits; `None` if one stands elsewhere.
pub fn without_underscores(text: &str) -> Option<String> {
    if !text.contains('_') {
        return Some(text.to_owned());
    }
    let mut out = String::new();
    let mut last = ' ';
    for c in text.chars() {
        if c == '_' {
            if !last.is_ascii_digit() {
                return None;
            }
        } else {
            if last == '_' && !c.is_ascii_digit() {
                return None;
            }
            out.push(c);
        }
        last = c;
    }
    (last != '_').then_some(out)
}
