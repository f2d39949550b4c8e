//! `generator` (`Objects/genobject.c`): methods and attributes.

use heap::Ref;

use super::argument;
use crate::generator::Resumption;
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::function::{GetSetDef, Kwargs, NativeDef};
use crate::objects::function::{refused_attribute, refused_method};
use crate::objects::generator::{FrameObject, Generator};
use crate::types::{TypeId, TypeMembers};
use crate::version::Version;

/// `generator`
pub static MEMBERS: TypeMembers = TypeMembers {
    new: None,
    init: None,
    methods: &[
        NativeDef::method("send", send),
        NativeDef::method("throw", throw),
        NativeDef::method("close", close),
        NativeDef::slot("__iter__", super::slot::iter),
        NativeDef::slot("__next__", next),
        refused_method!("generator"."__del__"),
        NativeDef::class_method("__class_getitem__", super::generic_alias::class_getitem)
            .since(Version::V3_13),
    ],
    getset: &[
        GetSetDef::write("__name__", name, set_name),
        GetSetDef::write("__qualname__", qualname, set_qualname),
        GetSetDef::read("gi_code", code),
        GetSetDef::read("gi_frame", frame),
        GetSetDef::read("gi_running", running),
        GetSetDef::read("gi_suspended", suspended),
        GetSetDef::read("gi_yieldfrom", yieldfrom),
        refused_attribute!("generator"."gi_state").since(Version::V3_15),
    ],
};

fn generator(m: &Machine, r: Ref) -> Option<&Generator> {
    match m.payload(r) {
        Payload::Generator(g) => Some(g),
        _ => None,
    }
}

fn out(m: &mut Machine, result: PyResult<Resumption>) -> PyResult<Ref> {
    match result? {
        Resumption::Yielded(r) => Ok(r),
        Resumption::Returned(r) => Err(m.stop_iteration(r)),
    }
}

fn next(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    argument::none(m, "__next__", rest, kwargs)?;
    let none = m.interp.none;
    let result = m.gen_resume(this, none);
    out(m, result)
}

fn send(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    let value = argument::one(m, "generator.send", rest, kwargs)?;
    let result = m.gen_resume(this, value);
    out(m, result)
}

fn throw(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    argument::between(m, "throw", rest, kwargs, 1, 3)?;
    let Some(&kind) = rest.first() else {
        return Ok(m.none());
    };
    let value = rest.get(1).copied().filter(|&v| !m.is_none(v));
    let exception = if m.is_exception_class(kind) {
        match value {
            None => m.call(kind, &[])?,
            Some(value) if m.is_instance(value, kind) => m.newref(value),
            Some(value) => {
                let args = m
                    .items(value)
                    .filter(|_| m.is_native(value, TypeId::Tuple))
                    .map(<[Ref]>::to_vec);
                match args {
                    Some(args) => m.call(kind, &args)?,
                    None => m.call(kind, &[value])?,
                }
            }
        }
    } else if matches!(m.payload(kind), Payload::Exception(_)) {
        if value.is_some() {
            return Err(m.type_error("instance exception may not have a separate value"));
        }
        m.newref(kind)
    } else {
        let message = format!(
            "exceptions must be classes or instances deriving from BaseException, not {}",
            m.type_name(kind)
        );
        return Err(m.type_error(&message));
    };
    let result = m.gen_throw(this, exception);
    out(m, result)
}

fn close(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    argument::none(m, "generator.close", rest, kwargs)?;
    m.gen_close(this)
}

fn name(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let name = generator(m, r).map_or(m.interp.none, |g| g.name);
    Ok(m.newref(name))
}

fn qualname(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let name = generator(m, r).map_or(m.interp.none, |g| g.qualname);
    Ok(m.newref(name))
}

fn new_name(m: &mut Machine, value: Option<Ref>, which: &str) -> Result<Ref, Unwind> {
    match value.filter(|&v| m.str_of(v).is_some()) {
        Some(v) => Ok(m.newref(v)),
        None => Err(m.type_error(&format!("{which} must be set to a string object"))),
    }
}

fn set_name(m: &mut Machine, r: Ref, value: Option<Ref>) -> PyResult<()> {
    let value = new_name(m, value, "__name__")?;
    let old = match m.payload_mut(r) {
        Payload::Generator(g) => std::mem::replace(&mut g.name, value),
        _ => value,
    };
    m.decref(old);
    Ok(())
}

fn set_qualname(m: &mut Machine, r: Ref, value: Option<Ref>) -> PyResult<()> {
    let value = new_name(m, value, "__qualname__")?;
    let old = match m.payload_mut(r) {
        Payload::Generator(g) => std::mem::replace(&mut g.qualname, value),
        _ => value,
    };
    m.decref(old);
    Ok(())
}

fn code(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let code = generator(m, r).map_or(m.interp.none, |g| g.code);
    Ok(m.newref(code))
}

fn running(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let running = generator(m, r).is_some_and(|g| g.running);
    if m.facts.python_2 {
        return Ok(m.new_int(i64::from(running)));
    }
    Ok(m.bool(running))
}

fn suspended(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let suspended = generator(m, r).is_some_and(|g| g.started && g.frame.is_some());
    Ok(m.bool(suspended))
}

fn yieldfrom(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let delegate = m.delegate(r).unwrap_or(m.interp.none);
    Ok(m.newref(delegate))
}

/// The frame object of a generator that is not over.
fn frame(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let running = m.frames.iter().position(|f| f.generator == Some(r));
    if let Some(object) = running.and_then(|n| m.frame_object(n)) {
        return Ok(m.newref(object));
    }
    let Some(saved) = generator(m, r).and_then(|g| g.frame.as_ref()) else {
        return Ok(m.none());
    };
    if let Some(object) = saved.frame.object {
        return Ok(m.newref(object));
    }
    let (id, code, line) = (saved.frame.id, saved.frame.code_ref, saved.frame.line());
    m.incref(code);
    let frame = FrameObject {
        id,
        saved: None,
        extra_locals: None,
        back: None,
        code,
        generator: Some(r),
        line,
    };
    let object = m.make(TypeId::Frame, Payload::Frame(Box::new(frame)));
    m.incref(object);
    if let Payload::Generator(g) = m.payload_mut(r)
        && let Some(saved) = &mut g.frame
    {
        saved.frame.object = Some(object);
    }
    Ok(object)
}
