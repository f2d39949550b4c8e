//! Exceptions (`Objects/exceptions.c`): arguments, what each kind adds, how they read as text.

use heap::Ref;

use super::argument;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::exception::Exception;
use crate::objects::function::{GetSetDef, Kwargs, NativeDef, NativeFn};
use crate::types::{TypeId, TypeMembers};
use crate::version::Version;

const fn kind(new: Option<NativeFn>, init: Option<NativeFn>, getset: &'static [GetSetDef]) -> TypeMembers {
    const STR: &[NativeDef] = &[NativeDef::slot("__str__", str)];
    TypeMembers { new, init, methods: STR, getset }
}

/// `BaseException`
pub static BASE_EXCEPTION: TypeMembers = TypeMembers {
    new: Some(new),
    init: Some(init),
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
        GetSetDef::write("__suppress_context__", suppress_context, set_suppress_context),
        GetSetDef::write("__dict__", super::object::get_dict, super::object::set_dict),
    ],
};

macro_rules! field {
    ($name:literal) => {
        GetSetDef::write($name, |m, e| field(m, e, $name), |m, e, v| set_field(m, e, $name, v))
    };
}

/// `StopIteration`
pub static STOP_ITERATION: TypeMembers = kind(None, Some(init_stop_iteration), &[field!("value")]);
/// `SystemExit`
pub static SYSTEM_EXIT: TypeMembers = kind(None, Some(init_system_exit), &[field!("code")]);
/// `KeyError`
pub static KEY_ERROR: TypeMembers = kind(None, None, &[]);
/// `NameError`
pub static NAME_ERROR: TypeMembers = kind(None, Some(init_name_error), &[field!("name")]);
/// `AttributeError`
pub static ATTRIBUTE_ERROR: TypeMembers =
    kind(None, Some(init_attribute_error), &[field!("name"), field!("obj")]);
/// `ImportError`
pub static IMPORT_ERROR: TypeMembers =
    kind(None, Some(init_import_error), &[field!("msg"), field!("name"), field!("path"), field!("name_from")]);
/// `OSError`
pub static OS_ERROR: TypeMembers = kind(
    Some(new_os_error),
    Some(init_os_error),
    &[field!("errno"), field!("strerror"), field!("filename"), field!("filename2")],
);
/// `SyntaxError`
pub static SYNTAX_ERROR: TypeMembers = kind(
    None,
    Some(init_syntax_error),
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
    Some(init_unicode_error),
    &[field!("encoding"), field!("object"), field!("start"), field!("end"), field!("reason")],
);
/// `BaseExceptionGroup`
pub static EXCEPTION_GROUP: TypeMembers = TypeMembers {
    new: Some(new_group),
    init: Some(init_group),
    methods: &[
        NativeDef::method("derive", derive),
        NativeDef::method("split", split),
        NativeDef::method("subgroup", subgroup),
        NativeDef::class_method("__class_getitem__", super::generic_alias::class_getitem),
        NativeDef::slot("__str__", str),
    ],
    getset: &[GetSetDef::read("message", |m, e| field(m, e, "message")), GetSetDef::read("exceptions", |m, e| field(m, e, "exceptions"))],
};

// ---- reading and writing the parts

fn exception(m: &Machine, r: Ref) -> Option<&Exception> {
    match m.payload(r) {
        Payload::Exception(e) => Some(e),
        _ => None,
    }
}

fn exception_mut(m: &mut Machine, r: Ref) -> Option<&mut Exception> {
    match m.payload_mut(r) {
        Payload::Exception(e) => Some(e),
        _ => None,
    }
}

fn or_none(m: &mut Machine, r: Option<Ref>) -> PyResult<Ref> {
    let r = r.unwrap_or(m.interp.none);
    Ok(m.newref(r))
}

fn field(m: &mut Machine, e: Ref, name: &str) -> PyResult<Ref> {
    let r = exception(m, e).and_then(|x| x.field(name));
    or_none(m, r)
}

fn set_field(m: &mut Machine, e: Ref, name: &'static str, value: Option<Ref>) -> PyResult<()> {
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
fn arguments(m: &Machine, e: Ref) -> Vec<Ref> {
    exception(m, e).and_then(|x| x.args).and_then(|a| m.items(a)).map(<[Ref]>::to_vec).unwrap_or_default()
}

fn args_of(m: &mut Machine, e: Ref) -> PyResult<Ref> {
    let r = exception(m, e).and_then(|x| x.args);
    or_none(m, r)
}

fn set_args(m: &mut Machine, e: Ref, value: Option<Ref>) -> PyResult<()> {
    let Some(value) = value else { return Err(m.type_error("args may not be deleted")) };
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
    let Some(value) = value else { return Err(m.type_error("__traceback__ may not be deleted")) };
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
        _ => Err(m.type_error(&format!("exception {name} must be None or derive from BaseException"))),
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
    let Some(value) = value else { return Err(m.type_error("can't delete numeric/char attribute")) };
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
                m.decref(notes);
                return Err(e);
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

fn make(m: &mut Machine, class: Ref, args: &[Ref]) -> Ref {
    for &arg in args {
        m.incref(arg);
    }
    let tuple = m.new_tuple(args.to_vec());
    m.hold(tuple);
    let e = m.instantiate(class, Payload::Exception(Box::new(Exception::new(tuple))));
    m.unhold();
    e
}

fn new(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = argument::this(m, args)?;
    Ok(make(m, class, rest))
}

/// BaseException_init: the arguments replace those that `__new__` was given.
fn store_args(m: &mut Machine, this: Ref, args: &[Ref]) {
    if arguments(m, this) == args {
        return;
    }
    for &arg in args {
        m.incref(arg);
    }
    let tuple = m.new_tuple(args.to_vec());
    let old = exception_mut(m, this).and_then(|x| x.args.replace(tuple));
    m.xdecref(old);
}

fn init(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    if !kwargs.is_empty() {
        let name = m.type_name(this).to_owned();
        argument::no_keywords(m, &name, kwargs)?;
    }
    store_args(m, this, rest);
    Ok(m.none())
}

fn init_stop_iteration(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    init(m, args, kwargs)?;
    let (this, rest) = argument::this(m, args)?;
    let value = rest.first().copied().unwrap_or(m.interp.none);
    set_field(m, this, "value", Some(value))?;
    Ok(m.none())
}

fn init_system_exit(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    init(m, args, kwargs)?;
    let (this, rest) = argument::this(m, args)?;
    let code = match rest {
        [] => None,
        [code] => Some(*code),
        _ => exception(m, this).and_then(|x| x.args),
    };
    if code.is_some() {
        set_field(m, this, "code", code)?;
    }
    Ok(m.none())
}

/// Stores the keyword arguments that a kind knows as its members.
fn named(m: &mut Machine, function: &str, this: Ref, kwargs: &Kwargs, known: &[&'static str]) -> PyResult<()> {
    for &(key, _) in kwargs {
        let text = m.text(key);
        if !known.contains(&text.as_str()) {
            return Err(argument::unexpected(m, function, &text));
        }
    }
    for name in known {
        let value = kwargs.iter().find(|(k, _)| m.str_of(*k) == Some(name)).map(|(_, v)| *v);
        set_field(m, this, name, value)?;
    }
    Ok(())
}

fn init_name_error(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    init(m, args, &[])?;
    let (this, _) = argument::this(m, args)?;
    named(m, "NameError", this, kwargs, &["name"])?;
    Ok(m.none())
}

fn init_attribute_error(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    init(m, args, &[])?;
    let (this, _) = argument::this(m, args)?;
    named(m, "AttributeError", this, kwargs, &["name", "obj"])?;
    Ok(m.none())
}

fn init_import_error(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    init(m, args, &[])?;
    let (this, rest) = argument::this(m, args)?;
    let known: &[&'static str] =
        if m.version >= Version::V3_12 { &["name", "path", "name_from"] } else { &["name", "path"] };
    named(m, "ImportError", this, kwargs, known)?;
    if let &[msg] = rest {
        set_field(m, this, "msg", Some(msg))?;
    }
    Ok(m.none())
}

/// Kinds of OSError by `errno` (Linux).
fn os_error_kind(errno: i64) -> Option<TypeId> {
    Some(match errno {
        1 | 13 => TypeId::PermissionError,
        2 => TypeId::FileNotFoundError,
        17 => TypeId::FileExistsError,
        110 => TypeId::TimeoutError,
        _ => return None,
    })
}

fn new_os_error(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (mut class, rest) = argument::this(m, args)?;
    if class == m.type_ref(TypeId::OSError)
        && (2..=5).contains(&rest.len())
        && let Some(Payload::Int(errno)) = rest.first().map(|&r| m.payload(r))
        && let Some(kind) = os_error_kind(*errno)
    {
        class = m.type_ref(kind);
    }
    let e = make(m, class, rest);
    m.hold(e);
    let result = fill_os_error(m, e, rest);
    m.unhold();
    match result {
        Ok(()) => Ok(e),
        Err(error) => {
            m.decref(e);
            Err(error)
        }
    }
}

fn fill_os_error(m: &mut Machine, e: Ref, args: &[Ref]) -> PyResult<()> {
    if !(2..=5).contains(&args.len()) {
        return Ok(());
    }
    for (name, at) in [("errno", 0), ("strerror", 1), ("filename", 2), ("filename2", 4)] {
        if let Some(&value) = args.get(at)
            && (at < 2 || !m.is_none(value))
        {
            set_field(m, e, name, Some(value))?;
        }
    }
    if args.len() > 2 {
        // A file name is no part of `args`.
        store_args(m, e, args.get(..2).unwrap_or(args));
    }
    Ok(())
}

fn init_os_error(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, _) = argument::this(m, args)?;
    if !kwargs.is_empty() {
        let name = m.type_name(this).to_owned();
        argument::no_keywords(m, &name, kwargs)?;
    }
    // `__new__` has stored everything.
    Ok(m.none())
}

fn init_syntax_error(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    init(m, args, kwargs)?;
    let (this, rest) = argument::this(m, args)?;
    if let Some(&msg) = rest.first() {
        set_field(m, this, "msg", Some(msg))?;
    }
    let &[_, info] = rest else { return Ok(m.none()) };
    let info = m.collect(info)?;
    let result = if matches!(info.len(), 4 | 6) || (info.len() == 7 && m.version >= Version::V3_14_2) {
        let names = ["filename", "lineno", "offset", "text", "end_lineno", "end_offset"];
        for (name, &value) in names.into_iter().zip(&info) {
            set_field(m, this, name, Some(value))?;
        }
        Ok(m.none())
    } else if info.len() != 5 {
        let most = if m.version >= Version::V3_14_2 { 7 } else { 6 };
        let (how, wanted) = if info.len() < 4 { ("least", 4) } else { ("most", most) };
        let message = format!("function takes at {how} {wanted} arguments ({} given)", info.len());
        Err(m.type_error(&message))
    } else {
        Err(m.type_error("end_offset must be provided when end_lineno is provided"))
    };
    m.decref_all(info);
    result
}

fn init_unicode_error(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    init(m, args, kwargs)?;
    let (this, rest) = argument::this(m, args)?;
    if rest.len() != 5 {
        let message = format!("function takes exactly 5 arguments ({} given)", rest.len());
        return Err(m.type_error(&message));
    }
    let decoding = m.is_native(this, TypeId::UnicodeDecodeError);
    for (at, &value) in rest.iter().enumerate() {
        let text = matches!(at, 0 | 4) || (at == 1 && !decoding);
        let got = m.type_name(value).to_owned();
        if text && m.str_of(value).is_none() {
            return Err(m.type_error(&format!("argument {} must be str, not {got}", at + 1)));
        }
        if at == 1 && decoding && super::bytes::buffer(m, value).is_none() {
            return Err(m.type_error(&format!("a bytes-like object is required, not '{got}'")));
        }
        if matches!(at, 2 | 3) {
            m.index(value)?;
        }
    }
    for (name, &value) in ["encoding", "object", "start", "end", "reason"].into_iter().zip(rest) {
        set_field(m, this, name, Some(value))?;
    }
    Ok(m.none())
}

// ---- groups

fn new_group(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = argument::this(m, args)?;
    argument::no_keywords(m, "BaseExceptionGroup", kwargs)?;
    let &[message, sequence] = rest else {
        let text = format!("BaseExceptionGroup.__new__() takes exactly 2 arguments ({} given)", rest.len());
        return Err(m.type_error(&text));
    };
    if m.str_of(message).is_none() {
        let text = format!("BaseExceptionGroup.__new__() argument 1 must be str, not {}", m.type_name(message));
        return Err(m.type_error(&text));
    }
    if !matches!(m.payload(sequence), Payload::List(_) | Payload::Tuple(_)) {
        return Err(m.type_error("second argument (exceptions) must be a sequence"));
    }
    let members = m.collect(sequence)?;
    let mut error = None;
    if members.is_empty() {
        error = Some(String::from("second argument (exceptions) must be a non-empty sequence"));
    }
    for (i, &member) in members.iter().enumerate() {
        if exception(m, member).is_none() {
            error = Some(format!("Item {i} of second argument (exceptions) is not an exception"));
            break;
        }
    }
    if let Some(text) = error {
        m.decref_all(members);
        return Err(m.value_error(&text));
    }
    let plain = m.type_ref(TypeId::Exception);
    let all_plain = members.iter().all(|&r| m.is_instance(r, plain));
    let mut class = class;
    if class == m.type_ref(TypeId::BaseExceptionGroup) {
        if all_plain {
            class = m.type_ref(TypeId::ExceptionGroup);
        }
    } else if !all_plain && m.native_of_class(class) == TypeId::ExceptionGroup {
        let name = m.class_name(class).to_owned();
        let text = if class == m.type_ref(TypeId::ExceptionGroup) {
            String::from("Cannot nest BaseExceptions in an ExceptionGroup")
        } else {
            format!("Cannot nest BaseExceptions in '{name}'")
        };
        m.decref_all(members);
        return Err(m.type_error(&text));
    }
    let members = m.new_tuple_tracked(members);
    m.hold(members);
    let e = make(m, class, rest);
    m.unhold();
    m.incref(message);
    if let Some(x) = exception_mut(m, e) {
        x.set_field("message", message);
        x.set_field("exceptions", members);
    }
    Ok(e)
}

fn init_group(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    init(m, args, kwargs)
}

fn members(m: &Machine, group: Ref) -> Vec<Ref> {
    exception(m, group).and_then(|x| x.field("exceptions")).and_then(|t| m.items(t)).map(<[Ref]>::to_vec).unwrap_or_default()
}

fn derive(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    let excs = argument::one(m, "BaseExceptionGroup.derive", rest, kwargs)?;
    let message = field(m, this, "message")?;
    let class = m.type_ref(TypeId::BaseExceptionGroup);
    let result = new_group(m, &[class, message, excs], &[]);
    m.decref(message);
    result
}

/// Whether a group or an exception is what `split` asks for.
fn matches(m: &mut Machine, e: Ref, condition: Ref) -> PyResult<bool> {
    let is_kind = m.is_exception_class(condition) || matches!(m.payload(condition), Payload::Tuple(_));
    if is_kind {
        return Ok(m.exception_matches(e, condition));
    }
    let result = m.call(condition, &[e])?;
    m.hold(result);
    let truth = m.truth(result);
    m.unhold();
    m.give_up(result, truth)
}

/// The parts of a group that match and that do not, as new references.
pub fn split_group(m: &mut Machine, e: Ref, condition: Ref) -> PyResult<(Option<Ref>, Option<Ref>)> {
    if matches(m, e, condition)? {
        return Ok((Some(m.newref(e)), None));
    }
    if !m.is_native(e, TypeId::BaseExceptionGroup) {
        return Ok((None, Some(m.newref(e))));
    }
    let (yes, no) = (m.new_list(Vec::new()), m.new_list(Vec::new()));
    m.hold(yes);
    m.hold(no);
    let result = split_members(m, e, condition, yes, no);
    m.unhold();
    m.unhold();
    let result = m.give_up(no, result);
    m.give_up(yes, result)
}

fn split_members(m: &mut Machine, e: Ref, condition: Ref, yes: Ref, no: Ref) -> PyResult<(Option<Ref>, Option<Ref>)> {
    for member in members(m, e) {
        let (a, b) = split_group(m, member, condition)?;
        if let Some(a) = a {
            m.list_append(yes, a);
        }
        if let Some(b) = b {
            m.list_append(no, b);
        }
    }
    let first = subset(m, e, yes)?;
    if let Some(r) = first {
        m.hold(r);
    }
    let second = subset(m, e, no);
    if first.is_some() {
        m.unhold();
    }
    match (second, first) {
        (Ok(second), _) => Ok((first, second)),
        (Err(error), Some(r)) => m.give_up(r, Err(error)),
        (Err(error), None) => Err(error),
    }
}

/// A group like another one with some of its members: notes, cause, context and traceback go along.
fn subset(m: &mut Machine, group: Ref, list: Ref) -> PyResult<Option<Ref>> {
    if m.items(list).is_none_or(<[Ref]>::is_empty) {
        return Ok(None);
    }
    let new = m.call_method(group, "derive", &[list])?;
    let Some(x) = exception(m, group) else { return Ok(Some(new)) };
    let (traceback, context, cause, suppress) = (x.traceback, x.context, x.cause, x.suppress_context);
    for r in [traceback, context, cause].into_iter().flatten() {
        m.incref(r);
    }
    let mut old = Vec::new();
    if let Some(x) = exception_mut(m, new) {
        old.extend(std::mem::replace(&mut x.traceback, traceback));
        old.extend(std::mem::replace(&mut x.context, context));
        old.extend(std::mem::replace(&mut x.cause, cause));
        x.suppress_context = suppress;
    } else {
        old.extend([traceback, context, cause].into_iter().flatten());
    }
    m.decref_all(old);
    let key = m.interp.names.notes;
    if let Some(notes) = m.instance_attribute(group, key) {
        let items = m.items(notes).map(<[Ref]>::to_vec).unwrap_or_default();
        for &r in &items {
            m.incref(r);
        }
        let copy = m.new_list(items);
        let result = m.setattr(new, key, Some(copy));
        m.decref(copy);
        if let Err(e) = result {
            return m.give_up(new, Err(e));
        }
    }
    Ok(Some(new))
}

fn split(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    let condition = argument::one(m, "BaseExceptionGroup.split", rest, kwargs)?;
    check_condition(m, condition)?;
    let (a, b) = split_group(m, this, condition)?;
    let none = m.interp.none;
    let parts = [a, b].map(|r| r.unwrap_or_else(|| m.newref(none)));
    Ok(m.new_tuple_tracked(parts.to_vec()))
}

fn subgroup(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    let condition = argument::one(m, "BaseExceptionGroup.subgroup", rest, kwargs)?;
    check_condition(m, condition)?;
    let (a, b) = split_group(m, this, condition)?;
    m.xdecref(b);
    match a {
        Some(a) => Ok(a),
        None => Ok(m.none()),
    }
}

fn check_condition(m: &mut Machine, condition: Ref) -> PyResult<()> {
    let fine = match m.payload(condition) {
        Payload::Tuple(t) => t.items.iter().all(|&k| m.is_exception_class(k)),
        Payload::Type(_) => m.is_exception_class(condition),
        Payload::Function(_) | Payload::Builtin(_) | Payload::Method(_) => true,
        _ => false,
    };
    if fine {
        return Ok(());
    }
    Err(m.type_error(if m.version >= Version::V3_13 {
        "expected an exception type, a tuple of exception types, or a callable (other than a class)"
    } else {
        "expected a function, exception type or tuple of exception types"
    }))
}

// ---- text

fn repr(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (this, _) = argument::this(m, args)?;
    crate::text::native_repr(m, this)
}

fn str(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (this, _) = argument::this(m, args)?;
    message(m, this)
}

fn plain_str(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (this, _) = argument::this(m, args)?;
    plain_message(m, this)
}

/// `str(exception)` by its built-in kind.
pub fn message(m: &mut Machine, e: Ref) -> PyResult<Ref> {
    let id = m.native_type(e);
    let args = arguments(m, e);
    if id.is_subtype(TypeId::KeyError) {
        if let &[key] = args.as_slice() {
            return m.repr(key);
        }
    } else if id.is_subtype(TypeId::ImportError) {
        let msg = exception(m, e).and_then(|x| x.field("msg"));
        if let Some(msg) = msg.filter(|&r| m.is_exact(r, TypeId::Str)) {
            return Ok(m.newref(msg));
        }
    } else if id.is_subtype(TypeId::OSError) {
        if let Some(text) = os_error_text(m, e)? {
            return Ok(m.new_str(&text));
        }
    } else if id.is_subtype(TypeId::SyntaxError) {
        let text = syntax_error_text(m, e)?;
        return Ok(m.new_str(&text));
    } else if matches!(id, TypeId::UnicodeDecodeError | TypeId::UnicodeEncodeError) {
        let text = unicode_error_text(m, e, id)?;
        return Ok(m.new_str(&text));
    } else if id.is_subtype(TypeId::BaseExceptionGroup) {
        let n = members(m, e).len();
        let plural = if n == 1 { "" } else { "s" };
        let message = field(m, e, "message")?;
        let text = m.str_string(message);
        m.decref(message);
        return Ok(m.new_str(&format!("{} ({n} sub-exception{plural})", text?)));
    }
    plain_message(m, e)
}

/// `BaseException.__str__`: the only argument, or all of them.
fn plain_message(m: &mut Machine, e: Ref) -> PyResult<Ref> {
    match arguments(m, e).as_slice() {
        [] => Ok(m.new_str("")),
        &[only] => {
            m.incref(only);
            m.hold(only);
            let text = m.str(only);
            m.unhold();
            m.give_up(only, text)
        }
        _ => match exception(m, e).and_then(|x| x.args) {
            Some(args) => m.repr(args),
            None => Ok(m.new_str("")),
        },
    }
}

/// A member as text: its `str`, or its `repr`; "None" if it was never set.
fn part(m: &mut Machine, e: Ref, name: &str, repr: bool) -> PyResult<String> {
    let r = field(m, e, name)?;
    m.hold(r);
    let text = if repr { m.repr_string(r) } else { m.str_string(r) };
    m.unhold();
    m.give_up(r, text)
}

fn os_error_text(m: &mut Machine, e: Ref) -> PyResult<Option<String>> {
    let Some(x) = exception(m, e) else { return Ok(None) };
    let (number, text) = (x.field("errno").is_some(), x.field("strerror").is_some());
    let (file, second) = (x.field("filename").is_some(), x.field("filename2").is_some());
    if !(number && text) && !file {
        return Ok(None);
    }
    let mut out = format!("[Errno {}] {}", part(m, e, "errno", false)?, part(m, e, "strerror", false)?);
    if file {
        out.push_str(": ");
        out.push_str(&part(m, e, "filename", true)?);
        if second {
            out.push_str(" -> ");
            out.push_str(&part(m, e, "filename2", true)?);
        }
    }
    Ok(Some(out))
}

fn syntax_error_text(m: &mut Machine, e: Ref) -> PyResult<String> {
    let msg = part(m, e, "msg", false)?;
    let Some(x) = exception(m, e) else { return Ok(msg) };
    let file = x.field("filename").and_then(|f| m.str_of(f)).map(|f| f.rsplit('/').next().unwrap_or(f).to_owned());
    let line = match x.field("lineno").map(|l| m.payload(l)) {
        Some(Payload::Int(line)) => Some(*line),
        _ => None,
    };
    Ok(match (file, line) {
        (Some(file), Some(line)) => format!("{msg} ({file}, line {line})"),
        (Some(file), None) => format!("{msg} ({file})"),
        (None, Some(line)) => format!("{msg} (line {line})"),
        (None, None) => msg,
    })
}

fn unicode_error_text(m: &mut Machine, e: Ref, id: TypeId) -> PyResult<String> {
    let Some(x) = exception(m, e) else { return Ok(String::new()) };
    let number = |name| match x.field(name).map(|r| m.payload(r)) {
        Some(Payload::Int(i)) => *i,
        _ => 0,
    };
    let (start, end) = (number("start"), number("end"));
    let Some(object) = x.field("object") else { return Ok(String::new()) };
    let at = usize::try_from(start).unwrap_or(0);
    let single = end == start + 1;
    let what = if id == TypeId::UnicodeDecodeError {
        let byte = match m.payload(object) {
            Payload::Bytes(b) => b.get(at).copied(),
            Payload::ByteArray(b) => b.get(at).copied(),
            _ => None,
        };
        match byte.filter(|_| single) {
            Some(b) => format!("decode byte 0x{b:02x} in position {start}"),
            None => format!("decode bytes in position {start}-{}", end - 1),
        }
    } else {
        match m.str_of(object).and_then(|s| s.chars().nth(at)).filter(|_| single) {
            Some(c) => {
                let n = c as u32;
                let escaped = match n {
                    0..=0xff => format!("\\x{n:02x}"),
                    0x100..=0xffff => format!("\\u{n:04x}"),
                    _ => format!("\\U{n:08x}"),
                };
                format!("encode character '{escaped}' in position {start}")
            }
            None => format!("encode characters in position {start}-{}", end - 1),
        }
    };
    let (encoding, reason) = (part(m, e, "encoding", false)?, part(m, e, "reason", false)?);
    Ok(format!("'{encoding}' codec can't {what}: {reason}"))
}
