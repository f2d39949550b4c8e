//! `math` (`Modules/mathmodule.c`).

use heap::Ref;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

use crate::builtins::argument;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{Kwargs, NativeDef};
use crate::opcode::BinaryOp;
use crate::types::TypeId;
use crate::version::Version;

/// The functions.
pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("acos", acos),
    NativeDef::function("asin", asin),
    NativeDef::function("atan", atan),
    NativeDef::function("atan2", atan2),
    NativeDef::function("ceil", ceil),
    NativeDef::function("comb", comb),
    NativeDef::function("copysign", copysign),
    NativeDef::function("cos", cos),
    NativeDef::function("cosh", cosh),
    NativeDef::function("degrees", degrees),
    NativeDef::function("dist", dist),
    NativeDef::function("exp", exp),
    NativeDef::function("fabs", fabs),
    NativeDef::function("factorial", factorial),
    NativeDef::function("floor", floor),
    NativeDef::function("fmod", fmod),
    NativeDef::function("frexp", frexp),
    NativeDef::function("fsum", fsum),
    NativeDef::function("gcd", gcd),
    NativeDef::function("hypot", hypot),
    NativeDef::function("isclose", isclose),
    NativeDef::function("isfinite", isfinite),
    NativeDef::function("isinf", isinf),
    NativeDef::function("isnan", isnan),
    NativeDef::function("isqrt", isqrt),
    NativeDef::function("lcm", lcm),
    NativeDef::function("log", log),
    NativeDef::function("log10", log10),
    NativeDef::function("log1p", log1p),
    NativeDef::function("log2", log2),
    NativeDef::function("modf", modf),
    NativeDef::function("perm", perm),
    NativeDef::function("pow", pow),
    NativeDef::function("prod", prod),
    NativeDef::function("radians", radians),
    NativeDef::function("sin", sin),
    NativeDef::function("sinh", sinh),
    NativeDef::function("sqrt", sqrt),
    NativeDef::function("tan", tan),
    NativeDef::function("tanh", tanh),
    NativeDef::function("trunc", trunc),
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

macro_rules! functions_of_one {
    ($($name:ident($x:ident) = $value:expr, $can_overflow:literal $(, $expected:literal)?;)+) => {
        $(fn $name(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
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

fn sqrt(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let x = one_number(m, "sqrt", args, kwargs)?;
    if x < 0.0 {
        return Err(outside(m, "a nonnegative input", x));
    }
    checked(m, x.sqrt(), &[x], false)
}

fn atan2(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let [y, x] = two_numbers(m, "atan2", args, kwargs)?;
    Ok(m.new_float(y.atan2(x)))
}

fn copysign(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let [a, b] = two_numbers(m, "copysign", args, kwargs)?;
    Ok(m.new_float(a.copysign(b)))
}

fn fmod(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let [a, b] = two_numbers(m, "fmod", args, kwargs)?;
    checked(m, a % b, &[a, b], false)
}

fn pow(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let [a, b] = two_numbers(m, "pow", args, kwargs)?;
    if a == 0.0 && b < 0.0 && b.is_finite() {
        return Err(domain(m));
    }
    checked(m, a.powf(b), &[a, b], true)
}

fn hypot(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
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

fn dist(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
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

fn log(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
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

fn log2(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = argument::one(m, "math.log2", args, kwargs)?;
    let result = logarithm(m, r, f64::log2)?;
    Ok(m.new_float(result))
}

fn log10(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = argument::one(m, "math.log10", args, kwargs)?;
    let result = logarithm(m, r, f64::log10)?;
    Ok(m.new_float(result))
}

fn isnan(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let x = one_number(m, "isnan", args, kwargs)?;
    Ok(m.bool(x.is_nan()))
}

fn isinf(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let x = one_number(m, "isinf", args, kwargs)?;
    Ok(m.bool(x.is_infinite()))
}

fn isfinite(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let x = one_number(m, "isfinite", args, kwargs)?;
    Ok(m.bool(x.is_finite()))
}

fn isclose(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
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

fn frexp(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
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

fn modf(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
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
fn rounded(
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
    let result = m.special(r, special, &[]);
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

fn floor(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    rounded(m, "floor", args, kwargs, f64::floor)
}

fn ceil(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    rounded(m, "ceil", args, kwargs, f64::ceil)
}

fn trunc(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    rounded(m, "trunc", args, kwargs, f64::trunc)
}

fn isqrt(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = argument::one(m, "math.isqrt", args, kwargs)?;
    let value = integer(m, r)?;
    if value.is_negative() {
        return Err(m.value_error("isqrt() argument must be nonnegative"));
    }
    Ok(m.new_bigint(value.sqrt()))
}

fn gcd(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::no_keywords(m, "math.gcd", kwargs)?;
    let mut result = BigInt::zero();
    for &r in args {
        result = result.gcd(&integer(m, r)?);
    }
    Ok(m.new_bigint(result))
}

fn lcm(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
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

fn factorial(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
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

fn comb(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::between(m, "comb", args, kwargs, 2, 2)?;
    let (n, k) = selection(m, args)?;
    if k > n {
        return Ok(m.new_int(0));
    }
    let k = (&n - &k).min(k).to_i64().unwrap_or(i64::MAX);
    let result = falling(m, &n, k)? / falling(m, &BigInt::from(k), k)?;
    Ok(m.new_bigint(result))
}

fn perm(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::between(m, "perm", args, kwargs, 1, 2)?;
    let (n, k) = selection(m, args)?;
    if k > n {
        return Ok(m.new_int(0));
    }
    let k = k.to_i64().unwrap_or(i64::MAX);
    let result = falling(m, &n, k)?;
    Ok(m.new_bigint(result))
}

/// Shewchuk's sum without loss, as `math.fsum` documents it.
fn fsum(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let iterable = argument::one(m, "math.fsum", args, kwargs)?;
    let items = m.collect(iterable)?;
    let mark = m.held_mark();
    for &item in &items {
        m.hold(item);
    }
    let mut partials: Vec<f64> = Vec::new();
    for &item in &items {
        let mut x = match number(m, item) {
            Ok(x) => x,
            Err(e) => {
                m.release_keeping(mark, e);
                return Err(e);
            }
        };
        let mut kept = Vec::new();
        for &partial in &partials {
            let (large, small) = if x.abs() < partial.abs() {
                (partial, x)
            } else {
                (x, partial)
            };
            let high = large + small;
            let low = small - (high - large);
            if low != 0.0 {
                kept.push(low);
            }
            x = high;
        }
        kept.push(x);
        partials = kept;
    }
    m.release_to(mark);
    let mut sum = partials.pop().unwrap_or(0.0);
    while let Some(low) = partials.pop() {
        let high = sum;
        sum = high + low;
        let rest = low - (sum - high);
        if rest != 0.0 {
            // Round half to even: what is left decides.
            if let Some(&next) = partials.last()
                && (rest < 0.0) == (next < 0.0)
            {
                let double = rest * 2.0;
                let rounded = sum + double;
                if double == rounded - sum {
                    sum = rounded;
                }
            }
            break;
        }
    }
    Ok(m.new_float(sum))
}

fn prod(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let signature = argument::Signature {
        name: "prod",
        params: &["iterable", "start"],
        positional: 1,
        unnamed: 1,
        required: 1,
    };
    let [iterable, start] = signature.bind(m, args, kwargs)?;
    let Some(iterable) = iterable else {
        return Ok(m.none());
    };
    let mark = m.held_mark();
    let mut result = match start {
        Some(start) => m.newref(start),
        None => m.new_int(1),
    };
    m.hold(result);
    let items = match m.collect(iterable) {
        Ok(items) => items,
        Err(e) => {
            m.release_keeping(mark, e);
            return Err(e);
        }
    };
    m.unhold();
    for &item in &items {
        m.hold(item);
    }
    for &item in &items {
        m.hold(result);
        let product = m.binary(BinaryOp::Multiply, result, item);
        m.unhold();
        match m.give_up(result, product) {
            Ok(product) => result = product,
            Err(e) => {
                m.release_keeping(mark, e);
                return Err(e);
            }
        }
    }
    m.hold(result);
    let parked: Vec<Ref> = m.held.drain(mark..mark + items.len()).collect();
    m.decref_all(parked);
    m.unhold();
    Ok(result)
}
