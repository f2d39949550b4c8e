//! `functools.partial`.

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::modules::protocol;
use crate::objects::Payload;
use crate::objects::body::Label;
use crate::objects::function::{GetSetDef, Kwargs, NativeDef};
use crate::objects::native::native_object;
use crate::types::{TypeId, TypeMembers};
use crate::version::Version;

#[derive(Clone, Debug)]
pub(super) struct Partial {
    /// `tp_basicsize`: two words more from 3.14 on, for placeholders.
    size: u32,
    function: Option<Ref>,
    args: Option<Ref>,
    keywords: Option<Ref>,
}

impl Partial {
    fn each(&self, _: bool, visit: &mut dyn FnMut(Label, Ref)) {
        for (name, part) in [
            ("func", self.function),
            ("args", self.args),
            ("keywords", self.keywords),
        ] {
            if let Some(r) = part {
                visit(Label::Field(name), r);
            }
        }
    }

    fn clear(&mut self, released: &mut Vec<Ref>) {
        for part in [&mut self.function, &mut self.args, &mut self.keywords] {
            released.extend(part.take());
        }
    }
}

native_object!(Partial, size = size);

/// The tables of `partial`.
pub static PARTIAL: TypeMembers = TypeMembers {
    new: Some(new_partial),
    init: Some(protocol::nothing),
    methods: &[
        NativeDef::slot("__call__", call_partial),
        NativeDef::slot("__repr__", repr_partial),
        NativeDef::slot("__get__", get_partial),
        NativeDef::class_method(
            "__class_getitem__",
            crate::builtins::generic_alias::class_getitem,
        ),
    ],
    getset: &[
        GetSetDef::write("func", partial_func, readonly),
        GetSetDef::write("args", partial_args, readonly),
        GetSetDef::write("keywords", partial_keywords, readonly),
        GetSetDef::write("__doc__", protocol::doc, protocol::set_doc),
        GetSetDef::write(
            "__dict__",
            crate::builtins::object::get_dict,
            crate::builtins::object::set_dict,
        ),
    ],
};

fn readonly(m: &mut Machine, _: Ref, _: Option<Ref>) -> PyResult<()> {
    Err(m.attribute_error("readonly attribute", None))
}

/// Function, arguments and keywords of a partial object, borrowed.
pub(super) fn parts(m: &mut Machine, r: Ref) -> PyResult<(Ref, Ref, Ref)> {
    match m.native::<Partial>(r) {
        Some(Partial {
            function: Some(f),
            args: Some(a),
            keywords: Some(k),
            ..
        }) => Ok((*f, *a, *k)),
        _ => Err(m.type_error("a partial object is needed")),
    }
}

fn new_partial(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let &[class, function, ref rest @ ..] = args else {
        return Err(m.type_error("type 'partial' takes at least one argument"));
    };
    if !protocol::is_callable(m, function) {
        return Err(m.type_error("the first argument must be callable"));
    }
    // A partial object in a partial object: flattened, unless it has attributes of its own.
    let inner = m.native::<Partial>(function).is_some()
        && m.heap
            .body(function)
            .attrs
            .as_ref()
            .is_none_or(|a| a.dict.is_none());
    let (function, mut all, keywords) = if inner {
        let (f, a, k) = parts(m, function)?;
        (
            f,
            m.items(a).map(<[Ref]>::to_vec).unwrap_or_default(),
            Some(k),
        )
    } else {
        (function, Vec::new(), None)
    };
    all.extend_from_slice(rest);
    m.incref(function);
    for &r in &all {
        m.incref(r);
    }
    let args = m.new_tuple_tracked(all);
    let named = match keywords {
        Some(keywords) => m.dict_copy(keywords),
        None => m.new_dict(),
    };
    for &(name, value) in kwargs {
        m.dict_set_str(named, name, value);
    }
    let size = if m.at_least(Version::V3_14_2) { 80 } else { 64 };
    let partial = Partial {
        size,
        function: Some(function),
        args: Some(args),
        keywords: Some(named),
    };
    Ok(m.instantiate(class, Payload::Native(Box::new(partial))))
}

fn call_partial(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let &[this, ref rest @ ..] = args else {
        return Err(m.type_error("a partial object is needed"));
    };
    let (function, own, keywords) = parts(m, this)?;
    let mut all = m.items(own).map(<[Ref]>::to_vec).unwrap_or_default();
    all.extend_from_slice(rest);
    if m.dict(keywords).is_none_or(|d| d.is_empty()) {
        // `partial_vectorcall` with nothing of its own hands on what it is given.
        return if all.len() == rest.len() {
            m.call_kw(function, &all, kwargs)
        } else {
            m.call_flat(function, &all, kwargs)
        };
    }
    if m.at_least(Version::V3_15) {
        return m.call_flat(function, &all, &merged(m, keywords, kwargs));
    }
    // `partial_vectorcall_fallback`: a tuple and a dict of what is given, then `partial_call` joins them to its own.
    let mark = m.held_mark();
    m.hold_arguments(rest, kwargs);
    let own = match (
        m.items(own).is_some_and(<[Ref]>::is_empty),
        m.given_tuple(rest),
    ) {
        (_, None) => m.newref(own),
        (true, Some(given)) => m.newref(given),
        (false, Some(_)) => {
            for &r in &all {
                m.incref(r);
            }
            m.new_tuple_tracked(all)
        }
    };
    m.hold(own);
    let named = m.dict_copy(keywords);
    m.hold(named);
    for &(name, value) in kwargs {
        m.dict_set_str(named, name, value);
    }
    let result = m.call_object(function, own, Some(named));
    m.settle(mark, result)
}

/// The keywords of a partial object with those that are given.
fn merged(m: &Machine, keywords: Ref, kwargs: &Kwargs) -> Vec<(Ref, Ref)> {
    let same = |a: Ref, b: Ref| m.str_of(a) == m.str_of(b);
    let own = m.dict(keywords).into_iter().flat_map(|d| d.iter());
    let mut all: Vec<(Ref, Ref)> = own.map(|(_, e)| (e.key, e.value)).collect();
    for &(name, value) in kwargs {
        match all.iter_mut().find(|(own, _)| same(*own, name)) {
            Some(entry) => entry.1 = value,
            None => all.push((name, value)),
        }
    }
    all
}

fn repr_partial(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[this] = args else {
        return Err(m.type_error("a partial object is needed"));
    };
    let class = m.class_of(this);
    let name = match (m.class_full_name(class), m.at_least(Version::V3_13)) {
        (full, true) => full,
        (_, false) if m.is_exact(this, TypeId::Partial) => "functools.partial".to_owned(),
        (_, false) => protocol::bare_class_name(m, this),
    };
    let (function, own, keywords) = parts(m, this)?;
    let mark = m.held_mark();
    let result = repr_parts(m, &name, function, own, keywords);
    match result {
        Ok(_) => m.release_to(mark),
        Err(e) => m.release_keeping(mark, e),
    }
    let text = result?;
    Ok(m.new_str(&text))
}

fn repr_parts(
    m: &mut Machine,
    name: &str,
    function: Ref,
    own: Ref,
    keywords: Ref,
) -> PyResult<String> {
    let mut text = format!("{name}({}", m.repr_string(function)?);
    for item in m.items(own).map(<[Ref]>::to_vec).unwrap_or_default() {
        text.push_str(&format!(", {}", m.repr_string(item)?));
    }
    let entries = m.dict_entries(keywords);
    for &(key, value) in &entries {
        m.hold(key);
        m.hold(value);
    }
    for (key, value) in entries {
        let key = m.str_string(key)?;
        text.push_str(&format!(", {key}={}", m.repr_string(value)?));
    }
    text.push(')');
    Ok(text)
}

/// From 3.14 on a partial object in a class becomes a method.
fn get_partial(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (Some(&this), Some(&object)) = (args.first(), args.get(1)) else {
        return Err(m.type_error("__get__ needs an object"));
    };
    m.incref(this);
    if !m.at_least(Version::V3_14_2) || m.is_none(object) {
        return Ok(this);
    }
    m.incref(object);
    Ok(m.new_method(this, object))
}

fn partial_func(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let (function, ..) = parts(m, r)?;
    Ok(m.newref(function))
}

fn partial_args(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let (_, args, _) = parts(m, r)?;
    Ok(m.newref(args))
}

fn partial_keywords(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let (.., keywords) = parts(m, r)?;
    Ok(m.newref(keywords))
}
