//! Where objects lie: pymalloc, free lists, raw words.

#![allow(clippy::unwrap_used)] // A test may stop at the first surprise.

mod toy;

use heap::{Addr, Facts, Freelist, Heap, Immortal, Layout, Ref, Width, Word};
use toy::{ATOM, NODE, Toy, World};

/// `object()`: 16 bytes, no collector head.
const OBJECT: Layout = Layout { bytes: 16, ..ATOM };
const LIST: Layout = Layout {
    bytes: 56,
    freelist: Some(Freelist::List),
    ..NODE
};

fn objects(heap: &mut Heap<Toy>, layout: &Layout, count: usize) -> Vec<Ref> {
    (0..count)
        .map(|_| heap.alloc(layout, None, Toy::Atom).unwrap())
        .collect()
}

fn addrs(heap: &Heap<Toy>, objects: &[Ref]) -> Vec<u64> {
    objects.iter().map(|&r| heap.addr(r).0).collect()
}

fn free(world: &mut World, r: Ref) {
    heap::decref(world, r);
}

#[test]
fn a_pool_holds_as_many_blocks_as_measured() {
    for (facts, measured) in [
        (
            Facts::v3_14(),
            vec![
                (16, 1021),
                (32, 510),
                (48, 340),
                (64, 255),
                (80, 204),
                (96, 170),
            ],
        ),
        (Facts::v2_7(), vec![(16, 253)]),
    ] {
        for (bytes, blocks) in measured {
            let mut heap = Heap::<Toy>::new(facts.clone());
            let layout = Layout { bytes, ..OBJECT };
            let all = addrs(&heap.clone(), &objects(&mut heap, &layout, blocks));
            assert_eq!(all.len(), blocks);
            assert_eq!(heap.pools().count(), 1, "{bytes} bytes");
            objects(&mut heap, &layout, 1);
            assert_eq!(heap.pools().count(), 2, "{bytes} bytes");
        }
    }
}

#[test]
fn fresh_pools_hand_out_ascending_addresses() {
    let mut heap = Heap::<Toy>::new(Facts::v3_14());
    let all = objects(&mut heap, &OBJECT, 1021);
    let pool = heap.pools().next().unwrap().addr.0;
    assert_eq!(pool % (16 << 10), 0);
    let expected: Vec<u64> = (0..1021).map(|i| pool + 48 + 16 * i).collect();
    assert_eq!(addrs(&heap, &all), expected);
    assert_eq!(expected.last(), Some(&(pool + 16368)));
    for (&r, addr) in all.iter().zip(expected) {
        assert_eq!(heap.object_at(Addr(addr)), Some(r));
        assert_eq!(heap.object_at(Addr(addr + 1)), None);
    }
}

#[test]
fn the_last_block_freed_is_the_first_handed_out() {
    let mut world = World::new(Facts::v3_14());
    let all = objects(&mut world.heap, &OBJECT, 10);
    for i in [3, 7, 5] {
        free(&mut world, all[i]);
    }
    assert_eq!(
        objects(&mut world.heap, &OBJECT, 4)[..3],
        [all[5], all[7], all[3]]
    );
}

#[test]
fn a_full_pool_that_gets_a_free_block_is_used_next() {
    let mut world = World::new(Facts::v3_14());
    let all = objects(&mut world.heap, &OBJECT, 3 * 1021);
    free(&mut world, all[2 * 1021]);
    free(&mut world, all[5]);
    free(&mut world, all[1500]);
    assert_eq!(
        objects(&mut world.heap, &OBJECT, 3),
        [all[1500], all[5], all[2 * 1021]]
    );
}

#[test]
fn an_emptied_pool_serves_another_class_and_remembers_its_own() {
    let mut world = World::new(Facts::v3_14());
    let small = objects(&mut world.heap, &OBJECT, 3);
    let addr = world.heap.addr(small[0]).0;
    for i in [0, 2, 1] {
        free(&mut world, small[i]);
    }
    // Back to the class it had: the chain is still in the order of the frees.
    assert_eq!(
        objects(&mut world.heap, &OBJECT, 3),
        [small[1], small[2], small[0]]
    );
    for r in small {
        free(&mut world, r);
    }
    let large = objects(
        &mut world.heap,
        &Layout {
            bytes: 512,
            ..OBJECT
        },
        1,
    );
    assert_eq!(world.heap.addr(large[0]).0, addr);
    assert_eq!(world.heap.object_at(Addr(addr)), Some(large[0]));
}

#[test]
fn arenas_hold_64_pools_and_go_as_a_whole() {
    let mut world = World::new(Facts::v3_14());
    let layout = Layout {
        bytes: 512,
        ..OBJECT
    };
    let per_arena = 31 * 64;
    let all = objects(&mut world.heap, &layout, 3 * per_arena);
    assert_eq!(world.heap.arenas().count(), 3);
    assert_eq!(world.heap.mapped_bytes(), 3 << 20);
    // One live block pins its pool and its arena.
    for &r in all[..2 * per_arena].iter().filter(|&&r| r != all[0]) {
        free(&mut world, r);
    }
    let free_pools: Vec<u32> = world.heap.arenas().map(|arena| arena.free_pools).collect();
    assert_eq!(
        free_pools,
        [63, 0],
        "the second had a usable one behind it when it became empty"
    );
    free(&mut world, all[0]);
    let free_pools: Vec<u32> = world.heap.arenas().map(|arena| arena.free_pools).collect();
    assert_eq!(free_pools, [64, 0], "the last usable arena is kept");
}

#[test]
fn the_fullest_arena_serves_first() {
    let mut world = World::new(Facts::v3_14());
    let layout = Layout {
        bytes: 512,
        ..OBJECT
    };
    let all = objects(&mut world.heap, &layout, 2 * 31 * 64);
    // Three free pools in the first arena, one in the second.
    let (first, second) = all.split_at(31 * 64);
    first[..3 * 31].iter().for_each(|&r| free(&mut world, r));
    second[..31].iter().for_each(|&r| free(&mut world, r));
    let next = objects(&mut world.heap, &OBJECT, 1);
    let arena = world.heap.addr(next[0]).0 >> 20;
    assert_eq!(arena, world.heap.addr(second[40]).0 >> 20);
}

#[test]
fn large_blocks_of_equal_size_are_reused() {
    let mut heap = Heap::<Toy>::new(Facts::v3_14());
    let (a, b) = (heap.malloc(1000).unwrap(), heap.malloc(600).unwrap());
    let addr = heap.block_addr(a);
    heap.free(a);
    heap.free(a);
    assert_eq!(heap.malloc(600).map(|c| c != b), Ok(true));
    assert_eq!(heap.malloc(1000).map(|c| heap.block_addr(c)), Ok(addr));
    assert_eq!(heap.allocated_blocks(), 3);
}

#[test]
fn realloc_stays_in_place_above_three_quarters() {
    let mut heap = Heap::<Toy>::new(Facts::v3_14());
    let block = heap.malloc(64).unwrap();
    assert_eq!(heap.realloc(block, 49), Ok(block));
    let moved = heap.realloc(block, 48).unwrap();
    assert_ne!(moved, block);
    assert_eq!(heap.malloc(64), Ok(block), "the old block is free");
    let large = heap.realloc(moved, 800).unwrap();
    assert_eq!(
        heap.realloc(large, 16),
        Ok(large),
        "never pulled into pymalloc"
    );
    assert_eq!(heap.allocated_blocks(), 2);
}

#[test]
fn free_lists_park_the_last_and_do_not_count() {
    let mut world = World::new(Facts::v3_14());
    let lists = objects(&mut world.heap, &LIST, 100);
    assert_eq!(world.heap.counts()[0], 100);
    lists.iter().for_each(|&r| free(&mut world, r));
    assert_eq!(world.heap.freelist_len(Freelist::List), 80);
    assert_eq!(world.heap.counts()[0], 80, "20 went back to memory");
    assert_eq!(
        world.heap.allocated_blocks(),
        80,
        "parked blocks stay allocated"
    );
    let again = objects(&mut world.heap, &LIST, 2);
    assert_eq!(again, [lists[79], lists[78]]);
    assert_eq!(world.heap.counts()[0], 80);
    heap::collect(&mut world, 2);
    assert_eq!(world.heap.freelist_len(Freelist::List), 0);
    assert_eq!(world.heap.allocated_blocks(), 2);
}

#[test]
fn a_hundred_thousand_temporaries_never_make_a_collection_due() {
    for facts in [
        Facts::v2_7(),
        Facts::v3_11(),
        Facts::v3_14(),
        Facts::v3_14_2(),
    ] {
        let mut world = World::new(facts);
        for _ in 0..100_000 {
            let r = heap::alloc(&mut world, &NODE, None, Toy::Atom).unwrap();
            heap::track(&mut world, r);
            assert!(!world.heap.gc_due());
            world.log.clear();
            free(&mut world, r);
        }
    }
}

#[test]
fn memory_has_an_end() {
    let mut heap = Heap::<Toy>::new(Facts::v3_14());
    heap.set_memory_limit(1 << 20);
    assert!(heap.malloc(4096).is_ok());
    assert!(heap.malloc(16).is_err(), "no room for an arena beside it");
    assert!(heap.malloc(1 << 20).is_err());
    assert_eq!(heap.allocated_blocks(), 1);
}

#[test]
fn the_count_word_reads_as_the_version_writes_it() {
    let cases = [
        (Facts::v3_11(), 1_000_000_000, 1_000_000_000),
        (Facts::v3_13(), 0xFFFF_FFFF, 0xFFFF_FFFF),
        (Facts::v3_14(), 0x5_0000_C000_0000, 3 << 30),
    ];
    for (facts, word, count) in cases {
        let mut heap = Heap::<Toy>::new(facts);
        let none = objects(&mut heap, &OBJECT, 1)[0];
        heap.make_immortal(none, Immortal::Static);
        let read = heap.read_word(heap.addr(none)).unwrap();
        assert_eq!(
            read,
            Word::Refcnt {
                object: none,
                value: word
            }
        );
        assert_eq!(heap.refcnt(none), count);
    }
    let mut heap = Heap::<Toy>::new(Facts::v3_14());
    let name = objects(&mut heap, &OBJECT, 1)[0];
    heap.make_immortal(name, Immortal::Heap);
    assert_eq!(heap.refcnt_word(name), 0x1_0000_C000_0000);
    heap.incref(name);
    assert!(!heap.take_ref(name));
    assert_eq!(heap.refcnt(name), 3 << 30);
}

#[test]
fn writing_1_into_the_count_gives_a_list_away() {
    for facts in [
        Facts::v2_7(),
        Facts::v3_11(),
        Facts::v3_13(),
        Facts::v3_14(),
        Facts::v3_15(),
    ] {
        for width in [Width::Four, Width::Eight] {
            let mut world = World::new(facts.clone());
            let a = world
                .heap
                .alloc(&LIST, None, Toy::Tuple(Vec::new()))
                .unwrap();
            world.heap.incref(a);
            let addr = world.heap.addr(a);
            world.heap.write_word(addr, 1, width).unwrap();
            free(&mut world, a);
            assert!(!world.heap.is_alive(a));
            let c = world
                .heap
                .alloc(&LIST, None, Toy::Tuple(Vec::new()))
                .unwrap();
            assert_eq!((c, world.heap.addr(c)), (a, addr));
        }
    }
}

#[test]
fn the_words_before_the_id_are_the_collectors() {
    let mut heap = Heap::<Toy>::new(Facts::v3_14());
    let all = objects(&mut heap, &NODE, 3);
    let word = |heap: &Heap<Toy>, r: Ref, offset: i64| {
        heap.read_word(Addr(heap.addr(r).0.wrapping_add_signed(offset)))
            .unwrap()
            .value()
    };
    assert_eq!(word(&heap, all[0], -16), Some(0), "untracked");
    all.iter().for_each(|&r| heap.track(r));
    assert_eq!(word(&heap, all[0], -16), Some(heap.addr(all[1]).0 - 16));
    assert_eq!(word(&heap, all[1], -8), Some(heap.addr(all[0]).0 - 16));
    heap.set_finalized(all[1], true);
    assert_eq!(word(&heap, all[1], -8), Some(heap.addr(all[0]).0 - 15));
    assert!(heap.read_word(Addr(8)).is_err());
}

#[test]
fn a_clone_goes_on_exactly_as_the_original() {
    let mut heap = Heap::<Toy>::new(Facts::v3_14());
    objects(&mut heap, &NODE, 500);
    let mut copy = heap.clone();
    let (a, b) = (
        objects(&mut heap, &LIST, 700),
        objects(&mut copy, &LIST, 700),
    );
    assert_eq!(addrs(&heap, &a), addrs(&copy, &b));
}
