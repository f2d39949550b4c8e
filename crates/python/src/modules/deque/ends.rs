//! Methods that work at the ends of a deque.

use heap::Ref;

use super::{Deque, items, limit, this};
use crate::builtins::argument::{self};
use crate::machine::{Machine, PyResult};
use crate::objects::function::Kwargs;
use crate::types::TypeId;

pub(super) fn append(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    let item = argument::one(m, "deque.append", args.get(1..).unwrap_or_default(), kwargs)?;
    m.incref(item);
    m.deque_add(r, item, false);
    Ok(m.none())
}

pub(super) fn appendleft(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    let item = argument::one(
        m,
        "deque.appendleft",
        args.get(1..).unwrap_or_default(),
        kwargs,
    )?;
    m.incref(item);
    m.deque_add(r, item, true);
    Ok(m.none())
}

pub(super) fn clear(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    argument::none(m, "deque.clear", args.get(1..).unwrap_or_default(), kwargs)?;
    m.deque_clear(r);
    Ok(m.none())
}

/// A deque of the same class with the same items.
pub(super) fn copied(m: &mut Machine, r: Ref, keep_limit: bool) -> PyResult<Ref> {
    let most = limit(m, r).filter(|_| keep_limit);
    let class = m.class_of(r);
    if class != m.type_ref(TypeId::Deque) {
        return match most {
            None => m.call(class, &[r]),
            Some(most) => {
                let most = m.new_int(most as i64);
                let copy = m.call(class, &[r, most]);
                m.give_up(most, copy)
            }
        };
    }
    let copy = m.new_deque(class, most);
    m.deque_start(copy, false);
    for item in items(m, r) {
        m.incref(item);
        m.deque_add(copy, item, false);
    }
    Ok(copy)
}

pub(super) fn copy(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    argument::none(m, "deque.copy", args.get(1..).unwrap_or_default(), kwargs)?;
    copied(m, r, true)
}

pub(super) fn extend(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    let iterable = argument::one(m, "deque.extend", args.get(1..).unwrap_or_default(), kwargs)?;
    m.deque_extend(r, iterable, false)?;
    Ok(m.none())
}

pub(super) fn extendleft(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    let iterable = argument::one(
        m,
        "deque.extendleft",
        args.get(1..).unwrap_or_default(),
        kwargs,
    )?;
    m.deque_extend(r, iterable, true)?;
    Ok(m.none())
}

pub(super) fn pop(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    argument::none(m, "deque.pop", args.get(1..).unwrap_or_default(), kwargs)?;
    match m.deque_take(r, false) {
        Some(item) => Ok(item),
        None => Err(m.index_error("pop from an empty deque")),
    }
}

pub(super) fn popleft(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    argument::none(
        m,
        "deque.popleft",
        args.get(1..).unwrap_or_default(),
        kwargs,
    )?;
    match m.deque_take(r, true) {
        Some(item) => Ok(item),
        None => Err(m.index_error("pop from an empty deque")),
    }
}

pub(super) fn reverse(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    argument::none(
        m,
        "deque.reverse",
        args.get(1..).unwrap_or_default(),
        kwargs,
    )?;
    if let Some(deque) = m.native_mut::<Deque>(r) {
        deque.items.make_contiguous().reverse();
    }
    Ok(m.none())
}

pub(super) fn rotate(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    let rest = args.get(1..).unwrap_or_default();
    argument::between(m, "rotate", rest, kwargs, 0, 1)?;
    let by = match rest.first() {
        Some(&by) => m.index(by)?,
        None => 1,
    };
    m.deque_rotate(r, by);
    Ok(m.none())
}
