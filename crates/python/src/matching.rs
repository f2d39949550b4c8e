//! `match`: class, mapping and sequence patterns (`Python/ceval.c`, match_class, match_keys).

use heap::Ref;

use crate::interpreter::Flow;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::types::TypeId;

impl Machine {
    /// Py_TPFLAGS_SEQUENCE.
    pub(crate) fn is_sequence(&self, r: Ref) -> bool {
        matches!(
            self.payload(r),
            Payload::List(_) | Payload::Tuple(_) | Payload::Range(_)
        ) || self.is_native(r, TypeId::Deque)
    }

    /// Py_TPFLAGS_MAPPING.
    pub(crate) fn is_mapping(&self, r: Ref) -> bool {
        matches!(self.payload(r), Payload::Dict(_) | Payload::MappingProxy(_))
            || self.is_native(r, TypeId::FrameLocalsProxy)
    }

    /// MATCH_CLASS.
    pub(crate) fn match_class(&mut self, positional: usize) -> PyResult<Flow> {
        let (subject, class, names) = (self.peek(2)?, self.peek(1)?, self.peek(0)?);
        if !matches!(self.payload(class), Payload::Type(_)) {
            return Err(self.type_error("called match pattern must be a class"));
        }
        let keywords = self.items(names).map(<[Ref]>::to_vec).unwrap_or_default();
        let mut found: Vec<Ref> = Vec::new();
        let mark = self.held_mark();
        let matched = if self.is_instance(subject, class) {
            self.match_attributes(subject, class, positional, &keywords, &mut found)
        } else {
            Ok(false)
        };
        match matched {
            Ok(true) => {
                self.held.truncate(mark);
                let tuple = self.new_tuple(found);
                self.drop_top(3);
                self.push(tuple);
                Ok(Flow::Next)
            }
            Ok(false) => {
                self.release_to(mark);
                let none = self.none();
                self.drop_top(3);
                self.push(none);
                Ok(Flow::Next)
            }
            Err(e) => {
                self.release_keeping(mark, e);
                Err(e)
            }
        }
    }

    fn match_attributes(
        &mut self,
        subject: Ref,
        class: Ref,
        positional: usize,
        keywords: &[Ref],
        found: &mut Vec<Ref>,
    ) -> PyResult<bool> {
        if positional > 0 {
            let key = self.interp.names.match_args;
            let args = self.getattr_suppressed(class, key)?;
            let builtin_self = args.is_none() && self.matches_itself(class);
            let names: Vec<Ref> = match args {
                Some(args) => {
                    self.hold(args);
                    if !matches!(self.payload(args), Payload::Tuple(_)) {
                        let (class, got) = (self.class_name(class), self.type_name(args));
                        let message = format!("{class}.__match_args__ must be a tuple (got {got})");
                        return Err(self.type_error(&message));
                    }
                    self.items(args).map(<[Ref]>::to_vec).unwrap_or_default()
                }
                None => Vec::new(),
            };
            let allowed = if builtin_self { 1 } else { names.len() };
            if positional > allowed {
                let plural = if allowed == 1 { "" } else { "s" };
                let message = format!(
                    "{}() accepts {allowed} positional sub-pattern{plural} ({positional} given)",
                    self.class_name(class)
                );
                return Err(self.type_error(&message));
            }
            if builtin_self {
                self.incref(subject);
                self.hold(subject);
                found.push(subject);
            } else {
                for &name in names.iter().take(positional) {
                    if !self.match_attribute(subject, name, found)? {
                        return Ok(false);
                    }
                }
            }
            if args.is_some() {
                // The names tuple lies below what was found: it is given up here.
                let at = self.held.len() - found.len() - 1;
                let args = self.held.remove(at);
                self.decref(args);
            }
        }
        for &name in keywords {
            if !self.match_attribute(subject, name, found)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn match_attribute(&mut self, subject: Ref, name: Ref, found: &mut Vec<Ref>) -> PyResult<bool> {
        match self.getattr_suppressed(subject, name)? {
            Some(value) => {
                self.hold(value);
                found.push(value);
                Ok(true)
            }
            None => Ok(false),
        }
    }

    /// _Py_TPFLAGS_MATCH_SELF.
    fn matches_itself(&self, class: Ref) -> bool {
        matches!(
            self.native_of_class(class),
            TypeId::Bool
                | TypeId::ByteArray
                | TypeId::Bytes
                | TypeId::Dict
                | TypeId::Float
                | TypeId::FrozenSet
                | TypeId::Int
                | TypeId::List
                | TypeId::Set
                | TypeId::Str
                | TypeId::Tuple
        )
    }

    /// MATCH_KEYS.
    pub(crate) fn match_keys(&mut self) -> PyResult<Flow> {
        let (subject, keys) = (self.peek(1)?, self.peek(0)?);
        let names = self.items(keys).map(<[Ref]>::to_vec).unwrap_or_default();
        let mut values = Vec::new();
        let mark = self.held_mark();
        for key in names {
            let value = match self.payload(subject) {
                Payload::Dict(_) => self
                    .dict_get(subject, key)
                    .map(|v| v.map(|v| self.newref(v))),
                _ => self.call_method(subject, "get", &[key]).map(Some),
            };
            match value {
                Ok(Some(value)) => {
                    self.hold(value);
                    values.push(value);
                }
                Ok(None) => {
                    self.release_to(mark);
                    let none = self.none();
                    self.push(none);
                    return Ok(Flow::Next);
                }
                Err(e) => {
                    self.release_keeping(mark, e);
                    return Err(e);
                }
            }
        }
        self.held.truncate(mark);
        let tuple = self.new_tuple(values);
        self.push(tuple);
        Ok(Flow::Next)
    }
}
