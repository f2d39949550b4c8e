//! What Python 2 has otherwise: its built-in functions, and the methods of its built-in types.

use heap::Ref;

use super::argument;
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::body::DictPart;
use crate::objects::function::{Kwargs, NativeDef};
use crate::opcode::CompareOp;
use crate::types::TypeId;

/// Functions of `__builtin__` that Python 3 has not, or has as types. The marked ones stand for syntax.
pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("\u{1c0}print_item", super::print::print_item),
    NativeDef::function("\u{1c0}print_newline", super::print::print_newline),
    NativeDef::function("\u{1c0}repr", repr),
    NativeDef::function("\u{1c0}exec", super::evaluate::exec),
    NativeDef::function("\u{1c0}raise", raise),
    NativeDef::function("cmp", cmp),
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
        TypeId::Object => &["__init_subclass__", "__dir__", "__getstate__"],
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
        m.decref(exception);
        return Err(m.not_supported("raise with a traceback"));
    }
    Ok(exception)
}

fn cmp(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[a, b] = args else {
        let message = format!("cmp expected 2 arguments, got {}", args.len());
        return Err(m.type_error(&message));
    };
    for (op, answer) in [(CompareOp::Eq, 0), (CompareOp::Lt, -1)] {
        let result = m.compare(op, a, b)?;
        let holds = m.truth(result);
        m.decref(result);
        if holds? {
            return Ok(m.new_int(answer));
        }
    }
    Ok(m.new_int(1))
}

/// What the type of the same name in Python 3 would give one by one, as a list.
fn listed(m: &mut Machine, id: TypeId, args: &[Ref]) -> PyResult<Ref> {
    let class = m.type_ref(id);
    let iterator = m.call(class, args)?;
    m.hold(iterator);
    let items = m.collect(iterator);
    m.unhold();
    let items = m.give_up(iterator, items)?;
    Ok(m.new_list(items))
}

fn zip(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    listed(m, TypeId::Zip, args)
}

fn map(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    match args {
        [function, sequence] if m.is_none(*function) => {
            let items = m.collect(*sequence)?;
            Ok(m.new_list(items))
        }
        [function, ..] if m.is_none(*function) => listed(m, TypeId::Zip, &args[1..]),
        [_, _, ..] => listed(m, TypeId::Map, args),
        _ => Err(m.type_error("map() requires at least two args")),
    }
}

/// Lists stay lists, tuples and strings what they are.
fn filter(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[_, sequence] = args else {
        let message = format!("filter expected 2 arguments, got {}", args.len());
        return Err(m.type_error(&message));
    };
    let list = listed(m, TypeId::Filter, args)?;
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
    listed(m, TypeId::Range, args)
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
        let next = m.call(function, &[sum, item]);
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
