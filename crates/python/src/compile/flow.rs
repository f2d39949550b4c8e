//! The flow graph of a code unit and what CPython does to it (`Python/flowgraph.c`).
//!
//! Order matters: constants are folded before unused ones are dropped, unbound locals are looked for
//! before handlers move to the end, and which loads may borrow is decided last, block by block.

mod assemble;
mod borrow;
mod build;
mod cleanup;
mod cold;
mod constants;
mod effects;
mod lines;
mod optimize;
mod swaps;
mod unbound;

pub use assemble::assemble;

use crate::code::{Const, ConstEntry};
use crate::opcode::Op;

use super::facts::{CodegenFacts, Folding};
use super::sequence::Loc;

/// An instruction of the flow graph: a real one, or one that only the compiler knows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FlowOp {
    /// A real one. `Op::Jump` goes either way and looks at the eval breaker when it goes back.
    Op(Op),
    /// What follows is guarded; the handler finds the exception on the stack.
    SetupFinally,
    /// The same, with the number of the raising instruction under the exception.
    SetupCleanup,
    /// The same for `with`, around the result of `__enter__`.
    SetupWith,
    /// The end of what is guarded.
    PopBlock,
    /// A jump that never looks at the eval breaker.
    JumpNoInterrupt,
    /// COPY, POP_JUMP_IF_FALSE.
    JumpIfFalse,
    /// COPY, POP_JUMP_IF_TRUE.
    JumpIfTrue,
    /// value → bool; nothing is left of it in the code.
    ToBool,
    /// FOR_ITER that leaves its iterator to END_FOR and POP_ITER.
    ForIter,
    /// FOR_ITER that pops its iterator (3.11).
    ForIterPopping,
    /// Pops what an exhausted iterator has not given.
    EndFor,
    /// Pops the iterator.
    PopIter,
    /// Where the annotations of a module are set up.
    AnnotationsPlaceholder,
}

impl From<Op> for FlowOp {
    fn from(op: Op) -> Self {
        FlowOp::Op(op)
    }
}

impl FlowOp {
    const fn is_block_push(self) -> bool {
        matches!(
            self,
            FlowOp::SetupFinally | FlowOp::SetupCleanup | FlowOp::SetupWith
        )
    }

    const fn is_unconditional_jump(self) -> bool {
        matches!(self, FlowOp::Op(Op::Jump) | FlowOp::JumpNoInterrupt)
    }

    const fn is_scope_exit(self) -> bool {
        matches!(
            self,
            FlowOp::Op(Op::ReturnValue | Op::RaiseVarargs | Op::Reraise)
        )
    }

    const fn is_conditional_jump(self) -> bool {
        matches!(
            self,
            FlowOp::Op(
                Op::PopJumpIfTrue | Op::PopJumpIfFalse | Op::PopJumpIfNone | Op::PopJumpIfNotNone
            )
        )
    }

    const fn is_jump(self) -> bool {
        self.is_unconditional_jump()
            || self.is_conditional_jump()
            || matches!(
                self,
                FlowOp::JumpIfFalse
                    | FlowOp::JumpIfTrue
                    | FlowOp::ForIter
                    | FlowOp::ForIterPopping
                    | FlowOp::Op(Op::Send | Op::JumpIfFalseOrPop | Op::JumpIfTrueOrPop)
            )
    }

    const fn has_target(self) -> bool {
        self.is_jump() || self.is_block_push()
    }

    const fn is_terminator(self) -> bool {
        self.is_jump() || self.is_scope_exit()
    }
}

/// The number of a block.
type BlockId = usize;

/// An instruction in a block.
#[derive(Clone, Copy, Debug)]
struct Ins {
    op: FlowOp,
    arg: u32,
    at: Loc,
    target: Option<BlockId>,
    /// Where an exception raised here goes.
    except: Option<BlockId>,
    /// First of a pair that CPython makes a superinstruction of: the pair borrows as one.
    fused: bool,
}

const NOP: FlowOp = FlowOp::Op(Op::Nop);

impl Ins {
    fn new(op: impl Into<FlowOp>, arg: u32, at: Loc) -> Self {
        Self {
            op: op.into(),
            arg,
            at,
            target: None,
            except: None,
            fused: false,
        }
    }

    fn jump(op: impl Into<FlowOp>, target: BlockId, at: Loc) -> Self {
        Self {
            target: Some(target),
            ..Self::new(op, 0, at)
        }
    }

    fn set(&mut self, op: impl Into<FlowOp>, arg: u32) {
        self.op = op.into();
        self.arg = arg;
    }

    fn set_nop(&mut self) {
        self.set(NOP, 0);
        self.target = None;
    }

    fn is(&self, op: Op) -> bool {
        self.op == FlowOp::Op(op)
    }

    fn line(&self) -> Option<u32> {
        self.at.map(|at| at.line)
    }
}

/// Instructions that run one after the other.
#[derive(Clone, Debug, Default)]
struct Block {
    ins: Vec<Ins>,
    /// What follows in the code.
    next: Option<BlockId>,
    /// Something jumps here.
    labelled: bool,
    predecessors: u32,
    start_depth: Option<u32>,
    preserve_lasti: bool,
    except_handler: bool,
    cold: bool,
    warm: bool,
    visited: bool,
    /// Locals that may be unbound at the start (the first 64).
    unsafe_locals: u64,
}

impl Block {
    fn last(&self) -> Option<&Ins> {
        self.ins.last()
    }

    fn falls_through(&self) -> bool {
        !self
            .last()
            .is_some_and(|last| last.op.is_unconditional_jump() || last.op.is_scope_exit())
    }

    fn exits_scope(&self) -> bool {
        self.last().is_some_and(|last| last.op.is_scope_exit())
    }

    fn has_no_line(&self) -> bool {
        self.ins.iter().all(|ins| ins.at.is_none())
    }
}

/// All blocks of a unit. Block 0 is the entry; the rest follow by `next`.
#[derive(Clone, Debug, Default)]
struct Graph {
    blocks: Vec<Block>,
    /// Constants of the source that no instruction loads any more.
    literals: Vec<Const>,
}

impl Graph {
    /// The blocks in the order of the code.
    fn order(&self) -> Vec<BlockId> {
        let mut order = Vec::with_capacity(self.blocks.len());
        let mut at = (!self.blocks.is_empty()).then_some(0);
        while let Some(block) = at {
            order.push(block);
            at = self.blocks[block].next;
        }
        order
    }

    /// This block, or the next one that is not empty.
    fn non_empty(&self, mut block: Option<BlockId>) -> Option<BlockId> {
        while let Some(at) = block {
            if !self.blocks[at].ins.is_empty() {
                return block;
            }
            block = self.blocks[at].next;
        }
        None
    }

    fn add(&mut self, block: Block) -> BlockId {
        self.blocks.push(block);
        self.blocks.len() - 1
    }

    fn unvisit(&mut self) {
        for block in &mut self.blocks {
            block.visited = false;
        }
    }

    /// What happens to every unit, whatever is in it (`_PyCfg_OptimizeCodeUnit`).
    fn optimize(
        &mut self,
        consts: &mut Vec<ConstEntry>,
        locals: usize,
        parameters: usize,
        facts: &CodegenFacts,
    ) {
        self.mark_handlers();
        self.label_exception_targets(facts.early_pop_blocks);
        self.inline_small_blocks(facts);
        self.remove_unreachable();
        if facts.lines_first {
            self.resolve_lines(facts);
        }
        self.optimize_constants(consts, facts);
        for block in self.order() {
            self.optimize_block(block, consts, facts);
        }
        if facts.drops_popped_constants {
            self.remove_redundant_pairs();
        }
        if facts.inlines_exits_twice {
            self.inline_small_blocks(facts);
        }
        self.remove_unreachable();
        self.remove_nops_and_jumps();
        if facts.folding != Folding::Peephole {
            self.remove_unused_consts(consts, facts);
        }
        self.check_unbound(locals, parameters);
        if facts.borrowed_loads {
            self.fuse();
        }
        if facts.cold_blocks_last {
            self.cold_blocks_last(facts);
        }
        self.resolve_lines(facts);
    }
}
