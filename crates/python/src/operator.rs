//! Operators: the built-in meaning first, then the special methods of Python classes (`Objects/abstract.c`).

use heap::Ref;

use crate::arithmetic;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::opcode::BinaryOp;
use crate::types::TypeId;

impl Machine {
    /// `left op right`, in place or not.
    pub fn binary(&mut self, op: BinaryOp, left: Ref, right: Ref) -> PyResult<Ref> {
        let static_left = self.is_static_instance(left);
        let static_right = self.is_static_instance(right);
        if static_left && static_right {
            return match arithmetic::native(self, op, left, right)? {
                Some(r) => Ok(r),
                None => Err(self.unsupported(op, left, right)),
            };
        }
        let (inplace, forward, reflected) = self.operator_names(op);
        if let Some(name) = inplace
            && !static_left
            && let Some(result) = self.try_operator(left, name, right)?
        {
            return Ok(result);
        }
        // A subclass on the right goes first if it overrides the reflected method.
        let (lc, rc) = (self.class_of(left), self.class_of(right));
        let right_first = lc != rc && self.is_subclass(rc, lc) && {
            let (a, b) = (
                self.type_lookup(rc, reflected),
                self.type_lookup(lc, reflected),
            );
            a != b
        };
        if right_first && let Some(result) = self.try_operator(right, reflected, left)? {
            return Ok(result);
        }
        if let Some(result) = self.try_operator(left, forward, right)? {
            return Ok(result);
        }
        let left_overrides = self.override_of(left, forward).is_some();
        if !left_overrides
            && self.answers_first(op, left, right)
            && let Some(result) = arithmetic::native(self, op, left, right)?
        {
            return Ok(result);
        }
        if !right_first
            && lc != rc
            && let Some(result) = self.try_operator(right, reflected, left)?
        {
            return Ok(result);
        }
        // A sequence on the right is repeated after both sides' own operators have given up.
        let repeats = matches!(op, BinaryOp::Multiply | BinaryOp::InplaceMultiply)
            && self.is_static_instance(right)
            && arithmetic::is_repeatable(self, right);
        if (!left_overrides || repeats)
            && let Some(result) = arithmetic::native(self, op, left, right)?
        {
            return Ok(result);
        }
        Err(self.unsupported(op, left, right))
    }

    /// Whether the built-in part of the left side has a number slot that knows the right side: then the right
    /// side's reflected method is not asked. Joining and repeating sequences comes after that method.
    fn answers_first(&self, op: BinaryOp, left: Ref, right: Ref) -> bool {
        match self.payload(left) {
            Payload::Str(_) | Payload::Bytes(_) | Payload::ByteArray(_) => {
                matches!(op, BinaryOp::Remainder | BinaryOp::InplaceRemainder)
            }
            Payload::Set(_) => matches!(self.payload(right), Payload::Set(_)),
            Payload::Dict(_) => matches!(self.payload(right), Payload::Dict(_)),
            _ => crate::builtins::number_slot::knows(self, left, right),
        }
    }

    fn is_static_instance(&self, r: Ref) -> bool {
        matches!(self.payload(self.class_of(r)), Payload::Type(t) if t.is_static)
            && !matches!(
                self.payload(r),
                Payload::Weakref(_) | Payload::Type(_) | Payload::Native(_)
            )
    }

    /// Calls an operator method of a Python class; `None` for NotImplemented or no method.
    fn try_operator(&mut self, object: Ref, name: Ref, other: Ref) -> PyResult<Option<Ref>> {
        let hook = match self.override_of(object, name) {
            Some(hook) => hook,
            // Proxies, classes and objects of modules bring their operators in their tables.
            None if matches!(
                self.payload(object),
                Payload::Weakref(_) | Payload::Type(_) | Payload::Native(_)
            ) =>
            {
                let class = self.class_of(object);
                match self.type_lookup(class, name) {
                    Some(hook) => hook,
                    None => return Ok(None),
                }
            }
            None => return Ok(None),
        };
        if self.is_none(hook) {
            return Ok(None);
        }
        let result = self.call_hook(hook, object, &[other])?;
        if result == self.interp.not_implemented {
            self.decref(result);
            return Ok(None);
        }
        Ok(Some(result))
    }

    fn operator_names(&self, op: BinaryOp) -> (Option<Ref>, Ref, Ref) {
        use BinaryOp as B;
        let n = &self.interp.names;
        match op {
            B::Add => (None, n.add, n.radd),
            B::And => (None, n.and, n.rand),
            B::FloorDivide => (None, n.floordiv, n.rfloordiv),
            B::LeftShift => (None, n.lshift, n.rlshift),
            B::MatMul => (None, n.matmul, n.rmatmul),
            B::Multiply => (None, n.mul, n.rmul),
            B::Remainder => (None, n.modulo, n.rmod),
            B::Or => (None, n.or, n.ror),
            B::Power => (None, n.pow, n.rpow),
            B::RightShift => (None, n.rshift, n.rrshift),
            B::Subtract => (None, n.sub, n.rsub),
            B::TrueDivide if self.classic_division() => (None, n.div, n.rdiv),
            B::InplaceTrueDivide if self.classic_division() => (Some(n.idiv), n.div, n.rdiv),
            B::TrueDivide => (None, n.truediv, n.rtruediv),
            B::Xor => (None, n.xor, n.rxor),
            B::InplaceAdd => (Some(n.iadd), n.add, n.radd),
            B::InplaceAnd => (Some(n.iand), n.and, n.rand),
            B::InplaceFloorDivide => (Some(n.ifloordiv), n.floordiv, n.rfloordiv),
            B::InplaceLeftShift => (Some(n.ilshift), n.lshift, n.rlshift),
            B::InplaceMatMul => (Some(n.imatmul), n.matmul, n.rmatmul),
            B::InplaceMultiply => (Some(n.imul), n.mul, n.rmul),
            B::InplaceRemainder => (Some(n.imod), n.modulo, n.rmod),
            B::InplaceOr => (Some(n.ior), n.or, n.ror),
            B::InplacePower => (Some(n.ipow), n.pow, n.rpow),
            B::InplaceRightShift => (Some(n.irshift), n.rshift, n.rrshift),
            B::InplaceSubtract => (Some(n.isub), n.sub, n.rsub),
            B::InplaceTrueDivide => (Some(n.itruediv), n.truediv, n.rtruediv),
            B::InplaceXor => (Some(n.ixor), n.xor, n.rxor),
        }
    }

    fn unsupported(&mut self, op: BinaryOp, left: Ref, right: Ref) -> crate::machine::Unwind {
        let sequence = |m: &Self, r| {
            matches!(
                m.payload(r),
                Payload::Str(_)
                    | Payload::List(_)
                    | Payload::Tuple(_)
                    | Payload::Bytes(_)
                    | Payload::ByteArray(_)
            )
        };
        let (l, r) = (
            self.type_name(left).to_owned(),
            self.type_name(right).to_owned(),
        );
        if self.facts.python_2
            && let Some(message) = self.cannot_concatenate(op, left, right)
        {
            return self.type_error(&message);
        }
        if matches!(op, BinaryOp::Add | BinaryOp::InplaceAdd) && sequence(self, left) {
            let message = match self.payload(left) {
                Payload::Bytes(_) | Payload::ByteArray(_) => format!("can't concat {r} to {l}"),
                _ => {
                    let class = self.native_type(left).native().name;
                    format!("can only concatenate {class} (not \"{r}\") to {class}")
                }
            };
            return self.type_error(&message);
        }
        if matches!(op, BinaryOp::Multiply | BinaryOp::InplaceMultiply) {
            if sequence(self, left) {
                return self
                    .type_error(&format!("can't multiply sequence by non-int of type '{r}'"));
            }
            if sequence(self, right) {
                return self
                    .type_error(&format!("can't multiply sequence by non-int of type '{l}'"));
            }
        }
        let text = match op {
            BinaryOp::Power => "** or pow()",
            op => op.text(),
        };
        self.type_error(&format!(
            "unsupported operand type(s) for {text}: '{l}' and '{r}'"
        ))
    }

    /// What Python 2 says to strings and something else.
    fn cannot_concatenate(&self, op: BinaryOp, left: Ref, right: Ref) -> Option<String> {
        if !matches!(op, BinaryOp::Add | BinaryOp::InplaceAdd)
            || !matches!(self.payload(left), Payload::Str(_))
        {
            return None;
        }
        let (l, r) = (self.type_name(left), self.type_name(right));
        Some(if self.is_native(left, TypeId::Unicode) {
            format!("coercing to Unicode: need string or buffer, {r} found")
        } else {
            format!("cannot concatenate '{l}' and '{r}' objects")
        })
    }

    /// `bool(r)`.
    pub fn truth(&mut self, r: Ref) -> PyResult<bool> {
        if r == self.interp.true_ {
            return Ok(true);
        }
        if r == self.interp.false_ || r == self.interp.none {
            return Ok(false);
        }
        let class = self.class_of(r);
        if !matches!(self.payload(class), Payload::Type(t) if t.is_static) {
            let (bool_, len) = (self.interp.names.bool, self.interp.names.len);
            if let Some(hook) = self.class_override(class, bool_) {
                let result = self.call_hook(hook, r, &[])?;
                let value = match self.payload(result) {
                    Payload::Bool(b) => Some(*b),
                    Payload::Int(n) if self.facts.python_2 => Some(*n != 0),
                    _ => None,
                };
                let got = self.type_name(result).to_owned();
                let before = format!("__bool__ should return bool, returned {got}");
                let message = self.wrong_result(r, "__bool__", "a bool", result, before);
                self.decref(result);
                if self.facts.python_2 && value.is_none() {
                    return Err(self.type_error(&format!(
                        "__nonzero__ should return bool or int, returned {got}"
                    )));
                }
                return value.ok_or_else(|| self.type_error(&message));
            }
            if self.class_override(class, len).is_some() {
                return Ok(self.len(r)? != 0);
            }
        }
        Ok(match self.payload(r) {
            Payload::Bool(b) => *b,
            Payload::None => false,
            Payload::NotImplemented if self.version >= crate::version::Version::V3_14_2 => {
                return Err(
                    self.type_error("NotImplemented should not be used in a boolean context")
                );
            }
            Payload::Int(i) => *i != 0,
            Payload::BigInt(_) => true,
            Payload::Float(f) => *f != 0.0,
            Payload::Complex(c) => c.0 != 0.0 || c.1 != 0.0,
            Payload::Str(s) => !s.text.is_empty(),
            Payload::Bytes(b) => !b.is_empty(),
            Payload::ByteArray(b) => !b.is_empty(),
            Payload::List(l) => !l.items.is_empty(),
            Payload::Tuple(t) => !t.items.is_empty(),
            Payload::Dict(d) => !d.is_empty(),
            Payload::Set(s) => !s.is_empty(),
            Payload::Range(range) => !range.is_empty(),
            Payload::DictView(..) | Payload::MappingProxy(_) => self.len(r)? != 0,
            Payload::Weakref(_) if !self.is_native(r, TypeId::Weakref) => {
                crate::modules::weakref::proxy_truth(self, r)?
            }
            Payload::Native(_) => {
                let (bool_, len) = (self.interp.names.bool, self.interp.names.len);
                if let Some(call) = self.table_special(r, bool_) {
                    let answer = call(self, &[r], &[])?;
                    let truth = answer == self.interp.true_;
                    self.decref(answer);
                    return Ok(truth);
                }
                if self.type_lookup(class, len).is_some() {
                    self.len(r)? != 0
                } else {
                    true
                }
            }
            _ => true,
        })
    }

    /// `__index__` as a machine word.
    pub fn index(&mut self, r: Ref) -> PyResult<i64> {
        match self.payload(r) {
            Payload::Int(i) => return Ok(*i),
            Payload::Bool(b) => return Ok(i64::from(*b)),
            Payload::BigInt(_) => {
                return Err(self.overflow("cannot fit 'int' into an index-sized integer"));
            }
            _ => {}
        }
        let name = self.interp.names.index;
        match self.special(r, name, &[])? {
            Some(result) => {
                let value = match self.payload(result) {
                    Payload::Int(i) => Ok(*i),
                    Payload::Bool(b) => Ok(i64::from(*b)),
                    Payload::BigInt(_) => {
                        Err(self.overflow("cannot fit 'int' into an index-sized integer"))
                    }
                    _ => {
                        let got = self.type_name(result).to_owned();
                        let before = format!("__index__ returned non-int (type {got})");
                        let message = self.wrong_result(r, "__index__", "an int", result, before);
                        Err(self.type_error(&message))
                    }
                };
                self.decref(result);
                value
            }
            None => {
                let got = self.type_name(r).to_owned();
                if self.facts.python_2 {
                    // What `PyArg_ParseTuple` says to anything but an int.
                    return Err(self.type_error("an integer is required"));
                }
                Err(self.type_error(&format!(
                    "'{got}' object cannot be interpreted as an integer"
                )))
            }
        }
    }

    /// The value of an int (or bool), of any size.
    pub fn to_int(&self, r: Ref) -> Option<num_bigint::BigInt> {
        match self.payload(r) {
            Payload::Int(i) => Some((*i).into()),
            Payload::Bool(b) => Some(i64::from(*b).into()),
            Payload::BigInt(b) => Some((**b).clone()),
            _ => None,
        }
    }
}
