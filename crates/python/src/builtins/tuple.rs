//! `tuple` (`Objects/tupleobject.c`).

use heap::Ref;

use super::argument;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{Kwargs, NativeDef};
use crate::objects::tuple::Tuple;
use crate::types::{TypeId, TypeMembers};
use crate::version::Version;

/// `tuple`
pub static MEMBERS: TypeMembers = TypeMembers {
    new: Some(new),
    init: None,
    methods: &[
        NativeDef::method("count", count),
        NativeDef::method("index", index),
        NativeDef::method("__getnewargs__", getnewargs),
        NativeDef::method("__sizeof__", crate::sizeof::sizeof_method),
        NativeDef::class_method("__class_getitem__", super::generic_alias::class_getitem),
        NativeDef::slot("__repr__", super::slot::repr),
        NativeDef::slot("__hash__", super::slot::hash),
        NativeDef::slot("__len__", super::slot::len),
        NativeDef::slot("__iter__", super::slot::iter),
        NativeDef::slot("__getitem__", super::slot::getitem),
        NativeDef::slot("__contains__", super::slot::contains),
        NativeDef::slot("__add__", super::slot::add),
        NativeDef::slot("__mul__", super::slot::mul),
        NativeDef::slot("__rmul__", super::slot::mul),
        NativeDef::slot("__eq__", super::slot::eq),
        NativeDef::slot("__ne__", super::slot::ne),
        NativeDef::slot("__lt__", super::slot::lt),
        NativeDef::slot("__le__", super::slot::le),
        NativeDef::slot("__gt__", super::slot::gt),
        NativeDef::slot("__ge__", super::slot::ge),
    ],
    getset: &[],
};

impl Machine {
    /// `tuple(iterable)` (`PySequence_Tuple`): an exact tuple is given back as it is.
    pub fn tuple_from(&mut self, iterable: Ref) -> PyResult<Ref> {
        if self.is_exact(iterable, TypeId::Tuple) {
            return Ok(self.newref(iterable));
        }
        // `PySequence_Tuple` asks for the length first, up to 3.13.
        let asks = !self.at_least(Version::V3_14_2);
        let items = self.collect_asking(iterable, |m| {
            if asks {
                m.length_hint(iterable, 10)?;
            }
            Ok(())
        })?;
        // Only a list's items are copied as an array of C is; the others come one by one into a tuple that is there.
        Ok(match self.payload(iterable) {
            Payload::List(_) => self.new_tuple(items),
            _ => self.new_tuple_tracked(items),
        })
    }
}

fn new(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = argument::this(m, args)?;
    let exact = m.is_exact_class(class, TypeId::Tuple);
    if exact {
        argument::no_keywords(m, "tuple", kwargs)?;
    }
    argument::count(m, "tuple", rest.len(), 0, 1)?;
    let tuple = match rest.first() {
        Some(&iterable) => m.tuple_from(iterable)?,
        None => m.newref(m.interp.empty_tuple),
    };
    if exact {
        return Ok(tuple);
    }
    // tuple_subtype_new: the items move into an object of the class.
    let items = m.items(tuple).map(<[Ref]>::to_vec).unwrap_or_default();
    for &item in &items {
        m.incref(item);
    }
    m.hold(tuple);
    let object = m.instantiate(class, Payload::Tuple(Box::new(Tuple { items })));
    m.unhold();
    m.decref(tuple);
    Ok(object)
}

/// `tuple.count`, `list.count`
pub fn count(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (sequence, rest) = argument::this(m, args)?;
    let name = format!("{}.count", m.native_type(sequence).native().name);
    let item = argument::one(m, &name, rest, kwargs)?;
    let (mut at, mut n) = (0, 0);
    while let Some(found) = super::list::find(m, sequence, item, at, usize::MAX)? {
        at = found + 1;
        n += 1;
    }
    Ok(m.new_int(n))
}

/// `tuple.index`, `list.index`
pub fn index(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (sequence, rest) = argument::this(m, args)?;
    argument::between(m, "index", rest, kwargs, 1, 3)?;
    let Some(&item) = rest.first() else {
        return Ok(m.none());
    };
    let len = m.native_len(sequence).unwrap_or(0);
    let mut bounds = [0, usize::MAX];
    for (bound, &r) in bounds.iter_mut().zip(rest.iter().skip(1)) {
        let at = match m.index_object(r)? {
            Some(value) => {
                let at = m.clamped(value);
                m.decref(value);
                at
            }
            None => {
                return Err(
                    m.type_error("slice indices must be integers or have an __index__ method")
                );
            }
        };
        let at = if at < 0 {
            at.saturating_add(len as i64).max(0)
        } else {
            at
        };
        *bound = usize::try_from(at).unwrap_or(0);
    }
    let [start, stop] = bounds;
    match super::list::find(m, sequence, item, start, stop)? {
        Some(at) => Ok(m.new_int(at as i64)),
        None if matches!(m.payload(sequence), Payload::Tuple(_)) => {
            Err(m.value_error("tuple.index(x): x not in tuple"))
        }
        None if m.version >= Version::V3_14_2 => Err(m.value_error("list.index(x): x not in list")),
        None => {
            let item = m.repr_string(item)?;
            Err(m.value_error(&format!("{item} is not in list")))
        }
    }
}

fn getnewargs(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (tuple, rest) = argument::this(m, args)?;
    argument::none(m, "tuple.__getnewargs__", rest, kwargs)?;
    let items = m.items(tuple).map(<[Ref]>::to_vec).unwrap_or_default();
    for &item in &items {
        m.incref(item);
    }
    let copy = m.new_tuple_tracked(items);
    Ok(m.new_tuple(vec![copy]))
}

/// `tuple + tuple`.
pub fn concat(m: &mut Machine, a: Ref, b: Ref) -> PyResult<Ref> {
    let exact = |m: &Machine, r| m.is_exact(r, TypeId::Tuple);
    // `tupleconcat` of 2.7 always makes a new one.
    let shares = !m.facts.python_2;
    if shares && m.native_len(a) == Some(0) && exact(m, b) {
        return Ok(m.newref(b));
    }
    if shares && m.native_len(b) == Some(0) && exact(m, a) {
        return Ok(m.newref(a));
    }
    let items = super::list::joined(m, a, b)?;
    Ok(m.new_tuple_tracked(items))
}

/// `tuple * n`.
pub fn repeat(m: &mut Machine, tuple: Ref, n: i64) -> PyResult<Ref> {
    let empty = m.native_len(tuple) == Some(0);
    if (n == 1 || empty) && m.is_exact(tuple, TypeId::Tuple) {
        return Ok(m.newref(tuple));
    }
    let items = super::list::repeated(m, tuple, n)?;
    Ok(m.new_tuple_tracked(items))
}
