//! Digits of floats (`PyOS_double_to_string`). Numbers are finite and without sign here.

use crate::text::number::{Digits, fixed, scientific, shortest, significant};

/// More decimals than any float has; what follows is zeros.
const ALL_DECIMALS: usize = 1100;

/// A float's digits. `kind` is one of `e`, `f`, `g`, `r` (the shortest that reads back as the same float);
/// `point` puts `.0` behind a whole number, `alternate` keeps the point and trailing zeros.
pub fn float_text(
    value: f64,
    kind: char,
    precision: usize,
    alternate: bool,
    point: bool,
) -> String {
    let value = value.abs();
    match kind {
        'e' => {
            let Digits {
                mut digits,
                exponent,
            } = known(value, precision.saturating_add(1));
            zeros(&mut digits, precision.saturating_sub(ALL_DECIMALS - 1));
            with_exponent(&digits, exponent, alternate)
        }
        'f' => {
            let mut text = format!("{value:.*}", precision.min(ALL_DECIMALS));
            zeros(&mut text, precision.saturating_sub(ALL_DECIMALS));
            if alternate && precision == 0 {
                text.push('.');
            }
            text
        }
        'r' => {
            let Digits { digits, exponent } = shortest(value);
            general(&digits, exponent, 16, alternate, point)
        }
        _ => {
            let precision = precision.max(1);
            let Digits {
                mut digits,
                exponent,
            } = known(value, precision);
            if alternate {
                zeros(&mut digits, precision.saturating_sub(ALL_DECIMALS));
            } else {
                let kept = digits.trim_end_matches('0').len().max(1);
                digits.truncate(kept);
            }
            let limit = i32::try_from(precision).unwrap_or(i32::MAX) - i32::from(point);
            general(&digits, exponent, limit, alternate, point)
        }
    }
}

fn zeros(text: &mut String, n: usize) {
    text.extend(std::iter::repeat_n('0', n));
}

/// So many significant digits, or as many as there can be.
fn known(value: f64, n: usize) -> Digits {
    significant(value, n.min(ALL_DECIMALS))
}

fn with_exponent(digits: &str, exponent: i32, alternate: bool) -> String {
    let mut text = scientific(digits, exponent, 'e');
    if alternate && digits.len() == 1 {
        text.insert(1, '.');
    }
    text
}

/// With an exponent if it is below -4 or not below `limit`, else plain.
fn general(digits: &str, exponent: i32, limit: i32, alternate: bool, point: bool) -> String {
    if exponent < -4 || exponent >= limit {
        return with_exponent(digits, exponent, alternate);
    }
    let mut text = fixed(digits, exponent);
    if !text.contains('.') {
        text.push_str(if point {
            ".0"
        } else if alternate {
            "."
        } else {
            ""
        });
    }
    text
}

/// Digits in groups from the right, with zeros in front until they take `width` characters.
pub(super) fn grouped(digits: &str, mark: Option<char>, size: usize, width: usize) -> String {
    let Some(mark) = mark else {
        let mut text = String::new();
        zeros(&mut text, width.saturating_sub(digits.len()));
        text.push_str(digits);
        return text;
    };
    // n digits take n + (n - 1) / size characters.
    let mut n = digits.len().max(1);
    if n + (n - 1) / size < width {
        n = (width * size).div_ceil(size + 1);
        while n + (n - 1) / size < width {
            n += 1;
        }
    }
    let mut text = String::with_capacity(n + n / size);
    let padding = n - digits.len().min(n);
    for (i, digit) in std::iter::repeat_n('0', padding)
        .chain(digits.chars())
        .enumerate()
    {
        if i > 0 && (n - i).is_multiple_of(size) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}
