//! How many entries an instruction takes from the stack and puts there.

use crate::opcode::Op;

use super::{BlockId, FlowOp, Graph, Ins};

/// Entries taken and entries put.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Effect {
    pub popped: u32,
    pub pushed: u32,
}

const fn effect(popped: u32, pushed: u32) -> Effect {
    Effect { popped, pushed }
}

/// The effect when the instruction goes on, or when it jumps.
pub(super) fn of(ins: &Ins, jump: bool) -> Effect {
    let arg = ins.arg;
    match ins.op {
        FlowOp::Op(op) => real(op, arg, jump),
        FlowOp::SetupFinally => effect(0, if jump { 1 } else { 0 }),
        FlowOp::SetupCleanup => effect(0, if jump { 2 } else { 0 }),
        // The result of `__enter__` is not there when the handler runs.
        FlowOp::SetupWith => {
            if jump {
                effect(1, 2)
            } else {
                effect(0, 0)
            }
        }
        FlowOp::PopBlock | FlowOp::JumpNoInterrupt | FlowOp::AnnotationsPlaceholder => effect(0, 0),
        FlowOp::JumpIfFalse | FlowOp::JumpIfTrue | FlowOp::ToBool => effect(1, 1),
        FlowOp::ForIter => effect(1, 2),
        FlowOp::ForIterPopping => effect(1, if jump { 0 } else { 2 }),
        FlowOp::EndFor | FlowOp::PopIter => effect(1, 0),
    }
}

fn real(op: Op, arg: u32, jump: bool) -> Effect {
    match op {
        Op::Nop
        | Op::Resume
        | Op::DeleteFast
        | Op::DeleteName
        | Op::DeleteGlobal
        | Op::DeleteDeref
        | Op::MakeCell
        | Op::CopyFreeVars
        | Op::Jump
        | Op::JumpBackward
        | Op::SetupAnnotations => effect(0, 0),
        Op::PopTop
        | Op::StoreFast
        | Op::StoreFastMaybeNull
        | Op::StoreName
        | Op::StoreGlobal
        | Op::StoreDeref
        | Op::DeleteAttr
        | Op::ReturnValue
        | Op::PopJumpIfTrue
        | Op::PopJumpIfFalse
        | Op::PopJumpIfNone
        | Op::PopJumpIfNotNone
        | Op::PopExcept
        | Op::PrintExpr
        | Op::ImportStar => effect(1, 0),
        Op::PushNull
        | Op::LoadConst
        | Op::LoadSmallInt
        | Op::LoadFast
        | Op::ReturnGenerator
        | Op::LoadFastBorrow
        | Op::LoadFastCheck
        | Op::LoadFastAndClear
        | Op::LoadName
        | Op::LoadGlobal
        | Op::LoadLocals
        | Op::LoadClosure
        | Op::LoadDeref
        | Op::LoadBuildClass
        | Op::LoadAssertionError
        | Op::LoadCommonConstant => effect(0, 1),
        Op::Copy => effect(arg, arg + 1),
        Op::Swap => effect(arg, arg),
        Op::LoadFromDictOrDeref
        | Op::LoadFromDictOrGlobals
        | Op::LoadAttr
        | Op::UnaryNegative
        | Op::UnaryPositive
        | Op::UnaryInvert
        | Op::UnaryNot
        | Op::ListToTuple
        | Op::YieldValue
        | Op::GetYieldFromIter
        | Op::GetIter
        | Op::StopIterationError => effect(1, 1),
        Op::LoadMethod | Op::LoadSpecial | Op::BeforeWith => effect(1, 2),
        Op::StoreAttr | Op::DeleteSubscr => effect(2, 0),
        Op::LoadSuperAttr => effect(3, 1),
        Op::LoadSuperMethod => effect(3, 2),
        Op::BinaryOp | Op::CompareOp | Op::IsOp | Op::ContainsOp | Op::BinarySubscr => effect(2, 1),
        Op::StoreSubscr => effect(3, 0),
        Op::BinarySlice => effect(3, 1),
        Op::StoreSlice => effect(4, 0),
        Op::BuildSlice | Op::BuildList | Op::BuildTuple | Op::BuildSet | Op::BuildString => {
            effect(arg, 1)
        }
        Op::BuildMap => effect(arg * 2, 1),
        Op::BuildConstKeyMap => effect(arg + 1, 1),
        Op::ListAppend
        | Op::SetAdd
        | Op::ListExtend
        | Op::SetUpdate
        | Op::DictUpdate
        | Op::DictMerge => effect(arg + 1, arg),
        Op::MapAdd => effect(arg + 2, arg),
        Op::FormatValue => effect(1 + u32::from(arg & 4 != 0), 1),
        Op::Call => effect(arg + 2, 1),
        Op::CallKw => effect(arg + 3, 1),
        Op::CallFunctionEx => effect(3 + u32::from(arg & 1 != 0), 1),
        Op::MakeFunction => effect(1 + (arg & 31).count_ones(), 1),
        Op::Send => effect(2, 2),
        Op::EndSend => effect(2, 1),
        Op::CleanupThrow => effect(3, 2),
        Op::ForIter => effect(1, if jump { 0 } else { 2 }),
        Op::JumpIfFalseOrPop | Op::JumpIfTrueOrPop => effect(1, u32::from(jump)),
        Op::UnpackSequence => effect(1, arg),
        Op::UnpackEx => effect(1, (arg & 0xff) + (arg >> 8) + 1),
        Op::RaiseVarargs => effect(arg, 0),
        Op::PushExcInfo => effect(1, 2),
        Op::CheckExcMatch | Op::CheckEgMatch => effect(2, 2),
        Op::PrepReraiseStar => effect(2, 1),
        Op::Reraise => effect(arg + 1, arg),
        Op::WithExceptStart => effect(4 + arg, 5 + arg),
        Op::ImportName => effect(2, 1),
        Op::ImportFrom | Op::MatchMapping | Op::MatchSequence | Op::GetLen => effect(1, 2),
        Op::MatchClass => effect(3, 1),
        Op::MatchKeys => effect(2, 3),
    }
}

impl Graph {
    /// The deepest the stack gets; also notes how deep it is at the start of each block.
    pub(super) fn stack_depth(&mut self) -> u32 {
        for block in &mut self.blocks {
            block.start_depth = None;
        }
        let mut deepest = 0;
        let mut todo: Vec<BlockId> = Vec::new();
        self.start_at(0, 0, &mut todo);
        while let Some(block) = todo.pop() {
            let mut depth = self.blocks[block].start_depth.unwrap_or(0);
            let mut goes_on = true;
            for number in 0..self.blocks[block].ins.len() {
                let ins = self.blocks[block].ins[number];
                if let Some(target) = ins.target {
                    let jumped = of(&ins, true);
                    let at_target = (depth + jumped.pushed).saturating_sub(jumped.popped);
                    deepest = deepest.max(at_target);
                    self.start_at(target, at_target, &mut todo);
                }
                let stays = of(&ins, false);
                depth = (depth + stays.pushed).saturating_sub(stays.popped);
                deepest = deepest.max(depth);
                if ins.op.is_unconditional_jump() || ins.op.is_scope_exit() {
                    goes_on = false;
                    break;
                }
            }
            if let (true, Some(next)) = (goes_on, self.blocks[block].next) {
                self.start_at(next, depth, &mut todo);
            }
        }
        deepest
    }

    fn start_at(&mut self, block: BlockId, depth: u32, todo: &mut Vec<BlockId>) {
        if let Some(block_data) = self.blocks.get_mut(block)
            && block_data.start_depth.is_none()
        {
            block_data.start_depth = Some(depth);
            todo.push(block);
        }
    }
}
