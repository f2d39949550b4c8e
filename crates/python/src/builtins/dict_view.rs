//! Views of dicts: `dict_keys`, `dict_values`, `dict_items`.

use heap::Ref;

use super::argument;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::body::DictPart;
use crate::objects::function::{GetSetDef, Kwargs, NativeDef};
use crate::opcode::{BinaryOp, CompareOp};
use crate::types::{TypeId, TypeMembers};

/// `dict_keys`
pub static KEYS: TypeMembers = SET_LIKE;
/// `dict_items`
pub static ITEMS: TypeMembers = SET_LIKE;
/// `dict_values`
pub static VALUES: TypeMembers = TypeMembers {
    new: None,
    init: None,
    methods: &[
        NativeDef::method("__reversed__", super::slot::reversed),
        NativeDef::slot("__len__", super::slot::len),
        NativeDef::slot("__iter__", super::slot::iter),
        NativeDef::slot("__repr__", super::slot::repr),
    ],
    getset: &[GetSetDef::read("mapping", mapping)],
};

const SET_LIKE: TypeMembers = TypeMembers {
    new: None,
    init: None,
    methods: &[
        NativeDef::method("isdisjoint", isdisjoint),
        NativeDef::method("__reversed__", super::slot::reversed),
        NativeDef::slot("__len__", super::slot::len),
        NativeDef::slot("__iter__", super::slot::iter),
        NativeDef::slot("__contains__", super::slot::contains),
        NativeDef::slot("__repr__", super::slot::repr),
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
    getset: &[GetSetDef::read("mapping", mapping)],
};

fn mapping(m: &mut Machine, view: Ref) -> PyResult<Ref> {
    match m.payload(view) {
        Payload::DictView(dict, _) => {
            let dict = m.newref(*dict);
            Ok(m.make_tracked(TypeId::MappingProxy, Payload::MappingProxy(dict)))
        }
        _ => Ok(m.none()),
    }
}

/// `(key, value) in dict.items()`
pub fn items_contain(m: &mut Machine, dict: Ref, pair: Ref) -> PyResult<bool> {
    let Payload::Tuple(t) = m.payload(pair) else {
        return Ok(false);
    };
    let &[key, value] = t.items.as_slice() else {
        return Ok(false);
    };
    let (_, at) = m.dict_find(dict, key)?;
    let Some(entry) = at.and_then(|at| m.dict(dict)?.entry(at)) else {
        return Ok(false);
    };
    m.incref(entry.value);
    m.hold(entry.value);
    let same = m.equal(entry.value, value);
    m.unhold();
    m.give_up(entry.value, same)
}

/// Whether a view behaves like a set.
pub fn is_set_like(m: &Machine, r: Ref) -> bool {
    matches!(m.payload(r), Payload::DictView(_, part) if *part != DictPart::Values)
}

/// Whether all members of `a` are in `b`.
fn all_in(m: &mut Machine, a: Ref, b: Ref) -> PyResult<bool> {
    let iterator = m.iter(a)?;
    m.hold(iterator);
    let result = loop {
        let item = match m.iter_next(iterator) {
            Ok(Some(item)) => item,
            Ok(None) => break Ok(true),
            Err(e) => break Err(e),
        };
        m.hold(item);
        let found = m.contains(b, item);
        m.unhold();
        match m.give_up(item, found) {
            Ok(true) => {}
            other => break other,
        }
    };
    m.unhold();
    m.give_up(iterator, result)
}

/// Comparison of set-like views with each other and with sets (`dictview_richcompare`).
pub fn compare(m: &mut Machine, op: CompareOp, a: Ref, b: Ref) -> PyResult<Ref> {
    let (la, lb) = (m.native_len(a).unwrap_or(0), m.native_len(b).unwrap_or(0));
    let answer = match op {
        CompareOp::Eq => la == lb && all_in(m, a, b)?,
        CompareOp::Ne => !(la == lb && all_in(m, a, b)?),
        CompareOp::Lt => la < lb && all_in(m, a, b)?,
        CompareOp::Le => la <= lb && all_in(m, a, b)?,
        CompareOp::Gt => la > lb && all_in(m, b, a)?,
        CompareOp::Ge => la >= lb && all_in(m, b, a)?,
    };
    Ok(m.bool(answer))
}

/// `view op iterable` and the other way round; `None` if the operator is none of sets.
pub fn binary(m: &mut Machine, op: BinaryOp, a: Ref, b: Ref) -> PyResult<Option<Ref>> {
    use BinaryOp as B;
    if !is_set_like(m, a) && !is_set_like(m, b) {
        return Ok(None);
    }
    match op {
        // Of a set that is no smaller `dictviews_and` asks the set.
        B::And | B::InplaceAnd
            if m.is_exact(b, TypeId::Set) && m.native_len(b) >= m.native_len(a) =>
        {
            super::set_algebra::intersection(m, b, a).map(Some)
        }
        B::And | B::InplaceAnd => intersection(m, a, b).map(Some),
        B::Or | B::InplaceOr => combined(m, a, b, super::set_algebra::update).map(Some),
        B::Subtract | B::InplaceSubtract => {
            combined(m, a, b, super::set_algebra::difference_update).map(Some)
        }
        B::Xor | B::InplaceXor => {
            combined(m, a, b, super::set_algebra::symmetric_difference_update).map(Some)
        }
        _ => Ok(None),
    }
}

/// A set of what is in `a`, then changed by `b`.
fn combined(
    m: &mut Machine,
    a: Ref,
    b: Ref,
    change: fn(&mut Machine, Ref, Ref) -> PyResult<()>,
) -> PyResult<Ref> {
    let set = m.new_set(false);
    m.hold(set);
    let result = super::set_algebra::update(m, set, a).and_then(|()| change(m, set, b));
    m.unhold();
    match result {
        Ok(()) => Ok(set),
        Err(e) => m.give_up(set, Err(e)),
    }
}

/// `_PyDictView_Intersect`
fn intersection(m: &mut Machine, a: Ref, b: Ref) -> PyResult<Ref> {
    let (mut view, mut other) = if is_set_like(m, a) { (a, b) } else { (b, a) };
    let len = |m: &Machine, r| m.native_len(r).unwrap_or(0);
    if m.is_exact(other, TypeId::Set) && len(m, view) <= len(m, other) {
        return super::set_algebra::intersection(m, other, view);
    }
    if is_set_like(m, other) && len(m, other) > len(m, view) {
        (view, other) = (other, view);
    }
    let result = m.new_set(false);
    m.hold(result);
    let done = keep_common(m, result, view, other);
    m.unhold();
    match done {
        Ok(()) => Ok(result),
        Err(e) => m.give_up(result, Err(e)),
    }
}

fn keep_common(m: &mut Machine, result: Ref, view: Ref, other: Ref) -> PyResult<()> {
    let iterator = m.iter(other)?;
    m.hold(iterator);
    let done = loop {
        let item = match m.iter_next(iterator) {
            Ok(Some(item)) => item,
            Ok(None) => break Ok(()),
            Err(e) => break Err(e),
        };
        m.hold(item);
        let kept = match m.contains(view, item) {
            Ok(true) => m.set_add(result, item),
            Ok(false) => Ok(()),
            Err(e) => Err(e),
        };
        m.unhold();
        if let Err(e) = m.give_up(item, kept) {
            break Err(e);
        }
    };
    m.unhold();
    m.give_up(iterator, done)
}

fn isdisjoint(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (view, rest) = argument::this(m, args)?;
    let other = argument::one(m, "isdisjoint", rest, kwargs)?;
    let common = intersection_is_empty(m, view, other)?;
    Ok(m.bool(common))
}

/// Whether no item of an iterable is in a container.
pub fn intersection_is_empty(m: &mut Machine, container: Ref, iterable: Ref) -> PyResult<bool> {
    let iterator = m.iter(iterable)?;
    m.hold(iterator);
    let result = loop {
        let item = match m.iter_next(iterator) {
            Ok(Some(item)) => item,
            Ok(None) => break Ok(true),
            Err(e) => break Err(e),
        };
        m.hold(item);
        let found = m.contains(container, item);
        m.unhold();
        match m.give_up(item, found) {
            Ok(false) => {}
            Ok(true) => break Ok(false),
            Err(e) => break Err(e),
        }
    };
    m.unhold();
    m.give_up(iterator, result)
}
