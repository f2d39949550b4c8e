//! Places for instructions that have none: every exit must have a line, because a frame's line is asked
//! for after it has ended (PEP 626).

use super::super::facts::CodegenFacts;
use super::{Block, Graph};
use crate::opcode::Op;

use super::FlowOp;

impl Graph {
    pub(super) fn resolve_lines(&mut self, facts: &CodegenFacts) {
        self.duplicate_exits(facts);
        self.propagate_lines();
    }

    fn is_exit_without_line(&self, block: usize, facts: &CodegenFacts) -> bool {
        let block = &self.blocks[block];
        let eval_break =
            facts.copies_loop_ends && block.ins.iter().any(|ins| has_eval_break(ins.op));
        (block.exits_scope() || eval_break) && block.has_no_line()
    }

    fn duplicate_exits(&mut self, facts: &CodegenFacts) {
        let mut order = self.order();
        if facts.copies_exits_backward {
            order.reverse();
        }
        for block in order {
            let Some(last) = self.blocks[block].last().copied() else {
                continue;
            };
            if !last.op.is_jump() {
                continue;
            }
            let Some(target) = self.non_empty(last.target) else {
                continue;
            };
            if !self.is_exit_without_line(target, facts) || self.blocks[target].predecessors <= 1 {
                continue;
            }
            if self.blocks[target].falls_through() {
                continue;
            }
            let mut copy = Block {
                ins: self.blocks[target].ins.clone(),
                next: self.blocks[target].next,
                predecessors: 1,
                labelled: true,
                ..Block::default()
            };
            if let Some(first) = copy.ins.first_mut() {
                first.at = last.at;
            }
            let copy = self.add(copy);
            self.blocks[target].next = Some(copy);
            self.blocks[target].predecessors -= 1;
            if let Some(last) = self.blocks[block].ins.last_mut() {
                last.target = Some(copy);
            }
        }
        for block in self.order() {
            let this = &self.blocks[block];
            let (Some(next), Some(last), true) = (this.next, this.last(), this.falls_through())
            else {
                continue;
            };
            let at = last.at;
            if self.is_exit_without_line(next, facts)
                && let Some(first) = self.blocks[next].ins.first_mut()
            {
                first.at = at;
            }
        }
    }

    fn propagate_lines(&mut self) {
        for block in self.order() {
            let mut previous = None;
            for ins in &mut self.blocks[block].ins {
                if ins.at.is_none() {
                    ins.at = previous;
                } else {
                    previous = ins.at;
                }
            }
            let this = &self.blocks[block];
            let Some(last) = this.last() else {
                continue;
            };
            let next = this.next.filter(|_| this.falls_through());
            let target = last.target.filter(|_| last.op.is_jump());
            for follower in next.into_iter().chain(target) {
                let follower = &mut self.blocks[follower];
                if follower.predecessors == 1
                    && let Some(first) = follower.ins.first_mut()
                    && first.at.is_none()
                {
                    first.at = previous;
                }
            }
        }
    }
}

fn has_eval_break(op: FlowOp) -> bool {
    matches!(
        op,
        FlowOp::Op(
            Op::Jump | Op::Call | Op::CallKw | Op::CallFunctionEx | Op::Resume | Op::JumpBackward
        )
    )
}
