//! `set` and `frozenset` (`Objects/setobject.c`).

use heap::Ref;

use super::argument;
pub use super::set_algebra::{binary, compare, update};
use super::set_algebra::{
    difference, difference_update, finish, intersection, is_subset, symmetric_difference,
    symmetric_difference_update, take_content, union,
};
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{Kwargs, NativeDef};
use crate::types::{TypeId, TypeMembers};
use crate::version::Version;

/// `set`
pub static MEMBERS: TypeMembers = TypeMembers {
    new: Some(set_new),
    init: Some(set_init),
    methods: &[
        NativeDef::method("add", add_method),
        NativeDef::method("clear", clear_method),
        NativeDef::method("copy", copy_method),
        NativeDef::method("difference", difference_method).gathering_until(Version::V3_14_2),
        NativeDef::method("difference_update", difference_update_method)
            .gathering_until(Version::V3_14_2),
        NativeDef::method("discard", discard_method),
        NativeDef::method("intersection", intersection_method).gathering_until(Version::V3_14_2),
        NativeDef::method("intersection_update", intersection_update_method)
            .gathering_until(Version::V3_14_2),
        NativeDef::method("isdisjoint", isdisjoint_method),
        NativeDef::method("issubset", issubset_method),
        NativeDef::method("issuperset", issuperset_method),
        NativeDef::method("pop", pop_method),
        NativeDef::method("remove", remove_method),
        NativeDef::method("symmetric_difference", symmetric_difference_method),
        NativeDef::method(
            "symmetric_difference_update",
            symmetric_difference_update_method,
        ),
        NativeDef::method("union", union_method).gathering_until(Version::V3_14_2),
        NativeDef::method("update", update_method).gathering_until(Version::V3_14_2),
        NativeDef::method("__contains__", super::slot::contains),
        NativeDef::method("__sizeof__", crate::sizeof::sizeof_method),
        NativeDef::class_method("__class_getitem__", super::generic_alias::class_getitem),
        NativeDef::slot("__repr__", super::slot::repr),
        NativeDef::slot("__len__", super::slot::len),
        NativeDef::slot("__iter__", super::slot::iter),
        NativeDef::slot("__and__", super::slot::and),
        NativeDef::slot("__rand__", super::slot::rand),
        NativeDef::slot("__iand__", super::slot::iand),
        NativeDef::slot("__or__", super::slot::or),
        NativeDef::slot("__ror__", super::slot::ror),
        NativeDef::slot("__ior__", super::slot::ior),
        NativeDef::slot("__sub__", super::slot::sub),
        NativeDef::slot("__rsub__", super::slot::rsub),
        NativeDef::slot("__isub__", super::slot::isub),
        NativeDef::slot("__xor__", super::slot::xor),
        NativeDef::slot("__rxor__", super::slot::rxor),
        NativeDef::slot("__ixor__", super::slot::ixor),
        NativeDef::slot("__eq__", super::slot::eq),
        NativeDef::slot("__ne__", super::slot::ne),
        NativeDef::slot("__lt__", super::slot::lt),
        NativeDef::slot("__le__", super::slot::le),
        NativeDef::slot("__gt__", super::slot::gt),
        NativeDef::slot("__ge__", super::slot::ge),
    ],
    getset: &[],
};

/// `frozenset`
pub static FROZENSET: TypeMembers = TypeMembers {
    new: Some(frozenset_new),
    init: None,
    methods: &[
        NativeDef::method("copy", copy_method),
        NativeDef::method("difference", difference_method).gathering_until(Version::V3_14_2),
        NativeDef::method("intersection", intersection_method).gathering_until(Version::V3_14_2),
        NativeDef::method("isdisjoint", isdisjoint_method),
        NativeDef::method("issubset", issubset_method),
        NativeDef::method("issuperset", issuperset_method),
        NativeDef::method("symmetric_difference", symmetric_difference_method),
        NativeDef::method("union", union_method).gathering_until(Version::V3_14_2),
        NativeDef::method("__contains__", super::slot::contains),
        NativeDef::method("__sizeof__", crate::sizeof::sizeof_method),
        NativeDef::class_method("__class_getitem__", super::generic_alias::class_getitem),
        NativeDef::slot("__repr__", super::slot::repr),
        NativeDef::slot("__hash__", super::slot::hash),
        NativeDef::slot("__len__", super::slot::len),
        NativeDef::slot("__iter__", super::slot::iter),
        NativeDef::slot("__and__", super::slot::and),
        NativeDef::slot("__rand__", super::slot::rand),
        NativeDef::slot("__or__", super::slot::or),
        NativeDef::slot("__ror__", super::slot::ror),
        NativeDef::slot("__sub__", super::slot::sub),
        NativeDef::slot("__rsub__", super::slot::rsub),
        NativeDef::slot("__xor__", super::slot::xor),
        NativeDef::slot("__rxor__", super::slot::rxor),
        NativeDef::slot("__eq__", super::slot::eq),
        NativeDef::slot("__ne__", super::slot::ne),
        NativeDef::slot("__lt__", super::slot::lt),
        NativeDef::slot("__le__", super::slot::le),
        NativeDef::slot("__gt__", super::slot::gt),
        NativeDef::slot("__ge__", super::slot::ge),
    ],
    getset: &[],
};

// ---- type and methods

fn set_new(m: &mut Machine, args: &[Ref], _kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, _) = argument::this(m, args)?;
    let empty = m.empty_set(false);
    Ok(m.instantiate(class, Payload::Set(Box::new(empty))))
}

fn set_init(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (set, rest) = argument::this(m, args)?;
    if m.is_exact(set, TypeId::Set) {
        argument::no_keywords(m, "set", kwargs)?;
    }
    argument::count(m, "set", rest.len(), 0, 1)?;
    if m.native_len(set) != Some(0) {
        m.set_clear(set);
    }
    if let Some(&iterable) = rest.first() {
        update(m, set, iterable)?;
    }
    Ok(m.none())
}

fn frozenset_new(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = argument::this(m, args)?;
    let exact = m.is_exact_class(class, TypeId::FrozenSet);
    if exact {
        argument::no_keywords(m, "frozenset", kwargs)?;
    }
    argument::count(m, "frozenset", rest.len(), 0, 1)?;
    if exact
        && let Some(&iterable) = rest.first()
        && m.is_exact(iterable, TypeId::FrozenSet)
    {
        return Ok(m.newref(iterable));
    }
    let set = if exact {
        m.new_set_lazily(true)
    } else {
        let empty = m.empty_set(true);
        m.instantiate(class, Payload::Set(Box::new(empty)))
    };
    m.hold(set);
    let done = match rest.first() {
        Some(&iterable) => update(m, set, iterable),
        None => Ok(()),
    };
    let set = finish(m, set, done)?;
    if exact && m.facts.python_2 && m.set(set).is_some_and(|s| s.is_empty()) {
        return Ok(the_empty_frozenset(m, set));
    }
    Ok(set)
}

/// 2.7 keeps the first empty frozenset, and gives it to everybody who wants one.
fn the_empty_frozenset(m: &mut Machine, new: Ref) -> Ref {
    let Some(kept) = m.interp.empty_frozenset else {
        m.interp.empty_frozenset = Some(new);
        return m.newref(new);
    };
    m.decref(new);
    m.newref(kept)
}

fn type_word(m: &Machine, set: Ref) -> &'static str {
    m.native_type(set).native().name
}

fn none_given(m: &mut Machine, args: &[Ref], kwargs: &Kwargs, method: &str) -> PyResult<Ref> {
    let (set, rest) = argument::this(m, args)?;
    let name = format!("{}.{method}", type_word(m, set));
    argument::none(m, &name, rest, kwargs)?;
    Ok(set)
}

fn one_given(m: &mut Machine, args: &[Ref], kwargs: &Kwargs, method: &str) -> PyResult<(Ref, Ref)> {
    let (set, rest) = argument::this(m, args)?;
    let name = format!("{}.{method}", type_word(m, set));
    let other = argument::one(m, &name, rest, kwargs)?;
    Ok((set, other))
}

fn add_method(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (set, key) = one_given(m, args, kwargs, "add")?;
    m.set_add(set, key)?;
    Ok(m.none())
}

fn clear_method(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let set = none_given(m, args, kwargs, "clear")?;
    m.set_clear(set);
    Ok(m.none())
}

fn copy_method(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let set = none_given(m, args, kwargs, "copy")?;
    if m.is_exact(set, TypeId::FrozenSet) {
        return Ok(m.newref(set));
    }
    let frozen = m.set(set).is_some_and(|s| s.frozen);
    m.set_copy_as(set, frozen)
}

fn pop_method(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let set = none_given(m, args, kwargs, "pop")?;
    let popped = match m.payload_mut(set) {
        Payload::Set(s) => s.pop(),
        _ => None,
    };
    popped.ok_or_else(|| m.error(TypeId::KeyError, "pop from an empty set"))
}

fn discard_method(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (set, key) = one_given(m, args, kwargs, "discard")?;
    m.set_remove(set, key)?;
    Ok(m.none())
}

fn remove_method(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (set, key) = one_given(m, args, kwargs, "remove")?;
    if m.set_remove(set, key)? {
        Ok(m.none())
    } else {
        Err(m.key_error(key))
    }
}

fn update_method(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (set, rest) = argument::this(m, args)?;
    argument::no_keywords(m, "set.update", kwargs)?;
    for &other in rest {
        update(m, set, other)?;
    }
    Ok(m.none())
}

fn union_method(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (set, rest) = argument::this(m, args)?;
    argument::no_keywords(m, "set.union", kwargs)?;
    union(m, set, rest)
}

fn intersected(m: &mut Machine, set: Ref, others: &[Ref]) -> PyResult<Ref> {
    let frozen = m.set(set).is_some_and(|s| s.frozen);
    if others.is_empty() {
        return m.set_copy_as(set, frozen);
    }
    let mut result = m.newref(set);
    for &other in others {
        m.hold(result);
        let next = intersection(m, result, other);
        m.unhold();
        result = m.give_up(result, next)?;
    }
    Ok(result)
}

fn intersection_method(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (set, rest) = argument::this(m, args)?;
    argument::no_keywords(m, "set.intersection", kwargs)?;
    intersected(m, set, rest)
}

fn intersection_update_method(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (set, rest) = argument::this(m, args)?;
    argument::no_keywords(m, "set.intersection_update", kwargs)?;
    let new = intersected(m, set, rest)?;
    take_content(m, set, new);
    Ok(m.none())
}

fn difference_method(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (set, rest) = argument::this(m, args)?;
    argument::no_keywords(m, "set.difference", kwargs)?;
    let Some((&first, more)) = rest.split_first() else {
        let frozen = m.set(set).is_some_and(|s| s.frozen);
        return m.set_copy_as(set, frozen);
    };
    let result = difference(m, set, first)?;
    m.hold(result);
    let mut done = Ok(());
    for &other in more {
        done = difference_update(m, result, other);
        if done.is_err() {
            break;
        }
    }
    finish(m, result, done)
}

fn difference_update_method(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (set, rest) = argument::this(m, args)?;
    argument::no_keywords(m, "set.difference_update", kwargs)?;
    for &other in rest {
        difference_update(m, set, other)?;
    }
    Ok(m.none())
}

fn symmetric_difference_method(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (set, other) = one_given(m, args, kwargs, "symmetric_difference")?;
    symmetric_difference(m, set, other)
}

fn symmetric_difference_update_method(
    m: &mut Machine,
    args: &[Ref],
    kwargs: &Kwargs,
) -> PyResult<Ref> {
    let (set, other) = one_given(m, args, kwargs, "symmetric_difference_update")?;
    symmetric_difference_update(m, set, other)?;
    Ok(m.none())
}

fn isdisjoint_method(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (set, other) = one_given(m, args, kwargs, "isdisjoint")?;
    let disjoint = super::dict_view::intersection_is_empty(m, set, other)?;
    Ok(m.bool(disjoint))
}

/// The argument as a set: itself, or a new one of its items; owned.
fn as_set(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    if m.set(r).is_some() {
        return Ok(m.newref(r));
    }
    let set = m.new_set(false);
    m.hold(set);
    let filled = update(m, set, r);
    finish(m, set, filled)
}

fn issubset_method(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (set, other) = one_given(m, args, kwargs, "issubset")?;
    if m.set(other).is_none() {
        // Whether what both have in common is all of it.
        let common = super::set_algebra::intersection(m, set, other)?;
        let all = m.native_len(common) == m.native_len(set);
        m.decref(common);
        return Ok(m.bool(all));
    }
    let answer = is_subset(m, set, other)?;
    Ok(m.bool(answer))
}

fn issuperset_method(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (set, other) = one_given(m, args, kwargs, "issuperset")?;
    let other = as_set(m, other)?;
    m.hold(other);
    let answer = is_subset(m, other, set);
    m.unhold();
    let answer = m.give_up(other, answer)?;
    Ok(m.bool(answer))
}
