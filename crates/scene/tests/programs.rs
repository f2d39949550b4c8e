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
    picture.assert_eq(&format!("{}\n{}", state.sentence, scene::text(&drawn)));
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
    check(NODES, "line:7", 2, expect![""]);
    check(NODES, "line:8", 2, expect![""]);
    check(NODES, "line:9", 2, expect![""]);
    check(NODES, "end", 2, expect![""]);
}

#[test]
fn inside_a_constructor() {
    check(NODES, "line:3", 2, expect![""]);
    check(NODES, "line:3", 3, expect![""]);
}

#[test]
fn headers() {
    check("a = []\na.append(a)\n", "end", 4, expect![""]);
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
    check(program, "end", 2, expect![""]);
    check(program, "end", 3, expect![""]);
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
    check(program, "line:5", 2, expect![""]);
    check(program, "end", 2, expect![""]);
}

/// The holders of every object add up to its count, and every one has a name.
#[test]
fn holders_add_up() {
    let (run, album) = record(NODES);
    for at in run.lines().iter().map(|line| line.at) {
        let state = run.look(at, |machine| album.state(at, machine));
        for object in state.objects.iter().filter(|object| !object.immortal && !object.machinery) {
            let holders = i64::try_from(object.holders.len()).expect("few");
            assert_eq!(holders, object.refcount, "{} at {at:?}: {:?}", object.nick, object.holders);
            for holder in &object.holders {
                assert!(!holder.label.is_empty());
                if let HolderKind::Local(frame) | HolderKind::Stack(frame) = holder.who {
                    assert!((frame as usize) < state.frames.len());
                }
            }
        }
    }
}
