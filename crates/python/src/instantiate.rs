//! Making instances of classes: room for slots and values by the class's key budget.

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::objects::instance::Attrs;
use crate::objects::{Body, Payload};
use crate::types::TypeId;

impl Machine {
    /// `object.__new__(class)`.
    pub fn new_instance(&mut self, class: Ref) -> PyResult<Ref> {
        if let Payload::Type(t) = self.payload(class)
            && t.is_abstract
        {
            return Err(self.abstract_class(class));
        }
        if self.is_classic(class) {
            return Ok(self.new_classic_instance(class));
        }
        Ok(self.instantiate(class, Payload::Object))
    }

    /// An object of a class with this built-in part, tracked if the class is collected.
    pub fn instantiate(&mut self, class: Ref, payload: Payload) -> Ref {
        let mut body = Body::new(payload);
        let mut array = 0;
        let mut tracked = false;
        if let Payload::Type(t) = self.payload_mut(class) {
            tracked = t.is_gc;
            if !t.is_static {
                let mut attrs = Attrs {
                    slots: vec![None; t.slots.len()].into(),
                    ..Attrs::default()
                };
                if t.values_at_birth
                    && let Some(shared) = &mut t.shared
                {
                    attrs.inline = shared.names.len() as u8 + shared.unused;
                    if shared.unused > 1 {
                        shared.unused -= 1;
                    }
                    attrs.capacity = shared.names.len() as u8 + shared.unused;
                    array = u32::from(attrs.capacity);
                }
                if !attrs.slots.is_empty() || t.has_dict {
                    body.attrs = Some(Box::new(attrs));
                }
            }
        }
        let array = if body.attrs.is_some() { array } else { 0 };
        let object = self.alloc(class, body);
        // The array for the values is made after the object (`init_inline_values`).
        if array > 0 && self.facts.value_arrays {
            let bytes = (array + 2).div_ceil(8) * 8 + 8 * array;
            let block = self.heap.malloc(bytes).ok();
            if let Some(attrs) = &mut self.heap.body_mut(object).attrs {
                attrs.block = block;
            }
        }
        if tracked {
            self.track(object);
        }
        object
    }

    fn abstract_class(&mut self, class: Ref) -> crate::machine::Unwind {
        let key = self.interp.names.abstractmethods;
        let methods = self.lookup_in_class(class, key);
        let mut names: Vec<String> = match methods.map(|m| self.payload(m)) {
            Some(Payload::Set(s)) => s.members().map(|(_, r)| self.text(r)).collect(),
            _ => Vec::new(),
        };
        names.sort();
        let class = self.class_name(class).to_owned();
        let plural = if names.len() == 1 { "" } else { "s" };
        let message = if self.at_least(crate::version::Version::V3_12) {
            let quoted: Vec<String> = names.iter().map(|n| format!("'{n}'")).collect();
            format!(
                "Can't instantiate abstract class {class} without an implementation for abstract method{plural} {}",
                quoted.join(", ")
            )
        } else {
            format!(
                "Can't instantiate abstract class {class} with abstract method{plural} {}",
                names.join(", ")
            )
        };
        self.error(TypeId::TypeError, &message)
    }
}
