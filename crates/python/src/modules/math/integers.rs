//! Functions of ints.

use heap::Ref;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::integer;
use crate::builtins::argument;
use crate::machine::{Machine, PyResult};
use crate::objects::function::Kwargs;

pub(super) fn isqrt(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = argument::one(m, "math.isqrt", args, kwargs)?;
    let value = integer(m, r)?;
    if value.is_negative() {
        return Err(m.value_error("isqrt() argument must be nonnegative"));
    }
    Ok(m.new_bigint(value.sqrt()))
}

pub(super) fn gcd(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::no_keywords(m, "math.gcd", kwargs)?;
    let mut result = BigInt::zero();
    for &r in args {
        result = result.gcd(&integer(m, r)?);
    }
    Ok(m.new_bigint(result))
}

pub(super) fn lcm(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::no_keywords(m, "math.lcm", kwargs)?;
    let mut result = BigInt::one();
    for &r in args {
        let value = integer(m, r)?;
        result = if value.is_zero() {
            value
        } else {
            result.lcm(&value)
        };
        if result.is_zero() {
            break;
        }
    }
    Ok(m.new_bigint(result))
}

/// Products with more factors than this would take too long and too much memory.
const MOST_FACTORS: i64 = 20_000;

/// `n * (n-1) * …`, `k` factors.
fn falling(m: &mut Machine, n: &BigInt, k: i64) -> PyResult<BigInt> {
    if k > MOST_FACTORS {
        return Err(m.memory_error());
    }
    let mut result = BigInt::one();
    for i in 0..k {
        result *= n - i;
    }
    Ok(result)
}

pub(super) fn factorial(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = argument::one(m, "math.factorial", args, kwargs)?;
    let n = integer(m, r)?;
    if n.is_negative() {
        return Err(m.value_error("factorial() not defined for negative values"));
    }
    let Some(k) = n.to_i64() else {
        return Err(m.overflow("factorial() argument should not exceed 9223372036854775807"));
    };
    let result = falling(m, &n, k)?;
    Ok(m.new_bigint(result))
}

/// Both arguments of `comb` and `perm`; neither may be negative.
fn selection(m: &mut Machine, args: &[Ref]) -> PyResult<(BigInt, BigInt)> {
    let (Some(&n), k) = (args.first(), args.get(1).copied()) else {
        return Err(m.type_error("an int is needed"));
    };
    let n = integer(m, n)?;
    if n.is_negative() {
        return Err(m.value_error("n must be a non-negative integer"));
    }
    let k = match k.filter(|&k| !m.is_none(k)) {
        Some(k) => integer(m, k)?,
        None => n.clone(),
    };
    if k.is_negative() {
        return Err(m.value_error("k must be a non-negative integer"));
    }
    Ok((n, k))
}

pub(super) fn comb(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::between(m, "comb", args, kwargs, 2, 2)?;
    let (n, k) = selection(m, args)?;
    if k > n {
        return Ok(m.new_int(0));
    }
    let k = (&n - &k).min(k).to_i64().unwrap_or(i64::MAX);
    let result = falling(m, &n, k)? / falling(m, &BigInt::from(k), k)?;
    Ok(m.new_bigint(result))
}

pub(super) fn perm(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::between(m, "perm", args, kwargs, 1, 2)?;
    let (n, k) = selection(m, args)?;
    if k > n {
        return Ok(m.new_int(0));
    }
    let k = k.to_i64().unwrap_or(i64::MAX);
    let result = falling(m, &n, k)?;
    Ok(m.new_bigint(result))
}
