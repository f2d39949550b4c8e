//! `format(value, spec)`, f-strings and the `%` operator of strings.

mod digits;
mod number;
pub mod percent;
mod spec;
mod template;

pub use digits::float_text;
pub use template::{str_format, str_format_map};

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::types::TypeId;

impl Machine {
    /// `format(value, spec)` (`PyObject_Format`).
    pub fn format(&mut self, value: Ref, spec: &str) -> PyResult<Ref> {
        if spec.is_empty() && self.is_exact(value, TypeId::Str) {
            return Ok(self.newref(value));
        }
        let name = self.interp.names.format;
        if self.override_of(value, name).is_some() {
            let spec = self.new_str(spec);
            return self.format_by_method(value, spec);
        }
        native_format(self, value, spec)
    }

    /// `format(value, spec)` with the specification as an object; both are borrowed.
    pub fn format_object(&mut self, value: Ref, spec: Ref) -> PyResult<Ref> {
        let Some(text) = self.str_of(spec) else {
            let message = format!("format() argument 2 must be str, not {}", self.type_name(spec));
            return Err(self.type_error(&message));
        };
        let text = text.to_owned();
        let name = self.interp.names.format;
        if self.override_of(value, name).is_none() {
            return self.format(value, &text);
        }
        let spec = self.newref(spec);
        self.format_by_method(value, spec)
    }

    /// Takes the specification over.
    fn format_by_method(&mut self, value: Ref, spec: Ref) -> PyResult<Ref> {
        let name = self.interp.names.format;
        self.hold(spec);
        let result = self.special(value, name, &[spec]);
        self.unhold();
        let result = self.give_up(spec, result)?;
        match result {
            Some(text) if self.str_of(text).is_some() => Ok(text),
            Some(other) => {
                let message = format!("__format__ must return a str, not {}", self.type_name(other));
                self.decref(other);
                Err(self.type_error(&message))
            }
            None => native_format(self, value, ""),
        }
    }
}

/// `__format__` of the built-in part of an object.
pub fn native_format(m: &mut Machine, value: Ref, spec: &str) -> PyResult<Ref> {
    if spec.is_empty() {
        return m.str(value);
    }
    match m.payload(value) {
        Payload::Str(s) => {
            let text = s.text.clone();
            let formatted = spec::Spec::parse(m, spec, "str", true).and_then(|spec| spec::format_str(m, &text, &spec))?;
            if *formatted == *text && m.is_exact(value, TypeId::Str) {
                return Ok(m.newref(value));
            }
            Ok(m.new_str(&formatted))
        }
        Payload::Int(_) | Payload::BigInt(_) | Payload::Bool(_) => number::format_int(m, value, spec),
        Payload::Float(f) => {
            let f = *f;
            number::format_float(m, f, spec)
        }
        Payload::Complex(c) => {
            let c = **c;
            number::format_complex(m, c, spec)
        }
        _ => {
            let message = format!("unsupported format string passed to {}.__format__", m.type_name(value));
            Err(m.type_error(&message))
        }
    }
}
