//! How a `list` grows (`list_resize`, `list_extend`): the simulated item array, and items added from an iterable.

use crate::iteration::MOST_ITEMS;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::body::DictPart;
use crate::objects::list::List;
use crate::types::TypeId;
use heap::Ref;

impl Machine {
    /// `list_resize`: room for `len` items where there were `old_len`.
    pub(crate) fn list_fit(&mut self, list: Ref, old_len: usize, len: usize) {
        let Payload::List(l) = self.payload(list) else {
            return;
        };
        let room = if l.array.is_none() { 0 } else { l.capacity };
        let array = l.array;
        let capacity = if self.facts.lists_grow_unrounded {
            List::resized_unrounded(room, len)
        } else {
            List::resized(room, old_len, len, self.facts.small_lists_keep)
        };
        match array {
            // An array shrunk to nothing is still there: what is added next does not find a list without one.
            Some(block) if capacity == 0 => {
                let array = self.heap.realloc(block, 1).ok();
                if let Payload::List(l) = self.payload_mut(list) {
                    l.capacity = 0;
                    l.array = array;
                }
            }
            _ => self.set_list_capacity(list, capacity),
        }
    }

    /// `PyList_Append`; the item is taken over.
    pub fn list_append(&mut self, list: Ref, item: Ref) {
        let Payload::List(l) = self.payload(list) else {
            self.decref(item);
            return;
        };
        let len = l.items.len();
        if l.array.is_none() || len >= l.capacity as usize {
            self.list_fit(list, len, len + 1);
        }
        if let Payload::List(l) = self.payload_mut(list) {
            l.items.push(item);
        }
    }

    /// Adds items (taken over) behind the ones there are; an empty list gets room for an even number of them
    /// when `exact` (`list_preallocate_exact`).
    fn list_append_all(&mut self, list: Ref, items: Vec<Ref>, exact: bool) {
        let Payload::List(l) = self.payload(list) else {
            return;
        };
        let (len, empty) = (l.items.len(), l.array.is_none());
        if empty && exact && !self.facts.lists_grow_unrounded {
            self.set_list_capacity(list, even(items.len()));
        } else {
            self.list_fit(list, len, len + items.len());
        }
        if let Payload::List(l) = self.payload_mut(list) {
            l.items.extend(items);
        }
    }

    /// `list.extend(iterable)`.
    pub fn list_extend(&mut self, list: Ref, iterable: Ref) -> PyResult<()> {
        if list == iterable
            || self.is_exact(iterable, TypeId::List)
            || self.is_exact(iterable, TypeId::Tuple)
        {
            let items = self
                .items(iterable)
                .map(<[Ref]>::to_vec)
                .unwrap_or_default();
            if items.is_empty() {
                return Ok(());
            }
            for &item in &items {
                self.incref(item);
            }
            self.list_append_all(list, items, true);
            return Ok(());
        }
        if self.facts.lists_know_containers
            && let Some(items) = self.known_container(iterable)
        {
            self.list_append_all(list, items, false);
            return Ok(());
        }
        let iterator = self.iter(iterable)?;
        self.hold(iterator);
        let result = self.list_extend_from(list, iterable, iterator);
        self.unhold();
        self.give_up(iterator, result)
    }

    /// Items of a set, dict or dict view as new references, for the short cut that `list.extend` takes from 3.13 on.
    fn known_container(&mut self, r: Ref) -> Option<Vec<Ref>> {
        let exact = |id| self.is_exact(r, id);
        let (dict, part) = match self.payload(r) {
            Payload::Set(set) if exact(TypeId::Set) || exact(TypeId::FrozenSet) => {
                let items: Vec<Ref> = set.members().map(|(_, r)| r).collect();
                for &item in &items {
                    self.incref(item);
                }
                return Some(items);
            }
            Payload::Dict(_) if exact(TypeId::Dict) => (r, DictPart::Keys),
            Payload::DictView(dict, part) if self.is_exact(*dict, TypeId::Dict) => (*dict, *part),
            _ => return None,
        };
        let entries: Vec<(Ref, Ref)> = self
            .dict(dict)?
            .iter()
            .map(|(_, e)| (e.key, e.value))
            .collect();
        let mut items = Vec::with_capacity(entries.len());
        let mark = self.held_mark();
        for (key, value) in entries {
            let item = match part {
                DictPart::Keys => self.newref(key),
                DictPart::Values => self.newref(value),
                DictPart::Items => {
                    let pair = vec![self.newref(key), self.newref(value)];
                    self.new_tuple(pair)
                }
            };
            items.push(item);
            self.hold(item);
        }
        self.held.truncate(mark);
        Some(items)
    }

    fn list_extend_from(&mut self, list: Ref, iterable: Ref, iterator: Ref) -> PyResult<()> {
        let hint = self.length_hint(iterable, 8)?;
        let Payload::List(l) = self.payload(list) else {
            return Ok(());
        };
        let (len, empty) = (l.items.len(), l.array.is_none());
        if hint > MOST_ITEMS {
            return Err(self.memory_error());
        }
        if empty && !self.facts.lists_grow_unrounded {
            self.set_list_capacity(list, even(hint));
        } else {
            self.list_fit(list, len, len + hint);
        }
        while let Some(item) = self.iter_next(iterator)? {
            self.list_append(list, item);
            if self.native_len(list).is_some_and(|n| n > MOST_ITEMS) {
                return Err(self.memory_error());
            }
        }
        if let Payload::List(l) = self.payload(list)
            && l.items.len() < l.capacity as usize
        {
            let len = l.items.len();
            self.list_fit(list, len, len);
        }
        Ok(())
    }

    /// `list_clear`: the items die from the last to the first, then the array goes.
    pub fn list_clear(&mut self, list: Ref) {
        let Payload::List(l) = self.payload_mut(list) else {
            return;
        };
        let items = std::mem::take(&mut l.items);
        let array = l.array.take();
        l.capacity = 0;
        self.drop_backwards(items);
        if let Some(array) = array {
            self.heap.free(array);
        }
    }

    /// Gives up references from the last to the first; those yet to go are held meanwhile.
    pub(crate) fn drop_backwards(&mut self, items: Vec<Ref>) {
        let mark = self.held_mark();
        self.held.extend(items);
        self.release_to(mark);
    }
}

fn even(n: usize) -> u32 {
    u32::try_from((n + 1) & !1).unwrap_or(u32::MAX)
}
