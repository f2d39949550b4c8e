//! `bytearray`: its bytes, and how much room the simulated array has for them.

use std::ops::{Deref, DerefMut};

use heap::Block;

/// A bytearray. Whoever changes its length says so with [`ByteArray::fit`].
#[derive(Clone, Debug, Default)]
pub struct ByteArray {
    bytes: Vec<u8>,
    /// `ob_alloc`
    alloc: usize,
    /// Deleted bytes in front of the first one (`ob_start - ob_bytes`).
    front: usize,
    /// Where the bytes are, and how large that is.
    block: Option<Block>,
    block_bytes: u32,
}

impl ByteArray {
    /// An array with exactly the room that its bytes need. `end` is 1 if the room includes the zero after the last byte.
    pub fn exact(bytes: Vec<u8>, end: usize) -> Self {
        let alloc = if bytes.is_empty() {
            0
        } else {
            bytes.len() + end
        };
        Self {
            bytes,
            alloc,
            front: 0,
            block: None,
            block_bytes: 0,
        }
    }

    /// The block of the array, and its size.
    pub fn block(&self) -> (Option<Block>, u32) {
        (self.block, self.block_bytes)
    }

    /// Tells which block the array has now.
    pub fn set_block(&mut self, block: Option<Block>, bytes: u32) {
        self.block = block;
        self.block_bytes = if block.is_some() { bytes } else { 0 };
    }

    /// `ob_alloc`: 0 as long as nothing was ever in it.
    pub fn alloc(&self) -> usize {
        self.alloc
    }

    /// As many bytes as are in front of the first one now are given up: the array starts later.
    pub fn advance(&mut self, count: usize) {
        self.front += count;
    }

    /// `PyByteArray_Resize`: the room after the length changed from `old`.
    pub fn fit(&mut self, old: usize, end: usize) {
        let (size, alloc) = (self.bytes.len(), self.alloc);
        if size == old {
            return;
        }
        self.alloc = if size + self.front + end <= alloc {
            if size >= alloc / 2 {
                return;
            }
            size + end
        } else if size as f64 <= alloc as f64 * 1.125 {
            size + (size >> 3) + if size < 9 { 3 } else { 6 }
        } else {
            size + end
        };
        self.front = 0;
    }
}

impl Deref for ByteArray {
    type Target = Vec<u8>;

    fn deref(&self) -> &Vec<u8> {
        &self.bytes
    }
}

impl DerefMut for ByteArray {
    fn deref_mut(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }
}
