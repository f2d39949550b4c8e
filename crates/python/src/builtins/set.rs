//! `set` and `frozenset` (`Objects/setobject.c`).

use heap::Ref;

use super::argument;
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::function::{Kwargs, NativeDef};
use crate::objects::set::{Place, Set};
use crate::opcode::{BinaryOp, CompareOp};
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
        NativeDef::method("difference", difference_method),
        NativeDef::method("difference_update", difference_update_method),
        NativeDef::method("discard", discard_method),
        NativeDef::method("intersection", intersection_method),
        NativeDef::method("intersection_update", intersection_update_method),
        NativeDef::method("isdisjoint", isdisjoint_method),
        NativeDef::method("issubset", issubset_method),
        NativeDef::method("issuperset", issuperset_method),
        NativeDef::method("pop", pop_method),
        NativeDef::method("remove", remove_method),
        NativeDef::method("symmetric_difference", symmetric_difference_method),
        NativeDef::method("symmetric_difference_update", symmetric_difference_update_method),
        NativeDef::method("union", union_method),
        NativeDef::method("update", update_method),
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
        NativeDef::method("difference", difference_method),
        NativeDef::method("intersection", intersection_method),
        NativeDef::method("isdisjoint", isdisjoint_method),
        NativeDef::method("issubset", issubset_method),
        NativeDef::method("issuperset", issuperset_method),
        NativeDef::method("symmetric_difference", symmetric_difference_method),
        NativeDef::method("union", union_method),
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

/// Where a key is in a set, and its hash.
struct Found {
    hash: i64,
    at: Option<usize>,
}

impl Machine {
    /// `Set` of a set or frozenset.
    pub fn set(&self, r: Ref) -> Option<&Set> {
        match self.payload(r) {
            Payload::Set(s) => Some(s),
            _ => None,
        }
    }

    fn set_find(&mut self, set: Ref, key: Ref) -> PyResult<Found> {
        let hash = match self.hash(key) {
            Ok(hash) => hash,
            Err(e) => return Err(self.unhashable_as(e, key, "a set element")),
        };
        let at = self.set_find_hashed(set, key, hash)?;
        Ok(Found { hash, at })
    }

    /// `set_lookkey`: starts over when `__eq__` changed the set.
    fn set_find_hashed(&mut self, set: Ref, key: Ref, hash: i64) -> PyResult<Option<usize>> {
        'again: loop {
            let Some(s) = self.set(set) else { return Ok(None) };
            let version = s.version;
            for (at, member) in s.candidates(hash) {
                let same = match self.equal_natively(member, key) {
                    Some(same) => same,
                    None => {
                        self.incref(member);
                        self.hold(member);
                        let same = self.equal(member, key);
                        self.unhold();
                        self.give_up(member, same)?
                    }
                };
                if self.set(set).is_none_or(|s| s.version != version) {
                    continue 'again;
                }
                if same {
                    return Ok(Some(at));
                }
            }
            return Ok(None);
        }
    }

    /// `PySet_Add`; the key is borrowed.
    pub fn set_add(&mut self, set: Ref, key: Ref) -> PyResult<()> {
        let Found { hash, at } = self.set_find(set, key)?;
        if at.is_none() {
            self.set_put(set, key, hash);
        }
        Ok(())
    }

    fn set_add_hashed(&mut self, set: Ref, key: Ref, hash: i64) -> PyResult<()> {
        if self.set_find_hashed(set, key, hash)?.is_none() {
            self.set_put(set, key, hash);
        }
        Ok(())
    }

    /// Adds a key that is not there; borrowed.
    fn set_put(&mut self, set: Ref, key: Ref, hash: i64) {
        self.incref(key);
        let resized = match self.payload_mut(set) {
            Payload::Set(s) => s.insert(key, hash),
            _ => None,
        };
        if resized.is_some() {
            self.set_move_table(set);
        }
        if !self.heap.is_tracked(set) && self.may_be_tracked(key) {
            self.heap.track(set);
        }
    }

    /// The simulated table follows the real one: inside the object up to 8 places, else a block of its own.
    fn set_move_table(&mut self, set: Ref) {
        let Some(s) = self.set(set) else { return };
        let (slots, old, spare) = (s.slots(), s.block, s.spare);
        let block = if slots > 8 {
            self.heap.malloc(u32::try_from(slots * 16).unwrap_or(u32::MAX)).ok()
        } else {
            None
        };
        for old in [old, spare].into_iter().flatten() {
            self.heap.free(old);
        }
        if let Payload::Set(s) = self.payload_mut(set) {
            s.block = block;
            s.spare = None;
        }
    }

    fn set_resize(&mut self, set: Ref, wanted: usize) {
        if let Payload::Set(s) = self.payload_mut(set) {
            s.resize(wanted);
        }
        self.set_move_table(set);
    }

    /// `key in set`. A set that is looked for in a set of frozensets is found by its content.
    pub fn set_contains(&mut self, set: Ref, key: Ref) -> PyResult<bool> {
        Ok(self.set_find_any(set, key)?.at.is_some())
    }

    /// The same, with a plain set standing in for a frozenset with the same members.
    fn set_find_any(&mut self, set: Ref, key: Ref) -> PyResult<Found> {
        match self.set_find(set, key) {
            Err(Unwind::Raise(e)) if self.is_native(e, TypeId::TypeError) && self.set(key).is_some() => {
                self.decref(e);
                let frozen = self.set_copy_as(key, true)?;
                self.hold(frozen);
                let found = self.set_find(set, frozen);
                self.unhold();
                self.give_up(frozen, found)
            }
            other => other,
        }
    }

    /// Takes a key out; whether it was there.
    pub fn set_remove(&mut self, set: Ref, key: Ref) -> PyResult<bool> {
        let found = self.set_find_any(set, key)?;
        let taken = found.at.and_then(|at| self.set_take(set, at));
        let there = taken.is_some();
        self.xdecref(taken);
        Ok(there)
    }

    fn set_take(&mut self, set: Ref, at: usize) -> Option<Ref> {
        match self.payload_mut(set) {
            Payload::Set(s) => s.remove_at(at),
            _ => None,
        }
    }

    /// `set.clear()`: members go in table order, then the table.
    pub fn set_clear(&mut self, set: Ref) {
        let mut released = Vec::new();
        let mut block = None;
        if let Payload::Set(s) = self.payload_mut(set) {
            s.clear(&mut released);
            block = s.spare.take();
        }
        self.decref_all(released);
        if let Some(block) = block {
            self.heap.free(block);
        }
    }

    /// A set or frozenset with the members of another one.
    fn set_copy_as(&mut self, set: Ref, frozen: bool) -> PyResult<Ref> {
        let copy = self.new_set_lazily(frozen);
        self.hold(copy);
        let result = update(self, copy, set);
        self.unhold();
        match result {
            Ok(()) => Ok(copy),
            Err(e) => self.give_up(copy, Err(e)),
        }
    }

    /// A new set; frozensets of atoms stay untracked from 3.15 on.
    fn new_set_lazily(&mut self, frozen: bool) -> Ref {
        let set = self.new_set(frozen);
        if frozen && self.at_least(Version::V3_15) {
            self.heap.untrack(set);
        }
        set
    }
}

/// `set.update(iterable)` (`set_update_internal`).
pub fn update(m: &mut Machine, set: Ref, iterable: Ref) -> PyResult<()> {
    if m.set(iterable).is_some() {
        return merge(m, set, iterable);
    }
    if m.is_exact(iterable, TypeId::Dict) {
        let entries: Vec<(Ref, i64)> =
            m.dict(iterable).map(|d| d.iter().map(|(_, e)| (e.key, e.hash)).collect()).unwrap_or_default();
        make_room(m, set, entries.len());
        return add_hashed(m, set, entries);
    }
    each(m, iterable, &mut |m, item| m.set_add(set, item))
}

/// "Do one big resize at the start": room for that many more members.
fn make_room(m: &mut Machine, set: Ref, more: usize) {
    if let Some(s) = m.set(set)
        && (s.fill() + more) * 5 >= (s.slots() - 1) * 3
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
    let keys: Vec<(Ref, i64)> = m.set(other).map(|o| o.hashed().collect()).unwrap_or_default();
    if m.set(set).is_some_and(|s| s.fill() == 0) {
        for &(key, _) in &keys {
            m.incref(key);
        }
        let copy = m.set(other).cloned();
        if let (Payload::Set(s), Some(other)) = (m.payload_mut(set), copy) {
            s.copy_table(&other);
        }
        if !m.heap.is_tracked(set) && keys.iter().any(|&(key, _)| m.may_be_tracked(key)) {
            m.heap.track(set);
        }
        return Ok(());
    }
    add_hashed(m, set, keys)
}

/// Runs something for every item of an iterable.
fn each(m: &mut Machine, iterable: Ref, run: &mut dyn FnMut(&mut Machine, Ref) -> PyResult<()>) -> PyResult<()> {
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
        let Place::Member(key, hash) = place else { continue };
        m.incref(key);
        m.hold(key);
        let done = run(m, key, hash);
        m.unhold();
        m.give_up(key, done)?;
    }
    Ok(())
}

/// `a & iterable` (`set_intersection`).
pub fn intersection(m: &mut Machine, a: Ref, b: Ref) -> PyResult<Ref> {
    let frozen = m.set(a).is_some_and(|s| s.frozen);
    if a == b {
        return m.set_copy_as(a, frozen);
    }
    let result = m.new_set_lazily(frozen);
    m.hold(result);
    let done = if let (Some(x), Some(y)) = (m.set(a), m.set(b)) {
        let (small, large) = if y.len() > x.len() { (a, b) } else { (b, a) };
        each_member(m, small, &mut |m, key, hash| {
            if m.set_find_hashed(large, key, hash)?.is_some() { m.set_add_hashed(result, key, hash) } else { Ok(()) }
        })
    } else {
        each(m, b, &mut |m, item| {
            let found = m.set_find(a, item)?;
            if found.at.is_some() { m.set_add_hashed(result, item, found.hash) } else { Ok(()) }
        })
    };
    finish(m, result, done)
}

fn finish(m: &mut Machine, result: Ref, done: PyResult<()>) -> PyResult<Ref> {
    m.unhold();
    match done {
        Ok(()) => Ok(result),
        Err(e) => m.give_up(result, Err(e)),
    }
}

/// `a - iterable` (`set_difference`).
fn difference(m: &mut Machine, a: Ref, b: Ref) -> PyResult<Ref> {
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
        if found.is_none() { m.set_add_hashed(result, key, hash) } else { Ok(()) }
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
        return each_member(m, b, &mut |m, key, hash| discard_hashed(m, a, key, hash).map(|_| ()));
    }
    each(m, b, &mut |m, item| {
        let found = m.set_find(a, item)?;
        let taken = found.at.and_then(|at| m.set_take(a, at));
        m.xdecref(taken);
        Ok(())
    })
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
        if discard_hashed(m, a, key, hash)? { Ok(()) } else { m.set_add_hashed(a, key, hash) }
    });
    m.unhold();
    m.give_up(other, done)
}

fn symmetric_difference(m: &mut Machine, a: Ref, b: Ref) -> PyResult<Ref> {
    let frozen = m.set(a).is_some_and(|s| s.frozen);
    let result = m.new_set_lazily(frozen);
    m.hold(result);
    let done = update(m, result, b).and_then(|()| symmetric_difference_update(m, result, a));
    finish(m, result, done)
}

fn union(m: &mut Machine, a: Ref, others: &[Ref]) -> PyResult<Ref> {
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
fn take_content(m: &mut Machine, set: Ref, from: Ref) {
    let Some(mut content) = m.set(from).cloned() else { return };
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
fn is_subset(m: &mut Machine, a: Ref, b: Ref) -> PyResult<bool> {
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

// ---- type and methods

fn set_new(m: &mut Machine, args: &[Ref], _kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, _) = argument::this(m, args)?;
    Ok(m.instantiate(class, Payload::Set(Box::new(Set::new(false)))))
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
        m.instantiate(class, Payload::Set(Box::new(Set::new(true))))
    };
    m.hold(set);
    let done = match rest.first() {
        Some(&iterable) => update(m, set, iterable),
        None => Ok(()),
    };
    finish(m, set, done)
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
    if m.set_remove(set, key)? { Ok(m.none()) } else { Err(m.key_error(key)) }
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

fn symmetric_difference_update_method(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
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
    let other = as_set(m, other)?;
    m.hold(other);
    let answer = is_subset(m, set, other);
    m.unhold();
    let answer = m.give_up(other, answer)?;
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
