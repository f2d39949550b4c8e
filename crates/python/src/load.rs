//! Compiled code becomes code objects: constants and names get their place on the heap.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use heap::{Immortal, Ref};

use crate::code::{CodeSpec, Const};
use crate::machine::Machine;
use crate::objects::Payload;
use crate::objects::function::Code;
use crate::types::TypeId;
use crate::version::Version;

/// The constants of one compilation unit: equal ones are one object (`const_cache`).
#[derive(Default)]
struct Unit {
    seen: BTreeMap<String, Ref>,
    /// The constants that the syntax tree holds, too, while it stays alive.
    in_tree: BTreeSet<String>,
    internal: bool,
    filename: Option<Ref>,
}

impl Machine {
    /// A code object for a compilation unit; a new reference. `script`: the syntax tree stays alive, and with
    /// it a reference to each constant of the source.
    pub fn load_code(
        &mut self,
        spec: &Rc<CodeSpec>,
        file: &str,
        script: bool,
        internal: bool,
    ) -> Ref {
        let filename = self.intern(file);
        let mut unit = Unit {
            internal,
            filename: Some(filename),
            ..Unit::default()
        };
        if script {
            note_tree(spec, self.facts.folds_on_tree, &mut unit.in_tree);
        }
        let code = self.load(spec, &mut unit);
        for (_, r) in std::mem::take(&mut unit.seen) {
            self.decref(r);
        }
        self.decref(filename);
        code
    }

    fn load(&mut self, spec: &Rc<CodeSpec>, unit: &mut Unit) -> Ref {
        // Python 2 looks for equal constants within one code object only.
        let outer = self.facts.python_2.then(|| std::mem::take(&mut unit.seen));
        let code = self.load_parts(spec, unit);
        if let Some(outer) = outer {
            for (_, r) in std::mem::replace(&mut unit.seen, outer) {
                self.decref(r);
            }
        }
        code
    }

    fn load_parts(&mut self, spec: &Rc<CodeSpec>, unit: &mut Unit) -> Ref {
        let mut consts = Vec::with_capacity(spec.consts.len());
        for entry in &spec.consts {
            let r = match &entry.value {
                Const::Code(inner) => self.load(inner, unit),
                // The compiler found equal ones already; folded ones stay apart.
                value if self.facts.python_2 => self.new_const(format!("{value:?}"), value, unit),
                value => self.unit_const(value, unit),
            };
            consts.push(r);
        }
        let names = spec.names.iter().map(|n| self.intern_name(n)).collect();
        let varnames = spec
            .varnames
            .iter()
            .map(|(n, _)| self.intern_name(n))
            .collect();
        let code = Code {
            spec: spec.clone(),
            consts,
            names,
            varnames,
            name: self.intern_name(&spec.name),
            qualname: if self.facts.python_2 {
                self.intern(&spec.name)
            } else {
                self.intern(&spec.qualname)
            },
            filename: match unit.filename {
                Some(f) => self.newref(f),
                None => self.intern("?"),
            },
            internal: unit.internal,
        };
        self.make(TypeId::Code, Payload::Code(Rc::new(code)))
    }

    /// A name in code (`intern_strings` of `Objects/codeobject.c`): from 3.12 on it lives to the end.
    fn intern_name(&mut self, name: &str) -> Ref {
        let name = self.intern(name);
        if self.facts.immortal && !self.heap.is_immortal(name) {
            self.heap.make_immortal(name, Immortal::Heap);
        }
        name
    }

    fn unit_const(&mut self, value: &Const, unit: &mut Unit) -> Ref {
        let key = format!("{value:?}");
        match unit.seen.get(&key) {
            Some(&r) => self.newref(r),
            None => self.new_const(key, value, unit),
        }
    }

    /// A new object for a constant, which is known by this key from now on.
    fn new_const(&mut self, key: String, value: &Const, unit: &mut Unit) -> Ref {
        let r = match value {
            Const::None => self.none(),
            Const::Bool(b) => self.bool(*b),
            Const::Ellipsis => self.newref(self.interp.ellipsis),
            Const::Int(i) => self.new_bigint(i.clone()),
            Const::Long(i) => self.new_long(i.clone()),
            Const::Unicode(s) => self.new_unicode(s),
            Const::Float(f) => self.new_float(*f),
            Const::Complex(re, im) => {
                self.make(TypeId::Complex, Payload::Complex(Box::new((*re, *im))))
            }
            Const::Str(s) if is_name_like(s) => self.intern(s),
            Const::Str(s) => self.new_str(s),
            Const::Bytes(b) => self.new_bytes(b),
            Const::Tuple(items) => {
                let items = items.iter().map(|i| self.unit_const(i, unit)).collect();
                self.new_tuple_tracked(items)
            }
            Const::FrozenSet(items) => {
                let set = self.new_set(true);
                for item in items {
                    let item = self.unit_const(item, unit);
                    // Constants are hashable, and their equality runs no Python code.
                    let added = self.set_add(set, item);
                    debug_assert!(added.is_ok(), "a constant of a frozenset is hashable");
                    self.decref(item);
                }
                // merge_consts_recursive: up to 3.13 the set is made again from its own order.
                if self.facts.folds_on_tree {
                    self.remade_set(set)
                } else {
                    set
                }
            }
            Const::Slice(parts) => {
                let [a, b, c] = &**parts;
                let parts = [
                    self.unit_const(a, unit),
                    self.unit_const(b, unit),
                    self.unit_const(c, unit),
                ];
                self.new_slice(parts)
            }
            Const::Code(inner) => self.load(inner, unit),
        };
        if unit.in_tree.contains(&key) && !self.heap.is_immortal(r) {
            // The parser of 3.12 and 3.13 gives the tree's memory bytes twice (`_PyPegen_concatenate_strings`).
            let twice = matches!(value, Const::Bytes(_))
                && matches!(self.version, Version::V3_12 | Version::V3_13);
            for _ in 0..=usize::from(twice) {
                self.incref(r);
                self.interp.tree_constants.push(r);
            }
        }
        self.incref(r);
        if let Some(known) = unit.seen.insert(key, r) {
            self.decref(known);
        }
        r
    }
}

/// Notes every constant that the syntax tree holds, too: up to 3.13 also what is folded on it, and then the parts of
/// what is folded.
fn note_tree(spec: &CodeSpec, folded: bool, in_tree: &mut BTreeSet<String>) {
    for entry in &spec.consts {
        match &entry.value {
            Const::Code(inner) => note_tree(inner, folded, in_tree),
            value => {
                if entry.in_tree {
                    in_tree.insert(format!("{value:?}"));
                }
                if folded {
                    note_parts(value, in_tree);
                }
            }
        }
    }
    in_tree.extend(spec.literals.iter().map(|value| format!("{value:?}")));
}

fn note_parts(value: &Const, in_tree: &mut BTreeSet<String>) {
    if let Const::Tuple(items) | Const::FrozenSet(items) = value {
        for item in items {
            in_tree.insert(format!("{item:?}"));
            note_parts(item, in_tree);
        }
    }
}

impl Machine {
    /// A frozenset with the same members, added in the order of the old one's table. Takes the old one over.
    fn remade_set(&mut self, set: Ref) -> Ref {
        let members: Vec<Ref> = self
            .set(set)
            .map(|s| s.members().map(|(_, r)| r).collect())
            .unwrap_or_default();
        let new = self.new_set(true);
        for r in members {
            let added = self.set_add(new, r);
            debug_assert!(added.is_ok(), "a constant of a frozenset is hashable");
        }
        self.decref(set);
        new
    }
}

/// `all_name_chars`: such constants are interned.
fn is_name_like(s: &str) -> bool {
    s.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
