//! The number slots of proxies (`proxy_as_number` in `Objects/weakrefobject.c`). Whichever operand is a proxy is
//! replaced by what it stands for, and the operation starts anew.

use heap::Ref;

use super::proxy::{alone, both, is_proxy, through};
use crate::builtins::{argument, slot};
use crate::machine::{Machine, PyResult};
use crate::objects::function::Kwargs;
use crate::opcode::{BinaryOp, Op};
use crate::types::TypeId;

macro_rules! binary_slots {
    ($($name:ident, $reflected:ident = $op:ident;)+) => {
        $(
            pub(super) fn $name(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
                slot::expected(m, 1, args, kwargs)?;
                let &[a, b] = args else { return Ok(m.none()) };
                both(m, a, b, |m, a, b| m.binary(BinaryOp::$op, a, b))
            }
            pub(super) fn $reflected(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
                slot::expected(m, 1, args, kwargs)?;
                let &[b, a] = args else { return Ok(m.none()) };
                both(m, a, b, |m, a, b| m.binary(BinaryOp::$op, a, b))
            }
        )+
    };
}

binary_slots! {
    add, radd = Add;
    sub, rsub = Subtract;
    mul, rmul = Multiply;
    truediv, rtruediv = TrueDivide;
    floordiv, rfloordiv = FloorDivide;
    modulo, rmodulo = Remainder;
    lshift, rlshift = LeftShift;
    rshift, rrshift = RightShift;
    and, rand = And;
    or, ror = Or;
    xor, rxor = Xor;
    matmul, rmatmul = MatMul;
}

macro_rules! inplace_slots {
    ($($name:ident = $op:ident;)+) => {
        $(pub(super) fn $name(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
            slot::expected(m, 1, args, kwargs)?;
            let &[a, b] = args else { return Ok(m.none()) };
            both(m, a, b, |m, a, b| m.binary(BinaryOp::$op, a, b))
        })+
    };
}

inplace_slots! {
    iadd = InplaceAdd;
    isub = InplaceSubtract;
    imul = InplaceMultiply;
    itruediv = InplaceTrueDivide;
    ifloordiv = InplaceFloorDivide;
    imodulo = InplaceRemainder;
    ipow = InplacePower;
    ilshift = InplaceLeftShift;
    irshift = InplaceRightShift;
    iand = InplaceAnd;
    ior = InplaceOr;
    ixor = InplaceXor;
    imatmul = InplaceMatMul;
}

/// A power of two operands, or of three: either may be a proxy.
fn power(m: &mut Machine, base: Ref, exp: Ref, modulus: Option<Ref>) -> PyResult<Ref> {
    both(m, base, exp, |m, base, exp| match modulus {
        Some(modulus) => through(m, modulus, |m, modulus| m.power_modulo(base, exp, modulus)),
        None => m.binary(BinaryOp::Power, base, exp),
    })
}

/// `pow(base, exp, modulus)` where the exponent or the modulus may be a proxy, whose slot is asked after that of
/// the base (`ternary_op` in `Objects/abstract.c`); `None` if neither is.
pub fn ternary_power(m: &mut Machine, base: Ref, exp: Ref, modulus: Ref) -> PyResult<Option<Ref>> {
    if is_proxy(m, exp) || is_proxy(m, modulus) {
        return power(m, base, exp, Some(modulus)).map(Some);
    }
    Ok(None)
}

fn power_slot(m: &mut Machine, args: &[Ref], kwargs: &Kwargs, reflected: bool) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    if !kwargs.is_empty() {
        return Err(m.type_error("wrapper takes no keyword arguments"));
    }
    let (Some(&other), true) = (rest.first(), rest.len() <= 2) else {
        let limit = if rest.is_empty() {
            "at least 1 argument"
        } else {
            "at most 2 arguments"
        };
        return Err(m.type_error(&format!("expected {limit}, got {}", rest.len())));
    };
    let modulus = rest.get(1).copied().filter(|&r| !m.is_none(r));
    let (base, exp) = if reflected {
        (other, this)
    } else {
        (this, other)
    };
    power(m, base, exp, modulus)
}

pub(super) fn pow(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    power_slot(m, args, kwargs, false)
}

pub(super) fn rpow(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    power_slot(m, args, kwargs, true)
}

pub(super) fn divmod(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    slot::expected(m, 1, args, kwargs)?;
    let &[a, b] = args else {
        return Ok(m.none());
    };
    both(m, a, b, Machine::divmod)
}

pub(super) fn rdivmod(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    slot::expected(m, 1, args, kwargs)?;
    let &[b, a] = args else {
        return Ok(m.none());
    };
    both(m, a, b, Machine::divmod)
}

fn unary(m: &mut Machine, args: &[Ref], kwargs: &Kwargs, op: Op) -> PyResult<Ref> {
    let r = alone(m, args, kwargs)?;
    through(m, r, |m, object| crate::arithmetic::unary(m, op, object))
}

pub(super) fn neg(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    unary(m, args, kwargs, Op::UnaryNegative)
}

pub(super) fn pos(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    unary(m, args, kwargs, Op::UnaryPositive)
}

pub(super) fn invert(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    unary(m, args, kwargs, Op::UnaryInvert)
}

pub(super) fn abs(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = alone(m, args, kwargs)?;
    through(m, r, Machine::absolute)
}

pub(super) fn bool(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = alone(m, args, kwargs)?;
    let truth = super::proxy_truth(m, r)?;
    Ok(m.bool(truth))
}

/// The object as an int or a float: what calling that type with it gives.
fn converted(m: &mut Machine, args: &[Ref], kwargs: &Kwargs, to: TypeId) -> PyResult<Ref> {
    let r = alone(m, args, kwargs)?;
    let class = m.type_ref(to);
    through(m, r, |m, object| m.call(class, &[object]))
}

pub(super) fn int(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    converted(m, args, kwargs, TypeId::Int)
}

pub(super) fn float(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    converted(m, args, kwargs, TypeId::Float)
}

/// `PyNumber_Index`.
pub(super) fn index(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = alone(m, args, kwargs)?;
    through(m, r, |m, object| match m.index_object(object)? {
        Some(index) => Ok(index),
        None => {
            let got = m.type_name(object).to_owned();
            Err(m.type_error(&format!(
                "'{got}' object cannot be interpreted as an integer"
            )))
        }
    })
}
