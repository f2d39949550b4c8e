//! `list[int]` and `int | str` (`Objects/genericaliasobject.c`, `Objects/unionobject.c`).

use std::any::Any;

use heap::Ref;

use super::argument;
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::body::Label;
use crate::objects::function::refused_method;
use crate::objects::function::{GetSetDef, Kwargs, NativeDef};
use crate::objects::native::NativeObject;
use crate::types::{TypeId, TypeMembers};
use crate::version::Version;

/// `types.GenericAlias`
pub static MEMBERS: TypeMembers = TypeMembers {
    new: Some(alias_new),
    init: None,
    methods: &[
        NativeDef::slot("__repr__", repr),
        NativeDef::slot("__call__", call),
        NativeDef::slot("__eq__", eq),
        NativeDef::slot("__hash__", hash),
        NativeDef::slot("__or__", union_of),
        NativeDef::slot("__ror__", union_of_reflected),
        NativeDef::slot("__getitem__", getitem),
        NativeDef::method("__mro_entries__", mro_entries),
        NativeDef::method("__dir__", dir),
        NativeDef::method("__instancecheck__", refuse_instance),
        NativeDef::method("__subclasscheck__", refuse_subclass),
    ],
    getset: &[
        GetSetDef::read("__origin__", |m, r| Ok(part(m, r, |p| p.origin))),
        GetSetDef::read("__args__", |m, r| Ok(part(m, r, |p| Some(p.args)))),
        GetSetDef::read("__parameters__", |m, _| Ok(m.newref(m.interp.empty_tuple))),
    ],
};

/// `types.UnionType`
pub static UNION: TypeMembers = TypeMembers {
    new: None,
    init: None,
    methods: &[
        NativeDef::slot("__repr__", repr),
        NativeDef::slot("__eq__", eq),
        NativeDef::slot("__hash__", hash),
        NativeDef::slot("__or__", union_of),
        NativeDef::slot("__ror__", union_of_reflected),
        refused_method!("Union"."__getitem__"),
    ],
    getset: &[
        GetSetDef::read("__args__", |m, r| Ok(part(m, r, |p| Some(p.args)))),
        GetSetDef::read("__parameters__", |m, _| Ok(m.newref(m.interp.empty_tuple))),
    ],
};

/// Both: a class and its arguments, or (without a class) alternatives.
#[derive(Clone, Debug)]
struct Parts {
    origin: Option<Ref>,
    args: Ref,
    /// `tp_basicsize`
    size: u32,
}

impl NativeObject for Parts {
    fn boxed_clone(&self) -> Box<dyn NativeObject> {
        Box::new(self.clone())
    }

    fn size(&self) -> u32 {
        self.size
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }

    fn each(&self, _all: bool, visit: &mut dyn FnMut(Label, Ref)) {
        if let Some(origin) = self.origin {
            visit(Label::Field("__origin__"), origin);
        }
        visit(Label::Field("__args__"), self.args);
    }

    fn clear(&mut self, _released: &mut Vec<Ref>) {}
}

fn parts(m: &Machine, r: Ref) -> Option<&Parts> {
    match m.payload(r) {
        Payload::Native(native) => native.as_any().downcast_ref(),
        _ => None,
    }
}

fn part(m: &mut Machine, r: Ref, which: fn(&Parts) -> Option<Ref>) -> Ref {
    let found = parts(m, r).and_then(which).unwrap_or(m.interp.none);
    m.newref(found)
}

/// The class of `list[int]`, borrowed.
pub fn origin(m: &Machine, r: Ref) -> Option<Ref> {
    parts(m, r)?.origin
}

/// Attributes of the alias itself (`attr_exceptions`); all others are those of the class.
const OWN_ATTRIBUTES: &[&str] = &[
    "__class__",
    "__origin__",
    "__args__",
    "__unpacked__",
    "__parameters__",
    "__typing_unpacked_tuple_args__",
    "__mro_entries__",
    "__reduce_ex__",
    "__reduce__",
    "__copy__",
    "__deepcopy__",
];

/// The class that answers for `list[int].name` (`ga_getattro`), borrowed.
pub fn stands_for(m: &Machine, r: Ref, name: Ref) -> Option<Ref> {
    let class = origin(m, r)?;
    let text = m.str_of(name)?;
    // From 3.12 on an alias has none of these.
    let blocked = matches!(text, "__bases__" | "__copy__" | "__deepcopy__");
    let own = OWN_ATTRIBUTES.contains(&text) || blocked && m.at_least(Version::V3_12);
    (!own).then_some(class)
}

/// The alternatives of `int | str`, borrowed.
pub fn alternatives(m: &Machine, r: Ref) -> Option<Vec<Ref>> {
    let parts = parts(m, r)?;
    if parts.origin.is_some() {
        return None;
    }
    m.items(parts.args).map(<[Ref]>::to_vec)
}

fn make_alias(m: &mut Machine, origin: Ref, key: Ref) -> Ref {
    let class = m.type_ref(TypeId::GenericAlias);
    make_alias_of(m, class, origin, key)
}

fn make_alias_of(m: &mut Machine, class: Ref, origin: Ref, key: Ref) -> Ref {
    let args = if matches!(m.payload(key), Payload::Tuple(_)) {
        m.newref(key)
    } else {
        let key = m.newref(key);
        m.new_tuple(vec![key])
    };
    m.incref(origin);
    let parts = Box::new(Parts {
        origin: Some(origin),
        args,
        size: 64,
    });
    if class == m.type_ref(TypeId::GenericAlias) {
        return m.new_native(TypeId::GenericAlias, parts);
    }
    m.instantiate(class, Payload::Native(parts))
}

/// `__class_getitem__` of built-in containers.
pub fn class_getitem(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = argument::this(m, args)?;
    let key = argument::one(m, "__class_getitem__", rest, kwargs)?;
    Ok(make_alias(m, class, key))
}

/// `class[key]`
pub fn subscript_class(m: &mut Machine, class: Ref, key: Ref) -> PyResult<Ref> {
    if class == m.type_ref(TypeId::Type) {
        return Ok(make_alias(m, class, key));
    }
    let name = m.interp.names.class_getitem;
    match m.getattr_suppressed(class, name)? {
        Some(method) => {
            m.hold(method);
            let result = m.call(method, &[key]);
            m.unhold();
            m.give_up(method, result)
        }
        None => {
            let message = format!("type '{}' is not subscriptable", m.class_name(class));
            Err(m.type_error(&message))
        }
    }
}

fn alias_new(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = argument::this(m, args)?;
    argument::between(m, "GenericAlias", rest, kwargs, 2, 2)?;
    let &[origin, key] = rest else {
        return Ok(m.none());
    };
    Ok(make_alias_of(m, class, origin, key))
}

fn getitem(m: &mut Machine, args: &[Ref], _kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, _) = argument::this(m, args)?;
    let text = text_of(m, this)?;
    Err(m.type_error(&format!("{text} is not a generic class")))
}

fn call(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    let Some(origin) = origin(m, this) else {
        return Err(m.type_error("'types.UnionType' object is not callable"));
    };
    let made = m.call_kw(origin, rest, kwargs)?;
    m.hold(made);
    let key = m.intern("__orig_class__");
    let set = m.setattr(made, key, Some(this));
    m.decref(key);
    m.unhold();
    match set {
        Ok(()) => Ok(made),
        // Objects without room for it do without.
        Err(Unwind::Raise(e))
            if m.is_native(e, TypeId::AttributeError) || m.is_native(e, TypeId::TypeError) =>
        {
            m.decref(e);
            Ok(made)
        }
        Err(e) => m.give_up(made, Err(e)),
    }
}

/// `ga_dir`: the names of the class, but of the alias those that it has itself.
fn dir(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (this, _) = argument::this(m, args)?;
    let origin = part(m, this, |p| p.origin);
    let name = m.interp.names.dir;
    let names = m.call_special(origin, name, &[]);
    let Some(names) = m.give_up(origin, names)? else {
        return Ok(m.new_list(Vec::new()));
    };
    let own = [
        "__args__",
        "__mro_entries__",
        "__origin__",
        "__parameters__",
        "__typing_unpacked_tuple_args__",
        "__unpacked__",
    ];
    for name in own {
        let name = m.new_str(name);
        m.list_append(names, name);
    }
    Ok(names)
}

fn mro_entries(m: &mut Machine, args: &[Ref], _kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, _) = argument::this(m, args)?;
    let origin = part(m, this, |p| p.origin);
    Ok(m.new_tuple(vec![origin]))
}

fn refuse_instance(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    Err(m.type_error("isinstance() argument 2 cannot be a parameterized generic"))
}

fn refuse_subclass(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    Err(m.type_error("issubclass() argument 2 cannot be a parameterized generic"))
}

/// How a type is written inside `list[...]` or an alternative.
fn text_of(m: &mut Machine, r: Ref) -> PyResult<String> {
    if let Some(parts) = parts(m, r) {
        let (origin, args) = (parts.origin, parts.args);
        let args = m.items(args).map(<[Ref]>::to_vec).unwrap_or_default();
        let mut texts = Vec::new();
        for &arg in &args {
            texts.push(text_of(m, arg)?);
        }
        return Ok(match origin {
            Some(origin) if args.is_empty() => format!("{}[()]", text_of(m, origin)?),
            Some(origin) => format!("{}[{}]", text_of(m, origin)?, texts.join(", ")),
            None => texts.join(" | "),
        });
    }
    match m.payload(r) {
        Payload::Ellipsis => Ok("...".to_owned()),
        Payload::List(_) => {
            let items = m.items(r).map(<[Ref]>::to_vec).unwrap_or_default();
            let mut texts = Vec::new();
            for item in items {
                texts.push(text_of(m, item)?);
            }
            Ok(format!("[{}]", texts.join(", ")))
        }
        Payload::Type(_) if r == m.type_ref(TypeId::NoneType) => Ok("None".to_owned()),
        Payload::Type(t) => {
            let (qualname, is_static) = (t.qualname, t.is_static);
            let name = qualname.map_or_else(|| m.class_name(r).to_owned(), |q| m.text(q));
            if is_static {
                // `tp_name` has the module in it.
                return Ok(name);
            }
            let module = m.getattr_text(r, "__module__")?;
            let text = m.text(module);
            m.decref(module);
            Ok(if text == "builtins" {
                name
            } else {
                format!("{text}.{name}")
            })
        }
        _ => m.repr_string(r),
    }
}

fn repr(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (this, _) = argument::this(m, args)?;
    let text = text_of(m, this)?;
    Ok(m.new_str(&text))
}

fn eq(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[a, b] = args else {
        return Ok(m.not_implemented());
    };
    let (Some(x), Some(y)) = (parts(m, a), parts(m, b)) else {
        return Ok(m.not_implemented());
    };
    let (x, y) = (x.clone(), y.clone());
    let same = match (x.origin, y.origin) {
        (Some(p), Some(q)) => m.equal(p, q)? && m.equal(x.args, y.args)?,
        (None, None) => {
            let (p, q) = (
                m.items(x.args).unwrap_or_default(),
                m.items(y.args).unwrap_or_default(),
            );
            p.len() == q.len() && p.iter().all(|r| q.contains(r))
        }
        _ => false,
    };
    Ok(m.bool(same))
}

fn hash(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (this, _) = argument::this(m, args)?;
    let Some(parts) = parts(m, this) else {
        return Ok(m.new_int(0));
    };
    let (origin, args) = (parts.origin, parts.args);
    let mut hash = match origin {
        Some(origin) => m.hash(origin)? ^ m.hash(args)?,
        None => {
            let mut hash = 0;
            for r in m.items(args).map(<[Ref]>::to_vec).unwrap_or_default() {
                hash ^= m.hash(r)?;
            }
            hash
        }
    };
    if hash == -1 {
        hash = -2;
    }
    Ok(m.new_int(hash))
}

// ---- unions

fn unionable(m: &Machine, r: Ref) -> bool {
    matches!(m.payload(r), Payload::Type(_) | Payload::None) || parts(m, r).is_some()
}

/// `type.__or__`
pub fn union_of(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[a, b] = args else {
        return Ok(m.not_implemented());
    };
    make_union(m, a, b)
}

/// `type.__ror__`
pub fn union_of_reflected(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[b, a] = args else {
        return Ok(m.not_implemented());
    };
    make_union(m, a, b)
}

fn make_union(m: &mut Machine, a: Ref, b: Ref) -> PyResult<Ref> {
    if !unionable(m, a) || !unionable(m, b) {
        return Ok(m.not_implemented());
    }
    let mut members: Vec<Ref> = Vec::new();
    for side in [a, b] {
        let flat = alternatives(m, side).unwrap_or_else(|| vec![side]);
        for r in flat {
            let r = if m.is_none(r) {
                m.type_ref(TypeId::NoneType)
            } else {
                r
            };
            let mut known = false;
            for &other in &members {
                known = known || other == r || (parts(m, r).is_some() && m.equal(other, r)?);
            }
            if !known {
                members.push(r);
            }
        }
    }
    if let [only] = *members.as_slice() {
        return Ok(m.newref(only));
    }
    for &r in &members {
        m.incref(r);
    }
    let args = m.new_tuple(members);
    let size = if m.version >= Version::V3_14_2 {
        56
    } else {
        32
    };
    Ok(m.new_native(
        TypeId::Union,
        Box::new(Parts {
            origin: None,
            args,
            size,
        }),
    ))
}

/// What the type of `int | str` is called.
pub fn union_type_name(m: &Machine) -> &'static str {
    if m.version >= Version::V3_14_2 {
        "typing.Union"
    } else {
        "types.UnionType"
    }
}
