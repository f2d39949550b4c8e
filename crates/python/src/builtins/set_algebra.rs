//! What sets do with each other and with iterables (`Objects/setobject.c`).

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::set::Place;
use crate::opcode::{BinaryOp, CompareOp};
use crate::types::TypeId;

/// `set.update(iterable)` (`set_update_internal`).
pub fn update(m: &mut Machine, set: Ref, iterable: Ref) -> PyResult<()> {
    if m.set(iterable).is_some() {
        return merge(m, set, iterable);
    }
    if m.is_exact(iterable, TypeId::Dict) {
        let entries: Vec<(Ref, i64)> = m
            .dict(iterable)
            .map(|d| d.iter().map(|(_, e)| (e.key, e.hash)).collect())
            .unwrap_or_default();
        make_room(m, set, entries.len());
        return add_hashed(m, set, entries);
    }
    each(m, iterable, &mut |m, item| m.set_add(set, item))
}

/// "Do one big resize at the start": room for that many more members.
fn make_room(m: &mut Machine, set: Ref, more: usize) {
    if let Some(s) = m.set(set)
        && s.overfull(more)
    {
        let wanted = (s.len() + more) * 2;
        m.set_resize(set, wanted);
    }
}

fn add_hashed(m: &mut Machine, set: Ref, keys: Vec<(Ref, i64)>) -> PyResult<()> {
    let mark = m.held_mark();
    for &(key, _) in &keys {
        m.incref(key);
        m.hold(key);
    }
    for (key, hash) in keys {
        if let Err(e) = m.set_add_hashed(set, key, hash) {
            m.release_keeping(mark, e);
            return Err(e);
        }
    }
    m.release_to(mark);
    Ok(())
}

/// `set_merge`
fn merge(m: &mut Machine, set: Ref, other: Ref) -> PyResult<()> {
    let Some(o) = m.set(other) else { return Ok(()) };
    if set == other || o.is_empty() {
        return Ok(());
    }
    let more = o.len();
    make_room(m, set, more);
    let keys: Vec<(Ref, i64)> = m
        .set(other)
        .map(|o| o.hashed().collect())
        .unwrap_or_default();
    if m.set(set).is_some_and(|s| s.fill() == 0) {
        for &(key, _) in &keys {
            m.incref(key);
        }
        let copy = m.set(other).cloned();
        if let (Payload::Set(s), Some(other)) = (m.payload_mut(set), copy) {
            s.copy_table(&other);
        }
        if !m.heap.is_tracked(set) && keys.iter().any(|&(key, _)| m.may_be_tracked(key)) {
            m.track(set);
        }
        return Ok(());
    }
    add_hashed(m, set, keys)
}

/// Runs something for every item of an iterable.
fn each(
    m: &mut Machine,
    iterable: Ref,
    run: &mut dyn FnMut(&mut Machine, Ref) -> PyResult<()>,
) -> PyResult<()> {
    let iterator = m.iter(iterable)?;
    m.hold(iterator);
    let result = loop {
        let item = match m.iter_next(iterator) {
            Ok(Some(item)) => item,
            Ok(None) => break Ok(()),
            Err(e) => break Err(e),
        };
        m.hold(item);
        let done = run(m, item);
        m.unhold();
        if let Err(e) = m.give_up(item, done) {
            break Err(e);
        }
    };
    m.unhold();
    m.give_up(iterator, result)
}

/// Runs something for every member of a set as it is now, with its hash (`set_next`).
fn each_member(
    m: &mut Machine,
    set: Ref,
    run: &mut dyn FnMut(&mut Machine, Ref, i64) -> PyResult<()>,
) -> PyResult<()> {
    let mut at = 0;
    while let Some(s) = m.set(set) {
        if at >= s.slots() {
            break;
        }
        let place = s.place(at);
        at += 1;
        let Place::Member(key, hash) = place else {
            continue;
        };
        m.incref(key);
        m.hold(key);
        let done = run(m, key, hash);
        m.unhold();
        m.give_up(key, done)?;
    }
    Ok(())
}

/// `a & iterable` (`set_intersection`).
pub(crate) fn intersection(m: &mut Machine, a: Ref, b: Ref) -> PyResult<Ref> {
    let frozen = m.set(a).is_some_and(|s| s.frozen);
    if a == b {
        return m.set_copy_as(a, frozen);
    }
    let result = m.new_set_lazily(frozen);
    m.hold(result);
    let done = if let (Some(x), Some(y)) = (m.set(a), m.set(b)) {
        let (small, large) = if y.len() > x.len() { (a, b) } else { (b, a) };
        each_member(m, small, &mut |m, key, hash| {
            if m.set_find_hashed(large, key, hash)?.is_some() {
                m.set_add_hashed(result, key, hash)
            } else {
                Ok(())
            }
        })
    } else {
        each(m, b, &mut |m, item| {
            // The TypeError of an item without a hash comes out as it is.
            let hash = m.hash(item)?;
            if m.set_find_hashed(a, item, hash)?.is_some() {
                m.set_add_hashed(result, item, hash)
            } else {
                Ok(())
            }
        })
    };
    finish(m, result, done)
}

pub(crate) fn finish(m: &mut Machine, result: Ref, done: PyResult<()>) -> PyResult<Ref> {
    m.unhold();
    match done {
        Ok(()) => Ok(result),
        Err(e) => m.give_up(result, Err(e)),
    }
}

/// `a - iterable` (`set_difference`).
pub(crate) fn difference(m: &mut Machine, a: Ref, b: Ref) -> PyResult<Ref> {
    let frozen = m.set(a).is_some_and(|s| s.frozen);
    let other_len = match m.payload(b) {
        Payload::Set(s) => Some(s.len()),
        Payload::Dict(d) if m.is_exact(b, TypeId::Dict) => Some(d.len()),
        _ => None,
    };
    let len = m.native_len(a).unwrap_or(0);
    if other_len.is_none_or(|n| len >> 2 > n) {
        let copy = m.set_copy_as(a, frozen)?;
        m.hold(copy);
        let done = difference_update(m, copy, b);
        return finish(m, copy, done);
    }
    let result = m.new_set_lazily(frozen);
    m.hold(result);
    let done = each_member(m, a, &mut |m, key, hash| {
        let found = match m.payload(b) {
            Payload::Set(_) => m.set_find_hashed(b, key, hash)?,
            _ => m.dict_find_hashed(b, key, hash)?,
        };
        if found.is_none() {
            m.set_add_hashed(result, key, hash)
        } else {
            Ok(())
        }
    });
    finish(m, result, done)
}

/// `a -= iterable`
pub fn difference_update(m: &mut Machine, a: Ref, b: Ref) -> PyResult<()> {
    if a == b {
        m.set_clear(a);
        return Ok(());
    }
    if m.set(b).is_some() {
        each_member(m, b, &mut |m, key, hash| {
            discard_hashed(m, a, key, hash).map(|_| ())
        })?;
    } else {
        each(m, b, &mut |m, item| {
            let found = m.set_find(a, item)?;
            let taken = found.at.and_then(|at| m.set_take(a, at));
            m.xdecref(taken);
            Ok(())
        })?;
    }
    // Dummies in more than a quarter of the places are cleared away (`set_difference_update_internal`).
    if let Some(s) = m.set(a)
        && s.fill() - s.len() > (s.slots() - 1) / 4
    {
        let wanted = s.len() * if s.len() > 50_000 { 2 } else { 4 };
        m.set_resize(a, wanted);
    }
    Ok(())
}

fn discard_hashed(m: &mut Machine, set: Ref, key: Ref, hash: i64) -> PyResult<bool> {
    let at = m.set_find_hashed(set, key, hash)?;
    let taken = at.and_then(|at| m.set_take(set, at));
    let there = taken.is_some();
    m.xdecref(taken);
    Ok(there)
}

/// `a ^= iterable`
pub fn symmetric_difference_update(m: &mut Machine, a: Ref, b: Ref) -> PyResult<()> {
    if a == b {
        m.set_clear(a);
        return Ok(());
    }
    let other = if m.set(b).is_some() {
        m.newref(b)
    } else {
        let set = m.new_set(false);
        m.hold(set);
        let filled = update(m, set, b);
        finish(m, set, filled)?
    };
    m.hold(other);
    let done = each_member(m, other, &mut |m, key, hash| {
        if discard_hashed(m, a, key, hash)? {
            Ok(())
        } else {
            m.set_add_hashed(a, key, hash)
        }
    });
    m.unhold();
    m.give_up(other, done)
}

pub(crate) fn symmetric_difference(m: &mut Machine, a: Ref, b: Ref) -> PyResult<Ref> {
    let frozen = m.set(a).is_some_and(|s| s.frozen);
    let result = m.new_set_lazily(frozen);
    m.hold(result);
    let done = update(m, result, b).and_then(|()| symmetric_difference_update(m, result, a));
    finish(m, result, done)
}

pub(crate) fn union(m: &mut Machine, a: Ref, others: &[Ref]) -> PyResult<Ref> {
    let frozen = m.set(a).is_some_and(|s| s.frozen);
    let result = m.set_copy_as(a, frozen)?;
    m.hold(result);
    let mut done = Ok(());
    for &other in others.iter().filter(|&&o| o != a) {
        done = update(m, result, other);
        if done.is_err() {
            break;
        }
    }
    finish(m, result, done)
}

/// What a set becomes: the content of another one (taken over) moves in (`set_swap_bodies`).
pub(crate) fn take_content(m: &mut Machine, set: Ref, from: Ref) {
    let Some(mut content) = m.set(from).cloned() else {
        return;
    };
    if let Payload::Set(s) = m.payload_mut(set) {
        content.frozen = s.frozen;
        std::mem::swap(&mut **s, &mut content);
    }
    if let Payload::Set(s) = m.payload_mut(from) {
        content.frozen = s.frozen;
        **s = content;
    }
    m.decref(from);
}

/// Operators of sets and of set-like views; `None` is NotImplemented.
pub fn binary(m: &mut Machine, op: BinaryOp, a: Ref, b: Ref) -> PyResult<Option<Ref>> {
    use BinaryOp as B;
    if super::dict_view::is_set_like(m, a) || super::dict_view::is_set_like(m, b) {
        return super::dict_view::binary(m, op, a, b);
    }
    if m.set(a).is_none() || m.set(b).is_none() {
        return Ok(None);
    }
    let in_place = m.set(a).is_some_and(|s| !s.frozen);
    let result = match op {
        B::InplaceOr if in_place => {
            update(m, a, b)?;
            m.newref(a)
        }
        B::InplaceAnd if in_place => {
            let new = intersection(m, a, b)?;
            take_content(m, a, new);
            m.newref(a)
        }
        B::InplaceSubtract if in_place => {
            difference_update(m, a, b)?;
            m.newref(a)
        }
        B::InplaceXor if in_place => {
            symmetric_difference_update(m, a, b)?;
            m.newref(a)
        }
        B::Or | B::InplaceOr => union(m, a, &[b])?,
        B::And | B::InplaceAnd => intersection(m, a, b)?,
        B::Subtract | B::InplaceSubtract => difference(m, a, b)?,
        B::Xor | B::InplaceXor => symmetric_difference(m, a, b)?,
        _ => return Ok(None),
    };
    Ok(Some(result))
}

/// Whether all members of `a` are in `b`, which is a set.
pub(crate) fn is_subset(m: &mut Machine, a: Ref, b: Ref) -> PyResult<bool> {
    let (la, lb) = (m.native_len(a).unwrap_or(0), m.native_len(b).unwrap_or(0));
    if la > lb {
        return Ok(false);
    }
    let mut all = true;
    each_member(m, a, &mut |m, key, hash| {
        all = all && m.set_find_hashed(b, key, hash)?.is_some();
        Ok(())
    })?;
    Ok(all)
}

/// Comparison of two sets (`set_richcompare`).
pub fn compare(m: &mut Machine, op: CompareOp, a: Ref, b: Ref) -> PyResult<Ref> {
    let (la, lb) = (m.native_len(a).unwrap_or(0), m.native_len(b).unwrap_or(0));
    let answer = match op {
        CompareOp::Eq => la == lb && is_subset(m, a, b)?,
        CompareOp::Ne => !(la == lb && is_subset(m, a, b)?),
        CompareOp::Le => is_subset(m, a, b)?,
        CompareOp::Ge => is_subset(m, b, a)?,
        CompareOp::Lt => la < lb && is_subset(m, a, b)?,
        CompareOp::Gt => la > lb && is_subset(m, b, a)?,
    };
    Ok(m.bool(answer))
}
