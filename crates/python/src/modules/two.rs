//! What the modules of Python 2 have not, and what only they have.

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::objects::function::{Kwargs, NativeDef};

/// Modules of Python 3 only.
pub const NO_MODULES: &[&str] = &[
    "builtins",
    "collections.abc",
    "dataclasses",
    "enum",
    "reprlib",
    "typing",
];

/// Names of modules that Python 2 has not.
const LACKS: &[(&str, &[&str])] = &[
    (
        "gc",
        &[
            "callbacks",
            "freeze",
            "get_freeze_count",
            "get_stats",
            "is_finalized",
            "unfreeze",
        ],
    ),
    (
        "sys",
        &[
            "exception",
            "getallocatedblocks",
            "getswitchinterval",
            "implementation",
            "is_finalizing",
            "unraisablehook",
            "__unraisablehook__",
        ],
    ),
    ("weakref", &["finalize", "WeakMethod"]),
    (
        "functools",
        &[
            "cache",
            "cached_property",
            "lru_cache",
            "partialmethod",
            "singledispatch",
            "singledispatchmethod",
        ],
    ),
    (
        "collections",
        &["ChainMap", "UserDict", "UserList", "UserString"],
    ),
    (
        "itertools",
        &[
            "accumulate",
            "batched",
            "filterfalse",
            "pairwise",
            "zip_longest",
        ],
    ),
    (
        "time",
        &["monotonic", "perf_counter", "process_time", "time_ns"],
    ),
    (
        "contextlib",
        &[
            "ContextDecorator",
            "ExitStack",
            "nullcontext",
            "redirect_stderr",
            "redirect_stdout",
            "suppress",
        ],
    ),
    (
        "traceback",
        &[
            "FrameSummary",
            "StackSummary",
            "TracebackException",
            "clear_frames",
            "walk_stack",
            "walk_tb",
        ],
    ),
];

/// What is run in a module's namespace after the rest.
pub fn source(module: &str) -> Option<&'static str> {
    match module {
        "collections" => Some(include_str!("python/two_collections.py")),
        "weakref" => Some(include_str!("python/two_weakref.py")),
        "contextlib" => Some(include_str!("python/two_contextlib.py")),
        "traceback" => Some(include_str!("python/two_traceback.py")),
        _ => None,
    }
}

static ITERTOOLS: &[NativeDef] = &[];
static SYS: &[NativeDef] = &[
    NativeDef::function("exc_clear", exc_clear),
    NativeDef::function("getcheckinterval", checkinterval),
];

/// Makes a module what it was in Python 2.
pub fn adapt(m: &mut Machine, module: &str, namespace: Ref) {
    for (_, names) in LACKS.iter().filter(|(name, _)| *name == module) {
        for name in *names {
            let key = m.intern(name);
            // Nobody sees it, but it must not become garbage that a collection counts.
            if let Some(hidden) = m.dict_get_str(namespace, key) {
                m.incref(hidden);
                m.interp.others.push((name, hidden));
            }
            let removed = m.dict_remove(namespace, key).map(drop);
            m.swallow_unit(removed);
            m.decref(key);
        }
    }
    match module {
        "sys" => {
            super::add_functions(m, namespace, SYS);
            let max = m.new_int(i64::MAX);
            m.dict_set_text(namespace, "maxint", max);
            m.decref(max);
        }
        "itertools" => {
            super::add_functions(m, namespace, ITERTOOLS);
            for (name, id) in [
                ("izip", crate::types::TypeId::Zip),
                ("imap", crate::types::TypeId::Map),
                ("ifilter", crate::types::TypeId::Filter),
                ("ifilterfalse", crate::types::TypeId::IterFilterFalse),
                ("izip_longest", crate::types::TypeId::IterZipLongest),
            ] {
                let class = m.type_ref(id);
                m.dict_set_text(namespace, name, class);
            }
        }
        "gc" => {
            for (name, value) in [
                ("DEBUG_INSTANCES", 8),
                ("DEBUG_OBJECTS", 16),
                ("DEBUG_LEAK", 62),
            ] {
                let value = m.new_int(value);
                m.dict_set_text(namespace, name, value);
                m.decref(value);
            }
        }
        _ => {}
    }
}

/// `sys.exc_clear()`: the current exception is forgotten, until this frame ends.
fn exc_clear(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let current = match m.exc.last_mut() {
        Some(top) => top.take(),
        None => None,
    };
    m.forget_exception(current);
    Ok(m.none())
}

fn checkinterval(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    Ok(m.new_int(100))
}
