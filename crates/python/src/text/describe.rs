//! The repr of functions, modules, frames and everything else that shows as `<…>`.

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{NativeFn, NativeKind};
use crate::types::TypeId;

/// `<module.C object at 0x…>`: object's own repr.
pub fn plain(m: &Machine, r: Ref) -> String {
    if m.is_classic(m.class_of(r)) {
        let class = m.class_full_name(m.class_of(r));
        return format!("<{class} instance at {}>", m.heap.addr(r));
    }
    format!(
        "<{} object at {}>",
        m.class_full_name(m.class_of(r)),
        m.heap.addr(r)
    )
}

/// The qualified name that a bound method shows.
pub fn callable_name(m: &Machine, f: Ref) -> String {
    match m.payload(f) {
        Payload::Function(f) => m.text(f.shown_name()),
        Payload::Builtin(b) => b.def.name.to_owned(),
        Payload::Type(t) => match t.qualname {
            Some(name) => m.text(name),
            None => t.name.rsplit('.').next().unwrap_or_default().to_owned(),
        },
        _ => "?".to_owned(),
    }
}

/// The repr of whatever has no parts to show: by its kind, by its type's own table, or object's.
pub fn other(m: &mut Machine, r: Ref) -> PyResult<String> {
    let at = m.heap.addr(r);
    Ok(match m.payload(r) {
        Payload::Function(f) => format!("<function {} at {at}>", m.text(f.shown_name())),
        Payload::Builtin(_) => builtin(m, r),
        Payload::GetSet(g) => {
            let owner = g.owner.map_or("?", |c| m.class_name(c));
            format!("<attribute '{}' of '{owner}' objects>", g.def.name)
        }
        Payload::MemberDescriptor(d) => {
            format!(
                "<member '{}' of '{}' objects>",
                m.text(d.name),
                m.class_name(d.owner)
            )
        }
        Payload::Cell(None) => format!("<cell at {at}: empty>"),
        Payload::Cell(Some(r)) => format!(
            "<cell at {at}: {} object at {}>",
            m.type_name(*r),
            m.heap.addr(*r)
        ),
        Payload::Code(c) => {
            let (name, file) = (m.text(c.name), m.text(c.filename));
            format!(
                "<code object {name} at {at}, file \"{file}\", line {}>",
                c.spec.first_line
            )
        }
        Payload::Generator(g) => format!("<generator object {} at {at}>", m.text(g.qualname)),
        Payload::Frame(_) => frame(m, r)?,
        Payload::Module(namespace) => module(m, *namespace),
        _ => match table_repr(m, r) {
            Some(call) => {
                let text = call(m, &[r], &[])?;
                m.take_text(text)
            }
            None => plain(m, r),
        },
    })
}

/// `__repr__` from the tables of the built-in type, unless that is the one that leads here.
fn table_repr(m: &Machine, r: Ref) -> Option<NativeFn> {
    let mut id = m.native_type(r);
    let shared: NativeFn = crate::builtins::slot::repr;
    loop {
        if let Some(def) = id.members().methods.iter().find(|d| d.name == "__repr__") {
            let leads_here = std::ptr::fn_addr_eq(def.call, shared) || id == TypeId::Object;
            return (!leads_here).then_some(def.call);
        }
        if id == TypeId::Object {
            return None;
        }
        id = id.base();
    }
}

fn builtin(m: &Machine, r: Ref) -> String {
    let Payload::Builtin(b) = m.payload(r) else {
        return plain(m, r);
    };
    let name = b.def.name;
    if let Some(owner) = b.owner {
        let kind = if b.def.kind == NativeKind::Slot {
            "slot wrapper"
        } else {
            "method"
        };
        return format!("<{kind} '{name}' of '{}' objects>", m.class_name(owner));
    }
    match b
        .bound
        .filter(|&o| !matches!(m.payload(o), Payload::Module(_)))
    {
        None => format!("<built-in function {name}>"),
        Some(object) => {
            let kind = if b.def.kind == NativeKind::Slot {
                "method-wrapper"
            } else {
                "built-in method"
            };
            let (class, at) = (m.type_name(object), m.heap.addr(object));
            if b.def.kind == NativeKind::Slot {
                format!("<{kind} '{name}' of {class} object at {at}>")
            } else {
                format!("<{kind} {name} of {class} object at {at}>")
            }
        }
    }
}

fn frame(m: &mut Machine, r: Ref) -> PyResult<String> {
    let Payload::Frame(f) = m.payload(r) else {
        return Ok(plain(m, r));
    };
    let (code, mut line) = (f.code, f.line);
    if f.saved.is_none() {
        let number = m.getattr_text(r, "f_lineno")?;
        line = match m.payload(number) {
            Payload::Int(n) => u32::try_from(*n).unwrap_or(0),
            _ => 0,
        };
        m.decref(number);
    }
    let (name, file) = match m.payload(code) {
        Payload::Code(c) => (m.text(c.name), m.text(c.filename)),
        _ => (String::new(), String::new()),
    };
    if m.facts.python_2 {
        return Ok(plain(m, r));
    }
    Ok(format!(
        "<frame at {}, file {}, line {line}, code {name}>",
        m.heap.addr(r),
        super::escape::str_repr(&file)
    ))
}

fn module(m: &Machine, namespace: Ref) -> String {
    let of = |key: &str| m.dict_get_text(namespace, key).and_then(|r| m.str_of(r));
    let name = of("__name__").unwrap_or("?");
    let shown = super::escape::str_repr(name);
    match of("__file__") {
        Some(file) => format!("<module {shown} from {}>", super::escape::str_repr(file)),
        None if m.facts.python_2 || name == "builtins" || crate::modules::is_known(name) => {
            format!("<module {shown} (built-in)>")
        }
        None => format!("<module {shown}>"),
    }
}
