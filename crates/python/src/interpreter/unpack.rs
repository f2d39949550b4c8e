//! Unpacking into names: `a, b = x`, `a, *b = x`.

use heap::Ref;

use super::Flow;
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::types::TypeId;

impl Machine {
    pub(super) fn unpack_sequence(&mut self, n: usize) -> PyResult<Flow> {
        let sequence = self.peek(0)?;
        let exact = self.is_exact(sequence, TypeId::Tuple) || self.is_exact(sequence, TypeId::List);
        let items: Vec<Ref> = if exact {
            let items = self
                .items(sequence)
                .map(<[Ref]>::to_vec)
                .unwrap_or_default();
            if items.len() != n {
                return Err(self.wrong_unpack(n, items.len(), true));
            }
            // Before it is specialised, the instruction makes an iterator.
            if !self.facts.python_2 && !self.is_executed_again() {
                let iterator = self.iter(sequence)?;
                self.decref(iterator);
            }
            for &item in &items {
                self.incref(item);
            }
            items
        } else {
            self.unpack_iterable(sequence, n)?
        };
        let mark = self.held_mark();
        for &item in &items {
            self.hold(item);
        }
        self.drop_top(1);
        self.held.truncate(mark);
        for &item in items.iter().rev() {
            self.push(item);
        }
        Ok(Flow::Next)
    }

    pub(super) fn unpack_ex(&mut self, before: usize, after: usize) -> PyResult<Flow> {
        let iterable = self.peek(0)?;
        let iterator = self.unpack_iter(iterable)?;
        self.hold(iterator);
        let items = self.collect(iterator);
        self.unhold();
        self.decref(iterator);
        let mut items = items?;
        if items.len() < before + after {
            let got = items.len();
            self.decref_all(items);
            let wanted = before + after;
            return Err(self.value_error(&format!(
                "not enough values to unpack (expected at least {wanted}, got {got})"
            )));
        }
        let tail = items.split_off(items.len() - after);
        let middle = items.split_off(before);
        let list = self.new_list(Vec::new());
        for item in middle {
            self.list_append(list, item);
        }
        let mark = self.held_mark();
        for &r in items.iter().chain([&list]).chain(&tail) {
            self.hold(r);
        }
        self.drop_top(1);
        self.held.truncate(mark);
        for &r in items
            .iter()
            .chain([&list])
            .chain(&tail)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
        {
            self.push(r);
        }
        Ok(Flow::Next)
    }

    pub(super) fn unpack_iterable(&mut self, iterable: Ref, n: usize) -> PyResult<Vec<Ref>> {
        let iterator = self.unpack_iter(iterable)?;
        let mark = self.held_mark();
        self.hold(iterator);
        // 3.14 counts the rest of a dict as it does that of a list.
        let counted = (self.is_exact(iterable, TypeId::Dict))
            .then(|| self.native_len(iterable))
            .flatten();
        let mut items = Vec::new();
        let result = loop {
            match self.iter_next(iterator) {
                Ok(Some(r)) if items.len() == n => {
                    self.decref(r);
                    break match counted {
                        Some(len) => Err(self.wrong_unpack(n, len, true)),
                        None => Err(self.wrong_unpack(n, n + 1, false)),
                    };
                }
                Ok(Some(r)) => {
                    self.hold(r);
                    items.push(r);
                }
                Ok(None) if items.len() < n => break Err(self.wrong_unpack(n, items.len(), false)),
                Ok(None) => break Ok(()),
                Err(e) => break Err(e),
            }
        };
        match result {
            Ok(()) => {
                self.held.truncate(mark + 1);
                self.release_to(mark);
                Ok(items)
            }
            Err(e) => {
                self.release_keeping(mark, e);
                Err(e)
            }
        }
    }

    pub(super) fn unpack_iter(&mut self, iterable: Ref) -> PyResult<Ref> {
        if !self.is_iterable(iterable)
            && !matches!(
                self.payload(iterable),
                Payload::Generator(_) | Payload::Iter(_)
            )
        {
            if self.facts.python_2 {
                return self.iter(iterable);
            }
            let message = format!(
                "cannot unpack non-iterable {} object",
                self.type_name(iterable)
            );
            return Err(self.type_error(&message));
        }
        self.iter(iterable)
    }

    pub(super) fn wrong_unpack(&mut self, wanted: usize, got: usize, exact: bool) -> Unwind {
        if self.facts.python_2 {
            let plural = if got == 1 { "" } else { "s" };
            return self.value_error(&if got < wanted {
                format!("need more than {got} value{plural} to unpack")
            } else {
                "too many values to unpack".to_owned()
            });
        }
        if got < wanted {
            return self.value_error(&format!(
                "not enough values to unpack (expected {wanted}, got {got})"
            ));
        }
        if exact && self.version >= crate::version::Version::V3_14_2 {
            return self.value_error(&format!(
                "too many values to unpack (expected {wanted}, got {got})"
            ));
        }
        self.value_error(&format!("too many values to unpack (expected {wanted})"))
    }
}
