//! The namespace of a new class: what `type.__new__` adds to what the body left there (`type_new_set_attrs`).

use heap::Ref;

use super::mro::resolution;
use super::subclasses::add_subclass;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{GetSet, GetSetDef, Member};
use crate::types::TypeId;

/// The descriptors that a new class brings along.
pub(super) struct NewDescriptors<'a> {
    /// Names of its own slots, sorted.
    pub slots: &'a [Ref],
    /// The number of slots that it inherits.
    pub first: usize,
    /// `__dict__` is new here.
    pub dict: bool,
    /// `__weakref__` is new here.
    pub weakref: bool,
}

/// Completes a class whose object exists: resolution order, namespace, its place among its bases' subclasses.
pub(super) fn fill_class(
    m: &mut Machine,
    class: Ref,
    bases: &[Ref],
    new: &NewDescriptors<'_>,
) -> PyResult<()> {
    let Payload::Type(t) = m.payload(class) else {
        return Ok(());
    };
    let Some(dict) = t.dict else { return Ok(()) };
    wrap_special_functions(m, dict);
    let mro = resolution(m, class, bases)?;
    for &c in &mro {
        m.incref(c);
    }
    let mro = m.new_tuple_tracked(mro);
    if let Payload::Type(t) = m.payload_mut(class) {
        t.mro = Some(mro);
    }
    add_descriptors(m, class, dict, new);
    let doc = m.interp.names.doc;
    if m.dict_get_str(dict, doc).is_none() {
        let none = m.interp.none;
        m.dict_set_str(dict, doc, none);
    }
    let (eq, hash) = (m.interp.names.eq, m.interp.names.hash);
    if !m.facts.python_2
        && m.dict_get_str(dict, eq).is_some()
        && m.dict_get_str(dict, hash).is_none()
    {
        let none = m.interp.none;
        m.dict_set_str(dict, hash, none);
    }
    for &base in bases {
        add_subclass(m, base, class)?;
    }
    fill_cell(m, dict, "__classcell__", class)?;
    fill_cell(m, dict, "__classdictcell__", dict)?;
    m.type_modified();
    Ok(())
}

/// `__module__`; functions that are static or class methods by their name.
fn wrap_special_functions(m: &mut Machine, dict: Ref) {
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
}

fn add_descriptors(m: &mut Machine, class: Ref, dict: Ref, new: &NewDescriptors<'_>) {
    for (i, &slot) in new.slots.iter().enumerate() {
        m.incref(class);
        m.incref(slot);
        let member = Member {
            owner: class,
            name: slot,
            index: (new.first + i) as u32,
        };
        let descriptor = m.make_tracked(
            TypeId::MemberDescriptor,
            Payload::MemberDescriptor(Box::new(member)),
        );
        m.dict_set_str(dict, slot, descriptor);
        m.decref(descriptor);
    }
    let defs = [
        (new.dict, &crate::builtins::object::DICT),
        (new.weakref, &crate::builtins::object::WEAKREF),
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
}

/// A cell that the compiler left in the namespace for `__class__` (or the namespace itself) gets its content.
fn fill_cell(m: &mut Machine, dict: Ref, name: &str, content: Ref) -> PyResult<()> {
    let Some(cell) = m.dict_get_text(dict, name) else {
        return Ok(());
    };
    m.incref(cell);
    let key = m.intern(name);
    let removed = m.dict_remove(dict, key);
    m.decref(key);
    m.incref(content);
    let old = match m.payload_mut(cell) {
        Payload::Cell(inside) => inside.replace(content),
        _ => Some(content),
    };
    m.xdecref(old);
    m.decref(cell);
    removed.map(drop)
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
