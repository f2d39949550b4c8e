//! A recorded run with its pictures.

use lesson::At;
use scene::{Album, View};
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
            end: position(self.run.end()),
            over: position(self.run.over()),
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
        let moment = scene::moment(&self.run, &self.album, at);
        Shown {
            picture: self.album.picture(&moment, view),
            moment,
            view: view.clone(),
        }
    }
}

fn position(moment: Moment) -> Position {
    Position {
        step: moment.step,
        event: moment.event,
    }
}
