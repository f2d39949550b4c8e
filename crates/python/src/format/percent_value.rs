//! One value converted as `%` says.

use super::digits::float_text;
use super::percent::Conversion;
use super::percent_error as wrong;
use crate::arithmetic::Number;
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::types::TypeId;
use crate::version::Version;
use heap::Ref;
use num_bigint::Sign;

pub(super) fn character(m: &mut Machine, c: &Conversion, arg: Ref) -> PyResult<String> {
    if let Some(text) = m.str_of(arg) {
        let n = text.chars().count();
        if n == 1 {
            return Ok(text.to_owned());
        }
        let message = if m.version >= Version::V3_14_2 {
            format!("%c requires an int or a unicode character, not a string of length {n}")
        } else {
            "%c requires int or char".to_owned()
        };
        let new =
            format!("%c requires an integer or a unicode character, not a string of length {n}");
        let message = wrong::of_argument(m, &c.label, message, &new);
        return Err(m.type_error(&message));
    }
    let index = if matches!(m.payload(arg), Payload::Float(_)) {
        None
    } else {
        m.index_object(arg)?
    };
    let Some(index) = index else {
        let message = if m.version >= Version::V3_14_2 {
            format!(
                "%c requires an int or a unicode character, not {}",
                m.type_name(arg)
            )
        } else {
            "%c requires int or char".to_owned()
        };
        let new = format!(
            "%c requires an integer or a unicode character, not {}",
            m.type_name(arg)
        );
        let message = wrong::of_argument(m, &c.label, message, &new);
        return Err(m.type_error(&message));
    };
    let code = m
        .to_int(index)
        .and_then(|i| u32::try_from(&i).ok())
        .filter(|c| *c < 0x11_0000);
    m.decref(index);
    match code.map(char::from_u32) {
        None => {
            let message = wrong::of_argument(
                m,
                &c.label,
                "%c arg not in range(0x110000)".to_owned(),
                "%c argument not in range(0x110000)",
            );
            Err(m.overflow(&message))
        }
        Some(None) => Err(m.not_supported("surrogate characters")),
        Some(Some(c)) => Ok(c.to_string()),
    }
}

pub(super) fn number(m: &mut Machine, c: &Conversion, kind: char, arg: Ref) -> PyResult<String> {
    if matches!(kind, 'd' | 'i' | 'u' | 'o' | 'x' | 'X') {
        return integer(m, c, kind, arg);
    }
    if kind == 'b' {
        let message = "unsupported format character 'b' (0x62)";
        return Err(m.value_error(message));
    }
    let value = match crate::builtins::float::as_float(m, arg) {
        Err(Unwind::Raise(e))
            if m.at_least(Version::V3_15) && m.is_native(e, TypeId::TypeError) =>
        {
            m.decref(e);
            let new = format!("%{kind} requires a real number, not {}", m.type_name(arg));
            let message = wrong::of_argument(m, &c.label, String::new(), &new);
            return Err(m.type_error(&message));
        }
        value => value?,
    };
    let lower = kind.to_ascii_lowercase();
    let finite = value.is_finite();
    let mut digits = if value.is_nan() {
        "nan".to_owned()
    } else if finite {
        float_text(value, lower, c.precision.unwrap_or(6), c.alternate, false)
    } else {
        "inf".to_owned()
    };
    if kind.is_ascii_uppercase() {
        digits.make_ascii_uppercase();
    }
    Ok(c.number(
        value.is_sign_negative() && !value.is_nan(),
        "",
        &digits,
        true,
    ))
}

/// `%d` takes any real number, the other kinds take ints.
fn integer(m: &mut Machine, c: &Conversion, kind: char, arg: Ref) -> PyResult<String> {
    let decimal = matches!(kind, 'd' | 'i' | 'u');
    let value = match crate::arithmetic::number(m, arg) {
        Some(Number::Int(_) | Number::Big(_)) => m.to_int(arg),
        Some(Number::Float(_)) if decimal => {
            let whole = crate::builtins::int::from_number(m, arg)?;
            let value = m.to_int(whole);
            m.decref(whole);
            value
        }
        Some(_) => None,
        None if decimal => match crate::builtins::int::convert(m, arg) {
            Ok(Some(whole)) => {
                let value = m.to_int(whole);
                m.decref(whole);
                value
            }
            Ok(None) => None,
            // A TypeError of the conversion gives way to the one below.
            Err(crate::machine::Unwind::Raise(e)) if m.is_native(e, TypeId::TypeError) => {
                m.decref(e);
                None
            }
            Err(e) => return Err(e),
        },
        None => match m.index_object(arg)? {
            Some(index) => {
                let value = m.to_int(index);
                m.decref(index);
                value
            }
            None => None,
        },
    };
    let Some(value) = value else {
        let wanted = if decimal {
            "a real number"
        } else {
            "an integer"
        };
        let message = format!(
            "%{kind} format: {wanted} is required, not {}",
            m.type_name(arg)
        );
        let new = format!("%{kind} requires {wanted}, not {}", m.type_name(arg));
        let message = wrong::of_argument(m, &c.label, message, &new);
        return Err(m.type_error(&message));
    };
    let (prefix, mut digits) = match kind {
        'o' => ("0o", value.magnitude().to_str_radix(8)),
        'x' | 'X' => (
            if kind == 'x' { "0x" } else { "0X" },
            value.magnitude().to_str_radix(16),
        ),
        _ => (
            "",
            crate::builtins::int::decimal(m, &value)?
                .trim_start_matches('-')
                .to_owned(),
        ),
    };
    if kind == 'X' {
        digits.make_ascii_uppercase();
    }
    if let Some(precision) = c.precision {
        digits = format!(
            "{}{digits}",
            "0".repeat(precision.saturating_sub(digits.len()))
        );
    }
    let prefix = if c.alternate { prefix } else { "" };
    Ok(c.number(value.sign() == Sign::Minus, prefix, &digits, true))
}
