//! Calls, spread arguments and returns.

use heap::Ref;

use super::Flow;
use crate::call::{Called, Caller};
use crate::frame::{Resumed, Return};
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::types::TypeId;
use crate::version::Version;

impl Machine {
    pub(super) fn call_instruction(&mut self, argc: usize, names: Option<Ref>) -> PyResult<Flow> {
        let named: Vec<Ref> = names
            .and_then(|n| self.items(n))
            .map(<[Ref]>::to_vec)
            .unwrap_or_default();
        match self.start_call(argc, &named, Caller::Instruction)? {
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

    pub(super) fn call_function_ex(&mut self, has_kwargs: bool) -> PyResult<Flow> {
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
    pub(super) fn spread_arguments(&mut self, args: Ref) -> PyResult<Ref> {
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
                let who = if self.at_least(Version::V3_15) {
                    "Value".to_owned()
                } else {
                    format!("{f} argument")
                };
                Err(self.type_error(&format!("{who} after * must be an iterable, not {got}")))
            }
            Err(e) => Err(e),
        };
        self.unhold();
        self.decref(args);
        result
    }

    pub(super) fn spread_call(&mut self, args: Ref, kwargs: Option<Ref>) -> PyResult<Flow> {
        let items = self.items(args).map(<[Ref]>::to_vec).unwrap_or_default();
        let callable = self.peek(1)?;
        let inlined = !self.facts.collects_in_allocation
            && matches!(self.payload(callable), Payload::Function(_));
        if !inlined {
            // 3.11, and what is no Python function: the tuple of arguments stays alive during the call.
            return self.spread_call_through_c(args, kwargs);
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
        match self.start_call(argc, &names, Caller::C)? {
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

    fn spread_call_through_c(&mut self, args: Ref, kwargs: Option<Ref>) -> PyResult<Flow> {
        let callable = self.peek(1)?;
        let result = self.call_object(callable, args, kwargs)?;
        self.hold(result);
        self.drop_top(2);
        self.unhold();
        self.push(result);
        if !self.facts.collects_in_allocation {
            self.eval_breaker();
        }
        Ok(Flow::Next)
    }

    pub(super) fn is_iterable(&mut self, r: Ref) -> bool {
        let (iter, getitem) = (self.interp.names.iter, self.interp.names.getitem);
        let class = self.class_of(r);
        self.type_lookup(class, iter).is_some() || self.type_lookup(class, getitem).is_some()
    }

    /// LOAD_BUILD_CLASS.
    pub(super) fn load_build_class(&mut self) -> PyResult<Flow> {
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
        Ok(Flow::Next)
    }

    pub(super) fn return_value(&mut self) -> PyResult<Flow> {
        let entry = self.stack.pop().unwrap_or_default();
        let entry = self.own(entry);
        let Some(value) = entry.get() else {
            return Err(self.broken());
        };
        let Some(frame) = self.frames.last() else {
            return Err(self.broken());
        };
        let (ret, generator, left) = (frame.ret, frame.generator, frame.left);
        self.hold(value);
        if let Some(generator) = generator {
            self.generator_done(generator);
        }
        self.pop_frame();
        self.end_call_through_c(left);
        self.unhold();
        self.deliver(value, ret)
    }

    /// Hands a result to whoever called.
    pub(super) fn deliver(&mut self, value: Ref, ret: Return) -> PyResult<Flow> {
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
}
