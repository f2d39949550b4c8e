//! `itertools` (`Modules/itertoolsmodule.c`), but for products and selections: those are in `combinatorics`.

use heap::Ref;

use super::protocol;
use crate::builtins::argument::{self, Signature};
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::body::Label;
use crate::objects::function::{Kwargs, NativeDef, NativeFn};
use crate::objects::native::{NativeObject, NextFn};
use crate::opcode::BinaryOp;
use crate::types::{TypeId, TypeMembers};
use crate::version::Version;

/// The part written in Python.
pub static SOURCE: &str = include_str!("python/itertools.py");

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

/// `accumulate`
pub static ACCUMULATE: TypeMembers = table(new_accumulate);
/// `batched`
pub static BATCHED: TypeMembers = table(new_batched);
/// `compress`
pub static COMPRESS: TypeMembers = table(new_compress);
/// `cycle`
pub static CYCLE: TypeMembers = table(new_cycle);
/// `dropwhile`
pub static DROP_WHILE: TypeMembers = table(new_dropwhile);
/// `filterfalse`
pub static FILTER_FALSE: TypeMembers = table(new_filterfalse);
/// `islice`
pub static ISLICE: TypeMembers = table(new_islice);
/// `pairwise`
pub static PAIRWISE: TypeMembers = table(new_pairwise);
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

fn new_count(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = split(m, args)?;
    let signature = Signature {
        name: "count",
        params: &["start", "step"],
        positional: 2,
        unnamed: 0,
        required: 0,
    };
    let [start, step] = signature.bind(m, rest, kwargs)?;
    for r in [start, step].into_iter().flatten() {
        let is_number = matches!(
            m.payload(r),
            Payload::Int(_)
                | Payload::Bool(_)
                | Payload::BigInt(_)
                | Payload::Float(_)
                | Payload::Complex(_)
        );
        let (add, index) = (m.interp.names.add, m.interp.names.index);
        if !is_number && m.override_of(r, index).is_none() && m.override_of(r, add).is_none() {
            return Err(m.type_error("a number is required"));
        }
    }
    let step = match step {
        Some(step) => m.newref(step),
        None => m.new_int(1),
    };
    let one = matches!(m.payload(step), Payload::Int(1));
    let (word, long) = match start.map(|r| (r, m.payload(r))) {
        None if one => (0, None),
        None => (0, Some(m.new_int(0))),
        Some((_, Payload::Int(word))) if one && *word < i64::MAX => (*word, None),
        Some((r, _)) => (0, Some(m.newref(r))),
    };
    Ok(made(m, class, Itertool::Count { word, long, step }))
}

fn repr_count(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let tool = args.first().and_then(|&r| m.native::<Itertool>(r)).cloned();
    let Some(Itertool::Count { word, long, step }) = tool else {
        return Err(m.type_error("a count is needed"));
    };
    let text = match long {
        None => format!("count({word})"),
        Some(long) => {
            let start = m.repr_string(long)?;
            if matches!(m.payload(step), Payload::Int(1)) {
                format!("count({start})")
            } else {
                format!("count({start}, {})", m.repr_string(step)?)
            }
        }
    };
    Ok(m.new_str(&text))
}

fn new_cycle(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = split(m, args)?;
    argument::between(m, "cycle", rest, kwargs, 1, 1)?;
    let &[iterable] = rest else {
        return Ok(m.none());
    };
    let iter = m.iter(iterable)?;
    let saved = m.new_list(Vec::new());
    Ok(made(
        m,
        class,
        Itertool::Cycle {
            iter: Some(iter),
            saved,
            at: 0,
        },
    ))
}

fn new_repeat(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = split(m, args)?;
    let signature = Signature {
        name: "repeat",
        params: &["object", "times"],
        positional: 2,
        unnamed: 0,
        required: 1,
    };
    let [element, times] = signature.bind(m, rest, kwargs)?;
    let Some(element) = element else {
        return Ok(m.none());
    };
    let left = match times {
        Some(times) => Some(m.index(times)?.max(0)),
        None => None,
    };
    m.incref(element);
    Ok(made(m, class, Itertool::Repeat { element, left }))
}

fn repr_repeat(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let tool = args.first().and_then(|&r| m.native::<Itertool>(r)).cloned();
    let Some(Itertool::Repeat { element, left }) = tool else {
        return Err(m.type_error("a repeat is needed"));
    };
    let element = m.repr_string(element)?;
    let text = match left {
        None => format!("repeat({element})"),
        Some(left) => format!("repeat({element}, {left})"),
    };
    Ok(m.new_str(&text))
}

fn repeat_hint(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    match args.first().and_then(|&r| m.native::<Itertool>(r)) {
        Some(&Itertool::Repeat {
            left: Some(left), ..
        }) => Ok(m.new_int(left)),
        _ => Err(m.type_error("len() of unsized object")),
    }
}

fn new_chain(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = split(m, args)?;
    argument::no_keywords(m, "chain", kwargs)?;
    for &r in rest {
        m.incref(r);
    }
    let tuple = m.new_tuple(rest.to_vec());
    let source = m.iter(tuple);
    let source = m.give_up(tuple, source)?;
    Ok(made(
        m,
        class,
        Itertool::Chain {
            source: Some(source),
            active: None,
        },
    ))
}

fn from_iterable(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = split(m, args)?;
    let iterable = argument::one(m, "itertools.chain.from_iterable", rest, kwargs)?;
    let source = m.iter(iterable)?;
    Ok(made(
        m,
        class,
        Itertool::Chain {
            source: Some(source),
            active: None,
        },
    ))
}

fn new_islice(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = split(m, args)?;
    argument::between(m, "islice", rest, kwargs, 2, 4)?;
    let (iterable, start, stop, step) = match *rest {
        [iterable, stop] => (iterable, None, stop, None),
        [iterable, start, stop] => (iterable, Some(start), stop, None),
        [iterable, start, stop, step] => (iterable, Some(start), stop, Some(step)),
        _ => return Ok(m.none()),
    };
    let word = |m: &mut Machine, r: Ref| -> Option<Option<i64>> {
        match m.payload(r) {
            Payload::None => Some(None),
            Payload::Int(i) if *i >= 0 => Some(Some(*i)),
            Payload::Bool(b) => Some(Some(i64::from(*b))),
            _ => None,
        }
    };
    let Some(stop) = word(m, stop) else {
        return Err(m.value_error(
            "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.",
        ));
    };
    let Some(start) = start.map_or(Some(None), |r| word(m, r)) else {
        return Err(m.value_error(
            "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.",
        ));
    };
    let step = match step.map_or(Some(None), |r| word(m, r)) {
        Some(None) => 1,
        Some(Some(step)) if step > 0 => step,
        _ => return Err(m.value_error("Step for islice() must be a positive integer or None.")),
    };
    let iter = m.iter(iterable)?;
    let next = start.unwrap_or(0);
    Ok(made(
        m,
        class,
        Itertool::Slice {
            iter: Some(iter),
            next,
            stop,
            step,
            taken: 0,
        },
    ))
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

fn new_takewhile(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, function, iter) = function_and_iter(m, "takewhile", args, kwargs)?;
    Ok(made(
        m,
        class,
        Itertool::While {
            function,
            iter,
            taking: true,
            over: false,
        },
    ))
}

fn new_dropwhile(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, function, iter) = function_and_iter(m, "dropwhile", args, kwargs)?;
    Ok(made(
        m,
        class,
        Itertool::While {
            function,
            iter,
            taking: false,
            over: false,
        },
    ))
}

fn new_filterfalse(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, function, iter) = function_and_iter(m, "filterfalse", args, kwargs)?;
    Ok(made(m, class, Itertool::FilterFalse { function, iter }))
}

fn new_starmap(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, function, iter) = function_and_iter(m, "starmap", args, kwargs)?;
    Ok(made(m, class, Itertool::Starmap { function, iter }))
}

fn new_compress(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = split(m, args)?;
    let signature = Signature {
        name: "compress",
        params: &["data", "selectors"],
        positional: 2,
        unnamed: 0,
        required: 2,
    };
    let [data, selectors] = signature.bind(m, rest, kwargs)?;
    let (Some(data), Some(selectors)) = (data, selectors) else {
        return Ok(m.none());
    };
    let data = m.iter(data)?;
    let selectors = match m.iter(selectors) {
        Ok(selectors) => selectors,
        Err(e) => return m.give_up(data, Err(e)),
    };
    Ok(made(m, class, Itertool::Compress { data, selectors }))
}

fn new_accumulate(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = split(m, args)?;
    let signature = Signature {
        name: "accumulate",
        params: &["iterable", "func", "initial"],
        positional: 2,
        unnamed: 0,
        required: 1,
    };
    let [iterable, function, initial] = signature.bind(m, rest, kwargs)?;
    let Some(iterable) = iterable else {
        return Ok(m.none());
    };
    let iter = m.iter(iterable)?;
    let function = function.filter(|&r| !m.is_none(r));
    let initial = initial.filter(|&r| !m.is_none(r));
    for r in [function, initial].into_iter().flatten() {
        m.incref(r);
    }
    Ok(made(
        m,
        class,
        Itertool::Accumulate {
            iter,
            function,
            total: None,
            initial,
        },
    ))
}

fn new_pairwise(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = split(m, args)?;
    argument::between(m, "pairwise", rest, kwargs, 1, 1)?;
    let &[iterable] = rest else {
        return Ok(m.none());
    };
    let iter = m.iter(iterable)?;
    Ok(made(
        m,
        class,
        Itertool::Pairwise {
            iter: Some(iter),
            old: None,
        },
    ))
}

fn new_zip_longest(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = split(m, args)?;
    let mut fill = m.interp.none;
    for &(name, value) in kwargs {
        if m.str_of(name) != Some("fillvalue") {
            return Err(m.type_error("zip_longest() got an unexpected keyword argument"));
        }
        fill = value;
    }
    let mark = m.held_mark();
    for &iterable in rest {
        match m.iter(iterable) {
            Ok(iter) => m.hold(iter),
            Err(e) => {
                m.release_keeping(mark, e);
                return Err(e);
            }
        };
    }
    let iters = m.held.split_off(mark).into_iter().map(Some).collect();
    m.incref(fill);
    Ok(made(m, class, Itertool::ZipLongest { iters, fill }))
}

fn new_batched(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = split(m, args)?;
    let signature = Signature {
        name: "batched",
        params: &["iterable", "n", "strict"],
        positional: 2,
        unnamed: 0,
        required: 2,
    };
    let [iterable, n, strict] = signature.bind(m, rest, kwargs)?;
    let (Some(iterable), Some(n)) = (iterable, n) else {
        return Ok(m.none());
    };
    let size = match usize::try_from(m.index(n)?) {
        Ok(size) if size > 0 => size,
        _ => return Err(m.value_error("n must be at least one")),
    };
    let strict = match strict {
        Some(strict) => m.truth(strict)?,
        None => false,
    };
    let iter = m.iter(iterable)?;
    Ok(made(
        m,
        class,
        Itertool::Batched {
            iter: Some(iter),
            size,
            strict,
        },
    ))
}

// ---- going on

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
            let result = m.collect(args).and_then(|items| {
                let mark = m.held_mark();
                for &item in &items {
                    m.hold(item);
                }
                let result = m.call(function, &items);
                settle(m, mark, result)
            });
            m.unhold();
            m.give_up(args, result).map(Some)
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

/// Gives up what is held since the mark while a result is on its way.
pub(super) fn settle(m: &mut Machine, mark: usize, result: PyResult<Ref>) -> PyResult<Ref> {
    match result {
        Ok(r) => {
            m.held.insert(mark, r);
            m.release_to(mark + 1);
            m.unhold();
        }
        Err(e) => m.release_keeping(mark, e),
    }
    result
}

/// Whether the function (or truth itself) says yes. The item is given up on an error.
fn test(m: &mut Machine, function: Option<Ref>, item: Ref) -> PyResult<bool> {
    m.hold(item);
    let answer = match function {
        None => m.truth(item),
        Some(function) => match m.call(function, &[item]) {
            Ok(answer) => {
                let truth = m.truth(answer);
                m.give_up(answer, truth)
            }
            Err(e) => Err(e),
        },
    };
    m.unhold();
    match answer {
        Ok(answer) => Ok(answer),
        Err(e) => m.give_up(item, Err(e)),
    }
}

fn next_count(m: &mut Machine, r: Ref, word: i64, long: Option<Ref>, step: Ref) -> PyResult<Ref> {
    let Some(current) = long else {
        let value = m.new_int(word);
        let after = if word == i64::MAX {
            None
        } else {
            Some(word + 1)
        };
        match after {
            Some(after) => {
                if let Some(Itertool::Count { word, .. }) = tool(m, r) {
                    *word = after;
                }
            }
            None => {
                let after = m.new_bigint(num_bigint::BigInt::from(word) + 1);
                if let Some(Itertool::Count { long, .. }) = tool(m, r) {
                    *long = Some(after);
                }
            }
        }
        return Ok(value);
    };
    // The number goes out to the caller, its sum with the step takes its place.
    m.incref(current);
    m.hold(current);
    let after = m.binary(BinaryOp::Add, current, step);
    m.unhold();
    let after = match after {
        Ok(after) => after,
        Err(e) => return m.give_up(current, Err(e)),
    };
    let old = match tool(m, r) {
        Some(Itertool::Count { long, .. }) => long.replace(after),
        _ => Some(after),
    };
    m.xdecref(old);
    Ok(current)
}

fn next_cycle(
    m: &mut Machine,
    r: Ref,
    iter: Option<Ref>,
    saved: Ref,
    at: usize,
) -> PyResult<Option<Ref>> {
    if let Some(iter) = iter {
        if let Some(item) = m.iter_next(iter)? {
            m.incref(item);
            m.list_append(saved, item);
            return Ok(Some(item));
        }
        let old = match tool(m, r) {
            Some(Itertool::Cycle { iter, .. }) => iter.take(),
            _ => None,
        };
        m.xdecref(old);
    }
    let items = m.items(saved).unwrap_or_default();
    let Some(&item) = items.get(at) else {
        return Ok(None);
    };
    let after = if at + 1 >= items.len() { 0 } else { at + 1 };
    if let Some(Itertool::Cycle { at, .. }) = tool(m, r) {
        *at = after;
    }
    Ok(Some(m.newref(item)))
}

fn next_chain(
    m: &mut Machine,
    r: Ref,
    source: Option<Ref>,
    active: Option<Ref>,
) -> PyResult<Option<Ref>> {
    let mut active = active;
    loop {
        let Some(source) = source else {
            return Ok(None);
        };
        let iter = match active {
            Some(iter) => iter,
            None => {
                let iterable = match m.iter_next(source) {
                    Ok(Some(iterable)) => iterable,
                    other => {
                        let old = match tool(m, r) {
                            Some(Itertool::Chain { source, .. }) => source.take(),
                            _ => None,
                        };
                        m.xdecref(old);
                        return other;
                    }
                };
                m.hold(iterable);
                let iter = m.iter(iterable);
                m.unhold();
                let iter = m.give_up(iterable, iter);
                match (iter, tool(m, r)) {
                    (Ok(iter), Some(Itertool::Chain { active, .. })) => {
                        *active = Some(iter);
                        iter
                    }
                    (Ok(iter), _) => {
                        m.decref(iter);
                        return Ok(None);
                    }
                    (Err(e), state) => {
                        let old = match state {
                            Some(Itertool::Chain { source, .. }) => source.take(),
                            _ => None,
                        };
                        return match old {
                            Some(old) => m.give_up(old, Err(e)),
                            None => Err(e),
                        };
                    }
                }
            }
        };
        if let Some(item) = m.iter_next(iter)? {
            return Ok(Some(item));
        }
        let old = match tool(m, r) {
            Some(Itertool::Chain { active, .. }) => active.take(),
            _ => None,
        };
        m.xdecref(old);
        active = None;
    }
}

fn next_slice(
    m: &mut Machine,
    r: Ref,
    iter: Option<Ref>,
    next: i64,
    stop: Option<i64>,
    step: i64,
    taken: i64,
) -> PyResult<Option<Ref>> {
    let Some(iter) = iter else { return Ok(None) };
    let end = |m: &mut Machine| {
        let old = match tool(m, r) {
            Some(Itertool::Slice { iter, .. }) => iter.take(),
            _ => None,
        };
        m.xdecref(old);
    };
    let mut taken = taken;
    while taken < next {
        match m.iter_next(iter)? {
            Some(skipped) => m.decref(skipped),
            None => {
                end(m);
                return Ok(None);
            }
        }
        taken += 1;
    }
    if stop.is_some_and(|stop| taken >= stop) {
        end(m);
        return Ok(None);
    }
    let Some(item) = m.iter_next(iter)? else {
        end(m);
        return Ok(None);
    };
    let after = next.checked_add(step).unwrap_or(i64::MAX);
    if let Some(Itertool::Slice {
        next,
        taken: so_far,
        ..
    }) = tool(m, r)
    {
        *next = stop.map_or(after, |stop| after.min(stop));
        *so_far = taken + 1;
    }
    Ok(Some(item))
}

fn next_while(
    m: &mut Machine,
    r: Ref,
    function: Ref,
    iter: Ref,
    taking: bool,
    over: bool,
) -> PyResult<Option<Ref>> {
    if taking && over {
        return Ok(None);
    }
    loop {
        let Some(item) = m.iter_next(iter)? else {
            return Ok(None);
        };
        if over && !taking {
            return Ok(Some(item));
        }
        let holds = test(m, Some(function), item)?;
        if !holds && let Some(Itertool::While { over, .. }) = tool(m, r) {
            *over = true;
        }
        if holds == taking {
            return Ok(Some(item));
        }
        m.decref(item);
        if taking {
            return Ok(None);
        }
    }
}

fn next_accumulate(
    m: &mut Machine,
    r: Ref,
    iter: Ref,
    function: Option<Ref>,
    total: Option<Ref>,
    initial: Option<Ref>,
) -> PyResult<Option<Ref>> {
    if let Some(first) = initial {
        if let Some(Itertool::Accumulate { total, initial, .. }) = tool(m, r) {
            *total = initial.take();
        }
        return Ok(Some(m.newref(first)));
    }
    let Some(item) = m.iter_next(iter)? else {
        return Ok(None);
    };
    let sum = match total {
        None => item,
        Some(total) => {
            m.hold(item);
            let sum = match function {
                None => m.binary(BinaryOp::Add, total, item),
                Some(function) => m.call(function, &[total, item]),
            };
            m.unhold();
            m.give_up(item, sum)?
        }
    };
    m.incref(sum);
    let old = match tool(m, r) {
        Some(Itertool::Accumulate { total, .. }) => total.replace(sum),
        _ => Some(sum),
    };
    m.hold(sum);
    m.xdecref(old);
    m.unhold();
    Ok(Some(sum))
}

fn next_pairwise(
    m: &mut Machine,
    r: Ref,
    iter: Option<Ref>,
    old: Option<Ref>,
) -> PyResult<Option<Ref>> {
    let Some(iter) = iter else { return Ok(None) };
    let end = |m: &mut Machine| {
        let gone = match tool(m, r) {
            Some(Itertool::Pairwise { iter, old }) => [iter.take(), old.take()],
            _ => [None, None],
        };
        m.decref_all(gone.into_iter().flatten());
    };
    let first = match old {
        Some(old) => m.newref(old),
        None => match m.iter_next(iter)? {
            Some(item) => {
                m.incref(item);
                if let Some(Itertool::Pairwise { old, .. }) = tool(m, r) {
                    *old = Some(item);
                }
                item
            }
            None => {
                end(m);
                return Ok(None);
            }
        },
    };
    m.hold(first);
    let second = m.iter_next(iter);
    m.unhold();
    let second = match second {
        Ok(Some(second)) => second,
        other => {
            end(m);
            return m.give_up(first, other);
        }
    };
    m.incref(second);
    let pair = m.new_tuple_tracked(vec![first, second]);
    m.hold(pair);
    let old = match tool(m, r) {
        Some(Itertool::Pairwise { old, .. }) => old.replace(second),
        _ => Some(second),
    };
    m.xdecref(old);
    m.unhold();
    Ok(Some(pair))
}

fn next_zip_longest(m: &mut Machine, r: Ref) -> PyResult<Option<Ref>> {
    let Some(Itertool::ZipLongest { iters, fill }) = m.native::<Itertool>(r) else {
        return Ok(None);
    };
    let (iters, fill) = (iters.clone(), *fill);
    let mut active = iters.iter().flatten().count();
    if active == 0 {
        return Ok(None);
    }
    let mark = m.held_mark();
    for (i, iter) in iters.into_iter().enumerate() {
        let item = match iter {
            None => None,
            Some(iter) => match m.iter_next(iter) {
                Ok(item) => {
                    if item.is_none() {
                        active -= 1;
                        if active == 0 {
                            m.release_to(mark);
                            return Ok(None);
                        }
                        let gone = match tool(m, r) {
                            Some(Itertool::ZipLongest { iters, .. }) => {
                                iters.get_mut(i).and_then(Option::take)
                            }
                            _ => None,
                        };
                        m.xdecref(gone);
                    }
                    item
                }
                Err(e) => {
                    m.release_keeping(mark, e);
                    return Err(e);
                }
            },
        };
        let item = match item {
            Some(item) => item,
            None => m.newref(fill),
        };
        m.hold(item);
    }
    let items = m.held.split_off(mark);
    Ok(Some(m.new_tuple_tracked(items)))
}

fn next_batched(
    m: &mut Machine,
    r: Ref,
    iter: Option<Ref>,
    size: usize,
    strict: bool,
) -> PyResult<Option<Ref>> {
    let Some(iter) = iter else { return Ok(None) };
    let mark = m.held_mark();
    while m.held.len() - mark < size.min(crate::iteration::MOST_ITEMS) {
        match m.iter_next(iter) {
            Ok(Some(item)) => {
                m.hold(item);
            }
            Ok(None) => {
                let gone = match tool(m, r) {
                    Some(Itertool::Batched { iter, .. }) => iter.take(),
                    _ => None,
                };
                m.xdecref(gone);
                break;
            }
            Err(e) => {
                m.release_keeping(mark, e);
                return Err(e);
            }
        }
    }
    let got = m.held.len() - mark;
    if got == 0 {
        return Ok(None);
    }
    if strict && got < size {
        m.release_to(mark);
        return Err(m.value_error("batched(): incomplete batch"));
    }
    let items = m.held.split_off(mark);
    Ok(Some(m.new_tuple_tracked(items)))
}

/// Pools of items for the iterators over selections: tuples of what the iterables give.
pub(super) fn pool(m: &mut Machine, iterable: Ref) -> Result<Ref, Unwind> {
    if m.is_exact(iterable, TypeId::Tuple) {
        return Ok(m.newref(iterable));
    }
    let items = m.collect(iterable)?;
    Ok(m.new_tuple_tracked(items))
}
