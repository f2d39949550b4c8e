//! Sets (`Objects/setobject.c`): the table is CPython's own, because its order shows.

use heap::{Block, Ref};

const PERTURB_SHIFT: u32 = 5;

/// One position of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Place {
    /// Never used.
    #[default]
    Empty,
    /// Used before: probing goes on.
    Dummy,
    /// A member and its hash.
    Member(Ref, i64),
}

/// The positions at which a hash is looked for.
struct Jumps {
    perturb: u64,
    i: usize,
    mask: usize,
    linear: usize,
}

impl Jumps {
    fn new(hash: i64, mask: usize, linear: usize) -> Self {
        Self {
            perturb: hash as u64,
            i: hash as usize & mask,
            mask,
            linear,
        }
    }

    /// Where to look, and at how many neighbours behind it.
    fn at(&self) -> (usize, usize) {
        let fits = self.i + self.linear <= self.mask;
        (self.i, if fits { self.linear } else { 0 })
    }

    fn jump(&mut self) {
        // Without neighbours the bits of the hash are used up one jump later.
        if self.linear > 0 {
            self.perturb >>= PERTURB_SHIFT;
        }
        self.i = self
            .i
            .wrapping_mul(5)
            .wrapping_add(1)
            .wrapping_add(self.perturb as usize)
            & self.mask;
        if self.linear == 0 {
            self.perturb >>= PERTURB_SHIFT;
        }
    }
}

/// A set or frozenset.
#[derive(Clone, Debug)]
pub struct Set {
    table: Vec<Place>,
    /// How many neighbours are looked at before the next jump: 9, or 0 (up to 3.4, whose tables are fuller).
    probes: usize,
    fill: usize,
    used: usize,
    /// A frozenset.
    pub frozen: bool,
    /// The simulated table once there are more than 8 positions.
    pub block: Option<Block>,
    /// A table given up by `clear`, yet to be freed with the object.
    pub spare: Option<Block>,
    /// Changes when a member comes or goes.
    pub version: u32,
    /// The next position that `pop` looks at.
    pub finger: usize,
}

impl Set {
    /// An empty set.
    pub fn new(frozen: bool, probes: usize) -> Self {
        Self {
            probes,
            table: vec![Place::Empty; 8],
            fill: 0,
            used: 0,
            frozen,
            block: None,
            spare: None,
            version: 0,
            finger: 0,
        }
    }

    /// How many members.
    pub fn len(&self) -> usize {
        self.used
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.used == 0
    }

    /// Positions of the table.
    pub fn slots(&self) -> usize {
        self.table.len()
    }

    /// What is at a position.
    pub fn place(&self, at: usize) -> Place {
        self.table.get(at).copied().unwrap_or_default()
    }

    /// Members in table order, with their positions.
    pub fn members(&self) -> impl Iterator<Item = (usize, Ref)> + '_ {
        self.table.iter().enumerate().filter_map(|(i, p)| match p {
            Place::Member(r, _) => Some((i, *r)),
            Place::Empty | Place::Dummy => None,
        })
    }

    /// Members and hashes in table order.
    pub fn hashed(&self) -> impl Iterator<Item = (Ref, i64)> + '_ {
        self.table.iter().filter_map(|p| match p {
            Place::Member(r, h) => Some((*r, *h)),
            Place::Empty | Place::Dummy => None,
        })
    }

    /// Positions in the order in which a hash is looked for, up to the first empty one (`set_lookkey`).
    fn probe(&self, hash: i64, mut stop: impl FnMut(usize, Place) -> bool) -> Option<usize> {
        let mask = self.table.len() - 1;
        let mut jumps = Jumps::new(hash, mask, self.probes);
        loop {
            let (i, probes) = jumps.at();
            for at in i..=i + probes {
                if stop(at, self.table[at]) {
                    return Some(at);
                }
                if self.table[at] == Place::Empty {
                    return None;
                }
            }
            jumps.jump();
        }
    }

    /// Positions of members with this hash, in probing order.
    pub fn candidates(&self, hash: i64) -> Vec<(usize, Ref)> {
        let mut found = Vec::new();
        self.probe(hash, |at, place| {
            if let Place::Member(r, h) = place
                && h == hash
            {
                found.push((at, r));
            }
            false
        });
        found
    }

    /// Places that are no longer empty: members and dummies.
    pub fn fill(&self) -> usize {
        self.fill
    }

    /// Members of another table move in without a comparison: this one has never been used (`set_merge`).
    /// The references are the caller's to take.
    pub fn copy_table(&mut self, other: &Set) {
        self.version = self.version.wrapping_add(1);
        self.fill = other.used;
        self.used = other.used;
        if self.table.len() == other.table.len() && other.fill == other.used {
            self.table.clone_from(&other.table);
            return;
        }
        for place in &other.table {
            if let Place::Member(..) = place {
                Self::insert_clean(&mut self.table, *place, self.probes);
            }
        }
    }

    /// `set_insert_clean`: the table has room and holds neither this member nor dummies.
    fn insert_clean(table: &mut [Place], place: Place, linear: usize) {
        let Place::Member(_, hash) = place else {
            return;
        };
        let mut jumps = Jumps::new(hash, table.len() - 1, linear);
        loop {
            let (i, probes) = jumps.at();
            if let Some(free) = table[i..=i + probes]
                .iter_mut()
                .find(|place| **place == Place::Empty)
            {
                *free = place;
                return;
            }
            jumps.jump();
        }
    }

    /// `set_pop`: a member from where the last one was taken.
    pub fn pop(&mut self) -> Option<Ref> {
        let mask = self.table.len() - 1;
        let start = self.finger & mask;
        let at = (0..=mask)
            .map(|i| (start + i) & mask)
            .find(|&at| matches!(self.table[at], Place::Member(..)))?;
        self.finger = at + 1;
        self.remove_at(at)
    }

    /// Adds a member that is not there yet, at the last place on its way where one was taken out, else at the first
    /// that was never used (`set_add_entry`); says the new number of positions when the table was rebuilt.
    pub fn insert(&mut self, key: Ref, hash: i64) -> Option<usize> {
        self.version = self.version.wrapping_add(1);
        // Without neighbours to look at, the first such place is taken (up to 3.4).
        let takes_first = self.probes == 0;
        let mut dummy = None;
        let empty = self.probe(hash, |at, place| {
            if place == Place::Dummy && (dummy.is_none() || !takes_first) {
                dummy = Some(at);
            }
            place == Place::Empty
        });
        if let Some(at) = dummy.or(empty) {
            self.table[at] = Place::Member(key, hash);
        }
        self.used += 1;
        if dummy.is_some() {
            return None;
        }
        self.fill += 1;
        if !self.overfull(0) {
            return None;
        }
        let wanted = if self.used > 50_000 {
            self.used * 2
        } else {
            self.used * 4
        };
        Some(self.resize(wanted))
    }

    /// Whether the table is too full, with that many more members.
    pub fn overfull(&self, more: usize) -> bool {
        let fill = self.fill + more;
        if self.probes == 0 {
            fill * 3 >= self.table.len() * 2
        } else {
            fill * 5 >= (self.table.len() - 1) * 3
        }
    }

    /// Rebuilds the table with more than `wanted` positions.
    pub fn resize(&mut self, wanted: usize) -> usize {
        let mut slots = 8;
        while slots <= wanted {
            slots <<= 1;
        }
        let old = std::mem::replace(&mut self.table, vec![Place::Empty; slots]);
        self.fill = self.used;
        for place in old {
            Self::insert_clean(&mut self.table, place, self.probes);
        }
        slots
    }

    /// Takes the member at a position out.
    pub fn remove_at(&mut self, at: usize) -> Option<Ref> {
        match self.table.get(at) {
            Some(Place::Member(r, _)) => {
                let r = *r;
                self.table[at] = Place::Dummy;
                self.used -= 1;
                self.version = self.version.wrapping_add(1);
                Some(r)
            }
            _ => None,
        }
    }

    /// set_clear_internal: members in table order.
    pub fn clear(&mut self, released: &mut Vec<Ref>) {
        let old = std::mem::replace(&mut self.table, vec![Place::Empty; 8]);
        for place in old {
            if let Place::Member(r, _) = place {
                released.push(r);
            }
        }
        self.fill = 0;
        self.used = 0;
        self.finger = 0;
        self.version = self.version.wrapping_add(1);
        if let Some(block) = self.block.take() {
            self.spare = Some(block);
        }
    }
}
