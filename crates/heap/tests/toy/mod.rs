//! Toy objects on a heap, driven by a line-based language, and a log of what happened.
//!
//! ```text
//! a = node            a collectable object with attributes, bound to the name a
//! a = node dies       the same, with a finalizer that says so; `saves`: it binds the object to `saved`
//! t = tuple a b       has no tp_clear; untracked when it holds only atoms
//! d = dict a b        untracked by full collections up to 3.13
//! x = atom            not collectable
//! w = weak a          shared, without a callback; `w = weak a cb`: with one
//! a.x = b             an attribute          del a.x
//! b = a               one more name         del a
//! collect 2           gc.collect(2)
//! show                counts, lists and who holds what
//! trace on            log every event of the collector
//! ```
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use heap::{
    Block, Event, Facts, GcEvent, GcPhase, Heap, Layout, Object, Ref, Runtime, Serial, UntrackRule,
    Weak,
};

/// What is behind the header of a toy.
#[derive(Clone, Debug)]
pub enum Toy {
    Freed,
    Atom,
    Node {
        attributes: Vec<(u32, Ref)>,
        values: Option<Block>,
    },
    Tuple(Vec<Ref>),
    Dict(Vec<Ref>),
    Weak(Weak),
}

impl Object for Toy {
    type Label = u32;

    fn freed() -> Self {
        Toy::Freed
    }

    fn traverse(&self, visit: &mut dyn FnMut(u32, Ref)) {
        match self {
            Toy::Freed | Toy::Atom => {}
            Toy::Node { attributes, .. } => attributes.iter().for_each(|&(name, r)| visit(name, r)),
            Toy::Tuple(items) => items
                .iter()
                .enumerate()
                .rev()
                .for_each(|(i, &r)| visit(i as u32, r)),
            Toy::Dict(items) => (0..).zip(items).for_each(|(i, &r)| visit(i, r)),
            Toy::Weak(weak) => weak.callback.into_iter().for_each(|r| visit(0, r)),
        }
    }

    fn holds(&self, visit: &mut dyn FnMut(u32, Ref)) {
        self.traverse(visit);
    }

    fn clear(&mut self, released: &mut Vec<Ref>) {
        let mut blocks = Vec::new();
        match self {
            Toy::Node { attributes, .. } => released.extend(attributes.drain(..).map(|(_, r)| r)),
            Toy::Dict(_) | Toy::Weak(_) => self.release(released, &mut blocks),
            Toy::Freed | Toy::Atom | Toy::Tuple(_) => {}
        }
    }

    fn release(&mut self, released: &mut Vec<Ref>, blocks: &mut Vec<Block>) {
        match self {
            Toy::Freed | Toy::Atom => {}
            Toy::Node { attributes, values } => {
                released.extend(attributes.drain(..).map(|(_, r)| r));
                blocks.extend(values.take());
            }
            Toy::Tuple(items) => released.extend(items.drain(..).rev()),
            Toy::Dict(items) => released.append(items),
            Toy::Weak(weak) => released.extend(weak.callback.take()),
        }
    }

    fn weak(&self) -> Option<Weak> {
        match self {
            Toy::Weak(weak) => Some(*weak),
            Toy::Freed | Toy::Atom | Toy::Node { .. } | Toy::Tuple(_) | Toy::Dict(_) => None,
        }
    }

    fn clear_weak(&mut self) -> Option<Ref> {
        self.forget_referent();
        match self {
            Toy::Weak(weak) => weak.callback.take(),
            Toy::Freed | Toy::Atom | Toy::Node { .. } | Toy::Tuple(_) | Toy::Dict(_) => None,
        }
    }

    fn forget_referent(&mut self) {
        if let Toy::Weak(weak) = self {
            weak.referent = None;
        }
    }

    fn untrack_rule(&self) -> UntrackRule {
        match self {
            Toy::Tuple(_) => UntrackRule::Tuple,
            Toy::Dict(_) => UntrackRule::Dict,
            Toy::Freed | Toy::Atom | Toy::Node { .. } | Toy::Weak(_) => UntrackRule::Never,
        }
    }

    fn has_clear(&self) -> bool {
        !matches!(self, Toy::Tuple(_))
    }
}

pub const NODE: Layout = Layout {
    bytes: 64,
    pre: 16,
    gc: true,
    freelist: None,
    holds_type: false,
};
pub const ATOM: Layout = Layout {
    bytes: 32,
    pre: 0,
    gc: false,
    freelist: None,
    holds_type: false,
};

/// What a finalizer does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Finalizer {
    Says,
    Saves,
}

/// A process full of toys: the names of the program are its roots.
pub struct World {
    pub heap: Heap<Toy>,
    pub names: BTreeMap<String, Ref>,
    /// First name of each object, and what it does when it dies.
    pub called: BTreeMap<Serial, String>,
    pub finalizers: BTreeMap<Serial, Finalizer>,
    attribute_names: Vec<String>,
    pub log: String,
    pub tracing: bool,
    pub saveall: bool,
    pub garbage: Vec<Ref>,
    legacy: bool,
}

impl World {
    pub fn new(facts: Facts) -> Self {
        World {
            legacy: facts.finalizers == heap::Finalizers::Legacy,
            heap: Heap::new(facts),
            names: BTreeMap::new(),
            called: BTreeMap::new(),
            finalizers: BTreeMap::new(),
            attribute_names: Vec::new(),
            log: String::new(),
            tracing: false,
            saveall: false,
            garbage: Vec::new(),
        }
    }

    pub fn run(&mut self, program: &str) -> &mut Self {
        for line in program
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
        {
            self.line(line);
            heap::audit(self).unwrap_or_else(|wrong| panic!("after `{line}`: {wrong:?}"));
        }
        self
    }

    fn line(&mut self, line: &str) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            ["del", target] => match target.split_once('.') {
                Some((object, attribute)) => self.set_attribute(object, attribute, None),
                None => {
                    let r = self.names.remove(target).unwrap();
                    heap::decref(self, r);
                }
            },
            ["collect", generation] => {
                let outcome = heap::collect(self, generation.parse().unwrap());
                writeln!(
                    self.log,
                    "collect({generation}) = {}",
                    outcome.unreachable()
                )
                .unwrap();
            }
            ["show"] => self.show(),
            ["trace", state] => self.tracing = state == "on",
            ["saveall"] => self.saveall = true,
            ["drop", "garbage"] => {
                for r in std::mem::take(&mut self.garbage) {
                    heap::decref(self, r);
                }
            }
            [target, "=", ref value @ ..] => match target.split_once('.') {
                Some((object, attribute)) => {
                    let value = self.names[value[0]];
                    self.set_attribute(object, attribute, Some(value));
                }
                None => {
                    let value = self.value(target, value);
                    if let Some(old) = self.names.insert(target.to_string(), value) {
                        heap::decref(self, old);
                    }
                }
            },
            _ => panic!("what is `{line}`?"),
        }
    }

    /// A new reference.
    fn value(&mut self, target: &str, words: &[&str]) -> Ref {
        let (layout, body) = match words[0] {
            "node" => (
                NODE,
                Toy::Node {
                    attributes: Vec::new(),
                    values: None,
                },
            ),
            "atom" => (ATOM, Toy::Atom),
            "tuple" => (NODE, Toy::Tuple(self.all(&words[1..]))),
            "dict" => (NODE, Toy::Dict(self.all(&words[1..]))),
            "weak" => {
                let callback = words.get(2).map(|name| self.names[*name]);
                callback.into_iter().for_each(|r| self.heap.incref(r));
                (
                    NODE,
                    Toy::Weak(Weak {
                        referent: Some(self.names[words[1]]),
                        callback,
                    }),
                )
            }
            name => {
                let r = self.names[name];
                self.heap.incref(r);
                return r;
            }
        };
        let r = heap::alloc(self, &layout, None, body.clone()).unwrap();
        self.called.insert(self.heap.serial(r), target.to_string());
        match (&body, words.get(1)) {
            (Toy::Node { .. }, Some(&"dies")) => {
                self.finalizers.insert(self.heap.serial(r), Finalizer::Says);
            }
            (Toy::Node { .. }, Some(&"saves")) => {
                self.finalizers
                    .insert(self.heap.serial(r), Finalizer::Saves);
            }
            (Toy::Weak(weak), _) => {
                self.heap
                    .add_weakref(weak.referent.unwrap(), r, weak.callback.is_none());
            }
            _ => {}
        }
        heap::track(self, r);
        r
    }

    fn all(&mut self, names: &[&str]) -> Vec<Ref> {
        let all: Vec<Ref> = names.iter().map(|name| self.names[*name]).collect();
        all.iter().for_each(|&r| self.heap.incref(r));
        all
    }

    fn set_attribute(&mut self, object: &str, attribute: &str, value: Option<Ref>) {
        let name = match self
            .attribute_names
            .iter()
            .position(|name| name == attribute)
        {
            Some(name) => name,
            None => {
                self.attribute_names.push(attribute.to_string());
                self.attribute_names.len() - 1
            }
        };
        self.set(self.names[object], name as u32, value);
    }

    pub fn set(&mut self, object: Ref, name: u32, value: Option<Ref>) {
        value.into_iter().for_each(|r| self.heap.incref(r));
        let Toy::Node { attributes, .. } = self.heap.body_mut(object) else {
            return;
        };
        let at = attributes.iter().position(|&(other, _)| other == name);
        let old = match (at, value) {
            (Some(at), Some(value)) => Some(std::mem::replace(&mut attributes[at].1, value)),
            (Some(at), None) => Some(attributes.remove(at).1),
            (None, Some(value)) => {
                attributes.push((name, value));
                None
            }
            (None, None) => None,
        };
        if let Some(old) = old {
            heap::decref(self, old);
        }
    }

    pub fn name(&self, r: Ref) -> String {
        self.called
            .get(&self.heap.serial(r))
            .cloned()
            .unwrap_or_else(|| "?".to_string())
    }

    fn show(&mut self) {
        let mut text = String::new();
        let counts = self.heap.counts();
        writeln!(
            text,
            "get_count() = ({}, {}, {})",
            counts[0], counts[1], counts[2]
        )
        .unwrap();
        for generation in 0..3 {
            let names: Vec<String> = self
                .heap
                .generation(generation)
                .map(|r| self.name(r))
                .collect();
            if !names.is_empty() {
                writeln!(text, "  generation {generation}: {}", names.join(" ")).unwrap();
            }
        }
        for r in self.heap.live().collect::<Vec<_>>() {
            write!(text, "  {} count {}", self.name(r), self.heap.refcnt(r)).unwrap();
            let mut to: Vec<String> = Vec::new();
            self.heap
                .body(r)
                .holds(&mut |_, other| to.push(self.name(other)));
            if !to.is_empty() {
                write!(text, " -> {}", to.join(" ")).unwrap();
            }
            if let Some(weak) = self.heap.body(r).weak() {
                write!(
                    text,
                    " ~> {}",
                    weak.referent.map_or("dead".to_string(), |r| self.name(r))
                )
                .unwrap();
            }
            text.push('\n');
        }
        self.log.push_str(&text);
    }

    /// An event is told when the heap is in the state that it names.
    fn compare_with_heap(&self, event: GcEvent) {
        let list = |r| self.heap.gc_list_of(r);
        let Some(collection) = self.heap.collection() else {
            assert!(matches!(event, GcEvent::Stop { .. }));
            return;
        };
        match event {
            GcEvent::UpdateRefs { object: r, gc_refs }
            | GcEvent::SubtractRefs { to: r, gc_refs, .. } => {
                assert_eq!(
                    (self.heap.gc_refs(r), list(r)),
                    (Some(gc_refs), Some(collection.base))
                );
            }
            GcEvent::Unreachable { object } => {
                assert_eq!(
                    (self.heap.gc_refs(object), list(object)),
                    (Some(0), Some(collection.unreachable))
                );
            }
            GcEvent::Reachable { object } => {
                assert_eq!(
                    (self.heap.gc_refs(object), list(object)),
                    (None, Some(collection.base))
                );
            }
            GcEvent::Rescued { object, .. } => {
                assert_eq!(
                    (self.heap.gc_refs(object), list(object)),
                    (Some(1), Some(collection.base))
                );
            }
            GcEvent::Resurrected { object } | GcEvent::Survived { object } => {
                assert_eq!(
                    (self.heap.gc_refs(object), list(object)),
                    (None, Some(collection.old))
                );
            }
            _ => {}
        }
    }

    fn trace(&mut self, event: GcEvent) {
        let name = |r| self.name(r);
        let text = match event {
            GcEvent::Start { generation } => format!("start {generation}"),
            GcEvent::Merged { generation } => format!("merged into {generation}"),
            GcEvent::UpdateRefs { object, gc_refs } => {
                format!("update_refs {} {gc_refs}", name(object))
            }
            GcEvent::ImmortalMet { object } => format!("immortal {}", name(object)),
            GcEvent::SubtractRefs { from, to, gc_refs } => {
                format!("subtract_refs {} -> {} {gc_refs}", name(from), name(to))
            }
            GcEvent::MoveUnreachable => "move_unreachable".to_string(),
            GcEvent::Unreachable { object } => format!("unreachable {}", name(object)),
            GcEvent::Reachable { object } => format!("reachable {}", name(object)),
            GcEvent::Rescued {
                object,
                from,
                moved,
            } => {
                format!(
                    "rescued {} by {}{}",
                    name(object),
                    name(from),
                    if moved { ", moved" } else { "" }
                )
            }
            GcEvent::Marked { object } => format!("marked {}", name(object)),
            GcEvent::Increment { object } => format!("increment {}", name(object)),
            GcEvent::Promoted {
                generation,
                survivors,
            } => format!("promoted {survivors} to {generation}"),
            GcEvent::LegacyFinalizers { objects } => format!("legacy finalizers {objects}"),
            GcEvent::LegacyFinalizer { object } => format!("legacy finalizer {}", name(object)),
            GcEvent::HandleWeakrefs => "handle_weakrefs".to_string(),
            GcEvent::FinalizeGarbage => "finalize_garbage".to_string(),
            GcEvent::HandleResurrected => "handle_resurrected_objects".to_string(),
            GcEvent::Resurrected { object } => format!("resurrected {}", name(object)),
            GcEvent::DeleteGarbage { objects } => format!("delete_garbage {objects}"),
            GcEvent::Clear { object } => format!("clear {}", name(object)),
            GcEvent::Survived { object } => format!("survived {}", name(object)),
            GcEvent::Garbage { object } => format!("garbage {}", name(object)),
            GcEvent::FreelistsCleared => "freelists cleared".to_string(),
            GcEvent::Stop {
                collected,
                uncollectable,
                ..
            } => format!("stop {collected} {uncollectable}"),
        };
        writeln!(self.log, "  {text}").unwrap();
    }
}

impl Runtime for World {
    type Body = Toy;

    fn heap(&self) -> &Heap<Toy> {
        &self.heap
    }

    fn heap_mut(&mut self) -> &mut Heap<Toy> {
        &mut self.heap
    }

    fn has_finalizer(&self, object: Ref) -> bool {
        !self.legacy && self.finalizers.contains_key(&self.heap.serial(object))
    }

    fn has_legacy_finalizer(&self, object: Ref) -> bool {
        self.legacy && self.finalizers.contains_key(&self.heap.serial(object))
    }

    fn finalize(&mut self, object: Ref) {
        heap::audit(self).unwrap_or_else(|wrong| panic!("in a finalizer: {wrong:?}"));
        let name = self.name(object);
        writeln!(
            self.log,
            "__del__ {name}, count {}",
            self.heap.refcnt(object)
        )
        .unwrap();
        if self.finalizers[&self.heap.serial(object)] == Finalizer::Saves {
            self.heap.incref(object);
            if let Some(old) = self.names.insert(format!("saved_{name}"), object) {
                heap::decref(self, old);
            }
        }
        if self.heap.collection().is_some() {
            assert_eq!(
                heap::collect(self, 2).unreachable(),
                0,
                "collections do not nest"
            );
        }
    }

    fn weakref_callback(&mut self, weak: Ref, callback: Ref) {
        heap::audit(self).unwrap_or_else(|wrong| panic!("in a callback: {wrong:?}"));
        let dead = self
            .heap
            .body(weak)
            .weak()
            .is_some_and(|weak| weak.referent.is_none());
        let (weak, callback) = (self.name(weak), self.name(callback));
        writeln!(self.log, "{callback}({weak}), dead: {dead}").unwrap();
    }

    fn gc_callbacks(&mut self, phase: GcPhase, info: heap::CollectionInfo) {
        if self.tracing {
            writeln!(
                self.log,
                "  callbacks {phase:?} {} {}",
                info.collected, info.uncollectable
            )
            .unwrap();
        }
    }

    fn gc_saves_all(&self) -> bool {
        self.saveall
    }

    fn gc_garbage(&mut self, object: Ref) {
        self.heap.incref(object);
        self.garbage.push(object);
    }

    fn roots(&self, visit: &mut dyn FnMut(Ref)) {
        self.names
            .values()
            .chain(&self.garbage)
            .for_each(|&r| visit(r));
    }

    fn watching(&self) -> bool {
        true
    }

    fn saw(&mut self, event: Event) {
        if let Event::Gc(event) = event {
            self.compare_with_heap(event);
        }
        match event {
            Event::Gc(event) if self.tracing => self.trace(event),
            Event::Free { object, .. } => {
                let name = self.name(object);
                writeln!(self.log, "freed {name}").unwrap();
            }
            Event::Revived { object } => {
                let name = self.name(object);
                writeln!(self.log, "revived {name}").unwrap();
            }
            _ => {}
        }
    }
}

/// Runs a program and compares what was logged. Every line is audited.
#[track_caller]
pub fn check(facts: Facts, program: &str, picture: expect_test::Expect) {
    picture.assert_eq(&World::new(facts).run(program).log);
}
