//! Who holds an object: every counted reference, named.

use crate::address::Ref;
use crate::dealloc::Pending;
use crate::heap::Heap;
use crate::object::Object;

/// One counted reference from inside the heap. References from frames, stacks and the interpreter are the
/// runtime's to name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Holder<L> {
    /// The body of an object, and which of its references.
    Body { object: Ref, label: L },
    /// The type pointer of an instance.
    Type { instance: Ref },
    /// Given up by an object that is being deallocated, and not yet released.
    Deallocation,
    /// Kept alive for the length of a call: a finalizer, a callback, `tp_clear`.
    Call,
}

impl<O: Object> Heap<O> {
    /// Everything inside the heap that holds `r`, by handle of the holder. Takes a look at every object.
    pub fn holders(&self, r: Ref) -> Vec<Holder<O::Label>> {
        let mut holders = Vec::new();
        self.each_holding(&mut |holder, held| {
            if held == r {
                holders.push(holder);
            }
        });
        holders
    }

    /// Every counted reference inside the heap: who holds what.
    pub fn each_holding(&self, visit: &mut dyn FnMut(Holder<O::Label>, Ref)) {
        for object in self.live() {
            self.body(object)
                .holds(&mut |label, held| visit(Holder::Body { object, label }, held));
            if self.holds_type(object) {
                visit(Holder::Type { instance: object }, self.ob_type(object));
            }
        }
        for pending in &self.pending {
            match pending {
                Pending::Release(held) => visit(Holder::Deallocation, *held),
                Pending::FreeBlock(_) | Pending::Free(_) => {}
            }
        }
        for &held in &self.held {
            visit(Holder::Call, held);
        }
    }

    /// What the collector sees of an object, in its order: what a subclass added, the type where it is held, then
    /// the `tp_traverse` of the built-in type.
    pub fn referents(&self, r: Ref, visit: &mut dyn FnMut(Ref)) {
        if !self.is_alive(r) {
            return;
        }
        self.body(r)
            .traverse_before_type(&mut |_, referent| visit(referent));
        if self.holds_type(r) {
            visit(self.ob_type(r));
        }
        self.body(r).traverse(&mut |_, referent| visit(referent));
    }
}
