//! What Python 2 has otherwise: its built-in functions, and the methods of its built-in types.

mod attributes;
mod numbers;
mod text;

use heap::Ref;

use super::argument;
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::body::DictPart;
use crate::objects::function::{Kwargs, NativeDef};
use crate::types::TypeId;

pub use attributes::{getset, same_as};
pub use text::{encoded, new_unicode, result_of_text, text_of, unicode};

/// Functions of `__builtin__` that Python 3 has not, or has as types. The marked ones stand for syntax.
pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("\u{1c0}print_item", super::print::print_item),
    NativeDef::function("\u{1c0}print_newline", super::print::print_newline),
    NativeDef::function("\u{1c0}repr", repr),
    NativeDef::function("\u{1c0}exec", super::evaluate::exec),
    NativeDef::function("\u{1c0}raise", raise),
    NativeDef::function("apply", apply),
    NativeDef::function("buffer", |m, _, _| Err(m.not_supported("buffer()"))),
    NativeDef::function("cmp", cmp),
    NativeDef::function("coerce", numbers::coerce),
    NativeDef::function("execfile", |m, _, _| {
        Err(m.not_supported("execfile(): there are no files"))
    }),
    NativeDef::function("file", |m, _, _| {
        Err(m.not_supported("file(): there are no files"))
    }),
    NativeDef::function("hex", numbers::hex),
    NativeDef::function("oct", numbers::oct),
    NativeDef::function("reload", |m, _, _| Err(m.not_supported("reload()"))),
    NativeDef::function("round", numbers::round),
    NativeDef::function("filter", filter),
    NativeDef::function("intern", intern),
    NativeDef::function("map", map),
    NativeDef::function("range", range),
    NativeDef::function("raw_input", raw_input),
    NativeDef::function("reduce", reduce),
    NativeDef::function("unichr", unichr),
    NativeDef::function("zip", zip),
];

/// Built-in names of Python 3 only.
pub const NOT_IN_TWO: &[&str] = &[
    "ascii",
    "breakpoint",
    "hex",
    "oct",
    "round",
    "exec",
    "exit",
    "quit",
    "help",
    "bytes",
    "ExceptionGroup",
    "BaseExceptionGroup",
    "ModuleNotFoundError",
    "RecursionError",
    "StopAsyncIteration",
    "ResourceWarning",
    "FileNotFoundError",
    "FileExistsError",
    "PermissionError",
    "TimeoutError",
    "ConnectionError",
];

/// The method of a built-in type under Python 2: `Some(None)` where it has none with this name, `None` where
/// nothing is different.
pub fn method(id: TypeId, name: &str) -> Option<Option<&'static NativeDef>> {
    let own = match id {
        TypeId::Dict => DICT,
        TypeId::Str | TypeId::Unicode => text::METHODS,
        _ => &[],
    };
    if let Some(def) = own.iter().find(|def| def.name == name) {
        return Some(Some(def));
    }
    let gone: &[&str] = match id {
        TypeId::Dict => &[
            "__reversed__",
            "__or__",
            "__ror__",
            "__ior__",
            "__class_getitem__",
        ],
        TypeId::Str => &[
            "casefold",
            "format_map",
            "isascii",
            "isdecimal",
            "isnumeric",
            "isprintable",
            "maketrans",
            "removeprefix",
            "removesuffix",
        ],
        TypeId::Unicode => &[
            "casefold",
            "format_map",
            "isascii",
            "isprintable",
            "maketrans",
            "removeprefix",
            "removesuffix",
        ],
        TypeId::List => &["clear", "copy", "__class_getitem__"],
        TypeId::Set | TypeId::FrozenSet | TypeId::Tuple => &["__class_getitem__"],
        TypeId::Int | TypeId::Long | TypeId::Bool => &[
            "to_bytes",
            "from_bytes",
            "bit_count",
            "as_integer_ratio",
            "is_integer",
        ],
        TypeId::BaseException => &[
            "with_traceback",
            "add_note",
            "__traceback__",
            "__context__",
            "__cause__",
            "__suppress_context__",
            "__notes__",
        ],
        TypeId::StopIteration => &["value"],
        TypeId::Function => &[
            "__qualname__",
            "__kwdefaults__",
            "__annotations__",
            "__annotate__",
            "__builtins__",
        ],
        TypeId::Method => &["__qualname__"],
        TypeId::BuiltinFunction => &["__qualname__"],
        TypeId::Type => &[
            "__qualname__",
            "__prepare__",
            "__annotations__",
            "__annotate__",
            "__type_params__",
        ],
        TypeId::Generator => &["__qualname__", "gi_yieldfrom", "gi_suspended"],
        TypeId::Object => &[
            "__init_subclass__",
            "__dir__",
            "__getstate__",
            "__eq__",
            "__ne__",
            "__lt__",
            "__le__",
            "__gt__",
            "__ge__",
        ],
        _ => &[],
    };
    gone.contains(&name).then_some(None)
}

static DICT: &[NativeDef] = &[
    NativeDef::method("keys", |m, args, kwargs| {
        part(m, args, kwargs, DictPart::Keys)
    }),
    NativeDef::method("values", |m, args, kwargs| {
        part(m, args, kwargs, DictPart::Values)
    }),
    NativeDef::method("items", |m, args, kwargs| {
        part(m, args, kwargs, DictPart::Items)
    }),
    NativeDef::method("iterkeys", |m, args, _| iterate(m, args, DictPart::Keys)),
    NativeDef::method("itervalues", |m, args, _| {
        iterate(m, args, DictPart::Values)
    }),
    NativeDef::method("iteritems", |m, args, _| iterate(m, args, DictPart::Items)),
    NativeDef::method("viewkeys", |m, args, _| view(m, args, DictPart::Keys)),
    NativeDef::method("viewvalues", |m, args, _| view(m, args, DictPart::Values)),
    NativeDef::method("viewitems", |m, args, _| view(m, args, DictPart::Items)),
    NativeDef::method("has_key", has_key),
];

fn part(m: &mut Machine, args: &[Ref], kwargs: &Kwargs, part: DictPart) -> PyResult<Ref> {
    let (dict, rest) = argument::this(m, args)?;
    argument::none(m, "dict.keys", rest, kwargs)?;
    let mut items = Vec::new();
    for (key, value) in m.dict_entries(dict) {
        items.push(match part {
            DictPart::Keys => {
                m.decref(value);
                key
            }
            DictPart::Values => {
                m.decref(key);
                value
            }
            DictPart::Items => m.new_tuple_tracked(vec![key, value]),
        });
    }
    Ok(m.new_list(items))
}

fn view(m: &mut Machine, args: &[Ref], part: DictPart) -> PyResult<Ref> {
    let (dict, _) = argument::this(m, args)?;
    m.incref(dict);
    Ok(m.new_dict_view(dict, part))
}

fn iterate(m: &mut Machine, args: &[Ref], part: DictPart) -> PyResult<Ref> {
    let view = view(m, args, part)?;
    m.hold(view);
    let iterator = m.iter(view);
    m.unhold();
    m.give_up(view, iterator)
}

fn has_key(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (dict, rest) = argument::this(m, args)?;
    let key = argument::one(m, "dict.has_key", rest, kwargs)?;
    let (_, at) = m.dict_find(dict, key)?;
    Ok(m.bool(at.is_some()))
}

fn repr(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let x = argument::one(m, "repr", args, kwargs)?;
    m.repr(x)
}

/// `raise class, value[, traceback]`: the exception that is raised.
fn raise(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (Some(&kind), value) = (args.first(), args.get(1).copied()) else {
        return Err(m.type_error("raise needs an exception"));
    };
    let value = value.unwrap_or(m.interp.none);
    let exception = if m.is_exception_class(kind) {
        if m.is_instance(value, kind) {
            m.newref(value)
        } else if m.is_none(value) {
            m.call(kind, &[])?
        } else if let Payload::Tuple(items) = m.payload(value) {
            let items = items.items.clone();
            m.call(kind, &items)?
        } else {
            m.call(kind, &[value])?
        }
    } else if m.is_none(value) {
        m.newref(kind)
    } else {
        return Err(m.type_error("instance exception may not have a separate value"));
    };
    if let Some(&traceback) = args.get(2)
        && !m.is_none(traceback)
    {
        if !matches!(m.payload(traceback), Payload::Traceback(_)) {
            m.decref(exception);
            return Err(m.type_error("raise: arg 3 must be a traceback or None"));
        }
        m.incref(traceback);
        let old = match m.payload_mut(exception) {
            Payload::Exception(e) => e.set_field(crate::raise::GIVEN_TRACEBACK, traceback),
            _ => Some(traceback),
        };
        m.xdecref(old);
    }
    Ok(exception)
}

fn cmp(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[a, b] = args else {
        let message = format!("cmp expected 2 arguments, got {}", args.len());
        return Err(m.type_error(&message));
    };
    let ordering = m.compare_both(a, b)?;
    Ok(m.new_int(ordering as i64))
}

/// What the type of the same name in Python 3 would give one by one, as a list.
fn listed(m: &mut Machine, id: TypeId, args: &[Ref], room: usize) -> PyResult<Ref> {
    let class = m.type_ref(id);
    let iterator = m.call(class, args)?;
    m.hold(iterator);
    let items = m.collect(iterator);
    m.unhold();
    let mut items = m.give_up(iterator, items)?;
    let more = items.split_off(room.min(items.len()));
    let list = m.new_list(items);
    m.set_list_capacity(list, u32::try_from(room).unwrap_or(u32::MAX));
    for item in more {
        m.list_append(list, item);
    }
    cut(m, list, room);
    Ok(list)
}

fn zip(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let mut room = usize::MAX;
    for &sequence in args {
        room = room.min(m.length_hint(sequence, 10)?);
    }
    let room = if args.is_empty() { 0 } else { room };
    listed(m, TypeId::Zip, args, room)
}

/// A list that was made for more items than came gives room back (`list_ass_slice`).
fn cut(m: &mut Machine, list: Ref, room: usize) {
    let len = m.native_len(list).unwrap_or(room);
    if len < room {
        m.list_fit(list, room, len);
    }
}

fn map(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    match args {
        [function, sequence] if m.is_none(*function) => {
            let class = m.type_ref(TypeId::List);
            m.call(class, &[*sequence])
        }
        [function, sequences @ ..] if !sequences.is_empty() => map_several(m, *function, sequences),
        _ => Err(m.type_error("map() requires at least two args")),
    }
}

/// `map` over several sequences: None stands in for what the shorter ones have not.
fn map_several(m: &mut Machine, function: Ref, sequences: &[Ref]) -> PyResult<Ref> {
    let mark = m.held_mark();
    let mut room = 0;
    for &sequence in sequences {
        room = room.max(m.length_hint(sequence, 8)?);
    }
    let list = m.new_list(Vec::new());
    m.set_list_capacity(list, u32::try_from(room).unwrap_or(u32::MAX));
    m.hold(list);
    let filled = map_rows(m, function, sequences, list);
    let result = filled.map(|()| {
        cut(m, list, room);
        m.newref(list)
    });
    m.settle(mark, result)
}

fn map_rows(m: &mut Machine, function: Ref, sequences: &[Ref], list: Ref) -> PyResult<()> {
    let mut iterators = Vec::new();
    for &sequence in sequences {
        let iterator = m.iter(sequence)?;
        m.hold(iterator);
        iterators.push(Some(iterator));
    }
    loop {
        let row_at = m.held_mark();
        let mut row = Vec::new();
        for iterator in &mut iterators {
            let item = match *iterator {
                Some(iter) => m.iter_next(iter)?,
                None => None,
            };
            if item.is_none() {
                *iterator = None;
            }
            let item = item.unwrap_or_else(|| m.none());
            m.hold(item);
            row.push(item);
        }
        if iterators.iter().all(Option::is_none) {
            m.release_to(row_at);
            return Ok(());
        }
        let made = if m.is_none(function) {
            for &item in &row {
                m.incref(item);
            }
            m.new_tuple_tracked(row)
        } else {
            m.call_held(function, &row, &[])?
        };
        m.list_append(list, made);
        m.release_to(row_at);
    }
}

/// `apply(function[, args[, kwargs]])`
fn apply(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[function, ref rest @ ..] = args else {
        return Err(m.type_error("apply expected at least 1 arguments, got 0"));
    };
    let mark = m.held_mark();
    let mut positional = Vec::new();
    if let Some(&sequence) = rest.first() {
        match m.payload(sequence) {
            Payload::Tuple(tuple) => positional = tuple.items.to_vec(),
            _ => {
                positional = m.collect(sequence)?;
                m.held.extend(positional.iter().copied());
            }
        }
    }
    let mut named = Vec::new();
    if let Some(&dict) = rest.get(1) {
        for (name, value) in m.dict_entries(dict) {
            m.hold(name);
            m.hold(value);
            named.push((name, value));
        }
    }
    let result = m.call_held(function, &positional, &named);
    m.settle(mark, result)
}

/// The items that a function says yes to.
fn filtered(m: &mut Machine, function: Ref, sequence: Ref) -> PyResult<Ref> {
    let room = m.length_hint(sequence, 8)?;
    let mark = m.held_mark();
    let list = m.new_list(Vec::new());
    m.set_list_capacity(list, u32::try_from(room).unwrap_or(u32::MAX));
    m.hold(list);
    let filled = keep_some(m, function, sequence, list);
    let result = filled.map(|()| {
        cut(m, list, room);
        m.newref(list)
    });
    m.settle(mark, result)
}

fn keep_some(m: &mut Machine, function: Ref, sequence: Ref, list: Ref) -> PyResult<()> {
    let iterator = m.iter(sequence)?;
    m.hold(iterator);
    while let Some(item) = m.iter_next(iterator)? {
        m.hold(item);
        let truth = if m.is_none(function) {
            m.truth(item)?
        } else {
            let answer = m.call_held(function, &[item], &[])?;
            let truth = m.truth(answer);
            m.give_up(answer, truth)?
        };
        if truth {
            m.incref(item);
            m.list_append(list, item);
        }
        m.unhold();
        m.decref(item);
    }
    Ok(())
}

/// Lists stay lists, tuples and strings what they are.
fn filter(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[function, sequence] = args else {
        let message = format!("filter expected 2 arguments, got {}", args.len());
        return Err(m.type_error(&message));
    };
    let list = filtered(m, function, sequence)?;
    match m.payload(sequence) {
        Payload::Tuple(_) => {
            let items = m.items(list).map(<[Ref]>::to_vec).unwrap_or_default();
            for &item in &items {
                m.incref(item);
            }
            m.decref(list);
            Ok(m.new_tuple_tracked(items))
        }
        Payload::Str(_) => {
            let items = m.items(list).map(<[Ref]>::to_vec).unwrap_or_default();
            let text: String = items.iter().map(|&c| m.text(c)).collect();
            m.decref(list);
            Ok(m.new_str(&text))
        }
        _ => Ok(list),
    }
}

fn range(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    if !(1..=3).contains(&args.len()) {
        let (bound, n) = if args.is_empty() {
            ("at least 1", 0)
        } else {
            ("at most 3", args.len())
        };
        let message = format!("range expected {bound} arguments, got {n}");
        return Err(m.type_error(&message));
    }
    for &r in args {
        if !matches!(
            m.payload(r),
            Payload::Int(_) | Payload::BigInt(_) | Payload::Bool(_)
        ) {
            let message = format!(
                "range() integer end argument expected, got {}.",
                m.type_name(r)
            );
            return Err(m.type_error(&message));
        }
    }
    let range = m.type_ref(TypeId::Range);
    let range = m.call(range, args)?;
    m.hold(range);
    let items = m.collect(range);
    m.unhold();
    let items = m.give_up(range, items)?;
    Ok(m.new_list(items))
}

fn intern(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = argument::one(m, "intern", args, kwargs)?;
    if !m.is_exact(r, TypeId::Str) {
        let message = format!("intern() argument 1 must be string, not {}", m.type_name(r));
        return Err(m.type_error(&message));
    }
    m.incref(r);
    Ok(m.intern_ref(r))
}

fn raw_input(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    Err(m.not_supported("raw_input(): there is nobody to ask"))
}

fn reduce(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (function, sequence, mut total) = match *args {
        [function, sequence] => (function, sequence, None),
        [function, sequence, first] => (function, sequence, Some(m.newref(first))),
        _ => {
            let message = format!("reduce expected at least 2 arguments, got {}", args.len());
            return Err(m.type_error(&message));
        }
    };
    let iterator = m.iter(sequence)?;
    let mark = m.held_mark();
    m.hold(iterator);
    let result: PyResult<()> = loop {
        let item = match m.iter_next(iterator) {
            Ok(Some(item)) => item,
            Ok(None) => break Ok(()),
            Err(e) => break Err(e),
        };
        let Some(sum) = total else {
            total = Some(item);
            continue;
        };
        m.hold(item);
        m.hold(sum);
        let next = m.call_held(function, &[sum, item], &[]);
        m.unhold();
        m.unhold();
        m.decref(sum);
        m.decref(item);
        total = None;
        match next {
            Ok(next) => total = Some(next),
            Err(e) => break Err(e),
        }
    };
    if let Err(e) = result {
        m.xdecref(total);
        m.release_keeping(mark, e);
        return Err(e);
    }
    m.release_to(mark);
    match total {
        Some(total) => Ok(total),
        None => Err(m.type_error("reduce() of empty sequence with no initial value")),
    }
}

fn unichr(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = argument::one(m, "unichr", args, kwargs)?;
    let code = m.index(r)?;
    let c: Result<char, Unwind> = u32::try_from(code)
        .ok()
        .and_then(char::from_u32)
        .ok_or_else(|| m.value_error("unichr() arg not in range(0x110000) (wide Python build)"));
    let c = c?;
    Ok(m.new_unicode(&c.to_string()))
}
