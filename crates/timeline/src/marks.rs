//! What is worth a mark on the scrubber, and which lines were run when.

use std::collections::HashMap;

use heap::{Event, GcEvent, Ref};
use python::Seen;

use crate::moment::Moment;

/// Lines that are remembered; stepping beyond them replays the run instead.
const MOST_LINES: usize = 1 << 20;
/// Marks of other kinds.
const MOST_MARKS: usize = 1 << 16;

/// A line begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LineMark {
    /// Just before the line's first instruction.
    pub at: Moment,
    pub line: u32,
    /// How many frames there are.
    pub depth: u32,
}

/// Something worth stopping at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mark {
    /// Right after it.
    pub at: Moment,
    pub kind: MarkKind,
}

/// The kinds of marks.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum MarkKind {
    /// Text was printed.
    Output,
    /// An object died that was made before the line on which it died. Temporaries have no mark.
    Freed,
    /// A collection begins.
    Collection { generation: u8 },
    /// The run ended with an uncaught exception, a crash or a limit.
    Error,
}

/// The marks of a run, in order.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    pub lines: Vec<LineMark>,
    pub others: Vec<Mark>,
    /// Tracked objects and the number of lines begun when they were made. Looked up by handle, never iterated.
    tracked: HashMap<Ref, usize>,
}

impl Marks {
    /// Whether there is room for more. A run that filled it goes on without being watched.
    pub(crate) fn is_full(&self) -> bool {
        self.lines.len() >= MOST_LINES
    }

    pub(crate) fn take_in(&mut self, seen: &Seen) {
        match *seen {
            Seen::Line { at, line, depth } => {
                let at = Moment::before(at);
                self.lines.push(LineMark { at, line, depth });
            }
            Seen::Output { at } => self.mark(Moment::of_event(at), MarkKind::Output),
            Seen::Heap { at, event } => self.heap(Moment::of_event(at), event),
        }
    }

    /// Forgets everything after a moment.
    pub(crate) fn cut(&mut self, at: Moment) {
        self.others.retain(|mark| mark.at <= at);
        self.lines.retain(|line| line.at <= at);
    }

    pub(crate) fn mark(&mut self, at: Moment, kind: MarkKind) {
        let same_line = |mark: &Mark| {
            let line = self.lines.last().map(|line| line.at);
            mark.kind == kind && line.is_none_or(|line| mark.at >= line)
        };
        // One mark of a kind for each line: more cannot be told apart on a scrubber.
        if self.others.len() < MOST_MARKS && !self.others.last().is_some_and(same_line) {
            self.others.push(Mark { at, kind });
        }
    }

    fn heap(&mut self, at: Moment, event: Event) {
        match event {
            Event::Track { object } => {
                self.tracked.entry(object).or_insert(self.lines.len());
            }
            Event::Free { object, .. } => {
                let born = self.tracked.remove(&object);
                if born.is_some_and(|line| line < self.lines.len()) {
                    self.mark(at, MarkKind::Freed);
                }
            }
            Event::Gc(GcEvent::Start { generation }) => {
                self.mark(at, MarkKind::Collection { generation });
            }
            _ => {}
        }
    }
}
