//! `count`, `cycle`, `repeat`: iterators that need not end.

use heap::Ref;

use super::{Itertool, made, split, tool};
use crate::builtins::argument::{self, Signature};
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::Kwargs;
use crate::opcode::BinaryOp;

pub(super) fn new_count(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = split(m, args)?;
    let signature = Signature {
        name: "count",
        params: &["start", "step"],
        positional: 2,
        unnamed: 0,
        required: 0,
    };
    let [start, step] = signature.bind(m, rest, kwargs)?;
    for r in [start, step].into_iter().flatten() {
        let is_number = matches!(
            m.payload(r),
            Payload::Int(_)
                | Payload::Bool(_)
                | Payload::BigInt(_)
                | Payload::Float(_)
                | Payload::Complex(_)
        );
        let (add, index) = (m.interp.names.add, m.interp.names.index);
        if !is_number && m.override_of(r, index).is_none() && m.override_of(r, add).is_none() {
            return Err(m.type_error("a number is required"));
        }
    }
    let step = match step {
        Some(step) => m.newref(step),
        None => m.new_int(1),
    };
    let one = matches!(m.payload(step), Payload::Int(1));
    let (word, long) = match start.map(|r| (r, m.payload(r))) {
        None if one => (0, None),
        None => (0, Some(m.new_int(0))),
        Some((_, Payload::Int(word))) if one && *word < i64::MAX => (*word, None),
        Some((r, _)) => (0, Some(m.newref(r))),
    };
    Ok(made(m, class, Itertool::Count { word, long, step }))
}

pub(super) fn repr_count(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let tool = args.first().and_then(|&r| m.native::<Itertool>(r)).cloned();
    let Some(Itertool::Count { word, long, step }) = tool else {
        return Err(m.type_error("a count is needed"));
    };
    let text = match long {
        None => format!("count({word})"),
        Some(long) => {
            let start = m.repr_string(long)?;
            if matches!(m.payload(step), Payload::Int(1)) {
                format!("count({start})")
            } else {
                format!("count({start}, {})", m.repr_string(step)?)
            }
        }
    };
    Ok(m.new_str(&text))
}

pub(super) fn new_cycle(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = split(m, args)?;
    argument::between(m, "cycle", rest, kwargs, 1, 1)?;
    let &[iterable] = rest else {
        return Ok(m.none());
    };
    let iter = m.iter(iterable)?;
    let saved = m.new_list(Vec::new());
    Ok(made(
        m,
        class,
        Itertool::Cycle {
            iter: Some(iter),
            saved,
            at: 0,
        },
    ))
}

pub(super) fn new_repeat(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = split(m, args)?;
    let signature = Signature {
        name: "repeat",
        params: &["object", "times"],
        positional: 2,
        unnamed: 0,
        required: 1,
    };
    let [element, times] = signature.bind(m, rest, kwargs)?;
    let Some(element) = element else {
        return Ok(m.none());
    };
    let left = match times {
        Some(times) => Some(m.index(times)?.max(0)),
        None => None,
    };
    m.incref(element);
    Ok(made(m, class, Itertool::Repeat { element, left }))
}

pub(super) fn repr_repeat(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let tool = args.first().and_then(|&r| m.native::<Itertool>(r)).cloned();
    let Some(Itertool::Repeat { element, left }) = tool else {
        return Err(m.type_error("a repeat is needed"));
    };
    let element = m.repr_string(element)?;
    let text = match left {
        None => format!("repeat({element})"),
        Some(left) => format!("repeat({element}, {left})"),
    };
    Ok(m.new_str(&text))
}

pub(super) fn repeat_hint(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    match args.first().and_then(|&r| m.native::<Itertool>(r)) {
        Some(&Itertool::Repeat {
            left: Some(left), ..
        }) => Ok(m.new_int(left)),
        _ => Err(m.type_error("len() of unsized object")),
    }
}

pub(super) fn next_count(
    m: &mut Machine,
    r: Ref,
    word: i64,
    long: Option<Ref>,
    step: Ref,
) -> PyResult<Ref> {
    let Some(current) = long else {
        let value = m.new_int(word);
        let after = if word == i64::MAX {
            None
        } else {
            Some(word + 1)
        };
        match after {
            Some(after) => {
                if let Some(Itertool::Count { word, .. }) = tool(m, r) {
                    *word = after;
                }
            }
            None => {
                let after = m.new_bigint(num_bigint::BigInt::from(word) + 1);
                if let Some(Itertool::Count { long, .. }) = tool(m, r) {
                    *long = Some(after);
                }
            }
        }
        return Ok(value);
    };
    // The number goes out to the caller, its sum with the step takes its place.
    m.incref(current);
    m.hold(current);
    let after = m.binary(BinaryOp::Add, current, step);
    m.unhold();
    let after = match after {
        Ok(after) => after,
        Err(e) => return m.give_up(current, Err(e)),
    };
    let old = match tool(m, r) {
        Some(Itertool::Count { long, .. }) => long.replace(after),
        _ => Some(after),
    };
    m.xdecref(old);
    Ok(current)
}

pub(super) fn next_cycle(
    m: &mut Machine,
    r: Ref,
    iter: Option<Ref>,
    saved: Ref,
    at: usize,
) -> PyResult<Option<Ref>> {
    if let Some(iter) = iter {
        if let Some(item) = m.iter_next(iter)? {
            m.incref(item);
            m.list_append(saved, item);
            return Ok(Some(item));
        }
        let old = match tool(m, r) {
            Some(Itertool::Cycle { iter, .. }) => iter.take(),
            _ => None,
        };
        m.xdecref(old);
    }
    let items = m.items(saved).unwrap_or_default();
    let Some(&item) = items.get(at) else {
        return Ok(None);
    };
    let after = if at + 1 >= items.len() { 0 } else { at + 1 };
    if let Some(Itertool::Cycle { at, .. }) = tool(m, r) {
        *at = after;
    }
    Ok(Some(m.newref(item)))
}
