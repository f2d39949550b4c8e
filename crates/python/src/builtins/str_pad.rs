//! Methods of `str` that fill up to a width.

use super::argument;
use super::argument::c_int;
use super::str::{changed, this, unchanged, within_memory};
use crate::machine::{Machine, PyResult};
use crate::objects::function::Kwargs;
use heap::Ref;

/// The width and the fill character of `center`, `ljust`, `rjust`.
fn padding(m: &mut Machine, name: &str, args: &[Ref], kwargs: &Kwargs) -> PyResult<(usize, char)> {
    argument::between(m, name, args, kwargs, 1, 2)?;
    let width = match args.first() {
        Some(&r) => super::list::index_argument(m, r)?,
        None => 0,
    };
    let fill = match args.get(1) {
        None => ' ',
        Some(&r) => {
            let Some(text) = m.str_of(r) else {
                let message = format!(
                    "The fill character must be a unicode character, not {}",
                    m.type_name(r)
                );
                return Err(m.type_error(&message));
            };
            let mut chars = text.chars();
            match (chars.next(), chars.next()) {
                (Some(c), None) => c,
                _ => {
                    return Err(
                        m.type_error("The fill character must be exactly one character long")
                    );
                }
            }
        }
    };
    Ok((usize::try_from(width).unwrap_or(0), fill))
}

/// Adds characters before and behind.
fn pad(
    m: &mut Machine,
    this: Ref,
    text: &str,
    left: usize,
    right: usize,
    fill: char,
) -> PyResult<Ref> {
    if left == 0 && right == 0 {
        return Ok(unchanged(m, this));
    }
    let added = left.saturating_add(right).saturating_mul(fill.len_utf8());
    within_memory(m, added.saturating_add(text.len()))?;
    let mut out = String::with_capacity(added + text.len());
    out.extend(std::iter::repeat_n(fill, left));
    out.push_str(text);
    out.extend(std::iter::repeat_n(fill, right));
    Ok(m.fresh_str(&out))
}

pub(super) fn center(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, text, rest) = this(m, args)?;
    let (width, fill) = padding(m, "center", rest, kwargs)?;
    let missing = width.saturating_sub(text.chars().count());
    let left = missing / 2 + (missing & width & 1);
    pad(m, this, &text, left, missing - left, fill)
}

pub(super) fn ljust(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, text, rest) = this(m, args)?;
    let (width, fill) = padding(m, "ljust", rest, kwargs)?;
    let missing = width.saturating_sub(text.chars().count());
    pad(m, this, &text, 0, missing, fill)
}

pub(super) fn rjust(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, text, rest) = this(m, args)?;
    let (width, fill) = padding(m, "rjust", rest, kwargs)?;
    let missing = width.saturating_sub(text.chars().count());
    pad(m, this, &text, missing, 0, fill)
}

pub(super) fn zfill(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, text, rest) = this(m, args)?;
    let width = argument::one(m, "str.zfill", rest, kwargs)?;
    let width = usize::try_from(super::list::index_argument(m, width)?).unwrap_or(0);
    let missing = width.saturating_sub(text.chars().count());
    let signed = text.starts_with(['+', '-']);
    if missing == 0 || !signed {
        return pad(m, this, &text, missing, 0, '0');
    }
    within_memory(m, missing.saturating_add(text.len()))?;
    let (sign, digits) = text.split_at(1);
    let out = format!("{sign}{}{digits}", "0".repeat(missing));
    Ok(m.fresh_str(&out))
}

pub(super) fn expandtabs(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    const SIGNATURE: argument::Signature = argument::Signature {
        name: "expandtabs",
        params: &["tabsize"],
        positional: 1,
        unnamed: 0,
        required: 0,
    };
    let (this, text, rest) = this(m, args)?;
    let [size]: [Option<Ref>; 1] = SIGNATURE.bind(m, rest, kwargs)?;
    let size = match size {
        Some(r) => usize::try_from(c_int(m, r)?).unwrap_or(0),
        None => 8,
    };
    within_memory(
        m,
        text.matches('\t')
            .count()
            .saturating_mul(size)
            .saturating_add(text.len()),
    )?;
    let mut out = String::new();
    let mut column = 0;
    for c in text.chars() {
        match c {
            '\t' => {
                let n = if size == 0 { 0 } else { size - column % size };
                out.extend(std::iter::repeat_n(' ', n));
                column += n;
            }
            c => {
                column = if c == '\n' || c == '\r' {
                    0
                } else {
                    column + 1
                };
                out.push(c);
            }
        }
    }
    changed(m, this, &out)
}
