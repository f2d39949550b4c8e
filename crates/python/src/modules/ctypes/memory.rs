//! Reading and writing the memory of the process.

use heap::{Addr, BadAddress, Ref, Width, Word};
use num_bigint::{BigInt, Sign};

use super::{CData, Kind, OWN_VALUE, Place, data};
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::string::bytes_of_two;
use crate::version::Version;
use crate::watch::Stop;

/// An int as the bits of a pointer.
pub(super) fn address_bits(m: &Machine, r: Ref) -> Option<u64> {
    m.to_int(r).map(|value| low_bits(&value))
}

/// The lowest 64 bits of an int in two's complement.
fn low_bits(value: &BigInt) -> u64 {
    let low = value.magnitude().iter_u64_digits().next().unwrap_or(0);
    if value.sign() == Sign::Minus {
        low.wrapping_neg()
    } else {
        low
    }
}

fn crash(m: &mut Machine, explanation: String) -> Unwind {
    m.stop(Stop::Crash(explanation))
}

/// The 8 bytes around an address, and how many bits the address lies within them.
fn read_around(m: &mut Machine, at: u64) -> PyResult<(u64, u32)> {
    let aligned = at & !7;
    match m.heap.read_word(Addr(aligned)) {
        Ok(word) => match word.value().or_else(|| m.content_word(aligned)) {
            Some(value) => Ok((value, ((at & 7) * 8) as u32)),
            None => Err(m.not_supported(&format!(
                "reading the memory at {at:#x}: it is part of an object, but neither its reference count, its type nor a part that is modelled"
            ))),
        },
        Err(_) => Err(crash(m, format!("Segmentation fault: the program read memory at {at:#x}, where nothing is mapped"))),
    }
}

fn masked(bits: u64, bytes: u8) -> u64 {
    if bytes >= 8 {
        bits
    } else {
        bits & ((1 << (8 * u32::from(bytes))) - 1)
    }
}

/// The bits of a value, as many as its kind has.
pub(super) fn load(m: &mut Machine, r: Ref) -> PyResult<(Kind, u64)> {
    let Some(data) = data(m, r) else {
        return Err(m.type_error("a ctypes object is needed"));
    };
    let (kind, place) = (data.kind, data.place);
    let bits = match place {
        Place::Own(bits) => bits,
        Place::At(at) => {
            let (word, shift) = read_around(m, at)?;
            if shift + 8 * u32::from(kind.bytes()) > 64 {
                return Err(m.not_supported("ctypes: reading across the end of a word"));
            }
            word >> shift
        }
    };
    Ok((kind, masked(bits, kind.bytes())))
}

pub(super) fn store(m: &mut Machine, r: Ref, bits: u64) -> PyResult<()> {
    let Some(data) = m.native_mut::<CData>(r) else {
        return Ok(());
    };
    let bytes = data.kind.bytes();
    let at = match &mut data.place {
        Place::Own(own) => {
            *own = masked(bits, bytes);
            return Ok(());
        }
        Place::At(at) => *at,
    };
    let (value, width) = match (bytes, at & 7) {
        (8, 0) => (bits, Width::Eight),
        (4, 0) => (bits, Width::Four),
        _ => {
            let (word, shift) = read_around(m, at)?;
            if shift + 8 * u32::from(bytes) > 64 {
                return Err(m.not_supported("ctypes: writing across the end of a word"));
            }
            let mask = masked(u64::MAX, bytes) << shift;
            (word & !mask | (bits << shift) & mask, Width::Eight)
        }
    };
    match m.heap.write_word(Addr(at & !7), value, width) {
        Ok(()) => Ok(()),
        Err(BadAddress::NotMapped(_)) => Err(crash(
            m,
            format!(
                "Segmentation fault: the program wrote to memory at {at:#x}, where nothing is mapped"
            ),
        )),
        Err(BadAddress::NotACount(_)) => Err(m.not_supported(&format!(
            "writing to the memory at {at:#x}: only reference counts can be written"
        ))),
    }
}

/// The object that a pointer means: following a wrong one breaks the process.
pub(super) fn follow(m: &mut Machine, pointer: u64) -> PyResult<Ref> {
    if let Some(r) = m.heap.object_at(Addr(pointer)) {
        return Ok(m.newref(r));
    }
    let what = match m.heap.read_word(Addr(pointer)) {
        Ok(Word::Freed { .. }) => "whose object has been freed",
        Ok(_) => "where no object begins",
        Err(_) => "where nothing is mapped",
    };
    Err(crash(
        m,
        format!(
            "Segmentation fault: the program took the address {pointer:#x}, {what}, for an object"
        ),
    ))
}

/// Eight bytes of a text that ends with a zero.
fn word_of_bytes(bytes: &[u8], offset: u64) -> Option<u64> {
    let start = usize::try_from(offset).ok()?;
    if start > bytes.len() {
        return None;
    }
    Some((0..8).fold(0, |word, i| {
        let byte = bytes.get(start + i).copied().unwrap_or(0);
        word | u64::from(byte) << (8 * i)
    }))
}

/// A word of an int (`Include/cpython/longintrepr.h`): how many digits of 30 bits and which sign, then the digits.
fn int_word(has_tag: bool, value: &BigInt, offset: u64) -> Option<u64> {
    let magnitude = value.magnitude();
    let count = magnitude.bits().div_ceil(30);
    let negative = value.sign() == Sign::Minus;
    if offset == 16 {
        return Some(match (has_tag, count) {
            (true, 0) => 1,
            (true, _) => count << 3 | if negative { 2 } else { 0 },
            (false, _) if negative => count.wrapping_neg(),
            (false, _) => count,
        });
    }
    let first = (offset - 24) / 4;
    if first >= count.max(1) {
        return None;
    }
    let digit = |i: u64| -> u64 {
        let low: num_bigint::BigUint = magnitude >> (30 * i);
        low.iter_u64_digits().next().unwrap_or(0) & ((1 << 30) - 1)
    };
    Some(digit(first) | digit(first + 1) << 32)
}

impl Machine {
    /// A word of an object's own content: the parts of CPython's structs that programs look at.
    pub(super) fn content_word(&self, at: u64) -> Option<u64> {
        let address = |r: Ref| self.heap.addr(r).0;
        // The contents of these begin behind `ob_refcnt` and `ob_type`, within 4 KiB.
        let (object, offset) = (2..512).find_map(|words| {
            let start = at.checked_sub(8 * words)?;
            self.heap.object_at(Addr(start)).map(|r| (r, 8 * words))
        })?;
        match self.payload(object) {
            // PyIntObject and PyStringObject of 2.7.
            Payload::Int(value) if self.facts.python_2 => (offset == 16).then_some(*value as u64),
            Payload::Bool(value) if self.facts.python_2 => {
                (offset == 16).then_some(u64::from(*value))
            }
            Payload::Str(text) if self.facts.python_2 => match offset {
                16 => Some(text.text.chars().count() as u64),
                // ob_shash, and ob_sstate with the first bytes behind it: not kept as words.
                24 | 32 => None,
                _ => word_of_bytes(&bytes_of_two(&text.text), offset.checked_sub(36)?),
            },
            Payload::List(list) => match offset {
                16 => Some(list.items.len() as u64),
                24 => Some(list.array.map_or(0, |block| self.heap.block_addr(block).0)),
                32 => Some(u64::from(list.capacity)),
                _ => None,
            },
            Payload::Tuple(tuple) => {
                let first = if self.facts.tuple_hash { 32 } else { 24 };
                match offset {
                    16 => Some(tuple.items.len() as u64),
                    _ => tuple
                        .items
                        .get(usize::try_from(offset.checked_sub(first)? / 8).ok()?)
                        .map(|&r| address(r)),
                }
            }
            Payload::Native(_) => match self.native::<CData>(object)?.place {
                Place::Own(bits) if offset == OWN_VALUE => Some(bits),
                _ => None,
            },
            Payload::Float(value) => (offset == 16).then(|| value.to_bits()),
            Payload::Dict(dict) => (offset == 16).then(|| dict.len() as u64),
            Payload::Bytes(bytes) => match offset {
                16 => Some(bytes.len() as u64),
                // ob_shash: not kept as a word.
                24 => None,
                _ => word_of_bytes(bytes, offset - 32),
            },
            Payload::Str(text) => {
                let header = if self.at_least(Version::V3_12) {
                    40
                } else {
                    48
                };
                match offset {
                    16 => Some(text.chars as u64),
                    _ if offset >= header && text.text.is_ascii() => {
                        word_of_bytes(text.text.as_bytes(), offset - header)
                    }
                    _ => None,
                }
            }
            Payload::Int(_) | Payload::BigInt(_) | Payload::Bool(_) => {
                let value = self.to_int(object)?;
                let word = int_word(self.at_least(Version::V3_12), &value, offset)?;
                // _PyLong_IMMORTALITY_BIT_MASK (3.14+): small ints say so in their tag.
                let small = offset == 16
                    && self.at_least(Version::V3_14_2)
                    && self.heap.is_immortal(object);
                Some(word | if small { 4 } else { 0 })
            }
            _ => None,
        }
    }
}
