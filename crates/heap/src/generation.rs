//! The collector's state between collections: thresholds, counts, statistics, and the 25 % rule.

use crate::Ref;
use crate::facts::{Collector, Facts};
use crate::gc_list::{GcList, ListIter};
use crate::heap::Heap;
use crate::object::Object;

/// Where a tracked object is, outside of collections.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Gen {
    Young,
    Middle,
    Old,
    Permanent,
}

/// One dict of `gc.get_stats()`. `candidates` is shown by 3.15 only.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct GenerationStats {
    pub collections: u64,
    pub collected: u64,
    pub uncollectable: u64,
    pub candidates: u64,
}

/// `struct _gc_runtime_state`.
#[derive(Clone, Debug)]
pub(crate) struct GcState {
    pub(crate) enabled: bool,
    pub(crate) collecting: bool,
    /// A collection has been scheduled (`_PY_GC_SCHEDULED_BIT`).
    pub(crate) due: bool,
    pub(crate) thresholds: [u32; 3],
    pub(crate) counts: [u32; 3],
    pub(crate) stats: [GenerationStats; 3],
    /// Objects that survived the last full collection.
    pub(crate) long_lived_total: usize,
    /// Objects that came out of generation 1 since then.
    pub(crate) long_lived_pending: usize,
    /// Unreachable objects of the start-up that are not simulated: the first collection that is asked for finds them.
    pub(crate) left_behind: usize,
    pub(crate) incremental: IncrementalState,
}

/// What only the incremental collector keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IncrementalState {
    /// `work_to_do`, in objects.
    pub work_to_do: i64,
    /// Tracked objects.
    pub heap_size: usize,
    /// Whether the old space 1 is the visited one (space 0 otherwise).
    pub visited_is_second: bool,
    /// The next step marks from the roots.
    pub marking: bool,
}

impl GcState {
    pub(crate) fn new(facts: &Facts) -> Self {
        GcState {
            enabled: true,
            collecting: false,
            due: false,
            thresholds: facts.thresholds,
            counts: [0; 3],
            stats: [GenerationStats::default(); 3],
            long_lived_total: 0,
            long_lived_pending: 0,
            left_behind: 0,
            incremental: IncrementalState {
                work_to_do: 0,
                heap_size: 0,
                visited_is_second: false,
                marking: true,
            },
        }
    }

    /// An object more in generation 0: count it and see whether a collection is due. Comparisons are strict.
    #[inline]
    pub(crate) fn count_one(&mut self) {
        self.counts[0] = self.counts[0].wrapping_add(1);
        let threshold = self.thresholds[0];
        if self.counts[0] > threshold && threshold != 0 && self.enabled && !self.collecting {
            self.due = true;
        }
    }

    #[inline]
    pub(crate) fn uncount_one(&mut self) {
        self.counts[0] = self.counts[0].saturating_sub(1);
    }

    /// `gc_select_generation`: the oldest one over its threshold. Generation 2 waits until the newcomers are a
    /// quarter of what survived the last full collection.
    pub(crate) fn select_generation(&self) -> Option<usize> {
        (0..3).rev().find(|&g| {
            self.counts[g] > self.thresholds[g]
                && (g < 2 || self.long_lived_pending >= self.long_lived_total / 4)
        })
    }
}

impl<O: Object> Heap<O> {
    /// Whether a collection has been scheduled and not served: the count went over the threshold in an
    /// allocation while the collector was enabled and idle.
    #[inline]
    pub fn gc_due(&self) -> bool {
        self.gc.due
    }

    /// `gc.get_threshold()`.
    pub fn threshold(&self) -> [u32; 3] {
        self.gc.thresholds
    }

    /// `gc.set_threshold()`; the arguments that were left out stay `None`. The incremental collector ignores the
    /// third.
    pub fn set_threshold(&mut self, zero: u32, one: Option<u32>, two: Option<u32>) {
        self.gc.thresholds[0] = zero;
        if let Some(one) = one {
            self.gc.thresholds[1] = one;
        }
        if let Some(two) = two
            && self.facts.collector == Collector::Generational
        {
            self.gc.thresholds[2] = two;
        }
    }

    /// `gc.get_count()`.
    pub fn counts(&self) -> [u32; 3] {
        self.gc.counts
    }

    /// `gc.isenabled()`.
    pub fn gc_enabled(&self) -> bool {
        self.gc.enabled
    }

    /// `gc.enable()`, `gc.disable()`. Counting goes on either way.
    pub fn set_gc_enabled(&mut self, enabled: bool) {
        self.gc.enabled = enabled;
    }

    /// `gc.get_stats()`.
    pub fn stats(&self) -> &[GenerationStats; 3] {
        &self.gc.stats
    }

    /// Objects that survived the last full collection, and those promoted out of generation 1 since.
    pub fn long_lived(&self) -> (usize, usize) {
        (self.gc.long_lived_total, self.gc.long_lived_pending)
    }

    /// What the incremental collector keeps between its steps.
    pub fn incremental(&self) -> IncrementalState {
        self.gc.incremental
    }

    /// The objects of a generation, 0 to 2, in list order; of any other number none. For the incremental
    /// collector 1 and 2 are its two old spaces.
    pub fn generation(&self, number: usize) -> impl Iterator<Item = Ref> + '_ {
        GcList::generation(number)
            .into_iter()
            .flat_map(|list| self.headers.iter(list))
    }

    /// The objects that `gc.freeze()` put away.
    pub fn permanent(&self) -> ListIter<'_> {
        self.headers.iter(GcList::Permanent)
    }

    /// One of the lists of a collection, in list order.
    pub fn gc_list(&self, list: GcList) -> ListIter<'_> {
        self.headers.iter(list)
    }

    /// Which list a tracked object is in.
    pub fn gc_list_of(&self, r: Ref) -> Option<GcList> {
        self.headers.list_of(r)
    }

    /// The generation of a tracked object. `None` when untracked, and while a collection has it on a list of its
    /// own ([`Heap::gc_list_of`]).
    pub fn generation_of(&self, r: Ref) -> Option<Gen> {
        match self.headers.list_of(r)? {
            GcList::Generation0 => Some(Gen::Young),
            GcList::Generation1 => Some(match self.facts.collector {
                Collector::Generational => Gen::Middle,
                Collector::Incremental => Gen::Old,
            }),
            GcList::Generation2 => Some(Gen::Old),
            GcList::Permanent => Some(Gen::Permanent),
            GcList::Unreachable
            | GcList::Finalizers
            | GcList::WeakrefCallbacks
            | GcList::Seen
            | GcList::FinalUnreachable
            | GcList::Increment
            | GcList::Reached => None,
        }
    }

    /// The start of a process is over: everything so far is old, as after the full collection of a start-up
    /// whose `others` objects are not simulated, nor the garbage that was `left_behind`. Counts and statistics begin anew.
    pub fn settle(&mut self, others: usize, left_behind: usize) {
        let old = match self.facts.collector {
            Collector::Generational => GcList::Generation2,
            Collector::Incremental => GcList::Generation1,
        };
        for list in [GcList::Generation0, GcList::Generation1] {
            if list != old {
                self.headers.merge(list, old);
            }
        }
        self.gc.counts = [0; 3];
        self.gc.due = false;
        self.gc.long_lived_total = others + self.headers.iter(old).count();
        self.gc.long_lived_pending = 0;
        self.gc.left_behind = left_behind;
    }

    /// `gc.freeze()`: everything becomes permanent, all counts 0.
    pub fn freeze(&mut self) {
        for list in [
            GcList::Generation0,
            GcList::Generation1,
            GcList::Generation2,
        ] {
            self.headers.merge(list, GcList::Permanent);
        }
        self.gc.counts = [0; 3];
    }

    /// `gc.unfreeze()`: the permanent objects become old.
    pub fn unfreeze(&mut self) {
        let old = match self.facts.collector {
            Collector::Generational => GcList::Generation2,
            Collector::Incremental => GcList::Generation1,
        };
        self.headers.merge(GcList::Permanent, old);
    }
}
