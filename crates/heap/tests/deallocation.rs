//! Death by reference count.

#![allow(clippy::unwrap_used)] // A test may stop at the first surprise.

mod toy;

use expect_test::expect;
use heap::{Facts, Heap, Ref, Runtime};
use toy::{NODE, Toy, World, check};

#[test]
fn children_die_one_after_the_other_each_with_all_it_holds() {
    check(
        Facts::v3_14(),
        "a = node\n b = node\n c = node\n d = node\n a.x = b\n b.x = c\n a.y = d\n del b\n del c\n del d\n del a",
        expect![[r#"
            freed c
            freed b
            freed d
            freed a
        "#]],
    );
}

#[test]
fn the_finalizer_runs_first_and_may_revive_once() {
    check(
        Facts::v3_14(),
        "cb = node\n a = node saves\n w = weak a cb\n del a\n show\n del saved_a\n show",
        expect![[r#"
            __del__ a, count 1
            revived a
            get_count() = (3, 0, 0)
              generation 0: cb w a
              cb count 2
              a count 1
              w count 1 -> cb ~> a
            cb(w), dead: true
            freed a
            get_count() = (2, 0, 0)
              generation 0: cb w
              cb count 1
              w count 1 ~> dead
        "#]],
    );
}

#[test]
fn weak_references_die_before_the_finalizer_in_2_7() {
    check(
        Facts::v2_7(),
        "cb = node\n a = node saves\n w = weak a cb\n del a\n show\n del saved_a",
        expect![[r#"
            cb(w), dead: true
            __del__ a, count 1
            revived a
            get_count() = (3, 0, 0)
              generation 0: cb w a
              cb count 1
              a count 1
              w count 1 ~> dead
            __del__ a, count 1
            revived a
        "#]],
    );
}

#[test]
fn callbacks_run_newest_first_and_never_for_a_dead_weak_reference() {
    check(
        Facts::v3_11(),
        "c1 = node\n c2 = node\n c3 = node\n a = node\n w1 = weak a c1\n w2 = weak a c2\n w0 = weak a\n w3 = weak a c3\n
         del w2\n show\n del a\n show",
        expect![[r#"
            freed w2
            get_count() = (7, 0, 0)
              generation 0: c1 c2 c3 a w1 w0 w3
              c1 count 2
              c2 count 1
              c3 count 2
              a count 1
              w1 count 1 -> c1 ~> a
              w0 count 1 ~> a
              w3 count 1 -> c3 ~> a
            c3(w3), dead: true
            c1(w1), dead: true
            freed a
            get_count() = (6, 0, 0)
              generation 0: c1 c2 c3 w1 w0 w3
              c1 count 1
              c2 count 1
              c3 count 1
              w1 count 1 ~> dead
              w0 count 1 ~> dead
              w3 count 1 ~> dead
        "#]],
    );
}

#[test]
fn tuples_give_up_their_last_item_first() {
    check(
        Facts::v3_14(),
        "a = node dies\n b = node dies\n c = node dies\n t = tuple a b c\n del a\n del b\n del c\n del t",
        expect![[r#"
            __del__ c, count 1
            freed c
            __del__ b, count 1
            freed b
            __del__ a, count 1
            freed a
            freed t
        "#]],
    );
}

/// A process that keeps quiet, for large heaps.
pub struct Quiet(Heap<Toy>);

impl Runtime for Quiet {
    type Body = Toy;
    fn heap(&self) -> &Heap<Toy> {
        &self.0
    }
    fn heap_mut(&mut self) -> &mut Heap<Toy> {
        &mut self.0
    }
    fn has_finalizer(&self, _: Ref) -> bool {
        false
    }
    fn finalize(&mut self, _: Ref) {}
    fn weakref_callback(&mut self, _: Ref, _: Ref) {}
    fn roots(&self, _: &mut dyn FnMut(Ref)) {}
}

#[test]
fn a_list_of_a_million_nodes_dies_without_overflow() {
    let mut rt = Quiet(Heap::new(Facts::v3_14()));
    let mut head: Option<Ref> = None;
    for _ in 0..1_000_000 {
        let attributes = head.map(|next| (0, next)).into_iter().collect();
        let node =
            rt.0.alloc(
                &NODE,
                None,
                Toy::Node {
                    attributes,
                    values: None,
                },
            )
            .unwrap();
        rt.0.track(node);
        head = Some(node);
    }
    assert_eq!(rt.0.allocated_blocks(), 1_000_000);
    heap::decref(&mut rt, head.unwrap());
    assert_eq!(rt.0.allocated_blocks(), 0);
    assert_eq!(rt.0.live().count(), 0);
    assert_eq!(rt.0.arenas().count(), 1, "one spare arena is kept");
    assert_eq!(heap::audit(&rt), Ok(()));
}

#[test]
fn a_second_free_is_a_fault_and_no_panic() {
    let mut world = World::new(Facts::v3_14());
    world.run("a = node\n b = a");
    let a = world.names["a"];
    world.heap.set_refcnt(a, 1);
    world.names.clear();
    heap::decref(&mut world, a);
    assert!(!world.heap.is_alive(a));
    world.heap.incref(a);
    heap::decref(&mut world, a);
    assert!(
        matches!(world.heap.take_fault(), Some(heap::Fault::FreedTwice { object, .. }) if object == a)
    );
}

#[test]
fn handles_of_nobody_are_harmless() {
    let mut world = World::new(Facts::v3_14());
    for raw in [1, 5, 31, 32, 1 << 20, (1 << 31) - 1] {
        let r = Ref::from_raw(raw).unwrap();
        world.heap.incref(r);
        heap::decref(&mut world, r);
        world.heap.track(r);
        world.heap.untrack(r);
        world.heap.add_weakref(r, r, true);
        world.heap.set_type(r, r, true);
        world.heap.make_immortal(r, heap::Immortal::Heap);
        assert!(matches!(world.heap.body(r), Toy::Freed));
        assert!(matches!(world.heap.body_mut(r), Toy::Freed));
        assert!(!world.heap.is_alive(r) && world.heap.object_at(world.heap.addr(r)).is_none());
        assert_eq!(heap::collect(&mut world, 2).unreachable(), 0);
    }
}
