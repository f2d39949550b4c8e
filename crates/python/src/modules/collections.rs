//! `collections`: the parts in Rust; the rest is Python.

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::types::TypeId;

/// The part written in Python.
pub static SOURCE: &str = concat!(
    include_str!("python/collections/namedtuple.py"),
    include_str!("python/collections/defaultdict.py"),
    include_str!("python/collections/ordereddict.py"),
    include_str!("python/collections/counter.py"),
    include_str!("python/collections/chainmap.py"),
    include_str!("python/collections/user.py"),
);

/// The types.
pub fn fill(m: &mut Machine, namespace: Ref) -> PyResult<()> {
    for (name, id) in [
        ("deque", TypeId::Deque),
        ("_deque_iterator", TypeId::DequeIterator),
        ("_deque_reverse_iterator", TypeId::DequeReverseIterator),
        ("_tuplegetter", TypeId::TupleGetter),
    ] {
        let class = m.type_ref(id);
        m.dict_set_text(namespace, name, class);
    }
    Ok(())
}
