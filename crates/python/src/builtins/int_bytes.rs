//! `int.to_bytes` and `int.from_bytes`.

use super::argument::{self, Signature};
use crate::arithmetic::TEXT_LIMIT;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::Kwargs;
use crate::types::TypeId;
use heap::Ref;
use num_bigint::{BigInt, Sign};
use num_traits::{Signed, Zero};

/// `byteorder`: whether the first byte is the least.
fn is_little(m: &mut Machine, name: &str, order: Option<Ref>) -> PyResult<bool> {
    let Some(order) = order else { return Ok(false) };
    match m.str_of(order) {
        Some("little") => Ok(true),
        Some("big") => Ok(false),
        Some(_) => Err(m.value_error("byteorder must be either 'little' or 'big'")),
        None => {
            let message = format!(
                "{name}() argument 'byteorder' must be str, not {}",
                argument::given(m, order)
            );
            Err(m.type_error(&message))
        }
    }
}

pub(super) fn to_bytes(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    const SIGNATURE: Signature = Signature {
        name: "to_bytes",
        params: &["length", "byteorder", "signed"],
        positional: 2,
        unnamed: 0,
        required: 0,
    };
    let (this, rest) = argument::this(m, args)?;
    let [length, order, signed] = SIGNATURE.bind(m, rest, kwargs)?;
    let length = match length {
        Some(length) => super::list::index_argument(m, length)?,
        None => 1,
    };
    let little = is_little(m, "to_bytes", order)?;
    let signed = match signed {
        Some(signed) => m.truth(signed)?,
        None => false,
    };
    let Ok(length) = usize::try_from(length) else {
        let message = if m.at_least(crate::version::Version::V3_15) {
            "length cannot be negative"
        } else {
            "length argument must be non-negative"
        };
        return Err(m.value_error(message));
    };
    if length > TEXT_LIMIT {
        return Err(m.memory_error());
    }
    let value = m.to_int(this).unwrap_or_default();
    let negative = value.is_negative();
    if negative && !signed {
        return Err(m.overflow("can't convert negative int to unsigned"));
    }
    let mut bytes = if signed {
        value.to_signed_bytes_le()
    } else {
        value.magnitude().to_bytes_le()
    };
    if value.is_zero() {
        bytes.clear();
    }
    if bytes.len() > length {
        return Err(m.overflow("int too big to convert"));
    }
    bytes.resize(length, if negative { 0xff } else { 0 });
    if !little {
        bytes.reverse();
    }
    Ok(m.new_bytes(&bytes))
}

pub(super) fn from_bytes(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    const SIGNATURE: Signature = Signature {
        name: "from_bytes",
        params: &["bytes", "byteorder", "signed"],
        positional: 2,
        unnamed: 0,
        required: 1,
    };
    let (class, rest) = argument::this(m, args)?;
    let [source, order, signed] = SIGNATURE.bind(m, rest, kwargs)?;
    let little = is_little(m, "from_bytes", order)?;
    let signed = match signed {
        Some(signed) => m.truth(signed)?,
        None => false,
    };
    let Some(source) = source else {
        return Ok(m.none());
    };
    let mut bytes = bytes_of(m, source)?;
    if !little {
        bytes.reverse();
    }
    let value = if signed {
        BigInt::from_signed_bytes_le(&bytes)
    } else {
        BigInt::from_bytes_le(Sign::Plus, &bytes)
    };
    let value = m.new_bigint(value);
    if m.is_exact_class(class, TypeId::Int) {
        return Ok(value);
    }
    m.hold(value);
    let object = m.call(class, &[value]);
    m.unhold();
    m.give_up(value, object)
}

/// `PyObject_Bytes`: bytes, or an iterable of small ints.
fn bytes_of(m: &mut Machine, source: Ref) -> PyResult<Vec<u8>> {
    match m.payload(source) {
        Payload::Bytes(b) => return Ok(b.to_vec()),
        Payload::ByteArray(b) => return Ok(b.to_vec()),
        _ => {}
    }
    let name = m.interp.names.bytes;
    if let Some(result) = m.special(source, name, &[])? {
        let bytes = match m.payload(result) {
            Payload::Bytes(b) => Ok(b.to_vec()),
            _ => {
                let message = format!(
                    "__bytes__ returned non-bytes (type {})",
                    m.type_name(result)
                );
                Err(m.type_error(&message))
            }
        };
        return m.give_up(result, bytes);
    }
    let (class, iter) = (m.class_of(source), m.interp.names.iter);
    let iterable = m.items(source).is_some() || m.type_lookup(class, iter).is_some();
    if !iterable || m.str_of(source).is_some() {
        let message = format!("cannot convert '{}' object to bytes", m.type_name(source));
        return Err(m.type_error(&message));
    }
    let items = m.collect(source)?;
    let mark = m.held_mark();
    for &item in &items {
        m.hold(item);
    }
    let mut bytes = Vec::with_capacity(items.len());
    for item in items {
        let byte = match m.index(item) {
            Ok(byte) => {
                u8::try_from(byte).map_err(|_| m.value_error("bytes must be in range(0, 256)"))
            }
            Err(e) => Err(e),
        };
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
