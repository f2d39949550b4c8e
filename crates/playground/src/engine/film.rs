//! A recorded run with its pictures.

use lesson::At;
use scene::{Album, State, View};
use timeline::{Moment, NoSuchMoment, Run};

use super::service::outcome;
use crate::protocol::{Direction, Mark, MarkKind, Position, Recording, Shown, Unit};

/// Lines that the timeline is told of. Of a longer run, the first visit to each and so many others.
const MOST_LINES: usize = 4_000;

pub struct Film {
    run: Run,
    album: Album,
}

impl Film {
    pub fn new(run: Run, album: Album) -> Self {
        Self { run, album }
    }

    pub fn recording(&self) -> Recording {
        Recording {
            length: self.run.end().step,
            marks: self.marks(),
            outcome: outcome(self.run.stop()),
        }
    }

    fn marks(&self) -> Vec<Mark> {
        let lines = self.run.lines();
        let every = lines.len().div_ceil(MOST_LINES).max(1);
        let mut seen = std::collections::BTreeSet::new();
        let mut marks: Vec<Mark> = Vec::new();
        for (number, line) in lines.iter().enumerate() {
            let first = seen.insert(line.line);
            if first || number % every == 0 {
                marks.push(Mark {
                    step: line.at.step,
                    kind: MarkKind::Line,
                    line: line.line,
                });
            }
        }
        marks.extend(self.run.marks().iter().map(|mark| Mark {
            step: mark.at.step,
            kind: match mark.kind {
                timeline::MarkKind::Output => MarkKind::Output,
                timeline::MarkKind::Freed => MarkKind::Free,
                timeline::MarkKind::Collection { .. } => MarkKind::Collection,
                timeline::MarkKind::Error => MarkKind::Error,
            },
            line: self.run.line_at(mark.at).map_or(0, |line| line.line),
        }));
        marks
    }

    pub fn find(&self, at: At) -> Result<Moment, NoSuchMoment> {
        self.run.moment_of(at)
    }

    pub fn step(&self, from: Position, unit: Unit, direction: Direction) -> Moment {
        let from = Moment {
            step: from.step,
            event: from.event,
        };
        let unit = match unit {
            Unit::Line => timeline::Unit::Line,
            Unit::Event => timeline::Unit::Event,
            Unit::Instruction => timeline::Unit::Instruction,
        };
        match direction {
            Direction::Forward => self.run.next(from, unit),
            Direction::Back => self.run.previous(from, unit),
        }
    }

    pub fn show(&self, at: Moment, view: &View) -> Shown {
        let mut state = self.state(at);
        self.tell(at, &mut state);
        Shown {
            picture: self.album.picture(&state, view),
            moment: state,
            view: view.clone(),
        }
    }

    fn state(&self, at: Moment) -> State {
        self.run.look(at, |machine| self.album.state(at, machine))
    }

    /// What just happened. It depends on the moment alone, not on how one came there: inside an instruction its last
    /// event; at the beginning of a line, what the line before it did; otherwise, what the instruction before did.
    fn tell(&self, at: Moment, state: &mut State) {
        if let Some(event) = self.run.event_at(at) {
            let event = self.run.look(at, |machine| scene::event(machine, event));
            state.sentence = capital(&scene::sentence(&event, state));
            state.happened = vec![event];
            return;
        }
        if at == Moment::START {
            state.sentence = "Nothing has run yet.".to_owned();
            return;
        }
        let begins_line =
            self.run.line_at(at).is_some_and(|line| line.at == at) || at == self.run.end();
        let unit = if begins_line {
            timeline::Unit::Line
        } else {
            timeline::Unit::Instruction
        };
        let before = self.state(self.run.previous(at, unit));
        let told = capital(&scene::tell(&before, state));
        state.sentence = match (told.is_empty(), begins_line, state.line, &state.ended) {
            (false, ..) => told,
            (true, _, _, Some(ended)) => format!("{}.", capital(ended)),
            (true, true, Some(line), None) => format!("Line {line} is next."),
            (true, ..) => "Nothing that the picture shows has changed.".to_owned(),
        };
    }
}

/// With a capital letter at the beginning, unless it begins with a name.
fn capital(sentence: &str) -> String {
    let first_word = sentence.split(' ').next().unwrap_or_default();
    let word = first_word.chars().all(char::is_alphabetic) && WORDS.contains(&first_word);
    let mut letters = sentence.chars();
    match letters.next() {
        Some(first) if word => first.to_uppercase().chain(letters).collect(),
        _ => sentence.to_owned(),
    }
}

/// Words that sentences begin with; anything else may be a name of the program, which is left as it is.
const WORDS: [&str; 8] = [
    "line", "printed", "nobody", "the", "a", "written", "stopped", "called",
];
