//! Parts of a number: `floor`, `ceil`, `trunc`, `frexp`, `modf`.

use heap::Ref;

use super::{number, one_number};
use crate::builtins::argument;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::Kwargs;
use crate::types::TypeId;

pub(super) fn frexp(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let x = one_number(m, "frexp", args, kwargs)?;
    let (mut mantissa, mut exponent) = (x, 0);
    if x != 0.0 && x.is_finite() {
        while mantissa.abs() >= 1.0 {
            mantissa /= 2.0;
            exponent += 1;
        }
        while mantissa.abs() < 0.5 {
            mantissa *= 2.0;
            exponent -= 1;
        }
    }
    let parts = vec![m.new_float(mantissa), m.new_int(exponent)];
    Ok(m.new_tuple_tracked(parts))
}

pub(super) fn modf(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let x = one_number(m, "modf", args, kwargs)?;
    let fraction = if x.is_infinite() {
        0.0_f64.copysign(x)
    } else {
        x.fract()
    };
    let parts = vec![m.new_float(fraction), m.new_float(x.trunc())];
    Ok(m.new_tuple_tracked(parts))
}

/// `floor`, `ceil`, `trunc`: ints stay, floats are rounded, others are asked.
pub(super) fn rounded(
    m: &mut Machine,
    name: &str,
    args: &[Ref],
    kwargs: &Kwargs,
    round: fn(f64) -> f64,
) -> PyResult<Ref> {
    let r = argument::one(m, &format!("math.{name}"), args, kwargs)?;
    if matches!(m.payload(r), Payload::Int(_) | Payload::BigInt(_)) && m.is_exact(r, TypeId::Int) {
        return Ok(m.newref(r));
    }
    let special = m.intern(&format!("__{name}__"));
    m.hold(special);
    let result = if m.facts.binds_rounding {
        m.special_bound(r, special, &[])
    } else {
        m.special(r, special, &[])
    };
    m.unhold();
    m.decref(special);
    if let Some(result) = result? {
        return Ok(result);
    }
    if name == "trunc"
        && !matches!(
            m.payload(r),
            Payload::Float(_) | Payload::Bool(_) | Payload::Int(_)
        )
    {
        let got = m.type_name(r).to_owned();
        return Err(m.type_error(&format!("type {got} doesn't define __trunc__ method")));
    }
    let x = number(m, r)?;
    if x.is_nan() {
        return Err(m.value_error("cannot convert float NaN to integer"));
    }
    match num_traits::FromPrimitive::from_f64(round(x)) {
        Some(value) => Ok(m.new_bigint(value)),
        None => Err(m.overflow("cannot convert float infinity to integer")),
    }
}

pub(super) fn floor(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    rounded(m, "floor", args, kwargs, f64::floor)
}

pub(super) fn ceil(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    rounded(m, "ceil", args, kwargs, f64::ceil)
}

pub(super) fn trunc(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    rounded(m, "trunc", args, kwargs, f64::trunc)
}
