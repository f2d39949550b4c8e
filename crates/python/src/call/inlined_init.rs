//! Where `C(…)` becomes a frame of `__init__` without a tuple of the arguments: CALL_ALLOC_AND_ENTER_INIT, which a CALL
//! turns into once it has seen a simple class (`specialize_class_call` in `Python/specialize.c`).

use std::collections::BTreeMap;

use heap::{Ref, Serial};

use crate::machine::Machine;
use crate::objects::Payload;
use crate::types::TypeId;

/// Which classes a CALL can be specialised for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InlinedInit {
    /// None (up to 3.12).
    Never,
    /// Those with inline values, called with as many arguments as there are parameters (3.13).
    ExactArguments,
    /// Those that make plain objects (3.14+).
    PlainObjects,
}

/// What the calls of classes have turned into, by code object and instruction.
#[derive(Clone, Debug, Default)]
pub struct CallSites(BTreeMap<(Serial, u32), Site>);

/// The state of one CALL.
#[derive(Clone, Copy, Debug)]
struct Site {
    /// Executions until specialisation is tried (`_Py_BackoffCounter`).
    counter: u16,
    /// The class that it is specialised for, and how often that had been changed.
    class: Option<(Serial, u32)>,
    /// It is specialised for whatever is no Python function: CALL_NON_PY_GENERAL.
    general: bool,
}

/// `adaptive_counter_warmup`: tried at the second execution.
const WARMUP: Site = Site {
    counter: 1,
    class: None,
    general: false,
};
/// `ADAPTIVE_COOLDOWN_VALUE`: misses until it is tried again.
const COOLDOWN: u16 = 52;

impl Machine {
    /// Whether the CALL that is being executed enters `__init__` directly. Counts the execution.
    pub(super) fn init_is_inlined(&mut self, class: Ref, init: Ref, argc: usize) -> bool {
        if self.facts.inlined_init == InlinedInit::Never {
            return false;
        }
        let Some(frame) = self.frames.last() else {
            return false;
        };
        let key = (self.heap.serial(frame.code_ref), frame.lasti);
        let now = (self.heap.serial(class), self.changes_of(class));
        let exact = self.takes_exactly(init, argc + 1);
        let mut site = self.call_sites.0.get(&key).copied().unwrap_or(WARMUP);
        if site.general {
            return false;
        }
        if site.class == Some(now) && exact {
            return true;
        }
        let inlined = if site.counter > 0 {
            site.counter -= 1;
            false
        } else if self.init_can_be_inlined(class, init) {
            site.class = Some(now);
            site.counter = COOLDOWN;
            exact
        } else {
            site.general = true;
            false
        };
        self.call_sites.0.insert(key, site);
        inlined
    }

    /// The CALL that is being executed calls a class whose metaclass has its own `__call__`: once it is specialised for
    /// that, it stays so (`specialize_class_call`).
    pub(super) fn note_metaclass_call(&mut self) {
        let Some(frame) = self.frames.last() else {
            return;
        };
        if self.facts.inlined_init == InlinedInit::Never {
            return;
        }
        let key = (self.heap.serial(frame.code_ref), frame.lasti);
        let site = self.call_sites.0.entry(key).or_insert(WARMUP);
        match site.counter.checked_sub(1) {
            Some(left) => site.counter = left,
            None => site.general |= site.class.is_none(),
        }
    }

    /// `get_init_for_simple_managed_python_class`.
    fn init_can_be_inlined(&mut self, class: Ref, init: Ref) -> bool {
        let own_new = self.python_new(class).is_some();
        let (Payload::Type(t), Payload::Function(f)) = (self.payload(class), self.payload(init))
        else {
            return false;
        };
        let Payload::Code(code) = self.payload(f.code) else {
            return false;
        };
        let simple = code.spec.kwonlyargcount == 0
            && !code.spec.flags.varargs
            && !code.spec.flags.varkeywords;
        simple
            && !own_new
            && t.native == TypeId::Object
            && self.class_of(class) == self.type_ref(TypeId::Type)
            && (self.facts.inlined_init == InlinedInit::PlainObjects || t.inline_values)
    }

    /// Whether a function has this many parameters, where the version asks for it.
    fn takes_exactly(&self, init: Ref, given: usize) -> bool {
        let Payload::Function(f) = self.payload(init) else {
            return false;
        };
        match self.payload(f.code) {
            Payload::Code(code) => {
                self.facts.inlined_init != InlinedInit::ExactArguments
                    || code.spec.argcount as usize == given
            }
            _ => false,
        }
    }

    /// How often a class and those that it derives from were changed (`tp_version_tag`).
    fn changes_of(&self, class: Ref) -> u32 {
        let Payload::Type(t) = self.payload(class) else {
            return 0;
        };
        let order = t.mro.and_then(|mro| self.items(mro)).unwrap_or_default();
        let changes = order.iter().map(|&class| match self.payload(class) {
            Payload::Type(t) => t.changes,
            _ => 0,
        });
        changes.fold(0, u32::wrapping_add)
    }
}
