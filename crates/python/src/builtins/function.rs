//! Functions, methods, cells and code as objects.

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{GetSetDef, Kwargs, NativeDef, refused_attribute, refused_method};
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

fn get(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (Some(&f), Some(&object)) = (args.first(), args.get(1)) else {
        return Err(m.type_error("__get__ needs an object"));
    };
    let class = args.get(2).copied().unwrap_or(m.class_of(object));
    let object = (!m.is_none(object)).then_some(object);
    m.native_bind(f, object, class)
}

fn call(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
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
            let r = f.qualname;
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
        Payload::Function(f) => std::mem::replace(&mut f.qualname, value),
        _ => value,
    };
    m.decref(old);
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
            let r = f.builtins;
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
        return Err(m.type_error("method expected 2 arguments"));
    };
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

macro_rules! of_function {
    ($($get:ident = $name:literal;)+) => {
        $(fn $get(m: &mut Machine, method: Ref) -> PyResult<Ref> {
            let Payload::Method(parts) = m.payload(method) else { return Ok(m.none()) };
            let f = parts.0;
            m.getattr_text(f, $name)
        })+
    };
}

of_function! {
    method_doc = "__doc__";
}

/// The tables of cells.
pub static CELL: TypeMembers = TypeMembers {
    new: Some(new_cell),
    init: None,
    methods: &[],
    getset: &[GetSetDef::write(
        "cell_contents",
        cell_contents,
        set_cell_contents,
    )],
};

fn new_cell(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let content = args.get(1).map(|&r| m.newref(r));
    Ok(m.new_cell(content))
}

fn cell_contents(m: &mut Machine, cell: Ref) -> PyResult<Ref> {
    match m.payload(cell) {
        Payload::Cell(Some(r)) => {
            let r = *r;
            Ok(m.newref(r))
        }
        _ => Err(m.value_error("Cell is empty")),
    }
}

fn set_cell_contents(m: &mut Machine, cell: Ref, value: Option<Ref>) -> PyResult<()> {
    let value = value.map(|v| m.newref(v));
    let old = match m.payload_mut(cell) {
        Payload::Cell(content) => std::mem::replace(content, value),
        _ => value,
    };
    m.xdecref(old);
    Ok(())
}

/// The tables of code objects.
pub static CODE: TypeMembers = TypeMembers {
    new: None,
    init: None,
    methods: &[
        refused_method!("code"."co_lines"),
        refused_method!("code"."co_positions"),
        refused_method!("code"."co_branches").since(Version::V3_14_2),
        refused_method!("code"."replace"),
        refused_method!("code"."__replace__").since(Version::V3_13),
        refused_method!("code"."_varname_from_oparg"),
    ],
    getset: &[
        refused_attribute!("code"."co_code"),
        refused_attribute!("code"."_co_code_adaptive"),
        refused_attribute!("code"."co_exceptiontable"),
        refused_attribute!("code"."co_linetable"),
        refused_attribute!("code"."co_lnotab"),
        GetSetDef::read("co_name", co_name),
        GetSetDef::read("co_qualname", co_qualname),
        GetSetDef::read("co_filename", co_filename),
        GetSetDef::read("co_firstlineno", co_firstlineno),
        GetSetDef::read("co_argcount", co_argcount),
        GetSetDef::read("co_posonlyargcount", co_posonlyargcount),
        GetSetDef::read("co_kwonlyargcount", co_kwonlyargcount),
        GetSetDef::read("co_nlocals", co_nlocals),
        GetSetDef::read("co_stacksize", co_stacksize),
        GetSetDef::read("co_flags", co_flags),
        GetSetDef::read("co_consts", co_consts),
        GetSetDef::read("co_names", co_names),
        GetSetDef::read("co_varnames", co_varnames),
        GetSetDef::read("co_cellvars", co_cellvars),
        GetSetDef::read("co_freevars", co_freevars),
    ],
};

fn code_of(m: &mut Machine, r: Ref) -> PyResult<std::rc::Rc<crate::objects::function::Code>> {
    match m.payload(r) {
        Payload::Code(code) => Ok(code.clone()),
        _ => Err(m.type_error("a code object is needed")),
    }
}

macro_rules! code_number {
    ($($get:ident = $field:ident;)+) => {
        $(fn $get(m: &mut Machine, r: Ref) -> PyResult<Ref> {
            let code = code_of(m, r)?;
            Ok(m.new_int(i64::from(code.spec.$field)))
        })+
    };
}

code_number! {
    co_firstlineno = first_line;
    co_argcount = argcount;
    co_posonlyargcount = posonlyargcount;
    co_kwonlyargcount = kwonlyargcount;
    co_stacksize = stacksize;
}

fn co_name(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let code = code_of(m, r)?;
    Ok(m.newref(code.name))
}

fn co_qualname(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let code = code_of(m, r)?;
    Ok(m.newref(code.qualname))
}

fn co_filename(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let code = code_of(m, r)?;
    Ok(m.newref(code.filename))
}

fn co_nlocals(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let code = code_of(m, r)?;
    let n = code
        .spec
        .varnames
        .iter()
        .filter(|(_, k)| *k != crate::code::SlotKind::Free)
        .count();
    Ok(m.new_int(n as i64))
}

fn co_flags(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let code = code_of(m, r)?;
    let f = code.spec.flags;
    let bit = |on: bool, n: u32| if on { 1i64 << n } else { 0 };
    let flags = bit(f.optimized, 0)
        | bit(f.optimized, 1)
        | bit(f.varargs, 2)
        | bit(f.varkeywords, 3)
        | bit(f.nested, 4)
        | bit(f.generator, 5)
        | bit(f.docstring && m.facts.small_int_loads, 26);
    Ok(m.new_int(flags))
}

fn refs_tuple(m: &mut Machine, refs: &[Ref]) -> PyResult<Ref> {
    for &r in refs {
        m.incref(r);
    }
    Ok(m.new_tuple(refs.to_vec()))
}

fn co_consts(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let code = code_of(m, r)?;
    refs_tuple(m, &code.consts)
}

fn co_names(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let code = code_of(m, r)?;
    refs_tuple(m, &code.names)
}

fn slots_of(
    m: &mut Machine,
    r: Ref,
    wanted: fn(crate::code::SlotKind, bool) -> bool,
) -> PyResult<Ref> {
    let code = code_of(m, r)?;
    let params = (code.spec.argcount + code.spec.kwonlyargcount) as usize
        + usize::from(code.spec.flags.varargs)
        + usize::from(code.spec.flags.varkeywords);
    let refs: Vec<Ref> = code
        .varnames
        .iter()
        .zip(&code.spec.varnames)
        .enumerate()
        .filter(|(i, (_, (_, kind)))| wanted(*kind, *i < params))
        .map(|(_, (r, _))| *r)
        .collect();
    refs_tuple(m, &refs)
}

fn co_varnames(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    slots_of(m, r, |kind, param| {
        kind == crate::code::SlotKind::Local || param
    })
}

fn co_cellvars(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    slots_of(m, r, |kind, _| kind == crate::code::SlotKind::Cell)
}

fn co_freevars(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    slots_of(m, r, |kind, _| kind == crate::code::SlotKind::Free)
}
