//! Calls that go through C (`_PyObject_MakeTpCall`, `slot_tp_init`, `slot_tp_call`): the caller's stack keeps its arguments,
//! a tuple holds them once more, and the Python function that is called in the end gets references of its own.
//!
//! On the caller's stack such a call is: callable, NULL, arguments, tuple, dict of the keywords, then with keywords the array
//! into which they are unpacked, then the call of the function.

use heap::Ref;
use smallvec::SmallVec;

use super::{Called, Caller};
use crate::frame::{Left, StackRef};
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{Gathers, Kwargs, NativeKind};
use crate::types::TypeId;
use crate::version::Version;

impl Machine {
    /// Whether calls of this object gather their arguments in a tuple: it has no `tp_vectorcall`, as classes of the
    /// program have none. Exceptions keep the tuple, so that theirs is made where they are.
    pub(super) fn is_called_through_tuple(
        &mut self,
        callable: Ref,
        argc: usize,
        named: bool,
    ) -> bool {
        match self.payload(callable) {
            Payload::Type(t) if t.native.is_subtype(TypeId::BaseException) => false,
            // `unicode_vectorcall` and `long_vectorcall` leave keywords to `_PyObject_MakeTpCall`.
            Payload::Type(t) if named && matches!(t.native, TypeId::Str | TypeId::Int) => true,
            // `type_vectorcall` answers what an object's class is, and leaves making classes to `type_call`.
            Payload::Type(t) if t.native == TypeId::Type => argc != 1 || named,
            Payload::Type(t) if t.is_static => !self.facts.has_vectorcall(t.native),
            Payload::Type(_) => true,
            Payload::Function(_) | Payload::Builtin(_) | Payload::Method(_) => false,
            _ => {
                let call = self.interp.names.call;
                let class = self.class_of(callable);
                self.class_override(class, call)
                    .is_some_and(|hook| matches!(self.payload(hook), Payload::Function(_)))
            }
        }
    }

    /// Holds the tuples that a built-in function gets its arguments in, if it does: what is METH_VARARGS, as `__new__`
    /// of every built-in type is up to 3.14 (`tp_new_wrapper`), and the wrappers of slots (`wrapper_call`).
    pub(super) fn hold_gathered(
        &mut self,
        builtin: Ref,
        own: Option<Ref>,
        args: &[Ref],
        kwargs: &Kwargs,
    ) {
        let Payload::Builtin(b) = self.payload(builtin) else {
            return;
        };
        let is_new = b.def.name == "__new__";
        // `wrapperdescr_call` gets the object as well.
        let is_unbound = b.def.kind == NativeKind::Slot && b.bound.is_none();
        let gathers = match b.def.gathers {
            _ if b.def.kind == NativeKind::Slot => true,
            _ if is_new => !self.at_least(Version::V3_15),
            Gathers::Never => false,
            Gathers::Before(version) => !self.at_least(version),
            Gathers::Always => true,
        };
        let mut all: SmallVec<[Ref; 8]> = SmallVec::new();
        if is_unbound {
            all.extend(own);
        }
        all.extend_from_slice(args);
        if gathers && !(all.is_empty() && kwargs.is_empty()) {
            self.hold_arguments(&all, kwargs);
        }
        if (is_new || is_unbound) && all.len() > 1 {
            // What follows the class, or the object, in a slice.
            self.hold_arguments(&all[1..], &[]);
        }
    }

    /// Holds the slice that `wrapperdescr_call` and `tp_new_wrapper` take of a tuple which is there already: what follows
    /// the object. True for the wrapper of a slot, which takes keywords as the dict that they are.
    pub(super) fn hold_slice(&mut self, builtin: Ref, args: &[Ref]) -> bool {
        let Payload::Builtin(b) = self.payload(builtin) else {
            return false;
        };
        let is_slot = b.def.kind == NativeKind::Slot;
        let slices = is_slot && b.bound.is_none() || b.def.name == "__new__";
        if slices && args.len() > 1 && !self.facts.python_2 {
            self.hold_arguments(&args[1..], &[]);
        }
        is_slot
    }

    /// `instancemethod_call` of 2.7 when C code calls: the arguments wait in their tuple, here the call on the stack, while
    /// a second one that begins with the object is handed to the function.
    pub(super) fn call_bound_from_c(
        &mut self,
        at: usize,
        argc: usize,
        names: &[Ref],
        function: Ref,
        object: Ref,
    ) -> PyResult<Called> {
        if !matches!(self.payload(function), Payload::Function(_)) {
            self.incref(function);
            self.incref(object);
            let first = std::mem::replace(&mut self.stack[at + 1], StackRef::owned(object));
            debug_assert!(first.is_null(), "a bound method has its object");
            let old = std::mem::replace(&mut self.stack[at], StackRef::owned(function));
            self.close(old);
            return self.start_call(argc, names, Caller::C);
        }
        let (args, kwargs) = self.arguments_at(at, argc, names);
        let height = self.stack.len();
        let given = (args.as_slice(), names, kwargs.as_slice());
        self.push_through_c(at, height, function, object, given, Caller::C)
    }

    /// A method that C code of 2.7 has bound before it calls it lies above the call meanwhile.
    pub(super) fn push_bound(&mut self, function: Ref, object: Ref) {
        let class = self.class_of(object);
        for r in [function, object, class] {
            self.incref(r);
        }
        let bound = self.new_method_of(function, object, class);
        self.push(bound);
    }

    /// The tuple of the arguments and the dict of the keywords, if there are any: new references.
    fn argument_objects(&mut self, args: &[Ref], kwargs: &Kwargs) -> SmallVec<[Ref; 2]> {
        let mut made = SmallVec::new();
        if !args.is_empty() {
            for &arg in args {
                self.incref(arg);
            }
            made.push(self.new_tuple_tracked(args.to_vec()));
        }
        if !kwargs.is_empty() {
            let dict = self.new_dict();
            for &(name, value) in kwargs {
                self.dict_set_str(dict, name, value);
            }
            made.push(dict);
        }
        made
    }

    /// The tuple that the arguments of the call under way lie in already, borrowed: the last thing that a call through C
    /// has made or that `f(*arguments)` has brought.
    pub(crate) fn given_tuple(&self, args: &[Ref]) -> Option<Ref> {
        let held = self.held.last().copied();
        let pushed = self.stack.last().and_then(|top| top.get());
        [held, pushed].into_iter().flatten().find(|&r| {
            self.is_exact(r, TypeId::Tuple) && !args.is_empty() && self.items(r) == Some(args)
        })
    }

    /// The same as a reference of the caller's, made now if there is none.
    pub(crate) fn arguments_tuple(&mut self, args: &[Ref]) -> Ref {
        if let Some(tuple) = self.given_tuple(args) {
            return self.newref(tuple);
        }
        for &r in args {
            self.incref(r);
        }
        self.new_tuple(args.to_vec())
    }

    /// Holds the tuple and the dict for as long as Rust code calls.
    pub(crate) fn hold_arguments(&mut self, args: &[Ref], kwargs: &Kwargs) {
        for r in self.argument_objects(args, kwargs) {
            self.hold(r);
        }
    }

    /// The tuple of the names that goes with an array of arguments (`_PyStack_UnpackDict`): a new reference.
    pub(crate) fn names_tuple(&mut self, names: impl Iterator<Item = Ref>) -> Ref {
        let names = names.map(|name| self.newref(name)).collect();
        self.new_tuple_tracked(names)
    }

    /// Holds what `_PyStack_UnpackDict` makes of arguments and a dict of keywords: the names in a tuple, and an array with
    /// references of its own, from 3.15 on only to the values of the keywords.
    pub(crate) fn hold_unpacked(&mut self, args: &[Ref], kwargs: &Kwargs) {
        let names = self.names_tuple(kwargs.iter().map(|(name, _)| *name));
        self.hold(names);
        let whole = !self.facts.unpacks_values_only;
        let positional = args.iter().filter(|_| whole);
        for &r in positional.chain(kwargs.iter().map(|(_, value)| value)) {
            self.incref(r);
            self.hold(r);
        }
    }

    /// Pushes the tuple and the dict on the stack, above the call.
    pub(super) fn push_arguments(&mut self, args: &[Ref], kwargs: &Kwargs) {
        for r in self.argument_objects(args, kwargs) {
            self.push(r);
        }
    }

    /// Gives up what lies above `height`, the top first, then the call at `at`.
    pub(super) fn drop_through_c(&mut self, at: usize, height: usize) {
        let above = self.stack.len().saturating_sub(height);
        self.drop_top(above);
        self.drop_call(at);
    }

    /// The call of a Python function that stands for an object's `__call__`.
    pub(super) fn call_through_c(
        &mut self,
        at: usize,
        argc: usize,
        names: &[Ref],
        function: Ref,
        object: Ref,
        caller: Caller,
    ) -> PyResult<Called> {
        let (args, kwargs) = self.arguments_at(at, argc, names);
        let args = args.as_slice();
        let height = self.stack.len();
        if self.facts.callers_keep_arguments {
            // The arguments on the stack stand for the tuple that they have been moved to; an instruction holds what it
            // calls besides the stack.
            if caller == Caller::Instruction {
                self.incref(object);
                self.push(object);
            }
            self.push_bound(function, object);
        } else {
            self.push_arguments(args, &kwargs);
        }
        let given = (args, names, kwargs.as_slice());
        self.push_through_c(at, height, function, object, given, caller)
    }

    /// Pushes the call of `function` with `object` and the arguments above the call at `at`; the frame that results gives
    /// up both when it is over.
    pub(super) fn push_through_c(
        &mut self,
        at: usize,
        height: usize,
        function: Ref,
        object: Ref,
        (args, names, kwargs): (&[Ref], &[Ref], &Kwargs),
        caller: Caller,
    ) -> PyResult<Called> {
        if !names.is_empty() && !self.facts.callers_keep_arguments {
            // `_PyStack_UnpackDict`: the array has references of its own; from 3.15 on only to the values. When Rust code
            // called, what lies on the stack already is that array, but for the object.
            let whole = !self.facts.unpacks_values_only;
            let first = whole.then_some(object);
            let positional = args.iter().filter(|_| whole);
            let values = positional.chain(kwargs.iter().map(|(_, value)| value));
            let values = values.filter(|_| caller == Caller::Instruction);
            let array: SmallVec<[Ref; 8]> = first.into_iter().chain(values.copied()).collect();
            let names = self.names_tuple(names.iter().copied());
            self.push(names);
            for r in array {
                self.incref(r);
                self.push(r);
            }
        }
        let call = self.stack.len();
        for &r in [function, object]
            .iter()
            .chain(args)
            .chain(kwargs.iter().map(|(_, value)| value))
        {
            self.incref(r);
            self.push(r);
        }
        match self.push_function(call, args.len() + names.len(), names) {
            Ok(called) => {
                if let Some(frame) = self.frames.last_mut() {
                    frame.left = Left {
                        call: small(height - at),
                        gathered: small(call - height),
                    };
                }
                Ok(called)
            }
            Err(e) => Err(self.keeping(e, |m| m.drop_through_c(at, height))),
        }
    }

    /// The frame of such a call is over: gives up what it left on the caller's stack.
    pub(crate) fn end_call_through_c(&mut self, left: Left) {
        if left == Left::default() {
            return;
        }
        let height = self.stack.len().saturating_sub(left.gathered as usize);
        let at = height.saturating_sub(left.call as usize);
        self.drop_through_c(at, height);
    }
}

/// The limits on the source keep the number of arguments small.
fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
