//! Which objects are the program's, and which belong to the interpreter.

use std::collections::{HashMap, HashSet};

use heap::{Holder, Ref};
use python::{Machine, Root};

use super::kind::Parts;

/// Whose references an object's are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum By {
    Object(Ref),
    /// A frame's local, stack entry or exception, a running C function.
    Running,
    /// `gc.garbage` and what else a program can look into.
    Program,
    /// Named parts of the interpreter.
    Interpreter,
}

/// The holders of every object that was born during the run.
pub struct Held {
    pub holders: HashMap<Ref, Vec<By>>,
}

impl Held {
    pub fn find(machine: &Machine) -> Self {
        let mut holders: HashMap<Ref, Vec<By>> = HashMap::new();
        let mut add = |to: Ref, by: By| {
            if machine.is_young(to) {
                holders.entry(to).or_default().push(by);
            }
        };
        machine.heap.each_holding(&mut |holder, to| {
            let by = match holder {
                Holder::Body { object, .. } => By::Object(object),
                Holder::Type { instance } => By::Object(instance),
                Holder::Deallocation | Holder::Call => By::Running,
            };
            add(to, by);
        });
        machine.each_root(&mut |root, to| add(to, by_root(root)));
        Self { holders }
    }

    /// The program's objects: everything young, without what only the interpreter's own plumbing holds.
    pub fn machinery(&self, machine: &Machine, parts: &Parts, young: &[Ref]) -> HashSet<Ref> {
        let mut machinery: HashSet<Ref> = parts.hidden.clone();
        machinery.extend(&parts.class_dicts);
        // Class namespaces are hidden, but what the program puts into them is its own.
        let transparent = &parts.class_dicts;
        loop {
            let before = machinery.len();
            for r in young {
                if machinery.contains(r) {
                    continue;
                }
                let Some(holders) = self.holders.get(r) else {
                    continue;
                };
                let plumbing = holders.iter().all(|by| match by {
                    By::Object(owner) => {
                        let hidden = machinery.contains(owner) || !machine.is_young(*owner);
                        hidden && !transparent.contains(owner) && !is_main(machine, *owner)
                    }
                    By::Running | By::Program => false,
                    By::Interpreter => true,
                });
                if plumbing {
                    machinery.insert(*r);
                }
            }
            if machinery.len() == before {
                return machinery;
            }
        }
    }
}

/// The namespace of the program itself: what it holds is what the program named.
fn is_main(machine: &Machine, dict: Ref) -> bool {
    machine.main_namespace() == Some(dict)
}

fn by_root(root: Root) -> By {
    match root {
        Root::Local(..) | Root::Stack(..) | Root::Handled | Root::Rust => By::Running,
        Root::Frame(_, "new object" | "frame object") => By::Running,
        Root::Frame(..) => By::Interpreter,
        Root::Interpreter("gc.garbage" | "gc.callbacks" | "atexit") => By::Program,
        Root::Interpreter(_) => By::Interpreter,
    }
}
