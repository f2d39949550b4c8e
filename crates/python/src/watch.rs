//! Time inside a run: the clock, its limits, and who watches.

use heap::{Event, Ref};

use crate::machine::{Machine, PyResult, Unwind};

/// A position in a run: instructions executed (also by calls from Rust), and events inside the last one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Clock {
    /// Instructions that have been started.
    pub step: u64,
    /// Heap events since that instruction started.
    pub event: u32,
}

/// When a run is given up, keeping everything up to there.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Instructions.
    pub steps: u64,
    /// Bytes of simulated memory.
    pub memory: u64,
    /// Bytes of output.
    pub output: usize,
    /// Python calls (`sys.getrecursionlimit`).
    pub recursion: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            steps: u64::MAX,
            memory: 1 << 30,
            output: 10 << 20,
            recursion: 1000,
        }
    }
}

/// Why a run is over or interrupted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Stop {
    /// The program ended with this exit status.
    Ended(i32),
    /// The limit on instructions.
    Steps,
    /// The limit on simulated memory.
    Memory,
    /// The limit on output.
    Output,
    /// The watched moment was reached: see [`Machine::take_caught`].
    Moment,
    /// The program broke the simulated process (a dangling reference was followed).
    Crash(String),
    /// Something that Heapscope does not support.
    NotSupported {
        /// What, and what exists instead.
        what: String,
        /// Line in the program.
        line: u32,
    },
}

/// What somebody who looks gets to see.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Seen {
    /// A line of the program starts.
    Line {
        /// When.
        at: Clock,
        /// Which line.
        line: u32,
        /// How many frames there are.
        depth: u32,
    },
    /// Something happened on the heap.
    Heap {
        /// When: after this event.
        at: Clock,
        /// What.
        event: Event,
    },
    /// Something was printed.
    Output {
        /// When.
        at: Clock,
    },
}

/// Who watches.
#[derive(Clone, Debug, Default)]
pub enum Watch {
    /// Nobody: full speed, events are not even made.
    #[default]
    Nothing,
    /// Everything is noted, for the caller to drain with [`Machine::drain_seen`].
    Log(Vec<Seen>),
    /// The machine as it is at this very moment is kept, and the run halts.
    Until {
        /// The moment.
        at: Clock,
        /// What was kept.
        caught: Option<Box<Machine>>,
    },
    /// Before instructions, also those of calls from Rust code, the counts are compared with who holds the objects:
    /// for tests. The first mismatch halts the run.
    Audit(Audit),
}

/// How often is audited, and what was found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Audit {
    /// So many audits lie at one instruction after the other; then the distance grows with their number, because an
    /// audit looks at the whole heap and loops run long.
    pub gapless: u64,
    /// Audits so far.
    pub done: u64,
    /// When something first did not add up, and what.
    pub wrong: Option<(Clock, String)>,
}

impl Audit {
    /// Instructions to the next one.
    fn gap(&self) -> u64 {
        1 + self.done.checked_div(self.gapless).unwrap_or(0)
    }
}

impl Watch {
    /// Whether events have to be made.
    #[inline]
    pub fn is_on(&self) -> bool {
        !matches!(self, Watch::Nothing | Watch::Audit(_))
    }
}

impl Machine {
    /// Where we are.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// Why the run is over, if it is.
    pub fn stopped(&self) -> Option<&Stop> {
        self.stopped.as_ref()
    }

    /// Sets who watches from now on.
    pub fn watch(&mut self, watch: Watch) {
        self.watch = watch;
        self.plan_pause();
    }

    /// What was noted since the last call.
    pub fn drain_seen(&mut self) -> Vec<Seen> {
        match &mut self.watch {
            Watch::Log(seen) => std::mem::take(seen),
            Watch::Nothing | Watch::Until { .. } | Watch::Audit(_) => Vec::new(),
        }
    }

    /// The machine as it was at the watched moment.
    pub fn take_caught(&mut self) -> Option<Machine> {
        match &mut self.watch {
            Watch::Until { caught, .. } => caught.take().map(|m| *m),
            Watch::Nothing | Watch::Log(_) | Watch::Audit(_) => None,
        }
    }

    /// What the auditor did so far.
    pub fn audited(&self) -> Option<&Audit> {
        match &self.watch {
            Watch::Audit(audit) => Some(audit),
            Watch::Nothing | Watch::Log(_) | Watch::Until { .. } => None,
        }
    }

    /// Changes the limit on instructions and takes back a stop because of it.
    pub fn set_step_limit(&mut self, steps: u64) {
        self.limits.steps = steps;
        if self.stopped == Some(Stop::Steps) {
            self.stopped = None;
        }
        self.plan_pause();
    }

    pub(crate) fn plan_pause(&mut self) {
        self.pause_at = match &self.watch {
            Watch::Until { at, caught: None } => self.limits.steps.min(at.step),
            Watch::Audit(_) => self.clock.step,
            Watch::Until { .. } | Watch::Nothing | Watch::Log(_) => self.limits.steps,
        };
        if self.nesting == 0 {
            self.pause_at = self.pause_at.min(self.chunk_end);
        }
        if self.stopped.is_some() || self.heap.is_tracing() {
            self.pause_at = 0;
        }
    }

    /// Ends or interrupts the run.
    pub(crate) fn stop(&mut self, why: Stop) -> Unwind {
        if self.stopped.is_none() {
            self.stopped = Some(why);
        }
        self.pause_at = 0;
        Unwind::Halt
    }

    /// Called by the loop when the clock has reached `pause_at`: a limit or the watched moment.
    #[cold]
    pub(crate) fn pause(&mut self) -> PyResult<()> {
        if self.stopped.is_some() {
            return Err(Unwind::Halt);
        }
        if let Watch::Until { at, .. } = self.watch
            && at.event == 0
            && self.clock.step == at.step
        {
            self.catch();
            return Err(self.stop(Stop::Moment));
        }
        if self.audited().is_some() {
            self.audit_now()?;
        }
        if self.clock.step >= self.limits.steps {
            return Err(self.stop(Stop::Steps));
        }
        if self.clock.step >= self.chunk_end && self.nesting == 0 {
            return Err(Unwind::Halt);
        }
        // The slice ends when the call from Rust code is over; until then look again soon.
        self.pause_at = self.clock.step + 64;
        if let Watch::Until { at, caught: None } = &self.watch
            && at.step > self.clock.step
        {
            self.pause_at = self.pause_at.min(at.step);
        }
        if let Watch::Audit(audit) = &self.watch {
            self.pause_at = self.clock.step + audit.gap();
        }
        if self.heap.is_tracing() {
            let next = self.frames.last().map(|frame| frame.ip);
            self.note_trace_place(next);
            self.pause_at = self.clock.step + 1;
        }
        Ok(())
    }

    /// Halts the run at the first mismatch.
    fn audit_now(&mut self) -> PyResult<()> {
        let result = self.audit();
        let now = self.clock;
        let Watch::Audit(audit) = &mut self.watch else {
            return Ok(());
        };
        audit.done += 1;
        match result {
            Ok(()) => Ok(()),
            Err(wrong) => {
                audit.wrong = Some((now, wrong));
                Err(self.stop(Stop::Moment))
            }
        }
    }

    fn catch(&mut self) {
        let watch = std::mem::take(&mut self.watch);
        let kept = self.clone();
        if let Watch::Until { at, .. } = watch {
            self.watch = Watch::Until {
                at,
                caught: Some(Box::new(kept)),
            };
        }
    }

    /// A heap event: the observer's turn.
    #[cold]
    pub(crate) fn observe(&mut self, event: Event) {
        self.clock.event += 1;
        let now = self.clock;
        match &mut self.watch {
            Watch::Nothing | Watch::Audit(_) => {}
            Watch::Log(seen) => seen.push(Seen::Heap { at: now, event }),
            Watch::Until { at, caught } => {
                if caught.is_none() && now == *at {
                    self.catch();
                    self.stop(Stop::Moment);
                }
            }
        }
    }

    /// Whether this object was born after the run began (and is no machinery): for pictures.
    pub fn is_young(&self, r: Ref) -> bool {
        self.heap.serial(r).0 > self.modules_state.first_serial
    }
}
