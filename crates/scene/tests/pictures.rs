//! States in, pictures out.

mod build;

use build::Build;
use expect_test::{Expect, expect};
use scene::state::{Collection, Fate, Generation, Kind, Serial};
use scene::{Level, Places, State, View};

fn check(state: &State, view: &View, picture: Expect) {
    let drawn = scene::picture(state, view, &Places::new());
    picture.assert_eq(&scene::text(&drawn));
}

fn level(number: u8) -> View {
    View::at(Level::from_number(number).expect("a level"))
}

fn slide_11() -> State {
    Build::new()
        .object(1, Kind::Class, "type", "Node")
        .node(3, "GHI")
        .node(4, "JKL")
        .name("Node", 1)
        .name("n1", 4)
        .name("n2", 4)
        .name("n3", 3)
        .ghost(2, "DEF", None)
        .done()
}

#[test]
fn two_labels_on_one_node() {
    check(
        &slide_11(),
        &level(2),
        expect![[r#"
            n1 → JKL
            n2 → JKL
            n3 → GHI
            Node DEF ×0 freed
            Node GHI ×1
            Node JKL ×2
            (folded: Node (class))
        "#]],
    );
}

#[test]
fn level_1_has_no_counts_and_level_3_has_everything_that_counts() {
    check(
        &slide_11(),
        &level(1),
        expect![[r#"
            n1 → JKL
            n2 → JKL
            n3 → GHI
            Node DEF freed
            Node GHI
            Node JKL
            (folded: Node (class))
        "#]],
    );
    check(
        &slide_11(),
        &level(3),
        expect![[r#"
            Node → Node
            n1 → JKL
            n2 → JKL
            n3 → GHI
            type Node ×1
            Node DEF ×0 freed
            Node GHI ×1  value → 'GHI'
            Node JKL ×2  value → 'JKL'
            str 'GHI' ×1
            str 'JKL' ×1
        "#]],
    );
}

#[test]
fn a_cycle_and_a_folded_object() {
    let state = Build::new()
        .node(1, "ABC")
        .node(2, "DEF")
        .refer(1, "next", 2)
        .refer(2, "prev", 1)
        .done();
    let cycle = expect![[r#"
        Node ABC ×1  next → DEF
        Node DEF ×1  prev → ABC
    "#]];
    check(&state, &level(2), cycle);
    let folded = View {
        fold: vec!["DEF".to_owned()],
        ..level(2)
    };
    let alone = expect![[r#"
        Node ABC ×1  next DEF
    "#]];
    check(&state, &folded, alone);
}

#[test]
fn lists_of_plain_values_are_written_out() {
    let mut build = Build::new()
        .atom(1, "str", "'python'")
        .atom(2, "str", "'cool'")
        .list(3, &[1, 2])
        .list(4, &[3, 1])
        .name("a", 3)
        .name("b", 4);
    build.get(3).value = "['python', 'cool']".to_owned();
    check(
        &build.done(),
        &level(2),
        expect![[r#"
            a → ['python'…
            b → list#4
            list ['python'… ×2
            list#4 ×1  [0] → ['python'…  [1] 'python'
        "#]],
    );
}

#[test]
fn frames_have_locals_and_temporaries() {
    let state = Build::new()
        .node(1, "ABC")
        .name("n", 1)
        .frame("<module>", &[], &[("argument of f", 1)])
        .frame("f", &[("p", 1)], &[])
        .done();
    check(
        &state,
        &level(2),
        expect![[r#"
            n → ABC
            f.p → ABC
            Node ABC ×3
        "#]],
    );
    check(
        &state,
        &level(3),
        expect![[r#"
            n → ABC
            f.p → ABC
            <module>: argument of f → ABC
            Node ABC ×3  value → 'ABC'
            str 'ABC' ×1
        "#]],
    );
}

#[test]
fn a_collection_shows_its_copy_of_the_counts() {
    let mut build = Build::new()
        .node(1, "ABC")
        .node(2, "DEF")
        .refer(1, "next", 2)
        .refer(2, "prev", 1);
    for (id, fate) in [(1, Fate::TentativelyUnreachable), (2, Fate::Candidate)] {
        let object = build.get(id);
        object.gc_refs = Some(0);
        object.fate = Some(fate);
    }
    let mut state = build.done();
    for list in &mut state.generations {
        list.objects.clear();
    }
    state.collection = Some(Collection {
        generation: Generation::Zero,
        phase: "move_unreachable".to_owned(),
        young: vec![Serial(2)],
        unreachable: vec![Serial(1)],
        finalizers: Vec::new(),
    });
    check(
        &state,
        &level(2),
        expect![[r#"
            Node ABC ×1 gc_refs 0 unreachable?  next → DEF
            Node DEF ×1 gc_refs 0 candidate  prev → ABC
            move_unreachable · generation 0: DEF[0]
            unreachable: ABC[0]
            generation 0 (2 / 2000):
            generation 1 (0 / 10):
            generation 2 (0 / 10):
        "#]],
    );
}

#[test]
fn headers_name_address_and_generation() {
    let state = Build::new().node(1, "ABC").name("n", 1).done();
    check(
        &state,
        &level(4),
        expect![[r#"
            n → ABC
            Node ABC ×1 0x7f0000001040 generation 0 · 64 B  value → 'ABC'
            str 'ABC' ×1 0x7f0000010a40 untracked · 64 B
            generation 0 (1 / 2000): ABC
            generation 1 (0 / 10):
            generation 2 (0 / 10):
        "#]],
    );
}

#[test]
fn a_newcomer_is_tied_to_the_ghost_in_its_block() {
    let state = Build::new()
        .node(5, "new")
        .name("n", 5)
        .ghost(2, "old", Some(5))
        .done();
    check(
        &state,
        &level(2),
        expect![[r#"
            n → new
            Node old ×0 freed
            Node new ×1
            new in the block of old
        "#]],
    );
}

#[test]
fn sentences() {
    let before = Build::new().node(1, "ABC").name("n1", 1).done();
    let after = Build::new()
        .node(2, "JKL")
        .name("n1", 2)
        .ghost(1, "ABC", None)
        .done();
    let told = scene::tell(&before, &after);
    expect!["`n1` now refers to JKL; ABC 1 → 0; ABC freed"].assert_eq(&told);
    assert_eq!(scene::tell(&after, &after), "");
}

#[test]
fn dot_and_json() {
    let state = Build::new().node(1, "A\"C").name("n", 1).done();
    expect![[r#"
        digraph heap {
          rankdir=LR;
          node [shape=box, fontname="Helvetica"];
          o1 [label="Node\nA\"C\n1"];
          o1001 [label="str\n'A\"C'\n1"];
          n0 [label="n", shape=plaintext];
          n0 -> o1;
          o1 -> o1001 [label="value"];
        }
    "#]]
    .assert_eq(&scene::dot(&state));
    let json = scene::json(&state).expect("json");
    let back: State = serde_json::from_str(&json).expect("the same format");
    assert_eq!(back, state);
}
