//! Laws that hold for every graph and every order of operations.

#![allow(clippy::unwrap_used)] // A test may stop at the first surprise.

mod toy;

use std::collections::BTreeSet;

use heap::{Facts, Mismatch, Ref};
use proptest::prelude::*;
use toy::{Finalizer, NODE, Toy, World};

fn versions() -> impl Strategy<Value = Facts> {
    prop::sample::select(vec![
        Facts::v2_7(),
        Facts::v3_11(),
        Facts::v3_12(),
        Facts::v3_13(),
        Facts::v3_14(),
        Facts::v3_14_2(),
        Facts::v3_15(),
    ])
}

fn node(world: &mut World) -> Ref {
    let body = Toy::Node {
        attributes: Vec::new(),
        values: None,
    };
    let r = heap::alloc(world, &NODE, None, body).unwrap();
    heap::track(world, r);
    r
}

/// What the names lead to.
fn reachable(world: &World) -> BTreeSet<Ref> {
    let mut seen = BTreeSet::new();
    let mut todo: Vec<Ref> = world.names.values().copied().collect();
    while let Some(r) = todo.pop() {
        if seen.insert(r) {
            world.heap.referents(r, &mut |to| todo.push(to));
        }
    }
    seen
}

fn whole(world: &World) {
    heap::audit(world).unwrap_or_else(|wrong| panic!("{wrong:?}"));
}

#[test]
fn the_auditor_finds_what_does_not_add_up() {
    let mut world = World::new(Facts::v3_14());
    world.run("a = node\n b = node\n a.x = b");
    let (a, b) = (world.names["a"], world.names["b"]);
    world.heap.incref(a);
    let wrong = vec![Mismatch::Count {
        object: a,
        count: 2,
        holders: 1,
    }];
    assert_eq!(heap::audit(&world), Err(wrong));
    assert!(!world.heap.take_ref(a));
    world.names.remove("b");
    let wrong = vec![Mismatch::Count {
        object: b,
        count: 2,
        holders: 1,
    }];
    assert_eq!(heap::audit(&world), Err(wrong));
    // Left out once the program has written over it.
    world.heap.set_refcnt(b, 1);
    assert_eq!(heap::audit(&world), Ok(()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// A full collection frees what is unreachable and nothing else.
    #[test]
    fn a_full_collection_is_exact(
        facts in versions(),
        edges in prop::collection::vec((0usize..1000, 0u32..4, 0usize..1000), 0..3000),
        roots in prop::collection::btree_set(0usize..1000, 0..20),
        before in 0usize..3,
    ) {
        let mut world = World::new(facts);
        let nodes: Vec<Ref> = (0..1000).map(|_| node(&mut world)).collect();
        for (i, &r) in nodes.iter().enumerate() {
            world.names.insert(i.to_string(), r);
        }
        for (from, name, to) in edges {
            world.set(nodes[from], name, Some(nodes[to]));
        }
        whole(&world);
        heap::collect(&mut world, before);
        whole(&world);
        for (i, &r) in nodes.iter().enumerate() {
            if !roots.contains(&i) {
                world.names.remove(&i.to_string());
                heap::decref(&mut world, r);
            }
        }
        whole(&world);
        let expected = reachable(&world);
        let alive = world.heap.live().count();
        let outcome = heap::collect(&mut world, 2);
        whole(&world);
        prop_assert_eq!(world.heap.live().collect::<BTreeSet<_>>(), expected.clone());
        prop_assert_eq!(outcome.unreachable(), alive - expected.len());
        prop_assert_eq!(heap::collect(&mut world, 2).unreachable(), 0);
    }

    /// Counts equal holders and lists are whole after every operation, with finalizers that revive, weak
    /// references with callbacks, and collections in between.
    #[test]
    fn everything_adds_up_after_every_operation(
        facts in versions(),
        ops in prop::collection::vec((0u8..11, 0usize..12, 0u32..3, 0usize..12), 0..250),
    ) {
        let mut world = World::new(facts);
        world.heap.set_threshold(7, Some(2), Some(2));
        for (step, (op, a, name, b)) in ops.into_iter().enumerate() {
            let (key, other) = (format!("n{a}"), format!("n{b}"));
            let (x, y) = (world.names.get(&key).copied(), world.names.get(&other).copied());
            match (op, x, y) {
                (0..=2, None, _) => {
                    let r = node(&mut world);
                    let serial = world.heap.serial(r);
                    world.called.insert(serial, format!("o{step}"));
                    match op {
                        0 => {}
                        1 => drop(world.finalizers.insert(serial, Finalizer::Says)),
                        _ => drop(world.finalizers.insert(serial, Finalizer::Saves)),
                    }
                    world.names.insert(key, r);
                }
                (3..=4, Some(x), Some(y)) => world.set(x, name, Some(y)),
                (5, Some(x), _) => world.set(x, name, None),
                (6, Some(_), Some(_)) => drop(world.run(&format!("w{step} = weak {key} {other}"))),
                (7, Some(_), _) => drop(world.run(&format!("w{step} = weak {key}"))),
                (8, Some(_), Some(_)) => drop(world.run(&format!("t{step} = tuple {key} {other}"))),
                (9, _, _) => drop(heap::collect(&mut world, name as usize)),
                (_, Some(x), _) => {
                    world.names.remove(&key);
                    heap::decref(&mut world, x);
                }
                _ => drop(heap::collect_if_due(&mut world)),
            }
            whole(&world);
            for r in reachable(&world) {
                prop_assert!(world.heap.is_alive(r));
            }
        }
        // Without names nothing is left after a few collections, but what 2.7 cannot collect.
        world.finalizers.clear();
        while let Some((_, r)) = world.names.pop_first() {
            heap::decref(&mut world, r);
            whole(&world);
        }
        world.run("drop garbage");
        heap::collect(&mut world, 2);
        heap::collect(&mut world, 2);
        prop_assert_eq!(world.heap.live().count(), 0);
        prop_assert_eq!(world.heap.allocated_blocks(), 0);
        prop_assert!(world.heap.take_fault().is_none());
    }
}
