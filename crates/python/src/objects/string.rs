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

/// The bytes of a 2.7 `str`, each of which is a character here.
pub fn bytes_of_two(text: &str) -> Vec<u8> {
    text.chars().map(|c| c as u8).collect()
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

    /// Its hash. CPython's is random per process from 3.3 on; ours is always that of the versions before.
    pub fn hash(&self) -> i64 {
        if let Some(hash) = self.hash.get() {
            return hash;
        }
        let hash = hash_text(&self.text);
        self.hash.set(Some(hash));
        hash
    }
}

/// The hash of a text, by its code points (`unicode_hash` and `string_hash` of 2.7).
pub fn hash_text(text: &str) -> i64 {
    hash_units(text.chars().map(u64::from))
}

/// The hash of bytes. -1 is reserved, as in CPython.
pub fn hash_bytes(bytes: &[u8]) -> i64 {
    hash_units(bytes.iter().map(|&b| u64::from(b)))
}

fn hash_units(units: impl Iterator<Item = u64>) -> i64 {
    let (mut hash, mut length) = (0_u64, 0);
    for unit in units {
        if length == 0 {
            hash = unit << 7;
        }
        hash = hash.wrapping_mul(1_000_003) ^ unit;
        length += 1;
    }
    if length == 0 {
        return 0;
    }
    match (hash ^ length) as i64 {
        -1 => -2,
        hash => hash,
    }
}
