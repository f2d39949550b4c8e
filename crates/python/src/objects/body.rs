//! A body: the payload of the object's built-in type, and the attributes of its own.

use std::rc::Rc;

use heap::{Block, Object, Ref, UntrackRule, Weak};
use num_bigint::BigInt;

use super::bytearray::ByteArray;
use super::dict::Dict;
use super::exception::{Exception, Traceback};
use super::function::{Builtin, Code, Function, GetSet, Member};
use super::generator::{FrameObject, Generator};
use super::instance::Attrs;
use super::iterator::Iter;
use super::list::List;
use super::native::NativeObject;
use super::range::Range;
use super::set::Set;
use super::string::Str;
use super::tuple::Tuple;
use super::type_object::TypeObject;
use super::weakref::WeakReference;

/// Which of its references an object means, for arrows and holders.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Label {
    /// Item of a list or tuple.
    Item(u32),
    /// Key of the dict entry with this number.
    Key(u32),
    /// Value of the dict entry with this number.
    Value(u32),
    /// Member of a set (table position).
    Member(u32),
    /// Attribute at this position of the class's shared keys.
    Attribute(u32),
    /// Slot of `__slots__`.
    Slot(u32),
    /// Local variable of a frame that the object owns.
    Local(u32),
    /// Entry of the evaluation stack of a frame that the object owns.
    Stack(u32),
    /// Constant of a code object.
    Const(u32),
    /// Anything that has a name of its own in CPython's struct.
    Field(&'static str),
}

/// The part of an object that its built-in type defines.
#[derive(Clone, Debug)]
pub enum Payload {
    /// What a block reads as after it was freed.
    Freed,
    /// `object()` and plain instances: nothing but a header (and attributes).
    Object,
    /// `None`.
    None,
    /// `...`
    Ellipsis,
    /// `NotImplemented`
    NotImplemented,
    /// `True`, `False`.
    Bool(bool),
    /// An int that fits a machine word.
    Int(i64),
    /// Any other int.
    BigInt(Box<BigInt>),
    /// A float.
    Float(f64),
    /// A complex number: real and imaginary part.
    Complex(Box<(f64, f64)>),
    /// A string.
    Str(Box<Str>),
    /// Bytes.
    Bytes(Box<[u8]>),
    /// A bytearray.
    ByteArray(Box<ByteArray>),
    /// A list.
    List(Box<List>),
    /// A tuple.
    Tuple(Box<Tuple>),
    /// A dict.
    Dict(Box<Dict>),
    /// A set or frozenset.
    Set(Box<Set>),
    /// A range.
    Range(Box<Range>),
    /// A slice: start, stop, step.
    Slice(Box<[Ref; 3]>),
    /// A Python function.
    Function(Box<Function>),
    /// A function or method written in Rust, bound or not.
    Builtin(Box<Builtin>),
    /// A bound method: function, self, and in Python 2 the class.
    Method(Box<(Ref, Ref, Option<Ref>)>),
    /// A function found in a class, with the class (Python 2).
    UnboundMethod(Box<(Ref, Ref)>),
    /// A descriptor for something that Rust code computes.
    GetSet(Box<GetSet>),
    /// A descriptor for a slot of `__slots__`.
    MemberDescriptor(Box<Member>),
    /// `classmethod(f)`
    ClassMethod(Ref),
    /// `staticmethod(f)`
    StaticMethod(Ref),
    /// `property`: fget, fset, fdel, doc.
    Property(Box<[Option<Ref>; 5]>),
    /// `super`: class, object, class of the object.
    Super(Box<(Ref, Option<Ref>, Option<Ref>)>),
    /// A class.
    Type(Box<TypeObject>),
    /// A cell.
    Cell(Option<Ref>),
    /// A code object.
    Code(Rc<Code>),
    /// A generator.
    Generator(Box<Generator>),
    /// A frame object.
    Frame(Box<FrameObject>),
    /// A traceback entry.
    Traceback(Box<Traceback>),
    /// An exception.
    Exception(Box<Exception>),
    /// A module: its namespace.
    Module(Ref),
    /// `types.MappingProxyType`, and what `cls.__dict__` gives.
    MappingProxy(Ref),
    /// A view of a dict: the dict and which part of it.
    DictView(Ref, DictPart),
    /// A weak reference or proxy.
    Weakref(Box<WeakReference>),
    /// An iterator.
    Iter(Box<Iter>),
    /// An object that a module written in Rust brings.
    Native(Box<dyn NativeObject>),
}

/// Which part of a dict a view or an iterator shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DictPart {
    /// Keys.
    Keys,
    /// Values.
    Values,
    /// Pairs.
    Items,
}

/// What lies behind the header of an object.
#[derive(Clone, Debug)]
pub struct Body {
    /// The part that the built-in type defines.
    pub payload: Payload,
    /// Attributes and slots of the object's own, if its type allows any.
    pub attrs: Option<Box<Attrs>>,
}

impl Body {
    /// A body without attributes.
    pub fn new(payload: Payload) -> Self {
        Self {
            payload,
            attrs: None,
        }
    }

    /// What the collector (`all` false) or the reference counts (`all` true) know of.
    fn each(&self, all: bool, visit: &mut dyn FnMut(Label, Ref)) {
        let field = |visit: &mut dyn FnMut(Label, Ref), name, r: Option<Ref>| {
            if let Some(r) = r {
                visit(Label::Field(name), r);
            }
        };
        match &self.payload {
            Payload::Freed
            | Payload::Object
            | Payload::None
            | Payload::Ellipsis
            | Payload::NotImplemented
            | Payload::Bool(_)
            | Payload::Int(_)
            | Payload::BigInt(_)
            | Payload::Float(_)
            | Payload::Complex(_)
            | Payload::Str(_)
            | Payload::Bytes(_)
            | Payload::ByteArray(_) => {}
            Payload::Range(range) => {
                if all {
                    range.holds(visit);
                }
            }
            Payload::List(list) => {
                for (i, &item) in list.items.iter().enumerate().rev() {
                    visit(Label::Item(i as u32), item);
                }
            }
            Payload::Tuple(tuple) => {
                for (i, &item) in tuple.items.iter().enumerate().rev() {
                    visit(Label::Item(i as u32), item);
                }
            }
            Payload::Dict(dict) => dict.each(all, visit),
            Payload::Set(set) => {
                for (i, key) in set.members() {
                    visit(Label::Member(i as u32), key);
                }
            }
            Payload::Slice(parts) => {
                for (name, &part) in ["start", "stop", "step"].into_iter().zip(parts.iter()) {
                    visit(Label::Field(name), part);
                }
            }
            Payload::Function(function) => {
                function.each(self.attrs.as_ref().and_then(|a| a.dict), visit);
            }
            Payload::Builtin(builtin) => builtin.each(visit),
            Payload::Method(parts) => {
                visit(Label::Field("__func__"), parts.0);
                visit(Label::Field("__self__"), parts.1);
                field(visit, "im_class", parts.2);
            }
            Payload::UnboundMethod(parts) => {
                visit(Label::Field("__func__"), parts.0);
                visit(Label::Field("im_class"), parts.1);
            }
            Payload::GetSet(descriptor) => field(visit, "__objclass__", descriptor.owner),
            Payload::MemberDescriptor(member) => {
                visit(Label::Field("__objclass__"), member.owner);
                if all {
                    visit(Label::Field("__name__"), member.name);
                }
            }
            Payload::ClassMethod(f) | Payload::StaticMethod(f) => {
                visit(Label::Field("__func__"), *f);
                if let Some(attrs) = &self.attrs {
                    attrs.each_attribute(visit);
                }
            }
            Payload::Property(parts) => {
                for (name, &part) in ["fget", "fset", "fdel", "__doc__", "__name__"]
                    .into_iter()
                    .zip(parts.iter())
                {
                    field(visit, name, part);
                }
            }
            Payload::Super(parts) => {
                field(visit, "__self__", parts.1);
                visit(Label::Field("__thisclass__"), parts.0);
                field(visit, "__self_class__", parts.2);
            }
            Payload::Type(class) => class.each(all, visit),
            Payload::Cell(content) => field(visit, "cell_contents", *content),
            Payload::Code(code) => {
                if all {
                    code.holds(visit);
                }
            }
            Payload::Generator(generator) => generator.each(all, visit),
            Payload::Frame(frame) => frame.each(all, visit),
            Payload::Traceback(traceback) => {
                field(visit, "tb_next", traceback.next);
                visit(Label::Field("tb_frame"), traceback.frame);
            }
            Payload::Exception(exception) => {
                exception.each(self.attrs.as_ref().and_then(|a| a.dict), visit);
            }
            Payload::Module(namespace) => visit(Label::Field("__dict__"), *namespace),
            Payload::MappingProxy(mapping) => visit(Label::Field("mapping"), *mapping),
            Payload::DictView(dict, _) => visit(Label::Field("mapping"), *dict),
            Payload::Weakref(weakref) => field(visit, "__callback__", weakref.callback),
            Payload::Iter(iter) => iter.each(visit),
            Payload::Native(native) => native.each(all, visit),
        }
    }

    /// What the class added to the built-in type: slots, then values or dict. Some built-in types have a dict of
    /// their own.
    fn each_added(&self, visit: &mut dyn FnMut(Label, Ref)) {
        let Some(attrs) = &self.attrs else { return };
        match &self.payload {
            Payload::Function(_) => {}
            Payload::Exception(_) | Payload::ClassMethod(_) | Payload::StaticMethod(_) => {
                attrs.each_slot(visit);
            }
            _ => {
                attrs.each_slot(visit);
                attrs.each_attribute(visit);
            }
        }
    }
}

impl Object for Body {
    type Label = Label;

    fn freed() -> Self {
        Self::new(Payload::Freed)
    }

    fn traverse(&self, visit: &mut dyn FnMut(Label, Ref)) {
        self.each(false, visit);
    }

    fn traverse_before_type(&self, visit: &mut dyn FnMut(Label, Ref)) {
        self.each_added(visit);
    }

    fn holds(&self, visit: &mut dyn FnMut(Label, Ref)) {
        self.each(true, visit);
        self.each_added(visit);
    }

    fn clear(&mut self, released: &mut Vec<Ref>) {
        // subtype_clear: the base's part, then slots, then values or dict. The order within is that of
        // the type's own tp_clear.
        match &mut self.payload {
            Payload::List(list) => list.clear(released),
            Payload::Dict(dict) => dict.clear(released),
            Payload::Set(set) => set.clear(released),
            Payload::Function(function) => {
                let dict = self.attrs.as_mut().and_then(|attrs| attrs.dict.take());
                function.clear(dict, released);
            }
            Payload::Type(class) => class.clear(released),
            Payload::Cell(content) => released.extend(content.take()),
            Payload::Generator(generator) => generator.clear(released),
            Payload::Frame(frame) => frame.clear(released),
            Payload::Traceback(traceback) => released.extend(traceback.next.take()),
            Payload::Exception(exception) => exception.clear(released),
            Payload::Weakref(weakref) => released.extend(weakref.callback.take()),
            Payload::Property(parts) => released.extend(parts.iter_mut().filter_map(Option::take)),
            Payload::Iter(iter) => iter.clear(released),
            Payload::Native(native) => native.clear(released),
            _ => {}
        }
        if let Some(attrs) = &mut self.attrs {
            attrs.clear(released);
        }
    }

    fn release(&mut self, released: &mut Vec<Ref>, blocks: &mut Vec<Block>) {
        // subtype_dealloc: slots, then values or dict, then the base's tp_dealloc.
        let mut body = std::mem::replace(self, Self::freed());
        if let Payload::Function(function) = body.payload {
            let dict = body.attrs.as_mut().and_then(|attrs| attrs.dict.take());
            return function.release(dict, released);
        }
        if let Some(mut attrs) = body.attrs {
            attrs.clear(released);
            blocks.extend(attrs.block.take());
        }
        match body.payload {
            Payload::List(mut list) => {
                list.clear(released);
                blocks.extend(list.spare.take());
            }
            Payload::Dict(mut dict) => {
                dict.clear(released);
                blocks.extend(dict.spare.take());
            }
            Payload::Set(mut set) => {
                set.clear(released);
                blocks.extend(set.spare.take());
            }
            Payload::ByteArray(array) => blocks.extend(array.block().0),
            Payload::Native(mut native) => native.release(released, blocks),
            Payload::Frame(mut frame) => frame.release(released),
            Payload::Generator(mut generator) => generator.release(released),
            Payload::Type(mut class) => class.release(released),
            Payload::Tuple(tuple) => released.extend(tuple.items.iter().rev()),
            other => Body::new(other).holds(&mut |_, r| released.push(r)),
        }
    }

    fn weak(&self) -> Option<Weak> {
        match &self.payload {
            Payload::Weakref(weakref) => Some(Weak {
                referent: weakref.referent,
                callback: weakref.callback,
            }),
            _ => None,
        }
    }

    fn clear_weak(&mut self) -> Option<Ref> {
        match &mut self.payload {
            Payload::Weakref(weakref) => {
                weakref.referent = None;
                weakref.callback.take()
            }
            _ => None,
        }
    }

    fn forget_referent(&mut self) {
        if let Payload::Weakref(weakref) = &mut self.payload {
            weakref.referent = None;
        }
    }

    fn untrack_rule(&self) -> UntrackRule {
        match (&self.payload, &self.attrs) {
            (Payload::Tuple(_), None) => UntrackRule::Tuple,
            (Payload::Dict(_), None) => UntrackRule::Dict,
            _ => UntrackRule::Never,
        }
    }

    fn weakrefs_before_finalizer(&self) -> bool {
        matches!(self.payload, Payload::Generator(_))
    }

    fn has_clear(&self) -> bool {
        match &self.payload {
            Payload::Tuple(_)
            | Payload::Slice(_)
            | Payload::Method(_)
            | Payload::UnboundMethod(_)
            | Payload::Builtin(_) => self.attrs.is_some(),
            Payload::Set(set) => !set.frozen || self.attrs.is_some(),
            _ => true,
        }
    }
}
