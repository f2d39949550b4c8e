//! `dict` and `types.MappingProxyType` (`Objects/dictobject.c`, `Objects/descrobject.c`).

use heap::Ref;

use super::argument;
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::body::DictPart;
use crate::objects::function::{Kwargs, NativeDef};
use crate::types::{TypeId, TypeMembers};
use crate::version::Version;

/// `dict`
pub static MEMBERS: TypeMembers = TypeMembers {
    new: Some(new),
    init: Some(init),
    methods: &[
        NativeDef::method("clear", clear),
        NativeDef::method("copy", copy),
        NativeDef::class_method("fromkeys", fromkeys),
        NativeDef::method("get", get),
        NativeDef::method("items", items),
        NativeDef::method("keys", keys),
        NativeDef::method("pop", pop),
        NativeDef::method("popitem", popitem),
        NativeDef::method("setdefault", setdefault),
        NativeDef::method("update", update).gathering(),
        NativeDef::method("values", values),
        NativeDef::method("__contains__", super::slot::contains),
        NativeDef::method("__getitem__", getitem),
        NativeDef::method("__reversed__", super::slot::reversed),
        NativeDef::method("__sizeof__", crate::sizeof::sizeof_method),
        NativeDef::class_method("__class_getitem__", super::generic_alias::class_getitem),
        NativeDef::slot("__repr__", super::slot::repr),
        NativeDef::slot("__len__", super::slot::len),
        NativeDef::slot("__iter__", super::slot::iter),
        NativeDef::slot("__setitem__", super::slot::setitem),
        NativeDef::slot("__delitem__", super::slot::delitem),
        NativeDef::slot("__or__", super::slot::or),
        NativeDef::slot("__ror__", super::slot::ror),
        NativeDef::slot("__ior__", super::slot::ior),
        NativeDef::slot("__eq__", super::slot::eq),
        NativeDef::slot("__ne__", super::slot::ne),
        NativeDef::slot("__lt__", super::slot::lt),
        NativeDef::slot("__le__", super::slot::le),
        NativeDef::slot("__gt__", super::slot::gt),
        NativeDef::slot("__ge__", super::slot::ge),
    ],
    getset: &[],
};

/// `types.MappingProxyType`
pub static MAPPING_PROXY: TypeMembers = TypeMembers {
    new: Some(proxy_new),
    init: None,
    methods: &[
        NativeDef::method("get", proxy_get),
        NativeDef::method("keys", proxy_keys),
        NativeDef::method("values", proxy_values),
        NativeDef::method("items", proxy_items),
        NativeDef::method("copy", proxy_copy),
        NativeDef::method("__reversed__", proxy_reversed),
        NativeDef::class_method("__class_getitem__", super::generic_alias::class_getitem),
        NativeDef::slot("__len__", super::slot::len),
        NativeDef::slot("__iter__", super::slot::iter),
        NativeDef::slot("__getitem__", super::slot::getitem),
        NativeDef::slot("__contains__", super::slot::contains),
        NativeDef::slot("__repr__", super::slot::repr),
        NativeDef::slot("__or__", super::slot::or),
        NativeDef::slot("__ror__", super::slot::ror),
        NativeDef::slot("__ior__", proxy_ior),
        NativeDef::slot("__eq__", super::slot::eq),
        NativeDef::slot("__ne__", super::slot::ne),
    ],
    getset: &[],
};

impl Machine {
    /// `dict.update(mapping or pairs)`.
    pub fn dict_update(&mut self, dict: Ref, other: Ref) -> PyResult<()> {
        let iter = self.interp.names.iter;
        if matches!(self.payload(other), Payload::Dict(_))
            && self.override_of(other, iter).is_none()
        {
            return self.dict_merge_dict(dict, other);
        }
        let keys = self.interp.names.keys;
        match self.getattr_suppressed(other, keys)? {
            Some(keys) => {
                self.decref(keys);
                self.dict_update_mapping(dict, other)
            }
            None => self.dict_update_pairs(dict, other),
        }
    }

    fn dict_update_mapping(&mut self, dict: Ref, mapping: Ref) -> PyResult<()> {
        let keys = self.call_method(mapping, "keys", &[])?;
        self.hold(keys);
        let mut result = self.iter(keys);
        if let Ok(iterator) = result {
            self.hold(iterator);
            let done = loop {
                let key = match self.iter_next(iterator) {
                    Ok(Some(key)) => key,
                    Ok(None) => break Ok(()),
                    Err(e) => break Err(e),
                };
                self.hold(key);
                let stored = match self.getitem(mapping, key) {
                    Ok(value) => {
                        self.hold(value);
                        let stored = self.dict_set(dict, key, value);
                        self.unhold();
                        self.give_up(value, stored)
                    }
                    Err(e) => Err(e),
                };
                self.unhold();
                if let Err(e) = self.give_up(key, stored) {
                    break Err(e);
                }
            };
            self.unhold();
            result = self.give_up(iterator, done.map(|()| iterator));
        }
        self.unhold();
        self.give_up(keys, result).map(|_| ())
    }

    /// `PyDict_MergeFromSeq2`
    fn dict_update_pairs(&mut self, dict: Ref, pairs: Ref) -> PyResult<()> {
        let iterator = self.iter(pairs)?;
        self.hold(iterator);
        let mut n = 0;
        let result = loop {
            let item = match self.iter_next(iterator) {
                Ok(Some(item)) => item,
                Ok(None) => break Ok(()),
                Err(e) => break Err(e),
            };
            self.hold(item);
            let result = self.dict_put_pair(dict, item, n);
            self.unhold();
            if let Err(e) = self.give_up(item, result) {
                break Err(e);
            }
            n += 1;
        };
        self.unhold();
        self.give_up(iterator, result)
    }

    fn dict_put_pair(&mut self, dict: Ref, item: Ref, number: usize) -> PyResult<()> {
        let parts = match self.collect(item) {
            Ok(parts) => parts,
            Err(Unwind::Raise(e)) if self.is_native(e, TypeId::TypeError) => {
                self.decref(e);
                let what = format!(
                    "annot convert dictionary update sequence element #{number} to a sequence"
                );
                if self.version < Version::V3_14_2 {
                    return Err(self.type_error(&format!("c{what}")));
                }
                let error = self.type_error("object is not iterable");
                if let Unwind::Raise(e) = error {
                    let note = self.new_str(&format!("C{what}"));
                    self.hold(e);
                    self.hold(note);
                    let noted = self.call_method(e, "add_note", &[note]);
                    self.unhold();
                    self.unhold();
                    self.swallow(noted);
                    self.decref(note);
                }
                return Err(error);
            }
            Err(e) => return Err(e),
        };
        let mark = self.held_mark();
        self.held.extend(parts.iter().copied());
        let result = match *parts.as_slice() {
            [key, value] => self.dict_set(dict, key, value),
            _ => Err(self.value_error(&format!(
                "dictionary update sequence element #{number} has length {}; 2 is required",
                parts.len()
            ))),
        };
        match result {
            Ok(()) => self.release_to(mark),
            Err(e) => self.release_keeping(mark, e),
        }
        result
    }
}

/// `dict[key]`, with `__missing__` of a subclass.
pub fn subscript(m: &mut Machine, dict: Ref, key: Ref) -> PyResult<Ref> {
    if let Some(value) = m.dict_get(dict, key)? {
        return Ok(m.newref(value));
    }
    if !m.is_exact(dict, TypeId::Dict) {
        let (class, missing) = (m.class_of(dict), m.interp.names.missing);
        if let Some(hook) = m.type_lookup(class, missing) {
            return m.call_hook(hook, dict, &[key]);
        }
    }
    Err(m.key_error(key))
}

/// `a == b` (`dict_equal`): values may change while they are compared.
pub fn equal(m: &mut Machine, a: Ref, b: Ref) -> PyResult<bool> {
    let len = |m: &Machine, d| m.dict(d).map_or(0, |d| d.len());
    if len(m, a) != len(m, b) {
        return Ok(false);
    }
    let mut at = 0;
    while at < m.dict(a).map_or(0, |d| d.end()) {
        let Some(entry) = m.dict(a).and_then(|d| d.entry(at)) else {
            at += 1;
            continue;
        };
        at += 1;
        let mark = m.held_mark();
        for r in [entry.key, entry.value] {
            m.incref(r);
            m.hold(r);
        }
        let same = match m.dict_find_hashed(b, entry.key, entry.hash) {
            Ok(found) => match found.and_then(|at| m.dict(b)?.entry(at)) {
                Some(other) => {
                    m.incref(other.value);
                    m.hold(other.value);
                    m.equal(entry.value, other.value)
                }
                None => Ok(false),
            },
            Err(e) => Err(e),
        };
        match same {
            Ok(true) => m.release_to(mark),
            Ok(false) => {
                m.release_to(mark);
                return Ok(false);
            }
            Err(e) => {
                m.release_keeping(mark, e);
                return Err(e);
            }
        }
    }
    Ok(true)
}

/// `a | b` of two dicts.
pub fn union(m: &mut Machine, a: Ref, b: Ref) -> PyResult<Ref> {
    let new = m.dict_copy(a);
    m.hold(new);
    let result = m.dict_update(new, b);
    m.unhold();
    match result {
        Ok(()) => Ok(new),
        Err(e) => m.give_up(new, Err(e)),
    }
}

/// `a |= b`; gives the dict itself back.
pub fn union_in_place(m: &mut Machine, a: Ref, b: Ref) -> PyResult<Ref> {
    m.dict_update(a, b)?;
    Ok(m.newref(a))
}

// ---- type and methods

fn new(m: &mut Machine, args: &[Ref], _kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, _) = argument::this(m, args)?;
    let empty = m.empty_dict();
    if m.is_exact_class(class, TypeId::Dict) {
        let dict = m.make_by_type(TypeId::Dict, Payload::Dict(Box::new(empty)));
        if !m.facts.dicts_born_tracked {
            m.heap.untrack(dict);
        }
        return Ok(dict);
    }
    Ok(m.instantiate(class, Payload::Dict(Box::new(empty))))
}

fn init(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (dict, rest) = argument::this(m, args)?;
    update_with(m, dict, "dict", rest, kwargs)?;
    Ok(m.none())
}

fn update_with(
    m: &mut Machine,
    dict: Ref,
    name: &str,
    rest: &[Ref],
    kwargs: &Kwargs,
) -> PyResult<()> {
    argument::count(m, name, rest.len(), 0, 1)?;
    if let Some(&other) = rest.first() {
        m.dict_update(dict, other)?;
    }
    for &(key, value) in kwargs {
        m.dict_set(dict, key, value)?;
    }
    Ok(())
}

fn update(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (dict, rest) = argument::this(m, args)?;
    update_with(m, dict, "update", rest, kwargs)?;
    Ok(m.none())
}

fn clear(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (dict, rest) = argument::this(m, args)?;
    argument::none(m, "dict.clear", rest, kwargs)?;
    m.dict_clear(dict);
    Ok(m.none())
}

fn copy(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (dict, rest) = argument::this(m, args)?;
    argument::none(m, "dict.copy", rest, kwargs)?;
    Ok(m.dict_copy(dict))
}

fn fromkeys(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = argument::this(m, args)?;
    argument::no_keywords(m, "dict.fromkeys", kwargs)?;
    argument::count(m, "fromkeys", rest.len(), 1, 2)?;
    let Some(&iterable) = rest.first() else {
        return Ok(m.none());
    };
    let value = rest.get(1).copied().unwrap_or(m.interp.none);
    let dict = m.call(class, &[])?;
    m.hold(dict);
    let result = fill_from_keys(m, dict, iterable, value);
    m.unhold();
    match result {
        Ok(()) => Ok(dict),
        Err(e) => m.give_up(dict, Err(e)),
    }
}

fn fill_from_keys(m: &mut Machine, dict: Ref, iterable: Ref, value: Ref) -> PyResult<()> {
    let plain = m.is_exact(dict, TypeId::Dict);
    if plain && m.native_len(dict) == Some(0) {
        let known = match m.payload(iterable) {
            Payload::Dict(d) if m.is_exact(iterable, TypeId::Dict) => Some((d.len(), d.general)),
            Payload::Set(s)
                if m.is_exact(iterable, TypeId::Set) || m.is_exact(iterable, TypeId::FrozenSet) =>
            {
                Some((s.len(), true))
            }
            _ => None,
        };
        if let Some((len, general)) = known {
            m.dict_size_for(dict, len as u32, general);
        }
    }
    let iterator = m.iter(iterable)?;
    m.hold(iterator);
    let result = loop {
        let key = match m.iter_next(iterator) {
            Ok(Some(key)) => key,
            Ok(None) => break Ok(()),
            Err(e) => break Err(e),
        };
        m.hold(key);
        let stored = if plain {
            m.dict_set(dict, key, value)
        } else {
            m.setitem(dict, key, value)
        };
        m.unhold();
        if let Err(e) = m.give_up(key, stored) {
            break Err(e);
        }
    };
    m.unhold();
    m.give_up(iterator, result)
}

fn get(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (dict, rest) = argument::this(m, args)?;
    argument::between(m, "get", rest, kwargs, 1, 2)?;
    let Some(&key) = rest.first() else {
        return Ok(m.none());
    };
    let found = m
        .dict_get(dict, key)?
        .or(rest.get(1).copied())
        .unwrap_or(m.interp.none);
    Ok(m.newref(found))
}

fn getitem(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (dict, rest) = argument::this(m, args)?;
    let key = argument::one(m, "dict.__getitem__", rest, kwargs)?;
    subscript(m, dict, key)
}

fn view(
    m: &mut Machine,
    args: &[Ref],
    kwargs: &Kwargs,
    name: &str,
    part: DictPart,
) -> PyResult<Ref> {
    let (dict, rest) = argument::this(m, args)?;
    argument::none(m, name, rest, kwargs)?;
    m.incref(dict);
    Ok(m.new_dict_view(dict, part))
}

fn keys(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    view(m, args, kwargs, "dict.keys", DictPart::Keys)
}

fn values(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    view(m, args, kwargs, "dict.values", DictPart::Values)
}

fn items(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    view(m, args, kwargs, "dict.items", DictPart::Items)
}

fn pop(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (dict, rest) = argument::this(m, args)?;
    argument::between(m, "pop", rest, kwargs, 1, 2)?;
    let Some(&key) = rest.first() else {
        return Ok(m.none());
    };
    let found = if m.native_len(dict) == Some(0) {
        None
    } else {
        m.dict_find(dict, key)?.1
    };
    match found.and_then(|at| m.dict_take(dict, at)) {
        Some(entry) => {
            m.hold(entry.value);
            m.decref(entry.key);
            m.unhold();
            Ok(entry.value)
        }
        None => match rest.get(1) {
            Some(&default) => Ok(m.newref(default)),
            None => Err(m.key_error(key)),
        },
    }
}

fn popitem(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (dict, rest) = argument::this(m, args)?;
    argument::none(m, "dict.popitem", rest, kwargs)?;
    m.dict_unshare(dict);
    let entry = match m.payload_mut(dict) {
        Payload::Dict(d) => d.pop_last(),
        _ => None,
    };
    match entry {
        Some(entry) => Ok(m.new_tuple_tracked(vec![entry.key, entry.value])),
        None => Err(m.error(TypeId::KeyError, "popitem(): dictionary is empty")),
    }
}

fn setdefault(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (dict, rest) = argument::this(m, args)?;
    argument::between(m, "setdefault", rest, kwargs, 1, 2)?;
    let Some(&key) = rest.first() else {
        return Ok(m.none());
    };
    let default = rest.get(1).copied().unwrap_or(m.interp.none);
    let (hash, at) = m.dict_find(dict, key)?;
    match at.and_then(|at| m.dict(dict)?.entry(at)) {
        Some(entry) => Ok(m.newref(entry.value)),
        None => {
            m.dict_put(dict, key, default, hash, None);
            Ok(m.newref(default))
        }
    }
}

// ---- mappingproxy

fn proxy_new(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = argument::this(m, args)?;
    argument::no_keywords(m, "mappingproxy", kwargs)?;
    let &[mapping] = rest else {
        return Err(m.type_error("mappingproxy() missing required argument 'mapping' (pos 1)"));
    };
    let getitem = m.interp.names.getitem;
    let is_sequence = m.items(mapping).is_some();
    let of = m.class_of(mapping);
    let is_mapping = matches!(
        m.payload(mapping),
        Payload::Dict(_) | Payload::MappingProxy(_)
    ) || m.type_lookup(of, getitem).is_some();
    if is_sequence || !is_mapping {
        let message = format!(
            "mappingproxy() argument must be a mapping, not {}",
            m.type_name(mapping)
        );
        return Err(m.type_error(&message));
    }
    m.incref(mapping);
    Ok(m.instantiate(class, Payload::MappingProxy(mapping)))
}

fn forward(m: &mut Machine, args: &[Ref], kwargs: &Kwargs, name: &str) -> PyResult<Ref> {
    let (proxy, rest) = argument::this(m, args)?;
    argument::no_keywords(m, name, kwargs)?;
    let Payload::MappingProxy(mapping) = m.payload(proxy) else {
        return Ok(m.none());
    };
    let mapping = *mapping;
    m.call_method(mapping, name, rest)
}

fn proxy_get(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::between(m, "get", args.get(1..).unwrap_or_default(), kwargs, 1, 2)?;
    forward(m, args, kwargs, "get")
}

fn proxy_keys(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    forward(m, args, kwargs, "keys")
}

fn proxy_values(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    forward(m, args, kwargs, "values")
}

fn proxy_items(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    forward(m, args, kwargs, "items")
}

fn proxy_reversed(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    forward(m, args, kwargs, "__reversed__")
}

fn proxy_ior(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    Err(m.type_error("'|=' is not supported by mappingproxy; use '|' instead"))
}

fn proxy_copy(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    forward(m, args, kwargs, "copy")
}
