//! The hooks that see a finished class: `__set_name__` and `__init_subclass__`.

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::Kwargs;

/// `__set_name__` of what the class holds, then `__init_subclass__` of its bases.
pub(super) fn finish_class(m: &mut Machine, class: Ref, kwargs: &Kwargs) -> PyResult<()> {
    let Payload::Type(t) = m.payload(class) else {
        return Ok(());
    };
    let Some(dict) = t.dict else { return Ok(()) };
    let set_name = m.interp.names.set_name;
    let mark = m.held_mark();
    // `type_new_set_names` walks a copy.
    let copy = m.dict_copy(dict);
    m.hold(copy);
    let entries = m.dict_entries(dict);
    for &(key, value) in &entries {
        m.hold(key);
        m.hold(value);
    }
    let mut result = Ok(());
    for (key, value) in entries {
        let class_of_value = m.class_of(value);
        if let Some(hook) = m.type_lookup(class_of_value, set_name) {
            match m.call_hook(hook, value, &[class, key]) {
                Ok(r) => m.decref(r),
                Err(e) => {
                    result = Err(e);
                    break;
                }
            }
        }
    }
    m.release_to(mark);
    result?;
    // `type_new_init_subclass` calls `super` with two arguments, for a moment in a tuple.
    m.incref(class);
    m.incref(class);
    let arguments = m.new_tuple_tracked(vec![class, class]);
    m.decref(arguments);
    // super(class, class).__init_subclass__(**kwargs)
    let name = m.interp.names.init_subclass;
    let mro = match m.payload(class) {
        Payload::Type(t) => t.mro,
        _ => None,
    };
    let classes: Vec<Ref> = mro
        .and_then(|mro| m.items(mro))
        .map(<[Ref]>::to_vec)
        .unwrap_or_default();
    for c in classes.into_iter().skip(1) {
        let Some(hook) = m.lookup_in_class(c, name) else {
            continue;
        };
        if matches!(m.payload(hook), Payload::Builtin(_)) {
            break;
        }
        let bound = m.bind(hook, None, class)?;
        m.hold(bound);
        let result = m.call_kw(bound, &[], kwargs);
        m.unhold();
        m.decref(bound);
        let r = result?;
        m.decref(r);
        return Ok(());
    }
    if !kwargs.is_empty() {
        let class = m.class_name(class).to_owned();
        return Err(m.type_error(&format!(
            "{class}.__init_subclass__() takes no keyword arguments"
        )));
    }
    Ok(())
}
