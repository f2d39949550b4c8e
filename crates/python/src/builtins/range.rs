//! `range` (`Objects/rangeobject.c`).

use heap::Ref;

use super::argument;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{GetSetDef, Kwargs, NativeDef};
use crate::objects::iterator::Iter;
use crate::objects::range::Range;
use crate::slicing::SliceParts;
use crate::types::{TypeId, TypeMembers};
use crate::version::Version;

/// `range`
pub static MEMBERS: TypeMembers = TypeMembers {
    new: Some(new),
    init: None,
    methods: &[
        NativeDef::method("count", count),
        NativeDef::method("index", index),
        NativeDef::method("__reversed__", reversed),
        NativeDef::slot("__repr__", super::slot::repr),
        NativeDef::slot("__hash__", super::slot::hash),
        NativeDef::slot("__bool__", truth),
        NativeDef::slot("__len__", super::slot::len),
        NativeDef::slot("__iter__", super::slot::iter),
        NativeDef::slot("__getitem__", super::slot::getitem),
        NativeDef::slot("__contains__", super::slot::contains),
        NativeDef::slot("__eq__", super::slot::eq),
        NativeDef::slot("__ne__", super::slot::ne),
    ],
    getset: &[
        GetSetDef::read("start", |m, r| part(m, r, 0)),
        GetSetDef::read("stop", |m, r| part(m, r, 1)),
        GetSetDef::read("step", |m, r| part(m, r, 2)),
    ],
};

fn part(m: &mut Machine, range: Ref, which: usize) -> PyResult<Ref> {
    match m.payload(range) {
        Payload::Range(range) => {
            let r = range.parts.get(which).copied().unwrap_or(m.interp.none);
            Ok(m.newref(r))
        }
        _ => Ok(m.none()),
    }
}

fn new(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (_, rest) = argument::this(m, args)?;
    argument::between(m, "range", rest, kwargs, 1, 3)?;
    // The ints that were given are kept themselves.
    let mark = m.held_mark();
    for &r in rest {
        match m.index_object(r) {
            Ok(Some(value)) => {
                m.hold(value);
            }
            Ok(None) => {
                m.release_to(mark);
                let message = format!(
                    "'{}' object cannot be interpreted as an integer",
                    m.type_name(r)
                );
                return Err(m.type_error(&message));
            }
            Err(e) => {
                m.release_keeping(mark, e);
                return Err(e);
            }
        }
    }
    let given = m.held.split_off(mark);
    let parts = match *given.as_slice() {
        [stop] => [m.new_int(0), stop, m.new_int(1)],
        [start, stop] => [start, stop, m.new_int(1)],
        [start, stop, step] => [start, stop, step],
        _ => return Ok(m.none()),
    };
    let values = parts.map(|r| match m.payload(r) {
        Payload::Int(i) => Some(*i),
        Payload::Bool(b) => Some(i64::from(*b)),
        _ => None,
    });
    let [Some(start), Some(stop), Some(step)] = values else {
        m.decref_all(parts);
        return Err(m.not_supported("a range whose start, stop or step needs more than 64 bits"));
    };
    if step == 0 {
        m.decref_all(parts);
        return Err(m.value_error("range() arg 3 must not be zero"));
    }
    let [a, b, c] = parts;
    Ok(make(m, [a, b, c], start, stop, step))
}

fn make(m: &mut Machine, parts: [Ref; 3], start: i64, stop: i64, step: i64) -> Ref {
    let [a, b, c] = parts;
    let mut range = Range {
        parts: [a, b, c, a],
        start,
        stop,
        step,
    };
    let length = m.new_int(range.len());
    range.parts = [a, b, c, length];
    m.make(TypeId::Range, Payload::Range(Box::new(range)))
}

/// `range[slice]`
pub fn slice(m: &mut Machine, range: Ref, parts: SliceParts) -> Ref {
    let Payload::Range(r) = m.payload(range) else {
        return m.none();
    };
    let (inside, _) = parts.within(usize::try_from(r.len()).unwrap_or(0));
    let (start, stop, step) = (
        r.get(inside.start),
        r.get(inside.stop),
        r.step.saturating_mul(inside.step),
    );
    m.new_range(start, stop, step)
}

/// Where a range has a value.
pub fn position(range: &Range, value: i64) -> Option<i64> {
    let offset = i128::from(value) - i128::from(range.start);
    let step = i128::from(range.step);
    if offset % step != 0 {
        return None;
    }
    i64::try_from(offset / step)
        .ok()
        .filter(|at| (0..range.len()).contains(at))
}

fn find(m: &mut Machine, range: Ref, item: Ref) -> PyResult<Option<i64>> {
    let Payload::Range(r) = m.payload(range) else {
        return Ok(None);
    };
    match m.payload(item) {
        Payload::Int(value) => return Ok(position(r, *value)),
        Payload::Bool(value) => return Ok(position(r, i64::from(*value))),
        _ => {}
    }
    let iterator = m.native_iter(range)?.unwrap_or(m.interp.empty_tuple);
    m.hold(iterator);
    let mut at = 0;
    let result = loop {
        let candidate = match m.iter_next(iterator) {
            Ok(Some(candidate)) => candidate,
            Ok(None) => break Ok(None),
            Err(e) => break Err(e),
        };
        m.hold(candidate);
        let same = m.equal(candidate, item);
        m.unhold();
        match m.give_up(candidate, same) {
            Ok(false) => at += 1,
            Ok(true) => break Ok(Some(at)),
            Err(e) => break Err(e),
        }
    };
    m.unhold();
    m.give_up(iterator, result)
}

fn truth(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    argument::none(m, "range.__bool__", rest, kwargs)?;
    let truth = m.truth(this)?;
    Ok(m.bool(truth))
}

fn count(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (range, rest) = argument::this(m, args)?;
    let item = argument::one(m, "range.count", rest, kwargs)?;
    let found = find(m, range, item)?;
    Ok(m.new_int(i64::from(found.is_some())))
}

fn index(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (range, rest) = argument::this(m, args)?;
    let item = argument::one(m, "range.index", rest, kwargs)?;
    match find(m, range, item)? {
        Some(at) => Ok(m.new_int(at)),
        None if matches!(
            m.payload(item),
            Payload::Int(_) | Payload::BigInt(_) | Payload::Bool(_)
        ) =>
        {
            if m.at_least(Version::V3_14_2) {
                return Err(m.value_error("range.index(x): x not in range"));
            }
            let text = m.repr_string(item)?;
            Err(m.value_error(&format!("{text} is not in range")))
        }
        None => Err(m.value_error("sequence.index(x): x not in sequence")),
    }
}

fn reversed(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (range, rest) = argument::this(m, args)?;
    argument::none(m, "range.__reversed__", rest, kwargs)?;
    let Payload::Range(r) = m.payload(range) else {
        return Ok(m.none());
    };
    let left = r.len();
    let iter = Iter::Range {
        next: r.get(left - 1),
        step: r.step.saturating_neg(),
        left,
    };
    Ok(m.new_iter(TypeId::RangeIterator, iter))
}
