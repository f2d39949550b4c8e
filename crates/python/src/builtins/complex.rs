//! `complex` (`Objects/complexobject.c`).

use heap::Ref;

use super::argument::{self, Signature};
use super::float::{is_blank, parse_float};
use super::number_slot as slot;
use crate::arithmetic::{self, Number, number};
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{GetSetDef, Kwargs, NativeDef};
use crate::types::{TypeId, TypeMembers};
use crate::version::Version;

/// `complex`
pub static MEMBERS: TypeMembers = TypeMembers {
    new: Some(new),
    init: None,
    methods: &[
        NativeDef::method("conjugate", conjugate),
        NativeDef::class_method("from_number", from_number).since(Version::V3_14_2),
        NativeDef::method("__complex__", itself),
        NativeDef::method("__format__", slot::format),
        NativeDef::method("__getnewargs__", getnewargs),
        NativeDef::slot("__abs__", slot::abs),
        NativeDef::slot("__add__", slot::add),
        NativeDef::slot("__bool__", slot::bool),
        NativeDef::slot("__eq__", slot::eq),
        NativeDef::slot("__ge__", slot::ge),
        NativeDef::slot("__gt__", slot::gt),
        NativeDef::slot("__hash__", super::slot::hash),
        NativeDef::slot("__le__", slot::le),
        NativeDef::slot("__lt__", slot::lt),
        NativeDef::slot("__mul__", slot::mul),
        NativeDef::slot("__ne__", slot::ne),
        NativeDef::slot("__neg__", slot::neg),
        NativeDef::slot("__pos__", slot::pos),
        NativeDef::slot("__pow__", slot::pow),
        NativeDef::slot("__radd__", slot::radd),
        NativeDef::slot("__repr__", super::slot::repr),
        NativeDef::slot("__rmul__", slot::rmul),
        NativeDef::slot("__rpow__", slot::rpow),
        NativeDef::slot("__rsub__", slot::rsub),
        NativeDef::slot("__rtruediv__", slot::rtruediv),
        NativeDef::slot("__sub__", slot::sub),
        NativeDef::slot("__truediv__", slot::truediv),
    ],
    getset: &[GetSetDef::read("imag", imag), GetSetDef::read("real", real)],
};

/// Reads `complex(text)`: a real part, an imaginary part or both, perhaps in parentheses.
fn parse(text: &str) -> Option<(f64, f64)> {
    let text = text.trim_matches(is_blank);
    let text = match text.strip_prefix('(') {
        Some(inner) => inner.strip_suffix(')')?.trim_matches(is_blank),
        None => text,
    };
    if text.contains(is_blank) {
        return None;
    }
    let Some(body) = text.strip_suffix(['j', 'J']) else {
        return Some((parse_float(text)?, 0.0));
    };
    let unit = |part: &str| match part {
        "" | "+" => Some(1.0),
        "-" => Some(-1.0),
        part => parse_float(part),
    };
    // The imaginary part starts at the last sign that does not belong to an exponent.
    let mut split = 0;
    let mut before = ' ';
    for (at, c) in body.char_indices() {
        if matches!(c, '+' | '-') && at > 0 && !matches!(before, 'e' | 'E') {
            split = at;
        }
        before = c;
    }
    let (re, im) = body.split_at(split);
    let re = if re.is_empty() { 0.0 } else { parse_float(re)? };
    Some((re, unit(im)?))
}

/// A number for one of the parts; the imaginary part may be complex itself.
enum Part {
    Real(f64),
    Complex(f64, f64),
}

/// `None` if the object is no number.
fn part(m: &mut Machine, r: Ref, with_complex: bool) -> PyResult<Option<Part>> {
    if with_complex {
        let name = m.intern("__complex__");
        m.hold(name);
        let result = m.special_bound(r, name, &[]);
        m.unhold();
        m.decref(name);
        if let Some(result) = result? {
            let value = match m.payload(result) {
                Payload::Complex(c) => Ok(Some(Part::Complex(c.0, c.1))),
                _ => {
                    let before = format!(
                        "__complex__ returned non-complex (type {})",
                        m.type_name(result)
                    );
                    let message = m.wrong_result(r, "__complex__", "a complex", result, before);
                    Err(m.type_error(&message))
                }
            };
            return m.give_up(result, value);
        }
    }
    if let Some(Number::Complex(re, im)) = number(m, r) {
        return Ok(Some(Part::Complex(re, im)));
    }
    if m.str_of(r).is_some() {
        return Ok(None);
    }
    let (float, index) = (m.interp.names.float, m.interp.names.index);
    let real = number(m, r).is_some()
        || m.override_of(r, float).is_some()
        || m.override_of(r, index).is_some();
    if real {
        super::float::as_float(m, r).map(|f| Some(Part::Real(f)))
    } else {
        Ok(None)
    }
}

fn new(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    const SIGNATURE: Signature = Signature {
        name: "complex",
        params: &["real", "imag"],
        positional: 2,
        unnamed: 0,
        required: 0,
    };
    let (class, rest) = argument::this(m, args)?;
    let [real, imag] = SIGNATURE.bind(m, rest, kwargs)?;
    let exact = m.is_exact_class(class, TypeId::Complex);
    if exact
        && imag.is_none()
        && let Some(x) = real
        && m.is_exact(x, TypeId::Complex)
    {
        return Ok(m.newref(x));
    }
    let (re, im) = value_of(m, real, imag)?;
    if exact {
        return Ok(arithmetic::complex::new(m, (re, im)));
    }
    Ok(m.instantiate(class, Payload::Complex(Box::new((re, im)))))
}

fn value_of(m: &mut Machine, real: Option<Ref>, imag: Option<Ref>) -> PyResult<(f64, f64)> {
    let new = m.version >= Version::V3_14_2;
    if let Some(x) = real
        && let Some(text) = m.str_of(x)
    {
        if imag.is_none() {
            let parsed = parse(text);
            return parsed.ok_or_else(|| m.value_error("complex() arg is a malformed string"));
        }
        return Err(m.type_error(if new {
            "complex() argument 'real' must be a real number, not str"
        } else {
            "complex() can't take second arg if first is a string"
        }));
    }
    if !new && imag.is_some_and(|y| m.str_of(y).is_some()) {
        return Err(m.type_error("complex() second arg can't be a string"));
    }
    let x = match real {
        None => Part::Real(0.0),
        Some(x) => match part(m, x, true)? {
            Some(value) => value,
            None => {
                let class = m.type_name(x);
                let message = match (new, imag.is_some()) {
                    (true, true) => {
                        format!("complex() argument 'real' must be a real number, not {class}")
                    }
                    (true, false) => {
                        format!("complex() argument must be a string or a number, not {class}")
                    }
                    _ => format!(
                        "complex() first argument must be a string or a number, not '{class}'"
                    ),
                };
                return Err(m.type_error(&message));
            }
        },
    };
    let y = match imag {
        None => Part::Real(0.0),
        Some(y) => match part(m, y, false)? {
            Some(value) => value,
            None => {
                let class = m.type_name(y);
                let message = if new {
                    format!("complex() argument 'imag' must be a real number, not {class}")
                } else {
                    format!("complex() second argument must be a number, not '{class}'")
                };
                return Err(m.type_error(&message));
            }
        },
    };
    // real + imag * 1j
    Ok(match (x, y) {
        (Part::Real(re), Part::Real(im)) => (re, im),
        (Part::Complex(re, im), Part::Real(_)) if imag.is_none() => (re, im),
        (Part::Complex(re, im), Part::Real(more)) => (re, im + more),
        (Part::Real(re), Part::Complex(a, b)) => (re - b, a),
        (Part::Complex(re, im), Part::Complex(a, b)) => (re - b, im + a),
    })
}

fn value(m: &Machine, r: Ref) -> (f64, f64) {
    match m.payload(r) {
        Payload::Complex(c) => **c,
        _ => (0.0, 0.0),
    }
}

fn real(m: &mut Machine, this: Ref) -> PyResult<Ref> {
    let (re, _) = value(m, this);
    Ok(m.new_float(re))
}

fn imag(m: &mut Machine, this: Ref) -> PyResult<Ref> {
    let (_, im) = value(m, this);
    Ok(m.new_float(im))
}

fn conjugate(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    argument::none(m, "complex.conjugate", rest, kwargs)?;
    let (re, im) = value(m, this);
    Ok(arithmetic::complex::new(m, (re, -im)))
}

fn itself(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    argument::none(m, "complex.__complex__", rest, kwargs)?;
    if m.is_exact(this, TypeId::Complex) {
        return Ok(m.newref(this));
    }
    let (re, im) = value(m, this);
    Ok(arithmetic::complex::new(m, (re, im)))
}

fn getnewargs(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    argument::none(m, "complex.__getnewargs__", rest, kwargs)?;
    let (re, im) = value(m, this);
    let parts = vec![m.new_float(re), m.new_float(im)];
    Ok(m.new_tuple(parts))
}

/// `complex.from_number(x)` (3.14+).
fn from_number(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (class, rest) = argument::this(m, args)?;
    let x = argument::one(m, "complex.from_number", rest, kwargs)?;
    let exact = m.is_exact_class(class, TypeId::Complex);
    if exact && m.is_exact(x, TypeId::Complex) {
        return Ok(m.newref(x));
    }
    let plain = match part(m, x, true)? {
        Some(Part::Real(re)) => arithmetic::complex::new(m, (re, 0.0)),
        Some(Part::Complex(re, im)) => arithmetic::complex::new(m, (re, im)),
        None => {
            let message = format!("must be real number, not {}", m.type_name(x));
            return Err(m.type_error(&message));
        }
    };
    if exact {
        return Ok(plain);
    }
    m.hold(plain);
    let object = m.call(class, &[plain]);
    m.unhold();
    m.give_up(plain, object)
}
