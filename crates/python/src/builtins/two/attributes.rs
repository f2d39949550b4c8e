//! Attributes that built-in types have in Python 2 only, or under two names.

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::GetSetDef;
use crate::types::TypeId;

/// What Python 3 calls a name that is found in a built-in type.
pub fn same_as(id: TypeId, name: &str) -> &str {
    match (id, name) {
        (_, "next") => "__next__",
        (_, "__nonzero__") => "__bool__",
        (TypeId::Int | TypeId::Long | TypeId::Float | TypeId::Complex, "__div__") => "__truediv__",
        (TypeId::Int | TypeId::Long | TypeId::Float | TypeId::Complex, "__rdiv__") => {
            "__rtruediv__"
        }
        (TypeId::Function, "func_name") => "__name__",
        (TypeId::Function, "func_code") => "__code__",
        (TypeId::Function, "func_globals") => "__globals__",
        (TypeId::Function, "func_defaults") => "__defaults__",
        (TypeId::Function, "func_closure") => "__closure__",
        (TypeId::Function, "func_doc") => "__doc__",
        (TypeId::Function, "func_dict") => "__dict__",
        (TypeId::Method, "im_func") => "__func__",
        (TypeId::Method, "im_self") => "__self__",
        (_, name) => name,
    }
}

/// Computed attributes of Python 2; they come before those of the type's own table.
pub fn getset(id: TypeId) -> &'static [GetSetDef] {
    match id {
        TypeId::Method => METHOD,
        TypeId::BaseException => EXCEPTION,
        _ => &[],
    }
}

static METHOD: &[GetSetDef] = &[
    GetSetDef::read("__func__", im_func),
    GetSetDef::read("__self__", im_self),
    GetSetDef::read("im_class", im_class),
];

static EXCEPTION: &[GetSetDef] = &[GetSetDef::read("message", message)];

fn im_func(m: &mut Machine, method: Ref) -> PyResult<Ref> {
    let function = match m.payload(method) {
        Payload::Method(parts) => parts.0,
        Payload::UnboundMethod(parts) => parts.0,
        _ => m.interp.none,
    };
    Ok(m.newref(function))
}

fn im_self(m: &mut Machine, method: Ref) -> PyResult<Ref> {
    let object = match m.payload(method) {
        Payload::Method(parts) => parts.1,
        _ => m.interp.none,
    };
    Ok(m.newref(object))
}

fn im_class(m: &mut Machine, method: Ref) -> PyResult<Ref> {
    let class = match m.payload(method) {
        Payload::Method(parts) => parts.2,
        Payload::UnboundMethod(parts) => Some(parts.1),
        _ => None,
    };
    Ok(m.newref(class.unwrap_or(m.interp.none)))
}

/// The only argument, or an empty string.
fn message(m: &mut Machine, exception: Ref) -> PyResult<Ref> {
    let (kept, args) = match m.payload(exception) {
        Payload::Exception(e) => (e.field("message"), e.args),
        _ => (None, None),
    };
    if let Some(kept) = kept {
        return Ok(m.newref(kept));
    }
    match args.and_then(|args| m.items(args)) {
        Some(&[only]) => Ok(m.newref(only)),
        _ => Ok(m.new_str("")),
    }
}
