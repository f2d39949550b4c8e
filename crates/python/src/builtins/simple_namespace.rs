//! `types.SimpleNamespace` (`Objects/namespaceobject.c`).

use super::argument;
use super::object::{expected, get_dict, set_dict};
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{GetSetDef, Kwargs, NativeDef};
use crate::opcode::CompareOp;
use crate::types::{TypeId, TypeMembers};
use crate::version::Version;
use heap::Ref;

/// `types.SimpleNamespace`
pub static MEMBERS: TypeMembers = TypeMembers {
    new: Some(new),
    init: Some(init),
    methods: &[
        NativeDef::slot("__repr__", repr),
        NativeDef::slot("__eq__", eq),
    ],
    getset: &[GetSetDef::write("__dict__", get_dict, set_dict)],
};

fn new(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (class, _) = argument::this(m, args)?;
    let namespace = m.instantiate(class, Payload::Object);
    // namespace_new makes the dict at once.
    m.instance_dict(namespace)?;
    Ok(namespace)
}

fn init(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    let dict = m.instance_dict(this)?;
    if m.version >= Version::V3_13 {
        argument::count(m, "SimpleNamespace", rest.len(), 0, 1)?;
        if let Some(&mapping) = rest.first() {
            m.dict_update(dict, mapping)?;
        }
    } else if !rest.is_empty() {
        return Err(m.type_error("no positional arguments expected"));
    }
    for &(name, value) in kwargs {
        m.dict_set_str(dict, name, value);
    }
    Ok(m.none())
}

fn repr(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (this, _) = argument::this(m, args)?;
    let name = if m.is_exact(this, TypeId::SimpleNamespace) {
        String::from("namespace")
    } else {
        m.type_name(this).to_owned()
    };
    if m.modules_state.in_repr.contains(&this) {
        return Ok(m.new_str(&format!("{name}(...)")));
    }
    if m.modules_state.in_repr.len() >= super::exception_text::MOST_NESTED {
        let text = "maximum recursion depth exceeded while getting the repr of an object";
        return Err(m.error(TypeId::RecursionError, text));
    }
    m.modules_state.in_repr.push(this);
    let text = text(m, this, &name);
    m.modules_state.in_repr.pop();
    Ok(m.new_str(&text?))
}

fn text(m: &mut Machine, this: Ref, name: &str) -> PyResult<String> {
    let dict = m.instance_dict(this)?;
    let keys: Vec<Ref> = m
        .dict(dict)
        .map(|d| d.iter().map(|(_, e)| e.key).collect())
        .unwrap_or_default();
    let mut parts = Vec::new();
    for key in keys {
        let Some(text) = m.str_of(key).filter(|t| !t.is_empty()).map(str::to_owned) else {
            continue;
        };
        let Some(value) = m.dict_get_str(dict, key) else {
            continue;
        };
        m.incref(value);
        m.hold(value);
        let shown = m.repr_string(value);
        m.unhold();
        let shown = m.give_up(value, shown)?;
        parts.push(format!("{text}={shown}"));
    }
    Ok(format!("{name}({})", parts.join(", ")))
}

fn eq(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[this, other] = args else {
        return Err(expected(m, 1, args));
    };
    if !m.is_native(this, TypeId::SimpleNamespace) || !m.is_native(other, TypeId::SimpleNamespace) {
        return Ok(m.not_implemented());
    }
    compare(m, CompareOp::Eq, this, other)
}

/// namespace_richcompare: the dicts are compared, whatever the operator.
pub fn compare(m: &mut Machine, op: CompareOp, a: Ref, b: Ref) -> PyResult<Ref> {
    let (a, b) = (m.instance_dict(a)?, m.instance_dict(b)?);
    m.compare(op, a, b)
}
