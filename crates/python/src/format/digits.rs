//! Digits of floats (`PyOS_double_to_string`). Numbers are finite and without sign here.

/// More decimals than any float has; what follows is zeros.
const ALL_DECIMALS: usize = 1100;

/// A float's digits. `kind` is one of `e`, `f`, `g`, `r` (the shortest that reads back as the same float);
/// `point` puts `.0` behind a whole number, `alternate` keeps the point and trailing zeros.
pub fn float_text(value: f64, kind: char, precision: usize, alternate: bool, point: bool) -> String {
    let value = value.abs();
    match kind {
        'e' => exponent_form(&scientific(value, precision), precision, alternate),
        'f' => {
            let mut text = format!("{value:.*}", precision.min(ALL_DECIMALS));
            zeros(&mut text, precision.saturating_sub(ALL_DECIMALS));
            if alternate && precision == 0 {
                text.push('.');
            }
            text
        }
        'r' => {
            let text = format!("{value:e}");
            let (digits, exponent) = parts(&text);
            general(&digits, exponent, 16, false, point)
        }
        _ => {
            let precision = precision.max(1);
            let (mut digits, exponent) = parts(&scientific(value, precision - 1));
            if !alternate {
                let kept = digits.trim_end_matches('0').len().max(1);
                digits.truncate(kept);
            } else {
                zeros(&mut digits, precision.saturating_sub(1 + ALL_DECIMALS));
            }
            let limit = precision as i64 - i64::from(point && !alternate);
            general(&digits, exponent, limit, alternate, point)
        }
    }
}

fn zeros(text: &mut String, n: usize) {
    text.extend(std::iter::repeat_n('0', n));
}

fn scientific(value: f64, precision: usize) -> String {
    format!("{value:.*e}", precision.min(ALL_DECIMALS))
}

/// The digits of `d.dddde±x` without the point, and the exponent.
fn parts(text: &str) -> (String, i64) {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    (mantissa.replace('.', ""), exponent.parse().unwrap_or(0))
}

fn exponent_form(text: &str, precision: usize, alternate: bool) -> String {
    let (digits, exponent) = parts(text);
    let (first, rest) = digits.split_at(1.min(digits.len()));
    let mut result = first.to_owned();
    if precision > 0 || alternate {
        result.push('.');
    }
    result.push_str(rest);
    zeros(&mut result, precision.saturating_sub(ALL_DECIMALS));
    push_exponent(&mut result, exponent);
    result
}

fn push_exponent(text: &mut String, exponent: i64) {
    let sign = if exponent < 0 { '-' } else { '+' };
    text.push_str(&format!("e{sign}{:02}", exponent.abs()));
}

/// With an exponent if it is below -4 or not below `limit`, else plain.
fn general(digits: &str, exponent: i64, limit: i64, alternate: bool, point: bool) -> String {
    if exponent < -4 || exponent >= limit {
        let (first, rest) = digits.split_at(1.min(digits.len()));
        let mut text = first.to_owned();
        if !rest.is_empty() || alternate {
            text.push('.');
        }
        text.push_str(rest);
        push_exponent(&mut text, exponent);
        return text;
    }
    let mut text = String::new();
    if exponent < 0 {
        text.push_str("0.");
        zeros(&mut text, (-exponent - 1) as usize);
        text.push_str(digits);
        return text;
    }
    let whole = exponent as usize + 1;
    if digits.len() > whole {
        let (before, after) = digits.split_at(whole);
        return format!("{before}.{after}");
    }
    text.push_str(digits);
    zeros(&mut text, whole - digits.len());
    if point {
        text.push_str(".0");
    } else if alternate {
        text.push('.');
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
    for (i, digit) in std::iter::repeat_n('0', padding).chain(digits.chars()).enumerate() {
        if i > 0 && (n - i).is_multiple_of(size) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}
