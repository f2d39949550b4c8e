//! How deques compare.

use heap::Ref;

use super::{Deque, length};
use crate::machine::{Machine, PyResult};
use crate::objects::function::Kwargs;
use crate::opcode::CompareOp;
use crate::types::TypeId;

/// Comparison as of lists: the first pair that differs decides.
fn compare(m: &mut Machine, op: CompareOp, args: &[Ref]) -> PyResult<Ref> {
    let &[a, b] = args else {
        return Err(m.type_error("expected 1 argument"));
    };
    if m.native::<Deque>(a).is_none() || m.native::<Deque>(b).is_none() {
        return Ok(m.not_implemented());
    }
    if matches!(op, CompareOp::Eq | CompareOp::Ne) && length(m, a) != length(m, b) {
        return Ok(m.bool(op == CompareOp::Ne));
    }
    let mut at = 0;
    loop {
        let pair = [a, b].map(|r| m.native::<Deque>(r).and_then(|d| d.items.get(at).copied()));
        let [Some(x), Some(y)] = pair else {
            let ordering = length(m, a).cmp(&length(m, b));
            return Ok(m.bool(op.holds(Some(ordering))));
        };
        let mark = m.held_mark();
        for r in [x, y] {
            m.incref(r);
            m.hold(r);
        }
        let states = [a, b].map(|r| m.native::<Deque>(r).map(|d| d.state));
        let result = match m.equal(x, y) {
            Ok(true) => Ok(None),
            Ok(false) if matches!(op, CompareOp::Eq | CompareOp::Ne) => {
                Ok(Some(m.bool(op == CompareOp::Ne)))
            }
            Ok(false) => m.compare(op, x, y).map(Some),
            Err(e) => Err(e),
        };
        match result {
            Ok(answer) => {
                if let Some(answer) = answer {
                    m.held.insert(mark, answer);
                }
                m.release_to(mark + usize::from(answer.is_some()));
                if let Some(answer) = answer {
                    m.held.truncate(mark);
                    return Ok(answer);
                }
            }
            Err(e) => {
                m.release_keeping(mark, e);
                return Err(e);
            }
        }
        if states != [a, b].map(|r| m.native::<Deque>(r).map(|d| d.state)) {
            return Err(m.error(TypeId::RuntimeError, "deque mutated during iteration"));
        }
        at += 1;
    }
}

macro_rules! comparisons {
    ($($name:ident = $op:ident;)+) => {
        $(pub(super) fn $name(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
            compare(m, CompareOp::$op, args)
        })+
    };
}

comparisons! { eq = Eq; ne = Ne; lt = Lt; le = Le; gt = Gt; ge = Ge; }
