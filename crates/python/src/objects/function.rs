//! Code, functions, and functions written in Rust.

use std::rc::Rc;

use heap::Ref;

use super::body::Label;
use crate::code::CodeSpec;
use crate::machine::{Machine, PyResult};
use crate::version::Version;

/// A code object: what the compiler made, with its constants and names on the heap.
#[derive(Clone, Debug)]
pub struct Code {
    /// Instructions, positions, tables.
    pub spec: Rc<CodeSpec>,
    /// `co_consts`
    pub consts: Vec<Ref>,
    /// `co_names`, interned.
    pub names: Vec<Ref>,
    /// Names of localsplus, interned.
    pub varnames: Vec<Ref>,
    /// `co_name`
    pub name: Ref,
    /// `co_qualname`
    pub qualname: Ref,
    /// `co_filename`
    pub filename: Ref,
    /// Part of a module that Heapscope itself brings, written in Python: its frames stay out of the picture.
    pub internal: bool,
}

impl Code {
    /// The counted references.
    pub fn holds(&self, visit: &mut dyn FnMut(Label, Ref)) {
        for (i, &r) in self.consts.iter().enumerate() {
            visit(Label::Const(i as u32), r);
        }
        for &r in &self.names {
            visit(Label::Field("co_names"), r);
        }
        for &r in &self.varnames {
            visit(Label::Field("co_varnames"), r);
        }
        visit(Label::Field("co_name"), self.name);
        visit(Label::Field("co_qualname"), self.qualname);
        visit(Label::Field("co_filename"), self.filename);
    }
}

/// A Python function.
#[derive(Clone, Debug)]
pub struct Function {
    /// `__code__`
    pub code: Ref,
    /// `__globals__`
    pub globals: Ref,
    /// `__builtins__`; 2.7 finds them through the globals at each call.
    pub builtins: Option<Ref>,
    /// `__name__`
    pub name: Ref,
    /// `__qualname__`; 2.7 has none.
    pub qualname: Option<Ref>,
    /// `__module__`
    pub module: Option<Ref>,
    /// `__defaults__`
    pub defaults: Option<Ref>,
    /// `__kwdefaults__`
    pub kwdefaults: Option<Ref>,
    /// `__doc__`
    pub doc: Option<Ref>,
    /// `__closure__`
    pub closure: Option<Ref>,
    /// `__annotations__`
    pub annotations: Option<Ref>,
    /// `__annotate__` (3.14+)
    pub annotate: Option<Ref>,
}

impl Function {
    /// What messages call it.
    pub fn shown_name(&self) -> Ref {
        self.qualname.unwrap_or(self.name)
    }

    /// func_traverse.
    pub fn each(&self, dict: Option<Ref>, visit: &mut dyn FnMut(Label, Ref)) {
        let parts = [
            ("__code__", Some(self.code)),
            ("__globals__", Some(self.globals)),
            ("__builtins__", self.builtins),
            ("__module__", self.module),
            ("__defaults__", self.defaults),
            ("__kwdefaults__", self.kwdefaults),
            ("__doc__", self.doc),
            ("__name__", Some(self.name)),
            ("__dict__", dict),
            ("__closure__", self.closure),
            ("__annotations__", self.annotations),
            ("__annotate__", self.annotate),
            ("__qualname__", self.qualname),
        ];
        for (name, part) in parts {
            if let Some(r) = part {
                visit(Label::Field(name), r);
            }
        }
    }

    /// func_clear: keeps code, name and qualified name, which must never be NULL.
    pub fn clear(&mut self, mut dict: Option<Ref>, released: &mut Vec<Ref>) {
        for part in [
            &mut self.module,
            &mut self.defaults,
            &mut self.kwdefaults,
            &mut self.doc,
            &mut dict,
            &mut self.closure,
            &mut self.annotations,
            &mut self.annotate,
        ] {
            released.extend(part.take());
        }
    }

    /// func_dealloc: func_clear, then what that keeps.
    pub fn release(mut self, dict: Option<Ref>, released: &mut Vec<Ref>) {
        released.push(self.globals);
        released.extend(self.builtins);
        self.clear(dict, released);
        released.extend([self.code, self.name]);
        released.extend(self.qualname);
    }
}

/// Keyword arguments of a call: names and values.
pub type Kwargs = [(Ref, Ref)];

/// A function written in Rust. Arguments are borrowed, the result is a new reference.
pub type NativeFn = fn(&mut Machine, &[Ref], &Kwargs) -> PyResult<Ref>;

/// How a built-in callable is found and bound.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NativeKind {
    /// A function of a module.
    Function,
    /// A method of a built-in type: the first argument is the object.
    Method,
    /// A special method (`__add__`): shown as a slot wrapper.
    Slot,
    /// A class method: the first argument is the class.
    ClassMethod,
    /// A static method.
    StaticMethod,
}

/// In which versions a tuple holds the arguments of a call: METH_VARARGS in the `ml_flags` of the function, or an argument
/// clinic's `*args`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gathers {
    /// In none: METH_FASTCALL, METH_O, METH_NOARGS.
    Never,
    /// In those before this one.
    Before(Version),
    /// In all.
    Always,
}

/// A row in a table of functions written in Rust.
#[derive(Debug)]
pub struct NativeDef {
    /// Its name.
    pub name: &'static str,
    /// How it is bound.
    pub kind: NativeKind,
    /// The code.
    pub call: NativeFn,
    /// The version it came with.
    pub since: Version,
    /// Whether a tuple holds its arguments while it runs.
    pub gathers: Gathers,
}

impl NativeDef {
    /// The same, of a function whose arguments lie in a tuple while it runs (`ml_flags`: METH_VARARGS).
    pub const fn gathering(mut self) -> Self {
        self.gathers = Gathers::Always;
        self
    }
    /// The same, of a function that has a tuple of its arguments up to a version.
    pub const fn gathering_until(mut self, version: Version) -> Self {
        self.gathers = Gathers::Before(version);
        self
    }
    /// The same, of a method that came with a version.
    pub const fn since(mut self, version: Version) -> Self {
        self.since = version;
        self
    }
    /// A function of a module.
    pub const fn function(name: &'static str, call: NativeFn) -> Self {
        Self {
            name,
            kind: NativeKind::Function,
            call,
            since: Version::V2_7,
            gathers: Gathers::Never,
        }
    }
    /// A method.
    pub const fn method(name: &'static str, call: NativeFn) -> Self {
        Self {
            name,
            kind: NativeKind::Method,
            call,
            since: Version::V2_7,
            gathers: Gathers::Never,
        }
    }
    /// A special method.
    pub const fn slot(name: &'static str, call: NativeFn) -> Self {
        Self {
            name,
            kind: NativeKind::Slot,
            call,
            since: Version::V2_7,
            gathers: Gathers::Never,
        }
    }
    /// A class method.
    pub const fn class_method(name: &'static str, call: NativeFn) -> Self {
        Self {
            name,
            kind: NativeKind::ClassMethod,
            call,
            since: Version::V2_7,
            gathers: Gathers::Never,
        }
    }
    /// A static method.
    pub const fn static_method(name: &'static str, call: NativeFn) -> Self {
        Self {
            name,
            kind: NativeKind::StaticMethod,
            call,
            since: Version::V2_7,
            gathers: Gathers::Never,
        }
    }
}

/// A row for a method that Heapscope does not have: calling it ends the run with its name.
macro_rules! refused_method {
    ($class:literal . $name:literal) => {
        $crate::objects::function::NativeDef::method($name, |m, _, _| {
            Err(m.not_supported(concat!("`", $class, ".", $name, "`")))
        })
    };
}

/// A row for an attribute that Heapscope does not have: reading it ends the run with its name.
macro_rules! refused_attribute {
    ($class:literal . $name:literal) => {
        $crate::objects::function::GetSetDef::read($name, |m, _| {
            Err(m.not_supported(concat!("`", $class, ".", $name, "`")))
        })
    };
}

pub(crate) use {refused_attribute, refused_method};

/// A callable written in Rust, as an object.
#[derive(Clone, Debug)]
pub struct Builtin {
    /// What it does.
    pub def: &'static NativeDef,
    /// What it is bound to: an object for a method, a module for a function.
    pub bound: Option<Ref>,
    /// The class it was found in, for unbound methods (`method_descriptor`).
    pub owner: Option<Ref>,
}

impl Builtin {
    /// meth_traverse.
    pub fn each(&self, visit: &mut dyn FnMut(Label, Ref)) {
        if let Some(r) = self.bound {
            visit(Label::Field("__self__"), r);
        }
        if let Some(r) = self.owner {
            visit(Label::Field("__objclass__"), r);
        }
    }
}

/// Reads an attribute. The object is borrowed, the result a new reference.
pub type Getter = fn(&mut Machine, Ref) -> PyResult<Ref>;
/// Writes (or with `None` deletes) an attribute. All borrowed.
pub type Setter = fn(&mut Machine, Ref, Option<Ref>) -> PyResult<()>;

/// A row in a table of attributes that Rust code computes.
#[derive(Debug)]
pub struct GetSetDef {
    /// Its name.
    pub name: &'static str,
    /// Reads it.
    pub get: Getter,
    /// Writes it, if that is allowed.
    pub set: Option<Setter>,
    /// The version it came with.
    pub since: Version,
}

impl GetSetDef {
    /// The same, of an attribute that came with a version.
    pub const fn since(mut self, version: Version) -> Self {
        self.since = version;
        self
    }
    /// An attribute that can only be read.
    pub const fn read(name: &'static str, get: Getter) -> Self {
        Self {
            name,
            get,
            set: None,
            since: Version::V2_7,
        }
    }
    /// An attribute that can be read and written.
    pub const fn write(name: &'static str, get: Getter, set: Setter) -> Self {
        Self {
            name,
            get,
            set: Some(set),
            since: Version::V2_7,
        }
    }
}

/// A getset descriptor.
#[derive(Clone, Debug)]
pub struct GetSet {
    /// What it does.
    pub def: &'static GetSetDef,
    /// `__objclass__`, counted.
    pub owner: Option<Ref>,
}

/// A member descriptor: one slot of `__slots__`.
#[derive(Clone, Debug)]
pub struct Member {
    /// `__objclass__`, counted.
    pub owner: Ref,
    /// `__name__`
    pub name: Ref,
    /// Position in [`super::instance::Attrs::slots`].
    pub index: u32,
}
