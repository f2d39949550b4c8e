//! `fsum` and `prod`.

use heap::Ref;

use super::number;
use crate::builtins::argument;
use crate::machine::{Machine, PyResult};
use crate::objects::function::Kwargs;
use crate::opcode::BinaryOp;

/// Shewchuk's sum without loss, as `math.fsum` documents it.
pub(super) fn fsum(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let iterable = argument::one(m, "math.fsum", args, kwargs)?;
    let items = m.collect(iterable)?;
    let mark = m.held_mark();
    for &item in &items {
        m.hold(item);
    }
    let mut partials: Vec<f64> = Vec::new();
    for &item in &items {
        let mut x = match number(m, item) {
            Ok(x) => x,
            Err(e) => {
                m.release_keeping(mark, e);
                return Err(e);
            }
        };
        let mut kept = Vec::new();
        for &partial in &partials {
            let (large, small) = if x.abs() < partial.abs() {
                (partial, x)
            } else {
                (x, partial)
            };
            let high = large + small;
            let low = small - (high - large);
            if low != 0.0 {
                kept.push(low);
            }
            x = high;
        }
        kept.push(x);
        partials = kept;
    }
    m.release_to(mark);
    let mut sum = partials.pop().unwrap_or(0.0);
    while let Some(low) = partials.pop() {
        let high = sum;
        sum = high + low;
        let rest = low - (sum - high);
        if rest != 0.0 {
            // Round half to even: what is left decides.
            if let Some(&next) = partials.last()
                && (rest < 0.0) == (next < 0.0)
            {
                let double = rest * 2.0;
                let rounded = sum + double;
                if double == rounded - sum {
                    sum = rounded;
                }
            }
            break;
        }
    }
    Ok(m.new_float(sum))
}

pub(super) fn prod(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let signature = argument::Signature {
        name: "prod",
        params: &["iterable", "start"],
        positional: 1,
        unnamed: 1,
        required: 1,
    };
    let [iterable, start] = signature.bind(m, args, kwargs)?;
    let Some(iterable) = iterable else {
        return Ok(m.none());
    };
    let mark = m.held_mark();
    let mut result = match start {
        Some(start) => m.newref(start),
        None => m.new_int(1),
    };
    m.hold(result);
    let items = match m.collect(iterable) {
        Ok(items) => items,
        Err(e) => {
            m.release_keeping(mark, e);
            return Err(e);
        }
    };
    m.unhold();
    for &item in &items {
        m.hold(item);
    }
    for &item in &items {
        m.hold(result);
        let product = m.binary(BinaryOp::Multiply, result, item);
        m.unhold();
        match m.give_up(result, product) {
            Ok(product) => result = product,
            Err(e) => {
                m.release_keeping(mark, e);
                return Err(e);
            }
        }
    }
    m.hold(result);
    let parked: Vec<Ref> = m.held.drain(mark..mark + items.len()).collect();
    m.decref_all(parked);
    m.unhold();
    Ok(result)
}
