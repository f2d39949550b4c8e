//! `format(value, spec)`, f-strings, `str.format`, `%` (`Python/formatter_unicode.c`, `Objects/unicodeobject.c`).

pub mod number;
pub mod percent;
pub mod spec;
pub mod template;

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::types::TypeId;
use spec::Spec;

impl Machine {
    /// `format(value, spec)`.
    pub fn format(&mut self, value: Ref, spec: &str) -> PyResult<Ref> {
        if spec.is_empty() && self.is_exact(value, TypeId::Str) {
            return Ok(self.newref(value));
        }
        let name = self.interp.names.format;
        if self.override_of(value, name).is_some() || matches!(self.payload(value), Payload::Weakref(_)) {
            let text = self.new_str(spec);
            self.hold(text);
            let result = match self.special(value, name, &[text]) {
                Ok(None) => match self.table_special(value, name) {
                    Some(call) => call(self, &[value, text], &[]),
                    None => native(self, value, spec),
                },
                Ok(Some(result)) => Ok(result),
                Err(e) => Err(e),
            };
            self.unhold();
            let result = self.give_up(text, result)?;
            if self.str_of(result).is_some() {
                return Ok(result);
            }
            let message = format!("__format__ must return a str, not {}", self.type_name(result));
            self.decref(result);
            return Err(self.type_error(&message));
        }
        native(self, value, spec)
    }
}

/// `__format__` of the built-in part.
pub fn native(m: &mut Machine, value: Ref, spec: &str) -> PyResult<Ref> {
    if spec.is_empty() {
        return m.str(value);
    }
    let text = match m.payload(value) {
        Payload::Str(_) => {
            let spec = Spec::parse(m, value, spec, '<')?;
            string(m, value, &spec)?
        }
        Payload::Int(_) | Payload::BigInt(_) | Payload::Bool(_) => {
            let spec = Spec::parse(m, value, spec, '>')?;
            number::int(m, value, &spec)?
        }
        Payload::Float(f) => {
            let f = *f;
            let spec = Spec::parse(m, value, spec, '>')?;
            number::float(m, value, f, &spec)?
        }
        Payload::Complex(c) => {
            let parts = **c;
            let spec = Spec::parse(m, value, spec, '>')?;
            number::complex(m, value, parts, &spec)?
        }
        _ => {
            let message = format!("unsupported format string passed to {}.__format__", m.type_name(value));
            return Err(m.type_error(&message));
        }
    };
    Ok(m.new_str(&text))
}

fn string(m: &mut Machine, value: Ref, spec: &Spec) -> PyResult<String> {
    if let Some(kind) = spec.kind
        && kind != 's'
    {
        return Err(spec.unknown_code(m, value));
    }
    let problem = match spec {
        Spec { sign: Some(' '), .. } => Some("Space not allowed in string format specifier"),
        Spec { sign: Some(_), .. } => Some("Sign not allowed in string format specifier"),
        Spec { no_negative_zero: true, .. } => Some("Negative zero coercion (z) not allowed in string format specifier"),
        Spec { alternate: true, .. } => Some("Alternate form (#) not allowed in string format specifier"),
        Spec { align: '=', .. } => Some("'=' alignment not allowed in string format specifier"),
        _ => None,
    };
    if let Some(problem) = problem {
        return Err(m.value_error(problem));
    }
    let text = m.text(value);
    let shown = match spec.precision {
        Some(n) => text.chars().take(n).collect(),
        None => text,
    };
    spec.pad(m, "", &shown)
}

/// `str.format(*args, **kwargs)`.
pub fn str_format(m: &mut Machine, args: &[Ref], kwargs: &crate::objects::function::Kwargs) -> PyResult<Ref> {
    let [template, rest @ ..] = args else { return Err(m.type_error("format() needs a string")) };
    template::format(m, *template, rest, kwargs, None)
}

/// `str.format_map(mapping)`.
pub fn str_format_map(m: &mut Machine, args: &[Ref], _: &crate::objects::function::Kwargs) -> PyResult<Ref> {
    let &[template, mapping] = args else {
        return Err(m.type_error(&format!("str.format_map() takes exactly one argument ({} given)", args.len().saturating_sub(1))));
    };
    template::format(m, template, &[], &[], Some(mapping))
}
