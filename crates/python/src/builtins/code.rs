//! Code objects (`Objects/codeobject.c`).

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{GetSetDef, refused_attribute, refused_method};
use crate::types::TypeMembers;
use crate::version::Version;

/// The tables of code objects.
pub static CODE: TypeMembers = TypeMembers {
    new: None,
    init: None,
    methods: &[
        refused_method!("code"."co_lines"),
        refused_method!("code"."co_positions"),
        refused_method!("code"."co_branches").since(Version::V3_14_2),
        refused_method!("code"."replace"),
        refused_method!("code"."__replace__").since(Version::V3_13),
        refused_method!("code"."_varname_from_oparg"),
    ],
    getset: &[
        refused_attribute!("code"."co_code"),
        refused_attribute!("code"."_co_code_adaptive"),
        refused_attribute!("code"."co_exceptiontable"),
        refused_attribute!("code"."co_linetable"),
        refused_attribute!("code"."co_lnotab"),
        GetSetDef::read("co_name", co_name),
        GetSetDef::read("co_qualname", co_qualname),
        GetSetDef::read("co_filename", co_filename),
        GetSetDef::read("co_firstlineno", co_firstlineno),
        GetSetDef::read("co_argcount", co_argcount),
        GetSetDef::read("co_posonlyargcount", co_posonlyargcount),
        GetSetDef::read("co_kwonlyargcount", co_kwonlyargcount),
        GetSetDef::read("co_nlocals", co_nlocals),
        GetSetDef::read("co_stacksize", co_stacksize),
        GetSetDef::read("co_flags", co_flags),
        GetSetDef::read("co_consts", co_consts),
        GetSetDef::read("co_names", co_names),
        GetSetDef::read("co_varnames", co_varnames),
        GetSetDef::read("co_cellvars", co_cellvars),
        GetSetDef::read("co_freevars", co_freevars),
    ],
};

fn code_of(m: &mut Machine, r: Ref) -> PyResult<std::rc::Rc<crate::objects::function::Code>> {
    match m.payload(r) {
        Payload::Code(code) => Ok(code.clone()),
        _ => Err(m.type_error("a code object is needed")),
    }
}

macro_rules! code_number {
    ($($get:ident = $field:ident;)+) => {
        $(fn $get(m: &mut Machine, r: Ref) -> PyResult<Ref> {
            let code = code_of(m, r)?;
            Ok(m.new_int(i64::from(code.spec.$field)))
        })+
    };
}

code_number! {
    co_firstlineno = first_line;
    co_argcount = argcount;
    co_posonlyargcount = posonlyargcount;
    co_kwonlyargcount = kwonlyargcount;
    co_stacksize = stacksize;
}

fn co_name(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let code = code_of(m, r)?;
    Ok(m.newref(code.name))
}

fn co_qualname(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let code = code_of(m, r)?;
    Ok(m.newref(code.qualname))
}

fn co_filename(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let code = code_of(m, r)?;
    Ok(m.newref(code.filename))
}

fn co_nlocals(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let code = code_of(m, r)?;
    let n = code
        .spec
        .varnames
        .iter()
        .filter(|(_, k)| *k != crate::code::SlotKind::Free)
        .count();
    Ok(m.new_int(n as i64))
}

fn co_flags(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let code = code_of(m, r)?;
    let f = code.spec.flags;
    let bit = |on: bool, n: u32| if on { 1i64 << n } else { 0 };
    let flags = bit(f.optimized, 0)
        | bit(f.optimized, 1)
        | bit(f.varargs, 2)
        | bit(f.varkeywords, 3)
        | bit(f.nested, 4)
        | bit(f.generator, 5)
        | bit(f.docstring && m.facts.small_int_loads, 26);
    Ok(m.new_int(flags))
}

fn refs_tuple(m: &mut Machine, refs: &[Ref]) -> PyResult<Ref> {
    for &r in refs {
        m.incref(r);
    }
    Ok(m.new_tuple(refs.to_vec()))
}

fn co_consts(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let code = code_of(m, r)?;
    refs_tuple(m, &code.consts)
}

fn co_names(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let code = code_of(m, r)?;
    refs_tuple(m, &code.names)
}

fn slots_of(
    m: &mut Machine,
    r: Ref,
    wanted: fn(crate::code::SlotKind, bool) -> bool,
) -> PyResult<Ref> {
    let code = code_of(m, r)?;
    let params = (code.spec.argcount + code.spec.kwonlyargcount) as usize
        + usize::from(code.spec.flags.varargs)
        + usize::from(code.spec.flags.varkeywords);
    let refs: Vec<Ref> = code
        .varnames
        .iter()
        .zip(&code.spec.varnames)
        .enumerate()
        .filter(|(i, (_, (_, kind)))| wanted(*kind, *i < params))
        .map(|(_, (r, _))| *r)
        .collect();
    refs_tuple(m, &refs)
}

fn co_varnames(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    slots_of(m, r, |kind, param| {
        kind == crate::code::SlotKind::Local || param
    })
}

fn co_cellvars(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    slots_of(m, r, |kind, _| kind == crate::code::SlotKind::Cell)
}

fn co_freevars(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    slots_of(m, r, |kind, _| kind == crate::code::SlotKind::Free)
}
