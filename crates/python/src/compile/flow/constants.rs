//! Constants in the flow graph: what is known at compile time (3.14+ and 2.7; between them, most of it is done on
//! the tree).

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use crate::code::{Const, ConstEntry};
use crate::opcode::{BinaryOp, Op};
use crate::parse::frozen_set;

use super::super::constant;
use super::super::display::STACK_USE_GUIDELINE;
use super::super::facts::{CodegenFacts, Folding};
use super::{BlockId, FlowOp, Graph, Ins, NOP};

/// The constants of a unit while it is optimized.
pub(super) struct Pool<'a> {
    pub consts: &'a mut Vec<ConstEntry>,
    pub small_ints: bool,
    /// Whether what is left of folded items has no place.
    pub vanish: bool,
    /// Whether folding happens in the finished bytecode (2.7).
    pub peephole: bool,
}

impl<'a> Pool<'a> {
    pub(super) fn new(consts: &'a mut Vec<ConstEntry>, facts: &CodegenFacts) -> Self {
        Self {
            consts,
            small_ints: facts.small_int_loads,
            vanish: facts.folded_items_vanish,
            peephole: facts.folding == Folding::Peephole,
        }
    }

    fn value(&self, ins: &Ins) -> Option<Const> {
        match ins.op {
            FlowOp::Op(Op::LoadConst) => self
                .consts
                .get(ins.arg as usize)
                .map(|entry| entry.value.clone()),
            FlowOp::Op(Op::LoadSmallInt) => Some(Const::Int(BigInt::from(ins.arg))),
            _ => None,
        }
    }

    fn add(&mut self, value: Const) -> u32 {
        let known = self
            .consts
            .iter()
            .position(|entry| !self.peephole && constant::same(&entry.value, &value));
        let number = known.unwrap_or_else(|| {
            self.consts.push(ConstEntry {
                value,
                in_tree: false,
            });
            self.consts.len() - 1
        });
        u32::try_from(number).unwrap_or(u32::MAX)
    }

    fn make_small(&self, ins: &mut Ins, value: &Const) -> bool {
        let Const::Int(int) = value else {
            return false;
        };
        match int.to_u8() {
            Some(small) if self.small_ints => {
                ins.set(Op::LoadSmallInt, u32::from(small));
                true
            }
            _ => false,
        }
    }

    /// Whether the folded value is not worth keeping: `Python/peephole.c` lets nothing grow past 20 items.
    fn too_long(&self, value: &Const) -> bool {
        let length = match value {
            Const::Str(text) => text.len(),
            Const::Unicode(text) => text.chars().count(),
            Const::Tuple(items) => items.len(),
            _ => 0,
        };
        self.peephole && length > 20
    }

    fn make_load(&mut self, ins: &mut Ins, value: Const) {
        if !self.make_small(ins, &value) {
            let number = self.add(value);
            ins.set(Op::LoadConst, number);
        }
    }
}

/// The `count` instructions before `end` that push constants, with NOPs between them at most.
fn loads_before(ins: &[Ins], end: usize, count: usize) -> Option<Vec<usize>> {
    let mut found = Vec::with_capacity(count);
    for number in (0..end).rev() {
        if found.len() == count {
            break;
        }
        let candidate = &ins[number];
        if candidate.is(Op::Nop) {
            continue;
        }
        if !candidate.is(Op::LoadConst) && !candidate.is(Op::LoadSmallInt) {
            return None;
        }
        found.push(number);
    }
    found.reverse();
    (found.len() == count).then_some(found)
}

fn nop_out(ins: &mut [Ins], numbers: &[usize], pool: &Pool<'_>) {
    for &number in numbers {
        ins[number].set_nop();
        if pool.vanish {
            ins[number].at = None;
        }
    }
}

impl Graph {
    /// Small ints, and jumps that are decided (`optimize_load_const`).
    pub(super) fn optimize_constants(
        &mut self,
        consts: &mut Vec<ConstEntry>,
        facts: &CodegenFacts,
    ) {
        let mut pool = Pool::new(consts, facts);
        for block in self.order() {
            optimize_loads(&mut self.blocks[block].ins, &mut pool);
        }
    }

    /// Folds the instruction, if it only works on constants.
    pub(super) fn fold(&mut self, block: BlockId, number: usize, pool: &mut Pool<'_>) {
        let ins = &mut self.blocks[block].ins;
        match ins[number].op {
            FlowOp::Op(Op::UnaryNegative) => unary(ins, number, pool, constant::negative),
            FlowOp::Op(Op::UnaryPositive) => unary(ins, number, pool, constant::positive),
            FlowOp::Op(Op::UnaryInvert) => unary(ins, number, pool, constant::invert),
            FlowOp::Op(Op::UnaryNot) => {
                unary(ins, number, pool, |value| {
                    Some(Const::Bool(!constant::truth(value)))
                });
            }
            FlowOp::Op(Op::BinaryOp) => {
                let Some(op) = BinaryOp::from_arg(ins[number].arg) else {
                    return;
                };
                binary(ins, number, pool, |left, right, pool| {
                    operation(left, op, right, pool)
                });
            }
            FlowOp::Op(Op::BinarySubscr) => {
                binary(ins, number, pool, |left, right, _| {
                    constant::subscript(left, right)
                });
            }
            FlowOp::Op(Op::ListToTuple) => list_to_tuple(ins, number, pool),
            FlowOp::Op(Op::ListAppend | Op::SetAdd) => read_only_display(ins, number, pool),
            _ => {}
        }
    }

    pub(super) fn fold_tuple(&mut self, block: BlockId, number: usize, pool: &mut Pool<'_>) {
        let ins = &mut self.blocks[block].ins;
        let count = ins[number].arg as usize;
        if count > STACK_USE_GUIDELINE {
            return;
        }
        let Some(loads) = loads_before(ins, number, count) else {
            return;
        };
        let values: Option<Vec<Const>> = loads.iter().map(|&load| pool.value(&ins[load])).collect();
        let Some(values) = values else {
            return;
        };
        nop_out(ins, &loads, pool);
        pool.make_load(&mut ins[number], Const::Tuple(values));
    }

    /// A list or set of constants, or one that is only iterated over or searched.
    pub(super) fn fold_list_or_set(&mut self, block: BlockId, number: usize, pool: &mut Pool<'_>) {
        let ins = &mut self.blocks[block].ins;
        let is_list = ins[number].is(Op::BuildList);
        let count = ins[number].arg as usize;
        let read_only = ins
            .get(number + 1)
            .is_some_and(|next| next.is(Op::GetIter) || next.is(Op::ContainsOp));
        if count > STACK_USE_GUIDELINE || (count < 3 && !read_only) {
            return;
        }
        let Some(loads) = loads_before(ins, number, count) else {
            if read_only && is_list {
                ins[number].op = Op::BuildTuple.into();
            }
            return;
        };
        let values: Option<Vec<Const>> = loads.iter().map(|&load| pool.value(&ins[load])).collect();
        let Some(values) = values else {
            return;
        };
        let index = pool.add(if is_list {
            Const::Tuple(values)
        } else {
            frozen_set(values)
        });
        nop_out(ins, &loads, pool);
        if read_only {
            ins[number].set(Op::LoadConst, index);
        } else if number >= 2 {
            let (build, extend) = if is_list {
                (Op::BuildList, Op::ListExtend)
            } else {
                (Op::BuildSet, Op::SetUpdate)
            };
            ins[number - 2].at = ins[number].at;
            ins[number - 2].set(build, 0);
            ins[number - 1].set(Op::LoadConst, index);
            ins[number].set(extend, 1);
        }
    }

    /// A list of constants that is only searched is a constant tuple (2.7).
    pub(super) fn fold_searched_list(
        &mut self,
        block: BlockId,
        number: usize,
        pool: &mut Pool<'_>,
    ) {
        let ins = &self.blocks[block].ins;
        if ins
            .get(number + 1)
            .is_some_and(|next| next.is(Op::ContainsOp))
        {
            self.fold_tuple(block, number, pool);
        }
    }

    /// Constants that no instruction loads go; the first one stays, it may be a docstring.
    pub(super) fn remove_unused_consts(
        &mut self,
        consts: &mut Vec<ConstEntry>,
        facts: &CodegenFacts,
    ) {
        let mut used = vec![false; consts.len()];
        if let Some(first) = used.first_mut() {
            *first = true;
        }
        let order = self.order();
        for &block in &order {
            for ins in self.blocks[block]
                .ins
                .iter()
                .filter(|ins| ins.is(Op::LoadConst))
            {
                if let Some(used) = used.get_mut(ins.arg as usize) {
                    *used = true;
                }
            }
        }
        if facts.trims_trailing_consts {
            let last = used
                .iter()
                .rposition(|used| *used)
                .map_or(0, |last| last + 1);
            used[..last].fill(true);
        }
        let mut renumbered = Vec::with_capacity(used.len());
        let mut next = 0;
        for &used in &used {
            renumbered.push(next);
            next += u32::from(used);
        }
        let mut keep = used.iter();
        let literals = consts.extract_if(.., |_| !keep.next().copied().unwrap_or(false));
        let literals = literals.filter(|entry| entry.in_tree);
        self.literals.extend(literals.map(|entry| entry.value));
        for block in order {
            for ins in self.blocks[block]
                .ins
                .iter_mut()
                .filter(|ins| ins.is(Op::LoadConst))
            {
                if let Some(number) = renumbered.get(ins.arg as usize) {
                    ins.arg = *number;
                }
            }
        }
    }
}

fn unary(
    ins: &mut [Ins],
    number: usize,
    pool: &mut Pool<'_>,
    fold: impl Fn(&Const) -> Option<Const>,
) {
    let Some(loads) = loads_before(ins, number, 1) else {
        return;
    };
    let value = loads
        .first()
        .and_then(|&load| pool.value(&ins[load]))
        .and_then(|value| fold(&value));
    if let Some(value) = value {
        nop_out(ins, &loads, pool);
        pool.make_load(&mut ins[number], value);
    }
}

/// `left op right` of constants, unless only the run can tell.
fn operation(left: &Const, op: BinaryOp, right: &Const, pool: &Pool<'_>) -> Option<Const> {
    // What `/` means depends on the option -Q.
    if pool.peephole && op == BinaryOp::TrueDivide {
        return None;
    }
    let mixed = match pool.peephole {
        true => None,
        false => constant::mixed_complex(left, op, right),
    };
    mixed.or_else(|| constant::binary(left, op, right))
}

fn binary(
    ins: &mut [Ins],
    number: usize,
    pool: &mut Pool<'_>,
    fold: impl Fn(&Const, &Const, &Pool<'_>) -> Option<Const>,
) {
    let Some(loads) = loads_before(ins, number, 2) else {
        return;
    };
    let [left, right] = loads.as_slice() else {
        return;
    };
    let last = *right;
    let (Some(left), Some(right)) = (pool.value(&ins[*left]), pool.value(&ins[*right])) else {
        return;
    };
    let value = fold(&left, &right, pool).filter(|value| !pool.too_long(value));
    if let Some(value) = value {
        if pool.peephole {
            // The result is written over the last operand.
            ins[number].at = ins[last].at;
        }
        nop_out(ins, &loads, pool);
        pool.make_load(&mut ins[number], value);
    }
}

/// BUILD_LIST 0 or BUILD_SET 0 and constants put in one by one, up to `end`: the constants, and where it starts.
fn long_display(
    ins: &[Ins],
    end: usize,
    build: Op,
    add: Op,
    pool: &Pool<'_>,
) -> Option<(usize, Vec<Const>)> {
    let mut values = Vec::new();
    let mut expect_add = true;
    for at in (0..end).rev() {
        let candidate = ins[at];
        if candidate.is(Op::Nop) {
            continue;
        }
        if candidate.is(build) && candidate.arg == 0 {
            values.reverse();
            return expect_add.then_some((at, values));
        }
        if !expect_add {
            values.push(pool.value(&candidate)?);
        } else if !candidate.is(add) || candidate.arg != 1 {
            return None;
        }
        expect_add = !expect_add;
    }
    None
}

fn erase(ins: &mut [Ins], start: usize, end: usize) {
    for used in &mut ins[start..end] {
        used.set_nop();
        used.at = None;
    }
}

/// A long display of constants that becomes a tuple is a constant.
fn list_to_tuple(ins: &mut [Ins], number: usize, pool: &mut Pool<'_>) {
    if let Some((start, values)) = long_display(ins, number, Op::BuildList, Op::ListAppend, pool) {
        erase(ins, start, number);
        pool.make_load(&mut ins[number], Const::Tuple(values));
    }
}

/// A long display of constants that is only iterated over or searched is a constant.
fn read_only_display(ins: &mut [Ins], number: usize, pool: &mut Pool<'_>) {
    let read_only = ins
        .get(number + 1)
        .is_some_and(|next| next.is(Op::GetIter) || next.is(Op::ContainsOp));
    let is_list = ins[number].is(Op::ListAppend);
    let (build, add) = if is_list {
        (Op::BuildList, Op::ListAppend)
    } else {
        (Op::BuildSet, Op::SetAdd)
    };
    if !read_only {
        return;
    }
    if let Some((start, values)) = long_display(ins, number + 1, build, add, pool) {
        erase(ins, start, number);
        pool.make_load(
            &mut ins[number],
            if is_list {
                Const::Tuple(values)
            } else {
                frozen_set(values)
            },
        );
    }
}

fn optimize_loads(ins: &mut [Ins], pool: &mut Pool<'_>) {
    let mut loaded: Option<Const> = None;
    for number in 0..ins.len() {
        if ins[number].is(Op::LoadConst)
            && let Some(value) = pool.value(&ins[number])
        {
            pool.make_small(&mut ins[number], &value);
        }
        let current = ins[number];
        // A copy of a constant is as good as the constant.
        let copied = loaded.is_some() && current.is(Op::Copy) && current.arg == 1;
        if !copied {
            loaded = pool.value(&current);
        }
        let Some(value) = &loaded else {
            continue;
        };
        let Some(next) = ins.get(number + 1).copied() else {
            continue;
        };
        match next.op {
            FlowOp::Op(Op::PopJumpIfFalse | Op::PopJumpIfTrue)
            | FlowOp::JumpIfFalse
            | FlowOp::JumpIfTrue => {
                let pops = next.op.is_conditional_jump();
                let if_true = matches!(next.op, FlowOp::Op(Op::PopJumpIfTrue) | FlowOp::JumpIfTrue);
                if constant::truth(value) == if_true {
                    ins[number + 1].op = Op::Jump.into();
                } else {
                    ins[number + 1].set_nop();
                }
                if pops {
                    ins[number].set_nop();
                }
            }
            FlowOp::Op(Op::IsOp) if *value == Const::None => none_test(ins, number),
            FlowOp::ToBool => {
                let truth = Const::Bool(constant::truth(value));
                let index = pool.add(truth);
                ins[number].set_nop();
                ins[number + 1].set(Op::LoadConst, index);
            }
            _ => {}
        }
    }
}

/// `is None` before a jump is part of the jump.
fn none_test(ins: &mut [Ins], number: usize) {
    let mut at = number + 2;
    if let Some(next) = ins.get_mut(at)
        && next.op == FlowOp::ToBool
    {
        next.set_nop();
        at += 1;
    }
    let Some(jump) = ins.get(at).map(|ins| ins.op) else {
        return;
    };
    let mut invert = ins[number + 1].arg != 0;
    match jump {
        FlowOp::Op(Op::PopJumpIfFalse) => invert = !invert,
        FlowOp::Op(Op::PopJumpIfTrue) => {}
        _ => return,
    }
    ins[number].set(NOP, 0);
    ins[number + 1].set(NOP, 0);
    ins[at].op = if invert {
        Op::PopJumpIfNotNone
    } else {
        Op::PopJumpIfNone
    }
    .into();
}
