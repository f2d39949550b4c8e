//! The sheet of names, frames, objects and arrows.

use std::collections::BTreeMap;

use super::arrows::{self, Obstacle, Wanted};
use super::measure::{
    self, CARD_WIDTH, GUTTER, MARGIN, NAME_SIZE, NOTE_SIZE, PANEL_PAD, ROW, TAG, TYPE_SIZE,
    column_x,
};
use super::places::{self, Places, Settled};
use super::sketch::{Panel, Sketch, Tag};
use super::{cards, words};
use crate::metrics::{fit, width};
use crate::picture::{
    Anchor, ArrowKind, Card, Face, FoldNote, FramePanel, Item, NameTag, Path, Point, Rect, Row,
    Sheet, Size, Text, Tie,
};
use crate::state::{Serial, State};
use crate::view::View;

pub fn heap_sheet(state: &State, view: &View, places: &Places, sketch: &Sketch<'_>) -> Sheet {
    let settled = places.settle(view.level, sketch);
    let mut drawing = Drawing {
        state,
        view,
        settled: &settled,
        cards: Vec::new(),
        obstacles: BTreeMap::new(),
        wanted: Vec::new(),
        tags: Vec::new(),
        panels: Vec::new(),
    };
    drawing.cards(sketch);
    for tag in &sketch.names {
        if let Some(slot) = settled.tags.get(&tag.key) {
            drawing.tag(tag, MARGIN, slot.y, settled.names_width);
        }
    }
    for panel in &sketch.frames {
        drawing.panel(panel);
    }
    drawing.finish(sketch)
}

struct Drawing<'a> {
    state: &'a State,
    view: &'a View,
    settled: &'a Settled,
    cards: Vec<Card>,
    obstacles: BTreeMap<Serial, Obstacle>,
    wanted: Vec<Wanted>,
    tags: Vec<NameTag>,
    panels: Vec<FramePanel>,
}

impl Drawing<'_> {
    fn cards(&mut self, sketch: &Sketch<'_>) {
        let (names, level) = (self.settled.names_width, self.view.level);
        for ghost in &sketch.ghosts {
            if let Some(slot) = self.settled.cards.get(&ghost.id) {
                let card = cards::dead(ghost, slot, names, level);
                self.add_card(card, slot.column);
            }
        }
        for card in &sketch.cards {
            let Some(slot) = self.settled.cards.get(&card.object.id) else {
                continue;
            };
            let drawn = cards::live(card, slot, names, level);
            for (row, (place, sketched)) in drawn.rows.iter().zip(card.rows.iter().enumerate()) {
                let Some((to, weak)) = sketched.to else {
                    continue;
                };
                self.wanted.push(Wanted {
                    key: format!("a:o{}.{place}.{}", card.object.id.0, sketched.label),
                    from: drawn.key.clone(),
                    from_column: slot.column,
                    from_rect: drawn.rect,
                    from_y: row.rect.y + ROW / 2,
                    to,
                    kind: if weak {
                        ArrowKind::Weak
                    } else {
                        ArrowKind::Reference
                    },
                    spoken: format!(
                        "{}, {}, refers {}to {}",
                        words::called(card.object),
                        sketched.label,
                        if weak { "weakly " } else { "" },
                        self.nick(to)
                    ),
                });
            }
            self.add_card(drawn, slot.column);
        }
    }

    fn add_card(&mut self, card: Card, column: u32) {
        let rect = card.rect;
        self.obstacles.insert(card.id, Obstacle { column, rect });
        self.cards.push(card);
    }

    /// `edge` is where arrows leave: tags are as wide as their text, but their strings start in one line.
    fn tag(&mut self, tag: &Tag<'_>, x: i32, y: i32, room: i32) {
        let binding = tag.binding;
        let rect = Rect {
            x,
            y,
            width: places::tag_width(tag).min(room),
            height: TAG,
        };
        let text = fit(&binding.name, Face::Mono, NAME_SIZE, rect.width - 16);
        let spoken = format!("name {}, refers to {}", binding.name, self.nick(binding.to));
        self.wanted.push(Wanted {
            key: format!("a:{}", tag.key),
            from: tag.key.clone(),
            from_column: 0,
            from_rect: rect,
            from_y: y + TAG / 2,
            to: binding.to,
            kind: if binding.borrowed {
                ArrowKind::Borrowed
            } else {
                ArrowKind::Name
            },
            spoken: spoken.clone(),
        });
        self.tags.push(NameTag {
            key: tag.key.clone(),
            rect,
            text: Text {
                at: Point::new(rect.middle().x, y + 22),
                anchor: Anchor::Middle,
                face: Face::Mono,
                size: NAME_SIZE,
                bold: true,
                text,
            },
            port: Point::new(rect.right(), y + TAG / 2),
            spoken,
        });
    }

    fn panel(&mut self, panel: &Panel<'_>) {
        let Some(slot) = self.settled.panels.get(&panel.key) else {
            return;
        };
        let order = self.settled.locals.get(&panel.key);
        let order = order.map(Vec::as_slice).unwrap_or_default();
        let rect = Rect {
            x: MARGIN,
            y: slot.y,
            width: self.settled.names_width,
            height: places::stack_top(slot, order.len()) - slot.y
                + measure::many(panel.stack.len(), ROW)
                + PANEL_PAD,
        };
        for local in &panel.locals {
            let place = order.iter().position(|key| *key == local.key);
            let y = places::local_top(slot, place.unwrap_or(order.len()));
            self.tag(local, MARGIN + PANEL_PAD, y, rect.width - 2 * PANEL_PAD);
        }
        let top = places::stack_top(slot, order.len());
        let rows = (0..)
            .zip(&panel.stack)
            .map(|(place, (what, to, borrowed))| {
                let row = Rect {
                    x: rect.x,
                    y: top + place * ROW,
                    width: rect.width,
                    height: ROW,
                };
                let middle = row.y + ROW / 2;
                self.wanted.push(Wanted {
                    key: format!("a:{}.{place}", panel.key),
                    from: panel.key.clone(),
                    from_column: 0,
                    from_rect: rect,
                    from_y: middle,
                    to: *to,
                    kind: if *borrowed {
                        ArrowKind::Borrowed
                    } else {
                        ArrowKind::Temporary
                    },
                    spoken: format!("{what} in {}, refers to {}", panel.title, self.nick(*to)),
                });
                Row {
                    rect: row,
                    label: Some(Text {
                        at: Point::new(rect.x + PANEL_PAD, row.y + 17),
                        anchor: Anchor::Start,
                        face: Face::Sans,
                        size: NOTE_SIZE,
                        bold: false,
                        text: fit(what, Face::Sans, NOTE_SIZE, rect.width - 2 * PANEL_PAD),
                    }),
                    value: None,
                    port: Some(Point::new(rect.right(), middle)),
                }
            });
        let rows = rows.collect();
        let state = if panel.running { "running" } else { "waiting" };
        self.panels.push(FramePanel {
            key: panel.key.clone(),
            rect,
            title: Text {
                at: Point::new(rect.x + PANEL_PAD, rect.y + 18),
                anchor: Anchor::Start,
                face: Face::Sans,
                size: TYPE_SIZE,
                bold: panel.running,
                text: fit(
                    &panel.title,
                    Face::Sans,
                    TYPE_SIZE,
                    rect.width - 2 * PANEL_PAD,
                ),
            },
            rows,
            spoken: format!("frame of {}, {state}", panel.title),
        });
    }

    fn ties(&self) -> Vec<Tie> {
        let mut ties = Vec::new();
        for ghost in &self.state.freed {
            let Some(newcomer) = ghost.reused_by else {
                continue;
            };
            let (Some(old), Some(new)) =
                (self.obstacles.get(&ghost.id), self.obstacles.get(&newcomer))
            else {
                continue;
            };
            let start = Point::new(old.rect.x, old.rect.middle().y);
            let end = Point::new(new.rect.x, new.rect.bottom() - 14);
            let reach = 30 + (end.y - start.y).abs() / 8;
            let reach = reach.min(GUTTER - 6);
            let label_at = Point::new(start.x - 4, old.rect.y + 14);
            ties.push(Tie {
                key: format!("t:o{}", ghost.id.0),
                from: format!("o{}", ghost.id.0),
                to: format!("o{}", newcomer.0),
                path: Path {
                    start,
                    curves: vec![[
                        Point::new(start.x - reach, start.y),
                        Point::new(end.x - reach, end.y),
                        end,
                    ]],
                },
                label: Text {
                    at: label_at,
                    anchor: Anchor::End,
                    face: Face::Sans,
                    size: NOTE_SIZE,
                    bold: false,
                    text: "same block".to_owned(),
                },
                spoken: format!(
                    "{} lies in the block of the freed {}",
                    self.nick(newcomer),
                    ghost.nick
                ),
            });
        }
        ties
    }

    fn nick(&self, id: Serial) -> String {
        self.state
            .object(id)
            .map_or_else(|| id.to_string(), words::called)
    }

    fn finish(mut self, sketch: &Sketch<'_>) -> Sheet {
        let ties = self.ties();
        let wanted = std::mem::take(&mut self.wanted);
        let arrows = arrows::route(wanted, &self.obstacles, self.settled.names_width);
        self.mark_ports(&arrows);
        let mut height = self.settled.bottom + MARGIN;
        let columns = self.settled.columns.max(1);
        let wide = column_x(self.settled.names_width, columns) + CARD_WIDTH + GUTTER - MARGIN;
        let mut fold = None;
        if let Some(text) = fold_text(sketch) {
            height += 2 * MARGIN;
            fold = Some(fold_note(&text, height - MARGIN - 22, wide));
        }
        let mut items: Vec<Item> = self.panels.into_iter().map(Item::Frame).collect();
        items.extend(ties.into_iter().map(Item::Tie));
        items.extend(arrows.into_iter().map(Item::Arrow));
        items.extend(self.cards.into_iter().map(Item::Card));
        items.extend(self.tags.into_iter().map(Item::Name));
        items.extend(fold.map(Item::Fold));
        Sheet {
            size: Size {
                width: wide,
                height,
            },
            items,
        }
    }

    /// A row's port is where its arrow starts.
    fn mark_ports(&mut self, arrows: &[crate::picture::Arrow]) {
        let mut starts: BTreeMap<&str, Vec<Point>> = BTreeMap::new();
        for arrow in arrows {
            starts.entry(&arrow.from).or_default().push(arrow.start);
        }
        for card in &mut self.cards {
            let Some(starts) = starts.get(card.key.as_str()) else {
                continue;
            };
            for row in &mut card.rows {
                let middle = row.rect.y + ROW / 2;
                row.port = starts.iter().find(|start| start.y == middle).copied();
            }
        }
    }
}

fn fold_text(sketch: &Sketch<'_>) -> Option<String> {
    let mut parts = Vec::new();
    if !sketch.folded.is_empty() {
        parts.push(format!("folded: {}", sketch.folded.join(", ")));
    }
    if sketch.beyond > 0 {
        parts.push(format!("{} more objects", sketch.beyond));
    }
    (!parts.is_empty()).then(|| parts.join(" · "))
}

fn fold_note(text: &str, y: i32, wide: i32) -> FoldNote {
    let room = wide - 2 * MARGIN;
    let cut = fit(text, Face::Sans, NOTE_SIZE, room);
    let rect = Rect {
        x: MARGIN,
        y,
        width: width(&cut, Face::Sans, NOTE_SIZE).min(room),
        height: 22,
    };
    FoldNote {
        key: "folded".to_owned(),
        rect,
        text: Text {
            at: Point::new(rect.x, y + 16),
            anchor: Anchor::Start,
            face: Face::Sans,
            size: NOTE_SIZE,
            bold: false,
            text: cut,
        },
        spoken: text.to_owned(),
    }
}
