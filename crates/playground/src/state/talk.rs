//! The conversation with the engine: one ask under way at a time, and the newest wish behind it.
//!
//! Invariant: numbers grow and an answer to any but the present ask changes nothing, so however slow the engine is,
//! the page shows what was asked for last.

use lesson::At;

use crate::protocol::{Ask, Direction, Request, Unit};

/// What is to be asked next. Only the newest is kept: of a hundred positions of a dragged slider, only the last matters.
#[derive(Clone, PartialEq, Debug)]
pub enum Wish {
    Look(At),
    Step(Unit, Direction),
}

#[derive(Clone, PartialEq, Debug, Default)]
pub struct Talk {
    last_number: u64,
    /// Asked and not yet answered.
    pub asked: Option<Ask>,
    /// To be asked as soon as the answer is there.
    pub wish: Option<Wish>,
    /// A recording is to be ended; the ask under way is its start.
    pub stop: bool,
    /// What was asked beside it, and has nothing to do with the run.
    pub aside: Option<Ask>,
}

impl Talk {
    /// Asks at once, whatever was under way.
    pub fn ask(&mut self, request: Request) {
        self.last_number += 1;
        self.wish = None;
        self.stop = false;
        self.asked = Some(Ask {
            number: self.last_number,
            request,
        });
    }

    /// Asks something that neither ends nor waits for what is under way.
    pub fn ask_aside(&mut self, request: Request) {
        self.last_number += 1;
        self.aside = Some(Ask {
            number: self.last_number,
            request,
        });
    }

    /// True for an answer to the ask under way.
    pub fn expects(&self, number: u64) -> bool {
        self.asked.as_ref().is_some_and(|ask| ask.number == number)
    }

    /// The ask under way has its last answer.
    pub fn answered(&mut self) -> Option<Wish> {
        self.asked = None;
        self.stop = false;
        self.wish.take()
    }

    /// Forgets everything but the numbers.
    pub fn hang_up(&mut self) {
        *self = Self {
            last_number: self.last_number,
            ..Self::default()
        };
    }
}
