//! `type.__new__`: a class object, its slots and its namespace.

use super::base::{best_base, winning_metaclass};
use super::finish::finish_class;
use super::namespace::{NewDescriptors, fill_class};
use super::slots::declared_slots;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::Kwargs;
use crate::objects::type_object::{SHARED_KEYS_MAX, SharedKeys, TypeObject};
use crate::objects::{Body, instance::Attrs};
use crate::types::TypeId;
use crate::version::Version;
use heap::Ref;

/// `type.__new__(metaclass, name, bases, namespace, **kwargs)`.
pub fn type_new(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let &[meta, name, bases, namespace] = args else {
        if let &[_, object] = args {
            let class = m.shown_type(object);
            return Ok(m.newref(class));
        }
        return Err(m.type_error("type() takes 1 or 3 arguments"));
    };
    let Some(text) = m.str_of(name).map(str::to_owned) else {
        let got = crate::builtins::argument::given(m, name);
        return Err(m.type_error(&format!("type.__new__() argument 1 must be str, not {got}")));
    };
    if !matches!(m.payload(bases), Payload::Tuple(_)) {
        let got = crate::builtins::argument::given(m, bases);
        return Err(m.type_error(&format!(
            "type.__new__() argument 2 must be tuple, not {got}"
        )));
    }
    if m.dict(namespace).is_none() {
        let got = crate::builtins::argument::given(m, namespace);
        let wanted = if m.at_least(Version::V3_15) {
            "dict or frozendict"
        } else {
            "dict"
        };
        return Err(m.type_error(&format!(
            "type.__new__() argument 3 must be {wanted}, not {got}"
        )));
    }
    let given: Vec<Ref> = m.items(bases).map(<[Ref]>::to_vec).unwrap_or_default();
    let object = m.type_ref(TypeId::Object);
    let list = if given.is_empty() {
        vec![object]
    } else {
        given.clone()
    };
    let given_meta = meta;
    let meta = winning_metaclass(m, meta, &list)?;
    // The metaclass of a base may make its classes in a way of its own.
    if meta != given_meta
        && let Some(new) = m.python_new(meta)
    {
        return m.call_kw(new, &[meta, name, bases, namespace], kwargs);
    }
    let base = best_base(m, &list)?;
    let mark = m.held_mark();
    let result = make_class(m, meta, &text, bases, &list, base, namespace);
    let class = match result {
        Ok(class) => class,
        Err(e) => {
            m.release_keeping(mark, e);
            return Err(e);
        }
    };
    m.hold(class);
    let finished = finish_class(m, class, kwargs);
    m.held.pop();
    m.release_to(mark);
    match finished {
        Ok(()) => Ok(class),
        Err(e) => m.give_up(class, Err(e)),
    }
}

pub(super) fn make_class(
    m: &mut Machine,
    meta: Ref,
    name: &str,
    bases_given: Ref,
    bases: &[Ref],
    base: Ref,
    namespace: Ref,
) -> PyResult<Ref> {
    let bases_tuple = if m.items(bases_given).is_some_and(|b| !b.is_empty()) {
        m.newref(bases_given)
    } else {
        for &b in bases {
            m.incref(b);
        }
        m.new_tuple_tracked(bases.to_vec())
    };
    m.hold(bases_tuple);
    let dict = m.dict_copy(namespace);
    m.hold(dict);

    // What instances have.
    let Payload::Type(b) = m.payload(base) else {
        return Err(m.type_error("bases must be types"));
    };
    let native = b.native;
    let base_name_slots = b.slots.clone();
    let (base_dict, base_weak, base_managed, base_extra) =
        (b.has_dict, b.has_weakref, b.managed_dict, b.extra_words);
    let any_dict = bases
        .iter()
        .any(|&c| matches!(m.payload(c), Payload::Type(t) if t.has_dict));
    let any_weak = bases
        .iter()
        .any(|&c| matches!(m.payload(c), Payload::Type(t) if t.has_weakref));
    let declared = declared_slots(m, name, dict, base_dict, base_weak)?;
    let variable = matches!(native, TypeId::Int | TypeId::Bytes | TypeId::Tuple);
    if variable && !declared.names.is_empty() {
        let kind = native.native().name;
        m.decref_all(declared.names);
        return Err(m.type_error(&format!(
            "nonempty __slots__ not supported for subtype of '{kind}'"
        )));
    }
    let add_dict = declared.dict;
    let add_weak = declared.weakref && !variable;
    let has_dict = base_dict || any_dict || add_dict;
    let has_weakref = base_weak || any_weak || add_weak;
    let is_exception = native.is_subtype(TypeId::BaseException);
    // Up to 3.11 the dict of an object whose size varies has its pointer inside the object.
    let dict_inside = variable && !m.at_least(Version::V3_12);
    let managed = if base_dict {
        base_managed
    } else {
        add_dict && !is_exception && !dict_inside
    };
    let exact_object = native == TypeId::Object;
    let shared = has_dict && managed && !m.facts.instance_dicts;
    // 3.13 puts values only into objects that are nothing but a header, later versions into all of one size.
    let inline_values = shared
        && m.facts.inline_values
        && match m.at_least(Version::V3_14_2) {
            true => !variable,
            false => exact_object && declared.names.is_empty() && base_name_slots.is_empty(),
        };
    // Up to 3.12 it is `object_new` that makes the array for values, and no other `tp_new`.
    let values_at_birth = if m.facts.value_arrays {
        shared && exact_object
    } else {
        inline_values
    };
    for &s in &base_name_slots {
        m.incref(s);
    }
    let own_slots = declared.names.len() as u32;
    let mut slots = base_name_slots;
    let first_slot = slots.len();
    slots.extend(declared.names.iter().copied());
    // The names are sorted in a list; the orders of several bases are merged in one.
    let declares = m.dict_get_str(dict, m.interp.names.slots).is_some();
    for _ in 0..usize::from(declares) + usize::from(bases.len() > 1) {
        let list = m.new_list(Vec::new());
        m.decref(list);
    }
    let ht_slots = (own_slots > 0).then(|| {
        let names = declared.names.iter().map(|&name| m.newref(name)).collect();
        m.new_tuple_tracked(names)
    });
    // Qualified name.
    let qualname_key = m.interp.names.qualname;
    let qualname = match m.dict_get_str(dict, qualname_key) {
        Some(q) => {
            let q = m.newref(q);
            m.dict_remove(dict, qualname_key)?;
            q
        }
        None => m.intern(name),
    };
    m.incref(base);
    m.incref(dict);
    m.incref(bases_tuple);
    let object = TypeObject {
        name: name.to_owned(),
        qualname: Some(qualname),
        dict: Some(dict),
        bases: Some(bases_tuple),
        mro: None,
        base: Some(base),
        native,
        is_static: false,
        has_dict,
        has_weakref,
        is_gc: true,
        is_base: true,
        slots,
        extra_words: base_extra,
        own_slots,
        managed_dict: managed,
        inline_values,
        values_at_birth,
        shared: shared.then(|| {
            Box::new(SharedKeys {
                names: Vec::new(),
                unused: SHARED_KEYS_MAX,
            })
        }),
        ht_slots,
        subclasses: None,
        is_abstract: false,
        changes: 0,
        is_classic: false,
    };
    let mut body = Body::new(Payload::Type(Box::new(object)));
    let meta_static = matches!(m.payload(meta), Payload::Type(t) if t.is_static);
    if !meta_static {
        body.attrs = Some(Box::new(Attrs::default()));
    }
    let class = m.alloc(meta, body);
    m.track(class);
    m.type_modified();
    m.hold(class);
    let built = fill_class(
        m,
        class,
        bases,
        &NewDescriptors {
            slots: &declared.names,
            first: first_slot,
            dict: add_dict,
            weakref: add_weak,
        },
    );
    m.held.pop();
    match built {
        Ok(()) => Ok(class),
        Err(e) => m.give_up(class, Err(e)),
    }
}
