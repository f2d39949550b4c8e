//! The evaluation stack: entries own or borrow what they refer to (`_PyStackRef`).

use heap::Ref;

use super::Flow;
use crate::frame::StackRef;
use crate::machine::{Machine, PyResult, Unwind};
use crate::types::TypeId;

impl Machine {
    #[inline]
    pub(crate) fn push(&mut self, r: Ref) {
        self.stack.push(StackRef::owned(r));
    }

    /// Takes the top off the stack, as an owned reference.
    #[inline]
    pub(crate) fn pop(&mut self) -> PyResult<Ref> {
        match self.stack.pop() {
            Some(entry) => match entry.get() {
                Some(r) => {
                    if entry.is_borrowed() {
                        self.incref(r);
                    }
                    Ok(r)
                }
                None => Err(self.broken()),
            },
            None => Err(self.broken()),
        }
    }

    /// The entry `n` below the top (0 is the top), borrowed.
    #[inline]
    pub(crate) fn peek(&mut self, n: usize) -> PyResult<Ref> {
        let at = self.stack.len().wrapping_sub(n + 1);
        match self.stack.get(at).and_then(|s| s.get()) {
            Some(r) => Ok(r),
            None => Err(self.broken()),
        }
    }

    /// Gives up the top `n` entries, the top first.
    #[inline]
    pub(crate) fn drop_top(&mut self, n: usize) {
        for _ in 0..n {
            if let Some(entry) = self.stack.pop() {
                self.close(entry);
            }
        }
    }

    /// Gives up the top `n` entries, the lowest first (binary operators up to 3.13).
    pub(super) fn drop_inputs(&mut self, n: usize) {
        if self.facts.locals_die_backwards {
            self.drop_top(n);
            return;
        }
        let from = self.stack.len().saturating_sub(n);
        for at in from..self.stack.len() {
            let entry = self.stack.get_mut(at).map(std::mem::take);
            if let Some(entry) = entry {
                self.close(entry);
            }
        }
        self.stack.truncate(from);
    }

    /// Replaces the top `n` entries by a result; the lowest, whose place it takes, goes first.
    #[inline]
    pub(super) fn replace_top(&mut self, n: usize, result: PyResult<Ref>) -> PyResult<Flow> {
        let result = result?;
        let from = self.stack.len().saturating_sub(n);
        let mut first = StackRef::owned(result);
        if let Some(slot) = self.stack.get_mut(from) {
            std::mem::swap(slot, &mut first);
        }
        self.close(first);
        for at in from + 1..from + n {
            let entry = self.stack.get_mut(at).map(std::mem::take);
            if let Some(entry) = entry {
                self.close(entry);
            }
        }
        self.stack.truncate(from + 1);
        Ok(Flow::Next)
    }

    /// Replaces the inputs of an instruction by its result. They are given up whether there is one or not: the lowest
    /// first up to 3.13, then the top first.
    pub(super) fn replace_inputs(&mut self, n: usize, result: PyResult<Ref>) -> PyResult<Flow> {
        let backwards = self.facts.locals_die_backwards;
        match result {
            Ok(result) if backwards => {
                self.hold(result);
                self.drop_top(n);
                self.unhold();
                self.push(result);
                Ok(Flow::Next)
            }
            Ok(result) => self.replace_top(n, Ok(result)),
            Err(error) => Err(self.give_up_inputs(n, error)),
        }
    }

    /// The same for binary operators, which go backwards from 3.15 on.
    pub(super) fn replace_operands(&mut self, result: PyResult<Ref>) -> PyResult<Flow> {
        if result.is_ok() && !self.facts.operands_die_backwards {
            return self.replace_top(2, result);
        }
        self.replace_inputs(2, result)
    }

    /// Gives up inputs while an exception is on its way. What unwinds takes the top first.
    pub(super) fn give_up_inputs(&mut self, n: usize, error: Unwind) -> Unwind {
        if self.facts.locals_die_backwards || matches!(error, Unwind::Halt) {
            return error;
        }
        self.keeping(error, |m| m.drop_inputs(n))
    }

    /// The top `n` entries as owned references, the lowest first.
    pub(super) fn pop_items(&mut self, n: usize) -> PyResult<Vec<Ref>> {
        let from = self.stack.len().wrapping_sub(n);
        if from > self.stack.len() {
            return Err(self.broken());
        }
        let entries: Vec<StackRef> = self.stack.drain(from..).collect();
        Ok(entries
            .into_iter()
            .filter_map(|e| self.own(e).get())
            .collect())
    }

    #[cold]
    pub(super) fn broken(&mut self) -> Unwind {
        self.error(TypeId::SystemError, "the evaluation stack is empty")
    }
}
