//! Dicts (`Objects/dictobject.c`): insertion order, the table's simulated size, split tables.

use heap::{Block, Ref};

use super::body::Label;

/// A place in the index whose entry was popped: looking goes on behind it.
pub(super) const TOMBSTONE: u32 = u32::MAX;

/// One entry.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Hash of the key.
    pub hash: i64,
    /// The key.
    pub key: Ref,
    /// The value.
    pub value: Ref,
}

/// A dict. Looking up by equality may run Python code, so it is the machine's business
/// (`mapping.rs`); here are only hashes, identity and order.
#[derive(Clone, Debug, Default)]
pub struct Dict {
    /// In insertion order, or by place of the hash; deleted ones leave a hole.
    pub(super) entries: Vec<Option<Entry>>,
    /// Open addressing over entry numbers + 1; empty while there are at most 8 entries. Where the entries
    /// themselves are the table: which of its holes were in use.
    pub(super) index: Vec<u32>,
    /// Tombstones made in the index since it was built.
    pub(super) tombstones: usize,
    pub(super) used: usize,
    /// The entries are a table by hash (up to 3.5), not a list.
    pub ordered_by_hash: bool,
    /// Slots of the simulated index table: 0 (the shared empty table), 8, 16, …
    pub slots: u32,
    /// Whether keys other than strings are (or were) in the table: 24-byte entries.
    pub general: bool,
    /// Entries that the table can still take before it is resized (`dk_usable`).
    pub usable: u32,
    /// The simulated key table.
    pub table: Option<Block>,
    /// A table given up by `clear`, yet to be freed with the object.
    pub spare: Option<Block>,
    /// The class whose shared keys this dict uses (a materialised instance dict).
    pub split: Option<Ref>,
    /// Changes with every insertion or removal of a key: for iterators.
    pub version: u32,
}

impl Dict {
    /// How many entries.
    pub fn len(&self) -> usize {
        self.used
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.used == 0
    }

    /// One past the last entry number in use.
    pub fn end(&self) -> usize {
        self.entries.len()
    }

    /// The entry with this number, if it is not a hole.
    #[inline]
    pub fn entry(&self, number: usize) -> Option<Entry> {
        self.entries.get(number).copied().flatten()
    }

    /// All entries in order, with their numbers.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (usize, Entry)> + '_ {
        self.entries
            .iter()
            .enumerate()
            .filter_map(|(i, e)| e.map(|e| (i, e)))
    }

    /// The entry whose key is this very object.
    #[inline]
    pub fn find_identical(&self, hash: i64, key: Ref) -> Option<usize> {
        self.find(hash, |e| e.key == key)
    }

    /// The first entry with this hash for which `same` says yes.
    #[inline]
    pub fn find(&self, hash: i64, mut same: impl FnMut(Entry) -> bool) -> Option<usize> {
        if self.ordered_by_hash {
            return self.probe(
                hash,
                |_, e| matches!(e, Some(e) if e.hash == hash && same(e)),
            );
        }
        if self.index.is_empty() {
            return self
                .entries
                .iter()
                .position(|e| matches!(e, Some(e) if e.hash == hash && same(*e)));
        }
        let mask = self.index.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            match self.index[at] {
                0 => return None,
                n => {
                    if let Some(Some(e)) = self.entries.get(n as usize - 1)
                        && e.hash == hash
                        && same(*e)
                    {
                        return Some(n as usize - 1);
                    }
                }
            }
            at = (at + 1) & mask;
        }
    }

    /// Numbers of all entries with this hash, in probing order.
    pub fn candidates(&self, hash: i64) -> Vec<usize> {
        let mut found = Vec::new();
        if self.ordered_by_hash {
            self.probe(hash, |at, e| {
                if e.is_some_and(|e| e.hash == hash) {
                    found.push(at);
                }
                false
            });
        } else if self.index.is_empty() {
            found.extend(self.iter().filter(|(_, e)| e.hash == hash).map(|(i, _)| i));
        } else {
            let mask = self.index.len() - 1;
            let mut at = hash as usize & mask;
            while self.index[at] != 0 {
                let n = self.index[at] as usize - 1;
                if matches!(self.entries.get(n), Some(Some(e)) if e.hash == hash) {
                    found.push(n);
                }
                at = (at + 1) & mask;
            }
        }
        found
    }

    /// Replaces the value of an entry and gives the old one out.
    pub fn replace(&mut self, number: usize, value: Ref) -> Option<Ref> {
        match self.entries.get_mut(number) {
            Some(Some(e)) => Some(std::mem::replace(&mut e.value, value)),
            _ => None,
        }
    }

    /// Adds an entry whose key is not there yet. The caller has made room (`usable`).
    pub fn push(&mut self, entry: Entry) {
        self.version = self.version.wrapping_add(1);
        if self.ordered_by_hash {
            self.place_entry(entry);
            return;
        }
        self.usable = self.usable.saturating_sub(1);
        self.entries.push(Some(entry));
        self.used += 1;
        let n = self.entries.len();
        if n > 8 || !self.index.is_empty() {
            if (n + self.tombstones) * 2 > self.index.len() {
                self.rebuild();
            } else {
                Self::place(&mut self.index, entry.hash, n as u32);
            }
        }
    }

    /// Takes an entry out.
    pub fn remove(&mut self, number: usize) -> Option<Entry> {
        let entry = self.entries.get_mut(number)?.take()?;
        self.version = self.version.wrapping_add(1);
        self.used -= 1;
        if self.ordered_by_hash {
            self.tombstones += 1;
            if let Some(place) = self.index.get_mut(number) {
                *place = TOMBSTONE;
            }
        }
        // Holes at the end are forgotten only when nothing is left: entry numbers are positions of iterators.
        Some(entry)
    }

    /// Takes the last entry out (`popitem`); holes behind it are forgotten.
    pub fn pop_last(&mut self) -> Option<Entry> {
        if self.ordered_by_hash {
            return self.pop_first();
        }
        let before = self.entries.len();
        let entry = loop {
            if let Some(entry) = self.entries.pop()? {
                break entry;
            }
        };
        self.version = self.version.wrapping_add(1);
        self.used -= 1;
        if self.entries.len() + 1 < before {
            self.rebuild();
        } else if !self.index.is_empty() {
            let (mask, number) = (self.index.len() - 1, before as u32);
            let mut at = entry.hash as usize & mask;
            while self.index[at] != 0 && self.index[at] != number {
                at = (at + 1) & mask;
            }
            if self.index[at] == number {
                self.index[at] = TOMBSTONE;
                self.tombstones += 1;
            }
        }
        Some(entry)
    }

    /// Closes the holes, as a resize of the table does.
    pub fn compact(&mut self) {
        if self.used < self.entries.len() && !self.ordered_by_hash {
            self.entries.retain(Option::is_some);
            self.rebuild();
        }
    }

    fn rebuild(&mut self) {
        let n = self.entries.len();
        self.index.clear();
        self.tombstones = 0;
        if n > 8 {
            self.index.resize((n * 4).next_power_of_two(), 0);
            for (i, e) in self.entries.iter().enumerate() {
                if let Some(e) = e {
                    Self::place(&mut self.index, e.hash, i as u32 + 1);
                }
            }
        }
    }

    fn place(index: &mut [u32], hash: i64, number: u32) {
        let mask = index.len() - 1;
        let mut at = hash as usize & mask;
        while index[at] != 0 && index[at] != TOMBSTONE {
            at = (at + 1) & mask;
        }
        index[at] = number;
    }

    /// References: the values, and the keys unless all are strings (which the collector does not visit).
    pub fn each(&self, all: bool, visit: &mut dyn FnMut(Label, Ref)) {
        for (i, e) in self.iter() {
            if self.ordered_by_hash {
                visit(Label::Key(i as u32), e.key);
                visit(Label::Value(i as u32), e.value);
                continue;
            }
            visit(Label::Value(i as u32), e.value);
            if all || self.general {
                visit(Label::Key(i as u32), e.key);
            }
        }
    }

    /// dict_clear: entries in order, key before value (`free_keys_object`).
    pub fn clear(&mut self, released: &mut Vec<Ref>) {
        if self.ordered_by_hash {
            self.clear_table(released);
            return;
        }
        for e in self.entries.drain(..).flatten() {
            released.push(e.key);
            released.push(e.value);
        }
        self.version = self.version.wrapping_add(1);
        self.index.clear();
        self.tombstones = 0;
        self.used = 0;
        self.slots = 0;
        self.usable = 0;
        self.general = false;
        self.split = None;
        if let Some(table) = self.table.take() {
            self.spare = Some(table);
        }
    }

    /// Bytes of the simulated key table: header, index, entries.
    pub fn table_bytes(slots: u32, general: bool) -> u32 {
        if slots == 0 {
            return 0;
        }
        let width = if slots <= 128 {
            1
        } else if slots <= 65536 {
            2
        } else {
            4
        };
        32 + slots * width + Self::usable_of(slots) * if general { 24 } else { 16 }
    }

    /// USABLE_FRACTION: two thirds.
    pub const fn usable_of(slots: u32) -> u32 {
        slots * 2 / 3
    }
}
