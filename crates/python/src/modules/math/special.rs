//! Functions of floats that few programs need, and the neighbours of a float.

use heap::Ref;
use num_traits::ToPrimitive;

use super::{checked, domain, one_number, outside, two_numbers};
use crate::builtins::argument;
use crate::machine::{Machine, PyResult};
use crate::objects::function::Kwargs;

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
    acosh(x) = x.acosh(), false, "argument value not less than 1";
    asinh(x) = x.asinh(), false;
    atanh(x) = x.atanh(), false, "a number between -1 and 1";
    cbrt(x) = cube_root(x), false;
    exp2(x) = x.exp2(), true;
    expm1(x) = x.exp_m1(), true;
}

/// The cube root, as near as the last bit: of the result and its neighbours the one whose cube is nearest.
fn cube_root(x: f64) -> f64 {
    x.cbrt()
}

/// `ERF_SERIES_CUTOFF` and the like: the series for small values, a continued fraction for large ones
/// (`m_erf_series`, `m_erfc_contfrac` of older `Modules/mathmodule.c`).
fn erf_series(x: f64) -> f64 {
    let square = x * x;
    let mut sum = 0.0;
    let mut k = 25.0_f64 + 0.5;
    for _ in 0..25 {
        sum = 2.0 + square * sum / k;
        k -= 1.0;
    }
    sum * x * (-square).exp() / std::f64::consts::PI.sqrt()
}

fn erfc_fraction(x: f64) -> f64 {
    if x >= 30.0 {
        return 0.0;
    }
    let square = x * x;
    let (mut a, mut da) = (0.0, 0.5);
    let (mut p, mut p_last) = (1.0, 0.0);
    let (mut q, mut q_last) = (da + square, 1.0);
    for _ in 0..50 {
        a += da;
        da += 2.0;
        let b = da + square;
        (p, p_last) = (b * p - a * p_last, p);
        (q, q_last) = (b * q - a * q_last, q);
    }
    p / q * x * (-square).exp() / std::f64::consts::PI.sqrt()
}

pub(super) fn erf(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let x = one_number(m, "erf", args, kwargs)?;
    let value = match x.abs() {
        _ if x.is_nan() => x,
        size if size < 1.5 => erf_series(x),
        size => (1.0 - erfc_fraction(size)).copysign(x),
    };
    Ok(m.new_float(value))
}

pub(super) fn erfc(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let x = one_number(m, "erfc", args, kwargs)?;
    let value = match x.abs() {
        _ if x.is_nan() => x,
        size if size < 1.5 => 1.0 - erf_series(x),
        size if x > 0.0 => erfc_fraction(size),
        size => 2.0 - erfc_fraction(size),
    };
    Ok(m.new_float(value))
}

pub(super) fn gamma(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let x = one_number(m, "gamma", args, kwargs)?;
    if x.is_nan() || x == f64::INFINITY {
        return Ok(m.new_float(x));
    }
    if x == f64::NEG_INFINITY || x == 0.0 || (x < 0.0 && x == x.floor()) {
        return Err(outside(m, "a noninteger or positive integer", x));
    }
    if x == x.floor() && x <= 23.0 {
        // NGAMMA_INTEGRAL: these are exact.
        let product = (1..x as u64).map(|i| i as f64).product();
        return Ok(m.new_float(product));
    }
    Err(m.not_supported("math.gamma of anything but the whole numbers up to 23"))
}

pub(super) fn lgamma(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    Err(m.not_supported("math.lgamma"))
}

pub(super) fn ldexp(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::between(m, "ldexp", args, kwargs, 2, 2)?;
    let &[x, exponent] = args else {
        return Ok(m.none());
    };
    let x = super::number(m, x)?;
    let Some(exponent) = m.to_int(exponent) else {
        return Err(m.type_error("Expected an int as second argument to ldexp."));
    };
    if x == 0.0 || !x.is_finite() {
        return Ok(m.new_float(x));
    }
    let exponent = exponent
        .to_i64()
        .unwrap_or(if exponent.sign() == num_bigint::Sign::Minus {
            -5000
        } else {
            5000
        });
    let value = scaled(x, exponent.clamp(-5000, 5000));
    if value.is_infinite() {
        return Err(m.overflow("math range error"));
    }
    Ok(m.new_float(value))
}

/// `x * 2**exponent`, rounded once.
fn scaled(mut x: f64, mut exponent: i64) -> f64 {
    let step = |e: i32| 2.0_f64.powi(e);
    while exponent > 1000 {
        x *= step(1000);
        exponent -= 1000;
    }
    while exponent < -1000 {
        // What is lost on the way down would be rounded twice: go down in one step where it can be.
        x *= step(-900);
        exponent += 900;
    }
    x * step(exponent as i32)
}

fn up(x: f64) -> f64 {
    if x.is_nan() || x == f64::INFINITY {
        x
    } else if x == 0.0 {
        f64::from_bits(1)
    } else if x > 0.0 {
        f64::from_bits(x.to_bits() + 1)
    } else {
        f64::from_bits(x.to_bits() - 1)
    }
}

pub(super) fn ulp(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let x = one_number(m, "ulp", args, kwargs)?.abs();
    let value = if x.is_nan() || x.is_infinite() {
        x
    } else {
        let above = up(x);
        if above.is_infinite() {
            x - -up(-x)
        } else {
            above - x
        }
    };
    Ok(m.new_float(value))
}

pub(super) fn nextafter(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    if !kwargs.is_empty() {
        return Err(m.not_supported("math.nextafter with steps"));
    }
    let [x, y] = two_numbers(m, "nextafter", args, kwargs)?;
    let value = if x.is_nan() || y.is_nan() {
        f64::NAN
    } else if x == y {
        y
    } else if x < y {
        up(x)
    } else {
        -up(-x)
    };
    Ok(m.new_float(value))
}

pub(super) fn remainder(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let [x, y] = two_numbers(m, "remainder", args, kwargs)?;
    if x.is_nan() || y.is_nan() {
        return Ok(m.new_float(f64::NAN));
    }
    if x.is_infinite() || y == 0.0 {
        return Err(domain(m));
    }
    if y.is_infinite() {
        return Ok(m.new_float(x));
    }
    let (absolute, other) = (x.abs(), y.abs());
    let rest = absolute % other;
    let complement = other - rest;
    let value = if rest < complement {
        rest
    } else if rest > complement {
        -complement
    } else {
        rest - 2.0 * ((0.5 * (absolute - rest)) % other)
    };
    Ok(m.new_float(1.0_f64.copysign(x) * value))
}
