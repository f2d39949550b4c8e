//! `str` (`Objects/unicodeobject.c`): constructor, searching, replacing, padding.
//!
//! A method that changes nothing gives the same object back if it is exactly a `str`, a copy otherwise.

use heap::Ref;

use super::{argument, codec, str_case, str_split};
use crate::arithmetic::TEXT_LIMIT;
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::function::{Kwargs, NativeDef};
use crate::objects::string::Str;
use crate::opcode::BinaryOp;
use crate::types::{TypeId, TypeMembers};
use crate::version::Version;

/// `str`
pub static MEMBERS: TypeMembers = TypeMembers {
    new: Some(new),
    init: None,
    methods: &[
        NativeDef::method("capitalize", str_case::capitalize),
        NativeDef::method("casefold", str_case::casefold),
        NativeDef::method("center", center),
        NativeDef::method("count", count),
        NativeDef::method("encode", encode),
        NativeDef::method("endswith", endswith),
        NativeDef::method("expandtabs", expandtabs),
        NativeDef::method("find", find),
        NativeDef::method("format", crate::format::str_format),
        NativeDef::method("format_map", crate::format::str_format_map),
        NativeDef::method("index", index),
        NativeDef::method("isalnum", str_case::isalnum),
        NativeDef::method("isalpha", str_case::isalpha),
        NativeDef::method("isascii", str_case::isascii),
        NativeDef::method("isdecimal", str_case::isdecimal),
        NativeDef::method("isdigit", str_case::isdigit),
        NativeDef::method("isidentifier", str_case::isidentifier),
        NativeDef::method("islower", str_case::islower),
        NativeDef::method("isnumeric", str_case::isnumeric),
        NativeDef::method("isprintable", str_case::isprintable),
        NativeDef::method("isspace", str_case::isspace),
        NativeDef::method("istitle", str_case::istitle),
        NativeDef::method("isupper", str_case::isupper),
        NativeDef::method("join", str_split::join),
        NativeDef::method("ljust", ljust),
        NativeDef::method("lower", str_case::lower),
        NativeDef::method("lstrip", str_split::lstrip),
        NativeDef::static_method("maketrans", str_case::maketrans),
        NativeDef::method("partition", str_split::partition),
        NativeDef::method("removeprefix", removeprefix),
        NativeDef::method("removesuffix", removesuffix),
        NativeDef::method("replace", replace),
        NativeDef::method("rfind", rfind),
        NativeDef::method("rindex", rindex),
        NativeDef::method("rjust", rjust),
        NativeDef::method("rpartition", str_split::rpartition),
        NativeDef::method("rsplit", str_split::rsplit),
        NativeDef::method("rstrip", str_split::rstrip),
        NativeDef::method("split", str_split::split),
        NativeDef::method("splitlines", str_split::splitlines),
        NativeDef::method("startswith", startswith),
        NativeDef::method("strip", str_split::strip),
        NativeDef::method("swapcase", str_case::swapcase),
        NativeDef::method("title", str_case::title),
        NativeDef::method("translate", str_case::translate),
        NativeDef::method("upper", str_case::upper),
        NativeDef::method("zfill", zfill),
        NativeDef::method("__format__", format),
        NativeDef::method("__sizeof__", crate::sizeof::sizeof_method),
        NativeDef::slot("__repr__", super::slot::repr),
        NativeDef::slot("__str__", str),
        NativeDef::slot("__hash__", super::slot::hash),
        NativeDef::slot("__len__", super::slot::len),
        NativeDef::slot("__iter__", super::slot::iter),
        NativeDef::slot("__getitem__", super::slot::getitem),
        NativeDef::slot("__contains__", super::slot::contains),
        NativeDef::slot("__add__", super::slot::add),
        NativeDef::slot("__mul__", super::slot::mul),
        NativeDef::slot("__rmul__", super::slot::mul),
        NativeDef::slot("__mod__", modulo),
        NativeDef::slot("__rmod__", reflected_modulo),
        NativeDef::method("__getnewargs__", getnewargs),
        NativeDef::slot("__eq__", super::slot::eq),
        NativeDef::slot("__ne__", super::slot::ne),
        NativeDef::slot("__lt__", super::slot::lt),
        NativeDef::slot("__le__", super::slot::le),
        NativeDef::slot("__gt__", super::slot::gt),
        NativeDef::slot("__ge__", super::slot::ge),
    ],
    getset: &[],
};

/// The string that a method was called with, its text, and the other arguments.
pub(super) fn this<'a>(m: &mut Machine, args: &'a [Ref]) -> PyResult<(Ref, Box<str>, &'a [Ref])> {
    let (this, rest) = argument::this(m, args)?;
    match m.payload(this) {
        Payload::Str(s) => Ok((this, s.text.clone(), rest)),
        _ => {
            let message = format!("a str is needed, not '{}'", m.type_name(this));
            Err(m.type_error(&message))
        }
    }
}

/// MemoryError if a text of this many bytes is more than a run is given.
pub(super) fn within_memory(m: &mut Machine, bytes: usize) -> PyResult<()> {
    if bytes > TEXT_LIMIT {
        Err(m.memory_error())
    } else {
        Ok(())
    }
}

/// `PyLong_AsInt`
pub(super) fn c_int(m: &mut Machine, r: Ref) -> PyResult<i32> {
    let value = match m.index(r) {
        Err(Unwind::Raise(e)) if m.is_native(e, TypeId::OverflowError) => {
            m.decref(e);
            i64::MAX
        }
        other => other?,
    };
    i32::try_from(value).map_err(|_| m.overflow("Python int too large to convert to C int"))
}

/// `unicode_result_unchanged`
pub(super) fn unchanged(m: &mut Machine, this: Ref) -> Ref {
    if m.is_exact(this, TypeId::Str) {
        return m.newref(this);
    }
    let text = m.text(this);
    m.fresh_str(&text)
}

/// The text, or the same object if it is the same.
pub(super) fn changed(m: &mut Machine, this: Ref, text: &str) -> PyResult<Ref> {
    within_memory(m, text.len())?;
    if m.str_of(this) == Some(text) {
        Ok(unchanged(m, this))
    } else {
        Ok(m.new_str(text))
    }
}

/// The text of an argument that must be a string.
pub(super) fn text_arg(m: &mut Machine, function: &str, at: usize, r: Ref) -> PyResult<String> {
    match m.str_of(r) {
        Some(text) => Ok(text.to_owned()),
        None => Err(not_a_string(m, function, at, r)),
    }
}

fn not_a_string(m: &mut Machine, function: &str, at: usize, r: Ref) -> Unwind {
    let got = m.type_name(r).to_owned();
    let at = if at == 0 {
        String::new()
    } else {
        format!(" {at}")
    };
    m.type_error(&format!("{function}() argument{at} must be str, not {got}"))
}

// ---- constructor

fn new(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    const SIGNATURE: argument::Signature = argument::Signature {
        name: "str",
        params: &["object", "encoding", "errors"],
        positional: 3,
        unnamed: 0,
        required: 0,
    };
    let (class, rest) = argument::this(m, args)?;
    if rest.len() > 3 && m.version >= Version::V3_13 {
        return Err(m.type_error(&format!(
            "str expected at most 3 arguments, got {}",
            rest.len()
        )));
    }
    let [object, encoding, errors]: [Option<Ref>; 3] = SIGNATURE.bind(m, rest, kwargs)?;
    let made = match object {
        None => m.new_str(""),
        Some(object) if encoding.is_none() && errors.is_none() => m.str(object)?,
        Some(object) => {
            let encoding = codec::name_arg(m, "str", "encoding", 2, encoding, "utf-8")?;
            let errors = codec::name_arg(m, "str", "errors", 3, errors, "strict")?;
            let bytes = match m.payload(object) {
                Payload::Str(_) => return Err(m.type_error("decoding str is not supported")),
                _ => match super::bytes::buffer(m, object) {
                    Some(bytes) => bytes,
                    None => {
                        let message = format!(
                            "decoding to str: need a bytes-like object, {} found",
                            m.type_name(object)
                        );
                        return Err(m.type_error(&message));
                    }
                },
            };
            let text = codec::decode(m, object, &bytes, &encoding, &errors)?;
            m.new_str(&text)
        }
    };
    if m.is_exact_class(class, TypeId::Str) {
        return Ok(made);
    }
    let text = m.text(made);
    m.decref(made);
    Ok(m.instantiate(class, Payload::Str(Box::new(Str::new(text)))))
}

fn str(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (this, ..) = this(m, args)?;
    Ok(unchanged(m, this))
}

fn format(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, _, rest) = this(m, args)?;
    let spec = argument::one(m, "str.__format__", rest, kwargs)?;
    let Some(spec) = m.str_of(spec).map(str::to_owned) else {
        let message = format!(
            "__format__() argument must be str, not {}",
            m.type_name(spec)
        );
        return Err(m.type_error(&message));
    };
    if spec.is_empty() {
        return if m.is_exact(this, TypeId::Str) {
            Ok(m.newref(this))
        } else {
            m.str(this)
        };
    }
    let exact = unchanged(m, this);
    m.hold(exact);
    let result = m.format(exact, &spec);
    m.unhold();
    m.give_up(exact, result)
}

fn modulo(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[this, other] = args else {
        return Err(m.type_error("expected 1 argument, got 0"));
    };
    match crate::arithmetic::native(m, BinaryOp::Remainder, this, other)? {
        Some(result) => Ok(result),
        None => Ok(m.not_implemented()),
    }
}

fn reflected_modulo(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    match *args {
        [this, other] if m.str_of(other).is_some() => modulo(m, &[other, this], kwargs),
        [_, _] => Ok(m.not_implemented()),
        _ => modulo(m, args, kwargs),
    }
}

/// What pickling needs: a plain copy.
fn getnewargs(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (_, text, rest) = this(m, args)?;
    argument::none(m, "str.__getnewargs__", rest, kwargs)?;
    let copy = m.new_str(&text);
    Ok(m.new_tuple_tracked(vec![copy]))
}

fn encode(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    const SIGNATURE: argument::Signature = argument::Signature {
        name: "encode",
        params: &["encoding", "errors"],
        positional: 2,
        unnamed: 0,
        required: 0,
    };
    let (this, text, rest) = this(m, args)?;
    let [encoding, errors]: [Option<Ref>; 2] = SIGNATURE.bind(m, rest, kwargs)?;
    let encoding = codec::name_arg(m, "encode", "encoding", 1, encoding, "utf-8")?;
    let errors = codec::name_arg(m, "encode", "errors", 2, errors, "strict")?;
    let bytes = codec::encode(m, this, &text, &encoding, &errors)?;
    Ok(m.new_bytes(&bytes))
}

// ---- searching

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
pub(super) fn char_of(text: &str, byte: usize) -> usize {
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

/// `start` and `end` arguments within a length (`ADJUST_INDICES`); `None` if nothing lies between them.
pub(super) fn bounds_within(
    m: &mut Machine,
    len: usize,
    bounds: &[Ref],
) -> PyResult<Option<(usize, usize)>> {
    let len = i64::try_from(len).unwrap_or(i64::MAX);
    let start = match bounds.first() {
        Some(&r) => m.slice_index(r)?.unwrap_or(0),
        None => 0,
    };
    let end = match bounds.get(1) {
        Some(&r) => m.slice_index(r)?.unwrap_or(i64::MAX),
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

fn find(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let found = find_at(m, "find", args, kwargs, false)?;
    position(m, found)
}

fn rfind(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let found = find_at(m, "rfind", args, kwargs, true)?;
    position(m, found)
}

fn index(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    match find_at(m, "index", args, kwargs, false)? {
        None => Err(m.value_error("substring not found")),
        found => position(m, found),
    }
}

fn rindex(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    match find_at(m, "rindex", args, kwargs, true)? {
        None => Err(m.value_error("substring not found")),
        found => position(m, found),
    }
}

fn count(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
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

fn startswith(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    affix(m, "startswith", args, kwargs, |text, part| {
        text.starts_with(part)
    })
}

fn endswith(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    affix(m, "endswith", args, kwargs, |text, part| {
        text.ends_with(part)
    })
}

fn removeprefix(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, text, rest) = this(m, args)?;
    let prefix = argument::one(m, "str.removeprefix", rest, kwargs)?;
    let prefix = text_arg(m, "removeprefix", 0, prefix)?;
    let left = text.strip_prefix(&*prefix).unwrap_or(&text).to_owned();
    changed(m, this, &left)
}

fn removesuffix(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, text, rest) = this(m, args)?;
    let suffix = argument::one(m, "str.removesuffix", rest, kwargs)?;
    let suffix = text_arg(m, "removesuffix", 0, suffix)?;
    let left = text.strip_suffix(&*suffix).unwrap_or(&text).to_owned();
    changed(m, this, &left)
}

fn replace(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
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

// ---- padding

/// The width and the fill character of `center`, `ljust`, `rjust`.
fn padding(m: &mut Machine, name: &str, args: &[Ref], kwargs: &Kwargs) -> PyResult<(usize, char)> {
    argument::between(m, name, args, kwargs, 1, 2)?;
    let width = match args.first() {
        Some(&r) => m.index(r)?,
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

fn center(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, text, rest) = this(m, args)?;
    let (width, fill) = padding(m, "center", rest, kwargs)?;
    let missing = width.saturating_sub(text.chars().count());
    let left = missing / 2 + (missing & width & 1);
    pad(m, this, &text, left, missing - left, fill)
}

fn ljust(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, text, rest) = this(m, args)?;
    let (width, fill) = padding(m, "ljust", rest, kwargs)?;
    let missing = width.saturating_sub(text.chars().count());
    pad(m, this, &text, 0, missing, fill)
}

fn rjust(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, text, rest) = this(m, args)?;
    let (width, fill) = padding(m, "rjust", rest, kwargs)?;
    let missing = width.saturating_sub(text.chars().count());
    pad(m, this, &text, missing, 0, fill)
}

fn zfill(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, text, rest) = this(m, args)?;
    let width = argument::one(m, "str.zfill", rest, kwargs)?;
    let width = usize::try_from(m.index(width)?).unwrap_or(0);
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

fn expandtabs(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
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
