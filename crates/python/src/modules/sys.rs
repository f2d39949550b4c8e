//! `sys`, and how errors that nobody catches are shown.

use heap::Ref;

use super::text_io;
use crate::builtins::argument::Signature;
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::function::{GetSetDef, Kwargs, NativeDef};
use crate::objects::tuple::Tuple;
use crate::output::Stream;
use crate::types::{TypeId, TypeMembers};
use crate::version::Version;

/// The functions of the module.
pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("getrefcount", getrefcount),
    NativeDef::function("getsizeof", getsizeof).gathering(),
    NativeDef::function("intern", intern),
    NativeDef::function("exc_info", exc_info),
    NativeDef::function("exception", exception),
    NativeDef::function("_getframe", getframe),
    NativeDef::function("exit", exit),
    NativeDef::function("getrecursionlimit", getrecursionlimit),
    NativeDef::function("setrecursionlimit", setrecursionlimit),
    NativeDef::function("is_finalizing", is_finalizing),
    NativeDef::function("getallocatedblocks", getallocatedblocks),
    NativeDef::function("getdefaultencoding", getdefaultencoding),
    NativeDef::function("unraisablehook", super::unraisable::unraisablehook),
    NativeDef::function("excepthook", excepthook_function),
    NativeDef::function("displayhook", displayhook),
    NativeDef::function("getswitchinterval", getswitchinterval),
    NativeDef::function("gettrace", gettrace),
    NativeDef::function("getprofile", gettrace),
    NativeDef::function("getfilesystemencoding", getfilesystemencoding),
    NativeDef::function("get_int_max_str_digits", get_int_max_str_digits),
    NativeDef::function("__getattr__", late),
];

/// Parts that programs rarely ask for: made when they do, in Python.
const LATE: [&str; 15] = [
    "abiflags",
    "base_exec_prefix",
    "base_prefix",
    "dont_write_bytecode",
    "exec_prefix",
    "platlibdir",
    "pycache_prefix",
    "warnoptions",
    "flags",
    "float_info",
    "hash_info",
    "implementation",
    "int_info",
    "stdlib_module_names",
    "thread_info",
];
/// Parts that are not here.
const REFUSED: [&str; 14] = [
    "_clear_type_cache",
    "_current_frames",
    "_debugmallocstats",
    "addaudithook",
    "audit",
    "breakpointhook",
    "call_tracing",
    "getwindowsversion",
    "monitoring",
    "set_asyncgen_hooks",
    "set_int_max_str_digits",
    "setprofile",
    "setswitchinterval",
    "settrace",
];

/// `sys.name` for what is not in the namespace.
fn late(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let name = one(m, args, "__getattr__")?;
    let text = m.text(name);
    if REFUSED.contains(&&*text) {
        return Err(m.not_supported(&format!("sys.{text}")));
    }
    if LATE.contains(&&*text) {
        let module = m.import_module("_sys_late")?;
        let value = m.getattr(module, name);
        return m.give_up(module, value);
    }
    let modules = m.interp.modules;
    let about = m.dict_get_text(modules, "sys").map(|sys| (sys, name));
    Err(m.attribute_error(&format!("module 'sys' has no attribute '{text}'"), about))
}

fn getfilesystemencoding(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    Ok(m.intern("utf-8"))
}

fn get_int_max_str_digits(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    Ok(m.new_int(4300))
}

static ONLY_FROM_3_14: &[NativeDef] = &[NativeDef::function("_is_immortal", is_immortal)];
static ONLY_FROM_3_12: &[NativeDef] = &[NativeDef::function("_is_interned", is_interned)];

/// Constants and streams.
pub fn fill(m: &mut Machine, namespace: Ref) -> PyResult<()> {
    for (name, hook) in [
        ("__displayhook__", "displayhook"),
        ("__excepthook__", "excepthook"),
        ("__unraisablehook__", "unraisablehook"),
    ] {
        if let Some(function) = m.dict_get_text(namespace, hook) {
            m.dict_set_text(namespace, name, function);
        }
    }
    if m.at_least(Version::V3_14_2) {
        super::add_functions(m, namespace, ONLY_FROM_3_14);
    }
    if m.at_least(Version::V3_13) {
        super::add_functions(m, namespace, ONLY_FROM_3_12);
    }
    let numbers = [
        ("maxsize", i64::MAX),
        ("maxunicode", 0x10_ffff),
        ("api_version", 1013),
        ("hexversion", {
            let (a, b, c) = m.facts.version_info;
            (i64::from(a) << 24) | (i64::from(b) << 16) | (i64::from(c) << 8) | 0xf0
        }),
    ];
    for (name, value) in numbers {
        let r = m.new_int(value);
        m.dict_set_text(namespace, name, r);
        m.decref(r);
    }
    let (a, b, c) = m.facts.version_info;
    let level = if m.version == Version::V3_15 {
        "rc1"
    } else {
        ""
    };
    let texts = [
        (
            "version",
            format!("{a}.{b}.{c}{level} (heapscope) [simulated]"),
        ),
        ("platform", "linux".to_owned()),
        ("float_repr_style", "short".to_owned()),
        ("byteorder", "little".to_owned()),
        ("executable", "/usr/bin/python3".to_owned()),
        ("prefix", "/usr".to_owned()),
        (
            "copyright",
            "Copyright (c) 2001 Python Software Foundation.".to_owned(),
        ),
    ];
    for (name, text) in texts {
        let r = m.new_str(&text);
        m.dict_set_text(namespace, name, r);
        m.decref(r);
    }
    let info = version_info(m);
    m.dict_set_text(namespace, "version_info", info);
    m.decref(info);
    let (modules, none) = (m.interp.modules, m.interp.none);
    m.dict_set_text(namespace, "modules", modules);
    m.dict_set_text(namespace, "stdin", none);
    let name = m.new_str("");
    let argv = m.new_list(vec![name]);
    m.dict_set_text(namespace, "argv", argv);
    m.decref(argv);
    for name in ["path", "meta_path", "path_hooks", "warnoptions"] {
        let list = m.new_list(Vec::new());
        m.dict_set_text(namespace, name, list);
        m.decref(list);
    }
    // The part of `weakref` that is a module of its own is not built in.
    let names: Vec<Ref> = super::TABLE
        .iter()
        .filter(|row| row.name != "_weakrefset")
        .map(|row| m.intern(row.name))
        .collect();
    let names = m.new_tuple(names);
    m.dict_set_text(namespace, "builtin_module_names", names);
    m.decref(names);
    let (out, err) = match m.modules_state.streams {
        Some(streams) => streams,
        None => {
            let out = text_io::stream(m, Stream::Out);
            let err = text_io::stream(m, Stream::Err);
            m.modules_state.streams = Some((out, err));
            (out, err)
        }
    };
    for (name, r) in [
        ("stdout", out),
        ("__stdout__", out),
        ("stderr", err),
        ("__stderr__", err),
    ] {
        m.dict_set_text(namespace, name, r);
    }
    if m.modules_state.sys.is_none() {
        m.incref(namespace);
        m.modules_state.sys = Some(namespace);
    }
    Ok(())
}

/// The tables of `version_info`: names of its items.
pub static VERSION_INFO: TypeMembers = TypeMembers {
    new: None,
    init: None,
    methods: &[],
    getset: &[
        GetSetDef::read("major", |m, r| version_part(m, r, 0)),
        GetSetDef::read("minor", |m, r| version_part(m, r, 1)),
        GetSetDef::read("micro", |m, r| version_part(m, r, 2)),
        GetSetDef::read("releaselevel", |m, r| version_part(m, r, 3)),
        GetSetDef::read("serial", |m, r| version_part(m, r, 4)),
    ],
};

fn version_part(m: &mut Machine, r: Ref, at: usize) -> PyResult<Ref> {
    let part = m.items(r).and_then(|items| items.get(at).copied());
    let part = part.unwrap_or(m.interp.none);
    Ok(m.newref(part))
}

fn version_info(m: &mut Machine) -> Ref {
    let (a, b, c) = m.facts.version_info;
    let level = if m.version == Version::V3_15 {
        ("candidate", 1)
    } else {
        ("final", 0)
    };
    let mut items: Vec<Ref> = [a, b, c].iter().map(|&v| m.new_int(i64::from(v))).collect();
    items.push(m.intern(level.0));
    items.push(m.new_int(level.1));
    m.make_tracked(
        TypeId::VersionInfo,
        Payload::Tuple(Box::new(Tuple { items })),
    )
}

fn one(m: &mut Machine, args: &[Ref], name: &str) -> PyResult<Ref> {
    match args {
        &[r] => Ok(r),
        _ => Err(m.type_error(&format!(
            "{name}() takes exactly one argument ({} given)",
            args.len()
        ))),
    }
}

fn getrefcount(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = one(m, args, "sys.getrefcount")?;
    let count = m.heap.refcnt(r);
    Ok(m.new_int(count))
}

fn getsizeof(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let signature = Signature {
        name: "getsizeof",
        params: &["object", "default"],
        positional: 2,
        unnamed: 0,
        required: 1,
    };
    let [object, default] = signature.bind(m, args, kwargs)?;
    let Some(r) = object else {
        return Ok(m.none());
    };
    let name = m.interp.names.sizeof;
    let own = match m.table_special(r, name) {
        Some(call) => Some(call(m, &[r], &[])?),
        None => m.special_bound(r, name, &[])?,
    };
    if let Some(size) = own {
        let own = match m.payload(size) {
            Payload::Int(_) | Payload::Bool(_) | Payload::BigInt(_) => match m.to_int(size) {
                Some(value) => i64::try_from(value)
                    .map_err(|_| m.overflow("Python int too large to convert to C ssize_t")),
                None => Ok(0),
            },
            _ => Err(m.type_error("an integer is required")),
        };
        let own = match own {
            Ok(own) if own < 0 => Err(m.value_error("__sizeof__() should return >= 0")),
            own => own,
        };
        let own = m.give_up(size, own);
        let own = match (own, default) {
            (Ok(own), _) => own,
            // Only a size that is no number is replaced by the default.
            (Err(Unwind::Raise(e)), Some(default)) if m.is_native(e, TypeId::TypeError) => {
                m.decref(e);
                return Ok(m.newref(default));
            }
            (Err(e), _) => return Err(e),
        };
        let pre = i64::from(m.size_of(m.class_of(r), m.heap.body(r)).pre);
        return Ok(m.new_int(own + pre));
    }
    let size = crate::sizeof::sizeof(m, r) as i64;
    Ok(m.new_int(size))
}

fn intern(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = one(m, args, "sys.intern")?;
    if !m.is_exact(r, TypeId::Str) {
        let got = m.type_name(r).to_owned();
        return Err(m.type_error(&if m.is_native(r, TypeId::Str) {
            format!("can't intern {got}")
        } else {
            format!("intern() argument must be str, not {got}")
        }));
    }
    m.incref(r);
    Ok(m.intern_ref(r))
}

fn exc_info(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let none = m.interp.none;
    let parts = match m.handled() {
        Some(e) => {
            let traceback = match m.payload(e) {
                Payload::Exception(x) => x.traceback.unwrap_or(none),
                _ => none,
            };
            vec![m.class_of(e), e, traceback]
        }
        None => vec![none; 3],
    };
    for &r in &parts {
        m.incref(r);
    }
    Ok(m.new_tuple(parts))
}

fn exception(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = m.handled().unwrap_or(m.interp.none);
    Ok(m.newref(r))
}

fn getframe(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let depth = match args.first() {
        Some(&r) => m.index(r)?.max(0) as usize,
        None => 0,
    };
    let number = m.frames.len().checked_sub(depth + 1);
    match number.and_then(|n| m.frame_object(n)) {
        Some(r) => Ok(m.newref(r)),
        None => Err(m.value_error("call stack is not deep enough")),
    }
}

fn exit(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    crate::builtins::argument::count(m, "exit", args.len(), 0, 1)?;
    let class = m.type_ref(TypeId::SystemExit);
    // PyErr_SetObject: None means no arguments, a tuple all of them.
    let parts = match args {
        [only] if m.is_none(*only) => Vec::new(),
        [only] if m.is_exact(*only, TypeId::Tuple) => {
            m.items(*only).map(<[Ref]>::to_vec).unwrap_or_default()
        }
        _ => args.to_vec(),
    };
    let e = m.call(class, &parts)?;
    m.set_context(e);
    Err(Unwind::Raise(e))
}

impl Machine {
    /// `sys.argv[0]`
    pub(crate) fn name_program(&mut self, file: &str) {
        let argv = self
            .modules_state
            .sys
            .and_then(|sys| self.dict_get_text(sys, "argv"));
        let name = self.new_str(file);
        let old = match argv.map(|argv| self.payload_mut(argv)) {
            Some(Payload::List(list)) => list
                .items
                .first_mut()
                .map(|item| std::mem::replace(item, name)),
            _ => None,
        };
        self.decref(old.unwrap_or(name));
    }
}

fn getrecursionlimit(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let limit = m
        .modules_state
        .recursion_limit
        .unwrap_or(m.limits.recursion) as i64;
    Ok(m.new_int(limit))
}

fn setrecursionlimit(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = one(m, args, "setrecursionlimit")?;
    let limit = m.index(r)?;
    if limit < 1 {
        return Err(m.value_error("recursion limit must be greater or equal than 1"));
    }
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    // Up to 3.11 the call of a function in C counts.
    let depth = m.frames.len() + usize::from(!m.at_least(Version::V3_12));
    if depth >= limit {
        let message = format!(
            "cannot set the recursion limit to {limit} at the recursion depth {depth}: the limit is too low"
        );
        return Err(m.error(TypeId::RecursionError, &message));
    }
    m.modules_state.recursion_limit = Some(limit);
    // Frames are plain data: deep recursion costs memory only.
    m.limits.recursion = limit.min(100_000);
    Ok(m.none())
}

fn is_finalizing(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let answer = m.finalizing;
    Ok(m.bool(answer))
}

fn getallocatedblocks(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let n = m.heap.allocated_blocks() as i64;
    Ok(m.new_int(n))
}

fn getdefaultencoding(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    Ok(m.intern("utf-8"))
}

fn getswitchinterval(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    Ok(m.new_float(0.005))
}

fn gettrace(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    Ok(m.none())
}

fn is_immortal(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = one(m, args, "_is_immortal")?;
    let answer = m.heap.is_immortal(r);
    Ok(m.bool(answer))
}

fn is_interned(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = one(m, args, "_is_interned")?;
    let answer = matches!(m.payload(r), Payload::Str(s) if s.interned);
    Ok(m.bool(answer))
}

fn displayhook(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = one(m, args, "sys.displayhook")?;
    if !m.is_none(r) {
        let builtins = m.interp.builtins;
        let none = m.interp.none;
        m.dict_set_text(builtins, "_", none);
        let text = m.repr_string(r)?;
        m.write_to("stdout", Stream::Out, &format!("{text}\n"))?;
        m.dict_set_text(builtins, "_", r);
    }
    Ok(m.none())
}

// ---- writing

impl Machine {
    /// Writes through `sys.stdout` or `sys.stderr`, whatever the program put there; without `sys` straight out.
    pub fn write_to(&mut self, name: &str, stream: Stream, text: &str) -> PyResult<()> {
        let target = self
            .modules_state
            .sys
            .and_then(|sys| self.dict_get_text(sys, name));
        let own = self
            .modules_state
            .streams
            .map(|(out, err)| if stream == Stream::Out { out } else { err });
        match target {
            Some(target) if Some(target) != own => {
                if self.is_none(target) {
                    return Ok(());
                }
                let text = self.new_str(text);
                self.hold(text);
                let result = self.call_method(target, "write", &[text]);
                self.unhold();
                self.decref(text);
                let r = result?;
                self.decref(r);
                Ok(())
            }
            Some(own) => {
                let text = self.new_str(text);
                self.hold(text);
                text_io::write_text(self, own, text);
                self.unhold();
                self.decref(text);
                Ok(())
            }
            None => {
                self.write(stream, text);
                Ok(())
            }
        }
    }
}

// ---- errors that nobody catches

/// `sys.excepthook(type, value, traceback)`: the program's own, or the interpreter's.
pub fn excepthook(m: &mut Machine, exception: Ref) -> PyResult<()> {
    let hook = m
        .modules_state
        .sys
        .and_then(|sys| m.dict_get_text(sys, "excepthook"));
    if let Some(hook) = hook
        && !matches!(m.payload(hook), Payload::Builtin(_))
    {
        let (class, none) = (m.class_of(exception), m.interp.none);
        let traceback = m.traceback_of(exception).unwrap_or(none);
        let r = m.call(hook, &[class, exception, traceback])?;
        m.decref(r);
        return Ok(());
    }
    crate::builtins::print::flush_line(m);
    let text = m.uncaught_text(exception);
    m.write_to("stderr", Stream::Err, &text)
}

fn excepthook_function(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[_, exception, ..] = args else {
        return Err(m.type_error("excepthook expected 3 arguments"));
    };
    let text = m.uncaught_text(exception);
    m.write_to("stderr", Stream::Err, &text)?;
    Ok(m.none())
}
