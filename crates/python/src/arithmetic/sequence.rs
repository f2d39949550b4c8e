//! Operators of texts and containers: `+`, `*`, `%`, `|` and the set operators.

use heap::Ref;

use crate::builtins;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::opcode::BinaryOp;
use crate::types::TypeId;

/// Bytes of the longest text that is made: larger ones raise MemoryError.
pub const TEXT_LIMIT: usize = 64 << 20;

/// `a op b` where at least one of the two is no number.
pub(super) fn binary(m: &mut Machine, op: BinaryOp, a: Ref, b: Ref) -> PyResult<Option<Ref>> {
    use BinaryOp as B;
    match op {
        B::Add | B::InplaceAdd => add(m, op == B::InplaceAdd, a, b),
        B::Multiply | B::InplaceMultiply => multiply(m, op == B::InplaceMultiply, a, b),
        B::Remainder | B::InplaceRemainder => match m.payload(a) {
            Payload::Str(_) => crate::format::percent::string(m, a, b).map(Some),
            Payload::Bytes(_) | Payload::ByteArray(_) => {
                crate::format::percent::bytes(m, a, b).map(Some)
            }
            _ => Ok(None),
        },
        B::Or | B::InplaceOr if matches!(m.payload(a), Payload::Dict(_)) => {
            let other = mapping(m, b);
            let pair = matches!(m.payload(other), Payload::Dict(_));
            match op {
                B::InplaceOr => builtins::dict::union_in_place(m, a, b).map(Some),
                _ if pair => builtins::dict::union(m, a, other).map(Some),
                _ => Ok(None),
            }
        }
        B::Or | B::InplaceOr if mapping(m, a) != a || mapping(m, b) != b => {
            // A proxy gives a new dict; `|=` is none of its operators.
            let (x, y) = (mapping(m, a), mapping(m, b));
            let dicts = matches!(m.payload(x), Payload::Dict(_))
                && matches!(m.payload(y), Payload::Dict(_));
            if dicts && op == B::Or {
                builtins::dict::union(m, x, y).map(Some)
            } else {
                Ok(None)
            }
        }
        B::Or
        | B::InplaceOr
        | B::And
        | B::InplaceAnd
        | B::Subtract
        | B::InplaceSubtract
        | B::Xor
        | B::InplaceXor => builtins::set::binary(m, op, a, b),
        _ => Ok(None),
    }
}

fn mapping(m: &Machine, r: Ref) -> Ref {
    match m.payload(r) {
        Payload::MappingProxy(mapping) => *mapping,
        _ => r,
    }
}

fn add(m: &mut Machine, in_place: bool, a: Ref, b: Ref) -> PyResult<Option<Ref>> {
    match (m.payload(a), m.payload(b)) {
        (Payload::Str(_), Payload::Str(_)) => concat(m, a, b).map(Some),
        (Payload::List(_), _) if in_place => builtins::list::concat_in_place(m, a, b).map(Some),
        (Payload::List(_), Payload::List(_)) => builtins::list::concat(m, a, b).map(Some),
        (Payload::Tuple(_), Payload::Tuple(_)) => builtins::tuple::concat(m, a, b).map(Some),
        (Payload::Bytes(_) | Payload::ByteArray(_), _) => {
            let Some(other) = builtins::bytes::buffer(m, b) else {
                return Ok(None);
            };
            if in_place && m.is_native(a, TypeId::ByteArray) {
                builtins::bytearray::edit(m, a, true, |bytes| bytes.extend_from_slice(&other))?;
                return Ok(Some(m.newref(a)));
            }
            if let Payload::ByteArray(bytes) = m.payload_mut(a) {
                let mut all = bytes.to_vec();
                all.extend_from_slice(&other);
                return Ok(Some(builtins::bytearray::new_bytearray(m, all)));
            }
            let Payload::Bytes(bytes) = m.payload(a) else {
                return Ok(None);
            };
            if other.is_empty() && m.is_exact(a, TypeId::Bytes) {
                return Ok(Some(m.newref(a)));
            }
            if bytes.is_empty() && m.is_exact(b, TypeId::Bytes) {
                return Ok(Some(m.newref(b)));
            }
            let mut all = bytes.to_vec();
            all.extend_from_slice(&other);
            if all.len() > TEXT_LIMIT {
                return Err(m.memory_error());
            }
            Ok(Some(m.new_bytes(&all)))
        }
        _ => Ok(None),
    }
}

/// `PyUnicode_Concat`: an empty side gives the other one back.
fn concat(m: &mut Machine, a: Ref, b: Ref) -> PyResult<Ref> {
    let (x, y) = (
        m.str_of(a).unwrap_or_default(),
        m.str_of(b).unwrap_or_default(),
    );
    if y.is_empty() && m.is_exact(a, TypeId::Str) {
        return Ok(m.newref(a));
    }
    if x.is_empty() && m.is_exact(b, TypeId::Str) {
        return Ok(m.newref(b));
    }
    if x.len() + y.len() > TEXT_LIMIT {
        return Err(m.memory_error());
    }
    let mut text = String::with_capacity(x.len() + y.len());
    text.push_str(x);
    text.push_str(y);
    Ok(m.new_str(&text))
}

/// Whether it is a built-in sequence that `*` repeats.
pub fn is_repeatable(m: &Machine, r: Ref) -> bool {
    matches!(
        m.payload(r),
        Payload::Str(_)
            | Payload::List(_)
            | Payload::Tuple(_)
            | Payload::Bytes(_)
            | Payload::ByteArray(_)
    )
}

fn multiply(m: &mut Machine, in_place: bool, a: Ref, b: Ref) -> PyResult<Option<Ref>> {
    let (sequence, times, in_place) = if is_repeatable(m, a) {
        (a, b, in_place)
    } else if is_repeatable(m, b) {
        (b, a, false)
    } else {
        return Ok(None);
    };
    let Some(count) = m.index_object(times)? else {
        return Ok(None);
    };
    let n = m.index(count);
    let n = m.give_up(count, n)?;
    repeat(m, sequence, n, in_place).map(Some)
}

/// `sequence * n`.
pub(super) fn repeat(m: &mut Machine, sequence: Ref, n: i64, in_place: bool) -> PyResult<Ref> {
    let exact = |m: &Machine, id| m.is_exact(sequence, id);
    match m.payload(sequence) {
        Payload::List(_) if in_place => builtins::list::repeat_in_place(m, sequence, n),
        Payload::List(_) => builtins::list::repeat(m, sequence, n),
        Payload::Tuple(_) => builtins::tuple::repeat(m, sequence, n),
        Payload::Str(s) => {
            let (text, times) = (s.text.clone(), usize::try_from(n).unwrap_or(0));
            if times == 1 && exact(m, TypeId::Str) {
                return Ok(m.newref(sequence));
            }
            match text
                .len()
                .checked_mul(times)
                .filter(|&n| n <= isize::MAX as usize)
            {
                Some(0) => Ok(m.newref(m.interp.empty_str)),
                Some(bytes) if bytes <= TEXT_LIMIT => Ok(m.new_str(&text.repeat(times))),
                Some(_) => Err(m.memory_error()),
                None => Err(m.overflow("repeated string is too long")),
            }
        }
        Payload::Bytes(_) if n == 1 && exact(m, TypeId::Bytes) => Ok(m.newref(sequence)),
        Payload::Bytes(_) | Payload::ByteArray(_) => {
            let bytes = builtins::bytes::buffer(m, sequence).unwrap_or_default();
            let times = usize::try_from(n).unwrap_or(0);
            match bytes
                .len()
                .checked_mul(times)
                .filter(|&n| n <= isize::MAX as usize)
            {
                Some(total) if total <= TEXT_LIMIT => {}
                Some(_) => return Err(m.memory_error()),
                None => return Err(m.overflow("repeated bytes are too long")),
            }
            let all = bytes.repeat(times);
            if m.is_native(sequence, TypeId::ByteArray) {
                if in_place {
                    builtins::bytearray::edit(m, sequence, true, |bytes| **bytes = all)?;
                    return Ok(m.newref(sequence));
                }
                return Ok(builtins::bytearray::new_bytearray(m, all));
            }
            Ok(m.new_bytes(&all))
        }
        _ => Ok(m.not_implemented()),
    }
}
