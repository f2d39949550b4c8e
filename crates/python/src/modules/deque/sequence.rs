//! A deque as a sequence: positions, searching, sums and products.

use heap::Ref;

use super::ends::copied;
use super::{Deque, items, length, limit, this};
use crate::builtins::argument::{self};
use crate::iteration::MOST_ITEMS;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::Kwargs;
use crate::types::TypeId;
use crate::version::Version;

/// The position of an item between two positions; an error if the deque changes meanwhile.
fn find(
    m: &mut Machine,
    r: Ref,
    wanted: Ref,
    start: usize,
    stop: usize,
) -> PyResult<Option<usize>> {
    let state = m.native::<Deque>(r).map(|d| d.state);
    let mut at = start;
    while let Some(item) = m.native::<Deque>(r).and_then(|d| d.items.get(at).copied()) {
        if at >= stop {
            break;
        }
        m.incref(item);
        m.hold(item);
        let same = m.equal(item, wanted);
        m.unhold();
        let same = m.give_up(item, same)?;
        if m.native::<Deque>(r).map(|d| d.state) != state {
            return Err(m.error(TypeId::RuntimeError, "deque mutated during iteration"));
        }
        if same {
            return Ok(Some(at));
        }
        at += 1;
    }
    Ok(None)
}

pub(super) fn count(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    let wanted = argument::one(m, "deque.count", args.get(1..).unwrap_or_default(), kwargs)?;
    let (mut n, mut at) = (0, 0);
    while let Some(found) = find(m, r, wanted, at, usize::MAX)? {
        n += 1;
        at = found + 1;
    }
    Ok(m.new_int(n))
}

fn not_found(m: &mut Machine, wanted: Ref, method: &str) -> crate::machine::Unwind {
    if m.at_least(Version::V3_14_2) {
        return m.value_error(&format!("deque.{method}(x): x not in deque"));
    }
    match m.repr_string(wanted) {
        Ok(text) => m.value_error(&format!("{text} is not in deque")),
        Err(e) => e,
    }
}

pub(super) fn index(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    let rest = args.get(1..).unwrap_or_default();
    argument::between(m, "index", rest, kwargs, 1, 3)?;
    let Some(&wanted) = rest.first() else {
        return Ok(m.none());
    };
    let len = length(m, r) as i64;
    let mut bounds = [0, len];
    for (bound, &given) in bounds.iter_mut().zip(rest.iter().skip(1)) {
        let i = m.slice_index(given)?.unwrap_or(*bound);
        *bound = if i < 0 {
            i.saturating_add(len).max(0)
        } else {
            i.min(len)
        };
    }
    match find(m, r, wanted, bounds[0] as usize, bounds[1] as usize)? {
        Some(at) => Ok(m.new_int(at as i64)),
        None => Err(not_found(m, wanted, "index")),
    }
}

pub(super) fn insert(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    argument::between(m, "insert", args.get(1..).unwrap_or_default(), kwargs, 2, 2)?;
    let &[_, at, item] = args else {
        return Ok(m.none());
    };
    let at = m.index(at)?;
    let len = length(m, r);
    if limit(m, r) == Some(len) {
        return Err(m.index_error("deque already at its maximum size"));
    }
    m.incref(item);
    if at >= len as i64 {
        m.deque_add(r, item, false);
    } else if at == 0 || at <= -(len as i64) {
        m.deque_add(r, item, true);
    } else {
        m.deque_rotate(r, -at);
        m.deque_add(r, item, at >= 0);
        m.deque_rotate(r, at);
    }
    Ok(m.none())
}

/// Takes out the item at a position, by rotating it to the left end and back.
fn take_at(m: &mut Machine, r: Ref, at: usize) -> Option<Ref> {
    m.deque_rotate(r, -(at as i64));
    let item = m.deque_take(r, true);
    m.deque_rotate(r, at as i64);
    item
}

pub(super) fn remove(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    let wanted = argument::one(m, "deque.remove", args.get(1..).unwrap_or_default(), kwargs)?;
    match find(m, r, wanted, 0, usize::MAX)? {
        Some(at) => {
            let item = take_at(m, r, at);
            m.xdecref(item);
            Ok(m.none())
        }
        None => Err(not_found(m, wanted, "remove")),
    }
}

pub(super) fn len(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    let len = length(m, r) as i64;
    Ok(m.new_int(len))
}

fn position(m: &mut Machine, r: Ref, key: Ref) -> PyResult<usize> {
    if !matches!(
        m.payload(key),
        Payload::Int(_) | Payload::Bool(_) | Payload::BigInt(_)
    ) {
        let Some(number) = m.index_object(key)? else {
            let got = m.type_name(key).to_owned();
            return Err(m.type_error(&format!("sequence index must be integer, not '{got}'")));
        };
        let at = position(m, r, number);
        return m.give_up(number, at);
    }
    let len = length(m, r);
    match m.position(key, len)? {
        Some(at) => Ok(at),
        None => Err(m.index_error("deque index out of range")),
    }
}

pub(super) fn getitem(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    let &[_, key] = args else {
        return Err(m.type_error("expected 1 argument"));
    };
    let at = position(m, r, key)?;
    match m.native::<Deque>(r).and_then(|d| d.items.get(at).copied()) {
        Some(item) => Ok(m.newref(item)),
        None => Err(m.index_error("deque index out of range")),
    }
}

pub(super) fn setitem(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    let &[_, key, value] = args else {
        return Err(m.type_error("expected 2 arguments"));
    };
    let at = position(m, r, key)?;
    m.incref(value);
    let old = match m.native_mut::<Deque>(r).and_then(|d| d.items.get_mut(at)) {
        Some(slot) => std::mem::replace(slot, value),
        None => value,
    };
    m.decref(old);
    Ok(m.none())
}

pub(super) fn delitem(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    let &[_, key] = args else {
        return Err(m.type_error("expected 1 argument"));
    };
    let at = position(m, r, key)?;
    let item = take_at(m, r, at);
    m.xdecref(item);
    Ok(m.none())
}

pub(super) fn contains(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    let &[_, wanted] = args else {
        return Err(m.type_error("expected 1 argument"));
    };
    let found = find(m, r, wanted, 0, usize::MAX)?.is_some();
    Ok(m.bool(found))
}

pub(super) fn add(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    let &[_, other] = args else {
        return Err(m.type_error("expected 1 argument"));
    };
    if m.native::<Deque>(other).is_none() {
        let got = m.type_name(other).to_owned();
        return Err(m.type_error(&format!(
            "can only concatenate deque (not \"{got}\") to deque"
        )));
    }
    let sum = copied(m, r, true)?;
    m.hold(sum);
    let result = m.deque_extend(sum, other, false);
    m.unhold();
    match result {
        Ok(()) => Ok(sum),
        Err(e) => m.give_up(sum, Err(e)),
    }
}

pub(super) fn iadd(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    let &[_, other] = args else {
        return Err(m.type_error("expected 1 argument"));
    };
    m.deque_extend(r, other, false)?;
    Ok(m.newref(r))
}

/// Whether an object counts as an int.
fn is_index(m: &mut Machine, r: Ref) -> PyResult<bool> {
    let number = m.index_object(r)?;
    m.xdecref(number);
    Ok(number.is_some())
}

fn repeat(m: &mut Machine, r: Ref, times: Ref) -> PyResult<Option<()>> {
    if !is_index(m, times)? {
        return Ok(None);
    }
    let times = m.index(times)?;
    if times <= 0 {
        m.deque_clear(r);
        return Ok(Some(()));
    }
    let list = items(m, r);
    if (list.len() as u128) * times.unsigned_abs() as u128 > MOST_ITEMS as u128 {
        return Err(m.memory_error());
    }
    if list.is_empty() {
        return Ok(Some(()));
    }
    for _ in 1..times {
        for &item in &list {
            m.incref(item);
        }
        for &item in &list {
            m.deque_add(r, item, false);
        }
    }
    Ok(Some(()))
}

pub(super) fn mul(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    let &[_, times] = args else {
        return Err(m.type_error("expected 1 argument"));
    };
    let product = copied(m, r, true)?;
    match repeat(m, product, times) {
        Ok(Some(())) => Ok(product),
        Ok(None) => {
            m.decref(product);
            let got = m.type_name(times).to_owned();
            Err(m.type_error(&format!(
                "can't multiply sequence by non-int of type '{got}'"
            )))
        }
        Err(e) => m.give_up(product, Err(e)),
    }
}

pub(super) fn imul(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    let &[_, times] = args else {
        return Err(m.type_error("expected 1 argument"));
    };
    match repeat(m, r, times)? {
        Some(()) => Ok(m.newref(r)),
        None => {
            let got = m.type_name(times).to_owned();
            Err(m.type_error(&format!(
                "can't multiply sequence by non-int of type '{got}'"
            )))
        }
    }
}
