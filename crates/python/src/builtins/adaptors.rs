//! Iterators over other iterators: `enumerate`, `zip`, `map`, `filter` (`Objects/enumobject.c`,
//! `Python/bltinmodule.c`).

use heap::Ref;

use super::argument::{self, Signature};
use super::iterators::{iter_mut, no_keywords};
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::refused_method;
use crate::objects::function::{Kwargs, NativeDef};
use crate::objects::iterator::Iter;
use crate::types::{TypeId, TypeMembers};
use crate::version::Version;

const PROTOCOL: &[NativeDef] = &[
    NativeDef::slot("__iter__", super::slot::iter),
    NativeDef::slot("__next__", super::slot::next),
];

/// `enumerate`
pub static ENUMERATE: TypeMembers = TypeMembers {
    new: Some(enumerate_new),
    init: None,
    methods: &[
        NativeDef::slot("__iter__", super::slot::iter),
        NativeDef::slot("__next__", super::slot::next),
        NativeDef::class_method("__class_getitem__", super::generic_alias::class_getitem),
    ],
    getset: &[],
};

/// `zip`
pub static ZIP: TypeMembers = TypeMembers {
    new: Some(zip_new),
    init: None,
    methods: &[
        NativeDef::slot("__iter__", super::slot::iter),
        NativeDef::slot("__next__", super::slot::next),
        refused_method!("zip"."__setstate__"),
    ],
    getset: &[],
};

/// `map`
pub static MAP: TypeMembers = TypeMembers {
    new: Some(map_new),
    init: None,
    methods: &[
        NativeDef::slot("__iter__", super::slot::iter),
        NativeDef::slot("__next__", super::slot::next),
        refused_method!("map"."__setstate__").since(Version::V3_14_2),
    ],
    getset: &[],
};

/// `filter`
pub static FILTER: TypeMembers = TypeMembers {
    new: Some(filter_new),
    init: None,
    methods: PROTOCOL,
    getset: &[],
};

/// The kept tuple with new items if nobody else has it, else a new one. The items are taken over.
pub(crate) fn give_tuple(m: &mut Machine, kept: Option<Ref>, items: Vec<Ref>) -> Ref {
    let Some(kept) = kept.filter(|&kept| m.heap.refcnt(kept) == 1) else {
        return m.new_tuple_tracked(items);
    };
    m.incref(kept);
    let old = match m.payload_mut(kept) {
        Payload::Tuple(t) => std::mem::replace(&mut t.items, items),
        _ => items,
    };
    m.hold(kept);
    m.decref_all(old);
    m.unhold();
    if !m.heap.is_tracked(kept) {
        m.track(kept);
    }
    kept
}

/// `enum_next`
pub(super) fn next_numbered(
    m: &mut Machine,
    iterator: Ref,
    iter: Ref,
    number: i64,
    result: Ref,
) -> PyResult<Option<Ref>> {
    let Some(item) = m.iter_next(iter)? else {
        return Ok(None);
    };
    let index = m.new_int(number);
    if let Some(Iter::Enumerate { next, .. }) = iter_mut(m, iterator) {
        *next = next.saturating_add(1);
    }
    Ok(Some(give_tuple(m, Some(result), vec![index, item])))
}

/// `zip_next`
pub(super) fn next_zipped(
    m: &mut Machine,
    iters: Ref,
    result: Ref,
    strict: bool,
) -> PyResult<Option<Ref>> {
    let sources = m.items(iters).map(<[Ref]>::to_vec).unwrap_or_default();
    if sources.is_empty() {
        return Ok(None);
    }
    let reuse = m.heap.refcnt(result) == 1;
    let mark = m.held_mark();
    if reuse {
        m.incref(result);
        m.hold(result);
    }
    for (i, &source) in sources.iter().enumerate() {
        let item = match m.iter_next(source) {
            Ok(Some(item)) => item,
            Ok(None) => {
                m.release_to(mark);
                return if strict {
                    zip_lengths(m, &sources, i)
                } else {
                    Ok(None)
                };
            }
            Err(e) => {
                m.release_keeping(mark, e);
                return Err(e);
            }
        };
        if reuse {
            let old = match m.payload_mut(result) {
                Payload::Tuple(t) => t.items.get_mut(i).map(|slot| std::mem::replace(slot, item)),
                _ => Some(item),
            };
            m.xdecref(old);
        } else {
            m.hold(item);
        }
    }
    if reuse {
        m.unhold();
        if !m.heap.is_tracked(result) {
            m.track(result);
        }
        return Ok(Some(result));
    }
    let items = m.held.split_off(mark);
    Ok(Some(m.new_tuple_tracked(items)))
}

/// `strict=True` and one iterator ended: all must have.
fn zip_lengths(m: &mut Machine, sources: &[Ref], ended: usize) -> PyResult<Option<Ref>> {
    lengths(m, "zip", sources, ended).map(|()| None)
}

fn lengths(m: &mut Machine, name: &str, sources: &[Ref], ended: usize) -> PyResult<()> {
    let arguments = |n: usize| {
        if n == 1 {
            " 1".to_owned()
        } else {
            format!("s 1-{n}")
        }
    };
    if ended > 0 {
        let message = format!(
            "{name}() argument {} is shorter than argument{}",
            ended + 1,
            arguments(ended)
        );
        return Err(m.value_error(&message));
    }
    for (i, &source) in sources.iter().enumerate().skip(1) {
        if let Some(item) = m.iter_next(source)? {
            m.decref(item);
            let message = format!(
                "{name}() argument {} is longer than argument{}",
                i + 1,
                arguments(i)
            );
            return Err(m.value_error(&message));
        }
    }
    Ok(())
}

/// `map_next`
pub(super) fn next_mapped(
    m: &mut Machine,
    function: Ref,
    iters: Ref,
    strict: bool,
) -> PyResult<Option<Ref>> {
    let sources = m.items(iters).map(<[Ref]>::to_vec).unwrap_or_default();
    let mark = m.held_mark();
    for (i, &source) in sources.iter().enumerate() {
        match m.iter_next(source) {
            Ok(Some(item)) => {
                m.hold(item);
            }
            Ok(None) => {
                m.release_to(mark);
                if strict {
                    lengths(m, "map", &sources, i)?;
                }
                return Ok(None);
            }
            Err(e) => {
                m.release_keeping(mark, e);
                return Err(e);
            }
        }
    }
    let items = m.held.get(mark..).unwrap_or_default().to_vec();
    let result = if m.facts.python_2 && m.is_none(function) {
        // `itertools.imap(None, ...)` gives tuples.
        for &item in &items {
            m.incref(item);
        }
        Ok(m.new_tuple_tracked(items))
    } else if m.facts.python_2 {
        // The items are moved into the tuple of the arguments.
        m.call_held(function, &items, &[])
    } else {
        m.call(function, &items)
    };
    m.settle(mark, result).map(Some)
}

/// `filter_next`
pub(super) fn next_filtered(m: &mut Machine, function: Ref, iter: Ref) -> PyResult<Option<Ref>> {
    let by_truth = m.is_none(function) || function == m.type_ref(TypeId::Bool);
    while let Some(item) = m.iter_next(iter)? {
        m.hold(item);
        let good = if by_truth {
            m.truth(item)
        } else {
            match m.call(function, &[item]) {
                Ok(answer) => {
                    m.hold(answer);
                    let good = m.truth(answer);
                    m.unhold();
                    m.give_up(answer, good)
                }
                Err(e) => Err(e),
            }
        };
        m.unhold();
        match good {
            Ok(true) => return Ok(Some(item)),
            Ok(false) => m.decref(item),
            Err(e) => return m.give_up(item, Err(e)),
        }
    }
    Ok(None)
}

// ---- types

fn enumerate_new(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = argument::this(m, args)?;
    if rest.len() + kwargs.len() > 2 {
        let message = format!(
            "enumerate() takes at most 2 arguments ({} given)",
            rest.len() + kwargs.len()
        );
        return Err(m.type_error(&message));
    }
    for &(key, _) in kwargs {
        let text = m.text(key);
        if text != "iterable" && text != "start" {
            return Err(m.type_error(&format!(
                "'{text}' is an invalid keyword argument for enumerate()"
            )));
        }
    }
    const SIGNATURE: Signature = Signature {
        name: "enumerate",
        params: &["iterable", "start"],
        positional: 2,
        unnamed: 0,
        required: 0,
    };
    let [iterable, start] = SIGNATURE.bind(m, rest, kwargs)?;
    let Some(iterable) = iterable else {
        return Err(m.type_error("enumerate() missing required argument 'iterable'"));
    };
    let next = match start {
        Some(start) => m.index(start)?,
        None => 0,
    };
    let iter = m.iter(iterable)?;
    let pair = [m.none(), m.none()];
    m.hold(iter);
    let result = m.new_tuple_tracked(pair.to_vec());
    m.unhold();
    Ok(m.instantiate(
        class,
        Payload::Iter(Box::new(Iter::Enumerate { iter, next, result })),
    ))
}

/// Iterators over all arguments, as a tuple.
fn iterators(m: &mut Machine, args: &[Ref], name: &str) -> PyResult<Ref> {
    let mark = m.held_mark();
    for (i, &arg) in args.iter().enumerate() {
        match m.iter(arg) {
            Ok(iter) => {
                m.hold(iter);
            }
            Err(e) => {
                m.release_keeping(mark, e);
                // Before 3.11 the text named the argument.
                let _ = (name, i);
                return Err(e);
            }
        }
    }
    let iters = m.held.split_off(mark);
    Ok(m.new_tuple_tracked(iters))
}

fn strict_keyword(m: &mut Machine, name: &str, kwargs: &Kwargs) -> PyResult<bool> {
    match kwargs {
        [] => Ok(false),
        [(key, value)] => {
            let text = m.text(*key);
            if text != "strict" {
                return Err(argument::unexpected(m, name, &text, &["strict"]));
            }
            m.truth(*value)
        }
        more => {
            let message = format!(
                "{name}() takes at most 1 keyword argument ({} given)",
                more.len()
            );
            Err(m.type_error(&message))
        }
    }
}

fn zip_new(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = argument::this(m, args)?;
    let strict = strict_keyword(m, "zip", kwargs)?;
    let iters = iterators(m, rest, "zip")?;
    m.hold(iters);
    let nones: Vec<Ref> = rest.iter().map(|_| m.none()).collect();
    let result = m.new_tuple_tracked(nones);
    m.unhold();
    Ok(m.instantiate(
        class,
        Payload::Iter(Box::new(Iter::Zip {
            iters,
            result,
            strict,
        })),
    ))
}

fn map_new(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = argument::this(m, args)?;
    let strict = if m.version >= Version::V3_14_2 {
        strict_keyword(m, "map", kwargs)?
    } else {
        no_keywords(m, TypeId::Map, class, kwargs)?;
        false
    };
    let Some((&function, sources)) = rest
        .split_first()
        .filter(|(_, sources)| !sources.is_empty())
    else {
        return Err(m.type_error("map() must have at least two arguments."));
    };
    let iters = iterators(m, sources, "map")?;
    m.incref(function);
    Ok(m.instantiate(
        class,
        Payload::Iter(Box::new(Iter::Map {
            function,
            iters,
            strict,
        })),
    ))
}

fn filter_new(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = argument::this(m, args)?;
    no_keywords(m, TypeId::Filter, class, kwargs)?;
    argument::count(m, "filter", rest.len(), 2, 2)?;
    let &[function, iterable] = rest else {
        return Ok(m.none());
    };
    let iter = m.iter(iterable)?;
    m.incref(function);
    Ok(m.instantiate(
        class,
        Payload::Iter(Box::new(Iter::Filter { function, iter })),
    ))
}
