//! Fields of named tuples: `_tuplegetter` (`Modules/_collectionsmodule.c`).

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::modules::protocol;
use crate::objects::Payload;
use crate::objects::body::Label;
use crate::objects::function::{GetSetDef, Kwargs, NativeDef};
use crate::objects::native::native_object;
use crate::types::{TypeId, TypeMembers};

#[derive(Clone, Debug)]
pub(super) struct TupleGetter {
    index: usize,
    doc: Ref,
}

impl TupleGetter {
    fn each(&self, _: bool, visit: &mut dyn FnMut(Label, Ref)) {
        visit(Label::Field("__doc__"), self.doc);
    }

    fn clear(&mut self, _: &mut Vec<Ref>) {}
}

native_object!(TupleGetter, 32);

/// The tables of `_tuplegetter`: the descriptor of a named tuple's field.
pub static TUPLE_GETTER: TypeMembers = TypeMembers {
    new: Some(new_getter),
    init: Some(protocol::nothing),
    methods: &[
        NativeDef::slot("__get__", get_field),
        NativeDef::slot("__set__", set_field),
        NativeDef::slot("__delete__", set_field),
        NativeDef::slot("__repr__", getter_repr),
    ],
    getset: &[GetSetDef::write("__doc__", getter_doc, set_getter_doc)],
};

fn new_getter(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[_, index, doc] = args else {
        return Err(m.type_error("_tuplegetter expected 2 arguments"));
    };
    let index = usize::try_from(m.index(index)?).unwrap_or(0);
    m.incref(doc);
    Ok(m.new_native(TypeId::TupleGetter, Box::new(TupleGetter { index, doc })))
}

fn get_field(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (Some(&r), Some(&object)) = (args.first(), args.get(1)) else {
        return Err(m.type_error("__get__ needs an object"));
    };
    let Some(index) = m.native::<TupleGetter>(r).map(|g| g.index) else {
        return Ok(m.none());
    };
    if m.is_none(object) {
        return Ok(m.newref(r));
    }
    let Payload::Tuple(tuple) = m.payload(object) else {
        let got = m.type_name(object).to_owned();
        return Err(m.type_error(&format!(
            "descriptor for index '{index}' for tuple subclasses doesn't apply to '{got}' object"
        )));
    };
    match tuple.items.get(index).copied() {
        Some(item) => Ok(m.newref(item)),
        None => Err(m.index_error("tuple index out of range")),
    }
}

fn set_field(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let message = if args.len() > 2 {
        "can't set attribute"
    } else {
        "can't delete attribute"
    };
    Err(m.attribute_error(message, None))
}

fn getter_repr(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let getter = args
        .first()
        .and_then(|&r| m.native::<TupleGetter>(r))
        .map(|g| (g.index, g.doc));
    let Some((index, doc)) = getter else {
        return Ok(m.none());
    };
    let doc = m.repr_string(doc)?;
    Ok(m.new_str(&format!("_tuplegetter({index}, {doc})")))
}

fn getter_doc(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let doc = m.native::<TupleGetter>(r).map_or(m.interp.none, |g| g.doc);
    Ok(m.newref(doc))
}

fn set_getter_doc(m: &mut Machine, r: Ref, value: Option<Ref>) -> PyResult<()> {
    let value = value.unwrap_or(m.interp.none);
    m.incref(value);
    let old = m
        .native_mut::<TupleGetter>(r)
        .map_or(value, |g| std::mem::replace(&mut g.doc, value));
    m.decref(old);
    Ok(())
}
