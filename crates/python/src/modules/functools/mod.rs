//! `functools`: `partial`, `reduce` and the cache, as `Modules/_functoolsmodule.c` has them; the rest is Python.

pub mod lru_cache;
pub mod partial;
mod reduce;

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::NativeDef;
use crate::types::TypeId;
use crate::version::Version;
use reduce::reduce;

/// The functions that are written in Rust.
pub static FUNCTIONS: &[NativeDef] =
    &[NativeDef::function("reduce", reduce).gathering_until(Version::V3_14_2)];

/// The part written in Python.
pub static SOURCE: &str = include_str!("../python/functools.py");

/// What marks the keyword arguments in the key of a cache.
const KEYWORD_MARK: &str = "functools keyword mark";

/// The types, and the mark.
pub fn fill(m: &mut Machine, namespace: Ref) -> PyResult<()> {
    for (name, id) in [
        ("partial", TypeId::Partial),
        ("_lru_cache_wrapper", TypeId::LruCache),
    ] {
        let class = m.type_ref(id);
        m.dict_set_text(namespace, name, class);
    }
    if keyword_mark(m).is_none() {
        let mark = m.make(TypeId::Object, Payload::Object);
        m.interp.others.push((KEYWORD_MARK, mark));
    }
    Ok(())
}

fn keyword_mark(m: &Machine) -> Option<Ref> {
    m.interp
        .others
        .iter()
        .find(|(name, _)| *name == KEYWORD_MARK)
        .map(|(_, r)| *r)
}
