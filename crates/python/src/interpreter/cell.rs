//! Cells: the variables that functions share.

use heap::Ref;

use super::Flow;
use crate::frame::StackRef;
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::types::TypeId;

impl Machine {
    /// MAKE_CELL: the slot's content moves into a cell.
    pub(super) fn make_cell(&mut self, base: usize, arg: u32) -> PyResult<Flow> {
        let entry = self
            .stack
            .get_mut(base + arg as usize)
            .map(std::mem::take)
            .unwrap_or_default();
        let content = self.own(entry).get();
        let cell = self.new_cell(content);
        if let Some(slot) = self.stack.get_mut(base + arg as usize) {
            *slot = StackRef::owned(cell);
        }
        Ok(Flow::Next)
    }

    pub(super) fn copy_free_vars(&mut self, base: usize, n: usize) {
        let Some(frame) = self.frames.last() else {
            return;
        };
        let locals = frame.code.varnames.len();
        let closure = match frame.func.map(|f| self.payload(f)) {
            Some(Payload::Function(f)) => f.closure,
            _ => None,
        };
        let cells: Vec<Ref> = closure
            .and_then(|c| self.items(c))
            .map(<[Ref]>::to_vec)
            .unwrap_or_default();
        for (i, cell) in cells.into_iter().take(n).enumerate() {
            self.incref(cell);
            if let Some(slot) = self.stack.get_mut(base + locals - n + i) {
                *slot = StackRef::owned(cell);
            }
        }
    }

    /// LOAD_CLOSURE: the cell itself.
    pub(super) fn load_closure(&mut self, base: usize, arg: u32) -> PyResult<Flow> {
        let entry = self
            .stack
            .get(base + arg as usize)
            .copied()
            .unwrap_or_default();
        match entry.get() {
            Some(r) => {
                self.incref(r);
                self.push(r);
            }
            None => return Err(self.broken()),
        }
        Ok(Flow::Next)
    }

    /// LOAD_FROM_DICT_OR_DEREF.
    pub(super) fn load_from_dict_or_deref(&mut self, base: usize, arg: u32) -> PyResult<Flow> {
        let mapping = self.peek(0)?;
        let name = self
            .frames
            .last()
            .and_then(|f| f.code.varnames.get(arg as usize).copied());
        let Some(name) = name else {
            return Err(self.broken());
        };
        let found = match self.mapping_get(mapping, name)? {
            Some(r) => r,
            None => match self.cell_content(base, arg) {
                Some(r) => self.newref(r),
                None => return Err(self.unbound_cell(arg)),
            },
        };
        self.replace_top(1, Ok(found))
    }

    /// STORE_DEREF.
    pub(super) fn store_deref(&mut self, base: usize, arg: u32) -> PyResult<Flow> {
        let value = self.pop()?;
        let cell = self.stack.get(base + arg as usize).and_then(|s| s.get());
        let old = match cell.map(|c| self.payload_mut(c)) {
            Some(Payload::Cell(content)) => content.replace(value),
            _ => Some(value),
        };
        self.xdecref(old);
        Ok(Flow::Next)
    }

    /// DELETE_DEREF.
    pub(super) fn delete_deref(&mut self, base: usize, arg: u32) -> PyResult<Flow> {
        let cell = self.stack.get(base + arg as usize).and_then(|s| s.get());
        let old = match cell.map(|c| self.payload_mut(c)) {
            Some(Payload::Cell(content)) => content.take(),
            _ => None,
        };
        match old {
            Some(old) => self.decref(old),
            None => return Err(self.unbound_cell(arg)),
        }
        Ok(Flow::Next)
    }

    pub(super) fn cell_content(&self, base: usize, arg: u32) -> Option<Ref> {
        let cell = self.stack.get(base + arg as usize)?.get()?;
        match self.payload(cell) {
            Payload::Cell(content) => *content,
            _ => None,
        }
    }

    pub(super) fn unbound_cell(&mut self, arg: u32) -> Unwind {
        let name = self.local_name(arg);
        let free = self.frames.last().is_some_and(|f| {
            f.code
                .spec
                .varnames
                .get(arg as usize)
                .is_some_and(|(_, kind)| *kind == crate::code::SlotKind::Free)
        });
        if !free {
            return self.unbound_local(arg);
        }
        let message = format!(
            "cannot access free variable '{}' where it is not associated with a value in enclosing scope",
            self.text(name)
        );
        self.name_error(TypeId::NameError, &message, name)
    }
}
