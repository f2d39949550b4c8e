//! What `bytes` and `bytearray` share (`Objects/bytes_methods.c`, `Objects/stringlib`). Results have the type of
//! the object; unchanged `bytes` are given back themselves, a bytearray is always copied.

use heap::Ref;

use super::argument::c_int;
use super::bytearray::new_bytearray;
use super::bytes::{buffer, need_bytes};
use super::bytes_split::is_space;
use super::str::within_memory;
use super::{argument, codec};
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::Kwargs;
use crate::types::TypeId;
use crate::version::Version;

pub(super) fn this<'a>(m: &mut Machine, args: &'a [Ref]) -> PyResult<(Ref, Vec<u8>, &'a [Ref])> {
    let (this, rest) = argument::this(m, args)?;
    let bytes = need_bytes(m, this)?;
    Ok((this, bytes, rest))
}

/// "bytes" or "bytearray", for error texts.
pub(super) fn class(m: &Machine, this: Ref) -> &'static str {
    m.native_type(this).native().name
}

/// New bytes of the same type.
pub(super) fn like(m: &mut Machine, this: Ref, bytes: &[u8]) -> PyResult<Ref> {
    within_memory(m, bytes.len())?;
    if m.is_native(this, TypeId::ByteArray) {
        return Ok(new_bytearray(m, bytes.to_vec()));
    }
    Ok(m.new_bytes(bytes))
}

/// The object itself if nothing changed and it is exactly `bytes`.
pub(super) fn changed(m: &mut Machine, this: Ref, bytes: &[u8]) -> PyResult<Ref> {
    if m.is_exact(this, TypeId::Bytes)
        && let Payload::Bytes(own) = m.payload(this)
        && **own == *bytes
    {
        return Ok(m.newref(this));
    }
    like(m, this, bytes)
}

// ---- searching

fn padding(m: &mut Machine, name: &str, rest: &[Ref], kwargs: &Kwargs) -> PyResult<(usize, u8)> {
    argument::between(m, name, rest, kwargs, 1, 2)?;
    let width = match rest.first() {
        Some(&r) => usize::try_from(super::list::index_argument(m, r)?).unwrap_or(0),
        None => 0,
    };
    let fill = match rest.get(1) {
        None => b' ',
        Some(&r) => match buffer(m, r).as_deref() {
            Some(&[b]) => b,
            Some(other) if m.version >= Version::V3_14_2 => {
                let kind = class(m, r);
                let message = format!(
                    "{name}(): argument 2 must be a byte string of length 1, not a {kind} object of length {}",
                    other.len()
                );
                return Err(m.type_error(&message));
            }
            _ => {
                let message = format!(
                    "{name}() argument 2 must be a byte string of length 1, not {}",
                    m.type_name(r)
                );
                return Err(m.type_error(&message));
            }
        },
    };
    Ok((width, fill))
}

fn pad(
    m: &mut Machine,
    this: Ref,
    bytes: &[u8],
    left: usize,
    right: usize,
    fill: u8,
) -> PyResult<Ref> {
    within_memory(m, left.saturating_add(right).saturating_add(bytes.len()))?;
    let mut out = vec![fill; left];
    out.extend(bytes);
    out.resize(out.len() + right, fill);
    changed(m, this, &out)
}

/// `center`
pub fn center(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, bytes, rest) = this(m, args)?;
    let (width, fill) = padding(m, "center", rest, kwargs)?;
    let missing = width.saturating_sub(bytes.len());
    let left = missing / 2 + (missing & width & 1);
    pad(m, this, &bytes, left, missing - left, fill)
}

/// `ljust`
pub fn ljust(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, bytes, rest) = this(m, args)?;
    let (width, fill) = padding(m, "ljust", rest, kwargs)?;
    pad(m, this, &bytes, 0, width.saturating_sub(bytes.len()), fill)
}

/// `rjust`
pub fn rjust(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, bytes, rest) = this(m, args)?;
    let (width, fill) = padding(m, "rjust", rest, kwargs)?;
    pad(m, this, &bytes, width.saturating_sub(bytes.len()), 0, fill)
}

/// `zfill`
pub fn zfill(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, bytes, rest) = this(m, args)?;
    let width = argument::one(m, &format!("{}.zfill", class(m, this)), rest, kwargs)?;
    let width = usize::try_from(super::list::index_argument(m, width)?).unwrap_or(0);
    let missing = width.saturating_sub(bytes.len());
    within_memory(m, missing)?;
    let sign = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let mut out = bytes.get(..sign).unwrap_or_default().to_vec();
    out.resize(sign + missing, b'0');
    out.extend(bytes.get(sign..).unwrap_or_default());
    changed(m, this, &out)
}

/// `expandtabs`
pub fn expandtabs(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    const SIGNATURE: argument::Signature = argument::Signature {
        name: "expandtabs",
        params: &["tabsize"],
        positional: 1,
        unnamed: 0,
        required: 0,
    };
    let (this, bytes, rest) = this(m, args)?;
    let [size]: [Option<Ref>; 1] = SIGNATURE.bind(m, rest, kwargs)?;
    let size = match size {
        Some(r) => usize::try_from(c_int(m, r)?).unwrap_or(0),
        None => 8,
    };
    let tabs = bytes.iter().filter(|&&b| b == b'\t').count();
    within_memory(m, tabs.saturating_mul(size).saturating_add(bytes.len()))?;
    let mut out = Vec::new();
    let mut column = 0;
    for &b in &bytes {
        match b {
            b'\t' => {
                let n = if size == 0 { 0 } else { size - column % size };
                out.resize(out.len() + n, b' ');
                column += n;
            }
            b => {
                column = if b == b'\n' || b == b'\r' {
                    0
                } else {
                    column + 1
                };
                out.push(b);
            }
        }
    }
    like(m, this, &out)
}

// ---- case and kinds, of ASCII letters only

fn mapped(
    m: &mut Machine,
    name: &str,
    args: &[Ref],
    kwargs: &Kwargs,
    map: fn(&mut [u8]),
) -> PyResult<Ref> {
    let (this, mut bytes, rest) = this(m, args)?;
    argument::none(m, &format!("{}.{name}", class(m, this)), rest, kwargs)?;
    map(&mut bytes);
    like(m, this, &bytes)
}

fn titled(bytes: &mut [u8]) {
    let mut inside = false;
    for b in bytes {
        if inside {
            b.make_ascii_lowercase()
        } else {
            b.make_ascii_uppercase()
        }
        inside = b.is_ascii_alphabetic();
    }
}

fn is_titled(bytes: &[u8]) -> bool {
    let (mut inside, mut any) = (false, false);
    for b in bytes {
        if b.is_ascii_uppercase() && inside || b.is_ascii_lowercase() && !inside {
            return false;
        }
        inside = b.is_ascii_alphabetic();
        any |= inside;
    }
    any
}

macro_rules! mapped {
    ($($name:ident = $map:expr;)+) => {
        $(
            #[doc = concat!("`", stringify!($name), "`")]
            pub fn $name(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
                mapped(m, stringify!($name), args, kwargs, $map)
            }
        )+
    };
}

mapped! {
    lower = |b| b.make_ascii_lowercase();
    upper = |b| b.make_ascii_uppercase();
    title = titled;
    capitalize = |b| {
        b.make_ascii_lowercase();
        if let Some(first) = b.first_mut() {
            first.make_ascii_uppercase();
        }
    };
    swapcase = |b| {
        for b in b {
            if b.is_ascii_lowercase() { b.make_ascii_uppercase() } else { b.make_ascii_lowercase() }
        }
    };
}

fn kind(
    m: &mut Machine,
    name: &str,
    args: &[Ref],
    kwargs: &Kwargs,
    test: fn(&[u8]) -> bool,
) -> PyResult<Ref> {
    let (this, bytes, rest) = this(m, args)?;
    argument::none(m, &format!("{}.{name}", class(m, this)), rest, kwargs)?;
    Ok(m.bool(test(&bytes)))
}

macro_rules! kinds {
    ($($name:ident = $test:expr;)+) => {
        $(
            #[doc = concat!("`", stringify!($name), "`")]
            pub fn $name(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
                kind(m, stringify!($name), args, kwargs, $test)
            }
        )+
    };
}

fn all(bytes: &[u8], test: fn(&u8) -> bool) -> bool {
    !bytes.is_empty() && bytes.iter().all(test)
}

kinds! {
    isalnum = |b| all(b, u8::is_ascii_alphanumeric);
    isalpha = |b| all(b, u8::is_ascii_alphabetic);
    isascii = |b| b.is_ascii();
    isdigit = |b| all(b, u8::is_ascii_digit);
    islower = |b| b.iter().any(u8::is_ascii_lowercase) && !b.iter().any(u8::is_ascii_uppercase);
    isupper = |b| b.iter().any(u8::is_ascii_uppercase) && !b.iter().any(u8::is_ascii_lowercase);
    isspace = |b| all(b, |b| is_space(*b));
    istitle = is_titled;
}

// ---- translation, text

/// `maketrans`: a static method.
pub fn maketrans(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::between(m, "maketrans", args, kwargs, 2, 2)?;
    let &[from, to] = args else {
        return Ok(m.none());
    };
    let (from, to) = (need_bytes(m, from)?, need_bytes(m, to)?);
    if from.len() != to.len() {
        return Err(m.value_error("maketrans arguments must have same length"));
    }
    let mut table: Vec<u8> = (0..=255).collect();
    for (a, b) in from.into_iter().zip(to) {
        if let Some(slot) = table.get_mut(usize::from(a)) {
            *slot = b;
        }
    }
    Ok(m.new_bytes(&table))
}

/// `translate`
pub fn translate(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    const SIGNATURE: argument::Signature = argument::Signature {
        name: "translate",
        params: &["table", "delete"],
        positional: 2,
        unnamed: 1,
        required: 1,
    };
    let (this, bytes, rest) = this(m, args)?;
    let [table, delete]: [Option<Ref>; 2] = SIGNATURE.bind(m, rest, kwargs)?;
    let table = match table.filter(|&r| !m.is_none(r)) {
        None => (0..=255).collect(),
        Some(r) => need_bytes(m, r)?,
    };
    if table.len() != 256 {
        return Err(m.value_error("translation table must be 256 characters long"));
    }
    let delete = match delete {
        None => Vec::new(),
        Some(r) => need_bytes(m, r)?,
    };
    let out: Vec<u8> = bytes
        .iter()
        .filter(|b| !delete.contains(b))
        .filter_map(|&b| table.get(usize::from(b)).copied())
        .collect();
    changed(m, this, &out)
}

/// `decode`
pub fn decode(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    const SIGNATURE: argument::Signature = argument::Signature {
        name: "decode",
        params: &["encoding", "errors"],
        positional: 2,
        unnamed: 0,
        required: 0,
    };
    let (this, bytes, rest) = this(m, args)?;
    let [encoding, errors]: [Option<Ref>; 2] = SIGNATURE.bind(m, rest, kwargs)?;
    let encoding = codec::name_arg(m, "decode", "encoding", 1, encoding, "utf-8")?;
    let errors = codec::name_arg(m, "decode", "errors", 2, errors, "strict")?;
    let text = codec::decode(m, this, &bytes, &encoding, &errors)?;
    Ok(m.new_str(&text))
}

/// Hexadecimal digits, with a separator between groups counted from the right (or, if negative, from the left).
pub(super) fn hex_text(bytes: &[u8], separator: Option<char>, group: i64) -> String {
    let mut out = String::new();
    let size = usize::try_from(group.unsigned_abs()).unwrap_or(usize::MAX);
    for (i, b) in bytes.iter().enumerate() {
        let left = if group < 0 { i } else { bytes.len() - i };
        if let Some(c) = separator
            && i > 0
            && size > 0
            && left % size == 0
        {
            out.push(c);
        }
        out.push_str(&format!("{b:02x}"));
    }
    out
}

/// The arguments of `hex`.
pub(super) fn hex_arguments(
    m: &mut Machine,
    rest: &[Ref],
    kwargs: &Kwargs,
) -> PyResult<(Option<char>, i64)> {
    const SIGNATURE: argument::Signature = argument::Signature {
        name: "hex",
        params: &["sep", "bytes_per_sep"],
        positional: 2,
        unnamed: 0,
        required: 0,
    };
    let [separator, group]: [Option<Ref>; 2] = SIGNATURE.bind(m, rest, kwargs)?;
    let group = match group {
        Some(r) => i64::from(c_int(m, r)?),
        None => 1,
    };
    let Some(r) = separator else {
        return Ok((None, group));
    };
    let text = match (m.str_of(r), buffer(m, r)) {
        (Some(text), _) => text.to_owned(),
        (None, Some(bytes)) => bytes.iter().map(|&b| char::from(b)).collect(),
        _ => {
            if m.len(r)? != 1 {
                return Err(m.value_error("sep must be length 1."));
            }
            return Err(m.type_error("sep must be str or bytes."));
        }
    };
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if c.is_ascii() => Ok((Some(c), group)),
        (Some(_), None) => Err(m.value_error("sep must be ASCII.")),
        _ => Err(m.value_error("sep must be length 1.")),
    }
}

/// `hex`
pub fn hex(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (_, bytes, rest) = this(m, args)?;
    let (separator, group) = hex_arguments(m, rest, kwargs)?;
    let text = hex_text(&bytes, separator, group);
    Ok(m.new_str(&text))
}
