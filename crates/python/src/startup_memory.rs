//! What the start of the interpreter and the compilation of the program leave behind in the allocator: pools that other
//! objects live in, and dead objects in free lists.
//!
//! The numbers follow from what `Python/symtable.c` and `Python/compile.c` hold at the same time: two lists and a dict
//! for each block of the symbol table, five or six dicts for each code unit under construction, and in the cache of
//! constants (`_PyCode_ConstantKey`) a pair for each constant that is no name, number or code, and a tuple of keys for
//! each tuple. All of it dies before the program begins.

use std::collections::HashSet;

use heap::SMALL_REQUEST;

use crate::code::{CodeSpec, Const};
use crate::machine::Machine;
use crate::objects::tuple::Tuple;
use crate::objects::{Body, Payload};
use crate::types::TypeId;
use crate::version::Version;

/// Lists and dicts that lie ready when a program begins under 2.7, which no collection throws away: measured.
const READY_IN_TWO: [usize; 2] = [68, 50];

/// Lists, dicts and tuples of one item that are there besides: `gc.garbage`, `gc.callbacks` and the namespace of `gc`
/// are older than the program in a real process, not here; the tuples held arguments of the start-up.
const OLDER: [usize; 3] = [2, 1, 2];

/// What the compiler held at the same time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct CompilerHeld {
    /// Blocks of the symbol table.
    pub blocks: usize,
    /// Code units inside one another.
    pub units: usize,
}

impl Machine {
    /// Dead objects in the free lists, and one block of every size class that stays in use.
    pub(crate) fn leave_startup_memory(&mut self, spec: &CodeSpec, held: CompilerHeld) {
        let step = self.heap.facts().pymalloc.alignment;
        for bytes in (step..=SMALL_REQUEST).step_by(step as usize) {
            // It belongs to the interpreter, to the end.
            let _ = self.heap.malloc(bytes);
        }
        // What the recordings of 3.14.2 were made with collects before it runs a program.
        if self.version == Version::V3_14_2 {
            return;
        }
        let more = if self.facts.python_2 { [0; 3] } else { OLDER };
        self.pass_through_compiler(spec, held, more);
    }

    /// What a compilation leaves in the free lists: room for all it held at the same time, and so many more.
    pub(crate) fn pass_through_compiler(
        &mut self,
        spec: &CodeSpec,
        held: CompilerHeld,
        more: [usize; 3],
    ) {
        let ([lists, dicts], mut tuples) = if self.facts.python_2 {
            (READY_IN_TWO, [0; 21])
        } else {
            (self.held_for(held), ConstantKeys::of(spec).tuples)
        };
        let list = Payload::List(Box::default());
        self.leave_in_free_list(TypeId::List, list, lists + more[0]);
        let dict = Payload::Dict(Box::new(self.empty_dict()));
        self.leave_in_free_list(TypeId::Dict, dict, dicts + more[1]);
        tuples[1] += more[2];
        for (length, count) in tuples.into_iter().enumerate().filter(|(_, n)| *n > 0) {
            let items = vec![self.interp.none; length];
            let tuple = Payload::Tuple(Box::new(Tuple { items }));
            self.leave_in_free_list(TypeId::Tuple, tuple, count);
        }
    }

    /// Leaves the memory of so many objects like this one, which nobody saw, in its free list.
    fn leave_in_free_list(&mut self, id: TypeId, like: Payload, count: usize) {
        let layout = self.layout(self.type_ref(id), &Body::new(like));
        let _ = self.heap.park_unseen(layout, count);
    }

    /// Lists and dicts.
    fn held_for(&self, held: CompilerHeld) -> [usize; 2] {
        let per_unit = if self.at_least(Version::V3_12) { 6 } else { 5 };
        let more = usize::from(self.at_least(Version::V3_14_2));
        [
            2 * held.blocks + more,
            held.blocks + 1 + per_unit * held.units,
        ]
    }
}

/// The keys in the compiler's cache of constants.
struct ConstantKeys {
    seen: HashSet<String>,
    /// How many tuples of each length they take.
    tuples: [usize; 21],
}

impl ConstantKeys {
    fn of(spec: &CodeSpec) -> Self {
        let mut keys = Self {
            seen: HashSet::new(),
            tuples: [0; 21],
        };
        keys.code(spec);
        keys
    }

    fn code(&mut self, spec: &CodeSpec) {
        for entry in &spec.consts {
            self.constant(&entry.value);
        }
        let consts: Vec<Const> = spec.consts.iter().map(|c| c.value.clone()).collect();
        let texts = |names: Vec<std::rc::Rc<str>>| names.into_iter().map(Const::Str).collect();
        self.constant(&Const::Tuple(consts));
        self.constant(&Const::Tuple(texts(spec.names.clone())));
        self.constant(&Const::Tuple(texts(
            spec.varnames.iter().map(|(name, _)| name.clone()).collect(),
        )));
        for bytes in [
            format!("code {:?}", spec.code),
            format!("lines {:?}", spec.positions),
            format!("handlers {:?}", spec.handlers),
        ] {
            self.pair(bytes);
        }
    }

    fn pair(&mut self, key: String) -> bool {
        let new = self.seen.insert(key);
        self.tuples[2] += usize::from(new);
        new
    }

    fn constant(&mut self, value: &Const) {
        match value {
            Const::Code(inner) => self.code(inner),
            Const::None
            | Const::Ellipsis
            | Const::Int(_)
            | Const::Long(_)
            | Const::Str(_)
            | Const::Unicode(_) => {}
            Const::Tuple(items) => {
                if self.pair(format!("{value:?}")) {
                    if let Some(count) = self.tuples.get_mut(items.len())
                        && !items.is_empty()
                    {
                        *count += 1;
                    }
                    for item in items {
                        if !matches!(item, Const::Code(_)) {
                            self.constant(item);
                        }
                    }
                }
            }
            _ => {
                self.pair(format!("{value:?}"));
            }
        }
    }
}
