//! `tracemalloc` (`Modules/_tracemalloc.c`): what the allocator was asked for since `start()`, and by which lines.
//!
//! While tracing is on the loop pauses before every instruction to tell the heap where it is. Places in modules that
//! Heapscope brings have its files and lines (`<name>`), not those of CPython's library.

use std::collections::BTreeMap;

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::objects::function::{Kwargs, NativeDef};

/// The part written in Python: snapshots and statistics.
pub static SOURCE: &str = include_str!("python/tracemalloc.py");

/// The functions.
pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("start", start),
    NativeDef::function("stop", stop),
    NativeDef::function("is_tracing", is_tracing),
    NativeDef::function("clear_traces", clear_traces),
    NativeDef::function("get_traced_memory", get_traced_memory),
    NativeDef::function("reset_peak", reset_peak),
    NativeDef::function("get_traceback_limit", get_traceback_limit),
    NativeDef::function("get_tracemalloc_memory", get_tracemalloc_memory),
    NativeDef::function("_get_traces", get_traces),
    NativeDef::function("_get_object_traceback", get_object_traceback),
    NativeDef::function("_source_line", super::traceback::source_line),
    NativeDef::function("_not_supported", super::define::not_supported),
];

/// Most frames that are kept of a place (`MAX_NFRAME`).
const MOST_FRAMES: i64 = 65_535;

/// File and line of each frame, innermost first, and how many there were.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Place {
    frames: Vec<(String, u32)>,
    depth: usize,
}

/// Places by number, and what was asked for with `start`.
#[derive(Clone, Debug)]
pub struct Tracing {
    places: Vec<Place>,
    numbers: BTreeMap<Place, u32>,
}

impl Tracing {
    fn number(&mut self, place: Place) -> u32 {
        if let Some(&number) = self.numbers.get(&place) {
            return number;
        }
        let number = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        self.places.push(place.clone());
        self.numbers.insert(place, number);
        number
    }
}

impl Machine {
    /// Tells the heap which line asks for memory from now on: the innermost frame is at `next`, or where it is.
    pub(crate) fn note_trace_place(&mut self, next: Option<u32>) {
        let Some(mut tracing) = self.modules_state.tracing.take() else {
            return;
        };
        let limit = self.modules_state.trace_limit.unwrap_or(1);
        let mut place = Place {
            frames: Vec::new(),
            depth: 0,
        };
        for (i, frame) in self.frames.iter().rev().enumerate() {
            let at = next.filter(|_| i == 0).unwrap_or(frame.lasti);
            if frame.is_incomplete(at) {
                continue;
            }
            place.depth += 1;
            if place.frames.len() < limit {
                let file = self.str_of(frame.code.filename).unwrap_or_default();
                place.frames.push((file.to_owned(), frame.line_at(at)));
            }
        }
        let number = tracing.number(place);
        self.modules_state.tracing = Some(tracing);
        self.heap.set_trace_place(number);
    }
}

fn start(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    const SIGNATURE: crate::builtins::argument::Signature = crate::builtins::argument::Signature {
        name: "start",
        params: &["nframe"],
        positional: 1,
        unnamed: 1,
        required: 0,
    };
    let [frames] = SIGNATURE.bind(m, args, kwargs)?;
    let limit = frames.map_or(Ok(1), |r| m.index(r))?;
    if !(1..=MOST_FRAMES).contains(&limit) {
        return Err(m.value_error(&format!(
            "the number of frames must be in range [1; {MOST_FRAMES}]"
        )));
    }
    if m.heap.is_tracing() {
        return Ok(m.none());
    }
    let limit = usize::try_from(limit).unwrap_or(1);
    m.modules_state.trace_limit = Some(limit);
    m.modules_state.tracing = Some(Box::new(Tracing {
        places: Vec::new(),
        numbers: BTreeMap::new(),
    }));
    m.heap.start_tracing();
    m.note_trace_place(None);
    m.plan_pause();
    Ok(m.none())
}

fn stop(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    m.heap.stop_tracing();
    m.modules_state.tracing = None;
    m.plan_pause();
    Ok(m.none())
}

fn is_tracing(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let on = m.heap.is_tracing();
    Ok(m.bool(on))
}

fn clear_traces(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    m.heap.clear_traces();
    Ok(m.none())
}

fn get_traced_memory(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (current, peak) = m.heap.traced_memory();
    let items = [current, peak].map(|n| m.new_int(i64::try_from(n).unwrap_or(i64::MAX)));
    Ok(m.new_tuple(items.to_vec()))
}

fn reset_peak(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    m.heap.reset_traced_peak();
    Ok(m.none())
}

fn get_traceback_limit(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let limit = m.modules_state.trace_limit.unwrap_or(1);
    Ok(m.new_int(i64::try_from(limit).unwrap_or(i64::MAX)))
}

fn get_tracemalloc_memory(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    Err(m.not_supported(
        "tracemalloc.get_tracemalloc_memory (the tracer's own tables are not simulated)",
    ))
}

/// The frames of a place as a tuple of pairs, and their full number.
fn place_tuple(m: &mut Machine, number: u32) -> (Ref, Ref) {
    let place = m
        .modules_state
        .tracing
        .as_ref()
        .and_then(|t| t.places.get(number as usize))
        .cloned();
    let (frames, depth) = place.map_or((Vec::new(), 0), |p| (p.frames, p.depth));
    let mut pairs = Vec::with_capacity(frames.len());
    for (file, line) in frames {
        let pair = vec![m.intern(&file), m.new_int(i64::from(line))];
        pairs.push(m.new_tuple(pair));
    }
    let depth = m.new_int(i64::try_from(depth).unwrap_or(i64::MAX));
    (m.new_tuple(pairs), depth)
}

/// `_get_traces()`: domain, size, frames and number of frames of every traced block. Nothing of that is traced.
fn get_traces(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let traces = m.heap.traces();
    let paused = m.heap.pause_tracing();
    // Blocks of one place share its tuple.
    let mut tuples: BTreeMap<u32, (Ref, Ref)> = BTreeMap::new();
    let mut items = Vec::with_capacity(traces.len());
    for trace in traces {
        let (frames, depth) = match tuples.get(&trace.place) {
            Some(&known) => known,
            None => {
                let made = place_tuple(m, trace.place);
                tuples.insert(trace.place, made);
                made
            }
        };
        m.incref(frames);
        m.incref(depth);
        let entry = vec![
            m.new_int(0),
            m.new_int(i64::from(trace.bytes)),
            frames,
            depth,
        ];
        items.push(m.new_tuple(entry));
    }
    for (frames, depth) in tuples.into_values() {
        m.decref(frames);
        m.decref(depth);
    }
    let list = m.new_list(items);
    m.heap.resume_tracing(paused);
    Ok(list)
}

/// `_get_object_traceback(object)`: frames and number of frames, or None.
fn get_object_traceback(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[object] = args else {
        return Err(m.type_error("_get_object_traceback() takes exactly one argument"));
    };
    let Some(trace) = m.heap.trace_of(object) else {
        return Ok(m.none());
    };
    let paused = m.heap.pause_tracing();
    let (frames, depth) = place_tuple(m, trace.place);
    let pair = m.new_tuple(vec![frames, depth]);
    m.heap.resume_tracing(paused);
    Ok(pair)
}
