//! `int` and `bool` (`Objects/longobject.c`, `Objects/boolobject.c`).

use heap::Ref;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive};

use super::argument::{self, Signature};
use super::number_slot as slot;
use crate::arithmetic::{self, Number, number};
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{GetSetDef, Kwargs, NativeDef};
use crate::text::number::MOST_DIGITS as MAX_STR_DIGITS;
use crate::types::{TypeId, TypeMembers};
use crate::version::Version;

/// `int`
pub static MEMBERS: TypeMembers = TypeMembers {
    new: Some(new),
    init: None,
    methods: &[
        NativeDef::method("as_integer_ratio", as_integer_ratio),
        NativeDef::method("bit_count", bit_count),
        NativeDef::method("bit_length", bit_length),
        NativeDef::method("conjugate", conjugate),
        NativeDef::class_method("from_bytes", super::int_bytes::from_bytes),
        NativeDef::method("is_integer", is_integer).since(Version::V3_12),
        NativeDef::method("to_bytes", super::int_bytes::to_bytes),
        NativeDef::method("__ceil__", conjugate),
        NativeDef::method("__floor__", conjugate),
        NativeDef::method("__format__", slot::format),
        NativeDef::method("__getnewargs__", getnewargs),
        NativeDef::method("__round__", round),
        NativeDef::method("__sizeof__", crate::sizeof::sizeof_method),
        NativeDef::method("__trunc__", conjugate),
        NativeDef::slot("__abs__", slot::abs),
        NativeDef::slot("__add__", slot::add),
        NativeDef::slot("__and__", slot::and),
        NativeDef::slot("__bool__", slot::bool),
        NativeDef::slot("__divmod__", slot::divmod),
        NativeDef::slot("__eq__", slot::eq),
        NativeDef::slot("__float__", float),
        NativeDef::slot("__floordiv__", slot::floordiv),
        NativeDef::slot("__ge__", slot::ge),
        NativeDef::slot("__gt__", slot::gt),
        NativeDef::slot("__hash__", super::slot::hash),
        NativeDef::slot("__index__", conjugate),
        NativeDef::slot("__int__", conjugate),
        NativeDef::slot("__invert__", slot::invert),
        NativeDef::slot("__le__", slot::le),
        NativeDef::slot("__lshift__", slot::lshift),
        NativeDef::slot("__lt__", slot::lt),
        NativeDef::slot("__mod__", slot::modulo),
        NativeDef::slot("__mul__", slot::mul),
        NativeDef::slot("__ne__", slot::ne),
        NativeDef::slot("__neg__", slot::neg),
        NativeDef::slot("__or__", slot::or),
        NativeDef::slot("__pos__", slot::pos),
        NativeDef::slot("__pow__", slot::pow),
        NativeDef::slot("__radd__", slot::radd),
        NativeDef::slot("__rand__", slot::rand),
        NativeDef::slot("__rdivmod__", slot::rdivmod),
        NativeDef::slot("__repr__", repr),
        NativeDef::slot("__rfloordiv__", slot::rfloordiv),
        NativeDef::slot("__rlshift__", slot::rlshift),
        NativeDef::slot("__rmod__", slot::rmod),
        NativeDef::slot("__rmul__", slot::rmul),
        NativeDef::slot("__ror__", slot::ror),
        NativeDef::slot("__rpow__", slot::rpow),
        NativeDef::slot("__rrshift__", slot::rrshift),
        NativeDef::slot("__rshift__", slot::rshift),
        NativeDef::slot("__rsub__", slot::rsub),
        NativeDef::slot("__rtruediv__", slot::rtruediv),
        NativeDef::slot("__rxor__", slot::rxor),
        NativeDef::slot("__sub__", slot::sub),
        NativeDef::slot("__truediv__", slot::truediv),
        NativeDef::slot("__xor__", slot::xor),
    ],
    getset: &[
        GetSetDef::read("denominator", one),
        GetSetDef::read("imag", zero),
        GetSetDef::read("numerator", real),
        GetSetDef::read("real", real),
    ],
};

/// `bool`
pub static BOOL: TypeMembers = TypeMembers {
    new: Some(new_bool),
    init: None,
    methods: &[
        NativeDef::slot("__and__", slot::and),
        NativeDef::slot("__invert__", slot::invert),
        NativeDef::slot("__or__", slot::or),
        NativeDef::slot("__rand__", slot::rand),
        NativeDef::slot("__repr__", super::slot::repr),
        NativeDef::slot("__ror__", slot::ror),
        NativeDef::slot("__rxor__", slot::rxor),
        NativeDef::slot("__xor__", slot::xor),
    ],
    getset: &[],
};

/// The decimal digits of an int, or ValueError if there are too many.
pub fn decimal(m: &mut Machine, value: &BigInt) -> PyResult<String> {
    // log10(2) is a little more than 0.30102.
    let too_many = value.bits().saturating_mul(30_102) / 100_000 > MAX_STR_DIGITS as u64;
    if !too_many {
        let text = value.to_string();
        if text.len() - usize::from(value.is_negative()) <= MAX_STR_DIGITS {
            return Ok(text);
        }
    }
    Err(m.value_error(&format!(
        "Exceeds the limit ({MAX_STR_DIGITS} digits) for integer string conversion; \
         use sys.set_int_max_str_digits() to increase the limit"
    )))
}

/// The value of a decimal digit of any script.
pub fn digit_value(c: char) -> Option<u32> {
    if c.is_ascii() {
        c.to_digit(10)
    } else {
        super::str_case::decimal(c)
    }
}

/// What is wrong with a text that should be an int.
enum Malformed {
    Invalid,
    TooLong(usize),
}

/// Parses an int literal (`PyLong_FromString`): blanks around it, a sign, a prefix, underscores.
fn parse(text: &str, base: u32) -> Result<BigInt, Malformed> {
    let text = text.trim_matches(crate::builtins::float::is_blank);
    let (negative, text) = match text.strip_prefix(['+', '-']) {
        Some(rest) => (text.starts_with('-'), rest),
        None => (false, text),
    };
    let digits: String = text
        .chars()
        .map(|c| {
            digit_value(c)
                .and_then(|d| char::from_digit(d, 10))
                .unwrap_or(c)
        })
        .collect();
    let prefix = |name: char| {
        let mut chars = digits.chars();
        chars.next() == Some('0') && chars.next().is_some_and(|c| c.to_ascii_lowercase() == name)
    };
    let found = [('x', 16), ('o', 8), ('b', 2)]
        .into_iter()
        .find(|&(name, radix)| (base == 0 || base == radix) && prefix(name));
    let (radix, body) = match found {
        Some((_, radix)) => {
            let body = digits.get(2..).unwrap_or_default();
            (radix, body.strip_prefix('_').unwrap_or(body))
        }
        None => (if base == 0 { 10 } else { base }, digits.as_str()),
    };
    let well_formed = !body.is_empty()
        && !body.starts_with('_')
        && !body.ends_with('_')
        && !body.contains("__")
        && body.chars().all(|c| c == '_' || c.is_digit(radix));
    // Base 0 follows the rules of literals: no leading zeros.
    let octal_like = base == 0
        && found.is_none()
        && body.starts_with('0')
        && body.chars().any(|c| !matches!(c, '0' | '_'));
    if !well_formed || octal_like {
        return Err(Malformed::Invalid);
    }
    let body = body.replace('_', "");
    if !radix.is_power_of_two() && body.len() > MAX_STR_DIGITS {
        return Err(Malformed::TooLong(body.len()));
    }
    let value = BigInt::parse_bytes(body.as_bytes(), radix).ok_or(Malformed::Invalid)?;
    Ok(if negative { -value } else { value })
}

/// `int(text, base)`; `source` is shown in the error.
fn from_text(m: &mut Machine, text: &str, base: u32, source: Ref, long: bool) -> PyResult<Ref> {
    match parse(text, base) {
        Ok(value) => Ok(m.new_bigint(value)),
        Err(Malformed::TooLong(n)) => Err(m.value_error(&format!(
            "Exceeds the limit ({MAX_STR_DIGITS} digits) for integer string conversion: value has {n} digits; \
             use sys.set_int_max_str_digits() to increase the limit"
        ))),
        Err(Malformed::Invalid) => {
            let shown: String = m.repr_string(source)?.chars().take(200).collect();
            let name = if long { "long" } else { "int" };
            Err(m.value_error(&format!("invalid literal for {name}() with base {base}: {shown}")))
        }
    }
}

/// The text that an int or float can be read from: of a string or of bytes.
pub(super) fn readable(m: &Machine, r: Ref) -> Option<String> {
    match m.payload(r) {
        Payload::Str(s) => Some(s.text.to_string()),
        Payload::Bytes(b) => Some(b.iter().map(|&b| char::from(b)).collect()),
        Payload::ByteArray(b) => Some(b.iter().map(|&b| char::from(b)).collect()),
        _ => None,
    }
}

/// An int from the built-in part of an int or float: exact ints give themselves.
pub fn from_number(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    match number(m, r) {
        Some(Number::Float(f)) => from_float(m, f),
        Some(Number::Int(_) | Number::Big(_)) if m.is_exact(r, TypeId::Int) => Ok(m.newref(r)),
        Some(Number::Int(i)) => Ok(m.new_int(i)),
        Some(Number::Big(b)) => Ok(m.new_bigint(b)),
        _ => Ok(m.none()),
    }
}

/// The int next to a float in the direction of zero.
pub fn from_float(m: &mut Machine, f: f64) -> PyResult<Ref> {
    let value = arithmetic::float::to_int(m, f)?;
    Ok(m.new_bigint(value))
}

/// What versions up to 3.13 say.
const DELEGATED: &str = "The delegation of int() to __trunc__ is deprecated.";

/// An int from `__int__`, `__index__` (and, up to 3.13, `__trunc__`); `None` if the object has none of them.
pub fn convert(m: &mut Machine, r: Ref) -> PyResult<Option<Ref>> {
    if m.is_exact(r, TypeId::Int) {
        return Ok(Some(m.newref(r)));
    }
    let (int, index) = (m.interp.names.int, m.interp.names.index);
    for (name, text) in [(int, "__int__"), (index, "__index__")] {
        let Some(result) = m.special(r, name, &[])? else {
            continue;
        };
        if m.to_int(result).is_some() {
            let exact = from_number(m, result);
            m.decref(result);
            return exact.map(Some);
        }
        let before = format!("{text} returned non-int (type {})", m.type_name(result));
        let message = m.wrong_result(r, text, "an int", result, before);
        m.decref(result);
        return Err(m.type_error(&message));
    }
    if matches!(
        number(m, r),
        Some(Number::Int(_) | Number::Big(_) | Number::Float(_))
    ) {
        return from_number(m, r).map(Some);
    }
    if let Some(index) = m.index_object(r)? {
        return Ok(Some(index));
    }
    if m.version < Version::V3_14_2 {
        let trunc = m.intern("__trunc__");
        m.hold(trunc);
        let warned = match m.override_of(r, trunc) {
            Some(_) if !m.facts.python_2 => m.warn_deprecated(DELEGATED),
            _ => Ok(()),
        };
        let result = warned.and_then(|()| m.special_bound(r, trunc, &[]));
        m.unhold();
        m.decref(trunc);
        let Some(result) = result? else {
            return Ok(None);
        };
        let value = match m.index_object(result) {
            Ok(Some(value)) => Ok(Some(value)),
            Ok(None) => {
                let message = format!(
                    "__trunc__ returned non-Integral (type {})",
                    m.type_name(result)
                );
                Err(m.type_error(&message))
            }
            Err(e) => Err(e),
        };
        return m.give_up(result, value);
    }
    Ok(None)
}

fn new(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    const SIGNATURE: Signature = Signature {
        name: "int",
        params: &["x", "base"],
        positional: 2,
        unnamed: 1,
        required: 0,
    };
    let (class, rest) = argument::this(m, args)?;
    if m.facts.python_2
        && m.native_of_class(class) == TypeId::Long
        && let &[x] = rest
    {
        let hook = m.interp.names.long;
        if let Some(result) = m.special(x, hook, &[])? {
            return Ok(m.as_long(result));
        }
    }
    if kwargs.is_empty() && m.version >= Version::V3_13 {
        argument::count(m, "int", rest.len(), 0, 2)?;
    }
    let [x, base] = SIGNATURE.bind(m, rest, kwargs)?;
    let long = m.native_of_class(class) == TypeId::Long;
    let value = value_of(m, x, base, long)?;
    if m.is_exact_class(class, TypeId::Int) {
        return Ok(value);
    }
    // long_subtype_new: the digits of a plain int are copied.
    let payload = m.payload(value).clone();
    m.hold(value);
    let object = m.instantiate(class, payload);
    m.unhold();
    m.decref(value);
    Ok(object)
}

fn value_of(m: &mut Machine, x: Option<Ref>, base: Option<Ref>, long: bool) -> PyResult<Ref> {
    let Some(x) = x else {
        return if base.is_some() {
            Err(m.type_error("int() missing string argument"))
        } else {
            Ok(m.new_int(0))
        };
    };
    let Some(base) = base else {
        if let Some(value) = convert(m, x)? {
            return Ok(value);
        }
        if let Some(text) = readable(m, x) {
            return from_text(m, &text, 10, x, long);
        }
        let message = format!(
            "int() argument must be a string, a bytes-like object or a real number, not '{}'",
            m.type_name(x)
        );
        return Err(m.type_error(&message));
    };
    let base = match m.index(base) {
        Ok(base) => base,
        Err(crate::machine::Unwind::Raise(e)) if m.is_native(e, TypeId::OverflowError) => {
            m.decref(e);
            -1
        }
        Err(e) => return Err(e),
    };
    let Some(base) = u32::try_from(base)
        .ok()
        .filter(|&b| b == 0 || (2..=36).contains(&b))
    else {
        return Err(m.value_error("int() base must be >= 2 and <= 36, or 0"));
    };
    match readable(m, x) {
        Some(text) => from_text(m, &text, base, x, long),
        None => Err(m.type_error("int() can't convert non-string with explicit base")),
    }
}

fn new_bool(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (_, rest) = argument::this(m, args)?;
    argument::no_keywords(m, "bool", kwargs)?;
    argument::count(m, "bool", rest.len(), 0, 1)?;
    let truth = match rest.first() {
        Some(&x) => m.truth(x)?,
        None => false,
    };
    Ok(m.bool(truth))
}

fn repr(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    argument::none(m, "__repr__", rest, kwargs)?;
    let value = m.to_int(this).unwrap_or_default();
    let text = decimal(m, &value)?;
    Ok(m.new_str(&text))
}

fn real(m: &mut Machine, this: Ref) -> PyResult<Ref> {
    from_number(m, this)
}

fn one(m: &mut Machine, _: Ref) -> PyResult<Ref> {
    Ok(m.new_int(1))
}

fn zero(m: &mut Machine, _: Ref) -> PyResult<Ref> {
    Ok(m.new_int(0))
}

/// The number itself: also `__int__`, `__index__`, `__trunc__`, `__floor__`, `__ceil__`.
fn conjugate(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    argument::none(m, "int.conjugate", rest, kwargs)?;
    from_number(m, this)
}

fn float(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    argument::none(m, "__float__", rest, kwargs)?;
    let value = super::float::as_float(m, this)?;
    Ok(m.new_float(value))
}

fn as_integer_ratio(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    argument::none(m, "int.as_integer_ratio", rest, kwargs)?;
    let parts = vec![from_number(m, this)?, m.new_int(1)];
    Ok(m.new_tuple(parts))
}

fn bit_length(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    argument::none(m, "int.bit_length", rest, kwargs)?;
    let bits = m.to_int(this).unwrap_or_default().bits();
    Ok(m.new_int(i64::try_from(bits).unwrap_or(i64::MAX)))
}

fn bit_count(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    argument::none(m, "int.bit_count", rest, kwargs)?;
    let ones = m.to_int(this).unwrap_or_default().magnitude().count_ones();
    Ok(m.new_int(i64::try_from(ones).unwrap_or(i64::MAX)))
}

fn is_integer(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (_, rest) = argument::this(m, args)?;
    argument::none(m, "int.is_integer", rest, kwargs)?;
    Ok(m.bool(true))
}

fn getnewargs(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    argument::none(m, "int.__getnewargs__", rest, kwargs)?;
    // A copy, not the number itself.
    let value = m.to_int(this).unwrap_or_default();
    let copy = m.new_bigint(value);
    Ok(m.new_tuple(vec![copy]))
}

/// `round(i, n)`: to tens for negative `n`, half to even.
fn round(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    argument::between(m, "__round__", rest, kwargs, 0, 1)?;
    let Some(&digits) = rest.first() else {
        return from_number(m, this);
    };
    let Some(index) = m.index_object(digits)? else {
        let message = format!(
            "'{}' object cannot be interpreted as an integer",
            m.type_name(digits)
        );
        return Err(m.type_error(&message));
    };
    let digits = m.to_int(index).unwrap_or_default();
    m.decref(index);
    if !digits.is_negative() {
        return from_number(m, this);
    }
    let value = m.to_int(this).unwrap_or_default();
    let places = (-digits).to_u32().filter(|&n| u64::from(n) <= value.bits());
    let Some(places) = places else {
        return Ok(m.new_int(0));
    };
    let unit = BigInt::from(10).pow(places);
    let (mut quotient, remainder) = value.div_mod_floor(&unit);
    let twice = remainder * 2;
    if twice > unit || (twice == unit && quotient.is_odd()) {
        quotient += 1;
    }
    Ok(m.new_bigint(quotient * unit))
}

/// A real number without its fraction, as an int object; `None` for what is no number.
pub fn truncated(m: &mut Machine, r: Ref) -> PyResult<Option<Ref>> {
    convert(m, r)
}
