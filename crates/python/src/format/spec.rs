//! The format specification mini-language (`Python/formatter_unicode.c`).

use crate::arithmetic::TEXT_LIMIT;
use crate::machine::{Machine, PyResult};
use crate::version::Version;

/// A parsed specification.
#[derive(Clone, Debug)]
pub(super) struct Spec {
    pub fill: char,
    /// '<', '>', '=' or '^'.
    pub align: char,
    pub align_given: bool,
    pub fill_given: bool,
    /// '+', '-' or ' '.
    pub sign: Option<char>,
    /// 'z': no negative zero.
    pub no_negative_zero: bool,
    /// '#'
    pub alternate: bool,
    pub width: Option<usize>,
    /// ',' or '_' between the digits before the point.
    pub grouping: Option<char>,
    pub precision: Option<usize>,
    /// The same behind the point (3.14+).
    pub fraction_grouping: Option<char>,
    pub kind: Option<char>,
}

fn number(m: &mut Machine, chars: &[char], at: &mut usize) -> PyResult<Option<usize>> {
    let start = *at;
    let mut value: usize = 0;
    while let Some(digit) = chars.get(*at).and_then(|c| c.to_digit(10)) {
        value = match value
            .checked_mul(10)
            .and_then(|v| v.checked_add(digit as usize))
        {
            Some(value) if i64::try_from(value).is_ok() => value,
            _ => return Err(m.value_error("Too many decimal digits in format string")),
        };
        *at += 1;
    }
    Ok((*at > start).then_some(value))
}

fn is_align(c: char) -> bool {
    matches!(c, '<' | '>' | '=' | '^')
}

impl Spec {
    /// Parses a specification; `class` is named in errors, `left` is the default alignment.
    pub fn parse(m: &mut Machine, text: &str, class: &str, left: bool) -> PyResult<Self> {
        let chars: Vec<char> = text.chars().collect();
        let mut spec = Spec {
            fill: ' ',
            align: if left { '<' } else { '>' },
            align_given: false,
            fill_given: false,
            sign: None,
            no_negative_zero: false,
            alternate: false,
            width: None,
            grouping: None,
            precision: None,
            fraction_grouping: None,
            kind: None,
        };
        let mut at = 0;
        match (chars.first(), chars.get(1)) {
            (Some(&fill), Some(&align)) if is_align(align) => {
                (spec.fill, spec.align) = (fill, align);
                (spec.fill_given, spec.align_given) = (true, true);
                at = 2;
            }
            (Some(&align), _) if is_align(align) => {
                spec.align = align;
                spec.align_given = true;
                at = 1;
            }
            _ => {}
        }
        if let Some(&c) = chars.get(at)
            && matches!(c, '+' | '-' | ' ')
        {
            spec.sign = Some(c);
            at += 1;
        }
        if chars.get(at) == Some(&'z') {
            spec.no_negative_zero = true;
            at += 1;
        }
        if chars.get(at) == Some(&'#') {
            spec.alternate = true;
            at += 1;
        }
        if !spec.fill_given && chars.get(at) == Some(&'0') {
            spec.fill = '0';
            if !spec.align_given && !left {
                spec.align = '=';
            }
            at += 1;
        }
        spec.width = number(m, &chars, &mut at)?;
        spec.grouping = grouping(m, &chars, &mut at)?;
        if chars.get(at) == Some(&'.') {
            at += 1;
            spec.precision = number(m, &chars, &mut at)?;
            let fraction = m.version >= Version::V3_14_2;
            if fraction {
                spec.fraction_grouping = grouping(m, &chars, &mut at)?;
            }
            if spec.precision.is_none() && spec.fraction_grouping.is_none() {
                return Err(m.value_error("Format specifier missing precision"));
            }
        }
        match chars.get(at..).unwrap_or_default() {
            [] => {}
            [kind] => spec.kind = Some(*kind),
            _ => {
                return Err(m.value_error(&format!(
                    "Invalid format specifier '{text}' for object of type '{class}'"
                )));
            }
        }
        for mark in [spec.grouping, spec.fraction_grouping]
            .into_iter()
            .flatten()
        {
            match spec.kind {
                None | Some('d' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F') => {}
                Some('b' | 'o' | 'x' | 'X') if mark == '_' => {}
                Some(kind) => {
                    let kind = if kind.is_ascii_graphic() {
                        kind.to_string()
                    } else {
                        format!("\\x{:x}", kind as u32)
                    };
                    return Err(m.value_error(&format!("Cannot specify '{mark}' with '{kind}'.")));
                }
            }
        }
        if spec.width.unwrap_or(0) > TEXT_LIMIT || spec.precision.unwrap_or(0) > TEXT_LIMIT {
            return Err(m.memory_error());
        }
        Ok(spec)
    }

    /// Fills a text up to the width, where '=' means '>'.
    pub fn pad(&self, text: &str) -> String {
        let missing = self.width.unwrap_or(0).saturating_sub(text.chars().count());
        let before = match self.align {
            '<' => 0,
            '^' => missing / 2,
            _ => missing,
        };
        let mut padded = String::with_capacity(text.len() + missing * self.fill.len_utf8());
        padded.extend(std::iter::repeat_n(self.fill, before));
        padded.push_str(text);
        padded.extend(std::iter::repeat_n(self.fill, missing - before));
        padded
    }
}

fn grouping(m: &mut Machine, chars: &[char], at: &mut usize) -> PyResult<Option<char>> {
    let mut found = None;
    while let Some(&mark) = chars.get(*at)
        && matches!(mark, ',' | '_')
    {
        match found {
            None => found = Some(mark),
            Some(first) if first == mark => {
                return Err(m.value_error(&format!("Cannot specify '{mark}' with '{mark}'.")));
            }
            Some(_) => return Err(m.value_error("Cannot specify both ',' and '_'.")),
        }
        *at += 1;
    }
    Ok(found)
}

/// A string by a specification.
pub(super) fn format_str(m: &mut Machine, text: &str, spec: &Spec) -> PyResult<String> {
    if !matches!(spec.kind, None | Some('s')) {
        return Err(unknown_code(m, spec.kind, "str"));
    }
    let message = if let Some(mark) = spec.grouping {
        &*format!("Cannot specify '{mark}' with 's'.")
    } else if spec.sign == Some(' ') {
        "Space not allowed in string format specifier"
    } else if spec.sign.is_some() {
        "Sign not allowed in string format specifier"
    } else if spec.no_negative_zero {
        "Negative zero coercion (z) not allowed in string format specifier"
    } else if spec.alternate {
        "Alternate form (#) not allowed in string format specifier"
    } else if spec.align == '=' {
        "'=' alignment not allowed in string format specifier"
    } else {
        let text: String = match spec.precision {
            Some(n) => text.chars().take(n).collect(),
            None => text.to_owned(),
        };
        return Ok(spec.pad(&text));
    };
    Err(m.value_error(message))
}

/// ValueError for a presentation type that a class does not have.
pub(super) fn unknown_code(
    m: &mut Machine,
    kind: Option<char>,
    class: &str,
) -> crate::machine::Unwind {
    let kind = kind.unwrap_or(' ');
    let message = if (kind as u32) > 32 && (kind as u32) < 128 {
        format!("Unknown format code '{kind}' for object of type '{class}'")
    } else {
        format!(
            "Unknown format code '\\x{:x}' for object of type '{class}'",
            kind as u32
        )
    };
    m.value_error(&message)
}
