//! The format specification language: `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`.

use heap::Ref;

use crate::arithmetic::TEXT_LIMIT;
use crate::machine::{Machine, PyResult, Unwind};

/// A parsed specification.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spec {
    /// Stands in the free room.
    pub fill: char,
    /// `<`, `>`, `^` or `=`.
    pub align: char,
    /// `+`, `-` or space, if given.
    pub sign: Option<char>,
    /// `z`
    pub no_negative_zero: bool,
    /// `#`
    pub alternate: bool,
    /// Least width in characters.
    pub width: usize,
    /// `,` or `_` between groups of digits.
    pub grouping: Option<char>,
    /// Digits, or characters of a string.
    pub precision: Option<usize>,
    /// The type letter.
    pub kind: Option<char>,
}

impl Spec {
    /// Reads a specification for a value.
    ///
    /// # Errors
    /// ValueError with CPython's texts.
    pub fn parse(m: &mut Machine, value: Ref, text: &str, default_align: char) -> PyResult<Spec> {
        let chars: Vec<char> = text.chars().collect();
        let mut spec = Spec {
            fill: ' ',
            align: default_align,
            sign: None,
            no_negative_zero: false,
            alternate: false,
            width: 0,
            grouping: None,
            precision: None,
            kind: None,
        };
        let is_align = |c: Option<&char>| matches!(c, Some('<' | '>' | '=' | '^'));
        let mut at = 0;
        let (mut fill_given, mut align_given) = (false, false);
        if is_align(chars.get(1)) {
            spec.fill = chars.first().copied().unwrap_or(' ');
            spec.align = chars.get(1).copied().unwrap_or('<');
            (fill_given, align_given) = (true, true);
            at = 2;
        } else if is_align(chars.first()) {
            spec.align = chars.first().copied().unwrap_or('<');
            align_given = true;
            at = 1;
        }
        let mut take = |wanted: &[char]| {
            let found = chars.get(at).copied().filter(|c| wanted.contains(c));
            at += usize::from(found.is_some());
            found
        };
        spec.sign = take(&['+', '-', ' ']);
        spec.no_negative_zero = take(&['z']).is_some();
        spec.alternate = take(&['#']).is_some();
        if !fill_given && take(&['0']).is_some() {
            spec.fill = '0';
            if !align_given && default_align == '>' {
                spec.align = '=';
            }
        }
        if let Some(width) = digits(m, &chars, &mut at)? {
            spec.width = width;
        }
        for mark in [',', '_'] {
            if chars.get(at) == Some(&mark) {
                if spec.grouping.is_some() {
                    return Err(m.value_error("Cannot specify both ',' and '_'."));
                }
                spec.grouping = Some(mark);
                at += 1;
            }
        }
        if spec.grouping == Some('_') && chars.get(at) == Some(&',') {
            return Err(m.value_error("Cannot specify both ',' and '_'."));
        }
        if chars.get(at) == Some(&'.') {
            at += 1;
            spec.precision = digits(m, &chars, &mut at)?;
            if spec.precision.is_none() {
                return Err(m.value_error("Format specifier missing precision"));
            }
        }
        let rest = chars.get(at..).unwrap_or_default();
        match rest {
            [] => {}
            [kind] => spec.kind = Some(*kind),
            _ => {
                let class = m.type_name(value).to_owned();
                return Err(m.value_error(&format!("Invalid format specifier '{text}' for object of type '{class}'")));
            }
        }
        if let Some(mark) = spec.grouping {
            let allowed = match spec.kind {
                None | Some('d' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F') => true,
                Some('b' | 'o' | 'x' | 'X') => mark == '_',
                Some(_) => false,
            };
            if !allowed {
                let kind = shown_kind(spec.kind.unwrap_or(' '));
                return Err(m.value_error(&format!("Cannot specify '{mark}' with {kind}.")));
            }
        }
        Ok(spec)
    }

    /// ValueError for a type letter that the value's type does not know.
    pub fn unknown_code(&self, m: &mut Machine, value: Ref) -> Unwind {
        let kind = shown_kind(self.kind.unwrap_or(' '));
        let class = m.type_name(value).to_owned();
        m.value_error(&format!("Unknown format code {kind} for object of type '{class}'"))
    }

    /// Fills up to the width; with `=` the room is behind the prefix.
    pub fn pad(&self, m: &mut Machine, prefix: &str, body: &str) -> PyResult<String> {
        let length = prefix.chars().count() + body.chars().count();
        let room = self.width.saturating_sub(length);
        if room.saturating_mul(self.fill.len_utf8()) > TEXT_LIMIT {
            return Err(m.memory_error());
        }
        let fill = |n: usize| self.fill.to_string().repeat(n);
        Ok(match self.align {
            '<' => format!("{prefix}{body}{}", fill(room)),
            '^' => format!("{}{prefix}{body}{}", fill(room / 2), fill(room - room / 2)),
            '=' => format!("{prefix}{}{body}", fill(room)),
            _ => format!("{}{prefix}{body}", fill(room)),
        })
    }
}

fn shown_kind(kind: char) -> String {
    if (' '..'\u{80}').contains(&kind) { format!("'{kind}'") } else { format!("'\\x{:x}'", kind as u32) }
}

/// A decimal number; `None` if there is no digit.
fn digits(m: &mut Machine, chars: &[char], at: &mut usize) -> PyResult<Option<usize>> {
    let mut value = None;
    while let Some(digit) = chars.get(*at).and_then(|c| c.to_digit(10)) {
        let next = value.unwrap_or(0i64).checked_mul(10).and_then(|v| v.checked_add(i64::from(digit)));
        match next {
            Some(next) => value = Some(next),
            None => return Err(m.value_error("Too many decimal digits in format string")),
        }
        *at += 1;
    }
    Ok(value.map(|v| usize::try_from(v).unwrap_or(usize::MAX)))
}
