//! `bytes` and `bytearray` (`Objects/bytesobject.c`, `Objects/bytearrayobject.c`): constructors, and the tables.
//! What both can do is in [`super::bytes_methods`] and [`super::bytes_split`], what changes a bytearray in [`super::bytearray`].

use heap::Ref;

use super::bytearray as array;
use super::bytes_methods as shared;
use super::bytes_split as parts;
pub use super::memoryview::MEMORYVIEW;
use super::{argument, bytes_search, codec};
use crate::arithmetic::TEXT_LIMIT;
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::function::refused_method;
use crate::objects::function::{Kwargs, NativeDef};
use crate::objects::string::bytes_of_two;
use crate::opcode::BinaryOp;
use crate::types::{TypeId, TypeMembers};
use crate::version::Version;

macro_rules! members {
    ($new:expr, $init:expr, $($own:expr),* $(,)?) => {
        TypeMembers {
            new: Some($new),
            init: $init,
            methods: &[
                $($own,)*
                NativeDef::method("capitalize", shared::capitalize),
                NativeDef::method("center", shared::center),
                NativeDef::method("count", bytes_search::count).gathering_until(Version::V3_13),
                NativeDef::method("decode", shared::decode),
                NativeDef::method("endswith", bytes_search::endswith).gathering_until(Version::V3_13),
                NativeDef::method("expandtabs", shared::expandtabs),
                NativeDef::method("find", bytes_search::find).gathering_until(Version::V3_13),
                NativeDef::class_method("fromhex", fromhex),
                NativeDef::method("hex", shared::hex),
                NativeDef::method("index", bytes_search::index).gathering_until(Version::V3_13),
                NativeDef::method("isalnum", shared::isalnum),
                NativeDef::method("isalpha", shared::isalpha),
                NativeDef::method("isascii", shared::isascii),
                NativeDef::method("isdigit", shared::isdigit),
                NativeDef::method("islower", shared::islower),
                NativeDef::method("isspace", shared::isspace),
                NativeDef::method("istitle", shared::istitle),
                NativeDef::method("isupper", shared::isupper),
                NativeDef::method("join", parts::join),
                NativeDef::method("ljust", shared::ljust),
                NativeDef::method("lower", shared::lower),
                NativeDef::method("lstrip", parts::lstrip),
                NativeDef::static_method("maketrans", shared::maketrans),
                NativeDef::method("partition", parts::partition),
                NativeDef::method("removeprefix", bytes_search::removeprefix),
                NativeDef::method("removesuffix", bytes_search::removesuffix),
                NativeDef::method("replace", bytes_search::replace),
                NativeDef::method("rfind", bytes_search::rfind).gathering_until(Version::V3_13),
                NativeDef::method("rindex", bytes_search::rindex).gathering_until(Version::V3_13),
                NativeDef::method("rjust", shared::rjust),
                NativeDef::method("rpartition", parts::rpartition),
                NativeDef::method("rsplit", parts::rsplit),
                NativeDef::method("rstrip", parts::rstrip),
                NativeDef::method("split", parts::split),
                NativeDef::method("splitlines", parts::splitlines),
                NativeDef::method("startswith", bytes_search::startswith).gathering_until(Version::V3_13),
                NativeDef::method("strip", parts::strip),
                NativeDef::method("swapcase", shared::swapcase),
                NativeDef::method("title", shared::title),
                NativeDef::method("translate", shared::translate),
                NativeDef::method("upper", shared::upper),
                NativeDef::method("zfill", shared::zfill),
                NativeDef::method("__sizeof__", crate::sizeof::sizeof_method),
                NativeDef::slot("__repr__", super::slot::repr),
                NativeDef::slot("__len__", super::slot::len),
                NativeDef::slot("__iter__", super::slot::iter),
                NativeDef::slot("__getitem__", super::slot::getitem),
                NativeDef::slot("__contains__", super::slot::contains),
                NativeDef::slot("__add__", super::slot::add),
                NativeDef::slot("__mul__", super::slot::mul),
                NativeDef::slot("__rmul__", super::slot::mul),
                NativeDef::slot("__mod__", modulo),
                NativeDef::slot("__rmod__", reflected_modulo),
                refused_method!("bytes"."__buffer__").since(Version::V3_12),
                NativeDef::slot("__eq__", super::slot::eq),
                NativeDef::slot("__ne__", super::slot::ne),
                NativeDef::slot("__lt__", super::slot::lt),
                NativeDef::slot("__le__", super::slot::le),
                NativeDef::slot("__gt__", super::slot::gt),
                NativeDef::slot("__ge__", super::slot::ge),
            ],
            getset: &[],
        }
    };
}

/// `bytes`
pub static MEMBERS: TypeMembers = members!(
    new,
    None,
    NativeDef::slot("__hash__", super::slot::hash),
    NativeDef::method("__bytes__", dunder_bytes),
    NativeDef::method("__getnewargs__", getnewargs),
);

/// `bytearray`
pub static BYTEARRAY: TypeMembers = members!(
    array::new_array,
    Some(array::init_array),
    NativeDef::method("append", array::append),
    NativeDef::method("clear", array::clear),
    NativeDef::method("copy", array::copy),
    NativeDef::method("extend", array::extend),
    NativeDef::method("insert", array::insert),
    NativeDef::method("pop", array::pop),
    NativeDef::method("remove", array::remove),
    NativeDef::method("reverse", array::reverse),
    NativeDef::method("resize", array::resize).since(Version::V3_14_2),
    NativeDef::method("take_bytes", array::take_bytes).since(Version::V3_15),
    NativeDef::method("__alloc__", array::alloc),
    refused_method!("bytearray"."__release_buffer__").since(Version::V3_12),
    NativeDef::slot("__setitem__", super::slot::setitem),
    NativeDef::slot("__delitem__", super::slot::delitem),
    NativeDef::slot("__iadd__", super::slot::iadd),
    NativeDef::slot("__imul__", super::slot::imul),
);

/// The bytes of a bytes-like object.
pub fn buffer(m: &Machine, r: Ref) -> Option<Vec<u8>> {
    match m.payload(r) {
        Payload::Bytes(b) => Some(b.to_vec()),
        Payload::ByteArray(b) => Some(b.to_vec()),
        Payload::Native(_) => super::memoryview::bytes_of(m, r),
        _ => None,
    }
}

/// The same, or TypeError.
pub(super) fn need_bytes(m: &mut Machine, r: Ref) -> PyResult<Vec<u8>> {
    match buffer(m, r) {
        Some(bytes) => Ok(bytes),
        None => {
            let message = format!("a bytes-like object is required, not '{}'", m.type_name(r));
            Err(m.type_error(&message))
        }
    }
}

/// One byte of an int-like object.
pub(super) fn byte_arg(m: &mut Machine, r: Ref) -> PyResult<u8> {
    let value = match m.index(r) {
        Err(Unwind::Raise(e)) if m.is_native(e, TypeId::OverflowError) => {
            m.decref(e);
            -1
        }
        other => other?,
    };
    u8::try_from(value).map_err(|_| m.value_error("byte must be in range(0, 256)"))
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

/// `bytes.__rmod__`: another bytes-like object's `%`.
fn reflected_modulo(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    match *args {
        [this, other] if matches!(m.payload(other), Payload::Bytes(_) | Payload::ByteArray(_)) => {
            modulo(m, &[other, this], kwargs)
        }
        [_, _] => Ok(m.not_implemented()),
        _ => modulo(m, args, kwargs),
    }
}

/// What pickling needs: a plain copy.
fn getnewargs(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    argument::none(m, "bytes.__getnewargs__", rest, kwargs)?;
    let bytes = buffer(m, this).unwrap_or_default();
    let copy = m.new_bytes(&bytes);
    Ok(m.new_tuple_tracked(vec![copy]))
}

// ---- constructors

/// What `bytes(...)` and `bytearray(...)` are given: an object as it is, or bytes.
pub(super) enum Given {
    Same(Ref),
    Bytes(Vec<u8>),
}

pub(super) fn given(
    m: &mut Machine,
    name: &'static str,
    rest: &[Ref],
    kwargs: &Kwargs,
) -> PyResult<Given> {
    let signature = argument::Signature {
        name,
        params: &["source", "encoding", "errors"],
        positional: 3,
        unnamed: 0,
        required: 0,
    };
    let [source, encoding, errors]: [Option<Ref>; 3] = signature.bind(m, rest, kwargs)?;
    for (at, what, text) in [(2, "encoding", encoding), (3, "errors", errors)] {
        codec::name_arg(m, name, what, at, text, "")?;
    }
    let Some(source) = source else {
        if encoding.is_some() || errors.is_some() {
            let what = if encoding.is_some() {
                "encoding"
            } else {
                "errors"
            };
            return Err(m.type_error(&format!("{what} without a string argument")));
        }
        return Ok(Given::Bytes(Vec::new()));
    };
    if let Some(text) = m.str_of(source).map(str::to_owned) {
        let Some(encoding) = encoding else {
            if m.facts.python_2 && !m.is_native(source, TypeId::Unicode) {
                return Ok(Given::Bytes(bytes_of_two(&text)));
            }
            return Err(m.type_error("string argument without an encoding"));
        };
        let encoding = codec::name_arg(m, name, "encoding", 2, Some(encoding), "utf-8")?;
        let errors = codec::name_arg(m, name, "errors", 3, errors, "strict")?;
        return codec::encode(m, source, &text, &encoding, &errors).map(Given::Bytes);
    }
    if encoding.is_some() || errors.is_some() {
        let what = if encoding.is_some() {
            "encoding"
        } else {
            "errors"
        };
        return Err(m.type_error(&format!("{what} without a string argument")));
    }
    if name == "bytes" {
        let key = m.interp.names.bytes;
        if let Some(result) = m.special_bound(source, key, &[])? {
            if matches!(m.payload(result), Payload::Bytes(_)) {
                return Ok(Given::Same(result));
            }
            let before = format!(
                "__bytes__ returned non-bytes (type {})",
                m.type_name(result)
            );
            let message = m.wrong_result(source, "__bytes__", "a bytes", result, before);
            m.decref(result);
            return Err(m.type_error(&message));
        }
        if m.is_exact(source, TypeId::Bytes) {
            return Ok(Given::Same(m.newref(source)));
        }
    }
    if let Some(bytes) = buffer(m, source) {
        return Ok(Given::Bytes(bytes));
    }
    if let Some(count) = count_of(m, source)? {
        let Ok(count) = usize::try_from(count) else {
            return Err(m.value_error("negative count"));
        };
        if count > TEXT_LIMIT {
            return Err(m.memory_error());
        }
        return Ok(Given::Bytes(vec![0; count]));
    }
    collect(m, source, name).map(Given::Bytes)
}

/// The bytes that an iterable of ints gives; `name` is the type that is made of them.
pub(super) fn collect(m: &mut Machine, source: Ref, name: &str) -> PyResult<Vec<u8>> {
    let items = match m.iter(source) {
        Ok(iterator) => {
            m.hold(iterator);
            let items = m.collect(iterator);
            m.unhold();
            m.give_up(iterator, items)?
        }
        Err(Unwind::Raise(e)) if m.is_native(e, TypeId::TypeError) => {
            m.decref(e);
            let message = format!("cannot convert '{}' object to {name}", m.type_name(source));
            return Err(m.type_error(&message));
        }
        Err(e) => return Err(e),
    };
    bytes_of_items(m, items, name == "bytes")
}

/// Each item is one byte; the items are given up.
pub(super) fn bytes_of_items(
    m: &mut Machine,
    items: Vec<Ref>,
    immutable: bool,
) -> PyResult<Vec<u8>> {
    let mark = m.held_mark();
    for &item in items.iter().rev() {
        m.hold(item);
    }
    let mut bytes = Vec::with_capacity(items.len());
    for item in items {
        let value = match m.index(item) {
            Err(Unwind::Raise(e)) if m.is_native(e, TypeId::OverflowError) => {
                m.decref(e);
                Ok(-1)
            }
            other => other,
        };
        let byte = value.and_then(|value| {
            u8::try_from(value).map_err(|_| {
                m.value_error(if immutable {
                    "bytes must be in range(0, 256)"
                } else {
                    "byte must be in range(0, 256)"
                })
            })
        });
        match byte {
            Ok(byte) => bytes.push(byte),
            Err(e) => {
                m.release_keeping(mark, e);
                return Err(e);
            }
        }
    }
    m.release_to(mark);
    Ok(bytes)
}

/// The count that an int-like argument means; `None` if it is none.
fn count_of(m: &mut Machine, r: Ref) -> PyResult<Option<i64>> {
    match m.index_object(r) {
        Ok(Some(value)) => {
            let count = m.index(value);
            m.give_up(value, count).map(Some)
        }
        Ok(None) => Ok(None),
        Err(Unwind::Raise(e)) if m.is_native(e, TypeId::TypeError) => {
            m.decref(e);
            Ok(None)
        }
        Err(e) => Err(e),
    }
}

fn new(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = argument::this(m, args)?;
    let exact = m.is_exact_class(class, TypeId::Bytes);
    let bytes = match given(m, "bytes", rest, kwargs)? {
        Given::Same(r) if exact => return Ok(r),
        Given::Same(r) => {
            let bytes = buffer(m, r).unwrap_or_default();
            m.decref(r);
            bytes
        }
        Given::Bytes(bytes) if exact => return Ok(m.new_bytes(&bytes)),
        Given::Bytes(bytes) => bytes,
    };
    Ok(m.instantiate(class, Payload::Bytes(bytes.into())))
}

fn dunder_bytes(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    argument::none(m, "bytes.__bytes__", rest, kwargs)?;
    if m.is_exact(this, TypeId::Bytes) {
        return Ok(m.newref(this));
    }
    let bytes = buffer(m, this).unwrap_or_default();
    Ok(m.new_bytes(&bytes))
}

/// `fromhex`: a class method.
fn fromhex(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = argument::this(m, args)?;
    let array = m.native_of_class(class) == TypeId::ByteArray;
    let name = if array {
        "bytearray.fromhex"
    } else {
        "bytes.fromhex"
    };
    let text = argument::one(m, name, rest, kwargs)?;
    let source = if m.at_least(Version::V3_14_2) {
        buffer(m, text).map(|bytes| bytes.iter().map(|&b| char::from(b)).collect())
    } else {
        None
    };
    let Some(text) = m.str_of(text).map(str::to_owned).or(source) else {
        let wanted = if m.at_least(Version::V3_14_2) {
            "str or bytes-like"
        } else {
            "str"
        };
        let message = format!(
            "fromhex() argument must be {wanted}, not {}",
            if m.at_least(Version::V3_14_2) {
                m.type_name(text).to_owned()
            } else {
                argument::given(m, text)
            }
        );
        return Err(m.type_error(&message));
    };
    let mut bytes = Vec::new();
    let mut chars = text
        .chars()
        .enumerate()
        .filter(|(_, c)| !c.is_ascii_whitespace() && *c != '\x0b')
        .peekable();
    while let Some((at, c)) = chars.next() {
        let Some(high) = c.to_digit(16) else {
            return Err(bad_hex(m, at));
        };
        let low = match chars.next() {
            Some((next, c)) => match c.to_digit(16).filter(|_| next == at + 1) {
                Some(low) => low,
                None => return Err(bad_hex(m, at + 1)),
            },
            None if m.at_least(Version::V3_14_2) => {
                return Err(m.value_error(
                    "fromhex() arg must contain an even number of hexadecimal digits",
                ));
            }
            None => return Err(bad_hex(m, at + 1)),
        };
        bytes.push((high * 16 + low) as u8);
    }
    // 3.15.0rc1 gives the empty bytes object where there is nothing to convert.
    let result = if array && !(bytes.is_empty() && m.at_least(Version::V3_15)) {
        array::new_bytearray(m, bytes)
    } else {
        m.new_bytes(&bytes)
    };
    let plain = if array {
        TypeId::ByteArray
    } else {
        TypeId::Bytes
    };
    if m.is_exact_class(class, plain) {
        return Ok(result);
    }
    m.hold(result);
    let object = m.call(class, &[result]);
    m.unhold();
    m.give_up(result, object)
}

fn bad_hex(m: &mut Machine, at: usize) -> Unwind {
    m.value_error(&format!(
        "non-hexadecimal number found in fromhex() arg at position {at}"
    ))
}
