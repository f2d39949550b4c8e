//! `type.__new__`: a class object, its slots and its namespace.

use super::base::{best_base, winning_metaclass};
use super::mro::compute_mro;
use super::subclasses::add_subclass;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{GetSet, GetSetDef, Kwargs, Member};
use crate::objects::type_object::{SHARED_KEYS_MAX, SharedKeys, TypeObject};
use crate::objects::{Body, instance::Attrs};
use crate::types::TypeId;
use crate::version::Version;
use heap::Ref;

/// `type.__new__(metaclass, name, bases, namespace, **kwargs)`.
pub fn type_new(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let &[meta, name, bases, namespace] = args else {
        if let &[_, object] = args {
            let class = m.class_of(object);
            return Ok(m.newref(class));
        }
        return Err(m.type_error("type() takes 1 or 3 arguments"));
    };
    let Some(text) = m.str_of(name).map(str::to_owned) else {
        let got = m.type_name(name).to_owned();
        return Err(m.type_error(&format!("type.__new__() argument 1 must be str, not {got}")));
    };
    let given: Vec<Ref> = m.items(bases).map(<[Ref]>::to_vec).unwrap_or_default();
    let object = m.type_ref(TypeId::Object);
    let list = if given.is_empty() {
        vec![object]
    } else {
        given.clone()
    };
    let base = best_base(m, &list)?;
    let meta = winning_metaclass(m, meta, &list)?;
    let mark = m.held_mark();
    let result = make_class(m, meta, &text, bases, &list, base, namespace);
    let class = match result {
        Ok(class) => class,
        Err(e) => {
            m.release_to(mark);
            return Err(e);
        }
    };
    m.hold(class);
    let finished = finish_class(m, class, kwargs);
    m.held.pop();
    m.release_to(mark);
    match finished {
        Ok(()) => Ok(class),
        Err(e) => {
            m.decref(class);
            Err(e)
        }
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
    let slots_key = m.interp.names.slots;
    let declared = m.dict_get_str(dict, slots_key);
    let mut new_slots: Vec<Ref> = Vec::new();
    let (mut add_dict, mut add_weak) = (!base_dict, !base_weak);
    let mut dict_in_slots = false;
    if let Some(declared) = declared {
        (add_dict, add_weak) = (false, false);
        for slot in slot_names(m, declared)? {
            let text = m.text(slot);
            match text.as_str() {
                "__dict__" => {
                    if base_dict {
                        m.decref(slot);
                        return Err(m.type_error("__dict__ slot disallowed: we already got one"));
                    }
                    add_dict = true;
                    dict_in_slots = true;
                    m.decref(slot);
                }
                "__weakref__" => {
                    if base_weak {
                        m.decref(slot);
                        return Err(m.type_error("__weakref__ slot disallowed: we already got one"));
                    }
                    add_weak = true;
                    m.decref(slot);
                }
                _ => {
                    let mangled = mangle(name, &text);
                    let conflict = m.dict_get_text(dict, &mangled).is_some();
                    m.decref(slot);
                    if conflict {
                        return Err(m.value_error(&format!(
                            "'{mangled}' in __slots__ conflicts with class variable"
                        )));
                    }
                    new_slots.push(m.intern(&mangled));
                }
            }
        }
        new_slots.sort_by(|&a, &b| m.str_of(a).cmp(&m.str_of(b)));
    }
    let variable = matches!(native, TypeId::Int | TypeId::Bytes | TypeId::Tuple);
    if variable && !new_slots.is_empty() {
        let kind = native.native().name;
        m.decref_all(new_slots);
        return Err(m.type_error(&format!(
            "nonempty __slots__ not supported for subtype of '{kind}'"
        )));
    }
    if variable && add_weak && native != TypeId::Int {
        add_weak = false;
    }
    if native == TypeId::Int {
        add_weak = false;
    }
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
    let shared = has_dict && managed;
    let inline_values = shared
        && m.facts.inline_values
        && (m.at_least(Version::V3_14_2)
            || (exact_object
                && !dict_in_slots
                && new_slots.is_empty()
                && base_name_slots.is_empty()));
    for &s in &base_name_slots {
        m.incref(s);
    }
    let own_slots = new_slots.len() as u32;
    let mut slots = base_name_slots;
    let first_slot = slots.len();
    slots.extend(new_slots.iter().copied());
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
        shared: shared.then(|| {
            Box::new(SharedKeys {
                names: Vec::new(),
                unused: SHARED_KEYS_MAX,
            })
        }),
        subclasses: None,
        is_abstract: false,
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
        name,
        bases,
        &new_slots,
        first_slot,
        declared.is_some(),
        add_dict,
        add_weak,
    );
    m.held.pop();
    match built {
        Ok(()) => Ok(class),
        Err(e) => {
            m.decref(class);
            Err(e)
        }
    }
}

pub(super) fn fill_class(
    m: &mut Machine,
    class: Ref,
    name: &str,
    bases: &[Ref],
    new_slots: &[Ref],
    first_slot: usize,
    _slots_declared: bool,
    add_dict: bool,
    add_weak: bool,
) -> PyResult<()> {
    let Payload::Type(t) = m.payload(class) else {
        return Ok(());
    };
    let Some(dict) = t.dict else { return Ok(()) };
    // __module__, __doc__, special functions.
    let (module_key, name_key) = (m.interp.names.module, m.interp.names.name);
    if m.dict_get_str(dict, module_key).is_none()
        && let Some(globals) = m.frames.last().map(|f| f.globals)
        && let Some(module) = m.dict_get_str(globals, name_key)
    {
        m.dict_set_str(dict, module_key, module);
    }
    let hooks = [
        (m.interp.names.new, true),
        (m.interp.names.init_subclass, false),
        (m.interp.names.class_getitem, false),
    ];
    for (key, is_static) in hooks {
        let Some(f) = m.dict_get_str(dict, key) else {
            continue;
        };
        if !matches!(m.payload(f), Payload::Function(_)) {
            continue;
        }
        m.incref(f);
        let wrapped = if is_static {
            m.make_tracked(TypeId::StaticMethod, Payload::StaticMethod(f))
        } else {
            m.make_tracked(TypeId::ClassMethod, Payload::ClassMethod(f))
        };
        m.dict_set_str(dict, key, wrapped);
        m.decref(wrapped);
    }
    let mro = compute_mro(m, class, bases, name)?;
    for &c in &mro {
        m.incref(c);
    }
    let mro = m.new_tuple_tracked(mro);
    if let Payload::Type(t) = m.payload_mut(class) {
        t.mro = Some(mro);
    }
    // Descriptors.
    for (i, &slot) in new_slots.iter().enumerate() {
        m.incref(class);
        m.incref(slot);
        let member = Member {
            owner: class,
            name: slot,
            index: (first_slot + i) as u32,
        };
        let descriptor = m.make_tracked(
            TypeId::MemberDescriptor,
            Payload::MemberDescriptor(Box::new(member)),
        );
        m.dict_set_str(dict, slot, descriptor);
        m.decref(descriptor);
    }
    let defs = [
        (add_dict, &crate::builtins::object::DICT),
        (add_weak, &crate::builtins::object::WEAKREF),
    ];
    for (wanted, def) in defs {
        if !wanted {
            continue;
        }
        let descriptor = if m.facts.class_getsets {
            m.incref(class);
            let descriptor = GetSet {
                def,
                owner: Some(class),
            };
            m.make_tracked(
                TypeId::GetSetDescriptor,
                Payload::GetSet(Box::new(descriptor)),
            )
        } else {
            shared_getset(m, def)
        };
        m.dict_set_text(dict, def.name, descriptor);
        m.decref(descriptor);
    }
    let doc = m.interp.names.doc;
    if m.dict_get_str(dict, doc).is_none() {
        let none = m.interp.none;
        m.dict_set_str(dict, doc, none);
    }
    let (eq, hash) = (m.interp.names.eq, m.interp.names.hash);
    if m.dict_get_str(dict, eq).is_some() && m.dict_get_str(dict, hash).is_none() {
        let none = m.interp.none;
        m.dict_set_str(dict, hash, none);
    }
    for &base in bases {
        add_subclass(m, base, class)?;
    }
    // __class__ cell
    let key = m.interp.names.classcell;
    if let Some(cell) = m.dict_get_str(dict, key) {
        m.incref(cell);
        m.dict_remove(dict, key)?;
        m.incref(class);
        let old = match m.payload_mut(cell) {
            Payload::Cell(content) => content.replace(class),
            _ => Some(class),
        };
        m.xdecref(old);
        m.decref(cell);
    }
    let key = m.intern("__classdictcell__");
    if let Some(cell) = m.dict_get_str(dict, key) {
        m.incref(cell);
        m.dict_remove(dict, key)?;
        m.incref(dict);
        let old = match m.payload_mut(cell) {
            Payload::Cell(content) => content.replace(dict),
            _ => Some(dict),
        };
        m.xdecref(old);
        m.decref(cell);
    }
    m.decref(key);
    m.type_modified();
    Ok(())
}

/// 3.15: one descriptor for `__dict__`, one for `__weakref__`, whatever the class.
pub(super) fn shared_getset(m: &mut Machine, def: &'static GetSetDef) -> Ref {
    if let Some(&(_, found)) = m.interp.others.iter().find(|(name, _)| *name == def.name) {
        return m.newref(found);
    }
    let made = m.make_static(
        TypeId::GetSetDescriptor,
        Payload::GetSet(Box::new(GetSet { def, owner: None })),
    );
    m.heap.make_immortal(made, heap::Immortal::Static);
    m.interp.others.push((def.name, made));
    made
}

/// `__set_name__` of what the class holds, then `__init_subclass__` of its bases.
pub(super) fn finish_class(m: &mut Machine, class: Ref, kwargs: &Kwargs) -> PyResult<()> {
    let Payload::Type(t) = m.payload(class) else {
        return Ok(());
    };
    let Some(dict) = t.dict else { return Ok(()) };
    let set_name = m.interp.names.set_name;
    let mark = m.held_mark();
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

pub(super) fn slot_names(m: &mut Machine, declared: Ref) -> PyResult<Vec<Ref>> {
    if m.str_of(declared).is_some() {
        return Ok(vec![m.newref(declared)]);
    }
    m.collect(declared)
}

pub(super) fn mangle(class: &str, name: &str) -> String {
    let class = class.trim_start_matches('_');
    if name.starts_with("__") && !name.ends_with("__") && !class.is_empty() {
        format!("_{class}{name}")
    } else {
        name.to_owned()
    }
}
