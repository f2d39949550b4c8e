//! Built-in functions about numbers that Python 3 has otherwise (`Python/bltinmodule.c`, `Objects/floatobject.c`).

use heap::Ref;
use num_bigint::Sign;

use super::argument;
use crate::arithmetic::{Number, number};
use crate::machine::{Machine, PyResult};
use crate::objects::function::Kwargs;
use crate::types::TypeId;

/// `coerce(x, y)`: both numbers as the wider of the two types.
pub(super) fn coerce(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[x, y] = args else {
        let message = format!("coerce expected 2 arguments, got {}", args.len());
        return Err(m.type_error(&message));
    };
    let rank = |m: &Machine, r| match number(m, r) {
        None => None,
        Some(Number::Float(_)) => Some(2),
        Some(Number::Complex(..)) => Some(3),
        Some(_) => Some(u8::from(m.is_native(r, TypeId::Long))),
    };
    let same = m.class_of(x) == m.class_of(y);
    let (Some(a), Some(b)) = (rank(m, x), rank(m, y)) else {
        if same {
            let pair = vec![m.newref(x), m.newref(y)];
            return Ok(m.new_tuple_tracked(pair));
        }
        return Err(m.type_error("number coercion failed"));
    };
    let mut pair = Vec::new();
    for (r, from) in [(x, a), (y, b)] {
        let class = match a.max(b) {
            to if to == from => None,
            3 => Some(TypeId::Complex),
            2 => Some(TypeId::Float),
            _ => Some(TypeId::Long),
        };
        let made = match class {
            None => Ok(m.newref(r)),
            Some(class) => {
                let class = m.type_ref(class);
                m.call(class, &[r])
            }
        };
        match made {
            Ok(made) => pair.push(made),
            Err(e) => {
                m.decref_all(pair);
                return Err(e);
            }
        }
    }
    Ok(m.new_tuple_tracked(pair))
}

fn in_base(m: &mut Machine, args: &[Ref], kwargs: &Kwargs, hex: bool) -> PyResult<Ref> {
    let name = if hex { "hex" } else { "oct" };
    let x = argument::one(m, name, args, kwargs)?;
    let names = &m.interp.names;
    let hook = if hex { names.hex } else { names.oct };
    if let Some(text) = m.special(x, hook, &[])? {
        return m.checked_text(x, text, if hex { "__hex__" } else { "__oct__" });
    }
    let Some(value) = m.to_int(x) else {
        return Err(m.type_error(&format!("{name}() argument can't be converted to {name}")));
    };
    let (prefix, radix) = if hex { ("0x", 16) } else { ("0", 8) };
    let sign = if value.sign() == Sign::Minus { "-" } else { "" };
    let digits = match (hex, value.sign()) {
        (false, Sign::NoSign) => String::new(),
        _ => value.magnitude().to_str_radix(radix),
    };
    let mark = if m.is_native(x, TypeId::Long) {
        "L"
    } else {
        ""
    };
    Ok(m.new_str(&format!("{sign}{prefix}{digits}{mark}")))
}

/// `hex(x)`
pub(super) fn hex(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    in_base(m, args, kwargs, true)
}

/// `oct(x)`
pub(super) fn oct(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    in_base(m, args, kwargs, false)
}

/// `round(number[, ndigits])`: always a float, halves away from zero.
pub(super) fn round(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::between(m, "round", args, kwargs, 1, 2)?;
    let Some(&x) = args.first() else {
        return Ok(m.none());
    };
    let value = match number(m, x) {
        Some(Number::Float(f)) => f,
        _ => {
            let class = m.type_ref(TypeId::Float);
            let float = m.call(class, &[x])?;
            let value = match number(m, float) {
                Some(Number::Float(f)) => f,
                _ => 0.0,
            };
            m.decref(float);
            value
        }
    };
    let digits = match args.get(1) {
        Some(&digits) => m.index(digits)?,
        None => 0,
    };
    Ok(m.new_float(half_away(value, digits)))
}

fn half_away(value: f64, digits: i64) -> f64 {
    if !value.is_finite() || digits > 330 {
        return value;
    }
    if digits == 0 {
        return value.round();
    }
    let Ok(places) = usize::try_from(digits) else {
        let Some(scale) = i32::try_from(-digits).ok().map(|n| 10_f64.powi(n)) else {
            return 0.0 * value;
        };
        return (value / scale).round() * scale;
    };
    // All digits there are: then a half is seen as what it is.
    let exact = format!("{:.1100}", value.abs());
    let Some(point) = exact.find('.') else {
        return value;
    };
    let (kept, rest) = exact.split_at((point + 1 + places).min(exact.len()));
    let mut digits: Vec<u8> = kept.bytes().collect();
    if rest.as_bytes().first().is_some_and(|d| *d >= b'5') {
        let mut carry = true;
        for d in digits.iter_mut().rev().filter(|d| d.is_ascii_digit()) {
            if !carry {
                break;
            }
            carry = *d == b'9';
            *d = if carry { b'0' } else { *d + 1 };
        }
        if carry {
            digits.insert(0, b'1');
        }
    }
    let rounded: f64 = String::from_utf8(digits)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(value.abs());
    rounded.copysign(value)
}
