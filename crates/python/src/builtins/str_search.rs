//! Methods of `str` that look for a part: find, count, startswith, replace.

use super::argument;
use super::str::{changed, not_a_string, text_arg, this, unchanged, within_memory};
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::Kwargs;
use crate::version::Version;
use heap::Ref;

/// Byte offset of a character.
fn byte_of(text: &str, index: usize) -> usize {
    if text.is_ascii() {
        return index.min(text.len());
    }
    text.char_indices()
        .nth(index)
        .map_or(text.len(), |(at, _)| at)
}

/// Index of the character at a byte offset.
fn char_of(text: &str, byte: usize) -> usize {
    if text.is_ascii() {
        byte
    } else {
        text.get(..byte).map_or(0, |t| t.chars().count())
    }
}

/// The byte range that `start` and `end` arguments mean; `None` if it ends before it starts.
fn window(m: &mut Machine, text: &str, bounds: &[Ref]) -> PyResult<Option<(usize, usize)>> {
    if bounds.is_empty() {
        return Ok(Some((0, text.len())));
    }
    let len = if text.is_ascii() {
        text.len()
    } else {
        text.chars().count()
    };
    let Some((start, end)) = bounds_within(m, len, bounds)? else {
        return Ok(None);
    };
    Ok(Some((byte_of(text, start), byte_of(text, end))))
}

/// One bound; 3.15 does not say in its refusal that None would do.
fn bound(m: &mut Machine, r: Ref) -> PyResult<Option<i64>> {
    if m.at_least(Version::V3_15)
        && !m.is_none(r)
        && m.index_object(r)?.map(|i| m.decref(i)).is_none()
    {
        return Err(m.type_error("slice indices must be integers or have an __index__ method"));
    }
    m.slice_index(r)
}

/// `start` and `end` arguments within a length (`ADJUST_INDICES`); `None` if nothing lies between them.
pub(super) fn bounds_within(
    m: &mut Machine,
    len: usize,
    bounds: &[Ref],
) -> PyResult<Option<(usize, usize)>> {
    let len = i64::try_from(len).unwrap_or(i64::MAX);
    let start = match bounds.first() {
        Some(&r) => bound(m, r)?.unwrap_or(0),
        None => 0,
    };
    let end = match bounds.get(1) {
        Some(&r) => bound(m, r)?.unwrap_or(i64::MAX),
        None => i64::MAX,
    };
    let end = if end < 0 {
        end.saturating_add(len).max(0)
    } else {
        end.min(len)
    };
    let start = if start < 0 {
        start.saturating_add(len).max(0)
    } else {
        start
    };
    if start > end {
        return Ok(None);
    }
    Ok(Some((start as usize, end as usize)))
}

/// How many arguments a search has: what, from where, up to where.
pub(super) fn one_to_three(
    m: &mut Machine,
    name: &str,
    rest: &[Ref],
    kwargs: &Kwargs,
) -> PyResult<()> {
    argument::no_keywords(m, name, kwargs)?;
    let given = rest.len();
    if (1..=3).contains(&given) {
        return Ok(());
    }
    if m.version >= Version::V3_13 {
        return argument::count(m, name, given, 1, 3);
    }
    let limit = if given == 0 {
        "at least 1 argument"
    } else {
        "at most 3 arguments"
    };
    Err(m.type_error(&format!("{name}() takes {limit} ({given} given)")))
}

/// What `find`, `rfind`, `index`, `rindex` and `count` look for, and where.
fn search<'a>(
    m: &mut Machine,
    name: &str,
    text: &'a str,
    rest: &[Ref],
    kwargs: &Kwargs,
) -> PyResult<(Option<(usize, &'a str)>, String)> {
    one_to_three(m, name, rest, kwargs)?;
    let &[part, ref bounds @ ..] = rest else {
        return Ok((None, String::new()));
    };
    if !m.at_least(Version::V3_13) {
        // Up to 3.12 the bounds are read before the part.
        window(m, text, bounds)?;
    }
    let Some(part) = m.str_of(part).map(str::to_owned) else {
        if m.version >= Version::V3_13 {
            return Err(not_a_string(m, name, 1, part));
        }
        let message = format!("must be str, not {}", m.type_name(part));
        return Err(m.type_error(&message));
    };
    let window = window(m, text, bounds)?;
    Ok((
        window.and_then(|(start, end)| Some((start, text.get(start..end)?))),
        part,
    ))
}

fn find_at(
    m: &mut Machine,
    name: &str,
    args: &[Ref],
    kwargs: &Kwargs,
    last: bool,
) -> PyResult<Option<usize>> {
    let (_, text, rest) = this(m, args)?;
    let (window, part) = search(m, name, &text, rest, kwargs)?;
    let found = window.and_then(|(start, window)| {
        let at = if last {
            window.rfind(&*part)
        } else {
            window.find(&*part)
        };
        at.map(|at| start + at)
    });
    Ok(found.map(|at| char_of(&text, at)))
}

fn position(m: &mut Machine, found: Option<usize>) -> PyResult<Ref> {
    let at = found.and_then(|at| i64::try_from(at).ok()).unwrap_or(-1);
    Ok(m.new_int(at))
}

pub(super) fn find(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let found = find_at(m, "find", args, kwargs, false)?;
    position(m, found)
}

pub(super) fn rfind(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let found = find_at(m, "rfind", args, kwargs, true)?;
    position(m, found)
}

pub(super) fn index(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    match find_at(m, "index", args, kwargs, false)? {
        None => Err(m.value_error("substring not found")),
        found => position(m, found),
    }
}

pub(super) fn rindex(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    match find_at(m, "rindex", args, kwargs, true)? {
        None => Err(m.value_error("substring not found")),
        found => position(m, found),
    }
}

pub(super) fn count(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (_, text, rest) = this(m, args)?;
    let (window, part) = search(m, "count", &text, rest, kwargs)?;
    let n = match window {
        None => 0,
        Some((_, window)) if part.is_empty() => window.chars().count() + 1,
        Some((_, window)) => window.matches(&*part).count(),
    };
    Ok(m.new_int(i64::try_from(n).unwrap_or(i64::MAX)))
}

fn affix(
    m: &mut Machine,
    name: &str,
    args: &[Ref],
    kwargs: &Kwargs,
    test: fn(&str, &str) -> bool,
) -> PyResult<Ref> {
    let (_, text, rest) = this(m, args)?;
    one_to_three(m, name, rest, kwargs)?;
    let &[what, ref bounds @ ..] = rest else {
        return Ok(m.none());
    };
    let window = window(m, &text, bounds)?;
    let window = window.and_then(|(start, end)| text.get(start..end));
    let answer = match m.payload(what) {
        Payload::Tuple(t) => {
            for part in t.items.clone() {
                let Some(part) = m.str_of(part) else {
                    let message = format!(
                        "tuple for {name} must only contain str, not {}",
                        m.type_name(part)
                    );
                    return Err(m.type_error(&message));
                };
                if window.is_some_and(|w| test(w, part)) {
                    return Ok(m.bool(true));
                }
            }
            false
        }
        Payload::Str(part) => window.is_some_and(|w| test(w, &part.text)),
        _ => {
            let message = format!(
                "{name} first arg must be str or a tuple of str, not {}",
                m.type_name(what)
            );
            return Err(m.type_error(&message));
        }
    };
    Ok(m.bool(answer))
}

pub(super) fn startswith(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    affix(m, "startswith", args, kwargs, |text, part| {
        text.starts_with(part)
    })
}

pub(super) fn endswith(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    affix(m, "endswith", args, kwargs, |text, part| {
        text.ends_with(part)
    })
}

pub(super) fn removeprefix(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, text, rest) = this(m, args)?;
    let prefix = argument::one(m, "str.removeprefix", rest, kwargs)?;
    let prefix = text_arg(m, "removeprefix", 0, prefix)?;
    let left = text.strip_prefix(&*prefix).unwrap_or(&text).to_owned();
    changed(m, this, &left)
}

pub(super) fn removesuffix(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, text, rest) = this(m, args)?;
    let suffix = argument::one(m, "str.removesuffix", rest, kwargs)?;
    let suffix = text_arg(m, "removesuffix", 0, suffix)?;
    let left = text.strip_suffix(&*suffix).unwrap_or(&text).to_owned();
    changed(m, this, &left)
}

pub(super) fn replace(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    const SIGNATURE: argument::Signature = argument::Signature {
        name: "replace",
        params: &["old", "new", "count"],
        positional: 3,
        unnamed: 2,
        required: 2,
    };
    let (this, text, rest) = this(m, args)?;
    let (old, new, most) = if m.version >= Version::V3_13 {
        let [old, new, most]: [Option<Ref>; 3] = SIGNATURE.bind(m, rest, kwargs)?;
        (old, new, most)
    } else {
        argument::no_keywords(m, "str.replace", kwargs)?;
        argument::count(m, "replace", rest.len(), 2, 3)?;
        (
            rest.first().copied(),
            rest.get(1).copied(),
            rest.get(2).copied(),
        )
    };
    let (Some(old), Some(new)) = (old, new) else {
        return Ok(m.none());
    };
    let same = old == new;
    let old = text_arg(m, "replace", 1, old)?;
    let new = text_arg(m, "replace", 2, new)?;
    let most = match most {
        Some(n) => usize::try_from(m.index(n)?).unwrap_or(usize::MAX),
        None => usize::MAX,
    };
    let found = if old.is_empty() {
        text.chars().count() + 1
    } else {
        text.matches(&*old).count()
    }
    .min(most);
    within_memory(
        m,
        text.len().saturating_add(found.saturating_mul(new.len())),
    )?;
    if found == 0 || same {
        return Ok(unchanged(m, this));
    }
    Ok(m.fresh_str(&text.replacen(&*old, &new, found)))
}
