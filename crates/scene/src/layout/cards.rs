//! A card: everything that is written on it, each at its place.

use super::measure::{
    BADGE, BADGE_SIZE, CARD_WIDTH, FOOT, HEAD, NOTE, NOTE_SIZE, ROW, ROW_SIZE, TYPE_SIZE, VALUE,
    VALUE_SIZE, VERDICT, card_height, column_x, height_of,
};
use super::places::Slot;
use super::sketch::{CardSketch, RowSketch, fate_words};
use super::words;
use crate::metrics::{fit, width};
use crate::picture::{Anchor, Badge, Card, Face, Point, Rect, Row, Text, Tint};
use crate::state::{Fate, Generation, Ghost, Object};
use crate::view::Level;

const PAD: i32 = 12;

pub fn live(card: &CardSketch<'_>, slot: &Slot, names_width: i32, level: Level) -> Card {
    let object = card.object;
    let verdict = level >= Level::Counts && (object.fate.is_some() || object.gc_refs.is_some());
    let strip = if verdict { VERDICT } else { 0 };
    // An unforeseen growth never leaves the slot: rows that do not fit are not drawn.
    let room = slot.height - VERDICT;
    let mut rows = card.rows.as_slice();
    while height_of(card.value.is_some(), card.notes.len(), rows.len()) > room && !rows.is_empty() {
        rows = rows.split_last().map_or(rows, |(_, rest)| rest);
    }
    let height = if rows.len() == card.rows.len() {
        card_height(card)
    } else {
        height_of(card.value.is_some(), card.notes.len(), rows.len())
    };
    let rect = Rect {
        x: column_x(names_width, slot.column),
        y: slot.y,
        width: CARD_WIDTH,
        height: height.min(room) + strip,
    };
    let refcount = (level >= Level::Counts).then(|| refcount_badge(rect, object));
    let taken = refcount.as_ref().map_or(0, |badge| badge.rect.width + 8);
    let mut y = rect.y + HEAD;
    let value_line = card.value.as_ref().map(|value| {
        y += VALUE;
        value_text(rect, y - 8, value, value_room(rect, taken, y))
    });
    let mut notes: Vec<_> = card
        .notes
        .iter()
        .map(|note| {
            y += NOTE;
            note_text(rect, y - 5, note)
        })
        .collect();
    let rows = rows.iter().map(|row| {
        y += ROW;
        draw_row(rect, y - ROW, row)
    });
    let rows = rows.collect();
    if let Some(fate) = object.fate
        && verdict
    {
        notes.push(note_text(rect, rect.bottom() - FOOT, fate_words(fate)));
    }
    Card {
        key: format!("o{}", object.id.0),
        id: object.id,
        rect,
        kind: object.kind,
        tint: tint(object, level),
        ghost: false,
        immortal: object.immortal,
        generation: object.generation.filter(|_| level >= Level::Headers),
        fate: object.fate.filter(|_| verdict),
        type_line: type_text(rect, &object.type_name, taken),
        value_line,
        notes,
        rows,
        refcount,
        gc_refs: object
            .gc_refs
            .filter(|_| verdict)
            .map(|gc_refs| gc_refs_badge(rect, gc_refs)),
        full: object.value.clone(),
        spoken: words::card(card, level),
    }
}

pub fn dead(ghost: &Ghost, slot: &Slot, names_width: i32, level: Level) -> Card {
    let rect = Rect {
        x: column_x(names_width, slot.column),
        y: slot.y,
        width: CARD_WIDTH,
        height: height_of(true, 1, 0).min(slot.height),
    };
    let refcount = (level >= Level::Counts).then(|| badge_at_top(rect, "0"));
    let taken = refcount.as_ref().map_or(0, |badge| badge.rect.width + 8);
    let value = if ghost.nick.contains('#') {
        ghost.id.to_string()
    } else {
        ghost.nick.clone()
    };
    let baseline = rect.y + HEAD + VALUE;
    Card {
        key: format!("o{}", ghost.id.0),
        id: ghost.id,
        rect,
        kind: ghost.kind,
        tint: Tint::Ghost,
        ghost: true,
        immortal: false,
        generation: None,
        fate: None,
        type_line: type_text(rect, &ghost.type_name, taken),
        value_line: Some(value_text(
            rect,
            baseline - 8,
            &value,
            value_room(rect, taken, baseline),
        )),
        notes: vec![note_text(rect, baseline + NOTE - 5, "freed")],
        rows: Vec::new(),
        refcount,
        gc_refs: None,
        full: ghost.value.clone(),
        spoken: words::ghost(ghost),
    }
}

/// What the colour says: the collector's verdict before the generation.
pub fn tint(object: &Object, level: Level) -> Tint {
    match object.fate {
        Some(Fate::Candidate) if level >= Level::Counts => return Tint::Candidate,
        Some(Fate::Reachable) if level >= Level::Counts => return Tint::Reachable,
        Some(Fate::TentativelyUnreachable) if level >= Level::Counts => {
            return Tint::TentativelyUnreachable;
        }
        Some(Fate::Unreachable | Fate::Uncollectable) if level >= Level::Counts => {
            return Tint::Unreachable;
        }
        Some(_) | None => {}
    }
    match object.generation {
        Some(generation) if level >= Level::Headers => generation_tint(generation),
        Some(_) | None => Tint::Plain,
    }
}

pub const fn generation_tint(generation: Generation) -> Tint {
    match generation {
        Generation::Zero => Tint::Young,
        Generation::One => Tint::Middle,
        Generation::Two => Tint::Old,
        Generation::Permanent => Tint::Permanent,
    }
}

pub fn count_text(object: &Object) -> String {
    if object.immortal {
        "∞".to_owned()
    } else {
        object.refcount.to_string()
    }
}

fn refcount_badge(rect: Rect, object: &Object) -> Badge {
    badge_at_top(rect, &count_text(object))
}

fn badge_at_top(rect: Rect, text: &str) -> Badge {
    let wide = (width(text, Face::Sans, BADGE_SIZE) + 18).clamp(BADGE, CARD_WIDTH / 2);
    badge(
        rect.right() - wide - 7,
        rect.y + 7,
        wide,
        BADGE,
        BADGE_SIZE,
        text,
    )
}

fn gc_refs_badge(rect: Rect, gc_refs: i64) -> Badge {
    let text = gc_refs.to_string();
    let wide = (width(&text, Face::Sans, NOTE_SIZE) + 14).clamp(24, CARD_WIDTH / 2);
    let (x, y) = (rect.right() - wide - 7, rect.bottom() - 24 - 5);
    badge(x, y, wide, 24, 16, &text)
}

pub fn badge(x: i32, y: i32, width: i32, height: i32, size: i32, text: &str) -> Badge {
    Badge {
        rect: Rect {
            x,
            y,
            width,
            height,
        },
        text: Text {
            at: Point::new(x + width / 2, y + height / 2 + size * 35 / 100),
            anchor: Anchor::Middle,
            face: Face::Sans,
            size,
            bold: true,
            text: fit(text, Face::Sans, size, width - 4),
        },
    }
}

fn type_text(rect: Rect, type_name: &str, taken: i32) -> Text {
    Text {
        at: Point::new(rect.x + PAD, rect.y + 20),
        anchor: Anchor::Start,
        face: Face::Sans,
        size: TYPE_SIZE,
        bold: false,
        text: fit(
            type_name,
            Face::Sans,
            TYPE_SIZE,
            rect.width - PAD - taken - 4,
        ),
    }
}

/// Values beside the badge are shorter than those below it.
fn value_room(rect: Rect, taken: i32, baseline: i32) -> i32 {
    let beside = baseline - 8 - VALUE_SIZE < rect.y + 7 + BADGE;
    rect.width - PAD - if beside { taken.max(PAD) } else { PAD }
}

fn value_text(rect: Rect, baseline: i32, value: &str, room: i32) -> Text {
    Text {
        at: Point::new(rect.x + PAD, baseline),
        anchor: Anchor::Start,
        face: Face::Mono,
        size: VALUE_SIZE,
        bold: true,
        text: fit(value, Face::Mono, VALUE_SIZE, room),
    }
}

fn note_text(rect: Rect, baseline: i32, note: &str) -> Text {
    Text {
        at: Point::new(rect.x + PAD, baseline),
        anchor: Anchor::Start,
        face: Face::Sans,
        size: NOTE_SIZE,
        bold: false,
        text: fit(note, Face::Sans, NOTE_SIZE, rect.width - 2 * PAD),
    }
}

/// The label at the left, the value at the right; where both are long the value gives way.
fn draw_row(card: Rect, top: i32, row: &RowSketch) -> Row {
    let rect = Rect {
        x: card.x,
        y: top,
        width: card.width,
        height: ROW,
    };
    let room = card.width - 2 * PAD;
    let label_room = if row.value.is_some() {
        room * 6 / 10
    } else {
        room
    };
    let label = fit(&row.label, Face::Mono, ROW_SIZE, label_room);
    let value_room = room - width(&label, Face::Mono, ROW_SIZE) - 8;
    let text = |x, anchor, text| Text {
        at: Point::new(x, top + 17),
        anchor,
        face: Face::Mono,
        size: ROW_SIZE,
        bold: false,
        text,
    };
    Row {
        rect,
        value: row.value.as_ref().map(|value| {
            let value = fit(value, Face::Mono, ROW_SIZE, value_room);
            text(card.right() - PAD, Anchor::End, value)
        }),
        label: Some(text(card.x + PAD, Anchor::Start, label)),
        port: None,
    }
}
