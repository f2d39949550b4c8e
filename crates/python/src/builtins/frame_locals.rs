//! The variables of a frame: `locals()`, `f_locals`, and `FrameLocalsProxy` from 3.13 on (`Objects/frameobject.c`, PEP 667).
//!
//! Up to 3.12 a frame of a function keeps one dict, brought up to date whenever somebody asks for it. From 3.13 on
//! `f_locals` is a view that reads and writes the slots themselves, and `locals()` is a new dict each time.

mod proxy;

use heap::Ref;

pub use proxy::PROXY;

use crate::code::SlotKind;
use crate::frame::{Frame, SavedFrame, StackRef};
use crate::machine::Machine;
use crate::objects::Payload;
use crate::version::Version;

/// Where the variables of a frame are.
#[derive(Clone, Copy)]
enum Home {
    /// On the data stack: the number of the running frame.
    Running(usize),
    /// In a frame object whose call is over.
    Left(Ref),
    /// In a suspended generator.
    Suspended(Ref),
}

impl Machine {
    fn home_of(&self, frame: Ref) -> Option<Home> {
        if let Some(number) = self.running_frame(frame) {
            return Some(Home::Running(number));
        }
        let Payload::Frame(object) = self.payload(frame) else {
            return None;
        };
        match (&object.saved, object.generator) {
            (Some(_), _) => Some(Home::Left(frame)),
            (None, Some(generator)) => Some(Home::Suspended(generator)),
            (None, None) => None,
        }
    }

    /// What a call left that does not run now.
    fn saved_at(&self, home: Home) -> Option<&SavedFrame> {
        match home {
            Home::Running(_) => None,
            Home::Left(object) => match self.payload(object) {
                Payload::Frame(object) => object.saved.as_deref(),
                _ => None,
            },
            Home::Suspended(generator) => match self.payload(generator) {
                Payload::Generator(g) => g.frame.as_deref(),
                _ => None,
            },
        }
    }

    fn saved_at_mut(&mut self, home: Home) -> Option<&mut SavedFrame> {
        match home {
            Home::Running(_) => None,
            Home::Left(object) => match self.payload_mut(object) {
                Payload::Frame(object) => object.saved.as_deref_mut(),
                _ => None,
            },
            Home::Suspended(generator) => match self.payload_mut(generator) {
                Payload::Generator(g) => g.frame.as_deref_mut(),
                _ => None,
            },
        }
    }

    fn frame_at(&self, home: Home) -> Option<&Frame> {
        match home {
            Home::Running(number) => self.frames.get(number),
            _ => self.saved_at(home).map(|saved| &saved.frame),
        }
    }

    /// The slots of the variables.
    fn slots_at(&mut self, home: Home) -> Option<&mut [StackRef]> {
        let count = self.frame_at(home)?.code.varnames.len();
        let slots = match home {
            Home::Running(number) => {
                let base = self.frames.get(number)?.base as usize;
                self.stack.get_mut(base..)?
            }
            _ => self.saved_at_mut(home)?.slots.as_mut_slice(),
        };
        slots.get_mut(..count)
    }

    /// The variables by name, borrowed; `None` for those without a value.
    fn variables_at(&mut self, home: Home) -> Vec<(Ref, Option<Ref>)> {
        let Some(code) = self.frame_at(home).map(|frame| frame.code.clone()) else {
            return Vec::new();
        };
        // A frame that was cleared has no slots any more.
        let slots = self.slots_at(home).map(|slots| slots.to_vec());
        let slots = slots.unwrap_or_default().into_iter();
        let slots = slots.chain(std::iter::repeat(StackRef::NULL));
        let kinds = code.spec.varnames.iter().map(|(_, kind)| *kind);
        code.varnames
            .iter()
            .zip(kinds)
            .zip(slots)
            .map(|((&name, kind), slot)| (name, self.content(kind, slot)))
            .collect()
    }

    /// What a variable refers to: of one that inner functions use too, what its cell holds.
    fn content(&self, kind: SlotKind, slot: StackRef) -> Option<Ref> {
        let value = slot.get()?;
        match self.payload(value) {
            Payload::Cell(content) if kind != SlotKind::Local => *content,
            _ => Some(value),
        }
    }

    /// The variables as a new dict.
    fn variables_as_dict(&mut self, home: Home) -> Ref {
        let dict = self.new_dict();
        for (name, value) in self.variables_at(home) {
            if let Some(value) = value {
                self.dict_set_str(dict, name, value);
            }
        }
        dict
    }

    /// `PyFrame_FastToLocals`: the dict that the frame keeps, brought up to date (up to 3.12).
    fn fast_to_locals(&mut self, home: Home) -> Ref {
        let kept = self.frame_at(home).and_then(|frame| frame.locals);
        let Some(dict) = kept else {
            let dict = self.variables_as_dict(home);
            self.incref(dict);
            self.keep_locals(home, dict);
            return dict;
        };
        self.incref(dict);
        self.hold(dict);
        for (name, value) in self.variables_at(home) {
            match value {
                Some(value) => self.dict_set_str(dict, name, value),
                // Names compare without running Python code.
                None => drop(self.dict_remove(dict, name)),
            }
        }
        self.unhold();
        dict
    }

    fn keep_locals(&mut self, home: Home, dict: Ref) {
        let frame = match home {
            Home::Running(number) => self.frames.get_mut(number),
            _ => self.saved_at_mut(home).map(|saved| &mut saved.frame),
        };
        match frame {
            Some(frame) => frame.locals = Some(dict),
            None => self.decref(dict),
        }
    }

    /// The namespace of a class body or module; functions have none.
    fn namespace_at(&self, home: Home) -> Option<Ref> {
        let frame = self.frame_at(home)?;
        let optimized = frame.code.spec.flags.optimized;
        (!optimized).then(|| frame.locals.unwrap_or(frame.globals))
    }

    /// The dict that stands for the variables: a namespace, or up to 3.12 the one that a function's frame keeps.
    fn locals_dict(&mut self, home: Home) -> Option<Ref> {
        match self.namespace_at(home) {
            Some(namespace) => Some(self.newref(namespace)),
            None => (self.version < Version::V3_13).then(|| self.fast_to_locals(home)),
        }
    }

    /// `frame.f_locals`.
    pub(crate) fn f_locals(&mut self, frame: Ref) -> Ref {
        let Some(home) = self.home_of(frame) else {
            return self.new_dict();
        };
        match self.locals_dict(home) {
            Some(dict) => dict,
            None => self.new_frame_locals_proxy(frame),
        }
    }

    /// `locals()` of the innermost Python call.
    pub(crate) fn current_locals(&mut self) -> Ref {
        let Some(number) = self.frames.len().checked_sub(1) else {
            return self.new_dict();
        };
        if let Some(dict) = self.locals_dict(Home::Running(number)) {
            return dict;
        }
        // A proxy is made for the frame, copied, and given up.
        let Some(frame) = self.frame_object(number) else {
            return self.new_dict();
        };
        let proxy = self.new_frame_locals_proxy(frame);
        let dict = self.proxy_as_dict(proxy);
        self.decref(proxy);
        dict
    }

    /// What a frame's variables are, without leaving a trace in the frame: a namespace, or a new dict.
    pub(crate) fn frame_locals(&mut self, frame: Ref) -> Ref {
        let Some(home) = self.home_of(frame) else {
            return self.new_dict();
        };
        match self.namespace_at(home) {
            Some(namespace) => self.newref(namespace),
            None => self.variables_as_dict(home),
        }
    }
}
