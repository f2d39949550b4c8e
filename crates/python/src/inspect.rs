//! A look at the calls that run, for pictures and for holders.

use heap::Ref;

use crate::frame::{Frame, StackRef};
use crate::machine::Machine;
use crate::objects::Payload;

/// One call and what it has on the data stack.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// The record of the call.
    pub frame: &'a Frame,
    /// `localsplus`, in the order of `CodeSpec::varnames`.
    pub locals: &'a [StackRef],
    /// The evaluation stack, bottom first.
    pub stack: &'a [StackRef],
}

impl Machine {
    /// The calls that run, outermost first.
    pub fn calls(&self) -> Vec<Call<'_>> {
        let tops = self
            .frames
            .iter()
            .skip(1)
            .map(|frame| frame.base as usize)
            .chain([self.stack.len()]);
        let calls = self.frames.iter().zip(tops).map(|(frame, top)| Call {
            frame,
            locals: self
                .stack
                .get(frame.base as usize..frame.stack_base as usize)
                .unwrap_or_default(),
            stack: self
                .stack
                .get(frame.stack_base as usize..top)
                .unwrap_or_default(),
        });
        calls.collect()
    }

    /// How many objects had been born when the program began.
    pub fn births_before(&self) -> u32 {
        self.modules_state.first_serial
    }

    /// The namespace of `__main__`, borrowed; none once the interpreter has given it up.
    pub fn main_namespace(&self) -> Option<Ref> {
        let Payload::Dict(modules) = self.payload(self.interp.modules) else {
            return None;
        };
        let main = modules
            .iter()
            .find(|(_, entry)| self.str_of(entry.key) == Some("__main__"));
        match main.map(|(_, entry)| self.payload(entry.value)) {
            Some(Payload::Module(namespace)) => Some(*namespace),
            _ => None,
        }
    }
}
