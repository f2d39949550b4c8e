//! Ints (`Objects/longobject.c`).

use heap::Ref;
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};

use super::{Number, zero_division};
use crate::machine::{Machine, PyResult};
use crate::opcode::BinaryOp;

/// Bits of the largest int that is computed: 64 MiB of memory.
const MOST_BITS: u64 = 1 << 29;

/// Bits of the largest product, power or dividend: larger ones take seconds on a slow machine.
const MOST_PRODUCT_BITS: u64 = 1 << 24;

/// The most steps (word times word) of one division.
const MOST_DIVISION: u64 = 1 << 31;

/// Floor division and remainder; `y` is not 0.
///
/// # Errors
/// MemoryError if it would take too long.
pub fn floor_mod(m: &mut Machine, x: &BigInt, y: &BigInt) -> PyResult<(BigInt, BigInt)> {
    let (long, short) = (x.bits() / 64, y.bits() / 64);
    if long.saturating_sub(short).saturating_mul(short) > MOST_DIVISION {
        return Err(m.memory_error());
    }
    Ok(x.div_mod_floor(y))
}

/// The modulus of hashes, 2^61 - 1.
pub const HASH_MODULUS: u64 = (1 << 61) - 1;

/// The value of an int; 0 for other numbers.
pub fn value(x: &Number) -> BigInt {
    match x {
        Number::Int(i) => BigInt::from(*i),
        Number::Big(b) => b.clone(),
        Number::Float(_) | Number::Complex(..) => BigInt::ZERO,
    }
}

/// `x op y` for machine words.
pub fn small(m: &mut Machine, op: BinaryOp, x: i64, y: i64) -> PyResult<Option<Ref>> {
    use BinaryOp as B;
    let quick = match op {
        B::Add => x.checked_add(y),
        B::Subtract => x.checked_sub(y),
        B::Multiply => x.checked_mul(y),
        B::And => Some(x & y),
        B::Or => Some(x | y),
        B::Xor => Some(x ^ y),
        B::RightShift if y >= 0 => Some(x >> y.min(63)),
        B::LeftShift if x == 0 && y >= 0 => Some(0),
        B::LeftShift if (0..63).contains(&y) => {
            let shifted = x.wrapping_shl(y as u32);
            (shifted >> y == x).then_some(shifted)
        }
        B::FloorDivide | B::Remainder if y != 0 && !(x == i64::MIN && y == -1) => {
            let (q, r) = x.div_mod_floor(&y);
            Some(if op == B::FloorDivide { q } else { r })
        }
        B::TrueDivide if y != 0 && x.unsigned_abs() <= 1 << 53 && y.unsigned_abs() <= 1 << 53 => {
            return Ok(Some(m.new_float(x as f64 / y as f64)));
        }
        _ => None,
    };
    match quick {
        Some(result) => Ok(Some(m.new_int(result))),
        None => big(m, op, &BigInt::from(x), &BigInt::from(y)),
    }
}

/// `x op y` for ints of any size.
pub fn big(m: &mut Machine, op: BinaryOp, x: &BigInt, y: &BigInt) -> PyResult<Option<Ref>> {
    use BinaryOp as B;
    let result = match op {
        B::Add => x + y,
        B::Subtract => x - y,
        B::Multiply => {
            if x.bits() + y.bits() > MOST_PRODUCT_BITS && !x.is_zero() && !y.is_zero() {
                return Err(m.memory_error());
            }
            x * y
        }
        B::And => x & y,
        B::Or => x | y,
        B::Xor => x ^ y,
        B::FloorDivide | B::Remainder => {
            if y.is_zero() {
                let text = if op == B::Remainder && !m.facts.python_2 {
                    "integer modulo by zero"
                } else {
                    "integer division or modulo by zero"
                };
                return Err(zero_division(m, text));
            }
            let (quotient, remainder) = floor_mod(m, x, y)?;
            if op == B::FloorDivide {
                quotient
            } else {
                remainder
            }
        }
        B::TrueDivide => return true_divide(m, x, y).map(Some),
        B::LeftShift => {
            if y.is_negative() {
                return Err(m.value_error("negative shift count"));
            }
            if x.is_zero() {
                return Ok(Some(m.new_int(0)));
            }
            match y.to_u64() {
                None => return Err(m.overflow("too many digits in integer")),
                Some(by) if by.saturating_add(x.bits()) > MOST_BITS => return Err(m.memory_error()),
                Some(by) => x << by,
            }
        }
        B::RightShift => {
            if y.is_negative() {
                return Err(m.value_error("negative shift count"));
            }
            match y.to_u64() {
                Some(by) if by <= x.bits() => x >> by,
                _ => BigInt::from(if x.is_negative() { -1 } else { 0 }),
            }
        }
        B::Power => return power(m, x, y).map(Some),
        _ => return Ok(None),
    };
    Ok(Some(m.new_bigint(result)))
}

/// `x ** y`: a float for a negative exponent.
fn power(m: &mut Machine, x: &BigInt, y: &BigInt) -> PyResult<Ref> {
    if y.is_negative() {
        let (x, y) = (super::float::of_int(m, x)?, super::float::of_int(m, y)?);
        return super::float::power(m, x, y);
    }
    if x.bits() <= 1 {
        // -1, 0, 1: any exponent.
        let result = match x.to_i64() {
            _ if y.is_zero() => 1,
            Some(-1) if y.is_even() => 1,
            Some(x) => x,
            None => 0,
        };
        return Ok(m.new_int(result));
    }
    match y.to_u32() {
        Some(e) if (x.bits() - 1).saturating_mul(u64::from(e)) <= MOST_PRODUCT_BITS => {
            Ok(m.new_bigint(x.pow(e)))
        }
        _ => Err(m.memory_error()),
    }
}

/// `pow(x, y, z)`.
pub fn power_modulo(m: &mut Machine, x: &BigInt, y: &BigInt, z: &BigInt) -> PyResult<Ref> {
    if z.is_zero() {
        return Err(m.value_error("pow() 3rd argument cannot be 0"));
    }
    if z.bits().saturating_mul(z.bits()).saturating_mul(y.bits()) > 1 << 42 {
        return Err(m.memory_error());
    }
    let modulus = z.abs();
    let (base, exponent) = if y.is_negative() {
        let gcd = x.mod_floor(&modulus).extended_gcd(&modulus);
        if modulus != BigInt::from(1) && gcd.gcd != BigInt::from(1) {
            return Err(m.value_error("base is not invertible for the given modulus"));
        }
        (gcd.x.mod_floor(&modulus), -y)
    } else {
        (x.mod_floor(&modulus), y.clone())
    };
    let result = base.modpow(&exponent, &modulus);
    let result = if z.is_negative() && !result.is_zero() {
        result + z
    } else {
        result
    };
    Ok(m.new_bigint(result))
}

/// `x / y`, correctly rounded (`long_true_divide`).
fn true_divide(m: &mut Machine, x: &BigInt, y: &BigInt) -> PyResult<Ref> {
    if y.is_zero() {
        return Err(m.zero_division("division by zero"));
    }
    match ratio(x, y) {
        Some(f) => Ok(m.new_float(f)),
        None => Err(m.overflow("integer division result too large for a float")),
    }
}

/// The float nearest to `x / y` (ties to even); `None` if it is too large.
pub fn ratio(x: &BigInt, y: &BigInt) -> Option<f64> {
    let negative = x.is_negative() != y.is_negative();
    let (a, b) = (x.magnitude(), y.magnitude());
    if a.is_zero() {
        return Some(if negative { -0.0 } else { 0.0 });
    }
    // Quotient with at least 55 bits, the lowest one "sticky"; subnormal results keep fewer.
    let mut shift = 66 - (a.bits() as i64 - b.bits() as i64);
    shift = shift.min(1074 + 11);
    let (num, den) = if shift >= 0 {
        (a << shift as u64, b.clone())
    } else {
        (a.clone(), b << shift.unsigned_abs())
    };
    let (q, r) = num.div_rem(&den);
    let bits = q.bits() as i64;
    // Bits to drop so that 53 are left, or fewer where the result is subnormal.
    let exponent = bits - shift;
    let keep = if exponent >= -1021 {
        53
    } else {
        (exponent + 1074).max(0)
    };
    let drop = (bits - keep).max(0) as u64;
    let mut kept = (&q >> drop).to_u64()?;
    let rest = &q - (num_bigint::BigUint::from(kept) << drop);
    let half = if drop == 0 {
        num_bigint::BigUint::ZERO
    } else {
        num_bigint::BigUint::from(1u8) << (drop - 1)
    };
    let above = match rest.cmp(&half) {
        std::cmp::Ordering::Greater => drop > 0,
        std::cmp::Ordering::Equal => drop > 0 && (!r.is_zero() || kept & 1 == 1),
        std::cmp::Ordering::Less => false,
    };
    kept += u64::from(above);
    let result = scale(kept as f64, drop as i64 - shift);
    if result.is_infinite() {
        return None;
    }
    Some(if negative { -result } else { result })
}

/// `f * 2**by` without rounding twice, for a result that is representable.
pub fn scale(mut f: f64, mut by: i64) -> f64 {
    while by > 1000 {
        f *= 2f64.powi(1000);
        by -= 1000;
    }
    while by < -1000 {
        f *= 2f64.powi(-1000);
        by += 1000;
    }
    f * 2f64.powi(by as i32)
}

/// `hash(i)`
pub fn hash_small(i: i64) -> i64 {
    let hash = (i.unsigned_abs() % HASH_MODULUS) as i64;
    let hash = if i < 0 { -hash } else { hash };
    if hash == -1 { -2 } else { hash }
}

/// `hash` of an int of any size.
pub fn hash_big(b: &BigInt) -> i64 {
    let rest = (b.magnitude() % HASH_MODULUS).to_i64().unwrap_or(0);
    let hash = if b.sign() == Sign::Minus { -rest } else { rest };
    if hash == -1 { -2 } else { hash }
}
