//! `str` of Python 2 where it says less than `repr`: floats with 12 digits, classic classes by their names.

use heap::Ref;

use super::number::{self, Digits};
use crate::machine::Machine;
use crate::objects::Payload;

/// `PyFloat_STR_PRECISION`
const DIGITS: usize = 12;

/// The text of an object whose `tp_str` is not its `tp_repr`.
pub(super) fn str(m: &Machine, r: Ref) -> Option<String> {
    match m.payload(r) {
        Payload::Float(f) => Some(float_str(*f)),
        Payload::Complex(c) => {
            let (re, im) = **c;
            if re == 0.0 && re.is_sign_positive() {
                return Some(format!("{}j", float_bare(im)));
            }
            let sign = if im.is_nan() || im.is_sign_positive() {
                "+"
            } else {
                ""
            };
            Some(format!("({}{sign}{}j)", float_bare(re), float_bare(im)))
        }
        Payload::Type(t) if t.is_classic => Some(m.class_full_name(r)),
        _ => None,
    }
}

fn float_str(f: f64) -> String {
    let text = float_bare(f);
    if f.is_finite() && !text.contains(['.', 'e']) {
        text + ".0"
    } else {
        text
    }
}

/// `%.12g`
fn float_bare(f: f64) -> String {
    if !f.is_finite() || f == 0.0 {
        return number::float_bare(f);
    }
    let sign = if f.is_sign_negative() { "-" } else { "" };
    let Digits { digits, exponent } = number::significant(f, DIGITS);
    let digits = match digits.trim_end_matches('0') {
        "" => "0",
        digits => digits,
    };
    // A float that would end in ".0" becomes exponential one digit earlier (`Py_DTSF_ADD_DOT_0`).
    if (-4..DIGITS as i32 - 1).contains(&exponent) {
        format!("{sign}{}", number::fixed(digits, exponent))
    } else {
        format!("{sign}{}", number::scientific(digits, exponent, 'e'))
    }
}
