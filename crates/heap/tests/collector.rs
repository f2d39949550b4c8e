//! Death by the collector.

#![allow(clippy::unwrap_used)] // A test may stop at the first surprise.

mod toy;

use expect_test::expect;
use heap::Facts;
use toy::check;

const PAIR: &str = "a = node\n b = node\n c = node\n a.x = b\n b.x = a\n c.x = a\n";

#[test]
fn every_step_of_a_collection() {
    let program = format!(
        "{PAIR} k = node\n k.x = k\n k.y = c\n del a\n del b\n del c\n del k\n r = node\n trace on\n collect 2\n show"
    );
    check(
        Facts::v3_14(),
        &program,
        expect![[r#"
          start 2
          callbacks Start 0 0
          merged into 2
          update_refs a 2
          update_refs b 1
          update_refs c 1
          update_refs k 1
          update_refs r 1
          subtract_refs a -> b 0
          subtract_refs b -> a 1
          subtract_refs c -> a 0
          subtract_refs k -> k 0
          subtract_refs k -> c 0
          move_unreachable
          unreachable a
          unreachable b
          unreachable c
          unreachable k
          reachable r
          promoted 1 to 2
          handle_weakrefs
          finalize_garbage
          handle_resurrected_objects
          update_refs a 2
          update_refs b 1
          update_refs c 1
          update_refs k 1
          subtract_refs a -> b 0
          subtract_refs b -> a 1
          subtract_refs c -> a 0
          subtract_refs k -> k 0
          subtract_refs k -> c 0
          move_unreachable
          unreachable a
          unreachable b
          unreachable c
          unreachable k
          delete_garbage 4
          clear a
        freed b
          survived a
          clear c
        freed a
          survived c
          clear k
        freed c
        freed k
          freelists cleared
          callbacks Stop 4 0
          stop 4 0
        collect(2) = 4
        get_count() = (0, 0, 0)
          generation 2: r
          r count 1
    "#]],
    );
}

#[test]
fn what_is_reachable_comes_back_from_the_unreachable_list() {
    let program = "a = node\n b = node\n c = node\n c.x = b\n b.x = a\n del a\n del b\n trace on\n collect 0\n show";
    check(
        Facts::v3_11(),
        program,
        expect![[r#"
          start 0
          callbacks Start 0 0
          merged into 0
          update_refs a 1
          update_refs b 1
          update_refs c 1
          subtract_refs b -> a 0
          subtract_refs c -> b 0
          move_unreachable
          unreachable a
          unreachable b
          reachable c
          rescued b by c, moved
          reachable b
          rescued a by b, moved
          reachable a
          promoted 3 to 1
          handle_weakrefs
          finalize_garbage
          handle_resurrected_objects
          move_unreachable
          delete_garbage 0
          callbacks Stop 0 0
          stop 0 0
        collect(0) = 0
        get_count() = (0, 1, 0)
          generation 1: c b a
          a count 1
          b count 1 -> a
          c count 1 -> b
    "#]],
    );
}

#[test]
fn finalizers_run_in_list_order_and_one_saves_its_own() {
    let program = "a = node saves\n b = node dies\n c = node dies\n a.x = b\n b.x = a\n c.x = c\n del a\n del b\n del c\n
                   collect 2\n show\n del saved_a\n collect 2";
    check(
        Facts::v3_14(),
        program,
        expect![[r#"
        __del__ a, count 2
        __del__ b, count 2
        __del__ c, count 2
        freed c
        collect(2) = 1
        get_count() = (0, 0, 0)
          generation 2: a b
          a count 2 -> b
          b count 1 -> a
        freed b
        freed a
        collect(2) = 2
    "#]],
    );
}

#[test]
fn cycles_with_a_finalizer_are_uncollectable_in_2_7() {
    let program = "a = node dies\n b = node\n a.x = b\n b.x = a\n c = node\n c.x = c\n del a\n del b\n del c\n trace on\n collect 2\n show";
    check(
        Facts::v2_7(),
        program,
        expect![[r#"
          start 2
          callbacks Start 0 0
          merged into 2
          update_refs a 1
          update_refs b 1
          update_refs c 1
          subtract_refs a -> b 0
          subtract_refs b -> a 0
          subtract_refs c -> c 0
          move_unreachable
          unreachable a
          unreachable b
          unreachable c
          promoted 0 to 2
          legacy finalizer a
          legacy finalizer b
          legacy finalizers 2
          handle_weakrefs
          delete_garbage 1
          clear c
        freed c
          garbage a
          freelists cleared
          callbacks Stop 1 2
          stop 1 2
        collect(2) = 3
        get_count() = (0, 0, 0)
          generation 2: a b
          a count 2 -> b
          b count 1 -> a
    "#]],
    );
}

const WEAK: &str = "cb = node\n a = node saves\n a.x = a\n out = weak a cb\n bare = weak a\n inside = weak a cb\n a.w = inside\n del inside\n del a\n collect 2\n show";

#[test]
fn weak_references_to_garbage_are_cleared_before_finalizers() {
    check(
        Facts::v3_14(),
        WEAK,
        expect![[r#"
        cb(out), dead: true
        __del__ a, count 2
        collect(2) = 0
        get_count() = (0, 0, 0)
          generation 2: cb bare out a inside
          cb count 3
          a count 2 -> a inside
          out count 1 -> cb ~> dead
          bare count 1 ~> dead
          inside count 1 -> cb ~> dead
    "#]],
    );
}

#[test]
fn weak_references_without_callback_outlive_finalizers_in_3_15() {
    check(
        Facts::v3_15(),
        WEAK,
        expect![[r#"
        cb(out), dead: true
        __del__ a, count 2
        collect(2) = 0
        get_count() = (0, 0, 0)
          generation 2: cb bare out a inside
          cb count 3
          a count 2 -> a inside
          out count 1 -> cb ~> dead
          bare count 1 ~> a
          inside count 1 -> cb ~> dead
    "#]],
    );
}

#[test]
fn garbage_that_is_saved_is_found_again() {
    let program =
        "saveall\n a = node\n a.x = a\n del a\n collect 2\n show\n drop garbage\n collect 2";
    check(
        Facts::v3_14(),
        program,
        expect![[r#"
            collect(2) = 1
            get_count() = (0, 0, 0)
              generation 2: a
              a count 2 -> a
            collect(2) = 1
        "#]],
    );
}

#[test]
fn tuples_of_atoms_are_untracked_one_level_at_a_time() {
    let program = "x = atom\n inner = tuple x\n outer = tuple inner\n d = dict x\n del inner\n collect 0\n show\n collect 2\n show";
    check(
        Facts::v3_13(),
        program,
        expect![[r#"
            collect(0) = 0
            get_count() = (0, 1, 0)
              generation 1: outer d
              x count 3
              inner count 1 -> x
              outer count 1 -> inner
              d count 1 -> x
            collect(2) = 0
            get_count() = (0, 0, 0)
              x count 3
              inner count 1 -> x
              outer count 1 -> inner
              d count 1 -> x
        "#]],
    );
}

#[test]
fn dicts_stay_tracked_in_3_14() {
    check(
        Facts::v3_14(),
        "x = atom\n d = dict x\n collect 2\n show",
        expect![[r#"
            collect(2) = 0
            get_count() = (0, 0, 0)
              generation 2: d
              x count 2
              d count 1 -> x
        "#]],
    );
}

#[test]
fn a_cycle_through_a_tuple_is_broken_elsewhere() {
    let program = "a = node\n t = tuple a\n a.x = t\n del a\n del t\n trace on\n collect 1";
    check(
        Facts::v3_14(),
        program,
        expect![[r#"
          start 1
          callbacks Start 0 0
          merged into 1
          update_refs a 1
          update_refs t 1
          subtract_refs a -> t 0
          subtract_refs t -> a 0
          move_unreachable
          unreachable a
          unreachable t
          promoted 0 to 2
          handle_weakrefs
          finalize_garbage
          handle_resurrected_objects
          update_refs a 1
          update_refs t 1
          subtract_refs a -> t 0
          subtract_refs t -> a 0
          move_unreachable
          unreachable a
          unreachable t
          delete_garbage 2
          clear a
        freed t
        freed a
          callbacks Stop 2 0
          stop 2 0
        collect(1) = 2
    "#]],
    );
}

#[test]
fn survivors_move_up_one_generation_at_a_time() {
    let program =
        "a = node\n collect 0\n show\n b = node\n collect 0\n collect 1\n show\n collect 2\n show";
    check(
        Facts::v3_14(),
        program,
        expect![[r#"
        collect(0) = 0
        get_count() = (0, 1, 0)
          generation 1: a
          a count 1
        collect(0) = 0
        collect(1) = 0
        get_count() = (0, 0, 1)
          generation 2: a b
          a count 1
          b count 1
        collect(2) = 0
        get_count() = (0, 0, 0)
          generation 2: a b
          a count 1
          b count 1
    "#]],
    );
}

#[test]
fn the_incremental_collector_marks_first() {
    let program = "a = node\n b = node\n b.x = b\n del b\n trace on\n collect 1\n collect 1\n collect 0\n collect 2\n show";
    check(
        Facts::v3_14_2(),
        program,
        expect![[r#"
          start 1
          callbacks Start 0 0
          marked a
          callbacks Stop 0 0
          stop 0 0
        collect(1) = 0
          start 1
          callbacks Start 0 0
          update_refs b 1
          subtract_refs b -> b 0
          move_unreachable
          unreachable b
          promoted 0 to 1
          handle_weakrefs
          finalize_garbage
          handle_resurrected_objects
          update_refs b 1
          subtract_refs b -> b 0
          move_unreachable
          unreachable b
          delete_garbage 1
          clear b
        freed b
          callbacks Stop 1 0
          stop 1 0
        collect(1) = 1
          start 0
          callbacks Start 0 0
          move_unreachable
          promoted 0 to 2
          handle_weakrefs
          finalize_garbage
          handle_resurrected_objects
          move_unreachable
          delete_garbage 0
          callbacks Stop 0 0
          stop 0 0
        collect(0) = 0
          start 2
          callbacks Start 0 0
          merged into 2
          update_refs a 1
          move_unreachable
          reachable a
          promoted 1 to 2
          handle_weakrefs
          finalize_garbage
          handle_resurrected_objects
          move_unreachable
          delete_garbage 0
          freelists cleared
          callbacks Stop 0 0
          stop 0 0
        collect(2) = 0
        get_count() = (0, 0, 0)
          generation 2: a
          a count 1
    "#]],
    );
}
