//! `islice`, `takewhile`, `dropwhile`, `filterfalse`, `compress`: iterators that leave items out.

use heap::Ref;

use super::{Itertool, function_and_iter, made, split, tool};
use crate::builtins::argument::{self, Signature};
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::Kwargs;

pub(super) fn new_islice(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = split(m, args)?;
    argument::between(m, "islice", rest, kwargs, 2, 4)?;
    let (iterable, start, stop, step) = match *rest {
        [iterable, stop] => (iterable, None, stop, None),
        [iterable, start, stop] => (iterable, Some(start), stop, None),
        [iterable, start, stop, step] => (iterable, Some(start), stop, Some(step)),
        _ => return Ok(m.none()),
    };
    let word = |m: &mut Machine, r: Ref| -> Option<Option<i64>> {
        match m.payload(r) {
            Payload::None => Some(None),
            Payload::Int(i) if *i >= 0 => Some(Some(*i)),
            Payload::Bool(b) => Some(Some(i64::from(*b))),
            _ => None,
        }
    };
    let Some(stop) = word(m, stop) else {
        return Err(m.value_error(
            "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.",
        ));
    };
    let Some(start) = start.map_or(Some(None), |r| word(m, r)) else {
        return Err(m.value_error(
            "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.",
        ));
    };
    let step = match step.map_or(Some(None), |r| word(m, r)) {
        Some(None) => 1,
        Some(Some(step)) if step > 0 => step,
        _ => return Err(m.value_error("Step for islice() must be a positive integer or None.")),
    };
    let iter = m.iter(iterable)?;
    let next = start.unwrap_or(0);
    Ok(made(
        m,
        class,
        Itertool::Slice {
            iter: Some(iter),
            next,
            stop,
            step,
            taken: 0,
        },
    ))
}

pub(super) fn new_takewhile(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, function, iter) = function_and_iter(m, "takewhile", args, kwargs)?;
    Ok(made(
        m,
        class,
        Itertool::While {
            function,
            iter,
            taking: true,
            over: false,
        },
    ))
}

pub(super) fn new_dropwhile(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, function, iter) = function_and_iter(m, "dropwhile", args, kwargs)?;
    Ok(made(
        m,
        class,
        Itertool::While {
            function,
            iter,
            taking: false,
            over: false,
        },
    ))
}

pub(super) fn new_filterfalse(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, function, iter) = function_and_iter(m, "filterfalse", args, kwargs)?;
    Ok(made(m, class, Itertool::FilterFalse { function, iter }))
}

pub(super) fn new_compress(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = split(m, args)?;
    let signature = Signature {
        name: "compress",
        params: &["data", "selectors"],
        positional: 2,
        unnamed: 0,
        required: 2,
    };
    let [data, selectors] = signature.bind(m, rest, kwargs)?;
    let (Some(data), Some(selectors)) = (data, selectors) else {
        return Ok(m.none());
    };
    let data = m.iter(data)?;
    let selectors = match m.iter(selectors) {
        Ok(selectors) => selectors,
        Err(e) => return m.give_up(data, Err(e)),
    };
    Ok(made(m, class, Itertool::Compress { data, selectors }))
}

/// Whether the function (or truth itself) says yes. The item is given up on an error.
pub(super) fn test(m: &mut Machine, function: Option<Ref>, item: Ref) -> PyResult<bool> {
    m.hold(item);
    let answer = match function {
        None => m.truth(item),
        Some(function) => match m.call(function, &[item]) {
            Ok(answer) => {
                let truth = m.truth(answer);
                m.give_up(answer, truth)
            }
            Err(e) => Err(e),
        },
    };
    m.unhold();
    match answer {
        Ok(answer) => Ok(answer),
        Err(e) => m.give_up(item, Err(e)),
    }
}

pub(super) fn next_slice(
    m: &mut Machine,
    r: Ref,
    iter: Option<Ref>,
    next: i64,
    stop: Option<i64>,
    step: i64,
    taken: i64,
) -> PyResult<Option<Ref>> {
    let Some(iter) = iter else { return Ok(None) };
    let end = |m: &mut Machine| {
        let old = match tool(m, r) {
            Some(Itertool::Slice { iter, .. }) => iter.take(),
            _ => None,
        };
        m.xdecref(old);
    };
    let mut taken = taken;
    while taken < next {
        match m.iter_next(iter)? {
            Some(skipped) => m.decref(skipped),
            None => {
                end(m);
                return Ok(None);
            }
        }
        taken += 1;
    }
    if stop.is_some_and(|stop| taken >= stop) {
        end(m);
        return Ok(None);
    }
    let Some(item) = m.iter_next(iter)? else {
        end(m);
        return Ok(None);
    };
    let after = next.checked_add(step).unwrap_or(i64::MAX);
    if let Some(Itertool::Slice {
        next,
        taken: so_far,
        ..
    }) = tool(m, r)
    {
        *next = stop.map_or(after, |stop| after.min(stop));
        *so_far = taken + 1;
    }
    Ok(Some(item))
}

pub(super) fn next_while(
    m: &mut Machine,
    r: Ref,
    function: Ref,
    iter: Ref,
    taking: bool,
    over: bool,
) -> PyResult<Option<Ref>> {
    if taking && over {
        return Ok(None);
    }
    loop {
        let Some(item) = m.iter_next(iter)? else {
            return Ok(None);
        };
        if over && !taking {
            return Ok(Some(item));
        }
        let holds = test(m, Some(function), item)?;
        if !holds && let Some(Itertool::While { over, .. }) = tool(m, r) {
            *over = true;
        }
        if holds == taking {
            return Ok(Some(item));
        }
        m.decref(item);
        if taking {
            return Ok(None);
        }
    }
}
