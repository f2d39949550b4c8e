//! Cells of closures (`Objects/cellobject.c`).

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{GetSetDef, Kwargs};
use crate::types::TypeMembers;

/// The tables of cells.
pub static CELL: TypeMembers = TypeMembers {
    new: Some(new_cell),
    init: None,
    methods: &[],
    getset: &[GetSetDef::write(
        "cell_contents",
        cell_contents,
        set_cell_contents,
    )],
};

fn new_cell(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let content = args.get(1).map(|&r| m.newref(r));
    Ok(m.new_cell(content))
}

fn cell_contents(m: &mut Machine, cell: Ref) -> PyResult<Ref> {
    match m.payload(cell) {
        Payload::Cell(Some(r)) => {
            let r = *r;
            Ok(m.newref(r))
        }
        _ => Err(m.value_error("Cell is empty")),
    }
}

fn set_cell_contents(m: &mut Machine, cell: Ref, value: Option<Ref>) -> PyResult<()> {
    let value = value.map(|v| m.newref(v));
    let old = match m.payload_mut(cell) {
        Payload::Cell(content) => std::mem::replace(content, value),
        _ => value,
    };
    m.xdecref(old);
    Ok(())
}
