//! What an instance has of its own: values by shared key, a `__dict__`, slots.

use heap::{Block, Ref};
use smallvec::SmallVec;
use thin_vec::ThinVec;

use super::body::Label;

/// Attribute storage of an object whose class allows attributes or slots.
///
/// Up to the moment that `__dict__` is asked for, values lie in an array indexed by the position of
/// their name in the class's shared keys; the materialised dict then takes them over (`Objects/dictobject.c`,
/// `_PyObject_MaterializeManagedDict`).
#[derive(Clone, Debug, Default)]
pub struct Attrs {
    /// The `__dict__`, once there is one.
    pub dict: Option<Ref>,
    /// Values by shared key position; meaningful only while there is no dict.
    pub values: SmallVec<[Option<Ref>; 4]>,
    /// Shared key positions in the order in which this instance got them; empty while that is 0, 1, 2, ….
    pub order: Option<Box<Vec<u8>>>,
    /// Slots of `__slots__`, base classes' first.
    pub slots: ThinVec<Option<Ref>>,
    /// The separate value array of 3.11 and 3.12.
    pub block: Option<Block>,
    /// Values that fit (`N + U` of the class at birth).
    pub capacity: u8,
    /// Values that the block was laid out for (3.13+; the capacity before the birth was charged).
    pub inline: u8,
}

impl Attrs {
    /// The references in slots.
    pub fn each_slot(&self, visit: &mut dyn FnMut(Label, Ref)) {
        for (i, slot) in self.slots.iter().enumerate() {
            if let Some(r) = slot {
                visit(Label::Slot(i as u32), *r);
            }
        }
    }

    /// The values in shared key order, or the dict.
    pub fn each_attribute(&self, visit: &mut dyn FnMut(Label, Ref)) {
        for (i, value) in self.values.iter().enumerate() {
            if let Some(r) = value {
                visit(Label::Attribute(i as u32), *r);
            }
        }
        if let Some(dict) = self.dict {
            visit(Label::Field("__dict__"), dict);
        }
    }

    /// subtype_clear: slots, then values or dict.
    pub fn clear(&mut self, released: &mut Vec<Ref>) {
        released.extend(self.slots.iter_mut().filter_map(Option::take));
        released.extend(self.values.drain(..).flatten());
        self.order = None;
        released.extend(self.dict.take());
    }

    /// Shared key positions of the values there are, in the order in which they came.
    pub fn positions(&self) -> Vec<usize> {
        let there = |i: &usize| self.values.get(*i).is_some_and(Option::is_some);
        match &self.order {
            None => (0..self.values.len()).filter(there).collect(),
            Some(order) => order
                .iter()
                .map(|&i| usize::from(i))
                .filter(there)
                .collect(),
        }
    }

    /// Puts a value at a shared key position; gives the old one out.
    pub fn set_value(&mut self, position: usize, value: Ref) -> Option<Ref> {
        if position >= self.values.len() {
            self.values.resize(position + 1, None);
        }
        let old = self.values.get_mut(position)?.replace(value);
        if old.is_none() {
            let others = self.positions();
            let in_order = self.order.is_none() && others.last() == Some(&position);
            if !in_order {
                let mut order: Vec<u8> = match self.order.take() {
                    Some(order) => *order,
                    None => others
                        .iter()
                        .filter(|&&i| i != position)
                        .map(|&i| i as u8)
                        .collect(),
                };
                order.retain(|&i| usize::from(i) != position);
                order.push(position as u8);
                self.order = Some(Box::new(order));
            }
        }
        old
    }
}
