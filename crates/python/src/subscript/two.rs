//! Subscripts of Python 2: `__getslice__` and its like, classic instances, and words of its own (`apply_slice` in
//! `Python/ceval.c`, `Objects/classobject.c`, `Objects/abstract.c`).

use heap::Ref;

use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;

impl Machine {
    /// A slice without a step, for a class that has `__getslice__`, or with a value `__setslice__`, or without one
    /// `__delslice__`. `None` where it is a subscript like any other.
    pub(super) fn classic_slice(
        &mut self,
        container: Ref,
        key: Ref,
        change: Option<Option<Ref>>,
    ) -> PyResult<Option<Ref>> {
        let Payload::Slice(parts) = self.payload(key) else {
            return Ok(None);
        };
        let [start, stop, step] = **parts;
        if !self.is_none(step) {
            return Ok(None);
        }
        let names = &self.interp.names;
        let (name, item) = match change {
            None => (names.getslice, names.getitem),
            Some(Some(_)) => (names.setslice, names.setitem),
            Some(None) => (names.delslice, names.delitem),
        };
        let hook = self.python_special(container, name);
        // Without it a classic class gets a slice of two ints.
        let classic = self.is_classic(self.class_of(container));
        let Some(hook) = hook.or_else(|| {
            classic
                .then(|| self.python_special(container, item))
                .flatten()
        }) else {
            return Ok(None);
        };
        let mut bounds = [
            self.slice_index(start)?.unwrap_or(0),
            self.slice_index(stop)?.unwrap_or(i64::MAX),
        ];
        if bounds.iter().any(|&bound| bound < 0) {
            let len = i64::try_from(self.len(container)?).unwrap_or(i64::MAX);
            for bound in &mut bounds {
                if *bound < 0 {
                    *bound = bound.saturating_add(len);
                }
            }
        }
        let by_slice = self.python_special(container, name).is_none();
        let mark = self.held_mark();
        let mut args = Vec::new();
        for bound in bounds {
            let bound = self.new_int(bound);
            self.hold(bound);
            args.push(bound);
        }
        if by_slice {
            let parts = [self.newref(args[0]), self.newref(args[1]), self.none()];
            let slice = self.new_slice(parts);
            self.hold(slice);
            args = vec![slice];
        }
        args.extend(change.flatten());
        let result = self.call_hook(hook, container, &args);
        match result {
            Ok(result) => {
                self.release_to(mark);
                Ok(Some(result))
            }
            Err(e) => {
                self.release_keeping(mark, e);
                Err(e)
            }
        }
    }

    /// `PyObject_GetItem` of something that has no subscripts.
    pub(super) fn no_item(&mut self, container: Ref, key: Ref) -> Unwind {
        let name = self.interp.names.getitem;
        let class = self.class_of(container);
        if self.is_classic(class) {
            return self.no_attribute(container, name);
        }
        // Classes of the program have a table for sequences, whether anything is in it or not.
        let has_table = matches!(
            self.payload(container),
            Payload::Set(_) | Payload::DictView(..)
        ) || matches!(self.payload(class), Payload::Type(t) if !t.is_static);
        let got = self.type_name(container).to_owned();
        if has_table && self.has_index(key) {
            return self.type_error(&format!("'{got}' object does not support indexing"));
        }
        self.type_error(&format!("'{got}' object has no attribute '__getitem__'"))
    }

    /// What is called cannot be called.
    pub(crate) fn not_callable(&mut self, callable: Ref) -> Unwind {
        let class = self.class_of(callable);
        if self.is_classic(class) {
            let message = format!("{} instance has no __call__ method", self.class_name(class));
            return self.attribute_error(&message, None);
        }
        let message = format!("'{}' object is not callable", self.type_name(callable));
        self.type_error(&message)
    }
}
