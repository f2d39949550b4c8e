//! `gc` (`Modules/gcmodule.c`).

use heap::{CollectionInfo, GcPhase, Ref};

use crate::builtins::argument::{self, Signature};
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::function::{Kwargs, NativeDef};
use crate::output::Stream;
use crate::version::Version;

/// Print statistics of each collection.
pub const DEBUG_STATS: i64 = 1;
/// Print what can be collected.
pub const DEBUG_COLLECTABLE: i64 = 2;
/// Print what cannot.
pub const DEBUG_UNCOLLECTABLE: i64 = 4;
/// Put all garbage into `gc.garbage`.
pub const DEBUG_SAVEALL: i64 = 32;
/// The last three together.
pub const DEBUG_LEAK: i64 = DEBUG_COLLECTABLE | DEBUG_UNCOLLECTABLE | DEBUG_SAVEALL;

/// The functions of the module.
pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("collect", collect),
    NativeDef::function("enable", enable),
    NativeDef::function("disable", disable),
    NativeDef::function("isenabled", isenabled),
    NativeDef::function("get_count", get_count),
    NativeDef::function("get_threshold", get_threshold),
    NativeDef::function("set_threshold", set_threshold).gathering(),
    NativeDef::function("get_debug", get_debug),
    NativeDef::function("set_debug", set_debug),
    NativeDef::function("get_objects", get_objects),
    NativeDef::function("get_referrers", get_referrers).gathering(),
    NativeDef::function("get_referents", get_referents).gathering(),
    NativeDef::function("is_tracked", is_tracked),
    NativeDef::function("is_finalized", is_finalized),
    NativeDef::function("get_stats", get_stats),
    NativeDef::function("freeze", freeze),
    NativeDef::function("unfreeze", unfreeze),
    NativeDef::function("get_freeze_count", get_freeze_count),
];

/// `gc.garbage`, `gc.callbacks` and the flags.
pub fn fill(m: &mut Machine, namespace: Ref) -> PyResult<()> {
    let (garbage, callbacks) = (m.interp.garbage, m.interp.callbacks);
    m.dict_set_text(namespace, "garbage", garbage);
    m.dict_set_text(namespace, "callbacks", callbacks);
    for (name, value) in [
        ("DEBUG_STATS", DEBUG_STATS),
        ("DEBUG_COLLECTABLE", DEBUG_COLLECTABLE),
        ("DEBUG_UNCOLLECTABLE", DEBUG_UNCOLLECTABLE),
        ("DEBUG_SAVEALL", DEBUG_SAVEALL),
        ("DEBUG_LEAK", DEBUG_LEAK),
    ] {
        let r = m.new_int(value);
        m.dict_set_text(namespace, name, r);
        m.decref(r);
    }
    Ok(())
}

/// Functions with one parameter, which may be named.
const fn with_generation(name: &'static str) -> Signature {
    Signature {
        name,
        params: &["generation"],
        positional: 1,
        unnamed: 0,
        required: 0,
    }
}

fn collect(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let [generation] = with_generation("collect").bind(m, args, kwargs)?;
    let generation = match generation {
        None => 2,
        Some(r) => argument::c_int(m, r)?,
    };
    if !(0..=2).contains(&generation) {
        return Err(m.value_error("invalid generation"));
    }
    let outcome = heap::collect(m, generation as usize);
    if m.stopped.is_some() {
        return Err(Unwind::Halt);
    }
    Ok(m.new_int((outcome.collected + outcome.uncollectable) as i64))
}

fn enable(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::none(m, "gc.enable", args, kwargs)?;
    m.heap.set_gc_enabled(true);
    Ok(m.none())
}

fn disable(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::none(m, "gc.disable", args, kwargs)?;
    m.heap.set_gc_enabled(false);
    Ok(m.none())
}

fn isenabled(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::none(m, "gc.isenabled", args, kwargs)?;
    let enabled = m.heap.gc_enabled();
    Ok(m.bool(enabled))
}

fn triple(m: &mut Machine, values: [u32; 3]) -> Ref {
    let items = values.iter().map(|&v| m.new_int(i64::from(v))).collect();
    m.new_tuple(items)
}

fn get_count(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::none(m, "gc.get_count", args, kwargs)?;
    let counts = m.heap.counts();
    Ok(triple(m, counts))
}

fn get_threshold(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::none(m, "gc.get_threshold", args, kwargs)?;
    let thresholds = m.heap.threshold();
    Ok(triple(m, thresholds))
}

/// Up to 3.12 each value is in force as soon as it is read, so that an error in a later one leaves it changed.
fn set_threshold(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::no_keywords(m, "set_threshold", kwargs)?;
    let one_by_one = m.version < Version::V3_13;
    if args.is_empty() || args.len() > 3 {
        let message = match (one_by_one, args.len()) {
            (false, _) => "gc.set_threshold requires 1 to 3 arguments".to_owned(),
            (true, 0) => "set_threshold() takes at least 1 argument (0 given)".to_owned(),
            (true, n) => format!("set_threshold() takes at most 3 arguments ({n} given)"),
        };
        return Err(m.type_error(&message));
    }
    let old = m.heap.threshold();
    let mut values = [None; 3];
    for (value, &r) in values.iter_mut().zip(args) {
        let given = argument::parsed_int(m, r);
        let given = match given.map(u32::try_from) {
            Ok(Ok(given)) => Ok(given),
            Ok(Err(_)) => Err(m.not_supported("a negative threshold")),
            Err(e) => Err(e),
        };
        match given {
            Ok(given) => *value = Some(given),
            Err(e) => {
                if one_by_one {
                    let first = values[0].unwrap_or(old[0]);
                    m.heap.set_threshold(first, values[1], values[2]);
                }
                return Err(e);
            }
        }
    }
    m.heap
        .set_threshold(values[0].unwrap_or(old[0]), values[1], values[2]);
    Ok(m.none())
}

fn get_debug(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::none(m, "gc.get_debug", args, kwargs)?;
    let flags = m.gc_debug;
    Ok(m.new_int(flags))
}

fn set_debug(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let flags = argument::one(m, "gc.set_debug", args, kwargs)?;
    m.gc_debug = i64::from(argument::c_int(m, flags)?);
    Ok(m.none())
}

/// A generation or None, which means all of them, as -1 does (`_Py_convert_optional_to_ssize_t`).
fn generation_or_all(m: &mut Machine, given: Option<Ref>) -> PyResult<Option<usize>> {
    let Some(r) = given.filter(|&r| !m.is_none(r)) else {
        return Ok(None);
    };
    let Some(index) = m.index_object(r)? else {
        let got = m.type_name(r).to_owned();
        return Err(m.type_error(&format!("argument should be integer or None, not '{got}'")));
    };
    let generation = m.index(index);
    match m.give_up(index, generation)? {
        -1 => Ok(None),
        g if g >= 3 => Err(m.value_error(
            "generation parameter must be less than the number of available generations (3)",
        )),
        g => match usize::try_from(g) {
            Ok(g) => Ok(Some(g)),
            Err(_) => Err(m.value_error("generation parameter cannot be negative")),
        },
    }
}

fn get_objects(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let [generation] = with_generation("get_objects").bind(m, args, kwargs)?;
    let generation = generation_or_all(m, generation)?;
    let list = m.new_list(Vec::new());
    let objects: Vec<Ref> = (0..3)
        .filter(|&g| generation.is_none_or(|only| g == only))
        .flat_map(|g| m.heap.generation(g).collect::<Vec<_>>())
        .collect();
    for r in objects {
        if r != list {
            m.incref(r);
            m.list_append(list, r);
        }
    }
    Ok(list)
}

/// Up to 3.12 these functions are named without their module in errors.
fn referring(m: &Machine, name: &str) -> String {
    if m.version < Version::V3_13 {
        name.to_owned()
    } else {
        format!("gc.{name}")
    }
}

/// Whether an object describes a part of a built-in type: made on first use here, but in CPython an object of the
/// oldest generation.
fn is_static_descriptor(m: &Machine, r: Ref) -> bool {
    match m.payload(r) {
        Payload::Builtin(b) => b.owner.is_some() && b.bound.is_none(),
        Payload::GetSet(g) => g.owner.is_some(),
        Payload::MemberDescriptor(_) => true,
        _ => false,
    }
}

/// What the collector sees of an object: its references and its class.
fn referents(m: &Machine, r: Ref) -> Vec<Ref> {
    let mut found = Vec::new();
    m.heap.referents(r, &mut |to| found.push(to));
    if m.is_classic(m.class_of(r)) {
        // instance_traverse begins with the class.
        found.rotate_right(1);
    }
    if let Payload::Native(native) = m.payload(r) {
        // Attributes of its own come last in the traverse functions of modules, the type first.
        let mut own = 0;
        native.each(false, &mut |_, _| own += 1);
        let attributes = found.len().saturating_sub(own);
        let held = usize::from(m.heap.holds_type(r)).min(attributes);
        found[..own + attributes - held].rotate_left(attributes - held);
        if type_is_on_heap(m, r) {
            found.insert(0, m.class_of(r));
        }
    }
    found
}

/// Whether a module in C makes the type of this object on the heap, so that the object refers to it.
fn type_is_on_heap(m: &Machine, r: Ref) -> bool {
    let class = m.class_of(r);
    if !matches!(m.payload(class), Payload::Type(t) if t.is_static) {
        return false;
    }
    match m.native_of_class(class).native().module {
        "functools" => true,
        "itertools" | "collections" => m.at_least(Version::V3_12),
        _ => false,
    }
}

fn get_referrers(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::no_keywords(m, &referring(m, "get_referrers"), kwargs)?;
    // The tuple of the arguments itself is left out (`gc_referrers_for`).
    let arguments = m.held.last().copied();
    let mut found = Vec::new();
    if m.facts.python_2 {
        frames_that_refer(m, args, &mut found);
    }
    for g in 0..3 {
        for r in m.heap.generation(g) {
            if Some(r) != arguments && referents(m, r).iter().any(|to| args.contains(to)) {
                found.push(r);
            }
        }
    }
    let list = m.new_list(Vec::new());
    for r in found {
        m.incref(r);
        m.list_append(list, r);
    }
    Ok(list)
}

/// `frame_traverse` of 2.7, where frames that run are objects like any others: variables and namespaces, not what is
/// being computed. They are taken to be older than whatever else refers.
fn frames_that_refer(m: &mut Machine, args: &[Ref], found: &mut Vec<Ref>) {
    for number in 0..m.frames.len() {
        let Some(frame) = m.frames.get(number) else {
            continue;
        };
        let variables = m
            .stack
            .get(frame.base as usize..frame.stack_base as usize)
            .unwrap_or_default()
            .iter()
            .filter_map(|entry| entry.get());
        let refers = variables
            .chain(frame.locals)
            .chain([frame.code_ref, frame.globals, frame.builtins])
            .any(|r| args.contains(&r));
        if refers && let Some(object) = m.frame_object(number) {
            found.push(object);
        }
    }
}

fn get_referents(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::no_keywords(m, &referring(m, "get_referents"), kwargs)?;
    let list = m.new_list(Vec::new());
    for &r in args {
        if !m.heap.is_gc(r) && !is_static_descriptor(m, r) {
            continue;
        }
        for to in referents(m, r) {
            m.incref(to);
            m.list_append(list, to);
        }
    }
    Ok(list)
}

fn is_tracked(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = argument::one(m, "gc.is_tracked", args, kwargs)?;
    let tracked = m.heap.is_tracked(r) || is_static_descriptor(m, r);
    Ok(m.bool(tracked))
}

fn is_finalized(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = argument::one(m, "gc.is_finalized", args, kwargs)?;
    let finalized = m.heap.finalized(r);
    Ok(m.bool(finalized))
}

fn get_stats(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::none(m, "gc.get_stats", args, kwargs)?;
    let stats = *m.heap.stats();
    let mut dicts = Vec::new();
    for s in stats {
        let dict = m.new_dict();
        let mut rows = vec![
            ("collections", s.collections),
            ("collected", s.collected),
            ("uncollectable", s.uncollectable),
        ];
        if m.version == Version::V3_15 {
            rows.push(("candidates", s.candidates));
        }
        for (name, value) in rows {
            let r = m.new_int(value as i64);
            m.dict_set_text(dict, name, r);
            m.decref(r);
        }
        if m.version == Version::V3_15 {
            let r = m.new_float(0.0);
            m.dict_set_text(dict, "duration", r);
            m.decref(r);
        }
        dicts.push(dict);
    }
    Ok(m.new_list(dicts))
}

fn freeze(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::none(m, "gc.freeze", args, kwargs)?;
    m.heap.freeze();
    Ok(m.none())
}

fn unfreeze(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::none(m, "gc.unfreeze", args, kwargs)?;
    m.heap.unfreeze();
    Ok(m.none())
}

fn get_freeze_count(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::none(m, "gc.get_freeze_count", args, kwargs)?;
    let n = m.heap.permanent().count() as i64;
    Ok(m.new_int(n))
}

/// `invoke_gc_callback`.
pub fn run_callbacks(m: &mut Machine, phase: GcPhase, info: CollectionInfo) {
    let callbacks = m.interp.callbacks;
    let silent = m.stopped.is_some() || m.modules_state.collects_silently;
    if silent || m.items(callbacks).is_none_or(<[Ref]>::is_empty) {
        return;
    }
    let dict = m.new_dict();
    m.hold(dict);
    let mut rows = vec![
        ("generation", info.generation),
        ("collected", info.collected),
        ("uncollectable", info.uncollectable),
    ];
    if m.version == Version::V3_15 {
        rows.push(("candidates", info.candidates));
    }
    for (name, value) in rows {
        let r = m.new_int(value as i64);
        m.dict_set_text(dict, name, r);
        m.decref(r);
    }
    if m.version == Version::V3_15 {
        let r = m.new_float(0.0);
        m.dict_set_text(dict, "duration", r);
        m.decref(r);
    }
    let phase = match phase {
        GcPhase::Start => "start",
        GcPhase::Stop => "stop",
    };
    // `PyObject_CallFunction` of 3.11 makes its own arguments for each call; later the phase is made once, and both
    // are lent.
    let lent = (m.version > Version::V3_11).then(|| m.fresh_str(phase));
    if let Some(r) = lent {
        m.hold(r);
    }
    let mut at = 0;
    while let Some(callback) = m.items(callbacks).and_then(|c| c.get(at).copied()) {
        at += 1;
        m.incref(callback);
        m.hold(callback);
        let mark = m.held_mark();
        let result = match lent {
            Some(phase) => m.call(callback, &[phase, dict]),
            None => {
                let phase = m.fresh_str(phase);
                m.incref(dict);
                m.hold(phase);
                m.hold(dict);
                m.call(callback, &[phase, dict])
            }
        };
        m.release_to(mark);
        match result {
            Ok(r) => m.decref(r),
            Err(Unwind::Raise(e) | Unwind::Reraise(e)) => m.unraisable(e, "GC callback", callback),
            Err(Unwind::Halt) => {}
        }
        m.unhold();
        m.decref(callback);
    }
    if let Some(r) = lent {
        m.unhold();
        m.decref(r);
    }
    m.unhold();
    m.decref(dict);
}

/// DEBUG_STATS: the first lines.
pub fn debug_started(m: &mut Machine, generation: usize) {
    if m.gc_debug & DEBUG_STATS == 0 {
        return;
    }
    let counts: Vec<String> = (0..3)
        .map(|g| m.heap.generation(g).count().to_string())
        .collect();
    let mut text = format!("gc: collecting generation {generation}...\n");
    text.push_str(&format!(
        "gc: objects in each generation: {}\n",
        counts.join(" ")
    ));
    if m.version != Version::V2_7 {
        text.push_str(&format!(
            "gc: objects in permanent generation: {}\n",
            m.heap.permanent().count()
        ));
    }
    m.write(Stream::Err, &text);
}

/// DEBUG_COLLECTABLE, DEBUG_UNCOLLECTABLE: one object.
pub fn debug_object(m: &mut Machine, r: Ref, collectable: bool) {
    let flag = if collectable {
        DEBUG_COLLECTABLE
    } else {
        DEBUG_UNCOLLECTABLE
    };
    if m.gc_debug & flag == 0 {
        return;
    }
    let what = if collectable {
        "collectable"
    } else {
        "uncollectable"
    };
    let class = m.class_of(r);
    let name = if m.is_classic(class) {
        // debug_instance: the class of a classic instance.
        format!("{} instance at", m.class_name(class))
    } else {
        m.type_name(r).to_owned()
    };
    let text = format!("gc: {what} <{name} {}>\n", m.heap.addr(r));
    m.write(Stream::Err, &text);
}

/// DEBUG_STATS: the last line. Time is virtual: a collection takes none.
pub fn debug_done(m: &mut Machine, info: CollectionInfo) {
    if m.gc_debug & DEBUG_STATS == 0 {
        return;
    }
    let unreachable = info.collected + info.uncollectable;
    let text = if m.version == Version::V2_7 && unreachable == 0 {
        String::from("gc: done, 0.0000s elapsed.\n")
    } else {
        let stop = if m.version == Version::V2_7 { "." } else { "" };
        format!(
            "gc: done, {unreachable} unreachable, {} uncollectable, 0.0000s elapsed{stop}\n",
            info.uncollectable
        )
    };
    m.write(Stream::Err, &text);
}

impl Machine {
    /// Writes to a stream of the process, within the limit on output.
    pub fn write(&mut self, stream: Stream, text: &str) {
        let left = self.limits.output.saturating_sub(self.output.bytes);
        if text.len() > left {
            self.stop(crate::watch::Stop::Output);
            return;
        }
        self.output.write(stream, text);
        if let crate::watch::Watch::Log(seen) = &mut self.watch {
            seen.push(crate::watch::Seen::Output { at: self.clock });
        }
    }

    /// Whether an object is one that the collector may track.
    pub fn is_gc_object(&self, r: Ref) -> bool {
        !matches!(self.payload(r), Payload::Freed) && self.heap.is_gc(r)
    }
}
