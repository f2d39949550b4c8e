//! How a deque keeps its items in blocks.

use std::collections::VecDeque;

use heap::Ref;

use super::{BLOCK, CENTRE, Deque, items, length};
use crate::iteration::MOST_ITEMS;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::native::NativeObject;

/// Bytes of one block: the items and two links.
pub(super) const BLOCK_BYTES: u32 = 528;

impl Machine {
    /// Takes or gives back blocks until the deque has those that its items need.
    pub(super) fn deque_fit(&mut self, r: Ref) {
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
    pub(super) fn deque_add(&mut self, r: Ref, item: Ref, at_left: bool) {
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
    pub(super) fn deque_take(&mut self, r: Ref, at_left: bool) -> Option<Ref> {
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

    pub(super) fn deque_rotate(&mut self, r: Ref, by: i64) {
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

    pub(super) fn deque_clear(&mut self, r: Ref) {
        let mut released = Vec::new();
        if let Some(deque) = self.native_mut::<Deque>(r) {
            NativeObject::clear(deque, &mut released);
        }
        self.deque_fit(r);
        self.decref_all(released);
    }

    /// An empty deque of this class.
    pub(super) fn new_deque(&mut self, class: Ref, maxlen: Option<usize>) -> Ref {
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
    pub(super) fn deque_start(&mut self, r: Ref, at_left: bool) {
        if let Some(deque) = self.native_mut::<Deque>(r).filter(|d| d.items.is_empty()) {
            deque.left = if at_left { BLOCK - 1 } else { 1 };
        }
    }

    pub(super) fn deque_extend(&mut self, r: Ref, iterable: Ref, at_left: bool) -> PyResult<()> {
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
