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
        if self.class_override(class, hook).is_none() {
            return false;
        }
        let Some(frame) = self.frames.last() else {
            return false;
        };
        let site = (self.heap.serial(frame.code_ref), frame.lasti);
        !self.method_sites.execute(site)
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
}
