//! The auditor: all holders of an object add up to its count, and the collector's lists are whole.

use crate::address::Ref;
use crate::gc_list::{GcList, SENTINELS};
use crate::header::{GC, IMMORTAL, STATIC, TAMPERED};
use crate::heap::Heap;
use crate::object::Object;
use crate::runtime::Runtime;

/// Something that does not add up.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Mismatch {
    #[error("{object:?} has a count of {count} and {holders} holders")]
    Count {
        object: Ref,
        count: i64,
        holders: i64,
    },
    #[error("{dead:?} is no object, but has {holders} holders")]
    Dangling { dead: Ref, holders: i64 },
    #[error("the links of {list:?} are broken at slot {slot}")]
    Links { list: GcList, slot: u32 },
    #[error("{object:?} is in {list:?} without being a collectable object")]
    NotCollectable { object: Ref, list: GcList },
    #[error("{object:?} claims to be in a list that does not contain it")]
    NotInItsList { object: Ref },
}

/// Checks every object. Left out: counts of immortal objects, of those in static memory, and those that the
/// program wrote over. To be called between operations, or from within a callback of [`Runtime`].
pub fn audit<R: Runtime>(rt: &R) -> Result<(), Vec<Mismatch>> {
    let heap = rt.heap();
    let mut wrong = Vec::new();
    let mut held = vec![0i64; heap.headers.0.len()];
    let mut count = |r: Ref| {
        if let Some(held) = held.get_mut(r.index()) {
            *held += 1;
        }
    };
    heap.each_holding(&mut |_, r| count(r));
    rt.roots(&mut count);
    for (slot, (header, holders)) in (0..)
        .zip(heap.headers.0.iter().zip(held))
        .skip(SENTINELS as usize)
    {
        let Some(object) = Ref::from_raw(slot) else {
            continue;
        };
        if !header.is_object() {
            // A tampered count is the only way to get here; the mark outlives the object.
            if holders != 0 && !header.has(TAMPERED) {
                wrong.push(Mismatch::Dangling {
                    dead: object,
                    holders,
                });
            }
        } else if !header.has(IMMORTAL | STATIC | TAMPERED) && header.refcnt != holders {
            wrong.push(Mismatch::Count {
                object,
                count: header.refcnt,
                holders,
            });
        }
    }
    heap.audit_lists(&mut wrong);
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

impl<O: Object> Heap<O> {
    fn audit_lists(&self, wrong: &mut Vec<Mismatch>) {
        let mut listed = 0usize;
        for list in GcList::ALL {
            let head = list as u32;
            let (mut before, mut at) = (head, self.headers.0[head as usize].gc_next);
            while at != head {
                listed += 1;
                let header = Ref::from_raw(at).and_then(|r| self.headers.get(r));
                let whole = header
                    .is_some_and(|header| header.gc_prev == before && header.list == list as u8);
                let (Some(header), Some(object), true) = (header, Ref::from_raw(at), whole) else {
                    wrong.push(Mismatch::Links { list, slot: at });
                    break;
                };
                if !header.has(GC) || !header.is_object() {
                    wrong.push(Mismatch::NotCollectable { object, list });
                }
                (before, at) = (at, header.gc_next);
            }
        }
        if self.live().filter(|&r| self.is_tracked(r)).count() != listed {
            let lost = self
                .live()
                .filter(|&r| self.is_tracked(r) && !self.is_linked(r));
            wrong.extend(lost.map(|object| Mismatch::NotInItsList { object }));
        }
    }

    fn is_linked(&self, r: Ref) -> bool {
        self.headers
            .list_of(r)
            .is_some_and(|list| self.headers.iter(list).any(|other| other == r))
    }
}
