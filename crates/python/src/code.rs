//! What the compiler makes: code as plain data, before any of it lives on a heap.
//!
//! The machine turns a [`CodeSpec`] into code objects when it loads it: constants become heap
//! objects there (equal ones merged per compilation unit, as `Python/compile.c` does with its
//! const cache), names become interned strings.

use std::rc::Rc;

use num_bigint::BigInt;

use crate::opcode::Instr;

/// A constant of `co_consts`.
#[derive(Clone, PartialEq, Debug)]
pub enum Const {
    /// `None`.
    None,
    /// `True` or `False`.
    Bool(bool),
    /// `...`.
    Ellipsis,
    /// An int of any size.
    Int(BigInt),
    /// A `long` of Python 2.
    Long(BigInt),
    /// A float.
    Float(f64),
    /// A complex: real, imaginary.
    Complex(f64, f64),
    /// A string.
    Str(Rc<str>),
    /// A `unicode` of Python 2.
    Unicode(Rc<str>),
    /// Bytes.
    Bytes(Rc<[u8]>),
    /// A tuple of constants.
    Tuple(Vec<Const>),
    /// A frozenset of constants, in the order of the source.
    FrozenSet(Vec<Const>),
    /// A slice with constant parts (3.14+).
    Slice(Box<[Const; 3]>),
    /// The code of a nested function, class or comprehension.
    Code(Rc<CodeSpec>),
}

/// One constant and where it comes from.
#[derive(Clone, PartialEq, Debug)]
pub struct ConstEntry {
    /// The value.
    pub value: Const,
    /// Whether the syntax tree holds this very constant too: the tree of a running script stays alive and with it
    /// one reference to each constant written in the source (not the ones folded after the tree was done).
    pub in_tree: bool,
}

/// What a local slot (`localsplus`) is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SlotKind {
    /// Parameter or local variable.
    Local,
    /// Local that inner functions use too: holds a cell after MAKE_CELL.
    Cell,
    /// Variable of an enclosing function: COPY_FREE_VARS puts its cell here.
    Free,
}

/// `co_flags`, the ones that matter.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct CodeFlags {
    /// A function: locals live in slots (CO_OPTIMIZED | CO_NEWLOCALS).
    pub optimized: bool,
    /// There is a `*args` parameter.
    pub varargs: bool,
    /// There is a `**kwargs` parameter.
    pub varkeywords: bool,
    /// The body contains `yield`.
    pub generator: bool,
    /// Defined inside another function (CO_NESTED).
    pub nested: bool,
    /// The first constant is a docstring (3.14: CO_HAS_DOCSTRING).
    pub docstring: bool,
    /// `/` of two ints drops the remainder (2.7 without `from __future__ import division`).
    pub classic_division: bool,
}

/// A row of the exception table: instructions `start..end` are guarded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Handler {
    /// First guarded instruction.
    pub start: u32,
    /// One past the last guarded instruction.
    pub end: u32,
    /// Where the handler is.
    pub target: u32,
    /// The stack is cut down to this many entries first (counted without localsplus).
    pub depth: u32,
    /// Whether the number of the raising instruction is pushed before the exception.
    pub lasti: bool,
}

/// Where an instruction comes from, as in `co_positions()`. Lines from 1; columns are UTF-8 byte
/// offsets within their line, from 0. Line 0 means: no place (artificial).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Position {
    /// First line.
    pub line: u32,
    /// Column where it starts.
    pub col: u32,
    /// Last line.
    pub end_line: u32,
    /// Column where it ends.
    pub end_col: u32,
}

/// What `types.CodeType` has.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct CodeSpec {
    /// `co_name`.
    pub name: Rc<str>,
    /// `co_qualname`.
    pub qualname: Rc<str>,
    /// `co_firstlineno`.
    pub first_line: u32,
    /// `co_argcount`: positional parameters, positional-only ones included.
    pub argcount: u32,
    /// `co_posonlyargcount`.
    pub posonlyargcount: u32,
    /// `co_kwonlyargcount`.
    pub kwonlyargcount: u32,
    /// `co_stacksize`.
    pub stacksize: u32,
    /// Flags.
    pub flags: CodeFlags,
    /// The instructions.
    pub code: Vec<Instr>,
    /// One per instruction.
    pub positions: Vec<Position>,
    /// `co_exceptiontable`, in the order in which it is searched (innermost first).
    pub handlers: Vec<Handler>,
    /// `co_consts`.
    pub consts: Vec<ConstEntry>,
    /// Constants of the source that are in none of these places any more: what was folded after the tree was done was
    /// made of them.
    pub literals: Vec<Const>,
    /// `co_names`.
    pub names: Vec<Rc<str>>,
    /// Names of localsplus: parameters, other locals and cells in order of first use, free variables last.
    /// A parameter that is also a cell has one slot, of kind `Cell`.
    pub varnames: Vec<(Rc<str>, SlotKind)>,
}
