//! `format(value, spec)`, f-strings and the `%` operator of strings.

mod digits;
mod number;
pub mod percent;
mod percent_error;
mod percent_value;
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
        let by_table = self.table_special(value, name);
        if by_table.is_none() && self.override_of(value, name).is_none() {
            return native(self, value, spec);
        }
        let text = self.new_str(spec);
        self.hold(text);
        let result = match by_table {
            Some(call) => call(self, &[value, text], &[]),
            None => match self.special_bound(value, name, &[text]) {
                Ok(Some(result)) => Ok(result),
                Ok(None) => native(self, value, spec),
                Err(e) => Err(e),
            },
        };
        self.unhold();
        let result = self.give_up(text, result)?;
        if self.str_of(result).is_some() {
            return Ok(result);
        }
        let got = self.type_name(result);
        let before = format!("__format__ must return a str, not {got}");
        let message = self.wrong_result(value, "__format__", "a str", result, before);
        self.decref(result);
        Err(self.type_error(&message))
    }
}

/// `__format__` of the built-in part of an object.
pub fn native(m: &mut Machine, value: Ref, spec: &str) -> PyResult<Ref> {
    if spec.is_empty() {
        return m.str(value);
    }
    match m.payload(value) {
        Payload::Str(s) => {
            let text = s.text.clone();
            let formatted = spec::Spec::parse(m, spec, "str", true)
                .and_then(|spec| spec::format_str(m, &text, &spec))?;
            if *formatted == *text && m.is_exact(value, TypeId::Str) {
                return Ok(m.newref(value));
            }
            Ok(m.new_str(&formatted))
        }
        Payload::Int(_) | Payload::BigInt(_) | Payload::Bool(_) => {
            number::format_int(m, value, spec)
        }
        Payload::Float(f) => {
            let f = *f;
            number::format_float(m, f, spec)
        }
        Payload::Complex(c) => {
            let c = **c;
            number::format_complex(m, c, spec)
        }
        _ => {
            let message = format!(
                "unsupported format string passed to {}.__format__",
                m.type_name(value)
            );
            Err(m.type_error(&message))
        }
    }
}
