//! Taking strings apart and putting them together: `split`, `strip`, `partition`, `join` (`Objects/stringlib`).

use heap::Ref;

use super::argument;
use super::argument::c_int;
use super::str::{this, unchanged, within_memory};
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::function::Kwargs;
use crate::types::TypeId;
use crate::version::Version;

/// `MAX_PREALLOC`: a list of parts starts with this much room.
const PREALLOC: usize = 12;

/// `Py_UNICODE_ISSPACE`
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\x1c'..='\x1f').contains(&c)
}

fn is_line_break(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r'
            | '\x0b'
            | '\x0c'
            | '\x1c'
            | '\x1d'
            | '\x1e'
            | '\u{85}'
            | '\u{2028}'
            | '\u{2029}'
    )
}

/// A list of parts as `split` makes it: room for 12 items or for `most + 1`, if those are fewer; then it grows.
pub(super) fn parts_list(m: &mut Machine, mut parts: Vec<Ref>, most: usize) -> Ref {
    let room = most.saturating_add(1).min(PREALLOC);
    let more = if parts.len() > room {
        parts.split_off(room)
    } else {
        Vec::new()
    };
    let list = m.new_list(parts);
    m.set_list_capacity(list, room as u32);
    for part in more {
        m.list_append(list, part);
    }
    list
}

/// `maxsplit`: negative means any number.
pub(super) fn most_splits(m: &mut Machine, r: Option<Ref>) -> PyResult<usize> {
    match r {
        Some(r) => Ok(usize::try_from(m.index(r)?).unwrap_or(usize::MAX)),
        None => Ok(usize::MAX),
    }
}

fn split_parts<'a>(
    text: &'a str,
    separator: Option<&str>,
    most: usize,
    from_right: bool,
) -> Vec<&'a str> {
    match (separator, from_right) {
        (Some(s), false) => text.splitn(most.saturating_add(1), s).collect(),
        (Some(s), true) => {
            let mut parts: Vec<&str> = text.rsplitn(most.saturating_add(1), s).collect();
            parts.reverse();
            parts
        }
        (None, false) => {
            let mut parts = Vec::new();
            let mut left = text.trim_start_matches(is_space);
            while !left.is_empty() {
                if parts.len() == most {
                    parts.push(left);
                    break;
                }
                let end = left.find(is_space).unwrap_or(left.len());
                let (part, more) = left.split_at(end);
                parts.push(part);
                left = more.trim_start_matches(is_space);
            }
            parts
        }
        (None, true) => {
            let mut parts = Vec::new();
            let mut left = text.trim_end_matches(is_space);
            while !left.is_empty() {
                if parts.len() == most {
                    parts.push(left);
                    break;
                }
                let start = left
                    .char_indices()
                    .rev()
                    .find(|(_, c)| is_space(*c))
                    .map_or(0, |(at, c)| at + c.len_utf8());
                let (more, part) = left.split_at(start);
                parts.push(part);
                left = more.trim_end_matches(is_space);
            }
            parts.reverse();
            parts
        }
    }
}

/// Bytes per character.
fn width(text: &str) -> u8 {
    text.chars()
        .map(|c| {
            if c as u32 > 0xffff {
                4
            } else if c as u32 > 0xff {
                2
            } else {
                1
            }
        })
        .max()
        .unwrap_or(1)
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
    let (this, text, rest) = this(m, args)?;
    let [separator, most]: [Option<Ref>; 2] = signature.bind(m, rest, kwargs)?;
    let most = most_splits(m, most)?;
    let separator = match separator.filter(|&r| !m.is_none(r)) {
        None => None,
        Some(r) => match m.str_of(r) {
            Some("") => return Err(m.value_error("empty separator")),
            Some(s) => Some(s.to_owned()),
            None => {
                let message = format!("must be str or None, not {}", m.type_name(r));
                return Err(m.type_error(&message));
            }
        },
    };
    if let Some(separator) = &separator
        && (separator.chars().count() > text.chars().count() || width(separator) > width(&text))
    {
        let only = m.newref(this);
        return Ok(m.new_list(vec![only]));
    }
    let parts = split_parts(&text, separator.as_deref(), most, from_right);
    let most = if most == usize::MAX && m.at_least(Version::V3_12) {
        // Not more than there can be.
        let chars = text.chars().count();
        match &separator {
            None => chars.saturating_sub(1) / 2 + 1,
            Some(separator) => chars / separator.chars().count().max(1) + 1,
        }
    } else {
        most
    };
    let whole = parts.len() == 1 && parts.first().is_some_and(|p| p.len() == text.len());
    if whole {
        let only = unchanged(m, this);
        return Ok(parts_list(m, vec![only], most));
    }
    let parts = parts.into_iter().map(|p| m.new_str(p)).collect();
    Ok(parts_list(m, parts, most))
}

/// `str.split`
pub fn split(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    split_with(m, "split", args, kwargs, false)
}

/// `str.rsplit`
pub fn rsplit(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    split_with(m, "rsplit", args, kwargs, true)
}

/// `str.splitlines`
pub fn splitlines(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    const SIGNATURE: argument::Signature = argument::Signature {
        name: "splitlines",
        params: &["keepends"],
        positional: 1,
        unnamed: 0,
        required: 0,
    };
    let (this, text, rest) = this(m, args)?;
    let [keep]: [Option<Ref>; 1] = SIGNATURE.bind(m, rest, kwargs)?;
    let keep = match keep {
        Some(r) if m.at_least(Version::V3_12) => m.truth(r)?,
        Some(r) => c_int(m, r)? != 0,
        None => false,
    };
    let list = m.new_list(Vec::new());
    let mut left = &*text;
    while !left.is_empty() {
        let end = left.find(is_line_break).unwrap_or(left.len());
        let (line, more) = left.split_at(end);
        let mut chars = more.chars();
        let skip = match chars.next() {
            Some('\r') if chars.next() == Some('\n') => 2,
            Some(c) => c.len_utf8(),
            None => 0,
        };
        let taken = left.get(..end + skip).unwrap_or(line);
        let part = if keep { taken } else { line };
        let item = if part.len() == text.len() {
            unchanged(m, this)
        } else {
            m.new_str(part)
        };
        m.list_append(list, item);
        left = left.get(end + skip..).unwrap_or_default();
    }
    Ok(list)
}

// ---- strip

fn strip_with(
    m: &mut Machine,
    name: &str,
    args: &[Ref],
    kwargs: &Kwargs,
    left: bool,
    right: bool,
) -> PyResult<Ref> {
    let (this, text, rest) = this(m, args)?;
    argument::between(m, name, rest, kwargs, 0, 1)?;
    let set: Option<Vec<char>> = match rest.first().filter(|&&r| !m.is_none(r)) {
        None => None,
        Some(&r) => match m.str_of(r) {
            Some(chars) => Some(chars.chars().collect()),
            None => {
                let message = format!("{name} arg must be None or str");
                return Err(m.type_error(&message));
            }
        },
    };
    let goes = |c: char| match &set {
        Some(set) => set.contains(&c),
        None => is_space(c),
    };
    let mut part = &*text;
    if left {
        part = part.trim_start_matches(goes);
    }
    if right {
        part = part.trim_end_matches(goes);
    }
    if part.len() == text.len() {
        Ok(unchanged(m, this))
    } else {
        Ok(m.new_str(part))
    }
}

/// `str.strip`
pub fn strip(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    strip_with(m, "strip", args, kwargs, true, true)
}

/// `str.lstrip`
pub fn lstrip(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    strip_with(m, "lstrip", args, kwargs, true, false)
}

/// `str.rstrip`
pub fn rstrip(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    strip_with(m, "rstrip", args, kwargs, false, true)
}

// ---- partition

fn partition_with(
    m: &mut Machine,
    name: &str,
    args: &[Ref],
    kwargs: &Kwargs,
    last: bool,
) -> PyResult<Ref> {
    let (this, text, rest) = this(m, args)?;
    let separator = argument::one(m, &format!("str.{name}"), rest, kwargs)?;
    let Some(part) = m.str_of(separator).map(str::to_owned) else {
        let message = format!("must be str, not {}", m.type_name(separator));
        return Err(m.type_error(&message));
    };
    if part.is_empty() {
        return Err(m.value_error("empty separator"));
    }
    let found = if last {
        text.rsplit_once(&*part)
    } else {
        text.split_once(&*part)
    };
    let parts = match found {
        Some((before, behind)) => {
            let before = m.new_str(before);
            m.incref(separator);
            vec![before, separator, m.new_str(behind)]
        }
        None => {
            let whole = m.newref(this);
            let (a, b) = (m.new_str(""), m.new_str(""));
            if last {
                vec![a, b, whole]
            } else {
                vec![whole, a, b]
            }
        }
    };
    Ok(m.new_tuple_tracked(parts))
}

/// `str.partition`
pub fn partition(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    partition_with(m, "partition", args, kwargs, false)
}

/// `str.rpartition`
pub fn rpartition(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    partition_with(m, "rpartition", args, kwargs, true)
}

// ---- join

/// The items of what `join` was given, as new references; another error than "not iterable" passes.
pub(super) fn joined_items(m: &mut Machine, iterable: Ref) -> PyResult<Vec<Ref>> {
    if matches!(m.payload(iterable), Payload::List(_) | Payload::Tuple(_)) {
        return m.collect(iterable);
    }
    let iterator = match m.iter(iterable) {
        Err(Unwind::Raise(e)) if m.is_native(e, TypeId::TypeError) => {
            m.decref(e);
            return Err(m.type_error("can only join an iterable"));
        }
        other => other?,
    };
    m.hold(iterator);
    let items = m.collect(iterator);
    m.unhold();
    m.give_up(iterator, items)
}

/// `str.join`
pub fn join(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (_, separator, rest) = this(m, args)?;
    let iterable = argument::one(m, "str.join", rest, kwargs)?;
    let items = joined_items(m, iterable)?;
    let result = join_items(m, &separator, &items);
    give_up_items(m, items, result)
}

/// Gives up items while a result is on its way out: what dies with them may run code.
pub(super) fn give_up_items(
    m: &mut Machine,
    items: Vec<Ref>,
    result: PyResult<Ref>,
) -> PyResult<Ref> {
    match result {
        Ok(r) | Err(Unwind::Raise(r) | Unwind::Reraise(r)) => {
            m.hold(r);
            m.decref_all(items);
            m.unhold();
        }
        Err(Unwind::Halt) => m.decref_all(items),
    }
    result
}

fn join_items(m: &mut Machine, separator: &str, items: &[Ref]) -> PyResult<Ref> {
    if let &[only] = items
        && m.is_exact(only, TypeId::Str)
    {
        return Ok(m.newref(only));
    }
    let mut out = String::new();
    for (i, &item) in items.iter().enumerate() {
        let Some(text) = m.str_of(item) else {
            let message = format!(
                "sequence item {i}: expected str instance, {} found",
                m.type_name(item)
            );
            return Err(m.type_error(&message));
        };
        if i > 0 {
            out.push_str(separator);
        }
        out.push_str(text);
        within_memory(m, out.len())?;
    }
    Ok(m.fresh_str(&out))
}
