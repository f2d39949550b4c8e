//! `FrameLocalsProxy`: a mapping that reads and writes the slots of a frame (PEP 667, 3.13+).

use heap::Ref;

use super::Home;
use crate::builtins::argument;
use crate::code::SlotKind;
use crate::frame::StackRef;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::body::Label;
use crate::objects::function::{Kwargs, NativeDef};
use crate::objects::native::native_object;
use crate::opcode::CompareOp;
use crate::types::{TypeId, TypeMembers};

/// A view of a frame's variables.
#[derive(Clone, Debug)]
pub struct FrameLocalsProxy {
    frame: Ref,
}

impl FrameLocalsProxy {
    fn each(&self, _: bool, visit: &mut dyn FnMut(Label, Ref)) {
        visit(Label::Field("frame"), self.frame);
    }

    fn clear(&mut self, _: &mut Vec<Ref>) {}
}

native_object!(FrameLocalsProxy, 24);

/// The tables of `FrameLocalsProxy`.
pub static PROXY: TypeMembers = TypeMembers {
    new: Some(new),
    init: None,
    methods: &[
        NativeDef::method("__contains__", contains),
        NativeDef::method("__getitem__", getitem),
        NativeDef::method("update", update),
        NativeDef::method("__reversed__", reversed),
        NativeDef::method("copy", copy),
        NativeDef::method("keys", keys),
        NativeDef::method("values", values),
        NativeDef::method("items", items),
        NativeDef::method("get", get),
        NativeDef::method("pop", pop),
        NativeDef::method("setdefault", setdefault),
        NativeDef::slot("__repr__", repr),
        NativeDef::slot("__hash__", hash),
        NativeDef::slot("__len__", len),
        NativeDef::slot("__iter__", iter),
        NativeDef::slot("__setitem__", setitem),
        NativeDef::slot("__delitem__", delitem),
        NativeDef::slot("__or__", or),
        NativeDef::slot("__ror__", ror),
        NativeDef::slot("__ior__", ior),
        NativeDef::slot("__eq__", eq),
        NativeDef::slot("__ne__", ne),
    ],
    getset: &[],
};

const CANNOT_REMOVE: &str = "cannot remove local variables from FrameLocalsProxy";

impl Machine {
    pub(super) fn new_frame_locals_proxy(&mut self, frame: Ref) -> Ref {
        self.incref(frame);
        self.new_native(
            TypeId::FrameLocalsProxy,
            Box::new(FrameLocalsProxy { frame }),
        )
    }

    fn home_of_proxy(&self, proxy: Ref) -> Option<Home> {
        let frame = self.native::<FrameLocalsProxy>(proxy)?.frame;
        self.home_of(frame)
    }

    /// `f_extra_locals`: names that the code does not have, borrowed.
    fn extra_locals(&self, proxy: Ref) -> Option<Ref> {
        let frame = self.native::<FrameLocalsProxy>(proxy)?.frame;
        match self.payload(frame) {
            Payload::Frame(object) => object.extra_locals,
            _ => None,
        }
    }

    /// The values by name, borrowed: the frame's variables, then what was added.
    fn proxy_entries(&mut self, proxy: Ref) -> Vec<(Ref, Ref)> {
        let home = self.home_of_proxy(proxy);
        let variables = home.map(|home| self.variables_at(home));
        let mut entries: Vec<(Ref, Ref)> = variables
            .unwrap_or_default()
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)))
            .collect();
        if let Some(Payload::Dict(extra)) = self.extra_locals(proxy).map(|r| self.payload(r)) {
            entries.extend(extra.iter().map(|(_, entry)| (entry.key, entry.value)));
        }
        entries
    }

    pub(super) fn proxy_as_dict(&mut self, proxy: Ref) -> Ref {
        let entries = self.proxy_entries(proxy);
        let dict = self.new_dict();
        self.hold(dict);
        for (name, value) in entries {
            // They are keys of a dict already, or names.
            let stored = self.dict_set(dict, name, value);
            debug_assert!(stored.is_ok(), "a key of a frame's variables is hashable");
        }
        self.unhold();
        dict
    }

    /// The number of the variable with this name.
    fn proxy_slot(&self, proxy: Ref, key: Ref) -> Option<usize> {
        let text = self.str_of(key)?;
        let frame = self.frame_at(self.home_of_proxy(proxy)?)?;
        let mut names = frame.code.varnames.iter();
        names.position(|&name| self.str_of(name) == Some(text))
    }

    /// The value under a key, borrowed.
    fn proxy_value(&mut self, proxy: Ref, key: Ref) -> PyResult<Option<Ref>> {
        if let Some(number) = self.proxy_slot(proxy, key)
            && let Some(home) = self.home_of_proxy(proxy)
        {
            let found = self
                .variables_at(home)
                .get(number)
                .and_then(|entry| entry.1);
            if found.is_some() {
                return Ok(found);
            }
        }
        match self.extra_locals(proxy) {
            Some(extra) => self.dict_get(extra, key),
            None => Ok(None),
        }
    }

    fn proxy_set(&mut self, proxy: Ref, key: Ref, value: Ref) -> PyResult<()> {
        if let Some(number) = self.proxy_slot(proxy, key)
            && let Some(home) = self.home_of_proxy(proxy)
        {
            self.set_variable(home, number, value);
            return Ok(());
        }
        let extra = match self.extra_locals(proxy) {
            Some(extra) => extra,
            None => {
                let new = self.new_dict();
                let frame = self.native::<FrameLocalsProxy>(proxy).map(|p| p.frame);
                if let Some(Payload::Frame(object)) = frame.map(|r| self.payload_mut(r)) {
                    object.extra_locals = Some(new);
                }
                new
            }
        };
        self.dict_set(extra, key, value)
    }

    /// Binds a variable: in its cell if inner functions use it too.
    fn set_variable(&mut self, home: Home, number: usize, value: Ref) {
        self.incref(value);
        let kind = self
            .frame_at(home)
            .and_then(|frame| frame.code.spec.varnames.get(number))
            .map_or(SlotKind::Local, |(_, kind)| *kind);
        let Some(slot) = self
            .slots_at(home)
            .and_then(|slots| slots.get(number).copied())
        else {
            self.decref(value);
            return;
        };
        if kind != SlotKind::Local
            && let Some(cell) = slot.get()
            && let Payload::Cell(content) = self.payload_mut(cell)
        {
            let old = content.replace(value);
            self.xdecref(old);
            return;
        }
        if let Some(slot) = self.slots_at(home).and_then(|slots| slots.get_mut(number)) {
            *slot = StackRef::owned(value);
        }
        if let Some(old) = slot.get_owned() {
            self.decref(old);
        }
    }
}

fn one(m: &mut Machine, name: &str, args: &[Ref]) -> PyResult<(Ref, Ref)> {
    let (proxy, rest) = argument::this(m, args)?;
    match rest {
        &[other] => Ok((proxy, other)),
        _ => Err(m.type_error(&format!("{name} expected 1 argument, got {}", rest.len()))),
    }
}

fn new(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (_, rest) = argument::this(m, args)?;
    if !kwargs.is_empty() {
        return Err(m.type_error("FrameLocalsProxy takes no keyword arguments"));
    }
    let &[frame] = rest else {
        let message = format!("FrameLocalsProxy expected 1 argument, got {}", rest.len());
        return Err(m.type_error(&message));
    };
    if !matches!(m.payload(frame), Payload::Frame(_)) {
        let message = format!("expect frame, not {}", m.type_name(frame));
        return Err(m.type_error(&message));
    }
    Ok(m.new_frame_locals_proxy(frame))
}

fn contains(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (proxy, key) = one(m, "__contains__()", args)?;
    let found = m.proxy_value(proxy, key)?.is_some();
    Ok(m.bool(found))
}

fn getitem(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (proxy, key) = one(m, "__getitem__()", args)?;
    if let Some(value) = m.proxy_value(proxy, key)? {
        return Ok(m.newref(value));
    }
    let shown = m.repr_string(key)?;
    let text = m.new_str(&format!("local variable '{shown}' is not defined"));
    let error = m.key_error(text);
    m.decref(text);
    Err(error)
}

fn setitem(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[proxy, key, value] = args else {
        return Err(m.type_error("__setitem__() expected 2 arguments"));
    };
    m.proxy_set(proxy, key, value)?;
    Ok(m.none())
}

fn delitem(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (proxy, key) = one(m, "__delitem__()", args)?;
    if m.proxy_slot(proxy, key).is_some() {
        return Err(m.value_error(CANNOT_REMOVE));
    }
    match m.extra_locals(proxy) {
        Some(extra) if m.dict_remove(extra, key)? => Ok(m.none()),
        _ => Err(m.key_error(key)),
    }
}

fn update(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::no_keywords(m, "FrameLocalsProxy.update", kwargs)?;
    let (proxy, other) = one(m, "update()", args)?;
    if !merge(m, proxy, other)? {
        return Err(m.type_error("update() argument must be dict or another FrameLocalsProxy"));
    }
    Ok(m.none())
}

/// Takes over the entries of a dict or another proxy; false for anything else.
fn merge(m: &mut Machine, proxy: Ref, other: Ref) -> PyResult<bool> {
    let entries = match m.payload(other) {
        Payload::Dict(dict) => dict
            .iter()
            .map(|(_, e)| (e.key, e.value))
            .collect::<Vec<_>>(),
        _ if m.native::<FrameLocalsProxy>(other).is_some() => m.proxy_entries(other),
        _ => return Ok(false),
    };
    let mark = m.held_mark();
    for &r in entries.iter().flat_map(|(key, value)| [key, value]) {
        m.incref(r);
        m.hold(r);
    }
    let stored = entries
        .iter()
        .try_for_each(|&(key, value)| m.proxy_set(proxy, key, value));
    match stored {
        Ok(()) => {
            m.release_to(mark);
            Ok(true)
        }
        Err(e) => {
            m.release_keeping(mark, e);
            Err(e)
        }
    }
}

fn names(m: &mut Machine, args: &[Ref]) -> PyResult<Vec<Ref>> {
    let (proxy, _) = argument::this(m, args)?;
    let entries = m.proxy_entries(proxy);
    Ok(entries.into_iter().map(|(key, _)| m.newref(key)).collect())
}

fn keys(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let names = names(m, args)?;
    Ok(m.new_list(names))
}

fn values(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (proxy, _) = argument::this(m, args)?;
    let entries = m.proxy_entries(proxy);
    let values = entries
        .into_iter()
        .map(|(_, value)| m.newref(value))
        .collect();
    Ok(m.new_list(values))
}

fn items(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (proxy, _) = argument::this(m, args)?;
    let mut pairs = Vec::new();
    for (key, value) in m.proxy_entries(proxy) {
        m.incref(key);
        m.incref(value);
        pairs.push(m.new_tuple_tracked(vec![key, value]));
    }
    Ok(m.new_list(pairs))
}

fn iter(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let names = keys(m, args, kwargs)?;
    let iterator = m.iter(names);
    m.decref(names);
    iterator
}

fn reversed(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let mut names = names(m, args)?;
    names.reverse();
    let names = m.new_list(names);
    let iterator = m.iter(names);
    m.decref(names);
    iterator
}

fn len(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (proxy, _) = argument::this(m, args)?;
    let count = m.proxy_entries(proxy).len();
    Ok(m.new_int(i64::try_from(count).unwrap_or(i64::MAX)))
}

fn copy(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (proxy, _) = argument::this(m, args)?;
    Ok(m.proxy_as_dict(proxy))
}

fn get(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (proxy, rest) = argument::this(m, args)?;
    argument::between(m, "get", rest, kwargs, 1, 2)?;
    let (key, default) = (rest.first().copied(), rest.get(1).copied());
    let found = match key {
        Some(key) => m.proxy_value(proxy, key)?,
        None => None,
    };
    let r = found.or(default).unwrap_or(m.interp.none);
    Ok(m.newref(r))
}

fn pop(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (proxy, rest) = argument::this(m, args)?;
    argument::between(m, "pop", rest, kwargs, 1, 2)?;
    let Some(&key) = rest.first() else {
        return Ok(m.none());
    };
    if m.proxy_slot(proxy, key).is_some() {
        return Err(m.value_error(CANNOT_REMOVE));
    }
    if let Some(extra) = m.extra_locals(proxy)
        && let Some(value) = m.dict_get(extra, key)?
    {
        m.incref(value);
        m.hold(value);
        let removed = m.dict_remove(extra, key);
        m.unhold();
        return match removed {
            Ok(_) => Ok(value),
            Err(e) => m.give_up(value, Err(e)),
        };
    }
    match rest.get(1) {
        Some(&default) => Ok(m.newref(default)),
        None => Err(m.key_error(key)),
    }
}

fn setdefault(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (proxy, rest) = argument::this(m, args)?;
    argument::between(m, "setdefault", rest, kwargs, 1, 2)?;
    let Some(&key) = rest.first() else {
        return Ok(m.none());
    };
    if let Some(found) = m.proxy_value(proxy, key)? {
        return Ok(m.newref(found));
    }
    let value = rest.get(1).copied().unwrap_or(m.interp.none);
    m.proxy_set(proxy, key, value)?;
    Ok(m.newref(value))
}

fn repr(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (proxy, _) = argument::this(m, args)?;
    if !m.repr_enter(proxy) {
        return Ok(m.new_str("{...}"));
    }
    let dict = m.proxy_as_dict(proxy);
    m.hold(dict);
    let text = m.repr_string(dict);
    m.unhold();
    m.repr_leave(proxy);
    let text = m.give_up(dict, text)?;
    Ok(m.new_str(&text))
}

fn hash(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (proxy, _) = argument::this(m, args)?;
    Err(m.unhashable(proxy))
}

/// A dict with the entries of both, if both are dicts or proxies.
fn joined(m: &mut Machine, left: Ref, right: Ref) -> PyResult<Ref> {
    let mapping = |m: &Machine, r: Ref| {
        matches!(m.payload(r), Payload::Dict(_)) || m.native::<FrameLocalsProxy>(r).is_some()
    };
    if !mapping(m, left) || !mapping(m, right) {
        return Ok(m.not_implemented());
    }
    let dict = m.new_dict();
    m.hold(dict);
    let mut result = m.dict_update(dict, left);
    if result.is_ok() {
        result = m.dict_update(dict, right);
    }
    m.unhold();
    match result {
        Ok(()) => Ok(dict),
        Err(e) => m.give_up(dict, Err(e)),
    }
}

fn or(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (proxy, other) = one(m, "__or__()", args)?;
    joined(m, proxy, other)
}

fn ror(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (proxy, other) = one(m, "__ror__()", args)?;
    joined(m, other, proxy)
}

fn ior(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (proxy, other) = one(m, "__ior__()", args)?;
    if merge(m, proxy, other)? {
        Ok(m.newref(proxy))
    } else {
        Ok(m.not_implemented())
    }
}

/// Two proxies are equal if they are of the same frame; a dict is compared with the variables.
fn compared(m: &mut Machine, args: &[Ref], op: CompareOp) -> PyResult<Ref> {
    let (proxy, other) = one(m, "__eq__()", args)?;
    let frame = |r: Ref| m.native::<FrameLocalsProxy>(r).map(|p| p.frame);
    if let (Some(mine), Some(theirs)) = (frame(proxy), frame(other)) {
        return Ok(m.bool((mine == theirs) == (op == CompareOp::Eq)));
    }
    if !matches!(m.payload(other), Payload::Dict(_)) {
        return Ok(m.not_implemented());
    }
    let dict = m.proxy_as_dict(proxy);
    m.hold(dict);
    let result = m.compare(op, dict, other);
    m.unhold();
    m.give_up(dict, result)
}

fn eq(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    compared(m, args, CompareOp::Eq)
}

fn ne(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    compared(m, args, CompareOp::Ne)
}
