//! What `struct` needs from Rust: floats as bytes (`Modules/_struct.c`).

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{Kwargs, NativeDef};

/// The part written in Python.
pub static SOURCE: &str = include_str!("python/struct.py");

/// The functions.
pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("_pack_float", pack_float),
    NativeDef::function("_unpack_float", unpack_float),
    NativeDef::function("_not_supported", super::define::not_supported),
];

/// `_pack_float(number, size)`: the little-endian bytes.
fn pack_float(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[number, size] = args else {
        return Err(m.type_error("_pack_float() takes 2 arguments"));
    };
    let value = crate::builtins::float::as_float(m, number)?;
    if m.index(size)? == 8 {
        return Ok(m.new_bytes(&value.to_le_bytes()));
    }
    let narrow = value as f32;
    if narrow.is_infinite() && value.is_finite() {
        return Err(m.overflow("float too large to pack with f format"));
    }
    Ok(m.new_bytes(&narrow.to_le_bytes()))
}

/// `_unpack_float(bytes)`: from little-endian bytes.
fn unpack_float(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let bytes = match args.first().map(|&r| m.payload(r)) {
        Some(Payload::Bytes(bytes)) => bytes.to_vec(),
        _ => return Err(m.type_error("_unpack_float() takes bytes")),
    };
    let value = match <[u8; 8]>::try_from(bytes.as_slice()) {
        Ok(bytes) => f64::from_le_bytes(bytes),
        Err(_) => match <[u8; 4]>::try_from(bytes.as_slice()) {
            Ok(bytes) => f64::from(f32::from_le_bytes(bytes)),
            Err(_) => return Err(m.value_error("4 or 8 bytes are needed")),
        },
    };
    Ok(m.new_float(value))
}
