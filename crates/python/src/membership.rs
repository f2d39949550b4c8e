//! Set operations of the machine: lookups that may call `__eq__`, growth of the simulated table, tracking.

use heap::Ref;

use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::set::Set;
use crate::types::TypeId;
use crate::version::Version;

/// Where a key is in a set, and its hash.
pub(crate) struct Found {
    pub hash: i64,
    pub at: Option<usize>,
}

impl Machine {
    /// `Set` of a set or frozenset.
    pub fn set(&self, r: Ref) -> Option<&Set> {
        match self.payload(r) {
            Payload::Set(s) => Some(s),
            _ => None,
        }
    }

    pub(crate) fn set_find(&mut self, set: Ref, key: Ref) -> PyResult<Found> {
        let hash = match self.hash(key) {
            Ok(hash) => hash,
            Err(e) => return Err(self.unhashable_as(e, key, "a set element")),
        };
        let at = self.set_find_hashed(set, key, hash)?;
        Ok(Found { hash, at })
    }

    /// `set_lookkey`: starts over when `__eq__` gave the set another table, or took away the member just compared.
    pub(crate) fn set_find_hashed(
        &mut self,
        set: Ref,
        key: Ref,
        hash: i64,
    ) -> PyResult<Option<usize>> {
        'again: loop {
            let Some(s) = self.set(set) else {
                return Ok(None);
            };
            let block = s.block;
            for (at, member) in s.candidates(hash) {
                if let Some(same) = self.equal_natively(member, key) {
                    if same {
                        return Ok(Some(at));
                    }
                    continue;
                }
                self.incref(member);
                self.hold(member);
                let same = self.equal(member, key);
                self.unhold();
                let same = self.give_up(member, same)?;
                let unmoved = self.set(set).is_some_and(|s| {
                    s.block == block && s.candidates(hash).contains(&(at, member))
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

    /// `PySet_Add`; the key is borrowed.
    pub fn set_add(&mut self, set: Ref, key: Ref) -> PyResult<()> {
        let Found { hash, at } = self.set_find(set, key)?;
        if at.is_none() {
            self.set_put(set, key, hash);
        }
        Ok(())
    }

    pub(crate) fn set_add_hashed(&mut self, set: Ref, key: Ref, hash: i64) -> PyResult<()> {
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
            self.track(set);
        }
    }

    /// The simulated table follows the real one: inside the object up to 8 places, else a block of its own.
    fn set_move_table(&mut self, set: Ref) {
        let Some(s) = self.set(set) else { return };
        let (slots, old, spare) = (s.slots(), s.block, s.spare);
        let block = if slots > 8 {
            self.heap
                .malloc(u32::try_from(slots * 16).unwrap_or(u32::MAX))
                .ok()
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

    pub(crate) fn set_resize(&mut self, set: Ref, wanted: usize) {
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
    pub(crate) fn set_find_any(&mut self, set: Ref, key: Ref) -> PyResult<Found> {
        match self.set_find(set, key) {
            Err(Unwind::Raise(e))
                if self.is_native(e, TypeId::TypeError) && self.set(key).is_some() =>
            {
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

    pub(crate) fn set_take(&mut self, set: Ref, at: usize) -> Option<Ref> {
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
    pub(crate) fn set_copy_as(&mut self, set: Ref, frozen: bool) -> PyResult<Ref> {
        let copy = self.new_set_lazily(frozen);
        self.hold(copy);
        let result = crate::builtins::set_algebra::update(self, copy, set);
        self.unhold();
        match result {
            Ok(()) => Ok(copy),
            Err(e) => self.give_up(copy, Err(e)),
        }
    }

    /// A new set; frozensets of atoms stay untracked from 3.15 on.
    pub(crate) fn new_set_lazily(&mut self, frozen: bool) -> Ref {
        let set = self.new_set(frozen);
        if frozen && self.at_least(Version::V3_15) {
            self.heap.untrack(set);
        }
        set
    }
}
