//! Exceptions that cannot be raised, and `sys.unraisablehook` (`_PyErr_WriteUnraisableMsg` in `Python/errors.c`).

use heap::Ref;

use crate::builtins::argument;
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::function::Kwargs;
use crate::output::Stream;
use crate::types::TypeId;
use crate::version::Version;

/// Reports an exception that cannot be raised: the program's `sys.unraisablehook`, or text on stderr.
pub fn unraisable(m: &mut Machine, exception: Ref, what: &str, object: Ref) -> PyResult<()> {
    let hook = m
        .modules_state
        .sys
        .and_then(|sys| m.dict_get_text(sys, "unraisablehook"));
    let own = hook.filter(|&h| !matches!(m.payload(h), Payload::Builtin(_)));
    match own {
        None => {
            if m.facts.python_2 {
                // PyErr_WriteUnraisable.
                let kind = exception_path(m, exception);
                let value = match raw_value(m, exception) {
                    Some(None) => String::new(),
                    Some(Some(value)) => format!(": {}", m.repr_string(value)?),
                    None => format!(": {}", m.repr_string(exception)?),
                };
                let object = m.repr_string(object)?;
                let text = format!("Exception {kind}{value} in {object} ignored\n");
                return m.write_to("stderr", Stream::Err, &text);
            }
            let mut text = m.unraisable_title(what, object);
            text.push('\n');
            text.push_str(&reported(m, exception));
            m.write_to("stderr", Stream::Err, &text)
        }
        Some(hook) => {
            let (class, none) = (m.class_of(exception), m.interp.none);
            let traceback = m.traceback_of(exception).unwrap_or(none);
            // From 3.14 on the message names the object, and the object is not handed over.
            let named = m.at_least(Version::V3_14_2);
            let (message, object) = if named {
                let title = m.unraisable_title(what, object);
                (m.new_str(title.trim_end_matches(':')), none)
            } else {
                (m.none(), object)
            };
            let simple = m.type_ref(TypeId::SimpleNamespace);
            let namespace = m.instantiate(simple, Payload::Object);
            m.hold(namespace);
            for (name, value) in [
                ("exc_type", class),
                ("exc_value", exception),
                ("exc_traceback", traceback),
                ("err_msg", message),
                ("object", object),
            ] {
                let key = m.intern(name);
                let result = m
                    .instance_dict(namespace)
                    .map(|dict| m.dict_set_str(dict, key, value));
                m.decref(key);
                result?;
            }
            m.decref(message);
            m.incref(hook);
            m.hold(hook);
            let result = m.call(hook, &[namespace]);
            m.unhold();
            m.decref(hook);
            m.unhold();
            m.decref(namespace);
            match result {
                Ok(r) => {
                    m.decref(r);
                    Ok(())
                }
                Err(Unwind::Raise(e) | Unwind::Reraise(e)) => report_hook(m, e),
                Err(Unwind::Halt) => Err(Unwind::Halt),
            }
        }
    }
}

/// The program's hook has failed itself; the exception is taken over.
fn report_hook(m: &mut Machine, exception: Ref) -> PyResult<()> {
    m.hold(exception);
    let hook = m
        .modules_state
        .sys
        .and_then(|sys| m.dict_get_text(sys, "unraisablehook"));
    let result = match hook {
        Some(hook) => m.repr_string(hook).and_then(|hook| {
            let mut text = format!("Exception ignored in sys.unraisablehook: {hook}\n");
            text.push_str(&reported(m, exception));
            m.write_to("stderr", Stream::Err, &text)
        }),
        None => Ok(()),
    };
    m.unhold();
    m.give_up(exception, result)
}

/// The value of an exception that C code of 2.7 raised and that nobody caught: not yet an exception object, but what
/// it is to be made of. Borrowed.
fn raw_value(m: &Machine, exception: Ref) -> Option<Option<Ref>> {
    let Payload::Exception(e) = m.payload(exception) else {
        return None;
    };
    if !e.raw {
        return None;
    }
    let args = e.args?;
    match m.items(args)? {
        [] => Some(None),
        // The key in a tuple (`set_key_error`).
        [_] if m.is_native(exception, TypeId::KeyError) => Some(Some(args)),
        &[only] => Some(Some(only)),
        _ => Some(Some(args)),
    }
}

/// The name of an exception's class as 2.7 shows it: with the module, unless that is `exceptions`.
fn exception_path(m: &Machine, exception: Ref) -> String {
    let class = m.class_of(exception);
    m.class_full_name(class)
}

/// The report of `sys.unraisablehook`: the traceback and the exception, up to 3.14 without what it is chained to.
fn reported(m: &mut Machine, exception: Ref) -> String {
    // `traceback` writes it, while it can be imported.
    if m.version >= Version::V3_15 && !m.modules_state.modules_gone {
        return m.uncaught_text(exception);
    }
    let mut text = String::new();
    if let Some(traceback) = m.traceback_of(exception) {
        text.push_str("Traceback (most recent call last):\n");
        // Written in C (`Python/traceback.c`), which from 3.13 on leaves the marks to `traceback.py`.
        text.push_str(&m.format_entries(traceback, true).concat());
    }
    text.push_str(&m.ignored_exception_line(exception));
    text
}

/// `sys.unraisablehook`
pub(super) fn unraisablehook(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = argument::one(m, "sys.unraisablehook", args, kwargs)?;
    let exception = m.getattr_text(r, "exc_value")?;
    m.hold(exception);
    let object = m.getattr_text(r, "object");
    let result = object.and_then(|object| {
        let message = m.getattr_text(r, "err_msg");
        let mut text = match message {
            Ok(message) if !m.is_none(message) => {
                let mut text = m.text(message);
                m.decref(message);
                if !m.is_none(object) {
                    text.push_str(&format!(": {}", m.repr_string(object)?));
                }
                text.push(':');
                text
            }
            Ok(_) => m.unraisable_title("deallocator", object),
            Err(e) => return m.give_up(object, Err(e)),
        };
        m.decref(object);
        text.push('\n');
        text.push_str(&reported(m, exception));
        m.write_to("stderr", Stream::Err, &text)
    });
    m.unhold();
    m.decref(exception);
    result?;
    Ok(m.none())
}
