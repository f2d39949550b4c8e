//! The facts of one CPython version that this crate depends on.
//!
//! Sources: `Modules/gcmodule.c`, `Python/gc.c`, `Objects/obmalloc.c`, `Include/internal/pycore_freelist.h` and
//! `Include/refcount.h` of the version, checked against what the interpreters print.

use crate::fact::Tell;
use crate::facts;
use crate::freelist::{FREELISTS, Freelist};

facts! {
/// What one version does. A value: nothing in this crate asks for a version number.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// What `gc.get_threshold()` says at start-up.
    pub thresholds: [u32; 3],
    /// Which collector.
    pub collector: Collector,
    /// Where a collection that has become due starts.
    pub trigger: Trigger,
    /// `gc.get_count()[0]` moves when an object becomes tracked, not when its memory is obtained.
    pub count_on_tracking: bool,
    /// Dicts are untracked by full collections.
    pub untracks_dicts: bool,
    /// When exact tuples of atoms are untracked.
    pub untracks_tuples: UntrackTuples,
    /// What `__del__` means to the collector.
    pub finalizers: Finalizers,
    /// Which weak references are cleared before finalizers run.
    pub weakrefs: WeakrefRule,
    /// What a collection does with an immortal object that it meets.
    pub immortal_met: ImmortalMet,
    /// How immortality is written in the count word.
    pub immortality: Immortality,
    /// Size classes, pools and arenas.
    pub pymalloc: PymallocFacts,
    /// How many dead objects each free list keeps.
    pub(crate) freelist_limits: Limits,
    /// Free lists that a full collection does not empty.
    pub(crate) freelist_kept: Kept,
}
}

/// Which collector.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Collector {
    /// Three generations.
    Generational,
    /// 3.14.0 to 3.14.4: a young list and two old spaces, scanned in increments.
    Incremental,
}

/// Where a collection that has become due starts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trigger {
    /// Inside the allocation, before the new object is tracked: up to 3.11.
    InAllocation,
    /// At the next check of the eval breaker: 3.12 and later.
    EvalBreaker,
}

/// When exact tuples are untracked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UntrackTuples {
    /// While `move_unreachable` walks: 2.7.
    WhileWalking,
    /// After it, over the survivors.
    AfterWalking,
    /// Before the counts are copied (and once more after walking): 3.14.0 to 3.14.4.
    BeforeAndAfter,
}

/// What finalizers mean to the collector.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Finalizers {
    /// Cycles with `__del__` are not collected; weak references die first; `__del__` runs at every death.
    Legacy,
    /// PEP 442: `tp_finalize` at most once, before the weak references go.
    Pep442,
}

/// Which weak references a collection clears before finalizers run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WeakrefRule {
    /// All that point into the garbage. `inside`: those that are garbage themselves as well (3.8 and later).
    All { inside: bool },
    /// Only those with a callback; the others after the finalizers: 3.15.
    OnlyWithCallback,
}

/// What `update_refs` does with an immortal object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ImmortalMet {
    /// Nothing is immortal.
    Never,
    /// It goes to the permanent generation: 3.12.
    MovedToPermanent,
    /// It is untracked: 3.13 and later.
    Untracked,
}

/// How immortality is written in the count word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Immortality {
    /// Not at all: 2.7.
    None,
    /// Not at all, but objects in static memory start with 999999999: 3.11.
    HugeStaticCounts,
    /// Low 32 bits 0xFFFFFFFF: 3.12, 3.13.
    LowWord,
    /// A count of 3 << 30 and flags in the upper 16 bits: 3.14 and later.
    Flags,
}

/// Constants of `Objects/obmalloc.c`. All sizes in bytes, all powers of two.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PymallocFacts {
    /// Distance between size classes.
    pub alignment: u32,
    pub pool: u32,
    pub arena: u32,
}

/// Bytes of a pool taken by its header (`POOL_OVERHEAD`).
pub const POOL_HEADER: u32 = 48;
/// The largest request that pymalloc serves (`SMALL_REQUEST_THRESHOLD`).
pub const SMALL_REQUEST: u32 = 512;
/// What an object in static memory starts with in 3.11 (`_PyObject_IMMORTAL_REFCNT`).
pub const HUGE_STATIC_COUNT: i64 = 999_999_999;

impl Facts {
    /// 3.14.5 and later: three generations restored.
    pub fn v3_14() -> Facts {
        let mut facts = Facts::v3_13();
        facts.keep_freelist(Freelist::Slice, false);
        facts.untracks_dicts = false;
        facts.immortality = Immortality::Flags;
        for (list, limit) in [
            (Freelist::Int, 100),
            (Freelist::Method, 20),
            (Freelist::BuiltinFunction, 16),
            (Freelist::BuiltinMethod, 16),
            (Freelist::ListIterator, 10),
            (Freelist::TupleIterator, 10),
            (Freelist::Range, 6),
            (Freelist::RangeIterator, 6),
        ] {
            facts.set_freelist(list, limit);
        }
        facts
    }

    /// 3.11: three generations, nothing immortal, collections inside allocations.
    pub fn v3_11() -> Facts {
        let mut facts = Facts {
            thresholds: [700, 10, 10],
            collector: Collector::Generational,
            trigger: Trigger::InAllocation,
            count_on_tracking: false,
            untracks_dicts: true,
            untracks_tuples: UntrackTuples::AfterWalking,
            finalizers: Finalizers::Pep442,
            weakrefs: WeakrefRule::All { inside: true },
            immortal_met: ImmortalMet::Never,
            immortality: Immortality::HugeStaticCounts,
            pymalloc: PymallocFacts {
                alignment: 16,
                pool: 16 << 10,
                arena: 1 << 20,
            },
            freelist_limits: Limits([0; FREELISTS]),
            freelist_kept: Kept([false; FREELISTS]),
        };
        for length in 1..=20 {
            facts.set_freelist(Freelist::Tuple(length), 2000);
        }
        for (list, limit) in [
            (Freelist::List, 80),
            (Freelist::Dict, 80),
            (Freelist::DictKeys, 80),
            (Freelist::Float, 100),
            (Freelist::Slice, 1),
            (Freelist::Context, 255),
            (Freelist::AsyncGenerator, 80),
        ] {
            facts.set_freelist(list, limit);
        }
        // The slice that is kept belongs to the interpreter, not to the lists that a collection empties.
        facts.keep_freelist(Freelist::Slice, true);
        facts
    }

    /// 3.12: immortal objects, collections at the eval breaker.
    pub fn v3_12() -> Facts {
        Facts {
            trigger: Trigger::EvalBreaker,
            immortal_met: ImmortalMet::MovedToPermanent,
            immortality: Immortality::LowWord,
            ..Facts::v3_11()
        }
    }

    /// 3.13: as 3.12 with a larger young generation.
    pub fn v3_13() -> Facts {
        Facts {
            thresholds: [2000, 10, 10],
            immortal_met: ImmortalMet::Untracked,
            ..Facts::v3_12()
        }
    }

    /// 3.15: weak references without a callback outlive the finalizers.
    pub fn v3_15() -> Facts {
        Facts {
            weakrefs: WeakrefRule::OnlyWithCallback,
            ..Facts::v3_14()
        }
    }

    /// 2.7: `__del__` makes a cycle uncollectable.
    pub fn v2_7() -> Facts {
        let mut facts = Facts {
            untracks_tuples: UntrackTuples::WhileWalking,
            finalizers: Finalizers::Legacy,
            weakrefs: WeakrefRule::All { inside: false },
            immortality: Immortality::None,
            pymalloc: PymallocFacts {
                alignment: 16,
                pool: 4 << 10,
                arena: 256 << 10,
            },
            ..Facts::v3_11()
        };
        for (list, limit) in [
            (Freelist::DictKeys, 0),
            (Freelist::Slice, 0),
            (Freelist::Context, 0),
            (Freelist::AsyncGenerator, 0),
            // Blocks of numbers are kept for ever in 2.7; a list without a limit comes nearest.
            (Freelist::Float, u32::MAX),
            (Freelist::Int, u32::MAX),
            (Freelist::Set, 80),
            (Freelist::Method, 256),
            (Freelist::BuiltinFunction, 256),
            (Freelist::Frame, 200),
            (Freelist::Unicode, 1024),
        ] {
            facts.set_freelist(list, limit);
        }
        for list in [Freelist::List, Freelist::Dict, Freelist::Set] {
            facts.keep_freelist(list, true);
        }
        facts
    }

    /// 3.14.0 to 3.14.4: the incremental collector.
    pub fn v3_14_2() -> Facts {
        Facts {
            thresholds: [2000, 10, 0],
            collector: Collector::Incremental,
            count_on_tracking: true,
            untracks_tuples: UntrackTuples::BeforeAndAfter,
            ..Facts::v3_14()
        }
    }

    /// How many objects a free list may hold, 0 when this version has no such list.
    pub fn freelist_limit(&self, list: Freelist) -> u32 {
        list.index()
            .and_then(|i| self.freelist_limits.0.get(i))
            .copied()
            .unwrap_or(0)
    }

    fn keep_freelist(&mut self, list: Freelist, keep: bool) {
        if let Some(slot) = list.index().and_then(|i| self.freelist_kept.0.get_mut(i)) {
            *slot = keep;
        }
    }

    fn set_freelist(&mut self, list: Freelist, limit: u32) {
        if let Some(slot) = list.index().and_then(|i| self.freelist_limits.0.get_mut(i)) {
            *slot = limit;
        }
    }
}

/// Per free list, in the order of [`Freelist::all`].
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Limits(pub [u32; FREELISTS]);

/// Per free list, in the order of [`Freelist::all`].
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Kept(pub [bool; FREELISTS]);

impl Tell for Limits {
    fn tell(&self) -> String {
        let lists = Freelist::all().zip(self.0);
        let told = lists.filter_map(|(list, limit)| match (list, limit) {
            (_, 0) | (Freelist::Tuple(2..), _) => None,
            (Freelist::Tuple(_), n) => Some(format!("tuple of 1 to 20: {n}")),
            (list, u32::MAX) => Some(format!("{}: no limit", list.holds())),
            (list, n) => Some(format!("{}: {n}", list.holds())),
        });
        told.collect::<Vec<_>>().join(", ")
    }
}

impl Tell for Kept {
    fn tell(&self) -> String {
        let kept = Freelist::all().zip(self.0).filter(|(_, kept)| *kept);
        let names: Vec<&str> = kept.map(|(list, _)| list.holds()).collect();
        if names.is_empty() {
            "none".to_owned()
        } else {
            names.join(", ")
        }
    }
}

impl Tell for PymallocFacts {
    fn tell(&self) -> String {
        let (pool, arena) = (self.pool >> 10, self.arena >> 10);
        format!("steps of {}, {pool} KiB, {arena} KiB", self.alignment)
    }
}

/// One phrase per case.
macro_rules! phrases {
    ($($Kind:ident { $($case:pat => $words:literal,)+ })+) => { $(
        impl Tell for $Kind {
            fn tell(&self) -> String {
                match self { $($case => $words,)+ }.to_owned()
            }
        }
    )+ };
}

phrases! {
    Collector {
        Collector::Generational => "three generations",
        Collector::Incremental => "incremental",
    }
    Trigger {
        Trigger::InAllocation => "in the allocation",
        Trigger::EvalBreaker => "at the eval breaker",
    }
    UntrackTuples {
        UntrackTuples::WhileWalking => "while walking",
        UntrackTuples::AfterWalking => "after walking",
        UntrackTuples::BeforeAndAfter => "before and after",
    }
    Finalizers {
        Finalizers::Legacy => "cycle uncollectable",
        Finalizers::Pep442 => "runs once (PEP 442)",
    }
    WeakrefRule {
        WeakrefRule::All { inside: true } => "all",
        WeakrefRule::All { inside: false } => "those from outside",
        WeakrefRule::OnlyWithCallback => "those with a callback",
    }
    ImmortalMet {
        ImmortalMet::Never => "never meets one",
        ImmortalMet::MovedToPermanent => "permanent generation",
        ImmortalMet::Untracked => "untracks it",
    }
    Immortality {
        Immortality::None => "not at all",
        Immortality::HugeStaticCounts => "static: 999999999 + uses",
        Immortality::LowWord => "0xFFFFFFFF",
        Immortality::Flags => "3 << 30 and flags",
    }
}
