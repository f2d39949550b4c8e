//! Objects that a module written in Rust brings along without a row in [`super::Payload`].

use std::any::Any;
use std::fmt::Debug;

use heap::{Block, Ref};

use super::Payload;
use super::body::Label;
use crate::machine::{Machine, PyResult};

/// Takes the next item out of an iterator (borrowed): `None` at the end.
pub type NextFn = fn(&mut Machine, Ref) -> PyResult<Option<Ref>>;

/// The body of such an object.
pub trait NativeObject: Debug {
    /// A copy, for checkpoints.
    fn boxed_clone(&self) -> Box<dyn NativeObject>;
    /// `tp_basicsize` in bytes.
    fn size(&self) -> u32;
    /// For the module's own functions.
    fn as_any(&self) -> &dyn Any;
    /// For the module's own functions.
    fn as_any_mut(&mut self) -> &mut dyn Any;
    /// Its references: what the collector sees, or (`all`) every counted one.
    fn each(&self, all: bool, visit: &mut dyn FnMut(Label, Ref));
    /// tp_clear.
    fn clear(&mut self, released: &mut Vec<Ref>);
    /// tp_iternext, if it is an iterator.
    fn next(&self) -> Option<NextFn> {
        None
    }
    /// tp_dealloc.
    fn release(&mut self, released: &mut Vec<Ref>, _blocks: &mut Vec<Block>) {
        self.each(true, &mut |_, r| released.push(r));
    }
}

impl Clone for Box<dyn NativeObject> {
    fn clone(&self) -> Self {
        self.boxed_clone()
    }
}

impl Machine {
    /// The body of an object of a module's own kind.
    pub fn native<T: 'static>(&self, r: Ref) -> Option<&T> {
        match self.payload(r) {
            Payload::Native(native) => native.as_any().downcast_ref(),
            _ => None,
        }
    }

    /// The same, to be changed.
    pub fn native_mut<T: 'static>(&mut self, r: Ref) -> Option<&mut T> {
        match self.payload_mut(r) {
            Payload::Native(native) => native.as_any_mut().downcast_mut(),
            _ => None,
        }
    }
}

/// Implements [`NativeObject`] for a type that has `each` and `clear` itself; the number (or the field) is
/// `tp_basicsize`, the function `tp_iternext`.
macro_rules! native_object {
    ($type:ty, size = $field:ident $(, next = $next:expr)?) => {
        native_object!(@body $type, this, this.$field, $(next = $next)?);
    };
    ($type:ty, $size:expr $(, next = $next:expr)?) => {
        native_object!(@body $type, this, $size, $(next = $next)?);
    };
    (@body $type:ty, $this:ident, $size:expr, $(next = $next:expr)?) => {
        impl $crate::objects::native::NativeObject for $type {
            fn boxed_clone(&self) -> Box<dyn $crate::objects::native::NativeObject> {
                Box::new(self.clone())
            }
            fn size(&self) -> u32 {
                #[allow(unused_variables, reason = "most sizes are the same for all objects of a type")]
                let $this = self;
                $size
            }
            fn as_any(&self) -> &dyn std::any::Any {
                self
            }
            fn as_any_mut(&mut self) -> &mut dyn std::any::Any {
                self
            }
            fn each(&self, all: bool, visit: &mut dyn FnMut($crate::objects::body::Label, heap::Ref)) {
                <$type>::each(self, all, visit);
            }
            fn clear(&mut self, released: &mut Vec<heap::Ref>) {
                <$type>::clear(self, released);
            }
            $(fn next(&self) -> Option<$crate::objects::native::NextFn> {
                Some($next)
            })?
        }
    };
}
pub(crate) use native_object;
