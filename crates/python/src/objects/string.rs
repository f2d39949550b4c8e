//! Strings (`Objects/unicodeobject.c`): text, its width, its hash.

use std::cell::Cell;

/// A string. Texts are kept as UTF-8; the width decides the simulated size.
#[derive(Clone, Debug)]
pub struct Str {
    /// The text.
    pub text: Box<str>,
    /// How many code points.
    pub chars: usize,
    /// Bytes per code point: 1, 2 or 4.
    pub width: u8,
    /// Only ASCII.
    pub ascii: bool,
    /// In the table of interned strings.
    pub interned: bool,
    hash: Cell<Option<i64>>,
}

impl Str {
    /// A string that is not interned.
    pub fn new(text: impl Into<Box<str>>) -> Self {
        let text = text.into();
        let ascii = text.is_ascii();
        let (chars, width) = if ascii {
            (text.len(), 1)
        } else {
            let mut top = 0;
            let mut chars = 0;
            for c in text.chars() {
                chars += 1;
                top = top.max(c as u32);
            }
            (
                chars,
                if top < 256 {
                    1
                } else if top < 65536 {
                    2
                } else {
                    4
                },
            )
        };
        Self {
            text,
            chars,
            width,
            ascii,
            interned: false,
            hash: Cell::new(None),
        }
    }

    /// Its hash. CPython's is random per process; ours is always the same.
    pub fn hash(&self) -> i64 {
        if let Some(hash) = self.hash.get() {
            return hash;
        }
        let hash = hash_bytes(self.text.as_bytes());
        self.hash.set(Some(hash));
        hash
    }
}

/// FNV-1a with a final mix: stable on every machine. -1 is reserved, as in CPython.
pub fn hash_bytes(bytes: &[u8]) -> i64 {
    if bytes.is_empty() {
        return 0;
    }
    let mut h: u64 = 0xcbf2_9ce4_8422_2325;
    for &b in bytes {
        h = (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3);
    }
    h ^= h >> 32;
    h = h.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    h ^= h >> 29;
    if h as i64 == -1 { -2 } else { h as i64 }
}
