//! Numbers by a format specification.

use heap::Ref;
use num_bigint::{BigInt, Sign};

use super::digits::{float_text, grouped};
use super::spec::{Spec, unknown_code};
use crate::machine::{Machine, PyResult};

/// A number that is ready to be put together.
struct Parts<'a> {
    negative: bool,
    /// `0x` and the like.
    prefix: &'a str,
    /// The digits before the point.
    digits: &'a str,
    /// Digits per group.
    group: usize,
    /// What follows, from the point on.
    rest: &'a str,
}

impl Spec {
    /// Sign, prefix, digits and the rest, aligned.
    fn number(&self, parts: &Parts<'_>) -> String {
        let sign = match (parts.negative, self.sign) {
            (true, _) => "-",
            (false, Some('+')) => "+",
            (false, Some(' ')) => " ",
            _ => "",
        };
        let around = sign.len() + parts.prefix.len() + parts.rest.chars().count();
        let width = self.width.unwrap_or(0);
        if self.align == '=' {
            let digits = if self.fill == '0' {
                grouped(
                    parts.digits,
                    self.grouping,
                    parts.group,
                    width.saturating_sub(around),
                )
            } else {
                let digits = grouped(parts.digits, self.grouping, parts.group, 0);
                let missing = width.saturating_sub(around + digits.len());
                return format!(
                    "{sign}{}{}{digits}{}",
                    parts.prefix,
                    self.fill.to_string().repeat(missing),
                    parts.rest
                );
            };
            return format!("{sign}{}{digits}{}", parts.prefix, parts.rest);
        }
        let digits = grouped(parts.digits, self.grouping, parts.group, 0);
        self.pad(&format!("{sign}{}{digits}{}", parts.prefix, parts.rest))
    }
}

/// An int.
pub(super) fn format_int(m: &mut Machine, value: Ref, text: &str) -> PyResult<Ref> {
    let class = m.type_name(value).to_owned();
    let spec = Spec::parse(m, text, &class, false)?;
    let kind = spec.kind.unwrap_or('d');
    if matches!(kind, 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') {
        let f = crate::builtins::float::as_float(m, value)?;
        let text = float(m, f, &spec)?;
        return Ok(m.new_str(&text));
    }
    let Some(number) = m.to_int(value) else {
        return Ok(m.none());
    };
    let (radix, prefix, group) = match kind {
        'd' | 'n' => (10, "", 3),
        'b' => (2, "0b", 4),
        'o' => (8, "0o", 4),
        'x' => (16, "0x", 4),
        'X' => (16, "0X", 4),
        'c' => return character(m, &number, &spec),
        _ => return Err(unknown_code(m, spec.kind, &class)),
    };
    if spec.precision.is_some() {
        return Err(m.value_error("Precision not allowed in integer format specifier"));
    }
    if spec.no_negative_zero {
        return Err(
            m.value_error("Negative zero coercion (z) not allowed in integer format specifier")
        );
    }
    let mut digits = match radix {
        10 => crate::builtins::int::decimal(m, &number)?
            .trim_start_matches('-')
            .to_owned(),
        radix => number.magnitude().to_str_radix(radix),
    };
    if kind == 'X' {
        digits.make_ascii_uppercase();
    }
    let prefix = if spec.alternate { prefix } else { "" };
    let negative = number.sign() == Sign::Minus;
    let text = spec.number(&Parts {
        negative,
        prefix,
        digits: &digits,
        group,
        rest: "",
    });
    Ok(m.new_str(&text))
}

fn character(m: &mut Machine, number: &BigInt, spec: &Spec) -> PyResult<Ref> {
    if spec.precision.is_some() {
        return Err(m.value_error("Precision not allowed in integer format specifier"));
    }
    if spec.no_negative_zero {
        return Err(
            m.value_error("Negative zero coercion (z) not allowed in integer format specifier")
        );
    }
    if spec.sign.is_some() {
        return Err(m.value_error("Sign not allowed with integer format specifier 'c'"));
    }
    if spec.alternate {
        return Err(
            m.value_error("Alternate form (#) not allowed with integer format specifier 'c'")
        );
    }
    let Some(code) = u32::try_from(number).ok().filter(|c| *c < 0x11_0000) else {
        let message = match i64::try_from(number) {
            Ok(_) => "%c arg not in range(0x110000)",
            Err(_) => "Python int too large to convert to C long",
        };
        return Err(m.overflow(message));
    };
    let Some(c) = char::from_u32(code) else {
        return Err(m.not_supported("surrogate characters"));
    };
    // The character stands where a number's digits would.
    let text = spec.pad(&c.to_string());
    Ok(m.new_str(&text))
}

/// A float.
pub(super) fn format_float(m: &mut Machine, value: f64, text: &str) -> PyResult<Ref> {
    let spec = Spec::parse(m, text, "float", false)?;
    let text = float(m, value, &spec)?;
    Ok(m.new_str(&text))
}

/// The digits of a float without sign, in the presentation that was asked for, and the sign.
fn float_digits(value: f64, spec: &Spec, point: bool) -> (bool, String) {
    let kind = spec
        .kind
        .unwrap_or(if spec.precision.is_some() { 'g' } else { 'r' });
    let lower = match kind {
        'n' => 'g',
        '%' => 'f',
        kind => kind.to_ascii_lowercase(),
    };
    let value = if kind == '%' { value * 100.0 } else { value };
    let mut digits = if value.is_nan() {
        "nan".to_owned()
    } else if value.is_infinite() {
        "inf".to_owned()
    } else {
        float_text(
            value,
            lower,
            spec.precision.unwrap_or(6),
            spec.alternate,
            point && spec.kind.is_none(),
        )
    };
    if kind == '%' {
        digits.push('%');
    }
    if kind.is_ascii_uppercase() {
        digits.make_ascii_uppercase();
    }
    let zero = !digits
        .bytes()
        .any(|b| matches!(b, b'1'..=b'9' | b'n' | b'N'));
    let negative = value.is_sign_negative() && !value.is_nan() && !(spec.no_negative_zero && zero);
    (negative, digits)
}

fn float(m: &mut Machine, value: f64, spec: &Spec) -> PyResult<String> {
    if !matches!(
        spec.kind,
        None | Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n' | '%')
    ) {
        return Err(unknown_code(m, spec.kind, "float"));
    }
    let (negative, text) = float_digits(value, spec, true);
    Ok(put_together(negative, &text, spec))
}

fn put_together(negative: bool, text: &str, spec: &Spec) -> String {
    let whole = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at(whole);
    if digits.is_empty() {
        // Infinity and NaN are filled like a number, but never grouped.
        let plain = Spec {
            grouping: None,
            ..spec.clone()
        };
        return plain.number(&Parts {
            negative,
            prefix: "",
            digits: rest,
            group: 3,
            rest: "",
        });
    }
    let rest = match spec.fraction_grouping {
        Some(mark) => group_fraction(rest, mark),
        None => rest.to_owned(),
    };
    spec.number(&Parts {
        negative,
        prefix: "",
        digits,
        group: 3,
        rest: &rest,
    })
}

/// Digits behind the point in threes from the left (3.14+).
fn group_fraction(rest: &str, mark: char) -> String {
    let Some(fraction) = rest.strip_prefix('.') else {
        return rest.to_owned();
    };
    let end = fraction
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(fraction.len());
    let (digits, tail) = fraction.split_at(end);
    let mut text = String::from(".");
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && i % 3 == 0 {
            text.push(mark);
        }
        text.push(digit);
    }
    text.push_str(tail);
    text
}

/// A complex number.
pub(super) fn format_complex(m: &mut Machine, (re, im): (f64, f64), text: &str) -> PyResult<Ref> {
    let spec = Spec::parse(m, text, "complex", false)?;
    if !matches!(
        spec.kind,
        None | Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n')
    ) {
        return Err(unknown_code(m, spec.kind, "complex"));
    }
    if spec.fill == '0' {
        return Err(m.value_error("Zero padding is not allowed in complex format specifier"));
    }
    if spec.align == '=' {
        return Err(m.value_error("'=' alignment flag is not allowed in complex format specifier"));
    }
    let bare = Spec {
        width: None,
        ..spec.clone()
    };
    let parenthesised = spec.kind.is_none();
    let (negative, digits) = float_digits(im, &bare, false);
    let both = !(parenthesised && re == 0.0 && re.is_sign_positive());
    let sign = Spec {
        sign: if both { Some('+') } else { bare.sign },
        ..bare.clone()
    };
    let imaginary = put_together(negative, &digits, &sign);
    let text = if both {
        let (negative, digits) = float_digits(re, &bare, false);
        let real = put_together(negative, &digits, &bare);
        if parenthesised {
            format!("({real}{imaginary}j)")
        } else {
            format!("{real}{imaginary}j")
        }
    } else {
        format!("{imaginary}j")
    };
    let text = spec.pad(&text);
    Ok(m.new_str(&text))
}
