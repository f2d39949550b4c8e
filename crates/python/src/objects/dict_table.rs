//! The table of a dict up to 3.5 (`Objects/dictobject.c` of 2.7): open addressing over the entries themselves, so
//! that the order of a dict is the order of its table.

use super::dict::{Dict, Entry, TOMBSTONE};

const PERTURB_SHIFT: u32 = 5;
/// Entries that lie inside the object.
const INLINE: usize = 8;
/// Bytes of one entry: hash, key, value.
const ENTRY_BYTES: u32 = 24;

impl Dict {
    /// An empty dict whose entries lie in the order of their hashes.
    pub fn hashed() -> Self {
        let mut dict = Self {
            ordered_by_hash: true,
            ..Self::default()
        };
        dict.reset_table(INLINE);
        dict
    }

    fn reset_table(&mut self, slots: usize) {
        self.entries = vec![None; slots];
        self.index = vec![0; slots];
        self.tombstones = 0;
        self.slots = u32::try_from(slots).unwrap_or(u32::MAX);
    }

    /// Positions for a hash in probing order, up to the first that was never used (`lookdict`).
    pub(super) fn probe(
        &self,
        hash: i64,
        mut found: impl FnMut(usize, Option<Entry>) -> bool,
    ) -> Option<usize> {
        let mask = self.entries.len().checked_sub(1)?;
        let mut perturb = hash as u64;
        let mut i = hash as u64;
        loop {
            let at = i as usize & mask;
            let entry = self.entries[at];
            if found(at, entry) {
                return Some(at);
            }
            if entry.is_none() && self.index[at] != TOMBSTONE {
                return None;
            }
            i = i.wrapping_mul(5).wrapping_add(perturb).wrapping_add(1);
            perturb >>= PERTURB_SHIFT;
        }
    }

    /// `insertdict` for a key that is not there: the first place that is free.
    pub(super) fn place_entry(&mut self, entry: Entry) {
        let Some(at) = self.probe(entry.hash, |_, there| there.is_none()) else {
            return;
        };
        if self.index[at] == TOMBSTONE {
            self.index[at] = 0;
            self.tombstones -= 1;
        }
        self.entries[at] = Some(entry);
        self.used += 1;
    }

    /// `popitem` looks at place 0, then from place 1 on.
    pub(super) fn pop_first(&mut self) -> Option<Entry> {
        let at = self.entries.iter().position(Option::is_some)?;
        self.remove(at)
    }

    /// Places that are or were in use.
    pub fn fill(&self) -> usize {
        self.used + self.tombstones
    }

    /// Whether an insertion has filled two thirds: how many entries there must be room for.
    pub fn overfull(&self) -> Option<usize> {
        (self.ordered_by_hash && self.fill() * 3 >= self.entries.len() * 2)
            .then(|| self.used * if self.used > 50_000 { 2 } else { 4 })
    }

    /// `dictresize`: a table with more places than `wanted`; says how many.
    pub fn rehash(&mut self, wanted: usize) -> u32 {
        let mut slots = INLINE;
        while slots <= wanted {
            slots <<= 1;
        }
        let old = std::mem::take(&mut self.entries);
        self.reset_table(slots);
        self.used = 0;
        for entry in old.into_iter().flatten() {
            self.place_entry(entry);
        }
        self.version = self.version.wrapping_add(1);
        self.slots
    }

    /// Bytes of a table outside the object.
    pub fn hashed_table_bytes(slots: u32) -> u32 {
        if slots as usize > INLINE {
            slots.saturating_mul(ENTRY_BYTES)
        } else {
            0
        }
    }

    /// `dict_clear` leaves an empty table.
    pub(super) fn clear_table(&mut self, released: &mut Vec<heap::Ref>) {
        for entry in std::mem::take(&mut self.entries).into_iter().flatten() {
            released.push(entry.key);
            released.push(entry.value);
        }
        self.version = self.version.wrapping_add(1);
        self.used = 0;
        self.general = false;
        self.reset_table(INLINE);
        if let Some(table) = self.table.take() {
            self.spare = Some(table);
        }
    }
}
