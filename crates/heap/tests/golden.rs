//! Numbers that the real interpreters print for the same pattern of allocations.

#![allow(clippy::unwrap_used)] // A test may stop at the first surprise.

mod toy;

use heap::{Facts, Freelist, GenerationStats, Heap, Layout, Ref, Runtime, Trigger};
use toy::{NODE, Toy};

/// A loop of Python code, reduced to what it allocates and drops: no log, no names.
struct Loop {
    heap: Heap<Toy>,
    roots: Vec<Ref>,
    collections: u32,
    /// Statistics at the start.
    before: [GenerationStats; 3],
}

impl Runtime for Loop {
    type Body = Toy;
    fn heap(&self) -> &Heap<Toy> {
        &self.heap
    }
    fn heap_mut(&mut self) -> &mut Heap<Toy> {
        &mut self.heap
    }
    fn has_finalizer(&self, _: Ref) -> bool {
        false
    }
    fn finalize(&mut self, _: Ref) {}
    fn weakref_callback(&mut self, _: Ref, _: Ref) {}
    fn gc_started(&mut self, _: usize) {
        self.collections += 1;
    }
    fn roots(&self, visit: &mut dyn FnMut(Ref)) {
        self.roots.iter().for_each(|&r| visit(r));
    }
}

impl Loop {
    /// A process with some long-lived objects, after a full collection.
    fn new(facts: Facts, threshold: Option<(u32, u32, u32)>) -> Self {
        let heap = Heap::new(facts);
        let mut this = Loop {
            heap,
            roots: Vec::new(),
            collections: 0,
            before: [GenerationStats::default(); 3],
        };
        this.heap.set_gc_enabled(false);
        for _ in 0..6000 {
            let r = this.object(&NODE);
            this.roots.push(r);
        }
        heap::collect(&mut this, 2);
        heap::collect(&mut this, 2);
        if let Some((zero, one, two)) = threshold {
            this.heap.set_threshold(zero, Some(one), Some(two));
        }
        this.heap.set_gc_enabled(true);
        this.before = *this.heap.stats();
        this
    }

    /// The list and the dicts that a call of `gc.get_stats()` left alive and young.
    fn with_stats(facts: Facts, threshold: Option<(u32, u32, u32)>) -> Self {
        let mut this = Loop::new(facts, threshold);
        for _ in 0..8 {
            let r = this.call(&NODE);
            this.roots.push(r);
        }
        this
    }

    /// An object as a call of a class makes it: tracked when it is done, the eval breaker checked on return.
    fn call(&mut self, layout: &Layout) -> Ref {
        let r = self.object(layout);
        self.roots.push(r);
        self.check_eval_breaker();
        self.roots.pop();
        r
    }

    fn object(&mut self, layout: &Layout) -> Ref {
        let body = Toy::Node {
            attributes: Vec::new(),
            values: None,
        };
        let r = heap::alloc(self, layout, None, body).unwrap();
        heap::track(self, r);
        r
    }

    fn check_eval_breaker(&mut self) {
        if self.heap.facts().trigger == Trigger::EvalBreaker {
            heap::collect_if_due(self);
        }
    }

    fn link_to_itself(&mut self, r: Ref) {
        self.heap.incref(r);
        if let Toy::Node { attributes, .. } = self.heap.body_mut(r) {
            attributes.push((0, r));
        }
    }

    /// `for _ in range(n): a = S(); a.a = a`, then what the counts and statistics say, what a last `collect()`
    /// returns while `a` is still there.
    fn self_cycles(mut self, n: usize) -> ([u32; 3], [(u64, u64); 3], usize) {
        let before = self.before;
        let mut a: Option<Ref> = None;
        for _ in 0..n {
            let new = self.call(&NODE);
            if let Some(old) = a.replace(new) {
                self.roots.pop();
                heap::decref(&mut self, old);
            }
            self.roots.push(new);
            self.link_to_itself(new);
        }
        let counts = self.heap.counts();
        self.report_allocation();
        if self.heap.facts().trigger == Trigger::InAllocation {
            // A list comprehension is a function there.
            self.report_allocation();
        }
        let stats = std::array::from_fn(|g| {
            let (now, before) = (self.heap.stats()[g], before[g]);
            (
                now.collections - before.collections,
                now.collected - before.collected,
            )
        });
        for _ in 0..4 {
            let r = self.object(&NODE);
            self.roots.push(r);
        }
        self.check_eval_breaker();
        assert_eq!(heap::audit(&self), Ok(()));
        (counts, stats, heap::collect(&mut self, 2).unreachable())
    }

    /// Something that the report of the numbers needs.
    fn report_allocation(&mut self) {
        let r = self.call(&NODE);
        self.roots.push(r);
    }
}

/// `keep[i] = X(); out[i] = gc.get_count()` with a threshold of 10: what `get_count()[0]` says.
fn counts_of_kept_objects(facts: Facts) -> Vec<u32> {
    let tuple = Layout {
        freelist: Some(Freelist::Tuple(3)),
        ..NODE
    };
    let mut rt = Loop::new(facts, Some((10, 1000, 1000)));
    // The statements before the loop leave a tuple on its free list, which was counted when it was made.
    let parked = rt.object(&tuple);
    heap::decref(&mut rt, parked);
    let mut seen = Vec::new();
    for _ in 0..30 {
        let x = rt.call(&NODE);
        rt.roots.push(x);
        seen.push(rt.heap.counts()[0]);
        let count = rt.call(&tuple);
        rt.roots.push(count);
    }
    seen
}

#[test]
fn kept_objects_count_up_to_the_threshold() {
    let measured = [
        2, 3, 5, 7, 9, 0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 0, 2, 4,
    ];
    for facts in [
        Facts::v3_11(),
        Facts::v3_12(),
        Facts::v3_13(),
        Facts::v3_14(),
        Facts::v3_15(),
    ] {
        assert_eq!(counts_of_kept_objects(facts), measured);
    }
    let seen = counts_of_kept_objects(Facts::v3_14_2());
    assert_eq!(seen[0], 1);
    assert_eq!(seen[1..], measured[1..]);
}

#[test]
fn self_cycles_are_collected_as_measured() {
    let cases = [
        (
            1000,
            (100, 5, 5),
            ([99, 2, 1], [(9, 890), (1, 106), (0, 0)], 3),
            ([99, 2, 1], [(8, 784), (1, 111), (0, 0)], 6),
        ),
        (
            10,
            (3, 2, 2),
            ([2, 0, 1], [(4, 4), (1, 4), (0, 0)], 1),
            ([2, 0, 1], [(3, 2), (1, 4), (0, 0)], 2),
        ),
        (
            50,
            (10, 2, 2),
            ([3, 1, 1], [(4, 31), (1, 13), (0, 0)], 5),
            ([3, 1, 1], [(4, 28), (1, 15), (0, 0)], 6),
        ),
    ];
    for (n, threshold, v3_11, later) in cases {
        let run = |facts| Loop::with_stats(facts, Some(threshold)).self_cycles(n);
        assert_eq!(run(Facts::v3_11()), v3_11, "n = {n}");
        for facts in [
            Facts::v3_12(),
            Facts::v3_13(),
            Facts::v3_14(),
            Facts::v3_15(),
        ] {
            assert_eq!(run(facts), later, "n = {n}");
        }
    }
}

#[test]
fn self_cycles_without_other_young_objects() {
    let cases = [
        (
            1000,
            (100, 5, 5),
            ([91, 2, 1], [(8, 792), (1, 111), (0, 0)], 96),
        ),
        (10, (3, 2, 2), ([2, 2, 0], [(2, 4), (0, 0), (0, 0)], 4)),
        (50, (10, 2, 2), ([6, 0, 1], [(3, 27), (1, 15), (0, 0)], 2)),
    ];
    for (n, threshold, measured) in cases {
        for facts in [Facts::v3_13(), Facts::v3_14(), Facts::v3_15()] {
            assert_eq!(
                Loop::new(facts, Some(threshold)).self_cycles(n),
                measured,
                "n = {n}"
            );
        }
    }
}

#[test]
fn default_thresholds_collect_as_measured() {
    for (facts, young, left) in [
        (Facts::v3_11(), (7, 4891), 109),
        (Facts::v3_12(), (7, 4885), 115),
        (Facts::v3_13(), (2, 3990), 1010),
        (Facts::v3_14(), (2, 3990), 1010),
        (Facts::v3_15(), (2, 3990), 1010),
    ] {
        let (_, stats, rest) = Loop::with_stats(facts, None).self_cycles(5000);
        // The report of the real run came after `del a`.
        assert_eq!((stats[0], rest + 1), (young, left));
    }
}

#[test]
fn the_incremental_collector_leaves_young_cycles_alone() {
    let (_, stats, rest) = Loop::with_stats(Facts::v3_14_2(), None).self_cycles(5000);
    assert_eq!((stats, rest + 1), ([(0, 0); 3], 5000));
    for (n, threshold, left) in [
        (1000, (100, 5, 5), 999),
        (10, (3, 2, 2), 9),
        (50, (10, 2, 2), 49),
    ] {
        let (_, stats, rest) = Loop::with_stats(Facts::v3_14_2(), Some(threshold)).self_cycles(n);
        assert_eq!((stats[0], stats[2]), ((0, 0), (0, 0)));
        assert!(rest >= left, "{rest}");
    }
}

#[test]
fn kept_objects_are_spread_over_the_generations() {
    let per_generation = |facts: Facts| {
        let mut rt = Loop::with_stats(facts, Some((100, 5, 5)));
        let births = rt.heap.births();
        for _ in 0..1000 {
            let r = rt.call(&NODE);
            rt.roots.push(r);
        }
        // The report takes a list or two.
        for _ in 0..2 {
            rt.report_allocation();
        }
        let births = births..births + 1000;
        let young = |g| {
            rt.heap
                .generation(g)
                .filter(|&r| births.contains(&(rt.heap.serial(r).0 - 1)))
                .count()
        };
        [young(0), young(1), young(2)]
    };
    assert_eq!(per_generation(Facts::v3_11()), [0, 302, 698]);
    assert_eq!(per_generation(Facts::v3_12()), [0, 301, 699]);
    assert_eq!(per_generation(Facts::v3_13()), [0, 301, 699]);
}

#[test]
fn the_oldest_generation_waits_for_a_quarter_of_newcomers() {
    let mut rt = Loop::new(Facts::v3_14(), Some((20, 3, 3)));
    let (total, _) = rt.heap.long_lived();
    let full = rt.heap.stats()[2].collections;
    let mut made = 0;
    while rt.heap.stats()[2].collections == full {
        let r = rt.call(&NODE);
        rt.roots.push(r);
        made += 1;
        assert!(made < 10_000);
    }
    assert!(
        made * 4 >= total && made * 4 < total + 500,
        "{made} of {total}"
    );
}

#[test]
fn one_collection_serves_many_allocations_at_the_eval_breaker() {
    let sets = |facts: Facts| {
        let mut rt = Loop::new(facts, Some((10, 1000, 1000)));
        let before = rt.collections;
        for _ in 0..25 {
            let r = rt.object(&NODE);
            rt.roots.push(r);
        }
        rt.check_eval_breaker();
        rt.collections - before
    };
    assert_eq!(sets(Facts::v3_11()), 2);
    assert_eq!(sets(Facts::v3_14()), 1);
}

#[test]
fn a_young_cycle_that_was_promoted_stays_out_of_reach_of_increments() {
    let survives = |facts: Facts| {
        let mut rt = Loop::new(facts, None);
        let cycle = rt.object(&NODE);
        rt.link_to_itself(cycle);
        heap::collect(&mut rt, 0);
        heap::decref(&mut rt, cycle);
        for _ in 0..3000 {
            heap::collect(&mut rt, 1);
        }
        rt.heap.is_alive(cycle)
    };
    assert!(survives(Facts::v3_14_2()));
    assert!(!survives(Facts::v3_13()));
    assert!(!survives(Facts::v3_14()));
}
