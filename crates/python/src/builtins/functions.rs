//! The functions of `builtins` (`Python/bltinmodule.c`).

use heap::Ref;
use num_bigint::{BigInt, Sign};

use super::argument::{self, Signature};
use super::{aggregate, evaluate, instance_check, print};
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::function::{Kwargs, NativeDef};
use crate::objects::iterator::Iter;
use crate::opcode::BinaryOp;
use crate::types::TypeId;
use crate::version::Version;

/// All of them.
pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("__build_class__", crate::class::build_class),
    NativeDef::function("__import__", import),
    NativeDef::function("abs", abs),
    NativeDef::function("all", aggregate::all),
    NativeDef::function("any", aggregate::any),
    NativeDef::function("ascii", ascii),
    NativeDef::function("bin", bin),
    NativeDef::function("breakpoint", breakpoint),
    NativeDef::function("callable", callable),
    NativeDef::function("chr", chr),
    NativeDef::function("compile", evaluate::compile),
    NativeDef::function("delattr", delattr),
    NativeDef::function("dir", evaluate::dir).gathering(),
    NativeDef::function("divmod", divmod),
    NativeDef::function("eval", evaluate::eval),
    NativeDef::function("exec", evaluate::exec),
    NativeDef::function("exit", exit),
    NativeDef::function("format", format),
    NativeDef::function("getattr", getattr),
    NativeDef::function("globals", evaluate::globals),
    NativeDef::function("hasattr", hasattr),
    NativeDef::function("hash", hash),
    NativeDef::function("help", help),
    NativeDef::function("hex", hex),
    NativeDef::function("id", id),
    NativeDef::function("input", input),
    NativeDef::function("isinstance", instance_check::isinstance),
    NativeDef::function("issubclass", instance_check::issubclass),
    NativeDef::function("iter", iter),
    NativeDef::function("len", len),
    NativeDef::function("locals", evaluate::locals),
    NativeDef::function("max", aggregate::max).gathering_until(Version::V3_13),
    NativeDef::function("min", aggregate::min).gathering_until(Version::V3_13),
    NativeDef::function("next", next),
    NativeDef::function("oct", oct),
    NativeDef::function("open", open),
    NativeDef::function("ord", ord),
    NativeDef::function("pow", pow),
    NativeDef::function("print", print::print),
    NativeDef::function("quit", exit),
    NativeDef::function("repr", repr),
    NativeDef::function("round", round),
    NativeDef::function("setattr", setattr),
    NativeDef::function("sorted", aggregate::sorted),
    NativeDef::function("sum", aggregate::sum),
    NativeDef::function("vars", evaluate::vars).gathering(),
];

fn import(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    const SIGNATURE: Signature = Signature {
        name: "__import__",
        params: &["name", "globals", "locals", "fromlist", "level"],
        positional: 5,
        unnamed: 0,
        required: 1,
    };
    let [name, _, _, fromlist, level] = SIGNATURE.bind(m, args, kwargs)?;
    let Some(name) = name.filter(|&n| m.str_of(n).is_some()) else {
        return Err(m.type_error("module name must be a string"));
    };
    let fromlist = match fromlist {
        Some(list) if m.truth(list)? => list,
        _ => m.interp.none,
    };
    let zero = m.new_int(0);
    let result = m.import_name(name, level.unwrap_or(zero), fromlist);
    m.give_up(zero, result)
}

fn abs(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let x = argument::one(m, "abs", args, kwargs)?;
    m.absolute(x)
}

fn ascii(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let x = argument::one(m, "ascii", args, kwargs)?;
    m.ascii(x)
}

fn in_base(
    m: &mut Machine,
    name: &str,
    prefix: &str,
    radix: u32,
    args: &[Ref],
    kwargs: &Kwargs,
) -> PyResult<Ref> {
    let x = argument::one(m, name, args, kwargs)?;
    let Some(index) = m.index_object(x)? else {
        let message = format!(
            "'{}' object cannot be interpreted as an integer",
            m.type_name(x)
        );
        return Err(m.type_error(&message));
    };
    let value = m.to_int(index).unwrap_or_default();
    m.decref(index);
    let sign = if value.sign() == Sign::Minus { "-" } else { "" };
    let digits = value.magnitude().to_str_radix(radix);
    Ok(m.new_str(&format!("{sign}{prefix}{digits}")))
}

fn bin(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    in_base(m, "bin", "0b", 2, args, kwargs)
}

fn oct(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    in_base(m, "oct", "0o", 8, args, kwargs)
}

fn hex(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    in_base(m, "hex", "0x", 16, args, kwargs)
}

fn breakpoint(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    Err(m.not_supported("breakpoint(): move through time instead"))
}

fn help(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    Err(m.not_supported("help()"))
}

fn input(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    Err(m.not_supported("input(): a program has nobody to ask; write the value into it"))
}

fn open(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    Err(m.not_supported("open(): there are no files"))
}

fn exit(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let args: Vec<Ref> = args.iter().map(|&a| m.newref(a)).collect();
    Err(m.error_with(TypeId::SystemExit, args))
}

fn callable(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let x = argument::one(m, "callable", args, kwargs)?;
    let answer = match m.payload(x) {
        Payload::Type(_)
        | Payload::Function(_)
        | Payload::Builtin(_)
        | Payload::Method(_)
        | Payload::StaticMethod(_) => true,
        _ => {
            let (class, call) = (m.class_of(x), m.interp.names.call);
            m.type_lookup(class, call).is_some()
        }
    };
    Ok(m.bool(answer))
}

fn chr(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let x = argument::one(m, "chr", args, kwargs)?;
    const RANGE: &str = "chr() arg not in range(0x110000)";
    let code = match m.index(x) {
        Err(Unwind::Raise(e)) if m.is_native(e, TypeId::OverflowError) => {
            m.decref(e);
            return Err(if m.version >= Version::V3_13 {
                m.value_error(RANGE)
            } else {
                m.overflow("Python int too large to convert to C int")
            });
        }
        other => other?,
    };
    let Some(code) = u32::try_from(code).ok().filter(|&c| c < 0x11_0000) else {
        return Err(m.value_error(RANGE));
    };
    match char::from_u32(code) {
        Some(c) => Ok(m.new_str(c.encode_utf8(&mut [0; 4]))),
        None => Err(m.not_supported("a string with half a surrogate pair")),
    }
}

fn ord(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let x = argument::one(m, "ord", args, kwargs)?;
    let (len, code) = match m.payload(x) {
        Payload::Str(s) => (s.chars, s.text.chars().next().map_or(0, |c| c as i64)),
        Payload::Bytes(b) => (b.len(), b.first().map_or(0, |&b| i64::from(b))),
        Payload::ByteArray(b) => (b.len(), b.first().map_or(0, |&b| i64::from(b))),
        _ => {
            let message = format!(
                "ord() expected string of length 1, but {} found",
                m.type_name(x)
            );
            return Err(m.type_error(&message));
        }
    };
    if len == 1 {
        return Ok(m.new_int(code));
    }
    Err(m.type_error(&format!(
        "ord() expected a character, but string of length {len} found"
    )))
}

/// The name of an attribute as an interned string; owned.
fn attribute_name(m: &mut Machine, name: Ref) -> PyResult<Ref> {
    match m.payload(name) {
        Payload::Str(s) if s.interned => Ok(m.newref(name)),
        Payload::Str(s) => {
            let text = s.text.to_string();
            Ok(m.intern(&text))
        }
        _ => {
            let message = format!("attribute name must be string, not '{}'", m.type_name(name));
            Err(m.type_error(&message))
        }
    }
}

fn getattr(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::between(m, "getattr", args, kwargs, 2, 3)?;
    let (Some(&object), Some(&name)) = (args.first(), args.get(1)) else {
        return Ok(m.none());
    };
    let name = attribute_name(m, name)?;
    m.hold(name);
    let result = match args.get(2) {
        None => m.getattr(object, name),
        Some(&default) => match m.getattr_suppressed(object, name) {
            Ok(None) => Ok(m.newref(default)),
            Ok(Some(value)) => Ok(value),
            Err(e) => Err(e),
        },
    };
    m.unhold();
    m.give_up(name, result)
}

fn hasattr(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::between(m, "hasattr", args, kwargs, 2, 2)?;
    let &[object, name] = args else {
        return Ok(m.none());
    };
    let name = attribute_name(m, name)?;
    m.hold(name);
    let found = m.getattr_suppressed(object, name);
    m.unhold();
    let found = m.give_up(name, found)?;
    let answer = found.is_some();
    m.xdecref(found);
    Ok(m.bool(answer))
}

fn setattr(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::between(m, "setattr", args, kwargs, 3, 3)?;
    let &[object, name, value] = args else {
        return Ok(m.none());
    };
    set(m, object, name, Some(value))
}

fn delattr(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::between(m, "delattr", args, kwargs, 2, 2)?;
    let &[object, name] = args else {
        return Ok(m.none());
    };
    set(m, object, name, None)
}

fn set(m: &mut Machine, object: Ref, name: Ref, value: Option<Ref>) -> PyResult<Ref> {
    if m.str_of(name).is_none() {
        return attribute_name(m, name);
    }
    // PyObject_SetAttr interns the name in place.
    m.incref(name);
    let name = m.intern_ref(name);
    m.hold(name);
    let result = m.setattr(object, name, value);
    m.unhold();
    m.give_up(name, result)?;
    Ok(m.none())
}

fn hash(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let x = argument::one(m, "hash", args, kwargs)?;
    let hash = m.hash(x)?;
    Ok(m.new_int(hash))
}

fn id(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let x = argument::one(m, "id", args, kwargs)?;
    let addr = m.heap.addr(x).0;
    Ok(m.new_bigint(BigInt::from(addr)))
}

fn iter(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::between(m, "iter", args, kwargs, 1, 2)?;
    match *args {
        [object] => m.iter(object),
        [callable, sentinel] => {
            let (class, call) = (m.class_of(callable), m.interp.names.call);
            let native = matches!(
                m.payload(callable),
                Payload::Type(_) | Payload::Function(_) | Payload::Builtin(_) | Payload::Method(_)
            );
            if !native && m.type_lookup(class, call).is_none() {
                return Err(m.type_error("iter(v, w): v must be callable"));
            }
            m.incref(callable);
            m.incref(sentinel);
            let iter = Iter::Callable {
                callable: Some(callable),
                sentinel: Some(sentinel),
            };
            Ok(m.new_iter(TypeId::CallableIterator, iter))
        }
        _ => Ok(m.none()),
    }
}

fn next(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::between(m, "next", args, kwargs, 1, 2)?;
    let Some(&iterator) = args.first() else {
        return Ok(m.none());
    };
    let default = args.get(1).copied();
    let generator = matches!(m.payload(iterator), Payload::Generator(_));
    let result = if generator {
        let none = m.interp.none;
        m.gen_send(iterator, none)
    } else if default.is_none()
        && let (name, None) = (
            m.interp.names.next,
            Some(()).filter(|()| matches!(m.payload(iterator), Payload::Iter(_))),
        )
        && let Some(hook) = m.override_of(iterator, name)
    {
        // The StopIteration of a Python method goes on as it is.
        return m.call_hook(hook, iterator, &[]);
    } else {
        m.iter_next(iterator)
    };
    let ended = match result {
        Ok(Some(item)) => return Ok(item),
        Ok(None) => None,
        Err(Unwind::Raise(e)) if default.is_some() && m.is_native(e, TypeId::StopIteration) => {
            Some(e)
        }
        Err(e) => return Err(e),
    };
    m.xdecref(ended);
    match default {
        Some(default) => Ok(m.newref(default)),
        None => {
            let none = m.none();
            Err(m.stop_iteration(none))
        }
    }
}

fn len(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let x = argument::one(m, "len", args, kwargs)?;
    let len = m.len(x)?;
    match i64::try_from(len) {
        Ok(len) => Ok(m.new_int(len)),
        Err(_) => Err(m.overflow("Python int too large to convert to C ssize_t")),
    }
}

fn divmod(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::between(m, "divmod", args, kwargs, 2, 2)?;
    let &[a, b] = args else { return Ok(m.none()) };
    m.divmod(a, b)
}

fn pow(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    const SIGNATURE: Signature = Signature {
        name: "pow",
        params: &["base", "exp", "mod"],
        positional: 3,
        unnamed: 0,
        required: 2,
    };
    let [base, exp, modulus] = SIGNATURE.bind(m, args, kwargs)?;
    let (Some(base), Some(exp)) = (base, exp) else {
        return Ok(m.none());
    };
    let Some(modulus) = modulus.filter(|&r| !m.is_none(r)) else {
        return m.binary(BinaryOp::Power, base, exp);
    };
    m.power_modulo(base, exp, modulus)
}

fn repr(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let x = argument::one(m, "repr", args, kwargs)?;
    m.repr(x)
}

fn round(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    const SIGNATURE: Signature = Signature {
        name: "round",
        params: &["number", "ndigits"],
        positional: 2,
        unnamed: 0,
        required: 1,
    };
    let [number, digits] = SIGNATURE.bind(m, args, kwargs)?;
    let Some(number) = number else {
        return Ok(m.none());
    };
    let name = m.interp.names.round;
    let rest: Vec<Ref> = digits.into_iter().filter(|&d| !m.is_none(d)).collect();
    let rounded = if m.facts.binds_rounding {
        m.call_special_bound(number, name, &rest)?
    } else {
        m.call_special(number, name, &rest)?
    };
    match rounded {
        Some(r) => Ok(r),
        None => {
            let message = format!(
                "type {} doesn't define __round__ method",
                m.type_name(number)
            );
            Err(m.type_error(&message))
        }
    }
}

fn format(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::between(m, "format", args, kwargs, 1, 2)?;
    let Some(&value) = args.first() else {
        return Ok(m.none());
    };
    let spec = match args.get(1) {
        None => String::new(),
        Some(&spec) => match m.str_of(spec) {
            Some(text) => text.to_owned(),
            None => {
                let message = format!("format() argument 2 must be str, not {}", m.type_name(spec));
                return Err(m.type_error(&message));
            }
        },
    };
    m.format(value, &spec)
}
