//! `list` (`Objects/listobject.c`): methods, and the assignments to items and slices.

use heap::Ref;

use super::argument;
use crate::iteration::MOST_ITEMS;
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::function::{Kwargs, NativeDef};
use crate::opcode::CompareOp;
use crate::slicing::SliceParts;
use crate::types::{TypeId, TypeMembers};
use crate::version::Version;

/// `list`
pub static MEMBERS: TypeMembers = TypeMembers {
    new: Some(new),
    init: Some(init),
    methods: &[
        NativeDef::method("append", append),
        NativeDef::method("clear", clear),
        NativeDef::method("copy", copy),
        NativeDef::method("count", super::tuple::count),
        NativeDef::method("extend", extend),
        NativeDef::method("index", super::tuple::index),
        NativeDef::method("insert", insert),
        NativeDef::method("pop", pop),
        NativeDef::method("remove", remove),
        NativeDef::method("reverse", reverse),
        NativeDef::method("sort", super::list_sort::sort),
        NativeDef::method("__reversed__", reversed),
        NativeDef::method("__sizeof__", crate::sizeof::sizeof_method),
        NativeDef::class_method("__class_getitem__", super::generic_alias::class_getitem),
        NativeDef::slot("__repr__", super::slot::repr),
        NativeDef::slot("__len__", super::slot::len),
        NativeDef::slot("__iter__", super::slot::iter),
        NativeDef::method("__getitem__", super::slot::getitem),
        NativeDef::slot("__setitem__", super::slot::setitem),
        NativeDef::slot("__delitem__", super::slot::delitem),
        NativeDef::slot("__contains__", super::slot::contains),
        NativeDef::slot("__add__", super::slot::add),
        NativeDef::slot("__mul__", super::slot::mul),
        NativeDef::slot("__rmul__", super::slot::mul),
        NativeDef::slot("__iadd__", super::slot::iadd),
        NativeDef::slot("__imul__", super::slot::imul),
        NativeDef::slot("__eq__", super::slot::eq),
        NativeDef::slot("__ne__", super::slot::ne),
        NativeDef::slot("__lt__", super::slot::lt),
        NativeDef::slot("__le__", super::slot::le),
        NativeDef::slot("__gt__", super::slot::gt),
        NativeDef::slot("__ge__", super::slot::ge),
    ],
    getset: &[],
};

fn len_of(m: &Machine, list: Ref) -> usize {
    match m.payload(list) {
        Payload::List(l) => l.items.len(),
        _ => 0,
    }
}

/// `list[at] = value`, or `del list[at]`; the position is within the list.
pub fn set_item(m: &mut Machine, list: Ref, at: usize, value: Option<Ref>) -> PyResult<()> {
    let Some(value) = value else {
        let Payload::List(l) = m.payload_mut(list) else {
            return Ok(());
        };
        if at >= l.items.len() {
            return Ok(());
        }
        if !m.facts.deletion_keeps_array {
            // list_ass_slice of one item.
            return replace(m, list, at, at + 1, Vec::new());
        }
        let Payload::List(l) = m.payload_mut(list) else {
            return Ok(());
        };
        let old = l.items.remove(at);
        if m.facts.small_lists_keep {
            let len = len_of(m, list);
            if len > 0 {
                m.list_fit(list, len + 1, len);
            }
        }
        m.decref(old);
        return Ok(());
    };
    m.incref(value);
    let old = match m.payload_mut(list) {
        Payload::List(l) => l
            .items
            .get_mut(at)
            .map(|slot| std::mem::replace(slot, value)),
        _ => None,
    };
    m.decref(old.unwrap_or(value));
    Ok(())
}

/// `list_ass_slice`: the items (taken over) replace those from `low` to `high`.
fn replace(m: &mut Machine, list: Ref, low: usize, high: usize, items: Vec<Ref>) -> PyResult<()> {
    let len = len_of(m, list);
    let (low, high) = (low.min(len), high.max(low).min(len));
    let new_len = len - (high - low) + items.len();
    if new_len == 0 {
        m.list_clear(list);
        return Ok(());
    }
    if new_len != len {
        m.list_fit(list, len, new_len);
    }
    let removed: Vec<Ref> = match m.payload_mut(list) {
        Payload::List(l) => l.items.splice(low..high, items).collect(),
        _ => Vec::new(),
    };
    m.drop_backwards(removed);
    Ok(())
}

/// `list[slice] = iterable`, or `del list[slice]`.
pub fn set_slice(
    m: &mut Machine,
    list: Ref,
    parts: SliceParts,
    value: Option<Ref>,
) -> PyResult<()> {
    let items = match value {
        Some(value) => match m.collect(value) {
            Ok(items) => items,
            Err(Unwind::Raise(e))
                if m.is_native(e, TypeId::TypeError) && !is_iterable(m, value) =>
            {
                m.decref(e);
                let plain = parts.step == 1 && m.version < Version::V3_14_2;
                let what = if plain {
                    "can only assign an iterable"
                } else {
                    "must assign iterable to extended slice"
                };
                return Err(m.type_error(what));
            }
            Err(e) => return Err(e),
        },
        None => Vec::new(),
    };
    let len = len_of(m, list);
    let (inside, count) = parts.within(len);
    if inside.step == 1 {
        let low = inside.start.max(0) as usize;
        return replace(m, list, low, low + count, items);
    }
    if value.is_some() && items.len() != count {
        let message = format!(
            "attempt to assign sequence of size {} to extended slice of size {count}",
            items.len()
        );
        m.decref_all(items);
        return Err(m.value_error(&message));
    }
    let mut indices: Vec<usize> = parts.indices(len).collect();
    let mut old = Vec::with_capacity(count);
    if value.is_some() {
        if let Payload::List(l) = m.payload_mut(list) {
            for (&at, item) in indices.iter().zip(items) {
                if let Some(slot) = l.items.get_mut(at) {
                    old.push(std::mem::replace(slot, item));
                }
            }
        }
    } else if count > 0 {
        indices.sort_unstable();
        if let Payload::List(l) = m.payload_mut(list) {
            let mut next = indices.iter().peekable();
            let mut at = 0;
            l.items.retain(|&item| {
                let goes = next.peek().is_some_and(|&&i| i == at);
                at += 1;
                if goes {
                    next.next();
                    old.push(item);
                }
                !goes
            });
        }
        m.list_fit(list, len, len - count);
    }
    m.decref_all(old);
    Ok(())
}

fn is_iterable(m: &mut Machine, r: Ref) -> bool {
    let class = m.class_of(r);
    let names = (m.interp.names.iter, m.interp.names.getitem);
    m.type_lookup(class, names.0).is_some() || m.type_lookup(class, names.1).is_some()
}

/// The first position of an equal item of a list or tuple, from `start` to before `stop`. `__eq__` may change it.
pub fn find(
    m: &mut Machine,
    sequence: Ref,
    item: Ref,
    start: usize,
    stop: usize,
) -> PyResult<Option<usize>> {
    let mut at = start;
    while at < stop {
        let Some(candidate) = m.items(sequence).and_then(|items| items.get(at).copied()) else {
            break;
        };
        let same = match m.equal_natively(candidate, item) {
            Some(same) => same,
            // A tuple keeps its items.
            None if matches!(m.payload(sequence), Payload::Tuple(_)) => m.equal(candidate, item)?,
            None => {
                m.incref(candidate);
                m.hold(candidate);
                let same = m.equal(candidate, item);
                m.unhold();
                m.give_up(candidate, same)?
            }
        };
        if same {
            return Ok(Some(at));
        }
        at += 1;
    }
    Ok(None)
}

/// `list + list` and `tuple + tuple`: the items of both as new references.
pub fn joined(m: &mut Machine, a: Ref, b: Ref) -> PyResult<Vec<Ref>> {
    let items: Vec<Ref> = m
        .items(a)
        .into_iter()
        .chain(m.items(b))
        .flatten()
        .copied()
        .collect();
    if items.len() > MOST_ITEMS {
        return Err(m.memory_error());
    }
    for &item in &items {
        m.incref(item);
    }
    Ok(items)
}

/// The items of a list or tuple `n` times as new references.
pub fn repeated(m: &mut Machine, sequence: Ref, n: i64) -> PyResult<Vec<Ref>> {
    let items = m.items(sequence).map(<[Ref]>::to_vec).unwrap_or_default();
    let times = usize::try_from(n).unwrap_or(0);
    if items
        .len()
        .checked_mul(times)
        .is_none_or(|n| n > MOST_ITEMS)
    {
        return Err(m.memory_error());
    }
    let all = items.repeat(times);
    for &item in &all {
        m.incref(item);
    }
    Ok(all)
}

/// `list * n`.
pub fn repeat(m: &mut Machine, list: Ref, n: i64) -> PyResult<Ref> {
    let items = repeated(m, list, n)?;
    Ok(m.new_list(items))
}

/// `list *= n`; gives the list itself back.
pub fn repeat_in_place(m: &mut Machine, list: Ref, n: i64) -> PyResult<Ref> {
    let len = len_of(m, list);
    if n < 1 {
        m.list_clear(list);
    } else if n > 1 && len > 0 {
        let more = repeated(m, list, n - 1)?;
        m.list_fit(list, len, len + more.len());
        if let Payload::List(l) = m.payload_mut(list) {
            l.items.extend(more);
        }
    }
    Ok(m.newref(list))
}

/// `list + other`, when both are lists.
pub fn concat(m: &mut Machine, a: Ref, b: Ref) -> PyResult<Ref> {
    let items = joined(m, a, b)?;
    Ok(m.new_list(items))
}

/// `list += iterable`; gives the list itself back.
pub fn concat_in_place(m: &mut Machine, list: Ref, iterable: Ref) -> PyResult<Ref> {
    m.list_extend(list, iterable)?;
    Ok(m.newref(list))
}

/// Comparison of two lists or two tuples (`list_richcompare`): items may change while they are compared.
pub fn compare(m: &mut Machine, op: CompareOp, a: Ref, b: Ref) -> PyResult<Ref> {
    let lens = |m: &Machine| (m.native_len(a).unwrap_or(0), m.native_len(b).unwrap_or(0));
    let is_list = matches!(m.payload(a), Payload::List(_));
    if is_list && lens(m).0 != lens(m).1 && matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(m.bool(op == CompareOp::Ne));
    }
    let mut at = 0;
    loop {
        let pair = (
            m.items(a).and_then(|items| items.get(at).copied()),
            m.items(b).and_then(|items| items.get(at).copied()),
        );
        let (Some(x), Some(y)) = pair else {
            let (la, lb) = lens(m);
            return Ok(m.bool(op.holds(Some(la.cmp(&lb)))));
        };
        if x != y {
            let mark = m.held_mark();
            for r in [x, y].into_iter().filter(|_| is_list) {
                m.incref(r);
                m.hold(r);
            }
            let result = match m.equal(x, y) {
                Ok(true) => Ok(None),
                Ok(false) => match op {
                    CompareOp::Eq => Ok(Some(m.bool(false))),
                    CompareOp::Ne => Ok(Some(m.bool(true))),
                    _ => m.compare(op, x, y).map(Some),
                },
                Err(e) => Err(e),
            };
            match result {
                Ok(None) => m.release_to(mark),
                Ok(Some(r)) => {
                    m.held.insert(mark, r);
                    m.release_to(mark + 1);
                    m.unhold();
                    return Ok(r);
                }
                Err(e) => {
                    m.release_keeping(mark, e);
                    return Err(e);
                }
            }
        }
        at += 1;
    }
}

// ---- type and methods

fn new(m: &mut Machine, args: &[Ref], _kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, _) = argument::this(m, args)?;
    if m.is_exact_class(class, TypeId::List) {
        return Ok(m.make_by_type(TypeId::List, Payload::List(Box::default())));
    }
    Ok(m.instantiate(class, Payload::List(Box::default())))
}

fn init(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (list, rest) = argument::this(m, args)?;
    if m.is_exact(list, TypeId::List) {
        argument::no_keywords(m, "list", kwargs)?;
    }
    argument::count(m, "list", rest.len(), 0, 1)?;
    if len_of(m, list) > 0 {
        m.list_clear(list);
    }
    if let Some(&iterable) = rest.first() {
        m.list_extend(list, iterable)?;
    }
    Ok(m.none())
}

fn append(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (list, rest) = argument::this(m, args)?;
    let item = argument::one(m, "list.append", rest, kwargs)?;
    m.incref(item);
    m.list_append(list, item);
    Ok(m.none())
}

fn clear(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (list, rest) = argument::this(m, args)?;
    argument::none(m, "list.clear", rest, kwargs)?;
    m.list_clear(list);
    Ok(m.none())
}

fn copy(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (list, rest) = argument::this(m, args)?;
    argument::none(m, "list.copy", rest, kwargs)?;
    let items = m.items(list).map(<[Ref]>::to_vec).unwrap_or_default();
    for &item in &items {
        m.incref(item);
    }
    Ok(m.new_list(items))
}

fn extend(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (list, rest) = argument::this(m, args)?;
    let iterable = argument::one(m, "list.extend", rest, kwargs)?;
    m.list_extend(list, iterable)?;
    Ok(m.none())
}

fn insert(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (list, rest) = argument::this(m, args)?;
    argument::between(m, "insert", rest, kwargs, 2, 2)?;
    let &[index, item] = rest else {
        return Ok(m.none());
    };
    let at = index_argument(m, index)?;
    let len = len_of(m, list);
    let at = if at < 0 {
        at.saturating_add(len as i64).max(0)
    } else {
        at
    };
    let at = usize::try_from(at).unwrap_or(0).min(len);
    m.incref(item);
    m.list_fit(list, len, len + 1);
    match m.payload_mut(list) {
        Payload::List(l) => l.items.insert(at, item),
        _ => m.decref(item),
    }
    Ok(m.none())
}

/// An index argument: too large ones are refused as C code does.
pub(crate) fn index_argument(m: &mut Machine, r: Ref) -> PyResult<i64> {
    match m.index(r) {
        Err(Unwind::Raise(e)) if m.is_native(e, TypeId::OverflowError) => {
            m.decref(e);
            Err(m.overflow("Python int too large to convert to C ssize_t"))
        }
        other => other,
    }
}

fn pop(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (list, rest) = argument::this(m, args)?;
    argument::between(m, "pop", rest, kwargs, 0, 1)?;
    let at = match rest.first() {
        Some(&index) => index_argument(m, index)?,
        None => -1,
    };
    let len = len_of(m, list);
    if len == 0 {
        return Err(m.index_error("pop from empty list"));
    }
    let at = if at < 0 {
        at.saturating_add(len as i64)
    } else {
        at
    };
    let Some(at) = usize::try_from(at).ok().filter(|&at| at < len) else {
        return Err(m.index_error("pop index out of range"));
    };
    let item = match m.payload_mut(list) {
        Payload::List(l) => l.items.remove(at),
        _ => return Ok(m.none()),
    };
    if len == 1 && m.facts.last_pop_clears {
        m.set_list_capacity(list, 0);
    } else {
        m.list_fit(list, len, len - 1);
    }
    Ok(item)
}

fn remove(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (list, rest) = argument::this(m, args)?;
    let item = argument::one(m, "list.remove", rest, kwargs)?;
    match find(m, list, item, 0, usize::MAX)? {
        Some(at) => {
            replace(m, list, at, at + 1, Vec::new())?;
            Ok(m.none())
        }
        None => Err(m.value_error("list.remove(x): x not in list")),
    }
}

fn reverse(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (list, rest) = argument::this(m, args)?;
    argument::none(m, "list.reverse", rest, kwargs)?;
    if let Payload::List(l) = m.payload_mut(list) {
        l.items.reverse();
    }
    Ok(m.none())
}

fn reversed(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (list, rest) = argument::this(m, args)?;
    argument::none(m, "list.__reversed__", rest, kwargs)?;
    Ok(super::iterators::reverse_list(m, list))
}
