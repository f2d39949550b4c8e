//! Runs the program once and notes what is needed to come back to any moment of it.

use python::{CompileError, Machine, Settings, Stop, Version, Watch};

use crate::checkpoints::Checkpoints;
use crate::marks::{MarkKind, Marks};
use crate::moment::Moment;
use crate::run::{Ends, Run, replay};

/// Instructions between two looks at the log.
const SLICE: u64 = 1_000;

/// How far a recording is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// There is more to run.
    Running,
    /// The program ended, failed, or reached a limit.
    Over,
}

/// A run that is being recorded. [`Recorder::advance`] takes small steps, so that whoever records can do other things
/// in between; giving up in the middle keeps everything up to there.
#[derive(Clone, Debug)]
pub struct Recorder {
    machine: Machine,
    checkpoints: Checkpoints,
    marks: Marks,
    /// The last moment that was watched: beyond it there are no marks.
    watched_to: Moment,
    watching: bool,
    /// The greatest number of blocks in use that was seen.
    peak_blocks: u64,
    over: bool,
}

impl Recorder {
    /// Compiles the program and stands before its first instruction.
    ///
    /// # Errors
    /// Those of the compiler: syntax errors, and what Heapscope does not support, each with its place.
    pub fn start(
        source: &str,
        version: Version,
        settings: &Settings,
    ) -> Result<Self, CompileError> {
        let mut machine = Machine::start(source, version, settings)?;
        let checkpoints = Checkpoints::new(machine.clone());
        machine.watch(Watch::Log(Vec::new()));
        Ok(Self {
            machine,
            checkpoints,
            marks: Marks::default(),
            watched_to: Moment::START,
            watching: true,
            peak_blocks: 0,
            over: false,
        })
    }

    /// Executes about `fuel` more instructions. One that calls back into Python from C is finished first.
    pub fn advance(&mut self, fuel: u64) -> Status {
        let until = self.machine.clock().step.saturating_add(fuel);
        while !self.over && self.machine.clock().step < until {
            let left = until - self.machine.clock().step;
            let status = self.machine.run(left.min(SLICE));
            self.take_in();
            self.peak_blocks = self.peak_blocks.max(self.machine.heap.allocated_blocks());
            match status {
                python::Status::Running => self.checkpoints.offer(&self.machine),
                python::Status::Stopped(_) => self.over = true,
            }
        }
        if self.over {
            Status::Over
        } else {
            Status::Running
        }
    }

    /// How many instructions are done.
    pub fn steps(&self) -> u64 {
        self.machine.clock().step
    }

    /// What was printed so far.
    pub fn output(&self) -> &python::output::Output {
        &self.machine.output
    }

    /// The run as far as it is recorded. A recording that is given up ends where it stands.
    pub fn finish(mut self) -> Run {
        self.machine.watch(Watch::Nothing);
        let steps = self.machine.clock().step;
        let (end, over) = match self.machine.stopped() {
            Some(Stop::Ended(_)) => (Moment::after(self.last_instruction()), Moment::after(steps)),
            // Between two instructions, by nobody's fault.
            Some(Stop::Steps | Stop::Moment) | None => (Moment::after(steps), Moment::after(steps)),
            // In the middle of an instruction: the last whole moment is before it.
            Some(Stop::Memory | Stop::Output | Stop::Crash(_) | Stop::NotSupported { .. }) => {
                let at = Moment::after(steps.saturating_sub(1));
                (at, at)
            }
        };
        let failed = match self.machine.stopped() {
            Some(Stop::Ended(status)) => *status != 0,
            Some(_) => true,
            None => false,
        };
        if over == end {
            // What a halted machine gave up is no part of the run.
            self.marks.cut(Moment::after(steps.saturating_sub(1)));
        }
        if failed {
            self.marks.mark(end, MarkKind::Error);
        }
        Run::new(
            self.checkpoints,
            self.marks,
            self.machine,
            Ends {
                end,
                over,
                peak_blocks: self.peak_blocks,
            },
            self.watched_to,
        )
    }

    /// How many instructions were done when the program's last one began: the last moment at which the frame of its
    /// module is there. What follows is the shutdown of the interpreter, which can execute instructions of its own.
    fn last_instruction(&self) -> u64 {
        let main = |machine: &Machine| machine.calls().first().map(|call| call.frame.id);
        let Some(first) = self.checkpoints.before(0) else {
            return 0;
        };
        let there = |step| {
            let caught = replay(&self.checkpoints, Moment::after(step));
            caught.is_some_and(|machine| main(&machine) == main(first))
        };
        let last = self
            .checkpoints
            .before(u64::MAX)
            .map_or(0, |last| last.clock().step);
        let (mut alive, mut gone) = (last, self.machine.clock().step);
        while alive + 1 < gone {
            let middle = alive + (gone - alive) / 2;
            if there(middle) {
                alive = middle;
            } else {
                gone = middle;
            }
        }
        alive
    }

    fn take_in(&mut self) {
        if !self.watching {
            return;
        }
        for seen in self.machine.drain_seen() {
            self.marks.take_in(&seen);
        }
        self.watched_to = Moment::after(self.machine.clock().step);
        if self.marks.is_full() {
            self.watching = false;
            self.machine.watch(Watch::Nothing);
        }
    }
}
