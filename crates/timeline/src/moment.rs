//! Positions in a run.

use python::Clock;

/// `step` instructions are done, and inside the next one `event` heap events have happened.
///
/// The machine's clock counts an instruction when it *starts*; a moment counts it when it is *over*, so that moments
/// sort as they follow each other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Moment {
    pub step: u64,
    pub event: u32,
}

impl Moment {
    pub const START: Self = Self { step: 0, event: 0 };

    /// Between two instructions.
    pub const fn after(step: u64) -> Self {
        Self { step, event: 0 }
    }

    /// Inside the instruction that follows `step` others.
    pub const fn inside(step: u64, event: u32) -> Self {
        Self { step, event }
    }

    /// The moment of an event that the machine logged.
    pub const fn of_event(clock: Clock) -> Self {
        Self {
            step: clock.step.saturating_sub(1),
            event: clock.event,
        }
    }

    /// The moment before the instruction that the machine has just begun.
    pub const fn before(clock: Clock) -> Self {
        Self {
            step: clock.step.saturating_sub(1),
            event: 0,
        }
    }

    /// The same moment on the machine's clock.
    pub const fn clock(self) -> Clock {
        Clock {
            step: if self.event == 0 {
                self.step
            } else {
                self.step + 1
            },
            event: self.event,
        }
    }
}
