//! What runs when an object dies: `__del__`, suspended generators, callbacks of weak references.
//! Errors in them go to `sys.unraisablehook` and no further.

use heap::{Ref, Runtime};

use crate::frame::Frame;
use crate::machine::{Machine, Unwind};
use crate::objects::Payload;
use crate::opcode::Op;
use crate::version::Version;

/// Whether an object has something to run before it dies (`tp_finalize`).
pub fn has_finalizer(m: &Machine, r: Ref) -> bool {
    match m.payload(r) {
        Payload::Generator(g) if m.facts.python_2 => {
            g.started
                && g.frame
                    .as_ref()
                    .is_some_and(|saved| is_in_block(&saved.frame))
        }
        Payload::Generator(g) => {
            g.frame.is_some() && (g.started || m.facts.finalizes_unstarted_generators)
        }
        _ => del_of(m, r).is_some(),
    }
}

/// `PyGen_NeedsFinalizing` of 2.7: the generator waits inside a `try` or `with`.
fn is_in_block(frame: &Frame) -> bool {
    let spec = &frame.code.spec;
    spec.handlers
        .iter()
        .filter(|handler| (handler.start..handler.end).contains(&frame.lasti))
        .any(|handler| {
            // What turns a StopIteration into another error is around every generator.
            spec.code
                .get(handler.target as usize)
                .is_none_or(|instruction| instruction.op != Op::StopIterationError)
        })
}

/// The `__del__` of the object's class, borrowed. Looks without the cache, so that looking changes nothing.
fn del_of(m: &Machine, r: Ref) -> Option<Ref> {
    let class = m.class_of(r);
    let Payload::Type(t) = m.payload(class) else {
        return None;
    };
    if t.is_static {
        return None;
    }
    let name = m.interp.names.del;
    if t.is_classic {
        return m.resolution_order(class).into_iter().find_map(|c| {
            let Payload::Type(t) = m.payload(c) else {
                return None;
            };
            m.dict_get_str(t.dict?, name)
        });
    }
    let mro = t.mro?;
    for &c in m.items(mro)? {
        let Payload::Type(t) = m.payload(c) else {
            continue;
        };
        if t.is_static {
            continue;
        }
        if let Some(found) = t.dict.and_then(|d| m.dict_get_str(d, name)) {
            return Some(found);
        }
    }
    None
}

/// Runs it. An exception that is on its way stays on its way: `__del__` has its own.
pub fn finalize(m: &mut Machine, r: Ref) {
    if m.stopped.is_some() {
        return;
    }
    if let Payload::Generator(_) = m.payload(r) {
        match m.gen_close(r) {
            Ok(returned) => m.decref(returned),
            Err(Unwind::Raise(e) | Unwind::Reraise(e)) => m.unraisable(e, "generator", r),
            Err(Unwind::Halt) => {}
        }
        return;
    }
    let Some(hook) = del_of(m, r) else { return };
    if m.facts.python_2 {
        return finalize_two(m, hook, r);
    }
    m.incref(hook);
    m.hold(hook);
    let result = m.call_hook(hook, r, &[]);
    match result {
        Ok(value) => m.decref(value),
        Err(Unwind::Raise(e) | Unwind::Reraise(e)) => m.unraisable(e, "deallocator", hook),
        Err(Unwind::Halt) => {}
    }
    m.unhold();
    m.decref(hook);
}

/// `slot_tp_del`: the method is bound, and named when it fails.
fn finalize_two(m: &mut Machine, hook: Ref, r: Ref) {
    let class = m.class_of(r);
    let Ok(bound) = m.bind(hook, Some(r), class) else {
        return;
    };
    m.hold(bound);
    match m.call(bound, &[]) {
        Ok(value) => m.decref(value),
        Err(Unwind::Raise(e) | Unwind::Reraise(e)) => m.unraisable(e, "deallocator", bound),
        Err(Unwind::Halt) => {}
    }
    m.unhold();
    m.decref(bound);
}

/// Calls `callback(weak)`.
pub fn weakref_callback(m: &mut Machine, weak: Ref, callback: Ref) {
    if m.stopped.is_some() {
        return;
    }
    match m.call(callback, &[weak]) {
        Ok(value) => m.decref(value),
        Err(Unwind::Raise(e) | Unwind::Reraise(e)) => m.unraisable(e, "weakref callback", callback),
        Err(Unwind::Halt) => {}
    }
}

impl Machine {
    /// `PyErr_FormatUnraisable`: the exception (taken over) is reported through `sys.unraisablehook`. One that no
    /// frame has seen is said to come from the innermost one.
    pub fn unraisable(&mut self, exception: Ref, what: &str, object: Ref) {
        self.hold(exception);
        let came_from_nowhere =
            matches!(self.payload(exception), Payload::Exception(e) if e.traceback.is_none());
        if came_from_nowhere && !self.frames.is_empty() && !self.facts.python_2 {
            self.add_traceback(exception);
        }
        if let Err(Unwind::Raise(e) | Unwind::Reraise(e)) =
            crate::modules::unraisable::unraisable(self, exception, what, object)
        {
            self.decref(e);
        }
        self.unhold();
        self.decref(exception);
    }

    /// The first line of the report.
    pub fn unraisable_title(&mut self, what: &str, object: Ref) -> String {
        let repr = self.repr_string(object).unwrap_or_else(|e| {
            if let Unwind::Raise(e) = e {
                self.decref(e);
            }
            String::from("<object repr() failed>")
        });
        if what == "atexit callback" && !self.facts.python_2 {
            if self.version >= Version::V3_13 {
                format!("Exception ignored in atexit callback {repr}:")
            } else {
                format!("Exception ignored in atexit callback: {repr}")
            }
        } else if self.version >= Version::V3_14_2 && what != "generator" {
            format!("Exception ignored while calling {what} {repr}:")
        } else if self.version >= Version::V3_14_2 {
            format!("Exception ignored while closing generator {repr}:")
        } else {
            format!("Exception ignored in: {repr}")
        }
    }
}

impl Machine {
    /// Whether every count equals its holders (`heap::audit`): for tests.
    ///
    /// # Errors
    /// What does not agree, in words.
    pub fn audit(&self) -> Result<(), String> {
        heap::audit(self).map_err(|mismatches| {
            mismatches
                .iter()
                .map(|mismatch| match *mismatch {
                    heap::Mismatch::Count { object, .. } => {
                        let holders = self.heap.holders(object);
                        let name = self.type_name(object);
                        format!("{mismatch} ({name}, held by {holders:?})")
                    }
                    _ => mismatch.to_string(),
                })
                .collect::<Vec<_>>()
                .join("\n")
        })
    }

    /// Whether collections may start now.
    pub fn may_collect(&self) -> bool {
        self.stopped.is_none() && !self.error_occurred()
    }
}
