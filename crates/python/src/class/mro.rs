//! The method resolution order: C3.

use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::version::Version;
use heap::Ref;

/// The order that the metaclass's own `mro` gives, or else C3 (`mro_invoke`).
///
/// # Errors
/// What `mro` raises, or gives that is no class.
pub(super) fn resolution(m: &mut Machine, class: Ref, bases: &[Ref]) -> PyResult<Vec<Ref>> {
    let meta = m.class_of(class);
    let name = m.intern("mro");
    let hook = m.class_override(meta, name);
    m.decref(name);
    let Some(hook) = hook else {
        return compute_mro(m, class, bases);
    };
    let given = m.call_hook(hook, class, &[])?;
    m.hold(given);
    let classes = m.collect(given);
    m.unhold();
    let classes = m.give_up(given, classes)?;
    let odd = classes
        .iter()
        .find(|&&c| !matches!(m.payload(c), Payload::Type(_)));
    let result = match odd {
        Some(&odd) => {
            let got = m.type_name(odd).to_owned();
            Err(m.type_error(&format!("mro() returned a non-class ('{got}')")))
        }
        None => Ok(classes.clone()),
    };
    // The tuple of the order counts them itself.
    m.decref_all(classes);
    result
}

/// C3 (`mro_implementation`): the class, then the merge of its bases' orders and the bases themselves.
pub(crate) fn compute_mro(m: &mut Machine, class: Ref, bases: &[Ref]) -> PyResult<Vec<Ref>> {
    let mut lists: Vec<Vec<Ref>> = Vec::new();
    for &base in bases {
        if let Payload::Type(_) = m.payload(base) {
            lists.push(m.resolution_order(base));
        }
    }
    for (i, base) in bases.iter().enumerate() {
        if bases.iter().skip(i + 1).any(|b| b == base) {
            let name = m.class_name(*base).to_owned();
            return Err(m.type_error(&format!("duplicate base class {name}")));
        }
    }
    lists.push(bases.to_vec());
    let mut mro = vec![class];
    loop {
        lists.retain(|l| !l.is_empty());
        if lists.is_empty() {
            return Ok(mro);
        }
        let next = lists
            .iter()
            .map(|l| l[0])
            .find(|c| lists.iter().all(|l| !l[1..].contains(c)));
        let Some(next) = next else {
            let names: Vec<String> = lists
                .iter()
                .map(|l| m.class_name(l[0]).to_owned())
                .collect();
            let mut unique: Vec<String> = Vec::new();
            for n in names {
                if !unique.contains(&n) {
                    unique.push(n);
                }
            }
            let newline = if m.at_least(Version::V3_13) {
                " "
            } else {
                "\n"
            };
            return Err(m.type_error(&format!(
                "Cannot create a consistent method resolution{newline}order (MRO) for bases {}",
                unique.join(", ")
            )));
        };
        mro.push(next);
        for l in &mut lists {
            if l.first() == Some(&next) {
                l.remove(0);
            }
        }
    }
}
