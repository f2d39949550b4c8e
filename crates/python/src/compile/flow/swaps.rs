//! Runs of SWAP: as few as possible, and none where the following stores can change places instead.

use crate::opcode::Op;

use super::{BlockId, FlowOp, Graph, Ins};

impl Graph {
    pub(super) fn optimize_swaps(&mut self, block: BlockId) {
        let ins = &mut self.blocks[block].ins;
        let mut number = 0;
        while number < ins.len() {
            if ins[number].is(Op::Swap) {
                number = shorten(ins, number);
                apply(ins, number);
            }
            number += 1;
        }
    }
}

/// Replaces a run of SWAPs and NOPs by a shortest one; gives its last instruction.
fn shorten(ins: &mut [Ins], start: usize) -> usize {
    let mut depth = ins[start].arg as usize;
    let mut more = false;
    let mut length = 1;
    while let Some(next) = ins.get(start + length) {
        if next.is(Op::Swap) {
            depth = depth.max(next.arg as usize);
            more = true;
        } else if !next.is(Op::Nop) {
            break;
        }
        length += 1;
    }
    if !more {
        return start;
    }
    let run = &mut ins[start..start + length];
    let mut stack: Vec<Option<usize>> = (0..depth).map(Some).collect();
    for swap in run.iter().filter(|ins| ins.is(Op::Swap)) {
        stack.swap(0, swap.arg as usize - 1);
    }
    // Each cycle of the permutation is undone through the top; from the end of the run backward.
    let mut current = run.len();
    for first in 0..depth {
        if stack[first].is_none_or(|item| item == first) {
            continue;
        }
        let mut at = first;
        loop {
            if at != 0 && current > 0 {
                current -= 1;
                run[current].set(Op::Swap, u32::try_from(at + 1).unwrap_or(u32::MAX));
            }
            match stack[at].take() {
                None => break,
                Some(next) => at = next,
            }
        }
    }
    for unused in &mut run[..current] {
        unused.set_nop();
    }
    start + length - 1
}

fn swappable(op: FlowOp) -> bool {
    matches!(
        op,
        FlowOp::Op(Op::StoreFast | Op::StoreFastMaybeNull | Op::PopTop)
    )
}

fn stores_to(ins: &Ins) -> Option<u32> {
    (ins.is(Op::StoreFast) || ins.is(Op::StoreFastMaybeNull)).then_some(ins.arg)
}

fn next_swappable(ins: &[Ins], from: usize, line: Option<Option<u32>>) -> Option<usize> {
    for (number, candidate) in ins.iter().enumerate().skip(from + 1) {
        if let Some(Some(line)) = line
            && candidate.line() != Some(line)
        {
            return None;
        }
        if candidate.is(Op::Nop) {
            continue;
        }
        return swappable(candidate.op).then_some(number);
    }
    None
}

/// SWAP 2, POP_TOP, STORE_FAST is STORE_FAST, POP_TOP.
fn apply(ins: &mut [Ins], from: usize) {
    for number in (0..=from).rev() {
        if !ins[number].is(Op::Swap) {
            if ins[number].is(Op::Nop) || swappable(ins[number].op) {
                continue;
            }
            return;
        }
        let Some(first) = next_swappable(ins, number, None) else {
            return;
        };
        let line = Some(ins[first].line());
        let mut second = first;
        for _ in 1..ins[number].arg {
            match next_swappable(ins, second, line) {
                Some(next) => second = next,
                None => return,
            }
        }
        let (a, b) = (stores_to(&ins[first]), stores_to(&ins[second]));
        if a.is_some() || b.is_some() {
            if a == b {
                return;
            }
            let between = ins.get(first + 1..second).unwrap_or_default();
            if between
                .iter()
                .filter_map(stores_to)
                .any(|store| Some(store) == a || Some(store) == b)
            {
                return;
            }
        }
        ins[number].set_nop();
        ins.swap(first, second);
    }
}
