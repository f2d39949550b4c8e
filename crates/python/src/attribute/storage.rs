//! Where the attributes of an instance lie: values in the order of the class's shared keys, or a dict (`Objects/dictobject.c`).

use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::instance::Attrs;
use heap::Ref;

impl Machine {
    /// An attribute of the object's own, borrowed.
    #[inline]
    pub fn instance_attribute(&self, object: Ref, name: Ref) -> Option<Ref> {
        let attrs = self.heap.body(object).attrs.as_ref()?;
        if let Some(dict) = attrs.dict {
            return self.dict_get_str(dict, name);
        }
        let at = self.shared_position(self.class_of(object), name)?;
        attrs.values.get(at).copied().flatten()
    }

    /// Where a class's shared keys have a name.
    #[inline]
    pub fn shared_position(&self, class: Ref, name: Ref) -> Option<usize> {
        match self.payload(class) {
            Payload::Type(t) => {
                let shared = t.shared.as_ref()?;
                shared.names.iter().position(|&n| n == name).or_else(|| {
                    let Payload::Str(s) = self.payload(name) else {
                        return None;
                    };
                    if s.interned {
                        return None;
                    }
                    shared
                        .names
                        .iter()
                        .position(|&n| self.str_of(n) == Some(&s.text))
                })
            }
            _ => None,
        }
    }

    /// The position of a name in a class's shared keys, taking a free one if there is room (`insert_split_key`).
    pub fn shared_keys_take(&mut self, class: Ref, name: Ref) -> Option<usize> {
        if let Some(at) = self.shared_position(class, name) {
            return Some(at);
        }
        let Payload::Type(t) = self.payload_mut(class) else {
            return None;
        };
        let shared = t.shared.as_mut()?;
        if shared.unused == 0 {
            return None;
        }
        shared.unused -= 1;
        shared.names.push(name);
        let at = shared.names.len() - 1;
        self.incref(name);
        Some(at)
    }

    pub(super) fn set_in_dict(
        &mut self,
        dict: Ref,
        object: Ref,
        name: Ref,
        value: Option<Ref>,
    ) -> PyResult<()> {
        match value {
            Some(value) => {
                self.dict_set_str(dict, name, value);
                Ok(())
            }
            None if self.dict_remove(dict, name)? => Ok(()),
            None => Err(self.no_attribute(object, name)),
        }
    }

    pub(super) fn set_instance_attribute(
        &mut self,
        object: Ref,
        name: Ref,
        value: Option<Ref>,
    ) -> PyResult<()> {
        let class = self.class_of(object);
        let (has_dict, shared) = match self.payload(class) {
            Payload::Type(t) => (t.has_dict, t.shared.is_some()),
            _ => (false, false),
        };
        if !has_dict {
            return Err(self.cannot_set(object, name));
        }
        let dict = self.heap.body(object).attrs.as_ref().and_then(|a| a.dict);
        if let Some(dict) = dict {
            return self.set_in_dict(dict, object, name, value);
        }
        if shared {
            match value {
                None => {
                    let at = self.shared_position(class, name);
                    let old = at.and_then(|at| self.attrs_mut(object).values.get_mut(at)?.take());
                    return match old {
                        Some(old) => {
                            self.forget_order(object, at);
                            self.decref(old);
                            Ok(())
                        }
                        None => Err(self.no_attribute(object, name)),
                    };
                }
                Some(value) => {
                    let capacity = usize::from(self.attrs_mut(object).capacity);
                    if let Some(at) = self.shared_keys_take(class, name)
                        && at < capacity
                    {
                        self.incref(value);
                        let old = self.attrs_mut(object).set_value(at, value);
                        self.xdecref(old);
                        return Ok(());
                    }
                }
            }
        }
        let dict = self.instance_dict(object)?;
        self.set_in_dict(dict, object, name, value)
    }

    pub(super) fn forget_order(&mut self, object: Ref, at: Option<usize>) {
        let attrs = self.attrs_mut(object);
        let positions = attrs.positions();
        if attrs.order.is_some()
            || positions
                .last()
                .is_some_and(|&last| at.is_some_and(|at| at < last))
        {
            attrs.order = Some(Box::new(positions.into_iter().map(|i| i as u8).collect()));
        }
    }

    /// The attribute storage of an object, made if there is none.
    pub fn attrs_mut(&mut self, object: Ref) -> &mut Attrs {
        self.heap.body_mut(object).attrs.get_or_insert_default()
    }

    /// The array for the values of a dict that shares its class's keys, of an object that was born without room for
    /// values (`new_dict_with_shared_keys`).
    fn make_dict_values(&mut self, object: Ref, class: Ref) {
        let room = match self.payload(class) {
            Payload::Type(t) if !t.values_at_birth => match &t.shared {
                Some(shared) => shared.names.len() as u32 + u32::from(shared.unused),
                None => return,
            },
            _ => return,
        };
        let order = match self.facts.value_arrays {
            true => (room + 2).div_ceil(8) * 8,
            false => 8 + room.div_ceil(8) * 8,
        };
        let block = self.heap.malloc(order + 8 * room).ok();
        self.attrs_mut(object).block = block;
    }

    /// The `__dict__` of an object that may have one, borrowed; made (materialised) if there is none yet.
    pub fn instance_dict(&mut self, object: Ref) -> PyResult<Ref> {
        if let Some(dict) = self.heap.body(object).attrs.as_ref().and_then(|a| a.dict) {
            return Ok(dict);
        }
        let class = self.class_of(object);
        self.make_dict_values(object, class);
        let dict = self.new_dict();
        let (values, order) = match &mut self.heap.body_mut(object).attrs {
            Some(attrs) => {
                let order = attrs.positions();
                (std::mem::take(&mut attrs.values), order)
            }
            None => (smallvec::SmallVec::new(), Vec::new()),
        };
        let names: Vec<Ref> = match self.payload(class) {
            Payload::Type(t) => t
                .shared
                .as_ref()
                .map(|s| s.names.clone())
                .unwrap_or_default(),
            _ => Vec::new(),
        };
        let shared = matches!(self.payload(class), Payload::Type(t) if t.shared.is_some());
        if shared && let Payload::Dict(d) = self.payload_mut(dict) {
            d.split = Some(class);
        }
        let mut tracked = false;
        for at in order {
            let (Some(&name), Some(Some(value))) = (names.get(at), values.get(at).copied()) else {
                continue;
            };
            tracked |= self.may_be_tracked(value);
            let hash = match self.payload(name) {
                Payload::Str(s) => s.hash(),
                _ => 0,
            };
            self.incref(name);
            if let Payload::Dict(d) = self.payload_mut(dict) {
                d.push(crate::objects::dict::Entry {
                    hash,
                    key: name,
                    value,
                });
            }
        }
        if tracked && !self.heap.is_tracked(dict) {
            self.track(dict);
        }
        let attrs = self.attrs_mut(object);
        attrs.dict = Some(dict);
        attrs.order = None;
        Ok(dict)
    }
}
