//! The machine: a heap, frames, and the named parts of an interpreter, all plain data.
//!
//! A clone is a checkpoint. The machine reads no clock and no randomness: the same program makes the
//! same steps, the same addresses and the same events every time.
//!
//! **References.** As in C: a function that returns a [`Ref`] returns a *new* reference unless its
//! docstring says "borrowed"; arguments are borrowed unless it says that they are taken over. Rust
//! code that calls back into Python while it holds a reference of its own parks it with
//! [`Machine::hold`], so that every reference can be accounted for at any moment.

use std::collections::HashMap;
use std::rc::Rc;

use heap::{Event, Heap, Ref, Runtime, Serial};

use crate::call::{CallSites, ExecutedSites};
use crate::frame::{Frame, StackRef};
use crate::names::Names;
use crate::objects::{Body, Label, Payload};
use crate::output::Output;
use crate::types::TypeId;
use crate::version::{PyFacts, Version};
use crate::watch::{Clock, Limits, Stop, Watch};

/// Why the code that is being executed is left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unwind {
    /// A Python exception; the reference is owned.
    Raise(Ref),
    /// The same, raised again: no new traceback entry here.
    Reraise(Ref),
    /// The run ends here: a limit, or the moment that was asked for. See [`Machine::stopped`].
    Halt,
}

/// The result of anything that can raise.
pub type PyResult<T> = Result<T, Unwind>;

/// What a run can be told beforehand.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Shown in tracebacks.
    pub file_name: String,
    /// When to give up.
    pub limits: Limits,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            file_name: "program.py".into(),
            limits: Limits::default(),
        }
    }
}

/// Objects that the interpreter itself holds.
#[derive(Clone, Debug)]
pub struct Interpreter {
    /// Static types by [`TypeId`].
    pub types: Vec<Ref>,
    /// `None`
    pub none: Ref,
    /// `True`
    pub true_: Ref,
    /// `False`
    pub false_: Ref,
    /// `...`
    pub ellipsis: Ref,
    /// `NotImplemented`
    pub not_implemented: Ref,
    /// `()`
    pub empty_tuple: Ref,
    /// `''`
    pub empty_str: Ref,
    /// `b''`
    pub empty_bytes: Ref,
    /// `frozenset()`, once somebody made one (2.7).
    pub empty_frozenset: Option<Ref>,
    /// The ints from -5 on.
    pub small_ints: Vec<Ref>,
    /// Strings of one Latin-1 character.
    pub latin1: Vec<Ref>,
    /// Bytes of length one.
    pub bytes1: Vec<Ref>,
    /// Namespace of `builtins`.
    pub builtins: Ref,
    /// What it held at the start, by key: not owned, so that counts stay those of what the program sees.
    pub first_builtins: Rc<[(Ref, Ref, Serial)]>,
    /// `sys.modules`
    pub modules: Ref,
    /// Strings that the interpreter itself uses.
    pub names: Names,
    /// Constants of the syntax trees that are still alive.
    pub tree_constants: Vec<Ref>,
    /// `gc.garbage`
    pub garbage: Ref,
    /// `gc.callbacks`
    pub callbacks: Ref,
    /// atexit registrations: function, args tuple, kwargs dict; newest last.
    pub atexit: Vec<(Ref, Ref, Option<Ref>)>,
    /// Everything else that is held by name, for the auditor and for pictures.
    pub others: Vec<(&'static str, Ref)>,
}

/// One simulated process.
#[derive(Clone, Debug)]
pub struct Machine {
    /// Its memory.
    pub heap: Heap<Body>,
    /// Which Python.
    pub version: Version,
    /// What that means.
    pub facts: PyFacts,
    /// What calls of classes have turned into.
    pub call_sites: CallSites,
    /// Instructions that have been executed where it matters whether they are specialised.
    pub(crate) executed: ExecutedSites,
    /// The interpreter's own objects.
    pub interp: Interpreter,
    /// The calls that run, innermost last.
    pub(crate) frames: Vec<Frame>,
    /// Locals and evaluation stacks of all of them.
    pub(crate) stack: Vec<StackRef>,
    /// Exceptions being handled: one entry per running generator and one for the main line.
    pub(crate) exc: Vec<Option<Ref>>,
    /// The exception that is on its way out of a frame; somebody else holds it.
    pub(crate) in_flight: Option<Ref>,
    /// References held by Rust code that is calling back into Python.
    pub(crate) held: Vec<Ref>,
    /// How deep Rust code has called back into Python.
    pub(crate) nesting: u32,
    /// How deep Rust code has recursed into itself.
    pub(crate) recursion: u32,
    pub(crate) next_frame: u32,
    /// Set by YIELD_VALUE when the value goes out to Rust code.
    pub(crate) yielded: bool,
    /// What happens with the generator that RETURN_GENERATOR just made.
    pub(crate) returned_from: crate::frame::Return,
    pub(crate) interned: HashMap<Rc<str>, (Ref, Serial)>,
    pub(crate) lookups: crate::lookup::LookupCache,
    /// What was printed.
    pub output: Output,
    /// File name and source of every compilation unit, for tracebacks.
    pub sources: Vec<(Rc<str>, Rc<str>)>,
    /// Where we are.
    pub(crate) clock: Clock,
    pub(crate) limits: Limits,
    pub(crate) watch: Watch,
    /// Set when the run is over or interrupted.
    pub(crate) stopped: Option<Stop>,
    /// The step at which the loop has to look up: a limit or a watched moment.
    pub(crate) pause_at: u64,
    /// gc debug flags.
    pub(crate) gc_debug: i64,
    /// `sys.is_finalizing()`
    pub(crate) finalizing: bool,
    /// The program's own code is over; the end of the interpreter is next.
    pub(crate) main_over: bool,
    /// What the process exits with.
    pub(crate) exit_status: i32,
    /// Where the current slice of the run ends.
    pub(crate) chunk_end: u64,
    pub(crate) modules_state: crate::modules::State,
}

impl Machine {
    // ---- references

    /// `Py_INCREF`.
    #[inline]
    pub fn incref(&mut self, r: Ref) {
        self.heap.incref(r);
        if self.watch.is_on() {
            let count = self.heap.refcnt(r);
            self.saw(Event::Incref { object: r, count });
        }
    }

    /// `Py_INCREF`, and the reference itself.
    #[inline]
    pub fn newref(&mut self, r: Ref) -> Ref {
        self.incref(r);
        r
    }

    /// `Py_DECREF`: the object may die, and Python code may run.
    #[inline]
    pub fn decref(&mut self, r: Ref) {
        if self.watch.is_on() {
            heap::decref(self, r);
        } else if self.heap.take_ref(r) {
            heap::dealloc(self, r);
        }
    }

    /// `Py_XDECREF`.
    #[inline]
    pub fn xdecref(&mut self, r: Option<Ref>) {
        if let Some(r) = r {
            self.decref(r);
        }
    }

    /// `PyObject_GC_Track`.
    #[inline]
    pub fn track(&mut self, r: Ref) {
        if self.watch.is_on() {
            heap::track(self, r);
        } else {
            self.heap.track(r);
        }
    }

    /// Gives up several references in order.
    pub fn decref_all(&mut self, refs: impl IntoIterator<Item = Ref>) {
        // Those yet to go stay accounted for while finalizers run.
        let mark = self.held.len();
        self.held.extend(refs);
        if let Some(refs) = self.held.get_mut(mark..) {
            refs.reverse();
        }
        self.release_to(mark);
    }

    /// Gives up what a stack entry owns.
    #[inline]
    pub fn close(&mut self, entry: StackRef) {
        if let Some(r) = entry.get_owned() {
            self.decref(r);
        }
    }

    /// Takes over a reference for as long as Rust code works with it; pair with [`Machine::unhold`].
    pub fn hold(&mut self, r: Ref) -> Ref {
        self.held.push(r);
        r
    }

    /// Gives the most recently held reference back to the caller.
    pub fn unhold(&mut self) -> Option<Ref> {
        self.held.pop()
    }

    /// How many references are held, to go back to with [`Machine::release_to`].
    pub fn held_mark(&self) -> usize {
        self.held.len()
    }

    /// Gives up every reference held since the mark, newest first.
    pub fn release_to(&mut self, mark: usize) {
        while self.held.len() > mark {
            if let Some(r) = self.held.pop() {
                self.decref(r);
            }
        }
    }

    // ---- looking at objects

    /// The payload of an object.
    #[inline]
    pub fn payload(&self, r: Ref) -> &Payload {
        &self.heap.body(r).payload
    }

    /// The payload of an object, to be changed.
    #[inline]
    pub fn payload_mut(&mut self, r: Ref) -> &mut Payload {
        &mut self.heap.body_mut(r).payload
    }

    /// The class of an object, borrowed.
    #[inline]
    pub fn class_of(&self, r: Ref) -> Ref {
        self.heap.ob_type(r)
    }

    /// The static type object, borrowed.
    #[inline]
    pub fn type_ref(&self, id: TypeId) -> Ref {
        self.interp.types[id as usize]
    }

    /// Whether the object's class is exactly this static type.
    #[inline]
    pub fn is_exact(&self, r: Ref, id: TypeId) -> bool {
        self.class_of(r) == self.type_ref(id)
    }

    /// Whether the class is exactly this static type.
    #[inline]
    pub fn is_exact_class(&self, class: Ref, id: TypeId) -> bool {
        class == self.type_ref(id)
    }

    /// Which built-in type decides what the object is inside.
    pub fn native_type(&self, r: Ref) -> TypeId {
        self.native_of_class(self.class_of(r))
    }

    /// Which built-in type decides what instances of the class are inside.
    pub fn native_of_class(&self, class: Ref) -> TypeId {
        match self.payload(class) {
            Payload::Type(t) => t.native,
            _ => TypeId::Object,
        }
    }

    /// `isinstance` by the built-in part only.
    pub fn is_native(&self, r: Ref, id: TypeId) -> bool {
        self.native_type(r).is_subtype(id)
    }

    /// The name of the object's class.
    pub fn type_name(&self, r: Ref) -> &str {
        self.class_name(self.shown_type(r))
    }

    /// The name of a class.
    pub fn class_name(&self, class: Ref) -> &str {
        match self.payload(class) {
            Payload::Type(t) => &t.name,
            _ => "?",
        }
    }

    /// The text of a string object.
    pub fn str_of(&self, r: Ref) -> Option<&str> {
        match self.payload(r) {
            Payload::Str(s) => Some(&s.text),
            _ => None,
        }
    }

    /// The text of a string object, or nothing.
    pub fn text(&self, r: Ref) -> String {
        self.str_of(r).unwrap_or_default().to_owned()
    }

    /// Items of a list or tuple (or subclass), borrowed.
    pub fn items(&self, r: Ref) -> Option<&[Ref]> {
        match self.payload(r) {
            Payload::List(l) => Some(&l.items),
            Payload::Tuple(t) => Some(&t.items),
            _ => None,
        }
    }

    /// `None`, `True`, … as new references.
    pub fn none(&mut self) -> Ref {
        self.newref(self.interp.none)
    }

    /// `True` or `False`.
    pub fn bool(&mut self, value: bool) -> Ref {
        let r = if value {
            self.interp.true_
        } else {
            self.interp.false_
        };
        self.newref(r)
    }

    /// `NotImplemented`.
    pub fn not_implemented(&mut self) -> Ref {
        self.newref(self.interp.not_implemented)
    }

    /// Whether the object is `None`.
    pub fn is_none(&self, r: Ref) -> bool {
        r == self.interp.none
    }

    // ---- the eval breaker

    /// Runs a collection that has become due (3.12 and later: here; before: in the allocation).
    #[inline]
    pub(crate) fn eval_breaker(&mut self) {
        if self.heap.gc_due() {
            heap::collect_if_due(self);
        }
    }
}

impl Runtime for Machine {
    type Body = Body;

    fn heap(&self) -> &Heap<Body> {
        &self.heap
    }

    fn heap_mut(&mut self) -> &mut Heap<Body> {
        &mut self.heap
    }

    fn has_finalizer(&self, r: Ref) -> bool {
        crate::finalizer::has_finalizer(self, r)
    }

    fn has_legacy_finalizer(&self, r: Ref) -> bool {
        self.version == Version::V2_7 && crate::finalizer::has_finalizer(self, r)
    }

    fn finalize(&mut self, r: Ref) {
        crate::finalizer::finalize(self, r);
    }

    fn dying(&mut self, r: Ref) {
        if matches!(self.payload(r), Payload::Type(_)) {
            crate::class::leave_bases(self, r);
        }
    }

    fn weakref_callback(&mut self, weak: Ref, callback: Ref) {
        crate::finalizer::weakref_callback(self, weak, callback);
    }

    fn gc_callbacks(&mut self, phase: heap::GcPhase, info: heap::CollectionInfo) {
        crate::modules::gc::run_callbacks(self, phase, info);
    }

    fn roots(&self, visit: &mut dyn FnMut(Ref)) {
        self.each_root(&mut |_, r| visit(r));
    }

    fn gc_started(&mut self, generation: usize) {
        crate::modules::gc::debug_started(self, generation);
    }

    fn gc_collectable(&mut self, object: Ref) {
        crate::modules::gc::debug_object(self, object, true);
    }

    fn gc_uncollectable(&mut self, object: Ref) {
        crate::modules::gc::debug_object(self, object, false);
    }

    fn gc_done(&mut self, info: heap::CollectionInfo) {
        crate::modules::gc::debug_done(self, info);
    }

    fn gc_saves_all(&self) -> bool {
        self.gc_debug & crate::modules::gc::DEBUG_SAVEALL != 0
    }

    fn gc_garbage(&mut self, object: Ref) {
        self.incref(object);
        let garbage = self.interp.garbage;
        self.list_append(garbage, object);
    }

    fn watching(&self) -> bool {
        self.watch.is_on()
    }

    fn saw(&mut self, event: Event) {
        self.observe(event);
    }
}

/// A reference that is held from outside the heap.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Root {
    /// Local slot of the frame with this number (0 is the outermost).
    Local(usize, Label),
    /// Entry of the evaluation stack of a frame.
    Stack(usize, u32),
    /// A frame's function, code, namespace or frame object.
    Frame(usize, &'static str),
    /// An exception being handled.
    Handled,
    /// Rust code that is calling back into Python.
    Rust,
    /// A named part of the interpreter.
    Interpreter(&'static str),
}

impl Machine {
    /// Every reference that is held from outside the heap.
    pub fn each_root(&self, visit: &mut dyn FnMut(Root, Ref)) {
        let tops = self
            .frames
            .iter()
            .skip(1)
            .map(|f| f.base)
            .chain([self.stack.len() as u32]);
        for (n, (frame, top)) in self.frames.iter().zip(tops).enumerate() {
            for (i, slot) in self
                .stack
                .iter()
                .enumerate()
                .take(top as usize)
                .skip(frame.base as usize)
            {
                let Some(r) = slot.get_owned() else { continue };
                let i = i as u32;
                let root = if i < frame.stack_base {
                    Root::Local(n, Label::Local(i - frame.base))
                } else {
                    Root::Stack(n, i - frame.stack_base)
                };
                visit(root, r);
            }
            let parts = [
                ("function", frame.func),
                ("code", Some(frame.code_ref)),
                ("locals", frame.locals),
                ("frame object", frame.object),
                ("outer exception", frame.outer_exception.flatten()),
            ];
            for (name, part) in parts {
                if let Some(r) = part {
                    visit(Root::Frame(n, name), r);
                }
            }
            if let crate::frame::Return::Init(r) | crate::frame::Return::InitToRust(r) = frame.ret {
                visit(Root::Frame(n, "new object"), r);
            }
        }
        if self.frames.is_empty() {
            for slot in &self.stack {
                if let Some(r) = slot.get_owned() {
                    visit(Root::Rust, r);
                }
            }
        } else if let Some(first) = self.frames.first() {
            for slot in self.stack.iter().take(first.base as usize) {
                if let Some(r) = slot.get_owned() {
                    visit(Root::Rust, r);
                }
            }
        }
        for r in self.exc.iter().flatten() {
            visit(Root::Handled, *r);
        }
        for &r in &self.held {
            visit(Root::Rust, r);
        }
        self.interp.each_root(visit);
        self.modules_state.each_root(visit);
    }
}

impl Interpreter {
    fn each_root(&self, visit: &mut dyn FnMut(Root, Ref)) {
        let one = |name| Root::Interpreter(name);
        for &r in &self.types {
            visit(one("static type"), r);
        }
        for (name, r) in [
            ("None", self.none),
            ("True", self.true_),
            ("False", self.false_),
            ("Ellipsis", self.ellipsis),
            ("NotImplemented", self.not_implemented),
            ("empty tuple", self.empty_tuple),
            ("empty string", self.empty_str),
            ("empty bytes", self.empty_bytes),
            ("builtins", self.builtins),
            ("sys.modules", self.modules),
            ("gc.garbage", self.garbage),
            ("gc.callbacks", self.callbacks),
        ] {
            visit(one(name), r);
        }
        self.small_ints
            .iter()
            .for_each(|&r| visit(one("small ints"), r));
        self.latin1
            .iter()
            .for_each(|&r| visit(one("one-character strings"), r));
        self.bytes1
            .iter()
            .for_each(|&r| visit(one("one-byte bytes"), r));
        if let Some(r) = self.empty_frozenset {
            visit(one("empty frozenset"), r);
        }
        self.names.each(&mut |r| visit(one("interned names"), r));
        self.tree_constants
            .iter()
            .for_each(|&r| visit(one("syntax tree"), r));
        for &(function, args, kwargs) in &self.atexit {
            visit(one("atexit"), function);
            visit(one("atexit"), args);
            if let Some(kwargs) = kwargs {
                visit(one("atexit"), kwargs);
            }
        }
        for &(name, r) in &self.others {
            visit(one(name), r);
        }
    }
}
