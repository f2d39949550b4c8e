//! Iterating (`Objects/abstract.c`, `Objects/iterobject.c`): `iter`, `next`, collecting, length hints.

use heap::Ref;

use crate::generator::Resumption;
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::body::DictPart;
use crate::objects::function::NativeFn;
use crate::objects::iterator::Iter;
use crate::types::TypeId;

/// Containers with more items than this would need more memory than a run is given.
pub const MOST_ITEMS: usize = 1 << 24;

impl Machine {
    /// A special method of a Python class, borrowed; `None` for classes of the interpreter.
    pub(crate) fn python_special(&mut self, object: Ref, name: Ref) -> Option<Ref> {
        self.override_of(object, name)
    }

    /// A special method from the tables of a built-in type (proxies and objects of modules).
    pub(crate) fn table_special(&mut self, object: Ref, name: Ref) -> Option<NativeFn> {
        if !matches!(
            self.payload(object),
            Payload::Native(_) | Payload::Weakref(_)
        ) {
            return None;
        }
        let class = self.class_of(object);
        let found = self.type_lookup(class, name)?;
        match self.payload(found) {
            Payload::Builtin(b) if b.owner.is_some() => Some(b.def.call),
            _ => None,
        }
    }

    /// `iter(object)`.
    pub fn iter(&mut self, object: Ref) -> PyResult<Ref> {
        let name = self.interp.names.iter;
        if let Some(hook) = self.python_special(object, name) {
            if self.is_none(hook) {
                return Err(self.not_iterable(object));
            }
            let iterator = self.call_hook(hook, object, &[])?;
            if self.is_iterator(iterator) {
                return Ok(iterator);
            }
            let before = format!(
                "iter() returned non-iterator of type '{}'",
                self.type_name(iterator)
            );
            let message = self.wrong_result(object, "__iter__", "an iterator", iterator, before);
            self.decref(iterator);
            return Err(self.type_error(&message));
        }
        if let Some(iterator) = self.native_iter(object)? {
            return Ok(iterator);
        }
        let getitem = self.interp.names.getitem;
        let class = self.class_of(object);
        let indexed = self
            .python_special(object, getitem)
            .is_some_and(|h| !self.is_none(h))
            || matches!(self.payload(object), Payload::Native(_))
                && self.type_lookup(class, getitem).is_some();
        if indexed {
            let object = self.newref(object);
            return Ok(self.new_iter(
                TypeId::SequenceIterator,
                Iter::Sequence {
                    object: Some(object),
                    index: 0,
                    reversed: false,
                },
            ));
        }
        Err(self.not_iterable(object))
    }

    /// `tp_iter` of the built-in part; `None` if it has none.
    pub fn native_iter(&mut self, object: Ref) -> PyResult<Option<Ref>> {
        let (id, iter) = match self.payload(object) {
            Payload::List(_) => (
                TypeId::ListIterator,
                Iter::List {
                    list: Some(object),
                    index: 0,
                    reversed: false,
                },
            ),
            Payload::Tuple(_) => (
                TypeId::TupleIterator,
                Iter::Tuple {
                    tuple: Some(object),
                    index: 0,
                },
            ),
            Payload::Str(s) => (
                if s.ascii {
                    TypeId::StrIterator
                } else {
                    TypeId::UnicodeIterator
                },
                Iter::Str {
                    string: Some(object),
                    offset: 0,
                },
            ),
            Payload::Bytes(_) => (
                TypeId::BytesIterator,
                Iter::Bytes {
                    bytes: Some(object),
                    index: 0,
                },
            ),
            Payload::ByteArray(_) => (
                TypeId::ByteArrayIterator,
                Iter::Bytes {
                    bytes: Some(object),
                    index: 0,
                },
            ),
            Payload::Range(range) => {
                let iter = Iter::Range {
                    next: range.start,
                    step: range.step,
                    left: range.len(),
                };
                return Ok(Some(self.new_iter(TypeId::RangeIterator, iter)));
            }
            Payload::Dict(_) => return Ok(Some(self.dict_iter(object, DictPart::Keys, false))),
            Payload::DictView(dict, part) => {
                let (dict, part) = (*dict, *part);
                return Ok(Some(self.dict_iter(dict, part, false)));
            }
            Payload::Set(set) => (
                TypeId::SetIterator,
                Iter::Set {
                    set: Some(object),
                    at: 0,
                    used: set.len(),
                    left: set.len(),
                },
            ),
            Payload::MappingProxy(mapping) => {
                let mapping = *mapping;
                return self.iter(mapping).map(Some);
            }
            Payload::Iter(_) | Payload::Generator(_) => return Ok(Some(self.newref(object))),
            Payload::Native(_) | Payload::Weakref(_) => {
                let name = self.interp.names.iter;
                return match self.table_special(object, name) {
                    Some(call) => call(self, &[object], &[]).map(Some),
                    None => Ok(None),
                };
            }
            _ => return Ok(None),
        };
        self.incref(object);
        Ok(Some(self.new_iter(id, iter)))
    }

    /// An iterator over a part of a dict.
    pub(crate) fn dict_iter(&mut self, dict: Ref, part: DictPart, reversed: bool) -> Ref {
        let (used, end) = self.dict(dict).map_or((0, 0), |d| (d.len(), d.end()));
        let id = match (part, reversed) {
            (DictPart::Keys, false) => TypeId::DictKeyIterator,
            (DictPart::Values, false) => TypeId::DictValueIterator,
            (DictPart::Items, false) => TypeId::DictItemIterator,
            (DictPart::Keys, true) => TypeId::DictReverseKeyIterator,
            (DictPart::Values, true) => TypeId::DictReverseValueIterator,
            (DictPart::Items, true) => TypeId::DictReverseItemIterator,
        };
        let result = (part == DictPart::Items).then(|| {
            let (a, b) = (self.none(), self.none());
            self.new_tuple_tracked(vec![a, b])
        });
        self.incref(dict);
        let at = if reversed { end } else { 0 };
        self.new_iter(
            id,
            Iter::Dict {
                dict: Some(dict),
                part,
                at,
                used,
                left: used,
                reversed,
                result,
            },
        )
    }

    fn not_iterable(&mut self, object: Ref) -> Unwind {
        if self.is_classic(self.class_of(object)) {
            return self.type_error("iteration over non-sequence");
        }
        let message = format!("'{}' object is not iterable", self.type_name(object));
        self.type_error(&message)
    }

    /// `PyIter_Check`.
    pub fn is_iterator(&mut self, object: Ref) -> bool {
        let name = self.interp.names.next;
        match self.payload(object) {
            Payload::Iter(_) | Payload::Generator(_) => true,
            Payload::Native(_) | Payload::Weakref(_) => self.table_special(object, name).is_some(),
            _ => self.python_special(object, name).is_some(),
        }
    }

    /// `next(iterator)`: `None` at the end. The return value of a generator is given up.
    pub fn iter_next(&mut self, iterator: Ref) -> PyResult<Option<Ref>> {
        match self.ask_next(iterator) {
            Ok(next) => Ok(next),
            Err(error) => self.end_is_none(Err(error)),
        }
    }

    /// The same, where a StopIteration with what it carries comes out as it is.
    pub(crate) fn ask_next(&mut self, iterator: Ref) -> PyResult<Option<Ref>> {
        if self.stopped.is_some() {
            return Err(Unwind::Halt);
        }
        let name = self.interp.names.next;
        let result = match self.python_special(iterator, name) {
            Some(hook) => self.call_hook(hook, iterator, &[]),
            None => match self.payload(iterator) {
                Payload::Iter(_) => return crate::builtins::iterators::native_next(self, iterator),
                Payload::Generator(_) => {
                    let none = self.interp.none;
                    return match self.gen_resume(iterator, none)? {
                        Resumption::Yielded(r) => Ok(Some(r)),
                        Resumption::Returned(r) => {
                            self.decref(r);
                            Ok(None)
                        }
                    };
                }
                Payload::Native(native) if let Some(next) = native.next() => {
                    return next(self, iterator);
                }
                _ => match self.table_special(iterator, name) {
                    Some(call) => call(self, &[iterator], &[]),
                    None => {
                        let message =
                            format!("'{}' object is not an iterator", self.type_name(iterator));
                        return Err(self.type_error(&message));
                    }
                },
            },
        };
        result.map(Some)
    }

    /// StopIteration becomes `None`.
    pub(crate) fn end_is_none(&mut self, result: PyResult<Ref>) -> PyResult<Option<Ref>> {
        match result {
            Ok(r) => Ok(Some(r)),
            Err(Unwind::Raise(e) | Unwind::Reraise(e))
                if self.is_native(e, TypeId::StopIteration) =>
            {
                self.decref(e);
                Ok(None)
            }
            Err(e) => Err(e),
        }
    }

    /// All items of an iterable as new references. What has come so far is held while the rest is asked for.
    pub fn collect(&mut self, iterable: Ref) -> PyResult<Vec<Ref>> {
        self.collect_asking(iterable, |_| Ok(()))
    }

    /// The same; `ask` runs when there is an iterator, unless the iterable is a list or a tuple.
    pub(crate) fn collect_asking(
        &mut self,
        iterable: Ref,
        ask: impl FnOnce(&mut Self) -> PyResult<()>,
    ) -> PyResult<Vec<Ref>> {
        if self.is_exact(iterable, TypeId::List) || self.is_exact(iterable, TypeId::Tuple) {
            let items = self
                .items(iterable)
                .map(<[Ref]>::to_vec)
                .unwrap_or_default();
            for &item in &items {
                self.incref(item);
            }
            return Ok(items);
        }
        let iterator = self.iter(iterable)?;
        let mark = self.held_mark();
        self.hold(iterator);
        if let Err(e) = ask(self) {
            self.release_keeping(mark, e);
            return Err(e);
        }
        loop {
            match self.iter_next(iterator) {
                Ok(Some(item)) => {
                    self.hold(item);
                }
                Ok(None) => break,
                Err(e) => {
                    self.release_keeping(mark, e);
                    return Err(e);
                }
            }
            if self.held.len() - mark > MOST_ITEMS {
                self.release_to(mark);
                return Err(self.memory_error());
            }
        }
        let iterator = self.held.remove(mark);
        self.decref(iterator);
        Ok(self.held.split_off(mark))
    }

    /// Gives up what is held since the mark while a result is on its way.
    pub(crate) fn settle(&mut self, mark: usize, result: PyResult<Ref>) -> PyResult<Ref> {
        match result {
            Ok(value) => {
                self.held.insert(mark, value);
                self.release_to(mark + 1);
                self.unhold();
            }
            Err(error) => self.release_keeping(mark, error),
        }
        result
    }

    /// Gives up what is held since the mark while an exception is on its way.
    pub(crate) fn release_keeping(&mut self, mark: usize, error: Unwind) {
        match error {
            Unwind::Raise(e) | Unwind::Reraise(e) => {
                self.held.insert(mark, e);
                self.release_to(mark + 1);
                self.unhold();
            }
            Unwind::Halt => self.release_to(mark),
        }
    }

    /// Gives up one reference while a result is on its way out of Rust code.
    pub(crate) fn give_up<T>(&mut self, r: Ref, result: PyResult<T>) -> PyResult<T> {
        match result {
            Err(error) => Err(self.keeping(error, |m| m.decref(r))),
            Ok(value) => {
                self.decref(r);
                Ok(value)
            }
        }
    }

    /// Gives things up while an exception is on its way: what dies may run code, during which the exception has a
    /// holder too.
    pub(crate) fn keeping(&mut self, error: Unwind, give_up: impl FnOnce(&mut Self)) -> Unwind {
        match error {
            Unwind::Raise(e) | Unwind::Reraise(e) => {
                self.hold(e);
                give_up(self);
                self.unhold();
            }
            Unwind::Halt => give_up(self),
        }
        error
    }

    /// `PyObject_LengthHint`.
    pub fn length_hint(&mut self, object: Ref, default: usize) -> PyResult<usize> {
        let names = (self.interp.names.len, self.interp.names.length_hint);
        if self.python_special(object, names.0).is_some() || self.native_len(object).is_some() {
            match self.len(object) {
                Err(Unwind::Raise(e) | Unwind::Reraise(e))
                    if self.is_native(e, TypeId::TypeError) =>
                {
                    self.decref(e)
                }
                other => return other,
            }
        }
        let native = self.table_special(object, names.1);
        let hook = self.python_special(object, names.1);
        if native.is_some() || hook.is_some() {
            let hint = match (native, hook) {
                (Some(native), _) => native(self, &[object], &[]),
                (None, Some(hook)) => self.call_hook(hook, object, &[]),
                (None, None) => return Ok(default),
            };
            let hint = match hint {
                Ok(hint) => hint,
                Err(Unwind::Raise(e) | Unwind::Reraise(e))
                    if self.is_native(e, TypeId::TypeError) =>
                {
                    self.decref(e);
                    return Ok(default);
                }
                Err(e) => return Err(e),
            };
            let value = match self.payload(hint) {
                Payload::NotImplemented => Ok(default),
                Payload::Int(n) => match usize::try_from(*n) {
                    Ok(n) => Ok(n),
                    Err(_) => Err(self.value_error("__length_hint__() should return >= 0")),
                },
                _ => {
                    let message = format!(
                        "__length_hint__ must be an integer, not {}",
                        self.type_name(hint)
                    );
                    Err(self.type_error(&message))
                }
            };
            return self.give_up(hint, value);
        }
        Ok(crate::builtins::iterators::hint(self, object)?.unwrap_or(default))
    }
}
