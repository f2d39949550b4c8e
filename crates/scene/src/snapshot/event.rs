//! The heap's events, in terms of serials.

use heap::GcEvent;
use python::Machine;

use super::objects::serial;
use crate::state::{Event, Fate, Generation, Serial};

/// One event, told right after it: handles still mean the objects that it is about.
pub fn event(machine: &Machine, event: heap::Event) -> Event {
    let serial = |r: heap::Ref| serial(machine, r);
    match event {
        heap::Event::Alloc { object } => Event::Alloc {
            object: serial(object),
        },
        heap::Event::Incref { object, count } => Event::Incref {
            object: serial(object),
            refcount: count,
        },
        heap::Event::Decref { object, count } => Event::Decref {
            object: serial(object),
            refcount: count,
        },
        heap::Event::Dealloc { object } => Event::Dealloc {
            object: serial(object),
        },
        heap::Event::Finalize { object } => Event::Finalize {
            object: serial(object),
        },
        heap::Event::Revived { object } => Event::Resurrected {
            object: serial(object),
        },
        heap::Event::WeakrefCleared { weak, .. } => Event::WeakrefCleared { weak: serial(weak) },
        heap::Event::WeakrefCallback { weak, .. } => Event::WeakrefCallback { weak: serial(weak) },
        heap::Event::Free { object, parked } => Event::Free {
            object: serial(object),
            parked,
        },
        heap::Event::Track { object } => Event::Track {
            object: serial(object),
        },
        heap::Event::Untrack { object } => Event::Untrack {
            object: serial(object),
        },
        heap::Event::Gc(gc) => gc_event(&serial, gc),
    }
}

/// The objects that an event is about.
pub fn objects_of(event: &heap::Event) -> Vec<heap::Ref> {
    match *event {
        heap::Event::Alloc { object }
        | heap::Event::Incref { object, .. }
        | heap::Event::Decref { object, .. }
        | heap::Event::Dealloc { object }
        | heap::Event::Finalize { object }
        | heap::Event::Revived { object }
        | heap::Event::Free { object, .. }
        | heap::Event::Track { object }
        | heap::Event::Untrack { object } => vec![object],
        heap::Event::WeakrefCleared { weak, referent } => vec![weak, referent],
        heap::Event::WeakrefCallback { weak, callback } => vec![weak, callback],
        heap::Event::Gc(gc) => match gc {
            GcEvent::UpdateRefs { object, .. }
            | GcEvent::ImmortalMet { object }
            | GcEvent::Unreachable { object }
            | GcEvent::Reachable { object }
            | GcEvent::Marked { object }
            | GcEvent::Increment { object }
            | GcEvent::LegacyFinalizer { object }
            | GcEvent::Resurrected { object }
            | GcEvent::Clear { object }
            | GcEvent::Survived { object }
            | GcEvent::Garbage { object } => vec![object],
            GcEvent::SubtractRefs { from, to, .. } => vec![from, to],
            GcEvent::Rescued { object, from, .. } => vec![object, from],
            GcEvent::Start { .. }
            | GcEvent::Merged { .. }
            | GcEvent::MoveUnreachable
            | GcEvent::Promoted { .. }
            | GcEvent::LegacyFinalizers { .. }
            | GcEvent::HandleWeakrefs
            | GcEvent::FinalizeGarbage
            | GcEvent::HandleResurrected
            | GcEvent::DeleteGarbage { .. }
            | GcEvent::FreelistsCleared
            | GcEvent::Stop { .. } => Vec::new(),
        },
    }
}

fn gc_event(serial: &impl Fn(heap::Ref) -> Serial, event: GcEvent) -> Event {
    let phase = |name: &str| Event::Phase {
        name: name.to_owned(),
    };
    let judged = |object, fate| Event::Judged {
        object: serial(object),
        fate,
    };
    match event {
        GcEvent::Start { generation } => Event::CollectionStart {
            generation: number(generation),
        },
        GcEvent::Merged { .. } => phase("gc_list_merge"),
        GcEvent::UpdateRefs { object, gc_refs } => Event::UpdateRefs {
            object: serial(object),
            gc_refs,
        },
        GcEvent::ImmortalMet { object } => Event::ImmortalMet {
            object: serial(object),
        },
        GcEvent::SubtractRefs { from, to, gc_refs } => Event::SubtractRefs {
            from: serial(from),
            to: serial(to),
            gc_refs,
        },
        GcEvent::MoveUnreachable => phase("move_unreachable"),
        GcEvent::Unreachable { object } => judged(object, Fate::TentativelyUnreachable),
        GcEvent::Reachable { object } | GcEvent::Marked { object } => {
            judged(object, Fate::Reachable)
        }
        GcEvent::Increment { object } => judged(object, Fate::Candidate),
        GcEvent::Rescued {
            object,
            from,
            moved,
        } => Event::Rescued {
            object: serial(object),
            from: serial(from),
            moved,
        },
        GcEvent::Promoted {
            generation,
            survivors,
        } => Event::Promoted {
            to: number(generation),
            survivors,
        },
        GcEvent::LegacyFinalizers { .. } => phase("move_legacy_finalizers"),
        GcEvent::LegacyFinalizer { object } => judged(object, Fate::Uncollectable),
        GcEvent::HandleWeakrefs => phase("handle_weakrefs"),
        GcEvent::FinalizeGarbage => phase("finalize_garbage"),
        GcEvent::HandleResurrected => phase("handle_resurrected_objects"),
        GcEvent::Resurrected { object } => Event::Resurrected {
            object: serial(object),
        },
        GcEvent::DeleteGarbage { .. } => phase("delete_garbage"),
        GcEvent::Clear { object } => Event::Clear {
            object: serial(object),
        },
        GcEvent::Survived { object } => Event::Survived {
            object: serial(object),
        },
        GcEvent::Garbage { object } => Event::Garbage {
            object: serial(object),
        },
        GcEvent::FreelistsCleared => phase("clear_freelists"),
        GcEvent::Stop {
            collected,
            uncollectable,
            ..
        } => Event::CollectionStop {
            collected,
            uncollectable,
        },
    }
}

pub fn number(generation: u8) -> Generation {
    match generation {
        0 => Generation::Zero,
        1 => Generation::One,
        _ => Generation::Two,
    }
}
