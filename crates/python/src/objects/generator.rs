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
    /// Its code is being executed.
    pub running: bool,
    /// It has executed at least one `yield` or is past its start.
    pub started: bool,
    /// Its own exception being handled (`gi_exc_state`).
    pub exc: Option<Ref>,
}

impl Generator {
    /// gen_traverse.
    pub fn each(&self, visit: &mut dyn FnMut(Label, Ref)) {
        visit(Label::Field("__name__"), self.name);
        visit(Label::Field("__qualname__"), self.qualname);
        visit(Label::Field("gi_code"), self.code);
        if let Some(saved) = &self.frame {
            each_in_frame(saved, visit);
        }
        if let Some(r) = self.exc {
            visit(Label::Field("gi_exc_state"), r);
        }
    }

    /// The frame goes; names stay.
    pub fn clear(&mut self, released: &mut Vec<Ref>) {
        if let Some(saved) = self.frame.take() {
            release_frame(*saved, released);
        }
        released.extend(self.exc.take());
    }

    /// gen_dealloc: the frame, then the names.
    pub fn release(&mut self, released: &mut Vec<Ref>) {
        self.clear(released);
        released.extend([self.code, self.name, self.qualname]);
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
}

impl FrameObject {
    /// frame_traverse: nothing of a running call.
    pub fn each(&self, visit: &mut dyn FnMut(Label, Ref)) {
        if let Some(r) = self.back {
            visit(Label::Field("f_back"), r);
        }
        visit(Label::Field("f_code"), self.code);
        if let Some(saved) = &self.saved {
            each_in_frame(saved, visit);
        }
    }

    /// frame_tp_clear: the locals and the stack.
    pub fn clear(&mut self, released: &mut Vec<Ref>) {
        released.extend(self.back.take());
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
