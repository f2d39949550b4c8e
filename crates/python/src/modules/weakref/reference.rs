//! `weakref.ref` (`Objects/weakrefobject.c`).

use heap::Ref;

use super::{callback_arg, check_referent, referent};
use crate::builtins::{argument, slot};
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{GetSetDef, Kwargs, NativeDef};
use crate::objects::weakref::WeakReference;
use crate::opcode::CompareOp;
use crate::types::{TypeId, TypeMembers};
use crate::version::Version;

/// The tables of `weakref.ref`.
pub static REF: TypeMembers = TypeMembers {
    new: Some(new),
    init: Some(init),
    methods: &[
        NativeDef::slot("__call__", call),
        NativeDef::slot("__hash__", hash_slot),
        NativeDef::slot("__eq__", eq),
        NativeDef::slot("__ne__", ne),
        NativeDef::slot("__lt__", unordered),
        NativeDef::slot("__le__", unordered),
        NativeDef::slot("__gt__", unordered),
        NativeDef::slot("__ge__", unordered),
        NativeDef::slot("__repr__", repr),
        NativeDef::class_method(
            "__class_getitem__",
            crate::builtins::generic_alias::class_getitem,
        ),
    ],
    getset: &[GetSetDef::write("__callback__", callback, readonly)],
};

/// Keyword arguments are left to `__init__`, which a subclass may have replaced.
fn new(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = argument::this(m, args)?;
    argument::count(m, "__new__", rest.len(), 1, 2)?;
    let Some(&object) = rest.first() else {
        return Ok(m.none());
    };
    check_referent(m, object)?;
    let callback = callback_arg(m, rest.get(1));
    if callback.is_none() && class == m.type_ref(TypeId::Weakref) {
        return Ok(crate::class::shared_weakref(m, object));
    }
    if let Some(c) = callback {
        m.incref(c);
    }
    let weak = WeakReference {
        referent: Some(object),
        callback,
        hash: None,
    };
    let r = m.instantiate(class, Payload::Weakref(Box::new(weak)));
    m.heap.add_weakref(object, r, false);
    Ok(r)
}

fn init(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (_, rest) = argument::this(m, args)?;
    argument::no_keywords(m, "ref", kwargs)?;
    argument::count(m, "__init__", rest.len(), 1, 2)?;
    Ok(m.none())
}

fn call(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    argument::no_keywords(m, "weakref", kwargs)?;
    argument::count(m, "weakref", rest.len(), 0, 0)?;
    let r = referent(m, this).unwrap_or(m.interp.none);
    Ok(m.newref(r))
}

/// Hash of the referent, remembered past its death.
pub fn hash(m: &mut Machine, r: Ref) -> PyResult<i64> {
    let (known, object) = match m.payload(r) {
        Payload::Weakref(w) => (w.hash, w.referent),
        _ => (None, None),
    };
    if let Some(hash) = known {
        return Ok(hash);
    }
    let Some(object) = object else {
        return Err(m.type_error("weak object has gone away"));
    };
    m.incref(object);
    m.hold(object);
    let hash = m.hash(object);
    m.unhold();
    m.decref(object);
    let hash = hash?;
    if let Payload::Weakref(w) = m.payload_mut(r) {
        w.hash = Some(hash);
    }
    Ok(hash)
}

fn hash_slot(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    slot::expected(m, 0, args, kwargs)?;
    let (this, _) = argument::this(m, args)?;
    let hash = hash(m, this)?;
    Ok(m.new_int(hash))
}

/// Weak references compare as what they refer to does, and give whatever that gives; dead ones by identity.
/// A proxy on the right side is a weak reference too.
fn compare(m: &mut Machine, op: CompareOp, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    slot::expected(m, 1, args, kwargs)?;
    let &[a, b] = args else {
        return Ok(m.none());
    };
    let weak = |r| matches!(m.payload(r), Payload::Weakref(_));
    if !weak(a) || !weak(b) {
        return Ok(m.not_implemented());
    }
    let (Some(x), Some(y)) = (referent(m, a), referent(m, b)) else {
        return Ok(m.bool((a == b) == (op == CompareOp::Eq)));
    };
    m.incref(x);
    m.incref(y);
    m.hold(x);
    m.hold(y);
    let result = m.compare(op, x, y);
    m.unhold();
    m.unhold();
    let result = m.give_up(x, result);
    m.give_up(y, result)
}

fn eq(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    compare(m, CompareOp::Eq, args, kwargs)
}

fn ne(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    compare(m, CompareOp::Ne, args, kwargs)
}

fn unordered(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    slot::expected(m, 1, args, kwargs)?;
    Ok(m.not_implemented())
}

fn callback(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let r = match m.payload(r) {
        Payload::Weakref(w) => w.callback,
        _ => None,
    };
    let r = r.unwrap_or(m.interp.none);
    Ok(m.newref(r))
}

fn readonly(m: &mut Machine, _: Ref, _: Option<Ref>) -> PyResult<()> {
    Err(m.attribute_error("readonly attribute", None))
}

/// How the class of a referent is shown: `%T` from 3.13 on, with the module unless that is `__main__`.
pub(super) fn class_shown(m: &Machine, object: Ref) -> String {
    if !m.at_least(Version::V3_13) {
        return m.type_name(object).to_owned();
    }
    let full = m.class_full_name(m.class_of(object));
    match full.strip_prefix("__main__.") {
        Some(bare) => bare.to_owned(),
        None => full,
    }
}

/// `__name__` as the class of an object defines it (`_PyObject_LookupSpecial`): the object's own attributes and
/// `__getattr__` are not asked.
fn special_name(m: &mut Machine, object: Ref) -> PyResult<Option<String>> {
    let (class, key) = (m.class_of(object), m.interp.names.name);
    let Some(found) = m.type_lookup(class, key) else {
        return Ok(None);
    };
    let name = match m.bind(found, Some(object), class) {
        Ok(name) => name,
        // All but late versions of 3.14 go on with the error set, and report it at some later call.
        Err(crate::machine::Unwind::Raise(e)) if m.version != Version::V3_14 => {
            m.decref(e);
            return Err(m.not_supported("an error in `__name__` while a weak reference is shown"));
        }
        Err(e) => return Err(e),
    };
    let text = m.str_of(name).map(str::to_owned);
    m.decref(name);
    Ok(text)
}

fn repr(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    slot::expected(m, 0, args, kwargs)?;
    let (this, _) = argument::this(m, args)?;
    let at = m.heap.addr(this);
    let Some(object) = referent(m, this) else {
        return Ok(m.new_str(&format!("<weakref at {at}; dead>")));
    };
    m.incref(object);
    m.hold(object);
    let name = special_name(m, object);
    m.unhold();
    let text = name.map(|name| {
        let (class, to) = (class_shown(m, object), m.heap.addr(object));
        match name {
            Some(name) => format!("<weakref at {at}; to '{class}' at {to} ({name})>"),
            None => format!("<weakref at {at}; to '{class}' at {to}>"),
        }
    });
    let text = m.give_up(object, text)?;
    Ok(m.new_str(&text))
}
