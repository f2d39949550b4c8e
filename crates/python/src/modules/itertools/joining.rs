//! `chain`, `zip_longest`, `pairwise`, `batched`: iterators that join items or iterables.

use heap::Ref;

use super::{Itertool, made, split, tool};
use crate::builtins::argument::{self, Signature};
use crate::machine::{Machine, PyResult};
use crate::objects::function::Kwargs;

pub(super) fn new_chain(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = split(m, args)?;
    argument::no_keywords(m, "chain", kwargs)?;
    let tuple = m.arguments_tuple(rest);
    let source = m.iter(tuple);
    let source = m.give_up(tuple, source)?;
    Ok(made(
        m,
        class,
        Itertool::Chain {
            source: Some(source),
            active: None,
        },
    ))
}

pub(super) fn from_iterable(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = split(m, args)?;
    let iterable = argument::one(m, "itertools.chain.from_iterable", rest, kwargs)?;
    let source = m.iter(iterable)?;
    Ok(made(
        m,
        class,
        Itertool::Chain {
            source: Some(source),
            active: None,
        },
    ))
}

pub(super) fn new_pairwise(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = split(m, args)?;
    argument::between(m, "pairwise", rest, kwargs, 1, 1)?;
    let &[iterable] = rest else {
        return Ok(m.none());
    };
    let iter = m.iter(iterable)?;
    Ok(made(
        m,
        class,
        Itertool::Pairwise {
            iter: Some(iter),
            old: None,
        },
    ))
}

pub(super) fn new_zip_longest(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = split(m, args)?;
    let mut fill = m.interp.none;
    for &(name, value) in kwargs {
        if m.str_of(name) != Some("fillvalue") {
            return Err(m.type_error("zip_longest() got an unexpected keyword argument"));
        }
        fill = value;
    }
    let mark = m.held_mark();
    for &iterable in rest {
        match m.iter(iterable) {
            Ok(iter) => m.hold(iter),
            Err(e) => {
                m.release_keeping(mark, e);
                return Err(e);
            }
        };
    }
    let iters = m.held.split_off(mark).into_iter().map(Some).collect();
    m.incref(fill);
    Ok(made(m, class, Itertool::ZipLongest { iters, fill }))
}

pub(super) fn new_batched(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = split(m, args)?;
    let signature = Signature {
        name: "batched",
        params: &["iterable", "n", "strict"],
        positional: 2,
        unnamed: 0,
        required: 2,
    };
    let [iterable, n, strict] = signature.bind(m, rest, kwargs)?;
    let (Some(iterable), Some(n)) = (iterable, n) else {
        return Ok(m.none());
    };
    let size = match usize::try_from(m.index(n)?) {
        Ok(size) if size > 0 => size,
        _ => return Err(m.value_error("n must be at least one")),
    };
    let strict = match strict {
        Some(strict) => m.truth(strict)?,
        None => false,
    };
    let iter = m.iter(iterable)?;
    Ok(made(
        m,
        class,
        Itertool::Batched {
            iter: Some(iter),
            size,
            strict,
        },
    ))
}

pub(super) fn next_chain(
    m: &mut Machine,
    r: Ref,
    source: Option<Ref>,
    active: Option<Ref>,
) -> PyResult<Option<Ref>> {
    let mut active = active;
    loop {
        let Some(source) = source else {
            return Ok(None);
        };
        let iter = match active {
            Some(iter) => iter,
            None => {
                let iterable = match m.iter_next(source) {
                    Ok(Some(iterable)) => iterable,
                    other => {
                        let old = match tool(m, r) {
                            Some(Itertool::Chain { source, .. }) => source.take(),
                            _ => None,
                        };
                        m.xdecref(old);
                        return other;
                    }
                };
                m.hold(iterable);
                let iter = m.iter(iterable);
                m.unhold();
                let iter = m.give_up(iterable, iter);
                match (iter, tool(m, r)) {
                    (Ok(iter), Some(Itertool::Chain { active, .. })) => {
                        *active = Some(iter);
                        iter
                    }
                    (Ok(iter), _) => {
                        m.decref(iter);
                        return Ok(None);
                    }
                    (Err(e), state) => {
                        let old = match state {
                            Some(Itertool::Chain { source, .. }) => source.take(),
                            _ => None,
                        };
                        return match old {
                            Some(old) => m.give_up(old, Err(e)),
                            None => Err(e),
                        };
                    }
                }
            }
        };
        if let Some(item) = m.iter_next(iter)? {
            return Ok(Some(item));
        }
        let old = match tool(m, r) {
            Some(Itertool::Chain { active, .. }) => active.take(),
            _ => None,
        };
        m.xdecref(old);
        active = None;
    }
}

pub(super) fn next_pairwise(
    m: &mut Machine,
    r: Ref,
    iter: Option<Ref>,
    old: Option<Ref>,
) -> PyResult<Option<Ref>> {
    let Some(iter) = iter else { return Ok(None) };
    let end = |m: &mut Machine| {
        let gone = match tool(m, r) {
            Some(Itertool::Pairwise { iter, old }) => [iter.take(), old.take()],
            _ => [None, None],
        };
        m.decref_all(gone.into_iter().flatten());
    };
    let first = match old {
        Some(old) => m.newref(old),
        None => match m.iter_next(iter)? {
            Some(item) => {
                m.incref(item);
                if let Some(Itertool::Pairwise { old, .. }) = tool(m, r) {
                    *old = Some(item);
                }
                item
            }
            None => {
                end(m);
                return Ok(None);
            }
        },
    };
    m.hold(first);
    let second = m.iter_next(iter);
    m.unhold();
    let second = match second {
        Ok(Some(second)) => second,
        other => {
            end(m);
            return m.give_up(first, other);
        }
    };
    m.incref(second);
    let pair = m.new_tuple_tracked(vec![first, second]);
    m.hold(pair);
    let old = match tool(m, r) {
        Some(Itertool::Pairwise { old, .. }) => old.replace(second),
        _ => Some(second),
    };
    m.xdecref(old);
    m.unhold();
    Ok(Some(pair))
}

pub(super) fn next_zip_longest(m: &mut Machine, r: Ref) -> PyResult<Option<Ref>> {
    let Some(Itertool::ZipLongest { iters, fill }) = m.native::<Itertool>(r) else {
        return Ok(None);
    };
    let (iters, fill) = (iters.clone(), *fill);
    let mut active = iters.iter().flatten().count();
    if active == 0 {
        return Ok(None);
    }
    let mark = m.held_mark();
    for (i, iter) in iters.into_iter().enumerate() {
        let item = match iter {
            None => None,
            Some(iter) => match m.iter_next(iter) {
                Ok(item) => {
                    if item.is_none() {
                        active -= 1;
                        if active == 0 {
                            m.release_to(mark);
                            return Ok(None);
                        }
                        let gone = match tool(m, r) {
                            Some(Itertool::ZipLongest { iters, .. }) => {
                                iters.get_mut(i).and_then(Option::take)
                            }
                            _ => None,
                        };
                        m.xdecref(gone);
                    }
                    item
                }
                Err(e) => {
                    m.release_keeping(mark, e);
                    return Err(e);
                }
            },
        };
        let item = match item {
            Some(item) => item,
            None => m.newref(fill),
        };
        m.hold(item);
    }
    let items = m.held.split_off(mark);
    Ok(Some(m.new_tuple_tracked(items)))
}

pub(super) fn next_batched(
    m: &mut Machine,
    r: Ref,
    iter: Option<Ref>,
    size: usize,
    strict: bool,
) -> PyResult<Option<Ref>> {
    let Some(iter) = iter else { return Ok(None) };
    let mark = m.held_mark();
    while m.held.len() - mark < size.min(crate::iteration::MOST_ITEMS) {
        match m.iter_next(iter) {
            Ok(Some(item)) => {
                m.hold(item);
            }
            Ok(None) => {
                let gone = match tool(m, r) {
                    Some(Itertool::Batched { iter, .. }) => iter.take(),
                    _ => None,
                };
                m.xdecref(gone);
                break;
            }
            Err(e) => {
                m.release_keeping(mark, e);
                return Err(e);
            }
        }
    }
    let got = m.held.len() - mark;
    if got == 0 {
        return Ok(None);
    }
    if strict && got < size {
        m.release_to(mark);
        return Err(m.value_error("batched(): incomplete batch"));
    }
    let items = m.held.split_off(mark);
    Ok(Some(m.new_tuple_tracked(items)))
}
