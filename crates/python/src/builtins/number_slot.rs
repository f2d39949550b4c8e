//! Special methods that ints, floats and complex numbers share: what `int.__add__(a, b)` and
//! `super().__add__(b)` reach. A number answers for its own type and for narrower ones only.

use heap::Ref;

use super::argument;
use super::slot::expected;
use crate::arithmetic::{self, Number, number};
use crate::machine::{Machine, PyResult};
use crate::objects::function::Kwargs;
use crate::opcode::{BinaryOp, CompareOp, Op};

fn width(number: &Number) -> u8 {
    match number {
        Number::Int(_) | Number::Big(_) => 0,
        Number::Float(_) => 1,
        Number::Complex(..) => 2,
    }
}

/// Whether the object's own type knows what to do with the other one.
pub fn knows(m: &Machine, this: Ref, other: Ref) -> bool {
    match (number(m, this), number(m, other)) {
        (Some(a), Some(b)) => width(&b) <= width(&a),
        _ => false,
    }
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
    if !knows(m, this, other) {
        return Ok(m.not_implemented());
    }
    let (left, right) = if reflected {
        (other, this)
    } else {
        (this, other)
    };
    match arithmetic::native(m, op, left, right)? {
        Some(result) => Ok(result),
        None => Ok(m.not_implemented()),
    }
}

macro_rules! operators {
    ($($name:ident, $reflected:ident = $op:ident;)+) => {
        $(
            #[doc = concat!("`__", stringify!($name), "__`")]
            pub fn $name(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
                binary(m, BinaryOp::$op, args, kwargs, false)
            }

            #[doc = concat!("`__", stringify!($reflected), "__`")]
            pub fn $reflected(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
                binary(m, BinaryOp::$op, args, kwargs, true)
            }
        )+
    };
}

operators! {
    add, radd = Add;
    sub, rsub = Subtract;
    mul, rmul = Multiply;
    floordiv, rfloordiv = FloorDivide;
    truediv, rtruediv = TrueDivide;
    modulo, rmod = Remainder;
    lshift, rlshift = LeftShift;
    rshift, rrshift = RightShift;
    and, rand = And;
    or, ror = Or;
    xor, rxor = Xor;
}

fn quotient(m: &mut Machine, args: &[Ref], kwargs: &Kwargs, reflected: bool) -> PyResult<Ref> {
    expected(m, 1, args, kwargs)?;
    let &[this, other] = args else {
        return Ok(m.none());
    };
    if !knows(m, this, other) {
        return Ok(m.not_implemented());
    }
    let (left, right) = if reflected {
        (other, this)
    } else {
        (this, other)
    };
    match arithmetic::divmod(m, left, right)? {
        Some(result) => Ok(result),
        None => Ok(m.not_implemented()),
    }
}

/// `__divmod__`
pub fn divmod(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    quotient(m, args, kwargs, false)
}

/// `__rdivmod__`
pub fn rdivmod(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    quotient(m, args, kwargs, true)
}

fn power(m: &mut Machine, args: &[Ref], kwargs: &Kwargs, reflected: bool) -> PyResult<Ref> {
    let modulus = match *args {
        [_, _, modulus] if kwargs.is_empty() && !m.is_none(modulus) => Some(modulus),
        [_, _, _] => None,
        _ => {
            expected(m, 1, args, kwargs)?;
            None
        }
    };
    let (Some(&this), Some(&other)) = (args.first(), args.get(1)) else {
        return Ok(m.none());
    };
    let Some(modulus) = modulus else {
        return binary(m, BinaryOp::Power, &[this, other], kwargs, reflected);
    };
    if reflected {
        return Ok(m.not_implemented());
    }
    match (m.to_int(this), m.to_int(other), m.to_int(modulus)) {
        (Some(base), Some(exponent), Some(modulus)) => {
            arithmetic::int::power_modulo(m, &base, &exponent, &modulus)
        }
        _ if matches!(number(m, this), Some(Number::Complex(..))) => {
            Err(m.value_error("complex modulo"))
        }
        _ if [other, modulus]
            .iter()
            .all(|&r| number(m, r).is_some_and(|n| width(&n) < 2)) =>
        {
            Err(m.type_error("pow() 3rd argument not allowed unless all arguments are integers"))
        }
        _ => Ok(m.not_implemented()),
    }
}

/// `__pow__`
pub fn pow(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    power(m, args, kwargs, false)
}

/// `__rpow__`
pub fn rpow(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    power(m, args, kwargs, true)
}

fn unary(m: &mut Machine, op: Op, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    expected(m, 0, args, kwargs)?;
    let (this, _) = argument::this(m, args)?;
    match arithmetic::native_unary(m, op, this) {
        Some(result) => Ok(result),
        None => Ok(m.not_implemented()),
    }
}

/// `__neg__`
pub fn neg(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    unary(m, Op::UnaryNegative, args, kwargs)
}

/// `__pos__`
pub fn pos(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    unary(m, Op::UnaryPositive, args, kwargs)
}

/// `__invert__`
pub fn invert(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    unary(m, Op::UnaryInvert, args, kwargs)
}

/// `__abs__`
pub fn abs(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    expected(m, 0, args, kwargs)?;
    let (this, _) = argument::this(m, args)?;
    match arithmetic::absolute(m, this)? {
        Some(result) => Ok(result),
        None => Ok(m.not_implemented()),
    }
}

/// `__bool__`
pub fn bool(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    expected(m, 0, args, kwargs)?;
    let (this, _) = argument::this(m, args)?;
    let truth = match number(m, this) {
        Some(Number::Int(i)) => i != 0,
        Some(Number::Float(f)) => f != 0.0,
        Some(Number::Complex(re, im)) => re != 0.0 || im != 0.0,
        Some(Number::Big(_)) => true,
        None => false,
    };
    Ok(m.bool(truth))
}

fn compare(m: &mut Machine, op: CompareOp, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    expected(m, 1, args, kwargs)?;
    let &[this, other] = args else {
        return Ok(m.none());
    };
    let equality = matches!(op, CompareOp::Eq | CompareOp::Ne);
    if !knows(m, this, other) || (!equality && matches!(number(m, this), Some(Number::Complex(..))))
    {
        return Ok(m.not_implemented());
    }
    match arithmetic::compare_numbers(m, this, other) {
        Some(ordering) => Ok(m.bool(op.holds(ordering))),
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

/// `__format__`
pub fn format(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    let class = m.native_type(this).native().name;
    let spec = argument::one(m, &format!("{class}.__format__"), rest, kwargs)?;
    let Some(spec) = m.str_of(spec).map(str::to_owned) else {
        let message = format!(
            "__format__() argument must be str, not {}",
            m.type_name(spec)
        );
        return Err(m.type_error(&message));
    };
    crate::format::native(m, this, &spec)
}
