//! `memoryview` over bytes and bytearrays (`Objects/memoryobject.c`): one dimension, unsigned bytes.
//!
//! While a view looks at a bytearray, its size cannot change.

use std::any::Any;

use heap::Ref;

use super::argument;
use super::bytes::{buffer, byte_arg};
use super::bytes_methods::{hex_arguments, hex_text};
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::body::Label;
use crate::objects::function::refused_method;
use crate::objects::function::{GetSetDef, Kwargs, NativeDef};
use crate::objects::iterator::Iter;
use crate::objects::native::NativeObject;
use crate::slicing::SliceParts;
use crate::types::{TypeId, TypeMembers};
use crate::version::Version;

/// `memoryview`
pub static MEMORYVIEW: TypeMembers = TypeMembers {
    new: Some(new),
    init: None,
    methods: &[
        NativeDef::method("tobytes", tobytes),
        NativeDef::method("tolist", tolist),
        NativeDef::method("hex", hex),
        NativeDef::method("release", release),
        NativeDef::method("toreadonly", toreadonly),
        NativeDef::method("cast", cast),
        refused_method!("memoryview"."count").since(Version::V3_14_2),
        refused_method!("memoryview"."index").since(Version::V3_14_2),
        refused_method!("memoryview"."_from_flags").since(Version::V3_12),
        refused_method!("memoryview"."__buffer__").since(Version::V3_12),
        refused_method!("memoryview"."__release_buffer__").since(Version::V3_12),
        NativeDef::class_method("__class_getitem__", super::generic_alias::class_getitem)
            .since(Version::V3_14_2),
        NativeDef::slot("__iter__", iter),
        NativeDef::method("__enter__", enter),
        NativeDef::method("__exit__", exit),
        NativeDef::slot("__repr__", repr),
        NativeDef::slot("__len__", len),
        NativeDef::slot("__getitem__", getitem),
        NativeDef::slot("__setitem__", setitem),
        NativeDef::slot("__delitem__", delitem),
        NativeDef::slot("__eq__", eq),
        NativeDef::slot("__ne__", ne),
        NativeDef::slot("__hash__", hash),
    ],
    getset: &[
        GetSetDef::read("obj", obj),
        GetSetDef::read("nbytes", |m, v| number(m, v, |view| view.count as i64)),
        GetSetDef::read("itemsize", |m, v| number(m, v, |_| 1)),
        GetSetDef::read("ndim", |m, v| number(m, v, |_| 1)),
        GetSetDef::read("readonly", |m, v| flag(m, v, |view| view.readonly)),
        GetSetDef::read("contiguous", |m, v| {
            flag(m, v, |view| view.step == 1 || view.count < 2)
        }),
        GetSetDef::read("c_contiguous", |m, v| {
            flag(m, v, |view| view.step == 1 || view.count < 2)
        }),
        GetSetDef::read("f_contiguous", |m, v| {
            flag(m, v, |view| view.step == 1 || view.count < 2)
        }),
        GetSetDef::read("format", format),
        GetSetDef::read("shape", |m, v| single(m, v, |view| view.count as i64)),
        GetSetDef::read("strides", |m, v| single(m, v, |view| view.step)),
        GetSetDef::read("suboffsets", suboffsets),
    ],
};

/// What all views of one exporter share (`_PyManagedBufferObject`): it holds the exporter.
#[derive(Clone, Copy, Debug)]
struct ManagedBuffer {
    /// The bytes or bytearray; none once every view was released.
    object: Option<Ref>,
}

impl NativeObject for ManagedBuffer {
    fn boxed_clone(&self) -> Box<dyn NativeObject> {
        Box::new(*self)
    }

    fn size(&self) -> u32 {
        // Header, flags, exports, Py_buffer (Include/cpython/memoryobject.h).
        112
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }

    fn each(&self, _all: bool, visit: &mut dyn FnMut(Label, Ref)) {
        if let Some(r) = self.object {
            visit(Label::Field("obj"), r);
        }
    }

    fn clear(&mut self, released: &mut Vec<Ref>) {
        released.extend(self.object.take());
    }
}

/// A view: `count` bytes of an object, from `start` on, `step` apart.
#[derive(Clone, Copy, Debug)]
struct View {
    /// The shared buffer; none after the collector cleared the view.
    buffer: Option<Ref>,
    released: bool,
    start: i64,
    step: i64,
    count: usize,
    readonly: bool,
}

impl NativeObject for View {
    fn boxed_clone(&self) -> Box<dyn NativeObject> {
        Box::new(*self)
    }

    fn size(&self) -> u32 {
        // The fixed part, and shape, strides and suboffsets of one dimension (Include/cpython/memoryobject.h).
        168
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }

    fn each(&self, _all: bool, visit: &mut dyn FnMut(Label, Ref)) {
        if let Some(r) = self.buffer {
            visit(Label::Field("mbuf"), r);
        }
    }

    fn clear(&mut self, released: &mut Vec<Ref>) {
        released.extend(self.buffer.take());
    }
}

fn peek(m: &Machine, r: Ref) -> Option<View> {
    match m.payload(r) {
        Payload::Native(native) => native.as_any().downcast_ref::<View>().copied(),
        _ => None,
    }
}

fn shared(m: &Machine, r: Ref) -> Option<ManagedBuffer> {
    match m.payload(r) {
        Payload::Native(native) => native.as_any().downcast_ref::<ManagedBuffer>().copied(),
        _ => None,
    }
}

/// The exporter of a view that was not released, borrowed.
fn exporter(m: &Machine, view: &View) -> Option<Ref> {
    if view.released {
        return None;
    }
    shared(m, view.buffer?)?.object
}

/// The view and its exporter, or ValueError if it was released.
fn view(m: &mut Machine, r: Ref) -> PyResult<(View, Ref)> {
    match peek(m, r) {
        Some(view) => match exporter(m, &view) {
            Some(object) => Ok((view, object)),
            None => Err(m.value_error("operation forbidden on released memoryview object")),
        },
        None => Err(m.type_error("a memoryview is needed")),
    }
}

/// The bytes that a view shows; `None` for other objects and released views.
pub(super) fn bytes_of(m: &Machine, r: Ref) -> Option<Vec<u8>> {
    let view = peek(m, r)?;
    let all = match m.payload(exporter(m, &view)?) {
        Payload::Bytes(b) => &**b,
        Payload::ByteArray(b) => b.as_slice(),
        _ => return None,
    };
    let at = |i: usize| {
        usize::try_from(
            view.start
                .saturating_add(view.step.saturating_mul(i as i64)),
        )
        .ok()
    };
    Some(
        (0..view.count)
            .filter_map(|i| all.get(at(i)?).copied())
            .collect(),
    )
}

/// Whether a view that was not released looks at a bytearray.
pub(super) fn is_exported(m: &Machine, array: Ref) -> bool {
    // The search goes through the whole heap, but only in programs that use views.
    m.modules_state.views > 0
        && m.heap
            .live()
            .any(|r| shared(m, r).is_some_and(|b| b.object == Some(array)))
}

/// Makes a view of a shared buffer (borrowed).
fn make(m: &mut Machine, view: View) -> Ref {
    if let Some(buffer) = view.buffer {
        m.incref(buffer);
    }
    m.new_native(TypeId::MemoryView, Box::new(view))
}

fn new(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    const SIGNATURE: argument::Signature = argument::Signature {
        name: "memoryview",
        params: &["object"],
        positional: 1,
        unnamed: 0,
        required: 1,
    };
    let (_, rest) = argument::this(m, args)?;
    let [object]: [Option<Ref>; 1] = SIGNATURE.bind(m, rest, kwargs)?;
    let Some(object) = object else {
        return Ok(m.none());
    };
    if peek(m, object).is_some() {
        let (view, _) = view(m, object)?;
        return Ok(make(m, view));
    }
    let readonly = match m.payload(object) {
        Payload::Bytes(_) => true,
        Payload::ByteArray(_) => false,
        _ => {
            let message = format!(
                "memoryview: a bytes-like object is required, not '{}'",
                m.type_name(object)
            );
            return Err(m.type_error(&message));
        }
    };
    m.modules_state.views = m.modules_state.views.saturating_add(1);
    let count = m.native_len(object).unwrap_or(0);
    m.incref(object);
    let buffer = m.new_native(
        TypeId::ManagedBuffer,
        Box::new(ManagedBuffer {
            object: Some(object),
        }),
    );
    m.hold(buffer);
    let view = make(
        m,
        View {
            buffer: Some(buffer),
            released: false,
            start: 0,
            step: 1,
            count,
            readonly,
        },
    );
    m.unhold();
    m.decref(buffer);
    Ok(view)
}

fn this<'a>(m: &mut Machine, args: &'a [Ref]) -> PyResult<(View, Ref, &'a [Ref])> {
    let (this, rest) = argument::this(m, args)?;
    let (view, object) = view(m, this)?;
    Ok((view, object, rest))
}

fn number(m: &mut Machine, r: Ref, get: fn(&View) -> i64) -> PyResult<Ref> {
    let (view, _) = view(m, r)?;
    Ok(m.new_int(get(&view)))
}

fn flag(m: &mut Machine, r: Ref, get: fn(&View) -> bool) -> PyResult<Ref> {
    let (view, _) = view(m, r)?;
    Ok(m.bool(get(&view)))
}

fn single(m: &mut Machine, r: Ref, get: fn(&View) -> i64) -> PyResult<Ref> {
    let (view, _) = view(m, r)?;
    let value = m.new_int(get(&view));
    Ok(m.new_tuple(vec![value]))
}

fn obj(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let (_, object) = view(m, r)?;
    Ok(m.newref(object))
}

fn format(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    view(m, r)?;
    Ok(m.new_str("B"))
}

fn suboffsets(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    view(m, r)?;
    Ok(m.new_tuple(Vec::new()))
}

fn tobytes(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    this(m, args)?;
    let bytes = args
        .first()
        .and_then(|&r| bytes_of(m, r))
        .unwrap_or_default();
    Ok(m.new_bytes(&bytes))
}

fn tolist(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (_, _, rest) = this(m, args)?;
    argument::none(m, "memoryview.tolist", rest, kwargs)?;
    let bytes = args
        .first()
        .and_then(|&r| bytes_of(m, r))
        .unwrap_or_default();
    let items = bytes.into_iter().map(|b| m.new_int(i64::from(b))).collect();
    Ok(m.new_list(items))
}

fn hex(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (_, _, rest) = this(m, args)?;
    let (separator, group) = hex_arguments(m, rest, kwargs)?;
    let bytes = args
        .first()
        .and_then(|&r| bytes_of(m, r))
        .unwrap_or_default();
    let text = hex_text(&bytes, separator, group);
    Ok(m.new_str(&text))
}

/// The exporter is let go with the last view (`mbuf_release`).
fn release(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (this, _) = argument::this(m, args)?;
    let mut buffer = None;
    if let Payload::Native(native) = m.payload_mut(this)
        && let Some(view) = native.as_any_mut().downcast_mut::<View>()
        && !view.released
    {
        view.released = true;
        buffer = view.buffer;
    }
    // Views that died have released theirs; those that live are looked for, as `is_exported` does.
    let buffer = buffer.filter(|&buffer| {
        !m.heap
            .live()
            .any(|r| peek(m, r).is_some_and(|v| !v.released && v.buffer == Some(buffer)))
    });
    let mut object = None;
    if let Some(buffer) = buffer
        && let Payload::Native(native) = m.payload_mut(buffer)
        && let Some(buffer) = native.as_any_mut().downcast_mut::<ManagedBuffer>()
    {
        object = buffer.object.take();
    }
    m.xdecref(object);
    Ok(m.none())
}

fn enter(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    this(m, args)?;
    let (this, _) = argument::this(m, args)?;
    Ok(m.newref(this))
}

fn exit(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    release(m, args, kwargs)
}

fn toreadonly(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (view, ..) = this(m, args)?;
    Ok(make(
        m,
        View {
            readonly: true,
            ..view
        },
    ))
}

fn cast(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (view, _, rest) = this(m, args)?;
    match rest.first().and_then(|&r| m.str_of(r)) {
        Some("B") if rest.len() == 1 && kwargs.is_empty() => Ok(make(m, view)),
        _ => Err(m.not_supported("memoryview.cast to anything but 'B'")),
    }
}

/// `memory_iter`: by index.
fn iter(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    this(m, args)?;
    let (this, _) = argument::this(m, args)?;
    m.incref(this);
    Ok(m.new_iter(
        TypeId::SequenceIterator,
        Iter::Sequence {
            object: Some(this),
            index: 0,
            reversed: false,
        },
    ))
}

fn repr(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (this, _) = argument::this(m, args)?;
    let at = m.heap.addr(this);
    let released = peek(m, this).is_none_or(|v| v.released);
    let text = if released {
        format!("<released memory at {at}>")
    } else {
        format!("<memory at {at}>")
    };
    Ok(m.new_str(&text))
}

fn len(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (view, ..) = this(m, args)?;
    Ok(m.new_int(i64::try_from(view.count).unwrap_or(i64::MAX)))
}

/// Where in the object an index of the view leads.
fn place(m: &mut Machine, view: &View, key: Ref) -> PyResult<usize> {
    match m.position(key, view.count)? {
        Some(at) => Ok(usize::try_from(
            view.start
                .saturating_add(view.step.saturating_mul(at as i64)),
        )
        .unwrap_or(0)),
        None => Err(m.index_error("index out of bounds on dimension 1")),
    }
}

fn slice(view: &View, parts: SliceParts) -> View {
    let (inside, count) = parts.within(view.count);
    View {
        start: view
            .start
            .saturating_add(view.step.saturating_mul(inside.start)),
        step: view.step.saturating_mul(inside.step),
        count,
        ..*view
    }
}

fn bad_key(m: &mut Machine) -> Unwind {
    m.type_error("memoryview: invalid slice key")
}

fn is_index(m: &mut Machine, key: Ref) -> bool {
    let name = m.interp.names.index;
    matches!(
        m.payload(key),
        Payload::Int(_) | Payload::BigInt(_) | Payload::Bool(_)
    ) || m.override_of(key, name).is_some()
}

fn getitem(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (view, object, rest) = this(m, args)?;
    let &[key] = rest else {
        return Err(m.type_error("expected 1 argument"));
    };
    if matches!(m.payload(key), Payload::Slice(_)) {
        let parts = m.unpack_slice(key)?;
        return Ok(make(m, slice(&view, parts)));
    }
    if !is_index(m, key) {
        return Err(bad_key(m));
    }
    let at = place(m, &view, key)?;
    let byte = match m.payload(object) {
        Payload::Bytes(b) => b.get(at).copied(),
        Payload::ByteArray(b) => b.get(at).copied(),
        _ => None,
    };
    Ok(m.new_int(i64::from(byte.unwrap_or(0))))
}

fn setitem(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (view, object, rest) = this(m, args)?;
    let &[key, value] = rest else {
        return Err(m.type_error("expected 2 arguments"));
    };
    if view.readonly {
        return Err(m.type_error("cannot modify read-only memory"));
    }
    let (target, bytes) = if matches!(m.payload(key), Payload::Slice(_)) {
        let parts = m.unpack_slice(key)?;
        let Some(bytes) = buffer(m, value) else {
            let message = format!(
                "a bytes-like object is required, not '{}'",
                m.type_name(value)
            );
            return Err(m.type_error(&message));
        };
        let target = slice(&view, parts);
        if bytes.len() != target.count {
            return Err(m.value_error(
                "memoryview assignment: lvalue and rvalue have different structures",
            ));
        }
        (target, bytes)
    } else if is_index(m, key) {
        let at = place(m, &view, key)?;
        if !is_index(m, value) {
            return Err(m.type_error("memoryview: invalid type for format 'B'"));
        }
        let byte = match byte_arg(m, value) {
            Ok(byte) => byte,
            Err(Unwind::Raise(e)) => {
                m.decref(e);
                return Err(m.value_error("memoryview: invalid value for format 'B'"));
            }
            Err(e) => return Err(e),
        };
        (
            View {
                start: at as i64,
                step: 1,
                count: 1,
                ..view
            },
            vec![byte],
        )
    } else {
        return Err(bad_key(m));
    };
    if let Payload::ByteArray(array) = m.payload_mut(object) {
        for (i, byte) in bytes.into_iter().enumerate() {
            let at = usize::try_from(
                target
                    .start
                    .saturating_add(target.step.saturating_mul(i as i64)),
            )
            .unwrap_or(usize::MAX);
            if let Some(slot) = array.get_mut(at) {
                *slot = byte;
            }
        }
    }
    Ok(m.none())
}

fn delitem(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    Err(m.type_error("cannot delete memory"))
}

fn compare(m: &mut Machine, args: &[Ref], equal: bool) -> PyResult<Ref> {
    let &[a, b] = args else {
        return Err(m.type_error("expected 1 argument"));
    };
    if a == b {
        return Ok(m.bool(equal));
    }
    match (buffer(m, a), buffer(m, b)) {
        (Some(x), Some(y)) => Ok(m.bool((x == y) == equal)),
        _ => Ok(m.not_implemented()),
    }
}

fn eq(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    compare(m, args, true)
}

fn ne(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    compare(m, args, false)
}

fn hash(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (view, ..) = this(m, args)?;
    if !view.readonly {
        return Err(m.value_error("cannot hash writable memoryview object"));
    }
    let bytes = args
        .first()
        .and_then(|&r| bytes_of(m, r))
        .unwrap_or_default();
    let hash = crate::objects::string::hash_bytes(&bytes);
    Ok(m.new_int(hash))
}
