//! `groupby` and the groups that it gives out (`groupbyobject`, `_grouperobject` in `Modules/itertoolsmodule.c`).

use heap::Ref;

use super::{ITERATOR, split};
use crate::builtins::argument::Signature;
use crate::machine::{Machine, PyResult};
use crate::modules::protocol;
use crate::objects::Payload;
use crate::objects::body::Label;
use crate::objects::function::Kwargs;
use crate::objects::native::native_object;
use crate::types::{TypeId, TypeMembers};
use crate::version::Version;

/// `itertools.groupby`
pub static GROUPBY: TypeMembers = TypeMembers {
    new: Some(new_groupby),
    init: Some(protocol::nothing),
    methods: ITERATOR,
    getset: &[],
};

/// `itertools._grouper`
pub static GROUPER: TypeMembers = TypeMembers {
    new: None,
    init: None,
    methods: ITERATOR,
    getset: &[],
};

#[derive(Clone, Debug)]
struct GroupBy {
    /// `tp_basicsize`
    basic: u32,
    iter: Option<Ref>,
    keyfunc: Option<Ref>,
    /// Key of the group that was given out last.
    target: Option<Ref>,
    /// Key and value of the item that was read last and not given out.
    key: Option<Ref>,
    value: Option<Ref>,
    /// The group that may still give items out, not counted: only compared.
    group: Option<Ref>,
}

impl GroupBy {
    fn each(&self, _: bool, visit: &mut dyn FnMut(Label, Ref)) {
        for (name, r) in [
            ("it", self.iter),
            ("keyfunc", self.keyfunc),
            ("tgtkey", self.target),
            ("currkey", self.key),
            ("currvalue", self.value),
        ] {
            if let Some(r) = r {
                visit(Label::Field(name), r);
            }
        }
    }

    fn clear(&mut self, released: &mut Vec<Ref>) {
        released.extend(self.iter.take());
        released.extend(self.keyfunc.take());
        released.extend(self.target.take());
        released.extend(self.key.take());
        released.extend(self.value.take());
    }
}

native_object!(GroupBy, size = basic, next = next_groupby);

#[derive(Clone, Debug)]
struct Grouper {
    parent: Option<Ref>,
    key: Option<Ref>,
}

impl Grouper {
    fn each(&self, _: bool, visit: &mut dyn FnMut(Label, Ref)) {
        if let Some(r) = self.parent {
            visit(Label::Field("parent"), r);
        }
        if let Some(r) = self.key {
            visit(Label::Field("tgtkey"), r);
        }
    }

    fn clear(&mut self, released: &mut Vec<Ref>) {
        released.extend(self.parent.take());
        released.extend(self.key.take());
    }
}

native_object!(Grouper, 32, next = next_group);

fn new_groupby(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = split(m, args)?;
    let signature = Signature {
        name: "groupby",
        params: &["iterable", "key"],
        positional: 2,
        unnamed: 0,
        required: 1,
    };
    let [iterable, keyfunc] = signature.bind(m, rest, kwargs)?;
    let keyfunc = keyfunc.unwrap_or(m.interp.none);
    let Some(iterable) = iterable else {
        return Ok(m.none());
    };
    let iter = m.iter(iterable)?;
    let keyfunc = m.newref(keyfunc);
    // `state`, the module's own, is in the struct from 3.12 on.
    let basic = if m.at_least(Version::V3_12) { 72 } else { 64 };
    let made = GroupBy {
        basic,
        iter: Some(iter),
        keyfunc: Some(keyfunc),
        target: None,
        key: None,
        value: None,
        group: None,
    };
    Ok(m.instantiate(class, Payload::Native(Box::new(made))))
}

/// `groupby_step`: reads an item and its key; false at the end.
fn step(m: &mut Machine, r: Ref) -> PyResult<bool> {
    let Some(&GroupBy {
        iter: Some(iter),
        keyfunc: Some(keyfunc),
        ..
    }) = m.native::<GroupBy>(r)
    else {
        return Ok(false);
    };
    let Some(value) = m.iter_next(iter)? else {
        return Ok(false);
    };
    let key = if m.is_none(keyfunc) {
        m.newref(value)
    } else {
        m.hold(value);
        let key = m.call(keyfunc, &[value]);
        m.unhold();
        match key {
            Ok(key) => key,
            Err(e) => return m.give_up(value, Err(e)),
        }
    };
    let Some(group) = m.native_mut::<GroupBy>(r) else {
        return Ok(false);
    };
    let old_value = group.value.replace(value);
    let old_key = group.key.replace(key);
    m.xdecref(old_key);
    m.xdecref(old_value);
    Ok(true)
}

fn next_groupby(m: &mut Machine, r: Ref) -> PyResult<Option<Ref>> {
    if let Some(group) = m.native_mut::<GroupBy>(r) {
        group.group = None;
    }
    // What is left of the last group is read away.
    loop {
        let Some(&GroupBy { target, key, .. }) = m.native::<GroupBy>(r) else {
            return Ok(None);
        };
        match (key, target) {
            (None, _) => {}
            (Some(_), None) => break,
            (Some(key), Some(target)) => {
                if !same(m, target, key)? {
                    break;
                }
            }
        }
        if !step(m, r)? {
            return Ok(None);
        }
    }
    let Some(key) = m.native::<GroupBy>(r).and_then(|group| group.key) else {
        return Ok(None);
    };
    m.incref(key);
    let old = m
        .native_mut::<GroupBy>(r)
        .and_then(|group| group.target.replace(key));
    m.xdecref(old);
    m.incref(r);
    m.incref(key);
    let group = m.new_native(
        TypeId::IterGrouper,
        Box::new(Grouper {
            parent: Some(r),
            key: Some(key),
        }),
    );
    if let Some(parent) = m.native_mut::<GroupBy>(r) {
        parent.group = Some(group);
    }
    m.incref(key);
    Ok(Some(m.new_tuple(vec![key, group])))
}

fn same(m: &mut Machine, a: Ref, b: Ref) -> PyResult<bool> {
    if a == b {
        return Ok(true);
    }
    m.incref(a);
    m.hold(a);
    m.incref(b);
    m.hold(b);
    let same = m.equal(a, b);
    m.unhold();
    m.unhold();
    let same = m.give_up(b, same);
    m.give_up(a, same)
}

fn next_group(m: &mut Machine, r: Ref) -> PyResult<Option<Ref>> {
    let Some(&Grouper {
        parent: Some(parent),
        key: Some(target),
    }) = m.native::<Grouper>(r)
    else {
        return Ok(None);
    };
    let Some(&GroupBy { group, value, .. }) = m.native::<GroupBy>(parent) else {
        return Ok(None);
    };
    if group != Some(r) {
        return Ok(None);
    }
    if value.is_none() && !step(m, parent)? {
        return Ok(None);
    }
    let key = m.native::<GroupBy>(parent).and_then(|group| group.key);
    match key {
        Some(key) if same(m, target, key)? => {}
        _ => return Ok(None),
    }
    let (value, key) = match m.native_mut::<GroupBy>(parent) {
        Some(group) => (group.value.take(), group.key.take()),
        None => (None, None),
    };
    if let Some(value) = value {
        m.hold(value);
        m.xdecref(key);
        m.unhold();
    }
    Ok(value)
}
