//! Running a program to its end, in slices.

use crate::machine::{Machine, Unwind};
use crate::watch::Stop;

/// Where a run is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Status {
    /// There is more to do.
    Running,
    /// It is over: see [`Stop`].
    Stopped(Stop),
}

impl Machine {
    /// Executes about `fuel` instructions: a call from Rust code into Python is finished before the pause.
    pub fn run(&mut self, fuel: u64) -> Status {
        if let Some(stop) = &self.stopped {
            return Status::Stopped(stop.clone());
        }
        self.chunk_end = self.clock.step.saturating_add(fuel);
        self.plan_pause();
        if !self.main_over {
            match self.execute(0) {
                Ok(value) => {
                    self.decref(value);
                    crate::builtins::print::flush_line(self);
                    crate::modules::text_io::flush_stdout(self);
                    self.main_over = true;
                }
                Err(Unwind::Raise(e) | Unwind::Reraise(e)) => {
                    self.main_over = true;
                    self.hold(e);
                    crate::modules::text_io::flush_stdout(self);
                    self.unhold();
                    self.exit_status = crate::finalization::uncaught(self, e);
                }
                Err(Unwind::Halt) => {}
            }
        }
        if let Some(stop) = &self.stopped {
            return Status::Stopped(stop.clone());
        }
        if self.main_over {
            self.chunk_end = u64::MAX;
            self.plan_pause();
            crate::finalization::finish(self);
            let status = self.exit_status;
            self.stop(Stop::Ended(status));
            self.stopped
                .clone()
                .map_or(Status::Running, Status::Stopped)
        } else {
            Status::Running
        }
    }
}
