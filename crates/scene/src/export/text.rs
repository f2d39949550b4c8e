//! A picture as lines of text: for terminals and for tests. Compact, stable, without places.
//!
//! ```text
//! n1 → ABC
//! Node ABC ×2  next → DEF
//! Node DEF ×1
//! Node JKL ×0 freed
//! generation 0 (12 / 2000): ABC DEF
//! ```

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::picture::{Arrow, ArrowKind, Card, Item, Picture, Sheet};

/// Writes the picture down. Names first, then frames, cards in order of birth, ties, lists, pools.
pub fn text(picture: &Picture) -> String {
    let mut out = String::new();
    let called = called(&picture.heap);
    let arrows = |from: &str| {
        let items = picture.heap.items.iter();
        let arrows = items.filter_map(|item| match item {
            Item::Arrow(arrow) if arrow.from == from => Some(arrow),
            _ => None,
        });
        arrows.collect::<Vec<_>>()
    };
    let target = |arrow: &Arrow| {
        let sign = match arrow.kind {
            ArrowKind::Name | ArrowKind::Reference | ArrowKind::Temporary => "→",
            ArrowKind::Borrowed => "⇢ (borrowed)",
            ArrowKind::Weak => "⇢ (weak)",
        };
        let to = called.get(arrow.to.as_str()).map_or("?", String::as_str);
        format!("{sign} {to}")
    };
    for item in &picture.heap.items {
        if let Item::Name(tag) = item {
            for arrow in arrows(&tag.key) {
                // A local is written with its function: `fib.n`.
                let owner = tag.key.strip_prefix("n:").unwrap_or(&tag.key);
                let owner = match owner.split_once('.') {
                    Some((depth, rest)) if depth.chars().all(|c| c.is_ascii_digit()) => rest,
                    _ => owner,
                };
                let _ = writeln!(out, "{owner} {}", target(arrow));
            }
        }
    }
    for item in &picture.heap.items {
        if let Item::Frame(frame) = item {
            for (row, arrow) in frame.rows.iter().zip(arrows(&frame.key)) {
                let what = row.label.as_ref().map_or("", |label| &label.text);
                let title = &frame.title.text;
                let _ = writeln!(out, "{title}: {what} {}", target(arrow));
            }
        }
    }
    let mut cards: Vec<&Card> = picture
        .heap
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Card(card) => Some(card),
            _ => None,
        })
        .collect();
    cards.sort_by_key(|card| card.id);
    for card in cards {
        let arrows: BTreeMap<i32, String> = arrows(&card.key)
            .into_iter()
            .map(|arrow| (arrow.start.y, target(arrow)))
            .collect();
        write_card(&mut out, card, &arrows);
    }
    for item in &picture.heap.items {
        match item {
            Item::Tie(tie) => {
                let name = |key: &String| called.get(key.as_str()).cloned().unwrap_or_default();
                let _ = writeln!(out, "{} in the block of {}", name(&tie.to), name(&tie.from));
            }
            Item::Fold(fold) => {
                let _ = writeln!(out, "({})", fold.text.text);
            }
            _ => {}
        }
    }
    write_lists(&mut out, &picture.generations);
    for item in &picture.memory.items {
        if let Item::Pool(pool) = item {
            let _ = writeln!(out, "{}", pool.title.text);
        }
    }
    out
}

/// What a card is called in lines about others: its value, with the serial where that is not unique.
fn called(sheet: &Sheet) -> BTreeMap<&str, String> {
    let cards = || {
        sheet.items.iter().filter_map(|item| match item {
            Item::Card(card) => Some(card),
            _ => None,
        })
    };
    let plain = |card: &Card| match &card.value_line {
        Some(value) if !value.text.starts_with('#') => value.text.clone(),
        _ => format!("{}{}", card.type_line.text, card_number(card)),
    };
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for card in cards() {
        *seen.entry(plain(card)).or_default() += 1;
    }
    cards()
        .map(|card| {
            let plain = plain(card);
            let unique = seen.get(&plain) == Some(&1);
            let name = if unique {
                plain
            } else {
                format!("{plain}{}", card_number(card))
            };
            (card.key.as_str(), name)
        })
        .collect()
}

fn card_number(card: &Card) -> String {
    card.id.to_string()
}

fn write_card(out: &mut String, card: &Card, arrows: &BTreeMap<i32, String>) {
    let mut line = card.type_line.text.clone();
    match &card.value_line {
        Some(value) => {
            let _ = write!(line, " {}", value.text);
        }
        None => line.push_str(&card_number(card)),
    }
    if let Some(count) = &card.refcount {
        let _ = write!(line, " ×{}", count.text.text);
    }
    if let Some(gc_refs) = &card.gc_refs {
        let _ = write!(line, " gc_refs {}", gc_refs.text.text);
    }
    for note in &card.notes {
        let _ = write!(line, " {}", note.text);
    }
    for row in &card.rows {
        let label = row.label.as_ref().map_or("", |label| &label.text);
        let _ = write!(line, "  {label}");
        if let Some(value) = &row.value {
            let _ = write!(line, " {}", value.text);
        }
        if let Some(target) = row.port.and_then(|port| arrows.get(&port.y)) {
            let _ = write!(line, " {target}");
        }
    }
    out.push_str(&line);
    out.push('\n');
}

fn write_lists(out: &mut String, sheet: &Sheet) {
    let mut lines: Vec<String> = Vec::new();
    for item in &sheet.items {
        match item {
            Item::Lane(lane) => {
                let counter = lane.counter.as_ref();
                let counter = counter.map_or(String::new(), |text| format!(" ({})", text.text));
                lines.push(format!("{}{counter}:", lane.title.text));
                if let (Some(more), Some(line)) = (&lane.more, lines.last_mut()) {
                    let _ = write!(line, " [{}]", more.text);
                }
            }
            Item::Chip(chip) => {
                if let Some(line) = lines.last_mut() {
                    let _ = write!(line, " {}", chip.text.text);
                    if let Some(gc_refs) = &chip.gc_refs {
                        let _ = write!(line, "[{}]", gc_refs.text.text);
                    }
                }
            }
            _ => {}
        }
    }
    for line in lines {
        out.push_str(&line);
        out.push('\n');
    }
}
