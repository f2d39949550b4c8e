//! Complex numbers (`Objects/complexobject.c`).

use heap::Ref;

use super::{Number, float, zero_division};
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::opcode::BinaryOp;
use crate::types::TypeId;
use crate::version::Version;

/// Real and imaginary part.
pub type Parts = (f64, f64);

/// A complex number object.
pub fn new(m: &mut Machine, parts: Parts) -> Ref {
    m.make(TypeId::Complex, Payload::Complex(Box::new(parts)))
}

/// A number as a complex one.
///
/// # Errors
/// OverflowError for an int that is too large.
pub fn value(m: &mut Machine, x: &Number) -> PyResult<Parts> {
    match x {
        Number::Complex(re, im) => Ok((*re, *im)),
        other => Ok((float::value(m, other)?, 0.0)),
    }
}

/// `x op y`; complex numbers have no floor and no remainder.
pub fn binary(m: &mut Machine, op: BinaryOp, x: Parts, y: Parts) -> PyResult<Option<Ref>> {
    use BinaryOp as B;
    let result = match op {
        B::Add => (x.0 + y.0, x.1 + y.1),
        B::Subtract => (x.0 - y.0, x.1 - y.1),
        B::Multiply => multiply(x, y),
        B::TrueDivide => match divide(x, y) {
            Some(result) => result,
            None => return Err(zero_division(m, "complex division by zero")),
        },
        B::Power => power(m, x, y)?,
        _ => return Ok(None),
    };
    Ok(Some(new(m, result)))
}

/// `x op y` where one of the two is real: from 3.14 on the real one has no imaginary part at all, before it has
/// one that is 0.
pub fn mixed(m: &mut Machine, op: BinaryOp, x: &Number, y: &Number) -> PyResult<Option<Ref>> {
    use BinaryOp as B;
    let real = |m: &mut Machine, n: &Number| match n {
        Number::Complex(..) => Ok(None),
        n => float::value(m, n).map(Some),
    };
    let parts = (value(m, x)?, value(m, y)?);
    if m.version < Version::V3_14_2 {
        return binary(m, op, parts.0, parts.1);
    }
    let result = match (op, real(m, x)?, real(m, y)?) {
        (B::Add, _, Some(r)) => (parts.0.0 + r, parts.0.1),
        (B::Add, Some(r), _) => (r + parts.1.0, parts.1.1),
        (B::Subtract, _, Some(r)) => (parts.0.0 - r, parts.0.1),
        (B::Subtract, Some(r), _) => (r - parts.1.0, -parts.1.1),
        (B::Multiply, _, Some(r)) => (parts.0.0 * r, parts.0.1 * r),
        (B::Multiply, Some(r), _) => (r * parts.1.0, r * parts.1.1),
        (B::TrueDivide, _, Some(r)) if r != 0.0 => (parts.0.0 / r, parts.0.1 / r),
        (B::TrueDivide, Some(r), _) if parts.1 != (0.0, 0.0) => {
            let (re, im) = parts.1;
            if re.abs() >= im.abs() {
                let ratio = im / re;
                let denominator = re + im * ratio;
                (r / denominator, (-r * ratio) / denominator)
            } else if im.abs() >= re.abs() {
                let ratio = re / im;
                let denominator = re * ratio + im;
                ((r * ratio) / denominator, -r / denominator)
            } else {
                (f64::NAN, f64::NAN)
            }
        }
        _ => return binary(m, op, parts.0, parts.1),
    };
    Ok(Some(new(m, result)))
}

fn multiply(x: Parts, y: Parts) -> Parts {
    (x.0 * y.0 - x.1 * y.1, x.0 * y.1 + x.1 * y.0)
}

/// `_Py_c_quot`: scaled by the larger part of the divisor.
fn divide(x: Parts, y: Parts) -> Option<Parts> {
    if y.0 == 0.0 && y.1 == 0.0 {
        return None;
    }
    Some(if y.0.abs() >= y.1.abs() {
        let ratio = y.1 / y.0;
        let denominator = y.0 + y.1 * ratio;
        (
            (x.0 + x.1 * ratio) / denominator,
            (x.1 - x.0 * ratio) / denominator,
        )
    } else if y.1.abs() >= y.0.abs() {
        let ratio = y.0 / y.1;
        let denominator = y.0 * ratio + y.1;
        (
            (x.0 * ratio + x.1) / denominator,
            (x.1 * ratio - x.0) / denominator,
        )
    } else {
        (f64::NAN, f64::NAN)
    })
}

/// `x ** y` (`complex_pow`): small whole exponents by multiplication.
pub fn power(m: &mut Machine, x: Parts, y: Parts) -> PyResult<Parts> {
    if x == (0.0, 0.0) && (y.1 != 0.0 || y.0 < 0.0) {
        let text = if m.version >= Version::V3_14_2 {
            "zero to a negative or complex power"
        } else {
            "0.0 to a negative or complex power"
        };
        return Err(m.zero_division(text));
    }
    let whole = y.1 == 0.0 && y.0 == y.0.floor() && y.0.abs() <= 100.0;
    let result = if whole {
        let n = y.0 as i64;
        let mut power = (1.0, 0.0);
        let mut square = x;
        let mut mask = n.unsigned_abs();
        while mask > 0 {
            if mask & 1 == 1 {
                power = multiply(power, square);
            }
            mask >>= 1;
            if mask > 0 {
                square = multiply(square, square);
            }
        }
        if n < 0 {
            divide((1.0, 0.0), power).unwrap_or((f64::NAN, f64::NAN))
        } else {
            power
        }
    } else if y == (0.0, 0.0) {
        (1.0, 0.0)
    } else if x == (0.0, 0.0) {
        (0.0, 0.0)
    } else {
        let size = x.0.hypot(x.1);
        let mut length = size.powf(y.0);
        let angle = x.1.atan2(x.0);
        let mut phase = angle * y.0;
        if y.1 != 0.0 {
            if m.version >= Version::V3_14_2 {
                length *= (-angle * y.1).exp();
            } else {
                length /= (angle * y.1).exp();
            }
            phase += y.1 * size.ln();
        }
        (length * phase.cos(), length * phase.sin())
    };
    let overflows = result.0.is_infinite()
        || result.1.is_infinite()
        || (m.version >= Version::V3_14_2 && result.0.is_nan());
    if overflows && x.0.is_finite() && x.1.is_finite() {
        return Err(m.overflow("complex exponentiation"));
    }
    Ok(result)
}
