//! `list.sort` (`Objects/listobject.c`): stable; the list is empty while it is being sorted.
//!
//! Programs count comparisons, so the sort makes those that CPython makes, in the same order: `runs` finds and makes the
//! runs, `merge` puts two of them together, `gallop` looks for a place in one.

mod gallop;
mod merge;
mod runs;

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

/// Python 2 takes a function that compares, and all of them by position.
const SIGNATURE_OF_TWO: Signature = Signature {
    name: "sort",
    params: &["cmp", "key", "reverse"],
    positional: 3,
    unnamed: 0,
    required: 0,
};

/// What stands for "being sorted" in the capacity (`allocated = -1`).
const SORTING: u32 = u32::MAX;

/// `list.sort(*, key=None, reverse=False)`
pub fn sort(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (list, rest) = argument::this(m, args)?;
    let (cmp, key, reverse) = if m.facts.python_2 {
        let [cmp, key, reverse] = SIGNATURE_OF_TWO.bind(m, rest, kwargs)?;
        (cmp.filter(|&c| !m.is_none(c)), key, reverse)
    } else {
        let [key, reverse] = SIGNATURE.bind(m, rest, kwargs)?;
        (None, key, reverse)
    };
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
    let result = sort_held(m, mark, items.len(), (cmp, key), reverse);
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
    (cmp, key): (Option<Ref>, Option<Ref>),
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
    let result = Sorter::new(m, &keys, cmp).sort(&mut order);
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

/// What a sort remembers (`MergeState`). An order is a list of positions in `keys`.
struct Sorter<'a> {
    m: &'a mut Machine,
    keys: &'a [Ref],
    /// How often in a row one side has to win before a merge goes by leaps.
    min_gallop: usize,
    cmp: Option<Ref>,
}

impl<'a> Sorter<'a> {
    fn new(m: &'a mut Machine, keys: &'a [Ref], cmp: Option<Ref>) -> Self {
        Self {
            m,
            keys,
            cmp,
            min_gallop: gallop::MIN_GALLOP,
        }
    }

    /// `keys[a] < keys[b]`
    fn less(&mut self, a: u32, b: u32) -> PyResult<bool> {
        match (self.keys.get(a as usize), self.keys.get(b as usize)) {
            (Some(&a), Some(&b)) => match self.cmp {
                Some(cmp) => self.less_by(cmp, a, b),
                None => self.m.less(a, b),
            },
            _ => Ok(false),
        }
    }

    /// `islt` of 2.7: whether `cmp(a, b)` is negative.
    fn less_by(&mut self, cmp: Ref, a: Ref, b: Ref) -> PyResult<bool> {
        let m = &mut *self.m;
        let result = m.call(cmp, &[a, b])?;
        let less = match m.payload(result) {
            Payload::Int(n) => Ok(*n < 0),
            Payload::Bool(_) => Ok(false),
            _ => {
                let message = format!(
                    "comparison function must return int, not {}",
                    m.type_name(result)
                );
                Err(m.type_error(&message))
            }
        };
        m.give_up(result, less)
    }

    /// `list_sort_impl`, once the keys are there.
    fn sort(&mut self, order: &mut [u32]) -> PyResult<()> {
        let len = order.len();
        if len < 2 {
            return Ok(());
        }
        let mut minrun = runs::MinRun::new(len, self.m.facts.runs_vary);
        let mut pending: Vec<Run> = Vec::new();
        let mut base = 0;
        while base < len {
            let shortest = minrun.next().min(len - base);
            let part = order.get_mut(base..).unwrap_or_default();
            let mut run = self.count_run(part)?;
            if run < shortest {
                let part = part.get_mut(..shortest).unwrap_or_default();
                self.insert_rest(part, run)?;
                run = shortest;
            }
            self.found_new_run(order, &mut pending, run)?;
            pending.push(Run {
                base,
                len: run,
                power: 0,
            });
            base += run;
        }
        while let Some(mut at) = pending.len().checked_sub(2) {
            let len_of = |i: usize| pending.get(i).map_or(0, |run| run.len);
            if at > 0 && len_of(at - 1) < len_of(at + 1) {
                at -= 1;
            }
            self.merge_at(order, &mut pending, at)?;
        }
        Ok(())
    }

    /// Merges what has to be merged before a run of `len` joins the others (powersort).
    fn found_new_run(
        &mut self,
        order: &mut [u32],
        pending: &mut Vec<Run>,
        len: usize,
    ) -> PyResult<()> {
        let Some(last) = pending.last() else {
            return Ok(());
        };
        let power = power(last.base, last.len, len, order.len());
        while let Some(at) = pending.len().checked_sub(2)
            && pending.get(at).is_some_and(|run| run.power > power)
        {
            self.merge_at(order, pending, at)?;
        }
        if let Some(last) = pending.last_mut() {
            last.power = power;
        }
        Ok(())
    }

    /// Merges the runs at `at` and after it.
    fn merge_at(&mut self, order: &mut [u32], pending: &mut Vec<Run>, at: usize) -> PyResult<()> {
        if at + 1 >= pending.len() {
            return Ok(());
        }
        let right = pending.remove(at + 1);
        let Some(left) = pending.get_mut(at) else {
            return Ok(());
        };
        let base = left.base;
        let middle = left.len;
        left.len += right.len;
        let both = order
            .get_mut(base..base + middle + right.len)
            .unwrap_or_default();
        self.merge(both, middle)
    }
}

/// Neighbouring entries that are in order.
#[derive(Clone, Copy, Debug)]
struct Run {
    base: usize,
    len: usize,
    /// How deep in the tree of merges the border to the next run lies.
    power: u32,
}

/// `powerloop`: the depth of the border between a run of `left` at `base` and one of `right` in a list of `len`.
fn power(base: usize, left: usize, right: usize, len: usize) -> u32 {
    let mut result = 0;
    let mut a = 2 * base + left;
    let mut b = a + left + right;
    loop {
        result += 1;
        if a >= len {
            a -= len;
            b -= len;
        } else if b >= len {
            return result;
        }
        a *= 2;
        b *= 2;
    }
}
