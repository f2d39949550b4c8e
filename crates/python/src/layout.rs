//! How many bytes an object takes, and what lies before `id(x)` (`cpython-memory`: tp_basicsize, tp_itemsize, pre-headers).

mod two;

pub(crate) use two::basic_size_of_two;

use heap::{Freelist, Layout, Ref};

use crate::machine::Machine;
use crate::objects::{Body, Payload};
use crate::types::TypeId;
use crate::version::Version;

/// The parts of an object's size in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Size {
    /// What `__sizeof__` of the fixed part and items says, without pre-header and separate arrays.
    pub body: u32,
    /// GC head and managed words.
    pub pre: u8,
    /// Inline values (3.13+): part of the block but of no `sys.getsizeof`.
    pub inline: u32,
}

fn round(n: u32, to: u32) -> u32 {
    n.div_ceil(to) * to
}

impl Machine {
    /// The size of an object with this class and body.
    pub fn size_of(&self, class: Ref, body: &Body) -> Size {
        let v = self.version;
        let old = v == Version::V3_11;
        let tuple_head = if self.facts.tuple_hash { 32 } else { 24 };
        let basic: u32 = match &body.payload {
            payload if self.facts.python_2 => two::basic_size(self, class, payload),
            Payload::Object if self.native_of_class(class) == TypeId::SimpleNamespace => 24,
            Payload::Freed | Payload::Object => 16,
            Payload::None | Payload::Ellipsis | Payload::NotImplemented => 16,
            Payload::Bool(_) => 28,
            Payload::Int(i) => 24 + 4 * int_digits(i.unsigned_abs()),
            Payload::BigInt(big) => 24 + 4 * (big.bits().div_ceil(30).max(1) as u32),
            Payload::Float(_) => 24,
            Payload::Complex(_) => 32,
            Payload::Str(s) => {
                let n = s.chars as u32;
                // A string of a class has its characters in a block of their own (`PyUnicodeObject`).
                let head = if old { 72 } else { 64 };
                match (s.ascii, s.width, old) {
                    _ if !self.is_exact_class(class, TypeId::Str) => {
                        head + (n + 1) * u32::from(s.width)
                    }
                    (true, _, true) => 49 + n,
                    (true, _, false) => 41 + n,
                    (false, 1, true) => 73 + n,
                    (false, 1, false) => 57 + n,
                    (false, 2, true) => 74 + 2 * n,
                    (false, 2, false) => 58 + 2 * n,
                    (false, _, true) => 76 + 4 * n,
                    (false, _, false) => 60 + 4 * n,
                }
            }
            Payload::Bytes(b) => 33 + b.len() as u32,
            Payload::ByteArray(_) if self.facts.bytearray_holds_bytes => 64,
            Payload::ByteArray(_) => 56,
            Payload::Tuple(t) => tuple_head + 8 * t.items.len() as u32,
            Payload::List(_) => 40,
            Payload::Dict(_) => 48,
            Payload::Set(_) => 200,
            Payload::Range(_) => 48,
            Payload::Slice(_) => 40,
            Payload::Function(_) => match v {
                Version::V3_11 => 136,
                Version::V3_12 | Version::V3_13 => 144,
                _ => 152,
            },
            Payload::Builtin(_) | Payload::GetSet(_) | Payload::MemberDescriptor(_) => {
                match self.native_of_class(class) {
                    TypeId::MethodWrapper => 32,
                    TypeId::GetSetDescriptor
                    | TypeId::MemberDescriptor
                    | TypeId::WrapperDescriptor => 56,
                    _ => 56,
                }
            }
            Payload::Method(_) | Payload::UnboundMethod(_) => 48,
            Payload::ClassMethod(_) | Payload::StaticMethod(_) => 32,
            Payload::Property(_) => 64,
            Payload::Super(_) => 40,
            Payload::Type(t) => {
                if t.is_static {
                    match v {
                        Version::V3_12 => 432,
                        Version::V3_11 | Version::V3_15 => 424,
                        _ => 416,
                    }
                } else {
                    let full = match v {
                        Version::V3_11 => 1688,
                        Version::V3_12 => 1704,
                        Version::V3_13 => 1712,
                        Version::V3_14_2 | Version::V3_14 => 1720,
                        _ => 1728,
                    };
                    full - 16 - 8 * t.own_slots + 8 * t.own_slots
                        - if t.shared.is_some() { 0 } else { 768 }
                }
            }
            Payload::Cell(_) => 24,
            Payload::Code(code) => match v {
                Version::V3_11 => 186 + 2 * code.spec.code.len() as u32,
                _ => 200 + 2 * code.spec.code.len() as u32,
            },
            Payload::Generator(g) => {
                let slots = g.frame.as_ref().map_or(0, |f| {
                    f.frame.code.varnames.len() as u32 + f.frame.code.spec.stacksize
                });
                let head = match v {
                    Version::V3_12 | Version::V3_13 => 144,
                    _ => 152,
                };
                head + 8 * slots
            }
            Payload::Frame(f) => {
                let slots = f.saved.as_ref().map_or(1, |s| {
                    s.frame.code.varnames.len() as u32 + s.frame.code.spec.stacksize
                });
                let head = match v {
                    Version::V3_11 | Version::V3_12 => 120,
                    Version::V3_13 => 136,
                    _ => 152,
                };
                head + 8 * slots
            }
            Payload::Traceback(_) => 40,
            Payload::Exception(_) => exception_size(self.native_of_class(class), v),
            Payload::Module(_) => {
                if v == Version::V3_15 {
                    104
                } else {
                    56
                }
            }
            Payload::MappingProxy(_) | Payload::DictView(..) => 24,
            Payload::Weakref(_) => 64,
            Payload::Iter(_) => match self.native_of_class(class) {
                TypeId::DictKeyIterator
                | TypeId::DictValueIterator
                | TypeId::DictItemIterator
                | TypeId::DictReverseKeyIterator
                | TypeId::DictReverseValueIterator
                | TypeId::DictReverseItemIterator => 56,
                TypeId::SetIterator => 48,
                TypeId::Enumerate => 56,
                TypeId::Zip => 48,
                TypeId::Map if self.facts.tuple_hash => 40,
                TypeId::RangeIterator => {
                    if old {
                        48
                    } else {
                        40
                    }
                }
                _ => 32,
            },
            Payload::Native(n) => n.size(),
        };
        let Payload::Type(t) = self.payload(class) else {
            return Size {
                body: basic,
                pre: 0,
                inline: 0,
            };
        };
        if t.is_static {
            let gc = t.is_gc && !matches!(&body.payload, Payload::Type(t) if t.is_static);
            return Size {
                body: basic,
                pre: if gc { self.facts.gc_head } else { 0 },
                inline: 0,
            };
        }
        let mut size = basic + 8 * t.slots.len() as u32 + 8 * u32::from(t.extra_words);
        let digits = matches!(body.payload, Payload::Int(_) | Payload::BigInt(_));
        // Sets have a place for weak references of their own, exceptions one for a dict.
        let dict = t.has_dict
            && !matches!(self.payload(self.type_ref(t.native)), Payload::Type(n) if n.has_dict);
        let weak = t.has_weakref && !t.native.native().weakref;
        let mut pre = if t.is_gc { self.facts.gc_head } else { 0 };
        let mut inline = 0;
        if self.facts.python_2 {
            // An instance of a classic class knows it beside its type, and has places for a dict and weak references.
            size += if t.is_classic {
                24
            } else {
                two::added_by_class(&body.payload, dict, weak)
            };
        } else if v == Version::V3_11 {
            if t.has_dict && t.managed_dict {
                pre = 32;
            }
            // `int.__sizeof__` counts digits and knows nothing of what a class adds.
            size += 8 * (u32::from(weak) + u32::from(dict && !t.managed_dict && !digits));
        } else {
            if (t.has_dict && t.managed_dict) || weak {
                pre = 32;
            }
            size += 8 * u32::from(dict && !t.managed_dict);
            if self.facts.inline_values && t.shared.is_some() && t.inline_values {
                let s = body.attrs.as_ref().map_or(0, |a| u32::from(a.inline));
                inline = round(s, 8) + 8 * (s + 1);
            }
        }
        Size {
            body: size,
            pre,
            inline,
        }
    }

    /// Where an object of this class and body is allocated.
    pub(crate) fn layout(&self, class: Ref, body: &Body) -> Layout {
        let (holds_type, gc, is_static) = match self.payload(class) {
            Payload::Type(t) => (!t.is_static, t.is_gc, t.is_static),
            _ => (false, false, true),
        };
        let gc = gc && !matches!(&body.payload, Payload::Type(t) if t.is_static);
        let size = self.size_of(class, body);
        let freelist = if is_static {
            freelist(self, class, body)
        } else {
            None
        };
        // One digit or none: `_PyLong_FromMedium` asks for the whole struct, with what pads it.
        let padding = match &body.payload {
            Payload::Int(_) if !self.facts.python_2 && size.body < 32 => 32 - size.body,
            _ => 0,
        };
        Layout {
            bytes: u32::from(size.pre) + size.body + size.inline + padding,
            pre: size.pre,
            gc,
            freelist,
            holds_type,
        }
    }
}

fn int_digits(magnitude: u64) -> u32 {
    (64 - magnitude.leading_zeros()).div_ceil(30).max(1)
}

fn exception_size(native: TypeId, v: Version) -> u32 {
    match native {
        TypeId::StopIteration
        | TypeId::SystemExit
        | TypeId::NameError
        | TypeId::UnboundLocalError => 80,
        TypeId::AttributeError => 88,
        native if native.is_subtype(TypeId::OSError) => 112,
        TypeId::UnicodeDecodeError | TypeId::UnicodeEncodeError => 112,
        TypeId::BaseExceptionGroup | TypeId::ExceptionGroup => {
            if v >= Version::V3_14_2 {
                96
            } else {
                88
            }
        }
        TypeId::ImportError | TypeId::ModuleNotFoundError => {
            if v == Version::V3_11 {
                96
            } else {
                104
            }
        }
        TypeId::SyntaxError | TypeId::IndentationError | TypeId::TabError => {
            if v >= Version::V3_14_2 { 144 } else { 136 }
        }
        _ => 72,
    }
}

fn freelist(m: &Machine, class: Ref, body: &Body) -> Option<Freelist> {
    Some(match &body.payload {
        Payload::Tuple(t)
            if (1..=20).contains(&t.items.len()) && m.is_exact_class(class, TypeId::Tuple) =>
        {
            Freelist::Tuple(t.items.len() as u8)
        }
        Payload::List(_) => Freelist::List,
        Payload::Dict(_) => Freelist::Dict,
        Payload::Float(_) => Freelist::Float,
        Payload::Int(_) if m.facts.python_2 => m
            .is_exact_class(class, TypeId::Int)
            .then_some(Freelist::Int)?,
        Payload::Int(i) if i.unsigned_abs() < 1 << 30 => Freelist::Int,
        Payload::Set(_) => Freelist::Set,
        Payload::Slice(_) => Freelist::Slice,
        Payload::Method(_) | Payload::UnboundMethod(_) => Freelist::Method,
        Payload::Builtin(b)
            if b.bound.is_some() && m.is_exact_class(class, TypeId::BuiltinFunction) =>
        {
            Freelist::BuiltinFunction
        }
        Payload::Range(_) => Freelist::Range,
        Payload::Iter(_) => match m.native_of_class(class) {
            TypeId::ListIterator => Freelist::ListIterator,
            TypeId::TupleIterator => Freelist::TupleIterator,
            TypeId::RangeIterator => Freelist::RangeIterator,
            _ => return None,
        },
        _ => return None,
    })
}
