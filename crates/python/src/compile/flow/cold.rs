//! Handlers move to the end of the code.

use crate::opcode::Op;

use super::super::facts::CodegenFacts;
use super::{Block, BlockId, FlowOp, Graph, Ins};

impl Graph {
    pub(super) fn cold_blocks_last(&mut self, facts: &CodegenFacts) {
        let order = self.order();
        if order.len() <= 1 {
            return;
        }
        self.mark_warm();
        self.mark_cold();
        for block in order {
            let this = &self.blocks[block];
            let Some(next) = this.next.filter(|_| this.cold && this.falls_through()) else {
                continue;
            };
            if !self.blocks[next].warm {
                continue;
            }
            self.blocks[next].labelled = true;
            let op = if facts.uninterrupted_jumps {
                FlowOp::JumpNoInterrupt
            } else {
                Op::Jump.into()
            };
            let jump = self.add(Block {
                ins: vec![Ins::jump(op, next, None)],
                next: Some(next),
                predecessors: 1,
                cold: true,
                ..Block::default()
            });
            self.blocks[block].next = Some(jump);
        }
        let (cold, others): (Vec<BlockId>, Vec<BlockId>) = self
            .order()
            .into_iter()
            .partition(|&block| self.blocks[block].cold);
        if cold.is_empty() {
            return;
        }
        let sorted: Vec<BlockId> = others.into_iter().chain(cold).collect();
        for (number, &block) in sorted.iter().enumerate() {
            self.blocks[block].next = sorted.get(number + 1).copied();
        }
        self.remove_nops_and_jumps();
    }

    /// What is reached without an exception.
    fn mark_warm(&mut self) {
        let mut todo = vec![0];
        self.unvisit();
        while let Some(block) = todo.pop() {
            if std::mem::replace(&mut self.blocks[block].visited, true) {
                continue;
            }
            self.blocks[block].warm = true;
            todo.extend(self.followers(block));
        }
    }

    fn mark_cold(&mut self) {
        let mut todo: Vec<BlockId> = self
            .order()
            .into_iter()
            .filter(|&block| self.blocks[block].except_handler)
            .collect();
        self.unvisit();
        while let Some(block) = todo.pop() {
            if self.blocks[block].warm || std::mem::replace(&mut self.blocks[block].visited, true) {
                continue;
            }
            self.blocks[block].cold = true;
            todo.extend(self.followers(block));
        }
    }

    fn followers(&self, block: BlockId) -> Vec<BlockId> {
        let this = &self.blocks[block];
        let next = this.next.filter(|_| this.falls_through());
        let targets = this
            .ins
            .iter()
            .filter(|ins| ins.op.is_jump())
            .filter_map(|ins| ins.target);
        next.into_iter().chain(targets).collect()
    }

    /// Notes the pairs that CPython makes one instruction of (`insert_superinstructions`): a pair of loads
    /// borrows together or not at all, and a load right after a store never does.
    pub(super) fn fuse(&mut self) {
        for block in self.order() {
            let ins = &mut self.blocks[block].ins;
            let mut number = 0;
            while let Some(next) = ins.get(number + 1).copied() {
                let first = ins[number];
                let pair = matches!(
                    (first.op, next.op),
                    (FlowOp::Op(Op::LoadFast), FlowOp::Op(Op::LoadFast))
                        | (
                            FlowOp::Op(Op::StoreFast),
                            FlowOp::Op(Op::LoadFast | Op::StoreFast)
                        )
                );
                let same_line = match (first.line(), next.line()) {
                    (Some(a), Some(b)) => a == b,
                    _ => true,
                };
                if pair && same_line && first.arg < 16 && next.arg < 16 {
                    ins[number].fused = true;
                    number += 1;
                }
                number += 1;
            }
        }
        self.remove_nops();
    }
}
