//! `sys.getsizeof`: the object, what lies before it, and the arrays and tables that it owns
//! (`tp_basicsize`, `tp_itemsize` and the `__sizeof__` methods of CPython's types).

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::dict::Dict;
use crate::objects::function::Kwargs;
use crate::version::Version;

/// Bytes of an object as `sys.getsizeof` reports them: GC head and managed words included, values of
/// attributes (inline or not) left out.
pub fn sizeof(m: &Machine, r: Ref) -> u64 {
    let size = m.size_of(m.class_of(r), m.heap.body(r));
    u64::from(size.body) + u64::from(size.pre) + owned_arrays(m, r)
}

/// `object.__sizeof__()`: without what lies before the object.
pub fn sizeof_body(m: &Machine, r: Ref) -> u64 {
    let size = m.size_of(m.class_of(r), m.heap.body(r));
    u64::from(size.body) + owned_arrays(m, r)
}

/// Item arrays, key tables and set tables outside the object.
pub(crate) fn owned_arrays(m: &Machine, r: Ref) -> u64 {
    match m.payload(r) {
        Payload::List(l) if l.array.is_some() => u64::from(l.capacity) * 8,
        Payload::Dict(d) => match d.split.map(|class| m.payload(class)) {
            Some(Payload::Type(t)) => {
                // A table that is shared with the class: only the values are the dict's own.
                t.shared
                    .as_ref()
                    .map_or(0, |s| (s.names.len() as u64 + u64::from(s.unused)) * 8)
            }
            _ if d.ordered_by_hash => u64::from(Dict::hashed_table_bytes(d.slots)),
            _ => u64::from(Dict::table_bytes(d.slots, d.general)),
        },
        Payload::Set(s) if s.slots() > 8 => s.slots() as u64 * 16,
        Payload::ByteArray(b) if b.alloc() == 0 => 0,
        Payload::ByteArray(b) if m.facts.bytearray_holds_bytes => b.alloc() as u64 + 33,
        Payload::ByteArray(b) => b.alloc() as u64,
        Payload::Str(s)
            if !s.ascii && s.width == 1 && s.chars == 1 && m.version >= Version::V3_12 =>
        {
            // The interpreter's own one-character strings have their UTF-8 form at hand: two bytes and a 0.
            let code = s.text.chars().next().map_or(0, |c| c as usize);
            if m.interp.latin1.get(code) == Some(&r) {
                3
            } else {
                0
            }
        }
        _ => 0,
    }
}

/// The method `__sizeof__`.
pub fn sizeof_method(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (r, rest) = crate::builtins::argument::this(m, args)?;
    crate::builtins::argument::none(m, "__sizeof__", rest, kwargs)?;
    let size = sizeof_body(m, r);
    Ok(m.new_int(i64::try_from(size).unwrap_or(i64::MAX)))
}
