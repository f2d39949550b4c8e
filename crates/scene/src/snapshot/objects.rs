//! The program's objects.

use std::collections::{HashMap, VecDeque};

use heap::{GcList, Holder as HeapHolder, Object as _, Phase, Ref};
use python::{Label, Machine, Payload, Root};

use super::kind::{Parts, is_builtin_type};
use super::label::label_text;
use super::machinery::Ownership;
use super::ref_set::RefSet;
use super::value::{nick, value_text};
use crate::state::{
    Address, Fate, Generation, Holder, HolderKind, Kind, Object, Reference, Serial,
};

/// Objects of one snapshot; what is beyond is counted.
const MOST_OBJECTS: usize = 2_000;
/// Holders of one object that are named.
const MOST_HOLDERS: usize = 64;

/// Who an object is, wherever it is needed.
pub struct Census<'a> {
    machine: &'a Machine,
    parts: Parts,
    ownership: Ownership,
    /// What goes into the snapshot, in order of birth.
    pub chosen: Vec<Ref>,
    /// Live objects that do not.
    pub hidden: u32,
    in_snapshot: RefSet,
}

/// Counted from the beginning of the program; what was there before has numbers above [`Serial::BEFORE`].
pub fn serial(machine: &Machine, r: Ref) -> Serial {
    let number = machine.heap.serial(r).0;
    match number.checked_sub(machine.births_before()) {
        Some(number) if number > 0 => Serial(number),
        Some(_) | None => Serial(Serial::BEFORE.saturating_add(number)),
    }
}

impl<'a> Census<'a> {
    /// `about`: objects that have to be in the snapshot, whatever they are.
    pub fn take(machine: &'a Machine, about: &[Ref]) -> Self {
        let parts = Parts::find(machine);
        let ownership = Ownership::find(machine, &parts);
        let mut census = Self {
            machine,
            parts,
            ownership,
            chosen: Vec::new(),
            hidden: 0,
            in_snapshot: RefSet::default(),
        };
        census.choose(about);
        census
    }

    /// What names and frames lead to, the nearest first; then what nothing leads to, by birth. And with all of them what
    /// they refer to, whoever made it: `None` in a list, `len` under a name.
    fn choose(&mut self, about: &[Ref]) {
        let machine = self.machine;
        let mut queue: VecDeque<Ref> = about.iter().copied().collect();
        queue.extend(names(machine).into_iter().map(|(_, to)| to));
        for call in machine.calls() {
            queue.extend(
                call.locals
                    .iter()
                    .chain(call.stack)
                    .filter_map(|slot| slot.get()),
            );
        }
        let mut live = 0_usize;
        let mut own: Vec<Ref> = Vec::new();
        for r in machine.heap.live() {
            live += 1;
            if machine.is_young(r) && !self.is_machinery(r) {
                own.push(r);
            }
        }
        own.sort_by_key(|r| serial(machine, *r));
        let mut rest = own.into_iter();
        loop {
            let next = queue.pop_front().or_else(|| rest.next());
            let Some(r) = next.filter(|_| self.chosen.len() < MOST_OBJECTS) else {
                break;
            };
            let code = matches!(machine.payload(r), Payload::Code(_) | Payload::Freed);
            if (code && !about.contains(&r))
                || !machine.heap.is_alive(r)
                || !self.in_snapshot.insert(r)
            {
                continue;
            }
            self.chosen.push(r);
            if self.leads_on(r) {
                machine.heap.body(r).holds(&mut |_, to| queue.push_back(to));
                if machine.heap.holds_type(r) {
                    queue.push_back(machine.class_of(r));
                }
            }
        }
        self.chosen.sort_by_key(|r| serial(machine, *r));
        let hidden = live.saturating_sub(self.chosen.len());
        self.hidden = u32::try_from(hidden).unwrap_or(u32::MAX);
    }

    /// The interpreter's own objects are in the snapshot where the program refers to them, but not what they refer to.
    fn leads_on(&self, r: Ref) -> bool {
        !self.is_machinery(r) || self.parts.class_dicts.contains(r)
    }

    pub fn is_machinery(&self, r: Ref) -> bool {
        self.ownership.is_machinery(self.machine, &self.parts, r)
    }

    pub fn kind(&self, r: Ref) -> Kind {
        self.parts.kind(self.machine, r)
    }

    pub fn nick(&self, r: Ref) -> String {
        nick(self.machine, r, self.kind(r), &attributes(self.machine, r))
    }

    pub fn objects(&self) -> Vec<Object> {
        let mut holders = self.holders();
        let objects = self.chosen.iter().map(|r| {
            let holders = holders.remove(r).unwrap_or_default();
            self.object(*r, holders)
        });
        objects.collect()
    }

    fn object(&self, r: Ref, holders: Vec<Holder>) -> Object {
        let machine = self.machine;
        let heap = &machine.heap;
        Object {
            id: serial(machine, r),
            address: Address(heap.addr(r).0),
            type_name: type_name(machine, r).to_owned(),
            kind: self.kind(r),
            value: value_text(machine, r),
            nick: self.nick(r),
            refcount: heap.refcnt(r),
            immortal: heap.is_immortal(r),
            tampered: heap.is_tampered(r),
            tracked: heap.is_tracked(r),
            generation: heap.generation_of(r).map(generation),
            gc_refs: heap.gc_refs(r),
            fate: fate(machine, r),
            finalized: heap.finalized(r),
            size: heap.block_bytes(r.raw()),
            children: self.children(r),
            holders,
            machinery: self.is_machinery(r),
        }
    }

    /// In `tp_traverse` order, then what only counts, the class last.
    fn children(&self, r: Ref) -> Vec<Reference> {
        let machine = self.machine;
        if !self.leads_on(r) {
            return Vec::new(); // the interpreter's own: not the program's business
        }
        let mut children = Vec::new();
        let mut add = |label: String, to: Ref, weak: bool| {
            children.push(Reference {
                label,
                to: serial(machine, to),
                weak,
            });
        };
        let body = machine.heap.body(r);
        let mut links: Vec<(Label, Ref)> = Vec::new();
        body.holds(&mut |label, to| links.push((label, to)));
        // Lists and tuples are traversed from the end; people read from the front.
        if matches!(body.payload, Payload::List(_) | Payload::Tuple(_)) {
            links.sort_by_key(|(label, _)| *label);
        }
        for (label, to) in links {
            if self.in_snapshot.contains(to) {
                add(label_text(machine, r, label), to, false);
            }
        }
        if let Payload::Weakref(weakref) = &body.payload
            && let Some(to) = weakref.referent
            && self.in_snapshot.contains(to)
        {
            add("referent".to_owned(), to, true);
        }
        let class = machine.class_of(r);
        if machine.heap.holds_type(r)
            && !is_builtin_type(machine, class)
            && self.in_snapshot.contains(class)
        {
            add("__class__".to_owned(), class, false);
        }
        children
    }

    /// Who holds the objects of the snapshot.
    fn holders(&self) -> HashMap<Ref, Vec<Holder>> {
        let machine = self.machine;
        let mut holders: HashMap<Ref, Vec<Holder>> = HashMap::new();
        let mut add = |to: Ref, holder: &dyn Fn() -> Holder| {
            if machine.is_young(to) && self.in_snapshot.contains(to) {
                let list = holders.entry(to).or_default();
                if list.len() < MOST_HOLDERS {
                    list.push(holder());
                }
            }
        };
        machine.heap.each_holding(&mut |holder, to| {
            add(to, &|| self.heap_holder(&holder));
        });
        machine.each_root(&mut |root, to| add(to, &|| self.root_holder(root)));
        holders
    }

    fn heap_holder(&self, holder: &HeapHolder<Label>) -> Holder {
        let machine = self.machine;
        match *holder {
            HeapHolder::Body { object, label } => {
                let text = label_text(machine, object, label);
                if machine.main_namespace() == Some(object) {
                    let name = text.trim_matches(['[', ']', '\'']);
                    return interpreter(format!("name {name}"));
                }
                Holder {
                    who: HolderKind::Object(serial(machine, object)),
                    label: text,
                }
            }
            HeapHolder::Type { instance } => Holder {
                who: HolderKind::Object(serial(machine, instance)),
                label: "__class__".to_owned(),
            },
            HeapHolder::Deallocation => interpreter("given up by a dying object".to_owned()),
            HeapHolder::Call => interpreter("held for the length of a call".to_owned()),
        }
    }

    fn root_holder(&self, root: Root) -> Holder {
        let number = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        match root {
            Root::Local(frame, label) => {
                let calls = self.machine.calls();
                let name = match (calls.get(frame), label) {
                    (Some(call), Label::Local(slot)) => {
                        let names = &call.frame.code.spec.varnames;
                        let slot = usize::try_from(slot).unwrap_or(usize::MAX);
                        names.get(slot).map(|(name, _)| name.to_string())
                    }
                    _ => None,
                };
                Holder {
                    who: HolderKind::Local(number(frame)),
                    label: name.unwrap_or_else(|| "local".to_owned()),
                }
            }
            Root::Stack(frame, place) => Holder {
                who: HolderKind::Stack(number(frame)),
                label: format!("evaluation stack, entry {place}"),
            },
            Root::Frame(frame, what) => interpreter(format!("{what} of frame {frame}")),
            Root::Handled => interpreter("exception being handled".to_owned()),
            Root::Rust => interpreter("C function that is running".to_owned()),
            Root::Interpreter(what) => interpreter(what.to_owned()),
        }
    }
}

fn interpreter(label: String) -> Holder {
    Holder {
        who: HolderKind::Interpreter,
        label,
    }
}

/// `type(x).__name__`.
pub fn type_name(machine: &Machine, r: Ref) -> &str {
    let name = machine.type_name(r);
    name.rsplit('.').next().unwrap_or(name)
}

/// Names of the module in order of definition.
pub fn names(machine: &Machine) -> Vec<(String, Ref)> {
    let Some(Payload::Dict(names)) = machine.main_namespace().map(|dict| machine.payload(dict))
    else {
        return Vec::new();
    };
    let entries = names.iter().filter_map(|(_, entry)| {
        let name = machine.str_of(entry.key)?;
        Some((name.to_owned(), entry.value))
    });
    entries.collect()
}

/// Attributes of an instance in the order in which it got them, wherever they are stored.
fn attributes(machine: &Machine, r: Ref) -> Vec<(String, Ref)> {
    let body = machine.heap.body(r);
    let mut found = Vec::new();
    let Some(attrs) = &body.attrs else {
        return found;
    };
    let mut add = |label: Label, to: Ref| match label {
        Label::Field("__dict__") => {
            if let Payload::Dict(dict) = machine.payload(to) {
                for (_, entry) in dict.iter() {
                    let name = machine.str_of(entry.key).unwrap_or_default();
                    found.push((name.to_owned(), entry.value));
                }
            }
        }
        label => found.push((label_text(machine, r, label), to)),
    };
    attrs.each_slot(&mut add);
    attrs.each_attribute(&mut add);
    found
}

pub fn generation(generation: heap::Gen) -> Generation {
    match generation {
        heap::Gen::Young => Generation::Zero,
        heap::Gen::Middle => Generation::One,
        heap::Gen::Old => Generation::Two,
        heap::Gen::Permanent => Generation::Permanent,
    }
}

/// What the running collection thinks of an object: in which list it is, and how far the stages are.
fn fate(machine: &Machine, r: Ref) -> Option<Fate> {
    let collection = machine.heap.collection()?;
    let list = machine.heap.gc_list_of(r)?;
    if list == collection.unreachable && list != collection.base {
        return Some(match collection.phase {
            Phase::Start
            | Phase::Mark
            | Phase::UpdateRefs
            | Phase::SubtractRefs
            | Phase::MoveUnreachable => Fate::TentativelyUnreachable,
            Phase::Promote
            | Phase::LegacyFinalizers
            | Phase::HandleWeakrefs
            | Phase::FinalizeGarbage
            | Phase::HandleResurrected
            | Phase::DeleteGarbage
            | Phase::HandleLegacyFinalizers
            | Phase::Stop => Fate::Unreachable,
        });
    }
    match list {
        GcList::Finalizers => return Some(Fate::Uncollectable),
        GcList::Unreachable
        | GcList::FinalUnreachable
        | GcList::Seen
        | GcList::WeakrefCallbacks => {
            return Some(Fate::Unreachable);
        }
        GcList::Generation0
        | GcList::Generation1
        | GcList::Generation2
        | GcList::Permanent
        | GcList::Increment
        | GcList::Reached => {}
    }
    if list != collection.base {
        return None;
    }
    match (machine.heap.gc_refs(r), collection.phase) {
        (Some(_), _) => Some(Fate::Candidate),
        (None, Phase::MoveUnreachable | Phase::Promote) => Some(Fate::Reachable),
        (None, _) => None,
    }
}
