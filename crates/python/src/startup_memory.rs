//! What the start of the interpreter and the compilation of the program leave behind in the allocator: pools that other
//! objects live in, and dead objects in free lists.
//!
//! The numbers follow from what `Python/symtable.c` and `Python/compile.c` hold at the same time: two lists and a dict
//! for each block of the symbol table, five or six dicts for each code unit under construction, and in the cache of
//! constants (`_PyCode_ConstantKey`) a pair for each constant that is no name, number or code, and a tuple of keys for
//! each tuple. All of it dies before the program begins.

use std::collections::HashSet;

use heap::SMALL_REQUEST;

use crate::code::{CodeSpec, Const, Handler, Position};
use crate::machine::Machine;
use crate::objects::tuple::Tuple;
use crate::objects::{Body, Payload};
use crate::opcode::Instr;
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
#[derive(Default)]
struct ConstantKeys<'a> {
    seen: HashSet<String>,
    codes: Vec<&'a CodeSpec>,
    instructions: Vec<&'a [Instr]>,
    lines: Vec<&'a [Position]>,
    handlers: Vec<&'a [Handler]>,
    /// How many tuples of each length they take.
    tuples: [usize; 21],
}

impl<'a> ConstantKeys<'a> {
    fn of(spec: &'a CodeSpec) -> Self {
        let mut keys = Self::default();
        keys.code(spec);
        keys
    }

    fn code(&mut self, spec: &'a CodeSpec) {
        let values = || spec.consts.iter().map(|entry| &entry.value);
        for value in values() {
            self.constant(value);
        }
        let consts = self.tuple_key(values());
        self.tuple(consts, values());
        let names = joined(spec.names.iter().map(|name| text_key(name)));
        self.tuple_of_texts(names, spec.names.len());
        let varnames = joined(spec.varnames.iter().map(|(name, _)| text_key(name)));
        self.tuple_of_texts(varnames, spec.varnames.len());
        // What lies in `bytes` there.
        for new in [
            is_new(&mut self.instructions, &spec.code),
            is_new(&mut self.lines, &spec.positions),
            is_new(&mut self.handlers, &spec.handlers),
        ] {
            self.tuples[2] += usize::from(new);
        }
    }

    /// The key of a constant: code is compared, not shown.
    fn key(&mut self, value: &'a Const) -> String {
        match value {
            Const::Code(code) => {
                let code: &CodeSpec = code;
                let known = self.codes.iter().position(|known| *known == code);
                let number = known.unwrap_or_else(|| {
                    self.codes.push(code);
                    self.codes.len() - 1
                });
                format!("code {number}")
            }
            Const::Tuple(items) => self.tuple_key(items),
            Const::Str(text) => text_key(text),
            value => format!("{value:?}"),
        }
    }

    fn tuple_key(&mut self, items: impl IntoIterator<Item = &'a Const>) -> String {
        joined(items.into_iter().map(|item| self.key(item)))
    }

    fn pair(&mut self, key: String) -> bool {
        let new = self.seen.insert(key);
        self.tuples[2] += usize::from(new);
        new
    }

    fn tuple(&mut self, key: String, items: impl ExactSizeIterator<Item = &'a Const>) {
        if self.tuple_of_texts(key, items.len()) {
            for item in items.filter(|item| !matches!(item, Const::Code(_))) {
                self.constant(item);
            }
        }
    }

    /// A tuple whose items need no keys of their own. False if it is known.
    fn tuple_of_texts(&mut self, key: String, length: usize) -> bool {
        let new = self.pair(key);
        if new
            && length > 0
            && let Some(count) = self.tuples.get_mut(length)
        {
            *count += 1;
        }
        new
    }

    fn constant(&mut self, value: &'a Const) {
        match value {
            Const::Code(inner) => self.code(inner),
            Const::None
            | Const::Ellipsis
            | Const::Int(_)
            | Const::Long(_)
            | Const::Str(_)
            | Const::Unicode(_) => {}
            Const::Tuple(items) => {
                let key = self.key(value);
                self.tuple(key, items.iter());
            }
            _ => {
                let key = self.key(value);
                self.pair(key);
            }
        }
    }
}

fn text_key(text: &str) -> String {
    format!("{text:?}")
}

fn joined(items: impl Iterator<Item = String>) -> String {
    format!("({})", items.collect::<Vec<_>>().join(","))
}

/// Notes a piece of code, unless an equal one is known.
fn is_new<'a, T: PartialEq>(known: &mut Vec<&'a [T]>, new: &'a [T]) -> bool {
    let is_new = !known.contains(&new);
    if is_new {
        known.push(new);
    }
    is_new
}
