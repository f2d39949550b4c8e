//! One object of a moment, and what is left of a freed one.

use serde::{Deserialize, Serialize};

use super::{Address, Serial};

/// A live object.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Object {
    pub id: Serial,
    /// What `id(x)` returns.
    pub address: Address,
    /// `type(x).__name__`.
    pub type_name: String,
    pub kind: Kind,
    /// A short `repr` (never longer than about 80 characters, `…` where it was cut). No Python code runs for it.
    pub value: String,
    /// What people call it: `ABC` for a `Node` whose first text attribute is `'ABC'`, otherwise the value or `list #12`.
    pub nick: String,
    /// The true `ob_refcnt`.
    pub refcount: i64,
    /// Counting has no effect on it (3.12 and later).
    pub immortal: bool,
    /// The program itself wrote into the count (through `ctypes`): it need not equal the number of holders.
    pub tampered: bool,
    /// In one of the collector's lists.
    pub tracked: bool,
    /// Which list; `None` when it is untracked.
    pub generation: Option<Generation>,
    /// The collector's copy of the count; only while a collection looks at this object.
    pub gc_refs: Option<i64>,
    /// What a running collection thinks of it.
    pub fate: Option<Fate>,
    /// Its finalizer (`__del__`) has run.
    pub finalized: bool,
    /// `sys.getsizeof`-like: bytes of the block, with everything in front of `id(x)`.
    pub size: u32,
    /// What it refers to, in `tp_traverse` order.
    pub children: Vec<Reference>,
    /// Who refers to it. Together they add up to `refcount` unless `tampered` or `immortal`.
    pub holders: Vec<Holder>,
    /// Made before the program's first line, or plumbing of the interpreter: folded unless it is asked for.
    pub machinery: bool,
}

/// What a type is like, as far as a picture cares.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Kind {
    /// An instance of a class that the program wrote.
    Instance,
    /// The dict that holds the attributes of one instance.
    InstanceDict,
    /// A value without references: number, text, `None`…
    Atom,
    /// list, tuple, dict, set…
    Container,
    Class,
    Function,
    Module,
    /// A weak reference or proxy.
    Weak,
    /// A cell: a variable shared with an inner function.
    Cell,
    /// A part of a function or class that people rarely see: closure, defaults.
    Plumbing,
    /// A frame, generator, traceback or exception: something of the running program.
    Running,
    Other,
}

/// The collector's lists, youngest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Generation {
    Zero,
    One,
    Two,
    /// `gc.freeze()`, and what 3.12 moves there.
    Permanent,
}

/// What a running collection thinks of an object.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Fate {
    /// In the collected list and not yet judged.
    Candidate,
    /// Reached from outside the collected list.
    Reachable,
    /// `gc_refs` was 0 when the scan came by; a survivor may still rescue it.
    TentativelyUnreachable,
    Unreachable,
    /// Unreachable, but with a finalizer that 2.7 cannot order: goes to `gc.garbage`.
    Uncollectable,
}

/// One reference that an object holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reference {
    /// `next`, `[0]`, `['key']`, `key`, `cell x`, `__class__`…
    pub label: String,
    pub to: Serial,
    /// Does not count.
    pub weak: bool,
}

/// One counted reference, seen from the object that it counts for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Holder {
    pub who: HolderKind,
    /// The attribute, item, name, or stack slot ("argument of getrefcount").
    pub label: String,
}

/// Who holds a reference.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum HolderKind {
    Object(Serial),
    /// A local variable of a frame; the index into `State::frames`.
    Local(u32),
    /// A slot of a frame's evaluation stack; the index into `State::frames`.
    Stack(u32),
    /// A named part of the interpreter, or a temporary of a running C function.
    Interpreter,
}

/// What is remembered of a freed object.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Ghost {
    pub id: Serial,
    pub address: Address,
    pub type_name: String,
    pub kind: Kind,
    pub value: String,
    pub nick: String,
    pub machinery: bool,
    /// The step in which its block was given back.
    pub freed_at: u64,
    /// Who lives at the address now.
    pub reused_by: Option<Serial>,
}
