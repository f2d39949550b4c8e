//! Text to bytes and back: `str.encode`, `bytes.decode` (`Objects/unicodeobject.c`, `Python/codecs.c`).

use heap::Ref;

use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::types::TypeId;

/// An encoding or error handler name that was given, or the default.
pub(super) fn name_arg(
    m: &mut Machine,
    function: &str,
    param: &str,
    at: usize,
    given: Option<Ref>,
    default: &str,
) -> PyResult<String> {
    let Some(r) = given else {
        return Ok(default.to_owned());
    };
    if let Some(name) = m.str_of(r) {
        return Ok(name.to_owned());
    }
    let got = if m.is_none(r) { "None" } else { m.type_name(r) };
    let message = if at == 0 {
        format!("{function}() argument must be str, not {got}")
    } else {
        format!("{function}() argument '{param}' must be str, not {got}")
    };
    Err(m.type_error(&message))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Ascii,
    Latin1,
    /// Bytes per unit, and whether the first byte is the least significant one; `None` writes a mark.
    Wide(usize, Option<bool>),
}

impl Encoding {
    fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Ascii => "ascii",
            Encoding::Latin1 => "latin-1",
            Encoding::Wide(2, Some(false)) => "utf-16-be",
            Encoding::Wide(2, _) => "utf-16-le",
            Encoding::Wide(_, Some(false)) => "utf-32-be",
            Encoding::Wide(..) => "utf-32-le",
        }
    }
}

fn encoding(m: &mut Machine, name: &str) -> PyResult<Encoding> {
    let lower = name.to_ascii_lowercase().replace(['_', ' '], "-");
    Ok(match lower.as_str() {
        "utf-8" | "utf8" | "u8" | "utf" | "cp65001" => Encoding::Utf8,
        "ascii" | "us-ascii" | "646" => Encoding::Ascii,
        "latin-1" | "latin1" | "latin" | "l1" | "iso-8859-1" | "iso8859-1" | "8859" | "cp819" => {
            Encoding::Latin1
        }
        "utf-16" | "utf16" | "u16" => Encoding::Wide(2, None),
        "utf-16-le" | "utf-16le" => Encoding::Wide(2, Some(true)),
        "utf-16-be" | "utf-16be" => Encoding::Wide(2, Some(false)),
        "utf-32" | "utf32" | "u32" => Encoding::Wide(4, None),
        "utf-32-le" | "utf-32le" => Encoding::Wide(4, Some(true)),
        "utf-32-be" | "utf-32be" => Encoding::Wide(4, Some(false)),
        other
            if other.starts_with("cp")
                || other.starts_with("iso")
                || other.starts_with("utf-8-sig") =>
        {
            return Err(m.not_supported(&format!(
                "the encoding `{name}`; supported are utf-8, ascii, latin-1, utf-16, utf-32"
            )));
        }
        _ => return Err(m.error(TypeId::LookupError, &format!("unknown encoding: {name}"))),
    })
}

/// What an error handler does with something that cannot be coded.
enum Handling {
    Ignore,
    Replace,
    Backslash,
    Xml,
    Raise,
}

fn handling(m: &mut Machine, errors: &str) -> PyResult<Handling> {
    Ok(match errors {
        "strict" => Handling::Raise,
        "ignore" => Handling::Ignore,
        "replace" => Handling::Replace,
        "backslashreplace" => Handling::Backslash,
        "xmlcharrefreplace" => Handling::Xml,
        "surrogateescape" | "surrogatepass" | "namereplace" => {
            return Err(m.not_supported(&format!("the error handler `{errors}`")));
        }
        other => {
            return Err(m.error(
                TypeId::LookupError,
                &format!("unknown error handler name '{other}'"),
            ));
        }
    })
}

/// A UnicodeDecodeError or UnicodeEncodeError; the object is borrowed.
fn unicode_error(
    m: &mut Machine,
    kind: TypeId,
    codec: &str,
    object: Ref,
    at: (usize, usize),
    reason: &str,
) -> Unwind {
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let parts = [
        m.new_str(codec),
        m.newref(object),
        m.new_int(number(at.0)),
        m.new_int(number(at.1)),
        m.new_str(reason),
    ];
    for part in parts {
        m.incref(part);
    }
    let error = m.error_with(kind, parts.to_vec());
    if let Unwind::Raise(e) = error
        && let Payload::Exception(x) = m.payload_mut(e)
    {
        for (name, part) in ["encoding", "object", "start", "end", "reason"]
            .into_iter()
            .zip(parts)
        {
            x.set_field(name, part);
        }
    }
    error
}

// ---- encoding

/// The bytes of a text; `object` is the string, for errors.
pub(super) fn encode(
    m: &mut Machine,
    object: Ref,
    text: &str,
    name: &str,
    errors: &str,
) -> PyResult<Vec<u8>> {
    let encoding = encoding(m, name)?;
    let limit = match encoding {
        Encoding::Utf8 => return Ok(text.as_bytes().to_vec()),
        Encoding::Wide(size, order) => return Ok(encode_wide(text, size, order)),
        Encoding::Ascii => 128,
        Encoding::Latin1 => 256,
    };
    let mut out = Vec::with_capacity(text.len());
    let mut chars = text.chars().enumerate().peekable();
    while let Some((at, c)) = chars.next() {
        let code = c as u32;
        if code < limit {
            out.push(code as u8);
            continue;
        }
        match handling(m, errors)? {
            Handling::Ignore => {}
            Handling::Replace => out.push(b'?'),
            Handling::Backslash => {
                let mut escaped = String::new();
                crate::text::escape::push_escape(&mut escaped, c);
                out.extend(escaped.bytes());
            }
            Handling::Xml => out.extend(format!("&#{code};").bytes()),
            Handling::Raise => {
                let mut end = at + 1;
                while chars.next_if(|(_, c)| *c as u32 >= limit).is_some() {
                    end += 1;
                }
                let reason = format!("ordinal not in range({limit})");
                return Err(unicode_error(
                    m,
                    TypeId::UnicodeEncodeError,
                    encoding.name(),
                    object,
                    (at, end),
                    &reason,
                ));
            }
        }
    }
    Ok(out)
}

fn encode_wide(text: &str, size: usize, order: Option<bool>) -> Vec<u8> {
    let little = order.unwrap_or(true);
    let mut out = Vec::new();
    let mut put = |unit: u32| {
        let bytes = unit.to_le_bytes();
        let unit = bytes.get(..size).unwrap_or(&bytes);
        if little {
            out.extend(unit)
        } else {
            out.extend(unit.iter().rev())
        }
    };
    if order.is_none() {
        put(0xfeff);
    }
    if size == 2 {
        text.encode_utf16().for_each(|unit| put(u32::from(unit)));
    } else {
        text.chars().for_each(|c| put(c as u32));
    }
    out
}

// ---- decoding

/// The text of bytes; `object` is what they came from, for errors.
pub(super) fn decode(
    m: &mut Machine,
    object: Ref,
    bytes: &[u8],
    name: &str,
    errors: &str,
) -> PyResult<String> {
    match encoding(m, name)? {
        Encoding::Utf8 => decode_utf8(m, object, bytes, errors),
        Encoding::Latin1 => Ok(bytes.iter().map(|&b| char::from(b)).collect()),
        Encoding::Ascii => {
            let mut out = String::with_capacity(bytes.len());
            for (at, &b) in bytes.iter().enumerate() {
                if b < 128 {
                    out.push(char::from(b));
                } else {
                    let bad = Bad {
                        codec: "ascii",
                        at: (at, at + 1),
                        reason: "ordinal not in range(128)",
                    };
                    handle(m, object, bytes, errors, &bad, &mut out)?;
                }
            }
            Ok(out)
        }
        wide @ Encoding::Wide(size, order) => {
            decode_wide(m, object, bytes, wide, size, order, errors)
        }
    }
}

struct Bad {
    codec: &'static str,
    at: (usize, usize),
    reason: &'static str,
}

fn handle(
    m: &mut Machine,
    object: Ref,
    bytes: &[u8],
    errors: &str,
    bad: &Bad,
    out: &mut String,
) -> PyResult<()> {
    match handling(m, errors)? {
        Handling::Ignore => {}
        Handling::Replace => out.push('\u{fffd}'),
        Handling::Backslash => {
            for b in bytes.get(bad.at.0..bad.at.1).unwrap_or_default() {
                out.push_str(&format!("\\x{b:02x}"));
            }
        }
        Handling::Xml => {
            return Err(
                m.type_error("don't know how to handle UnicodeDecodeError in error callback")
            );
        }
        Handling::Raise => {
            let exact = if m.is_native(object, TypeId::Bytes) {
                m.newref(object)
            } else {
                m.new_bytes(bytes)
            };
            let error = unicode_error(
                m,
                TypeId::UnicodeDecodeError,
                bad.codec,
                exact,
                bad.at,
                bad.reason,
            );
            return m.give_up(exact, Err(error));
        }
    }
    Ok(())
}

fn decode_utf8(m: &mut Machine, object: Ref, bytes: &[u8], errors: &str) -> PyResult<String> {
    let mut out = String::with_capacity(bytes.len());
    let mut at = 0;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let error = match std::str::from_utf8(rest) {
            Ok(text) => {
                out.push_str(text);
                return Ok(out);
            }
            Err(error) => error,
        };
        let good = rest.get(..error.valid_up_to()).unwrap_or_default();
        out.push_str(std::str::from_utf8(good).unwrap_or_default());
        let start = at + error.valid_up_to();
        let first = bytes.get(start).copied().unwrap_or(0);
        let (end, reason) = match error.error_len() {
            None => (bytes.len(), "unexpected end of data"),
            Some(_) if !(0xc2..=0xf4).contains(&first) => (start + 1, "invalid start byte"),
            Some(n) => (start + n, "invalid continuation byte"),
        };
        handle(
            m,
            object,
            bytes,
            errors,
            &Bad {
                codec: "utf-8",
                at: (start, end),
                reason,
            },
            &mut out,
        )?;
        at = end;
    }
}

fn decode_wide(
    m: &mut Machine,
    object: Ref,
    bytes: &[u8],
    encoding: Encoding,
    size: usize,
    order: Option<bool>,
    errors: &str,
) -> PyResult<String> {
    let mut little = order.unwrap_or(true);
    let unit = |chunk: &[u8], little: bool| {
        let fold = |n: u32, &b: &u8| n << 8 | u32::from(b);
        if little {
            chunk.iter().rev().fold(0, fold)
        } else {
            chunk.iter().fold(0, fold)
        }
    };
    let mut skip = 0;
    if order.is_none()
        && let Some(first) = bytes.get(..size)
    {
        if unit(first, true) == 0xfeff {
            skip = size;
        } else if unit(first, false) == 0xfeff {
            (skip, little) = (size, false);
        }
    }
    let mut out = String::new();
    let mut at = skip;
    while at < bytes.len() {
        let Some(chunk) = bytes.get(at..at + size) else {
            let bad = Bad {
                codec: encoding.name(),
                at: (at, bytes.len()),
                reason: "truncated data",
            };
            handle(m, object, bytes, errors, &bad, &mut out)?;
            break;
        };
        let first = unit(chunk, little);
        let (mut code, mut taken) = (first, size);
        if size == 2
            && (0xd800..0xdc00).contains(&first)
            && let Some(second) = bytes
                .get(at + 2..at + 4)
                .map(|c| unit(c, little))
                .filter(|u| (0xdc00..0xe000).contains(u))
        {
            code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
            taken = 4;
        }
        match char::from_u32(code) {
            Some(c) => out.push(c),
            None => {
                let reason = if size == 4 {
                    "code point not in range(0x110000)"
                } else {
                    "illegal encoding"
                };
                let bad = Bad {
                    codec: encoding.name(),
                    at: (at, at + taken),
                    reason,
                };
                handle(m, object, bytes, errors, &bad, &mut out)?;
            }
        }
        at += taken;
    }
    Ok(out)
}
