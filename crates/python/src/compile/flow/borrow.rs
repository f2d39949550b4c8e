//! Which loads of locals need no reference of their own (`optimize_load_fast`, 3.14+).
//!
//! A load may borrow if what it pushes is consumed in the same block, before its local is bound anew, and is
//! not itself stored into a local. Each block is run on a stack of marks that say which load an entry
//! comes from.

use crate::opcode::Op;

use super::effects;
use super::{BlockId, FlowOp, Graph};

/// An entry of the stack: the load that pushed it, by its number in the block, and its local.
type Mark = Option<(usize, u32)>;

/// For entries that come from no local.
const NO_LOCAL: u32 = u32::MAX;

/// The simulated stack and which loads have to own.
struct Stack {
    marks: Vec<Mark>,
    owned: Vec<bool>,
}

impl Stack {
    fn pop(&mut self) -> Mark {
        self.marks.pop().flatten()
    }

    fn own(&mut self, mark: Mark) {
        if let Some((load, _)) = mark
            && let Some(owned) = self.owned.get_mut(load)
        {
            *owned = true;
        }
    }

    /// The local gets another value, or none: what still lies on the stack must not borrow from it.
    fn kill(&mut self, local: u32) {
        for number in 0..self.marks.len() {
            let mark = self.marks[number];
            if mark.is_some_and(|(_, marked)| marked == local) {
                self.own(mark);
            }
        }
    }

    fn push(&mut self, count: u32) {
        self.marks.extend(std::iter::repeat_n(None, count as usize));
    }

    fn drop_top(&mut self, count: u32) {
        self.marks
            .truncate(self.marks.len().saturating_sub(count as usize));
    }
}

impl Graph {
    /// Makes LOAD_FAST_BORROW of the loads that may borrow. Needs the depth at the start of each block.
    pub(super) fn borrow_loads(&mut self) {
        self.unvisit();
        let mut todo: Vec<BlockId> = vec![0];
        while let Some(block) = todo.pop() {
            if std::mem::replace(&mut self.blocks[block].visited, true) {
                continue;
            }
            self.borrow_in(block);
            let this = &self.blocks[block];
            todo.extend(this.ins.iter().filter_map(|ins| ins.target));
            todo.extend(
                this.next
                    .filter(|_| this.last().is_some() && this.falls_through()),
            );
        }
    }

    fn borrow_in(&mut self, block: BlockId) {
        let depth = self.blocks[block].start_depth.unwrap_or(0) as usize;
        let count = self.blocks[block].ins.len();
        let mut stack = Stack {
            marks: vec![None; depth],
            owned: vec![false; count],
        };
        // The pair a fused instruction stands for has the number of its first.
        let mut second_of = None;
        for number in 0..count {
            let ins = self.blocks[block].ins[number];
            let producer = second_of.take().unwrap_or(number);
            if ins.fused {
                second_of = Some(producer);
            }
            self.simulate(block, number, producer, &mut stack);
        }
        let left = std::mem::take(&mut stack.marks);
        for mark in left {
            stack.own(mark);
        }
        // What stands before RETURN_GENERATOR is put there later than the loads are looked at.
        let ins = &self.blocks[block].ins;
        let prologue = ins.iter().position(|i| i.is(Op::ReturnGenerator));
        let prologue = prologue.unwrap_or(0);
        let mut first_is = None;
        for number in 0..count {
            let ins = &mut self.blocks[block].ins[number];
            let pair = first_is.take();
            if ins.fused {
                first_is = Some((number, ins.op));
            }
            if !ins.is(Op::LoadFast) || number < prologue {
                continue;
            }
            let borrows = match pair {
                Some((first, FlowOp::Op(Op::LoadFast))) => !stack.owned[first],
                // STORE_FAST_LOAD_FAST has no borrowing form.
                Some(_) => false,
                None => !stack.owned[number],
            };
            if borrows {
                ins.op = Op::LoadFastBorrow.into();
            }
        }
    }

    fn simulate(&mut self, block: BlockId, number: usize, producer: usize, stack: &mut Stack) {
        let ins = self.blocks[block].ins[number];
        let arg = ins.arg;
        let effect = effects::of(&ins, false);
        match ins.op {
            FlowOp::Op(Op::LoadFast) => stack.marks.push(Some((producer, arg))),
            FlowOp::Op(Op::LoadFastAndClear) => {
                stack.kill(arg);
                stack.marks.push(Some((producer, arg)));
            }
            FlowOp::Op(Op::StoreFast | Op::StoreFastMaybeNull) => {
                let stored = stack.pop();
                stack.kill(arg);
                stack.own(stored);
            }
            FlowOp::Op(Op::Copy) => {
                let from = stack.marks.len().checked_sub(arg as usize);
                let copied = from
                    .and_then(|from| stack.marks.get(from))
                    .copied()
                    .flatten();
                stack.marks.push(copied);
            }
            FlowOp::Op(Op::Swap) => {
                let top = stack.marks.len();
                if let Some(other) = top.checked_sub(arg as usize).filter(|other| *other < top) {
                    stack.marks.swap(other, top - 1);
                }
            }
            // They leave their operands where they are.
            FlowOp::Op(
                Op::GetLen
                | Op::ImportFrom
                | Op::MatchKeys
                | Op::MatchMapping
                | Op::MatchSequence
                | Op::WithExceptStart,
            ) => {
                // CPython's loop here counts in the variable that holds the number of the instruction:
                // what is pushed counts as the block's first instruction's, which owns if it is a load.
                let pushed = effect.pushed.saturating_sub(effect.popped) as usize;
                stack
                    .marks
                    .extend((0..pushed).map(|number| Some((number, NO_LOCAL))));
            }
            // They take the top and change what is below.
            FlowOp::Op(
                Op::DictMerge
                | Op::DictUpdate
                | Op::ListAppend
                | Op::ListExtend
                | Op::MapAdd
                | Op::Reraise
                | Op::SetAdd
                | Op::SetUpdate,
            ) => stack.drop_top(effect.popped.saturating_sub(effect.pushed)),
            FlowOp::Op(Op::CheckExcMatch) => {
                stack.pop();
                stack.push(1);
            }
            // A generator and, in an f-string, a str stay what they are.
            FlowOp::Op(Op::GetYieldFromIter) => {}
            FlowOp::Op(Op::FormatValue) if arg == 0 => {}
            FlowOp::ForIter | FlowOp::ForIterPopping => stack.push(1),
            // `self` may come back to the stack, under the method.
            FlowOp::Op(Op::LoadMethod) => {
                let object = stack.pop();
                stack.push(1);
                stack.marks.push(object);
            }
            FlowOp::Op(Op::LoadSpecial | Op::PushExcInfo) => {
                let object = stack.pop();
                stack.push(1);
                stack.marks.push(object);
            }
            FlowOp::Op(Op::LoadSuperMethod) => {
                let object = stack.pop();
                stack.drop_top(2);
                stack.push(1);
                stack.marks.push(object);
            }
            FlowOp::Op(Op::Send) => {
                stack.pop();
                stack.push(1);
            }
            op if op.is_block_push() => {}
            // All others consume what they take.
            _ => {
                stack.drop_top(effect.popped);
                stack.push(effect.pushed);
            }
        }
    }
}
