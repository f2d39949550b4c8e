//! Constructors of exceptions: what each kind makes of its arguments.

use super::argument;
pub use super::exception_group::EXCEPTION_GROUP;
pub use super::exception_text::message;
use super::exceptions::{arguments, exception, exception_mut, set_field};
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::exception::Exception;
use crate::objects::function::Kwargs;
use crate::types::TypeId;
use crate::version::Version;
use heap::Ref;

pub(super) fn make(m: &mut Machine, class: Ref, args: &[Ref]) -> Ref {
    for &arg in args {
        m.incref(arg);
    }
    let tuple = m.new_tuple(args.to_vec());
    m.instantiate(class, Payload::Exception(Box::new(Exception::new(tuple))))
}

pub(super) fn new(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
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

pub(super) fn init(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    if !kwargs.is_empty() {
        let name = m.type_name(this).to_owned();
        argument::no_keywords(m, &name, kwargs)?;
    }
    store_args(m, this, rest);
    if m.facts.python_2
        && let &[only] = rest
    {
        set_field(m, this, "message", Some(only))?;
    }
    Ok(m.none())
}

pub(super) fn init_stop_iteration(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    init(m, args, kwargs)?;
    let (this, rest) = argument::this(m, args)?;
    let value = rest.first().copied().unwrap_or(m.interp.none);
    set_field(m, this, "value", Some(value))?;
    Ok(m.none())
}

pub(super) fn init_system_exit(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
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
fn named(
    m: &mut Machine,
    function: &str,
    this: Ref,
    kwargs: &Kwargs,
    known: &[&'static str],
) -> PyResult<()> {
    for &(key, _) in kwargs {
        let text = m.text(key);
        if !known.contains(&text.as_str()) {
            return Err(argument::unexpected(m, function, &text, known));
        }
    }
    for name in known {
        let value = kwargs
            .iter()
            .find(|(k, _)| m.str_of(*k) == Some(name))
            .map(|(_, v)| *v);
        set_field(m, this, name, value)?;
    }
    Ok(())
}

pub(super) fn init_name_error(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    init(m, args, &[])?;
    let (this, _) = argument::this(m, args)?;
    named(m, "NameError", this, kwargs, &["name"])?;
    Ok(m.none())
}

pub(super) fn init_attribute_error(
    m: &mut Machine,
    args: &[Ref],
    kwargs: &Kwargs,
) -> PyResult<Ref> {
    init(m, args, &[])?;
    let (this, _) = argument::this(m, args)?;
    named(m, "AttributeError", this, kwargs, &["name", "obj"])?;
    Ok(m.none())
}

pub(super) fn init_import_error(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    init(m, args, &[])?;
    let (this, rest) = argument::this(m, args)?;
    let known: &[&'static str] = if m.version >= Version::V3_12 {
        &["name", "path", "name_from"]
    } else {
        &["name", "path"]
    };
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

pub(super) fn new_os_error(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (mut class, rest) = argument::this(m, args)?;
    if !m.facts.python_2
        && class == m.type_ref(TypeId::OSError)
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
        Err(error) => m.give_up(e, Err(error)),
    }
}

fn fill_os_error(m: &mut Machine, e: Ref, args: &[Ref]) -> PyResult<()> {
    if !(2..=5).contains(&args.len()) {
        return Ok(());
    }
    for (name, at) in [
        ("errno", 0),
        ("strerror", 1),
        ("filename", 2),
        ("filename2", 4),
    ] {
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

pub(super) fn init_os_error(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, _) = argument::this(m, args)?;
    if !kwargs.is_empty() {
        let name = m.type_name(this).to_owned();
        argument::no_keywords(m, &name, kwargs)?;
    }
    // `__new__` has stored everything.
    Ok(m.none())
}

pub(super) fn init_syntax_error(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    init(m, args, kwargs)?;
    let (this, rest) = argument::this(m, args)?;
    if let Some(&msg) = rest.first() {
        set_field(m, this, "msg", Some(msg))?;
    }
    let &[_, info] = rest else {
        return Ok(m.none());
    };
    let info = m.collect(info)?;
    let result =
        if matches!(info.len(), 4 | 6) || (info.len() == 7 && m.version >= Version::V3_14_2) {
            let names = [
                "filename",
                "lineno",
                "offset",
                "text",
                "end_lineno",
                "end_offset",
            ];
            for (name, &value) in names.into_iter().zip(&info) {
                set_field(m, this, name, Some(value))?;
            }
            Ok(m.none())
        } else if info.len() != 5 {
            let most = if m.version >= Version::V3_14_2 { 7 } else { 6 };
            let (how, wanted) = if info.len() < 4 {
                ("least", 4)
            } else {
                ("most", most)
            };
            let message = format!(
                "function takes at {how} {wanted} arguments ({} given)",
                info.len()
            );
            Err(m.type_error(&message))
        } else {
            Err(m.type_error("end_offset must be provided when end_lineno is provided"))
        };
    m.decref_all(info);
    result
}

pub(super) fn init_unicode_error(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
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
    for (name, &value) in ["encoding", "object", "start", "end", "reason"]
        .into_iter()
        .zip(rest)
    {
        set_field(m, this, name, Some(value))?;
    }
    Ok(m.none())
}
