//! The hooks that see a finished class: `__set_name__` and `__init_subclass__`.

use heap::Ref;

use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::function::Kwargs;
use crate::types::TypeId;
use crate::version::Version;

/// An exception out of `__set_name__`, with a note that says whose. Up to 3.11 it is the cause of a RuntimeError.
fn tell_of_name(m: &mut Machine, error: Unwind, class: Ref, key: Ref, value: Ref) -> Unwind {
    let (Unwind::Raise(e) | Unwind::Reraise(e)) = error else {
        return error;
    };
    m.hold(e);
    let text = m.repr_string(key).map(|key| {
        let (kind, class) = (m.type_name(value), m.class_name(class));
        format!("Error calling __set_name__ on '{kind}' instance {key} in '{class}'")
    });
    m.unhold();
    let text = match text {
        Ok(text) => text,
        Err(other) => return other,
    };
    if m.at_least(Version::V3_12) {
        let note = m.new_str(&text);
        m.hold(e);
        let noted = m.call_method(e, "add_note", &[note]);
        m.unhold();
        m.decref(note);
        return match noted {
            Ok(none) => {
                m.decref(none);
                error
            }
            Err(other) => other,
        };
    }
    m.error_from_cause(TypeId::RuntimeError, &text, e)
}

/// `__set_name__` of what the class holds, then `__init_subclass__` of its bases.
pub(super) fn finish_class(m: &mut Machine, class: Ref, kwargs: &Kwargs) -> PyResult<()> {
    let Payload::Type(t) = m.payload(class) else {
        return Ok(());
    };
    let Some(dict) = t.dict else { return Ok(()) };
    let set_name = m.interp.names.set_name;
    let mark = m.held_mark();
    // `type_new_set_names` walks a copy.
    let copy = m.dict_copy(dict);
    m.hold(copy);
    let entries = m.dict_entries(dict);
    for &(key, value) in &entries {
        m.hold(key);
        m.hold(value);
    }
    let mut result = Ok(());
    for (key, value) in entries {
        let class_of_value = m.class_of(value);
        if let Some(hook) = m.type_lookup(class_of_value, set_name) {
            match m.call_hook(hook, value, &[class, key]) {
                Ok(r) => m.decref(r),
                Err(e) => {
                    result = Err(tell_of_name(m, e, class, key, value));
                    break;
                }
            }
        }
    }
    m.release_to(mark);
    result?;
    // super(class, class).__init_subclass__(**kwargs)
    let name = m.interp.names.init_subclass;
    let mro = match m.payload(class) {
        Payload::Type(t) => t.mro,
        _ => None,
    };
    let classes: Vec<Ref> = mro
        .and_then(|mro| m.items(mro))
        .map(<[Ref]>::to_vec)
        .unwrap_or_default();
    for c in classes.into_iter().skip(1) {
        let Some(hook) = m.lookup_in_class(c, name) else {
            continue;
        };
        if matches!(m.payload(hook), Payload::Builtin(_)) {
            break;
        }
        let bound = m.bind(hook, None, class)?;
        m.hold(bound);
        let result = m.call_kw(bound, &[], kwargs);
        m.unhold();
        m.decref(bound);
        let r = result?;
        m.decref(r);
        return Ok(());
    }
    if !kwargs.is_empty() {
        let class = m.class_name(class).to_owned();
        return Err(m.type_error(&format!(
            "{class}.__init_subclass__() takes no keyword arguments"
        )));
    }
    Ok(())
}
