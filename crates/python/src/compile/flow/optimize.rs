//! One block at a time: folding, threading of jumps, and pairs of instructions that one can replace.

use crate::code::ConstEntry;
use crate::opcode::Op;

use super::super::facts::{CodegenFacts, Folding, Threading};
use super::constants::Pool;
use super::{BlockId, FlowOp, Graph, Ins, NOP};

impl Graph {
    pub(super) fn optimize_block(
        &mut self,
        block: BlockId,
        consts: &mut Vec<ConstEntry>,
        facts: &CodegenFacts,
    ) {
        let mut pool = Pool::new(consts, facts);
        let mut number = 0;
        while number < self.blocks[block].ins.len() {
            if !self.optimize_instruction(block, number, &mut pool, facts) {
                number += 1;
            }
        }
        self.optimize_swaps(block);
    }

    /// True if the same number has to be looked at again.
    fn optimize_instruction(
        &mut self,
        block: BlockId,
        number: usize,
        pool: &mut Pool<'_>,
        facts: &CodegenFacts,
    ) -> bool {
        let ins = self.blocks[block].ins[number];
        let target = ins
            .target
            .and_then(|target| self.blocks[target].ins.first().copied());
        let target_op = target.map_or(NOP, |target| target.op);
        match ins.op {
            FlowOp::Op(Op::BuildTuple) => {
                if !self.unpacked_at_once(block, number) {
                    self.fold_tuple(block, number, pool);
                }
            }
            FlowOp::Op(Op::BuildList | Op::BuildSet) if facts.folding == Folding::Graph => {
                self.fold_list_or_set(block, number, pool);
            }
            FlowOp::Op(Op::BuildList) if facts.folding == Folding::Peephole => {
                self.fold_searched_list(block, number, pool);
            }
            op if op.is_conditional_jump() => {
                if target_op == FlowOp::Op(Op::Jump) {
                    self.thread(block, target, op, facts);
                }
            }
            FlowOp::JumpIfFalse
            | FlowOp::JumpIfTrue
            | FlowOp::Op(Op::JumpIfFalseOrPop | Op::JumpIfTrueOrPop) => {
                return self.thread_short_circuit(block, ins, target, facts);
            }
            FlowOp::Op(Op::Jump) | FlowOp::JumpNoInterrupt => match target_op {
                FlowOp::Op(Op::Jump) => return self.thread(block, target, Op::Jump.into(), facts),
                FlowOp::JumpNoInterrupt => return self.thread(block, target, ins.op, facts),
                _ => {}
            },
            FlowOp::Op(Op::UnaryNegative | Op::UnaryPositive | Op::UnaryInvert | Op::BinaryOp)
            | FlowOp::Op(Op::BinarySubscr | Op::ListAppend | Op::SetAdd)
                if facts.folding == Folding::Graph =>
            {
                self.fold(block, number, pool);
            }
            FlowOp::Op(Op::UnaryNegative | Op::UnaryInvert | Op::BinaryOp | Op::BinarySubscr)
                if facts.folding == Folding::Peephole =>
            {
                self.fold(block, number, pool);
            }
            FlowOp::Op(Op::ListToTuple) if facts.folding == Folding::Graph => {
                self.fold(block, number, pool);
                let ins = &mut self.blocks[block].ins;
                let iterated = ins.get(number + 1).is_some_and(|next| next.is(Op::GetIter));
                if iterated && ins[number].is(Op::ListToTuple) {
                    ins[number].set_nop();
                }
            }
            _ => self.merge_with_next(block, number, pool, facts),
        }
        false
    }

    /// `a, b = b, a`: nothing is built that is unpacked at once.
    fn unpacked_at_once(&mut self, block: BlockId, number: usize) -> bool {
        let ins = &mut self.blocks[block].ins;
        let count = ins[number].arg;
        let Some(next) = ins.get(number + 1) else {
            return false;
        };
        if !next.is(Op::UnpackSequence) || next.arg != count {
            return false;
        }
        match count {
            1 => {
                ins[number].set_nop();
                ins[number + 1].set_nop();
            }
            2 | 3 => {
                ins[number].set_nop();
                ins[number + 1].op = Op::Swap.into();
            }
            _ => return false,
        }
        true
    }

    /// A jump to a jump goes where that one goes. True if something changed.
    fn thread(
        &mut self,
        block: BlockId,
        target: Option<Ins>,
        op: FlowOp,
        facts: &CodegenFacts,
    ) -> bool {
        let (Some(target), Some(last)) = (target, self.blocks[block].last().copied()) else {
            return false;
        };
        let Some(further) = target
            .target
            .filter(|further| last.target != Some(*further))
        else {
            return false;
        };
        let allowed = match facts.threading {
            Threading::SameLine => last.line() == target.line(),
            Threading::SameOrNoLine => target.at.is_none() || last.line() == target.line(),
            Threading::NewJump => true,
        };
        if !allowed {
            return false;
        }
        let ins = &mut self.blocks[block].ins;
        if let Some(last) = ins.last_mut() {
            if facts.threading != Threading::NewJump {
                last.op = op;
                last.target = Some(further);
                return true;
            }
            last.set_nop();
        }
        // A jump cannot raise; CPython leaves the new one unguarded.
        ins.push(Ins::jump(op, further, target.at));
        true
    }

    fn thread_short_circuit(
        &mut self,
        block: BlockId,
        ins: Ins,
        target: Option<Ins>,
        facts: &CodegenFacts,
    ) -> bool {
        let Some(first) = target else {
            return false;
        };
        let value = |op| match op {
            FlowOp::JumpIfFalse | FlowOp::Op(Op::JumpIfFalseOrPop) => Some(false),
            FlowOp::JumpIfTrue | FlowOp::Op(Op::JumpIfTrueOrPop) => Some(true),
            _ => None,
        };
        let if_true = value(ins.op) == Some(true);
        match (first.op, value(first.op)) {
            (FlowOp::Op(Op::Jump), _) => self.thread(block, target, ins.op, facts),
            (_, Some(same)) if same == if_true => self.thread(block, target, ins.op, facts),
            // The other jump is never taken with this value: go to what follows it.
            (_, Some(_)) => match ins.op {
                FlowOp::Op(_) => self.pop_and_jump_behind(block, ins, first, if_true),
                op => self.jump_behind(block, ins, op),
            },
            (FlowOp::Op(op @ (Op::PopJumpIfFalse | Op::PopJumpIfTrue)), None)
                if matches!(ins.op, FlowOp::Op(_)) =>
            {
                // 3.11: the kept value is popped by the jump at the target.
                if (op == Op::PopJumpIfTrue) == if_true {
                    return self.thread(block, target, op.into(), facts);
                }
                self.pop_and_jump_behind(block, ins, first, if_true)
            }
            _ => false,
        }
    }

    /// The jump at the target is not taken: this one goes behind it.
    fn jump_behind(&mut self, block: BlockId, ins: Ins, op: FlowOp) -> bool {
        let next = ins.target.and_then(|target| self.blocks[target].next);
        let (Some(next), Some(last)) = (next, self.blocks[block].ins.last_mut()) else {
            return false;
        };
        last.op = op;
        last.target = Some(next);
        true
    }

    /// 3.11: it would have popped the value that is kept for it, so this one does.
    fn pop_and_jump_behind(&mut self, block: BlockId, ins: Ins, first: Ins, if_true: bool) -> bool {
        let op = if if_true {
            Op::PopJumpIfTrue
        } else {
            Op::PopJumpIfFalse
        };
        ins.line() == first.line() && self.jump_behind(block, ins, op.into())
    }

    fn merge_with_next(
        &mut self,
        block: BlockId,
        number: usize,
        pool: &mut Pool<'_>,
        facts: &CodegenFacts,
    ) {
        let ins = &mut self.blocks[block].ins;
        let current = ins[number];
        let next = ins.get(number + 1).copied();
        let next_op = next.map_or(NOP, |next| next.op);
        match (current.op, next_op) {
            (FlowOp::Op(Op::StoreFast), FlowOp::Op(Op::StoreFast))
                if facts.merges_more
                    && next.is_some_and(|next| {
                        next.arg == current.arg && next.line() == current.line()
                    }) =>
            {
                ins[number].set(Op::PopTop, 0);
            }
            (FlowOp::Op(Op::Swap), _) if current.arg == 1 => ins[number].set_nop(),
            (FlowOp::Op(op @ (Op::CompareOp | Op::ContainsOp | Op::IsOp)), FlowOp::ToBool) => {
                ins[number].set_nop();
                ins[number + 1].set(op, current.arg);
            }
            (FlowOp::Op(op @ (Op::ContainsOp | Op::IsOp)), FlowOp::Op(Op::UnaryNot))
                if facts.folding != Folding::Tree =>
            {
                ins[number].set_nop();
                ins[number + 1].set(op, current.arg ^ 1);
            }
            (FlowOp::ToBool, FlowOp::ToBool) => ins[number].set_nop(),
            (FlowOp::Op(Op::UnaryNot), FlowOp::ToBool) => {
                ins[number].set_nop();
                ins[number + 1].set(Op::UnaryNot, 0);
            }
            (FlowOp::Op(Op::UnaryNot), FlowOp::Op(Op::UnaryNot)) if facts.merges_more => {
                ins[number].set_nop();
                ins[number + 1].set_nop();
            }
            (FlowOp::Op(Op::UnaryNot), _) if facts.folding == Folding::Graph => {
                self.fold(block, number, pool);
            }
            _ => {}
        }
    }
}
