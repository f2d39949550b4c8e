//! Built-in iterators.

use heap::Ref;

use super::body::{DictPart, Label};

/// Where an iterator stands.
#[derive(Clone, Debug)]
pub enum Iter {
    /// Over a list, forward or (reversed) backward.
    List {
        list: Option<Ref>,
        index: usize,
        reversed: bool,
    },
    /// Over a tuple.
    Tuple { tuple: Option<Ref>, index: usize },
    /// Over the characters of a string: byte offset.
    Str { string: Option<Ref>, offset: usize },
    /// Over bytes or a bytearray.
    Bytes { bytes: Option<Ref>, index: usize },
    /// Over a range: next value, step, how many are left.
    Range { next: i64, step: i64, left: i64 },
    /// Over a dict: entry number, and how many entries there were (a change of size is an error). `result` is the
    /// pair that is given out again while nobody else has it.
    Dict {
        dict: Option<Ref>,
        part: DictPart,
        at: usize,
        used: usize,
        left: usize,
        reversed: bool,
        result: Option<Ref>,
    },
    /// Over a set: table position.
    Set {
        set: Option<Ref>,
        at: usize,
        used: usize,
        left: usize,
    },
    /// By `__getitem__` from 0, or backward from the end (reversed).
    Sequence {
        object: Option<Ref>,
        index: i64,
        reversed: bool,
    },
    /// Calls until the sentinel comes.
    Callable {
        callable: Option<Ref>,
        sentinel: Option<Ref>,
    },
    /// `enumerate`
    Enumerate { iter: Ref, next: i64, result: Ref },
    /// `zip`: a tuple of iterators, and the tuple that is given out again while nobody else has it.
    Zip {
        iters: Ref,
        result: Ref,
        strict: bool,
    },
    /// `map`: the function and a tuple of iterators.
    Map {
        function: Ref,
        iters: Ref,
        strict: bool,
    },
    /// `filter`
    Filter { function: Ref, iter: Ref },
}

impl Iter {
    /// tp_traverse; all counted references.
    pub fn each(&self, visit: &mut dyn FnMut(Label, Ref)) {
        let mut field = |name, r: Option<Ref>| {
            if let Some(r) = r {
                visit(Label::Field(name), r);
            }
        };
        match self {
            Iter::List { list, .. } => field("it_seq", *list),
            Iter::Tuple { tuple, .. } => field("it_seq", *tuple),
            Iter::Str { string, .. } => field("it_seq", *string),
            Iter::Bytes { bytes, .. } => field("it_seq", *bytes),
            Iter::Range { .. } => {}
            Iter::Dict { dict, result, .. } => {
                field("di_dict", *dict);
                field("di_result", *result);
            }
            Iter::Set { set, .. } => field("si_set", *set),
            Iter::Sequence { object, .. } => field("it_seq", *object),
            Iter::Callable { callable, sentinel } => {
                field("it_callable", *callable);
                field("it_sentinel", *sentinel);
            }
            Iter::Enumerate { iter, result, .. } => {
                field("en_sit", Some(*iter));
                field("en_result", Some(*result));
            }
            Iter::Zip { iters, result, .. } => {
                field("ittuple", Some(*iters));
                field("result", Some(*result));
            }
            Iter::Map {
                function, iters, ..
            } => {
                field("iters", Some(*iters));
                field("func", Some(*function));
            }
            Iter::Filter { function, iter } => {
                field("it", Some(*iter));
                field("func", Some(*function));
            }
        }
    }

    /// Forgets what it iterates over: exhausted, or cleared by the collector.
    pub fn clear(&mut self, released: &mut Vec<Ref>) {
        self.each(&mut |_, r| released.push(r));
        *self = Iter::Range {
            next: 0,
            step: 1,
            left: 0,
        };
    }
}
