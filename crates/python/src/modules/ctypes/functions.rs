//! The functions of `ctypes`.

use heap::{Ref, Width};
use num_bigint::BigInt;

use super::memory::{address_bits, load};
use super::value::value;
use super::{CData, Kind, OWN_VALUE, Place, data, kind_of_class, make};
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::Kwargs;
use crate::types::TypeId;
use crate::version::Version;

pub(super) fn only(m: &mut Machine, name: &str, args: &[Ref]) -> PyResult<Ref> {
    match args {
        [r] => Ok(*r),
        _ => Err(m.type_error(&format!(
            "{name}() takes exactly one argument ({} given)",
            args.len()
        ))),
    }
}

fn kind_of_either(m: &mut Machine, r: Ref) -> PyResult<Kind> {
    if let Some(data) = data(m, r) {
        return Ok(data.kind);
    }
    if matches!(m.payload(r), Payload::Type(t) if t.native == TypeId::CData) {
        return kind_of_class(m, r);
    }
    Err(m.type_error("this type has no size"))
}

/// What a structure, an array or a pointer (or its type) says about its layout.
fn laid_out(m: &mut Machine, r: Ref, what: &str) -> PyResult<Option<Ref>> {
    if data(m, r).is_some() {
        return Ok(None);
    }
    let key = m.intern(what);
    m.hold(key);
    let found = m.getattr_suppressed(r, key);
    m.unhold();
    m.decref(key);
    found
}

pub(super) fn sizeof(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = only(m, "_ctypes.sizeof", args)?;
    if let Some(size) = laid_out(m, r, "_size_")? {
        return Ok(size);
    }
    let kind = kind_of_either(m, r)?;
    Ok(m.new_int(i64::from(kind.bytes())))
}

pub(super) fn alignment(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let r = only(m, "_ctypes.alignment", args)?;
    match laid_out(m, r, "_align_")? {
        Some(alignment) => Ok(alignment),
        None => sizeof(m, args, kwargs),
    }
}

pub(super) fn addressof(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let r = only(m, "_ctypes.addressof", args)?;
    match data(m, r).map(|d| d.place) {
        Some(Place::At(at)) => Ok(m.new_bigint(BigInt::from(at))),
        Some(Place::Own(_)) => {
            let at = m.heap.addr(r).0 + OWN_VALUE;
            Ok(m.new_bigint(BigInt::from(at)))
        }
        None if m.at_least(Version::V3_13) => {
            let got = m.type_name(r).to_owned();
            Err(m.type_error(&format!(
                "addressof() argument must be _ctypes._CData, not {got}"
            )))
        }
        None => Err(m.type_error("invalid type")),
    }
}

/// `cast(address, py_object)` and other simple types: the address becomes the value.
pub(super) fn cast(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[source, class] = args else {
        return Err(m.type_error(&format!(
            "cast() takes 2 positional arguments but {} were given",
            args.len()
        )));
    };
    let kind = match m.payload(class) {
        Payload::Type(t) if t.native == TypeId::CData => kind_of_class(m, class)?,
        _ => return Err(m.type_error("cast() argument 2 must be a pointer")),
    };
    if !matches!(kind, Kind::Pointer | Kind::Object) {
        let name = m.class_name(class).to_owned();
        return Err(m.type_error(&format!("cast() argument 2 must be a pointer, not {name}")));
    }
    let bits = match data(m, source).map(|d| d.kind) {
        Some(Kind::Pointer | Kind::Object) => load(m, source)?.1,
        Some(_) => return Err(m.not_supported("ctypes: casting anything but an address")),
        None if m.is_none(source) => 0,
        None => match address_bits(m, source) {
            Some(bits) => bits,
            None => return Err(m.not_supported("ctypes: casting anything but an address")),
        },
    };
    Ok(make(m, class, kind, Place::Own(bits)))
}

/// `pythonapi.Py_IncRef` and `Py_DecRef`: the object, and by how much its count changes.
pub(super) fn change_count(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[pointer, by] = args else {
        return Err(m.type_error("_change_count() takes 2 arguments"));
    };
    let Some(CData {
        kind: Kind::Object, ..
    }) = data(m, pointer)
    else {
        return Err(m.type_error("py_object instance expected"));
    };
    let object = value(m, pointer)?;
    let up = m.index(by)? > 0;
    // One holder more or fewer than there are: as after writing the count by hand.
    if !m.heap.is_immortal(object) {
        let address = m.heap.addr(object);
        let count = m.heap.refcnt_word(object);
        let count = if up {
            count.wrapping_add(1)
        } else {
            count.wrapping_sub(1)
        };
        if m.heap.write_word(address, count, Width::Eight).is_err() {
            return Err(m.not_supported("ctypes: changing this count"));
        }
    }
    // Taking one away may have left only the reference of this function.
    m.decref(object);
    Ok(m.none())
}
