//! `weakref` (`Modules/_weakref.c`): the functions that make and count weak references.

mod proxy;
mod proxy_number;
pub mod reference;

use heap::Ref;

pub use proxy::{CALLABLE_PROXY, PROXY, getattr as proxy_getattr, truth as proxy_truth};
pub use proxy_number::ternary_power;

use crate::builtins::argument;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{Kwargs, NativeDef};
use crate::types::TypeId;
use crate::version::Version;

/// The functions of the module that are written in Rust.
pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("proxy", proxy::make),
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
        ("_GenericAlias", TypeId::GenericAlias),
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

/// The types that the sets need.
pub fn fill_sets(m: &mut Machine, namespace: Ref) -> PyResult<()> {
    for (name, id) in [
        ("ref", TypeId::Weakref),
        ("_GenericAlias", TypeId::GenericAlias),
    ] {
        let class = m.type_ref(id);
        m.dict_set_text(namespace, name, class);
    }
    Ok(())
}

/// What a weak reference or proxy refers to, borrowed.
pub fn referent(m: &Machine, r: Ref) -> Option<Ref> {
    match m.payload(r) {
        Payload::Weakref(w) => w.referent,
        _ => None,
    }
}

/// Whether an object's class allows weak references to it (`_PyType_SUPPORTS_WEAKREFS`).
fn supports_weakrefs(m: &Machine, r: Ref) -> bool {
    let Payload::Type(t) = m.payload(m.class_of(r)) else {
        return false;
    };
    if !t.is_static {
        return t.has_weakref;
    }
    match t.native {
        TypeId::GenericAlias => m.at_least(Version::V3_11),
        TypeId::Union => m.at_least(Version::V3_14_2),
        _ => t.has_weakref,
    }
}

/// TypeError unless an object can be weakly referenced.
fn check_referent(m: &mut Machine, r: Ref) -> PyResult<()> {
    if supports_weakrefs(m, r) {
        return Ok(());
    }
    let got = m.type_name(r).to_owned();
    Err(m.type_error(&format!("cannot create weak reference to '{got}' object")))
}

/// A callback as it is given: None stands for none.
fn callback_arg(m: &Machine, r: Option<&Ref>) -> Option<Ref> {
    r.copied().filter(|&c| !m.is_none(c))
}

fn getweakrefcount(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let object = argument::one(m, "_weakref.getweakrefcount", args, kwargs)?;
    let n = m.heap.weakrefs(object).len() as i64;
    Ok(m.new_int(n))
}

fn getweakrefs(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let object = argument::one(m, "_weakref.getweakrefs", args, kwargs)?;
    let refs = m.heap.weakrefs(object).to_vec();
    for &r in &refs {
        m.incref(r);
    }
    Ok(m.new_list(refs))
}

/// Takes an entry out of a dict if its value is a weak reference that is dead: what the callbacks of
/// `WeakValueDictionary` do. It is not an error if the entry has gone or is alive again.
fn remove_dead_weakref(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let name = "_remove_dead_weakref";
    argument::no_keywords(m, "_weakref._remove_dead_weakref", kwargs)?;
    argument::count(m, name, args.len(), 2, 2)?;
    let &[dict, key] = args else {
        return Ok(m.none());
    };
    if !m.is_native(dict, TypeId::Dict) {
        let given = argument::given(m, dict);
        return Err(m.type_error(&format!("{name}() argument 1 must be dict, not {given}")));
    }
    // `_PyDict_DelItemIf` hashes the key itself: its error is not reworded.
    m.hash(key)?;
    if let Some(value) = m.dict_get(dict, key)? {
        if !matches!(m.payload(value), Payload::Weakref(_)) {
            return Err(m.type_error("not a weakref"));
        }
        if referent(m, value).is_none() {
            m.dict_remove(dict, key)?;
        }
    }
    Ok(m.none())
}
