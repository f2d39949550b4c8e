//! Dict operations of the machine: lookups that may call `__eq__`, growth of the simulated table, tracking.

use heap::{Freelist, Ref};

use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::dict::{Dict, Entry};
use crate::types::TypeId;
use crate::version::Version;

impl Machine {
    /// The value for an interned (or any exact) string, borrowed. Never runs Python code.
    #[inline]
    pub fn dict_get_str(&self, dict: Ref, key: Ref) -> Option<Ref> {
        let Payload::Dict(d) = self.payload(dict) else {
            return None;
        };
        let Payload::Str(s) = self.payload(key) else {
            return None;
        };
        let hash = s.hash();
        let at = d.find_identical(hash, key).or_else(|| {
            d.find(
                hash,
                |e| matches!(self.payload(e.key), Payload::Str(other) if other.text == s.text),
            )
        })?;
        d.entry(at).map(|e| e.value)
    }

    /// The value for a text, borrowed.
    pub fn dict_get_text(&self, dict: Ref, key: &str) -> Option<Ref> {
        let d = self.dict(dict)?;
        let hash = crate::objects::string::hash_text(key);
        let at = d.find(hash, |e| self.str_of(e.key) == Some(key))?;
        d.entry(at).map(|e| e.value)
    }

    /// Finds the entry for a key; `__hash__` and `__eq__` may run.
    pub fn dict_find(&mut self, dict: Ref, key: Ref) -> PyResult<(i64, Option<usize>)> {
        let hash = match self.hash(key) {
            Ok(hash) => hash,
            Err(e) => return Err(self.unhashable_as(e, key, "a dict key")),
        };
        Ok((hash, self.dict_find_hashed(dict, key, hash)?))
    }

    /// From 3.14 on the TypeError of an object that has no hash says what it was wanted as.
    pub(crate) fn unhashable_as(&mut self, error: Unwind, key: Ref, what: &str) -> Unwind {
        let Unwind::Raise(e) = error else {
            return error;
        };
        if !self.at_least(Version::V3_14_2) || !self.is_exact(e, TypeId::TypeError) {
            return error;
        }
        self.hold(e);
        let text = self.str_string(e);
        self.unhold();
        self.decref(e);
        match text {
            Ok(text) => {
                let class = self.full_class_name(self.class_of(key));
                let message = format!("cannot use '{class}' as {what} ({text})");
                self.type_error(&message)
            }
            Err(e) => e,
        }
    }

    /// `PyType_GetFullyQualifiedName`: with the module, unless that is `builtins` or `__main__`.
    pub(crate) fn full_class_name(&self, class: Ref) -> String {
        let Payload::Type(t) = self.payload(class) else {
            return String::new();
        };
        let (name, module) = match t.qualname {
            Some(qualname) => {
                let module = t
                    .dict
                    .and_then(|d| self.dict_get_str(d, self.interp.names.module));
                (
                    self.text(qualname),
                    module.map(|m| self.text(m)).unwrap_or_default(),
                )
            }
            None => (t.name.clone(), t.native.native().module.to_owned()),
        };
        if matches!(module.as_str(), "" | "builtins" | "__main__") {
            name
        } else {
            format!("{module}.{name}")
        }
    }

    /// The same with the hash known. Starts over when `__eq__` gave the dict another table, or another key to the
    /// entry just compared; other changes go unnoticed (`_Py_dict_lookup`).
    pub fn dict_find_hashed(&mut self, dict: Ref, key: Ref, hash: i64) -> PyResult<Option<usize>> {
        'again: loop {
            let Some(d) = self.dict(dict) else {
                return Ok(None);
            };
            // Most often the first entry with the hash decides. One with the same hash that comes before is compared.
            match d.find(hash, |_| true) {
                None => return Ok(None),
                Some(at) if d.entry(at).is_some_and(|e| e.key == key) => return Ok(Some(at)),
                Some(_) => {}
            }
            let table = d.table;
            for at in d.candidates(hash) {
                let Some(entry) = self.dict(dict).and_then(|d| d.entry(at)) else {
                    continue;
                };
                if let Some(same) = self.equal_natively(entry.key, key) {
                    if same {
                        return Ok(Some(at));
                    }
                    continue;
                }
                self.incref(entry.key);
                self.hold(entry.key);
                let same = self.equal(entry.key, key);
                self.unhold();
                let same = self.give_up(entry.key, same)?;
                let unmoved = self.dict(dict).is_some_and(|d| {
                    d.table == table && d.entry(at).is_some_and(|e| e.key == entry.key)
                });
                if !unmoved {
                    continue 'again;
                }
                if same {
                    return Ok(Some(at));
                }
            }
            return Ok(None);
        }
    }

    /// The value for a key, borrowed.
    pub fn dict_get(&mut self, dict: Ref, key: Ref) -> PyResult<Option<Ref>> {
        if self.is_exact(key, TypeId::Str) && self.dict(dict).is_some_and(|d| !d.general) {
            return Ok(self.dict_get_str(dict, key));
        }
        let (_, at) = self.dict_find(dict, key)?;
        Ok(at
            .and_then(|at| self.dict(dict)?.entry(at))
            .map(|e| e.value))
    }

    /// `dict[key] = value`; both are borrowed.
    pub fn dict_set(&mut self, dict: Ref, key: Ref, value: Ref) -> PyResult<()> {
        if self.is_exact(key, TypeId::Str) || self.is_exact(key, TypeId::Int) {
            return self.dict_set_holding(dict, key, value, &[]);
        }
        // `PyDict_SetItem`: both are the dict's before the key is asked for its hash.
        self.dict_set_holding(dict, key, value, &[key, value])
    }

    /// The same; these get a reference while the key is looked for.
    pub(crate) fn dict_set_holding(
        &mut self,
        dict: Ref,
        key: Ref,
        value: Ref,
        holding: &[Ref],
    ) -> PyResult<()> {
        let mark = self.held_mark();
        for &r in holding {
            self.incref(r);
            self.hold(r);
        }
        match self.dict_find(dict, key) {
            Ok((hash, at)) => {
                self.release_to(mark);
                self.dict_put(dict, key, value, hash, at);
                Ok(())
            }
            Err(e) => {
                self.release_keeping(mark, e);
                Err(e)
            }
        }
    }

    /// The same for a string key. Never runs Python code but for what dies.
    pub fn dict_set_str(&mut self, dict: Ref, key: Ref, value: Ref) {
        let Payload::Str(s) = self.payload(key) else {
            return;
        };
        let hash = s.hash();
        let Payload::Dict(d) = self.payload(dict) else {
            return;
        };
        let at = d.find_identical(hash, key).or_else(|| {
            d.find(
                hash,
                |e| matches!(self.payload(e.key), Payload::Str(other) if other.text == s.text),
            )
        });
        self.dict_put(dict, key, value, hash, at);
    }

    /// Puts a value under a name given as text; the value is borrowed.
    pub fn dict_set_text(&mut self, dict: Ref, key: &str, value: Ref) {
        let key = self.intern(key);
        self.hold(key);
        self.dict_set_str(dict, key, value);
        self.unhold();
        self.decref(key);
    }

    /// Replaces the value at an entry, or adds one. Key and value are borrowed.
    pub fn dict_put(&mut self, dict: Ref, key: Ref, value: Ref, hash: i64, at: Option<usize>) {
        self.incref(value);
        match at {
            Some(at) => {
                let old = match self.payload_mut(dict) {
                    Payload::Dict(d) => d.replace(at, value),
                    _ => Some(value),
                };
                self.dict_maybe_track(dict, value);
                self.xdecref(old);
            }
            None => {
                self.incref(key);
                self.dict_reserve(dict, key);
                let mut overfull = None;
                if let Payload::Dict(d) = self.payload_mut(dict) {
                    d.push(Entry { hash, key, value });
                    overfull = d.overfull();
                }
                self.dict_maybe_track(dict, key);
                self.dict_maybe_track(dict, value);
                if let Some(wanted) = overfull {
                    self.dict_rehash(dict, wanted);
                }
            }
        }
    }

    /// MAINTAIN_TRACKING: a dict is tracked once it holds something that may be.
    fn dict_maybe_track(&mut self, dict: Ref, held: Ref) {
        if !self.heap.is_tracked(dict) && self.may_be_tracked(held) && self.modules_state.booted {
            self.track(dict);
        }
    }

    /// Makes room for one more entry with this key: `insertion_resize`, `insert_to_emptydict`.
    fn dict_reserve(&mut self, dict: Ref, key: Ref) {
        let Payload::Dict(d) = self.payload(dict) else {
            return;
        };
        let unicode =
            matches!(self.payload(key), Payload::Str(_)) && self.is_exact(key, TypeId::Str);
        let (slots, general, used, usable) = (d.slots, d.general, d.len() as u32, d.usable);
        let split = d.split;
        if d.ordered_by_hash {
            if !unicode && let Payload::Dict(d) = self.payload_mut(dict) {
                d.general = true;
            }
            return;
        }
        if slots == 0 && split.is_none() {
            self.dict_resize(dict, 8, !unicode);
            return;
        }
        if let Some(class) = split {
            // A table shared with the class takes names that the class has room for.
            if unicode && self.shared_keys_take(class, key).is_some() {
                return;
            }
            let wanted = self.slots_to_grow(used);
            if let Payload::Dict(d) = self.payload_mut(dict) {
                d.split = None;
            }
            self.dict_resize(dict, wanted, !unicode);
            return;
        }
        if !general && !unicode {
            // Conversion to the table for any keys.
            let wanted = self.slots_to_grow(used);
            self.dict_resize(dict, wanted, true);
            return;
        }
        if usable == 0 {
            let wanted = self.slots_to_grow(used);
            self.dict_resize(dict, wanted, general);
        }
    }

    /// dictresize: a new table of this many slots.
    pub(crate) fn dict_resize(&mut self, dict: Ref, slots: u32, general: bool) {
        let Payload::Dict(d) = self.payload(dict) else {
            return;
        };
        if d.ordered_by_hash {
            // A table that can take one more entry than the places it was asked for.
            self.dict_rehash(dict, slots.saturating_sub(1) as usize);
            return;
        }
        let (old, spare) = (d.table, d.spare);
        let table = self.key_table(slots, general);
        if let Some(old) = old {
            self.heap.free(old);
        }
        if let Some(spare) = spare {
            self.heap.free(spare);
        }
        if let Payload::Dict(d) = self.payload_mut(dict) {
            d.compact();
            d.slots = slots;
            d.general = general;
            d.usable = Dict::usable_of(slots).saturating_sub(d.len() as u32);
            d.table = table;
            d.spare = None;
        }
    }

    /// `dictresize` up to 3.5: the entries are placed anew, in a table with more places than `wanted`.
    pub(crate) fn dict_rehash(&mut self, dict: Ref, wanted: usize) {
        let Payload::Dict(d) = self.payload_mut(dict) else {
            return;
        };
        let old = [d.table.take(), d.spare.take()];
        let bytes = Dict::hashed_table_bytes(d.rehash(wanted));
        let table = match bytes {
            0 => None,
            bytes => self.heap.malloc(bytes).ok(),
        };
        for old in old.into_iter().flatten() {
            self.heap.free(old);
        }
        if let Payload::Dict(d) = self.payload_mut(dict) {
            d.table = table;
        }
    }

    fn key_table(&mut self, slots: u32, general: bool) -> Option<heap::Block> {
        let bytes = Dict::table_bytes(slots, general);
        if slots == 8 && !general {
            return self.heap.malloc_listed(bytes, Freelist::DictKeys).ok();
        }
        self.heap.malloc(bytes).ok()
    }

    /// Takes the entry out; gives key and value out as owned references.
    pub fn dict_take(&mut self, dict: Ref, at: usize) -> Option<Entry> {
        match self.payload_mut(dict) {
            Payload::Dict(d) => d.remove(at),
            _ => None,
        }
    }

    /// Ends the sharing of a class's key table: the dict gets a table of its own.
    pub(crate) fn dict_unshare(&mut self, dict: Ref) {
        let Payload::Dict(d) = self.payload_mut(dict) else {
            return;
        };
        if d.split.take().is_none() {
            return;
        }
        let slots = self.slots_for(self.dict(dict).map_or(0, |d| d.len() as u32));
        self.dict_resize(dict, slots, false);
    }

    /// `del dict[key]`: whether there was one.
    pub fn dict_remove(&mut self, dict: Ref, key: Ref) -> PyResult<bool> {
        let (_, at) = self.dict_find(dict, key)?;
        match at.and_then(|at| self.dict_take(dict, at)) {
            None => Ok(false),
            Some(entry) => {
                self.decref_all([entry.key, entry.value]);
                Ok(true)
            }
        }
    }

    /// `dict.clear()`.
    pub fn dict_clear(&mut self, dict: Ref) {
        let mut released = Vec::new();
        let mut table = None;
        if let Payload::Dict(d) = self.payload_mut(dict) {
            d.clear(&mut released);
            table = d.spare.take();
        }
        self.decref_all(released);
        if let Some(table) = table {
            self.heap.free(table);
        }
    }

    /// All entries, with keys and values as new references.
    pub fn dict_entries(&mut self, dict: Ref) -> Vec<(Ref, Ref)> {
        let entries: Vec<(Ref, Ref)> = self
            .dict(dict)
            .map(|d| d.iter().map(|(_, e)| (e.key, e.value)).collect())
            .unwrap_or_default();
        for &(key, value) in &entries {
            self.incref(key);
            self.incref(value);
        }
        entries
    }

    /// `d.copy()` (`PyDict_Copy`): a table that is full enough is cloned, another one is filled anew.
    pub fn dict_copy(&mut self, dict: Ref) -> Ref {
        let copy = self.new_dict();
        let Some(d) = self.dict(dict) else {
            return copy;
        };
        if d.is_empty() {
            return copy;
        }
        if d.ordered_by_hash {
            // PyDict_Copy is a merge into an empty dict.
            self.dict_make_room(copy, d.len());
            self.dict_fill(copy, dict);
        } else if d.split.is_none() && d.len() >= d.end() * 2 / 3 {
            self.dict_clone_table(copy, dict);
        } else {
            self.dict_fill(copy, dict);
        }
        copy
    }

    /// clone_combined_dict_keys: an empty dict gets the same table with the same entries.
    fn dict_clone_table(&mut self, into: Ref, from: Ref) {
        let Some(d) = self.dict(from) else { return };
        let (slots, general, usable) = (d.slots, d.general, d.usable);
        let entries: Vec<Entry> = d.iter().map(|(_, e)| e).collect();
        self.dict_resize(into, slots, general);
        for e in &entries {
            self.incref(e.key);
            self.incref(e.value);
        }
        if let Payload::Dict(d) = self.payload_mut(into) {
            for e in entries {
                d.push(e);
            }
            d.usable = usable;
        }
        if self.heap.is_tracked(from) && !self.heap.is_tracked(into) {
            self.track(into);
        }
    }

    /// "Do one big resize at the start" (`PyDict_Merge` up to 3.5).
    fn dict_make_room(&mut self, into: Ref, more: usize) {
        if let Some(d) = self.dict(into)
            && (d.fill() + more) * 3 >= d.slots as usize * 2
        {
            let wanted = (d.len() + more) * 2;
            self.dict_rehash(into, wanted);
        }
    }

    /// Puts all entries of a dict into an empty one, without running Python code.
    fn dict_fill(&mut self, into: Ref, from: Ref) {
        let Some(d) = self.dict(from) else { return };
        let (len, general) = (d.len() as u32, d.general);
        let entries: Vec<Entry> = d.iter().map(|(_, e)| e).collect();
        let hashed = self.dict(into).is_some_and(|d| d.ordered_by_hash);
        if !hashed && len > Dict::usable_of(self.dict(into).map_or(0, |d| d.slots)) {
            let slots = self.slots_for(len);
            self.dict_resize(into, slots, general);
        }
        for e in entries {
            self.dict_put(into, e.key, e.value, e.hash, None);
        }
    }

    /// `dict_merge` for two dicts, where the second one's `__iter__` is the built-in one: its values win.
    pub(crate) fn dict_merge_dict(&mut self, into: Ref, from: Ref) -> PyResult<()> {
        let (Some(a), Some(b)) = (self.dict(into), self.dict(from)) else {
            return Ok(());
        };
        if into == from || b.is_empty() {
            return Ok(());
        }
        let hashed = a.ordered_by_hash;
        let fresh = a.split.is_none() && a.is_empty() && !hashed;
        let full = b.split.is_none() && b.len() == b.end();
        let dense = b.slots == 8 || (Dict::usable_of(b.slots / 2) as usize) < b.len();
        if fresh && full && dense {
            self.dict_clear(into);
            self.dict_clone_table(into, from);
            return Ok(());
        }
        let (used, other) = (a.len() as u32, b.len() as u32);
        let general = a.general || b.general;
        let room = if a.split.is_some() {
            0
        } else {
            Dict::usable_of(a.slots)
        };
        if hashed {
            self.dict_make_room(into, other as usize);
        } else if room < other {
            let slots = self.slots_for(used + other);
            if let Payload::Dict(d) = self.payload_mut(into) {
                d.split = None;
            }
            self.dict_resize(into, slots, general);
        }
        let mark = self.held_mark();
        let entries: Vec<Entry> = match self.dict(from) {
            Some(d) => d.iter().map(|(_, e)| e).collect(),
            None => Vec::new(),
        };
        for entry in entries.iter().rev() {
            for r in [entry.value, entry.key] {
                self.incref(r);
                self.hold(r);
            }
        }
        // The hashes are known: only `__eq__` may run.
        for Entry { hash, key, value } in entries {
            match self.dict_find_hashed(into, key, hash) {
                Ok(at) => self.dict_put(into, key, value, hash, at),
                Err(e) => {
                    self.release_keeping(mark, e);
                    return Err(e);
                }
            }
            let left = self.held.len() - 2;
            self.release_to(left);
        }
        Ok(())
    }

    /// Presizes an empty dict for this many pairs (`_PyDict_NewPresized`).
    pub fn dict_presize(&mut self, dict: Ref, pairs: u32, general: bool) {
        if pairs > 5 {
            self.dict_size_for(dict, pairs, general);
        }
    }

    /// Gives a dict a table for this many pairs, however few.
    pub(crate) fn dict_size_for(&mut self, dict: Ref, pairs: u32, general: bool) {
        if self.facts.dicts_by_hash {
            self.dict_rehash(dict, pairs as usize);
            return;
        }
        let slots = self.slots_for(pairs);
        self.dict_resize(dict, slots, general);
    }

    /// calculate_log2_keysize: slots that are no fewer than this.
    fn slots_of_at_least(&self, n: u32) -> u32 {
        if self.facts.conversion_doubles {
            // Up to 3.12 the 8 of the smallest table is or-ed in before the bits are counted.
            return 1 << (32 - (((n | 8) - 1) | 7).leading_zeros());
        }
        n.next_power_of_two().max(8)
    }

    /// GROWTH_RATE: three times the entries in use.
    fn slots_to_grow(&self, used: u32) -> u32 {
        self.slots_of_at_least(used.saturating_mul(3))
    }

    /// estimate_log2_keysize: slots for this many entries.
    fn slots_for(&self, n: u32) -> u32 {
        self.slots_of_at_least((n.saturating_mul(3).saturating_add(1)) / 2)
    }
}
