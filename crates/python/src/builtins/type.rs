//! `type`: classes as objects.

use heap::Ref;

use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::function::{GetSetDef, Kwargs, NativeDef};
use crate::types::{TypeId, TypeMembers};

/// The tables of `type`.
pub static MEMBERS: TypeMembers = TypeMembers {
    new: Some(crate::class::type_new),
    init: Some(init),
    methods: &[
        NativeDef::method("mro", mro_method),
        NativeDef::method("__subclasses__", subclasses),
        NativeDef::slot("__repr__", repr),
        NativeDef::slot("__call__", call),
        NativeDef::method("__instancecheck__", instancecheck),
        NativeDef::method("__subclasscheck__", subclasscheck),
        NativeDef::slot("__or__", crate::builtins::generic_alias::union_of),
        NativeDef::slot(
            "__ror__",
            crate::builtins::generic_alias::union_of_reflected,
        ),
        NativeDef::class_method("__prepare__", prepare),
        NativeDef::method("__dir__", dir),
    ],
    getset: &[
        GetSetDef::write("__name__", name, set_name),
        GetSetDef::write("__qualname__", qualname, set_qualname),
        GetSetDef::write("__module__", module, set_module),
        GetSetDef::read("__mro__", mro),
        GetSetDef::write("__bases__", bases, crate::class::set_bases),
        GetSetDef::read("__base__", base),
        GetSetDef::read("__dict__", dict),
        GetSetDef::write("__doc__", doc, set_doc),
        GetSetDef::write(
            "__abstractmethods__",
            abstract_methods,
            set_abstract_methods,
        ),
        GetSetDef::write("__annotations__", annotations, set_annotations),
        GetSetDef::read("__basicsize__", basicsize),
        GetSetDef::read("__itemsize__", itemsize),
        GetSetDef::read("__dictoffset__", dictoffset),
        GetSetDef::read("__weakrefoffset__", weakrefoffset),
        GetSetDef::read("__flags__", flags),
    ],
};

fn init(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    Ok(m.none())
}

fn call(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let [class, rest @ ..] = args else {
        return Err(m.type_error("type.__call__ needs a class"));
    };
    m.construct(*class, rest, kwargs)
}

impl Machine {
    /// `type.__call__(class, …)`: `__new__`, then `__init__`; skips a metaclass's `__call__`.
    pub fn construct(&mut self, class: Ref, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
        let mut all = vec![class];
        all.extend_from_slice(args);
        let made = match self.python_new(class) {
            Some(new) => self.call_kw(new, &all, kwargs)?,
            None => self.native_new(class, &all, kwargs)?,
        };
        if !self.is_instance(made, class)
            || (class == self.type_ref(TypeId::Type) && args.len() == 1)
        {
            return Ok(made);
        }
        self.hold(made);
        let init = self.interp.names.init;
        let result = match self.class_override(class, init) {
            Some(hook)
                if matches!(self.payload(hook), Payload::Function(_)) && !self.facts.python_2 =>
            {
                all[0] = made;
                self.call_prepended(hook, &all, kwargs)
            }
            Some(hook) => {
                let class = self.class_of(made);
                self.bind(hook, Some(made), class).and_then(|bound| {
                    self.hold(bound);
                    let result = self.call_kw(bound, args, kwargs);
                    self.unhold();
                    self.decref(bound);
                    result.map(|r| self.decref(r))
                })
            }
            None => self.native_init(made, args, kwargs),
        };
        self.unhold();
        match result {
            Ok(()) => Ok(made),
            Err(e) => self.give_up(made, Err(e)),
        }
    }

    /// `_PyObject_Call_Prepend` with a Python function: keywords are unpacked into an array, which refers to everything.
    fn call_prepended(&mut self, function: Ref, args: &[Ref], kwargs: &Kwargs) -> PyResult<()> {
        let mark = self.held_mark();
        if !kwargs.is_empty() {
            self.hold_unpacked(args, kwargs);
        }
        let result = self.call_kw(function, args, kwargs);
        let result = self.settle(mark, result)?;
        self.decref(result);
        Ok(())
    }
}

fn prepare(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    Ok(m.new_dict())
}

fn class_arg(m: &mut Machine, args: &[Ref]) -> PyResult<Ref> {
    match args.first() {
        Some(&c) if matches!(m.payload(c), Payload::Type(_)) => Ok(c),
        _ => Err(m.type_error("a class is needed")),
    }
}

fn mro_method(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let class = class_arg(m, args)?;
    let bases = crate::class::bases_of(m, class);
    let classes = crate::class::compute_mro(m, class, &bases)?;
    for &c in &classes {
        m.incref(c);
    }
    Ok(m.new_list(classes))
}

fn subclasses(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let class = class_arg(m, args)?;
    let alive = crate::class::known_subclasses(m, class);
    for &c in &alive {
        m.incref(c);
    }
    Ok(m.new_list(alive))
}

fn repr(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let class = class_arg(m, args)?;
    let text = m.class_repr(class);
    Ok(m.new_str(&text))
}

/// `classobj`
pub static CLASSIC: TypeMembers = TypeMembers {
    new: None,
    init: None,
    methods: &[NativeDef::slot("__repr__", repr)],
    getset: &[],
};

impl Machine {
    /// `<class '__main__.C'>`.
    pub fn class_repr(&self, class: Ref) -> String {
        if self.facts.python_2
            && let Payload::Type(t) = self.payload(class)
            && t.is_static
        {
            let module = if t.native.is_subtype(TypeId::BaseException) {
                "exceptions."
            } else {
                ""
            };
            return format!("<type '{module}{}'>", self.class_full_name(class));
        }
        if self.is_classic(class) {
            return format!(
                "<class {} at {}>",
                self.class_full_name(class),
                self.heap.addr(class)
            );
        }
        format!("<class '{}'>", self.class_full_name(class))
    }

    /// Module and qualified name of a class; built-in ones without a module.
    pub fn class_full_name(&self, class: Ref) -> String {
        let Payload::Type(t) = self.payload(class) else {
            return String::from("?");
        };
        let qualname = t.qualname.map_or_else(|| t.name.clone(), |q| self.text(q));
        if t.is_static {
            return qualname;
        }
        let module = t
            .dict
            .and_then(|d| self.dict_get_str(d, self.interp.names.module))
            .and_then(|r| self.str_of(r));
        match module {
            Some("builtins") | None => qualname,
            Some(module) => format!("{module}.{qualname}"),
        }
    }
}

fn instancecheck(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[class, object] = args else {
        return Err(m.type_error("__instancecheck__() takes exactly one argument"));
    };
    let answer = m.is_instance(object, class);
    Ok(m.bool(answer))
}

fn subclasscheck(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[class, other] = args else {
        return Err(m.type_error("__subclasscheck__() takes exactly one argument"));
    };
    let answer = m.is_subclass(other, class);
    Ok(m.bool(answer))
}

pub(super) fn dir(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let class = class_arg(m, args)?;
    let mut names = std::collections::BTreeSet::new();
    let mro = match m.payload(class) {
        Payload::Type(t) => t.mro,
        _ => None,
    };
    for c in mro
        .and_then(|mro| m.items(mro))
        .map(<[Ref]>::to_vec)
        .unwrap_or_default()
    {
        m.fill_static_namespace(c);
        if let Payload::Type(t) = m.payload(c)
            && let Some(d) = t.dict.and_then(|d| m.dict(d))
        {
            names.extend(d.iter().map(|(_, e)| m.text(e.key)));
        }
    }
    let items = names.iter().map(|n| m.new_str(n)).collect();
    Ok(m.new_list(items))
}

fn field(m: &mut Machine, class: Ref, key: Ref, default: Ref) -> Ref {
    let dict = match m.payload(class) {
        Payload::Type(t) => t.dict,
        _ => None,
    };
    let r = dict.and_then(|d| m.dict_get_str(d, key)).unwrap_or(default);
    m.newref(r)
}

fn set_field(m: &mut Machine, class: Ref, key: Ref, value: Option<Ref>) -> PyResult<()> {
    let (is_static, dict) = match m.payload(class) {
        Payload::Type(t) => (t.is_static, t.dict),
        _ => (true, None),
    };
    let (false, Some(dict)) = (is_static, dict) else {
        let (key, class) = (m.text(key), m.class_name(class).to_owned());
        return Err(m.type_error(&format!(
            "cannot set '{key}' attribute of immutable type '{class}'"
        )));
    };
    match value {
        Some(value) => m.dict_set_str(dict, key, value),
        None => {
            m.dict_remove(dict, key)?;
        }
    }
    m.type_modified();
    Ok(())
}

fn name(m: &mut Machine, class: Ref) -> PyResult<Ref> {
    let text = match m.payload(class) {
        // A static type knows its name as C text: a string is made each time.
        Payload::Type(t) if t.is_static && !m.facts.python_2 => {
            return Ok(m.new_str(t.native.native().name));
        }
        Payload::Type(t) if t.is_static => {
            let (_, name) = t.name.rsplit_once('.').unwrap_or(("", &t.name));
            name.to_owned()
        }
        _ => m.class_name(class).to_owned(),
    };
    Ok(m.intern(&text))
}

/// What a class says when a name of it is deleted or is to be no string (`check_set_special_type_attr`).
fn wants_str(m: &mut Machine, class: Ref, attribute: &str, value: Option<Ref>) -> Unwind {
    let class = m.class_name(class);
    let message = match value {
        Some(value) => {
            let got = m.type_name(value);
            format!("can only assign string to {class}.{attribute}, not '{got}'")
        }
        None => format!("cannot delete '{attribute}' attribute of immutable type '{class}'"),
    };
    m.type_error(&message)
}

fn set_name(m: &mut Machine, class: Ref, value: Option<Ref>) -> PyResult<()> {
    let Some(text) = value.and_then(|v| m.str_of(v)).map(str::to_owned) else {
        return Err(wants_str(m, class, "__name__", value));
    };
    if let Payload::Type(t) = m.payload_mut(class) {
        t.name = text;
    }
    Ok(())
}

fn qualname(m: &mut Machine, class: Ref) -> PyResult<Ref> {
    match m.payload(class) {
        Payload::Type(t) => match t.qualname {
            Some(q) => Ok(m.newref(q)),
            None => name(m, class),
        },
        _ => name(m, class),
    }
}

fn set_qualname(m: &mut Machine, class: Ref, value: Option<Ref>) -> PyResult<()> {
    let Some(value) = value.filter(|&v| m.str_of(v).is_some()) else {
        return Err(wants_str(m, class, "__qualname__", value));
    };
    m.incref(value);
    let old = match m.payload_mut(class) {
        Payload::Type(t) => t.qualname.replace(value),
        _ => Some(value),
    };
    m.xdecref(old);
    Ok(())
}

fn module(m: &mut Machine, class: Ref) -> PyResult<Ref> {
    if let Payload::Type(t) = m.payload(class)
        && t.is_static
    {
        let module = t.native.native().module;
        return Ok(m.intern(module));
    }
    let (key, none) = (m.interp.names.module, m.interp.none);
    Ok(field(m, class, key, none))
}

fn set_module(m: &mut Machine, class: Ref, value: Option<Ref>) -> PyResult<()> {
    let key = m.interp.names.module;
    set_field(m, class, key, value)
}

fn doc(m: &mut Machine, class: Ref) -> PyResult<Ref> {
    let (key, none) = (m.interp.names.doc, m.interp.none);
    // What a built-in class holds under that name describes its instances.
    if matches!(m.payload(class), Payload::Type(t) if t.is_static) {
        return Ok(m.none());
    }
    Ok(field(m, class, key, none))
}

fn set_doc(m: &mut Machine, class: Ref, value: Option<Ref>) -> PyResult<()> {
    let key = m.interp.names.doc;
    set_field(m, class, key, value)
}

fn part(m: &mut Machine, r: Option<Ref>) -> Ref {
    let r = r.unwrap_or(m.interp.none);
    m.newref(r)
}

fn mro(m: &mut Machine, class: Ref) -> PyResult<Ref> {
    let r = match m.payload(class) {
        Payload::Type(t) => t.mro,
        _ => None,
    };
    Ok(part(m, r))
}

fn bases(m: &mut Machine, class: Ref) -> PyResult<Ref> {
    let r = match m.payload(class) {
        Payload::Type(t) => t.bases,
        _ => None,
    };
    Ok(part(m, r))
}

fn base(m: &mut Machine, class: Ref) -> PyResult<Ref> {
    let r = match m.payload(class) {
        Payload::Type(t) => t.base,
        _ => None,
    };
    Ok(part(m, r))
}

fn dict(m: &mut Machine, class: Ref) -> PyResult<Ref> {
    m.fill_static_namespace(class);
    let r = match m.payload(class) {
        Payload::Type(t) => t.dict,
        _ => None,
    };
    let dict = part(m, r);
    Ok(m.make_tracked(TypeId::MappingProxy, Payload::MappingProxy(dict)))
}

fn abstract_methods(m: &mut Machine, class: Ref) -> PyResult<Ref> {
    let key = m.interp.names.abstractmethods;
    let dict = match m.payload(class) {
        Payload::Type(t) => t.dict,
        _ => None,
    };
    match dict.and_then(|d| m.dict_get_str(d, key)) {
        Some(r) => Ok(m.newref(r)),
        None => Err(m.attribute_error("__abstractmethods__", None)),
    }
}

fn set_abstract_methods(m: &mut Machine, class: Ref, value: Option<Ref>) -> PyResult<()> {
    let any = match value {
        Some(value) => m.truth(value)?,
        None => false,
    };
    let key = m.interp.names.abstractmethods;
    set_field(m, class, key, value)?;
    if let Payload::Type(t) = m.payload_mut(class) {
        t.is_abstract = any;
    }
    Ok(())
}

fn annotations(m: &mut Machine, class: Ref) -> PyResult<Ref> {
    let key = m.interp.names.annotations;
    let dict = match m.payload(class) {
        Payload::Type(t) => t.dict,
        _ => None,
    };
    if let Some(found) = dict.and_then(|d| m.dict_get_str(d, key)) {
        return Ok(m.newref(found));
    }
    let annotations = match dict.and_then(|d| m.dict_get_text(d, "__annotate_func__")) {
        Some(f) => {
            let format = m.new_int(1);
            let result = m.call(f, &[format]);
            m.decref(format);
            result?
        }
        None => m.new_dict(),
    };
    if let Some(dict) = dict {
        m.dict_set_str(dict, key, annotations);
    }
    Ok(annotations)
}

fn set_annotations(m: &mut Machine, class: Ref, value: Option<Ref>) -> PyResult<()> {
    let key = m.interp.names.annotations;
    set_field(m, class, key, value)
}

fn basicsize(m: &mut Machine, class: Ref) -> PyResult<Ref> {
    let size = m.basic_size(class);
    Ok(m.new_int(size))
}

impl Machine {
    /// `tp_basicsize` of a class.
    pub fn basic_size(&self, class: Ref) -> i64 {
        let Payload::Type(t) = self.payload(class) else {
            return 0;
        };
        if self.facts.python_2 {
            return crate::layout::basic_size_of_two(t);
        }
        let own: i64 = match t.native {
            TypeId::Object => 16,
            TypeId::Int => 24,
            TypeId::Float => 24,
            TypeId::Tuple => 24,
            TypeId::List => 40,
            TypeId::Dict => 48,
            TypeId::Set | TypeId::FrozenSet => 200,
            TypeId::Str => {
                if self.at_least(crate::version::Version::V3_12) {
                    64
                } else {
                    80
                }
            }
            TypeId::Bytes => 33,
            TypeId::Type => 408,
            id if id.is_subtype(TypeId::BaseException) => 72,
            _ => 16,
        };
        let slots = 8 * t.slots.len() as i64;
        let old = matches!(self.version, crate::version::Version::V3_11);
        own + slots
            + if old && t.has_weakref && !t.is_static {
                8
            } else {
                0
            }
    }
}

fn itemsize(m: &mut Machine, class: Ref) -> PyResult<Ref> {
    let size = match m.native_of_class(class) {
        TypeId::Int if m.facts.python_2 => 0,
        TypeId::Str if m.facts.python_2 => 1,
        TypeId::Int | TypeId::Long => 4,
        TypeId::Tuple => 8,
        TypeId::Bytes => 1,
        TypeId::Type => 40,
        _ => 0,
    };
    Ok(m.new_int(size))
}

fn dictoffset(m: &mut Machine, class: Ref) -> PyResult<Ref> {
    let offset = match m.payload(class) {
        Payload::Type(t) if t.has_dict && t.managed_dict => match m.version {
            crate::version::Version::V3_11 => -48,
            crate::version::Version::V2_7 => 16,
            _ => -1,
        },
        Payload::Type(t) if t.has_dict => 16,
        _ => 0,
    };
    Ok(m.new_int(offset))
}

fn weakrefoffset(m: &mut Machine, class: Ref) -> PyResult<Ref> {
    let offset = match m.payload(class) {
        Payload::Type(t) if t.has_weakref => match m.version {
            crate::version::Version::V3_11 => 16,
            crate::version::Version::V2_7 => 24,
            _ => -32,
        },
        _ => 0,
    };
    Ok(m.new_int(offset))
}

fn flags(m: &mut Machine, class: Ref) -> PyResult<Ref> {
    // The bits a program about memory looks at: managed dict, managed weakref, heap type, base type, GC.
    let bits = match m.payload(class) {
        Payload::Type(t) => {
            let bit = |on: bool, n: u32| if on { 1i64 << n } else { 0 };
            bit(t.inline_values, 2)
                | bit(t.has_weakref && !t.is_static && m.facts.immortal, 3)
                | bit(t.managed_dict, 4)
                | bit(!t.is_static, 9)
                | bit(t.is_base, 10)
                | bit(t.is_gc, 14)
                | 1 << 12
        }
        _ => 0,
    };
    Ok(m.new_int(bits))
}
