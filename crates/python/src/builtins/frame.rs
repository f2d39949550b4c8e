//! Frame objects and tracebacks.

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::refused_attribute;
use crate::objects::function::{GetSetDef, Kwargs, NativeDef};
use crate::types::{TypeId, TypeMembers};
use crate::version::Version;

/// The tables of frames.
pub static MEMBERS: TypeMembers = TypeMembers {
    new: None,
    init: None,
    methods: &[NativeDef::method("clear", clear)],
    getset: &[
        GetSetDef::read("f_back", back),
        GetSetDef::read("f_code", code),
        GetSetDef::read("f_locals", locals),
        GetSetDef::read("f_globals", globals),
        GetSetDef::read("f_builtins", builtins),
        GetSetDef::read("f_lineno", line),
        GetSetDef::read("f_lasti", lasti),
        GetSetDef::write("f_trace", trace, set_trace),
        refused_attribute!("frame"."f_trace_lines"),
        refused_attribute!("frame"."f_trace_opcodes"),
        refused_attribute!("frame"."f_generator").since(Version::V3_14_2),
    ],
};

/// The tables of tracebacks.
pub static TRACEBACK: TypeMembers = TypeMembers {
    new: None,
    init: None,
    methods: &[NativeDef::method("__dir__", dir_traceback)],
    getset: &[
        GetSetDef::write("tb_next", tb_next, set_tb_next),
        GetSetDef::read("tb_frame", tb_frame),
        GetSetDef::read("tb_lasti", tb_lasti),
        GetSetDef::read("tb_lineno", tb_lineno),
    ],
};

/// `traceback.__dir__`: the four parts, nothing of `object`.
fn dir_traceback(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let names = ["tb_frame", "tb_next", "tb_lasti", "tb_lineno"]
        .map(|name| m.new_str(name))
        .to_vec();
    Ok(m.new_list(names))
}

impl Machine {
    /// The running frame that a frame object shows.
    pub(crate) fn running_frame(&self, object: Ref) -> Option<usize> {
        let Payload::Frame(f) = self.payload(object) else {
            return None;
        };
        if f.saved.is_some() {
            return None;
        }
        self.frames.iter().position(|frame| frame.id == f.id)
    }
}

fn clear(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let Some(&object) = args.first() else {
        return Err(m.type_error("a frame is needed"));
    };
    if m.running_frame(object).is_some() {
        return Err(m.error(TypeId::RuntimeError, "cannot clear an executing frame"));
    }
    let generator = match m.payload(object) {
        Payload::Frame(f) => f.generator,
        _ => None,
    };
    if let Some(generator) = generator {
        let suspended =
            matches!(m.payload(generator), Payload::Generator(g) if g.started && g.frame.is_some());
        if suspended && m.at_least(Version::V3_13) {
            return Err(m.error(TypeId::RuntimeError, "cannot clear a suspended frame"));
        }
        let returned = m.gen_close(generator)?;
        m.decref(returned);
        return Ok(m.none());
    }
    let mut released = Vec::new();
    if let Payload::Frame(f) = m.payload_mut(object)
        && let Some(saved) = &mut f.saved
    {
        released.extend(saved.take_slots());
    }
    m.decref_all(released);
    Ok(m.none())
}

fn back(m: &mut Machine, object: Ref) -> PyResult<Ref> {
    let r = match m.running_frame(object) {
        Some(n) => n.checked_sub(1).and_then(|n| m.frame_object(n)),
        None => match m.payload(object) {
            Payload::Frame(f) => f.back,
            _ => None,
        },
    };
    let r = r.unwrap_or(m.interp.none);
    Ok(m.newref(r))
}

fn code(m: &mut Machine, object: Ref) -> PyResult<Ref> {
    let r = match m.payload(object) {
        Payload::Frame(f) => f.code,
        _ => m.interp.none,
    };
    Ok(m.newref(r))
}

fn locals(m: &mut Machine, object: Ref) -> PyResult<Ref> {
    Ok(m.f_locals(object))
}

fn globals(m: &mut Machine, object: Ref) -> PyResult<Ref> {
    let r = m.globals_of_frame(object).unwrap_or(m.interp.none);
    Ok(m.newref(r))
}

fn builtins(m: &mut Machine, _: Ref) -> PyResult<Ref> {
    let r = m.interp.builtins;
    Ok(m.newref(r))
}

fn line(m: &mut Machine, object: Ref) -> PyResult<Ref> {
    let line = match m.running_frame(object) {
        Some(n) => m.frames.get(n).map_or(0, crate::frame::Frame::line),
        None => match m.payload(object) {
            Payload::Frame(f) => match &f.saved {
                Some(_) => f.line,
                None => match f.generator.map(|g| m.payload(g)) {
                    Some(Payload::Generator(g)) => g.frame.as_ref().map_or(0, |s| s.frame.line()),
                    _ => f.line,
                },
            },
            _ => 0,
        },
    };
    Ok(m.new_int(i64::from(line)))
}

fn lasti(m: &mut Machine, object: Ref) -> PyResult<Ref> {
    let at = match m.running_frame(object) {
        Some(n) => m.frames.get(n).map_or(0, |f| f.lasti),
        None => 0,
    };
    // Instructions are two bytes apart in CPython.
    Ok(m.new_int(i64::from(at) * 2))
}

fn trace(m: &mut Machine, _: Ref) -> PyResult<Ref> {
    Ok(m.none())
}

fn set_trace(m: &mut Machine, _: Ref, _: Option<Ref>) -> PyResult<()> {
    Err(m.not_supported("tracing (frame.f_trace)"))
}

fn tb_next(m: &mut Machine, object: Ref) -> PyResult<Ref> {
    let r = match m.payload(object) {
        Payload::Traceback(t) => t.next,
        _ => None,
    };
    let r = r.unwrap_or(m.interp.none);
    Ok(m.newref(r))
}

fn set_tb_next(m: &mut Machine, object: Ref, value: Option<Ref>) -> PyResult<()> {
    let value = value.filter(|&v| !m.is_none(v)).map(|v| m.newref(v));
    let old = match m.payload_mut(object) {
        Payload::Traceback(t) => std::mem::replace(&mut t.next, value),
        _ => value,
    };
    m.xdecref(old);
    Ok(())
}

fn tb_frame(m: &mut Machine, object: Ref) -> PyResult<Ref> {
    let r = match m.payload(object) {
        Payload::Traceback(t) => t.frame,
        _ => m.interp.none,
    };
    Ok(m.newref(r))
}

fn tb_lasti(m: &mut Machine, object: Ref) -> PyResult<Ref> {
    let at = match m.payload(object) {
        Payload::Traceback(t) => t.lasti,
        _ => 0,
    };
    Ok(m.new_int(i64::from(at) * 2))
}

fn tb_lineno(m: &mut Machine, object: Ref) -> PyResult<Ref> {
    let line = match m.payload(object) {
        Payload::Traceback(t) => t.line,
        _ => 0,
    };
    Ok(m.new_int(i64::from(line)))
}
