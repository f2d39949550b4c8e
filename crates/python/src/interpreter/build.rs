//! Displays, slices and constants: instructions that make an object of what lies on the stack.

use heap::Ref;

use super::Flow;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::types::TypeId;

impl Machine {
    pub(super) fn two_part_slice(&mut self, start: Ref, stop: Ref) -> Ref {
        self.incref(start);
        self.incref(stop);
        let none = self.none();
        self.new_slice([start, stop, none])
    }

    /// A slice that takes over its two parts from the stack (`_PyBuildSlice_ConsumeRefs`).
    fn take_slice(&mut self) -> PyResult<Ref> {
        let (stop, start) = (self.pop()?, self.pop()?);
        let none = self.none();
        Ok(self.new_slice([start, stop, none]))
    }

    /// BINARY_SLICE: `a[i:j]`.
    pub(super) fn binary_slice(&mut self) -> PyResult<Flow> {
        let (container, start, stop) = (self.peek(2)?, self.peek(1)?, self.peek(0)?);
        let bare = [TypeId::List, TypeId::Tuple, TypeId::Str];
        if self.facts.slices_bare && bare.iter().any(|&id| self.is_exact(container, id)) {
            let parts = self.unpack_parts([start, stop, self.interp.none])?;
            let result = self.slice_of(container, parts);
            return self.replace_top(3, result);
        }
        if self.facts.slices_bare {
            let slice = self.two_part_slice(start, stop);
            self.hold(slice);
            let result = self.getitem(container, slice);
            self.unhold();
            self.decref(slice);
            return self.replace_inputs(3, result);
        }
        let slice = self.take_slice()?;
        let mark = self.held_mark();
        self.hold(slice);
        let result = self.getitem(container, slice);
        let result = self.settle(mark, result);
        self.replace_inputs(1, result)
    }

    /// STORE_SLICE: `a[i:j] = value`.
    pub(super) fn store_slice(&mut self) -> PyResult<Flow> {
        let (value, container) = (self.peek(3)?, self.peek(2)?);
        let slice = self.take_slice()?;
        self.hold(slice);
        let result = self.setitem(container, slice, value);
        self.unhold();
        match self.give_up(slice, result) {
            Ok(()) => {
                self.drop_inputs(2);
                Ok(Flow::Next)
            }
            Err(error) => Err(self.give_up_inputs(2, error)),
        }
    }

    /// BUILD_SET.
    pub(super) fn build_set(&mut self, arg: u32) -> PyResult<Flow> {
        let set = self.new_set(false);
        let n = arg as usize;
        self.hold(set);
        let first = self.stack.len().saturating_sub(n);
        for at in first..first + n {
            let Some(item) = self.stack.get(at).and_then(|item| item.get()) else {
                continue;
            };
            if let Err(e) = self.set_add(set, item) {
                self.unhold();
                return self.give_up(set, Err(e));
            }
            // Each item leaves the stack as it is added.
            let item = self.stack.get_mut(at).map(std::mem::take);
            self.close(item.unwrap_or_default());
        }
        self.drop_inputs(n);
        self.unhold();
        self.push(set);
        Ok(Flow::Next)
    }

    /// BUILD_STRING: the pieces of an f-string.
    pub(super) fn build_string(&mut self, arg: u32) -> PyResult<Flow> {
        let n = arg as usize;
        let mut text = String::new();
        for i in (0..n).rev() {
            let piece = self.peek(i)?;
            text.push_str(self.str_of(piece).unwrap_or_default());
        }
        let result = self.new_str(&text);
        if n == 0 {
            self.push(result);
            return Ok(Flow::Next);
        }
        self.replace_top(n, Ok(result))
    }

    /// DICT_UPDATE: `{**mapping}`.
    pub(super) fn dict_update_instruction(&mut self, arg: u32) -> PyResult<Flow> {
        let mapping = self.peek(0)?;
        let dict = self.peek(arg as usize)?;
        let keys = self.interp.names.keys;
        if !matches!(self.payload(mapping), Payload::Dict(_))
            && self
                .getattr_suppressed(mapping, keys)?
                .map(|k| self.decref(k))
                .is_none()
        {
            let message = format!("'{}' object is not a mapping", self.type_name(mapping));
            return Err(self.type_error(&message));
        }
        self.dict_update(dict, mapping)?;
        self.drop_top(1);
        Ok(Flow::Next)
    }

    /// LIST_TO_TUPLE.
    pub(super) fn list_to_tuple(&mut self) -> PyResult<Flow> {
        let list = self.peek(0)?;
        let items = self.items(list).map(<[Ref]>::to_vec).unwrap_or_default();
        for &item in &items {
            self.incref(item);
        }
        let tuple = self.new_tuple(items);
        self.replace_top(1, Ok(tuple))
    }

    /// LOAD_COMMON_CONSTANT (3.14+).
    pub(super) fn load_common_constant(&mut self, arg: u32) -> PyResult<Flow> {
        let r = match arg {
            1 => self.type_ref(TypeId::NotImplementedError),
            2 => self.type_ref(TypeId::Tuple),
            5 => self.type_ref(TypeId::List),
            6 => self.type_ref(TypeId::Set),
            n => {
                let name = if n == 3 { "all" } else { "any" };
                match self.dict_get_text(self.interp.builtins, name) {
                    Some(r) => r,
                    None => return Err(self.broken()),
                }
            }
        };
        self.incref(r);
        self.push(r);
        Ok(Flow::Next)
    }

    /// PRINT_EXPR: what the prompt shows of a value.
    pub(super) fn print_expr(&mut self) -> PyResult<Flow> {
        let value = self.peek(0)?;
        if !self.is_none(value) {
            let text = self.repr_string(value)?;
            self.write_to("stdout", crate::output::Stream::Out, &format!("{text}\n"))?;
            let builtins = self.interp.builtins;
            self.dict_set_text(builtins, "_", value);
        }
        self.drop_top(1);
        Ok(Flow::Next)
    }
}
