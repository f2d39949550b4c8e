//! Python functions as objects (`Objects/funcobject.c`).

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{GetSetDef, Kwargs, NativeDef};
use crate::types::TypeMembers;
use crate::version::Version;

macro_rules! function_field {
    ($get:ident, $set:ident, $field:ident, $text:literal) => {
        fn $get(m: &mut Machine, f: Ref) -> PyResult<Ref> {
            let r = match m.payload(f) {
                Payload::Function(f) => f.$field,
                _ => None,
            };
            let r = r.unwrap_or(m.interp.none);
            Ok(m.newref(r))
        }

        fn $set(m: &mut Machine, f: Ref, value: Option<Ref>) -> PyResult<()> {
            let value = value.filter(|&v| !m.is_none(v)).map(|v| m.newref(v));
            let old = match m.payload_mut(f) {
                Payload::Function(f) => std::mem::replace(&mut f.$field, value),
                _ => value,
            };
            m.xdecref(old);
            Ok(())
        }
    };
}

function_field!(defaults, set_defaults, defaults, "__defaults__");
function_field!(kwdefaults, set_kwdefaults, kwdefaults, "__kwdefaults__");
function_field!(closure, set_closure, closure, "__closure__");
function_field!(doc, set_doc, doc, "__doc__");
function_field!(module, set_module, module, "__module__");
function_field!(annotate, set_annotate, annotate, "__annotate__");

/// The tables of Python functions.
pub static MEMBERS: TypeMembers = TypeMembers {
    new: Some(new_function),
    init: None,
    methods: &[
        NativeDef::slot("__get__", get),
        NativeDef::slot("__call__", call),
    ],
    getset: &[
        GetSetDef::write("__name__", name, set_name),
        GetSetDef::write("__qualname__", qualname, set_qualname),
        GetSetDef::write("__code__", code, set_code),
        GetSetDef::read("__globals__", globals),
        GetSetDef::read("__builtins__", builtins),
        GetSetDef::write("__defaults__", defaults, set_defaults),
        GetSetDef::write("__kwdefaults__", kwdefaults, set_kwdefaults),
        GetSetDef::write("__closure__", closure, set_closure),
        GetSetDef::write("__doc__", doc, set_doc),
        GetSetDef::write("__module__", module, set_module),
        GetSetDef::write("__annotations__", annotations, set_annotations),
        GetSetDef::write("__annotate__", annotate, set_annotate).since(Version::V3_14_2),
        GetSetDef::write("__type_params__", type_params, set_type_params).since(Version::V3_12),
        GetSetDef::write(
            "__dict__",
            crate::builtins::object::get_dict,
            crate::builtins::object::set_dict,
        ),
    ],
};

fn new_function(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (Some(&code), Some(&globals)) = (args.get(1), args.get(2)) else {
        return Err(m.type_error("function() missing required argument 'code' (pos 1)"));
    };
    if !matches!(
        (m.payload(code), m.payload(globals)),
        (Payload::Code(_), Payload::Dict(_))
    ) {
        return Err(m.type_error("function() argument 'code' must be code, not something else"));
    }
    let builtins = m.builtins_for(globals);
    let f = m.new_function(code, globals, builtins);
    let given = |at: usize| args.get(at).copied();
    let optional =
        [given(3), given(4), given(5)].map(|r| r.filter(|&r| !m.is_none(r)).map(|r| m.newref(r)));
    let [name, defaults, closure] = optional;
    let mut old = None;
    if let Payload::Function(f) = m.payload_mut(f) {
        f.defaults = defaults;
        f.closure = closure;
        if let Some(name) = name {
            old = Some(std::mem::replace(&mut f.name, name));
        }
    }
    m.xdecref(old);
    Ok(f)
}

pub(super) fn get(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (Some(&f), Some(&object)) = (args.first(), args.get(1)) else {
        return Err(m.type_error("__get__ needs an object"));
    };
    let class = args.get(2).copied().unwrap_or(m.class_of(object));
    let object = (!m.is_none(object)).then_some(object);
    m.native_bind(f, object, class)
}

pub(super) fn call(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let [f, rest @ ..] = args else {
        return Err(m.type_error("__call__ needs a function"));
    };
    m.call_kw(*f, rest, kwargs)
}

fn name(m: &mut Machine, f: Ref) -> PyResult<Ref> {
    match m.payload(f) {
        Payload::Function(f) => {
            let r = f.name;
            Ok(m.newref(r))
        }
        _ => Ok(m.none()),
    }
}

fn type_params(m: &mut Machine, _: Ref) -> PyResult<Ref> {
    Ok(m.newref(m.interp.empty_tuple))
}

/// Functions with parameters of type are not written here: only none can be set, as `functools.wraps` does.
fn set_type_params(m: &mut Machine, _: Ref, value: Option<Ref>) -> PyResult<()> {
    match value.map(|r| m.payload(r)) {
        Some(Payload::Tuple(t)) if t.items.is_empty() => Ok(()),
        Some(Payload::Tuple(_)) => Err(m.not_supported("setting __type_params__ of a function")),
        _ => Err(m.type_error("__type_params__ must be set to a tuple")),
    }
}

fn set_name(m: &mut Machine, f: Ref, value: Option<Ref>) -> PyResult<()> {
    let Some(value) = value.filter(|&v| m.str_of(v).is_some()) else {
        return Err(m.type_error("__name__ must be set to a string object"));
    };
    m.incref(value);
    let old = match m.payload_mut(f) {
        Payload::Function(f) => std::mem::replace(&mut f.name, value),
        _ => value,
    };
    m.decref(old);
    Ok(())
}

fn qualname(m: &mut Machine, f: Ref) -> PyResult<Ref> {
    match m.payload(f) {
        Payload::Function(f) => {
            let r = f.shown_name();
            Ok(m.newref(r))
        }
        _ => Ok(m.none()),
    }
}

fn set_qualname(m: &mut Machine, f: Ref, value: Option<Ref>) -> PyResult<()> {
    let Some(value) = value.filter(|&v| m.str_of(v).is_some()) else {
        return Err(m.type_error("__qualname__ must be set to a string object"));
    };
    m.incref(value);
    let old = match m.payload_mut(f) {
        Payload::Function(f) => f.qualname.replace(value),
        _ => Some(value),
    };
    if let Some(old) = old {
        m.decref(old);
    }
    Ok(())
}

fn code(m: &mut Machine, f: Ref) -> PyResult<Ref> {
    match m.payload(f) {
        Payload::Function(f) => {
            let r = f.code;
            Ok(m.newref(r))
        }
        _ => Ok(m.none()),
    }
}

fn set_code(m: &mut Machine, f: Ref, value: Option<Ref>) -> PyResult<()> {
    let Some(value) = value.filter(|&v| matches!(m.payload(v), Payload::Code(_))) else {
        return Err(m.type_error("__code__ must be set to a code object"));
    };
    m.incref(value);
    let old = match m.payload_mut(f) {
        Payload::Function(f) => std::mem::replace(&mut f.code, value),
        _ => value,
    };
    m.decref(old);
    Ok(())
}

fn globals(m: &mut Machine, f: Ref) -> PyResult<Ref> {
    match m.payload(f) {
        Payload::Function(f) => {
            let r = f.globals;
            Ok(m.newref(r))
        }
        _ => Ok(m.none()),
    }
}

fn builtins(m: &mut Machine, f: Ref) -> PyResult<Ref> {
    match m.payload(f) {
        Payload::Function(f) => {
            let r = f.builtins.unwrap_or(m.interp.builtins);
            Ok(m.newref(r))
        }
        _ => Ok(m.none()),
    }
}

/// `__annotations__`: made on demand; from a tuple of names and values, or by calling `__annotate__`.
fn annotations(m: &mut Machine, f: Ref) -> PyResult<Ref> {
    let (held, annotate) = match m.payload(f) {
        Payload::Function(f) => (f.annotations, f.annotate),
        _ => (None, None),
    };
    let dict = match (held, annotate) {
        (Some(r), _) if matches!(m.payload(r), Payload::Dict(_)) => return Ok(m.newref(r)),
        (Some(pairs), _) => {
            let dict = m.new_dict();
            for pair in m
                .items(pairs)
                .map(<[Ref]>::to_vec)
                .unwrap_or_default()
                .chunks(2)
            {
                if let &[key, value] = pair {
                    m.dict_set_str(dict, key, value);
                }
            }
            dict
        }
        (None, Some(annotate)) => {
            let format = m.new_int(1);
            let result = m.call(annotate, &[format]);
            m.decref(format);
            result?
        }
        (None, None) => m.new_dict(),
    };
    m.incref(dict);
    let old = match m.payload_mut(f) {
        Payload::Function(f) => f.annotations.replace(dict),
        _ => Some(dict),
    };
    m.xdecref(old);
    Ok(dict)
}

fn set_annotations(m: &mut Machine, f: Ref, value: Option<Ref>) -> PyResult<()> {
    let value = value.map(|v| m.newref(v));
    let old = match m.payload_mut(f) {
        Payload::Function(f) => std::mem::replace(&mut f.annotations, value),
        _ => value,
    };
    m.xdecref(old);
    Ok(())
}
