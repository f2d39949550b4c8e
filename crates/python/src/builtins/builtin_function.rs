//! Functions and methods written in Rust (`Objects/methodobject.c`, `Objects/descrobject.c`).

use heap::Ref;

use super::function::{call, get};
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{GetSetDef, NativeDef, refused_attribute};
use crate::types::TypeMembers;

/// The tables of functions and bound methods written in Rust.
pub static BUILTIN: TypeMembers = TypeMembers {
    new: None,
    init: None,
    methods: &[NativeDef::slot("__call__", call)],
    getset: &[
        GetSetDef::read("__name__", builtin_name),
        GetSetDef::read("__qualname__", builtin_qualname),
        GetSetDef::read("__self__", builtin_self),
        GetSetDef::read("__doc__", builtin_doc),
        GetSetDef::read("__module__", builtin_module),
        refused_attribute!("builtin_function_or_method"."__text_signature__"),
    ],
};

/// The tables of unbound methods written in Rust (`method_descriptor`, `wrapper_descriptor`, `classmethod_descriptor`).
pub static BUILTIN_DESCRIPTOR: TypeMembers = TypeMembers {
    new: None,
    init: None,
    methods: &[
        NativeDef::slot("__call__", call),
        NativeDef::slot("__get__", get),
    ],
    getset: &[
        GetSetDef::read("__name__", builtin_name),
        GetSetDef::read("__qualname__", builtin_qualname),
        GetSetDef::read("__doc__", builtin_doc),
        GetSetDef::read("__objclass__", builtin_owner),
        refused_attribute!("method_descriptor"."__text_signature__"),
    ],
};

/// The tables of bound special methods (`method-wrapper`).
pub static METHOD_WRAPPER: TypeMembers = TypeMembers {
    new: None,
    init: None,
    methods: &[NativeDef::slot("__call__", call)],
    getset: &[
        GetSetDef::read("__name__", builtin_name),
        GetSetDef::read("__qualname__", builtin_qualname),
        GetSetDef::read("__self__", builtin_self),
        GetSetDef::read("__doc__", builtin_doc),
        GetSetDef::read("__objclass__", builtin_owner),
        refused_attribute!("method-wrapper"."__text_signature__"),
    ],
};

fn builtin_name(m: &mut Machine, f: Ref) -> PyResult<Ref> {
    let name = m.function_name(f);
    Ok(m.intern(&name))
}

fn builtin_qualname(m: &mut Machine, f: Ref) -> PyResult<Ref> {
    let name = m.function_name(f);
    let class = match m.payload(f) {
        Payload::Builtin(b) => b.owner.or(b.bound.map(|s| m.class_of(s))),
        _ => None,
    };
    let text = match class {
        Some(class) => format!("{}.{name}", m.class_name(class)),
        None => name,
    };
    Ok(m.new_str(&text))
}

fn builtin_self(m: &mut Machine, f: Ref) -> PyResult<Ref> {
    let r = match m.payload(f) {
        Payload::Builtin(b) => b.bound,
        _ => None,
    };
    let r = r.or_else(|| home(m, f).map(|(_, module)| module));
    Ok(m.newref(r.unwrap_or(m.interp.none)))
}

/// The module that a function of a module belongs to: its name and the module, borrowed. It is looked for, because a
/// reference from the function to its module would be one that the picture has to show.
fn home(m: &Machine, f: Ref) -> Option<(String, Ref)> {
    let Payload::Builtin(b) = m.payload(f) else {
        return None;
    };
    let modules = m.dict(m.interp.modules)?;
    let brings = |module: Ref| match m.payload(module) {
        Payload::Module(namespace) => m.dict_get_text(*namespace, b.def.name) == Some(f),
        _ => false,
    };
    let (_, entry) = modules.iter().find(|(_, e)| brings(e.value))?;
    Some((m.text(entry.key), entry.value))
}

/// Modules in Python whose functions in C are those of a module of their own.
const ACCELERATED: &[&str] = &["collections", "functools", "operator", "weakref"];

fn builtin_doc(m: &mut Machine, _: Ref) -> PyResult<Ref> {
    Ok(m.none())
}

fn builtin_module(m: &mut Machine, f: Ref) -> PyResult<Ref> {
    let is_function =
        matches!(m.payload(f), Payload::Builtin(b) if b.bound.is_none() && b.owner.is_none());
    Ok(if is_function {
        match home(m, f) {
            Some((name, _)) if ACCELERATED.contains(&name.as_str()) => {
                m.intern(&format!("_{name}"))
            }
            Some((name, _)) => m.intern(&name),
            None => m.intern("builtins"),
        }
    } else {
        m.none()
    })
}

fn builtin_owner(m: &mut Machine, f: Ref) -> PyResult<Ref> {
    let owner = match m.payload(f) {
        Payload::Builtin(b) => b.owner,
        _ => None,
    };
    match owner {
        Some(owner) => Ok(m.newref(owner)),
        None => Err(m.attribute_error(
            "'builtin_function_or_method' object has no attribute '__objclass__'",
            None,
        )),
    }
}
