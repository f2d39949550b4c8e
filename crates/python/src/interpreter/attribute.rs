//! Methods that need no bound method: LOAD_METHOD and `super().name`.

use heap::Ref;

use super::Flow;
use crate::frame::StackRef;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::types::TypeId;
use crate::version::Version;

impl Machine {
    /// LOAD_METHOD: a method found in the class is pushed with its object, without a bound method.
    pub(super) fn load_method(&mut self, arg: u32) -> PyResult<Flow> {
        let (object, name) = (self.peek(0)?, self.name(arg)?);
        if let Some(found) = self.unbound_method(object, name)
            && !self.binds_at_first(object)
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

    /// Whether the LOAD_ATTR that is being executed asks `slot_tp_getattr_hook` of a class with `__getattr__`, which binds
    /// methods: only its first execution does, the next ones are specialised. What the bound method holds shows in the
    /// counts from 3.14 on, where the object itself is borrowed.
    fn binds_at_first(&mut self, object: Ref) -> bool {
        if !self.at_least(Version::V3_14_2) {
            return false;
        }
        let class = self.class_of(object);
        let hook = self.interp.names.getattr;
        self.class_override(class, hook).is_some() && !self.is_executed_again()
    }

    /// Whether the class of an object has a tp_getattro of its own, so that LOAD_SUPER_ATTR never leaves a method unbound.
    fn has_own_getattro(&mut self, object: Ref) -> bool {
        if matches!(self.payload(object), Payload::Type(_)) {
            return true;
        }
        let class = self.class_of(object);
        let names = [self.interp.names.getattribute, self.interp.names.getattr];
        let mut hooks = names
            .into_iter()
            .filter_map(|name| self.class_override(class, name));
        hooks.next().is_some()
    }

    /// LOAD_ATTR_PROPERTY and LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN, from the second execution on: the function becomes a frame
    /// that takes the object over from the stack.
    pub(super) fn load_through_function(
        &mut self,
        object: Ref,
        name: Ref,
    ) -> PyResult<Option<Flow>> {
        let class = self.class_of(object);
        let plain = matches!(self.payload(class), Payload::Type(t) if !t.is_static)
            && !matches!(self.payload(object), Payload::Type(_) | Payload::Weakref(_));
        if !plain || !self.at_least(Version::V3_12) {
            return Ok(None);
        }
        let names = (self.interp.names.getattribute, self.interp.names.getattr);
        // Every attribute that is loaded comes by here: nothing is looked up that the answer does not need.
        let hook = self
            .type_lookup(class, names.0)
            .filter(|&hook| !matches!(self.payload(hook), Payload::Builtin(_)));
        let found = match hook {
            Some(_) => None,
            None => self.type_lookup(class, name),
        };
        let function = match found.map(|found| self.payload(found)) {
            Some(Payload::Property(parts)) => parts[0],
            _ => hook,
        };
        let Some(function) = function.filter(|&f| matches!(self.payload(f), Payload::Function(_)))
        else {
            return Ok(None);
        };
        if self.class_override(class, names.1).is_some() || !self.is_executed_again() {
            return Ok(None);
        }
        let own = self.stack.pop().unwrap_or_default();
        self.incref(function);
        self.push(function);
        self.stack.push(own);
        if hook.is_some() {
            self.incref(name);
            self.push(name);
        }
        self.call_instruction(usize::from(hook.is_some()), None)
            .map(Some)
    }

    /// The function that an attribute of an object is, borrowed: found in the class, not in the object, and needing no
    /// more than the object as its first argument (`_PyObject_GetMethod`).
    pub(crate) fn unbound_method(&mut self, object: Ref, name: Ref) -> Option<Ref> {
        let class = self.class_of(object);
        let names = self.interp.names.getattribute;
        let plain = !matches!(
            self.payload(object),
            Payload::Type(_) | Payload::Module(_) | Payload::Super(_) | Payload::Weakref(_)
        ) && self.class_override(class, names).is_none();
        let found = plain.then(|| self.type_lookup(class, name)).flatten()?;
        (self.is_method(found) && self.instance_attribute(object, name).is_none()).then_some(found)
    }

    pub(super) fn is_method(&self, r: Ref) -> bool {
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

    pub(super) fn load_super(&mut self, arg: u32, method: bool) -> PyResult<Flow> {
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
        // At first there is a `super` object, which refers to the object and binds methods. That shows in the counts from
        // 3.14 on, where the object itself is borrowed.
        let first = self.at_least(Version::V3_14_2) && !self.is_executed_again();
        let unbound = method && !first && !self.has_own_getattro(object);
        if first {
            self.incref(object);
            self.hold(object);
        }
        let found = crate::builtins::super_object::lookup(self, class, object, name, unbound);
        if first {
            self.unhold();
            self.decref(object);
        }
        let (value, bound) = found?;
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
}
