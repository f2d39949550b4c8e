//! `functools.reduce`.

use heap::Ref;

use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::function::Kwargs;
use crate::types::TypeId;
use crate::version::Version;

pub(super) fn reduce(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let initial = kwargs
        .iter()
        .find(|(n, _)| m.str_of(*n) == Some("initial"))
        .map(|(_, v)| *v);
    let (function, iterable, start) = match *args {
        [function, iterable] => (function, iterable, initial),
        [function, iterable, start] => (function, iterable, Some(start)),
        _ => {
            let given = args.len();
            let message = if m.at_least(Version::V3_14_2) {
                format!("reduce() takes at least 2 positional arguments ({given} given)")
            } else if given < 2 {
                format!("reduce expected at least 2 arguments, got {given}")
            } else {
                format!("reduce expected at most 3 arguments, got {given}")
            };
            return Err(m.type_error(&message));
        }
    };
    let iterator = match m.iter(iterable) {
        Ok(iterator) => iterator,
        Err(Unwind::Raise(e)) if m.is_native(e, TypeId::TypeError) => {
            m.decref(e);
            return Err(m.type_error("reduce() arg 2 must support iteration"));
        }
        Err(e) => return Err(e),
    };
    let mark = m.held_mark();
    m.hold(iterator);
    if let Some(start) = start {
        m.incref(start);
        m.hold(start);
    }
    let result = reduce_over(m, function, iterator, mark + 1);
    m.settle(mark, result)
}

/// What is held from `base` on: the result so far, or (as in the tuple that the C code reuses until the next item
/// is there) the arguments of the last call and their result.
fn reduce_over(m: &mut Machine, function: Ref, iterator: Ref, base: usize) -> PyResult<Ref> {
    loop {
        let Some(item) = m.iter_next(iterator)? else {
            return match m.held.len() > base {
                true => m.unhold().ok_or(Unwind::Halt),
                false => Err(m.type_error("reduce() of empty iterable with no initial value")),
            };
        };
        m.hold(item);
        if m.held.len() == base + 1 {
            continue;
        }
        if m.held.len() == base + 4 {
            let spent: Vec<Ref> = m.held.drain(base..base + 2).collect();
            m.decref_all(spent);
        }
        let &[so_far, item] = m.held.get(base..).unwrap_or_default() else {
            return Err(Unwind::Halt);
        };
        let result = m.call(function, &[so_far, item])?;
        m.hold(result);
    }
}
