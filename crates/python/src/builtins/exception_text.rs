//! `str` of exceptions, by kind (`Objects/exceptions.c`).

use heap::Ref;

use super::exception_group::members;
use super::exceptions::{arguments, exception, field};
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::types::TypeId;

/// Texts inside texts deeper than this raise RecursionError before the real machine's stack ends.
pub(super) const MOST_NESTED: usize = 300;

/// `str(exception)` by its built-in kind.
pub fn message(m: &mut Machine, e: Ref) -> PyResult<Ref> {
    let id = kind(m, e);
    let args = arguments(m, e);
    if id.is_subtype(TypeId::KeyError) {
        if let &[key] = args.as_slice() {
            return m.repr(key);
        }
    } else if id.is_subtype(TypeId::ImportError) {
        let msg = exception(m, e).and_then(|x| x.field("msg"));
        if let Some(msg) = msg.filter(|&r| m.is_exact(r, TypeId::Str)) {
            return Ok(m.newref(msg));
        }
    } else if id.is_subtype(TypeId::OSError) {
        if let Some(text) = os_error_text(m, e)? {
            return Ok(m.new_str(&text));
        }
    } else if id.is_subtype(TypeId::SyntaxError) {
        let text = syntax_error_text(m, e)?;
        return Ok(m.new_str(&text));
    } else if matches!(id, TypeId::UnicodeDecodeError | TypeId::UnicodeEncodeError) {
        let text = unicode_error_text(m, e, id)?;
        return Ok(m.new_str(&text));
    } else if id.is_subtype(TypeId::BaseExceptionGroup) {
        let n = members(m, e).len();
        let plural = if n == 1 { "" } else { "s" };
        let message = field(m, e, "message")?;
        let text = m.str_string(message);
        m.decref(message);
        return Ok(m.new_str(&format!("{} ({n} sub-exception{plural})", text?)));
    }
    plain_message(m, e)
}

/// The kind whose `__str__` a class inherits: of several bases, the first one that has it.
fn kind(m: &mut Machine, e: Ref) -> TypeId {
    let (class, name) = (m.class_of(e), m.interp.names.str);
    let found = m.type_lookup(class, name).map(|f| m.payload(f));
    match found {
        Some(Payload::Builtin(b)) => b
            .owner
            .map_or(m.native_type(e), |owner| m.native_of_class(owner)),
        _ => m.native_type(e),
    }
}

/// `BaseException.__str__`: the only argument, or all of them.
pub(super) fn plain_message(m: &mut Machine, e: Ref) -> PyResult<Ref> {
    match arguments(m, e).as_slice() {
        [] => Ok(m.new_str("")),
        &[only] => {
            // Nothing marks an exception inside itself: its text would never end.
            let running = &m.modules_state.in_repr;
            if running.contains(&e) || running.len() >= MOST_NESTED {
                let text = "maximum recursion depth exceeded while getting the str of an object";
                return Err(m.error(TypeId::RecursionError, text));
            }
            m.modules_state.in_repr.push(e);
            m.incref(only);
            m.hold(only);
            let text = m.str(only);
            m.unhold();
            m.modules_state.in_repr.pop();
            m.give_up(only, text)
        }
        _ => match exception(m, e).and_then(|x| x.args) {
            Some(args) => m.repr(args),
            None => Ok(m.new_str("")),
        },
    }
}

/// A member as text: its `str`, or its `repr`; "None" if it was never set.
fn part(m: &mut Machine, e: Ref, name: &str, repr: bool) -> PyResult<String> {
    let r = field(m, e, name)?;
    m.hold(r);
    let text = if repr {
        m.repr_string(r)
    } else {
        m.str_string(r)
    };
    m.unhold();
    m.give_up(r, text)
}

fn os_error_text(m: &mut Machine, e: Ref) -> PyResult<Option<String>> {
    let Some(x) = exception(m, e) else {
        return Ok(None);
    };
    let (number, text) = (x.field("errno").is_some(), x.field("strerror").is_some());
    let (file, second) = (
        x.field("filename").is_some(),
        x.field("filename2").is_some(),
    );
    if !(file || number && text) {
        return Ok(None);
    }
    let mut out = format!(
        "[Errno {}] {}",
        part(m, e, "errno", false)?,
        part(m, e, "strerror", false)?
    );
    if file {
        out.push_str(": ");
        out.push_str(&part(m, e, "filename", true)?);
        if second {
            out.push_str(" -> ");
            out.push_str(&part(m, e, "filename2", true)?);
        }
    }
    Ok(Some(out))
}

fn syntax_error_text(m: &mut Machine, e: Ref) -> PyResult<String> {
    let msg = part(m, e, "msg", false)?;
    let Some(x) = exception(m, e) else {
        return Ok(msg);
    };
    let file = x
        .field("filename")
        .and_then(|f| m.str_of(f))
        .map(|f| f.rsplit('/').next().unwrap_or(f).to_owned());
    let line = match x.field("lineno").map(|l| m.payload(l)) {
        Some(Payload::Int(line)) => Some(*line),
        _ => None,
    };
    Ok(match (file, line) {
        (Some(file), Some(line)) => format!("{msg} ({file}, line {line})"),
        (Some(file), None) => format!("{msg} ({file})"),
        (None, Some(line)) => format!("{msg} (line {line})"),
        (None, None) => msg,
    })
}

fn unicode_error_text(m: &mut Machine, e: Ref, id: TypeId) -> PyResult<String> {
    let Some(x) = exception(m, e) else {
        return Ok(String::new());
    };
    let number = |name| match x.field(name).map(|r| m.payload(r)) {
        Some(Payload::Int(i)) => *i,
        _ => 0,
    };
    let (start, end) = (number("start"), number("end"));
    let Some(object) = x.field("object") else {
        return Ok(String::new());
    };
    let at = usize::try_from(start).unwrap_or(0);
    let single = end == start.saturating_add(1);
    let what = if id == TypeId::UnicodeDecodeError {
        let byte = match m.payload(object) {
            Payload::Bytes(b) => b.get(at).copied(),
            Payload::ByteArray(b) => b.get(at).copied(),
            _ => None,
        };
        match byte.filter(|_| single) {
            Some(b) => format!("decode byte 0x{b:02x} in position {start}"),
            None => format!("decode bytes in position {start}-{}", end.saturating_sub(1)),
        }
    } else {
        match m
            .str_of(object)
            .and_then(|s| s.chars().nth(at))
            .filter(|_| single)
        {
            Some(c) => {
                let n = c as u32;
                let escaped = match n {
                    0..=0xff => format!("\\x{n:02x}"),
                    0x100..=0xffff => format!("\\u{n:04x}"),
                    _ => format!("\\U{n:08x}"),
                };
                let mark = if m.facts.python_2 { "u" } else { "" };
                format!("encode character {mark}'{escaped}' in position {start}")
            }
            None => format!(
                "encode characters in position {start}-{}",
                end.saturating_sub(1)
            ),
        }
    };
    let (encoding, reason) = (part(m, e, "encoding", false)?, part(m, e, "reason", false)?);
    Ok(format!("'{encoding}' codec can't {what}: {reason}"))
}
