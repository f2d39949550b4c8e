//! What an object is like, as far as a picture cares.

use heap::Ref;
use python::Machine;
use python::objects::Payload;
use python::types::TypeId;

use super::ref_set::RefSet;
use crate::state::Kind;

/// Dicts that are part of something else, and everything that is hidden in the plumbing of classes and functions.
#[derive(Default)]
pub struct Parts {
    /// `__dict__` of an instance.
    pub instance_dicts: RefSet,
    /// Namespaces of classes: folded into them.
    pub class_dicts: RefSet,
    /// Method resolution orders, bases, module namespaces, code: nobody's data.
    pub hidden: RefSet,
    /// Closures and defaults of functions.
    pub plumbing: RefSet,
}

impl Parts {
    /// Looks at every live object once.
    pub fn find(machine: &Machine) -> Self {
        let mut parts = Self::default();
        // The namespace of a class body that is being executed is a part of the class to be.
        let bodies = machine
            .calls()
            .into_iter()
            .filter_map(|call| call.frame.locals);
        let main = machine.main_namespace();
        parts
            .class_dicts
            .extend(bodies.filter(|dict| Some(*dict) != main));
        for r in machine.heap.live() {
            let body = machine.heap.body(r);
            if let Some(dict) = body.attrs.as_ref().and_then(|attrs| attrs.dict) {
                parts.instance_dicts.insert(dict);
            }
            match &body.payload {
                Payload::Type(class) => {
                    parts.class_dicts.extend(class.dict);
                    parts.hidden.extend(class.mro);
                    parts.hidden.extend(class.bases);
                    parts.hidden.extend(class.subclasses);
                }
                Payload::Module(namespace) => {
                    parts.hidden.insert(*namespace);
                }
                Payload::Function(function) => {
                    parts.plumbing.extend(function.closure);
                    parts.plumbing.extend(function.defaults);
                    parts.plumbing.extend(function.kwdefaults);
                }
                Payload::Code(_) | Payload::GetSet(_) | Payload::MemberDescriptor(_) => {
                    parts.hidden.insert(r);
                }
                _ => {}
            }
        }
        parts
    }

    pub fn kind(&self, machine: &Machine, r: Ref) -> Kind {
        if self.plumbing.contains(r) {
            return Kind::Plumbing;
        }
        match machine.payload(r) {
            Payload::None
            | Payload::Ellipsis
            | Payload::NotImplemented
            | Payload::Bool(_)
            | Payload::Int(_)
            | Payload::BigInt(_)
            | Payload::Float(_)
            | Payload::Complex(_)
            | Payload::Str(_)
            | Payload::Bytes(_)
            | Payload::ByteArray(_)
            | Payload::Range(_) => Kind::Atom,
            Payload::Object => Kind::Instance,
            Payload::Dict(_) if self.instance_dicts.contains(r) || self.class_dicts.contains(r) => {
                Kind::InstanceDict
            }
            Payload::List(_)
            | Payload::Tuple(_)
            | Payload::Dict(_)
            | Payload::Set(_)
            | Payload::Slice(_) => Kind::Container,
            Payload::Function(_)
            | Payload::Builtin(_)
            | Payload::Method(_)
            | Payload::UnboundMethod(_) => Kind::Function,
            Payload::Code(_)
            | Payload::GetSet(_)
            | Payload::MemberDescriptor(_)
            | Payload::ClassMethod(_)
            | Payload::StaticMethod(_)
            | Payload::Property(_)
            | Payload::Super(_) => Kind::Plumbing,
            Payload::Type(_) => Kind::Class,
            Payload::Cell(_) => Kind::Cell,
            Payload::Generator(_)
            | Payload::Frame(_)
            | Payload::Traceback(_)
            | Payload::Exception(_)
            | Payload::Iter(_) => Kind::Running,
            Payload::Module(_) => Kind::Module,
            Payload::Weakref(_) => Kind::Weak,
            Payload::MappingProxy(_)
            | Payload::DictView(..)
            | Payload::Native(_)
            | Payload::Freed => Kind::Other,
        }
    }
}

/// Whether the class is one of the interpreter's own.
pub fn is_builtin_type(machine: &Machine, class: Ref) -> bool {
    class == machine.type_ref(TypeId::Type)
        || matches!(machine.payload(class), Payload::Type(class) if class.is_static)
}
