//! Floats as decimal digits (`Python/pystrtod.c`).

/// `sys.get_int_max_str_digits()` as it is at the start.
pub const MOST_DIGITS: usize = 4300;

/// Significant decimal digits of a finite positive number and the power of ten of the first one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Digits {
    /// Digits without point.
    pub digits: String,
    /// Power of ten of the first digit.
    pub exponent: i32,
}

fn of_scientific(text: &str) -> Digits {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let digits = mantissa.chars().filter(char::is_ascii_digit).collect();
    Digits {
        digits,
        exponent: exponent.parse().unwrap_or(0),
    }
}

/// The fewest digits that read back as the same float; of two that are equally near, the even one (as David
/// Gay's `dtoa` rounds, where Rust rounds up).
pub fn shortest(f: f64) -> Digits {
    let text = format!("{:e}", f.abs());
    let found = of_scientific(&text);
    let rounded = format!("{:.*e}", found.digits.len().saturating_sub(1), f.abs());
    if rounded != text && rounded.parse() == Ok(f.abs()) {
        of_scientific(&rounded)
    } else {
        found
    }
}

/// Exactly `n` significant digits (at least one), correctly rounded.
pub fn significant(f: f64, n: usize) -> Digits {
    of_scientific(&format!("{:.*e}", n.max(1) - 1, f.abs()))
}

/// `repr(f)`.
pub fn float_repr(f: f64) -> String {
    let text = float_bare(f);
    if f.is_finite() && !text.contains(['.', 'e']) {
        text + ".0"
    } else {
        text
    }
}

/// The same without ".0" behind a whole number: parts of complex numbers.
pub fn float_bare(f: f64) -> String {
    if f.is_nan() {
        return "nan".to_owned();
    }
    let sign = if f.is_sign_negative() { "-" } else { "" };
    if f.is_infinite() {
        return format!("{sign}inf");
    }
    if f == 0.0 {
        return format!("{sign}0");
    }
    let Digits { digits, exponent } = shortest(f);
    if (-4..16).contains(&exponent) {
        return format!("{sign}{}", fixed(&digits, exponent));
    }
    format!("{sign}{}", scientific(&digits, exponent, 'e'))
}

/// Digits with a point where the exponent says.
pub fn fixed(digits: &str, exponent: i32) -> String {
    if exponent < 0 {
        return format!(
            "0.{}{digits}",
            "0".repeat(exponent.unsigned_abs() as usize - 1)
        );
    }
    let whole = exponent as usize + 1;
    match digits.get(..whole) {
        Some(head) if head.len() < digits.len() => {
            format!("{head}.{}", digits.get(whole..).unwrap_or_default())
        }
        _ => format!("{digits}{}", "0".repeat(whole - digits.len().min(whole))),
    }
}

/// `d.ddde+XX`.
pub fn scientific(digits: &str, exponent: i32, letter: char) -> String {
    let (head, tail) = digits.split_at(digits.len().min(1));
    let point = if tail.is_empty() { "" } else { "." };
    let sign = if exponent < 0 { '-' } else { '+' };
    format!(
        "{head}{point}{tail}{letter}{sign}{:02}",
        exponent.unsigned_abs()
    )
}

/// `repr` of a complex number.
pub fn complex_repr(re: f64, im: f64) -> String {
    if re == 0.0 && re.is_sign_positive() {
        return format!("{}j", float_bare(im));
    }
    let sign = if im.is_nan() || im.is_sign_positive() {
        "+"
    } else {
        ""
    };
    format!("({}{sign}{}j)", float_bare(re), float_bare(im))
}
