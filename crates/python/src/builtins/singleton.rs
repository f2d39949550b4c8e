//! `None`, `...` and `NotImplemented`: one object each.

use heap::Ref;

use super::argument;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{Kwargs, NativeDef};
use crate::types::TypeMembers;

/// `NoneType`
pub static NONE: TypeMembers = TypeMembers {
    new: Some(new_none),
    init: None,
    methods: &[
        NativeDef::slot("__bool__", truth),
        NativeDef::slot("__hash__", super::slot::hash),
        NativeDef::slot("__repr__", super::slot::repr),
    ],
    getset: &[],
};

/// `ellipsis`
pub static ELLIPSIS: TypeMembers = TypeMembers {
    new: Some(new_ellipsis),
    init: None,
    methods: &[
        NativeDef::method("__reduce__", reduce),
        NativeDef::slot("__repr__", super::slot::repr),
    ],
    getset: &[],
};

/// `NotImplementedType`
pub static NOT_IMPLEMENTED: TypeMembers = TypeMembers {
    new: Some(new_not_implemented),
    init: None,
    methods: &[
        NativeDef::method("__reduce__", reduce),
        NativeDef::slot("__bool__", truth),
        NativeDef::slot("__repr__", super::slot::repr),
    ],
    getset: &[],
};

/// Such a type takes no arguments and gives its only object.
fn only(m: &mut Machine, name: &str, object: Ref, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    if args.len() > 1 || !kwargs.is_empty() {
        return Err(m.type_error(&format!("{name} takes no arguments")));
    }
    Ok(m.newref(object))
}

fn new_none(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let object = m.interp.none;
    only(m, "NoneType", object, args, kwargs)
}

fn new_ellipsis(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let object = m.interp.ellipsis;
    only(m, "EllipsisType", object, args, kwargs)
}

fn new_not_implemented(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let object = m.interp.not_implemented;
    only(m, "NotImplementedType", object, args, kwargs)
}

fn truth(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    argument::none(m, "__bool__", rest, kwargs)?;
    let truth = m.truth(this)?;
    Ok(m.bool(truth))
}

fn reduce(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    argument::none(m, "__reduce__", rest, kwargs)?;
    let name = if matches!(m.payload(this), Payload::Ellipsis) {
        "Ellipsis"
    } else {
        "NotImplemented"
    };
    Ok(m.new_str(name))
}
