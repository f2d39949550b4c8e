//! `slice` (`Objects/sliceobject.c`).

use heap::Ref;

use super::argument;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{GetSetDef, Kwargs, NativeDef};
use crate::opcode::CompareOp;
use crate::types::TypeMembers;

/// `slice`
pub static MEMBERS: TypeMembers = TypeMembers {
    new: Some(new),
    init: None,
    methods: &[
        NativeDef::method("indices", indices),
        NativeDef::slot("__repr__", super::slot::repr),
        NativeDef::slot("__hash__", super::slot::hash),
        NativeDef::slot("__eq__", super::slot::eq),
        NativeDef::slot("__ne__", super::slot::ne),
        NativeDef::slot("__lt__", super::slot::lt),
        NativeDef::slot("__le__", super::slot::le),
        NativeDef::slot("__gt__", super::slot::gt),
        NativeDef::slot("__ge__", super::slot::ge),
    ],
    getset: &[
        GetSetDef::read("start", |m, r| part(m, r, 0)),
        GetSetDef::read("stop", |m, r| part(m, r, 1)),
        GetSetDef::read("step", |m, r| part(m, r, 2)),
    ],
};

fn part(m: &mut Machine, slice: Ref, which: usize) -> PyResult<Ref> {
    match m.payload(slice) {
        Payload::Slice(parts) => {
            let r = parts.get(which).copied().unwrap_or(m.interp.none);
            Ok(m.newref(r))
        }
        _ => Ok(m.none()),
    }
}

fn new(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (_, rest) = argument::this(m, args)?;
    argument::between(m, "slice", rest, kwargs, 1, 3)?;
    let none = m.interp.none;
    let parts = match *rest {
        [stop] => [none, stop, none],
        [start, stop] => [start, stop, none],
        [start, stop, step] => [start, stop, step],
        _ => [none; 3],
    };
    for r in parts {
        m.incref(r);
    }
    Ok(m.new_slice(parts))
}

fn indices(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (slice, rest) = argument::this(m, args)?;
    let length = argument::one(m, "slice.indices", rest, kwargs)?;
    let len = m.index(length)?;
    let Ok(len) = usize::try_from(len) else {
        return Err(m.value_error("length should not be negative"));
    };
    let (inside, _) = m.unpack_slice(slice)?.within(len);
    let parts = [inside.start, inside.stop, inside.step].map(|v| m.new_int(v));
    Ok(m.new_tuple(parts.to_vec()))
}

/// Slices compare as tuples of their parts.
pub fn compare(m: &mut Machine, op: CompareOp, a: &[Ref; 3], b: &[Ref; 3]) -> PyResult<Ref> {
    let mark = m.held_mark();
    let mut tuple = |parts: &[Ref; 3]| {
        for &r in parts {
            m.incref(r);
        }
        let t = m.new_tuple(parts.to_vec());
        m.hold(t)
    };
    let (a, b) = (tuple(a), tuple(b));
    let result = super::list::compare(m, op, a, b);
    match result {
        Ok(r) => {
            m.release_to(mark);
            Ok(r)
        }
        Err(e) => {
            m.release_keeping(mark, e);
            Err(e)
        }
    }
}
