//! The loop: one instruction after the other (`Python/bytecodes.c`).

mod attribute;
mod build;
mod call;
mod cell;
mod exception;
mod iterate;
mod line;
mod name;
mod stack;
mod unpack;

use heap::Ref;

use crate::frame::{Return, StackRef};
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::opcode::{BinaryOp, CompareOp, Instr, Op};
use crate::types::TypeId;

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
                Ok(Flow::Done(value)) => {
                    if self.heap.is_tracing() {
                        self.note_trace_place(None);
                    }
                    return Ok(value);
                }
                // A run that was halted inside a finalizer has left frames behind that nobody unwinds any more.
                Err(_) if self.stopped.is_some() => return Err(Unwind::Halt),
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

    #[inline]
    fn jump(&mut self, target: u32) {
        if let Some(frame) = self.frames.last_mut() {
            frame.ip = target;
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
            Op::LoadFast | Op::LoadFastCheck => {
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
            Op::DeleteFast => return self.delete_fast(base, arg),
            Op::LoadName => return self.load_name(arg),
            Op::StoreName => return self.store_name(arg),
            Op::DeleteName => return self.delete_name(arg),
            Op::LoadGlobal => {
                let name = self.name(arg)?;
                let r = self.load_global(name)?;
                self.push(r);
            }
            Op::StoreGlobal => return self.store_global(arg),
            Op::DeleteGlobal => return self.delete_global(arg),
            Op::LoadLocals => return self.load_locals(),
            Op::MakeCell => return self.make_cell(base, arg),
            Op::CopyFreeVars => self.copy_free_vars(base, arg as usize),
            Op::LoadClosure => return self.load_closure(base, arg),
            Op::LoadDeref => match self.cell_content(base, arg) {
                Some(r) => {
                    self.incref(r);
                    self.push(r);
                }
                None => return Err(self.unbound_cell(arg)),
            },
            Op::LoadFromDictOrDeref => return self.load_from_dict_or_deref(base, arg),
            Op::LoadFromDictOrGlobals => return self.load_from_dict_or_globals(arg),
            Op::StoreDeref => return self.store_deref(base, arg),
            Op::DeleteDeref => return self.delete_deref(base, arg),
            Op::LoadAttr => {
                let (object, name) = (self.peek(0)?, self.name(arg)?);
                if let Some(flow) = self.load_through_function(object, name)? {
                    return Ok(flow);
                }
                let result = self.getattr(object, name);
                return self.replace_top(1, result);
            }
            Op::LoadMethod => return self.load_method(arg),
            Op::StoreAttr => {
                let (object, value, name) = (self.peek(0)?, self.peek(1)?, self.name(arg)?);
                self.setattr(object, name, Some(value))?;
                self.drop_inputs(2);
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
                return self.replace_operands(result);
            }
            Op::CompareOp => {
                let (left, right) = (self.peek(1)?, self.peek(0)?);
                let Some(op) = CompareOp::from_arg(arg) else {
                    return Err(self.broken());
                };
                let result = self.compare(op, left, right);
                return self.replace_inputs(2, result);
            }
            Op::IsOp => {
                let (left, right) = (self.peek(1)?, self.peek(0)?);
                let result = self.bool((left == right) != (arg == 1));
                return self.replace_inputs(2, Ok(result));
            }
            Op::ContainsOp => {
                let (item, container) = (self.peek(1)?, self.peek(0)?);
                let found = self.contains(container, item);
                let result = found.map(|found| self.bool(found != (arg == 1)));
                return self.replace_inputs(2, result);
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
                return self.replace_operands(result);
            }
            Op::StoreSubscr => {
                let (value, container, key) = (self.peek(2)?, self.peek(1)?, self.peek(0)?);
                if let Err(error) = self.setitem(container, key, value) {
                    return Err(self.give_up_inputs(3, error));
                }
                self.drop_inputs(3);
            }
            Op::DeleteSubscr => {
                let (container, key) = (self.peek(1)?, self.peek(0)?);
                if let Err(error) = self.delitem(container, key) {
                    return Err(self.give_up_inputs(2, error));
                }
                self.drop_inputs(2);
            }
            Op::BinarySlice => return self.binary_slice(),
            Op::StoreSlice => return self.store_slice(),
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
            Op::BuildSet => return self.build_set(arg),
            Op::BuildMap => return self.build_map(arg as usize),
            Op::BuildConstKeyMap => return self.build_const_key_map(arg as usize),
            Op::BuildString => return self.build_string(arg),
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
                // `_PyDict_SetItem_Take2`: the stack's references become the dict's.
                let value_is_borrowed = self.facts.borrowed_loads.then_some(value);
                self.dict_set_holding(dict, key, value, value_is_borrowed.as_slice())?;
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
            Op::DictUpdate => return self.dict_update_instruction(arg),
            Op::DictMerge => return self.dict_merge(arg as usize),
            Op::ListToTuple => return self.list_to_tuple(),
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
            Op::LoadBuildClass => return self.load_build_class(),
            Op::LoadAssertionError => {
                let r = self.type_ref(TypeId::AssertionError);
                self.incref(r);
                self.push(r);
            }
            Op::LoadCommonConstant => return self.load_common_constant(arg),
            Op::PrintExpr => return self.print_expr(),
            Op::ReturnValue => return self.return_value(),
            Op::ReturnGenerator => {
                let Some(generator) = self.make_generator() else {
                    return Err(self.broken());
                };
                let ret = std::mem::replace(&mut self.returned_from, Return::Push);
                return self.deliver(generator, ret);
            }
            Op::YieldValue => return self.yield_value(),
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
            Op::CleanupThrow => return self.cleanup_throw(),
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
            Op::PushExcInfo => return self.push_exc_info(),
            Op::PopExcept => return self.pop_except(),
            Op::CheckExcMatch => {
                let (exception, kind) = (self.peek(1)?, self.peek(0)?);
                self.check_exception_kind(kind)?;
                let matches = self.exception_matches(exception, kind);
                let result = self.bool(matches);
                return self.replace_top(1, Ok(result));
            }
            Op::CheckEgMatch => return self.check_group_match(),
            Op::PrepReraiseStar => {
                let (raised, list) = (self.peek(1)?, self.peek(0)?);
                let result = crate::builtins::exception_group::left_over(self, raised, list);
                return self.replace_top(2, result);
            }
            Op::Reraise => {
                let exception = self.pop()?;
                return Err(Unwind::Reraise(exception));
            }
            Op::StopIterationError => return self.stop_iteration_error(),
            Op::BeforeWith => return self.before_with(),
            Op::WithExceptStart => return self.with_except_start(arg),
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
            Op::SetupAnnotations => return self.setup_annotations(),
        }
        Ok(Flow::Next)
    }
}
