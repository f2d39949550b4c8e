//! `len`, subscripts, slices (`Objects/abstract.c`).

mod two;

use heap::Ref;
use num_bigint::Sign;

use crate::builtins;
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::slicing::SliceParts;
use crate::types::TypeId;

impl Machine {
    /// `len(object)`.
    pub fn len(&mut self, object: Ref) -> PyResult<usize> {
        let name = self.interp.names.len;
        let result = match self.python_special(object, name) {
            Some(hook) if !self.is_none(hook) => self.call_hook(hook, object, &[])?,
            _ => match self.native_len(object) {
                Some(len) => return Ok(len),
                None => match self.table_special(object, name) {
                    Some(call) => call(self, &[object], &[])?,
                    None => {
                        if self.is_classic(self.class_of(object)) {
                            return Err(self.no_attribute(object, name));
                        }
                        let message =
                            format!("object of type '{}' has no len()", self.type_name(object));
                        return Err(self.type_error(&message));
                    }
                },
            },
        };
        let value = match self.payload(result) {
            Payload::Int(n) if *n < 0 => Err(self.value_error("__len__() should return >= 0")),
            Payload::BigInt(n) if n.sign() == Sign::Minus => {
                Err(self.value_error("__len__() should return >= 0"))
            }
            _ => self.index(result).map(|n| usize::try_from(n).unwrap_or(0)),
        };
        self.give_up(result, value)
    }

    /// The length of the built-in part, if it has one.
    pub fn native_len(&self, object: Ref) -> Option<usize> {
        Some(match self.payload(object) {
            Payload::Str(s) => s.chars,
            Payload::Bytes(b) => b.len(),
            Payload::ByteArray(b) => b.len(),
            Payload::List(l) => l.items.len(),
            Payload::Tuple(t) => t.items.len(),
            Payload::Dict(d) => d.len(),
            Payload::Set(s) => s.len(),
            Payload::Range(range) => usize::try_from(range.len()).unwrap_or(usize::MAX),
            Payload::DictView(dict, _) => self.dict(*dict)?.len(),
            Payload::MappingProxy(mapping) => return self.native_len(*mapping),
            _ => return None,
        })
    }

    /// `PyNumber_Index`: an int object, or `None` if the object has no `__index__`.
    pub fn index_object(&mut self, r: Ref) -> PyResult<Option<Ref>> {
        if matches!(
            self.payload(r),
            Payload::Int(_) | Payload::BigInt(_) | Payload::Bool(_)
        ) {
            return Ok(Some(self.newref(r)));
        }
        let name = self.interp.names.index;
        let result = match self.special(r, name, &[])? {
            Some(result) => result,
            None => match self.table_special(r, name) {
                Some(call) => call(self, &[r], &[])?,
                None => return Ok(None),
            },
        };
        if matches!(
            self.payload(result),
            Payload::Int(_) | Payload::BigInt(_) | Payload::Bool(_)
        ) {
            return Ok(Some(result));
        }
        let before = format!(
            "__index__ returned non-int (type {})",
            self.type_name(result)
        );
        let message = self.wrong_result(r, "__index__", "an int", result, before);
        self.decref(result);
        Err(self.type_error(&message))
    }

    /// The position that an index means in a sequence of this length: `None` if it lies outside.
    pub fn position(&mut self, index: Ref, len: usize) -> PyResult<Option<usize>> {
        let at = match self.index(index) {
            Err(Unwind::Raise(e)) if self.is_native(e, TypeId::OverflowError) => {
                self.decref(e);
                return Err(self.index_error("cannot fit 'int' into an index-sized integer"));
            }
            other => other?,
        };
        let at = if at < 0 {
            at.saturating_add(len as i64)
        } else {
            at
        };
        Ok(usize::try_from(at).ok().filter(|&at| at < len))
    }

    pub(crate) fn has_index(&mut self, r: Ref) -> bool {
        if matches!(
            self.payload(r),
            Payload::Int(_) | Payload::BigInt(_) | Payload::Bool(_)
        ) {
            return true;
        }
        let name = self.interp.names.index;
        self.python_special(r, name).is_some() || self.table_special(r, name).is_some()
    }

    // ---- container[key]

    /// `container[key]`.
    pub fn getitem(&mut self, container: Ref, key: Ref) -> PyResult<Ref> {
        let name = self.interp.names.getitem;
        if self.facts.python_2
            && let Some(result) = self.classic_slice(container, key, None)?
        {
            return Ok(result);
        }
        if let Some(hook) = self.python_special(container, name) {
            return self.call_hook(hook, container, &[key]);
        }
        match self.native_getitem(container, key)? {
            Some(value) if self.facts.python_2 && self.is_native(container, TypeId::Unicode) => {
                builtins::two::text_of(self, value, &[container])
            }
            Some(value) => Ok(value),
            None if self.facts.python_2 => Err(self.no_item(container, key)),
            None => Err(self.not_subscriptable(container)),
        }
    }

    /// Without `__getitem__` of a Python class; `None` if the built-in part has no subscripts.
    pub fn native_getitem(&mut self, container: Ref, key: Ref) -> PyResult<Option<Ref>> {
        match self.payload(container) {
            Payload::Dict(_) => builtins::dict::subscript(self, container, key).map(Some),
            Payload::List(_)
            | Payload::Tuple(_)
            | Payload::Str(_)
            | Payload::Bytes(_)
            | Payload::ByteArray(_)
            | Payload::Range(_) => self.sequence_getitem(container, key).map(Some),
            Payload::MappingProxy(mapping) => {
                let mapping = *mapping;
                self.getitem(mapping, key).map(Some)
            }
            Payload::Type(_) => {
                builtins::generic_alias::subscript_class(self, container, key).map(Some)
            }
            _ => {
                let name = self.interp.names.getitem;
                match self.table_special(container, name) {
                    Some(call) => call(self, &[container, key], &[]).map(Some),
                    None => Ok(None),
                }
            }
        }
    }

    fn not_subscriptable(&mut self, container: Ref) -> Unwind {
        let message = format!(
            "'{}' object is not subscriptable",
            self.type_name(container)
        );
        self.type_error(&message)
    }

    fn sequence_getitem(&mut self, sequence: Ref, key: Ref) -> PyResult<Ref> {
        let len = self.native_len(sequence).unwrap_or(0);
        if self.has_index(key) {
            let at = match self.position(key, len) {
                // `range` computes with ints of any size.
                Err(Unwind::Raise(e))
                    if self.is_native(e, TypeId::IndexError)
                        && matches!(self.payload(sequence), Payload::Range(_)) =>
                {
                    self.decref(e);
                    None
                }
                at => at?,
            };
            let Some(at) = at else {
                return Err(self.out_of_range(sequence, false));
            };
            return self.sequence_item(sequence, at);
        }
        if !matches!(self.payload(key), Payload::Slice(_)) {
            return Err(self.bad_index(sequence, key));
        }
        let parts = self.unpack_slice(key)?;
        self.slice_of(sequence, parts)
    }

    /// The item at a position of a built-in sequence.
    pub(crate) fn sequence_item(&mut self, sequence: Ref, at: usize) -> PyResult<Ref> {
        let found = match self.payload(sequence) {
            Payload::List(l) => l.items.get(at).copied(),
            Payload::Tuple(t) => t.items.get(at).copied(),
            Payload::Str(s) => {
                let c = if s.ascii {
                    s.text.as_bytes().get(at).map(|&b| b as char)
                } else {
                    s.text.chars().nth(at)
                };
                return match c {
                    Some(c) => Ok(self.new_str(c.encode_utf8(&mut [0; 4]))),
                    None => Err(self.out_of_range(sequence, false)),
                };
            }
            Payload::Bytes(b) => {
                return match b.get(at).copied() {
                    Some(b) => Ok(self.new_int(i64::from(b))),
                    None => Err(self.out_of_range(sequence, false)),
                };
            }
            Payload::ByteArray(b) => {
                return match b.get(at).copied() {
                    Some(b) => Ok(self.new_int(i64::from(b))),
                    None => Err(self.out_of_range(sequence, false)),
                };
            }
            Payload::Range(range) => {
                let value = range.get(at as i64);
                return Ok(self.new_int(value));
            }
            _ => None,
        };
        match found {
            Some(item) => Ok(self.newref(item)),
            None => Err(self.out_of_range(sequence, false)),
        }
    }

    pub(crate) fn slice_of(&mut self, sequence: Ref, parts: SliceParts) -> PyResult<Ref> {
        let len = self.native_len(sequence).unwrap_or(0);
        let (inside, count) = parts.within(len);
        let whole = count == len && inside.step == 1;
        match self.payload(sequence) {
            Payload::List(l) => {
                let items: Vec<Ref> = parts
                    .indices(len)
                    .filter_map(|i| l.items.get(i).copied())
                    .collect();
                for &item in &items {
                    self.incref(item);
                }
                Ok(self.new_list(items))
            }
            Payload::Tuple(_) if whole && self.is_exact(sequence, TypeId::Tuple) => {
                Ok(self.newref(sequence))
            }
            Payload::Tuple(t) => {
                let items: Vec<Ref> = parts
                    .indices(len)
                    .filter_map(|i| t.items.get(i).copied())
                    .collect();
                for &item in &items {
                    self.incref(item);
                }
                Ok(self.new_tuple_tracked(items))
            }
            Payload::Str(_) if whole && self.is_exact(sequence, TypeId::Str) => {
                Ok(self.newref(sequence))
            }
            Payload::Str(s) => {
                let text: String = if s.ascii && inside.step == 1 {
                    let start = inside.start.max(0) as usize;
                    s.text
                        .get(start..start + count)
                        .unwrap_or_default()
                        .to_owned()
                } else {
                    let chars: Vec<char> = s.text.chars().collect();
                    parts.indices(len).filter_map(|i| chars.get(i)).collect()
                };
                // One character from a step is not the cached one (unicode_subscript).
                if inside.step == 1 {
                    Ok(self.new_str(&text))
                } else {
                    Ok(self.fresh_str(&text))
                }
            }
            Payload::Bytes(_) if whole && self.is_exact(sequence, TypeId::Bytes) => {
                Ok(self.newref(sequence))
            }
            Payload::Bytes(b) => {
                let bytes: Vec<u8> = parts
                    .indices(len)
                    .filter_map(|i| b.get(i).copied())
                    .collect();
                Ok(self.new_bytes(&bytes))
            }
            Payload::ByteArray(b) => {
                let bytes: Vec<u8> = parts
                    .indices(len)
                    .filter_map(|i| b.get(i).copied())
                    .collect();
                Ok(builtins::bytearray::new_bytearray(self, bytes))
            }
            Payload::Range(_) => Ok(builtins::range::slice(self, sequence, parts)),
            _ => Err(self.not_subscriptable(sequence)),
        }
    }

    fn out_of_range(&mut self, sequence: Ref, assigning: bool) -> Unwind {
        let what = match (self.payload(sequence), assigning) {
            (Payload::List(_), false) => "list index out of range",
            (Payload::List(_), true) => "list assignment index out of range",
            (Payload::Tuple(_), _) => "tuple index out of range",
            (Payload::Str(_), _) => "string index out of range",
            (Payload::Range(_), _) => "range object index out of range",
            (Payload::ByteArray(_), _) => "bytearray index out of range",
            _ => "index out of range",
        };
        self.index_error(what)
    }

    fn bad_index(&mut self, sequence: Ref, key: Ref) -> Unwind {
        let got = self.type_name(key).to_owned();
        if self.facts.python_2 {
            let message = match self.payload(sequence) {
                Payload::Range(_) => format!("sequence index must be integer, not '{got}'"),
                Payload::List(_) => format!("list indices must be integers, not {got}"),
                Payload::Tuple(_) => format!("tuple indices must be integers, not {got}"),
                Payload::ByteArray(_) => format!("bytearray indices must be integers, not {got}"),
                _ => format!("string indices must be integers, not {got}"),
            };
            return self.type_error(&message);
        }
        let message = match self.payload(sequence) {
            Payload::List(_) => format!("list indices must be integers or slices, not {got}"),
            Payload::Tuple(_) => format!("tuple indices must be integers or slices, not {got}"),
            Payload::Str(_) => format!("string indices must be integers, not '{got}'"),
            Payload::Range(_) => format!("range indices must be integers or slices, not {got}"),
            Payload::ByteArray(_) => {
                format!("bytearray indices must be integers or slices, not {got}")
            }
            _ => format!("byte indices must be integers or slices, not {got}"),
        };
        self.type_error(&message)
    }

    // ---- container[key] = value, del container[key]

    /// `container[key] = value`; all borrowed.
    pub fn setitem(&mut self, container: Ref, key: Ref, value: Ref) -> PyResult<()> {
        let name = self.interp.names.setitem;
        if self.facts.python_2
            && let Some(done) = self.classic_slice(container, key, Some(Some(value)))?
        {
            self.decref(done);
            return Ok(());
        }
        if let Some(hook) = self.python_special(container, name) {
            let result = self.call_hook(hook, container, &[key, value])?;
            self.decref(result);
            return Ok(());
        }
        self.native_setitem(container, key, Some(value))
    }

    /// `del container[key]`.
    pub fn delitem(&mut self, container: Ref, key: Ref) -> PyResult<()> {
        let name = self.interp.names.delitem;
        if self.facts.python_2
            && let Some(done) = self.classic_slice(container, key, Some(None))?
        {
            self.decref(done);
            return Ok(());
        }
        if let Some(hook) = self.python_special(container, name) {
            let result = self.call_hook(hook, container, &[key])?;
            self.decref(result);
            return Ok(());
        }
        self.native_setitem(container, key, None)
    }

    /// `mp_ass_subscript` of the built-in part; without a value the item goes.
    pub fn native_setitem(&mut self, container: Ref, key: Ref, value: Option<Ref>) -> PyResult<()> {
        match (self.payload(container), value) {
            (Payload::Dict(_), Some(value)) => return self.dict_set(container, key, value),
            (Payload::Dict(_), None) => {
                return if self.dict_remove(container, key)? {
                    Ok(())
                } else {
                    Err(self.key_error(key))
                };
            }
            (Payload::List(l), _) => {
                let len = l.items.len();
                if self.has_index(key) {
                    let Some(at) = self.position(key, len)? else {
                        return Err(self.out_of_range(container, true));
                    };
                    return builtins::list::set_item(self, container, at, value);
                }
                if !matches!(self.payload(key), Payload::Slice(_)) {
                    return Err(self.bad_index(container, key));
                }
                let parts = self.unpack_slice(key)?;
                return builtins::list::set_slice(self, container, parts, value);
            }
            (Payload::ByteArray(_), _) => return self.bytearray_setitem(container, key, value),
            _ => {}
        }
        let names = (self.interp.names.setitem, self.interp.names.delitem);
        let name = if value.is_some() { names.0 } else { names.1 };
        if let Some(call) = self.table_special(container, name) {
            let result = match value {
                Some(value) => call(self, &[container, key, value], &[])?,
                None => call(self, &[container, key], &[])?,
            };
            self.decref(result);
            return Ok(());
        }
        if self.is_classic(self.class_of(container)) {
            return Err(self.no_attribute(container, name));
        }
        // One slot does both, and a Python class that defines one of the methods has it (`slot_mp_ass_subscript`).
        let other = if value.is_some() { names.1 } else { names.0 };
        if self.override_of(container, other).is_some() {
            let missing = self.text(name);
            return Err(self.attribute_error(&missing, None));
        }
        let class = self.type_name(container).to_owned();
        let by_position = self.has_sequence_slots(container) && self.has_index(key);
        Err(self.type_error(&match (value, by_position) {
            (Some(_), _) => format!("'{class}' object does not support item assignment"),
            (None, _) if self.facts.python_2 => {
                format!("'{class}' object doesn't support item deletion")
            }
            (None, true) => format!("'{class}' object doesn't support item deletion"),
            (None, false) => format!("'{class}' object does not support item deletion"),
        }))
    }

    /// Whether the type has `tp_as_sequence`, as every Python class has: then an index means a position.
    fn has_sequence_slots(&self, object: Ref) -> bool {
        let is_static =
            matches!(self.payload(self.class_of(object)), Payload::Type(t) if t.is_static);
        !is_static
            || matches!(
                self.payload(object),
                Payload::Tuple(_)
                    | Payload::Str(_)
                    | Payload::Bytes(_)
                    | Payload::Range(_)
                    | Payload::Set(_)
                    | Payload::DictView(..)
                    | Payload::MappingProxy(_)
            )
    }

    fn bytearray_setitem(&mut self, array: Ref, key: Ref, value: Option<Ref>) -> PyResult<()> {
        let len = self.native_len(array).unwrap_or(0);
        if self.has_index(key) {
            let Some(at) = self.position(key, len)? else {
                return Err(self.out_of_range(array, true));
            };
            let byte = match value {
                Some(value) => Some(self.byte_value(value)?),
                None => None,
            };
            let Some(byte) = byte else {
                return builtins::bytearray::edit(self, array, true, |bytes| {
                    if at < bytes.len() {
                        bytes.remove(at);
                    }
                    if at == 0 {
                        bytes.advance(1);
                    }
                });
            };
            if let Payload::ByteArray(bytes) = self.payload_mut(array)
                && let Some(slot) = bytes.get_mut(at)
            {
                *slot = byte;
            }
            return Ok(());
        }
        if !matches!(self.payload(key), Payload::Slice(_)) {
            return Err(self.bad_index(array, key));
        }
        let parts = self.unpack_slice(key)?;
        let new: Vec<u8> = match value.map(|v| self.payload(v)) {
            None => Vec::new(),
            Some(Payload::Bytes(b)) => b.to_vec(),
            Some(Payload::ByteArray(b)) => b.to_vec(),
            Some(_) => {
                let mut bytes = Vec::new();
                let items = self.collect(value.unwrap_or(key))?;
                let mut bad = None;
                for &item in &items {
                    match self.byte_value(item) {
                        Ok(b) => bytes.push(b),
                        Err(e) => {
                            bad = Some(e);
                            break;
                        }
                    }
                }
                self.decref_all(items);
                if let Some(e) = bad {
                    return Err(e);
                }
                bytes
            }
        };
        let (inside, count) = parts.within(len);
        let mismatch = inside.step != 1 && value.is_some() && new.len() != count;
        if mismatch {
            return Err(self.value_error(&format!(
                "attempt to assign bytes of size {} to extended slice of size {count}",
                new.len()
            )));
        }
        let indices: Vec<usize> = parts.indices(len).collect();
        let resizes = new.len() != count;
        builtins::bytearray::edit(self, array, resizes, |bytes| {
            if inside.step == 1 {
                let start = (inside.start.max(0) as usize).min(bytes.len());
                let end = (start + count).min(bytes.len());
                if start == 0 && new.len() < end {
                    bytes.advance(end - new.len());
                }
                bytes.splice(start..end, new);
            } else if value.is_some() {
                for (i, b) in indices.into_iter().zip(new) {
                    if let Some(slot) = bytes.get_mut(i) {
                        *slot = b;
                    }
                }
            } else {
                let mut at = 0;
                bytes.retain(|_| {
                    at += 1;
                    !indices.contains(&(at - 1))
                });
            }
        })
    }

    pub(crate) fn byte_value(&mut self, r: Ref) -> PyResult<u8> {
        let value = self.index(r)?;
        u8::try_from(value).map_err(|_| self.value_error("byte must be in range(0, 256)"))
    }
}
