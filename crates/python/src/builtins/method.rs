//! Bound methods (`Objects/classobject.c`).

use heap::Ref;

use super::function::call;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{GetSetDef, Kwargs, NativeDef};
use crate::types::TypeMembers;

/// The tables of bound methods.
pub static METHOD: TypeMembers = TypeMembers {
    new: Some(new_method),
    init: None,
    methods: &[NativeDef::slot("__call__", call)],
    getset: &[
        GetSetDef::read("__func__", method_func),
        GetSetDef::read("__self__", method_self),
        GetSetDef::read("__doc__", method_doc),
    ],
};

fn new_method(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[_, f, object] = args else {
        let given = args.len().saturating_sub(1);
        return Err(m.type_error(&format!("method expected 2 arguments, got {given}")));
    };
    if !crate::modules::protocol::is_callable(m, f) {
        return Err(m.type_error("first argument must be callable"));
    }
    if m.is_none(object) && !m.facts.python_2 {
        return Err(m.type_error("instance must not be None"));
    }
    m.incref(f);
    m.incref(object);
    Ok(m.new_method(f, object))
}

fn method_func(m: &mut Machine, method: Ref) -> PyResult<Ref> {
    match m.payload(method) {
        Payload::Method(parts) => {
            let r = parts.0;
            Ok(m.newref(r))
        }
        _ => Ok(m.none()),
    }
}

fn method_self(m: &mut Machine, method: Ref) -> PyResult<Ref> {
    match m.payload(method) {
        Payload::Method(parts) => {
            let r = parts.1;
            Ok(m.newref(r))
        }
        _ => Ok(m.none()),
    }
}

fn method_doc(m: &mut Machine, method: Ref) -> PyResult<Ref> {
    let Payload::Method(parts) = m.payload(method) else {
        return Ok(m.none());
    };
    let f = parts.0;
    m.getattr_text(f, "__doc__")
}
