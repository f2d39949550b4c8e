//! Which objects are the program's, and which belong to the interpreter.
//!
//! The program's are those that its names, frames and running calls lead to, and those that nothing leads to: its
//! garbage. What only the interpreter leads to is machinery: namespaces of modules, constants of code, what the
//! modules that Heapscope brings keep for themselves.

use heap::{Holder, Object as _, Ref};
use python::{Label, Machine, Payload, Root};

use super::kind::Parts;
use super::ref_set::RefSet;

/// Whose an object is.
pub struct Ownership {
    program: RefSet,
    interpreter: RefSet,
}

impl Ownership {
    pub fn find(machine: &Machine, parts: &Parts) -> Self {
        Self {
            program: reach(machine, parts, Whose::Program),
            interpreter: reach(machine, parts, Whose::Interpreter),
        }
    }

    /// Whether an object is the interpreter's.
    pub fn is_machinery(&self, machine: &Machine, parts: &Parts, r: Ref) -> bool {
        let hidden = parts.hidden.contains(r) || parts.class_dicts.contains(r);
        // Immortal things made on the way: descriptors of built-in types, interned names.
        let immortal = machine.heap.is_immortal(r);
        let theirs = self.interpreter.contains(r) && !self.program.contains(r);
        !machine.is_young(r) || hidden || immortal || theirs
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Program,
    Interpreter,
}

/// Everything that the roots of one side lead to.
fn reach(machine: &Machine, parts: &Parts, whose: Whose) -> RefSet {
    let mut reached = RefSet::default();
    let mut todo = Vec::new();
    machine.each_root(&mut |root, r| {
        if side(machine, root) == whose {
            todo.push(r);
        }
    });
    match whose {
        Whose::Program => {
            if let Some(Payload::Dict(main)) = machine.main_namespace().map(|r| machine.payload(r))
            {
                todo.extend(main.iter().map(|(_, entry)| entry.value));
            }
            for call in machine
                .calls()
                .iter()
                .filter(|call| !call.frame.code.internal)
            {
                todo.extend(
                    call.locals
                        .iter()
                        .chain(call.stack)
                        .filter_map(|slot| slot.get()),
                );
            }
            // What a dying object has given up and not yet released.
            machine.heap.each_holding(&mut |holder, r| {
                if matches!(holder, Holder::Deallocation | Holder::Call) {
                    todo.push(r);
                }
            });
        }
        Whose::Interpreter => {}
    }
    while let Some(r) = todo.pop() {
        let passes = match whose {
            Whose::Program => machine.is_young(r) && !parts.hidden.contains(r),
            Whose::Interpreter => machine.main_namespace() != Some(r),
        };
        if !reached.insert(r) || !passes {
            continue;
        }
        machine.heap.body(r).holds(&mut |label, to| {
            if whose == Whose::Interpreter || leads_on(label) {
                todo.push(to);
            }
        });
        if machine.heap.holds_type(r) {
            todo.push(machine.class_of(r));
        }
    }
    reached
}

/// Whether a reference leads to more of the program's own: not from a function to the interpreter's namespaces, nor from
/// a class to where it stands among the others.
fn leads_on(label: Label) -> bool {
    !matches!(
        label,
        Label::Const(_)
            | Label::Field(
                "__globals__"
                    | "__builtins__"
                    | "__code__"
                    | "__mro__"
                    | "__bases__"
                    | "__base__"
                    | "tp_subclasses"
                    | "f_globals"
                    | "f_builtins"
                    | "gi_code"
                    | "f_code"
            )
    )
}

fn side(machine: &Machine, root: Root) -> Whose {
    match root {
        Root::Local(frame, _) | Root::Stack(frame, _) => {
            let internal = machine
                .calls()
                .get(frame)
                .is_some_and(|call| call.frame.code.internal);
            if internal {
                Whose::Interpreter
            } else {
                Whose::Program
            }
        }
        Root::Handled | Root::Rust => Whose::Program,
        Root::Frame(_, "new object" | "frame object") => Whose::Program,
        Root::Interpreter("gc.garbage" | "gc.callbacks" | "atexit") => Whose::Program,
        Root::Frame(..) | Root::Interpreter(_) => Whose::Interpreter,
    }
}
