//! Descriptors: property, classmethod, staticmethod, getset and member descriptors.

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{GetSetDef, Kwargs, NativeDef};
use crate::types::{TypeId, TypeMembers};
use crate::version::Version;

/// The tables of getset descriptors.
pub static GETSET: TypeMembers = TypeMembers {
    new: None,
    init: None,
    methods: &[
        NativeDef::slot("__get__", get),
        NativeDef::slot("__set__", set),
        NativeDef::slot("__delete__", delete),
    ],
    getset: &[
        GetSetDef::read("__name__", name),
        GetSetDef::read("__qualname__", qualname),
        GetSetDef::read("__objclass__", owner),
    ],
};

/// The tables of member descriptors.
pub static MEMBER: TypeMembers = TypeMembers {
    new: None,
    init: None,
    methods: &[
        NativeDef::slot("__get__", get),
        NativeDef::slot("__set__", set),
        NativeDef::slot("__delete__", delete),
    ],
    getset: &[
        GetSetDef::read("__name__", name),
        GetSetDef::read("__qualname__", qualname),
        GetSetDef::read("__objclass__", owner),
    ],
};

/// The tables of `classmethod`.
pub static CLASSMETHOD: TypeMembers = TypeMembers {
    new: Some(new_classmethod),
    init: None,
    methods: &[NativeDef::slot("__get__", get)],
    getset: &[
        GetSetDef::read("__func__", wrapped),
        GetSetDef::read("__wrapped__", wrapped),
        GetSetDef::read("__isabstractmethod__", is_abstract),
        GetSetDef::read("__dict__", crate::builtins::object::get_dict),
    ],
};

/// The tables of `staticmethod`.
pub static STATICMETHOD: TypeMembers = TypeMembers {
    new: Some(new_staticmethod),
    init: None,
    methods: &[
        NativeDef::slot("__get__", get),
        NativeDef::slot("__call__", call_static),
    ],
    getset: &[
        GetSetDef::read("__func__", wrapped),
        GetSetDef::read("__wrapped__", wrapped),
        GetSetDef::read("__isabstractmethod__", is_abstract),
        GetSetDef::read("__dict__", crate::builtins::object::get_dict),
    ],
};

/// The tables of `property`.
pub static PROPERTY: TypeMembers = TypeMembers {
    new: Some(new_property),
    init: Some(init_property),
    methods: &[
        NativeDef::method("getter", getter),
        NativeDef::method("setter", setter),
        NativeDef::method("deleter", deleter),
        NativeDef::method("__set_name__", set_property_name),
        NativeDef::slot("__get__", get),
        NativeDef::slot("__set__", set),
        NativeDef::slot("__delete__", delete),
    ],
    getset: &[
        GetSetDef::read("fget", fget),
        GetSetDef::read("fset", fset),
        GetSetDef::read("fdel", fdel),
        GetSetDef::write("__doc__", property_doc, set_property_doc),
        GetSetDef::write("__name__", property_name, rename_property).since(Version::V3_13),
        GetSetDef::read("__isabstractmethod__", is_abstract),
    ],
};

fn get(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (Some(&d), Some(&object)) = (args.first(), args.get(1)) else {
        return Err(m.type_error("expected at least 1 argument, got 0"));
    };
    let class = args
        .get(2)
        .copied()
        .filter(|&c| !m.is_none(c))
        .unwrap_or(m.class_of(object));
    let object = (!m.is_none(object)).then_some(object);
    if let Some(object) = object {
        fits(m, d, object)?;
    }
    m.native_bind(d, object, class)
}

/// A descriptor of a class describes only its objects (`descr_check`).
fn fits(m: &mut Machine, d: Ref, object: Ref) -> PyResult<()> {
    let (owner, name) = match m.payload(d) {
        Payload::GetSet(g) => (g.owner, g.def.name.to_owned()),
        Payload::MemberDescriptor(member) => (Some(member.owner), m.text(member.name)),
        Payload::Builtin(b) if b.bound.is_none() => (b.owner, b.def.name.to_owned()),
        _ => return Ok(()),
    };
    match owner {
        Some(owner) if !m.is_instance(object, owner) => {
            let (class, got) = (m.class_name(owner), m.type_name(object));
            let message = format!(
                "descriptor '{name}' for '{class}' objects doesn't apply to a '{got}' object"
            );
            Err(m.type_error(&message))
        }
        _ => Ok(()),
    }
}

fn set(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[d, object, value] = args else {
        return Err(m.type_error("__set__ expected 2 arguments"));
    };
    m.set_by_descriptor(d, object, Some(value))?;
    Ok(m.none())
}

fn delete(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[d, object] = args else {
        return Err(m.type_error("__delete__ expected 1 argument"));
    };
    m.set_by_descriptor(d, object, None)?;
    Ok(m.none())
}

fn name(m: &mut Machine, d: Ref) -> PyResult<Ref> {
    match m.payload(d) {
        Payload::GetSet(g) => {
            let name = g.def.name;
            Ok(m.intern(name))
        }
        Payload::MemberDescriptor(member) => {
            let name = member.name;
            Ok(m.newref(name))
        }
        _ => Ok(m.none()),
    }
}

fn qualname(m: &mut Machine, d: Ref) -> PyResult<Ref> {
    let (class, name) = (owner(m, d)?, name(m, d)?);
    let text = format!("{}.{}", m.class_name(class), m.text(name));
    m.decref(class);
    m.decref(name);
    Ok(m.new_str(&text))
}

fn owner(m: &mut Machine, d: Ref) -> PyResult<Ref> {
    let r = match m.payload(d) {
        Payload::GetSet(g) => g.owner,
        Payload::MemberDescriptor(member) => Some(member.owner),
        _ => None,
    };
    let r = r.unwrap_or(m.interp.none);
    Ok(m.newref(r))
}

/// cm_init and sm_init copy what identifies a function into the wrapper's own `__dict__`.
fn wrap(m: &mut Machine, class: Ref, payload: Payload, f: Ref) -> Ref {
    let wrapper = m.instantiate(class, payload);
    let is_function = matches!(m.payload(f), Payload::Function(_));
    if is_function && let Ok(dict) = m.instance_dict(wrapper) {
        // `functools_wraps` in `Objects/funcobject.c`; to ask for the annotations makes a dict for them.
        let copied = [
            "__module__",
            "__name__",
            "__qualname__",
            "__doc__",
            "__annotations__",
        ];
        let copied = match m.at_least(Version::V3_14_2) {
            true => copied.get(..4),
            false => copied.get(..),
        };
        for name in copied.unwrap_or_default() {
            let name = m.intern(name);
            if let Ok(Some(value)) = m.getattr_suppressed(f, name) {
                m.dict_set_str(dict, name, value);
                m.decref(value);
            }
            m.decref(name);
        }
    }
    wrapper
}

fn new_classmethod(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[class, f] = args else {
        return Err(m.type_error(&format!(
            "classmethod expected 1 argument, got {}",
            args.len().saturating_sub(1)
        )));
    };
    m.incref(f);
    Ok(wrap(m, class, Payload::ClassMethod(f), f))
}

fn new_staticmethod(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[class, f] = args else {
        return Err(m.type_error(&format!(
            "staticmethod expected 1 argument, got {}",
            args.len().saturating_sub(1)
        )));
    };
    m.incref(f);
    Ok(wrap(m, class, Payload::StaticMethod(f), f))
}

fn call_static(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let [wrapper, rest @ ..] = args else {
        return Err(m.type_error("__call__ needs a staticmethod"));
    };
    let Payload::StaticMethod(f) = m.payload(*wrapper) else {
        return Err(m.type_error("__call__ needs a staticmethod"));
    };
    let f = *f;
    m.call_kw(f, rest, kwargs)
}

fn wrapped(m: &mut Machine, d: Ref) -> PyResult<Ref> {
    match m.payload(d) {
        Payload::ClassMethod(f) | Payload::StaticMethod(f) => {
            let f = *f;
            Ok(m.newref(f))
        }
        _ => Ok(m.none()),
    }
}

fn is_abstract(m: &mut Machine, d: Ref) -> PyResult<Ref> {
    let inner: Vec<Ref> = match m.payload(d) {
        Payload::ClassMethod(f) | Payload::StaticMethod(f) => vec![*f],
        Payload::Property(parts) => parts.iter().take(3).flatten().copied().collect(),
        _ => Vec::new(),
    };
    let key = m.interp.names.isabstractmethod;
    for f in inner {
        if let Some(r) = m.getattr_suppressed(f, key)? {
            let yes = m.truth(r);
            m.decref(r);
            if yes? {
                return Ok(m.bool(true));
            }
        }
    }
    Ok(m.bool(false))
}

fn new_property(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let Some(&class) = args.first() else {
        return Err(m.type_error("property needs a class"));
    };
    Ok(m.instantiate(class, Payload::Property(Box::new([None; 5]))))
}

fn init_property(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let [property, rest @ ..] = args else {
        return Err(m.type_error("property needs an object"));
    };
    let mut parts: [Option<Ref>; 5] = [None; 5];
    if rest.len() > 4 {
        return Err(m.type_error(&format!(
            "property() takes at most 4 arguments ({} given)",
            rest.len()
        )));
    }
    for (part, &r) in parts.iter_mut().zip(rest) {
        *part = Some(r);
    }
    for &(name, value) in kwargs {
        let at = match m.str_of(name) {
            Some("fget") => 0,
            Some("fset") => 1,
            Some("fdel") => 2,
            Some("doc") => 3,
            _ => {
                let name = m.text(name);
                let known = ["fget", "fset", "fdel", "doc"];
                return Err(super::argument::unexpected(m, "property", &name, &known));
            }
        };
        parts[at] = Some(value);
    }
    let mut parts = parts.map(|p| p.filter(|&r| !m.is_none(r)).map(|r| m.newref(r)));
    if parts[3].is_none()
        && let Some(f) = parts[0]
    {
        let doc = m.interp.names.doc;
        parts[3] = m.getattr_suppressed(f, doc)?;
        // 3.11 keeps the None of a getter without a docstring.
        let kept = m.version == Version::V3_11;
        if let Some(d) = parts[3]
            && m.is_none(d)
            && !kept
        {
            m.decref(d);
            parts[3] = None;
        }
    }
    let old = match m.payload_mut(*property) {
        Payload::Property(p) => std::mem::replace(&mut **p, parts),
        _ => parts,
    };
    for r in old {
        m.xdecref(r);
    }
    Ok(m.none())
}

fn with_part(m: &mut Machine, args: &[Ref], at: usize) -> PyResult<Ref> {
    let &[property, f] = args else {
        return Err(m.type_error("expected one function"));
    };
    let Payload::Property(parts) = m.payload(property) else {
        return Err(m.type_error("property is needed"));
    };
    let mut parts = **parts;
    if let Some(part) = parts.get_mut(at) {
        *part = (!m.is_none(f)).then_some(f);
    }
    let class = m.class_of(property);
    let none = m.interp.none;
    let all = parts.map(|p| p.unwrap_or(none));
    let given = if parts[3].is_some() { 4 } else { 3 };
    let copy = m.call(class, all.get(..given).unwrap_or_default())?;
    if let Some(name) = parts[4] {
        m.incref(name);
        let old = match m.payload_mut(copy) {
            Payload::Property(parts) => parts[4].replace(name),
            _ => Some(name),
        };
        m.xdecref(old);
    }
    Ok(copy)
}

fn getter(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    with_part(m, args, 0)
}

fn setter(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    with_part(m, args, 1)
}

fn deleter(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    with_part(m, args, 2)
}

fn part(m: &mut Machine, property: Ref, at: usize) -> Ref {
    let r = match m.payload(property) {
        Payload::Property(parts) => parts.get(at).copied().flatten(),
        _ => None,
    };
    let r = r.unwrap_or(m.interp.none);
    m.newref(r)
}

fn fget(m: &mut Machine, property: Ref) -> PyResult<Ref> {
    Ok(part(m, property, 0))
}

fn fset(m: &mut Machine, property: Ref) -> PyResult<Ref> {
    Ok(part(m, property, 1))
}

fn fdel(m: &mut Machine, property: Ref) -> PyResult<Ref> {
    Ok(part(m, property, 2))
}

/// `property.__set_name__(owner, name)`
fn set_property_name(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = super::argument::this(m, args)?;
    super::argument::no_keywords(m, "property.__set_name__", kwargs)?;
    let &[_, name] = rest else {
        let given = rest.len();
        return Err(m.type_error(&format!(
            "__set_name__() takes 2 positional arguments but {given} were given"
        )));
    };
    rename_property(m, this, Some(name))?;
    Ok(m.none())
}

fn rename_property(m: &mut Machine, property: Ref, name: Option<Ref>) -> PyResult<()> {
    let name = name.map(|name| m.newref(name));
    let old = match m.payload_mut(property) {
        Payload::Property(parts) => std::mem::replace(&mut parts[4], name),
        _ => name,
    };
    m.xdecref(old);
    Ok(())
}

/// What a class named it, or else its getter's name.
fn property_name(m: &mut Machine, property: Ref) -> PyResult<Ref> {
    let (name, getter) = match m.payload(property) {
        Payload::Property(parts) => (parts[4], parts[0]),
        _ => (None, None),
    };
    if let Some(name) = name {
        return Ok(m.newref(name));
    }
    let key = m.interp.names.name;
    if let Some(getter) = getter
        && let Some(name) = m.getattr_suppressed(getter, key)?
    {
        return Ok(name);
    }
    Err(m.no_attribute(property, key))
}

fn property_doc(m: &mut Machine, property: Ref) -> PyResult<Ref> {
    Ok(part(m, property, 3))
}

fn set_property_doc(m: &mut Machine, property: Ref, value: Option<Ref>) -> PyResult<()> {
    let value = value.map(|v| m.newref(v));
    let old = match m.payload_mut(property) {
        Payload::Property(parts) => std::mem::replace(&mut parts[3], value),
        _ => value,
    };
    m.xdecref(old);
    Ok(())
}

impl Machine {
    /// `descriptor.__set__(object, value)` or `__delete__` of a built-in descriptor.
    pub fn set_by_descriptor(
        &mut self,
        descriptor: Ref,
        object: Ref,
        value: Option<Ref>,
    ) -> PyResult<()> {
        fits(self, descriptor, object)?;
        if self.native_set_through(descriptor, object, value)? {
            return Ok(());
        }
        Err(self.error(TypeId::AttributeError, "__set__"))
    }
}
