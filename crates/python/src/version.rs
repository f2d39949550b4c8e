//! The Pythons that can be simulated, and the facts in which they differ.
//!
//! A version is a value: code asks [`Version::facts`] for a named fact. Only words of messages, and functions that came with
//! a version, stand where they are used, behind [`crate::Machine::at_least`].
//! Facts of the heap (thresholds, free lists, the collector) are in [`heap::Facts`].

use std::fmt;
use std::str::FromStr;

use crate::call::InlinedInit;
use crate::compile::CodegenFacts;
use crate::types::TypeId;

/// A Python whose memory model can be simulated.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Version {
    /// 2.7's memory model under Python 3 syntax.
    V2_7,
    /// 3.11: nothing is immortal.
    V3_11,
    /// 3.12 (as 3.12.7): immortal objects, collections at the eval breaker.
    V3_12,
    /// 3.13 (as 3.13.5).
    V3_13,
    /// 3.14.0 to 3.14.4: the incremental collector.
    V3_14_2,
    /// 3.14.5 and later: three generations again.
    #[default]
    V3_14,
    /// 3.15 (as 3.15.0rc1).
    V3_15,
}

heap::facts! {
/// The differences that show outside the heap.
#[derive(Clone, PartialEq, Debug)]
pub struct PyFacts {
    /// What `sys.version_info[:3]` says.
    pub version_info: (u8, u8, u8),
    /// LOAD_FAST_BORROW: a local passed on adds nothing to its count (3.14+).
    pub borrowed_loads: bool,
    /// Constants are pushed as borrowed references too (3.15).
    pub borrowed_consts: bool,
    /// LOAD_SMALL_INT for 0..=255: no constant (3.14+).
    pub small_int_loads: bool,
    /// Comprehensions are inlined into their function (3.12+).
    pub inlined_comprehensions: bool,
    /// BINARY_SLICE and STORE_SLICE: no slice object for `a[i:j]` (3.12+).
    pub slice_instructions: bool,
    /// They make no slice object for a list, a tuple or a string either (3.15).
    pub slices_bare: bool,
    /// Binary operators give up the right operand first.
    pub operands_die_backwards: bool,
    /// `super().name` needs no super object (3.12+).
    pub super_instructions: bool,
    /// Slices with constant parts are constants (3.14+).
    pub constant_slices: bool,
    /// co_consts[0] is None in a function without docstring (up to 3.13).
    pub none_first_const: bool,
    /// Constant tuples are folded on the syntax tree (up to 3.13), later in the flow graph.
    pub folds_on_tree: bool,
    /// Annotations are evaluated lazily by an `__annotate__` function (3.14+).
    pub lazy_annotations: bool,
    /// Locals die in reverse slot order when a frame ends (3.14+).
    pub locals_die_backwards: bool,
    /// The largest int in the interpreter's cache: 256, or 1024 (3.15).
    pub largest_small_int: i64,
    /// Tuples cache their hash: 8 bytes more (3.14+).
    pub tuple_hash: bool,
    /// Values lie inside the instance (3.13+).
    pub inline_values: bool,
    /// Values lie in an array of their own (3.11, 3.12).
    pub value_arrays: bool,
    /// A collection runs inside the allocation that makes it due (up to 3.11), not at the next eval breaker.
    pub collects_in_allocation: bool,
    /// Dicts are tracked from birth (3.14+).
    pub dicts_born_tracked: bool,
    /// Tuples of atoms made by a display are not tracked (3.14+).
    pub atom_tuples_untracked: bool,
    /// None, small ints, static types, one-character strings never change their count (3.12+).
    pub immortal: bool,
    /// 32 slots or fewer of a list never shrink until it is cleared (3.14.5 and later 3.14).
    pub small_lists_keep: bool,
    /// `list.extend` takes sets, dicts and views without an iterator (3.13+).
    pub lists_know_containers: bool,
    /// `reversed(list)` does not give up the list when it has come to its start (3.13+).
    pub reversed_keeps_list: bool,
    /// `del list[i]` moves the items together in place (3.13+).
    pub deletion_keeps_array: bool,
    /// `pop` of the only item gives the array up (3.12+), as `clear` does, and does not shrink it to nothing.
    pub last_pop_clears: bool,
    /// `sort` finds runs with equal neighbours, and runs on after a descending one (3.13+).
    pub runs_may_be_equal: bool,
    /// `sort` makes runs of two lengths, so that merges are balanced (3.15+).
    pub runs_vary: bool,
    /// `sort(reverse=...)` takes anything that is true or false (3.12+).
    pub sort_reverse_is_truth: bool,
    /// A key that is no string makes a small dict's table twice as large as needed (up to 3.12).
    pub conversion_doubles: bool,
    /// Tracked objects of a real interpreter's start-up, which the 25 % rule counts.
    pub startup_objects: usize,
    /// Those of them that are unreachable when the program starts (3.14.0 to 3.14.4).
    pub startup_garbage: usize,
    /// One-letter names of frozen modules, interned before the one-character strings existed: other objects than these.
    pub interned_letters: &'static str,
    /// `print` gathers its arguments in a tuple (up to 3.13).
    pub print_makes_tuple: bool,
    /// The first call of `print` makes a tuple of the names of its keywords (3.11).
    pub print_gathers_keywords: bool,
    /// The collection before modules are taken apart runs even if the collector is disabled (3.14.0 to 3.14.4).
    pub last_collection_forced: bool,
    /// Which classes a CALL can be specialised for.
    pub inlined_init: InlinedInit,
    /// `str` and `int` have a `tp_vectorcall` (3.13+).
    pub scalar_vectorcall: bool,
    /// `round` and `math.floor` bind the special method before they call it (up to 3.13).
    pub binds_rounding: bool,
    /// `__getattr__` and `__getattribute__` are bound before they are called (up to 3.11).
    pub binds_getattr: bool,
    /// The repr of a list holds the item that it writes (3.13+).
    pub list_repr_holds: bool,
    /// Keywords that are unpacked for a call through C get references of their own, the other arguments do not (3.15).
    pub unpacks_values_only: bool,
    /// A generator that never ran is closed before it dies, so that what its frame holds goes first (3.11, 3.14.5+).
    pub finalizes_unstarted_generators: bool,
    /// The frame of a generator that ends does not learn who called it (3.11, 3.14.5+).
    pub generators_forget_callers: bool,
    /// Classes carry getset descriptors of their own for `__dict__` and `__weakref__` (up to 3.14).
    pub class_getsets: bool,
    /// A bytearray keeps its bytes in a bytes object (3.15), not in an array with a zero at its end.
    pub bytearray_holds_bytes: bool,
    /// Python 2: its syntax, its types (`long`, `unicode`, classic classes) and its words.
    pub python_2: bool,
    /// Arguments stay on the caller's stack during a call, besides the callee's locals (2.7).
    pub callers_keep_arguments: bool,
    /// What a frame caught stays the current exception until the frame ends; only there the traceback is (2.7).
    pub exception_until_return: bool,
    /// Dicts are tables in the order of hashes, 8 entries inside the object (2.7).
    pub dicts_by_hash: bool,
    /// Neighbours that a set looks at before it jumps on: 9, none in 2.7.
    pub linear_probes: usize,
    /// The attributes of an instance lie in a dict of its own from the first one on (2.7).
    pub instance_dicts: bool,
    /// Bytes of the collector's head: two words, or three that are padded for a `long double` (2.7).
    pub gc_head: u8,
    /// A list grows by an eighth and 3 or 6 slots, also for the items of another list; it is not rounded to 4 (2.7).
    pub lists_grow_unrounded: bool,
}
}

impl PyFacts {
    /// Whether calls of a built-in class get their arguments without a tuple (`tp_vectorcall`).
    pub fn has_vectorcall(&self, native: TypeId) -> bool {
        match native {
            TypeId::Str | TypeId::Int => self.scalar_vectorcall,
            TypeId::Bool
            | TypeId::Dict
            | TypeId::Enumerate
            | TypeId::Filter
            | TypeId::Float
            | TypeId::FrozenSet
            | TypeId::List
            | TypeId::Map
            | TypeId::Range
            | TypeId::Reversed
            | TypeId::Set
            | TypeId::Super
            | TypeId::Tuple
            | TypeId::Type => true,
            _ => false,
        }
    }
}

impl heap::Tell for InlinedInit {
    fn tell(&self) -> String {
        match self {
            InlinedInit::Never => "none",
            InlinedInit::ExactArguments => "with exact arguments",
            InlinedInit::PlainObjects => "of plain objects",
        }
        .to_owned()
    }
}

/// A fact that is not the same in all versions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// What the code calls it.
    pub name: &'static str,
    /// What it means.
    pub meaning: String,
    /// What each of [`Version::SUPPORTED`] says, in their order.
    pub values: Vec<String>,
}

/// A version that cannot be simulated, or not yet.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("Python {0:?} is not supported; there are {list}", list = names(Version::SUPPORTED))]
pub struct UnknownVersion(pub String);

fn names(versions: &[Version]) -> String {
    versions
        .iter()
        .map(|v| v.name())
        .collect::<Vec<_>>()
        .join(", ")
}

impl Version {
    /// The versions that are real today, the default first.
    pub const SUPPORTED: &[Version] = &[
        Version::V3_14,
        Version::V3_11,
        Version::V3_12,
        Version::V3_13,
        Version::V3_14_2,
        Version::V3_15,
        Version::V2_7,
    ];

    /// How the version is called on the command line, in links and on the page.
    pub const fn name(self) -> &'static str {
        match self {
            Version::V2_7 => "2.7",
            Version::V3_11 => "3.11",
            Version::V3_12 => "3.12",
            Version::V3_13 => "3.13",
            Version::V3_14_2 => "3.14.2",
            Version::V3_14 => "3.14",
            Version::V3_15 => "3.15",
        }
    }

    /// The facts outside the heap.
    pub const fn facts(self) -> PyFacts {
        let v = self as u8;
        let from_12 = v >= Version::V3_12 as u8;
        let from_14 = v >= Version::V3_14_2 as u8;
        let is_2 = matches!(self, Version::V2_7);
        let is_15 = matches!(self, Version::V3_15);
        PyFacts {
            version_info: match self {
                Version::V2_7 => (2, 7, 18),
                Version::V3_11 => (3, 11, 7),
                Version::V3_12 => (3, 12, 7),
                Version::V3_13 => (3, 13, 5),
                Version::V3_14_2 => (3, 14, 2),
                Version::V3_14 => (3, 14, 10),
                Version::V3_15 => (3, 15, 0),
            },
            borrowed_loads: from_14,
            borrowed_consts: is_15,
            small_int_loads: from_14,
            inlined_comprehensions: from_12,
            slice_instructions: from_12,
            slices_bare: is_15,
            operands_die_backwards: is_15,
            super_instructions: from_12,
            constant_slices: from_14,
            none_first_const: !from_14,
            folds_on_tree: !from_14 && !is_2,
            lazy_annotations: from_14,
            locals_die_backwards: from_14,
            largest_small_int: if is_15 { 1024 } else { 256 },
            tuple_hash: from_14,
            inline_values: v >= Version::V3_13 as u8,
            value_arrays: matches!(self, Version::V3_11 | Version::V3_12),
            collects_in_allocation: !from_12,
            dicts_born_tracked: from_14,
            atom_tuples_untracked: from_14,
            immortal: from_12,
            small_lists_keep: matches!(self, Version::V3_14),
            lists_know_containers: v >= Version::V3_13 as u8,
            reversed_keeps_list: v >= Version::V3_13 as u8,
            deletion_keeps_array: v >= Version::V3_13 as u8,
            last_pop_clears: v >= Version::V3_12 as u8,
            runs_may_be_equal: v >= Version::V3_13 as u8,
            runs_vary: v >= Version::V3_15 as u8,
            sort_reverse_is_truth: from_12,
            conversion_doubles: v < Version::V3_13 as u8,
            startup_objects: match self {
                Version::V2_7 => 3400,
                Version::V3_11 | Version::V3_12 => 5000,
                Version::V3_13 => 5500,
                Version::V3_14_2 | Version::V3_14 | Version::V3_15 => 6300,
            },
            startup_garbage: match self {
                Version::V3_14_2 => 21,
                _ => 0,
            },
            interned_letters: match self {
                Version::V3_11 => "BCLST_abcdefhijklmnopqrstvwxy",
                _ => "",
            },
            print_makes_tuple: !from_14,
            print_gathers_keywords: matches!(self, Version::V3_11),
            last_collection_forced: matches!(self, Version::V3_14_2),
            inlined_init: match self {
                Version::V2_7 | Version::V3_11 | Version::V3_12 => InlinedInit::Never,
                Version::V3_13 => InlinedInit::ExactArguments,
                Version::V3_14_2 | Version::V3_14 | Version::V3_15 => InlinedInit::PlainObjects,
            },
            scalar_vectorcall: v >= Version::V3_13 as u8,
            binds_rounding: !from_14,
            binds_getattr: !from_12,
            list_repr_holds: v >= Version::V3_13 as u8,
            unpacks_values_only: is_15,
            finalizes_unstarted_generators: matches!(
                self,
                Version::V3_11 | Version::V3_14 | Version::V3_15
            ),
            generators_forget_callers: matches!(
                self,
                Version::V3_11 | Version::V3_14 | Version::V3_15
            ),
            class_getsets: !is_15,
            bytearray_holds_bytes: is_15,
            python_2: is_2,
            callers_keep_arguments: is_2,
            exception_until_return: is_2,
            dicts_by_hash: is_2,
            linear_probes: if is_2 { 0 } else { 9 },
            instance_dicts: is_2,
            gc_head: if is_2 { 32 } else { 16 },
            lists_grow_unrounded: is_2,
        }
    }

    /// Whose grammar the modules have that Heapscope brings in Python.
    pub fn of_library(self) -> Self {
        match self {
            Version::V2_7 => Version::V3_11,
            version => version,
        }
    }

    /// Every fact of this version as a row of a table: of the heap, of the objects, of the compiler.
    pub fn rows(self) -> Vec<heap::Fact> {
        let mut rows = self.heap_facts().rows();
        rows.extend(self.facts().rows());
        for row in CodegenFacts::of(self).rows() {
            if rows.iter().all(|known| known.name != row.name) {
                rows.push(row);
            }
        }
        rows
    }

    /// The facts in which the supported versions differ.
    pub fn differences() -> Vec<Difference> {
        let columns: Vec<Vec<heap::Fact>> = Self::SUPPORTED.iter().map(|v| v.rows()).collect();
        let Some(first) = columns.first() else {
            return Vec::new();
        };
        let rows = first.iter().enumerate().map(|(i, fact)| Difference {
            name: fact.name,
            meaning: fact.meaning.clone(),
            values: columns
                .iter()
                .filter_map(|column| column.get(i))
                .map(|fact| fact.value.clone())
                .collect(),
        });
        rows.filter(|row| {
            row.values
                .iter()
                .any(|value| Some(value) != row.values.first())
        })
        .collect()
    }

    /// The facts of the heap.
    pub fn heap_facts(self) -> heap::Facts {
        match self {
            Version::V2_7 => heap::Facts::v2_7(),
            Version::V3_11 => heap::Facts::v3_11(),
            Version::V3_12 => heap::Facts::v3_12(),
            Version::V3_13 => heap::Facts::v3_13(),
            Version::V3_14_2 => heap::Facts::v3_14_2(),
            Version::V3_14 => heap::Facts::v3_14(),
            Version::V3_15 => heap::Facts::v3_15(),
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Version {
    type Err = UnknownVersion;

    fn from_str(text: &str) -> Result<Self, UnknownVersion> {
        Self::SUPPORTED
            .iter()
            .copied()
            .find(|v| v.name() == text)
            .ok_or_else(|| UnknownVersion(text.to_owned()))
    }
}
