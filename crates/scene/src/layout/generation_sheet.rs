//! The sheet of the collector's lists.

use super::cards::{badge, count_text, generation_tint, tint};
use super::measure::{MARGIN, NOTE_SIZE, TYPE_SIZE, many};
use super::sketch::{Sketch, fate_words, generation_words};
use super::words;
use crate::metrics::{fit, width};
use crate::picture::{Anchor, Chip, Face, Item, Lane, Point, Rect, Sheet, Size, Text, Tint};
use crate::state::{Generation, GenerationList, Object, Serial, State};
use crate::view::{Level, View};

const LANE: i32 = 328;
const CHIP: i32 = 34;
const CHIP_GAP: i32 = 8;
/// Chips of one lane; the rest is counted.
const MOST_CHIPS: usize = 48;

pub fn generation_sheet(state: &State, view: &View, sketch: &Sketch<'_>) -> Sheet {
    let collecting = state.collection.is_some() && view.level >= Level::Counts;
    if view.level < Level::Headers && !collecting {
        return Sheet::default();
    }
    let mut sheet = SheetInProgress {
        state,
        level: view.level,
        shown: sketch.cards.iter().map(|card| card.object.id).collect(),
        y: MARGIN,
        items: Vec::new(),
    };
    if let Some(collection) = &state.collection {
        let title = format!(
            "{} · {}",
            collection.phase,
            generation_words(collection.generation)
        );
        sheet.lane("young", &title, None, Tint::Candidate, &collection.young, 0);
        sheet.lane(
            "unreachable",
            "unreachable",
            None,
            Tint::Unreachable,
            &collection.unreachable,
            0,
        );
        if !collection.finalizers.is_empty() {
            let list = &collection.finalizers;
            sheet.lane("finalizers", "finalizers", None, Tint::Unreachable, list, 0);
        }
    }
    for list in &state.generations {
        let permanent = list.generation == Generation::Permanent;
        if permanent && list.objects.is_empty() && list.hidden == 0 {
            continue;
        }
        sheet.generation(list, !permanent);
    }
    Sheet {
        size: Size {
            width: LANE + 2 * MARGIN,
            height: sheet.y,
        },
        items: sheet.items,
    }
}

struct SheetInProgress<'a> {
    state: &'a State,
    level: Level,
    /// Sorted, as the cards of a sketch are.
    shown: Vec<Serial>,
    y: i32,
    items: Vec<Item>,
}

impl SheetInProgress<'_> {
    fn generation(&mut self, list: &GenerationList, counted: bool) {
        let key = match list.generation {
            Generation::Zero => "g0",
            Generation::One => "g1",
            Generation::Two => "g2",
            Generation::Permanent => "g3",
        };
        let counter = counted.then_some((list.count, list.threshold));
        let title = generation_words(list.generation);
        let tint = generation_tint(list.generation);
        self.lane(key, title, counter, tint, &list.objects, list.hidden);
    }

    fn lane(
        &mut self,
        key: &str,
        title: &str,
        counter: Option<(u32, u32)>,
        tint: Tint,
        objects: &[Serial],
        hidden: u32,
    ) {
        let mut flow = Flow::new(self.y + 34);
        let shown = objects
            .iter()
            .filter(|id| self.shown.binary_search(id).is_ok());
        let shown: Vec<&Object> = shown.filter_map(|id| self.state.object(*id)).collect();
        let drawn = shown.len().min(MOST_CHIPS);
        let chips: Vec<_> = shown
            .iter()
            .take(drawn)
            .map(|object| Item::Chip(chip(object, &mut flow, self.level)))
            .collect();
        let more = usize::try_from(hidden).unwrap_or(0) + (objects.len() - drawn);
        let mut bottom = flow.bottom();
        let more_text = (more > 0).then(|| {
            bottom += 20;
            note(bottom - 8, &format!("and {more} more, not drawn"))
        });
        let rect = Rect {
            x: MARGIN,
            y: self.y,
            width: LANE,
            height: bottom - self.y,
        };
        let counter_text = counter.map(|(count, threshold)| format!("{count} / {threshold}"));
        let title_room = LANE - if counter.is_some() { 110 } else { 24 };
        let count = objects.len() + usize::try_from(hidden).unwrap_or(0);
        let spoken = match counter {
            Some((count_now, threshold)) => {
                format!("{title}, {count} objects, counter {count_now} of {threshold}")
            }
            None => format!("{title}, {count} objects"),
        };
        self.items.push(Item::Lane(Lane {
            key: key.to_owned(),
            rect,
            tint,
            title: Text {
                at: Point::new(rect.x + 12, rect.y + 22),
                anchor: Anchor::Start,
                face: Face::Sans,
                size: TYPE_SIZE + 1,
                bold: true,
                text: fit(title, Face::Sans, TYPE_SIZE + 1, title_room),
            },
            counter: counter_text.map(|text| Text {
                at: Point::new(rect.right() - 12, rect.y + 22),
                anchor: Anchor::End,
                face: Face::Mono,
                size: TYPE_SIZE + 1,
                bold: false,
                text,
            }),
            filled: counter.map_or(0, |(count, threshold)| filled(count, threshold)),
            more: more_text,
            spoken,
        }));
        self.items.extend(chips);
        self.y = rect.bottom() + MARGIN;
    }
}

/// Thousandths; a threshold of 0 never fills.
fn filled(count: u32, threshold: u32) -> i32 {
    let thousandths = u64::from(count) * 1000 / u64::from(threshold.max(1));
    if threshold == 0 {
        0
    } else {
        i32::try_from(thousandths.min(1000)).unwrap_or(1000)
    }
}

fn note(baseline: i32, text: &str) -> Text {
    Text {
        at: Point::new(MARGIN + 12, baseline),
        anchor: Anchor::Start,
        face: Face::Sans,
        size: NOTE_SIZE,
        bold: false,
        text: text.to_owned(),
    }
}

/// Chips from left to right, then the next line.
struct Flow {
    x: i32,
    y: i32,
    lines: usize,
    top: i32,
}

impl Flow {
    const fn new(top: i32) -> Self {
        Self {
            x: MARGIN + 12,
            y: top,
            lines: 0,
            top,
        }
    }

    fn next(&mut self, width: i32) -> Point {
        if self.lines == 0 {
            self.lines = 1;
        } else if self.x + width > MARGIN + LANE - 12 {
            self.lines += 1;
            self.x = MARGIN + 12;
            self.y += CHIP + CHIP_GAP;
        }
        let at = Point::new(self.x, self.y);
        self.x += width + CHIP_GAP;
        at
    }

    fn bottom(&self) -> i32 {
        self.top + many(self.lines.max(1), CHIP + CHIP_GAP)
    }
}

fn chip(object: &Object, flow: &mut Flow, level: Level) -> Chip {
    let name = fit(&object.nick, Face::Mono, 15, 108);
    let count = count_text(object);
    let count_width = (width(&count, Face::Sans, 15) + 14).max(26);
    let gc_refs = object.gc_refs.map(|gc_refs| gc_refs.to_string());
    let gc_width = gc_refs
        .as_ref()
        .map_or(0, |text| (width(text, Face::Sans, 15) + 12).max(24) + 6);
    let name_width = width(&name, Face::Mono, 15);
    let at = flow.next(10 + name_width + 8 + count_width + gc_width + 5);
    let rect = Rect {
        x: at.x,
        y: at.y,
        width: 10 + name_width + 8 + count_width + gc_width + 5,
        height: CHIP,
    };
    let count_x = rect.x + 10 + name_width + 8;
    let mut spoken = format!("{}, {count} references", words::called(object));
    if let Some(gc_refs) = &gc_refs {
        spoken.push_str(&format!(", gc_refs {gc_refs}"));
    }
    if let Some(fate) = object.fate {
        spoken.push_str(&format!(", {}", fate_words(fate)));
    }
    Chip {
        key: format!("c{}", object.id.0),
        id: object.id,
        rect,
        tint: tint(object, level.max(Level::Headers)),
        fate: object.fate,
        text: Text {
            at: Point::new(rect.x + 10, rect.y + 22),
            anchor: Anchor::Start,
            face: Face::Mono,
            size: 15,
            bold: true,
            text: name,
        },
        refcount: Some(badge(count_x, rect.y + 4, count_width, 26, 15, &count)),
        gc_refs: gc_refs.map(|text| {
            let x = count_x + count_width + 6;
            badge(x, rect.y + 5, gc_width - 6, 24, 15, &text)
        }),
        spoken,
    }
}
