//! Special methods that several built-in types share: what `super().__len__()` and `list.__add__(a, b)` reach.
//! They are the meaning of the built-in part; a Python class's own method of the same name is not asked.

use heap::Ref;

use super::argument;
use crate::arithmetic;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::Kwargs;
use crate::opcode::{BinaryOp, CompareOp};

/// How many arguments a special method takes beside the object (`check_num_args`).
pub(crate) fn expected(
    m: &mut Machine,
    wanted: usize,
    args: &[Ref],
    kwargs: &Kwargs,
) -> PyResult<()> {
    if !kwargs.is_empty() {
        return Err(m.type_error("wrapper takes no keyword arguments"));
    }
    let given = args.len().saturating_sub(1);
    if given == wanted && !args.is_empty() {
        return Ok(());
    }
    let plural = if wanted == 1 { "" } else { "s" };
    Err(m.type_error(&format!("expected {wanted} argument{plural}, got {given}")))
}

/// `__repr__`
pub fn repr(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    expected(m, 0, args, kwargs)?;
    let (this, _) = argument::this(m, args)?;
    crate::text::native_repr(m, this)
}

/// `__len__`
pub fn len(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    expected(m, 0, args, kwargs)?;
    let (this, _) = argument::this(m, args)?;
    let len = m.native_len(this).unwrap_or(0);
    Ok(m.new_int(i64::try_from(len).unwrap_or(i64::MAX)))
}

/// `__iter__`
pub fn iter(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    expected(m, 0, args, kwargs)?;
    let (this, _) = argument::this(m, args)?;
    match m.native_iter(this)? {
        Some(iterator) => Ok(iterator),
        None => {
            let message = format!("'{}' object is not iterable", m.type_name(this));
            Err(m.type_error(&message))
        }
    }
}

/// `__next__`
pub fn next(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    expected(m, 0, args, kwargs)?;
    let (this, _) = argument::this(m, args)?;
    match super::iterators::native_next(m, this)? {
        Some(item) => Ok(item),
        None => {
            let none = m.none();
            Err(m.stop_iteration(none))
        }
    }
}

/// `__getitem__`
pub fn getitem(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    expected(m, 1, args, kwargs)?;
    let &[this, key] = args else {
        return Ok(m.none());
    };
    match m.native_getitem(this, key)? {
        Some(value) => Ok(value),
        None => {
            let message = format!("'{}' object is not subscriptable", m.type_name(this));
            Err(m.type_error(&message))
        }
    }
}

/// `__setitem__`
pub fn setitem(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    expected(m, 2, args, kwargs)?;
    let &[this, key, value] = args else {
        return Ok(m.none());
    };
    m.native_setitem(this, key, Some(value))?;
    Ok(m.none())
}

/// `__delitem__`
pub fn delitem(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    expected(m, 1, args, kwargs)?;
    let &[this, key] = args else {
        return Ok(m.none());
    };
    m.native_setitem(this, key, None)?;
    Ok(m.none())
}

/// `__contains__`
pub fn contains(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    expected(m, 1, args, kwargs)?;
    let &[this, item] = args else {
        return Ok(m.none());
    };
    let found = match m.native_contains(this, item)? {
        Some(found) => found,
        None => {
            let items = m.native_iter(this)?.unwrap_or(m.interp.empty_tuple);
            m.hold(items);
            let found = m.contains(items, item);
            m.unhold();
            m.give_up(items, found)?
        }
    };
    Ok(m.bool(found))
}

fn binary(
    m: &mut Machine,
    op: BinaryOp,
    args: &[Ref],
    kwargs: &Kwargs,
    reflected: bool,
) -> PyResult<Ref> {
    expected(m, 1, args, kwargs)?;
    let &[this, other] = args else {
        return Ok(m.none());
    };
    let (left, right) = if reflected {
        (other, this)
    } else {
        (this, other)
    };
    match arithmetic::native(m, op, left, right)? {
        Some(result) => Ok(result),
        None if matches!(op, BinaryOp::Add | BinaryOp::InplaceAdd) && m.items(this).is_some() => {
            let class = m.native_type(this).native().name;
            let message = format!(
                "can only concatenate {class} (not \"{}\") to {class}",
                m.type_name(other)
            );
            Err(m.type_error(&message))
        }
        None if matches!(op, BinaryOp::Add | BinaryOp::InplaceAdd) && m.str_of(this).is_some() => {
            let message = format!(
                "can only concatenate str (not \"{}\") to str",
                m.type_name(other)
            );
            Err(m.type_error(&message))
        }
        None if matches!(op, BinaryOp::Add | BinaryOp::InplaceAdd)
            && matches!(m.payload(this), Payload::Bytes(_) | Payload::ByteArray(_)) =>
        {
            let message = format!(
                "can't concat {} to {}",
                m.type_name(other),
                m.type_name(this)
            );
            Err(m.type_error(&message))
        }
        None if matches!(op, BinaryOp::Multiply | BinaryOp::InplaceMultiply) => {
            let message = format!(
                "'{}' object cannot be interpreted as an integer",
                m.type_name(other)
            );
            Err(m.type_error(&message))
        }
        None => Ok(m.not_implemented()),
    }
}

macro_rules! operators {
    ($($name:ident = $op:ident $(, $reflected:literal)?;)+) => {
        $(
            #[doc = concat!("`__", stringify!($name), "__`")]
            pub fn $name(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
                binary(m, BinaryOp::$op, args, kwargs, false $(|| $reflected)?)
            }
        )+
    };
}

operators! {
    add = Add;
    mul = Multiply;
    iadd = InplaceAdd;
    imul = InplaceMultiply;
    or = Or;
    ror = Or, true;
    ior = InplaceOr;
    and = And;
    rand = And, true;
    iand = InplaceAnd;
    sub = Subtract;
    rsub = Subtract, true;
    isub = InplaceSubtract;
    xor = Xor;
    rxor = Xor, true;
    ixor = InplaceXor;
}

fn compare(m: &mut Machine, op: CompareOp, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    expected(m, 1, args, kwargs)?;
    let &[this, other] = args else {
        return Ok(m.none());
    };
    match super::compare_containers::containers_compare(m, op, this, other)? {
        Some(result) => Ok(result),
        None => Ok(m.not_implemented()),
    }
}

macro_rules! comparisons {
    ($($name:ident = $op:ident;)+) => {
        $(
            #[doc = concat!("`__", stringify!($name), "__`")]
            pub fn $name(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
                compare(m, CompareOp::$op, args, kwargs)
            }
        )+
    };
}

comparisons! { eq = Eq; ne = Ne; lt = Lt; le = Le; gt = Gt; ge = Ge; }

/// `__hash__` of a built-in type that can be hashed.
pub fn hash(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    expected(m, 0, args, kwargs)?;
    let (this, _) = argument::this(m, args)?;
    let hash = m.native_hash(this)?;
    Ok(m.new_int(hash))
}

/// `__reversed__` of dicts and their views.
pub fn reversed(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    argument::none(m, "__reversed__", rest, kwargs)?;
    let (dict, part) = match m.payload(this) {
        Payload::DictView(dict, part) => (*dict, *part),
        _ => (this, crate::objects::body::DictPart::Keys),
    };
    Ok(m.dict_iter(dict, part, true))
}
