//! `str` and `unicode` of Python 2, which mix: what is made of both is unicode, and bytes become it as ASCII.
//!
//! A `str` is bytes; here each is a character below 256.

use heap::Ref;

use super::super::codec;
use super::argument;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{Kwargs, NativeDef};
use crate::objects::string::bytes_of_two;
use crate::types::TypeId;

/// Methods that strings have otherwise.
pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::method("encode", encode),
    NativeDef::method("decode", decode),
];

fn is_unicode(m: &Machine, r: Ref) -> bool {
    m.is_native(r, TypeId::Unicode)
}

/// Whether an operand is unicode, or has some in it that `%` may put into the result.
fn brings_unicode(m: &Machine, r: Ref) -> bool {
    is_unicode(m, r)
        || match m.payload(r) {
            Payload::Tuple(tuple) => tuple.items.iter().any(|&r| is_unicode(m, r)),
            Payload::Dict(dict) => dict.iter().any(|(_, e)| is_unicode(m, e.value)),
            _ => false,
        }
}

/// The text that an operator made (taken over) as the type that its operands ask for.
///
/// # Errors
/// UnicodeDecodeError for bytes outside ASCII beside unicode.
pub fn text_of(m: &mut Machine, made: Ref, operands: &[Ref]) -> PyResult<Ref> {
    if is_unicode(m, made) || !operands.iter().any(|&r| brings_unicode(m, r)) {
        return Ok(made);
    }
    for &operand in operands {
        if let Err(e) = check_ascii(m, operand) {
            return m.give_up(made, Err(e));
        }
    }
    let text = m.take_text(made);
    Ok(unicode_like(m, &text, operands))
}

/// Unicode with this text: one of the operands if it says just that (`fixup`, `PyUnicode_Concat`).
fn unicode_like(m: &mut Machine, text: &str, operands: &[Ref]) -> Ref {
    let same = |r: &&Ref| m.is_exact(**r, TypeId::Unicode) && m.str_of(**r) == Some(text);
    match operands.iter().find(same) {
        Some(&same) => m.newref(same),
        None => m.new_unicode(text),
    }
}

/// Bytes that are to become unicode must be ASCII.
fn check_ascii(m: &mut Machine, r: Ref) -> PyResult<()> {
    if is_unicode(m, r) || m.str_of(r).is_none_or(str::is_ascii) {
        return Ok(());
    }
    decoded(m, r, "ascii", "strict").map(|r| m.decref(r))
}

/// What a method of a string gave (taken over): unicode if unicode took part.
///
/// # Errors
/// UnicodeDecodeError for bytes outside ASCII beside unicode.
pub fn result_of_text(m: &mut Machine, name: &str, result: Ref, args: &[Ref]) -> PyResult<Ref> {
    if matches!(name, "encode" | "decode" | "__repr__" | "__str__") {
        return Ok(result);
    }
    let mixed = args.iter().any(|&r| is_unicode(m, r))
        || name == "join"
            && args.get(1).is_some_and(|&r| {
                m.items(r)
                    .is_some_and(|items| items.iter().any(|&r| is_unicode(m, r)))
            });
    if !mixed {
        return Ok(result);
    }
    for &arg in args {
        if let Err(e) = check_ascii(m, arg) {
            return m.give_up(result, Err(e));
        }
    }
    let parts = match m.payload(result) {
        Payload::Str(_) => {
            if is_unicode(m, result) {
                return Ok(result);
            }
            let text = m.take_text(result);
            let mut alike = args.to_vec();
            if name == "join" {
                let parts = args.get(1).and_then(|&r| m.items(r));
                alike.extend(parts.filter(|parts| parts.len() == 1).into_iter().flatten());
            }
            return Ok(unicode_like(m, &text, &alike));
        }
        Payload::List(list) => list.items.clone(),
        Payload::Tuple(tuple) => tuple.items.to_vec(),
        _ => return Ok(result),
    };
    let is_list = matches!(m.payload(result), Payload::List(_));
    let parts: Vec<Ref> = parts
        .into_iter()
        .map(|part| {
            let text = m.text(part);
            m.new_unicode(&text)
        })
        .collect();
    m.decref(result);
    Ok(if is_list {
        m.new_list(parts)
    } else {
        m.new_tuple_tracked(parts)
    })
}

/// `unicode(object[, encoding[, errors]])`
pub fn new_unicode(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = argument::this(m, args)?;
    let made = match *rest {
        [] => m.new_unicode(""),
        [object] => unicode(m, object)?,
        [object, encoding, ref errors @ ..] => {
            let (encoding, errors) = (m.text(encoding), errors.first().map(|&e| m.text(e)));
            decoded(m, object, &encoding, errors.as_deref().unwrap_or("strict"))?
        }
    };
    if m.is_exact_class(class, TypeId::Unicode) {
        return Ok(made);
    }
    let payload = m.payload(made).clone();
    m.decref(made);
    Ok(m.instantiate(class, payload))
}

/// `PyObject_Unicode`
///
/// # Errors
/// What `__unicode__` or `__str__` raises; UnicodeDecodeError for bytes outside ASCII.
pub fn unicode(m: &mut Machine, object: Ref) -> PyResult<Ref> {
    if m.is_exact(object, TypeId::Unicode) {
        return Ok(m.newref(object));
    }
    let hook = m.interp.names.unicode;
    let text = match m.special(object, hook, &[])? {
        Some(text) => text,
        None if is_unicode(m, object) => {
            let text = m.text(object);
            return Ok(m.new_unicode(&text));
        }
        None => m.str(object)?,
    };
    if is_unicode(m, text) {
        return Ok(text);
    }
    let made = decoded(m, text, "ascii", "strict");
    m.give_up(text, made)
}

fn bytes_of(m: &Machine, r: Ref) -> Vec<u8> {
    bytes_of_two(m.str_of(r).unwrap_or_default())
}

/// Bytes as unicode.
fn decoded(m: &mut Machine, r: Ref, encoding: &str, errors: &str) -> PyResult<Ref> {
    let bytes = bytes_of(m, r);
    let text = codec::decode(m, r, &bytes, encoding, errors)?;
    Ok(m.new_unicode(&text))
}

/// A text as bytes.
///
/// # Errors
/// UnicodeEncodeError for what the encoding has no bytes for.
pub fn encoded(m: &mut Machine, r: Ref, encoding: &str, errors: &str) -> PyResult<Ref> {
    let text = m.text(r);
    let bytes = codec::encode(m, r, &text, encoding, errors)?;
    let text: String = bytes.into_iter().map(char::from).collect();
    Ok(m.new_str(&text))
}

fn names(m: &Machine, rest: &[Ref]) -> (String, String) {
    let of = |at: usize, default: &str| {
        rest.get(at)
            .map_or_else(|| default.to_owned(), |&r| m.text(r))
    };
    (of(0, "ascii"), of(1, "strict"))
}

/// Python 2 has encodings that are none of text (`Lib/encodings`); of them only "hex" is here.
fn of_bytes(m: &mut Machine, bytes: &[u8], encoding: &str) -> Option<Ref> {
    if encoding != "hex" {
        return None;
    }
    let text: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
    Some(m.new_str(&text))
}

fn encode(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    let (encoding, errors) = names(m, rest);
    let bytes = bytes_of(m, this);
    if let Some(made) = of_bytes(m, &bytes, &encoding) {
        return Ok(made);
    }
    if !is_unicode(m, this) {
        check_ascii(m, this)?;
    }
    encoded(m, this, &encoding, &errors)
}

fn decode(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    let (encoding, errors) = names(m, rest);
    decoded(m, this, &encoding, &errors)
}
