//! `operator` (`Modules/_operator.c`).

use heap::Ref;

use super::protocol;
use crate::builtins::argument;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::body::Label;
use crate::objects::function::{Kwargs, NativeDef};
use crate::objects::native::native_object;
use crate::opcode::{BinaryOp, CompareOp, Op};
use crate::types::{TypeId, TypeMembers};

/// The functions that are written in Rust.
pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("abs", abs),
    NativeDef::function("add", add),
    NativeDef::function("and_", and),
    NativeDef::function("concat", add),
    NativeDef::function("contains", contains),
    NativeDef::function("countOf", count_of),
    NativeDef::function("delitem", delitem),
    NativeDef::function("eq", eq),
    NativeDef::function("floordiv", floordiv),
    NativeDef::function("ge", ge),
    NativeDef::function("getitem", getitem),
    NativeDef::function("gt", gt),
    NativeDef::function("iadd", iadd),
    NativeDef::function("iand", iand),
    NativeDef::function("iconcat", iadd),
    NativeDef::function("ifloordiv", ifloordiv),
    NativeDef::function("ilshift", ilshift),
    NativeDef::function("imod", imod),
    NativeDef::function("imatmul", imatmul),
    NativeDef::function("imul", imul),
    NativeDef::function("index", index),
    NativeDef::function("indexOf", index_of),
    NativeDef::function("inv", inv),
    NativeDef::function("invert", invert),
    NativeDef::function("ior", ior),
    NativeDef::function("ipow", ipow),
    NativeDef::function("irshift", irshift),
    NativeDef::function("is_", is),
    NativeDef::function("is_not", is_not),
    NativeDef::function("isub", isub),
    NativeDef::function("itruediv", itruediv),
    NativeDef::function("ixor", ixor),
    NativeDef::function("le", le),
    NativeDef::function("length_hint", length_hint),
    NativeDef::function("lshift", lshift),
    NativeDef::function("lt", lt),
    NativeDef::function("matmul", matmul),
    NativeDef::function("mod", modulo),
    NativeDef::function("mul", mul),
    NativeDef::function("ne", ne),
    NativeDef::function("neg", neg),
    NativeDef::function("not_", not),
    NativeDef::function("or_", or),
    NativeDef::function("pos", pos),
    NativeDef::function("pow", pow),
    NativeDef::function("rshift", rshift),
    NativeDef::function("setitem", setitem),
    NativeDef::function("sub", sub),
    NativeDef::function("truediv", truediv),
    NativeDef::function("truth", truth),
    NativeDef::function("xor", xor),
];

/// The part written in Python.
pub static SOURCE: &str = "def call(obj, /, *args, **kwargs):\n    return obj(*args, **kwargs)\n\n\n__add__, __sub__, __mul__, __lt__, __eq__, __getitem__ = add, sub, mul, lt, eq, getitem\n";

/// The types.
pub fn fill(m: &mut Machine, namespace: Ref) -> PyResult<()> {
    for id in [TypeId::ItemGetter, TypeId::AttrGetter, TypeId::MethodCaller] {
        let class = m.type_ref(id);
        m.dict_set_text(namespace, id.native().name, class);
    }
    Ok(())
}

macro_rules! binary {
    ($($name:ident = $op:ident;)+) => {
        $(fn $name(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
            let [a, b] = two(m, stringify!($name), args, kwargs)?;
            m.binary(BinaryOp::$op, a, b)
        })+
    };
}

binary! {
    add = Add; and = And; floordiv = FloorDivide; lshift = LeftShift; matmul = MatMul; modulo = Remainder;
    mul = Multiply; or = Or; pow = Power; rshift = RightShift; sub = Subtract; truediv = TrueDivide; xor = Xor;
    iadd = InplaceAdd; iand = InplaceAnd; ifloordiv = InplaceFloorDivide; ilshift = InplaceLeftShift;
    imod = InplaceRemainder; imul = InplaceMultiply; ior = InplaceOr; ipow = InplacePower;
    irshift = InplaceRightShift; isub = InplaceSubtract; itruediv = InplaceTrueDivide; ixor = InplaceXor; imatmul = InplaceMatMul;
}

macro_rules! comparison {
    ($($name:ident = $op:ident;)+) => {
        $(fn $name(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
            let [a, b] = two(m, stringify!($name), args, kwargs)?;
            m.compare(CompareOp::$op, a, b)
        })+
    };
}

comparison! { eq = Eq; ne = Ne; lt = Lt; le = Le; gt = Gt; ge = Ge; }

macro_rules! unary {
    ($($name:ident = $op:ident;)+) => {
        $(fn $name(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
            let a = argument::one(m, concat!("_operator.", stringify!($name)), args, kwargs)?;
            crate::arithmetic::unary(m, Op::$op, a)
        })+
    };
}

unary! { neg = UnaryNegative; pos = UnaryPositive; inv = UnaryInvert; invert = UnaryInvert; }

fn abs(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let a = argument::one(m, "_operator.abs", args, kwargs)?;
    m.absolute(a)
}

fn two(m: &mut Machine, name: &str, args: &[Ref], kwargs: &Kwargs) -> PyResult<[Ref; 2]> {
    argument::between(m, name, args, kwargs, 2, 2)?;
    match *args {
        [a, b] => Ok([a, b]),
        _ => Err(m.type_error("expected 2 arguments")),
    }
}

fn contains(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let [a, b] = two(m, "contains", args, kwargs)?;
    let found = m.contains(a, b)?;
    Ok(m.bool(found))
}

fn getitem(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let [a, b] = two(m, "getitem", args, kwargs)?;
    m.getitem(a, b)
}

fn setitem(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::between(m, "setitem", args, kwargs, 3, 3)?;
    if let &[a, b, c] = args {
        m.setitem(a, b, c)?;
    }
    Ok(m.none())
}

fn delitem(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let [a, b] = two(m, "delitem", args, kwargs)?;
    m.delitem(a, b)?;
    Ok(m.none())
}

fn is(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let [a, b] = two(m, "is_", args, kwargs)?;
    Ok(m.bool(a == b))
}

fn is_not(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let [a, b] = two(m, "is_not", args, kwargs)?;
    Ok(m.bool(a != b))
}

fn not(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let a = argument::one(m, "operator.not_", args, kwargs)?;
    let truth = m.truth(a)?;
    Ok(m.bool(!truth))
}

fn truth(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let a = argument::one(m, "operator.truth", args, kwargs)?;
    let truth = m.truth(a)?;
    Ok(m.bool(truth))
}

fn index(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let a = argument::one(m, "operator.index", args, kwargs)?;
    match m.index_object(a)? {
        Some(number) if m.is_exact(number, TypeId::Int) => Ok(number),
        Some(number) => {
            let value = m.to_int(number).unwrap_or_default();
            m.decref(number);
            Ok(m.new_bigint(value))
        }
        None => {
            let got = m.type_name(a).to_owned();
            Err(m.type_error(&format!(
                "'{got}' object cannot be interpreted as an integer"
            )))
        }
    }
}

fn length_hint(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::between(m, "length_hint", args, kwargs, 1, 2)?;
    let Some(&object) = args.first() else {
        return Ok(m.none());
    };
    let default = match args.get(1) {
        Some(&r) => usize::try_from(m.index(r)?).unwrap_or(0),
        None => 0,
    };
    let hint = m.length_hint(object, default)?;
    Ok(m.new_int(hint as i64))
}

/// Counts the items that are equal, or stops at the first one.
fn search(
    m: &mut Machine,
    iterable: Ref,
    wanted: Ref,
    first_only: bool,
) -> PyResult<(i64, Option<i64>)> {
    let iterator = m.iter(iterable)?;
    m.hold(iterator);
    let (mut n, mut at, mut found) = (0, 0, None);
    let result = loop {
        let item = match m.iter_next(iterator) {
            Ok(Some(item)) => item,
            Ok(None) => break Ok(()),
            Err(e) => break Err(e),
        };
        m.hold(item);
        let same = m.equal(item, wanted);
        m.unhold();
        match m.give_up(item, same) {
            Ok(true) => {
                n += 1;
                found = found.or(Some(at));
                if first_only {
                    break Ok(());
                }
            }
            Ok(false) => {}
            Err(e) => break Err(e),
        }
        at += 1;
    };
    m.unhold();
    m.give_up(iterator, result)?;
    Ok((n, found))
}

fn count_of(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let [a, b] = two(m, "countOf", args, kwargs)?;
    let (n, _) = search(m, a, b, false)?;
    Ok(m.new_int(n))
}

fn index_of(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let [a, b] = two(m, "indexOf", args, kwargs)?;
    match search(m, a, b, true)? {
        (_, Some(at)) => Ok(m.new_int(at)),
        _ => Err(m.value_error("sequence.index(x): x not in sequence")),
    }
}

// ---- callables that look something up

/// `itemgetter`, `attrgetter` and `methodcaller`: a tuple of keys, of names, or of a method's arguments.
#[derive(Clone, Debug)]
struct Getter {
    keys: Ref,
    /// The name of a method, and its keyword arguments.
    method: Option<(Ref, Ref)>,
}

impl Getter {
    fn each(&self, _: bool, visit: &mut dyn FnMut(Label, Ref)) {
        visit(
            Label::Field(if self.method.is_some() {
                "args"
            } else {
                "items"
            }),
            self.keys,
        );
        if let Some((name, kwargs)) = self.method {
            visit(Label::Field("name"), name);
            visit(Label::Field("kwargs"), kwargs);
        }
    }

    fn clear(&mut self, _: &mut Vec<Ref>) {}
}

native_object!(Getter, 48);

/// `itemgetter`
pub static ITEM_GETTER: TypeMembers = TypeMembers {
    new: Some(new_item_getter),
    init: Some(protocol::nothing),
    methods: &[
        NativeDef::slot("__call__", call_item_getter),
        NativeDef::slot("__repr__", repr_getter),
    ],
    getset: &[],
};

/// `attrgetter`
pub static ATTR_GETTER: TypeMembers = TypeMembers {
    new: Some(new_attr_getter),
    init: Some(protocol::nothing),
    methods: &[
        NativeDef::slot("__call__", call_attr_getter),
        NativeDef::slot("__repr__", repr_getter),
    ],
    getset: &[],
};

/// `methodcaller`
pub static METHOD_CALLER: TypeMembers = TypeMembers {
    new: Some(new_method_caller),
    init: Some(protocol::nothing),
    methods: &[
        NativeDef::slot("__call__", call_method_caller),
        NativeDef::slot("__repr__", repr_getter),
    ],
    getset: &[],
};

fn new_item_getter(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let Some((&class, keys)) = args.split_first() else {
        return Err(m.type_error("a class is needed"));
    };
    argument::no_keywords(m, "itemgetter", kwargs)?;
    if keys.is_empty() {
        return Err(m.type_error("itemgetter expected 1 argument, got 0"));
    }
    let keys = m.arguments_tuple(keys);
    Ok(m.instantiate(
        class,
        Payload::Native(Box::new(Getter { keys, method: None })),
    ))
}

fn new_attr_getter(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let Some((&class, names)) = args.split_first() else {
        return Err(m.type_error("a class is needed"));
    };
    argument::no_keywords(m, "attrgetter", kwargs)?;
    if names.is_empty() {
        return Err(m.type_error("attrgetter expected 1 argument, got 0"));
    }
    if names.iter().any(|&n| m.str_of(n).is_none()) {
        return Err(m.type_error("attribute name must be a string"));
    }
    let keys = m.arguments_tuple(names);
    Ok(m.instantiate(
        class,
        Payload::Native(Box::new(Getter { keys, method: None })),
    ))
}

fn new_method_caller(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let &[class, name, ref rest @ ..] = args else {
        return Err(m.type_error("methodcaller needs at least one argument, the method name"));
    };
    if m.str_of(name).is_none() {
        return Err(m.type_error("method name must be a string"));
    }
    let text = m.text(name);
    let name = m.intern(&text);
    let keys = m.arguments_tuple(rest);
    let named = m.new_dict();
    for &(key, value) in kwargs {
        m.dict_set_str(named, key, value);
    }
    let getter = Getter {
        keys,
        method: Some((name, named)),
    };
    Ok(m.instantiate(class, Payload::Native(Box::new(getter))))
}

fn getter_and_object(
    m: &mut Machine,
    name: &str,
    args: &[Ref],
    kwargs: &Kwargs,
) -> PyResult<(Getter, Ref)> {
    let Some((&this, rest)) = args.split_first() else {
        return Err(m.type_error("a callable is needed"));
    };
    argument::between(m, name, rest, kwargs, 1, 1)?;
    let getter = m.native::<Getter>(this).cloned();
    match (getter, rest) {
        (Some(getter), &[object]) => Ok((getter, object)),
        _ => Err(m.type_error("a callable is needed")),
    }
}

/// One result alone, or a tuple of several.
fn looked_up(
    m: &mut Machine,
    keys: Ref,
    mut look: impl FnMut(&mut Machine, Ref) -> PyResult<Ref>,
) -> PyResult<Ref> {
    let keys = m.items(keys).map(<[Ref]>::to_vec).unwrap_or_default();
    if let &[only] = keys.as_slice() {
        return look(m, only);
    }
    let mark = m.held_mark();
    for key in keys {
        match look(m, key) {
            Ok(r) => m.hold(r),
            Err(e) => {
                m.release_keeping(mark, e);
                return Err(e);
            }
        };
    }
    let found = m.held.split_off(mark);
    Ok(m.new_tuple_tracked(found))
}

fn call_item_getter(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (getter, object) = getter_and_object(m, "itemgetter", args, kwargs)?;
    looked_up(m, getter.keys, |m, key| m.getitem(object, key))
}

fn call_attr_getter(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (getter, object) = getter_and_object(m, "attrgetter", args, kwargs)?;
    looked_up(m, getter.keys, |m, name| {
        let dotted = m.text(name);
        let mut at = m.newref(object);
        for part in dotted.split('.') {
            m.hold(at);
            let next = m.getattr_text(at, part);
            m.unhold();
            at = m.give_up(at, next)?;
        }
        Ok(at)
    })
}

fn call_method_caller(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (getter, object) = getter_and_object(m, "methodcaller", args, kwargs)?;
    let Some((name, named)) = getter.method else {
        return Ok(m.none());
    };
    let method = m.getattr(object, name)?;
    let mark = m.held_mark();
    m.hold(method);
    let result = m.call_object(method, getter.keys, Some(named));
    m.settle(mark, result)
}

fn repr_getter(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let Some(&this) = args.first() else {
        return Err(m.type_error("a callable is needed"));
    };
    let Some(getter) = m.native::<Getter>(this).cloned() else {
        return Err(m.type_error("a callable is needed"));
    };
    let mut parts = Vec::new();
    if let Some((name, _)) = getter.method {
        parts.push(m.repr_string(name)?);
    }
    for key in m
        .items(getter.keys)
        .map(<[Ref]>::to_vec)
        .unwrap_or_default()
    {
        parts.push(m.repr_string(key)?);
    }
    if let Some((_, named)) = getter.method {
        let entries: Vec<(Ref, Ref)> = m
            .dict(named)
            .map(|d| d.iter().map(|(_, e)| (e.key, e.value)).collect())
            .unwrap_or_default();
        for (key, value) in entries {
            let text = format!("{}={}", m.text(key), m.repr_string(value)?);
            parts.push(text);
        }
    }
    let text = format!("{}({})", m.type_name(this), parts.join(", "));
    Ok(m.new_str(&text))
}
