//! A set of objects: one bit for each handle. Handles are dense, and whole heaps are looked through.

use heap::Ref;

#[derive(Clone, Debug, Default)]
pub struct RefSet {
    words: Vec<u64>,
}

impl RefSet {
    /// True when it was not in the set.
    pub fn insert(&mut self, r: Ref) -> bool {
        let (word, bit) = place(r);
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        let Some(word) = self.words.get_mut(word) else {
            return false;
        };
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    pub fn contains(&self, r: Ref) -> bool {
        let (word, bit) = place(r);
        self.words.get(word).is_some_and(|word| word & bit != 0)
    }
}

impl Extend<Ref> for RefSet {
    fn extend<I: IntoIterator<Item = Ref>>(&mut self, refs: I) {
        for r in refs {
            self.insert(r);
        }
    }
}

fn place(r: Ref) -> (usize, u64) {
    let raw = r.raw();
    (usize::try_from(raw / 64).unwrap_or(0), 1 << (raw % 64))
}
