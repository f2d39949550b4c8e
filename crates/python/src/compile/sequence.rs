//! The instructions of a unit as they are generated: one list with labels.

use crate::code::Position;
use crate::opcode::Op;

use super::flow::FlowOp;

/// A place in the source; none for instructions that no line of the program stands for.
pub type Loc = Option<Position>;

/// A place to jump to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Label(usize);

impl Label {
    /// Its number, as the argument of a jump.
    pub fn number(self) -> u32 {
        u32::try_from(self.0).unwrap_or(u32::MAX)
    }
}

/// An instruction; the argument of a jump is the number of a label.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step {
    /// What to do.
    pub op: FlowOp,
    /// With what.
    pub arg: u32,
    /// Where it comes from.
    pub at: Loc,
}

/// Instructions and where the labels are among them.
#[derive(Clone, Debug, Default)]
pub struct Sequence {
    /// The instructions.
    pub steps: Vec<Step>,
    /// For each label the number of the instruction that it stands before.
    pub labels: Vec<Option<usize>>,
}

impl Sequence {
    /// A label that stands nowhere yet.
    pub fn label(&mut self) -> Label {
        self.labels.push(None);
        Label(self.labels.len() - 1)
    }

    /// Puts a label before the next instruction.
    pub fn place(&mut self, label: Label) {
        let next = self.steps.len();
        if let Some(place) = self.labels.get_mut(label.0) {
            *place = Some(next);
        }
    }

    /// Appends an instruction.
    pub fn push(&mut self, op: FlowOp, arg: u32, at: Loc) {
        self.steps.push(Step { op, arg, at });
    }

    /// Whether nothing can come to the end.
    pub fn ends_with_return(&self) -> bool {
        let end = self.steps.len();
        let returns = self
            .steps
            .last()
            .is_some_and(|step| step.op == FlowOp::Op(Op::ReturnValue));
        returns && !self.labels.contains(&Some(end))
    }

    /// Gives an instruction the place of the one after it.
    pub fn take_next_place(&mut self, number: usize) {
        let next = self.steps.get(number + 1).map(|step| step.at);
        if let (Some(next), Some(step)) = (next, self.steps.get_mut(number)) {
            step.at = next;
        }
    }

    /// Inserts instructions before instruction `at`; labels there come to stand after them.
    pub fn insert(&mut self, at: usize, steps: impl IntoIterator<Item = Step>) {
        let before = self.steps.len();
        self.steps.splice(at..at, steps);
        let added = self.steps.len() - before;
        for place in self.labels.iter_mut().flatten() {
            if *place >= at {
                *place += added;
            }
        }
    }
}
