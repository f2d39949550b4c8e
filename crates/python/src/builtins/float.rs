//! `float` (`Objects/floatobject.c`).

use heap::Ref;
use num_bigint::BigInt;
use num_traits::{FromPrimitive, ToPrimitive};

use super::argument;
use super::number_slot as slot;
use crate::arithmetic::{self, Number, number};
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{GetSetDef, Kwargs, NativeDef};
use crate::types::{TypeId, TypeMembers};
use crate::version::Version;

/// `float`
pub static MEMBERS: TypeMembers = TypeMembers {
    new: Some(new),
    init: None,
    methods: &[
        NativeDef::method("as_integer_ratio", as_integer_ratio),
        NativeDef::method("conjugate", itself),
        NativeDef::class_method("fromhex", fromhex),
        NativeDef::class_method("from_number", from_number).since(Version::V3_14_2),
        NativeDef::method("hex", hex),
        NativeDef::method("is_integer", is_integer),
        NativeDef::method("__ceil__", ceil),
        NativeDef::method("__floor__", floor),
        NativeDef::method("__format__", slot::format),
        NativeDef::class_method("__getformat__", getformat),
        NativeDef::method("__getnewargs__", getnewargs),
        NativeDef::method("__round__", round),
        NativeDef::method("__trunc__", trunc),
        NativeDef::slot("__abs__", slot::abs),
        NativeDef::slot("__add__", slot::add),
        NativeDef::slot("__bool__", slot::bool),
        NativeDef::slot("__divmod__", slot::divmod),
        NativeDef::slot("__eq__", slot::eq),
        NativeDef::slot("__float__", itself),
        NativeDef::slot("__floordiv__", slot::floordiv),
        NativeDef::slot("__ge__", slot::ge),
        NativeDef::slot("__gt__", slot::gt),
        NativeDef::slot("__hash__", super::slot::hash),
        NativeDef::slot("__int__", trunc),
        NativeDef::slot("__le__", slot::le),
        NativeDef::slot("__lt__", slot::lt),
        NativeDef::slot("__mod__", slot::modulo),
        NativeDef::slot("__mul__", slot::mul),
        NativeDef::slot("__ne__", slot::ne),
        NativeDef::slot("__neg__", slot::neg),
        NativeDef::slot("__pos__", slot::pos),
        NativeDef::slot("__pow__", slot::pow),
        NativeDef::slot("__radd__", slot::radd),
        NativeDef::slot("__rdivmod__", slot::rdivmod),
        NativeDef::slot("__repr__", super::slot::repr),
        NativeDef::slot("__rfloordiv__", slot::rfloordiv),
        NativeDef::slot("__rmod__", slot::rmod),
        NativeDef::slot("__rmul__", slot::rmul),
        NativeDef::slot("__rpow__", slot::rpow),
        NativeDef::slot("__rsub__", slot::rsub),
        NativeDef::slot("__rtruediv__", slot::rtruediv),
        NativeDef::slot("__sub__", slot::sub),
        NativeDef::slot("__truediv__", slot::truediv),
    ],
    getset: &[GetSetDef::read("imag", imag), GetSetDef::read("real", real)],
};

/// `repr` of a float: the shortest text that reads back as the same float.
pub fn float_repr(f: f64) -> String {
    crate::text::number::float_repr(f)
}

/// `Py_UNICODE_ISSPACE`: what may stand around a number.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\x1c'..='\x1f')
}

/// Reads a float as `float(text)` does; `None` if the text is none.
pub fn parse_float(text: &str) -> Option<f64> {
    let text = text.trim_matches(is_blank);
    let mut plain = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        if c == '_' {
            // Underscores stand between digits only.
            if !before.is_ascii_digit() {
                return None;
            }
        } else {
            let c = super::int::digit_value(c)
                .and_then(|d| char::from_digit(d, 10))
                .unwrap_or(c);
            if before == '_' && !c.is_ascii_digit() {
                return None;
            }
            plain.push(c);
        }
        before = if c == '_' {
            c
        } else {
            plain.chars().next_back().unwrap_or(' ')
        };
    }
    if before == '_' {
        return None;
    }
    let unsigned = plain.strip_prefix(['+', '-']).unwrap_or(&plain);
    let named = ["inf", "infinity", "nan"]
        .iter()
        .any(|name| unsigned.eq_ignore_ascii_case(name));
    let numeric = unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && unsigned
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-'));
    if !named && !numeric {
        return None;
    }
    plain.parse().ok()
}

/// The value of an object as a float (`PyFloat_AsDouble`): `__float__`, then `__index__`.
pub fn as_float(m: &mut Machine, r: Ref) -> PyResult<f64> {
    match from_special(m, r)? {
        Some(value) => Ok(value),
        None => {
            let message = format!("must be real number, not {}", m.type_name(r));
            Err(m.type_error(&message))
        }
    }
}

/// The built-in part of a real number as a float.
fn plain(m: &mut Machine, r: Ref) -> PyResult<f64> {
    match number(m, r) {
        Some(x) => arithmetic::float::value(m, &x),
        None => Ok(0.0),
    }
}

fn from_special(m: &mut Machine, r: Ref) -> PyResult<Option<f64>> {
    if m.is_exact(r, TypeId::Float) || m.is_exact(r, TypeId::Int) {
        return plain(m, r).map(Some);
    }
    let name = m.interp.names.float;
    if let Some(result) = m.special(r, name, &[])? {
        let value = match m.payload(result) {
            Payload::Float(f) => Ok(Some(*f)),
            _ => {
                let before = format!(
                    "{}.__float__ returned non-float (type {})",
                    m.type_name(r),
                    m.type_name(result)
                );
                let message = m.wrong_result(r, "__float__", "a float", result, before);
                Err(m.type_error(&message))
            }
        };
        return m.give_up(result, value);
    }
    match number(m, r) {
        Some(Number::Complex(..)) => return Ok(None),
        Some(x) => return arithmetic::float::value(m, &x).map(Some),
        None => {}
    }
    let Some(index) = m.index_object(r)? else {
        return Ok(None);
    };
    let value = plain(m, index);
    m.give_up(index, value).map(Some)
}

fn new(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = argument::this(m, args)?;
    let exact = m.is_exact_class(class, TypeId::Float);
    if exact {
        argument::no_keywords(m, "float", kwargs)?;
    }
    argument::count(m, "float", rest.len(), 0, 1)?;
    let value = match rest.first() {
        None => 0.0,
        Some(&x) if exact && m.is_exact(x, TypeId::Float) => return Ok(m.newref(x)),
        Some(&x) => value_of(m, x)?,
    };
    if exact {
        return Ok(m.new_float(value));
    }
    // float_subtype_new: a plain float is made first.
    let plain = m.new_float(value);
    m.hold(plain);
    let object = m.instantiate(class, Payload::Float(value));
    m.unhold();
    m.decref(plain);
    Ok(object)
}

fn value_of(m: &mut Machine, x: Ref) -> PyResult<f64> {
    if let Some(text) = super::int::readable(m, x) {
        if let Some(value) = parse_float(&text) {
            return Ok(value);
        }
        let shown = m.repr_string(x)?;
        if m.facts.python_2 {
            let message = if text.trim().is_empty() {
                "could not convert string to float: ".to_owned()
            } else {
                format!("could not convert string to float: {text}")
            };
            return Err(m.value_error(&message));
        }
        return Err(m.value_error(&format!("could not convert string to float: {shown}")));
    }
    match from_special(m, x)? {
        Some(value) => Ok(value),
        None => {
            let message = format!(
                "float() argument must be a string or a real number, not '{}'",
                m.type_name(x)
            );
            Err(m.type_error(&message))
        }
    }
}

fn value(m: &Machine, r: Ref) -> f64 {
    match m.payload(r) {
        Payload::Float(f) => *f,
        _ => 0.0,
    }
}

fn real(m: &mut Machine, this: Ref) -> PyResult<Ref> {
    if m.is_exact(this, TypeId::Float) {
        return Ok(m.newref(this));
    }
    let f = value(m, this);
    Ok(m.new_float(f))
}

fn imag(m: &mut Machine, _: Ref) -> PyResult<Ref> {
    Ok(m.new_float(0.0))
}

fn only(m: &mut Machine, name: &str, args: &[Ref], kwargs: &Kwargs) -> PyResult<(Ref, f64)> {
    let (this, rest) = argument::this(m, args)?;
    argument::none(m, name, rest, kwargs)?;
    Ok((this, value(m, this)))
}

fn itself(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, _) = only(m, "float.conjugate", args, kwargs)?;
    real(m, this)
}

fn trunc(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (_, f) = only(m, "float.__trunc__", args, kwargs)?;
    super::int::from_float(m, f)
}

fn floor(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (_, f) = only(m, "float.__floor__", args, kwargs)?;
    super::int::from_float(m, f.floor())
}

fn ceil(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (_, f) = only(m, "float.__ceil__", args, kwargs)?;
    super::int::from_float(m, f.ceil())
}

fn is_integer(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (_, f) = only(m, "float.is_integer", args, kwargs)?;
    Ok(m.bool(f.is_finite() && f.fract() == 0.0))
}

fn getnewargs(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (_, f) = only(m, "float.__getnewargs__", args, kwargs)?;
    let copy = m.new_float(f);
    Ok(m.new_tuple(vec![copy]))
}

/// `round(f)`: an int; `round(f, n)`: a float. Half to even, by the exact decimal value.
fn round(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    argument::between(m, "__round__", rest, kwargs, 0, 1)?;
    let f = value(m, this);
    let Some(&digits) = rest.first().filter(|&&d| !m.is_none(d)) else {
        return super::int::from_float(m, f.round_ties_even());
    };
    let Some(index) = m.index_object(digits)? else {
        let message = format!(
            "'{}' object cannot be interpreted as an integer",
            m.type_name(digits)
        );
        return Err(m.type_error(&message));
    };
    let digits = m.to_int(index).unwrap_or_default();
    m.decref(index);
    let digits = digits
        .to_i64()
        .unwrap_or(if digits.sign() == num_bigint::Sign::Minus {
            i64::MIN
        } else {
            i64::MAX
        });
    // More places than a float has: the float itself. Tens above the largest float: zero.
    if !f.is_finite() || f == 0.0 || digits > 323 {
        return Ok(m.new_float(f));
    }
    if digits < -308 {
        return Ok(m.new_float(0f64.copysign(f)));
    }
    let rounded = if digits >= 0 {
        format!("{f:.*}", digits as usize).parse().unwrap_or(f)
    } else {
        round_to_tens(f, digits.unsigned_abs() as u32)
    };
    if f64::is_infinite(rounded) {
        return Err(m.overflow("rounded value too large to represent"));
    }
    Ok(m.new_float(rounded))
}

fn round_to_tens(f: f64, places: u32) -> f64 {
    let unit = BigInt::from(10).pow(places);
    let Some(whole) = BigInt::from_f64(f.abs().trunc()) else {
        return f;
    };
    let fraction = f.abs().fract() != 0.0;
    let quotient = &whole / &unit;
    let twice: BigInt = (&whole - &quotient * &unit) * 2;
    let up = twice > unit || (twice == unit && (fraction || quotient.bit(0)));
    let rounded = (quotient + u32::from(up)) * unit;
    rounded.to_f64().unwrap_or(f64::INFINITY).copysign(f)
}

fn as_integer_ratio(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (_, f) = only(m, "float.as_integer_ratio", args, kwargs)?;
    if f.is_infinite() {
        return Err(m.overflow("cannot convert Infinity to integer ratio"));
    }
    if f.is_nan() {
        return Err(m.value_error("cannot convert NaN to integer ratio"));
    }
    let (numerator, denominator) = arithmetic::float::as_ratio(f);
    let parts = vec![m.new_bigint(numerator), m.new_bigint(denominator)];
    Ok(m.new_tuple(parts))
}

fn hex(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (_, f) = only(m, "float.hex", args, kwargs)?;
    if !f.is_finite() {
        return Ok(m.new_str(&float_repr(f)));
    }
    let sign = if f.is_sign_negative() { "-" } else { "" };
    let bits = f.to_bits();
    let (exponent, fraction) = ((bits >> 52) & 0x7ff, bits & ((1 << 52) - 1));
    let text = match (exponent, fraction) {
        (0, 0) => format!("{sign}0x0.0p+0"),
        (0, _) => format!("{sign}0x0.{fraction:013x}p-1022"),
        _ => format!("{sign}0x1.{fraction:013x}p{:+}", exponent as i64 - 1023),
    };
    Ok(m.new_str(&text))
}

/// Reads `[sign]["0x"]digits[.digits][p±exponent]`.
fn parse_hex(text: &str) -> Option<f64> {
    let text = text.trim_matches(is_blank);
    let (sign, body) = match text.strip_prefix(['+', '-']) {
        Some(rest) => (if text.starts_with('-') { -1.0 } else { 1.0 }, rest),
        None => (1.0, text),
    };
    if let Some(name) = ["inf", "infinity", "nan"]
        .iter()
        .find(|name| body.eq_ignore_ascii_case(name))
    {
        return Some(
            sign * if *name == "nan" {
                f64::NAN
            } else {
                f64::INFINITY
            },
        );
    }
    let body = body
        .strip_prefix("0x")
        .or_else(|| body.strip_prefix("0X"))
        .unwrap_or(body);
    let (digits, exponent) = match body.split_once(['p', 'P']) {
        Some((digits, exponent)) => (digits, exponent.parse::<i64>().ok()?),
        None => (body, 0),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{whole}{fraction}");
    if all.is_empty() || all.len() > 10_000 || !all.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let mantissa = BigInt::parse_bytes(all.as_bytes(), 16)?;
    let exponent = exponent.clamp(-100_000, 100_000) - 4 * fraction.len() as i64;
    let one = BigInt::from(1);
    let ratio = if exponent >= 0 {
        (mantissa << exponent, one)
    } else {
        (mantissa, one << -exponent)
    };
    Some(sign * arithmetic::int::ratio(&ratio.0, &ratio.1).unwrap_or(f64::INFINITY))
}

fn fromhex(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = argument::this(m, args)?;
    let source = argument::one(m, "float.fromhex", rest, kwargs)?;
    let Some(text) = m.str_of(source) else {
        return Err(m.type_error("bad argument type for built-in operation"));
    };
    match parse_hex(text) {
        None => Err(m.value_error("invalid hexadecimal floating-point string")),
        Some(f) if f.is_infinite() && !text.to_ascii_lowercase().contains("inf") => {
            Err(m.overflow("hexadecimal value too large to represent as a float"))
        }
        Some(f) => of_class(m, class, f),
    }
}

fn of_class(m: &mut Machine, class: Ref, f: f64) -> PyResult<Ref> {
    let plain = m.new_float(f);
    if m.is_exact_class(class, TypeId::Float) {
        return Ok(plain);
    }
    m.hold(plain);
    let object = m.call(class, &[plain]);
    m.unhold();
    m.give_up(plain, object)
}

/// `float.from_number(x)` (3.14+).
fn from_number(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = argument::this(m, args)?;
    let x = argument::one(m, "float.from_number", rest, kwargs)?;
    if m.is_exact(x, TypeId::Float) && m.is_exact_class(class, TypeId::Float) {
        return Ok(m.newref(x));
    }
    let f = as_float(m, x)?;
    of_class(m, class, f)
}

fn getformat(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (_, rest) = argument::this(m, args)?;
    let kind = argument::one(m, "float.__getformat__", rest, kwargs)?;
    match m.str_of(kind) {
        Some("double" | "float") => Ok(m.new_str("IEEE, little-endian")),
        _ => Err(m.value_error("__getformat__() argument 1 must be 'double' or 'float'")),
    }
}
