//! What holds for every run.

use lesson::At;
use proptest::prelude::*;
use python::{Limits, Machine, Settings, Stop, Stream, Version, Watch};
use timeline::{MarkKind, Moment, NoSuchMoment, Recorder, Run, Status, Unit};

/// Programs with everything that makes replaying hard: calls out of C code, finalizers, generators, exceptions,
/// collections.
const PROGRAMS: [&str; 7] = [
    "a = [1, 2]\nb = a\ndel a\nb.append(b)\ndel b\nimport gc\ngc.collect()\n",
    "class Node:\n    def __init__(self, value):\n        self.value = value\nn1 = Node('ABC')\nn2 = Node('DEF')\nn1.next = n2\nn2.prev = n1\nn1 = n2 = None\n",
    "class D:\n    def __del__(self):\n        x = [self.n]\n        print('bye', self.n)\nfor i in range(3):\n    d = D()\n    d.n = i\ndel d\n",
    "def key(x):\n    y = -x\n    return y\nprint(sorted([3, 1, 2], key=key))\nprint(list(map(key, [1, 2])))\n",
    "def gen(n):\n    for i in range(n):\n        yield [i]\nfor item in gen(3):\n    last = item\nprint(last)\n",
    "def f(n):\n    if n == 0:\n        raise ValueError('deep')\n    f(n - 1)\ntry:\n    f(3)\nexcept ValueError as e:\n    print(e)\nf(2)\n",
    "import gc\ngc.set_threshold(5, 2, 2)\nkept = []\nfor i in range(20):\n    a = []\n    b = [a]\n    a.append(b)\n    kept.append([i])\n",
];

fn record(source: &str) -> Run {
    record_in(source, u64::MAX, &Settings::default())
}

fn record_in(source: &str, slice: u64, settings: &Settings) -> Run {
    let mut recorder =
        Recorder::start(source, Version::default(), settings).expect("a program that compiles");
    while recorder.advance(slice) == Status::Running {}
    recorder.finish()
}

/// Everything that two machines at the same moment must agree on.
fn digest(machine: &Machine) -> String {
    let heap = &machine.heap;
    let mut text = format!(
        "{:?} {:?} {:?}\n",
        machine.clock(),
        heap.counts(),
        heap.collection()
    );
    text.push_str(&machine.output.text(Stream::Out));
    for r in heap.live().filter(|r| machine.is_young(*r)) {
        let header = (
            heap.serial(r),
            heap.addr(r),
            heap.refcnt(r),
            heap.gc_list_of(r),
            heap.gc_refs(r),
        );
        text.push_str(&format!("{header:?} {}\n", machine.type_name(r)));
    }
    for call in machine.calls() {
        text.push_str(&format!(
            "{:?} {:?} {}\n",
            call.locals,
            call.stack,
            call.frame.line()
        ));
    }
    text
}

/// The machine at a moment, run to it from the start without any help.
fn run_to(source: &str, at: Moment) -> Option<Machine> {
    let mut machine = Machine::start(source, Version::default(), &Settings::default()).ok()?;
    machine.watch(Watch::Until {
        at: at.clock(),
        caught: None,
    });
    while machine.stopped().is_none() {
        machine.run(1_000);
    }
    machine.take_caught()
}

/// A moment of a run from two random numbers.
fn some_moment(run: &Run, step: u64, event: u32) -> Moment {
    let step = step % run.end().step.max(1);
    let events = run.events(step).last().map_or(0, |(at, _)| at.event);
    Moment {
        step,
        event: event % (events + 1),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn looking_is_having_run_there(
        program in 0..PROGRAMS.len(), step: u64, event: u32, slice in 1..400_u64,
    ) {
        let source = PROGRAMS[program];
        let run = record_in(source, slice, &Settings::default());
        let at = some_moment(&run, step, event);
        let straight = run_to(source, at).expect("a moment of the run");
        prop_assert_eq!(run.look(at, digest), digest(&straight));
    }

    #[test]
    fn a_step_forward_and_a_step_back_is_no_step(
        program in 0..PROGRAMS.len(), step: u64, event: u32,
    ) {
        let run = record(PROGRAMS[program]);
        let at = some_moment(&run, step, event);
        let next = run.next(at, Unit::Event);
        prop_assert!(next > at);
        prop_assert_eq!(run.previous(next, Unit::Event), at);
        let whole = Moment::after(at.step);
        prop_assert_eq!(run.previous(run.next(whole, Unit::Instruction), Unit::Instruction), whole);
        if let Some(line) = run.line_at(at) {
            let next = run.next(line.at, Unit::Line);
            prop_assert_eq!(run.previous(next, Unit::Line), line.at);
        }
    }

    #[test]
    fn every_reference_is_accounted_for(program in 0..PROGRAMS.len(), step: u64) {
        let run = record(PROGRAMS[program]);
        let at = some_moment(&run, step, 0);
        let audit = run.look(at, heap::audit);
        prop_assert!(audit.is_ok(), "at {:?}: {:?}", at, audit);
    }
}

#[test]
fn steps_lead_through_the_whole_run_and_back() {
    for source in PROGRAMS {
        let run = record(source);
        for unit in [Unit::Line, Unit::Instruction] {
            let mut forward = vec![Moment::START];
            while let Some(&at) = forward.last().filter(|at| **at < run.over()) {
                forward.push(run.next(at, unit));
            }
            let mut back = vec![run.over()];
            while let Some(&at) = back.last().filter(|at| **at > Moment::START) {
                back.push(run.previous(at, unit));
            }
            back.reverse();
            assert_eq!(forward, back, "{unit:?} of {source}");
        }
    }
}

#[test]
fn lines_are_found_by_number_and_visit() {
    let run = record("for i in range(3):\n    x = [i]\nprint(x)\n");
    let lines: Vec<u32> = run.lines().iter().map(|mark| mark.line).collect();
    assert_eq!(lines, [1, 2, 1, 2, 1, 2, 1, 3]);
    let at = |text: &str| run.moment_of(text.parse::<At>().expect("a moment"));
    assert_eq!(at("line:2"), Ok(run.lines()[1].at));
    assert_eq!(at("line:2#3"), Ok(run.lines()[5].at));
    assert_eq!(
        at("line:2#4"),
        Err(NoSuchMoment::TooFewVisits {
            line: 2,
            visit: 4,
            visited: 3
        })
    );
    assert_eq!(at("line:9"), Err(NoSuchMoment::LineNeverRun { line: 9 }));
    assert_eq!(at("start"), Ok(Moment::START));
    assert_eq!(at("end"), Ok(run.end()));
    assert!(matches!(
        at("step:99999"),
        Err(NoSuchMoment::TooFewSteps { .. })
    ));
    assert!(matches!(
        at("step:1.999"),
        Err(NoSuchMoment::TooFewEvents { .. })
    ));
}

#[test]
fn a_call_does_not_make_its_line_begin_again() {
    let run = record("def f():\n    return 1\nx = f() + f()\ny = 2\n");
    let lines: Vec<u32> = run.lines().iter().map(|mark| mark.line).collect();
    assert_eq!(lines, [1, 3, 2, 2, 4]);
}

#[test]
fn marks_say_what_happened() {
    let run = record("a = []\na.append(a)\nprint(a)\ndel a\nimport gc\ngc.collect()\n");
    let kinds: Vec<MarkKind> = run.marks().iter().map(|mark| mark.kind).collect();
    assert!(kinds.contains(&MarkKind::Output), "{kinds:?}");
    assert!(
        kinds.contains(&MarkKind::Collection { generation: 2 }),
        "{kinds:?}"
    );
    assert!(kinds.contains(&MarkKind::Freed), "{kinds:?}");
    assert!(!kinds.contains(&MarkKind::Error), "{kinds:?}");
}

#[test]
fn the_end_has_all_names_and_after_it_nothing_is_left() {
    let run = record("a = [1]\n");
    let young = |machine: &Machine| {
        let lists = machine.heap.live().filter(|r| machine.is_young(*r));
        lists.filter(|r| machine.type_name(*r) == "list").count()
    };
    assert_eq!(run.look(run.end(), young), 1);
    assert_eq!(run.look(run.over(), young), 0);
}

#[test]
fn a_limit_keeps_what_was_recorded() {
    let settings = Settings {
        limits: Limits {
            steps: 500,
            ..Limits::default()
        },
        ..Settings::default()
    };
    let run = record_in("i = 0\nwhile True:\n    i += 1\n", 100, &settings);
    assert_eq!(run.stop(), Some(&Stop::Steps));
    assert_eq!(run.end().step, 500);
    assert_eq!(run.look(run.end(), |machine| machine.clock().step), 500);
    assert!(run.marks().iter().any(|mark| mark.kind == MarkKind::Error));
}

#[test]
fn giving_up_keeps_what_was_recorded() {
    let source = "i = 0\nwhile True:\n    i += 1\n";
    let mut recorder =
        Recorder::start(source, Version::default(), &Settings::default()).expect("it compiles");
    assert_eq!(recorder.advance(300), Status::Running);
    let run = recorder.finish();
    assert_eq!(run.stop(), None);
    assert!(run.end().step >= 300);
    assert_eq!(run.next(run.end(), Unit::Event), run.end());
}
