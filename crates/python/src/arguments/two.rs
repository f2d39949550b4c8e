//! What Python 2 says to the wrong number of arguments (`PyEval_EvalCodeEx`): it counts, and names nothing.

use heap::Ref;

use crate::machine::{Machine, Unwind};
use crate::objects::function::Code;

/// More positional arguments than parameters, if that is so.
pub(super) fn too_many(
    m: &mut Machine,
    code: &Code,
    positional: usize,
    named: usize,
    defaults: Option<Ref>,
) -> Option<Unwind> {
    let spec = &code.spec;
    let (takes, given) = (spec.argcount as usize, positional + named);
    let name = m.text(code.name);
    if takes == 0 && given > 0 && !spec.flags.varargs && !spec.flags.varkeywords {
        return Some(m.type_error(&format!("{name}() takes no arguments ({given} given)")));
    }
    if positional <= takes || spec.flags.varargs {
        return None;
    }
    let defaults = defaults.and_then(|d| m.items(d)).map_or(0, <[Ref]>::len);
    let bound = if defaults > 0 { "at most" } else { "exactly" };
    Some(takes_bound(m, &name, bound, takes, given))
}

/// Fewer than the parameters without a default.
pub(super) fn missing(m: &mut Machine, code: &Code, given: usize, defaults: usize) -> Unwind {
    let spec = &code.spec;
    let needed = (spec.argcount as usize).saturating_sub(defaults);
    let bound = if spec.flags.varargs || defaults > 0 {
        "at least"
    } else {
        "exactly"
    };
    let name = m.text(code.name);
    takes_bound(m, &name, bound, needed, given)
}

fn takes_bound(m: &mut Machine, name: &str, bound: &str, n: usize, given: usize) -> Unwind {
    let plural = if n == 1 { "" } else { "s" };
    m.type_error(&format!(
        "{name}() takes {bound} {n} argument{plural} ({given} given)"
    ))
}
