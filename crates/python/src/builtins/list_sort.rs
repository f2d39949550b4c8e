//! `list.sort` (`Objects/listobject.c`): stable; the list is empty while it is being sorted.

use heap::Ref;

use super::argument::{self, Signature};
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::Kwargs;

const SIGNATURE: Signature = Signature {
    name: "sort",
    params: &["key", "reverse"],
    positional: 0,
    unnamed: 0,
    required: 0,
};

/// Runs up to this long are sorted by insertion.
const SHORT: usize = 32;

/// What stands for "being sorted" in the capacity (`allocated = -1`).
const SORTING: u32 = u32::MAX;

/// `list.sort(*, key=None, reverse=False)`
pub fn sort(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (list, rest) = argument::this(m, args)?;
    let [key, reverse] = SIGNATURE.bind(m, rest, kwargs)?;
    let reverse = match reverse {
        None => false,
        Some(r) if m.facts.sort_reverse_is_truth => m.truth(r)?,
        Some(r) => m.index(r)? != 0,
    };
    let key = key.filter(|&k| !m.is_none(k));
    let (items, array, capacity) = match m.payload_mut(list) {
        Payload::List(l) => {
            let taken = (std::mem::take(&mut l.items), l.array.take(), l.capacity);
            l.capacity = SORTING;
            taken
        }
        _ => return Ok(m.none()),
    };
    // The items are held at `mark..`, in the order that the list is to get back, whatever happens.
    let mark = m.held_mark();
    m.held.extend(items.iter().copied());
    let result = sort_held(m, mark, items.len(), key, reverse);
    let items: Vec<Ref> = m.held.drain(mark..mark + items.len()).collect();
    let Payload::List(l) = m.payload_mut(list) else {
        return result.map(|()| m.none());
    };
    let untouched = l.capacity == SORTING && l.items.is_empty();
    let intruders = std::mem::replace(&mut l.items, items);
    let old = l.array.take();
    l.array = array;
    l.capacity = capacity;
    m.drop_backwards(intruders);
    if let Some(old) = old {
        m.heap.free(old);
    }
    result?;
    if untouched {
        Ok(m.none())
    } else {
        Err(m.value_error("list modified during sort"))
    }
}

fn sort_held(
    m: &mut Machine,
    mark: usize,
    len: usize,
    key: Option<Ref>,
    reverse: bool,
) -> PyResult<()> {
    let items: Vec<Ref> = m.held.get(mark..mark + len).unwrap_or_default().to_vec();
    let keys_at = m.held_mark();
    if let Some(key) = key {
        for &item in &items {
            match m.call(key, &[item]) {
                Ok(k) => {
                    m.hold(k);
                }
                Err(e) => {
                    m.release_keeping(keys_at, e);
                    return Err(e);
                }
            }
        }
    }
    let keys: Vec<Ref> = match key {
        Some(_) => m.held.get(keys_at..).unwrap_or_default().to_vec(),
        None => items.clone(),
    };
    let mut order: Vec<u32> = (0..len as u32).collect();
    // Reversed before and after, so that equal items keep their order.
    if reverse {
        order.reverse();
    }
    let mut sorter = Sorter { m, keys: &keys };
    let result = sorter.sort(&mut order);
    if reverse {
        order.reverse();
    }
    if let Some(slots) = m.held.get_mut(mark..mark + len) {
        for (slot, &i) in slots.iter_mut().zip(&order) {
            if let Some(&item) = items.get(i as usize) {
                *slot = item;
            }
        }
    }
    match result {
        Ok(()) => m.release_to(keys_at),
        Err(e) => m.release_keeping(keys_at, e),
    }
    result
}

struct Sorter<'a> {
    m: &'a mut Machine,
    keys: &'a [Ref],
}

impl Sorter<'_> {
    /// `keys[a] < keys[b]`
    fn less(&mut self, a: u32, b: u32) -> PyResult<bool> {
        match (self.keys.get(a as usize), self.keys.get(b as usize)) {
            (Some(&a), Some(&b)) => self.m.less(a, b),
            _ => Ok(false),
        }
    }

    fn sort(&mut self, order: &mut [u32]) -> PyResult<()> {
        if order.len() <= 2 * SHORT {
            let run = self.count_run(order)?;
            return self.insert_rest(order, run);
        }
        let (left, right) = order.split_at_mut(order.len() / 2);
        self.sort(left)?;
        self.sort(right)?;
        self.merge(order)
    }

    /// Length of the run at the start; a descending one is reversed.
    fn count_run(&mut self, order: &mut [u32]) -> PyResult<usize> {
        if order.len() < 2 {
            return Ok(order.len());
        }
        if self.m.facts.runs_may_be_equal {
            self.count_mixed_run(order)
        } else {
            self.count_strict_run(order)
        }
    }

    /// Whether the entry at `i` is smaller than the one before it.
    fn next_smaller(&mut self, order: &[u32], i: usize) -> PyResult<bool> {
        match (order.get(i), i.checked_sub(1).and_then(|i| order.get(i))) {
            (Some(&this), Some(&before)) => self.less(this, before),
            _ => Ok(false),
        }
    }

    /// Up to 3.12 a descending run is strictly so.
    fn count_strict_run(&mut self, order: &mut [u32]) -> PyResult<usize> {
        let mut run = 2;
        let descending = self.next_smaller(order, 1)?;
        while run < order.len() && self.next_smaller(order, run)? == descending {
            run += 1;
        }
        if descending {
            reverse(order, 0, run);
        }
        Ok(run)
    }

    /// From 3.13 on a descending run may contain equal neighbours, and may go on upward after it was reversed.
    fn count_mixed_run(&mut self, order: &mut [u32]) -> PyResult<usize> {
        let len = order.len();
        let mut run = 1;
        while run < len && !self.next_smaller(order, run)? {
            run += 1;
        }
        if run == len {
            return Ok(run);
        }
        if run > 1 {
            if let (Some(&first), Some(&last)) = (order.first(), order.get(run - 1))
                && self.less(first, last)?
            {
                return Ok(run);
            }
            // All equal so far.
            reverse(order, 0, run);
        }
        run += 1;
        let mut equal = 0;
        while run < len {
            if self.next_smaller(order, run)? {
                reverse(order, run - 1 - equal, run);
                equal = 0;
            } else if let (Some(&before), Some(&this)) = (order.get(run - 1), order.get(run))
                && self.less(before, this)?
            {
                break;
            } else {
                equal += 1;
            }
            run += 1;
        }
        reverse(order, run - 1 - equal, run);
        reverse(order, 0, run);
        while run < len && !self.next_smaller(order, run)? {
            run += 1;
        }
        Ok(run)
    }

    /// `binarysort`: the first `sorted` are in order.
    fn insert_rest(&mut self, order: &mut [u32], sorted: usize) -> PyResult<()> {
        for i in sorted.max(1)..order.len() {
            let Some(&pivot) = order.get(i) else { break };
            let (mut low, mut high) = (0, i);
            while low < high {
                let middle = (low + high) / 2;
                let other = order.get(middle).copied().unwrap_or(pivot);
                if self.less(pivot, other)? {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            if let Some(part) = order.get_mut(low..=i) {
                part.rotate_right(1);
            }
        }
        Ok(())
    }

    fn merge(&mut self, order: &mut [u32]) -> PyResult<()> {
        let middle = order.len() / 2;
        if let (Some(&last), Some(&first)) = (order.get(middle.wrapping_sub(1)), order.get(middle))
            && !self.less(first, last)?
        {
            return Ok(());
        }
        let (left, right) = order.split_at(middle);
        let (left, right) = (left.to_vec(), right.to_vec());
        let (mut a, mut b) = (left.iter().peekable(), right.iter().peekable());
        let mut merged = Vec::with_capacity(order.len());
        let mut failed = None;
        while let (Some(&&x), Some(&&y)) = (a.peek(), b.peek()) {
            let take_right = match self.less(y, x) {
                Ok(yes) => yes,
                Err(e) => {
                    failed = Some(e);
                    break;
                }
            };
            merged.push(if take_right { y } else { x });
            if take_right {
                b.next()
            } else {
                a.next()
            };
        }
        merged.extend(a.chain(b));
        order.copy_from_slice(&merged);
        failed.map_or(Ok(()), Err)
    }
}

fn reverse(order: &mut [u32], from: usize, to: usize) {
    if let Some(part) = order.get_mut(from..to) {
        part.reverse();
    }
}
