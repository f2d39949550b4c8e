//! `value` of a C object, in both directions.

use heap::Ref;
use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::memory::{address_bits, follow, load, store};
use super::{CData, Kind, data};
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::Kwargs;
use crate::types::TypeId;

pub(super) fn value(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let (kind, bits) = load(m, r)?;
    Ok(match kind {
        Kind::Int {
            bytes,
            signed: true,
        } => {
            let unused = 64 - 8 * u32::from(bytes);
            m.new_int((bits << unused) as i64 >> unused)
        }
        // Unsigned words are longs in Python 2.
        Kind::Int { bytes: 4.., .. } if m.facts.python_2 => m.new_long(BigInt::from(bits)),
        Kind::Int { .. } => m.new_bigint(BigInt::from(bits)),
        Kind::Bool => m.bool(bits != 0),
        Kind::Char if m.facts.python_2 => {
            let text = char::from(bits as u8).to_string();
            m.new_str(&text)
        }
        Kind::Char => m.new_bytes(&[bits as u8]),
        Kind::Float => m.new_float(f64::from(f32::from_bits(bits as u32))),
        Kind::Double => m.new_float(f64::from_bits(bits)),
        Kind::Pointer if bits == 0 => m.none(),
        Kind::Pointer => m.new_bigint(BigInt::from(bits)),
        Kind::Object if bits == 0 => return Err(m.value_error("PyObject is NULL")),
        Kind::Object => return follow(m, bits),
    })
}

pub(super) fn set_value(m: &mut Machine, r: Ref, value: Option<Ref>) -> PyResult<()> {
    let Some(value) = value else {
        return Err(m.type_error("can't delete attribute"));
    };
    let Some(data) = data(m, r) else {
        return Err(m.type_error("a ctypes object is needed"));
    };
    let bits = match data.kind {
        Kind::Int { .. } => {
            let number = m.index_object(value)?;
            match number {
                Some(number) => {
                    let bits = address_bits(m, number).unwrap_or(0);
                    m.decref(number);
                    bits
                }
                None => {
                    let got = m.type_name(value).to_owned();
                    return Err(m.type_error(&format!(
                        "'{got}' object cannot be interpreted as an integer"
                    )));
                }
            }
        }
        Kind::Bool => u64::from(m.truth(value)?),
        Kind::Char => {
            let byte = match m.payload(value) {
                Payload::Bytes(b) if b.len() == 1 => b.first().copied(),
                Payload::ByteArray(b) if b.len() == 1 => b.first().copied(),
                Payload::Int(i) if !m.facts.python_2 => u8::try_from(*i).ok(),
                Payload::Str(s) if m.facts.python_2 && s.chars == 1 => {
                    s.text.chars().next().map(|c| c as u8)
                }
                _ => None,
            };
            match byte {
                Some(byte) => u64::from(byte),
                None if m.facts.python_2 => {
                    return Err(m.type_error("one character string expected"));
                }
                None => {
                    return Err(m.type_error("one character bytes, bytearray or integer expected"));
                }
            }
        }
        kind @ (Kind::Float | Kind::Double) => {
            let number = match m.payload(value) {
                Payload::Float(f) => Some(*f),
                _ => m.to_int(value).and_then(|i| i.to_f64()),
            };
            let Some(number) = number else {
                let got = m.type_name(value).to_owned();
                return Err(m.type_error(&format!("must be real number, not {got}")));
            };
            if kind == Kind::Float {
                u64::from((number as f32).to_bits())
            } else {
                number.to_bits()
            }
        }
        Kind::Pointer => match m.payload(value) {
            Payload::None => 0,
            _ => match address_bits(m, value) {
                Some(bits) => bits,
                None => return Err(m.type_error("cannot be converted to pointer")),
            },
        },
        Kind::Object => {
            // The pointer is borrowed; the object is kept alive beside it.
            m.incref(value);
            let old = m
                .native_mut::<CData>(r)
                .and_then(|d| d.objects.replace(value));
            m.xdecref(old);
            m.heap.addr(value).0
        }
    };
    store(m, r, bits)
}

pub(super) fn repr(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[r] = args else {
        return Err(m.type_error("a ctypes object is needed"));
    };
    let class = m.class_of(r);
    let direct =
        matches!(m.payload(class), Payload::Type(t) if t.base == Some(m.type_ref(TypeId::CData)));
    let name = m.class_name(class).to_owned();
    if !direct {
        let text = format!("<{name} object at {}>", m.heap.addr(r));
        return Ok(m.new_str(&text));
    }
    if let (Kind::Object, 0) = load(m, r)? {
        return Ok(m.new_str(&format!("{name}(<NULL>)")));
    }
    let value = value(m, r)?;
    m.hold(value);
    let text = m.repr_string(value);
    m.unhold();
    let text = m.give_up(value, text)?;
    Ok(m.new_str(&format!("{name}({text})")))
}

pub(super) fn truth(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[r] = args else {
        return Err(m.type_error("a ctypes object is needed"));
    };
    let (_, bits) = load(m, r)?;
    Ok(m.bool(bits != 0))
}
