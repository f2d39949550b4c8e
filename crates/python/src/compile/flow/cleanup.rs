//! Taking away what nobody reaches and what does nothing.

use crate::opcode::Op;

use super::super::facts::CodegenFacts;
use super::{BlockId, FlowOp, Graph, Ins};

/// The longest exit block that is copied to where it is jumped to from.
const MAX_COPIED: usize = 4;

impl Graph {
    pub(super) fn remove_unreachable(&mut self) {
        self.unvisit();
        for block in &mut self.blocks {
            block.predecessors = 0;
        }
        let mut todo = vec![0];
        if let Some(entry) = self.blocks.first_mut() {
            entry.predecessors = 1;
            entry.visited = true;
        }
        while let Some(block) = todo.pop() {
            let this = &self.blocks[block];
            let next = this.next.filter(|_| this.falls_through());
            let targets: Vec<BlockId> = next
                .into_iter()
                .chain(this.ins.iter().filter_map(|ins| ins.target))
                .collect();
            for target in targets {
                let target_block = &mut self.blocks[target];
                target_block.predecessors += 1;
                if !std::mem::replace(&mut target_block.visited, true) {
                    todo.push(target);
                }
            }
        }
        for block in &mut self.blocks {
            if block.predecessors == 0 {
                block.ins.clear();
                block.except_handler = false;
            }
        }
    }

    /// A NOP stays only where a line would have no instruction without it.
    fn remove_nops_in(&mut self, block: BlockId) -> usize {
        let after = self.non_empty(self.blocks[block].next).and_then(|next| {
            let real = |ins: &&Ins| !(ins.is(Op::Nop) && ins.at.is_none());
            self.blocks[next].ins.iter().find(real).map(Ins::line)
        });
        let ins = &mut self.blocks[block].ins;
        let before = ins.len();
        let mut kept: Vec<Ins> = Vec::with_capacity(before);
        let mut previous = None;
        for number in 0..before {
            let current = ins[number];
            let line = current.line();
            if current.is(Op::Nop) {
                let Some(line) = line else {
                    continue;
                };
                if previous == Some(line) {
                    continue;
                }
                match ins.get_mut(number + 1) {
                    Some(next) => match next.line() {
                        Some(next) if next == line => continue,
                        Some(_) => {}
                        None => {
                            next.at = current.at;
                            continue;
                        }
                    },
                    None => {
                        if after == Some(Some(line)) {
                            continue;
                        }
                    }
                }
            }
            kept.push(current);
            previous = line;
        }
        let removed = before - kept.len();
        self.blocks[block].ins = kept;
        removed
    }

    pub(super) fn remove_nops(&mut self) -> usize {
        self.order()
            .into_iter()
            .map(|block| self.remove_nops_in(block))
            .sum()
    }

    /// A constant that is pushed and popped, and a copy that is popped, are nothing.
    pub(super) fn remove_redundant_pairs(&mut self) {
        let mut done = false;
        while !done {
            done = true;
            let mut previous: Option<(BlockId, usize)> = None;
            for block in self.order() {
                self.remove_nops_in(block);
                if self.blocks[block].labelled {
                    previous = None;
                }
                for number in 0..self.blocks[block].ins.len() {
                    let here = (block, number);
                    if let Some((b, n)) = previous
                        && self.blocks[block].ins[number].is(Op::PopTop)
                    {
                        let before = self.blocks[b].ins[n];
                        let pair = before.is(Op::LoadConst)
                            || before.is(Op::LoadSmallInt)
                            || (before.is(Op::Copy) && before.arg == 1);
                        if pair {
                            self.blocks[b].ins[n].set_nop();
                            self.blocks[block].ins[number].set_nop();
                            done = false;
                        }
                    }
                    previous = Some(here);
                }
                let this = &self.blocks[block];
                if this.last().is_some_and(|last| last.op.is_jump()) || !this.falls_through() {
                    previous = None;
                }
            }
        }
    }

    /// A jump to what comes next anyway is nothing.
    fn remove_redundant_jumps(&mut self) -> usize {
        let mut changes = 0;
        for block in self.order() {
            let Some(last) = self.blocks[block].last() else {
                continue;
            };
            if !last.op.is_unconditional_jump() {
                continue;
            }
            let target = self.non_empty(last.target);
            if target.is_some() && target == self.non_empty(self.blocks[block].next) {
                if let Some(last) = self.blocks[block].ins.last_mut() {
                    last.set_nop();
                }
                changes += 1;
            }
        }
        changes
    }

    pub(super) fn remove_nops_and_jumps(&mut self) {
        loop {
            let nops = self.remove_nops();
            let jumps = self.remove_redundant_jumps();
            if nops + jumps == 0 {
                break;
            }
        }
    }

    /// A jump to a short exit, or to a block without a line that does not go on, becomes the block itself.
    pub(super) fn inline_small_blocks(&mut self, facts: &CodegenFacts) {
        // Every change takes a jump away; the bound only guards against a cycle of empty blocks.
        for _ in 0..=self.blocks.len() {
            let mut changed = false;
            for block in self.order() {
                changed |= self.inline_target(block, facts);
            }
            if !changed {
                break;
            }
        }
    }

    fn inline_target(&mut self, block: BlockId, facts: &CodegenFacts) -> bool {
        let Some(last) = self.blocks[block].last().copied() else {
            return false;
        };
        let Some(target) = last.target.filter(|_| last.op.is_unconditional_jump()) else {
            return false;
        };
        let target_block = &self.blocks[target];
        let small_exit = target_block.exits_scope()
            && target_block.ins.len() <= MAX_COPIED
            && (facts.inlines_lined_exits || target_block.has_no_line());
        let no_line = facts.inlines_unlined_blocks
            && target_block.has_no_line()
            && !target_block.falls_through();
        if target == block || !(small_exit || no_line) {
            return false;
        }
        let copied = target_block.ins.clone();
        self.blocks[target].predecessors = self.blocks[target].predecessors.saturating_sub(1);
        let ins = &mut self.blocks[block].ins;
        if let Some(last) = ins.last_mut() {
            last.set_nop();
        }
        ins.extend(copied);
        // The look at the eval breaker must not get lost.
        if let Some(end) = ins.last_mut()
            && no_line
            && end.op.is_unconditional_jump()
            && last.op == FlowOp::Op(Op::Jump)
        {
            end.op = Op::Jump.into();
        }
        true
    }
}
