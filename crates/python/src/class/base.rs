//! Which bases fit together: `best_base` and `solid_base`.

use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::types::TypeId;
use heap::Ref;

/// `__mro_entries__`: bases that are no classes say what stands for them. New references when changed.
pub(super) fn resolve_bases(m: &mut Machine, given: &[Ref]) -> PyResult<Vec<Ref>> {
    if given
        .iter()
        .all(|&b| matches!(m.payload(b), Payload::Type(_)))
    {
        return Ok(given.to_vec());
    }
    let mut bases = Vec::new();
    for &base in given {
        if matches!(m.payload(base), Payload::Type(_)) {
            bases.push(m.newref(base));
            continue;
        }
        let key = m.interp.names.mro_entries;
        match m.getattr_suppressed(base, key)? {
            None => bases.push(m.newref(base)),
            Some(hook) => {
                for &b in given {
                    m.incref(b);
                }
                let all = m.new_tuple(given.to_vec());
                let entries = m.call(hook, &[all]);
                m.decref(hook);
                m.decref(all);
                let entries = entries?;
                for entry in m.items(entries).map(<[Ref]>::to_vec).unwrap_or_default() {
                    bases.push(m.newref(entry));
                }
                m.decref(entries);
            }
        }
    }
    Ok(bases)
}

/// The built-in type whose layout this one has (`solid_base`): most exceptions add nothing to their base.
pub(super) fn solid(native: TypeId) -> TypeId {
    const OWN: &[TypeId] = &[
        TypeId::StopIteration,
        TypeId::SystemExit,
        TypeId::NameError,
        TypeId::AttributeError,
        TypeId::OSError,
        TypeId::ImportError,
        TypeId::SyntaxError,
        TypeId::UnicodeDecodeError,
        TypeId::UnicodeEncodeError,
        TypeId::BaseExceptionGroup,
    ];
    if !native.is_subtype(TypeId::BaseException) {
        return native;
    }
    OWN.iter()
        .copied()
        .find(|&own| native.is_subtype(own))
        .unwrap_or(TypeId::BaseException)
}

/// `__bases__`, borrowed.
pub(crate) fn bases_of(m: &Machine, class: Ref) -> Vec<Ref> {
    let bases = match m.payload(class) {
        Payload::Type(t) => t.bases,
        _ => None,
    };
    let bases = bases.and_then(|bases| m.items(bases));
    bases.map(<[Ref]>::to_vec).unwrap_or_default()
}

/// The class whose layout this one has: the nearest one that adds slots, or the built-in one.
pub(super) fn solid_class(m: &Machine, class: Ref) -> Ref {
    let mut class = class;
    while let Payload::Type(t) = m.payload(class) {
        if t.is_static {
            return m.type_ref(solid(t.native));
        }
        match t.base {
            Some(base) if t.own_slots == 0 => class = base,
            _ => break,
        }
    }
    class
}

/// The base whose layout instances extend (`best_base`).
pub(super) fn best_base(m: &mut Machine, bases: &[Ref]) -> PyResult<Ref> {
    let mut winner: Option<(Ref, Ref)> = None;
    for &base in bases {
        let Payload::Type(t) = m.payload(base) else {
            return Err(m.type_error("bases must be types"));
        };
        if t.is_classic {
            continue;
        }
        if !t.is_base {
            let name = t.name.clone();
            return Err(m.type_error(&format!("type '{name}' is not an acceptable base type")));
        }
        let candidate = solid_class(m, base);
        winner = Some(match winner {
            None => (base, candidate),
            Some((base, solid)) if m.is_subclass(solid, candidate) => (base, solid),
            Some((_, solid)) if m.is_subclass(candidate, solid) => (base, candidate),
            Some(_) => return Err(m.type_error("multiple bases have instance lay-out conflict")),
        });
    }
    Ok(winner.map_or(m.type_ref(TypeId::Object), |w| w.0))
}

/// `_PyType_CalculateMetaclass`.
pub(super) fn winning_metaclass(m: &mut Machine, meta: Ref, bases: &[Ref]) -> PyResult<Ref> {
    let mut winner = meta;
    for &base in bases {
        let class = m.class_of(base);
        if m.is_subclass(winner, class) || m.is_classic(base) {
            continue;
        }
        if m.is_subclass(class, winner) {
            winner = class;
            continue;
        }
        return Err(m.type_error(
            "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases",
        ));
    }
    Ok(winner)
}
