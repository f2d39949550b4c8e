//! Built-in iterators: what each gives next; `reversed`.

use heap::Ref;

pub use super::adaptors::{ENUMERATE, FILTER, MAP, ZIP};
use super::adaptors::{give_tuple, next_filtered, next_mapped, next_numbered, next_zipped};
use super::argument;
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::body::DictPart;
use crate::objects::function::refused_method;
use crate::objects::function::{Kwargs, NativeDef};
use crate::objects::iterator::Iter;
use crate::types::{TypeId, TypeMembers};

/// Iterators that are not types of `builtins` themselves.
pub static MEMBERS: TypeMembers = TypeMembers {
    new: None,
    init: None,
    methods: &[
        NativeDef::slot("__iter__", super::slot::iter),
        NativeDef::slot("__next__", super::slot::next),
        NativeDef::method("__length_hint__", length_hint),
        refused_method!("iterator"."__setstate__"),
    ],
    getset: &[],
};

/// Iterators that can only go on: of sets, of dicts, of a callable.
pub static PLAIN: TypeMembers = TypeMembers {
    new: None,
    init: None,
    methods: &[
        NativeDef::slot("__iter__", super::slot::iter),
        NativeDef::slot("__next__", super::slot::next),
        NativeDef::method("__length_hint__", length_hint),
    ],
    getset: &[],
};

/// `callable_iterator`
pub static CALLABLE_ITERATOR: TypeMembers = TypeMembers {
    new: None,
    init: None,
    methods: &[
        NativeDef::slot("__iter__", super::slot::iter),
        NativeDef::slot("__next__", super::slot::next),
    ],
    getset: &[],
};

/// `reversed`
pub static REVERSED: TypeMembers = TypeMembers {
    new: Some(reversed_new),
    init: None,
    methods: &[
        NativeDef::slot("__iter__", super::slot::iter),
        NativeDef::slot("__next__", super::slot::next),
        NativeDef::method("__length_hint__", length_hint),
        refused_method!("reversed"."__setstate__"),
    ],
    getset: &[],
};

pub(super) fn iter_mut(m: &mut Machine, iterator: Ref) -> Option<&mut Iter> {
    match m.payload_mut(iterator) {
        Payload::Iter(iter) => Some(iter),
        _ => None,
    }
}

/// The iterator is exhausted: it gives up what it iterated over.
fn exhaust(m: &mut Machine, iterator: Ref) {
    let mut released = Vec::new();
    if let Some(iter) = iter_mut(m, iterator) {
        match iter {
            Iter::Dict { dict, .. } => released.extend(dict.take()),
            Iter::Enumerate { .. }
            | Iter::Zip { .. }
            | Iter::Map { .. }
            | Iter::Filter { .. }
            | Iter::Range { .. } => {}
            other => other.clear(&mut released),
        }
    }
    m.decref_all(released);
}

/// `tp_iternext` of the built-in part; `None` at the end.
pub fn native_next(m: &mut Machine, iterator: Ref) -> PyResult<Option<Ref>> {
    let Payload::Iter(iter) = m.payload(iterator) else {
        let message = format!("'{}' object is not an iterator", m.type_name(iterator));
        return Err(m.type_error(&message));
    };
    let item = match **iter {
        Iter::Range { next, step, left } => {
            if left <= 0 {
                return Ok(None);
            }
            if let Some(Iter::Range { next, left, .. }) = iter_mut(m, iterator) {
                *next = next.wrapping_add(step);
                *left -= 1;
            }
            return Ok(Some(m.new_int(next)));
        }
        Iter::List {
            list: Some(list),
            index,
            reversed,
        } => {
            let at = if reversed {
                index.checked_sub(1)
            } else {
                Some(index)
            };
            if at.is_none() && m.facts.reversed_keeps_list {
                return Ok(None);
            }
            at.and_then(|at| m.items(list)?.get(at).copied())
        }
        Iter::Tuple {
            tuple: Some(tuple),
            index,
        } => m.items(tuple).and_then(|items| items.get(index).copied()),
        Iter::Str {
            string: Some(string),
            offset,
        } => return next_char(m, iterator, string, offset),
        Iter::Bytes {
            bytes: Some(bytes),
            index,
        } => {
            let byte = match m.payload(bytes) {
                Payload::Bytes(b) => b.get(index).copied(),
                Payload::ByteArray(b) => b.get(index).copied(),
                _ => None,
            };
            let Some(byte) = byte else {
                exhaust(m, iterator);
                return Ok(None);
            };
            if let Some(Iter::Bytes { index, .. }) = iter_mut(m, iterator) {
                *index += 1;
            }
            return Ok(Some(m.new_int(i64::from(byte))));
        }
        Iter::Dict {
            dict: Some(dict), ..
        } => return next_entry(m, iterator, dict),
        Iter::Set {
            set: Some(set),
            at,
            used,
            ..
        } => return next_member(m, iterator, set, at, used),
        Iter::Sequence {
            object: Some(object),
            index,
            reversed,
        } => {
            return next_by_index(m, iterator, object, index, reversed);
        }
        Iter::Callable {
            callable: Some(callable),
            sentinel: Some(sentinel),
        } => {
            return next_call(m, iterator, callable, sentinel);
        }
        Iter::Enumerate { iter, next, result } => {
            return m.recursing("", |m| next_numbered(m, iterator, iter, next, result));
        }
        Iter::Zip {
            iters,
            result,
            strict,
        } => return m.recursing("", |m| next_zipped(m, iters, result, strict)),
        Iter::Map {
            function,
            iters,
            strict,
        } => return m.recursing("", |m| next_mapped(m, function, iters, strict)),
        Iter::Filter { function, iter } => {
            return m.recursing("", |m| next_filtered(m, function, iter));
        }
        _ => return Ok(None),
    };
    // Lists and tuples.
    match item {
        Some(item) => {
            m.incref(item);
            match iter_mut(m, iterator) {
                Some(Iter::List {
                    index,
                    reversed: true,
                    ..
                }) => *index -= 1,
                Some(Iter::List { index, .. } | Iter::Tuple { index, .. }) => *index += 1,
                _ => {}
            }
            Ok(Some(item))
        }
        None => {
            exhaust(m, iterator);
            Ok(None)
        }
    }
}

fn next_char(m: &mut Machine, iterator: Ref, string: Ref, offset: usize) -> PyResult<Option<Ref>> {
    let next = m
        .str_of(string)
        .and_then(|s| s.get(offset..)?.chars().next());
    let Some(c) = next else {
        exhaust(m, iterator);
        return Ok(None);
    };
    if let Some(Iter::Str { offset, .. }) = iter_mut(m, iterator) {
        *offset += c.len_utf8();
    }
    let mut room = [0; 4];
    let text = c.encode_utf8(&mut room);
    Ok(Some(if m.is_native(string, TypeId::Unicode) {
        m.new_unicode(text)
    } else {
        m.new_str(text)
    }))
}

/// `dictiter_iternextkey` and its kin.
fn next_entry(m: &mut Machine, iterator: Ref, dict: Ref) -> PyResult<Option<Ref>> {
    let (len, end) = m.dict(dict).map_or((0, 0), |d| (d.len(), d.end()));
    let Some(Iter::Dict {
        part,
        at,
        used,
        left,
        reversed,
        result,
        ..
    }) = iter_mut(m, iterator)
    else {
        return Ok(None);
    };
    let (part, result) = (*part, *result);
    if *used != len {
        // Stays so.
        *used = usize::MAX;
        return Err(m.error(
            TypeId::RuntimeError,
            "dictionary changed size during iteration",
        ));
    }
    let (from, reversed, nothing_left) = (*at, *reversed, *left == 0);
    let found = match m.dict(dict) {
        Some(d) if reversed => (0..from.min(end)).rev().find(|&i| d.entry(i).is_some()),
        Some(d) => (from..end).find(|&i| d.entry(i).is_some()),
        None => None,
    };
    let Some((number, entry)) = found.and_then(|i| Some((i, m.dict(dict)?.entry(i)?))) else {
        exhaust(m, iterator);
        return Ok(None);
    };
    if nothing_left && !reversed {
        exhaust(m, iterator);
        return Err(m.error(
            TypeId::RuntimeError,
            "dictionary keys changed during iteration",
        ));
    }
    if let Some(Iter::Dict { at, left, .. }) = iter_mut(m, iterator) {
        *at = if reversed { number } else { number + 1 };
        *left = left.saturating_sub(1);
    }
    Ok(Some(match (part, result) {
        (DictPart::Keys, _) => m.newref(entry.key),
        (DictPart::Values, _) => m.newref(entry.value),
        (DictPart::Items, result) => {
            let (key, value) = (m.newref(entry.key), m.newref(entry.value));
            give_tuple(m, result, vec![key, value])
        }
    }))
}

/// `setiter_iternext`
fn next_member(
    m: &mut Machine,
    iterator: Ref,
    set: Ref,
    at: usize,
    used: usize,
) -> PyResult<Option<Ref>> {
    if m.native_len(set) != Some(used) {
        if let Some(Iter::Set { used, .. }) = iter_mut(m, iterator) {
            *used = usize::MAX;
        }
        return Err(m.error(TypeId::RuntimeError, "Set changed size during iteration"));
    }
    let found = m.set(set).and_then(|s| {
        (at..s.slots()).find_map(|i| match s.place(i) {
            crate::objects::set::Place::Member(r, _) => Some((i, r)),
            _ => None,
        })
    });
    let Some((place, member)) = found else {
        exhaust(m, iterator);
        return Ok(None);
    };
    if let Some(Iter::Set { at, left, .. }) = iter_mut(m, iterator) {
        *at = place + 1;
        *left = left.saturating_sub(1);
    }
    Ok(Some(m.newref(member)))
}

/// `iter_iternext`, `reversed_next`
fn next_by_index(
    m: &mut Machine,
    iterator: Ref,
    object: Ref,
    index: i64,
    reversed: bool,
) -> PyResult<Option<Ref>> {
    if reversed && index < 0 {
        exhaust(m, iterator);
        return Ok(None);
    }
    m.incref(object);
    m.hold(object);
    let key = m.new_int(index);
    m.hold(key);
    let item = m.getitem(object, key);
    m.unhold();
    let item = m.give_up(key, item);
    m.unhold();
    match m.give_up(object, item) {
        Ok(item) => {
            if let Some(Iter::Sequence { index, .. }) = iter_mut(m, iterator) {
                *index = if reversed {
                    *index - 1
                } else {
                    index.saturating_add(1)
                };
            }
            Ok(Some(item))
        }
        Err(Unwind::Raise(e) | Unwind::Reraise(e))
            if m.is_native(e, TypeId::IndexError) || m.is_native(e, TypeId::StopIteration) =>
        {
            m.decref(e);
            exhaust(m, iterator);
            Ok(None)
        }
        Err(e) => Err(e),
    }
}

/// `calliter_iternext`
fn next_call(
    m: &mut Machine,
    iterator: Ref,
    callable: Ref,
    sentinel: Ref,
) -> PyResult<Option<Ref>> {
    let result = m.call(callable, &[]);
    let Some(result) = m.end_is_none(result)? else {
        exhaust(m, iterator);
        return Ok(None);
    };
    let there = matches!(
        iter_mut(m, iterator),
        Some(Iter::Callable {
            sentinel: Some(_),
            ..
        })
    );
    m.hold(result);
    let same = if there {
        m.equal(sentinel, result)
    } else {
        Ok(true)
    };
    m.unhold();
    match same {
        Ok(false) => Ok(Some(result)),
        Ok(true) => {
            m.decref(result);
            exhaust(m, iterator);
            Ok(None)
        }
        Err(e) => m.give_up(result, Err(e)),
    }
}

/// How many items are left, if the iterator knows.
pub fn hint(m: &mut Machine, iterator: Ref) -> PyResult<Option<usize>> {
    let Payload::Iter(iter) = m.payload(iterator) else {
        return Ok(None);
    };
    let len = |r: &Option<Ref>| r.and_then(|r| m.native_len(r)).unwrap_or(0);
    Ok(Some(match &**iter {
        Iter::Range { left, .. } if m.native_type(iterator) == TypeId::RangeIterator => {
            usize::try_from(*left).unwrap_or(0)
        }
        Iter::Range { .. } if m.is_hinting(iterator) => 0,
        Iter::List {
            list,
            index,
            reversed: true,
        } => (*index).min(len(list)),
        Iter::List { list, index, .. } => len(list).saturating_sub(*index),
        Iter::Tuple { tuple, index } => len(tuple).saturating_sub(*index),
        Iter::Bytes { bytes, index } => len(bytes).saturating_sub(*index),
        Iter::Str { string, offset } => string
            .and_then(|s| m.str_of(s)?.get(*offset..))
            .map_or(0, |rest| rest.chars().count()),
        Iter::Dict {
            dict, used, left, ..
        } => {
            if len(dict) == *used {
                *left
            } else {
                0
            }
        }
        Iter::Set {
            set, used, left, ..
        } => {
            if len(set) == *used {
                *left
            } else {
                0
            }
        }
        Iter::Sequence {
            object: Some(object),
            index,
            reversed,
        } => {
            let (object, index, reversed) = (*object, *index, *reversed);
            if reversed {
                return Ok(Some(usize::try_from(index.saturating_add(1)).unwrap_or(0)));
            }
            return match m.len(object) {
                Ok(n) => Ok(Some(n.saturating_sub(usize::try_from(index).unwrap_or(0)))),
                Err(Unwind::Raise(e)) if m.is_native(e, TypeId::TypeError) => {
                    m.decref(e);
                    Ok(None)
                }
                Err(e) => Err(e),
            };
        }
        _ => return Ok(None),
    }))
}

impl Machine {
    /// Whether an exhausted iterator is of a kind that says 0.
    fn is_hinting(&self, iterator: Ref) -> bool {
        !matches!(
            self.native_type(iterator),
            TypeId::CallableIterator
                | TypeId::Enumerate
                | TypeId::Zip
                | TypeId::Map
                | TypeId::Filter
        )
    }
}

fn length_hint(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (iterator, rest) = argument::this(m, args)?;
    argument::none(m, "__length_hint__", rest, kwargs)?;
    match hint(m, iterator)? {
        Some(n) => Ok(m.new_int(i64::try_from(n).unwrap_or(i64::MAX))),
        None => Ok(m.not_implemented()),
    }
}

/// An iterator from the end of a list.
pub fn reverse_list(m: &mut Machine, list: Ref) -> Ref {
    let index = m.native_len(list).unwrap_or(0);
    m.incref(list);
    m.new_iter(
        TypeId::ListReverseIterator,
        Iter::List {
            list: Some(list),
            index,
            reversed: true,
        },
    )
}

// ---- types

pub(super) fn no_keywords(
    m: &mut Machine,
    id: TypeId,
    class: Ref,
    kwargs: &Kwargs,
) -> PyResult<()> {
    if m.is_exact_class(class, id) {
        argument::no_keywords(m, id.native().name, kwargs)
    } else {
        Ok(())
    }
}

fn reversed_new(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = argument::this(m, args)?;
    no_keywords(m, TypeId::Reversed, class, kwargs)?;
    argument::count(m, "reversed", rest.len(), 1, 1)?;
    let Some(&sequence) = rest.first() else {
        return Ok(m.none());
    };
    let name = m.interp.names.reversed;
    let refuse = |m: &mut Machine| {
        let message = format!("'{}' object is not reversible", m.type_name(sequence));
        Err(m.type_error(&message))
    };
    if let Some(hook) = m.override_of(sequence, name) {
        return if m.is_none(hook) {
            refuse(m)
        } else {
            m.call_bound(hook, sequence, &[])
        };
    }
    let of = m.class_of(sequence);
    if let Some(found) = m.type_lookup(of, name)
        && let Payload::Builtin(b) = m.payload(found)
        && b.owner.is_some()
    {
        let call = b.def.call;
        return call(m, &[sequence], &[]);
    }
    let (getitem, len) = (m.interp.names.getitem, m.interp.names.len);
    let native = matches!(
        m.payload(sequence),
        Payload::Tuple(_)
            | Payload::Str(_)
            | Payload::Bytes(_)
            | Payload::ByteArray(_)
            | Payload::List(_)
    );
    let indexed = native
        || m.override_of(sequence, getitem).is_some()
        || m.table_special(sequence, getitem).is_some();
    let sized = native
        || m.override_of(sequence, len).is_some()
        || m.table_special(sequence, len).is_some();
    // A mapping, and what has only a mapping's methods, is no sequence (`PySequence_Check`).
    if !indexed
        || matches!(
            m.payload(sequence),
            Payload::Dict(_) | Payload::Set(_) | Payload::Weakref(_)
        )
    {
        return refuse(m);
    }
    if !sized {
        let message = format!("object of type '{}' has no len()", m.type_name(sequence));
        return Err(m.type_error(&message));
    }
    let n = m.len(sequence)?;
    m.incref(sequence);
    let index = i64::try_from(n).unwrap_or(0) - 1;
    let iter = Iter::Sequence {
        object: Some(sequence),
        index,
        reversed: true,
    };
    Ok(m.instantiate(class, Payload::Iter(Box::new(iter))))
}
