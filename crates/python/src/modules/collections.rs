//! `collections.deque` (`Modules/_collectionsmodule.c`); the rest of `collections` is Python.

use std::collections::VecDeque;

use heap::{Block, Ref};
use num_traits::ToPrimitive;

use super::protocol;
use crate::builtins::argument::{self, Signature};
use crate::iteration::MOST_ITEMS;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::body::Label;
use crate::objects::function::{GetSetDef, Kwargs, NativeDef};
use crate::objects::native::{NativeObject, native_object};
use crate::opcode::CompareOp;
use crate::types::{TypeId, TypeMembers};
use crate::version::Version;

/// The part written in Python.
pub static SOURCE: &str = include_str!("python/collections.py");

/// The types.
pub fn fill(m: &mut Machine, namespace: Ref) -> PyResult<()> {
    for (name, id) in [
        ("deque", TypeId::Deque),
        ("_deque_iterator", TypeId::DequeIterator),
        ("_deque_reverse_iterator", TypeId::DequeReverseIterator),
        ("_tuplegetter", TypeId::TupleGetter),
    ] {
        let class = m.type_ref(id);
        m.dict_set_text(namespace, name, class);
    }
    Ok(())
}

/// Items of one block (`BLOCKLEN`).
const BLOCK: usize = 64;
/// Bytes of one block: the items and two links.
const BLOCK_BYTES: u32 = 528;
/// Where the first item of an empty deque will lie: one behind the centre.
const CENTRE: usize = 32;
/// `tp_basicsize`
const BASIC: u32 = 216;

#[derive(Debug)]
struct Deque {
    items: VecDeque<Ref>,
    maxlen: Option<usize>,
    /// Place of the first item in its block.
    left: usize,
    /// Changes with every item added or taken.
    state: u64,
    blocks: Vec<Block>,
}

impl Deque {
    /// Blocks that the items take.
    fn wanted(&self) -> usize {
        (self.left + self.items.len()).div_ceil(BLOCK).max(1)
    }
}

impl Clone for Deque {
    fn clone(&self) -> Self {
        Self {
            items: self.items.clone(),
            maxlen: self.maxlen,
            left: self.left,
            state: self.state,
            blocks: self.blocks.clone(),
        }
    }
}

impl NativeObject for Deque {
    fn boxed_clone(&self) -> Box<dyn NativeObject> {
        Box::new(self.clone())
    }
    fn size(&self) -> u32 {
        BASIC
    }
    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
    fn as_any_mut(&mut self) -> &mut dyn std::any::Any {
        self
    }
    fn each(&self, _: bool, visit: &mut dyn FnMut(Label, Ref)) {
        for (i, &r) in self.items.iter().enumerate() {
            visit(Label::Item(i as u32), r);
        }
    }
    fn clear(&mut self, released: &mut Vec<Ref>) {
        self.state += 1;
        self.left = CENTRE;
        released.extend(self.items.drain(..));
    }
    fn release(&mut self, released: &mut Vec<Ref>, blocks: &mut Vec<Block>) {
        released.extend(self.items.drain(..));
        blocks.append(&mut self.blocks);
    }
}

/// The tables of `deque`.
pub static DEQUE: TypeMembers = TypeMembers {
    new: Some(new),
    init: Some(init),
    methods: &[
        NativeDef::method("append", append),
        NativeDef::method("appendleft", appendleft),
        NativeDef::method("clear", clear),
        NativeDef::method("copy", copy),
        NativeDef::method("count", count),
        NativeDef::method("extend", extend),
        NativeDef::method("extendleft", extendleft),
        NativeDef::method("index", index),
        NativeDef::method("insert", insert),
        NativeDef::method("pop", pop),
        NativeDef::method("popleft", popleft),
        NativeDef::method("remove", remove),
        NativeDef::method("reverse", reverse),
        NativeDef::method("rotate", rotate),
        NativeDef::method("__copy__", copy),
        NativeDef::method("__reduce__", reduce),
        NativeDef::method("__reversed__", reversed),
        NativeDef::method("__sizeof__", sizeof),
        NativeDef::class_method(
            "__class_getitem__",
            crate::builtins::generic_alias::class_getitem,
        ),
        NativeDef::slot("__repr__", repr),
        NativeDef::slot("__hash__", hash),
        NativeDef::slot("__len__", len),
        NativeDef::slot("__iter__", iter),
        NativeDef::slot("__getitem__", getitem),
        NativeDef::slot("__setitem__", setitem),
        NativeDef::slot("__delitem__", delitem),
        NativeDef::slot("__contains__", contains),
        NativeDef::slot("__add__", add),
        NativeDef::slot("__mul__", mul),
        NativeDef::slot("__rmul__", mul),
        NativeDef::slot("__iadd__", iadd),
        NativeDef::slot("__imul__", imul),
        NativeDef::slot("__eq__", eq),
        NativeDef::slot("__ne__", ne),
        NativeDef::slot("__lt__", lt),
        NativeDef::slot("__le__", le),
        NativeDef::slot("__gt__", gt),
        NativeDef::slot("__ge__", ge),
    ],
    getset: &[GetSetDef::read("maxlen", maxlen)],
};

/// The items, borrowed.
fn items(m: &Machine, r: Ref) -> Vec<Ref> {
    m.native::<Deque>(r)
        .map(|d| d.items.iter().copied().collect())
        .unwrap_or_default()
}

fn length(m: &Machine, r: Ref) -> usize {
    m.native::<Deque>(r).map_or(0, |d| d.items.len())
}

fn limit(m: &Machine, r: Ref) -> Option<usize> {
    m.native::<Deque>(r).and_then(|d| d.maxlen)
}

impl Machine {
    /// Takes or gives back blocks until the deque has those that its items need.
    fn deque_fit(&mut self, r: Ref) {
        loop {
            let Some(deque) = self.native_mut::<Deque>(r) else {
                return;
            };
            let wanted = deque.wanted();
            if deque.blocks.len() > wanted {
                if let Some(block) = deque.blocks.pop() {
                    self.heap.free(block);
                }
            } else if deque.blocks.len() < wanted {
                let Ok(block) = self.heap.malloc(BLOCK_BYTES) else {
                    return;
                };
                if let Some(deque) = self.native_mut::<Deque>(r) {
                    deque.blocks.push(block);
                }
            } else {
                return;
            }
        }
    }

    /// Adds an item (taken over) at an end; one goes at the other end if there are too many.
    fn deque_add(&mut self, r: Ref, item: Ref, at_left: bool) {
        let Some(deque) = self.native_mut::<Deque>(r) else {
            self.decref(item);
            return;
        };
        deque.state += 1;
        if at_left {
            deque.left = deque.left.checked_sub(1).unwrap_or(BLOCK - 1);
            deque.items.push_front(item);
        } else {
            deque.items.push_back(item);
        }
        let over = deque.maxlen.is_some_and(|most| deque.items.len() > most);
        self.deque_fit(r);
        if over {
            let old = self.deque_take(r, !at_left);
            self.xdecref(old);
        }
    }

    /// Takes an item from an end.
    fn deque_take(&mut self, r: Ref, at_left: bool) -> Option<Ref> {
        let deque = self.native_mut::<Deque>(r)?;
        let item = if at_left {
            deque.items.pop_front()
        } else {
            deque.items.pop_back()
        }?;
        deque.state += 1;
        if at_left {
            deque.left += 1;
        }
        let empty = deque.items.is_empty();
        if empty && (deque.left == BLOCK || deque.left == 0) {
            deque.left = CENTRE;
        }
        deque.left %= BLOCK;
        self.deque_fit(r);
        Some(item)
    }

    fn deque_rotate(&mut self, r: Ref, by: i64) {
        let Some(deque) = self.native_mut::<Deque>(r) else {
            return;
        };
        let len = deque.items.len();
        if len <= 1 {
            return;
        }
        deque.state += 1;
        let mut steps = by % len as i64;
        if steps > len as i64 / 2 {
            steps -= len as i64;
        } else if steps < -(len as i64) / 2 {
            steps += len as i64;
        }
        match usize::try_from(steps) {
            Ok(right) => deque.items.rotate_right(right),
            Err(_) => deque.items.rotate_left(steps.unsigned_abs() as usize),
        }
        deque.left = (deque.left as i64 - steps).rem_euclid(BLOCK as i64) as usize;
        self.deque_fit(r);
    }

    fn deque_clear(&mut self, r: Ref) {
        let mut released = Vec::new();
        if let Some(deque) = self.native_mut::<Deque>(r) {
            NativeObject::clear(deque, &mut released);
        }
        self.deque_fit(r);
        self.decref_all(released);
    }

    /// An empty deque of this class.
    fn new_deque(&mut self, class: Ref, maxlen: Option<usize>) -> Ref {
        let deque = Deque {
            items: VecDeque::new(),
            maxlen,
            left: CENTRE,
            state: 0,
            blocks: Vec::new(),
        };
        let r = self.instantiate(class, Payload::Native(Box::new(deque)));
        self.deque_fit(r);
        r
    }

    /// An empty deque that is about to be extended is filled from the edge of its block.
    fn deque_start(&mut self, r: Ref, at_left: bool) {
        if let Some(deque) = self.native_mut::<Deque>(r).filter(|d| d.items.is_empty()) {
            deque.left = if at_left { BLOCK - 1 } else { 1 };
        }
    }

    fn deque_extend(&mut self, r: Ref, iterable: Ref, at_left: bool) -> PyResult<()> {
        if r == iterable {
            let list: Vec<Ref> = items(self, r);
            for &item in &list {
                self.incref(item);
            }
            for item in list {
                self.deque_add(r, item, at_left);
            }
            return Ok(());
        }
        let iterator = self.iter(iterable)?;
        self.hold(iterator);
        self.deque_start(r, at_left);
        let result = loop {
            match self.iter_next(iterator) {
                Ok(Some(item)) => self.deque_add(r, item, at_left),
                Ok(None) => break Ok(()),
                Err(e) => break Err(e),
            }
            if length(self, r) > MOST_ITEMS {
                break Err(self.memory_error());
            }
        };
        self.unhold();
        self.give_up(iterator, result)
    }
}

fn this(m: &mut Machine, args: &[Ref]) -> PyResult<Ref> {
    match args.first() {
        Some(&r) if m.native::<Deque>(r).is_some() => Ok(r),
        _ => Err(m.type_error("a deque is needed")),
    }
}

fn new(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let Some(&class) = args.first() else {
        return Err(m.type_error("a class is needed"));
    };
    Ok(m.new_deque(class, None))
}

fn init(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    let signature = Signature {
        name: "deque",
        params: &["iterable", "maxlen"],
        positional: 2,
        unnamed: 0,
        required: 0,
    };
    let [iterable, most] = signature.bind(m, args.get(1..).unwrap_or_default(), kwargs)?;
    let most = match most.filter(|&r| !m.is_none(r)) {
        None => None,
        Some(most) => match m.to_int(most) {
            None => return Err(m.type_error("an integer is required")),
            Some(most) => match most.to_i64().map(usize::try_from) {
                Some(Ok(most)) => Some(most),
                Some(Err(_)) => return Err(m.value_error("maxlen must be non-negative")),
                None => return Err(m.overflow("Python int too large to convert to C ssize_t")),
            },
        },
    };
    if let Some(deque) = m.native_mut::<Deque>(r) {
        deque.maxlen = most;
    }
    if length(m, r) > 0 {
        m.deque_clear(r);
    }
    if let Some(iterable) = iterable {
        m.deque_extend(r, iterable, false)?;
    }
    Ok(m.none())
}

fn append(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    let item = argument::one(m, "deque.append", args.get(1..).unwrap_or_default(), kwargs)?;
    m.incref(item);
    m.deque_add(r, item, false);
    Ok(m.none())
}

fn appendleft(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
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

fn clear(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    argument::none(m, "deque.clear", args.get(1..).unwrap_or_default(), kwargs)?;
    m.deque_clear(r);
    Ok(m.none())
}

/// A deque of the same class with the same items.
fn copied(m: &mut Machine, r: Ref, keep_limit: bool) -> PyResult<Ref> {
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

fn copy(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    argument::none(m, "deque.copy", args.get(1..).unwrap_or_default(), kwargs)?;
    copied(m, r, true)
}

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

fn count(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    let wanted = argument::one(m, "deque.count", args.get(1..).unwrap_or_default(), kwargs)?;
    let (mut n, mut at) = (0, 0);
    while let Some(found) = find(m, r, wanted, at, usize::MAX)? {
        n += 1;
        at = found + 1;
    }
    Ok(m.new_int(n))
}

fn extend(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    let iterable = argument::one(m, "deque.extend", args.get(1..).unwrap_or_default(), kwargs)?;
    m.deque_extend(r, iterable, false)?;
    Ok(m.none())
}

fn extendleft(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
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

fn not_found(m: &mut Machine, wanted: Ref, method: &str) -> crate::machine::Unwind {
    if m.at_least(Version::V3_14_2) {
        return m.value_error(&format!("deque.{method}(x): x not in deque"));
    }
    match m.repr_string(wanted) {
        Ok(text) => m.value_error(&format!("{text} is not in deque")),
        Err(e) => e,
    }
}

fn index(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
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

fn insert(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
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

fn pop(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    argument::none(m, "deque.pop", args.get(1..).unwrap_or_default(), kwargs)?;
    match m.deque_take(r, false) {
        Some(item) => Ok(item),
        None => Err(m.index_error("pop from an empty deque")),
    }
}

fn popleft(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
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

/// Takes out the item at a position, by rotating it to the left end and back.
fn take_at(m: &mut Machine, r: Ref, at: usize) -> Option<Ref> {
    m.deque_rotate(r, -(at as i64));
    let item = m.deque_take(r, true);
    m.deque_rotate(r, at as i64);
    item
}

fn remove(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
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

fn reverse(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
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

fn rotate(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
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

fn sizeof(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    let class = m.class_of(r);
    let own = m.size_of(class, m.heap.body(r)).body;
    let blocks = m.native::<Deque>(r).map_or(1, Deque::wanted) as i64;
    Ok(m.new_int(i64::from(own) + blocks * i64::from(BLOCK_BYTES)))
}

fn maxlen(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    match limit(m, r) {
        Some(most) => Ok(m.new_int(most as i64)),
        None => Ok(m.none()),
    }
}

fn repr(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    if !m.repr_enter(r) {
        return Ok(m.new_str("[...]"));
    }
    let list = items(m, r);
    for &item in &list {
        m.incref(item);
    }
    let list = m.new_list(list);
    m.hold(list);
    let text = m.repr_string(list);
    m.unhold();
    m.repr_leave(r);
    let text = m.give_up(list, text)?;
    let name = protocol::bare_class_name(m, r);
    let text = match limit(m, r) {
        Some(most) => format!("{name}({text}, maxlen={most})"),
        None => format!("{name}({text})"),
    };
    Ok(m.new_str(&text))
}

fn hash(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    Err(m.unhashable(r))
}

/// Class, arguments, state, iterator over the items.
fn reduce(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    let class = m.class_of(r);
    let arguments = match limit(m, r) {
        None => m.newref(m.interp.empty_tuple),
        Some(most) => {
            let pair = vec![m.newref(m.interp.empty_tuple), m.new_int(most as i64)];
            m.new_tuple_tracked(pair)
        }
    };
    let state = m
        .heap
        .body(r)
        .attrs
        .as_ref()
        .and_then(|a| a.dict)
        .unwrap_or(m.interp.none);
    let parts = vec![
        m.newref(class),
        arguments,
        m.newref(state),
        new_iterator(m, r, false),
    ];
    Ok(m.new_tuple_tracked(parts))
}

fn len(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
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

fn getitem(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
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

fn setitem(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
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

fn delitem(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    let &[_, key] = args else {
        return Err(m.type_error("expected 1 argument"));
    };
    let at = position(m, r, key)?;
    let item = take_at(m, r, at);
    m.xdecref(item);
    Ok(m.none())
}

fn contains(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    let &[_, wanted] = args else {
        return Err(m.type_error("expected 1 argument"));
    };
    let found = find(m, r, wanted, 0, usize::MAX)?.is_some();
    Ok(m.bool(found))
}

fn add(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
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

fn iadd(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
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

fn mul(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
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

fn imul(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
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

/// Comparison as of lists: the first pair that differs decides.
fn compare(m: &mut Machine, op: CompareOp, args: &[Ref]) -> PyResult<Ref> {
    let &[a, b] = args else {
        return Err(m.type_error("expected 1 argument"));
    };
    if m.native::<Deque>(a).is_none() || m.native::<Deque>(b).is_none() {
        return Ok(m.not_implemented());
    }
    if matches!(op, CompareOp::Eq | CompareOp::Ne) && length(m, a) != length(m, b) {
        return Ok(m.bool(op == CompareOp::Ne));
    }
    let mut at = 0;
    loop {
        let pair = [a, b].map(|r| m.native::<Deque>(r).and_then(|d| d.items.get(at).copied()));
        let [Some(x), Some(y)] = pair else {
            let ordering = length(m, a).cmp(&length(m, b));
            return Ok(m.bool(op.holds(Some(ordering))));
        };
        let mark = m.held_mark();
        for r in [x, y] {
            m.incref(r);
            m.hold(r);
        }
        let states = [a, b].map(|r| m.native::<Deque>(r).map(|d| d.state));
        let result = match m.equal(x, y) {
            Ok(true) => Ok(None),
            Ok(false) if matches!(op, CompareOp::Eq | CompareOp::Ne) => {
                Ok(Some(m.bool(op == CompareOp::Ne)))
            }
            Ok(false) => m.compare(op, x, y).map(Some),
            Err(e) => Err(e),
        };
        match result {
            Ok(answer) => {
                if let Some(answer) = answer {
                    m.held.insert(mark, answer);
                }
                m.release_to(mark + usize::from(answer.is_some()));
                if let Some(answer) = answer {
                    m.held.truncate(mark);
                    return Ok(answer);
                }
            }
            Err(e) => {
                m.release_keeping(mark, e);
                return Err(e);
            }
        }
        if states != [a, b].map(|r| m.native::<Deque>(r).map(|d| d.state)) {
            return Err(m.error(TypeId::RuntimeError, "deque mutated during iteration"));
        }
        at += 1;
    }
}

macro_rules! comparisons {
    ($($name:ident = $op:ident;)+) => {
        $(fn $name(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
            compare(m, CompareOp::$op, args)
        })+
    };
}

comparisons! { eq = Eq; ne = Ne; lt = Lt; le = Le; gt = Gt; ge = Ge; }

// ---- iterators

#[derive(Clone, Debug)]
struct DequeIterator {
    deque: Option<Ref>,
    at: usize,
    left: usize,
    state: u64,
    reversed: bool,
}

impl DequeIterator {
    fn each(&self, _: bool, visit: &mut dyn FnMut(Label, Ref)) {
        if let Some(r) = self.deque {
            visit(Label::Field("deque"), r);
        }
    }

    fn clear(&mut self, released: &mut Vec<Ref>) {
        released.extend(self.deque.take());
    }
}

native_object!(DequeIterator, 56, next = advance);

/// The tables of both iterators.
pub static DEQUE_ITERATOR: TypeMembers = TypeMembers {
    new: None,
    init: None,
    methods: &[
        NativeDef::slot("__iter__", protocol::itself),
        NativeDef::slot("__next__", protocol::next),
        NativeDef::method("__length_hint__", length_hint),
    ],
    getset: &[],
};

fn new_iterator(m: &mut Machine, r: Ref, reversed: bool) -> Ref {
    let (left, state) = m
        .native::<Deque>(r)
        .map_or((0, 0), |d| (d.items.len(), d.state));
    m.incref(r);
    let id = if reversed {
        TypeId::DequeReverseIterator
    } else {
        TypeId::DequeIterator
    };
    m.new_native(
        id,
        Box::new(DequeIterator {
            deque: Some(r),
            at: 0,
            left,
            state,
            reversed,
        }),
    )
}

fn iter(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    Ok(new_iterator(m, r, false))
}

fn reversed(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    Ok(new_iterator(m, r, true))
}

fn advance(m: &mut Machine, r: Ref) -> PyResult<Option<Ref>> {
    let Some(it) = m.native::<DequeIterator>(r) else {
        return Ok(None);
    };
    let (at, left, state, reversed) = (it.at, it.left, it.state, it.reversed);
    let found = it
        .deque
        .filter(|_| left > 0)
        .and_then(|deque| m.native::<Deque>(deque));
    if found.is_some_and(|d| d.state != state) {
        if let Some(it) = m.native_mut::<DequeIterator>(r) {
            it.left = 0;
        }
        return Err(m.error(TypeId::RuntimeError, "deque mutated during iteration"));
    }
    let item = found.and_then(|d| {
        let at = if reversed {
            d.items.len().checked_sub(at + 1)?
        } else {
            at
        };
        d.items.get(at).copied()
    });
    let Some(item) = item else { return Ok(None) };
    if let Some(it) = m.native_mut::<DequeIterator>(r) {
        it.at += 1;
        it.left -= 1;
    }
    Ok(Some(m.newref(item)))
}

fn length_hint(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let left = args
        .first()
        .and_then(|&r| m.native::<DequeIterator>(r))
        .map_or(0, |it| it.left);
    Ok(m.new_int(left as i64))
}

// ---- fields of named tuples

#[derive(Clone, Debug)]
struct TupleGetter {
    index: usize,
    doc: Ref,
}

impl TupleGetter {
    fn each(&self, _: bool, visit: &mut dyn FnMut(Label, Ref)) {
        visit(Label::Field("__doc__"), self.doc);
    }

    fn clear(&mut self, _: &mut Vec<Ref>) {}
}

native_object!(TupleGetter, 32);

/// The tables of `_tuplegetter`: the descriptor of a named tuple's field.
pub static TUPLE_GETTER: TypeMembers = TypeMembers {
    new: Some(new_getter),
    init: Some(protocol::nothing),
    methods: &[
        NativeDef::slot("__get__", get_field),
        NativeDef::slot("__set__", set_field),
        NativeDef::slot("__delete__", set_field),
        NativeDef::slot("__repr__", getter_repr),
    ],
    getset: &[GetSetDef::write("__doc__", getter_doc, set_getter_doc)],
};

fn new_getter(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[_, index, doc] = args else {
        return Err(m.type_error("_tuplegetter expected 2 arguments"));
    };
    let index = usize::try_from(m.index(index)?).unwrap_or(0);
    m.incref(doc);
    Ok(m.new_native(TypeId::TupleGetter, Box::new(TupleGetter { index, doc })))
}

fn get_field(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (Some(&r), Some(&object)) = (args.first(), args.get(1)) else {
        return Err(m.type_error("__get__ needs an object"));
    };
    let Some(index) = m.native::<TupleGetter>(r).map(|g| g.index) else {
        return Ok(m.none());
    };
    if m.is_none(object) {
        return Ok(m.newref(r));
    }
    let Payload::Tuple(tuple) = m.payload(object) else {
        let got = m.type_name(object).to_owned();
        return Err(m.type_error(&format!(
            "descriptor for index '{index}' for tuple subclasses doesn't apply to '{got}' object"
        )));
    };
    match tuple.items.get(index).copied() {
        Some(item) => Ok(m.newref(item)),
        None => Err(m.index_error("tuple index out of range")),
    }
}

fn set_field(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let message = if args.len() > 2 {
        "can't set attribute"
    } else {
        "can't delete attribute"
    };
    Err(m.attribute_error(message, None))
}

fn getter_repr(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let getter = args
        .first()
        .and_then(|&r| m.native::<TupleGetter>(r))
        .map(|g| (g.index, g.doc));
    let Some((index, doc)) = getter else {
        return Ok(m.none());
    };
    let doc = m.repr_string(doc)?;
    Ok(m.new_str(&format!("_tuplegetter({index}, {doc})")))
}

fn getter_doc(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let doc = m.native::<TupleGetter>(r).map_or(m.interp.none, |g| g.doc);
    Ok(m.newref(doc))
}

fn set_getter_doc(m: &mut Machine, r: Ref, value: Option<Ref>) -> PyResult<()> {
    let value = value.unwrap_or(m.interp.none);
    m.incref(value);
    let old = m
        .native_mut::<TupleGetter>(r)
        .map_or(value, |g| std::mem::replace(&mut g.doc, value));
    m.decref(old);
    Ok(())
}
