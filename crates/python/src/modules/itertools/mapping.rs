//! `starmap`, `accumulate`: iterators over results.

use heap::Ref;

use super::{Itertool, function_and_iter, made, split, tool};
use crate::builtins::argument::Signature;
use crate::machine::{Machine, PyResult};
use crate::objects::function::Kwargs;
use crate::opcode::BinaryOp;

pub(super) fn new_starmap(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, function, iter) = function_and_iter(m, "starmap", args, kwargs)?;
    Ok(made(m, class, Itertool::Starmap { function, iter }))
}

pub(super) fn new_accumulate(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = split(m, args)?;
    let signature = Signature {
        name: "accumulate",
        params: &["iterable", "func", "initial"],
        positional: 2,
        unnamed: 0,
        required: 1,
    };
    let [iterable, function, initial] = signature.bind(m, rest, kwargs)?;
    let Some(iterable) = iterable else {
        return Ok(m.none());
    };
    let iter = m.iter(iterable)?;
    let function = function.filter(|&r| !m.is_none(r));
    let initial = initial.filter(|&r| !m.is_none(r));
    for r in [function, initial].into_iter().flatten() {
        m.incref(r);
    }
    Ok(made(
        m,
        class,
        Itertool::Accumulate {
            iter,
            function,
            total: None,
            initial,
        },
    ))
}

pub(super) fn next_accumulate(
    m: &mut Machine,
    r: Ref,
    iter: Ref,
    function: Option<Ref>,
    total: Option<Ref>,
    initial: Option<Ref>,
) -> PyResult<Option<Ref>> {
    if let Some(first) = initial {
        if let Some(Itertool::Accumulate { total, initial, .. }) = tool(m, r) {
            *total = initial.take();
        }
        return Ok(Some(m.newref(first)));
    }
    let Some(item) = m.iter_next(iter)? else {
        return Ok(None);
    };
    let sum = match total {
        None => item,
        Some(total) => {
            m.hold(item);
            let sum = match function {
                None => m.binary(BinaryOp::Add, total, item),
                Some(function) => m.call(function, &[total, item]),
            };
            m.unhold();
            m.give_up(item, sum)?
        }
    };
    m.incref(sum);
    let old = match tool(m, r) {
        Some(Itertool::Accumulate { total, .. }) => total.replace(sum),
        _ => Some(sum),
    };
    m.hold(sum);
    m.xdecref(old);
    m.unhold();
    Ok(Some(sum))
}
