//! Numbers by a format specification.

use heap::Ref;
use num_bigint::BigInt;
use num_traits::Signed;

use super::spec::Spec;
use crate::arithmetic::{TEXT_LIMIT, float as floats};
use crate::machine::{Machine, PyResult};
use crate::text::number::{complex_repr, fixed, scientific, shortest, significant};

/// Digits that a float can have at most; more are zeros.
const EXACT_DIGITS: usize = 1100;

/// A number in pieces, to be grouped, signed and padded.
struct Pieces {
    negative: bool,
    prefix: &'static str,
    digits: String,
    rest: String,
}

impl Pieces {
    fn lay_out(&self, m: &mut Machine, spec: &Spec) -> PyResult<String> {
        let sign = match (self.negative, spec.sign) {
            (true, _) => "-",
            (false, Some('+')) => "+",
            (false, Some(' ')) => " ",
            _ => "",
        };
        let head = format!("{sign}{}", self.prefix);
        let zeros = spec.fill == '0' && spec.align == '=';
        let least = if zeros { spec.width.saturating_sub(head.len() + self.rest.len()) } else { 0 };
        if least > TEXT_LIMIT || spec.width > TEXT_LIMIT {
            return Err(m.memory_error());
        }
        let digits = group(&self.digits, spec, least);
        spec.pad(m, &head, &format!("{digits}{}", self.rest))
    }
}

/// Separators between groups, with zeros in front up to the width (`_PyUnicode_InsertThousandsGrouping`).
fn group(digits: &str, spec: &Spec, least: usize) -> String {
    let Some(mark) = spec.grouping else {
        return format!("{}{digits}", "0".repeat(least.saturating_sub(digits.len())));
    };
    let size = if matches!(spec.kind, Some('b' | 'o' | 'x' | 'X')) { 4 } else { 3 };
    let with_marks = |n: usize| n + n.saturating_sub(1) / size;
    let mut count = digits.len();
    while with_marks(count) < least {
        count += 1;
    }
    let mut out = String::with_capacity(with_marks(count));
    let all = "0".repeat(count - digits.len()) + digits;
    for (i, c) in all.chars().enumerate() {
        if i > 0 && (count - i).is_multiple_of(size) {
            out.push(mark);
        }
        out.push(c);
    }
    out
}

/// An int or bool.
pub fn int(m: &mut Machine, value: Ref, spec: &Spec) -> PyResult<String> {
    let kind = spec.kind.unwrap_or('d');
    if matches!(kind, 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') {
        let big = m.to_int(value).unwrap_or_default();
        let f = floats::of_int(m, &big)?;
        return float(m, value, f, spec);
    }
    if !matches!(kind, 'd' | 'n' | 'b' | 'o' | 'x' | 'X' | 'c') {
        return Err(spec.unknown_code(m, value));
    }
    if spec.precision.is_some() {
        return Err(m.value_error("Precision not allowed in integer format specifier"));
    }
    if spec.no_negative_zero {
        return Err(m.value_error("Negative zero coercion (z) not allowed in integer format specifier"));
    }
    let big = m.to_int(value).unwrap_or_default();
    let (prefix, digits) = match kind {
        'c' => {
            if spec.sign.is_some() {
                return Err(m.value_error("Sign not allowed with integer format specifier 'c'"));
            }
            if spec.alternate {
                return Err(m.value_error("Alternate form (#) not allowed with integer format specifier 'c'"));
            }
            let code = u32::try_from(&big).ok().filter(|&c| c < 0x11_0000);
            let Some(code) = code else { return Err(m.overflow("%c arg not in range(0x110000)")) };
            let Some(c) = char::from_u32(code) else { return Err(m.not_supported("a lone surrogate in a string")) };
            let align = if spec.align == '=' { '>' } else { spec.align };
            return Spec { align, ..spec.clone() }.pad(m, "", c.encode_utf8(&mut [0; 4]));
        }
        'd' | 'n' => ("", crate::text::int_text(m, value)?.trim_start_matches('-').to_owned()),
        _ => in_base(&big, kind),
    };
    let prefix = if spec.alternate { prefix } else { "" };
    Pieces { negative: big.is_negative(), prefix, digits, rest: String::new() }.lay_out(m, spec)
}

/// Prefix and digits of the magnitude for `b`, `o`, `x`, `X`.
pub fn in_base(big: &BigInt, kind: char) -> (&'static str, String) {
    let magnitude = big.magnitude();
    match kind {
        'b' => ("0b", magnitude.to_str_radix(2)),
        'o' => ("0o", magnitude.to_str_radix(8)),
        'x' => ("0x", magnitude.to_str_radix(16)),
        _ => ("0X", magnitude.to_str_radix(16).to_uppercase()),
    }
}

/// A float.
pub fn float(m: &mut Machine, value: Ref, f: f64, spec: &Spec) -> PyResult<String> {
    if !matches!(spec.kind, None | Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n' | '%')) {
        return Err(spec.unknown_code(m, value));
    }
    let pieces = float_pieces(m, f, spec)?;
    pieces.lay_out(m, spec)
}

fn float_pieces(m: &mut Machine, f: f64, spec: &Spec) -> PyResult<Pieces> {
    let (f, percent) = if spec.kind == Some('%') { (f * 100.0, "%") } else { (f, "") };
    let text = match (spec.kind, spec.precision) {
        (None, None) => shortest_text(f),
        (None, Some(n)) => general(m, f, n, spec.alternate, 'e', true)?,
        (Some('n'), n) => general(m, f, n.unwrap_or(6), spec.alternate, 'e', false)?,
        (Some(kind), n) => styled(m, f, kind, n.unwrap_or(6), spec.alternate)?,
    };
    let zero = text.bytes().all(|b| !(b'1'..=b'9').contains(&b)) && f.is_finite();
    let zero = zero || text.split(['e', 'E']).next().is_some_and(|m| f.is_finite() && !m.contains(|c: char| matches!(c, '1'..='9')));
    let negative = f.is_sign_negative() && !f.is_nan() && !(zero && spec.no_negative_zero);
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    Ok(Pieces { negative, prefix: "", digits: digits.to_owned(), rest: format!("{rest}{percent}") })
}

/// As `repr`, without sign.
fn shortest_text(f: f64) -> String {
    crate::text::number::float_repr(f.abs())
}

/// `e`, `f`, `g` and their upper-case forms, `%`; without sign.
///
/// # Errors
/// MemoryError for more digits than memory.
pub fn styled(m: &mut Machine, f: f64, kind: char, precision: usize, alternate: bool) -> PyResult<String> {
    let text = match kind.to_ascii_lowercase() {
        'e' => {
            if !f.is_finite() {
                special(f)
            } else {
                let known = precision.min(EXACT_DIGITS);
                let zeros = zeros(m, precision - known)?;
                let found = significant(f, known + 1);
                let mut text = scientific(&(found.digits + &zeros), found.exponent, 'e');
                if alternate && precision == 0 {
                    text.insert(1, '.');
                }
                text
            }
        }
        'g' => general(m, f, precision, alternate, 'e', false)?,
        _ => {
            if !f.is_finite() {
                special(f)
            } else {
                let known = precision.min(EXACT_DIGITS);
                let zeros = zeros(m, precision - known)?;
                let point = if alternate && precision == 0 { "." } else { "" };
                format!("{:.known$}{point}{zeros}", f.abs())
            }
        }
    };
    Ok(if kind.is_ascii_uppercase() { text.to_uppercase() } else { text })
}

fn special(f: f64) -> String {
    if f.is_nan() { "nan".to_owned() } else { "inf".to_owned() }
}

fn zeros(m: &mut Machine, n: usize) -> PyResult<String> {
    if n > TEXT_LIMIT { Err(m.memory_error()) } else { Ok("0".repeat(n)) }
}

/// `g`: fixed or scientific by the exponent, without trailing zeros; `point` keeps one digit behind the point.
fn general(m: &mut Machine, f: f64, precision: usize, alternate: bool, letter: char, point: bool) -> PyResult<String> {
    if !f.is_finite() {
        return Ok(special(f));
    }
    let precision = precision.max(1);
    let known = precision.min(EXACT_DIGITS);
    let found = if f == 0.0 { significant(0.0, known) } else { significant(f, known) };
    let limit = i32::try_from(precision).unwrap_or(i32::MAX) - i32::from(point);
    let mut digits = found.digits;
    if alternate {
        digits.push_str(&zeros(m, precision - known)?);
    } else {
        digits.truncate(digits.trim_end_matches('0').len().max(1));
    }
    if found.exponent < -4 || found.exponent >= limit.max(if point { 0 } else { 1 }) && !(f == 0.0) {
        return Ok(scientific(&digits, found.exponent, letter));
    }
    let text = fixed(&digits, found.exponent);
    Ok(match (text.contains('.'), point, alternate) {
        (false, true, _) => text + ".0",
        (false, false, true) => text + ".",
        _ => text,
    })
}

/// A complex number: both parts by the same specification, padded together.
pub fn complex(m: &mut Machine, value: Ref, (re, im): (f64, f64), spec: &Spec) -> PyResult<String> {
    if !matches!(spec.kind, None | Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n')) {
        return Err(spec.unknown_code(m, value));
    }
    if spec.fill == '0' {
        return Err(m.value_error("Zero padding is not allowed in complex format specifier"));
    }
    if spec.align == '=' {
        return Err(m.value_error("'=' alignment flag is not allowed in complex format specifier"));
    }
    let body = if spec.kind.is_none() && spec.precision.is_none() && spec.sign.is_none() && spec.grouping.is_none() {
        complex_repr(re, im)
    } else {
        let bare = Spec { width: 0, align: '>', ..spec.clone() };
        let part = |m: &mut Machine, f: f64, sign: Option<char>| -> PyResult<String> {
            let spec = Spec { sign, ..bare.clone() };
            let text = match (spec.kind, spec.precision) {
                (None, None) => {
                    let mut pieces = float_pieces(m, f, &spec)?;
                    if pieces.rest == ".0" {
                        pieces.rest.clear();
                    }
                    pieces.lay_out(m, &spec)?
                }
                (None, Some(n)) => {
                    let text = general(m, f, n, spec.alternate, 'e', false)?;
                    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
                    let (digits, rest) = text.split_at(end);
                    let negative = f.is_sign_negative() && !f.is_nan();
                    Pieces { negative, prefix: "", digits: digits.to_owned(), rest: rest.to_owned() }.lay_out(m, &spec)?
                }
                _ => float_pieces(m, f, &spec)?.lay_out(m, &spec)?,
            };
            Ok(text)
        };
        let imaginary = part(m, im, Some('+'))?;
        if spec.kind.is_none() && re == 0.0 && re.is_sign_positive() {
            format!("{}j", part(m, im, spec.sign)?)
        } else {
            let real = part(m, re, spec.sign)?;
            if spec.kind.is_none() { format!("({real}{imaginary}j)") } else { format!("{real}{imaginary}j") }
        }
    };
    spec.pad(m, "", &body)
}
