//! Methods of `bytes` and `bytearray` that look for a part: find, count, startswith, replace.

use super::argument;
use super::bytes::{buffer, byte_arg, need_bytes};
use super::bytes_methods::{changed, class, this};
use super::str::within_memory;
use super::str_search::{bounds_within, one_to_three};
use super::str_split::most_splits;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::Kwargs;
use crate::version::Version;
use heap::Ref;

/// What is searched for: bytes, or one byte given as an int.
fn needle(m: &mut Machine, r: Ref) -> PyResult<Vec<u8>> {
    if let Some(bytes) = buffer(m, r) {
        return Ok(bytes);
    }
    let name = m.interp.names.index;
    if matches!(
        m.payload(r),
        Payload::Int(_) | Payload::BigInt(_) | Payload::Bool(_)
    ) || m.override_of(r, name).is_some()
    {
        return Ok(vec![byte_arg(m, r)?]);
    }
    let message = format!(
        "argument should be integer or bytes-like object, not '{}'",
        m.type_name(r)
    );
    Err(m.type_error(&message))
}

pub(super) fn position(bytes: &[u8], part: &[u8]) -> Option<usize> {
    if part.is_empty() {
        Some(0)
    } else {
        bytes.windows(part.len()).position(|w| w == part)
    }
}

pub(super) fn last_position(bytes: &[u8], part: &[u8]) -> Option<usize> {
    if part.is_empty() {
        Some(bytes.len())
    } else {
        bytes.windows(part.len()).rposition(|w| w == part)
    }
}

/// Where non-overlapping occurrences start.
pub(super) fn occurrences(bytes: &[u8], part: &[u8], most: usize) -> Vec<usize> {
    if part.is_empty() {
        return (0..=bytes.len()).take(most).collect();
    }
    let mut found = Vec::new();
    let mut at = 0;
    while found.len() < most
        && let Some(next) = bytes.get(at..).and_then(|rest| position(rest, part))
    {
        found.push(at + next);
        at += next + part.len();
    }
    found
}

type Window = Option<(usize, usize)>;

fn search(
    m: &mut Machine,
    name: &str,
    args: &[Ref],
    kwargs: &Kwargs,
) -> PyResult<(Vec<u8>, Vec<u8>, Window)> {
    let (_, bytes, rest) = this(m, args)?;
    one_to_three(m, name, rest, kwargs)?;
    let &[part, ref bounds @ ..] = rest else {
        return Ok((bytes, Vec::new(), None));
    };
    let window = bounds_within(m, bytes.len(), bounds)?;
    let part = needle(m, part)?;
    Ok((bytes, part, window))
}

fn find_at(
    m: &mut Machine,
    name: &str,
    args: &[Ref],
    kwargs: &Kwargs,
    last: bool,
) -> PyResult<Option<usize>> {
    let (bytes, part, window) = search(m, name, args, kwargs)?;
    Ok(window.and_then(|(start, end)| {
        let inside = bytes.get(start..end)?;
        let at = if last {
            last_position(inside, &part)
        } else {
            position(inside, &part)
        }?;
        Some(start + at)
    }))
}

fn index_int(m: &mut Machine, at: Option<usize>) -> PyResult<Ref> {
    Ok(m.new_int(at.and_then(|at| i64::try_from(at).ok()).unwrap_or(-1)))
}

/// `find`
pub fn find(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let at = find_at(m, "find", args, kwargs, false)?;
    index_int(m, at)
}

/// `rfind`
pub fn rfind(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let at = find_at(m, "rfind", args, kwargs, true)?;
    index_int(m, at)
}

/// `index`
pub fn index(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    match find_at(m, "index", args, kwargs, false)? {
        None => Err(m.value_error("subsection not found")),
        at => index_int(m, at),
    }
}

/// `rindex`
pub fn rindex(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    match find_at(m, "rindex", args, kwargs, true)? {
        None => Err(m.value_error("subsection not found")),
        at => index_int(m, at),
    }
}

/// `count`
pub fn count(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (bytes, part, window) = search(m, "count", args, kwargs)?;
    let inside = window.and_then(|(start, end)| bytes.get(start..end));
    let n = inside.map_or(0, |inside| occurrences(inside, &part, usize::MAX).len());
    Ok(m.new_int(i64::try_from(n).unwrap_or(i64::MAX)))
}

fn affix(
    m: &mut Machine,
    name: &str,
    args: &[Ref],
    kwargs: &Kwargs,
    test: fn(&[u8], &[u8]) -> bool,
) -> PyResult<Ref> {
    let (_, bytes, rest) = this(m, args)?;
    one_to_three(m, name, rest, kwargs)?;
    let &[what, ref bounds @ ..] = rest else {
        return Ok(m.none());
    };
    let window = bounds_within(m, bytes.len(), bounds)?;
    let inside = window.and_then(|(start, end)| bytes.get(start..end));
    if let Payload::Tuple(t) = m.payload(what) {
        for part in t.items.clone() {
            let part = need_bytes(m, part)?;
            if inside.is_some_and(|i| test(i, &part)) {
                return Ok(m.bool(true));
            }
        }
        return Ok(m.bool(false));
    }
    let Some(part) = buffer(m, what) else {
        let message = format!(
            "{name} first arg must be bytes or a tuple of bytes, not {}",
            m.type_name(what)
        );
        return Err(m.type_error(&message));
    };
    Ok(m.bool(inside.is_some_and(|i| test(i, &part))))
}

/// `startswith`
pub fn startswith(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    affix(m, "startswith", args, kwargs, |b, p| b.starts_with(p))
}

/// `endswith`
pub fn endswith(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    affix(m, "endswith", args, kwargs, |b, p| b.ends_with(p))
}

/// `removeprefix`
pub fn removeprefix(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, bytes, rest) = this(m, args)?;
    let part = argument::one(m, &format!("{}.removeprefix", class(m, this)), rest, kwargs)?;
    let part = need_bytes(m, part)?;
    changed(
        m,
        this,
        bytes.strip_prefix(part.as_slice()).unwrap_or(&bytes),
    )
}

/// `removesuffix`
pub fn removesuffix(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, bytes, rest) = this(m, args)?;
    let part = argument::one(m, &format!("{}.removesuffix", class(m, this)), rest, kwargs)?;
    let part = need_bytes(m, part)?;
    changed(
        m,
        this,
        bytes.strip_suffix(part.as_slice()).unwrap_or(&bytes),
    )
}

/// `replace`
pub fn replace(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, bytes, rest) = this(m, args)?;
    let [old, new, count] = if m.at_least(Version::V3_15) {
        const SIGNATURE: argument::Signature = argument::Signature {
            name: "replace",
            params: &["old", "new", "count"],
            positional: 3,
            unnamed: 2,
            required: 2,
        };
        SIGNATURE.bind(m, rest, kwargs)?
    } else {
        argument::between(m, "replace", rest, kwargs, 2, 3)?;
        [0, 1, 2].map(|i: usize| rest.get(i).copied())
    };
    let (Some(old), Some(new)) = (old, new) else {
        return Ok(m.none());
    };
    let (old, new) = (need_bytes(m, old)?, need_bytes(m, new)?);
    let most = most_splits(m, count)?;
    let places = occurrences(&bytes, &old, most);
    within_memory(
        m,
        bytes
            .len()
            .saturating_add(places.len().saturating_mul(new.len())),
    )?;
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    for place in places {
        out.extend(bytes.get(at..place).unwrap_or_default());
        out.extend(&new);
        at = place + old.len();
    }
    out.extend(bytes.get(at..).unwrap_or_default());
    changed(m, this, &out)
}
