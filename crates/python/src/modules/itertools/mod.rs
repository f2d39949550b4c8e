//! `itertools` (`Modules/itertoolsmodule.c`), but for products and selections: those are in `combinatorics`.

pub mod combinatorics;
mod counting;
mod filtering;
pub mod grouping;
mod joining;
mod mapping;
pub mod tee;

use counting::{
    new_count, new_cycle, new_repeat, next_count, next_cycle, repeat_hint, repr_count, repr_repeat,
};
use filtering::{
    new_compress, new_dropwhile, new_filterfalse, new_islice, new_takewhile, next_slice,
    next_while, test,
};
use heap::Ref;
use joining::{
    from_iterable, new_batched, new_chain, new_pairwise, new_zip_longest, next_batched, next_chain,
    next_pairwise, next_zip_longest,
};

use crate::builtins::argument::{self};
use crate::machine::{Machine, PyResult, Unwind};
use crate::modules::protocol;
use crate::objects::Payload;
use crate::objects::body::Label;
use crate::objects::function::{Kwargs, NativeDef, NativeFn};
use crate::objects::native::{NativeObject, NextFn};
use crate::types::{TypeId, TypeMembers};
use crate::version::Version;
use mapping::{new_accumulate, new_starmap, next_accumulate};

/// The types.
pub fn fill(m: &mut Machine, namespace: Ref) -> PyResult<()> {
    use TypeId as T;
    let mut ids = vec![
        T::IterAccumulate,
        T::IterChain,
        T::IterCombinations,
        T::IterReplacement,
        T::IterCompress,
        T::IterCount,
        T::IterCycle,
        T::IterDropWhile,
        T::IterFilterFalse,
        T::IterGroupBy,
        T::IterGrouper,
        T::IterTee,
        T::IterTeeLink,
        T::IterSlice,
        T::IterPairwise,
        T::IterPermutations,
        T::IterProduct,
        T::IterRepeat,
        T::IterStarmap,
        T::IterTakeWhile,
        T::IterZipLongest,
    ];
    if m.at_least(Version::V3_12) {
        ids.push(T::IterBatched);
    }
    for id in ids {
        let class = m.type_ref(id);
        m.dict_set_text(namespace, id.native().name, class);
    }
    Ok(())
}

/// Where such an iterator stands.
#[derive(Clone, Debug)]
enum Itertool {
    /// The next number, as a machine word while it fits and the step is 1.
    Count {
        word: i64,
        long: Option<Ref>,
        step: Ref,
    },
    Cycle {
        iter: Option<Ref>,
        saved: Ref,
        at: usize,
    },
    Repeat {
        element: Ref,
        left: Option<i64>,
    },
    Chain {
        source: Option<Ref>,
        active: Option<Ref>,
    },
    Slice {
        iter: Option<Ref>,
        next: i64,
        stop: Option<i64>,
        step: i64,
        taken: i64,
    },
    /// `taking`: takewhile; else dropwhile. `over`: it has found the first item for which the condition is false.
    While {
        function: Ref,
        iter: Ref,
        taking: bool,
        over: bool,
    },
    FilterFalse {
        function: Ref,
        iter: Ref,
    },
    Compress {
        data: Ref,
        selectors: Ref,
    },
    Starmap {
        function: Ref,
        iter: Ref,
    },
    Accumulate {
        iter: Ref,
        function: Option<Ref>,
        total: Option<Ref>,
        initial: Option<Ref>,
    },
    Pairwise {
        iter: Option<Ref>,
        old: Option<Ref>,
    },
    ZipLongest {
        iters: Vec<Option<Ref>>,
        fill: Ref,
    },
    Batched {
        iter: Option<Ref>,
        size: usize,
        strict: bool,
    },
}

impl NativeObject for Itertool {
    fn boxed_clone(&self) -> Box<dyn NativeObject> {
        Box::new(self.clone())
    }

    fn size(&self) -> u32 {
        match self {
            Itertool::Repeat { .. } | Itertool::Chain { .. } | Itertool::FilterFalse { .. } => 32,
            Itertool::Compress { .. } | Itertool::Starmap { .. } | Itertool::Pairwise { .. } => 32,
            Itertool::Count { .. } | Itertool::Cycle { .. } | Itertool::While { .. } => 40,
            Itertool::Batched { .. } => 40,
            Itertool::Accumulate { .. } | Itertool::ZipLongest { .. } => 56,
            Itertool::Slice { .. } => 56,
        }
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn std::any::Any {
        self
    }

    fn each(&self, _: bool, visit: &mut dyn FnMut(Label, Ref)) {
        let mut field = |name, r: Option<Ref>| {
            if let Some(r) = r {
                visit(Label::Field(name), r);
            }
        };
        match self {
            Itertool::Count { long, step, .. } => {
                field("cnt", *long);
                field("step", Some(*step));
            }
            Itertool::Cycle { iter, saved, .. } => {
                field("it", *iter);
                field("saved", Some(*saved));
            }
            Itertool::Repeat { element, .. } => field("element", Some(*element)),
            Itertool::Chain { source, active } => {
                field("active", *active);
                field("source", *source);
            }
            Itertool::Slice { iter, .. } | Itertool::Batched { iter, .. } => field("it", *iter),
            Itertool::While { function, iter, .. }
            | Itertool::FilterFalse { function, iter }
            | Itertool::Starmap { function, iter } => {
                field("it", Some(*iter));
                field("func", Some(*function));
            }
            Itertool::Compress { data, selectors } => {
                field("data", Some(*data));
                field("selectors", Some(*selectors));
            }
            Itertool::Accumulate {
                iter,
                function,
                total,
                initial,
            } => {
                field("binop", *function);
                field("it", Some(*iter));
                field("total", *total);
                field("initial", *initial);
            }
            Itertool::Pairwise { iter, old } => {
                field("it", *iter);
                field("old", *old);
            }
            Itertool::ZipLongest { iters, fill } => {
                iters.iter().for_each(|r| field("ittuple", *r));
                field("fillvalue", Some(*fill));
            }
        }
    }

    fn clear(&mut self, released: &mut Vec<Ref>) {
        self.each(true, &mut |_, r| released.push(r));
        // What is left has nothing more to give.
        *self = Itertool::Chain {
            source: None,
            active: None,
        };
    }

    fn next(&self) -> Option<NextFn> {
        Some(advance)
    }
}

/// `__sizeof__`: what the C structs of the versions have, where they are not all alike.
fn sizeof(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let tool = args.first().and_then(|&r| m.native::<Itertool>(r)).cloned();
    let Some(tool) = tool else {
        return Err(m.type_error("an iterator of itertools is needed"));
    };
    let size = match tool {
        // `firstpass`, up to 3.13.
        Itertool::Cycle { .. } if !m.at_least(Version::V3_14_2) => 48,
        // `state`, from 3.12 on.
        Itertool::Accumulate { .. } if !m.at_least(Version::V3_12) => 48,
        // `result`, a tuple to use again, from 3.13 on.
        Itertool::Pairwise { .. } if m.at_least(Version::V3_13) => 40,
        _ => NativeObject::size(&tool),
    };
    Ok(m.new_int(i64::from(size)))
}

const fn table(new: NativeFn) -> TypeMembers {
    TypeMembers {
        new: Some(new),
        init: Some(protocol::nothing),
        methods: ITERATOR,
        getset: &[],
    }
}

/// What every one of them has.
pub(super) static ITERATOR: &[NativeDef] = &[
    NativeDef::slot("__iter__", protocol::itself),
    NativeDef::slot("__next__", protocol::next),
];

/// What those have whose size is not the same in all versions.
static SIZED: &[NativeDef] = &[
    NativeDef::slot("__iter__", protocol::itself),
    NativeDef::slot("__next__", protocol::next),
    NativeDef::method("__sizeof__", sizeof),
];

const fn sized(new: NativeFn) -> TypeMembers {
    TypeMembers {
        new: Some(new),
        init: Some(protocol::nothing),
        methods: SIZED,
        getset: &[],
    }
}

/// `accumulate`
pub static ACCUMULATE: TypeMembers = sized(new_accumulate);

/// `batched`
pub static BATCHED: TypeMembers = table(new_batched);

/// `compress`
pub static COMPRESS: TypeMembers = table(new_compress);

/// `cycle`
pub static CYCLE: TypeMembers = sized(new_cycle);

/// `dropwhile`
pub static DROP_WHILE: TypeMembers = table(new_dropwhile);

/// `filterfalse`
pub static FILTER_FALSE: TypeMembers = table(new_filterfalse);

/// `islice`
pub static ISLICE: TypeMembers = table(new_islice);

/// `pairwise`
pub static PAIRWISE: TypeMembers = sized(new_pairwise);

/// `starmap`
pub static STARMAP: TypeMembers = table(new_starmap);

/// `takewhile`
pub static TAKE_WHILE: TypeMembers = table(new_takewhile);

/// `zip_longest`
pub static ZIP_LONGEST: TypeMembers = table(new_zip_longest);

/// `chain`
pub static CHAIN: TypeMembers = TypeMembers {
    new: Some(new_chain),
    init: Some(protocol::nothing),
    methods: &[
        NativeDef::slot("__iter__", protocol::itself),
        NativeDef::slot("__next__", protocol::next),
        NativeDef::class_method("from_iterable", from_iterable),
        NativeDef::class_method(
            "__class_getitem__",
            crate::builtins::generic_alias::class_getitem,
        ),
    ],
    getset: &[],
};

/// `count`
pub static COUNT: TypeMembers = TypeMembers {
    new: Some(new_count),
    init: Some(protocol::nothing),
    methods: &[
        NativeDef::slot("__iter__", protocol::itself),
        NativeDef::slot("__next__", protocol::next),
        NativeDef::slot("__repr__", repr_count),
    ],
    getset: &[],
};

/// `repeat`
pub static REPEAT: TypeMembers = TypeMembers {
    new: Some(new_repeat),
    init: Some(protocol::nothing),
    methods: &[
        NativeDef::slot("__iter__", protocol::itself),
        NativeDef::slot("__next__", protocol::next),
        NativeDef::slot("__repr__", repr_repeat),
        NativeDef::method("__length_hint__", repeat_hint),
    ],
    getset: &[],
};

fn split<'a>(m: &mut Machine, args: &'a [Ref]) -> PyResult<(Ref, &'a [Ref])> {
    match args.split_first() {
        Some((&class, rest)) => Ok((class, rest)),
        None => Err(m.type_error("a class is needed")),
    }
}

fn made(m: &mut Machine, class: Ref, tool: Itertool) -> Ref {
    m.instantiate(class, Payload::Native(Box::new(tool)))
}

/// Function and iterator of the kinds that are made of two positional arguments.
fn function_and_iter(
    m: &mut Machine,
    name: &str,
    args: &[Ref],
    kwargs: &Kwargs,
) -> PyResult<(Ref, Ref, Ref)> {
    let (class, rest) = split(m, args)?;
    argument::between(m, name, rest, kwargs, 2, 2)?;
    let &[function, iterable] = rest else {
        return Err(m.type_error("expected 2 arguments"));
    };
    let iter = m.iter(iterable)?;
    m.incref(function);
    Ok((class, function, iter))
}

fn tool(m: &mut Machine, r: Ref) -> Option<&mut Itertool> {
    m.native_mut::<Itertool>(r)
}

/// tp_iternext.
fn advance(m: &mut Machine, r: Ref) -> PyResult<Option<Ref>> {
    let Some(state) = m.native::<Itertool>(r) else {
        return Ok(None);
    };
    match *state {
        Itertool::Count { word, long, step } => next_count(m, r, word, long, step).map(Some),
        Itertool::Cycle { iter, saved, at } => next_cycle(m, r, iter, saved, at),
        Itertool::Repeat { element, left } => {
            if left == Some(0) {
                return Ok(None);
            }
            if let Some(Itertool::Repeat {
                left: Some(left), ..
            }) = tool(m, r)
            {
                *left -= 1;
            }
            Ok(Some(m.newref(element)))
        }
        Itertool::Chain { source, active } => next_chain(m, r, source, active),
        Itertool::Slice {
            iter,
            next,
            stop,
            step,
            taken,
        } => next_slice(m, r, iter, next, stop, step, taken),
        Itertool::While {
            function,
            iter,
            taking,
            over,
        } => next_while(m, r, function, iter, taking, over),
        Itertool::FilterFalse { function, iter } => loop {
            let Some(item) = m.iter_next(iter)? else {
                return Ok(None);
            };
            let plain = m.is_none(function) || m.is_exact_class(function, TypeId::Bool);
            if !test(m, (!plain).then_some(function), item)? {
                return Ok(Some(item));
            }
            m.decref(item);
        },
        Itertool::Compress { data, selectors } => loop {
            let Some(item) = m.iter_next(data)? else {
                return Ok(None);
            };
            m.hold(item);
            let selector = m.iter_next(selectors);
            m.unhold();
            let selector = match selector {
                Ok(Some(selector)) => selector,
                other => return m.give_up(item, other),
            };
            m.hold(item);
            let wanted = m.truth(selector);
            let wanted = m.give_up(selector, wanted);
            m.unhold();
            match wanted {
                Ok(true) => return Ok(Some(item)),
                Ok(false) => m.decref(item),
                Err(e) => return m.give_up(item, Err(e)),
            }
        },
        Itertool::Starmap { function, iter } => {
            let Some(args) = m.iter_next(iter)? else {
                return Ok(None);
            };
            m.hold(args);
            // `PySequence_Tuple`, then the call with just that tuple.
            let tuple = m.tuple_from(args);
            m.unhold();
            let tuple = m.give_up(args, tuple)?;
            let mark = m.held_mark();
            m.hold(tuple);
            let result = m.call_object(function, tuple, None);
            m.settle(mark, result).map(Some)
        }
        Itertool::Accumulate {
            iter,
            function,
            total,
            initial,
        } => next_accumulate(m, r, iter, function, total, initial),
        Itertool::Pairwise { iter, old } => next_pairwise(m, r, iter, old),
        Itertool::ZipLongest { .. } => next_zip_longest(m, r),
        Itertool::Batched { iter, size, strict } => next_batched(m, r, iter, size, strict),
    }
}

/// Pools of items for the iterators over selections: tuples of what the iterables give.
pub(super) fn pool(m: &mut Machine, iterable: Ref) -> Result<Ref, Unwind> {
    if m.is_exact(iterable, TypeId::Tuple) {
        return Ok(m.newref(iterable));
    }
    let items = m.collect(iterable)?;
    Ok(m.new_tuple_tracked(items))
}
