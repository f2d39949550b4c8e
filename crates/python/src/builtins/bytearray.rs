//! What only `bytearray` can do (`Objects/bytearrayobject.c`): it changes.

use heap::Ref;

use super::argument;
use super::bytes::{Given, buffer, byte_arg, bytes_of_items, given};
use crate::arithmetic::TEXT_LIMIT;
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::bytearray::ByteArray;
use crate::objects::function::Kwargs;
use crate::types::TypeId;
use crate::version::Version;

/// A bytearray.
pub fn new_bytearray(m: &mut Machine, bytes: Vec<u8>) -> Ref {
    let array = ByteArray::exact(bytes, end_of_bytearray(m));
    let array = m.make(TypeId::ByteArray, Payload::ByteArray(Box::new(array)));
    fit_block(m, array);
    array
}

/// Gives the array's room a block of that size.
fn fit_block(m: &mut Machine, array: Ref) {
    let Payload::ByteArray(bytes) = m.payload(array) else {
        return;
    };
    let wanted = match bytes.alloc() {
        0 => 0,
        // The head of a bytes object and its zero.
        room if m.facts.bytearray_holds_bytes => room + 33,
        room => room,
    };
    let wanted = u32::try_from(wanted).unwrap_or(u32::MAX);
    let (old, had) = bytes.block();
    if wanted == had {
        return;
    }
    let block = match (old, wanted) {
        (Some(block), 0) => {
            m.heap.free(block);
            None
        }
        (Some(block), _) => m.heap.realloc(block, wanted).ok(),
        (None, _) => m.heap.malloc(wanted).ok(),
    };
    if let Payload::ByteArray(bytes) = m.payload_mut(array) {
        bytes.set_block(block, wanted);
    }
}

/// Bytes of a bytearray's room that are not for its bytes: the zero at the end.
fn end_of_bytearray(m: &Machine) -> usize {
    usize::from(!m.facts.bytearray_holds_bytes)
}

pub(super) fn new_array(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (class, _) = argument::this(m, args)?;
    Ok(m.instantiate(class, Payload::ByteArray(Box::default())))
}

pub(super) fn init_array(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    let bytes = match given(m, "bytearray", rest, kwargs)? {
        Given::Bytes(bytes) => bytes,
        Given::Same(r) => {
            let bytes = buffer(m, r).unwrap_or_default();
            m.decref(r);
            bytes
        }
    };
    // Only lists and tuples say how many there will be; other iterables are taken byte by byte.
    let one_by_one = rest.first().is_some_and(|&r| {
        buffer(m, r).is_none()
            && !matches!(
                m.payload(r),
                Payload::List(_)
                    | Payload::Tuple(_)
                    | Payload::Str(_)
                    | Payload::Int(_)
                    | Payload::Bool(_)
            )
    });
    let end = end_of_bytearray(m);
    edit(m, this, true, |array| {
        array.clear();
        if one_by_one {
            for (i, byte) in bytes.into_iter().enumerate() {
                array.push(byte);
                array.fit(i, end);
            }
        } else {
            array.extend(bytes);
        }
    })?;
    Ok(m.none())
}

/// Changes the array; BufferError if its size may change while a view looks at it.
pub(crate) fn edit<T>(
    m: &mut Machine,
    array: Ref,
    resizes: bool,
    change: impl FnOnce(&mut ByteArray) -> T,
) -> PyResult<T> {
    if resizes && super::memoryview::is_exported(m, array) {
        return Err(m.error(
            TypeId::BufferError,
            "Existing exports of data: object cannot be re-sized",
        ));
    }
    let end = end_of_bytearray(m);
    match m.payload_mut(array) {
        Payload::ByteArray(bytes) => {
            let old = bytes.len();
            let result = change(bytes);
            bytes.fit(old, end);
            fit_block(m, array);
            Ok(result)
        }
        _ => Err(m.type_error("a bytearray is needed")),
    }
}

pub(super) fn append(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    let item = argument::one(m, "bytearray.append", rest, kwargs)?;
    let byte = byte_arg(m, item)?;
    edit(m, this, true, |array| array.push(byte))?;
    Ok(m.none())
}

pub(super) fn clear(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    argument::none(m, "bytearray.clear", rest, kwargs)?;
    edit(m, this, true, |array| array.clear())?;
    Ok(m.none())
}

/// `bytearray.resize(size)`: cut off, or filled up with zeros.
pub(super) fn resize(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    let size = argument::one(m, "bytearray.resize", rest, kwargs)?;
    let size = m.index(size)?;
    let Ok(wanted) = usize::try_from(size) else {
        let message = format!("Can only resize to positive sizes, got {size}");
        return Err(m.value_error(&message));
    };
    if wanted > TEXT_LIMIT {
        return Err(m.memory_error());
    }
    edit(m, this, true, |array| array.resize(wanted, 0))?;
    Ok(m.none())
}

/// `bytearray.take_bytes([n])`: the first bytes, or all, as `bytes`; they leave the array.
pub(super) fn take_bytes(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    argument::between(m, "take_bytes", rest, kwargs, 0, 1)?;
    let len = m.native_len(this).unwrap_or(0);
    let count = match rest.first() {
        Some(&r) if !m.is_none(r) => {
            if !m.has_index(r) {
                return Err(m.type_error("n must be an integer or None"));
            }
            let n = m.index(r)?;
            let n = if n < 0 {
                n.saturating_add(len as i64)
            } else {
                n
            };
            match usize::try_from(n) {
                Ok(n) if n <= len => n,
                _ => {
                    let message = format!("can't take {n} bytes outside size {len}");
                    return Err(m.index_error(&message));
                }
            }
        }
        _ => len,
    };
    let taken = edit(m, this, true, |array| {
        let rest = array.split_off(count);
        std::mem::replace(&mut **array, rest)
    })?;
    Ok(m.new_bytes(&taken))
}

/// `bytearray.__alloc__()`: the bytes there is room for.
pub(super) fn alloc(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    argument::none(m, "bytearray.__alloc__", rest, kwargs)?;
    let room = crate::sizeof::owned_arrays(m, this);
    Ok(m.new_int(room as i64))
}

pub(super) fn copy(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    argument::none(m, "bytearray.copy", rest, kwargs)?;
    let bytes = buffer(m, this).unwrap_or_default();
    Ok(new_bytearray(m, bytes))
}

pub(super) fn extend(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    let iterable = argument::one(m, "bytearray.extend", rest, kwargs)?;
    let more = match buffer(m, iterable) {
        Some(bytes) => bytes,
        None if m.str_of(iterable).is_some_and(|s| !s.is_empty()) && m.at_least(Version::V3_13) => {
            return Err(m.type_error("expected iterable of integers; got: 'str'"));
        }
        None => {
            let iterator = match m.iter(iterable) {
                Err(Unwind::Raise(e)) if m.is_native(e, TypeId::TypeError) => {
                    m.decref(e);
                    let message = format!("can't extend bytearray with {}", m.type_name(iterable));
                    return Err(m.type_error(&message));
                }
                other => other?,
            };
            m.hold(iterator);
            let items = m.collect(iterator);
            m.unhold();
            let items = m.give_up(iterator, items)?;
            bytes_of_items(m, items, false)?
        }
    };
    let len = m.native_len(this).unwrap_or(0);
    if len.saturating_add(more.len()) > TEXT_LIMIT {
        return Err(m.memory_error());
    }
    if !more.is_empty() {
        edit(m, this, true, |array| array.extend(more))?;
    }
    Ok(m.none())
}

pub(super) fn insert(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    argument::between(m, "insert", rest, kwargs, 2, 2)?;
    let &[at, item] = rest else {
        return Ok(m.none());
    };
    let at = super::list::index_argument(m, at)?;
    let byte = byte_arg(m, item)?;
    edit(m, this, true, |array| {
        let len = i64::try_from(array.len()).unwrap_or(i64::MAX);
        let at = if at < 0 {
            at.saturating_add(len).max(0)
        } else {
            at.min(len)
        };
        array.insert(at as usize, byte);
    })?;
    Ok(m.none())
}

pub(super) fn pop(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    argument::between(m, "pop", rest, kwargs, 0, 1)?;
    let at = match rest.first() {
        Some(&r) => super::list::index_argument(m, r)?,
        None => -1,
    };
    let len = m.native_len(this).unwrap_or(0);
    if len == 0 {
        return Err(m.index_error("pop from empty bytearray"));
    }
    let at = if at < 0 {
        at.saturating_add(len as i64)
    } else {
        at
    };
    let Some(at) = usize::try_from(at).ok().filter(|&at| at < len) else {
        return Err(m.index_error("pop index out of range"));
    };
    let byte = edit(m, this, true, |array| {
        if at < array.len() {
            array.remove(at)
        } else {
            0
        }
    })?;
    Ok(m.new_int(i64::from(byte)))
}

pub(super) fn remove(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    let item = argument::one(m, "bytearray.remove", rest, kwargs)?;
    let byte = byte_arg(m, item)?;
    let found = edit(m, this, true, |array| {
        let at = array.iter().position(|&b| b == byte)?;
        Some(array.remove(at))
    })?;
    match found {
        Some(_) => Ok(m.none()),
        None => Err(m.value_error("value not found in bytearray")),
    }
}

pub(super) fn reverse(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    argument::none(m, "bytearray.reverse", rest, kwargs)?;
    edit(m, this, false, |array| array.reverse())?;
    Ok(m.none())
}
