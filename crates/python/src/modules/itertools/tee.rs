//! `tee`: iterators over one list of links, in which what one of them has read waits for the others (`teeobject`,
//! `teedataobject` in `Modules/itertoolsmodule.c`).

use heap::Ref;

use crate::builtins::argument;
use crate::machine::{Machine, PyResult};
use crate::modules::protocol;
use crate::objects::body::Label;
use crate::objects::function::{Kwargs, NativeDef};
use crate::objects::native::native_object;
use crate::types::{TypeId, TypeMembers};
use crate::version::Version;

/// Items in one link (`LINKCELLS`): so many that it takes a round number of bytes.
const LINK_CELLS: usize = 57;

/// `itertools._tee`
pub static TEE: TypeMembers = TypeMembers {
    new: Some(new),
    init: Some(protocol::nothing),
    methods: &[
        NativeDef::slot("__iter__", protocol::itself),
        NativeDef::slot("__next__", protocol::next),
        NativeDef::method("__copy__", copy),
    ],
    getset: &[],
};

/// `itertools._tee_dataobject`
pub static LINK: TypeMembers = TypeMembers {
    new: None,
    init: None,
    methods: &[],
    getset: &[],
};

/// The functions of the module.
pub static FUNCTIONS: &[NativeDef] = &[NativeDef::function("tee", tee)];

#[derive(Clone, Debug)]
struct Tee {
    /// `tp_basicsize`
    basic: u32,
    link: Option<Ref>,
    index: usize,
}

impl Tee {
    fn each(&self, _: bool, visit: &mut dyn FnMut(Label, Ref)) {
        if let Some(r) = self.link {
            visit(Label::Field("dataobj"), r);
        }
    }

    fn clear(&mut self, released: &mut Vec<Ref>) {
        released.extend(self.link.take());
    }
}

native_object!(Tee, size = basic, next = next);

#[derive(Clone, Debug)]
struct Link {
    iter: Option<Ref>,
    running: bool,
    values: Vec<Ref>,
    next: Option<Ref>,
}

impl Link {
    fn each(&self, _: bool, visit: &mut dyn FnMut(Label, Ref)) {
        if let Some(r) = self.iter {
            visit(Label::Field("it"), r);
        }
        for (i, &r) in self.values.iter().enumerate() {
            visit(Label::Item(i as u32), r);
        }
        if let Some(r) = self.next {
            visit(Label::Field("nextlink"), r);
        }
    }

    fn clear(&mut self, released: &mut Vec<Ref>) {
        released.extend(self.iter.take());
        released.append(&mut self.values);
        released.extend(self.next.take());
    }
}

// Head, iterator, two ints, the next link, the cells.
native_object!(Link, 16 + 8 + 8 + 8 + 8 * 57);

/// `teedataobject_newinternal`; takes over the iterator.
fn new_link(m: &mut Machine, iter: Ref) -> Ref {
    m.new_native(
        TypeId::IterTeeLink,
        Box::new(Link {
            iter: Some(iter),
            running: false,
            values: Vec::new(),
            next: None,
        }),
    )
}

/// Takes over the link.
fn new_tee(m: &mut Machine, link: Option<Ref>, index: usize) -> Ref {
    // `state`, the module's own, is in the struct from 3.12 on.
    let basic = if m.at_least(Version::V3_12) { 48 } else { 40 };
    m.new_native(TypeId::IterTee, Box::new(Tee { basic, link, index }))
}

/// `tee_copy`
fn copy_of(m: &mut Machine, tee: Ref) -> Option<Ref> {
    let &Tee { link, index, .. } = m.native::<Tee>(tee)?;
    if let Some(link) = link {
        m.incref(link);
    }
    Some(new_tee(m, link, index))
}

/// `tee_fromiterable`
fn from_iterable(m: &mut Machine, iterable: Ref) -> PyResult<Ref> {
    let iter = m.iter(iterable)?;
    Ok(from_iterator(m, iter))
}

/// Takes over the iterator.
fn from_iterator(m: &mut Machine, iter: Ref) -> Ref {
    match copy_of(m, iter) {
        Some(copied) => {
            m.decref(iter);
            copied
        }
        None => {
            let link = new_link(m, iter);
            new_tee(m, Some(link), 0)
        }
    }
}

fn new(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (_, rest) = argument::this(m, args)?;
    let iterable = argument::one(m, "_tee", rest, kwargs)?;
    from_iterable(m, iterable)
}

fn copy(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    match args.first().and_then(|&tee| copy_of(m, tee)) {
        Some(copied) => Ok(copied),
        None => Err(m.type_error("a tee object is needed")),
    }
}

/// `tee(iterable, n=2)`: an iterator that can be copied is the first of them itself.
fn tee(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::between(m, "tee", args, kwargs, 1, 2)?;
    let &[iterable, ref rest @ ..] = args else {
        return Ok(m.none());
    };
    let count = rest.first().map_or(Ok(2), |&n| m.index(n))?;
    if count < 0 {
        return Err(m.value_error("n must be >= 0"));
    }
    if count == 0 {
        return Ok(m.new_tuple(Vec::new()));
    }
    let iter = m.iter(iterable)?;
    let first = if m.native::<Tee>(iter).is_some() && !m.at_least(Version::V3_14_2) {
        iter
    } else {
        let key = m.intern("__copy__");
        m.hold(key);
        let copies = m.getattr_suppressed(iter, key);
        m.unhold();
        m.decref(key);
        match copies {
            Ok(copy) => {
                let as_it_is = copy.is_some() && m.native::<Tee>(iter).is_none();
                m.xdecref(copy);
                if as_it_is {
                    iter
                } else {
                    from_iterator(m, iter)
                }
            }
            Err(e) => return m.give_up(iter, Err(e)),
        }
    };
    let mark = m.held_mark();
    m.hold(first);
    for _ in 1..count {
        let copied = match copy_of(m, first) {
            Some(copied) => Ok(copied),
            None => m.call_method(first, "__copy__", &[]),
        };
        match copied {
            Ok(copied) => {
                m.hold(copied);
            }
            Err(e) => {
                m.release_keeping(mark, e);
                return Err(e);
            }
        }
    }
    let all = m.held.drain(mark..).collect();
    Ok(m.new_tuple(all))
}

/// `teedataobject_jumplink`, borrowed.
fn next_link(m: &mut Machine, link: Ref) -> Option<Ref> {
    let &Link { iter, next, .. } = m.native::<Link>(link)?;
    if next.is_some() {
        return next;
    }
    let iter = m.newref(iter?);
    let new = new_link(m, iter);
    m.native_mut::<Link>(link)?.next = Some(new);
    Some(new)
}

fn next(m: &mut Machine, r: Ref) -> PyResult<Option<Ref>> {
    let Some(&Tee {
        link: Some(mut link),
        mut index,
        ..
    }) = m.native::<Tee>(r)
    else {
        return Ok(None);
    };
    if index >= LINK_CELLS {
        let Some(new) = next_link(m, link) else {
            return Ok(None);
        };
        m.incref(new);
        if let Some(tee) = m.native_mut::<Tee>(r) {
            tee.link = Some(new);
            tee.index = 0;
        }
        m.decref(link);
        (link, index) = (new, 0);
    }
    let Some(value) = item(m, link, index)? else {
        return Ok(None);
    };
    if let Some(tee) = m.native_mut::<Tee>(r) {
        tee.index = index + 1;
    }
    Ok(Some(value))
}

/// `teedataobject_getitem`: an item that was read already, or the next one.
fn item(m: &mut Machine, link: Ref, index: usize) -> PyResult<Option<Ref>> {
    let Some(data) = m.native_mut::<Link>(link) else {
        return Ok(None);
    };
    if let Some(&known) = data.values.get(index) {
        return Ok(Some(m.newref(known)));
    }
    let Some(iter) = data.iter else {
        return Ok(None);
    };
    if data.running {
        return Err(m.error(TypeId::RuntimeError, "cannot re-enter the tee iterator"));
    }
    data.running = true;
    let value = m.iter_next(iter);
    let Some(data) = m.native_mut::<Link>(link) else {
        return value;
    };
    data.running = false;
    let Some(value) = value? else {
        return Ok(None);
    };
    m.incref(value);
    if let Some(data) = m.native_mut::<Link>(link) {
        data.values.push(value);
    }
    Ok(Some(value))
}
