//! `time`. There is no clock: time passes by instructions, and by `sleep`.

use heap::Ref;
use num_bigint::BigInt;

use crate::builtins::argument;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{Kwargs, NativeDef};
use crate::version::Version;

/// What an instruction takes, in nanoseconds.
const STEP: u64 = 50;
/// When every run starts: 2026-01-01 00:00:00 UTC, in seconds since 1970.
const START: u64 = 1_767_225_600;
const SECOND: u64 = 1_000_000_000;

/// The functions.
pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("time", time),
    NativeDef::function("time_ns", time_ns),
    NativeDef::function("monotonic", counter),
    NativeDef::function("monotonic_ns", counter_ns),
    NativeDef::function("perf_counter", counter),
    NativeDef::function("perf_counter_ns", counter_ns),
    NativeDef::function("process_time", counter),
    NativeDef::function("process_time_ns", counter_ns),
    NativeDef::function("thread_time", counter),
    NativeDef::function("thread_time_ns", counter_ns),
    NativeDef::function("sleep", sleep),
];

/// Nanoseconds since the start of the run.
fn elapsed(m: &Machine) -> u64 {
    m.clock()
        .step
        .saturating_mul(STEP)
        .saturating_add(m.modules_state.slept)
}

fn seconds(m: &mut Machine, nanoseconds: u64, since: u64) -> Ref {
    m.new_float(since as f64 + nanoseconds as f64 / SECOND as f64)
}

fn time(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::none(m, "time.time", args, kwargs)?;
    let now = elapsed(m);
    Ok(seconds(m, now, START))
}

fn time_ns(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::none(m, "time.time_ns", args, kwargs)?;
    let now = BigInt::from(elapsed(m)) + START * SECOND;
    Ok(m.new_bigint(now))
}

fn counter(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::none(m, "time.perf_counter", args, kwargs)?;
    let now = elapsed(m);
    Ok(seconds(m, now, 0))
}

fn counter_ns(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::none(m, "time.perf_counter_ns", args, kwargs)?;
    let now = BigInt::from(elapsed(m));
    Ok(m.new_bigint(now))
}

fn sleep(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = argument::one(m, "time.sleep", args, kwargs)?;
    let duration = match m.payload(r) {
        Payload::Float(f) => *f,
        Payload::Int(i) => *i as f64,
        Payload::Bool(b) => f64::from(u8::from(*b)),
        _ => {
            let got = m.type_name(r).to_owned();
            let message = match m.version {
                Version::V3_15 => format!("must be real number, not {got}"),
                Version::V3_14 | Version::V3_14_2 => {
                    format!("'{got}' object cannot be interpreted as an integer or float")
                }
                _ => format!("'{got}' object cannot be interpreted as an integer"),
            };
            return Err(m.type_error(&message));
        }
    };
    if duration.is_nan() {
        return Err(m.value_error("Invalid value NaN (not a number)"));
    }
    if duration < 0.0 {
        return Err(m.value_error("sleep length must be non-negative"));
    }
    let nanoseconds = (duration * SECOND as f64) as u64;
    m.modules_state.slept = m.modules_state.slept.saturating_add(nanoseconds);
    Ok(m.none())
}
