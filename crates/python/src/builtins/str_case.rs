//! Upper and lower case, kinds of characters, translation (`Objects/unicodectype.c`).

use heap::Ref;

use super::argument;
use super::str::{this, within_memory};
use super::str_split::is_space;
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::function::Kwargs;
use crate::types::TypeId;
use crate::version::Version;

/// The zeros of the scripts that write decimal numbers (general category Nd).
const ZEROS: &[u32] = &[
    0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66,
    0xde6, 0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90,
    0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
    0x104a0, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0,
    0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x16a60, 0x16ac0, 0x16b50, 0x1d7ce,
    0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e950, 0x1fbf0,
];

/// The value of a decimal digit of any script (`Py_UNICODE_TODECIMAL`).
pub fn decimal(c: char) -> Option<u32> {
    let n = c as u32;
    ZEROS
        .iter()
        .find(|&&zero| (zero..zero + 10).contains(&n))
        .map(|zero| n - zero)
}

fn is_digit(c: char) -> bool {
    decimal(c).is_some()
        || matches!(c, '²' | '³' | '¹' | '⁰' | '⁴'..='⁹' | '₀'..='₉' | '①'..='⑨' | '⑴'..='⑼' | '⒈'..='⒐')
}

/// A title case letter of its own (`ǅ`).
fn is_title(c: char) -> bool {
    matches!(c, 'ǅ' | 'ǈ' | 'ǋ' | 'ǲ')
}

fn is_cased(c: char) -> bool {
    c.is_lowercase() || c.is_uppercase() || is_title(c)
}

/// The title case of a character: its first letter is upper case, what that adds is lower case.
fn push_title(c: char, out: &mut String) {
    match c {
        'Ǆ' | 'ǅ' | 'ǆ' => out.push('ǅ'),
        'Ǉ' | 'ǈ' | 'ǉ' => out.push('ǈ'),
        'Ǌ' | 'ǋ' | 'ǌ' => out.push('ǋ'),
        'Ǳ' | 'ǲ' | 'ǳ' => out.push('ǲ'),
        c => {
            // The first cased letter of what the upper case is stays; the ones behind it go down.
            let mut done = false;
            for upper in c.to_uppercase() {
                if done {
                    out.extend(upper.to_lowercase());
                } else {
                    out.push(upper);
                    done = is_cased(upper);
                }
            }
        }
    }
}

/// Characters that the search for the end of a word passes over (Case_Ignorable, its common part).
fn is_passed_over(c: char) -> bool {
    matches!(c, '\'' | '.' | ':' | '^' | '`' | '\u{a8}' | '\u{ad}' | '\u{b7}' | '\u{2019}' | '\u{300}'..='\u{36f}' | '\u{2b0}'..='\u{2ff}')
}

/// Appends a character in lower case: a sigma at the end of a word differs.
fn push_lower(before: &str, c: char, behind: &str, out: &mut String) {
    if c != 'Σ' {
        out.extend(c.to_lowercase());
        return;
    }
    let inside = before
        .chars()
        .rev()
        .find(|c| !is_passed_over(*c))
        .is_some_and(is_cased);
    let goes_on = behind
        .chars()
        .find(|c| !is_passed_over(*c))
        .is_some_and(is_cased);
    out.push(if inside && !goes_on { 'ς' } else { 'σ' });
}

/// Each character with what stands before and behind it.
fn in_context(text: &str) -> impl Iterator<Item = (&str, char, &str)> {
    text.char_indices().map(|(at, c)| {
        let end = at + c.len_utf8();
        (
            text.get(..at).unwrap_or_default(),
            c,
            text.get(end..).unwrap_or_default(),
        )
    })
}

fn mapped(
    m: &mut Machine,
    name: &str,
    args: &[Ref],
    kwargs: &Kwargs,
    map: fn(&str, &mut String),
) -> PyResult<Ref> {
    let (_, text, rest) = this(m, args)?;
    argument::none(m, &format!("str.{name}"), rest, kwargs)?;
    let mut out = String::with_capacity(text.len());
    map(&text, &mut out);
    within_memory(m, out.len())?;
    Ok(m.fresh_str(&out))
}

/// `str.lower`
pub fn lower(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    mapped(m, "lower", args, kwargs, |text, out| {
        out.push_str(&text.to_lowercase())
    })
}

/// `str.upper`
pub fn upper(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    mapped(m, "upper", args, kwargs, |text, out| {
        out.push_str(&text.to_uppercase())
    })
}

/// `str.casefold`
pub fn casefold(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    mapped(m, "casefold", args, kwargs, |text, out| {
        for c in text.chars() {
            match c {
                'ı' => out.push(c),
                'İ' => out.extend(c.to_lowercase()),
                c => out.extend(c.to_uppercase().flat_map(char::to_lowercase)),
            }
        }
    })
}

/// `str.capitalize`
pub fn capitalize(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    mapped(m, "capitalize", args, kwargs, |text, out| {
        for (before, c, behind) in in_context(text) {
            if before.is_empty() {
                push_title(c, out)
            } else {
                push_lower(before, c, behind, out)
            }
        }
    })
}

/// `str.swapcase`
pub fn swapcase(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    mapped(m, "swapcase", args, kwargs, |text, out| {
        for (before, c, behind) in in_context(text) {
            if c.is_uppercase() {
                push_lower(before, c, behind, out);
            } else if c.is_lowercase() {
                out.extend(c.to_uppercase());
            } else {
                out.push(c);
            }
        }
    })
}

/// `str.title`
pub fn title(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    mapped(m, "title", args, kwargs, |text, out| {
        let mut inside = false;
        for (before, c, behind) in in_context(text) {
            if inside {
                push_lower(before, c, behind, out)
            } else {
                push_title(c, out)
            }
            inside = is_cased(c);
        }
    })
}

// ---- kinds

fn kind(
    m: &mut Machine,
    name: &str,
    args: &[Ref],
    kwargs: &Kwargs,
    test: fn(&str) -> bool,
) -> PyResult<Ref> {
    let (_, text, rest) = this(m, args)?;
    argument::none(m, &format!("str.{name}"), rest, kwargs)?;
    let answer = test(&text);
    Ok(m.bool(answer))
}

macro_rules! kinds {
    ($($name:ident = $test:expr;)+) => {
        $(
            #[doc = concat!("`str.", stringify!($name), "`")]
            pub fn $name(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
                kind(m, stringify!($name), args, kwargs, $test)
            }
        )+
    };
}

fn all(text: &str, test: impl Fn(char) -> bool) -> bool {
    !text.is_empty() && text.chars().all(test)
}

kinds! {
    isascii = str::is_ascii;
    isalpha = |t| all(t, char::is_alphabetic);
    isalnum = |t| all(t, char::is_alphanumeric);
    isdecimal = |t| all(t, |c| decimal(c).is_some());
    isdigit = |t| all(t, is_digit);
    isnumeric = |t| all(t, |c| c.is_numeric() || "〇一二三四五六七八九十百千万億兆".contains(c));
    isspace = |t| all(t, is_space);
    isprintable = |t| t.chars().all(crate::text::escape::is_printable);
    islower = |t| t.chars().any(char::is_lowercase) && !t.chars().any(|c| c.is_uppercase() || is_title(c));
    isupper = |t| t.chars().any(char::is_uppercase) && !t.chars().any(|c| c.is_lowercase() || is_title(c));
    istitle = is_titled;
    isidentifier = is_identifier;
}

fn is_titled(text: &str) -> bool {
    let (mut inside, mut any) = (false, false);
    for c in text.chars() {
        if c.is_uppercase() || is_title(c) {
            if inside {
                return false;
            }
            (inside, any) = (true, true);
        } else if c.is_lowercase() {
            if !inside {
                return false;
            }
        } else {
            inside = false;
        }
    }
    any
}

pub fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    chars
        .next()
        .is_some_and(|c| c == '_' || unicode_ident::is_xid_start(c))
        && chars.all(unicode_ident::is_xid_continue)
}

// ---- translate

/// `str.maketrans`: a static method.
pub fn maketrans(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::between(m, "maketrans", args, kwargs, 1, 3)?;
    let table = m.new_dict();
    m.hold(table);
    let result = fill_table(m, args, table);
    m.unhold();
    match result {
        Ok(()) => Ok(table),
        Err(e) => m.give_up(table, Err(e)),
    }
}

fn fill_table(m: &mut Machine, args: &[Ref], table: Ref) -> PyResult<()> {
    let &[from, ref rest @ ..] = args else {
        return Ok(());
    };
    if rest.is_empty() {
        if !m.is_exact(from, TypeId::Dict) {
            return Err(
                m.type_error("if you give only one argument to maketrans it must be a dict")
            );
        }
        let entries: Vec<(Ref, Ref)> = m
            .dict(from)
            .map(|d| d.iter().map(|(_, e)| (e.key, e.value)).collect())
            .unwrap_or_default();
        for (key, value) in entries {
            let code = match m.payload(key) {
                Payload::Str(s) if s.chars == 1 => {
                    s.text.chars().next().map(|c| i64::from(c as u32))
                }
                Payload::Str(_) => {
                    let space = if m.at_least(Version::V3_14_2) {
                        ""
                    } else {
                        " "
                    };
                    return Err(m.value_error(&format!(
                        "string keys in translate{space}table must be of length 1"
                    )));
                }
                Payload::Int(i) => Some(*i),
                Payload::Bool(b) => Some(i64::from(*b)),
                _ => {
                    let space = if m.at_least(Version::V3_14_2) {
                        ""
                    } else {
                        " "
                    };
                    return Err(m.type_error(&format!(
                        "keys in translate table must{space}be strings or integers"
                    )));
                }
            };
            put(m, table, code.unwrap_or(0), value)?;
        }
        return Ok(());
    }
    if let Some((at, &r)) = (2..).zip(rest).find(|&(_, &r)| m.str_of(r).is_none()) {
        let message = format!(
            "maketrans() argument {at} must be str, not {}",
            argument::given(m, r)
        );
        return Err(m.type_error(&message));
    }
    let Some(text) = m.str_of(from).map(str::to_owned) else {
        return Err(m.type_error(
            "first maketrans argument must be a string if there is a second argument",
        ));
    };
    let mut texts = vec![text];
    texts.extend(rest.iter().map(|&r| m.text(r)));
    let (Some(from), Some(to)) = (texts.first(), texts.get(1)) else {
        return Ok(());
    };
    if from.chars().count() != to.chars().count() {
        return Err(m.value_error("the first two maketrans arguments must have equal length"));
    }
    for (a, b) in from.chars().zip(to.chars()) {
        let value = m.new_int(i64::from(b as u32));
        let result = put(m, table, i64::from(a as u32), value);
        m.decref(value);
        result?;
    }
    for c in texts.get(2).map(|t| t.chars()).into_iter().flatten() {
        let none = m.interp.none;
        put(m, table, i64::from(c as u32), none)?;
    }
    Ok(())
}

fn put(m: &mut Machine, table: Ref, code: i64, value: Ref) -> PyResult<()> {
    let key = m.new_int(code);
    let result = m.dict_set(table, key, value);
    m.decref(key);
    result
}

/// `str.translate`
pub fn translate(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (_, text, rest) = this(m, args)?;
    let table = argument::one(m, "str.translate", rest, kwargs)?;
    let mut out = String::new();
    for c in text.chars() {
        let key = m.new_int(i64::from(c as u32));
        m.hold(key);
        let found = m.getitem(table, key);
        m.unhold();
        m.decref(key);
        let found = match found {
            Err(Unwind::Raise(e)) if m.is_native(e, TypeId::LookupError) => {
                m.decref(e);
                out.push(c);
                continue;
            }
            other => other?,
        };
        let translated = match m.payload(found) {
            Payload::None => Ok(String::new()),
            Payload::Str(s) => Ok(s.text.to_string()),
            Payload::Int(i) => match u32::try_from(*i).ok().and_then(char::from_u32) {
                Some(c) => Ok(c.to_string()),
                None => Err(m.value_error("character mapping must be in range(0x110000)")),
            },
            _ => Err(m.type_error("character mapping must return integer, None or str")),
        };
        m.decref(found);
        out.push_str(&translated?);
        within_memory(m, out.len())?;
    }
    Ok(m.new_str(&out))
}
