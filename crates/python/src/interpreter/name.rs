//! Names: fast locals, namespaces, globals and built-ins.

use heap::Ref;

use super::Flow;
use crate::machine::{Machine, PyResult, Unwind};
use crate::types::TypeId;

impl Machine {
    pub(super) fn name(&mut self, arg: u32) -> PyResult<Ref> {
        match self
            .frames
            .last()
            .and_then(|f| f.code.names.get(arg as usize))
        {
            Some(&name) => Ok(name),
            None => Err(self.broken()),
        }
    }

    /// DELETE_FAST.
    pub(super) fn delete_fast(&mut self, base: usize, arg: u32) -> PyResult<Flow> {
        let old = self
            .stack
            .get_mut(base + arg as usize)
            .map(std::mem::take)
            .unwrap_or_default();
        if old.is_null() {
            return Err(self.unbound_local(arg));
        }
        self.close(old);
        Ok(Flow::Next)
    }

    pub(super) fn load_name(&mut self, arg: u32) -> PyResult<Flow> {
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

    /// STORE_NAME: a class body with a namespace of its own kind is asked like any mapping.
    pub(super) fn store_name(&mut self, arg: u32) -> PyResult<Flow> {
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
        Ok(Flow::Next)
    }

    /// DELETE_NAME.
    pub(super) fn delete_name(&mut self, arg: u32) -> PyResult<Flow> {
        let name = self.name(arg)?;
        let Some(namespace) = self.frames.last().and_then(|f| f.locals) else {
            return Err(self.broken());
        };
        if !self.dict_remove(namespace, name)? {
            return Err(self.undefined(name));
        }
        Ok(Flow::Next)
    }

    pub(super) fn load_global(&mut self, name: Ref) -> PyResult<Ref> {
        let Some((globals, builtins)) = self.frames.last().map(|f| (f.globals, f.builtins)) else {
            return Err(self.broken());
        };
        let found = self
            .dict_get_str(globals, name)
            .or_else(|| self.dict_get_str(builtins, name));
        match found {
            Some(r) => Ok(self.newref(r)),
            None if self.facts.python_2
                && self.frames.last().is_some_and(|f| f.locals.is_none()) =>
            {
                let message = format!("global name '{}' is not defined", self.text(name));
                Err(self.name_error(TypeId::NameError, &message, name))
            }
            None => Err(self.undefined(name)),
        }
    }

    /// STORE_GLOBAL.
    pub(super) fn store_global(&mut self, arg: u32) -> PyResult<Flow> {
        let name = self.name(arg)?;
        let Some(globals) = self.frames.last().map(|f| f.globals) else {
            return Err(self.broken());
        };
        let value = self.peek(0)?;
        self.dict_set_str(globals, name, value);
        self.drop_top(1);
        Ok(Flow::Next)
    }

    /// DELETE_GLOBAL.
    pub(super) fn delete_global(&mut self, arg: u32) -> PyResult<Flow> {
        let name = self.name(arg)?;
        let Some(globals) = self.frames.last().map(|f| f.globals) else {
            return Err(self.broken());
        };
        if !self.dict_remove(globals, name)? {
            return Err(self.undefined(name));
        }
        Ok(Flow::Next)
    }

    /// LOAD_LOCALS: the namespace of a class body.
    pub(super) fn load_locals(&mut self) -> PyResult<Flow> {
        let Some(namespace) = self.frames.last().and_then(|f| f.locals) else {
            return Err(self.broken());
        };
        self.incref(namespace);
        self.push(namespace);
        Ok(Flow::Next)
    }

    /// LOAD_FROM_DICT_OR_GLOBALS.
    pub(super) fn load_from_dict_or_globals(&mut self, arg: u32) -> PyResult<Flow> {
        let mapping = self.peek(0)?;
        let name = self.name(arg)?;
        let found = match self.mapping_get(mapping, name)? {
            Some(r) => r,
            None => self.load_global(name)?,
        };
        self.replace_top(1, Ok(found))
    }

    pub(super) fn mapping_get(&mut self, mapping: Ref, name: Ref) -> PyResult<Option<Ref>> {
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

    pub(super) fn undefined(&mut self, name: Ref) -> Unwind {
        let message = format!("name '{}' is not defined", self.text(name));
        self.name_error(TypeId::NameError, &message, name)
    }

    #[cold]
    pub(super) fn unbound_local(&mut self, arg: u32) -> Unwind {
        let name = self.local_name(arg);
        let text = self.text(name);
        let message = if self.facts.python_2 {
            format!("local variable '{text}' referenced before assignment")
        } else {
            format!("cannot access local variable '{text}' where it is not associated with a value")
        };
        self.name_error(TypeId::UnboundLocalError, &message, name)
    }

    pub(super) fn local_name(&self, arg: u32) -> Ref {
        self.frames
            .last()
            .and_then(|f| f.code.varnames.get(arg as usize).copied())
            .unwrap_or(self.interp.empty_str)
    }

    /// SETUP_ANNOTATIONS: `__annotations__` of a module or class, up to 3.13.
    pub(super) fn setup_annotations(&mut self) -> PyResult<Flow> {
        let Some(namespace) = self.frames.last().and_then(|f| f.locals) else {
            return Ok(Flow::Next);
        };
        let name = self.interp.names.annotations;
        if self.dict_get_str(namespace, name).is_none() {
            let dict = self.new_dict();
            self.dict_set_str(namespace, name, dict);
            self.decref(dict);
        }
        Ok(Flow::Next)
    }
}
