//! Exceptions (`Objects/exceptions.c`): arguments, what each kind adds, the attributes.

use heap::Ref;

pub use super::exception_group::EXCEPTION_GROUP;
pub use super::exception_text::message;
use super::exception_text::plain_message;
use super::{argument, exception_init};
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::exception::Exception;
use crate::objects::function::{GetSetDef, Kwargs, NativeDef, NativeFn};
use crate::types::{TypeId, TypeMembers};
use crate::version::Version;

/// What a kind adds: how it reads as text if `BaseException`'s way is not its own.
const STR: &[NativeDef] = &[NativeDef::slot("__str__", str)];

const fn kind(
    new: Option<NativeFn>,
    init: Option<NativeFn>,
    methods: &'static [NativeDef],
    getset: &'static [GetSetDef],
) -> TypeMembers {
    TypeMembers {
        new,
        init,
        methods,
        getset,
    }
}

/// `BaseException`
pub static BASE_EXCEPTION: TypeMembers = TypeMembers {
    new: Some(exception_init::new),
    init: Some(exception_init::init),
    methods: &[
        NativeDef::method("with_traceback", with_traceback),
        NativeDef::method("add_note", add_note),
        NativeDef::method("__setstate__", setstate),
        NativeDef::method("__reduce__", reduce),
        NativeDef::slot("__repr__", repr),
        NativeDef::slot("__str__", plain_str),
    ],
    getset: &[
        GetSetDef::write("args", args_of, set_args),
        GetSetDef::write("__traceback__", traceback, set_traceback),
        GetSetDef::write("__context__", context, set_context),
        GetSetDef::write("__cause__", cause, set_cause),
        GetSetDef::write(
            "__suppress_context__",
            suppress_context,
            set_suppress_context,
        ),
        GetSetDef::write("__dict__", super::object::get_dict, super::object::set_dict),
    ],
};

macro_rules! field {
    ($name:literal) => {
        GetSetDef::write(
            $name,
            |m, e| field(m, e, $name),
            |m, e, v| set_field(m, e, $name, v),
        )
    };
}

/// `StopIteration`
pub static STOP_ITERATION: TypeMembers = kind(
    None,
    Some(exception_init::init_stop_iteration),
    &[],
    &[field!("value")],
);
/// `SystemExit`
pub static SYSTEM_EXIT: TypeMembers = kind(
    None,
    Some(exception_init::init_system_exit),
    &[],
    &[field!("code")],
);
/// `KeyError`
pub static KEY_ERROR: TypeMembers = kind(None, None, STR, &[]);
/// `NameError`
pub static NAME_ERROR: TypeMembers = kind(
    None,
    Some(exception_init::init_name_error),
    &[],
    &[field!("name")],
);
/// `AttributeError`
pub static ATTRIBUTE_ERROR: TypeMembers = kind(
    None,
    Some(exception_init::init_attribute_error),
    &[],
    &[field!("name"), field!("obj")],
);
/// `ImportError`
pub static IMPORT_ERROR: TypeMembers = kind(
    None,
    Some(exception_init::init_import_error),
    STR,
    &[
        field!("msg"),
        field!("name"),
        field!("path"),
        field!("name_from").since(Version::V3_12),
    ],
);
/// `OSError`
pub static OS_ERROR: TypeMembers = kind(
    Some(exception_init::new_os_error),
    Some(exception_init::init_os_error),
    STR,
    &[
        field!("errno"),
        field!("strerror"),
        field!("filename"),
        field!("filename2"),
    ],
);
/// `SyntaxError`
pub static SYNTAX_ERROR: TypeMembers = kind(
    None,
    Some(exception_init::init_syntax_error),
    STR,
    &[
        field!("msg"),
        field!("filename"),
        field!("lineno"),
        field!("offset"),
        field!("text"),
        field!("end_lineno"),
        field!("end_offset"),
        field!("print_file_and_line"),
    ],
);
/// `UnicodeDecodeError`, `UnicodeEncodeError`
pub static UNICODE_ERROR: TypeMembers = kind(
    None,
    Some(exception_init::init_unicode_error),
    STR,
    &[
        field!("encoding"),
        field!("object"),
        field!("start"),
        field!("end"),
        field!("reason"),
    ],
);
// ---- reading and writing the parts

pub(super) fn exception(m: &Machine, r: Ref) -> Option<&Exception> {
    match m.payload(r) {
        Payload::Exception(e) => Some(e),
        _ => None,
    }
}

pub(super) fn exception_mut(m: &mut Machine, r: Ref) -> Option<&mut Exception> {
    match m.payload_mut(r) {
        Payload::Exception(e) => Some(e),
        _ => None,
    }
}

fn or_none(m: &mut Machine, r: Option<Ref>) -> PyResult<Ref> {
    let r = r.unwrap_or(m.interp.none);
    Ok(m.newref(r))
}

pub(super) fn field(m: &mut Machine, e: Ref, name: &str) -> PyResult<Ref> {
    let r = exception(m, e).and_then(|x| x.field(name));
    or_none(m, r)
}

pub(super) fn set_field(
    m: &mut Machine,
    e: Ref,
    name: &'static str,
    value: Option<Ref>,
) -> PyResult<()> {
    let old = match value {
        Some(value) => {
            m.incref(value);
            exception_mut(m, e).and_then(|x| x.set_field(name, value))
        }
        None => exception_mut(m, e).and_then(|x| {
            let at = x.fields.iter().position(|(n, _)| *n == name)?;
            Some(x.fields.remove(at).1)
        }),
    };
    m.xdecref(old);
    Ok(())
}

/// The arguments, borrowed.
pub(super) fn arguments(m: &Machine, e: Ref) -> Vec<Ref> {
    exception(m, e)
        .and_then(|x| x.args)
        .and_then(|a| m.items(a))
        .map(<[Ref]>::to_vec)
        .unwrap_or_default()
}

fn args_of(m: &mut Machine, e: Ref) -> PyResult<Ref> {
    let r = exception(m, e).and_then(|x| x.args);
    or_none(m, r)
}

fn set_args(m: &mut Machine, e: Ref, value: Option<Ref>) -> PyResult<()> {
    let Some(value) = value else {
        return Err(m.type_error("args may not be deleted"));
    };
    let tuple = if m.is_exact(value, TypeId::Tuple) {
        m.newref(value)
    } else {
        let items = m.collect(value)?;
        m.new_tuple_tracked(items)
    };
    let old = exception_mut(m, e).and_then(|x| x.args.replace(tuple));
    m.xdecref(old);
    Ok(())
}

fn traceback(m: &mut Machine, e: Ref) -> PyResult<Ref> {
    let r = exception(m, e).and_then(|x| x.traceback);
    or_none(m, r)
}

fn set_traceback(m: &mut Machine, e: Ref, value: Option<Ref>) -> PyResult<()> {
    let Some(value) = value else {
        return Err(m.type_error("__traceback__ may not be deleted"));
    };
    let new = match m.payload(value) {
        Payload::Traceback(_) => Some(value),
        Payload::None => None,
        _ => return Err(m.type_error("__traceback__ must be a traceback or None")),
    };
    let new = new.map(|r| m.newref(r));
    let old = exception_mut(m, e).and_then(|x| std::mem::replace(&mut x.traceback, new));
    m.xdecref(old);
    Ok(())
}

/// An exception, or `None` for `None`; the reference is borrowed.
fn other_exception(m: &mut Machine, value: Option<Ref>, name: &str) -> PyResult<Option<Ref>> {
    let Some(value) = value else {
        return Err(m.type_error(&format!("__{name}__ may not be deleted")));
    };
    match m.payload(value) {
        Payload::None => Ok(None),
        Payload::Exception(_) => Ok(Some(value)),
        _ => Err(m.type_error(&format!(
            "exception {name} must be None or derive from BaseException"
        ))),
    }
}

fn context(m: &mut Machine, e: Ref) -> PyResult<Ref> {
    let r = exception(m, e).and_then(|x| x.context);
    or_none(m, r)
}

fn set_context(m: &mut Machine, e: Ref, value: Option<Ref>) -> PyResult<()> {
    let new = other_exception(m, value, "context")?.map(|r| m.newref(r));
    let old = exception_mut(m, e).and_then(|x| std::mem::replace(&mut x.context, new));
    m.xdecref(old);
    Ok(())
}

fn cause(m: &mut Machine, e: Ref) -> PyResult<Ref> {
    let r = exception(m, e).and_then(|x| x.cause);
    or_none(m, r)
}

fn set_cause(m: &mut Machine, e: Ref, value: Option<Ref>) -> PyResult<()> {
    let new = other_exception(m, value, "cause")?.map(|r| m.newref(r));
    let old = exception_mut(m, e).and_then(|x| {
        x.suppress_context = true;
        std::mem::replace(&mut x.cause, new)
    });
    m.xdecref(old);
    Ok(())
}

fn suppress_context(m: &mut Machine, e: Ref) -> PyResult<Ref> {
    let yes = exception(m, e).is_some_and(|x| x.suppress_context);
    Ok(m.bool(yes))
}

fn set_suppress_context(m: &mut Machine, e: Ref, value: Option<Ref>) -> PyResult<()> {
    let Some(value) = value else {
        return Err(m.type_error("can't delete numeric/char attribute"));
    };
    let Payload::Bool(yes) = m.payload(value) else {
        return Err(m.type_error("attribute value type must be bool"));
    };
    let yes = *yes;
    if let Some(x) = exception_mut(m, e) {
        x.suppress_context = yes;
    }
    Ok(())
}

// ---- methods

fn with_traceback(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    let value = argument::one(m, "BaseException.with_traceback", rest, kwargs)?;
    set_traceback(m, this, Some(value))?;
    Ok(m.newref(this))
}

fn add_note(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    let note = argument::one(m, "BaseException.add_note", rest, kwargs)?;
    if m.str_of(note).is_none() {
        let got = m.type_name(note);
        let message = if m.version >= Version::V3_14_2 {
            format!("add_note() argument must be str, not {got}")
        } else {
            format!("note must be a str, not '{got}'")
        };
        return Err(m.type_error(&message));
    }
    let key = m.interp.names.notes;
    let notes = match m.getattr_suppressed(this, key)? {
        Some(notes) => notes,
        None => {
            let notes = m.new_list(Vec::new());
            m.hold(notes);
            let result = m.setattr(this, key, Some(notes));
            m.unhold();
            if let Err(e) = result {
                return m.give_up(notes, Err(e));
            }
            notes
        }
    };
    if !matches!(m.payload(notes), Payload::List(_)) {
        m.decref(notes);
        return Err(m.type_error("Cannot add note: __notes__ is not a list"));
    }
    m.incref(note);
    m.list_append(notes, note);
    m.decref(notes);
    Ok(m.none())
}

fn setstate(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    let state = argument::one(m, "BaseException.__setstate__", rest, kwargs)?;
    if m.is_none(state) {
        return Ok(m.none());
    }
    if !matches!(m.payload(state), Payload::Dict(_)) {
        return Err(m.type_error("state is not a dictionary"));
    }
    let dict = m.instance_dict(this)?;
    m.dict_update(dict, state)?;
    Ok(m.none())
}

/// `(class, args)`, and the attributes if there are any.
fn reduce(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (this, _) = argument::this(m, args)?;
    let class = m.class_of(this);
    let class = m.newref(class);
    let tuple = args_of(m, this)?;
    let mut parts = vec![class, tuple];
    if let Some(dict) = m.heap.body(this).attrs.as_ref().and_then(|a| a.dict) {
        parts.push(m.newref(dict));
    }
    Ok(m.new_tuple(parts))
}

// ---- constructors

fn repr(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (this, _) = argument::this(m, args)?;
    crate::text::native_repr(m, this)
}

pub(super) fn str(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (this, _) = argument::this(m, args)?;
    message(m, this)
}

fn plain_str(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (this, _) = argument::this(m, args)?;
    plain_message(m, this)
}
