//! Breadth-first distance from the names: it decides the column.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::sketch::Sketch;
use crate::state::Serial;

/// Columns before a long chain turns round.
const COLUMNS: u32 = 6;

/// Who leads to an object.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Referrer {
    Tag(String),
    Card(Serial),
}

/// Distance from a name (1 = a name refers to it) and who referred to it first. Objects that no name reaches are
/// absent.
pub fn depths(sketch: &Sketch<'_>) -> BTreeMap<Serial, (u32, Referrer)> {
    let mut found: BTreeMap<Serial, (u32, Referrer)> = BTreeMap::new();
    let mut queue = VecDeque::new();
    let locals = sketch.frames.iter().flat_map(|frame| &frame.locals);
    for tag in sketch.names.iter().chain(locals) {
        found.entry(tag.binding.to).or_insert_with(|| {
            queue.push_back(tag.binding.to);
            (1, Referrer::Tag(tag.key.clone()))
        });
    }
    spread(sketch, &mut found, queue);
    found
}

/// The same for what no name reaches: every island begins with its oldest object.
pub fn island_depths(
    sketch: &Sketch<'_>,
    reached: &BTreeMap<Serial, (u32, Referrer)>,
) -> BTreeMap<Serial, (u32, Option<Referrer>)> {
    let mut all: BTreeMap<Serial, (u32, Referrer)> = reached.clone();
    let mut starts = BTreeSet::new();
    for card in &sketch.cards {
        let id = card.object.id;
        if let Entry::Vacant(free) = all.entry(id) {
            free.insert((1, Referrer::Card(id)));
            starts.insert(id);
            spread(sketch, &mut all, VecDeque::from([id]));
        }
    }
    all.into_iter()
        .filter(|(id, _)| !reached.contains_key(id))
        .map(|(id, (depth, referrer))| (id, (depth, (!starts.contains(&id)).then_some(referrer))))
        .collect()
}

fn spread(
    sketch: &Sketch<'_>,
    found: &mut BTreeMap<Serial, (u32, Referrer)>,
    mut queue: VecDeque<Serial>,
) {
    while let Some(id) = queue.pop_front() {
        let Some(depth) = found.get(&id).map(|(depth, _)| *depth) else {
            continue;
        };
        let Ok(place) = sketch
            .cards
            .binary_search_by_key(&id, |card| card.object.id)
        else {
            continue;
        };
        let rows = sketch
            .cards
            .get(place)
            .into_iter()
            .flat_map(|card| &card.rows);
        for (to, _) in rows.filter_map(|row| row.to) {
            found.entry(to).or_insert_with(|| {
                queue.push_back(to);
                (depth + 1, Referrer::Card(id))
            });
        }
    }
}

/// Long chains run to the right, turn round, and come back, so that neighbours stay neighbours.
pub const fn column(depth: u32) -> u32 {
    let place = depth.saturating_sub(1) % (2 * COLUMNS);
    if place < COLUMNS {
        place + 1
    } else {
        2 * COLUMNS - place
    }
}

#[cfg(test)]
mod tests {
    use super::column;

    #[test]
    fn chains_turn_round() {
        let columns: Vec<_> = (1..=14).map(column).collect();
        assert_eq!(columns, [1, 2, 3, 4, 5, 6, 6, 5, 4, 3, 2, 1, 1, 2]);
    }
}
