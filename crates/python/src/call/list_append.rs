//! Where `list.append` runs without a look at the eval breaker: CALL_LIST_APPEND, which a CALL turns into at its second
//! execution (`specialize_method_descriptor` in `Python/specialize.c`, 3.12+).

use crate::machine::Machine;
use crate::objects::Payload;
use crate::opcode::Op;
use crate::types::TypeId;

impl Machine {
    /// Whether the CALL that is being executed, with one argument on the stack, has become CALL_LIST_APPEND: it calls
    /// `list.append` of an exact list, and its result is dropped. Counts the execution.
    pub(crate) fn is_specialised_append(&mut self) -> bool {
        if self.facts.collects_in_allocation {
            return false;
        }
        let call = self.stack.len().saturating_sub(3);
        let part = |i: usize| self.stack.get(call + i).and_then(|entry| entry.get());
        let (Some(callable), Some(list), Some(frame)) = (part(0), part(1), self.frames.last())
        else {
            return false;
        };
        let class = self.type_ref(TypeId::List);
        let is_append = matches!(
            self.payload(callable),
            Payload::Builtin(b) if b.owner == Some(class) && b.def.name == "append"
        );
        let next = frame.code.spec.code.get(frame.lasti as usize + 1);
        is_append
            && self.is_exact(list, TypeId::List)
            && next.is_some_and(|next| next.op == Op::PopTop)
            && self.is_executed_again()
    }
}
