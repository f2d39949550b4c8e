//! One row per module.

use heap::Ref;

use super::{atexit, collections, ctypes, functools, gc, itertools, operator, sys, weakref};
use crate::machine::{Machine, PyResult};
use crate::objects::function::NativeDef;

/// How a module is made.
pub struct ModuleRow {
    /// Its dotted name.
    pub name: &'static str,
    /// Functions written in Rust.
    pub functions: &'static [NativeDef],
    /// Puts constants and types into the namespace.
    pub fill: Option<fn(&mut Machine, Ref) -> PyResult<()>>,
    /// The part written in Python, executed in the namespace after the rest.
    pub source: Option<&'static str>,
}

/// The modules there are.
pub static TABLE: &[ModuleRow] = &[
    ModuleRow { name: "atexit", functions: atexit::FUNCTIONS, fill: None, source: None },
    ModuleRow { name: "collections", functions: &[], fill: Some(collections::fill), source: Some(collections::SOURCE) },
    ModuleRow { name: "copy", functions: &[], fill: None, source: Some(include_str!("python/copy.py")) },
    ModuleRow { name: "ctypes", functions: ctypes::FUNCTIONS, fill: Some(ctypes::fill), source: Some(ctypes::SOURCE) },
    ModuleRow { name: "functools", functions: functools::FUNCTIONS, fill: Some(functools::fill), source: Some(functools::SOURCE) },
    ModuleRow { name: "gc", functions: gc::FUNCTIONS, fill: Some(gc::fill), source: None },
    ModuleRow { name: "itertools", functions: &[], fill: Some(itertools::fill), source: Some(itertools::SOURCE) },
    ModuleRow { name: "operator", functions: operator::FUNCTIONS, fill: Some(operator::fill), source: Some(operator::SOURCE) },
    ModuleRow { name: "sys", functions: sys::FUNCTIONS, fill: Some(sys::fill), source: None },
    ModuleRow { name: "weakref", functions: weakref::FUNCTIONS, fill: Some(weakref::fill), source: Some(include_str!("python/weakref.py")) },
];

/// Modules of the standard library that people import, and that are not here.
pub static NOT_HERE: &[&str] = &[
    "argparse", "array", "ast", "asyncio", "base64", "bisect", "calendar", "cmath", "concurrent", "configparser",
    "csv", "datetime", "decimal", "dis", "email", "fractions", "getpass", "glob", "hashlib", "heapq", "html", "http",
    "importlib", "io", "json", "locale", "logging", "math", "mmap", "multiprocessing", "numbers", "os",
    "pathlib", "pdb", "pickle", "platform", "pprint", "queue", "random", "re", "resource", "secrets", "select", "shelve",
    "shutil", "signal", "socket", "sqlite3", "ssl", "stat", "statistics", "struct", "subprocess", "tempfile", "test",
    "textwrap", "threading", "timeit", "tkinter", "token", "tokenize", "turtle", "unittest", "urllib", "uuid",
    "warnings", "xml", "zipfile", "zlib",
];
