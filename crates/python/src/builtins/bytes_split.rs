//! Taking bytes apart and putting them together: `split`, `strip`, `partition`, `join` (`Objects/stringlib`).

use heap::Ref;

use super::argument;
use super::argument::c_int;
use super::bytes::{buffer, need_bytes};
use super::bytes_methods::{changed, class, like, this};
use super::bytes_search::{last_position, occurrences, position};
use super::str::within_memory;
use super::str_split::{give_up_items, joined_items, most_splits, parts_list};
use crate::machine::{Machine, PyResult};
use crate::objects::function::Kwargs;
use crate::types::TypeId;
use crate::version::Version;

/// White space among the ASCII characters.
pub(super) fn is_space(b: u8) -> bool {
    b.is_ascii_whitespace() || b == 0x0b
}

fn split_with(
    m: &mut Machine,
    name: &'static str,
    args: &[Ref],
    kwargs: &Kwargs,
    from_right: bool,
) -> PyResult<Ref> {
    let signature = argument::Signature {
        name,
        params: &["sep", "maxsplit"],
        positional: 2,
        unnamed: 0,
        required: 0,
    };
    let (this, bytes, rest) = this(m, args)?;
    let [separator, most]: [Option<Ref>; 2] = signature.bind(m, rest, kwargs)?;
    let most = most_splits(m, most)?;
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    match separator.filter(|&r| !m.is_none(r)) {
        Some(r) => {
            let separator = need_bytes(m, r)?;
            if separator.is_empty() {
                return Err(m.value_error("empty separator"));
            }
            if from_right {
                let mut end = bytes.len();
                while ranges.len() < most
                    && let Some(at) = bytes.get(..end).and_then(|b| last_position(b, &separator))
                {
                    ranges.push((at + separator.len(), end));
                    end = at;
                }
                ranges.push((0, end));
                ranges.reverse();
            } else {
                let mut at = 0;
                for place in occurrences(&bytes, &separator, most) {
                    ranges.push((at, place));
                    at = place + separator.len();
                }
                ranges.push((at, bytes.len()));
            }
        }
        None => words(&bytes, most, from_right, &mut ranges),
    }
    let mut parts = Vec::with_capacity(ranges.len());
    for (start, end) in ranges {
        let part = bytes.get(start..end).unwrap_or_default();
        let made = if part.len() == bytes.len() {
            changed(m, this, part)
        } else {
            like(m, this, part)
        };
        match made {
            Ok(part) => parts.push(part),
            Err(e) => {
                m.decref_all(parts);
                return Err(e);
            }
        }
    }
    Ok(parts_list(m, parts, most))
}

/// Ranges between white space.
fn words(bytes: &[u8], most: usize, from_right: bool, ranges: &mut Vec<(usize, usize)>) {
    let mut start = bytes
        .iter()
        .position(|&b| !is_space(b))
        .unwrap_or(bytes.len());
    let mut end = bytes
        .iter()
        .rposition(|&b| !is_space(b))
        .map_or(start, |at| at + 1);
    while start < end {
        let inside = bytes.get(start..end).unwrap_or_default();
        let gap = if from_right {
            inside.iter().rposition(|&b| is_space(b))
        } else {
            inside.iter().position(|&b| is_space(b))
        };
        if ranges.len() >= most {
            // What is left stays whole, with the white space at its far end.
            ranges.push(if from_right {
                (0, end)
            } else {
                (start, bytes.len())
            });
            break;
        }
        let Some(gap) = gap else {
            ranges.push((start, end));
            break;
        };
        if from_right {
            ranges.push((start + gap + 1, end));
            end = start
                + inside
                    .get(..gap)
                    .unwrap_or_default()
                    .iter()
                    .rposition(|&b| !is_space(b))
                    .map_or(0, |at| at + 1);
        } else {
            ranges.push((start, start + gap));
            let rest = inside.get(gap..).unwrap_or_default();
            start += gap
                + rest
                    .iter()
                    .position(|&b| !is_space(b))
                    .unwrap_or(rest.len());
        }
    }
    if from_right {
        ranges.reverse();
    }
}

/// `split`
pub fn split(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    split_with(m, "split", args, kwargs, false)
}

/// `rsplit`
pub fn rsplit(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    split_with(m, "rsplit", args, kwargs, true)
}

/// `splitlines`
pub fn splitlines(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    const SIGNATURE: argument::Signature = argument::Signature {
        name: "splitlines",
        params: &["keepends"],
        positional: 1,
        unnamed: 0,
        required: 0,
    };
    let (this, bytes, rest) = this(m, args)?;
    let [keep]: [Option<Ref>; 1] = SIGNATURE.bind(m, rest, kwargs)?;
    let keep = match keep {
        Some(r) if m.at_least(Version::V3_12) => m.truth(r)?,
        Some(r) => c_int(m, r)? != 0,
        None => false,
    };
    let list = m.new_list(Vec::new());
    let mut left = bytes.as_slice();
    while !left.is_empty() {
        let end = left
            .iter()
            .position(|b| matches!(b, b'\n' | b'\r'))
            .unwrap_or(left.len());
        let skip = match left.get(end..) {
            Some([b'\r', b'\n', ..]) => 2,
            Some([_, ..]) => 1,
            _ => 0,
        };
        let part = left
            .get(..if keep { end + skip } else { end })
            .unwrap_or_default();
        match changed(m, this, part) {
            Ok(item) => m.list_append(list, item),
            Err(e) => {
                return m.give_up(list, Err(e));
            }
        }
        left = left.get(end + skip..).unwrap_or_default();
    }
    Ok(list)
}

fn strip_with(
    m: &mut Machine,
    name: &str,
    args: &[Ref],
    kwargs: &Kwargs,
    left: bool,
    right: bool,
) -> PyResult<Ref> {
    let (this, bytes, rest) = this(m, args)?;
    argument::between(m, name, rest, kwargs, 0, 1)?;
    let set = match rest.first().filter(|&&r| !m.is_none(r)) {
        Some(&r) => Some(need_bytes(m, r)?),
        None => None,
    };
    let goes = |b: u8| match &set {
        Some(set) => set.contains(&b),
        None => is_space(b),
    };
    let mut part = bytes.as_slice();
    while let [first, rest @ ..] = part
        && left
        && goes(*first)
    {
        part = rest;
    }
    while let [rest @ .., last] = part
        && right
        && goes(*last)
    {
        part = rest;
    }
    changed(m, this, part)
}

/// `strip`
pub fn strip(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    strip_with(m, "strip", args, kwargs, true, true)
}

/// `lstrip`
pub fn lstrip(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    strip_with(m, "lstrip", args, kwargs, true, false)
}

/// `rstrip`
pub fn rstrip(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    strip_with(m, "rstrip", args, kwargs, false, true)
}

fn partition_with(
    m: &mut Machine,
    name: &str,
    args: &[Ref],
    kwargs: &Kwargs,
    last: bool,
) -> PyResult<Ref> {
    let (this, bytes, rest) = this(m, args)?;
    let separator = argument::one(m, &format!("{}.{name}", class(m, this)), rest, kwargs)?;
    let part = need_bytes(m, separator)?;
    if part.is_empty() {
        return Err(m.value_error("empty separator"));
    }
    let at = if last {
        last_position(&bytes, &part)
    } else {
        position(&bytes, &part)
    };
    let array = m.is_native(this, TypeId::ByteArray);
    let parts = match at {
        Some(at) => {
            let before = like(m, this, bytes.get(..at).unwrap_or_default())?;
            let behind = like(m, this, bytes.get(at + part.len()..).unwrap_or_default())?;
            let middle = if array {
                like(m, this, &part)?
            } else {
                m.newref(separator)
            };
            vec![before, middle, behind]
        }
        None => {
            let whole = if array {
                like(m, this, &bytes)?
            } else {
                m.newref(this)
            };
            let (a, b) = (like(m, this, &[])?, like(m, this, &[])?);
            if last {
                vec![a, b, whole]
            } else {
                vec![whole, a, b]
            }
        }
    };
    Ok(m.new_tuple_tracked(parts))
}

/// `partition`
pub fn partition(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    partition_with(m, "partition", args, kwargs, false)
}

/// `rpartition`
pub fn rpartition(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    partition_with(m, "rpartition", args, kwargs, true)
}

/// `join`
pub fn join(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, separator, rest) = this(m, args)?;
    let iterable = argument::one(m, &format!("{}.join", class(m, this)), rest, kwargs)?;
    let items = joined_items(m, iterable)?;
    let result = join_items(m, this, &separator, &items);
    give_up_items(m, items, result)
}

fn join_items(m: &mut Machine, this: Ref, separator: &[u8], items: &[Ref]) -> PyResult<Ref> {
    if let &[only] = items
        && m.is_exact(only, TypeId::Bytes)
        && m.is_native(this, TypeId::Bytes)
    {
        return Ok(m.newref(only));
    }
    let mut out = Vec::new();
    for (i, &item) in items.iter().enumerate() {
        let Some(bytes) = buffer(m, item) else {
            let message = format!(
                "sequence item {i}: expected a bytes-like object, {} found",
                m.type_name(item)
            );
            return Err(m.type_error(&message));
        };
        if i > 0 {
            out.extend(separator);
        }
        out.extend(bytes);
        within_memory(m, out.len())?;
    }
    like(m, this, &out)
}
