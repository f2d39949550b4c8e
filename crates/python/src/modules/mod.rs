//! The modules that can be imported: some written in Rust, some in Python, some in both.

pub mod atexit;
pub mod collections;

pub mod ctypes;
pub mod define;
pub mod deque;
pub mod functools;
pub mod gc;
pub mod itertools;
pub mod math;
pub mod operator;
pub mod packing;
pub mod protocol;
pub mod random;
pub mod sys;
pub mod table;
pub mod text_io;
pub mod time;
pub mod traceback;
pub mod tracemalloc;
pub mod tuplegetter;
pub mod two;
pub mod unraisable;
pub mod weakref;

use std::rc::Rc;

use heap::Ref;

use crate::compile::{Mode, compile};
use crate::machine::{Machine, PyResult, Root};
use crate::objects::function::NativeDef;
pub use table::{ModuleRow, TABLE};

/// What modules keep outside their namespaces.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The interpreter is complete: what is made from now on is the program's.
    pub booted: bool,
    /// Objects born up to this one are the interpreter's own.
    pub first_serial: u32,
    /// How many imports of modules written in Python are being executed.
    pub internal_depth: u32,
    /// `sys.stdout` and `sys.stderr` as they were at the start.
    pub streams: Option<(Ref, Ref)>,
    /// `sys` namespace.
    pub sys: Option<Ref>,
    /// `sys.getrecursionlimit()`.
    pub recursion_limit: Option<usize>,
    /// The dict of the thread state, in which `Py_ReprEnter` keeps its list: made when it is first needed.
    pub thread_dict: Option<Ref>,
    /// The names of `print`'s keywords, which 3.11 gathers when `print` is first called.
    pub print_keywords: Option<Ref>,
    /// Containers whose `repr` is under way, outermost first. Whoever asked keeps them alive.
    pub in_repr: Vec<Ref>,
    /// Whether `print` of Python 2 has begun a line of `sys.stdout`, `sys.stderr`.
    pub soft_space: [bool; 2],
    /// Nanoseconds that `time.sleep` has let pass.
    pub slept: u64,
    /// `gc.callbacks` are no longer called.
    pub collects_silently: bool,
    /// What `tracemalloc` keeps while it is on.
    pub tracing: Option<Box<tracemalloc::Tracing>>,
    /// How many frames `tracemalloc.start` was told to keep.
    pub trace_limit: Option<usize>,
    /// `sys.modules` was emptied: what needs a module to be imported is not done any more.
    pub modules_gone: bool,
    /// Warnings that are given once for each line: file, line, message.
    pub warned: Vec<(std::rc::Rc<str>, u32, String)>,
    /// How many memory views were ever made.
    pub views: u32,
}

impl State {
    /// References that modules hold.
    pub fn each_root(&self, visit: &mut dyn FnMut(Root, Ref)) {
        if let Some((out, err)) = self.streams {
            visit(Root::Interpreter("sys.__stdout__"), out);
            visit(Root::Interpreter("sys.__stderr__"), err);
        }
        if let Some(sys) = self.sys {
            visit(Root::Interpreter("sys"), sys);
        }
        if let Some(dict) = self.thread_dict {
            visit(Root::Interpreter("the thread state"), dict);
        }
        if let Some(names) = self.print_keywords {
            visit(Root::Interpreter("print"), names);
        }
    }
}

/// The module of the built-in names.
pub fn builtins_name(m: &Machine) -> &'static str {
    if m.facts.python_2 {
        "__builtin__"
    } else {
        "builtins"
    }
}

/// Whether a module with this name exists here.
pub fn is_known(name: &str) -> bool {
    TABLE.iter().any(|row| row.name == name)
}

/// Whether a module with this name is one of the standard library that is not here.
pub fn is_refused(name: &str) -> bool {
    table::NOT_HERE.contains(&name)
}

/// Creates a module; `None` if there is none with this name.
///
/// # Errors
/// What its Python source raises; a module of the standard library that is not here ends the run with
/// its name and line.
pub fn import(m: &mut Machine, name: &str) -> PyResult<Option<Ref>> {
    if m.facts.python_2 && m.modules_state.internal_depth == 0 && two::NO_MODULES.contains(&name) {
        return Ok(None);
    }
    let Some(row) = TABLE.iter().find(|row| row.name == name) else {
        if table::NOT_HERE.contains(&name.split('.').next().unwrap_or(name)) {
            let names: Vec<&str> = TABLE
                .iter()
                .map(|r| r.name)
                .filter(|n| !n.starts_with('_'))
                .collect();
            return Err(m.not_supported(&format!(
                "the module `{name}`; supported are {}",
                names.join(", ")
            )));
        }
        return Ok(None);
    };
    let (module, namespace) = m.new_module(name);
    m.hold(module);
    let result = fill(m, row, name, namespace);
    m.unhold();
    match result {
        Ok(()) => {
            if m.facts.python_2 {
                two::adapt(m, name, namespace);
                if let Some(source) = two::source(name) {
                    m.hold(module);
                    let result = run_source(m, name, source, namespace);
                    m.unhold();
                    if let Err(e) = result {
                        return m.give_up(module, Err(e));
                    }
                }
            }
            Ok(Some(module))
        }
        Err(e) => m.give_up(module, Err(e)),
    }
}

fn fill(m: &mut Machine, row: &ModuleRow, name: &str, namespace: Ref) -> PyResult<()> {
    add_functions(m, namespace, row.functions);
    if name == "sys" || m.facts.python_2 && row.source.is_none() {
        keep_copy(m, namespace);
    }
    if let Some(fill) = row.fill {
        fill(m, namespace)?;
    }
    match row.source {
        Some(source) => run_source(m, name, source, namespace),
        None => Ok(()),
    }
}

/// Runs library code in the namespace of a module that is held.
fn run_source(m: &mut Machine, name: &str, source: &'static str, namespace: Ref) -> PyResult<()> {
    let file = format!("<{name}>");
    let spec = match compile(source, m.version.of_library(), Mode::Exec) {
        Ok(compiled) => Rc::new(compiled.spec),
        Err(e) => {
            let message = format!("{name}: {e}");
            return Err(m.error(crate::types::TypeId::SystemError, &message));
        }
    };
    // The module is known before its code runs, so that modules may import each other.
    let modules = m.interp.modules;
    let known = m.held.last().copied();
    if let Some(module) = known {
        m.dict_set_text(modules, name, module);
    }
    m.add_source(&file, source);
    let code = m.load_code(&spec, &file, false, true);
    m.hold(code);
    m.modules_state.internal_depth += 1;
    let result = m.run_code(code, namespace, namespace, None);
    m.modules_state.internal_depth -= 1;
    m.unhold();
    m.decref(code);
    let r = result?;
    m.decref(r);
    Ok(())
}

/// `_PyImport_FixupBuiltin`: what a module of one phase had when it was made is kept in a dict, to make it again from.
/// In Python 3 that is so of `builtins` and `sys`, in 2.7 of every module in C.
pub fn keep_copy(m: &mut Machine, namespace: Ref) {
    let copy = m.new_dict();
    m.interp.others.push(("copy of a module", copy));
    let entries = m.dict(namespace).into_iter().flat_map(|d| d.iter());
    let functions: Vec<(Ref, Ref)> = entries
        .map(|(_, entry)| (entry.key, entry.value))
        .filter(|(_, value)| matches!(m.payload(*value), crate::objects::Payload::Builtin(_)))
        .collect();
    for (name, function) in functions {
        m.dict_set_str(copy, name, function);
    }
}

/// Puts functions written in Rust into a namespace.
pub fn add_functions(m: &mut Machine, namespace: Ref, functions: &'static [NativeDef]) {
    for def in functions {
        let f = m.new_builtin(def, None);
        m.dict_set_text(namespace, def.name, f);
        m.decref(f);
    }
}
