//! Generators and frame objects (`Objects/genobject.c`, `Objects/frameobject.c`).

use heap::Ref;

use super::body::Label;
use crate::frame::SavedFrame;

/// A generator.
#[derive(Clone, Debug)]
pub struct Generator {
    /// The suspended frame; none while running and after the end.
    pub frame: Option<Box<SavedFrame>>,
    /// `__name__`
    pub name: Ref,
    /// `__qualname__`
    pub qualname: Ref,
    /// `gi_code`
    pub code: Ref,
    /// It holds its code: from 3.12 on the frame does while there is one, and leaves it behind.
    pub owns_code: bool,
    /// When the collector is told of the code.
    pub shows_code: ShowsCode,
    /// Its code is being executed.
    pub running: bool,
    /// It has executed at least one `yield` or is past its start.
    pub started: bool,
    /// Its own exception being handled (`gi_exc_state`).
    pub exc: Option<Ref>,
}

/// When `gen_traverse` visits the code that a generator holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ShowsCode {
    /// Always, before all else (up to 3.11).
    First,
    /// Never (3.12, 3.13).
    Never,
    /// After all else, once there is no frame that does (3.14+).
    Last,
}

impl Generator {
    /// gen_traverse; with `all`, all that is held.
    pub fn each(&self, all: bool, visit: &mut dyn FnMut(Label, Ref)) {
        let shown =
            |when| self.owns_code && (self.shows_code == when || all && when == ShowsCode::First);
        if shown(ShowsCode::First) {
            visit(Label::Field("gi_code"), self.code);
        }
        visit(Label::Field("__name__"), self.name);
        visit(Label::Field("__qualname__"), self.qualname);
        if let Some(saved) = &self.frame {
            each_in_frame(saved, visit);
        }
        if shown(ShowsCode::Last) && !all {
            visit(Label::Field("gi_code"), self.code);
        }
        if let Some(r) = self.exc {
            visit(Label::Field("gi_exc_state"), r);
        }
    }

    /// The frame goes; names stay.
    pub fn clear(&mut self, released: &mut Vec<Ref>) {
        if let Some(saved) = self.frame.take() {
            release_frame(*saved, released);
            // The code is the last thing that a frame gives up.
            if !self.owns_code {
                self.owns_code = released.pop().is_some();
            }
        }
        released.extend(self.exc.take());
    }

    /// gen_dealloc: the frame, then the names.
    pub fn release(&mut self, released: &mut Vec<Ref>) {
        self.clear(released);
        if self.owns_code {
            released.push(self.code);
        }
        released.extend([self.name, self.qualname]);
    }
}

/// A frame object.
#[derive(Clone, Debug)]
pub struct FrameObject {
    /// Which call it shows; it runs while the machine has a frame with this id.
    pub id: u32,
    /// What the call left, once it is over.
    pub saved: Option<Box<SavedFrame>>,
    /// `f_back`, known once the call is over.
    pub back: Option<Ref>,
    /// `f_code`: owned while the call runs too.
    pub code: Ref,
    /// The generator whose frame it shows; not counted.
    pub generator: Option<Ref>,
    /// Line where the call stopped.
    pub line: u32,
    /// What was put into `f_locals` under names that the code does not have (3.13+).
    pub extra_locals: Option<Ref>,
}

impl FrameObject {
    /// frame_traverse: nothing of a running call, which holds its code all the same.
    pub fn each(&self, all: bool, visit: &mut dyn FnMut(Label, Ref)) {
        if let Some(r) = self.back {
            visit(Label::Field("f_back"), r);
        }
        if let Some(r) = self.extra_locals {
            visit(Label::Field("f_extra_locals"), r);
        }
        if all || self.saved.is_some() {
            visit(Label::Field("f_code"), self.code);
        }
        if let Some(saved) = &self.saved {
            each_in_frame(saved, visit);
        }
    }

    /// frame_tp_clear: the locals and the stack.
    pub fn clear(&mut self, released: &mut Vec<Ref>) {
        released.extend(self.back.take());
        released.extend(self.extra_locals.take());
        if let Some(saved) = &mut self.saved {
            released.extend(saved.take_slots());
        }
    }

    /// frame_dealloc: the locals, then the rest.
    pub fn release(&mut self, released: &mut Vec<Ref>) {
        if let Some(saved) = self.saved.take() {
            release_frame(*saved, released);
        }
        released.extend(self.back.take());
        released.extend(self.extra_locals.take());
        released.push(self.code);
    }
}

fn each_in_frame(saved: &SavedFrame, visit: &mut dyn FnMut(Label, Ref)) {
    let frame = &saved.frame;
    if let Some(r) = frame.object {
        visit(Label::Field("gi_frame"), r);
    }
    if let Some(r) = frame.func {
        visit(Label::Field("f_func"), r);
    }
    visit(Label::Field("f_code"), frame.code_ref);
    if let Some(Some(r)) = frame.outer_exception {
        visit(Label::Field("f_exc_value"), r);
    }
    if let Some(r) = frame.locals {
        visit(Label::Field("f_locals"), r);
    }
    let locals = frame.code.varnames.len();
    for (i, slot) in saved.slots.iter().enumerate() {
        if let Some(r) = slot.get_owned() {
            let label = if i < locals {
                Label::Local(i as u32)
            } else {
                Label::Stack((i - locals) as u32)
            };
            visit(label, r);
        }
    }
}

/// Gives up everything a suspended frame holds, in the order of `_PyFrame_ClearExceptCode`.
pub fn release_frame(mut saved: SavedFrame, released: &mut Vec<Ref>) {
    released.extend(saved.frame.object);
    released.extend(saved.take_slots());
    released.extend(saved.frame.outer_exception.flatten());
    released.extend(saved.frame.locals);
    released.extend(saved.frame.func);
    released.push(saved.frame.code_ref);
}
