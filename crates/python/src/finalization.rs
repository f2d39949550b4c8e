//! The end of a process (`Py_FinalizeEx`, `finalize_modules` in `Python/pylifecycle.c`).

use heap::Ref;

use crate::machine::{Machine, Unwind};
use crate::modules::text_io;
use crate::objects::Payload;
use crate::output::Stream;
use crate::types::TypeId;

/// An exception left the program: it is shown, or it was SystemExit. The exit status.
pub fn uncaught(m: &mut Machine, exception: Ref) -> i32 {
    m.hold(exception);
    let status = if m.is_native(exception, TypeId::SystemExit) {
        system_exit(m, exception)
    } else {
        remember(m, exception);
        let result = crate::modules::sys::excepthook(m, exception);
        m.swallow_unit(result);
        1
    };
    m.unhold();
    m.decref(exception);
    status
}

/// `sys.last_value` and its like keep the exception, and so its frames, until modules are taken apart.
fn remember(m: &mut Machine, exception: Ref) {
    let Some(sys) = m.modules_state.sys else {
        return;
    };
    let none = m.interp.none;
    let traceback = m.traceback_of(exception).unwrap_or(none);
    let class = m.class_of(exception);
    if m.at_least(crate::version::Version::V3_12) {
        m.dict_set_text(sys, "last_exc", exception);
    }
    m.dict_set_text(sys, "last_type", class);
    m.dict_set_text(sys, "last_value", exception);
    m.dict_set_text(sys, "last_traceback", traceback);
}

/// `finalize_modules_delete_special`.
const SYS_DELETES: &[&str] = &[
    "path",
    "argv",
    "ps1",
    "ps2",
    "last_exc",
    "last_type",
    "last_value",
    "last_traceback",
    "path_hooks",
    "path_importer_cache",
    "meta_path",
];

fn system_exit(m: &mut Machine, exception: Ref) -> i32 {
    let code = match m.payload(exception) {
        Payload::Exception(e) => e
            .field("code")
            .or_else(|| e.args.and_then(|a| m.items(a)?.first().copied())),
        _ => None,
    };
    match code.map(|c| (c, m.payload(c))) {
        None | Some((_, Payload::None)) => 0,
        Some((_, Payload::Int(i))) => (*i & 0xff) as i32,
        Some((_, Payload::Bool(b))) => i32::from(*b),
        Some((c, _)) => {
            let text = m.str_string(c).unwrap_or_default();
            m.output.write(Stream::Err, &format!("{text}\n"));
            1
        }
    }
}

/// What happens after the last line: atexit, then the modules go, in the order of section 7.5 of the
/// memory facts (measured on 3.11 to 3.14).
pub fn finish(m: &mut Machine) {
    run_atexit(m);
    if m.stopped.is_some() {
        return;
    }
    text_io::flush_stdout(m);
    m.finalizing = true;
    if m.facts.python_2 {
        finish_two(m);
        return;
    }
    // The script's own references are gone; unreachable cycles die first.
    m.lookups = Default::default();
    if m.heap.gc_enabled() || m.facts.last_collection_forced {
        collect(m);
    }
    // What follows is `_PyGC_CollectNoFail`: nobody is told of it.
    m.modules_state.collects_silently = true;
    if m.stopped.is_some() {
        return;
    }
    if let Some(sys) = m.modules_state.sys {
        let none = m.interp.none;
        for name in SYS_DELETES {
            if m.dict_get_text(sys, name).is_some() {
                m.dict_set_text(sys, name, none);
            }
        }
    }
    // The syntax tree went with the script.
    for r in std::mem::take(&mut m.interp.tree_constants) {
        m.decref(r);
    }
    let mark = m.held_mark();
    let modules = m.interp.modules;
    for name in ["sys", "builtins"] {
        if let Some(module) = m.dict_get_text(modules, name) {
            m.incref(module);
            m.hold(module);
        }
    }
    let remembered = forget_modules(m);
    restore_builtins(m);
    collect(m);
    // What is still alive is wiped, the modules that came last first: underscored names, then the rest.
    for (name, module, serial) in remembered.into_iter().rev() {
        if m.stopped.is_some() {
            return;
        }
        if name == "sys"
            || name == "builtins"
            || !m.heap.is_alive(module)
            || m.heap.serial(module) != serial
        {
            continue;
        }
        if let Payload::Module(namespace) = m.payload(module) {
            let namespace = *namespace;
            wipe(m, namespace);
        }
    }
    collect(m);
    if m.stopped.is_none() {
        m.release_to(mark);
        collect(m);
    }
}

/// `sys.modules` forgets its modules, which then die unless something else holds them. They are remembered weakly, in
/// order: name, where it lay, and its serial number.
fn forget_modules(m: &mut Machine) -> Vec<(String, Ref, heap::Serial)> {
    let modules = m.interp.modules;
    m.modules_state.modules_gone = true;
    let entries = m.dict_entries(modules);
    let remembered = entries
        .iter()
        .map(|&(key, module)| (m.text(key), module, m.heap.serial(module)))
        .collect();
    // Held so that they are given up from the first to the last: the modules, then their names.
    for &(key, _) in entries.iter().rev() {
        m.hold(key);
    }
    for &(_, module) in entries.iter().rev() {
        m.hold(module);
    }
    for _ in &entries {
        let module = m.held.pop();
        m.xdecref(module);
    }
    for (key, _) in entries {
        let none = m.interp.none;
        m.dict_set_str(modules, key, none);
        m.held.pop();
        m.decref(key);
    }
    m.dict_clear(modules);
    remembered
}

/// `finalize_restore_builtins_dict`: what the program has put into `builtins` goes, in the order of the dict.
fn restore_builtins(m: &mut Machine) {
    let builtins = m.interp.builtins;
    let first = m.interp.first_builtins.clone();
    let entries = m.dict_entries(builtins);
    // What is yet to be looked at has a holder while something dies: the first entry lies on top.
    for &(key, value) in entries.iter().rev() {
        m.hold(key);
        m.hold(value);
    }
    for (key, value) in entries {
        let original = first.iter().find(|(k, ..)| *k == key);
        let restored = match original {
            Some(&(_, old, _)) if old == value => Ok(()),
            Some(&(_, old, serial)) if m.heap.is_alive(old) && m.heap.serial(old) == serial => {
                m.dict_set(builtins, key, old)
            }
            _ => m.dict_remove(builtins, key).map(|_| ()),
        };
        m.swallow_unit(restored);
        m.unhold();
        m.decref(value);
        m.unhold();
        m.decref(key);
    }
}

/// The end of a process up to 3.3 (`PyImport_Cleanup`): nothing is collected; `__main__` is wiped first, then the
/// other modules.
fn finish_two(m: &mut Machine) {
    m.lookups = Default::default();
    let none = m.interp.none;
    for r in std::mem::take(&mut m.interp.tree_constants) {
        m.decref(r);
    }
    let builtins = m.interp.builtins;
    m.dict_set_text(builtins, "_", none);
    if let Some(sys) = m.modules_state.sys {
        for name in SYS_SET_TO_NONE {
            if m.dict_get_text(sys, name).is_some() {
                m.dict_set_text(sys, name, none);
            }
        }
    }
    let modules = m.interp.modules;
    let mut entries: Vec<(String, Ref)> = Vec::new();
    for (key, module) in m.dict_entries(modules) {
        let name = m.text(key);
        m.decref(key);
        entries.push((name, module));
    }
    let first = entries.iter().position(|(name, _)| name == "__main__");
    if let Some(first) = first {
        let main = entries.remove(first);
        entries.insert(0, main);
    }
    let mark = m.held_mark();
    for &(_, module) in entries.iter().rev() {
        m.hold(module);
    }
    let last = |name: &str| matches!(name, "sys" | "__builtin__");
    for (name, module) in &entries {
        if last(name) || m.stopped.is_some() {
            continue;
        }
        if let Payload::Module(namespace) = m.payload(*module) {
            let namespace = *namespace;
            wipe(m, namespace);
        }
        m.dict_set_text(modules, name, none);
    }
    m.release_to(mark);
}

/// `sys_deletes` of 2.7: what may hold objects of the program.
const SYS_SET_TO_NONE: &[&str] = &[
    "path",
    "argv",
    "ps1",
    "ps2",
    "exitfunc",
    "exc_type",
    "exc_value",
    "exc_traceback",
    "last_type",
    "last_value",
    "last_traceback",
    "path_hooks",
    "path_importer_cache",
    "meta_path",
    "flags",
    "float_info",
];

fn collect(m: &mut Machine) {
    if m.stopped.is_none() {
        heap::collect(m, 2);
    }
}

/// `_PyModule_ClearDict`.
fn wipe(m: &mut Machine, namespace: Ref) {
    let none = m.interp.none;
    for underscored in [true, false] {
        let keys: Vec<Ref> = m
            .dict(namespace)
            .map(|d| {
                d.iter()
                    .filter(|(_, e)| e.value != none)
                    .map(|(_, e)| e.key)
                    .collect()
            })
            .unwrap_or_default();
        for key in keys {
            let name = m.text(key);
            // The second letter may be missing.
            let single = name.starts_with('_') && !name.starts_with("__");
            if single == underscored && name != "__builtins__" {
                m.dict_set_str(namespace, key, none);
            }
        }
    }
}

/// atexit callbacks, newest first.
pub(crate) fn run_atexit(m: &mut Machine) {
    while let Some((function, args, kwargs)) = m.interp.atexit.pop() {
        let mark = m.held_mark();
        m.hold(function);
        m.hold(args);
        if let Some(kwargs) = kwargs {
            m.hold(kwargs);
        }
        let items = m.items(args).map(<[Ref]>::to_vec).unwrap_or_default();
        let named = match kwargs {
            Some(kwargs) => m.dict_entries(kwargs),
            None => Vec::new(),
        };
        for &(k, v) in &named {
            m.hold(k);
            m.hold(v);
        }
        match m.call_kw(function, &items, &named) {
            Ok(r) => m.decref(r),
            Err(Unwind::Raise(e) | Unwind::Reraise(e)) => {
                m.unraisable(e, "atexit callback", function)
            }
            Err(Unwind::Halt) => return,
        }
        m.release_to(mark);
    }
}

impl Machine {
    /// Gives a pending exception up.
    pub(crate) fn swallow_unit(&mut self, result: Result<(), Unwind>) {
        if let Err(Unwind::Raise(e) | Unwind::Reraise(e)) = result {
            self.decref(e);
        }
    }
}
