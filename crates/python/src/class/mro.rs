//! The method resolution order: C3.

use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::version::Version;
use heap::Ref;

/// C3 (`mro_implementation`): the class, then the merge of its bases' orders and the bases themselves.
pub(super) fn compute_mro(m: &mut Machine, class: Ref, bases: &[Ref]) -> PyResult<Vec<Ref>> {
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
