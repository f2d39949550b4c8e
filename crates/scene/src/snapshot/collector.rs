//! The collector's lists.

use heap::{GcList, Phase, Ref};
use python::Machine;

use super::objects::{Census, serial};
use crate::state::{Collection, Generation, GenerationList, Serial};

/// Objects of one list that are named.
const MOST: usize = 500;

pub fn generations(machine: &Machine, census: &Census<'_>) -> Vec<GenerationList> {
    let heap = &machine.heap;
    let (counts, thresholds) = (heap.counts(), heap.threshold());
    let numbered = [Generation::Zero, Generation::One, Generation::Two];
    let mut lists: Vec<GenerationList> = numbered
        .into_iter()
        .zip(counts.into_iter().zip(thresholds))
        .enumerate()
        .map(|(number, (generation, (count, threshold)))| {
            let (objects, hidden) = members(machine, census, heap.generation(number));
            GenerationList {
                generation,
                objects,
                hidden,
                count,
                threshold,
            }
        })
        .collect();
    let (objects, hidden) = members(machine, census, heap.permanent());
    lists.push(GenerationList {
        generation: Generation::Permanent,
        objects,
        hidden,
        count: 0,
        threshold: 0,
    });
    lists
}

fn members(
    machine: &Machine,
    census: &Census<'_>,
    list: impl Iterator<Item = Ref>,
) -> (Vec<Serial>, u32) {
    let mut objects = Vec::new();
    let mut hidden = 0;
    for r in list {
        if census.is_machinery(r) || objects.len() >= MOST {
            hidden += 1;
        } else {
            objects.push(serial(machine, r));
        }
    }
    (objects, hidden)
}

pub fn collection(machine: &Machine, census: &Census<'_>) -> Option<Collection> {
    let collection = machine.heap.collection()?;
    let list = |list: GcList| members(machine, census, machine.heap.gc_list(list)).0;
    let unreachable = if collection.unreachable == collection.base {
        Vec::new()
    } else {
        list(collection.unreachable)
    };
    Some(Collection {
        generation: match collection.generation {
            0 => Generation::Zero,
            1 => Generation::One,
            _ => Generation::Two,
        },
        phase: phase_name(collection.phase).to_owned(),
        young: list(collection.base),
        unreachable,
        finalizers: list(GcList::Finalizers),
    })
}

/// The stage's function in `Python/gc.c`.
fn phase_name(phase: Phase) -> &'static str {
    match phase {
        Phase::Start => "start",
        Phase::Mark => "mark_at_start",
        Phase::UpdateRefs => "update_refs",
        Phase::SubtractRefs => "subtract_refs",
        Phase::MoveUnreachable => "move_unreachable",
        Phase::Promote => "gc_list_merge",
        Phase::LegacyFinalizers => "move_legacy_finalizers",
        Phase::HandleWeakrefs => "handle_weakrefs",
        Phase::FinalizeGarbage => "finalize_garbage",
        Phase::HandleResurrected => "handle_resurrected_objects",
        Phase::DeleteGarbage => "delete_garbage",
        Phase::HandleLegacyFinalizers => "handle_legacy_finalizers",
        Phase::Stop => "stop",
    }
}
