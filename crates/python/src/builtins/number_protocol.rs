//! Number operations that no instruction stands for: `abs`, `divmod` and `pow` with three operands
//! (`Objects/abstract.c`).

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::version::Version;

impl Machine {
    /// `PyNumber_Absolute`
    pub fn absolute(&mut self, x: Ref) -> PyResult<Ref> {
        let name = self.interp.names.abs;
        match self.call_special(x, name, &[])? {
            Some(r) => Ok(r),
            None => {
                let message = format!("bad operand type for abs(): '{}'", self.type_name(x));
                Err(self.type_error(&message))
            }
        }
    }

    /// `PyNumber_Divmod`
    pub fn divmod(&mut self, a: Ref, b: Ref) -> PyResult<Ref> {
        let names = (self.interp.names.divmod, self.interp.names.rdivmod);
        if let Some(result) = self.answer(a, names.0, &[b])? {
            return Ok(result);
        }
        // An object's own type is asked once: its slot has tried both methods.
        if self.class_of(a) != self.class_of(b)
            && let Some(result) = self.answer(b, names.1, &[a])?
        {
            return Ok(result);
        }
        let message = format!(
            "unsupported operand type(s) for divmod(): '{}' and '{}'",
            self.type_name(a),
            self.type_name(b)
        );
        Err(self.type_error(&message))
    }

    /// `PyNumber_Power` with a modulus.
    pub fn power_modulo(&mut self, base: Ref, exp: Ref, modulus: Ref) -> PyResult<Ref> {
        let names = (self.interp.names.pow, self.interp.names.rpow);
        if let Some(result) = self.answer(base, names.0, &[exp, modulus])? {
            return Ok(result);
        }
        if let Some(result) = crate::modules::weakref::ternary_power(self, base, exp, modulus)? {
            return Ok(result);
        }
        // Up to 3.13 a Python class's `__rpow__` never sees a modulus (`slot_nb_power`).
        if self.at_least(Version::V3_14_2)
            && self.class_of(base) != self.class_of(exp)
            && self.override_of(exp, names.1).is_some()
            && let Some(result) = self.answer(exp, names.1, &[base, modulus])?
        {
            return Ok(result);
        }
        let message = format!(
            "unsupported operand type(s) for ** or pow(): '{}', '{}', '{}'",
            self.type_name(base),
            self.type_name(exp),
            self.type_name(modulus)
        );
        Err(self.type_error(&message))
    }

    /// What a special method gives, unless that is NotImplemented.
    fn answer(&mut self, object: Ref, name: Ref, args: &[Ref]) -> PyResult<Option<Ref>> {
        match self.call_special(object, name, args)? {
            Some(result) if result == self.interp.not_implemented => {
                self.decref(result);
                Ok(None)
            }
            other => Ok(other),
        }
    }
}
