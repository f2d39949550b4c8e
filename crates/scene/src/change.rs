//! What is different between two pictures of a run: what the page moves.

use std::collections::BTreeMap;

use crate::picture::{Badge, Card, Chip, Item, Picture, Sheet};

/// How one item differs from the same item of the picture before.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Change {
    /// `Item::key`.
    pub key: String,
    pub what: What,
}

/// The kinds of change. An item can have several.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub enum What {
    Appeared,
    /// Not drawn any more.
    Gone,
    /// The object was freed: its card is a ghost now.
    Freed,
    /// The true count went up or down by this much.
    Count(i64),
    /// The collector's copy of the count went up or down by this much.
    GcRefs(i64),
    /// It refers to something else (arrows), or is in another place.
    Moved,
    /// Anything else: a value, a verdict, a generation.
    Altered,
}

/// Compares all three sheets. The order is that of `next`, and then what is gone.
pub fn diff(prev: &Picture, next: &Picture) -> Vec<Change> {
    let sheets = [
        (&prev.heap, &next.heap),
        (&prev.generations, &next.generations),
        (&prev.memory, &next.memory),
    ];
    let mut changes = Vec::new();
    for (prev, next) in sheets {
        diff_sheet(prev, next, &mut changes);
    }
    changes
}

fn diff_sheet(prev: &Sheet, next: &Sheet, changes: &mut Vec<Change>) {
    let mut before: BTreeMap<&str, &Item> =
        prev.items.iter().map(|item| (item.key(), item)).collect();
    for item in &next.items {
        match before.remove(item.key()) {
            None => changes.push(change(item, What::Appeared)),
            Some(old) if old == item => {}
            Some(old) => compare(old, item, changes),
        }
    }
    // In the painting order of the old picture.
    let gone = prev
        .items
        .iter()
        .filter(|item| before.contains_key(item.key()));
    changes.extend(gone.map(|item| change(item, What::Gone)));
}

fn change(item: &Item, what: What) -> Change {
    Change {
        key: item.key().to_owned(),
        what,
    }
}

fn compare(old: &Item, new: &Item, changes: &mut Vec<Change>) {
    let known = changes.len();
    match (old, new) {
        (Item::Card(old), Item::Card(new)) => compare_cards(old, new, changes),
        (Item::Chip(old), Item::Chip(new)) => compare_chips(old, new, changes),
        (Item::Arrow(old), Item::Arrow(new)) if old.to != new.to || old.path != new.path => {
            changes.push(Change {
                key: new.key.clone(),
                what: What::Moved,
            });
        }
        _ => {}
    }
    if changes.len() == known {
        changes.push(change(new, What::Altered));
    }
}

fn compare_cards(old: &Card, new: &Card, changes: &mut Vec<Change>) {
    let mut push = |what| {
        changes.push(Change {
            key: new.key.clone(),
            what,
        });
    };
    if new.ghost && !old.ghost {
        push(What::Freed);
    }
    if let Some(delta) = delta(old.refcount.as_ref(), new.refcount.as_ref()) {
        push(What::Count(delta));
    }
    if let Some(delta) = delta(old.gc_refs.as_ref(), new.gc_refs.as_ref()) {
        push(What::GcRefs(delta));
    }
    if (old.rect.x, old.rect.y) != (new.rect.x, new.rect.y) {
        push(What::Moved);
    }
    let verdict = (old.tint, old.fate, old.generation) != (new.tint, new.fate, new.generation);
    if verdict || old.value_line != new.value_line || old.rows != new.rows {
        push(What::Altered);
    }
}

fn compare_chips(old: &Chip, new: &Chip, changes: &mut Vec<Change>) {
    let mut push = |what| {
        changes.push(Change {
            key: new.key.clone(),
            what,
        });
    };
    if let Some(delta) = delta(old.refcount.as_ref(), new.refcount.as_ref()) {
        push(What::Count(delta));
    }
    if let Some(delta) = delta(old.gc_refs.as_ref(), new.gc_refs.as_ref()) {
        push(What::GcRefs(delta));
    }
    if (old.rect.x, old.rect.y) != (new.rect.x, new.rect.y) {
        push(What::Moved);
    }
    if (old.tint, old.fate) != (new.tint, new.fate) {
        push(What::Altered);
    }
}

/// `None` when nothing changed, or when one of the two is no number (immortal, absent).
fn delta(old: Option<&Badge>, new: Option<&Badge>) -> Option<i64> {
    let number = |badge: Option<&Badge>| badge?.text.text.parse::<i64>().ok();
    let (old, new) = (number(old)?, number(new)?);
    let delta = new.checked_sub(old)?;
    (delta != 0).then_some(delta)
}
