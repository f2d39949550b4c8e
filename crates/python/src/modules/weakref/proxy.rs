//! `weakref.proxy` (`Objects/weakrefobject.c`): objects that hand everything on to what they stand for.

use heap::Ref;

use super::{callback_arg, check_referent, proxy_number as number, reference, referent};
use crate::builtins::{argument, slot};
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{Kwargs, NativeDef, NativeFn};
use crate::objects::weakref::WeakReference;
use crate::opcode::CompareOp;
use crate::types::{TypeId, TypeMembers};
use crate::version::Version;

/// `weakref.proxy(object, callback)`.
pub(super) fn make(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::no_keywords(m, "_weakref.proxy", kwargs)?;
    argument::count(m, "proxy", args.len(), 1, 2)?;
    let Some(&object) = args.first() else {
        return Ok(m.none());
    };
    check_referent(m, object)?;
    let callback = callback_arg(m, args.get(1));
    if callback.is_none() {
        let shared = m.heap.weakrefs(object).iter().copied().find(|&w| {
            is_proxy(m, w) && matches!(m.payload(w), Payload::Weakref(w) if w.callback.is_none())
        });
        if let Some(shared) = shared {
            return Ok(m.newref(shared));
        }
    }
    let call = m.interp.names.call;
    let class = m.class_of(object);
    let callable = matches!(
        m.payload(object),
        Payload::Function(_) | Payload::Method(_) | Payload::Builtin(_) | Payload::Type(_)
    ) || m.type_lookup(class, call).is_some();
    let id = if callable {
        TypeId::WeakCallableProxy
    } else {
        TypeId::WeakProxy
    };
    if let Some(c) = callback {
        m.incref(c);
    }
    let weak = WeakReference {
        referent: Some(object),
        callback,
        hash: None,
    };
    let r = m.make_tracked(id, Payload::Weakref(Box::new(weak)));
    // A shared proxy stands right behind the shared reference.
    m.heap.add_weakref(object, r, callback.is_none());
    Ok(r)
}

/// Whether an object is a proxy. `weakref.ref` and what derives from it is not.
pub fn is_proxy(m: &Machine, r: Ref) -> bool {
    matches!(m.payload(r), Payload::Weakref(_)) && !m.is_native(r, TypeId::Weakref)
}

/// What a proxy stands for, as a new reference; any other object stands for itself (UNWRAP).
pub fn target(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    if !is_proxy(m, r) {
        return Ok(m.newref(r));
    }
    match referent(m, r) {
        Some(object) => Ok(m.newref(object)),
        None => Err(m.error(
            TypeId::ReferenceError,
            "weakly-referenced object no longer exists",
        )),
    }
}

/// Does something with what a proxy stands for, which is kept alive meanwhile.
pub(super) fn through<T>(
    m: &mut Machine,
    r: Ref,
    act: impl FnOnce(&mut Machine, Ref) -> PyResult<T>,
) -> PyResult<T> {
    let object = target(m, r)?;
    m.hold(object);
    let result = act(m, object);
    m.unhold();
    m.give_up(object, result)
}

/// The same with two operands, either of which may be a proxy.
pub(super) fn both<T>(
    m: &mut Machine,
    a: Ref,
    b: Ref,
    act: impl FnOnce(&mut Machine, Ref, Ref) -> PyResult<T>,
) -> PyResult<T> {
    through(m, a, |m, a| through(m, b, |m, b| act(m, a, b)))
}

/// `proxy.name`.
pub fn getattr(m: &mut Machine, r: Ref, name: Ref) -> PyResult<Option<Ref>> {
    through(m, r, |m, object| m.getattr(object, name).map(Some))
}

/// `bool(proxy)`.
pub fn truth(m: &mut Machine, r: Ref) -> PyResult<bool> {
    through(m, r, Machine::truth)
}

fn getattribute(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    slot::expected(m, 1, args, kwargs)?;
    let &[r, name] = args else {
        return Ok(m.none());
    };
    through(m, r, |m, object| m.getattr(object, name))
}

fn setattr(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    slot::expected(m, 2, args, kwargs)?;
    let &[r, name, value] = args else {
        return Ok(m.none());
    };
    through(m, r, |m, object| m.setattr(object, name, Some(value)))?;
    Ok(m.none())
}

fn delattr(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    slot::expected(m, 1, args, kwargs)?;
    let &[r, name] = args else {
        return Ok(m.none());
    };
    through(m, r, |m, object| m.setattr(object, name, None))?;
    Ok(m.none())
}

macro_rules! compare_slots {
    ($($name:ident = $op:ident;)+) => {
        $(fn $name(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
            slot::expected(m, 1, args, kwargs)?;
            let &[a, b] = args else { return Ok(m.none()) };
            both(m, a, b, |m, a, b| m.compare(CompareOp::$op, a, b))
        })+
    };
}

compare_slots! { lt = Lt; le = Le; eq = Eq; ne = Ne; gt = Gt; ge = Ge; }

/// The proxy that a special method without arguments was called with.
pub(super) fn alone(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    slot::expected(m, 0, args, kwargs)?;
    let (this, _) = argument::this(m, args)?;
    Ok(this)
}

fn len(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = alone(m, args, kwargs)?;
    let n = through(m, r, Machine::len)?;
    Ok(m.new_int(n as i64))
}

fn getitem(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    slot::expected(m, 1, args, kwargs)?;
    let &[r, key] = args else {
        return Ok(m.none());
    };
    both(m, r, key, Machine::getitem)
}

fn setitem(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    slot::expected(m, 2, args, kwargs)?;
    let &[r, key, value] = args else {
        return Ok(m.none());
    };
    through(m, r, |m, object| m.setitem(object, key, value))?;
    Ok(m.none())
}

fn delitem(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    slot::expected(m, 1, args, kwargs)?;
    let &[r, key] = args else {
        return Ok(m.none());
    };
    through(m, r, |m, object| m.delitem(object, key))?;
    Ok(m.none())
}

fn contains(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    slot::expected(m, 1, args, kwargs)?;
    let &[r, item] = args else {
        return Ok(m.none());
    };
    let found = through(m, r, |m, object| m.contains(object, item))?;
    Ok(m.bool(found))
}

fn iter(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = alone(m, args, kwargs)?;
    through(m, r, Machine::iter)
}

fn next(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = alone(m, args, kwargs)?;
    let next = through(m, r, |m, object| {
        let name = m.interp.names.next;
        let class = m.class_of(object);
        if m.type_lookup(class, name).is_none()
            && !matches!(m.payload(object), Payload::Generator(_) | Payload::Iter(_))
        {
            let got = m.type_name(object).to_owned();
            return Err(m.type_error(&format!(
                "Weakref proxy referenced a non-iterator '{got}' object"
            )));
        }
        m.iter_next(object)
    })?;
    match next {
        Some(value) => Ok(value),
        None => {
            let none = m.none();
            Err(m.stop_iteration(none))
        }
    }
}

fn str(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = alone(m, args, kwargs)?;
    through(m, r, Machine::str)
}

/// A dead proxy can be shown; up to 3.12 it says that it stands for None.
fn repr(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = alone(m, args, kwargs)?;
    let at = m.heap.addr(r);
    let object = referent(m, r);
    let shown = object.unwrap_or(m.interp.none);
    let (class, to) = (reference::class_shown(m, shown), m.heap.addr(shown));
    let text = match (m.at_least(Version::V3_13), object) {
        (false, _) => format!("<weakproxy at {at} to {class} at {to}>"),
        (true, Some(_)) => format!("<weakproxy at {at}; to '{class}' at {to}>"),
        (true, None) => format!("<weakproxy at {at}; dead>"),
    };
    Ok(m.new_str(&text))
}

fn call(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    through(m, this, |m, object| m.call_kw(object, rest, kwargs))
}

/// A method without arguments that the object must have under the same name (WRAP_METHOD).
fn method(m: &mut Machine, name: &str, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    let class = m.type_name(this).to_owned();
    argument::none(m, &format!("{class}.{name}"), rest, kwargs)?;
    through(m, this, |m, object| m.call_method(object, name, &[]))
}

fn bytes(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    method(m, "__bytes__", args, kwargs)
}

fn reversed(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    method(m, "__reversed__", args, kwargs)
}

const fn slot(name: &'static str, call: NativeFn) -> NativeDef {
    NativeDef::slot(name, call)
}

/// The special methods that both types of proxies have, and those of one.
macro_rules! with_shared_slots {
    ($($own:expr,)*) => {
        &[
            $($own,)*
            slot("__add__", number::add),
            slot("__radd__", number::radd),
            slot("__iadd__", number::iadd),
            slot("__sub__", number::sub),
            slot("__rsub__", number::rsub),
            slot("__isub__", number::isub),
            slot("__mul__", number::mul),
            slot("__rmul__", number::rmul),
            slot("__imul__", number::imul),
            slot("__truediv__", number::truediv),
            slot("__rtruediv__", number::rtruediv),
            slot("__itruediv__", number::itruediv),
            slot("__floordiv__", number::floordiv),
            slot("__rfloordiv__", number::rfloordiv),
            slot("__ifloordiv__", number::ifloordiv),
            slot("__mod__", number::modulo),
            slot("__rmod__", number::rmodulo),
            slot("__imod__", number::imodulo),
            slot("__divmod__", number::divmod),
            slot("__rdivmod__", number::rdivmod),
            slot("__pow__", number::pow),
            slot("__rpow__", number::rpow),
            slot("__ipow__", number::ipow),
            slot("__lshift__", number::lshift),
            slot("__rlshift__", number::rlshift),
            slot("__ilshift__", number::ilshift),
            slot("__rshift__", number::rshift),
            slot("__rrshift__", number::rrshift),
            slot("__irshift__", number::irshift),
            slot("__and__", number::and),
            slot("__rand__", number::rand),
            slot("__iand__", number::iand),
            slot("__or__", number::or),
            slot("__ror__", number::ror),
            slot("__ior__", number::ior),
            slot("__xor__", number::xor),
            slot("__rxor__", number::rxor),
            slot("__ixor__", number::ixor),
            slot("__matmul__", number::matmul),
            slot("__rmatmul__", number::rmatmul),
            slot("__imatmul__", number::imatmul),
            slot("__neg__", number::neg),
            slot("__pos__", number::pos),
            slot("__abs__", number::abs),
            slot("__invert__", number::invert),
            slot("__int__", number::int),
            slot("__float__", number::float),
            slot("__index__", number::index),
            slot("__bool__", number::bool),
            slot("__lt__", lt),
            slot("__le__", le),
            slot("__eq__", eq),
            slot("__ne__", ne),
            slot("__gt__", gt),
            slot("__ge__", ge),
            slot("__len__", len),
            slot("__getitem__", getitem),
            slot("__setitem__", setitem),
            slot("__delitem__", delitem),
            slot("__contains__", contains),
            slot("__iter__", iter),
            slot("__next__", next),
            slot("__str__", str),
            slot("__repr__", repr),
            slot("__getattribute__", getattribute),
            slot("__setattr__", setattr),
            slot("__delattr__", delattr),
        ]
    };
}

/// The tables of proxies of what cannot be called.
pub static PROXY: TypeMembers = TypeMembers {
    new: None,
    init: None,
    methods: with_shared_slots![
        NativeDef::method("__bytes__", bytes),
        NativeDef::method("__reversed__", reversed),
    ],
    getset: &[],
};

/// The tables of proxies of what can be called: `bytes()` and `reversed()` do not go through them.
pub static CALLABLE_PROXY: TypeMembers = TypeMembers {
    new: None,
    init: None,
    methods: with_shared_slots![slot("__call__", call),],
    getset: &[],
};
