//! In what the compilers of the Pythons differ: one named fact each, so that no other file compares versions.

use heap::Tell;

use super::warning::{EscapeWarnings, IdentityWarnings};
use crate::version::Version;

/// How `a and b` keeps the first value when it decides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ShortCircuit {
    /// JUMP_IF_FALSE_OR_POP (3.11).
    OrPop,
    /// COPY, POP_JUMP_IF_FALSE, POP_TOP (3.12, 3.13).
    Copy,
    /// The same, but a chain of jumps is threaded first (3.14+).
    ThreadedCopy,
}

/// Where a generator expression's outermost iterable becomes an iterator.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GeneratorIter {
    /// Where the expression stands.
    Outside,
    /// There and again inside, where inner loops ask twice, too (3.13.5).
    Twice,
    /// Inside, when the expression is called and before the generator is made: it keeps the iterable (3.15).
    Inside,
}

/// When a jump to a jump goes where that one goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Threading {
    /// If both are on one line (3.11).
    SameLine,
    /// Or if the second has no line (3.12).
    SameOrNoLine,
    /// Always, by a new instruction, and a NOP keeps the line of the first (3.13+).
    NewJump,
}

/// Where constants are folded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Folding {
    /// On the tree, before anything is compiled (3.11 to 3.13).
    Tree,
    /// In the flow graph (3.14+).
    Graph,
    /// In the finished bytecode: what is folded is a new constant each time, and what it was made of stays
    /// (`Python/peephole.c`, 2.7).
    Peephole,
}

heap::facts! {
/// The facts of one compiler.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CodegenFacts {
    /// Where constants are folded.
    pub folding: Folding,
    /// `co_consts[0]` is the docstring or None (up to 3.13).
    pub none_first_const: bool,
    /// Annotations are compiled into an `__annotate__` function (3.14+).
    pub lazy_annotations: bool,
    /// Comprehensions are inlined (3.12+).
    pub inlined_comprehensions: bool,
    /// LOAD_FAST_BORROW (3.14+).
    pub borrowed_loads: bool,
    /// LOAD_SMALL_INT (3.14+).
    pub small_int_loads: bool,
    /// BINARY_SLICE, STORE_SLICE (3.12+).
    pub slice_instructions: bool,
    /// Constant slices (3.14+).
    pub constant_slices: bool,
    /// LOAD_SUPER_ATTR (3.12+).
    pub super_instructions: bool,
    /// How `and` and `or` are compiled.
    pub short_circuit: ShortCircuit,
    /// TO_BOOL is an instruction of its own (3.13+); it is left out of what is emitted.
    pub to_bool: bool,
    /// Two `not` are none, and of two values stored into one local the first is dropped at once (3.13+).
    pub merges_more: bool,
    /// Short exits are copied to their jumps again after the blocks are optimized (3.12).
    pub inlines_exits_twice: bool,
    /// `with` loads `__exit__` and `__enter__` by LOAD_SPECIAL (3.14+).
    pub special_method_loads: bool,
    /// BUILD_CONST_KEY_MAP (up to 3.13).
    pub const_key_maps: bool,
    /// `all`, `any` and `tuple` of a generator expression are loops (3.14+).
    pub inlined_builtins: bool,
    /// `list(… for …)` and `set(… for …)` too (3.15).
    pub inlined_collections: bool,
    /// Class bodies store `__firstlineno__` and `__static_attributes__` (3.13+).
    pub class_metadata: bool,
    /// Docstrings lose their indentation (3.13+).
    pub clean_docstrings: bool,
    /// Where a generator expression's outermost iterable becomes an iterator.
    pub generator_iter: GeneratorIter,
    /// The test of a `while` loop is compiled a second time at its end (up to 3.13).
    pub inverted_while: bool,
    /// An exhausted loop ends with an instruction of its own, END_FOR (3.12+).
    pub end_for: bool,
    /// GET_ITER and the instructions of `with` have the place of the iterable and of the manager (3.12+),
    /// not of the statement.
    pub exact_statement_places: bool,
    /// Jumps out of statements do not look at the eval breaker, even when they go back (3.13+).
    pub uninterrupted_jumps: bool,
    /// Handlers stand at the end of the code (3.12+).
    pub cold_blocks_last: bool,
    /// When a jump to a jump goes where that one goes.
    pub threading: Threading,
    /// Lines are settled before the blocks are optimized (3.13+), not only after.
    pub lines_first: bool,
    /// A jump to a short exit becomes the exit even if that has a line (3.12+).
    pub inlines_lined_exits: bool,
    /// A block without a line that does not go on is copied to where it is jumped to from (3.13+).
    pub inlines_unlined_blocks: bool,
    /// The end of a loop without a line is copied for each jump to it (3.12+), as exits are.
    pub copies_loop_ends: bool,
    /// The jump after a condition has the place of the condition (3.12+), not of the statement.
    pub condition_places: bool,
    /// The end of a comprehension's loop has the place of its element (3.12+), not of the whole.
    pub comprehension_places: bool,
    /// The end of what is guarded is a NOP before lines are settled (3.13+), and leaves no trace then.
    pub early_pop_blocks: bool,
    /// A constant that is pushed and popped is nothing (3.12+).
    pub drops_popped_constants: bool,
    /// What is left of the items of a folded tuple has no place (3.14+), so that nothing is left.
    pub folded_items_vanish: bool,
    /// Copies of exits are made from the last jump to the first (3.11).
    pub copies_exits_backward: bool,
    /// An inlined comprehension in a class body saves all names that it mentions (3.12, 3.13).
    pub isolates_all_in_class: bool,
    /// An empty f-string is a constant (3.13+).
    pub constant_empty_fstring: bool,
    /// When a case has matched, the subject is dropped at the place of what follows (3.14+).
    pub success_has_next_place: bool,
    /// The handler that lets an exception out of a `with` stands before the one that drops it (3.11).
    pub with_cleanup_first: bool,
    /// Only unused constants at the end of `co_consts` are dropped (3.11).
    pub trims_trailing_consts: bool,
    /// What is said of escape sequences without a meaning.
    pub escape_warnings: EscapeWarnings,
    /// What is said of `x is 5`.
    pub identity_warnings: IdentityWarnings,
    /// The compiler warns of what is odd (not 2.7).
    pub warns: bool,
    /// The same warning is given once a line (3.13).
    pub warns_once_a_line: bool,
    /// What a parameter that is there twice is called.
    pub duplicate_parameter: &'static str,
    /// Leaving a `finally` block early is warned of, and its copy for exceptions is not (3.14+).
    pub finally_warnings: bool,
    /// A list comprehension is a loop in its place, whose variables stay (2.7).
    pub list_comprehensions_leak: bool,
    /// `except E as e` leaves `e` bound (2.7).
    pub handlers_keep_names: bool,
    /// A mapping after `**` without other keywords is handed on as it is (2.7).
    pub lone_mapping_is_passed: bool,
    /// Displays of constants are built item by item (2.7).
    pub displays_item_by_item: bool,
    /// Within a statement the line of an instruction is the last one that an expression before it began on (2.7).
    pub lines_only_advance: bool,
    /// How many statements can be nested (CO_MAXBLOCKS).
    pub max_blocks: usize,
}
}

impl CodegenFacts {
    /// The facts of a version.
    pub fn of(version: Version) -> Self {
        let facts = version.facts();
        let minor = match facts.version_info {
            (3, minor, _) => minor,
            _ => 11,
        };
        Self {
            folding: if facts.python_2 {
                Folding::Peephole
            } else if facts.folds_on_tree {
                Folding::Tree
            } else {
                Folding::Graph
            },
            none_first_const: facts.none_first_const,
            lazy_annotations: facts.lazy_annotations,
            inlined_comprehensions: facts.inlined_comprehensions,
            borrowed_loads: facts.borrowed_loads,
            small_int_loads: facts.small_int_loads,
            slice_instructions: facts.slice_instructions,
            constant_slices: facts.constant_slices,
            super_instructions: facts.super_instructions,
            short_circuit: match minor {
                ..=11 => ShortCircuit::OrPop,
                12 | 13 => ShortCircuit::Copy,
                _ => ShortCircuit::ThreadedCopy,
            },
            to_bool: minor >= 13,
            merges_more: minor >= 13,
            inlines_exits_twice: minor == 12,
            special_method_loads: minor >= 14,
            const_key_maps: minor <= 13 && !facts.python_2,
            inlined_builtins: minor >= 14,
            inlined_collections: minor >= 15,
            class_metadata: minor >= 13,
            clean_docstrings: minor >= 13,
            inverted_while: minor <= 13,
            end_for: minor >= 12,
            exact_statement_places: minor >= 12,
            uninterrupted_jumps: minor >= 13,
            cold_blocks_last: minor >= 12,
            threading: match minor {
                ..=11 => Threading::SameLine,
                12 => Threading::SameOrNoLine,
                _ => Threading::NewJump,
            },
            lines_first: minor >= 13,
            inlines_lined_exits: minor >= 12,
            inlines_unlined_blocks: minor >= 13,
            copies_loop_ends: minor >= 12,
            condition_places: minor >= 12,
            comprehension_places: minor >= 12,
            early_pop_blocks: minor >= 13,
            drops_popped_constants: minor >= 12,
            folded_items_vanish: minor >= 14,
            copies_exits_backward: minor <= 11,
            isolates_all_in_class: minor <= 13,
            constant_empty_fstring: minor >= 13,
            success_has_next_place: minor >= 14,
            with_cleanup_first: minor <= 11,
            trims_trailing_consts: minor <= 11,
            escape_warnings: match minor {
                ..=11 => EscapeWarnings::None,
                12 => EscapeWarnings::AtLiteral,
                13 => EscapeWarnings::AtEscape,
                _ => EscapeWarnings::WithAdvice,
            },
            identity_warnings: match minor {
                ..=11 => IdentityWarnings::Plain,
                _ => IdentityWarnings::WithType,
            },
            warns: !facts.python_2,
            warns_once_a_line: minor == 13,
            duplicate_parameter: if minor >= 15 { "parameter" } else { "argument" },
            finally_warnings: minor >= 14,
            list_comprehensions_leak: facts.python_2,
            handlers_keep_names: facts.python_2,
            lone_mapping_is_passed: facts.python_2,
            lines_only_advance: facts.python_2,
            displays_item_by_item: facts.python_2,
            max_blocks: if minor <= 11 { 20 } else { 21 },
            generator_iter: match minor {
                13 => GeneratorIter::Twice,
                15.. => GeneratorIter::Inside,
                _ => GeneratorIter::Outside,
            },
        }
    }
}

impl Tell for Folding {
    fn tell(&self) -> String {
        match self {
            Folding::Tree => "on the tree",
            Folding::Graph => "in the flow graph",
            Folding::Peephole => "in the bytecode",
        }
        .to_owned()
    }
}

impl Tell for ShortCircuit {
    fn tell(&self) -> String {
        match self {
            ShortCircuit::OrPop => "JUMP_IF_FALSE_OR_POP",
            ShortCircuit::Copy => "COPY",
            ShortCircuit::ThreadedCopy => "COPY, threaded",
        }
        .to_owned()
    }
}

impl Tell for GeneratorIter {
    fn tell(&self) -> String {
        match self {
            GeneratorIter::Outside => "outside",
            GeneratorIter::Twice => "outside and inside",
            GeneratorIter::Inside => "inside",
        }
        .to_owned()
    }
}

impl Tell for EscapeWarnings {
    fn tell(&self) -> String {
        match self {
            EscapeWarnings::None => "none",
            EscapeWarnings::AtLiteral => "where the literal starts",
            EscapeWarnings::AtEscape => "where the escape is",
            EscapeWarnings::WithAdvice => "there, with advice",
        }
        .to_owned()
    }
}

impl Tell for IdentityWarnings {
    fn tell(&self) -> String {
        match self {
            IdentityWarnings::Plain => "a literal",
            IdentityWarnings::WithType => "its type",
        }
        .to_owned()
    }
}

impl Tell for Threading {
    fn tell(&self) -> String {
        match self {
            Threading::SameLine => "on one line",
            Threading::SameOrNoLine => "or without a line",
            Threading::NewJump => "always",
        }
        .to_owned()
    }
}
