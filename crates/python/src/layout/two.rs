//! The sizes of Python 2.7's objects (its headers under `Include/`), without the collector's head.

use heap::Ref;

use crate::machine::Machine;
use crate::objects::Payload;
use crate::objects::type_object::TypeObject;
use crate::types::TypeId;

/// `PyFrameObject` but for the values: with its 20 blocks for loops and handlers.
const FRAME: u32 = 376;
/// `PyTypeObject`, and what a class made by a program has behind it.
const TYPE: u32 = 872;

/// `tp_basicsize` and the items, for objects of the built-in type.
pub(super) fn basic_size(m: &Machine, class: Ref, payload: &Payload) -> u32 {
    match payload {
        Payload::Freed | Payload::Object => 16,
        Payload::None | Payload::Ellipsis | Payload::NotImplemented => 16,
        Payload::Bool(_) => 24,
        Payload::Int(_) if m.native_of_class(class) != TypeId::Long => 24,
        Payload::Int(0) => 24,
        Payload::Int(i) => 24 + 4 * super::int_digits(i.unsigned_abs()),
        Payload::BigInt(big) => 24 + 4 * (big.bits().div_ceil(30).max(1) as u32),
        Payload::Float(_) => 24,
        Payload::Complex(_) => 32,
        // Characters of 4 bytes lie in a block of their own.
        Payload::Str(s) if m.native_of_class(class) == TypeId::Unicode => 52 + 4 * s.chars as u32,
        Payload::Str(s) => 37 + s.chars as u32,
        Payload::Bytes(b) => 37 + b.len() as u32,
        Payload::ByteArray(_) => 48,
        Payload::Tuple(t) => 24 + 8 * t.items.len() as u32,
        Payload::List(_) => 40,
        Payload::Dict(_) => 248,
        Payload::Set(_) => 200,
        Payload::Range(_) => 40,
        Payload::Slice(_) => 40,
        Payload::Function(_) => 88,
        Payload::Builtin(_) | Payload::GetSet(_) | Payload::MemberDescriptor(_) => {
            match m.native_of_class(class) {
                TypeId::MethodWrapper => 32,
                TypeId::WrapperDescriptor => 48,
                _ => 40,
            }
        }
        Payload::Method(_) | Payload::UnboundMethod(_) => 48,
        Payload::ClassMethod(_) | Payload::StaticMethod(_) => 24,
        Payload::Property(_) => 56,
        Payload::Super(_) => 40,
        Payload::Type(t) if t.is_classic => 72,
        Payload::Type(_) => TYPE,
        Payload::Cell(_) => 24,
        Payload::Code(_) => 128,
        Payload::Generator(_) => 48,
        Payload::Frame(f) => {
            let slots = f.saved.as_ref().map_or(1, |s| {
                s.frame.code.varnames.len() as u32 + s.frame.code.spec.stacksize
            });
            FRAME + 8 * slots
        }
        Payload::Traceback(_) => 40,
        Payload::Exception(_) => exception_size(m.native_of_class(class)),
        Payload::Module(_) => 24,
        Payload::MappingProxy(_) | Payload::DictView(..) => 24,
        Payload::Weakref(_) => 56,
        Payload::Iter(_) => match m.native_of_class(class) {
            TypeId::DictKeyIterator | TypeId::DictValueIterator | TypeId::DictItemIterator => 56,
            TypeId::SetIterator | TypeId::Enumerate | TypeId::RangeIterator => 48,
            TypeId::Zip => 40,
            _ => 32,
        },
        Payload::Native(n) => n.size(),
    }
}

/// What an instance of a Python class has behind the built-in part: items that follow it leave no place for weak references.
pub(super) fn added_by_class(payload: &Payload, dict: bool, weak: bool) -> u32 {
    match payload {
        // Their `__sizeof__` counts the characters and nothing else.
        Payload::Str(_) | Payload::Bytes(_) => 0,
        Payload::Tuple(_) => 8 * u32::from(dict),
        Payload::Type(_) => 32,
        _ => 8 * (u32::from(dict) + u32::from(weak)),
    }
}

fn exception_size(native: TypeId) -> u32 {
    match native {
        TypeId::SystemExit => 48,
        native if native.is_subtype(TypeId::OSError) => 64,
        native if native.is_subtype(TypeId::SyntaxError) => 88,
        TypeId::UnicodeDecodeError | TypeId::UnicodeEncodeError => 80,
        _ => 40,
    }
}

/// `tp_basicsize` of a class: what a class of a program adds is in front of the items.
pub(crate) fn basic_size_of_two(t: &TypeObject) -> i64 {
    let own: i64 = match t.native {
        TypeId::Int | TypeId::Bool | TypeId::Float | TypeId::Long | TypeId::Tuple => 24,
        TypeId::Complex => 32,
        TypeId::Str => 37,
        TypeId::Unicode | TypeId::ByteArray | TypeId::Method | TypeId::Generator => 48,
        TypeId::List | TypeId::BuiltinFunction | TypeId::ClassicInstance => 40,
        TypeId::Dict => 248,
        TypeId::Set | TypeId::FrozenSet => 200,
        TypeId::Type => i64::from(TYPE),
        TypeId::ClassicClass => 72,
        TypeId::Function => 88,
        TypeId::Module => 24,
        id if id.is_subtype(TypeId::BaseException) => i64::from(exception_size(id)),
        _ => 16,
    };
    let slots = 8 * t.slots.len() as i64;
    if t.is_static {
        return own;
    }
    let has_items = matches!(
        t.native,
        TypeId::Str | TypeId::Tuple | TypeId::Long | TypeId::Type
    );
    let weak = t.has_weakref && !t.native.native().weakref && !has_items;
    let dict = t.has_dict && !t.native.is_subtype(TypeId::BaseException);
    own + slots + 8 * (i64::from(dict) + i64::from(weak))
}
