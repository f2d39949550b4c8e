//! Functions that run through an iterable: `all`, `any`, `max`, `min`, `sum`, `sorted`.

use heap::Ref;
use num_bigint::BigInt;

use super::argument::{self, Signature};
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::Kwargs;
use crate::opcode::{BinaryOp, CompareOp};
use crate::types::TypeId;
use crate::version::Version;

/// `all(iterable)`
pub fn all(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let iterable = argument::one(m, "all", args, kwargs)?;
    let found = first_with_truth(m, iterable, false)?;
    Ok(m.bool(!found))
}

/// `any(iterable)`
pub fn any(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let iterable = argument::one(m, "any", args, kwargs)?;
    let found = first_with_truth(m, iterable, true)?;
    Ok(m.bool(found))
}

/// Whether some item is as true as `wanted`.
fn first_with_truth(m: &mut Machine, iterable: Ref, wanted: bool) -> PyResult<bool> {
    let iterator = m.iter(iterable)?;
    m.hold(iterator);
    let result = loop {
        let item = match m.iter_next(iterator) {
            Ok(Some(item)) => item,
            Ok(None) => break Ok(false),
            Err(e) => break Err(e),
        };
        m.hold(item);
        let truth = m.truth(item);
        m.unhold();
        match m.give_up(item, truth) {
            Ok(truth) if truth == wanted => break Ok(true),
            Ok(_) => {}
            Err(e) => break Err(e),
        }
    };
    m.unhold();
    m.give_up(iterator, result)
}

/// `max(...)`
pub fn max(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    extreme(m, "max", CompareOp::Gt, args, kwargs)
}

/// `min(...)`
pub fn min(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    extreme(m, "min", CompareOp::Lt, args, kwargs)
}

fn extreme(
    m: &mut Machine,
    name: &str,
    op: CompareOp,
    args: &[Ref],
    kwargs: &Kwargs,
) -> PyResult<Ref> {
    argument::count(m, name, args.len(), 1, usize::MAX)?;
    let (mut key, mut default) = (None, None);
    for &(keyword, value) in kwargs {
        let text = m.text(keyword);
        match text.as_str() {
            "key" => key = Some(value).filter(|&k| !m.is_none(k)),
            "default" => default = Some(value),
            _ => return Err(argument::unexpected(m, name, &text, &["key", "default"])),
        }
    }
    if let [iterable] = *args {
        let iterator = m.iter(iterable)?;
        m.hold(iterator);
        let result = extreme_of(m, name, op, key, default, &mut |m| m.iter_next(iterator));
        m.unhold();
        return m.give_up(iterator, result);
    }
    if default.is_some() {
        let message =
            format!("Cannot specify a default for {name}() with multiple positional arguments");
        return Err(m.type_error(&message));
    }
    let mut rest = args.iter();
    extreme_of(m, name, op, key, None, &mut |m| {
        Ok(rest.next().map(|&r| m.newref(r)))
    })
}

fn extreme_of(
    m: &mut Machine,
    name: &str,
    op: CompareOp,
    key: Option<Ref>,
    default: Option<Ref>,
    next: &mut dyn FnMut(&mut Machine) -> PyResult<Option<Ref>>,
) -> PyResult<Ref> {
    // Held from `mark` on: the best item and its value so far, then the candidate and its value.
    let mark = m.held_mark();
    loop {
        let step = match next(m) {
            Ok(Some(item)) => {
                m.hold(item);
                value_of(m, key, item)
            }
            Ok(None) => break,
            Err(e) => Err(e),
        };
        let better = match step {
            Ok(value) => {
                m.hold(value);
                match m.held.get(mark + 1).copied() {
                    Some(best) if m.held.len() > mark + 2 => match m.compare(op, value, best) {
                        Ok(answer) => {
                            m.hold(answer);
                            let truth = m.truth(answer);
                            m.unhold();
                            m.give_up(answer, truth)
                        }
                        Err(e) => Err(e),
                    },
                    _ => Ok(true),
                }
            }
            Err(e) => Err(e),
        };
        match better {
            Ok(true) if m.held.len() > mark + 2 => {
                let old: Vec<Ref> = m.held.drain(mark..mark + 2).collect();
                m.decref_all(old);
            }
            Ok(true) => {}
            Ok(false) => m.release_to(mark + 2),
            Err(e) => {
                m.release_keeping(mark, e);
                return Err(e);
            }
        }
    }
    if m.held.len() > mark {
        m.release_to(mark + 1);
        return m.unhold().ok_or(crate::machine::Unwind::Halt);
    }
    match default {
        Some(default) => Ok(m.newref(default)),
        None if m.version >= Version::V3_12 => {
            Err(m.value_error(&format!("{name}() iterable argument is empty")))
        }
        None => Err(m.value_error(&format!("{name}() arg is an empty sequence"))),
    }
}

fn value_of(m: &mut Machine, key: Option<Ref>, item: Ref) -> PyResult<Ref> {
    match key {
        Some(key) => m.call(key, &[item]),
        None => Ok(m.newref(item)),
    }
}

/// `sum(iterable, /, start=0)`
pub fn sum(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    const SIGNATURE: Signature = Signature {
        name: "sum",
        params: &["iterable", "start"],
        positional: 2,
        unnamed: 1,
        required: 1,
    };
    let [iterable, start] = SIGNATURE.bind(m, args, kwargs)?;
    let Some(iterable) = iterable else {
        return Ok(m.none());
    };
    let refused = match start.map(|s| m.payload(s)) {
        Some(Payload::Str(_)) => Some("sum() can't sum strings [use ''.join(seq) instead]"),
        Some(Payload::Bytes(_)) => Some("sum() can't sum bytes [use b''.join(seq) instead]"),
        Some(Payload::ByteArray(_)) => {
            Some("sum() can't sum bytearray [use b''.join(seq) instead]")
        }
        _ => None,
    };
    let iterator = m.iter(iterable)?;
    if let Some(message) = refused {
        m.decref(iterator);
        return Err(m.type_error(message));
    }
    m.hold(iterator);
    let start = match start {
        Some(start) => m.newref(start),
        None => m.new_int(0),
    };
    let result = add_up(m, iterator, start);
    m.unhold();
    m.give_up(iterator, result)
}

/// The sum as a number of the real machine, for as long as only plain numbers come (`sum` in C does the same).
enum Partial {
    Int(BigInt),
    Float(f64, f64),
}

impl Partial {
    /// Nothing of it is an object yet.
    fn of(m: &Machine, r: Ref) -> Option<Self> {
        match m.payload(r) {
            Payload::Int(i) if m.is_exact(r, TypeId::Int) => Some(Partial::Int((*i).into())),
            Payload::BigInt(i) if m.is_exact(r, TypeId::Int) => Some(Partial::Int((**i).clone())),
            Payload::Float(f) if m.is_exact(r, TypeId::Float) => Some(Partial::Float(*f, 0.0)),
            _ => None,
        }
    }

    fn add(&mut self, m: &Machine, r: Ref) -> bool {
        let int = matches!(m.payload(r), Payload::Bool(_)) || m.is_exact(r, TypeId::Int);
        match self {
            Partial::Int(sum) if int => match m.to_int(r) {
                Some(i) => *sum += i,
                None => return false,
            },
            Partial::Float(sum, lost) => {
                let x = match m.payload(r) {
                    Payload::Float(x) if m.is_exact(r, TypeId::Float) => *x,
                    Payload::Int(i) if int => {
                        *sum += *i as f64;
                        return true;
                    }
                    _ => return false,
                };
                if m.version >= Version::V3_12 {
                    // Neumaier's compensated sum.
                    let t = *sum + x;
                    *lost += if sum.abs() >= x.abs() {
                        (*sum - t) + x
                    } else {
                        (x - t) + *sum
                    };
                    *sum = t;
                } else {
                    *sum += x;
                }
            }
            Partial::Int(_) => return false,
        }
        true
    }

    fn object(&self, m: &mut Machine) -> Ref {
        match self {
            Partial::Int(sum) => m.new_bigint(sum.clone()),
            Partial::Float(sum, lost) => {
                let sum = if *lost != 0.0 && lost.is_finite() {
                    sum + lost
                } else {
                    *sum
                };
                m.new_float(sum)
            }
        }
    }
}

/// The start is taken over.
fn add_up(m: &mut Machine, iterator: Ref, start: Ref) -> PyResult<Ref> {
    let mut partial = Partial::of(m, start);
    let mark = m.held_mark();
    if partial.is_some() {
        m.decref(start);
    } else {
        m.hold(start);
    }
    loop {
        let item = match m.iter_next(iterator) {
            Ok(Some(item)) => item,
            Ok(None) => break,
            Err(e) => {
                m.release_keeping(mark, e);
                return Err(e);
            }
        };
        if let Some(p) = &mut partial {
            if p.add(m, item) {
                m.decref(item);
                continue;
            }
            let sum = p.object(m);
            m.hold(sum);
            partial = None;
            // An int sum goes on as a float one.
            if let (Payload::Int(_) | Payload::BigInt(_), Payload::Float(_)) =
                (m.payload(sum), m.payload(item))
                && m.is_exact(item, TypeId::Float)
            {
                m.hold(item);
                let total = m.binary(BinaryOp::Add, sum, item);
                match total {
                    Ok(total) => {
                        m.release_to(mark);
                        partial = Partial::of(m, total);
                        if partial.is_some() {
                            m.decref(total);
                        } else {
                            m.hold(total);
                        }
                        continue;
                    }
                    Err(e) => {
                        m.release_keeping(mark, e);
                        return Err(e);
                    }
                }
            }
        }
        m.hold(item);
        let sum = m.held.get(mark).copied().unwrap_or(item);
        match m.binary(BinaryOp::Add, sum, item) {
            Ok(total) => {
                m.held.insert(mark, total);
                m.release_to(mark + 1);
            }
            Err(e) => {
                m.release_keeping(mark, e);
                return Err(e);
            }
        }
    }
    match partial {
        Some(p) => Ok(p.object(m)),
        None => m.unhold().ok_or(crate::machine::Unwind::Halt),
    }
}

/// `sorted(iterable, /, *, key=None, reverse=False)`
pub fn sorted(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let most = if m.facts.python_2 { 4 } else { 1 };
    argument::count(m, "sorted", args.len(), 1, most)?;
    let Some((&iterable, rest)) = args.split_first() else {
        return Ok(m.none());
    };
    let list = m.new_list(Vec::new());
    m.hold(list);
    let result = m.list_extend(list, iterable).and_then(|()| {
        let args: Vec<Ref> = std::iter::once(list).chain(rest.iter().copied()).collect();
        // It looks `list.sort` up as an attribute.
        let method = m.getattr_text(list, "sort")?;
        let mark = m.held_mark();
        m.hold(method);
        let result = super::list_sort::sort(m, &args, kwargs);
        m.settle(mark, result)
    });
    m.unhold();
    match result {
        Ok(none) => {
            m.decref(none);
            Ok(list)
        }
        Err(e) => m.give_up(list, Err(e)),
    }
}
