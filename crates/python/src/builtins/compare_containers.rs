//! Comparison of built-in containers (`tp_richcompare`).

use heap::Ref;

use crate::arithmetic;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::body::DictPart;
use crate::opcode::CompareOp;
use crate::types::TypeId;

/// `a op b` for containers and other built-in parts that compare by content; `None` is NotImplemented.
pub fn containers_compare(m: &mut Machine, op: CompareOp, a: Ref, b: Ref) -> PyResult<Option<Ref>> {
    let equality = matches!(op, CompareOp::Eq | CompareOp::Ne);
    match (m.payload(a), m.payload(b)) {
        (Payload::List(_), Payload::List(_)) | (Payload::Tuple(_), Payload::Tuple(_)) => {
            super::list::compare(m, op, a, b).map(Some)
        }
        (Payload::Dict(_), Payload::Dict(_)) if equality => {
            let same = super::dict::equal(m, a, b)?;
            Ok(Some(m.bool(same == (op == CompareOp::Eq))))
        }
        (Payload::Set(_), Payload::Set(_)) => super::set::compare(m, op, a, b).map(Some),
        (Payload::DictView(_, part), Payload::DictView(_, other))
            if *part != DictPart::Values && *other != DictPart::Values =>
        {
            super::dict_view::compare(m, op, a, b).map(Some)
        }
        (Payload::DictView(_, part), Payload::Set(_))
        | (Payload::Set(_), Payload::DictView(_, part))
            if *part != DictPart::Values =>
        {
            super::dict_view::compare(m, op, a, b).map(Some)
        }
        (Payload::Range(x), Payload::Range(y)) if equality => {
            let key = |r: &crate::objects::range::Range| match r.len() {
                0 => (0, 0, 0),
                1 => (1, r.start, 0),
                n => (n, r.start, r.step),
            };
            let same = key(x) == key(y);
            Ok(Some(m.bool(same == (op == CompareOp::Eq))))
        }
        (Payload::Slice(x), Payload::Slice(y)) => {
            let (x, y) = (**x, **y);
            super::slice::compare(m, op, &x, &y).map(Some)
        }
        (Payload::MappingProxy(x), _) => {
            let x = *x;
            let b = match m.payload(b) {
                Payload::MappingProxy(y) => *y,
                _ => b,
            };
            m.compare(op, x, b).map(Some)
        }
        (Payload::UnboundMethod(x), Payload::UnboundMethod(y)) if equality => {
            let same = x.0 == y.0;
            Ok(Some(m.bool(same == (op == CompareOp::Eq))))
        }
        (Payload::Method(x), Payload::Method(y)) if equality => {
            let ((f, s, _), (g, t, _)) = (**x, **y);
            let same = s == t && m.equal(f, g)?;
            Ok(Some(m.bool(same == (op == CompareOp::Eq))))
        }
        (Payload::Builtin(x), Payload::Builtin(y)) if equality => {
            let same =
                a == b || (x.bound.is_some() && x.bound == y.bound && std::ptr::eq(x.def, y.def));
            Ok(Some(m.bool(same == (op == CompareOp::Eq))))
        }
        (Payload::Object, Payload::Object)
            if m.is_native(a, TypeId::SimpleNamespace)
                && m.is_native(b, TypeId::SimpleNamespace) =>
        {
            super::simple_namespace::compare(m, op, a, b).map(Some)
        }
        (Payload::Cell(x), Payload::Cell(y)) => match (*x, *y) {
            (Some(x), Some(y)) => m.compare(op, x, y).map(Some),
            (x, y) => Ok(Some(m.bool(op.holds(Some(x.is_some().cmp(&y.is_some())))))),
        },
        (
            Payload::Str(_)
            | Payload::Bytes(_)
            | Payload::ByteArray(_)
            | Payload::Int(_)
            | Payload::BigInt(_)
            | Payload::Bool(_)
            | Payload::Float(_)
            | Payload::Complex(_),
            _,
        ) => Ok(compare_atoms(m, op, a, b)),
        _ => Ok(None),
    }
}

/// Numbers and texts, also of Python classes that derive from them.
fn compare_atoms(m: &mut Machine, op: CompareOp, a: Ref, b: Ref) -> Option<Ref> {
    let bytes = |r| match m.payload(r) {
        Payload::Bytes(b) => Some(&**b),
        Payload::ByteArray(b) => Some(b.as_slice()),
        _ => None,
    };
    let ordering = match (m.str_of(a), m.str_of(b)) {
        (Some(x), Some(y)) => Some(x.cmp(y)),
        _ => match (bytes(a), bytes(b)) {
            (Some(x), Some(y)) => Some(x.cmp(y)),
            _ if arithmetic::either_complex(m, a, b)
                && !matches!(op, CompareOp::Eq | CompareOp::Ne) =>
            {
                return None;
            }
            _ => arithmetic::compare_numbers(m, a, b)?,
        },
    };
    Some(m.bool(op.holds(ordering)))
}
