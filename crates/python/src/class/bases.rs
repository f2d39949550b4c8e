//! Assigning to `__bases__` (`type_set_bases`).

use heap::Ref;

use super::base::{bases_of, best_base, solid_class};
use super::mro::resolution;
use super::subclasses::{add_subclass, known_subclasses, remove_subclass};
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::version::Version;

/// `class.__bases__ = bases`
///
/// # Errors
/// What is no tuple of fitting classes, or has no resolution order.
pub fn set_bases(m: &mut Machine, class: Ref, bases: Option<Ref>) -> PyResult<()> {
    let name = m.class_name(class).to_owned();
    if matches!(m.payload(class), Payload::Type(t) if t.is_static) {
        return Err(m.type_error(&format!(
            "cannot set '__bases__' attribute of immutable type '{name}'"
        )));
    }
    let Some(bases) = bases else {
        return Err(m.type_error(&format!(
            "cannot delete '__bases__' attribute of type '{name}'"
        )));
    };
    let Payload::Tuple(given) = m.payload(bases) else {
        let got = m.type_name(bases);
        let message = format!("can only assign tuple to {name}.__bases__, not {got}");
        return Err(m.type_error(&message));
    };
    let given: Vec<Ref> = given.items.to_vec();
    if given.is_empty() {
        return Err(m.type_error(&format!(
            "can only assign non-empty tuple to {name}.__bases__, not ()"
        )));
    }
    for &base in &given {
        if !matches!(m.payload(base), Payload::Type(_)) {
            let got = m.type_name(base);
            let message = format!("{name}.__bases__ must be tuple of classes, not '{got}'");
            return Err(m.type_error(&message));
        }
        if m.is_subclass(base, class) {
            return Err(m.type_error("a __bases__ item causes an inheritance cycle"));
        }
    }
    let base = best_base(m, &given)?;
    fits(m, class, base)?;
    exchange(m, class, &given, bases, base)
}

/// Whether instances keep their shape under another base (`compatible_for_assignment`).
fn fits(m: &mut Machine, class: Ref, new: Ref) -> PyResult<()> {
    let Payload::Type(t) = m.payload(class) else {
        return Ok(());
    };
    let old = t.base.unwrap_or(class);
    // From 3.15 on what a class adds of `__dict__` and `__weakref__` does not matter.
    let by_slots = m.at_least(Version::V3_15);
    if by_slots && solid_class(m, old) == solid_class(m, new) {
        return Ok(());
    }
    let (Payload::Type(o), Payload::Type(n)) = (m.payload(old), m.payload(new)) else {
        return Ok(());
    };
    let what = if !by_slots && o.is_gc != n.is_gc {
        "deallocator"
    } else if by_slots
        || o.native != n.native
        || o.slots != n.slots
        || o.has_dict != n.has_dict
        || o.has_weakref != n.has_weakref
    {
        "object layout"
    } else {
        return Ok(());
    };
    let message = format!(
        "__bases__ assignment: '{}' {what} differs from '{}'",
        n.name, o.name
    );
    Err(m.type_error(&message))
}

fn exchange(m: &mut Machine, class: Ref, given: &[Ref], bases: Ref, base: Ref) -> PyResult<()> {
    let old_bases = bases_of(m, class);
    m.incref(bases);
    m.incref(base);
    let mut old = (Some(bases), Some(base));
    if let Payload::Type(t) = m.payload_mut(class) {
        old = (t.bases.replace(bases), t.base.replace(base));
    }
    let mut replaced = Vec::new();
    if let Err(error) = order_anew(m, class, &mut replaced) {
        // Everything is as it was before.
        for (class, mro) in replaced.into_iter().rev() {
            let new = match m.payload_mut(class) {
                Payload::Type(t) => std::mem::replace(&mut t.mro, mro),
                _ => mro,
            };
            m.xdecref(new);
        }
        if let Payload::Type(t) = m.payload_mut(class) {
            old = (
                std::mem::replace(&mut t.bases, old.0),
                std::mem::replace(&mut t.base, old.1),
            );
        }
        m.type_modified();
        m.xdecref(old.0);
        m.xdecref(old.1);
        return Err(error);
    }
    for &base in &old_bases {
        remove_subclass(m, base, class)?;
    }
    for &base in given {
        add_subclass(m, base, class)?;
    }
    m.type_modified();
    for (_, mro) in replaced {
        m.xdecref(mro);
    }
    m.xdecref(old.0);
    m.xdecref(old.1);
    Ok(())
}

/// New resolution orders for the class and all that derive from it; notes what was replaced (`mro_hierarchy`).
fn order_anew(m: &mut Machine, class: Ref, replaced: &mut Vec<(Ref, Option<Ref>)>) -> PyResult<()> {
    let bases = bases_of(m, class);
    let order = resolution(m, class, &bases)?;
    for &c in &order {
        m.incref(c);
    }
    let order = m.new_tuple_tracked(order);
    let old = match m.payload_mut(class) {
        Payload::Type(t) => t.mro.replace(order),
        _ => Some(order),
    };
    replaced.push((class, old));
    for subclass in known_subclasses(m, class) {
        order_anew(m, subclass, replaced)?;
    }
    Ok(())
}
