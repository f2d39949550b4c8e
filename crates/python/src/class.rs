//! Making classes: `__build_class__`, `type.__new__`, the method resolution order (`Objects/typeobject.c`).

mod base;
mod bases;
mod classic;
mod finish;
mod make;
mod mro;
mod namespace;
mod slots;
mod subclasses;

use heap::Ref;

pub(crate) use base::bases_of;
pub use bases::set_bases;
pub use make::type_new;
pub(crate) use mro::compute_mro;
pub use subclasses::shared_weakref;
pub(crate) use subclasses::{known_subclasses, leave_bases};

use crate::frame::{Frame, Left, Return, StackRef};
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::function::Kwargs;
use crate::types::TypeId;
use base::{resolve_bases, winning_metaclass};

/// `__build_class__(function, name, *bases, metaclass=None, **kwargs)`.
pub fn build_class(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let [function, name, given @ ..] = args else {
        return Err(m.type_error("__build_class__: not enough arguments"));
    };
    let mark = m.held_mark();
    let result = build(m, *function, *name, given, kwargs);
    m.release_to(mark);
    result
}

fn build(
    m: &mut Machine,
    function: Ref,
    name: Ref,
    given: &[Ref],
    kwargs: &Kwargs,
) -> PyResult<Ref> {
    let internal = m.frames.last().is_some_and(|f| f.code.internal);
    let bases = if m.facts.python_2 && internal && given.is_empty() {
        // What Heapscope brings is written for Python 3.
        vec![m.newref(m.type_ref(TypeId::Object))]
    } else {
        resolve_bases(m, given)?
    };
    let changed = bases != given;
    for &b in &bases {
        if !changed {
            m.incref(b);
        }
    }
    let bases_tuple = m.new_tuple_tracked(bases.clone());
    m.hold(bases_tuple);
    let meta_name = m.interp.names.metaclass;
    let explicit = kwargs
        .iter()
        .find(|(n, _)| *n == meta_name || m.str_of(*n) == Some("metaclass"))
        .map(|(_, v)| *v);
    let kwargs: Vec<(Ref, Ref)> = kwargs
        .iter()
        .copied()
        .filter(|(_, v)| Some(*v) != explicit)
        .collect();
    let mut meta = explicit.unwrap_or_else(|| {
        bases
            .first()
            .map_or(m.type_ref(TypeId::Type), |&b| m.class_of(b))
    });
    if matches!(m.payload(meta), Payload::Type(_)) {
        meta = winning_metaclass(m, meta, &bases)?;
    }
    // __prepare__
    let prepare = m.interp.names.prepare;
    let namespace = match m.getattr_suppressed(meta, prepare)? {
        Some(hook) if !matches!(m.payload(hook), Payload::Builtin(_)) => {
            m.hold(hook);
            m.call_kw(hook, &[name, bases_tuple], &kwargs)?
        }
        other => {
            m.xdecref(other);
            m.new_dict()
        }
    };
    m.hold(namespace);
    let cell = run_body(m, function, namespace)?;
    m.hold(cell);
    if m.facts.python_2 && !internal && m.dict_get_text(namespace, "__coerce__").is_some() {
        return Err(m.not_supported("a class with __coerce__"));
    }
    if m.facts.python_2 && internal {
        // What Heapscope brings says what Python 3 calls them.
        for (name, in_two) in [("__next__", "next"), ("__bool__", "__nonzero__")] {
            if let Some(method) = m.dict_get_text(namespace, name) {
                m.dict_set_text(namespace, in_two, method);
            }
        }
    }
    if changed {
        let key = m.intern("__orig_bases__");
        for &b in given {
            m.incref(b);
        }
        let original = m.new_tuple(given.to_vec());
        m.dict_set_str(namespace, key, original);
        m.decref(key);
        m.decref(original);
    }
    if m.facts.python_2 && explicit.is_none() && !internal {
        match metaclass_of_two(m, namespace, &bases) {
            MetaclassOfTwo::Classic => {
                return Ok(classic::make_classic(m, name, bases_tuple, namespace));
            }
            MetaclassOfTwo::Named(named) => meta = named,
            MetaclassOfTwo::OfBases => {}
        }
    }
    let class = match m.call_kw(meta, &[name, bases_tuple, namespace], &kwargs) {
        Err(Unwind::Raise(e)) if m.facts.python_2 => return Err(metaclass_error(m, e)),
        class => class?,
    };
    if let Payload::Cell(content) = m.payload(cell)
        && content.is_none()
        && matches!(m.payload(class), Payload::Type(_))
    {
        m.incref(class);
        if let Payload::Cell(content) = m.payload_mut(cell) {
            *content = Some(class);
        }
    }
    Ok(class)
}

/// What C code has against the bases is told with a line before it (`build_class` in `Python/ceval.c` of 2.7).
fn metaclass_error(m: &mut Machine, error: Ref) -> Unwind {
    let text = match m.payload(error) {
        Payload::Exception(e) if e.raw && m.is_exact(error, TypeId::TypeError) => {
            match e.args.and_then(|args| m.items(args)) {
                Some(&[only]) => m.str_of(only).map(str::to_owned),
                _ => None,
            }
        }
        _ => None,
    };
    let Some(text) = text else {
        return Unwind::Raise(error);
    };
    m.decref(error);
    m.type_error(&format!(
        "Error when calling the metaclass bases\n    {text}"
    ))
}

/// What makes a class of Python 2 (`build_class` in `Python/ceval.c` of 2.7).
enum MetaclassOfTwo {
    /// `classobj`: there is no base, or only classic ones.
    Classic,
    /// `__metaclass__` of the body or the module.
    Named(Ref),
    /// The type of the bases.
    OfBases,
}

fn metaclass_of_two(m: &mut Machine, namespace: Ref, bases: &[Ref]) -> MetaclassOfTwo {
    if let Some(named) = m.dict_get_text(namespace, "__metaclass__") {
        return MetaclassOfTwo::Named(named);
    }
    if let Some(&base) = bases.iter().find(|&&base| !m.is_classic(base)) {
        let meta = m.class_of(base);
        return if bases.first() == Some(&base) {
            MetaclassOfTwo::OfBases
        } else {
            MetaclassOfTwo::Named(meta)
        };
    }
    let globals = m.frames.last().map(|f| f.globals);
    let named = globals.and_then(|globals| m.dict_get_text(globals, "__metaclass__"));
    match named {
        Some(named) if bases.is_empty() => MetaclassOfTwo::Named(named),
        _ => MetaclassOfTwo::Classic,
    }
}

/// Runs the class body in its namespace; the result is the `__class__` cell or None.
fn run_body(m: &mut Machine, function: Ref, namespace: Ref) -> PyResult<Ref> {
    let Payload::Function(f) = m.payload(function) else {
        return Err(m.type_error("__build_class__: func must be a function"));
    };
    let (code_ref, globals, builtins) =
        (f.code, f.globals, f.builtins.unwrap_or(m.interp.builtins));
    let Payload::Code(code) = m.payload(code_ref) else {
        return Err(m.type_error("a function without code"));
    };
    let code = code.clone();
    for r in [function, code_ref, namespace] {
        m.incref(r);
    }
    let floor = m.frames.len();
    let bottom = m.stack.len();
    m.stack.resize(bottom + code.varnames.len(), StackRef::NULL);
    let id = m.next_frame;
    m.next_frame = id.wrapping_add(1);
    m.frames.push(Frame {
        id,
        stack_base: m.stack.len() as u32,
        code,
        code_ref,
        func: Some(function),
        globals,
        builtins,
        locals: Some(namespace),
        base: bottom as u32,
        bottom: bottom as u32,
        left: Left::default(),
        ip: 0,
        lasti: 0,
        told: (0, 0),
        object: None,
        generator: None,
        ret: Return::ToRust,
        outer_exception: None,
    });
    m.nesting += 1;
    let result = m.execute(floor);
    m.nesting -= 1;
    result
}

impl Machine {
    /// Raises if something is not a class.
    pub fn expect_class(&mut self, r: Ref, what: &str) -> Result<(), Unwind> {
        match self.payload(r) {
            Payload::Type(_) => Ok(()),
            _ => Err(self.type_error(what)),
        }
    }
}
