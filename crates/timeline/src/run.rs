//! A recorded run: any moment of it can be looked at, in any order.

use heap::Event;
use lesson::At;
use python::{Machine, Seen, Stop, Watch};

use crate::checkpoints::Checkpoints;
use crate::marks::{LineMark, Mark, Marks};
use crate::moment::Moment;

/// Instructions of one replay step.
const SLICE: u64 = 4_000;

/// A run that is over, or was given up.
#[derive(Clone, Debug)]
pub struct Run {
    checkpoints: Checkpoints,
    marks: Marks,
    /// The machine when everything was over.
    last: Machine,
    ends: Ends,
    watched_to: Moment,
}

/// The last moments of a run, and how large it was.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ends {
    pub end: Moment,
    pub over: Moment,
    pub peak_blocks: u64,
}

/// How far a step goes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Unit {
    /// The next thing that happens on the heap, or the end of the instruction.
    Event,
    Instruction,
    /// The beginning of the next line that is run, in whatever function.
    Line,
}

/// A moment that this run does not have.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NoSuchMoment {
    #[error("line {line} is never run")]
    LineNeverRun { line: u32 },
    #[error("line {line} is run only {visited} times, not {visit}")]
    TooFewVisits { line: u32, visit: u32, visited: u32 },
    #[error("the run has only {steps} steps")]
    TooFewSteps { steps: u64 },
    #[error("the instruction after step {step} has only {events} events")]
    TooFewEvents { step: u64, events: u32 },
}

impl Run {
    pub(crate) fn new(
        checkpoints: Checkpoints,
        marks: Marks,
        last: Machine,
        ends: Ends,
        watched_to: Moment,
    ) -> Self {
        Self {
            checkpoints,
            marks,
            last,
            ends,
            watched_to,
        }
    }

    /// The program's last moment: before its last instruction, when all its names are still there; at a limit or
    /// after a crash, the last whole moment before it.
    pub fn end(&self) -> Moment {
        self.ends.end
    }

    /// The run's last moment: the interpreter has shut down, and with it everything is gone. The same as
    /// [`Run::end`] when the program did not come to its own end.
    pub fn over(&self) -> Moment {
        self.ends.over
    }

    /// Why the run is over; `None` when it was given up.
    pub fn stop(&self) -> Option<&Stop> {
        self.last.stopped()
    }

    /// The machine at the end: everything that was printed, the uncaught exception.
    pub fn last(&self) -> &Machine {
        &self.last
    }

    /// Every line that was run, in order. Very long runs are remembered only up to [`Run::watched_to`].
    pub fn lines(&self) -> &[LineMark] {
        &self.marks.lines
    }

    /// Output, deaths, collections and errors, in order.
    pub fn marks(&self) -> &[Mark] {
        &self.marks.others
    }

    /// About how many blocks of memory were in use at the most.
    pub fn peak_blocks(&self) -> u64 {
        self.ends.peak_blocks
    }

    /// Up to here lines and marks are known.
    pub fn watched_to(&self) -> Moment {
        self.watched_to
    }

    /// How many clones of the machine are kept.
    pub fn checkpoints(&self) -> usize {
        self.checkpoints.len()
    }

    /// Replays to a moment and looks at the machine there. A moment behind the end is the end; an event that an
    /// instruction does not have is the end of the instruction.
    pub fn look<R>(&self, at: Moment, see: impl FnOnce(&Machine) -> R) -> R {
        match self.replay(at) {
            Some(machine) => see(&machine),
            None => see(&self.last),
        }
    }

    /// `None` stands for the end.
    fn replay(&self, at: Moment) -> Option<Machine> {
        let shut_down = matches!(self.stop(), Some(Stop::Ended(_)));
        let at = at.min(self.over());
        if at == self.over() && (shut_down || self.stop().is_none()) {
            return None;
        }
        if let Some(machine) = replay(&self.checkpoints, at) {
            return Some(machine);
        }
        // The event never comes.
        if at.event > 0 {
            self.replay(Moment::after(at.step + 1))
        } else {
            None
        }
    }

    /// Everything that the machine logs from the end of step `from` on, up to and including instruction `to`.
    fn log(&self, from: u64, to: u64) -> Vec<Seen> {
        let Some(checkpoint) = self.checkpoints.before(from) else {
            return Vec::new();
        };
        let mut machine = checkpoint.clone();
        machine.watch(Watch::Log(Vec::new()));
        let to = to.min(self.over().step);
        // Halting inside a call out of C code gives up references: that must not look like a part of the run.
        machine.set_step_limit(to + 1);
        let mut log = Vec::new();
        loop {
            let before = machine.clock();
            machine.run(SLICE);
            log.extend(machine.drain_seen().into_iter().filter(|seen| {
                let step = clock_of(seen).step;
                step > from && step <= to
            }));
            if machine.stopped().is_some() || machine.clock() == before {
                return log;
            }
        }
    }

    /// What happens inside the instruction that follows `step` others.
    pub fn events(&self, step: u64) -> Vec<(Moment, Event)> {
        let log = self.log(step, step + 1);
        let events = log.into_iter().filter_map(|seen| match seen {
            Seen::Heap { at, event } => Some((Moment::of_event(at), event)),
            Seen::Line { .. } | Seen::Output { .. } => None,
        });
        events.collect()
    }

    /// What happens between two moments: after `from`, up to and including `to`.
    pub fn events_between(&self, from: Moment, to: Moment) -> Vec<(Moment, Event)> {
        let log = self.log(from.step, to.step + 1).into_iter();
        let events = log.filter_map(|seen| match seen {
            Seen::Heap { at, event } => Some((Moment::of_event(at), event)),
            Seen::Line { .. } | Seen::Output { .. } => None,
        });
        events.filter(|(at, _)| *at > from && *at <= to).collect()
    }

    /// The event after which this moment comes; `None` between two instructions.
    pub fn event_at(&self, at: Moment) -> Option<Event> {
        if at.event == 0 {
            return None;
        }
        let events = self.events(at.step);
        events
            .into_iter()
            .find(|(moment, _)| *moment == at)
            .map(|(_, event)| event)
    }

    /// The line mark at or before a moment.
    pub fn line_at(&self, at: Moment) -> Option<LineMark> {
        let lines = &self.marks.lines;
        let place = lines.partition_point(|mark| mark.at <= at);
        lines.get(place.checked_sub(1)?).copied()
    }

    /// One step forward; the end stays the end.
    pub fn next(&self, at: Moment, unit: Unit) -> Moment {
        let next = match unit {
            Unit::Instruction => Moment::after(at.step + 1),
            Unit::Event => {
                let count = self.event_count(at.step);
                if at.event < count {
                    Moment::inside(at.step, at.event + 1)
                } else {
                    Moment::after(at.step + 1)
                }
            }
            Unit::Line => self.next_line(at),
        };
        next.min(self.over())
    }

    /// One step back; the start stays the start.
    pub fn previous(&self, at: Moment, unit: Unit) -> Moment {
        let at = at.min(self.over());
        match unit {
            Unit::Instruction if at.event > 0 => Moment::after(at.step),
            Unit::Instruction => Moment::after(at.step.saturating_sub(1)),
            Unit::Event => match (at.event.checked_sub(1), at.step.checked_sub(1)) {
                (Some(event), _) => Moment::inside(at.step, event),
                (None, Some(step)) => Moment::inside(step, self.event_count(step)),
                (None, None) => Moment::START,
            },
            Unit::Line => self.previous_line(at),
        }
    }

    fn event_count(&self, step: u64) -> u32 {
        let last = self.events(step).last().map(|(at, _)| at.event);
        last.unwrap_or(0)
    }

    fn next_line(&self, at: Moment) -> Moment {
        let lines = &self.marks.lines;
        let place = lines.partition_point(|mark| mark.at <= at);
        if let Some(mark) = lines.get(place) {
            return mark.at;
        }
        let mut from = at.step.max(self.watched_to.step);
        while from < self.over().step {
            let to = from + SLICE;
            let log = self.log(from, to);
            let found = log.iter().filter_map(line_moment).find(|line| *line > at);
            if let Some(found) = found {
                return found;
            }
            from = to;
        }
        if at < self.end() {
            self.end()
        } else {
            self.over()
        }
    }

    fn previous_line(&self, at: Moment) -> Moment {
        let mut to = at.step + 1;
        while to > self.watched_to.step {
            let from = to.saturating_sub(SLICE).max(self.watched_to.step);
            let log = self.log(from, to);
            let found = log.iter().filter_map(line_moment).rfind(|line| *line < at);
            if let Some(found) = found {
                return found;
            }
            to = from;
        }
        if at > self.end() {
            return self.end();
        }
        let lines = &self.marks.lines;
        let place = lines.partition_point(|mark| mark.at < at);
        let mark = place.checked_sub(1).and_then(|place| lines.get(place));
        mark.map_or(Moment::START, |mark| mark.at)
    }

    /// What `--at` and links mean in this run.
    ///
    /// # Errors
    /// When the run has no such moment.
    pub fn moment_of(&self, at: At) -> Result<Moment, NoSuchMoment> {
        match at {
            At::Start => Ok(Moment::START),
            At::End => Ok(self.end()),
            At::Line { line, visit } => self.visit(line.get(), visit.get()),
            At::Step { step, event } => self.step(step, event),
        }
    }

    fn visit(&self, line: u32, visit: u32) -> Result<Moment, NoSuchMoment> {
        let mut visited = 0;
        for mark in self.marks.lines.iter().filter(|mark| mark.line == line) {
            visited += 1;
            if visited == visit {
                return Ok(mark.at);
            }
        }
        Err(match visited {
            0 => NoSuchMoment::LineNeverRun { line },
            _ => NoSuchMoment::TooFewVisits {
                line,
                visit,
                visited,
            },
        })
    }

    fn step(&self, step: u64, event: u32) -> Result<Moment, NoSuchMoment> {
        let steps = self.over().step;
        if step > steps {
            return Err(NoSuchMoment::TooFewSteps { steps });
        }
        if event > 0 {
            let events = self.event_count(step);
            if event > events {
                return Err(NoSuchMoment::TooFewEvents { step, events });
            }
        }
        Ok(Moment { step, event })
    }
}

/// Runs a clone forward to a moment; `None` if the run has no such moment.
pub(crate) fn replay(checkpoints: &Checkpoints, at: Moment) -> Option<Machine> {
    let mut machine = checkpoints.before(at.step)?.clone();
    if machine.clock() == at.clock() {
        return Some(machine);
    }
    machine.watch(Watch::Until {
        at: at.clock(),
        caught: None,
    });
    // Stops behind the instruction if the event never comes; what halting gives up happens later than anything that
    // could be waited for.
    machine.set_step_limit(at.step + 2);
    while machine.stopped().is_none() {
        machine.run(SLICE);
    }
    machine.take_caught()
}

fn line_moment(seen: &Seen) -> Option<Moment> {
    match seen {
        Seen::Line { at, .. } => Some(Moment::before(*at)),
        Seen::Heap { .. } | Seen::Output { .. } => None,
    }
}

fn clock_of(seen: &Seen) -> python::Clock {
    match seen {
        Seen::Line { at, .. } | Seen::Heap { at, .. } | Seen::Output { at } => *at,
    }
}
