//! Raw memory: what `ctypes` reads and writes.

use crate::address::{Addr, Ref};
use crate::facts::Immortality;
use crate::gc_list::SENTINELS;
use crate::header::{COLLECTING, FINALIZED, GC, IMMORTAL, STATIC, State, TAMPERED};
use crate::heap::Heap;
use crate::object::Object;
use crate::refcount::{IMMORTAL_COUNT_FLAGS, IMMORTAL_COUNT_LOW_WORD};

/// What lies at an address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Word {
    /// `ob_refcnt`, all 64 bits of it.
    Refcnt { object: Ref, value: u64 },
    /// `ob_type`.
    Type { object: Ref, value: Addr },
    /// `_gc_next`, flags included.
    GcNext { object: Ref, value: u64 },
    /// `_gc_prev`, flags included.
    GcPrev { object: Ref, value: u64 },
    /// The words of a free block that still read as a count: the count of what was there, 0 as a rule.
    Freed { value: u64 },
    /// Inside of a block, but nothing that is modelled: contents, managed words, raw blocks.
    Unknown,
}

impl Word {
    /// The number that a read of 8 bytes gives, where it is modelled.
    pub fn value(self) -> Option<u64> {
        match self {
            Word::Refcnt { value, .. }
            | Word::GcNext { value, .. }
            | Word::GcPrev { value, .. }
            | Word::Freed { value } => Some(value),
            Word::Type { value, .. } => Some(value.0),
            Word::Unknown => None,
        }
    }
}

/// Why a word cannot be read or written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BadAddress {
    /// The real process would get a segmentation fault.
    #[error("nothing is mapped at {0}")]
    NotMapped(Addr),
    /// Only counts can be written.
    #[error("writing at {0} is not modelled: only ob_refcnt can be written")]
    NotACount(Addr),
}

/// How many bytes `ctypes` writes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Width {
    /// `c_int`, `c_uint32`: the lower half of the word.
    Four,
    /// `c_size_t`, `c_long`, `c_ulong`, `Py_ssize_t`.
    Eight,
}

const FLAG_IMMORTAL: u64 = 1 << 48;
const FLAG_STATIC: u64 = 4 << 48;

impl<O: Object> Heap<O> {
    /// The 8 bytes at an address.
    pub fn read_word(&self, addr: Addr) -> Result<Word, BadAddress> {
        let (slot, offset) = self
            .obmalloc
            .slot_at(addr.0)
            .ok_or(BadAddress::NotMapped(addr))?;
        let Some(object) = Ref::from_raw(slot) else {
            return Ok(Word::Unknown);
        };
        let Some(header) = self.headers.get(object) else {
            return Ok(Word::Unknown);
        };
        let from_id = i64::from(offset) - i64::from(header.pre);
        if header.state == State::Raw {
            return Ok(Word::Unknown);
        }
        if !header.is_object() {
            return Ok(match from_id {
                0 => Word::Freed {
                    value: header.refcnt as u64,
                },
                _ => Word::Unknown,
            });
        }
        // 2.7 has four words of collector head, of which the counts and padding come last.
        let (next_at, prev_at) = match self.facts.immortality {
            Immortality::None => (-32, -24),
            Immortality::HugeStaticCounts | Immortality::LowWord | Immortality::Flags => (-16, -8),
        };
        Ok(match from_id {
            0 => Word::Refcnt {
                object,
                value: self.refcnt_word(object),
            },
            8 => Word::Type {
                object,
                value: self.addr(self.ob_type(object)),
            },
            at if at == next_at && header.has(GC) => Word::GcNext {
                object,
                value: self.gc_head_addr(header.gc_next),
            },
            at if at == prev_at && header.has(GC) => {
                let flags =
                    u64::from(header.has(FINALIZED)) | u64::from(header.has(COLLECTING)) << 1;
                Word::GcPrev {
                    object,
                    value: self.gc_head_addr(header.gc_prev) | flags,
                }
            }
            _ => Word::Unknown,
        })
    }

    /// Writes over a count. The object is left out of the audit from here on.
    pub fn write_word(&mut self, addr: Addr, value: u64, width: Width) -> Result<(), BadAddress> {
        let (slot, offset) = self
            .obmalloc
            .slot_at(addr.0)
            .ok_or(BadAddress::NotMapped(addr))?;
        let r = Ref::from_raw(slot).ok_or(BadAddress::NotACount(addr))?;
        let header = self.headers.get(r).ok_or(BadAddress::NotACount(addr))?;
        if header.state == State::Raw || u32::from(header.pre) != offset {
            return Err(BadAddress::NotACount(addr));
        }
        let word = match width {
            Width::Eight => value,
            Width::Four => self.refcnt_word(r) & !0xFFFF_FFFF | value & 0xFFFF_FFFF,
        };
        self.set_refcnt_word(r, word);
        Ok(())
    }

    /// The count word of an object as it lies in memory.
    pub fn refcnt_word(&self, r: Ref) -> u64 {
        let Some(header) = self.headers.get(r) else {
            return 0;
        };
        let mut word = header.refcnt as u64;
        if self.facts.immortality == Immortality::Flags && header.has(IMMORTAL) {
            word |= FLAG_IMMORTAL;
            if header.has(STATIC) {
                word |= FLAG_STATIC;
            }
        }
        word
    }

    /// Immortality follows from the number that is written: in 3.12 and 3.13 from bit 31, in 3.14 and later too.
    fn set_refcnt_word(&mut self, r: Ref, word: u64) {
        let scheme = self.facts.immortality;
        let Some(header) = self.headers.get_mut(r) else {
            return;
        };
        header.set(TAMPERED, true);
        match scheme {
            Immortality::None | Immortality::HugeStaticCounts => header.refcnt = word as i64,
            Immortality::LowWord => {
                let immortal = word & (1 << 31) != 0;
                header.set(IMMORTAL, immortal);
                header.refcnt = if immortal && word & 0xFFFF_FFFF == IMMORTAL_COUNT_LOW_WORD as u64
                {
                    IMMORTAL_COUNT_LOW_WORD
                } else {
                    word as i64
                };
            }
            Immortality::Flags => {
                let count = (word & 0xFFFF_FFFF) as i64;
                header.refcnt = count;
                header.set(IMMORTAL, count >= 1 << 31);
                header.set(
                    STATIC,
                    word & FLAG_STATIC != 0 && count >= IMMORTAL_COUNT_FLAGS,
                );
            }
        }
    }

    /// A link of the collector's lists as an address: that of the collector head, which lies before `id(x)`. The
    /// heads of the lists lie in the interpreter state.
    fn gc_head_addr(&self, slot: u32) -> u64 {
        const GENERATIONS: u64 = 0x55d1_7941_b0c8;
        const GENERATION_BYTES: u64 = 24;
        if slot == 0 {
            return 0;
        }
        if slot < SENTINELS {
            return GENERATIONS + u64::from(slot) * GENERATION_BYTES;
        }
        let head = match self.facts.immortality {
            Immortality::None => 32,
            Immortality::HugeStaticCounts | Immortality::LowWord | Immortality::Flags => 16,
        };
        Ref::from_raw(slot).map_or(0, |r| self.addr(r).0.saturating_sub(head))
    }
}
