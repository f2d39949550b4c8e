//! A story of actions in; what the page asks and shows out.

use expect_test::{Expect, expect};
use lesson::{At, Link};
use scene::Level;
use scene::state::Moment;

use super::*;
use crate::protocol::{Answer, Choice, Direction, FailureKind, Offer, Reply, Request};

/// A page whose engine has said hello and whose first program was recorded.
fn awake() -> State {
    let mut state = State::new();
    hear(&mut state, 0, ready());
    finish(&mut state, 3);
    state
}

fn ready() -> Answer {
    Answer::Ready {
        versions: vec![Choice {
            name: "3.14".to_owned(),
            remark: String::new(),
        }],
    }
}

fn hear(state: &mut State, to: u64, answer: Answer) {
    state.apply(Action::Answered(Rc::new(Reply { to, answer })));
}

fn number(state: &State) -> u64 {
    state.talk.asked.as_ref().map_or(0, |ask| ask.number)
}

/// Answers the present ask with a recording that ends after this many steps, shown at its end.
fn finish(state: &mut State, length: u64) {
    let ask = number(state);
    let recording = Recording {
        end: Moment {
            step: length,
            event: 0,
        },
        over: Moment {
            step: length + 2,
            event: 0,
        },
        marks: Vec::new(),
        outcome: Outcome::Finished,
    };
    hear(state, ask, Answer::Recorded(recording));
    show(state, length, true);
}

/// Answers the present ask with a moment.
fn show(state: &mut State, step: u64, end: bool) {
    let mut moment = scene::State::empty("3.14");
    moment.moment.step = step;
    moment.ended = end.then(|| "the program ended".to_owned());
    let picture = scene::picture(&moment, &state.view, &scene::Places::new());
    let shown = Shown {
        picture,
        moment,
        view: state.view.clone(),
    };
    hear(state, number(state), Answer::Shown(Box::new(shown)));
}

fn check(state: &State, expected: Expect) {
    let asked = state.talk.asked.as_ref().map(|ask| match &ask.request {
        crate::protocol::Request::Start {
            source,
            version,
            at,
            ..
        } => format!("start {source:?} in {version} at {at}"),
        crate::protocol::Request::Stop => "stop".to_owned(),
        crate::protocol::Request::Offer { version } => format!("what there is in {version}"),
        crate::protocol::Request::Look { at, view } => {
            format!("look at {at}, level {}", view.level.number())
        }
        crate::protocol::Request::Step {
            from,
            unit,
            direction,
            ..
        } => {
            format!("step {direction:?} by {unit:?} from {}", from.step)
        }
    });
    let shown = state.shown.as_ref().map(|shown| shown.moment.moment.step);
    expected.assert_eq(&format!(
        "{} · asked: {} · shown: {}",
        state.phase().name(),
        asked.as_deref().unwrap_or("nothing"),
        shown.map_or("nothing".to_owned(), |step| step.to_string()),
    ));
}

#[test]
fn the_first_program_runs_by_itself() {
    let mut state = State::new();
    check(&state, expect!["waking · asked: nothing · shown: nothing"]);
    state.apply(Action::Typed("a = 1\n".into()));
    hear(&mut state, 0, ready());
    check(
        &state,
        expect![[r#"running · asked: start "a = 1\n" in 3.14 at end · shown: nothing"#]],
    );
    hear(&mut state, 1, Answer::Progress { steps: 5 });
    finish(&mut state, 3);
    check(&state, expect!["shown · asked: nothing · shown: 3"]);
}

#[test]
fn only_the_newest_wish_is_asked() {
    let mut state = awake();
    for step in 0..9 {
        state.apply(Action::Seek(At::Step { step, event: 0 }));
    }
    check(
        &state,
        expect!["shown · asked: look at step:0, level 2 · shown: 3"],
    );
    show(&mut state, 0, false);
    check(
        &state,
        expect!["shown · asked: look at step:8, level 2 · shown: 0"],
    );
    show(&mut state, 8, false);
    check(&state, expect!["shown · asked: nothing · shown: 8"]);
}

#[test]
fn an_answer_that_comes_too_late_changes_nothing() {
    let mut state = awake();
    state.apply(Action::Seek(At::Start));
    let late = number(&state);
    state.apply(Action::Typed("b = 2\n".into()));
    state.apply(Action::Run);
    let before = state.clone();
    hear(&mut state, late, Answer::Progress { steps: 77 });
    assert_eq!(state, before);
    check(
        &state,
        expect![[r#"running · asked: start "b = 2\n" in 3.14 at end · shown: 3"#]],
    );
}

#[test]
fn a_level_is_shown_at_the_same_moment() {
    let mut state = awake();
    state.apply(Action::Step(Unit::Line, Direction::Back));
    show(&mut state, 2, false);
    state.apply(Action::Level(Level::Headers));
    check(
        &state,
        expect!["shown · asked: look at step:2, level 4 · shown: 2"],
    );
    // Nothing moves when the view changes.
    show(&mut state, 2, false);
    assert!(state.changes.is_empty());
}

#[test]
fn playing_goes_from_line_to_line_and_stops_at_the_end() {
    let mut state = awake();
    state.apply(Action::PlayPause);
    check(
        &state,
        expect!["shown · asked: look at start, level 2 · shown: 3"],
    );
    show(&mut state, 0, false);
    state.apply(Action::Tick);
    check(
        &state,
        expect!["shown · asked: step Forward by Line from 0 · shown: 0"],
    );
    show(&mut state, 3, true);
    state.apply(Action::Tick);
    assert!(!state.playing);
}

#[test]
fn a_program_that_python_refuses_leaves_no_picture() {
    let mut state = awake();
    state.apply(Action::Typed("a = (\n".into()));
    assert!(state.stale());
    state.apply(Action::Run);
    let failure = Failure {
        kind: FailureKind::Syntax,
        message: "'(' was never closed".to_owned(),
        range: None,
    };
    let ask = number(&state);
    hear(&mut state, ask, Answer::Failed(failure));
    check(&state, expect!["refused · asked: nothing · shown: nothing"]);
}

#[test]
fn a_moment_that_is_not_there_is_the_end() {
    let mut state = State::new();
    state.apply(Action::Arrived(Rc::new(Link {
        moment: At::line(99).unwrap_or_default(),
        ..Link::to("a = 1\n")
    })));
    hear(&mut state, 0, ready());
    check(
        &state,
        expect![[r#"running · asked: start "a = 1\n" in 3.14 at line:99 · shown: nothing"#]],
    );
    let ask = number(&state);
    let recording = Recording {
        end: Moment { step: 3, event: 0 },
        over: Moment { step: 3, event: 0 },
        marks: Vec::new(),
        outcome: Outcome::Finished,
    };
    hear(&mut state, ask, Answer::Recorded(recording));
    let failure = Failure {
        kind: FailureKind::NoSuchMoment,
        message: "line 99 is never run".to_owned(),
        range: None,
    };
    hear(&mut state, ask, Answer::Failed(failure));
    check(
        &state,
        expect!["running · asked: look at end, level 2 · shown: nothing"],
    );
    assert!(state.notice.is_some());
}

#[test]
fn what_was_typed_is_never_lost() {
    let mut state = awake();
    state.apply(Action::Typed("mine = 1\n".into()));
    state.apply(Action::Lesson(0));
    assert_eq!(state.draft.as_deref(), Some("mine = 1\n"));
    state.apply(Action::TakeDraft);
    assert_eq!(&*state.source, "mine = 1\n");
}

#[test]
fn an_engine_that_is_lost_is_not_given_the_same_program_again() {
    let mut state = awake();
    state.apply(Action::Typed("while True: pass\n".into()));
    state.apply(Action::Run);
    state.apply(Action::EngineLost("It did not answer.".into()));
    hear(&mut state, 0, ready());
    check(
        &state,
        expect!["engine-lost · asked: nothing · shown: nothing"],
    );
    state.apply(Action::Run);
    check(
        &state,
        expect![[r#"running · asked: start "while True: pass\n" in 3.14 at end · shown: nothing"#]],
    );
}

#[test]
fn a_link_brings_back_what_it_was_made_of() {
    let mut state = awake();
    state.apply(Action::Typed("x = [1, 2]\n".into()));
    state.apply(Action::Run);
    finish(&mut state, 9);
    state.apply(Action::Level(Level::Frames));
    show(&mut state, 9, true);
    let link = open(&address(&state).expect("a link")).expect("the same link");
    let mut other = awake();
    other.apply(Action::Arrived(Rc::new(link)));
    assert_eq!(other.source, state.source);
    assert_eq!(other.view, state.view);
    check(
        &other,
        expect![[r#"running · asked: start "x = [1, 2]\n" in 3.14 at end · shown: 3"#]],
    );
}

#[test]
fn an_empty_program_is_an_empty_page() {
    let mut state = awake();
    state.apply(Action::Typed("  \n".into()));
    state.apply(Action::Run);
    check(&state, expect!["empty · asked: nothing · shown: nothing"]);
}

#[test]
fn every_command_has_a_name_and_a_key_of_its_own() {
    for (place, command) in COMMANDS.iter().enumerate() {
        let others = COMMANDS.get(place + 1..).unwrap_or_default();
        assert!(
            others.iter().all(|other| other.name != command.name),
            "{}",
            command.name
        );
        let free = |other: &Command| other.press == Press::Nothing || other.press != command.press;
        assert!(others.iter().all(free), "{}", command.name);
    }
}

#[test]
fn keys_go_to_their_command() {
    let pressed = |key, ctrl, shift, on_picture| {
        Command::pressed(&Pressed {
            key,
            ctrl,
            shift,
            on_picture,
        })
        .map(|command| command.name)
    };
    assert_eq!(pressed("Enter", true, false, false), Some("run"));
    assert_eq!(pressed("ArrowRight", false, false, true), Some("line-on"));
    assert_eq!(pressed("ArrowRight", false, true, true), Some("event-on"));
    assert_eq!(pressed("ArrowRight", false, false, false), None);
    assert_eq!(pressed("?", false, true, true), Some("help"));
}

#[test]
fn what_is_supported_is_asked_once_a_version_and_beside_the_run() {
    let mut state = State::new();
    hear(&mut state, 0, ready());
    let run = number(&state);
    let open = Action::Panel(Some(Panel::Offer));
    state.apply(open.clone());
    assert_eq!(number(&state), run, "the run goes on");
    let aside = state.talk.aside.clone().expect("a question");
    assert_eq!(
        aside.request,
        Request::Offer {
            version: "3.14".to_owned()
        }
    );
    let offer = Offer {
        version: "3.14".to_owned(),
        groups: Vec::new(),
        refused: Vec::new(),
        refused_modules: Vec::new(),
        versions: Vec::new(),
        differences: Vec::new(),
    };
    hear(&mut state, aside.number, Answer::Offer(Box::new(offer)));
    assert!(state.offer.is_some());
    finish(&mut state, 3);
    state.apply(Action::Panel(None));
    state.apply(open);
    assert_eq!(state.talk.aside.map(|ask| ask.number), Some(aside.number));
}
