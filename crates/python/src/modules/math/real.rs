//! Functions of floats.

use heap::Ref;
use num_traits::{Signed, ToPrimitive};

use super::{checked, domain, number, one_number, outside, two_numbers};
use crate::builtins::argument;
use crate::machine::{Machine, PyResult};
use crate::objects::function::Kwargs;
use crate::version::Version;

macro_rules! functions_of_one {
    ($($name:ident($x:ident) = $value:expr, $can_overflow:literal $(, $expected:literal)?;)+) => {
        $(pub(super) fn $name(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
            let $x = one_number(m, stringify!($name), args, kwargs)?;
            let result: f64 = $value;
            $(if !result.is_finite() && !$x.is_nan() && !($x > 0.0 && result == $x) {
                return Err(outside(m, $expected, $x));
            })?
            checked(m, result, &[$x], $can_overflow)
        })+
    };
}

functions_of_one! {
    acos(x) = x.acos(), false, "a number in range from -1 up to 1";
    asin(x) = x.asin(), false, "a number in range from -1 up to 1";
    atan(x) = x.atan(), false;
    cos(x) = x.cos(), false, "a finite input";
    cosh(x) = x.cosh(), true;
    degrees(x) = x * (180.0 / std::f64::consts::PI), true;
    exp(x) = x.exp(), true;
    fabs(x) = x.abs(), false;
    log1p(x) = x.ln_1p(), false, "argument value > -1";
    radians(x) = x * (std::f64::consts::PI / 180.0), false;
    sin(x) = x.sin(), false, "a finite input";
    sinh(x) = x.sinh(), true;
    tan(x) = x.tan(), false, "a finite input";
    tanh(x) = x.tanh(), false;
}

pub(super) fn sqrt(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let x = one_number(m, "sqrt", args, kwargs)?;
    if x < 0.0 {
        return Err(outside(m, "a nonnegative input", x));
    }
    checked(m, x.sqrt(), &[x], false)
}

pub(super) fn atan2(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let [y, x] = two_numbers(m, "atan2", args, kwargs)?;
    Ok(m.new_float(y.atan2(x)))
}

pub(super) fn copysign(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let [a, b] = two_numbers(m, "copysign", args, kwargs)?;
    Ok(m.new_float(a.copysign(b)))
}

pub(super) fn fmod(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let [a, b] = two_numbers(m, "fmod", args, kwargs)?;
    checked(m, a % b, &[a, b], false)
}

pub(super) fn pow(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let [a, b] = two_numbers(m, "pow", args, kwargs)?;
    if a == 0.0 && b < 0.0 && b.is_finite() {
        return Err(domain(m));
    }
    checked(m, a.powf(b), &[a, b], true)
}

pub(super) fn hypot(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::no_keywords(m, "math.hypot", kwargs)?;
    let mut values = Vec::with_capacity(args.len());
    for &r in args {
        values.push(number(m, r)?);
    }
    let length = norm(&values);
    Ok(m.new_float(length))
}

fn norm(values: &[f64]) -> f64 {
    match *values {
        [a, b] => a.hypot(b),
        _ => {
            let largest = values.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
            if largest == 0.0 || !largest.is_finite() {
                return largest;
            }
            values
                .iter()
                .map(|x| (x / largest) * (x / largest))
                .sum::<f64>()
                .sqrt()
                * largest
        }
    }
}

pub(super) fn dist(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::between(m, "dist", args, kwargs, 2, 2)?;
    let mut points = [Vec::new(), Vec::new()];
    for (point, &r) in points.iter_mut().zip(args) {
        let items = m.collect(r)?;
        let mark = m.held_mark();
        for &item in &items {
            m.hold(item);
        }
        for &item in &items {
            match number(m, item) {
                Ok(x) => point.push(x),
                Err(e) => {
                    m.release_keeping(mark, e);
                    return Err(e);
                }
            }
        }
        m.release_to(mark);
    }
    let [p, q] = points;
    if p.len() != q.len() {
        return Err(m.value_error("both points must have the same number of dimensions"));
    }
    let difference: Vec<f64> = p.iter().zip(&q).map(|(a, b)| a - b).collect();
    let length = norm(&difference);
    Ok(m.new_float(length))
}

/// `log` of an int of any size.
fn logarithm(m: &mut Machine, r: Ref, log: fn(f64) -> f64) -> PyResult<f64> {
    if let Some(value) = m.to_int(r) {
        if !value.is_positive() {
            return Err(match m.at_least(Version::V3_14_2) {
                true => m.value_error("expected a positive input"),
                false => domain(m),
            });
        }
        return Ok(match value.to_f64() {
            Some(f) if f.is_finite() => log(f),
            _ => {
                let shift = value.bits().saturating_sub(64);
                let top = (&value >> shift).to_f64().unwrap_or(1.0);
                log(top) + shift as f64 * log(2.0)
            }
        });
    }
    let x = number(m, r)?;
    if x <= 0.0 {
        return Err(outside(m, "a positive input", x));
    }
    Ok(log(x))
}

pub(super) fn log(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::between(m, "log", args, kwargs, 1, 2)?;
    let Some(&r) = args.first() else {
        return Ok(m.none());
    };
    let mut result = logarithm(m, r, f64::ln)?;
    if let Some(&base) = args.get(1) {
        let base = logarithm(m, base, f64::ln)?;
        if base == 0.0 {
            return Err(m.zero_division(match m.at_least(Version::V3_14_2) {
                true => "division by zero",
                false => "float division by zero",
            }));
        }
        result /= base;
    }
    Ok(m.new_float(result))
}

pub(super) fn log2(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = argument::one(m, "math.log2", args, kwargs)?;
    let result = logarithm(m, r, f64::log2)?;
    Ok(m.new_float(result))
}

pub(super) fn log10(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = argument::one(m, "math.log10", args, kwargs)?;
    let result = logarithm(m, r, f64::log10)?;
    Ok(m.new_float(result))
}

pub(super) fn isnan(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let x = one_number(m, "isnan", args, kwargs)?;
    Ok(m.bool(x.is_nan()))
}

pub(super) fn isinf(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let x = one_number(m, "isinf", args, kwargs)?;
    Ok(m.bool(x.is_infinite()))
}

pub(super) fn isfinite(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let x = one_number(m, "isfinite", args, kwargs)?;
    Ok(m.bool(x.is_finite()))
}

pub(super) fn isclose(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let signature = argument::Signature {
        name: "isclose",
        params: &["a", "b", "rel_tol", "abs_tol"],
        positional: 2,
        unnamed: 0,
        required: 2,
    };
    let [a, b, relative, absolute] = signature.bind(m, args, kwargs)?;
    let (Some(a), Some(b)) = (a, b) else {
        return Ok(m.none());
    };
    let (a, b) = (number(m, a)?, number(m, b)?);
    let relative = match relative {
        Some(r) => number(m, r)?,
        None => 1e-9,
    };
    let absolute = match absolute {
        Some(r) => number(m, r)?,
        None => 0.0,
    };
    if relative < 0.0 || absolute < 0.0 {
        return Err(m.value_error("tolerances must be non-negative"));
    }
    let difference = (a - b).abs();
    let close = a == b
        || a.is_finite()
            && b.is_finite()
            && (difference <= (relative * b).abs()
                || difference <= (relative * a).abs()
                || difference <= absolute);
    Ok(m.bool(close))
}
