//! The loop: one instruction after the other (`Python/bytecodes.c`).

use heap::Ref;

use crate::call::Called;
use crate::frame::{Resumed, Return, StackRef};
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::iterator::Iter;
use crate::opcode::{BinaryOp, CompareOp, Instr, Op};
use crate::types::TypeId;
use crate::watch::{Seen, Watch};

/// What an instruction did to the flow.
pub(crate) enum Flow {
    /// On to the next one.
    Next,
    /// The frame that Rust code entered has ended (or yielded): its value.
    Done(Ref),
}

impl Machine {
    /// Runs until the frame entered at depth `floor` is over.
    pub(crate) fn execute(&mut self, floor: usize) -> PyResult<Ref> {
        loop {
            match self.step() {
                Ok(Flow::Next) => {}
                Ok(Flow::Done(value)) => return Ok(value),
                Err(error) => self.unwind(error, floor)?,
            }
        }
    }

    /// One instruction of the innermost frame.
    #[inline]
    pub(crate) fn step(&mut self) -> PyResult<Flow> {
        if self.clock.step >= self.pause_at {
            self.pause()?;
        }
        self.clock.step += 1;
        let Some(frame) = self.frames.last_mut() else {
            return Err(Unwind::Halt);
        };
        let at = frame.ip;
        let Some(&instr) = frame.code.spec.code.get(at as usize) else {
            return Err(Unwind::Halt);
        };
        frame.lasti = at;
        frame.ip = at + 1;
        let base = frame.base as usize;
        if self.watch.is_on() {
            self.clock.event = 0;
            self.note_line();
        }
        self.instruction(instr, base)
    }

    #[cold]
    fn note_line(&mut self) {
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        if frame.code.internal {
            return;
        }
        let at = frame.lasti;
        let (Some(instr), Some(position)) = (
            frame.code.spec.code.get(at as usize),
            frame.code.spec.positions.get(at as usize),
        ) else {
            return;
        };
        // What a call does before its first line is no line (`sys.settrace` sees a call).
        let prologue = matches!(
            instr.op,
            Op::Resume | Op::MakeCell | Op::CopyFreeVars | Op::ReturnGenerator
        );
        if prologue || position.line == 0 {
            return;
        }
        let line = position.line;
        let (last_line, last_at) = frame.told;
        frame.told = (line, at);
        if line == last_line && at > last_at {
            return;
        }
        let seen = Seen::Line {
            at: self.clock,
            line,
            depth: self.frames.len() as u32,
        };
        if let Watch::Log(log) = &mut self.watch {
            log.push(seen);
        }
    }

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
    fn drop_inputs(&mut self, n: usize) {
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
    fn replace_top(&mut self, n: usize, result: PyResult<Ref>) -> PyResult<Flow> {
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

    #[cold]
    fn broken(&mut self) -> Unwind {
        self.error(TypeId::SystemError, "the evaluation stack is empty")
    }

    #[inline]
    fn jump(&mut self, target: u32) {
        if let Some(frame) = self.frames.last_mut() {
            frame.ip = target;
        }
    }

    fn name(&mut self, arg: u32) -> PyResult<Ref> {
        match self
            .frames
            .last()
            .and_then(|f| f.code.names.get(arg as usize))
        {
            Some(&name) => Ok(name),
            None => Err(self.broken()),
        }
    }

    #[inline]
    fn instruction(&mut self, instr: Instr, base: usize) -> PyResult<Flow> {
        let arg = instr.arg;
        match instr.op {
            Op::Nop => {}
            Op::Resume => {
                if arg == 0 && !self.facts.collects_in_allocation {
                    self.eval_breaker();
                }
            }
            Op::PopTop => {
                if let Some(entry) = self.stack.pop() {
                    self.close(entry);
                }
            }
            Op::PushNull => self.stack.push(StackRef::NULL),
            Op::Copy => {
                let at = self.stack.len().wrapping_sub(arg as usize);
                let entry = self.stack.get(at).copied().unwrap_or_default();
                if let Some(r) = entry.get_owned() {
                    self.incref(r);
                }
                self.stack.push(entry);
            }
            Op::Swap => {
                let top = self.stack.len().wrapping_sub(1);
                let other = self.stack.len().wrapping_sub(arg as usize);
                if top < self.stack.len() && other < self.stack.len() {
                    self.stack.swap(top, other);
                }
            }
            Op::LoadConst => {
                let Some(&r) = self
                    .frames
                    .last()
                    .and_then(|f| f.code.consts.get(arg as usize))
                else {
                    return Err(self.broken());
                };
                if self.facts.borrowed_consts {
                    self.stack.push(StackRef::borrowed(r));
                } else {
                    self.incref(r);
                    self.push(r);
                }
            }
            Op::LoadSmallInt => {
                let r = self.new_int(i64::from(arg));
                self.push(r);
            }
            Op::LoadFast => {
                let entry = self
                    .stack
                    .get(base + arg as usize)
                    .copied()
                    .unwrap_or_default();
                if entry.is_null() {
                    return Err(self.unbound_local(arg));
                }
                if let Some(r) = entry.get_owned() {
                    self.incref(r);
                }
                self.stack.push(entry);
            }
            Op::LoadFastBorrow => {
                let entry = self
                    .stack
                    .get(base + arg as usize)
                    .copied()
                    .unwrap_or_default();
                match entry.get() {
                    Some(r) => self.stack.push(StackRef::borrowed(r)),
                    None => return Err(self.unbound_local(arg)),
                }
            }
            Op::LoadFastCheck => {
                let entry = self
                    .stack
                    .get(base + arg as usize)
                    .copied()
                    .unwrap_or_default();
                if entry.is_null() {
                    return Err(self.unbound_local(arg));
                }
                if let Some(r) = entry.get_owned() {
                    self.incref(r);
                }
                self.stack.push(entry);
            }
            Op::LoadFastAndClear => {
                let entry = self
                    .stack
                    .get_mut(base + arg as usize)
                    .map(std::mem::take)
                    .unwrap_or_default();
                self.stack.push(entry);
            }
            Op::StoreFast | Op::StoreFastMaybeNull => {
                let entry = self.stack.pop().unwrap_or_default();
                if let Some(slot) = self.stack.get_mut(base + arg as usize) {
                    let old = std::mem::replace(slot, entry);
                    self.close(old);
                }
            }
            Op::DeleteFast => {
                let old = self
                    .stack
                    .get_mut(base + arg as usize)
                    .map(std::mem::take)
                    .unwrap_or_default();
                if old.is_null() {
                    return Err(self.unbound_local(arg));
                }
                self.close(old);
            }
            Op::LoadName => return self.load_name(arg),
            Op::StoreName => {
                let name = self.name(arg)?;
                let Some(namespace) = self.frames.last().and_then(|f| f.locals) else {
                    return Err(self.broken());
                };
                let value = self.peek(0)?;
                if self.is_exact(namespace, TypeId::Dict) {
                    self.dict_set_str(namespace, name, value);
                } else {
                    self.setitem(namespace, name, value)?;
                }
                self.drop_top(1);
            }
            Op::DeleteName => {
                let name = self.name(arg)?;
                let Some(namespace) = self.frames.last().and_then(|f| f.locals) else {
                    return Err(self.broken());
                };
                if !self.dict_remove(namespace, name)? {
                    return Err(self.undefined(name));
                }
            }
            Op::LoadGlobal => {
                let name = self.name(arg)?;
                let r = self.load_global(name)?;
                self.push(r);
            }
            Op::StoreGlobal => {
                let name = self.name(arg)?;
                let Some(globals) = self.frames.last().map(|f| f.globals) else {
                    return Err(self.broken());
                };
                let value = self.peek(0)?;
                self.dict_set_str(globals, name, value);
                self.drop_top(1);
            }
            Op::DeleteGlobal => {
                let name = self.name(arg)?;
                let Some(globals) = self.frames.last().map(|f| f.globals) else {
                    return Err(self.broken());
                };
                if !self.dict_remove(globals, name)? {
                    return Err(self.undefined(name));
                }
            }
            Op::LoadLocals => {
                let Some(namespace) = self.frames.last().and_then(|f| f.locals) else {
                    return Err(self.broken());
                };
                self.incref(namespace);
                self.push(namespace);
            }
            Op::MakeCell => {
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
            }
            Op::CopyFreeVars => self.copy_free_vars(base, arg as usize),
            Op::LoadClosure => {
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
            }
            Op::LoadDeref => match self.cell_content(base, arg) {
                Some(r) => {
                    self.incref(r);
                    self.push(r);
                }
                None => return Err(self.unbound_cell(arg)),
            },
            Op::LoadFromDictOrDeref => {
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
                return self.replace_top(1, Ok(found));
            }
            Op::LoadFromDictOrGlobals => {
                let mapping = self.peek(0)?;
                let name = self.name(arg)?;
                let found = match self.mapping_get(mapping, name)? {
                    Some(r) => r,
                    None => self.load_global(name)?,
                };
                return self.replace_top(1, Ok(found));
            }
            Op::StoreDeref => {
                let value = self.pop()?;
                let cell = self.stack.get(base + arg as usize).and_then(|s| s.get());
                let old = match cell.map(|c| self.payload_mut(c)) {
                    Some(Payload::Cell(content)) => content.replace(value),
                    _ => Some(value),
                };
                self.xdecref(old);
            }
            Op::DeleteDeref => {
                let cell = self.stack.get(base + arg as usize).and_then(|s| s.get());
                let old = match cell.map(|c| self.payload_mut(c)) {
                    Some(Payload::Cell(content)) => content.take(),
                    _ => None,
                };
                match old {
                    Some(old) => self.decref(old),
                    None => return Err(self.unbound_cell(arg)),
                }
            }
            Op::LoadAttr => {
                let (object, name) = (self.peek(0)?, self.name(arg)?);
                let result = self.getattr(object, name);
                return self.replace_top(1, result);
            }
            Op::LoadMethod => return self.load_method(arg),
            Op::StoreAttr => {
                let (object, value, name) = (self.peek(0)?, self.peek(1)?, self.name(arg)?);
                self.setattr(object, name, Some(value))?;
                self.drop_attr_inputs();
            }
            Op::DeleteAttr => {
                let (object, name) = (self.peek(0)?, self.name(arg)?);
                self.setattr(object, name, None)?;
                self.drop_top(1);
            }
            Op::LoadSuperAttr | Op::LoadSuperMethod => {
                return self.load_super(arg, instr.op == Op::LoadSuperMethod);
            }
            Op::BinaryOp => {
                let (left, right) = (self.peek(1)?, self.peek(0)?);
                let Some(op) = BinaryOp::from_arg(arg) else {
                    return Err(self.broken());
                };
                let result = self.binary(op, left, right);
                return self.replace_top(2, result);
            }
            Op::CompareOp => {
                let (left, right) = (self.peek(1)?, self.peek(0)?);
                let Some(op) = CompareOp::from_arg(arg) else {
                    return Err(self.broken());
                };
                let result = self.compare(op, left, right);
                return self.replace_top(2, result);
            }
            Op::IsOp => {
                let (left, right) = (self.peek(1)?, self.peek(0)?);
                let result = self.bool((left == right) != (arg == 1));
                return self.replace_top(2, Ok(result));
            }
            Op::ContainsOp => {
                let (item, container) = (self.peek(1)?, self.peek(0)?);
                let found = self.contains(container, item)?;
                let result = self.bool(found != (arg == 1));
                return self.replace_top(2, Ok(result));
            }
            Op::UnaryNegative | Op::UnaryPositive | Op::UnaryInvert => {
                let value = self.peek(0)?;
                let result = crate::arithmetic::unary(self, instr.op, value);
                return self.replace_top(1, result);
            }
            Op::UnaryNot => {
                let value = self.peek(0)?;
                let truth = self.truth(value)?;
                let result = self.bool(!truth);
                return self.replace_top(1, Ok(result));
            }
            Op::BinarySubscr => {
                let (container, key) = (self.peek(1)?, self.peek(0)?);
                let result = self.getitem(container, key);
                return self.replace_top(2, result);
            }
            Op::StoreSubscr => {
                let (value, container, key) = (self.peek(2)?, self.peek(1)?, self.peek(0)?);
                self.setitem(container, key, value)?;
                self.drop_subscr_inputs();
            }
            Op::DeleteSubscr => {
                let (container, key) = (self.peek(1)?, self.peek(0)?);
                self.delitem(container, key)?;
                self.drop_inputs(2);
            }
            Op::BinarySlice => {
                let (container, start, stop) = (self.peek(2)?, self.peek(1)?, self.peek(0)?);
                let slice = self.two_part_slice(start, stop);
                self.hold(slice);
                let result = self.getitem(container, slice);
                self.unhold();
                self.decref(slice);
                return self.replace_top(3, result);
            }
            Op::StoreSlice => {
                let (value, container, start, stop) =
                    (self.peek(3)?, self.peek(2)?, self.peek(1)?, self.peek(0)?);
                let slice = self.two_part_slice(start, stop);
                self.hold(slice);
                let result = self.setitem(container, slice, value);
                self.unhold();
                self.decref(slice);
                result?;
                self.drop_top(4);
            }
            Op::BuildSlice => {
                let step = if arg == 3 { self.pop()? } else { self.none() };
                let (stop, start) = (self.pop()?, self.pop()?);
                let slice = self.new_slice([start, stop, step]);
                self.push(slice);
            }
            Op::BuildList => {
                let items = self.pop_items(arg as usize)?;
                let list = self.new_list(items);
                self.push(list);
            }
            Op::BuildTuple => {
                let items = self.pop_items(arg as usize)?;
                let tuple = self.new_tuple(items);
                self.push(tuple);
            }
            Op::BuildSet => {
                let set = self.new_set(false);
                let n = arg as usize;
                self.hold(set);
                for i in (0..n).rev() {
                    let item = self.peek(i)?;
                    if let Err(e) = self.set_add(set, item) {
                        self.unhold();
                        self.decref(set);
                        return Err(e);
                    }
                }
                self.drop_inputs(n);
                self.unhold();
                self.push(set);
            }
            Op::BuildMap => return self.build_map(arg as usize),
            Op::BuildConstKeyMap => return self.build_const_key_map(arg as usize),
            Op::BuildString => {
                let n = arg as usize;
                let mut text = String::new();
                for i in (0..n).rev() {
                    let piece = self.peek(i)?;
                    text.push_str(self.str_of(piece).unwrap_or_default());
                }
                let result = self.new_str(&text);
                return self.replace_top(n, Ok(result));
            }
            Op::ListAppend => {
                let value = self.pop()?;
                let list = self.peek(arg as usize - 1)?;
                self.list_append(list, value);
            }
            Op::SetAdd => {
                let value = self.peek(0)?;
                let set = self.peek(arg as usize)?;
                self.set_add(set, value)?;
                self.drop_top(1);
            }
            Op::MapAdd => {
                let (key, value) = (self.peek(1)?, self.peek(0)?);
                let dict = self.peek(arg as usize + 1)?;
                self.dict_set(dict, key, value)?;
                self.drop_inputs(2);
            }
            Op::ListExtend => {
                let iterable = self.peek(0)?;
                let list = self.peek(arg as usize)?;
                self.extend_display(list, iterable)?;
                self.drop_top(1);
            }
            Op::SetUpdate => {
                let iterable = self.peek(0)?;
                let set = self.peek(arg as usize)?;
                crate::builtins::set::update(self, set, iterable)?;
                self.drop_top(1);
            }
            Op::DictUpdate => {
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
            }
            Op::DictMerge => return self.dict_merge(arg as usize),
            Op::ListToTuple => {
                let list = self.peek(0)?;
                let items = self.items(list).map(<[Ref]>::to_vec).unwrap_or_default();
                for &item in &items {
                    self.incref(item);
                }
                let tuple = self.new_tuple(items);
                return self.replace_top(1, Ok(tuple));
            }
            Op::FormatValue => return self.format_value(arg),
            Op::Call => return self.call_instruction(arg as usize, None),
            Op::CallKw => {
                let names = self.pop()?;
                self.hold(names);
                let flow = self.call_instruction(arg as usize, Some(names));
                self.unhold();
                self.decref(names);
                return flow;
            }
            Op::CallFunctionEx => return self.call_function_ex(arg == 1),
            Op::MakeFunction => return self.make_function(arg),
            Op::LoadBuildClass => {
                let name = self.interp.names.build_class;
                let builtins = self
                    .frames
                    .last()
                    .map_or(self.interp.builtins, |f| f.builtins);
                match self.dict_get_str(builtins, name) {
                    Some(r) => {
                        self.incref(r);
                        self.push(r);
                    }
                    None => return Err(self.error(TypeId::NameError, "__build_class__ not found")),
                }
            }
            Op::LoadAssertionError => {
                let r = self.type_ref(TypeId::AssertionError);
                self.incref(r);
                self.push(r);
            }
            Op::LoadCommonConstant => {
                let r = match arg {
                    1 => self.type_ref(TypeId::NotImplementedError),
                    2 => self.type_ref(TypeId::Tuple),
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
            }
            Op::PrintExpr => {
                let value = self.peek(0)?;
                if !self.is_none(value) {
                    let text = self.repr_string(value)?;
                    self.write_to("stdout", crate::output::Stream::Out, &format!("{text}\n"))?;
                    let builtins = self.interp.builtins;
                    self.dict_set_text(builtins, "_", value);
                }
                self.drop_top(1);
            }
            Op::ReturnValue => return self.return_value(),
            Op::ReturnGenerator => {
                let Some(generator) = self.make_generator() else {
                    return Err(self.broken());
                };
                let ret = std::mem::replace(&mut self.returned_from, Return::Push);
                return self.deliver(generator, ret);
            }
            Op::YieldValue => {
                let value = self.pop()?;
                let Some((_, ret)) = self.suspend() else {
                    return Err(self.broken());
                };
                return match ret {
                    Return::Resumed(_) => {
                        self.push(value);
                        Ok(Flow::Next)
                    }
                    _ => {
                        self.yielded = true;
                        Ok(Flow::Done(value))
                    }
                };
            }
            Op::GetYieldFromIter => {
                let iterable = self.peek(0)?;
                if !matches!(self.payload(iterable), Payload::Generator(_)) {
                    let result = self.iter(iterable);
                    return self.replace_top(1, result);
                }
            }
            Op::Send => return self.send(arg),
            Op::EndSend => {
                let value = self.pop()?;
                self.hold(value);
                self.drop_top(1);
                self.unhold();
                self.push(value);
            }
            Op::CleanupThrow => {
                let exception = self.peek(0)?;
                if self.is_native(exception, TypeId::StopIteration) {
                    let value = match self.payload(exception) {
                        Payload::Exception(e) => e.field("value").unwrap_or(self.interp.none),
                        _ => self.interp.none,
                    };
                    self.incref(value);
                    self.drop_top(3);
                    let none = self.none();
                    self.push(none);
                    self.push(value);
                } else {
                    let exception = self.pop()?;
                    return Err(Unwind::Reraise(exception));
                }
            }
            Op::GetIter => {
                let iterable = self.peek(0)?;
                let result = self.iter(iterable);
                return self.replace_top(1, result);
            }
            Op::ForIter => return self.for_iter(arg),
            Op::Jump => self.jump(arg),
            Op::JumpBackward => {
                self.jump(arg);
                if !self.facts.collects_in_allocation {
                    self.eval_breaker();
                }
            }
            Op::PopJumpIfTrue | Op::PopJumpIfFalse => {
                let value = self.peek(0)?;
                let truth = self.truth(value)?;
                self.drop_top(1);
                if truth == (instr.op == Op::PopJumpIfTrue) {
                    self.jump(arg);
                }
            }
            Op::JumpIfFalseOrPop | Op::JumpIfTrueOrPop => {
                let value = self.peek(0)?;
                if self.truth(value)? == (instr.op == Op::JumpIfTrueOrPop) {
                    self.jump(arg);
                } else {
                    self.drop_top(1);
                }
            }
            Op::PopJumpIfNone | Op::PopJumpIfNotNone => {
                let value = self.peek(0)?;
                let none = self.is_none(value);
                self.drop_top(1);
                if none == (instr.op == Op::PopJumpIfNone) {
                    self.jump(arg);
                }
            }
            Op::UnpackSequence => return self.unpack_sequence(arg as usize),
            Op::UnpackEx => return self.unpack_ex((arg & 0xff) as usize, (arg >> 8) as usize),
            Op::RaiseVarargs => {
                let cause = if arg == 2 { Some(self.pop()?) } else { None };
                let kind = if arg >= 1 { Some(self.pop()?) } else { None };
                return Err(self.do_raise(kind, cause));
            }
            Op::PushExcInfo => {
                let exception = self.pop()?;
                let previous = match self.exc.last_mut() {
                    Some(top) => top.take(),
                    None => None,
                };
                let previous = previous.unwrap_or_else(|| self.newref(self.interp.none));
                self.push(previous);
                self.incref(exception);
                if let Some(top) = self.exc.last_mut() {
                    *top = Some(exception);
                }
                self.push(exception);
            }
            Op::PopExcept => {
                let previous = self.pop()?;
                let previous = if self.is_none(previous) {
                    self.decref(previous);
                    None
                } else {
                    Some(previous)
                };
                let old = match self.exc.last_mut() {
                    Some(top) => std::mem::replace(top, previous),
                    None => previous,
                };
                self.xdecref(old);
            }
            Op::CheckExcMatch => {
                let (exception, kind) = (self.peek(1)?, self.peek(0)?);
                self.check_exception_kind(kind)?;
                let matches = self.exception_matches(exception, kind);
                let result = self.bool(matches);
                return self.replace_top(1, Ok(result));
            }
            Op::Reraise => {
                let exception = self.pop()?;
                return Err(Unwind::Reraise(exception));
            }
            Op::StopIterationError => {
                let exception = self.peek(0)?;
                if self.is_native(exception, TypeId::StopIteration) {
                    let exception = self.newref(exception);
                    self.hold(exception);
                    let Unwind::Raise(new) =
                        self.error(TypeId::RuntimeError, "generator raised StopIteration")
                    else {
                        return Err(Unwind::Halt);
                    };
                    self.unhold();
                    self.incref(exception);
                    let old = match self.payload_mut(new) {
                        Payload::Exception(e) => {
                            e.suppress_context = true;
                            let old = e.context.replace(exception);
                            let cause = e.cause.replace(exception);
                            [old, cause]
                        }
                        _ => [None, None],
                    };
                    for r in old {
                        self.xdecref(r);
                    }
                    return self.replace_top(1, Ok(new));
                }
            }
            Op::BeforeWith => return self.before_with(),
            Op::WithExceptStart => {
                // 3.14: `__exit__` may lie there unbound, with its object above it.
                let own = if arg == 1 {
                    self.stack
                        .len()
                        .checked_sub(4)
                        .and_then(|at| self.stack.get(at))
                        .and_then(|s| s.get())
                } else {
                    None
                };
                let exception = self.peek(0)?;
                let exit = self.peek(if arg == 1 { 4 } else { 3 })?;
                let kind = self.class_of(exception);
                let traceback = match self.payload(exception) {
                    Payload::Exception(e) => e.traceback.unwrap_or(self.interp.none),
                    _ => self.interp.none,
                };
                let result = match own {
                    Some(own) => self.call(exit, &[own, kind, exception, traceback])?,
                    None => self.call(exit, &[kind, exception, traceback])?,
                };
                self.push(result);
            }
            Op::LoadSpecial => return self.load_special(arg),
            Op::ImportName => {
                let name = self.name(arg)?;
                let (level, fromlist) = (self.peek(1)?, self.peek(0)?);
                let result = self.import_name(name, level, fromlist);
                return self.replace_top(2, result);
            }
            Op::ImportFrom => {
                let (module, name) = (self.peek(0)?, self.name(arg)?);
                let r = self.import_from(module, name)?;
                self.push(r);
            }
            Op::ImportStar => {
                let module = self.peek(0)?;
                self.import_star(module)?;
                self.drop_top(1);
            }
            Op::MatchClass => return self.match_class(arg as usize),
            Op::MatchMapping | Op::MatchSequence => {
                let subject = self.peek(0)?;
                let answer = if instr.op == Op::MatchMapping {
                    self.is_mapping(subject)
                } else {
                    self.is_sequence(subject)
                };
                let r = self.bool(answer);
                self.push(r);
            }
            Op::MatchKeys => return self.match_keys(),
            Op::GetLen => {
                let value = self.peek(0)?;
                let len = self.len(value)?;
                let r = self.new_int(len as i64);
                self.push(r);
            }
            Op::SetupAnnotations => {
                let Some(namespace) = self.frames.last().and_then(|f| f.locals) else {
                    return Ok(Flow::Next);
                };
                let name = self.interp.names.annotations;
                if self.dict_get_str(namespace, name).is_none() {
                    let dict = self.new_dict();
                    self.dict_set_str(namespace, name, dict);
                    self.decref(dict);
                }
            }
        }
        Ok(Flow::Next)
    }

    /// STORE_ATTR gives up the value before the object up to 3.13's order: value, then owner.
    fn drop_attr_inputs(&mut self) {
        self.drop_inputs(2);
    }

    fn drop_subscr_inputs(&mut self) {
        self.drop_inputs(3);
    }

    fn two_part_slice(&mut self, start: Ref, stop: Ref) -> Ref {
        self.incref(start);
        self.incref(stop);
        let none = self.none();
        self.new_slice([start, stop, none])
    }

    /// The top `n` entries as owned references, the lowest first.
    fn pop_items(&mut self, n: usize) -> PyResult<Vec<Ref>> {
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

    // ---- names

    fn load_name(&mut self, arg: u32) -> PyResult<Flow> {
        let name = self.name(arg)?;
        let Some(namespace) = self.frames.last().and_then(|f| f.locals) else {
            return Err(self.broken());
        };
        let r = match self.mapping_get(namespace, name)? {
            Some(r) => r,
            None => self.load_global(name)?,
        };
        self.push(r);
        Ok(Flow::Next)
    }

    fn mapping_get(&mut self, mapping: Ref, name: Ref) -> PyResult<Option<Ref>> {
        if self.is_exact(mapping, TypeId::Dict) {
            return Ok(self.dict_get_str(mapping, name).map(|r| self.newref(r)));
        }
        match self.getitem(mapping, name) {
            Ok(r) => Ok(Some(r)),
            Err(Unwind::Raise(e)) if self.is_native(e, TypeId::KeyError) => {
                self.decref(e);
                Ok(None)
            }
            Err(e) => Err(e),
        }
    }

    fn load_global(&mut self, name: Ref) -> PyResult<Ref> {
        let Some((globals, builtins)) = self.frames.last().map(|f| (f.globals, f.builtins)) else {
            return Err(self.broken());
        };
        let found = self
            .dict_get_str(globals, name)
            .or_else(|| self.dict_get_str(builtins, name));
        match found {
            Some(r) => Ok(self.newref(r)),
            None => Err(self.undefined(name)),
        }
    }

    fn undefined(&mut self, name: Ref) -> Unwind {
        let message = format!("name '{}' is not defined", self.text(name));
        self.name_error(TypeId::NameError, &message, name)
    }

    fn local_name(&self, arg: u32) -> Ref {
        self.frames
            .last()
            .and_then(|f| f.code.varnames.get(arg as usize).copied())
            .unwrap_or(self.interp.empty_str)
    }

    #[cold]
    fn unbound_local(&mut self, arg: u32) -> Unwind {
        let name = self.local_name(arg);
        let message = format!(
            "cannot access local variable '{}' where it is not associated with a value",
            self.text(name)
        );
        self.name_error(TypeId::UnboundLocalError, &message, name)
    }

    fn unbound_cell(&mut self, arg: u32) -> Unwind {
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

    fn cell_content(&self, base: usize, arg: u32) -> Option<Ref> {
        let cell = self.stack.get(base + arg as usize)?.get()?;
        match self.payload(cell) {
            Payload::Cell(content) => *content,
            _ => None,
        }
    }

    fn copy_free_vars(&mut self, base: usize, n: usize) {
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

    // ---- attributes and calls

    /// LOAD_METHOD: a method found in the class is pushed with its object, without a bound method.
    fn load_method(&mut self, arg: u32) -> PyResult<Flow> {
        let (object, name) = (self.peek(0)?, self.name(arg)?);
        let class = self.class_of(object);
        let names = self.interp.names.getattribute;
        let plain = !matches!(
            self.payload(object),
            Payload::Type(_) | Payload::Module(_) | Payload::Super(_) | Payload::Weakref(_)
        ) && self.class_override(class, names).is_none();
        if plain
            && let Some(found) = self.type_lookup(class, name)
            && self.is_method(found)
            && self.instance_attribute(object, name).is_none()
        {
            self.incref(found);
            let own = self.stack.pop().unwrap_or_default();
            self.push(found);
            self.stack.push(own);
            return Ok(Flow::Next);
        }
        let value = self.getattr(object, name)?;
        self.hold(value);
        self.drop_top(1);
        self.unhold();
        self.push(value);
        self.stack.push(StackRef::NULL);
        Ok(Flow::Next)
    }

    fn is_method(&self, r: Ref) -> bool {
        match self.payload(r) {
            Payload::Function(_) => true,
            Payload::Builtin(b) => {
                b.owner.is_some()
                    && b.bound.is_none()
                    && matches!(
                        b.def.kind,
                        crate::objects::function::NativeKind::Method
                            | crate::objects::function::NativeKind::Slot
                    )
            }
            _ => false,
        }
    }

    fn load_super(&mut self, arg: u32, method: bool) -> PyResult<Flow> {
        let (callable, class, object, name) =
            (self.peek(2)?, self.peek(1)?, self.peek(0)?, self.name(arg)?);
        if callable != self.type_ref(TypeId::Super) {
            let made = self.call(callable, &[class, object])?;
            self.hold(made);
            let value = self.getattr(made, name);
            self.unhold();
            self.decref(made);
            let value = value?;
            self.hold(value);
            self.drop_inputs(3);
            self.unhold();
            self.push(value);
            if method {
                self.stack.push(StackRef::NULL);
            }
            return Ok(Flow::Next);
        }
        let (value, bound) =
            crate::builtins::super_object::lookup(self, class, object, name, method)?;
        if method && bound {
            // An unbound method: it is called with the object.
            let own = self.stack.pop().unwrap_or_default();
            self.hold(value);
            self.drop_top(2);
            self.unhold();
            self.push(value);
            self.stack.push(own);
            return Ok(Flow::Next);
        }
        self.hold(value);
        self.drop_inputs(3);
        self.unhold();
        self.push(value);
        if method {
            self.stack.push(StackRef::NULL);
        }
        Ok(Flow::Next)
    }

    fn call_instruction(&mut self, argc: usize, names: Option<Ref>) -> PyResult<Flow> {
        let named: Vec<Ref> = names
            .and_then(|n| self.items(n))
            .map(<[Ref]>::to_vec)
            .unwrap_or_default();
        match self.start_call(argc, &named)? {
            Called::Frame => Ok(Flow::Next),
            Called::Value(r) => {
                self.push(r);
                if !self.facts.collects_in_allocation {
                    self.eval_breaker();
                }
                Ok(Flow::Next)
            }
        }
    }

    fn call_function_ex(&mut self, has_kwargs: bool) -> PyResult<Flow> {
        let kwargs = if has_kwargs { Some(self.pop()?) } else { None };
        let args = self.pop()?;
        let mark = self.held_mark();
        if let Some(kwargs) = kwargs {
            self.hold(kwargs);
        }
        let result = match self.spread_arguments(args) {
            Ok(tuple) => {
                self.hold(tuple);
                self.spread_call(tuple, kwargs)
            }
            Err(e) => Err(e),
        };
        self.release_to(mark);
        result
    }

    /// The arguments after `*` as a tuple (they are taken over).
    fn spread_arguments(&mut self, args: Ref) -> PyResult<Ref> {
        if matches!(self.payload(args), Payload::Tuple(_)) {
            return Ok(args);
        }
        self.hold(args);
        let items = self.collect(args);
        let result = match items {
            Ok(items) => Ok(self.new_tuple(items)),
            Err(Unwind::Raise(e))
                if self.is_native(e, TypeId::TypeError) && !self.is_iterable(args) =>
            {
                self.decref(e);
                let callable = self.peek(1)?;
                let f = self.function_path(callable)?;
                let got = self.type_name(args).to_owned();
                Err(self.type_error(&format!(
                    "{f} argument after * must be an iterable, not {got}"
                )))
            }
            Err(e) => Err(e),
        };
        self.unhold();
        self.decref(args);
        result
    }

    fn spread_call(&mut self, args: Ref, kwargs: Option<Ref>) -> PyResult<Flow> {
        let items = self.items(args).map(<[Ref]>::to_vec).unwrap_or_default();
        if self.facts.collects_in_allocation {
            // 3.11 calls through C: the tuple of arguments stays alive during the call.
            return self.spread_call_through_c(items, kwargs);
        }
        let mut argc = items.len();
        for item in items {
            self.incref(item);
            self.push(item);
        }
        let mut names = Vec::new();
        if let Some(kwargs) = kwargs {
            for (name, value) in self.dict_entries(kwargs) {
                if self.str_of(name).is_none() {
                    self.push(value);
                    self.decref(name);
                    return Err(self.type_error("keywords must be strings"));
                }
                self.push(value);
                argc += 1;
                names.push(name);
                self.hold(name);
            }
        }
        match self.start_call(argc, &names)? {
            Called::Frame => Ok(Flow::Next),
            Called::Value(r) => {
                self.push(r);
                if !self.facts.collects_in_allocation {
                    self.eval_breaker();
                }
                Ok(Flow::Next)
            }
        }
    }

    fn spread_call_through_c(&mut self, items: Vec<Ref>, kwargs: Option<Ref>) -> PyResult<Flow> {
        let callable = self.peek(1)?;
        let mark = self.held_mark();
        let named = match kwargs {
            Some(kwargs) => self.dict_entries(kwargs),
            None => Vec::new(),
        };
        for &(name, value) in &named {
            self.hold(name);
            self.decref(value);
        }
        let result = if named.iter().any(|(n, _)| self.str_of(*n).is_none()) {
            Err(self.type_error("keywords must be strings"))
        } else {
            self.call_kw(callable, &items, &named)
        };
        self.release_to(mark);
        let result = result?;
        self.hold(result);
        self.drop_top(2);
        self.unhold();
        self.push(result);
        Ok(Flow::Next)
    }

    fn is_iterable(&mut self, r: Ref) -> bool {
        let (iter, getitem) = (self.interp.names.iter, self.interp.names.getitem);
        let class = self.class_of(r);
        self.type_lookup(class, iter).is_some() || self.type_lookup(class, getitem).is_some()
    }

    fn return_value(&mut self) -> PyResult<Flow> {
        let entry = self.stack.pop().unwrap_or_default();
        let entry = self.own(entry);
        let Some(value) = entry.get() else {
            return Err(self.broken());
        };
        let Some(frame) = self.frames.last() else {
            return Err(self.broken());
        };
        let (ret, generator) = (frame.ret, frame.generator);
        self.hold(value);
        if let Some(generator) = generator {
            self.generator_done(generator);
        }
        self.pop_frame();
        self.unhold();
        self.deliver(value, ret)
    }

    /// Hands a result to whoever called.
    fn deliver(&mut self, value: Ref, ret: Return) -> PyResult<Flow> {
        match ret {
            Return::Push => {
                self.push(value);
                Ok(Flow::Next)
            }
            Return::ToRust => Ok(Flow::Done(value)),
            Return::Init(object) | Return::InitToRust(object) => {
                if !self.is_none(value) {
                    let got = self.type_name(value).to_owned();
                    self.decref(value);
                    self.decref(object);
                    return Err(
                        self.type_error(&format!("__init__() should return None, not '{got}'"))
                    );
                }
                self.decref(value);
                if matches!(ret, Return::InitToRust(_)) {
                    return Ok(Flow::Done(object));
                }
                self.push(object);
                if !self.facts.collects_in_allocation {
                    self.eval_breaker();
                }
                Ok(Flow::Next)
            }
            Return::Resumed(how) => {
                let target = self
                    .frames
                    .last()
                    .and_then(|f| f.code.spec.code.get(f.lasti as usize))
                    .map_or(0, |i| i.arg);
                match how {
                    Resumed::ForIter => {
                        self.decref(value);
                        self.drop_top(1);
                    }
                    Resumed::Send => self.push(value),
                }
                self.jump(target);
                Ok(Flow::Next)
            }
        }
    }

    // ---- iteration

    fn for_iter(&mut self, target: u32) -> PyResult<Flow> {
        let iterator = self.peek(0)?;
        match self.heap.body_mut(iterator).payload {
            Payload::Generator(ref g)
                if g.frame.is_some() && !g.running && self.frames.len() < self.limits.recursion =>
            {
                let none = self.interp.none;
                self.resume(iterator, none, Return::Resumed(Resumed::ForIter));
                return Ok(Flow::Next);
            }
            Payload::Iter(ref mut iter) => {
                if let Iter::Range { next, step, left } = &mut **iter {
                    if *left > 0 {
                        let value = *next;
                        *next = next.wrapping_add(*step);
                        *left -= 1;
                        let r = self.new_int(value);
                        self.push(r);
                        return Ok(Flow::Next);
                    }
                    self.drop_top(1);
                    self.jump(target);
                    return Ok(Flow::Next);
                }
            }
            _ => {}
        }
        match self.iter_next(iterator)? {
            Some(r) => self.push(r),
            None => {
                self.drop_top(1);
                self.jump(target);
            }
        }
        Ok(Flow::Next)
    }

    fn send(&mut self, target: u32) -> PyResult<Flow> {
        let (receiver, value) = (self.peek(1)?, self.peek(0)?);
        if let Payload::Generator(g) = self.payload(receiver) {
            if g.running {
                return Err(self.value_error("generator already executing"));
            }
            if g.frame.is_some()
                && (g.started || self.is_none(value))
                && self.frames.len() < self.limits.recursion
            {
                self.resume(receiver, value, Return::Resumed(Resumed::Send));
                // `value` was the sender's: the receiver has its own reference now. It lies below the
                // resumed frame's slots.
                self.drop_below_top_frame();
                return Ok(Flow::Next);
            }
        }
        let result = if matches!(self.payload(receiver), Payload::Generator(_)) {
            self.gen_resume(receiver, value).map(|r| match r {
                crate::generator::Resumption::Yielded(v) => (v, false),
                crate::generator::Resumption::Returned(v) => (v, true),
            })
        } else if self.is_none(value) {
            match self.iter_next(receiver) {
                Ok(Some(v)) => Ok((v, false)),
                Ok(None) => Ok((self.none(), true)),
                Err(Unwind::Raise(e)) if self.is_native(e, TypeId::StopIteration) => {
                    Ok((self.stop_value(e), true))
                }
                Err(e) => Err(e),
            }
        } else {
            match self.call_method(receiver, "send", &[value]) {
                Ok(v) => Ok((v, false)),
                Err(Unwind::Raise(e)) if self.is_native(e, TypeId::StopIteration) => {
                    Ok((self.stop_value(e), true))
                }
                Err(e) => Err(e),
            }
        };
        let (result, over) = result?;
        self.hold(result);
        self.drop_top(1);
        self.unhold();
        self.push(result);
        if over {
            self.jump(target);
        }
        Ok(Flow::Next)
    }

    /// The value of a StopIteration, which is given up.
    fn stop_value(&mut self, exception: Ref) -> Ref {
        let value = match self.payload(exception) {
            Payload::Exception(e) => e.field("value").unwrap_or(self.interp.none),
            _ => self.interp.none,
        };
        self.incref(value);
        self.decref(exception);
        value
    }

    /// SEND: takes the sent value off the sender's stack, below the frame that was just resumed.
    fn drop_below_top_frame(&mut self) {
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        let at = frame.base as usize - 1;
        frame.base -= 1;
        frame.stack_base -= 1;
        frame.bottom -= 1;
        let entry = self.stack.remove(at);
        self.close(entry);
    }

    fn unpack_sequence(&mut self, n: usize) -> PyResult<Flow> {
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

    fn wrong_unpack(&mut self, wanted: usize, got: usize, exact: bool) -> Unwind {
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

    fn unpack_iterable(&mut self, iterable: Ref, n: usize) -> PyResult<Vec<Ref>> {
        let iterator = self.unpack_iter(iterable)?;
        let mark = self.held_mark();
        self.hold(iterator);
        let mut items = Vec::new();
        let result = loop {
            match self.iter_next(iterator) {
                Ok(Some(r)) if items.len() == n => {
                    self.decref(r);
                    break Err(self.wrong_unpack(n, n + 1, false));
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
                self.release_to(mark);
                Err(e)
            }
        }
    }

    fn unpack_iter(&mut self, iterable: Ref) -> PyResult<Ref> {
        if !self.is_iterable(iterable)
            && !matches!(
                self.payload(iterable),
                Payload::Generator(_) | Payload::Iter(_)
            )
        {
            let message = format!(
                "cannot unpack non-iterable {} object",
                self.type_name(iterable)
            );
            return Err(self.type_error(&message));
        }
        self.iter(iterable)
    }

    fn unpack_ex(&mut self, before: usize, after: usize) -> PyResult<Flow> {
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
}
