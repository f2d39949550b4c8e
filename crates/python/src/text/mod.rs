//! Objects as text: `repr`, `str`, `ascii` (`Objects/object.c`).

pub mod describe;
pub mod escape;
pub mod number;
mod two;
mod writer;

use heap::Ref;

use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::string::Str;
use crate::types::TypeId;

impl Machine {
    /// `repr(r)`.
    pub fn repr(&mut self, r: Ref) -> PyResult<Ref> {
        let name = self.interp.names.repr;
        if let Some(result) = self.special(r, name, &[])? {
            return self.checked_text(r, result, "__repr__");
        }
        native_repr(self, r)
    }

    /// `repr(r)` as a Rust string.
    pub fn repr_string(&mut self, r: Ref) -> PyResult<String> {
        let text = self.repr(r)?;
        Ok(self.take_text(text))
    }

    /// `str(r)`: an exact string is given back as it is.
    pub fn str(&mut self, r: Ref) -> PyResult<Ref> {
        if self.is_exact(r, TypeId::Str) {
            return Ok(self.newref(r));
        }
        let name = self.interp.names.str;
        if let Some(result) = self.special(r, name, &[])? {
            return self.checked_text(r, result, "__str__");
        }
        if let Some(call) = self.table_special(r, name) {
            return call(self, &[r], &[]);
        }
        // object.__str__ is the repr; what is wrong with it, PyObject_Str says.
        let name = self.interp.names.repr;
        if !matches!(self.payload(r), Payload::Str(_) | Payload::Exception(_))
            && let Some(result) = self.special(r, name, &[])?
        {
            return self.checked_text(r, result, "__str__");
        }
        native_str(self, r)
    }

    /// `str(r)` as a Rust string.
    pub fn str_string(&mut self, r: Ref) -> PyResult<String> {
        let text = self.str(r)?;
        Ok(self.take_text(text))
    }

    /// `ascii(r)`.
    pub fn ascii(&mut self, r: Ref) -> PyResult<Ref> {
        let text = self.repr(r)?;
        if self.str_of(text).is_some_and(str::is_ascii) {
            return Ok(text);
        }
        let text = self.take_text(text);
        Ok(self.new_str(&escape::to_ascii(&text)))
    }

    /// The text of a string that is given up.
    pub(crate) fn take_text(&mut self, r: Ref) -> String {
        let text = self.text(r);
        self.decref(r);
        text
    }

    /// A string object that is surely new: what C code fills itself, even if it is one character long.
    pub(crate) fn fresh_str(&mut self, text: &str) -> Ref {
        if text.is_empty() {
            return self.newref(self.interp.empty_str);
        }
        self.make(TypeId::Str, Payload::Str(Box::new(Str::new(text))))
    }

    /// What `__repr__`, `__str__`, `__format__` gave back must be a string.
    pub(crate) fn checked_text(&mut self, object: Ref, result: Ref, method: &str) -> PyResult<Ref> {
        if self.str_of(result).is_some() {
            return Ok(result);
        }
        let got = self.type_name(result);
        let before = format!("{method} returned non-string (type {got})");
        let message = self.wrong_result(object, method, "a str", result, before);
        self.decref(result);
        Err(self.type_error(&message))
    }
}

/// The repr of the built-in part, without a Python class's `__repr__`.
pub fn native_repr(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    if let Payload::Bool(truth) = m.payload(r) {
        let names = (m.interp.names.true_, m.interp.names.false_);
        let text = if *truth { names.0 } else { names.1 };
        return Ok(m.newref(text));
    }
    if let Payload::Int(i) = m.payload(r)
        && !m.is_native(r, TypeId::Long)
    {
        let text = i.to_string();
        return Ok(m.fresh_str(&text));
    }
    let text = writer::write(m, r)?;
    Ok(m.new_str(&text))
}

/// The str of the built-in part, without a Python class's `__str__`; what has none of its own is shown by its repr.
pub fn native_str(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    if m.is_native(r, TypeId::Long) {
        // A long shows its mark in the repr only.
        let text = int_text(m, r)?;
        return Ok(m.fresh_str(&text));
    }
    if let Payload::Bool(truth) = m.payload(r) {
        let names = (m.interp.names.true_, m.interp.names.false_);
        let text = if *truth { names.0 } else { names.1 };
        return Ok(m.newref(text));
    }
    if m.facts.python_2
        && let Some(text) = two::str(m, r)
    {
        return Ok(m.new_str(&text));
    }
    match m.payload(r) {
        Payload::Str(_) if m.is_exact(r, TypeId::Str) => Ok(m.newref(r)),
        Payload::Str(s) => {
            let text = s.text.clone();
            Ok(m.fresh_str(&text))
        }
        Payload::Exception(_) => crate::builtins::exceptions::message(m, r),
        // mappingproxy_str
        Payload::MappingProxy(mapping) => {
            let mapping = *mapping;
            m.str(mapping)
        }
        _ => m.repr(r),
    }
}

/// The decimal digits of an int (`long_to_decimal_string`).
///
/// # Errors
/// ValueError for more than 4300 digits.
pub fn int_text(m: &mut Machine, r: Ref) -> PyResult<String> {
    let text = match m.payload(r) {
        Payload::Int(i) => return Ok(i.to_string()),
        Payload::Bool(b) => return Ok(i64::from(*b).to_string()),
        Payload::BigInt(b) if b.bits() <= 14_400 => b.to_string(),
        _ => return Err(too_long(m)),
    };
    if text.trim_start_matches('-').len() > number::MOST_DIGITS {
        return Err(too_long(m));
    }
    Ok(text)
}

fn too_long(m: &mut Machine) -> Unwind {
    m.value_error(&format!(
        "Exceeds the limit ({} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit",
        number::MOST_DIGITS
    ))
}

impl Machine {
    /// Notes that the repr of a container is being made; false if it already is.
    pub fn repr_enter(&mut self, r: Ref) -> bool {
        if self.modules_state.in_repr.contains(&r) {
            return false;
        }
        self.make_thread_dict();
        self.modules_state.in_repr.push(r);
        true
    }

    /// The first container whose repr is made needs a list of those under way, in the dict of the thread state
    /// (`Py_ReprEnter` in `Objects/object.c`).
    pub fn make_thread_dict(&mut self) {
        if self.modules_state.thread_dict.is_some() {
            return;
        }
        let dict = self.new_dict();
        self.modules_state.thread_dict = Some(dict);
        let list = self.new_list(Vec::new());
        self.hold(list);
        self.dict_set_text(dict, "Py_Repr", list);
        self.unhold();
        self.decref(list);
    }

    /// The repr of that container is done.
    pub fn repr_leave(&mut self, r: Ref) {
        self.modules_state.in_repr.retain(|&x| x != r);
    }
}
