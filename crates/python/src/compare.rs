//! Comparison and hashing (`PyObject_RichCompare`, `PyObject_Hash`).

mod two;

use std::cmp::Ordering;

use heap::Ref;

use crate::arithmetic;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::opcode::CompareOp;
use crate::types::TypeId;

const PRIME_1: u64 = 11_400_714_785_074_694_791;
const PRIME_2: u64 = 14_029_467_366_897_019_727;
const PRIME_5: u64 = 2_870_177_450_012_600_261;

/// -1 is reserved.
fn finish_lanes(hash: u64) -> i64 {
    if hash == u64::MAX {
        1_546_275_796
    } else {
        hash as i64
    }
}

impl CompareOp {
    /// The same question asked from the other side.
    pub fn swapped(self) -> Self {
        match self {
            CompareOp::Lt => CompareOp::Gt,
            CompareOp::Le => CompareOp::Ge,
            CompareOp::Eq => CompareOp::Eq,
            CompareOp::Ne => CompareOp::Ne,
            CompareOp::Gt => CompareOp::Lt,
            CompareOp::Ge => CompareOp::Le,
        }
    }

    /// What an ordering answers.
    pub fn holds(self, ordering: Option<Ordering>) -> bool {
        match (self, ordering) {
            (CompareOp::Ne, o) => o != Some(Ordering::Equal),
            (_, None) => false,
            (CompareOp::Lt, Some(o)) => o.is_lt(),
            (CompareOp::Le, Some(o)) => o.is_le(),
            (CompareOp::Eq, Some(o)) => o.is_eq(),
            (CompareOp::Gt, Some(o)) => o.is_gt(),
            (CompareOp::Ge, Some(o)) => o.is_ge(),
        }
    }
}

impl Machine {
    fn compare_name(&self, op: CompareOp) -> Ref {
        let n = &self.interp.names;
        match op {
            CompareOp::Lt => n.lt,
            CompareOp::Le => n.le,
            CompareOp::Eq => n.eq,
            CompareOp::Ne => n.ne,
            CompareOp::Gt => n.gt,
            CompareOp::Ge => n.ge,
        }
    }

    /// `left op right` as an object.
    pub fn compare(&mut self, op: CompareOp, left: Ref, right: Ref) -> PyResult<Ref> {
        if let Some(answer) = self.compare_simple(op, left, right) {
            return Ok(self.bool(answer));
        }
        self.recursing(" in comparison", |m| m.compare_sides(op, left, right))
    }

    fn compare_sides(&mut self, op: CompareOp, left: Ref, right: Ref) -> PyResult<Ref> {
        let (lc, rc) = (self.class_of(left), self.class_of(right));
        let swapped = self.compare_name(op.swapped());
        let right_first = lc != rc
            && self.is_subclass(rc, lc)
            && (!self.facts.python_2 || self.compares(right, swapped));
        if right_first && let Some(result) = self.compare_one_side(op.swapped(), right, left)? {
            return Ok(result);
        }
        if let Some(result) = self.compare_one_side(op, left, right)? {
            return Ok(result);
        }
        if !right_first && let Some(result) = self.compare_one_side(op.swapped(), right, left)? {
            return Ok(result);
        }
        if self.facts.python_2
            && let Some(ordering) = self.three_way(left, right)?
        {
            return Ok(self.bool(op.holds(Some(ordering))));
        }
        match op {
            CompareOp::Eq => Ok(self.bool(left == right)),
            CompareOp::Ne => Ok(self.bool(left != right)),
            _ if self.facts.python_2 => {
                let ordering = self.default_order(left, right);
                Ok(self.bool(op.holds(Some(ordering))))
            }
            _ => {
                let (l, r) = (
                    self.type_name(left).to_owned(),
                    self.type_name(right).to_owned(),
                );
                Err(self.type_error(&format!(
                    "'{}' not supported between instances of '{l}' and '{r}'",
                    op.text()
                )))
            }
        }
    }

    /// `default_3way_compare` of 2.7: by address within a type, else None, numbers, the rest by name of the type.
    pub(crate) fn default_order(&self, left: Ref, right: Ref) -> Ordering {
        let (l, r) = (self.shown_type(left), self.shown_type(right));
        if l == r {
            return self.heap.addr(left).0.cmp(&self.heap.addr(right).0);
        }
        let rank = |class, object| {
            if self.is_none(object) {
                return (0, String::new());
            }
            match arithmetic::number(self, object) {
                Some(_) => (1, String::new()),
                None => (1, self.class_name(class).to_owned()),
            }
        };
        rank(l, left)
            .cmp(&rank(r, right))
            .then(self.heap.addr(l).0.cmp(&self.heap.addr(r).0))
    }

    fn compares(&mut self, object: Ref, name: Ref) -> bool {
        self.override_of(object, name).is_some()
    }

    /// One side's own answer; `None` is NotImplemented.
    fn compare_one_side(&mut self, op: CompareOp, left: Ref, right: Ref) -> PyResult<Option<Ref>> {
        let name = self.compare_name(op);
        let mut hook = self.override_of(left, name);
        // Proxies of 2.7 do not stand for what they refer to when they are compared.
        let proxy = self.facts.python_2
            && matches!(self.payload(left), Payload::Weakref(_))
            && !self.is_native(left, crate::types::TypeId::Weakref);
        if hook.is_none()
            && !proxy
            && matches!(self.payload(left), Payload::Weakref(_) | Payload::Native(_))
        {
            let class = self.class_of(left);
            hook = self
                .type_lookup(class, name)
                .filter(|&h| !self.is_object_slot(h));
        }
        if let Some(hook) = hook {
            let result = self.call_hook(hook, left, &[right])?;
            if result == self.interp.not_implemented {
                self.decref(result);
                return Ok(None);
            }
            return Ok(Some(result));
        }
        if op == CompareOp::Ne && !self.facts.python_2 {
            // object.__ne__: the opposite of __eq__.
            let eq = self.interp.names.eq;
            if let Some(hook) = self.override_of(left, eq) {
                // Its wrapper has both in a tuple, and the other one in another (`wrapperdescr_call`).
                let mark = self.held_mark();
                self.hold_arguments(&[left, right], &[]);
                self.hold_arguments(&[right], &[]);
                let result = self.call_hook(hook, left, &[right]);
                self.release_to(mark);
                let result = result?;
                if result == self.interp.not_implemented {
                    self.decref(result);
                    return Ok(None);
                }
                self.hold(result);
                let truth = self.truth(result);
                self.unhold();
                self.decref(result);
                return Ok(Some(self.bool(!truth?)));
            }
        }
        crate::builtins::compare_containers::containers_compare(self, op, left, right)
    }

    fn is_object_slot(&self, r: Ref) -> bool {
        matches!(self.payload(r), Payload::Builtin(b) if b.owner == Some(self.type_ref(crate::types::TypeId::Object)))
    }

    /// Numbers and strings, whose comparison runs no Python code.
    fn compare_simple(&self, op: CompareOp, left: Ref, right: Ref) -> Option<bool> {
        if !self.plain(left) || !self.plain(right) {
            return None;
        }
        match (self.payload(left), self.payload(right)) {
            (Payload::Int(a), Payload::Int(b)) => Some(op.holds(Some(a.cmp(b)))),
            (Payload::Str(a), Payload::Str(b)) => Some(op.holds(Some(a.text.cmp(&b.text)))),
            (Payload::Bytes(a), Payload::Bytes(b)) => Some(op.holds(Some(a.cmp(b)))),
            _ => {
                let ordering = arithmetic::compare_numbers(self, left, right)?;
                let equality = matches!(op, CompareOp::Eq | CompareOp::Ne);
                (equality || !arithmetic::either_complex(self, left, right))
                    .then(|| op.holds(ordering))
            }
        }
    }

    /// Whether an object's class is a static type, so that nothing of the program can take part.
    fn plain(&self, r: Ref) -> bool {
        matches!(self.payload(self.class_of(r)), Payload::Type(t) if t.is_static)
    }

    /// Equality if it can be told without running Python code.
    pub fn equal_natively(&self, a: Ref, b: Ref) -> Option<bool> {
        if a == b {
            return Some(true);
        }
        if let Some(answer) = self.compare_simple(CompareOp::Eq, a, b) {
            return Some(answer);
        }
        let atom = |r| {
            self.plain(r)
                && matches!(
                    self.payload(r),
                    Payload::None
                        | Payload::Ellipsis
                        | Payload::NotImplemented
                        | Payload::Bool(_)
                        | Payload::Int(_)
                        | Payload::BigInt(_)
                        | Payload::Float(_)
                        | Payload::Str(_)
                        | Payload::Bytes(_)
                        | Payload::Function(_)
                )
        };
        if atom(a) && atom(b) {
            Some(false)
        } else {
            None
        }
    }

    /// `a is b or a == b`.
    pub fn equal(&mut self, a: Ref, b: Ref) -> PyResult<bool> {
        if let Some(answer) = self.equal_natively(a, b) {
            return Ok(answer);
        }
        let result = self.compare(CompareOp::Eq, a, b)?;
        self.hold(result);
        let truth = self.truth(result);
        self.unhold();
        self.decref(result);
        truth
    }

    /// `a < b` as sorting asks it.
    pub fn less(&mut self, a: Ref, b: Ref) -> PyResult<bool> {
        let result = self.compare(CompareOp::Lt, a, b)?;
        self.hold(result);
        let truth = self.truth(result);
        self.unhold();
        self.decref(result);
        truth
    }

    /// `hash(r)`.
    pub fn hash(&mut self, r: Ref) -> PyResult<i64> {
        if let Payload::Str(s) = self.payload(r)
            && self.plain(r)
        {
            return Ok(s.hash());
        }
        let name = self.interp.names.hash;
        let class = self.class_of(r);
        if let Some(hook) = self.class_override(class, name) {
            if self.is_none(hook) {
                return Err(self.unhashable(r));
            }
            let result = self.call_hook(hook, r, &[])?;
            // slot_tp_hash: an int that fits a machine word is the hash as it is.
            let hash = match self.payload(result) {
                Payload::Int(i) => Some(if *i == -1 { -2 } else { *i }),
                Payload::Bool(_) | Payload::BigInt(_) => arithmetic::hash_number(self, result),
                _ => None,
            };
            self.decref(result);
            return match hash {
                Some(hash) => Ok(hash),
                None => Err(self.type_error("__hash__ method should return an integer")),
            };
        }
        if self.is_classic(class) {
            let (eq, cmp) = (self.interp.names.eq, self.interp.names.cmp);
            if self.override_of(r, eq).is_some() || self.override_of(r, cmp).is_some() {
                return Err(self.type_error("unhashable instance"));
            }
        }
        self.native_hash(r)
    }

    /// The hash of the built-in part, without a Python class's `__hash__`.
    pub fn native_hash(&mut self, r: Ref) -> PyResult<i64> {
        if self.facts.python_2
            && let Some(hash) = self.hash_of_two(r)?
        {
            return Ok(hash);
        }
        if let Some(hash) = arithmetic::hash_number(self, r) {
            return Ok(hash);
        }
        match self.payload(r) {
            Payload::Str(s) => Ok(s.hash()),
            Payload::Bytes(b) => Ok(crate::objects::string::hash_bytes(b)),
            Payload::None if self.at_least(crate::version::Version::V3_12) => Ok(0xFCA8_6420),
            Payload::Tuple(t) => {
                let items = t.items.clone();
                let hash = self.hash_lanes(&items)?;
                Ok(finish_lanes(
                    hash.wrapping_add(items.len() as u64 ^ (PRIME_5 ^ 3_527_539)),
                ))
            }
            Payload::Slice(parts) if self.at_least(crate::version::Version::V3_12) => {
                let parts = **parts;
                self.hash_lanes(&parts).map(finish_lanes)
            }
            Payload::Set(s) if s.frozen => {
                let mut hash: u64 = 0;
                for (_, h) in s.hashed() {
                    let h = h as u64;
                    hash ^= ((h ^ 89_869_747) ^ (h << 16)).wrapping_mul(3_644_798_167);
                }
                hash ^= (s.len() as u64 + 1).wrapping_mul(1_927_868_237);
                hash ^= (hash >> 11) ^ (hash >> 25);
                hash = hash.wrapping_mul(69069).wrapping_add(907_133_923);
                Ok(if hash == u64::MAX {
                    590_923_713
                } else {
                    hash as i64
                })
            }
            Payload::List(_) | Payload::Dict(_) | Payload::Set(_) | Payload::ByteArray(_) => {
                Err(self.unhashable(r))
            }
            Payload::Slice(_) => Err(self.unhashable(r)),
            Payload::Method(parts) => {
                let (f, o, _) = **parts;
                let (a, b) = (self.hash(f)?, self.address_hash(o));
                Ok(a ^ b)
            }
            Payload::Weakref(_) if self.is_native(r, TypeId::Weakref) => {
                crate::modules::weakref::reference::hash(self, r)
            }
            Payload::Weakref(_) => Err(self.unhashable(r)),
            Payload::Range(range) => {
                // The hash of (length, start, step), as far as they matter.
                let [start, _, step, length] = range.parts;
                let none = self.interp.none;
                let parts = match range.len() {
                    0 => [length, none, none],
                    1 => [length, start, none],
                    _ => [length, start, step],
                };
                let hash = self.hash_lanes(&parts)?;
                Ok(finish_lanes(hash.wrapping_add(3 ^ (PRIME_5 ^ 3_527_539))))
            }
            Payload::Native(_) => {
                let (class, name) = (self.class_of(r), self.interp.names.hash);
                let own = self
                    .type_lookup(class, name)
                    .filter(|&h| !self.is_object_slot(h));
                match own.map(|h| self.payload(h)) {
                    Some(Payload::Builtin(b)) => {
                        let result = (b.def.call)(self, &[r], &[])?;
                        let hash = arithmetic::hash_number(self, result).unwrap_or(0);
                        self.decref(result);
                        Ok(hash)
                    }
                    _ => Ok(self.address_hash(r)),
                }
            }
            _ => Ok(self.address_hash(r)),
        }
    }

    /// xxHash over the hashes of some objects, as in `Objects/tupleobject.c` and `Objects/sliceobject.c`.
    fn hash_lanes(&mut self, items: &[Ref]) -> PyResult<u64> {
        let mut acc = PRIME_5;
        for &item in items {
            let lane = self.recursing("", |m| m.hash(item))? as u64;
            acc = acc
                .wrapping_add(lane.wrapping_mul(PRIME_2))
                .rotate_left(31)
                .wrapping_mul(PRIME_1);
        }
        Ok(acc)
    }

    /// `_Py_HashPointer`.
    pub fn address_hash(&self, r: Ref) -> i64 {
        let hash = self.heap.addr(r).0.rotate_right(4) as i64;
        if hash == -1 { -2 } else { hash }
    }

    /// TypeError: unhashable type.
    pub fn unhashable(&mut self, r: Ref) -> crate::machine::Unwind {
        let message = format!("unhashable type: '{}'", self.type_name(r));
        self.type_error(&message)
    }
}
