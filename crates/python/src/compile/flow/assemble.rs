//! The last steps: slots of variables, the instructions before the first statement, the exception table.

use std::rc::Rc;

use crate::code::{CodeSpec, Handler, Position, SlotKind};
use crate::opcode::{Instr, Op};

use super::super::error::CompileError;
use super::super::facts::CodegenFacts;
use super::super::symtable;
use super::super::unit::Unit;
use super::{BlockId, FlowOp, Graph, Ins};

/// Optimizes a unit and makes its code.
///
/// # Errors
/// None today: what can be wrong with a program is found before.
pub fn assemble(
    unit: Unit<'_>,
    block: &symtable::Block,
    facts: &CodegenFacts,
) -> Result<CodeSpec, CompileError> {
    let Unit {
        mut consts,
        varnames,
        cellvars,
        freevars,
        sequence,
        ..
    } = unit;
    let mut graph = Graph::from_sequence(&sequence);
    graph.optimize(&mut consts, varnames.len(), block.parameters.len(), facts);
    graph.convert_conditional_jumps();
    let stacksize = graph.stack_depth();

    let cells: Vec<Rc<str>> = cellvars.into_names();
    let mut slots: Vec<(Rc<str>, SlotKind)> = Vec::new();
    for name in varnames.iter() {
        let kind = if cells.contains(name) {
            SlotKind::Cell
        } else {
            SlotKind::Local
        };
        slots.push((Rc::clone(name), kind));
    }
    // Where the cells and the free variables are, by the numbers that the generated code has for them.
    let mut places = Vec::new();
    for cell in &cells {
        match varnames.find(cell) {
            Some(slot) => places.push(slot),
            None => {
                places.push(to_u32(slots.len()));
                slots.push((Rc::clone(cell), SlotKind::Cell));
            }
        }
    }
    let free_count = to_u32(freevars.len());
    for name in freevars.into_names() {
        places.push(to_u32(slots.len()));
        slots.push((name, SlotKind::Free));
    }
    graph.insert_prefix(
        &places[..cells.len()],
        free_count,
        &unit.flags,
        unit.first_line,
    );
    graph.place_cells(&places);
    graph.convert_setups();
    graph.normalize_jumps();
    if facts.borrowed_loads {
        graph.borrow_loads();
    }
    let emitted = graph.emit();
    let [argcount, posonlyargcount, kwonlyargcount] = unit.counts;
    Ok(CodeSpec {
        name: unit.name,
        qualname: unit.qualname,
        first_line: unit.first_line,
        argcount,
        posonlyargcount,
        kwonlyargcount,
        stacksize: stacksize.max(1),
        flags: unit.flags,
        code: emitted.code,
        positions: emitted.positions,
        handlers: emitted.handlers,
        consts,
        literals: graph.literals,
        names: unit.names.into_names(),
        varnames: slots,
    })
}

struct Emitted {
    code: Vec<Instr>,
    positions: Vec<Position>,
    handlers: Vec<Handler>,
}

impl Graph {
    /// COPY_FREE_VARS, MAKE_CELL in the order of the slots, and the start of a generator.
    fn insert_prefix(
        &mut self,
        cells: &[u32],
        free: u32,
        flags: &crate::code::CodeFlags,
        line: u32,
    ) {
        let mut prefix = Vec::new();
        if free > 0 {
            prefix.push(Ins::new(Op::CopyFreeVars, free, None));
        }
        let mut order: Vec<usize> = (0..cells.len()).collect();
        order.sort_by_key(|&cell| cells[cell]);
        prefix.extend(
            order
                .into_iter()
                .map(|cell| Ins::new(Op::MakeCell, to_u32(cell), None)),
        );
        let is_made = |ins: &Ins| matches!(ins.op, FlowOp::Op(Op::ReturnGenerator));
        let mut entry = self.blocks.first().into_iter().flat_map(|b| &b.ins);
        if flags.generator && !entry.any(is_made) {
            let at = Some(Position {
                line,
                col: 0,
                end_line: line,
                end_col: 0,
            });
            prefix.push(Ins::new(Op::ReturnGenerator, 0, at));
            prefix.push(Ins::new(Op::PopTop, 0, at));
        }
        if let Some(entry) = self.blocks.first_mut() {
            entry.ins.splice(0..0, prefix);
        }
    }

    fn place_cells(&mut self, places: &[u32]) {
        for block in &mut self.blocks {
            for ins in &mut block.ins {
                let is_cell = matches!(
                    ins.op,
                    FlowOp::Op(
                        Op::MakeCell
                            | Op::LoadClosure
                            | Op::LoadDeref
                            | Op::StoreDeref
                            | Op::DeleteDeref
                            | Op::LoadFromDictOrDeref
                    )
                );
                if let (true, Some(place)) = (is_cell, places.get(ins.arg as usize)) {
                    ins.arg = *place;
                }
            }
        }
    }

    /// Whether the instruction is one that the machine knows; the end of an exhausted loop is FOR_ITER's.
    fn is_emitted(&self, block: BlockId, number: usize) -> bool {
        let ins = &self.blocks[block].ins;
        match ins[number].op {
            FlowOp::EndFor | FlowOp::ToBool => false,
            FlowOp::PopIter => number == 0 || ins[number - 1].op != FlowOp::EndFor,
            _ => true,
        }
    }

    fn emit(&self) -> Emitted {
        let order = self.order();
        let mut starts = vec![0; self.blocks.len()];
        let mut count = 0;
        for &block in &order {
            starts[block] = count;
            let emitted =
                (0..self.blocks[block].ins.len()).filter(|&number| self.is_emitted(block, number));
            count += to_u32(emitted.count());
        }
        let mut emitted = Emitted {
            code: Vec::new(),
            positions: Vec::new(),
            handlers: Vec::new(),
        };
        let mut guard: Option<(BlockId, u32)> = None;
        for &block in &order {
            for (number, ins) in self.blocks[block].ins.iter().enumerate() {
                if !self.is_emitted(block, number) {
                    continue;
                }
                let here = to_u32(emitted.code.len());
                if guard.map(|(handler, _)| handler) != ins.except {
                    self.end_guard(guard, here, &starts, &mut emitted.handlers);
                    guard = ins.except.map(|handler| (handler, here));
                }
                let target = ins.target.and_then(|target| starts.get(target)).copied();
                let op = match ins.op {
                    FlowOp::Op(Op::Jump) if target.is_some_and(|target| target <= here) => {
                        Op::JumpBackward
                    }
                    FlowOp::Op(op) => op,
                    FlowOp::JumpNoInterrupt => Op::Jump,
                    FlowOp::ForIter | FlowOp::ForIterPopping => Op::ForIter,
                    FlowOp::PopIter => Op::PopTop,
                    _ => Op::Nop,
                };
                emitted.code.push(Instr {
                    op,
                    arg: target.unwrap_or(ins.arg),
                });
                emitted.positions.push(ins.at.unwrap_or_default());
            }
        }
        self.end_guard(guard, count, &starts, &mut emitted.handlers);
        emitted
    }

    fn end_guard(
        &self,
        guard: Option<(BlockId, u32)>,
        end: u32,
        starts: &[u32],
        handlers: &mut Vec<Handler>,
    ) {
        let Some((handler, start)) = guard else {
            return;
        };
        let block = &self.blocks[handler];
        let under = 1 + u32::from(block.preserve_lasti);
        if start < end {
            handlers.push(Handler {
                start,
                end,
                target: starts[handler],
                depth: block.start_depth.unwrap_or(0).saturating_sub(under),
                lasti: block.preserve_lasti,
            });
        }
    }
}

fn to_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
