//! One row per module.

use heap::Ref;

use super::{
    atexit, collections, ctypes, define, functools, gc, itertools, math, operator, packing, random,
    sys, time, traceback, tracemalloc, weakref,
};
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
    python("__future__", include_str!("python/future.py")),
    python("abc", include_str!("python/abc.py")),
    both(
        "array",
        define::NOT_SUPPORTED,
        None,
        include_str!("python/array.py"),
    ),
    rust("atexit", atexit::FUNCTIONS, None),
    python("bisect", include_str!("python/bisect.py")),
    both(
        "collections",
        define::DEFINE,
        Some(collections::fill),
        collections::SOURCE,
    ),
    both(
        "collections.abc",
        define::CLASS_HAS,
        None,
        include_str!("python/collections_abc.py"),
    ),
    python("contextlib", include_str!("python/contextlib.py")),
    python("copy", include_str!("python/copy.py")),
    both(
        "ctypes",
        ctypes::FUNCTIONS,
        Some(ctypes::fill),
        ctypes::SOURCE,
    ),
    both(
        "dataclasses",
        define::DEFINE,
        None,
        include_str!("python/dataclasses.py"),
    ),
    python("enum", include_str!("python/enum.py")),
    both(
        "functools",
        functools::FUNCTIONS,
        Some(functools::fill),
        functools::SOURCE,
    ),
    rust("gc", gc::FUNCTIONS, Some(gc::fill)),
    python("heapq", include_str!("python/heapq.py")),
    both(
        "inspect",
        define::NOT_SUPPORTED,
        None,
        include_str!("python/inspect.py"),
    ),
    python("io", include_str!("python/io.py")),
    rust(
        "itertools",
        itertools::tee::FUNCTIONS,
        Some(itertools::fill),
    ),
    both(
        "json",
        define::NOT_SUPPORTED,
        None,
        include_str!("python/json.py"),
    ),
    python("keyword", include_str!("python/keyword.py")),
    rust("math", math::FUNCTIONS, Some(math::fill)),
    both(
        "objgraph",
        define::NOT_SUPPORTED,
        None,
        include_str!("python/objgraph.py"),
    ),
    both(
        "operator",
        operator::FUNCTIONS,
        Some(operator::fill),
        operator::SOURCE,
    ),
    both(
        "os",
        define::NOT_SUPPORTED,
        None,
        include_str!("python/os.py"),
    ),
    both(
        "os.path",
        define::NOT_SUPPORTED,
        None,
        include_str!("python/os_path.py"),
    ),
    python("platform", include_str!("python/platform.py")),
    python("pprint", include_str!("python/pprint.py")),
    both(
        "random",
        random::FUNCTIONS,
        Some(random::fill),
        random::SOURCE,
    ),
    python("reprlib", include_str!("python/reprlib.py")),
    python("string", include_str!("python/string.py")),
    both("struct", packing::FUNCTIONS, None, packing::SOURCE),
    python("_sys_late", include_str!("python/sys_late.py")),
    rust("sys", sys::FUNCTIONS, Some(sys::fill)),
    both("textwrap", &[], None, include_str!("python/textwrap.py")),
    both(
        "threading",
        define::NOT_SUPPORTED,
        None,
        include_str!("python/threading.py"),
    ),
    rust("time", time::FUNCTIONS, None),
    both(
        "traceback",
        traceback::FUNCTIONS,
        None,
        include_str!("python/traceback.py"),
    ),
    both(
        "tracemalloc",
        tracemalloc::FUNCTIONS,
        None,
        tracemalloc::SOURCE,
    ),
    both(
        "types",
        &[],
        Some(define::fill_types),
        include_str!("python/types.py"),
    ),
    python("typing", include_str!("python/typing.py")),
    both(
        "warnings",
        define::SOURCE_LINE,
        None,
        include_str!("python/warnings.py"),
    ),
    both(
        "_weakrefset",
        &[],
        Some(weakref::fill_sets),
        include_str!("python/weak_sets.py"),
    ),
    both(
        "weakref",
        weakref::FUNCTIONS,
        Some(weakref::fill),
        include_str!("python/weakref.py"),
    ),
];

type Fill = Option<fn(&mut Machine, Ref) -> PyResult<()>>;

const fn python(name: &'static str, source: &'static str) -> ModuleRow {
    ModuleRow {
        name,
        functions: &[],
        fill: None,
        source: Some(source),
    }
}

const fn rust(name: &'static str, functions: &'static [NativeDef], fill: Fill) -> ModuleRow {
    ModuleRow {
        name,
        functions,
        fill,
        source: None,
    }
}

const fn both(
    name: &'static str,
    functions: &'static [NativeDef],
    fill: Fill,
    source: &'static str,
) -> ModuleRow {
    ModuleRow {
        name,
        functions,
        fill,
        source: Some(source),
    }
}

/// Modules of the standard library that people import, and that are not here.
pub static NOT_HERE: &[&str] = &[
    "argparse",
    "ast",
    "asyncio",
    "base64",
    "calendar",
    "cmath",
    "concurrent",
    "configparser",
    "csv",
    "datetime",
    "decimal",
    "dis",
    "email",
    "fractions",
    "getpass",
    "glob",
    "hashlib",
    "html",
    "http",
    "importlib",
    "locale",
    "logging",
    "mmap",
    "multiprocessing",
    "numbers",
    "pathlib",
    "pdb",
    "pickle",
    "queue",
    "re",
    "resource",
    "secrets",
    "select",
    "shelve",
    "shutil",
    "signal",
    "socket",
    "sqlite3",
    "ssl",
    "stat",
    "statistics",
    "subprocess",
    "tempfile",
    "test",
    "timeit",
    "tkinter",
    "token",
    "tokenize",
    "turtle",
    "unittest",
    "urllib",
    "uuid",
    "xml",
    "zipfile",
    "zlib",
];
