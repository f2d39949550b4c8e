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
        let appends = argc == 1 && named.is_empty() && self.is_specialised_append();
        match self.start_call(argc, &named, Caller::Instruction)? {
            Called::Frame => Ok(Flow::Next),
            Called::Value(r) => {
                self.push(r);
                if !self.facts.collects_in_allocation && !appends {
                    self.eval_breaker();
                }
                Ok(Flow::Next)
            }
        }
    }

    pub(super) fn call_function_ex(&mut self, has_kwargs: bool) -> PyResult<Flow> {
        let kwargs = if has_kwargs { Some(self.pop()?) } else { None };
        let args = self.pop()?;
        if self.facts.callers_keep_arguments {
            return self.call_spread_of_two(args, kwargs);
        }
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

    /// `ext_do_call` of 2.7: a bound method is taken apart first; the values of the dict are handed on, not the dict.
    fn call_spread_of_two(&mut self, args: Ref, kwargs: Option<Ref>) -> PyResult<Flow> {
        let mark = self.held_mark();
        let mut kwargs = kwargs;
        if let Some(given) = kwargs {
            self.hold(given);
            if !matches!(self.payload(given), Payload::Dict(_)) {
                let dict = self.new_dict();
                self.hold(dict);
                kwargs = Some(dict);
                if let Err(e) = self.dict_update(dict, given) {
                    let got = self.type_name(given).to_owned();
                    self.swallow_unit(Err(e));
                    let callable = self.peek(2)?;
                    let f = self.function_name(callable);
                    let message = format!("{f}() argument after ** must be a mapping, not {got}");
                    self.hold(args);
                    let error = self.type_error(&message);
                    self.release_keeping(mark, error);
                    return Err(error);
                }
            }
        }
        let args = match self.spread_arguments(args) {
            Ok(args) => args,
            Err(e) => {
                self.release_keeping(mark, e);
                return Err(e);
            }
        };
        self.hold(args);
        let mut callable = self.peek(1)?;
        let mut items = self.items(args).map(<[Ref]>::to_vec).unwrap_or_default();
        if let Payload::Method(parts) = self.payload(callable) {
            let (function, object, _) = **parts;
            items.insert(0, object);
            callable = function;
            self.incref(callable);
            self.hold(callable);
        }
        // `update_star_args`: a tuple of its own; a bound method goes.
        for &item in &items {
            self.incref(item);
            self.hold(item);
        }
        if let Some(at) = self.stack.len().checked_sub(2)
            && let Some(entry) = self.stack.get_mut(at)
            && entry.get() != Some(callable)
        {
            let method = std::mem::take(entry);
            self.close(method);
        }
        let named = kwargs.map(|kwargs| self.dict_entries(kwargs));
        let named = named.unwrap_or_default();
        let plain = matches!(self.payload(callable), Payload::Function(_));
        for &(name, value) in &named {
            self.hold(name);
            // A function gets the values in an array beside the dict, everything else the dict.
            if !plain && kwargs.is_some_and(|kwargs| self.heap.refcnt(kwargs) > 1) {
                self.decref(value);
            } else {
                self.hold(value);
            }
        }
        if !plain
            && let Some(kwargs) = kwargs
            && self.heap.refcnt(kwargs) == 1
        {
            self.dict_clear(kwargs);
        }
        let result = if named.iter().any(|(n, _)| self.str_of(*n).is_none()) {
            Err(self.type_error("keywords must be strings"))
        } else {
            self.call_held(callable, &items, &named)
        };
        match result {
            Ok(result) => {
                self.held.insert(mark, result);
                self.release_to(mark + 1);
                self.drop_top(2);
                self.unhold();
                self.push(result);
                Ok(Flow::Next)
            }
            Err(e) => {
                self.release_keeping(mark, e);
                Err(e)
            }
        }
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
        let mark = self.held_mark();
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
        if !names.is_empty() {
            // They go into the tuple of the names.
            self.held.truncate(mark);
            let tuple = self.new_tuple_tracked(names.clone());
            self.hold(tuple);
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
        let mark = self.held_mark();
        self.held.extend(ret.object());
        self.pop_frame();
        self.end_call_through_c(left);
        self.held.truncate(mark);
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
