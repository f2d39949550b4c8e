//! `weakref`: references and proxies (`Objects/weakrefobject.c`, `Modules/_weakref.c`).

use heap::Ref;

use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::function::{Kwargs, NativeDef, NativeFn};
use crate::objects::weakref::WeakReference;
use crate::opcode::{BinaryOp, CompareOp, Op};
use crate::types::{TypeId, TypeMembers};

/// The functions of the module that are written in Rust.
pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("proxy", proxy),
    NativeDef::function("getweakrefcount", getweakrefcount),
    NativeDef::function("getweakrefs", getweakrefs),
    NativeDef::function("_remove_dead_weakref", remove_dead_weakref),
];

/// The types.
pub fn fill(m: &mut Machine, namespace: Ref) -> PyResult<()> {
    for (name, id) in [
        ("ref", TypeId::Weakref),
        ("ReferenceType", TypeId::Weakref),
        ("ProxyType", TypeId::WeakProxy),
        ("CallableProxyType", TypeId::WeakCallableProxy),
    ] {
        let class = m.type_ref(id);
        m.dict_set_text(namespace, name, class);
    }
    let items = [TypeId::WeakProxy, TypeId::WeakCallableProxy].map(|id| m.type_ref(id));
    for r in items {
        m.incref(r);
    }
    let types = m.new_tuple_tracked(items.to_vec());
    m.dict_set_text(namespace, "ProxyTypes", types);
    m.decref(types);
    Ok(())
}

/// The tables of `weakref.ref`.
pub static REF: TypeMembers = TypeMembers {
    new: Some(new_ref),
    init: Some(init_ref),
    methods: &[
        NativeDef::slot("__call__", call_ref),
        NativeDef::slot("__hash__", hash_ref),
        NativeDef::slot("__eq__", eq_ref),
        NativeDef::slot("__ne__", ne_ref),
        NativeDef::slot("__repr__", repr),
        NativeDef::class_method(
            "__class_getitem__",
            crate::builtins::generic_alias::class_getitem,
        ),
    ],
    getset: &[crate::objects::function::GetSetDef::read(
        "__callback__",
        callback,
    )],
};

/// Whether an object's class allows weak references to it.
fn weakly_referenceable(m: &Machine, r: Ref) -> bool {
    let Payload::Type(t) = m.payload(m.class_of(r)) else {
        return false;
    };
    if !t.is_static {
        return t.has_weakref;
    }
    match t.native {
        TypeId::GenericAlias => m.at_least(crate::version::Version::V3_11),
        TypeId::Union => m.at_least(crate::version::Version::V3_14_2),
        _ => t.has_weakref,
    }
}

fn callback_arg(m: &Machine, r: Option<&Ref>) -> Option<Ref> {
    r.copied().filter(|&c| !m.is_none(c))
}

fn new_ref(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (Some(&class), Some(&object)) = (args.first(), args.get(1)) else {
        return Err(m.type_error("__new__ expected at least 1 argument, got 0"));
    };
    if args.len() > 3 {
        return Err(m.type_error(&format!(
            "__new__ expected at most 2 arguments, got {}",
            args.len() - 1
        )));
    }
    if !weakly_referenceable(m, object) {
        let got = m.type_name(object).to_owned();
        return Err(m.type_error(&format!("cannot create weak reference to '{got}' object")));
    }
    let callback = callback_arg(m, args.get(2));
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

fn init_ref(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    Ok(m.none())
}

/// What a weak reference or proxy refers to, borrowed.
pub fn referent(m: &Machine, r: Ref) -> Option<Ref> {
    match m.payload(r) {
        Payload::Weakref(w) => w.referent,
        _ => None,
    }
}

fn call_ref(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let [r, rest @ ..] = args else {
        return Err(m.type_error("a weak reference is needed"));
    };
    if !rest.is_empty() || !kwargs.is_empty() {
        let name = if m.is_exact(*r, TypeId::Weakref) {
            "weakref"
        } else {
            m.type_name(*r)
        };
        return Err(m.type_error(&format!("{name} expected 0 arguments, got {}", rest.len())));
    }
    let r = referent(m, *r).unwrap_or(m.interp.none);
    Ok(m.newref(r))
}

/// Hash of the referent, remembered past its death.
pub fn hash(m: &mut Machine, r: Ref) -> PyResult<i64> {
    if !m.is_native(r, TypeId::Weakref) {
        return Err(m.unhashable(r));
    }
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

fn hash_ref(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[r] = args else {
        return Err(m.type_error("__hash__() takes no arguments"));
    };
    let hash = hash(m, r)?;
    Ok(m.new_int(hash))
}

fn equal(m: &mut Machine, args: &[Ref]) -> PyResult<Option<bool>> {
    let &[a, b] = args else {
        return Err(m.type_error("expected 1 argument"));
    };
    if !m.is_native(a, TypeId::Weakref) || !m.is_native(b, TypeId::Weakref) {
        return Ok(None);
    }
    match (referent(m, a), referent(m, b)) {
        (Some(x), Some(y)) => {
            m.incref(x);
            m.incref(y);
            m.hold(x);
            m.hold(y);
            let same = m.equal(x, y);
            m.unhold();
            m.unhold();
            m.decref(x);
            m.decref(y);
            same.map(Some)
        }
        _ => Ok(Some(a == b)),
    }
}

fn eq_ref(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    match equal(m, args)? {
        Some(same) => Ok(m.bool(same)),
        None => Ok(m.not_implemented()),
    }
}

fn ne_ref(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    match equal(m, args)? {
        Some(same) => Ok(m.bool(!same)),
        None => Ok(m.not_implemented()),
    }
}

fn callback(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let r = match m.payload(r) {
        Payload::Weakref(w) => w.callback,
        _ => None,
    };
    let r = r.unwrap_or(m.interp.none);
    Ok(m.newref(r))
}

fn repr(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[r] = args else {
        return Err(m.type_error("__repr__() takes no arguments"));
    };
    let at = m.heap.addr(r);
    let text = match referent(m, r) {
        None => format!("<weakref at {at}; dead>"),
        Some(object) => {
            // `%T` from 3.13 on: with the module, unless that is `__main__`.
            let class = match m.at_least(crate::version::Version::V3_13) {
                true => m.class_full_name(m.class_of(object)),
                false => m.type_name(object).to_owned(),
            };
            let class = class
                .strip_prefix("__main__.")
                .map(str::to_owned)
                .unwrap_or(class);
            let to = m.heap.addr(object);
            let key = m.interp.names.name;
            let name = m.getattr_suppressed(object, key)?;
            let named = name.and_then(|n| m.str_of(n)).map(str::to_owned);
            m.xdecref(name);
            match named {
                Some(name) => format!("<weakref at {at}; to '{class}' at {to} ({name})>"),
                None => format!("<weakref at {at}; to '{class}' at {to}>"),
            }
        }
    };
    Ok(m.new_str(&text))
}

fn getweakrefcount(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[object] = args else {
        return Err(m.type_error(&format!(
            "_weakref.getweakrefcount() takes exactly one argument ({} given)",
            args.len()
        )));
    };
    let n = m.heap.weakrefs(object).len() as i64;
    Ok(m.new_int(n))
}

fn getweakrefs(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[object] = args else {
        return Err(m.type_error(&format!(
            "_weakref.getweakrefs() takes exactly one argument ({} given)",
            args.len()
        )));
    };
    let refs = m.heap.weakrefs(object).to_vec();
    for &r in &refs {
        m.incref(r);
    }
    Ok(m.new_list(refs))
}

fn remove_dead_weakref(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[dict, key] = args else {
        return Err(m.type_error(&format!(
            "_remove_dead_weakref expected 2 arguments, got {}",
            args.len()
        )));
    };
    if let Some(value) = m.dict_get(dict, key)?
        && matches!(m.payload(value), Payload::Weakref(_))
        && referent(m, value).is_none()
    {
        m.dict_remove(dict, key)?;
    }
    Ok(m.none())
}

// ---- proxies

fn proxy(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let Some(&object) = args.first() else {
        return Err(m.type_error("proxy expected at least 1 argument, got 0"));
    };
    if !weakly_referenceable(m, object) {
        let got = m.type_name(object).to_owned();
        return Err(m.type_error(&format!("cannot create weak reference to '{got}' object")));
    }
    let callback = callback_arg(m, args.get(1));
    if callback.is_none() {
        let shared = m.heap.weakrefs(object).iter().copied().find(|&w| {
            !m.is_native(w, TypeId::Weakref)
                && matches!(m.payload(w), Payload::Weakref(w) if w.callback.is_none())
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

/// What a proxy stands for, held until the caller gives it up.
fn target(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    match referent(m, r) {
        Some(object) => Ok(m.newref(object)),
        None => Err(m.error(
            TypeId::ReferenceError,
            "weakly-referenced object no longer exists",
        )),
    }
}

fn through<T>(
    m: &mut Machine,
    r: Ref,
    act: impl FnOnce(&mut Machine, Ref) -> PyResult<T>,
) -> PyResult<T> {
    let object = target(m, r)?;
    m.hold(object);
    let result = act(m, object);
    m.unhold();
    m.decref(object);
    result
}

fn is_proxy(m: &Machine, r: Ref) -> bool {
    matches!(m.payload(r), Payload::Weakref(_)) && !m.is_native(r, TypeId::Weakref)
}

/// `proxy.name`.
pub fn proxy_getattr(m: &mut Machine, r: Ref, name: Ref) -> PyResult<Option<Ref>> {
    through(m, r, |m, object| m.getattr(object, name).map(Some))
}

/// `proxy.name = value`.
pub fn proxy_setattr(m: &mut Machine, r: Ref, name: Ref, value: Option<Ref>) -> PyResult<()> {
    through(m, r, |m, object| m.setattr(object, name, value))
}

/// `bool(proxy)`.
pub fn proxy_truth(m: &mut Machine, r: Ref) -> PyResult<bool> {
    through(m, r, Machine::truth)
}

/// Both operands with proxies replaced by what they stand for.
fn both<T>(
    m: &mut Machine,
    a: Ref,
    b: Ref,
    act: impl FnOnce(&mut Machine, Ref, Ref) -> PyResult<T>,
) -> PyResult<T> {
    let a = if is_proxy(m, a) {
        target(m, a)?
    } else {
        m.newref(a)
    };
    m.hold(a);
    let b = if is_proxy(m, b) {
        target(m, b)
    } else {
        Ok(m.newref(b))
    };
    let b = match b {
        Ok(b) => b,
        Err(e) => {
            m.unhold();
            m.decref(a);
            return Err(e);
        }
    };
    m.hold(b);
    let result = act(m, a, b);
    m.unhold();
    m.unhold();
    m.decref(a);
    m.decref(b);
    result
}

macro_rules! binary_slots {
    ($($name:ident, $reflected:ident, $op:ident;)+) => {
        $(
            fn $name(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
                let &[a, b] = args else { return Err(m.type_error("expected 1 argument")) };
                both(m, a, b, |m, a, b| m.binary(BinaryOp::$op, a, b))
            }
            fn $reflected(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
                let &[b, a] = args else { return Err(m.type_error("expected 1 argument")) };
                both(m, a, b, |m, a, b| m.binary(BinaryOp::$op, a, b))
            }
        )+
    };
}

binary_slots! {
    add, radd, Add;
    sub, rsub, Subtract;
    mul, rmul, Multiply;
    truediv, rtruediv, TrueDivide;
    floordiv, rfloordiv, FloorDivide;
    modulo, rmodulo, Remainder;
    power, rpower, Power;
    lshift, rlshift, LeftShift;
    rshift, rrshift, RightShift;
    and, rand, And;
    or, ror, Or;
    xor, rxor, Xor;
    matmul, rmatmul, MatMul;
}

macro_rules! inplace_slots {
    ($($name:ident, $op:ident;)+) => {
        $(fn $name(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
            let &[a, b] = args else { return Err(m.type_error("expected 1 argument")) };
            both(m, a, b, |m, a, b| m.binary(BinaryOp::$op, a, b))
        })+
    };
}

inplace_slots! {
    iadd, InplaceAdd;
    isub, InplaceSubtract;
    imul, InplaceMultiply;
    itruediv, InplaceTrueDivide;
    ifloordiv, InplaceFloorDivide;
    imodulo, InplaceRemainder;
    ipower, InplacePower;
    ilshift, InplaceLeftShift;
    irshift, InplaceRightShift;
    iand, InplaceAnd;
    ior, InplaceOr;
    ixor, InplaceXor;
    imatmul, InplaceMatMul;
}

macro_rules! compare_slots {
    ($($name:ident, $op:ident;)+) => {
        $(fn $name(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
            let &[a, b] = args else { return Err(m.type_error("expected 1 argument")) };
            both(m, a, b, |m, a, b| m.compare(CompareOp::$op, a, b))
        })+
    };
}

compare_slots! {
    lt, Lt;
    le, Le;
    eq, Eq;
    ne, Ne;
    gt, Gt;
    ge, Ge;
}

fn unary(m: &mut Machine, args: &[Ref], op: Op) -> PyResult<Ref> {
    let &[r] = args else {
        return Err(m.type_error("expected 0 arguments"));
    };
    through(m, r, |m, object| crate::arithmetic::unary(m, op, object))
}

fn neg(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    unary(m, args, Op::UnaryNegative)
}

fn pos(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    unary(m, args, Op::UnaryPositive)
}

fn invert(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    unary(m, args, Op::UnaryInvert)
}

fn own(m: &mut Machine, args: &[Ref]) -> PyResult<Ref> {
    match args.first() {
        Some(&r) => Ok(r),
        None => Err(m.type_error("a proxy is needed")),
    }
}

fn proxy_len(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = own(m, args)?;
    let n = through(m, r, Machine::len)?;
    Ok(m.new_int(n as i64))
}

fn proxy_getitem(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[r, key] = args else {
        return Err(m.type_error("expected 1 argument"));
    };
    through(m, r, |m, object| m.getitem(object, key))
}

fn proxy_setitem(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[r, key, value] = args else {
        return Err(m.type_error("expected 2 arguments"));
    };
    through(m, r, |m, object| m.setitem(object, key, value))?;
    Ok(m.none())
}

fn proxy_delitem(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[r, key] = args else {
        return Err(m.type_error("expected 1 argument"));
    };
    through(m, r, |m, object| m.delitem(object, key))?;
    Ok(m.none())
}

fn proxy_contains(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[r, item] = args else {
        return Err(m.type_error("expected 1 argument"));
    };
    let found = through(m, r, |m, object| m.contains(object, item))?;
    Ok(m.bool(found))
}

fn proxy_iter(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = own(m, args)?;
    through(m, r, Machine::iter)
}

fn proxy_next(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = own(m, args)?;
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

fn proxy_str(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = own(m, args)?;
    through(m, r, Machine::str)
}

fn proxy_repr(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = own(m, args)?;
    let object = target(m, r)?;
    let (at, to) = (m.heap.addr(r), m.heap.addr(object));
    let name = m.type_name(object).to_owned();
    m.decref(object);
    Ok(m.new_str(&format!("<weakproxy at {at} to {name} at {to}>")))
}

fn proxy_bool(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = own(m, args)?;
    let truth = proxy_truth(m, r)?;
    Ok(m.bool(truth))
}

fn proxy_call(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let [r, rest @ ..] = args else {
        return Err(m.type_error("a proxy is needed"));
    };
    through(m, *r, |m, object| m.call_kw(object, rest, kwargs))
}

fn proxy_hash(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = own(m, args)?;
    Err(m.unhashable(r))
}

fn as_int(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = own(m, args)?;
    let class = m.type_ref(TypeId::Int);
    through(m, r, |m, object| m.call(class, &[object]))
}

fn as_float(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = own(m, args)?;
    let class = m.type_ref(TypeId::Float);
    through(m, r, |m, object| m.call(class, &[object]))
}

const fn slot(name: &'static str, call: NativeFn) -> NativeDef {
    NativeDef::slot(name, call)
}

/// The tables of proxies: everything goes to the object.
pub static PROXY: TypeMembers = TypeMembers {
    new: None,
    init: None,
    methods: &[
        slot("__add__", add),
        slot("__radd__", radd),
        slot("__iadd__", iadd),
        slot("__sub__", sub),
        slot("__rsub__", rsub),
        slot("__isub__", isub),
        slot("__mul__", mul),
        slot("__rmul__", rmul),
        slot("__imul__", imul),
        slot("__truediv__", truediv),
        slot("__rtruediv__", rtruediv),
        slot("__itruediv__", itruediv),
        slot("__floordiv__", floordiv),
        slot("__rfloordiv__", rfloordiv),
        slot("__ifloordiv__", ifloordiv),
        slot("__mod__", modulo),
        slot("__rmod__", rmodulo),
        slot("__imod__", imodulo),
        slot("__pow__", power),
        slot("__rpow__", rpower),
        slot("__ipow__", ipower),
        slot("__lshift__", lshift),
        slot("__rlshift__", rlshift),
        slot("__ilshift__", ilshift),
        slot("__rshift__", rshift),
        slot("__rrshift__", rrshift),
        slot("__irshift__", irshift),
        slot("__and__", and),
        slot("__rand__", rand),
        slot("__iand__", iand),
        slot("__or__", or),
        slot("__ror__", ror),
        slot("__ior__", ior),
        slot("__xor__", xor),
        slot("__rxor__", rxor),
        slot("__ixor__", ixor),
        slot("__matmul__", matmul),
        slot("__rmatmul__", rmatmul),
        slot("__imatmul__", imatmul),
        slot("__lt__", lt),
        slot("__le__", le),
        slot("__eq__", eq),
        slot("__ne__", ne),
        slot("__gt__", gt),
        slot("__ge__", ge),
        slot("__neg__", neg),
        slot("__pos__", pos),
        slot("__invert__", invert),
        slot("__len__", proxy_len),
        slot("__getitem__", proxy_getitem),
        slot("__setitem__", proxy_setitem),
        slot("__delitem__", proxy_delitem),
        slot("__contains__", proxy_contains),
        slot("__iter__", proxy_iter),
        slot("__next__", proxy_next),
        slot("__str__", proxy_str),
        slot("__repr__", proxy_repr),
        slot("__bool__", proxy_bool),
        slot("__call__", proxy_call),
        slot("__hash__", proxy_hash),
        slot("__int__", as_int),
        slot("__float__", as_float),
    ],
    getset: &[],
};

/// Only so that the error type is named once here: what a dead proxy raises.
pub fn is_dead(m: &Machine, error: Unwind) -> bool {
    matches!(error, Unwind::Raise(e) if m.is_native(e, TypeId::ReferenceError))
}
