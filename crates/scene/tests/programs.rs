//! Programs in, pictures out.

use expect_test::{Expect, expect};
use lesson::At;
use python::{Settings, Version};
use scene::state::{HolderKind, State};
use scene::{Album, Level, View};
use timeline::{Recorder, Run, Status};

fn record(program: &str) -> (Run, Album) {
    let mut recorder = Recorder::start(program, Version::default(), &Settings::default())
        .expect("a program that compiles");
    while recorder.advance(100_000) == Status::Running {}
    let run = recorder.finish();
    let mut album = Album::new();
    for at in scene::worth_learning(&run, 100) {
        run.look(at, |machine| album.learn(at, machine));
    }
    (run, album)
}

fn state_at(program: &str, at: &str) -> (State, Album) {
    let (run, album) = record(program);
    let at: At = at.parse().expect("a moment");
    let at = run.moment_of(at).expect("a moment of the run");
    (scene::moment(&run, &album, at), album)
}

fn check(program: &str, at: &str, level: u8, picture: Expect) {
    let (state, album) = state_at(program, at);
    let view = View::at(Level::from_number(level).expect("a level"));
    let drawn = album.picture(&state, &view);
    let text = format!("{}\n{}", state.sentence, scene::text(&drawn));
    picture.assert_eq(&renumbered(&text));
}

/// Serial numbers in the order in which they appear: their real values count every object of the modules too.
fn renumbered(text: &str) -> String {
    let mut seen = Vec::new();
    let mut pieces = text.split('#');
    let mut renumbered = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let digits = piece.len() - piece.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (serial, rest) = piece.split_at(digits);
        renumbered.push('#');
        if !serial.is_empty() {
            let known = seen.iter().position(|s| *s == serial).unwrap_or_else(|| {
                seen.push(serial);
                seen.len() - 1
            });
            renumbered.push_str(&(known + 1).to_string());
        }
        renumbered.push_str(rest);
    }
    renumbered
}

const NODES: &str = "\
class Node:
    def __init__(self, value):
        self.value = value
n1 = Node('ABC')
n2 = Node('DEF')
n3 = Node('GHI')
n1 = Node('JKL')
n2 = n1
n1.next = n2
n2.prev = n1
n1 = n2 = None
";

#[test]
fn the_slides() {
    check(
        NODES,
        "line:7",
        2,
        expect![[r#"
        `n3` refers to GHI
        n1 → ABC
        n2 → DEF
        n3 → GHI
        Node ABC ×1
        Node DEF ×1
        Node GHI ×1
        (folded: Node (class))
    "#]],
    );
    check(
        NODES,
        "line:8",
        2,
        expect![[r#"
        `n1` now refers to JKL; ABC 1 → 0; ABC freed
        n1 → JKL
        n2 → DEF
        n3 → GHI
        Node ABC ×0 freed
        Node DEF ×1
        Node GHI ×1
        Node JKL ×1
        (folded: Node (class))
    "#]],
    );
    check(
        NODES,
        "line:9",
        2,
        expect![[r#"
        `n2` now refers to JKL; DEF 1 → 0; DEF freed; JKL 1 → 2
        n1 → JKL
        n2 → JKL
        n3 → GHI
        Node ABC ×0 freed
        Node DEF ×0 freed
        Node GHI ×1
        Node JKL ×2
        (folded: Node (class))
    "#]],
    );
    check(
        NODES,
        "end",
        2,
        expect![[r#"
            `n1` now refers to None; `n2` now refers to None; JKL 4 → 2
            n1 → None
            n2 → None
            n3 → GHI
            Node ABC ×0 freed
            Node DEF ×0 freed
            Node GHI ×1
            Node JKL ×2  next → JKL  prev → JKL
            NoneType None ×∞
            (folded: Node (class))
        "#]],
    );
}

#[test]
fn inside_a_constructor() {
    check(
        NODES,
        "line:3",
        2,
        expect![[r#"
            Node.__init__ is called
            Node.__init__.self → Node#1
            Node.__init__.value → 'ABC'
            tuple#2 ×1  [0] → 'ABC'
            Node #1 ×2
            str 'ABC' ×5
            (folded: Node (class))
        "#]],
    );
    check(
        NODES,
        "line:3",
        3,
        expect![[r#"
            Node.__init__ is called
            Node → Node
            Node.__init__.self → Node#1
            Node.__init__.value → 'ABC'
            <module>: temporary → Node
            <module>: temporary → 'ABC'
            <module>: temporary → tuple#2
            function __init__ ×2
            type Node ×6  __init__ → __init__
            tuple#2 ×1  [0] → 'ABC'
            Node #1 ×2  __class__ → Node
            str 'ABC' ×5
        "#]],
    );
}

#[test]
fn headers() {
    check(
        "a = []\na.append(a)\n",
        "end",
        4,
        expect![[r#"
            list #1 1 → 2
            a → list#1
            list#1 ×2 0x7f4ca1e29240 generation 0 · 64 B  [0] → list#1
            generation 0 (0 / 2000): list #1
            generation 1 (0 / 10):
            generation 2 (0 / 10): [and 89 more, not drawn]
        "#]],
    );
}

#[test]
fn closures_and_defaults() {
    let program = "\
def outer():
    x = ['kept']
    def inner(cache=[]):
        return x
    return inner
f = outer()
";
    check(
        program,
        "end",
        2,
        expect![[r#"
        `f` refers to inner
        list ['kept'] ×1
        list [] ×1
        (folded: outer (function), f (function))
    "#]],
    );
    check(
        program,
        "end",
        3,
        expect![[r#"
            `f` refers to inner
            outer → outer
            f → inner
            function outer ×1
            cell cell #1 ×1  cell_contents → list#2
            list#2 ×1  [0] → 'kept'
            list [] ×1
            tuple#3 ×1  [0] → []
            tuple#4 ×1  [0] → cell #1
            function inner ×1  __defaults__ → tuple#3  __closure__ → tuple#4
            str 'kept' ×3
        "#]],
    );
}

#[test]
fn weak_references() {
    let program = "\
import weakref
class C: pass
c = C()
w = weakref.ref(c)
del c
";
    check(
        program,
        "line:5",
        2,
        expect![[r#"
            `w` refers to weakref #1
            c → C#2
            w → weakref #…
            C #2 ×1
            ReferenceType weakref #… ×1  referent ⇢ (weak) C#2
            (folded: weakref (module), C (class))
        "#]],
    );
    check(
        program,
        "end",
        2,
        expect![[r#"
            `c` is gone; C #1 1 → 0; C #1 freed
            w → weakref #…
            C #1 ×0 freed
            ReferenceType weakref #… ×1
            (folded: weakref (module), C (class))
        "#]],
    );
}

/// The holders of every object add up to its count, and every one has a name.
#[test]
fn holders_add_up() {
    let (run, album) = record(NODES);
    for at in run.lines().iter().map(|line| line.at) {
        let state = run.look(at, |machine| album.state(at, machine));
        for object in state
            .objects
            .iter()
            .filter(|object| !object.immortal && !object.machinery)
        {
            let holders = i64::try_from(object.holders.len()).expect("few");
            assert_eq!(
                holders, object.refcount,
                "{} at {at:?}: {:?}",
                object.nick, object.holders
            );
            for holder in &object.holders {
                assert!(!holder.label.is_empty());
                if let HolderKind::Local(frame) | HolderKind::Stack(frame) = holder.who {
                    assert!((frame as usize) < state.frames.len());
                }
            }
        }
    }
}
