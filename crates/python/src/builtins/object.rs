//! `object` (`Objects/typeobject.c`): what every object can do.

use heap::Ref;

use super::argument;
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::function::{GetSetDef, Kwargs, NativeDef};
use crate::types::{TypeId, TypeMembers};
use crate::version::Version;

/// `object`
pub static MEMBERS: TypeMembers = TypeMembers {
    new: Some(new),
    init: Some(init),
    methods: &[
        NativeDef::slot("__repr__", repr),
        NativeDef::slot("__str__", str),
        NativeDef::slot("__hash__", hash),
        NativeDef::slot("__getattribute__", getattribute),
        NativeDef::slot("__setattr__", setattr),
        NativeDef::slot("__delattr__", delattr),
        NativeDef::slot("__eq__", eq),
        NativeDef::slot("__ne__", ne),
        NativeDef::slot("__lt__", unordered),
        NativeDef::slot("__le__", unordered),
        NativeDef::slot("__gt__", unordered),
        NativeDef::slot("__ge__", unordered),
        NativeDef::method("__format__", format),
        NativeDef::method("__sizeof__", crate::sizeof::sizeof_method),
        NativeDef::method("__dir__", dir),
        NativeDef::method("__reduce__", reduce),
        NativeDef::method("__reduce_ex__", reduce_ex),
        NativeDef::method("__getstate__", getstate),
        NativeDef::class_method("__init_subclass__", init_subclass),
        NativeDef::class_method("__subclasshook__", subclasshook),
    ],
    getset: &[
        GetSetDef::write("__class__", class, set_class),
        GetSetDef::read("__doc__", |m, _| Ok(m.none())),
    ],
};

/// `__dict__` of classes whose instances have one.
pub static DICT: GetSetDef = GetSetDef::write("__dict__", get_dict, set_or_delete_dict);

/// `__weakref__` of classes whose instances can be weakly referenced.
pub static WEAKREF: GetSetDef = GetSetDef::read("__weakref__", get_weakref);

/// `T.__new__` for every built-in `T`: makes an object of the class that is the first argument.
pub fn call_new(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let Some(&class) = args.first() else {
        return Err(m.type_error("object.__new__(): not enough arguments"));
    };
    if !matches!(m.payload(class), Payload::Type(_)) {
        let message = format!(
            "object.__new__(X): X is not a type object ({})",
            m.type_name(class)
        );
        return Err(m.type_error(&message));
    }
    m.native_new(class, args, kwargs)
}

/// What `owner.__new__` may make: objects of classes that derive from it and are made by its `tp_new`
/// (`tp_new_wrapper`).
pub fn check_new(m: &mut Machine, owner: Ref, args: &[Ref]) -> PyResult<()> {
    let name = m.class_name(owner).to_owned();
    let Some(&class) = args.first() else {
        return Err(m.type_error(&format!("{name}.__new__(): not enough arguments")));
    };
    if !matches!(m.payload(class), Payload::Type(_)) {
        let message = format!(
            "{name}.__new__(X): X is not a type object ({})",
            m.type_name(class)
        );
        return Err(m.type_error(&message));
    }
    let subtype = m.class_name(class).to_owned();
    if !m.is_subclass(class, owner) {
        return Err(m.type_error(&format!(
            "{name}.__new__({subtype}): {subtype} is not a subtype of {name}"
        )));
    }
    let maker = |mut id: TypeId| {
        while id.members().new.is_none() && id != TypeId::Object {
            id = id.base();
        }
        id
    };
    let (made_by, native) = (maker(m.native_of_class(owner)), m.native_of_class(class));
    // What exceptions derived from one another do on top is no matter of their `__new__`.
    let related =
        made_by.is_subtype(TypeId::BaseException) && native.is_subtype(TypeId::BaseException);
    if made_by == maker(native) || related {
        return Ok(());
    }
    let static_base = native.native().name;
    Err(m.type_error(&format!(
        "{name}.__new__({subtype}) is not safe, use {static_base}.__new__()"
    )))
}

/// `T.__init__` for every built-in `T`.
pub fn call_init(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    m.native_init(this, rest, kwargs)?;
    Ok(m.none())
}

/// Whether a class makes its objects in a way of its own (`tp_new != object_new`).
fn has_own_new(m: &mut Machine, class: Ref) -> bool {
    m.python_new(class).is_some() || has_in_tables(m, class, |id| id.members().new.is_some())
}

/// Whether a class initialises its objects in a way of its own (`tp_init != object_init`).
fn has_own_init(m: &mut Machine, class: Ref) -> bool {
    let name = m.interp.names.init;
    m.class_override(class, name).is_some()
        || has_in_tables(m, class, |id| id.members().init.is_some())
}

fn has_in_tables(m: &Machine, class: Ref, has: impl Fn(TypeId) -> bool) -> bool {
    let mut id = m.native_of_class(class);
    while id != TypeId::Object {
        if has(id) {
            return true;
        }
        id = id.base();
    }
    false
}

fn new(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let Some(&class) = args.first() else {
        return Err(m.type_error("object.__new__(): not enough arguments"));
    };
    if args.len() > 1 || !kwargs.is_empty() {
        if has_own_new(m, class) {
            return Err(m.type_error(
                "object.__new__() takes exactly one argument (the type to instantiate)",
            ));
        }
        if m.facts.python_2 && !has_own_init(m, class) {
            return Err(m.type_error(if m.is_classic(class) {
                "this constructor takes no arguments"
            } else {
                "object() takes no parameters"
            }));
        }
        if !has_own_init(m, class) {
            let message = format!("{}() takes no arguments", m.class_name(class));
            return Err(m.type_error(&message));
        }
    }
    m.new_instance(class)
}

fn init(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    if !rest.is_empty() || !kwargs.is_empty() {
        let class = m.class_of(this);
        if has_own_init(m, class) {
            return Err(m.type_error(
                "object.__init__() takes exactly one argument (the instance to initialize)",
            ));
        }
        if !has_own_new(m, class) {
            let message = format!(
                "{}.__init__() takes exactly one argument (the instance to initialize)",
                m.class_name(class)
            );
            return Err(m.type_error(&message));
        }
    }
    Ok(m.none())
}

fn repr(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (this, _) = argument::this(m, args)?;
    let text = crate::text::describe::plain(m, this);
    Ok(m.new_str(&text))
}

fn str(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (this, _) = argument::this(m, args)?;
    m.repr(this)
}

fn hash(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (this, _) = argument::this(m, args)?;
    let hash = m.address_hash(this);
    Ok(m.new_int(hash))
}

fn attribute_name(m: &mut Machine, name: Ref) -> PyResult<Ref> {
    if m.str_of(name).is_none() {
        let message = format!("attribute name must be string, not '{}'", m.type_name(name));
        return Err(m.type_error(&message));
    }
    m.incref(name);
    Ok(m.intern_ref(name))
}

pub(super) fn expected(m: &mut Machine, wanted: usize, args: &[Ref]) -> Unwind {
    let plural = if wanted == 1 { "" } else { "s" };
    m.type_error(&format!(
        "expected {wanted} argument{plural}, got {}",
        args.len().saturating_sub(1)
    ))
}

fn getattribute(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[this, name] = args else {
        return Err(expected(m, 1, args));
    };
    let name = attribute_name(m, name)?;
    m.hold(name);
    let result = match m.native_getattr(this, name) {
        Ok(Some(value)) => Ok(value),
        Ok(None) => Err(m.no_attribute(this, name)),
        Err(e) => Err(e),
    };
    m.unhold();
    m.decref(name);
    result
}

fn setattr(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[this, name, value] = args else {
        return Err(expected(m, 2, args));
    };
    let name = attribute_name(m, name)?;
    m.hold(name);
    let result = m.native_setattr(this, name, Some(value));
    m.unhold();
    m.give_up(name, result)?;
    Ok(m.none())
}

fn delattr(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[this, name] = args else {
        return Err(expected(m, 1, args));
    };
    let name = attribute_name(m, name)?;
    m.hold(name);
    let result = m.native_setattr(this, name, None);
    m.unhold();
    m.give_up(name, result)?;
    Ok(m.none())
}

fn eq(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[this, other] = args else {
        return Err(expected(m, 1, args));
    };
    Ok(if this == other {
        m.bool(true)
    } else {
        m.not_implemented()
    })
}

/// `object.__ne__`: the opposite of `__eq__`.
fn ne(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[this, other] = args else {
        return Err(expected(m, 1, args));
    };
    let name = m.interp.names.eq;
    let Some(result) = m.special(this, name, &[other])? else {
        return Ok(if this == other {
            m.bool(false)
        } else {
            m.not_implemented()
        });
    };
    if result == m.interp.not_implemented {
        return Ok(result);
    }
    m.hold(result);
    let truth = m.truth(result);
    m.unhold();
    let truth = m.give_up(result, truth)?;
    Ok(m.bool(!truth))
}

fn unordered(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[_, _] = args else {
        return Err(expected(m, 1, args));
    };
    Ok(m.not_implemented())
}

fn format(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    let spec = argument::one(m, "object.__format__", rest, kwargs)?;
    match m.str_of(spec) {
        Some("") => m.str(this),
        Some(_) => {
            let message = format!(
                "unsupported format string passed to {}.__format__",
                m.type_name(this)
            );
            Err(m.type_error(&message))
        }
        None => {
            let message = format!(
                "__format__() argument must be str, not {}",
                m.type_name(spec)
            );
            Err(m.type_error(&message))
        }
    }
}

/// `object.__dir__`: names of the object's own and of its classes.
pub(super) fn dir(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (this, _) = argument::this(m, args)?;
    let mut names = std::collections::BTreeSet::new();
    let key = m.interp.names.dict;
    if let Some(dict) = m.getattr_suppressed(this, key)? {
        if let Some(d) = m.dict(dict) {
            names.extend(
                d.iter()
                    .filter_map(|(_, e)| m.str_of(e.key))
                    .map(str::to_owned),
            );
        }
        m.decref(dict);
    }
    let class = if m.is_classic(this) {
        this
    } else {
        m.class_of(this)
    };
    for class in m.resolution_order(class) {
        m.fill_static_namespace(class);
        if let Payload::Type(t) = m.payload(class)
            && let Some(d) = t.dict.and_then(|d| m.dict(d))
        {
            names.extend(
                d.iter()
                    .filter_map(|(_, e)| m.str_of(e.key))
                    .map(str::to_owned),
            );
        }
    }
    let items = names.iter().map(|n| m.new_str(n)).collect();
    Ok(m.new_list(items))
}

fn reduce(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    Err(m.not_supported("pickling (`__reduce__`)"))
}

fn reduce_ex(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    Err(m.not_supported("pickling (`__reduce_ex__`)"))
}

/// `object.__getstate__`: `__dict__` if there is anything in it, and the values of slots.
fn getstate(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (this, _) = argument::this(m, args)?;
    let class = m.class_of(this);
    let (has_dict, slots) = match m.payload(class) {
        Payload::Type(t) => (t.has_dict, t.slots.clone()),
        _ => (false, Vec::new()),
    };
    let mut state = None;
    if has_dict {
        let dict = m.instance_dict(this)?;
        if m.dict(dict).is_some_and(|d| !d.is_empty()) {
            state = Some(m.newref(dict));
        }
    }
    let state = state.unwrap_or_else(|| m.none());
    let values: Vec<Option<Ref>> = m
        .heap
        .body(this)
        .attrs
        .as_ref()
        .map(|a| a.slots.to_vec())
        .unwrap_or_default();
    if values.iter().all(Option::is_none) {
        return Ok(state);
    }
    let dict = m.new_dict();
    for (name, value) in slots.into_iter().zip(values) {
        if let Some(value) = value {
            m.dict_set_str(dict, name, value);
        }
    }
    Ok(m.new_tuple(vec![state, dict]))
}

fn init_subclass(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = argument::this(m, args)?;
    if !kwargs.is_empty() {
        let message = format!(
            "{}.__init_subclass__() takes no keyword arguments",
            m.class_name(class)
        );
        return Err(m.type_error(&message));
    }
    let name = format!("{}.__init_subclass__", m.class_name(class));
    argument::none(m, &name, rest, kwargs)?;
    Ok(m.none())
}

fn subclasshook(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    Ok(m.not_implemented())
}

// ---- __class__, __dict__, __weakref__

fn class(m: &mut Machine, object: Ref) -> PyResult<Ref> {
    let class = m.class_of(object);
    Ok(m.newref(class))
}

/// `object.__class__ = class`: both classes must lay out their objects alike.
fn set_class(m: &mut Machine, object: Ref, value: Option<Ref>) -> PyResult<()> {
    let Some(class) = value else {
        return Err(m.type_error("can't delete __class__ attribute"));
    };
    let Payload::Type(new) = m.payload(class) else {
        let message = format!(
            "__class__ must be set to a class, not '{}' object",
            m.type_name(class)
        );
        return Err(m.type_error(&message));
    };
    let old_class = m.class_of(object);
    let Payload::Type(old) = m.payload(old_class) else {
        return Ok(());
    };
    let module = new.native == TypeId::Module && old.native == TypeId::Module;
    if (new.is_static || old.is_static) && m.facts.python_2 {
        return Err(m.type_error("__class__ assignment: only for heap types"));
    }
    if (new.is_static || old.is_static) && !module {
        return Err(m.type_error(
            "__class__ assignment only supported for mutable types or ModuleType subclasses",
        ));
    }
    let alike = new.native == old.native
        && new.slots.len() == old.slots.len()
        && new.has_dict == old.has_dict
        && new.has_weakref == old.has_weakref
        && new
            .slots
            .iter()
            .zip(&old.slots)
            .all(|(&a, &b)| m.str_of(a) == m.str_of(b));
    if !alike && !module {
        let message = format!(
            "__class__ assignment: '{}' object layout differs from '{}'",
            m.class_name(class),
            m.class_name(old_class)
        );
        return Err(m.type_error(&message));
    }
    let old_has_dict = old.has_dict;
    // Values lie in the order of the old class's names: they move into a dict first.
    if old_has_dict && old_class != class {
        let dict = m.instance_dict(object)?;
        m.dict_unshare(dict);
    }
    m.incref(class);
    m.heap.set_type(object, class, true);
    m.decref(old_class);
    Ok(())
}

/// Reads `__dict__`.
pub fn get_dict(m: &mut Machine, object: Ref) -> PyResult<Ref> {
    let has_dict = matches!(m.payload(m.class_of(object)), Payload::Type(t) if t.has_dict);
    if !has_dict {
        let message = if m.version >= Version::V3_13 {
            format!(
                "'{}' object has no attribute '__dict__'",
                m.type_name(object)
            )
        } else {
            String::from("This object has no __dict__")
        };
        return Err(m.attribute_error(&message, None));
    }
    let dict = m.instance_dict(object)?;
    Ok(m.newref(dict))
}

/// Replaces `__dict__`.
pub fn set_dict(m: &mut Machine, object: Ref, value: Option<Ref>) -> PyResult<()> {
    let Some(dict) = value else {
        return Err(m.type_error("cannot delete __dict__"));
    };
    if !matches!(m.payload(dict), Payload::Dict(_)) {
        let message = format!(
            "__dict__ must be set to a dictionary, not a '{}'",
            m.type_name(dict)
        );
        return Err(m.type_error(&message));
    }
    m.incref(dict);
    let attrs = m.attrs_mut(object);
    let mut released: Vec<Ref> = attrs.values.drain(..).flatten().collect();
    attrs.order = None;
    released.extend(attrs.dict.replace(dict));
    m.decref_all(released);
    Ok(())
}

/// The same for instances of classes, where `del object.__dict__` is allowed: the next look finds an empty one.
fn set_or_delete_dict(m: &mut Machine, object: Ref, value: Option<Ref>) -> PyResult<()> {
    if value.is_some() {
        return set_dict(m, object, value);
    }
    let attrs = m.attrs_mut(object);
    let mut released: Vec<Ref> = attrs.values.drain(..).flatten().collect();
    attrs.order = None;
    released.extend(attrs.dict.take());
    m.decref_all(released);
    Ok(())
}

fn get_weakref(m: &mut Machine, object: Ref) -> PyResult<Ref> {
    let first = m
        .heap
        .weakrefs(object)
        .first()
        .copied()
        .unwrap_or(m.interp.none);
    Ok(m.newref(first))
}
