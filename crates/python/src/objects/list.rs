//! Lists and how their item arrays grow (`Objects/listobject.c`).

use heap::{Block, Ref};

/// A list: its items, and the simulated array that holds them.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// The items.
    pub items: Vec<Ref>,
    /// Slots in the item array (`allocated`).
    pub capacity: u32,
    /// The item array; none before the first item and after `clear`.
    pub array: Option<Block>,
    /// An array that was given up by `clear` and is yet to be freed with the object.
    pub spare: Option<Block>,
}

impl List {
    /// list_clear: the items go from the last to the first.
    pub fn clear(&mut self, released: &mut Vec<Ref>) {
        released.extend(self.items.drain(..).rev());
        self.capacity = 0;
        if let Some(array) = self.array.take() {
            self.spare = Some(array);
        }
    }

    /// `list_resize`: the capacity for `len` items when there were `old_len` of them in `capacity` slots.
    /// `keeps_small` is 3.14.5's rule that 32 slots or fewer never shrink.
    pub fn resized(capacity: u32, old_len: usize, len: usize, keeps_small: bool) -> u32 {
        let cap = capacity as usize;
        if cap >= len && (len >= cap / 2 || (keeps_small && cap <= 32)) {
            return capacity;
        }
        if len == 0 {
            return 0;
        }
        let mut grown = (len + (len >> 3) + 6) & !3;
        if len.saturating_sub(old_len) > grown - len {
            grown = (len + 3) & !3;
        }
        grown as u32
    }

    /// The same in 2.7.
    pub fn resized_unrounded(capacity: u32, len: usize) -> u32 {
        let cap = capacity as usize;
        if cap >= len && len >= cap / 2 {
            return capacity;
        }
        if len == 0 {
            return 0;
        }
        (len + (len >> 3) + if len < 9 { 3 } else { 6 }) as u32
    }
}
