//! Frames as plain data: calls of Python by Python never recurse in Rust.

use std::rc::Rc;

use heap::Ref;

use crate::objects::function::Code;
use crate::opcode::Op;

/// An entry of the evaluation stack or a local slot: nothing, a reference that is owned, or one that
/// is borrowed (3.14+, `_PyStackRef` with the tag set) and must not be given up.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct StackRef(u32);

const BORROWED: u32 = 1 << 31;

impl StackRef {
    /// An empty slot.
    pub const NULL: Self = Self(0);

    /// A reference that this slot owns.
    #[inline]
    pub fn owned(r: Ref) -> Self {
        Self(r.raw())
    }

    /// A reference that somebody else keeps alive.
    #[inline]
    pub fn borrowed(r: Ref) -> Self {
        Self(r.raw() | BORROWED)
    }

    /// What it refers to.
    #[inline]
    pub fn get(self) -> Option<Ref> {
        Ref::from_raw(self.0 & !BORROWED)
    }

    /// What it refers to, if it owns it.
    #[inline]
    pub fn get_owned(self) -> Option<Ref> {
        if self.is_borrowed() { None } else { self.get() }
    }

    /// Whether somebody else keeps it alive.
    #[inline]
    pub fn is_borrowed(self) -> bool {
        self.0 & BORROWED != 0
    }

    /// Whether the slot is empty.
    #[inline]
    pub fn is_null(self) -> bool {
        self.0 == 0
    }
}

impl std::fmt::Debug for StackRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.get() {
            None => f.write_str("NULL"),
            Some(r) if self.is_borrowed() => write!(f, "&{}", r.raw()),
            Some(r) => write!(f, "{}", r.raw()),
        }
    }
}

/// What happens with the result when a frame returns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Return {
    /// It is pushed on the caller's stack.
    Push,
    /// `__init__`: it must be None, and this new object is pushed instead.
    Init(Ref),
    /// The same for a class that Rust code called.
    InitToRust(Ref),
    /// The call came from Rust: the nested loop ends and hands it out.
    ToRust,
    /// A generator resumed by FOR_ITER, SEND or `next` of Python code; its result means exhaustion.
    Resumed(Resumed),
}

impl Return {
    /// The new object that waits for its `__init__`.
    pub fn object(self) -> Option<Ref> {
        match self {
            Return::Init(object) | Return::InitToRust(object) => Some(object),
            _ => None,
        }
    }
}

/// Who resumed a generator.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Resumed {
    /// FOR_ITER: on exhaustion jump there.
    ForIter,
    /// SEND: on exhaustion push the result and jump there.
    Send,
}

/// What a call through C leaves on the caller's stack until it is over.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Left {
    /// The call as the instruction found it: callable, self or NULL, arguments.
    pub call: u32,
    /// What C put above that: tuple, dict, array.
    pub gathered: u32,
}

/// The record of one call (`_PyInterpreterFrame`). Its locals and evaluation stack lie on the
/// machine's data stack from `base`.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Never reused.
    pub id: u32,
    /// What is executed.
    pub code: Rc<Code>,
    /// The code object, owned.
    pub code_ref: Ref,
    /// The function, owned.
    pub func: Option<Ref>,
    /// Global namespace; the function keeps it alive.
    pub globals: Ref,
    /// Built-in namespace; the function keeps it alive.
    pub builtins: Ref,
    /// Namespace of a class body or module, owned.
    pub locals: Option<Ref>,
    /// First slot of localsplus on the data stack.
    pub base: u32,
    /// First slot of the evaluation stack.
    pub stack_base: u32,
    /// The caller's stack is cut down to this when the frame ends.
    pub bottom: u32,
    /// What a call through C left on the caller's stack below `bottom`; it goes when the frame is over.
    pub left: Left,
    /// Next instruction.
    pub ip: u32,
    /// The instruction that is being executed (`f_lasti`).
    pub lasti: u32,
    /// The line and instruction of which an observer was told last.
    pub told: (u32, u32),
    /// The frame object, if somebody asked for one; owned.
    pub object: Option<Ref>,
    /// The generator that owns this frame; not counted (the caller's stack holds it).
    pub generator: Option<Ref>,
    /// What happens with the result.
    pub ret: Return,
    /// What was the current exception before this frame caught one, if it did (2.7).
    pub outer_exception: Option<Option<Ref>>,
}

/// A frame that does not run: of a generator, or kept by a frame object after its call.
#[derive(Clone, Debug)]
pub struct SavedFrame {
    /// The record; `base` is meaningless.
    pub frame: Frame,
    /// Locals, then the evaluation stack.
    pub slots: Vec<StackRef>,
    /// They die from the last to the first (3.14+).
    pub backwards: bool,
}

impl SavedFrame {
    /// Empties the slots: the references they own, in the order in which they die.
    pub fn take_slots(&mut self) -> Vec<Ref> {
        let mut owned: Vec<Ref> = std::mem::take(&mut self.slots)
            .into_iter()
            .filter_map(StackRef::get_owned)
            .collect();
        if self.backwards {
            owned.reverse();
        }
        owned
    }
}

impl Frame {
    /// Whether the frame, with `at` as the instruction it is at, is still being set up (`_PyFrame_IsIncomplete`): it has
    /// not come to its RESUME, or what a call makes is still to come (RETURN_GENERATOR).
    pub fn is_incomplete(&self, at: u32) -> bool {
        let spec = &self.code.spec;
        let place = |op: Op| spec.code.iter().position(|i| i.op == op).unwrap_or(0);
        let made = if spec.flags.generator {
            place(Op::ReturnGenerator)
        } else {
            0
        };
        (at as usize) < made.max(place(Op::Resume))
    }

    /// The line that is being executed.
    pub fn line(&self) -> u32 {
        self.line_at(self.lasti)
    }

    /// The line of an instruction.
    pub fn line_at(&self, instruction: u32) -> u32 {
        self.code
            .spec
            .positions
            .get(instruction as usize)
            .map_or(self.code.spec.first_line, |p| {
                if p.line == 0 {
                    self.code.spec.first_line
                } else {
                    p.line
                }
            })
    }
}
