//! `math` (`Modules/mathmodule.c`).

mod integers;
mod real;
mod rounding;
mod special;
mod sums;

use heap::Ref;
use num_bigint::BigInt;
use num_traits::ToPrimitive;
use real::{
    atan2, copysign, dist, fmod, hypot, isclose, isfinite, isinf, isnan, log, log2, log10, pow,
    sqrt,
};

use crate::builtins::argument;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{Kwargs, NativeDef};
use crate::version::Version;
use integers::{comb, factorial, gcd, isqrt, lcm, perm};
use real::{acos, asin, atan, cos, cosh, degrees, exp, fabs, log1p, radians, sin, sinh, tan, tanh};
use rounding::{ceil, floor, frexp, modf, trunc};
use special::{
    acosh, asinh, atanh, cbrt, erf, erfc, exp2, expm1, gamma, ldexp, lgamma, nextafter, remainder,
    ulp,
};
use sums::{fsum, prod};

/// The functions.
pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("acos", acos),
    NativeDef::function("acosh", acosh),
    NativeDef::function("asin", asin),
    NativeDef::function("asinh", asinh),
    NativeDef::function("atan", atan),
    NativeDef::function("atan2", atan2),
    NativeDef::function("atanh", atanh),
    NativeDef::function("cbrt", cbrt),
    NativeDef::function("ceil", ceil),
    NativeDef::function("comb", comb),
    NativeDef::function("copysign", copysign),
    NativeDef::function("cos", cos),
    NativeDef::function("cosh", cosh),
    NativeDef::function("degrees", degrees),
    NativeDef::function("dist", dist),
    NativeDef::function("erf", erf),
    NativeDef::function("erfc", erfc),
    NativeDef::function("exp", exp),
    NativeDef::function("exp2", exp2),
    NativeDef::function("expm1", expm1),
    NativeDef::function("fabs", fabs),
    NativeDef::function("factorial", factorial),
    NativeDef::function("floor", floor),
    NativeDef::function("fmod", fmod),
    NativeDef::function("frexp", frexp),
    NativeDef::function("fsum", fsum),
    NativeDef::function("gamma", gamma),
    NativeDef::function("gcd", gcd),
    NativeDef::function("hypot", hypot),
    NativeDef::function("isclose", isclose),
    NativeDef::function("isfinite", isfinite),
    NativeDef::function("isinf", isinf),
    NativeDef::function("isnan", isnan),
    NativeDef::function("isqrt", isqrt),
    NativeDef::function("lcm", lcm),
    NativeDef::function("ldexp", ldexp),
    NativeDef::function("lgamma", lgamma),
    NativeDef::function("log", log).gathering_until(Version::V3_13),
    NativeDef::function("log10", log10),
    NativeDef::function("log1p", log1p),
    NativeDef::function("log2", log2),
    NativeDef::function("modf", modf),
    NativeDef::function("nextafter", nextafter),
    NativeDef::function("perm", perm),
    NativeDef::function("pow", pow),
    NativeDef::function("prod", prod),
    NativeDef::function("radians", radians),
    NativeDef::function("remainder", remainder),
    NativeDef::function("sin", sin),
    NativeDef::function("sinh", sinh),
    NativeDef::function("sqrt", sqrt),
    NativeDef::function("tan", tan),
    NativeDef::function("tanh", tanh),
    NativeDef::function("trunc", trunc),
    NativeDef::function("ulp", ulp),
];

/// The constants.
pub fn fill(m: &mut Machine, namespace: Ref) -> PyResult<()> {
    let constants = [
        ("pi", std::f64::consts::PI),
        ("e", std::f64::consts::E),
        ("tau", std::f64::consts::TAU),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ];
    for (name, value) in constants {
        let r = m.new_float(value);
        m.dict_set_text(namespace, name, r);
        m.decref(r);
    }
    Ok(())
}

/// `PyFloat_AsDouble`.
fn number(m: &mut Machine, r: Ref) -> PyResult<f64> {
    match m.payload(r) {
        Payload::Float(f) => return Ok(*f),
        Payload::Int(i) => return Ok(*i as f64),
        Payload::Bool(b) => return Ok(f64::from(u8::from(*b))),
        Payload::BigInt(b) => {
            return match b.to_f64() {
                Some(f) if f.is_finite() => Ok(f),
                _ => Err(m.overflow("int too large to convert to float")),
            };
        }
        _ => {}
    }
    for name in [m.interp.names.float, m.interp.names.index] {
        if let Some(result) = m.special(r, name, &[])? {
            let value = match m.payload(result) {
                Payload::Float(_) | Payload::Int(_) | Payload::BigInt(_) | Payload::Bool(_) => {
                    number(m, result)
                }
                _ => {
                    let (class, got) = (m.type_name(r).to_owned(), m.type_name(result).to_owned());
                    Err(m.type_error(&format!(
                        "{class}.__float__ returned non-float (type {got})"
                    )))
                }
            };
            return m.give_up(result, value);
        }
    }
    let got = m.type_name(r).to_owned();
    Err(m.type_error(&format!("must be real number, not {got}")))
}

/// The value of an int or of `__index__`.
fn integer(m: &mut Machine, r: Ref) -> PyResult<BigInt> {
    match m.index_object(r)? {
        Some(number) => {
            let value = m.to_int(number).unwrap_or_default();
            m.decref(number);
            Ok(value)
        }
        None => {
            let got = m.type_name(r).to_owned();
            Err(m.type_error(&format!(
                "'{got}' object cannot be interpreted as an integer"
            )))
        }
    }
}

fn one_number(m: &mut Machine, name: &str, args: &[Ref], kwargs: &Kwargs) -> PyResult<f64> {
    let r = argument::one(m, &format!("math.{name}"), args, kwargs)?;
    number(m, r)
}

fn two_numbers(m: &mut Machine, name: &str, args: &[Ref], kwargs: &Kwargs) -> PyResult<[f64; 2]> {
    argument::between(m, name, args, kwargs, 2, 2)?;
    match *args {
        [a, b] => Ok([number(m, a)?, number(m, b)?]),
        _ => Err(m.type_error("expected 2 arguments")),
    }
}

fn domain(m: &mut Machine) -> crate::machine::Unwind {
    m.value_error("math domain error")
}

/// What an argument lies outside of: only told from 3.14 on.
fn outside(m: &mut Machine, expected: &str, x: f64) -> crate::machine::Unwind {
    if !m.at_least(Version::V3_14_2) {
        return domain(m);
    }
    let text = crate::text::number::float_repr(x);
    m.value_error(&format!("expected {expected}, got {text}"))
}

/// A result that is NaN without a NaN going in lies outside of the domain; one that is infinite is too large.
fn checked(m: &mut Machine, result: f64, input: &[f64], can_overflow: bool) -> PyResult<Ref> {
    if result.is_nan() && !input.iter().any(|x| x.is_nan()) {
        return Err(domain(m));
    }
    if result.is_infinite() && input.iter().all(|x| x.is_finite()) {
        return Err(if can_overflow {
            m.overflow("math range error")
        } else {
            domain(m)
        });
    }
    Ok(m.new_float(result))
}
