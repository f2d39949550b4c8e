//! `super`: attributes looked up after a class in an object's method resolution order.

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::refused_method;
use crate::objects::function::{GetSetDef, Kwargs, NativeDef, NativeKind};
use crate::types::{TypeId, TypeMembers};

/// The tables of `super`.
pub static MEMBERS: TypeMembers = TypeMembers {
    new: Some(new),
    init: None,
    methods: &[
        NativeDef::slot("__repr__", repr),
        refused_method!("super"."__get__"),
    ],
    getset: &[
        GetSetDef::read("__thisclass__", this_class),
        GetSetDef::read("__self__", own),
        GetSetDef::read("__self_class__", self_class),
    ],
};

fn new(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    super::argument::count(m, "super()", args.len().saturating_sub(1), 0, 2)?;
    let (class, object) = match args {
        [_] => implicit(m)?,
        [_, class] => (*class, None),
        [_, class, object, ..] => (*class, (!m.is_none(*object)).then_some(*object)),
        [] => return Err(m.type_error("super needs a class")),
    };
    if !matches!(m.payload(class), Payload::Type(_)) {
        let got = m.type_name(class).to_owned();
        return Err(m.type_error(&format!("super() argument 1 must be a type, not {got}")));
    }
    let start = match object {
        Some(object) => Some(self_class_of(m, class, object)?),
        None => None,
    };
    m.incref(class);
    for r in [object, start].into_iter().flatten() {
        m.incref(r);
    }
    Ok(m.make_tracked(
        TypeId::Super,
        Payload::Super(Box::new((class, object, start))),
    ))
}

/// `super()` in a method: the `__class__` cell and the first argument of the calling frame.
fn implicit(m: &mut Machine) -> PyResult<(Ref, Option<Ref>)> {
    let Some(frame) = m.frames.last() else {
        return Err(m.error(TypeId::RuntimeError, "super(): no current frame"));
    };
    if frame.code.spec.argcount == 0 {
        return Err(m.error(TypeId::RuntimeError, "super(): no arguments"));
    }
    let base = frame.base as usize;
    let at = frame
        .code
        .spec
        .varnames
        .iter()
        .position(|(n, kind)| &**n == "__class__" && *kind == crate::code::SlotKind::Free);
    let first = m.stack.get(base).and_then(|s| s.get());
    let cell = at
        .and_then(|at| m.stack.get(base + at))
        .and_then(|s| s.get());
    let Some(first) = first else {
        return Err(m.error(TypeId::RuntimeError, "super(): arg[0] deleted"));
    };
    let object = match m.payload(first) {
        Payload::Cell(Some(content)) => *content,
        Payload::Cell(None) => return Err(m.error(TypeId::RuntimeError, "super(): arg[0] deleted")),
        _ => first,
    };
    match cell.map(|c| m.payload(c)) {
        Some(Payload::Cell(Some(class))) => Ok((*class, Some(object))),
        Some(Payload::Cell(None)) => {
            Err(m.error(TypeId::RuntimeError, "super(): empty __class__ cell"))
        }
        _ => Err(m.error(TypeId::RuntimeError, "super(): __class__ cell not found")),
    }
}

/// supercheck: the class whose order is searched.
fn self_class_of(m: &mut Machine, class: Ref, object: Ref) -> PyResult<Ref> {
    if matches!(m.payload(object), Payload::Type(_)) && m.is_subclass(object, class) {
        return Ok(object);
    }
    let own = m.class_of(object);
    if m.is_subclass(own, class) {
        return Ok(own);
    }
    if m.at_least(crate::version::Version::V3_13) {
        let message = format!(
            "super(type, obj): obj ({} {}) is not an instance or subtype of type ({}).",
            if matches!(m.payload(object), Payload::Type(_)) {
                "type"
            } else {
                "instance of"
            },
            m.class_name(if matches!(m.payload(object), Payload::Type(_)) {
                object
            } else {
                own
            }),
            m.class_name(class)
        );
        return Err(m.type_error(&message));
    }
    Err(m.type_error("super(type, obj): obj must be an instance or subtype of type"))
}

/// The value after `class` in the order of `start`, borrowed.
fn find(m: &mut Machine, class: Ref, start: Ref, name: Ref) -> Option<Ref> {
    let mro = match m.payload(start) {
        Payload::Type(t) => t.mro?,
        _ => return None,
    };
    let classes = m.items(mro)?.to_vec();
    let after = classes.iter().position(|&c| c == class)? + 1;
    classes
        .into_iter()
        .skip(after)
        .find_map(|c| m.lookup_in_class(c, name))
}

/// Attribute of a super object.
pub fn getattr(m: &mut Machine, object: Ref, name: Ref) -> PyResult<Option<Ref>> {
    let Payload::Super(parts) = m.payload(object) else {
        return Ok(None);
    };
    let (class, own, start) = **parts;
    if let (Some(own), Some(start)) = (own, start)
        && m.str_of(name) != Some("__class__")
        && let Some(found) = find(m, class, start, name)
    {
        let bound_to = (own != start).then_some(own);
        return m.bind(found, bound_to, start).map(Some);
    }
    m.generic_getattr(object, name)
}

/// LOAD_SUPER_ATTR: without a super object. For a call, a function comes unbound and the flag says so.
pub fn lookup(
    m: &mut Machine,
    class: Ref,
    object: Ref,
    name: Ref,
    method: bool,
) -> PyResult<(Ref, bool)> {
    if !matches!(m.payload(class), Payload::Type(_)) {
        let got = m.type_name(class).to_owned();
        return Err(m.type_error(&format!("super() argument 1 must be a type, not {got}")));
    }
    let start = self_class_of(m, class, object)?;
    // `__class__` is the super object's own, as in `super_getattro`.
    let asked = name != m.interp.names.class;
    match find(m, class, start, name).filter(|_| asked) {
        Some(found) => {
            let is_method = match m.payload(found) {
                Payload::Function(_) => true,
                Payload::Builtin(b) => {
                    b.owner.is_some() && matches!(b.def.kind, NativeKind::Method | NativeKind::Slot)
                }
                _ => false,
            };
            if method && is_method && object != start {
                return Ok((m.newref(found), true));
            }
            let bound_to = (object != start).then_some(object);
            Ok((m.bind(found, bound_to, start)?, false))
        }
        None => {
            // An attribute of the super object itself, or an error.
            let made = m.type_ref(TypeId::Super);
            let made = m.call(made, &[class, object])?;
            m.hold(made);
            let value = m.getattr(made, name);
            m.unhold();
            Ok((m.give_up(made, value)?, false))
        }
    }
}

fn part(m: &mut Machine, r: Option<Ref>) -> PyResult<Ref> {
    let r = r.unwrap_or(m.interp.none);
    Ok(m.newref(r))
}

fn this_class(m: &mut Machine, object: Ref) -> PyResult<Ref> {
    let r = match m.payload(object) {
        Payload::Super(parts) => Some(parts.0),
        _ => None,
    };
    part(m, r)
}

fn own(m: &mut Machine, object: Ref) -> PyResult<Ref> {
    let r = match m.payload(object) {
        Payload::Super(parts) => parts.1,
        _ => None,
    };
    part(m, r)
}

fn self_class(m: &mut Machine, object: Ref) -> PyResult<Ref> {
    let r = match m.payload(object) {
        Payload::Super(parts) => parts.2,
        _ => None,
    };
    part(m, r)
}

fn repr(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let Some(Payload::Super(parts)) = args.first().map(|&r| m.payload(r)) else {
        return Err(m.type_error("super is needed"));
    };
    let (class, _, start) = **parts;
    let text = match start {
        Some(start) => format!(
            "<super: <class '{}'>, <{} object>>",
            m.class_name(class),
            m.class_name(start)
        ),
        None => format!("<super: <class '{}'>, NULL>", m.class_name(class)),
    };
    Ok(m.new_str(&text))
}
