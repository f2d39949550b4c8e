//! From the list of instructions to blocks, and which handler guards what.

use crate::opcode::Op;

use super::super::sequence::Sequence;
use super::{Block, BlockId, FlowOp, Graph, Ins};

impl Graph {
    /// A block starts at each label that is jumped to and after each jump or exit.
    pub(super) fn from_sequence(sequence: &Sequence) -> Self {
        let place = |label: u32| sequence.labels.get(label as usize).copied().flatten();
        let mut targets = vec![false; sequence.steps.len() + 1];
        for step in &sequence.steps {
            if step.op.has_target()
                && let Some(place) = place(step.arg)
                && let Some(target) = targets.get_mut(place)
            {
                *target = true;
            }
        }
        let mut graph = Graph {
            blocks: vec![Block::default()],
            literals: Vec::new(),
        };
        let mut block_at = vec![0; sequence.steps.len() + 1];
        let mut current = 0;
        for (number, step) in sequence.steps.iter().enumerate() {
            let terminated = graph.blocks[current]
                .last()
                .is_some_and(|last| last.op.is_terminator());
            let labelled = targets[number];
            let used = !graph.blocks[current].ins.is_empty() || graph.blocks[current].labelled;
            if terminated || (labelled && used) {
                let block = graph.add(Block::default());
                graph.blocks[current].next = Some(block);
                current = block;
            }
            if labelled {
                graph.blocks[current].labelled = true;
                block_at[number] = current;
            }
            if step.op != FlowOp::AnnotationsPlaceholder {
                graph.blocks[current]
                    .ins
                    .push(Ins::new(step.op, step.arg, step.at));
            }
        }
        for block in &mut graph.blocks {
            for ins in &mut block.ins {
                if ins.op.has_target() {
                    ins.target = place(ins.arg)
                        .and_then(|place| block_at.get(place))
                        .copied();
                    ins.arg = 0;
                }
            }
        }
        graph
    }

    pub(super) fn mark_handlers(&mut self) {
        for block in self.order() {
            let handlers: Vec<BlockId> = self.blocks[block]
                .ins
                .iter()
                .filter(|ins| ins.op.is_block_push())
                .filter_map(|ins| ins.target)
                .collect();
            for handler in handlers {
                self.blocks[handler].except_handler = true;
            }
        }
    }

    /// Follows the setups and pops of handlers along all paths (`label_exception_targets`).
    pub(super) fn label_exception_targets(&mut self, drop_pops: bool) {
        self.unvisit();
        let mut todo: Vec<(BlockId, Vec<BlockId>)> = vec![(0, Vec::new())];
        if let Some(entry) = self.blocks.first_mut() {
            entry.visited = true;
        }
        while let Some((block, mut handlers)) = todo.pop() {
            let mut handler = handlers.last().copied();
            for number in 0..self.blocks[block].ins.len() {
                let ins = self.blocks[block].ins[number];
                if ins.op.is_block_push() {
                    let Some(target) = ins.target else {
                        continue;
                    };
                    self.visit_with(target, &handlers, &mut todo);
                    if ins.op != FlowOp::SetupFinally {
                        self.blocks[target].preserve_lasti = true;
                    }
                    handlers.push(target);
                    handler = Some(target);
                } else if ins.op == FlowOp::PopBlock {
                    handlers.pop();
                    handler = handlers.last().copied();
                    if drop_pops {
                        self.blocks[block].ins[number].set_nop();
                    }
                } else {
                    self.blocks[block].ins[number].except = handler;
                    if let (true, Some(target)) = (ins.op.is_jump(), ins.target) {
                        self.visit_with(target, &handlers, &mut todo);
                    }
                }
            }
            if let (true, Some(next)) =
                (self.blocks[block].falls_through(), self.blocks[block].next)
            {
                self.visit_with(next, &handlers, &mut todo);
            }
        }
    }

    fn visit_with(
        &mut self,
        block: BlockId,
        handlers: &[BlockId],
        todo: &mut Vec<(BlockId, Vec<BlockId>)>,
    ) {
        if !std::mem::replace(&mut self.blocks[block].visited, true) {
            todo.push((block, handlers.to_vec()));
        }
    }

    /// `JUMP_IF_FALSE` and `JUMP_IF_TRUE` become what the machine knows.
    pub(super) fn convert_conditional_jumps(&mut self) {
        for block in &mut self.blocks {
            let Some(last) = block.ins.last_mut() else {
                continue;
            };
            let op = match last.op {
                FlowOp::JumpIfFalse => Op::PopJumpIfFalse,
                FlowOp::JumpIfTrue => Op::PopJumpIfTrue,
                _ => continue,
            };
            last.op = op.into();
            let copy = Ins {
                except: last.except,
                ..Ins::new(Op::Copy, 1, last.at)
            };
            let end = block.ins.len() - 1;
            block.ins.insert(end, copy);
        }
    }

    /// Setups are over; nothing is left of them.
    pub(super) fn convert_setups(&mut self) {
        for block in &mut self.blocks {
            for ins in &mut block.ins {
                if ins.op.is_block_push() || ins.op == FlowOp::PopBlock {
                    ins.set_nop();
                }
            }
        }
        self.remove_nops_and_jumps();
    }

    /// A conditional jump only goes forward: one that would go back jumps over a jump.
    pub(super) fn normalize_jumps(&mut self) {
        self.unvisit();
        for block in self.order() {
            self.blocks[block].visited = true;
            let Some(last) = self.blocks[block].last().copied() else {
                continue;
            };
            let Some(target) = last.target.filter(|target| self.blocks[*target].visited) else {
                continue;
            };
            let reversed = match last.op {
                FlowOp::Op(Op::PopJumpIfTrue) => Op::PopJumpIfFalse,
                FlowOp::Op(Op::PopJumpIfFalse) => Op::PopJumpIfTrue,
                FlowOp::Op(Op::PopJumpIfNone) => Op::PopJumpIfNotNone,
                FlowOp::Op(Op::PopJumpIfNotNone) => Op::PopJumpIfNone,
                _ => continue,
            };
            let Some(next) = self.blocks[block].next else {
                continue;
            };
            let back = self.add(Block {
                ins: vec![Ins::jump(Op::Jump, target, last.at)],
                next: Some(next),
                start_depth: self.blocks[target].start_depth,
                cold: self.blocks[block].cold,
                visited: true,
                ..Block::default()
            });
            self.blocks[block].next = Some(back);
            if let Some(last) = self.blocks[block].ins.last_mut() {
                last.op = reversed.into();
                last.target = Some(next);
            }
        }
    }
}
