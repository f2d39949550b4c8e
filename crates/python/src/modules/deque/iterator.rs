//! Iterators over deques.

use heap::Ref;

use super::{Deque, this};
use crate::machine::{Machine, PyResult};
use crate::modules::protocol;
use crate::objects::body::Label;
use crate::objects::function::{Kwargs, NativeDef};
use crate::objects::native::native_object;
use crate::types::{TypeId, TypeMembers};

#[derive(Clone, Debug)]
pub(super) struct DequeIterator {
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

pub(super) fn new_iterator(m: &mut Machine, r: Ref, reversed: bool) -> Ref {
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

pub(super) fn iter(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = this(m, args)?;
    Ok(new_iterator(m, r, false))
}

pub(super) fn reversed(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
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
