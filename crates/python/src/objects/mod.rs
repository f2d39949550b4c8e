//! The bodies of Python objects: what lies behind the header, one file per kind.

pub mod body;
pub mod bytearray;
pub mod dict;
mod dict_table;
pub mod exception;
pub mod function;
pub mod generator;
pub mod instance;
pub mod iterator;
pub mod list;
pub mod native;
pub mod range;
pub mod set;
pub mod string;
pub mod tuple;
pub mod type_object;
pub mod weakref;

pub use body::{Body, Label, Payload};
