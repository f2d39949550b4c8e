//! `__slots__`: which attributes instances of a class have room for.

use heap::Ref;

use crate::machine::{Machine, PyResult};

/// What a new class adds to the instances of its bases.
pub(super) struct Declared {
    /// Names of slots: interned, sorted, owned.
    pub names: Vec<Ref>,
    /// Instances get a `__dict__` here.
    pub dict: bool,
    /// Instances can be weakly referenced from here on.
    pub weakref: bool,
}

/// Reads `__slots__` of a class body's namespace (`type_new_slots`). Without it, instances get what they lack.
///
/// # Errors
/// Names that are none, that are there already, or that the class uses otherwise.
pub(super) fn declared_slots(
    m: &mut Machine,
    class: &str,
    namespace: Ref,
    base_dict: bool,
    base_weakref: bool,
) -> PyResult<Declared> {
    let key = m.interp.names.slots;
    let Some(declared) = m.dict_get_str(namespace, key) else {
        return Ok(Declared {
            names: Vec::new(),
            dict: !base_dict,
            weakref: !base_weakref,
        });
    };
    let listed = if m.str_of(declared).is_some() {
        vec![m.newref(declared)]
    } else {
        m.collect(declared)?
    };
    let mut found = Declared {
        names: Vec::new(),
        dict: false,
        weakref: false,
    };
    let mut result = Ok(());
    for &slot in &listed {
        result = add_slot(
            m,
            class,
            namespace,
            slot,
            (base_dict, base_weakref),
            &mut found,
        );
        if result.is_err() {
            break;
        }
    }
    m.decref_all(listed);
    if let Err(error) = result {
        m.decref_all(found.names);
        return Err(error);
    }
    found.names.sort_by(|&a, &b| m.str_of(a).cmp(&m.str_of(b)));
    Ok(found)
}

fn add_slot(
    m: &mut Machine,
    class: &str,
    namespace: Ref,
    slot: Ref,
    (base_dict, base_weakref): (bool, bool),
    found: &mut Declared,
) -> PyResult<()> {
    let Some(text) = m.str_of(slot).map(str::to_owned) else {
        let got = m.type_name(slot).to_owned();
        return Err(m.type_error(&format!("__slots__ items must be strings, not '{got}'")));
    };
    match text.as_str() {
        "__dict__" if base_dict || found.dict => {
            Err(m.type_error("__dict__ slot disallowed: we already got one"))
        }
        "__dict__" => {
            found.dict = true;
            Ok(())
        }
        "__weakref__" if base_weakref || found.weakref => {
            Err(m.type_error("__weakref__ slot disallowed: we already got one"))
        }
        "__weakref__" => {
            found.weakref = true;
            Ok(())
        }
        _ if !crate::builtins::str_case::is_identifier(&text) => {
            Err(m.type_error("__slots__ must be identifiers"))
        }
        _ => {
            let mangled = mangle(class, &text);
            let special = matches!(mangled.as_str(), "__qualname__" | "__classcell__");
            if !special && m.dict_get_text(namespace, &mangled).is_some() {
                return Err(m.value_error(&format!(
                    "'{mangled}' in __slots__ conflicts with class variable"
                )));
            }
            let name = m.intern(&mangled);
            found.names.push(name);
            Ok(())
        }
    }
}

/// A private name as the class knows it (`_Py_Mangle`).
fn mangle(class: &str, name: &str) -> String {
    let class = class.trim_start_matches('_');
    if name.starts_with("__") && !name.ends_with("__") && !class.is_empty() {
        format!("_{class}{name}")
    } else {
        name.to_owned()
    }
}
