//! Free lists: dead objects of a few common types, kept for the next birth of the same type.

/// Which free list. The limits of each are a fact of the version.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Freelist {
    /// Tuples of this many items, 1 to 20; other lengths have no list.
    Tuple(u8),
    List,
    Dict,
    /// The 8-slot key table of a dict whose keys are all strings: a raw block.
    DictKeys,
    Float,
    Int,
    Set,
    Slice,
    Method,
    BuiltinFunction,
    /// Bound methods of types written in C that carry their class.
    BuiltinMethod,
    Frame,
    Unicode,
    ListIterator,
    TupleIterator,
    Range,
    RangeIterator,
    Context,
    AsyncGenerator,
}

/// Tuple lengths that have a list of their own: 1..=20.
pub(crate) const TUPLE_LENGTHS: usize = 20;
/// How many lists there are.
pub(crate) const FREELISTS: usize = TUPLE_LENGTHS + 18;

impl Freelist {
    /// Every free list, in a fixed order.
    pub fn all() -> impl Iterator<Item = Freelist> {
        (1..=TUPLE_LENGTHS as u8).map(Freelist::Tuple).chain([
            Freelist::List,
            Freelist::Dict,
            Freelist::DictKeys,
            Freelist::Float,
            Freelist::Int,
            Freelist::Set,
            Freelist::Slice,
            Freelist::Method,
            Freelist::BuiltinFunction,
            Freelist::BuiltinMethod,
            Freelist::Frame,
            Freelist::Unicode,
            Freelist::ListIterator,
            Freelist::TupleIterator,
            Freelist::Range,
            Freelist::RangeIterator,
            Freelist::Context,
            Freelist::AsyncGenerator,
        ])
    }

    /// What is kept in it, in words.
    pub fn holds(self) -> &'static str {
        match self {
            Freelist::Tuple(_) => "tuple",
            Freelist::List => "list",
            Freelist::Dict => "dict",
            Freelist::DictKeys => "dict keys",
            Freelist::Float => "float",
            Freelist::Int => "int",
            Freelist::Set => "set",
            Freelist::Slice => "slice",
            Freelist::Method => "method",
            Freelist::BuiltinFunction => "built-in function",
            Freelist::BuiltinMethod => "built-in method",
            Freelist::Frame => "frame",
            Freelist::Unicode => "unicode",
            Freelist::ListIterator => "list iterator",
            Freelist::TupleIterator => "tuple iterator",
            Freelist::Range => "range",
            Freelist::RangeIterator => "range iterator",
            Freelist::Context => "context",
            Freelist::AsyncGenerator => "async generator",
        }
    }

    /// Its place in a table; `None` for a tuple length without a list.
    pub(crate) fn index(self) -> Option<usize> {
        let after_tuples = match self {
            Freelist::Tuple(length) => {
                let length = usize::from(length);
                return (1..=TUPLE_LENGTHS).contains(&length).then(|| length - 1);
            }
            Freelist::List => 0,
            Freelist::Dict => 1,
            Freelist::DictKeys => 2,
            Freelist::Float => 3,
            Freelist::Int => 4,
            Freelist::Set => 5,
            Freelist::Slice => 6,
            Freelist::Method => 7,
            Freelist::BuiltinFunction => 8,
            Freelist::BuiltinMethod => 9,
            Freelist::Frame => 10,
            Freelist::Unicode => 11,
            Freelist::ListIterator => 12,
            Freelist::TupleIterator => 13,
            Freelist::Range => 14,
            Freelist::RangeIterator => 15,
            Freelist::Context => 16,
            Freelist::AsyncGenerator => 17,
        };
        Some(TUPLE_LENGTHS + after_tuples)
    }
}

/// The parked blocks, newest first, linked through their headers.
#[derive(Clone, Debug)]
pub(crate) struct Parked {
    /// First parked slot of each list, 0 when empty.
    pub(crate) head: [u32; FREELISTS],
    pub(crate) len: [u32; FREELISTS],
}

impl Parked {
    pub(crate) fn new() -> Self {
        Parked {
            head: [0; FREELISTS],
            len: [0; FREELISTS],
        }
    }
}
