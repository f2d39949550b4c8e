//! Which loads of locals may find them unbound.

use crate::opcode::Op;

use super::{BlockId, FlowOp, Graph};

/// Locals that are followed through the whole graph; others only within a block.
const TRACKED: usize = 64;

impl Graph {
    /// Makes LOAD_FAST_CHECK of every load that may find nothing.
    pub(super) fn check_unbound(&mut self, locals: usize, parameters: usize) {
        if locals == 0 {
            return;
        }
        if locals > TRACKED {
            self.check_untracked(locals);
        }
        self.unvisit();
        let mut start = 0;
        for local in parameters..locals.min(TRACKED) {
            start |= 1_u64 << local;
        }
        let mut todo = Vec::new();
        self.unsafe_at(0, start, &mut todo);
        for block in self.order() {
            self.scan(block, &mut todo);
        }
        while let Some(block) = todo.pop() {
            self.blocks[block].visited = false;
            self.scan(block, &mut todo);
        }
    }

    /// Adds what may be unbound at the start of a block; the block is looked at again if that is news.
    fn unsafe_at(&mut self, block: BlockId, mask: u64, todo: &mut Vec<BlockId>) {
        let Some(block_data) = self.blocks.get_mut(block) else {
            return;
        };
        let both = block_data.unsafe_locals | mask;
        if both != block_data.unsafe_locals {
            block_data.unsafe_locals = both;
            if !std::mem::replace(&mut block_data.visited, true) {
                todo.push(block);
            }
        }
    }

    fn scan(&mut self, block: BlockId, todo: &mut Vec<BlockId>) {
        let mut mask = self.blocks[block].unsafe_locals;
        for number in 0..self.blocks[block].ins.len() {
            let ins = self.blocks[block].ins[number];
            if let Some(except) = ins.except {
                self.unsafe_at(except, mask, todo);
            }
            let FlowOp::Op(op) = ins.op else {
                continue;
            };
            if ins.arg as usize >= TRACKED {
                continue;
            }
            let bit = 1_u64 << ins.arg;
            match op {
                Op::DeleteFast | Op::LoadFastAndClear | Op::StoreFastMaybeNull => mask |= bit,
                Op::StoreFast | Op::LoadFastCheck => mask &= !bit,
                Op::LoadFast => {
                    if mask & bit != 0 {
                        self.blocks[block].ins[number].op = Op::LoadFastCheck.into();
                    }
                    mask &= !bit;
                }
                _ => {}
            }
        }
        let this = &self.blocks[block];
        let next = this.next.filter(|_| this.falls_through());
        let target = this
            .last()
            .filter(|last| last.op.is_jump())
            .and_then(|last| last.target);
        for follower in next.into_iter().chain(target) {
            self.unsafe_at(follower, mask, todo);
        }
    }

    fn check_untracked(&mut self, locals: usize) {
        let mut bound_in = vec![None; locals];
        for block in self.order() {
            for ins in &mut self.blocks[block].ins {
                let FlowOp::Op(op) = ins.op else {
                    continue;
                };
                if (ins.arg as usize) < TRACKED {
                    continue;
                }
                let Some(bound) = bound_in.get_mut(ins.arg as usize) else {
                    continue;
                };
                match op {
                    Op::DeleteFast | Op::LoadFastAndClear | Op::StoreFastMaybeNull => *bound = None,
                    Op::StoreFast => *bound = Some(block),
                    Op::LoadFast => {
                        if *bound != Some(block) {
                            ins.op = Op::LoadFastCheck.into();
                        }
                        *bound = Some(block);
                    }
                    _ => {}
                }
            }
        }
    }
}
