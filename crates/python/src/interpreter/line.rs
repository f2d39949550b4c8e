//! Telling a recorder where a line begins.

use crate::machine::Machine;
use crate::opcode::Op;
use crate::watch::{Seen, Watch};

impl Machine {
    #[cold]
    pub(super) fn note_line(&mut self) {
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        if frame.code.internal {
            return;
        }
        let at = frame.lasti;
        let (Some(instr), Some(position)) = (
            frame.code.spec.code.get(at as usize),
            frame.code.spec.positions.get(at as usize),
        ) else {
            return;
        };
        // What a call does before its first line is no line (`sys.settrace` sees a call).
        let prologue = matches!(
            instr.op,
            Op::Resume | Op::MakeCell | Op::CopyFreeVars | Op::ReturnGenerator
        );
        if prologue || position.line == 0 {
            return;
        }
        let line = position.line;
        let (last_line, last_at) = frame.told;
        frame.told = (line, at);
        if line == last_line && at > last_at {
            return;
        }
        let seen = Seen::Line {
            at: self.clock,
            line,
            depth: self.frames.len() as u32,
        };
        if let Watch::Log(log) = &mut self.watch {
            log.push(seen);
        }
    }
}
