//! Special methods that several kinds of objects of modules share.

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::Kwargs;
use crate::types::TypeId;

/// `__iter__` of an iterator, `__copy__` of something that does not change.
pub fn itself(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    match args.first() {
        Some(&r) => Ok(m.newref(r)),
        None => Err(m.type_error("unbound method needs an argument")),
    }
}

/// `__init__` of what `__new__` has completed.
pub fn nothing(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    Ok(m.none())
}

/// `__next__`: the end becomes StopIteration.
pub fn next(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[r] = args else {
        return Err(m.type_error("expected 0 arguments"));
    };
    let advance = match m.payload(r) {
        Payload::Native(native) => native.next(),
        _ => None,
    };
    let Some(advance) = advance else {
        return Err(m.type_error("an iterator is needed"));
    };
    match advance(m, r)? {
        Some(item) => Ok(item),
        None => Err(m.error_with(TypeId::StopIteration, Vec::new())),
    }
}

/// `__doc__` of an object that has attributes of its own.
pub fn doc(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let key = m.interp.names.doc;
    let own = m.instance_attribute(r, key).unwrap_or(m.interp.none);
    Ok(m.newref(own))
}

/// Sets it.
pub fn set_doc(m: &mut Machine, r: Ref, value: Option<Ref>) -> PyResult<()> {
    let (key, dict) = (m.interp.names.doc, m.instance_dict(r)?);
    match value {
        Some(value) => m.dict_set_str(dict, key, value),
        None => {
            m.dict_remove(dict, key)?;
        }
    }
    Ok(())
}

/// The name of the object's class without its module, as its own `__repr__` shows it.
pub fn bare_class_name(m: &Machine, r: Ref) -> String {
    m.type_name(r)
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// `callable(r)`.
pub fn is_callable(m: &mut Machine, r: Ref) -> bool {
    match m.payload(r) {
        Payload::Function(_) | Payload::Builtin(_) | Payload::Method(_) | Payload::Type(_) => true,
        _ => {
            let (class, call) = (m.class_of(r), m.interp.names.call);
            m.type_lookup(class, call).is_some()
        }
    }
}
