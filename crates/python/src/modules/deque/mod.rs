//! `collections.deque` (`Modules/_collectionsmodule.c`).

mod compare;
mod ends;
pub mod iterator;
mod sequence;
mod storage;

use std::collections::VecDeque;

use heap::{Block, Ref};
use num_traits::ToPrimitive;
use sequence::{
    add, contains, count, delitem, getitem, iadd, imul, index, insert, len, mul, remove, setitem,
};
use storage::BLOCK_BYTES;

use crate::builtins::argument::Signature;
use crate::machine::{Machine, PyResult};
use crate::modules::protocol;
use crate::objects::body::Label;
use crate::objects::function::{GetSetDef, Kwargs, NativeDef};
use crate::objects::native::NativeObject;
use crate::types::TypeMembers;
use compare::{eq, ge, gt, le, lt, ne};
use ends::{append, appendleft, clear, copy, extend, extendleft, pop, popleft, reverse, rotate};
use iterator::{iter, new_iterator, reversed};

/// Items of one block (`BLOCKLEN`).
const BLOCK: usize = 64;

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
