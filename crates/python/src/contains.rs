//! `item in container` (`PySequence_Contains`).

use crate::builtins;
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::body::DictPart;
use crate::types::TypeId;
use crate::version::Version;
use heap::Ref;

impl Machine {
    /// `item in container`.
    pub fn contains(&mut self, container: Ref, item: Ref) -> PyResult<bool> {
        let name = self.interp.names.contains;
        if let Some(hook) = self.python_special(container, name) {
            if self.is_none(hook) {
                let message = format!("'{}' object is not a container", self.type_name(container));
                return Err(self.type_error(&message));
            }
            let result = self.call_hook(hook, container, &[item])?;
            let truth = self.truth(result);
            return self.give_up(result, truth);
        }
        if let Some(found) = self.native_contains(container, item)? {
            return Ok(found);
        }
        if let Some(call) = self.table_special(container, name) {
            let result = call(self, &[container, item], &[])?;
            let truth = self.truth(result);
            return self.give_up(result, truth);
        }
        self.contains_by_iteration(container, item)
    }

    /// `sq_contains` of the built-in part; `None` if it has none.
    pub fn native_contains(&mut self, container: Ref, item: Ref) -> PyResult<Option<bool>> {
        match self.payload(container) {
            Payload::Dict(_) => Ok(Some(self.dict_find(container, item)?.1.is_some())),
            Payload::Set(_) => self.set_contains(container, item).map(Some),
            Payload::List(_) | Payload::Tuple(_) => Ok(Some(
                builtins::list::find(self, container, item, 0, usize::MAX)?.is_some(),
            )),
            Payload::Str(s) => match self.str_of(item) {
                Some(part) => Ok(Some(s.text.contains(part))),
                None => {
                    let message = format!(
                        "'in <string>' requires string as left operand, not {}",
                        self.type_name(item)
                    );
                    Err(self.type_error(&message))
                }
            },
            Payload::Bytes(b) => {
                let bytes = b.to_vec();
                self.bytes_contain(&bytes, item).map(Some)
            }
            Payload::ByteArray(b) => {
                let bytes = b.to_vec();
                self.bytes_contain(&bytes, item).map(Some)
            }
            Payload::Range(range) => match self.payload(item) {
                Payload::Int(_) | Payload::Bool(_) => {
                    let value = if let Payload::Int(i) = self.payload(item) {
                        *i
                    } else {
                        i64::from(item == self.interp.true_)
                    };
                    Ok(Some(builtins::range::position(range, value).is_some()))
                }
                Payload::BigInt(_) => Ok(Some(false)),
                _ => Ok(None),
            },
            Payload::DictView(dict, part) => {
                let (dict, part) = (*dict, *part);
                match part {
                    DictPart::Keys => Ok(Some(self.dict_find(dict, item)?.1.is_some())),
                    DictPart::Values => Ok(None),
                    DictPart::Items => {
                        builtins::dict_view::items_contain(self, dict, item).map(Some)
                    }
                }
            }
            Payload::MappingProxy(mapping) => {
                let mapping = *mapping;
                self.contains(mapping, item).map(Some)
            }
            _ => Ok(None),
        }
    }

    fn bytes_contain(&mut self, bytes: &[u8], item: Ref) -> PyResult<bool> {
        let given = match self.payload(item) {
            Payload::Bytes(b) => Some(b.to_vec()),
            Payload::ByteArray(b) => Some(b.to_vec()),
            _ => None,
        };
        let part = match given {
            Some(part) => part,
            None if self.has_index(item) => vec![self.byte_value(item)?],
            None => {
                let message = format!(
                    "a bytes-like object is required, not '{}'",
                    self.type_name(item)
                );
                return Err(self.type_error(&message));
            }
        };
        Ok(part.is_empty() || bytes.windows(part.len()).any(|w| w == part))
    }

    fn contains_by_iteration(&mut self, container: Ref, item: Ref) -> PyResult<bool> {
        let iterator = match self.iter(container) {
            Ok(iterator) => iterator,
            Err(Unwind::Raise(e)) if self.is_native(e, TypeId::TypeError) => {
                let class = self.class_of(container);
                let names = (self.interp.names.iter, self.interp.names.getitem);
                if self.type_lookup(class, names.0).is_some()
                    || self.type_lookup(class, names.1).is_some()
                {
                    return Err(Unwind::Raise(e));
                }
                self.decref(e);
                let what = if self.version >= Version::V3_14_2 {
                    "a container or iterable"
                } else {
                    "iterable"
                };
                let message = format!(
                    "argument of type '{}' is not {what}",
                    self.type_name(container)
                );
                return Err(self.type_error(&message));
            }
            Err(e) => return Err(e),
        };
        self.hold(iterator);
        let result = loop {
            let candidate = match self.iter_next(iterator) {
                Ok(Some(candidate)) => candidate,
                Ok(None) => break Ok(false),
                Err(e) => break Err(e),
            };
            self.hold(candidate);
            let same = self.equal(candidate, item);
            self.unhold();
            match self.give_up(candidate, same) {
                Ok(false) => {}
                other => break other,
            }
        };
        self.unhold();
        self.give_up(iterator, result)
    }
}
