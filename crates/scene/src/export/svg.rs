//! A picture as a drawing that stands alone: presentation attributes only, so that no style sheet is needed and a
//! strict content policy does not mind.

use std::fmt::Write;

use crate::picture::{
    Anchor, Arrow, ArrowKind, Badge, Card, Chip, Face, FramePanel, Item, Lane, NameTag, Picture,
    PoolBox, Rect, Sheet, Text, Tie, Tint,
};

/// Colours for a light or a dark page.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Theme {
    #[default]
    Light,
    Dark,
}

/// Every colour of a theme. Text on `paper` and on `card` reaches 4.5:1, lines 3:1.
struct Palette {
    paper: &'static str,
    card: &'static str,
    ink: &'static str,
    quiet: &'static str,
    line: &'static str,
    name: &'static str,
    young: &'static str,
    middle: &'static str,
    old: &'static str,
    permanent: &'static str,
    reachable: &'static str,
    doubtful: &'static str,
    unreachable: &'static str,
}

const LIGHT: Palette = Palette {
    paper: "#fbf9f4",
    card: "#ffffff",
    ink: "#24221e",
    quiet: "#5f5a50",
    line: "#6f695e",
    name: "#1f5fa8",
    young: "#2d7a4f",
    middle: "#8a5a00",
    old: "#41599c",
    permanent: "#6b6b6b",
    reachable: "#2d7a4f",
    doubtful: "#a3561b",
    unreachable: "#b03a2e",
};

const DARK: Palette = Palette {
    paper: "#1d1c1a",
    card: "#282623",
    ink: "#f0ece3",
    quiet: "#b8b1a4",
    line: "#9a9386",
    name: "#86b8f0",
    young: "#7fc79b",
    middle: "#e0b25c",
    old: "#9db2ec",
    permanent: "#b0b0b0",
    reachable: "#7fc79b",
    doubtful: "#eaa46b",
    unreachable: "#f08a7d",
};

const SANS: &str = "system-ui, 'Segoe UI', Helvetica, Arial, sans-serif";
const MONO: &str = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace";

/// Draws all sheets: the heap at the left, lists and pools beside it.
pub fn svg(picture: &Picture, theme: Theme) -> String {
    let palette = match theme {
        Theme::Light => &LIGHT,
        Theme::Dark => &DARK,
    };
    let (heap, lists, pools) = (&picture.heap, &picture.generations, &picture.memory);
    let width = heap.size.width + lists.size.width + pools.size.width;
    let height = heap
        .size
        .height
        .max(lists.size.height)
        .max(pools.size.height);
    let mut drawing = Drawing {
        out: String::new(),
        palette,
    };
    let _ = write!(
        drawing.out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="Objects in memory" width="{width}" height="{height}" viewBox="0 0 {width} {height}">"#
    );
    drawing.rect(
        Rect {
            x: 0,
            y: 0,
            width,
            height,
        },
        0,
        &format!(r#"fill="{}""#, palette.paper),
    );
    let mut x = 0;
    for sheet in [heap, lists, pools] {
        if !sheet.is_empty() {
            let _ = write!(drawing.out, r#"<g transform="translate({x} 0)">"#);
            drawing.sheet(sheet);
            drawing.out.push_str("</g>");
        }
        x += sheet.size.width;
    }
    drawing.out.push_str("</svg>\n");
    drawing.out
}

struct Drawing {
    out: String,
    palette: &'static Palette,
}

impl Drawing {
    fn sheet(&mut self, sheet: &Sheet) {
        for item in &sheet.items {
            self.out.push_str("<g>");
            let _ = write!(self.out, "<title>{}</title>", escaped(item.spoken()));
            match item {
                Item::Frame(frame) => self.frame(frame),
                Item::Lane(lane) => self.lane(lane),
                Item::Arrow(arrow) => self.arrow(arrow),
                Item::Tie(tie) => self.tie(tie),
                Item::Card(card) => self.card(card),
                Item::Chip(chip) => self.chip(chip),
                Item::Name(tag) => self.name(tag),
                Item::Fold(fold) => self.text(&fold.text, self.palette.quiet),
                Item::Pool(pool) => self.pool(pool),
            }
            self.out.push_str("</g>");
        }
    }

    fn frame(&mut self, frame: &FramePanel) {
        let quiet = self.palette.quiet;
        let line = self.palette.line;
        self.rect(
            frame.rect,
            10,
            &format!(r#"fill="{line}" fill-opacity="0.08" stroke="{line}" stroke-width="1""#),
        );
        self.text(&frame.title, quiet);
        for label in frame.rows.iter().filter_map(|row| row.label.as_ref()) {
            self.text(label, quiet);
        }
    }

    fn name(&mut self, tag: &NameTag) {
        let Palette { card, name, .. } = *self.palette;
        let look = format!(r#"fill="{card}" stroke="{name}" stroke-width="2""#);
        self.rect(tag.rect, 16, &look);
        self.text(&tag.text, name);
    }

    fn card(&mut self, card: &Card) {
        let tint = self.tint(card.tint);
        let Palette { ink, quiet, .. } = *self.palette;
        let (dash, fill) = if card.ghost {
            (r#" stroke-dasharray="6 5""#, self.palette.paper)
        } else {
            ("", self.palette.card)
        };
        let look = format!(r#"fill="{fill}" stroke="{tint}" stroke-width="2"{dash}"#);
        self.rect(card.rect, 10, &look);
        self.text(&card.type_line, quiet);
        let value_ink = if card.ghost { quiet } else { ink };
        if let Some(value) = &card.value_line {
            self.text(value, value_ink);
        }
        for note in &card.notes {
            self.text(note, quiet);
        }
        for row in &card.rows {
            for text in row.label.iter() {
                self.text(text, quiet);
            }
            for text in row.value.iter() {
                self.text(text, ink);
            }
            if let Some(port) = row.port {
                let _ = write!(
                    self.out,
                    r#"<circle cx="{}" cy="{}" r="3.5" fill="{tint}"/>"#,
                    port.x, port.y
                );
            }
        }
        for badge in card.refcount.iter() {
            self.round_badge(badge, tint, card.ghost);
        }
        for badge in card.gc_refs.iter() {
            self.square_badge(badge);
        }
    }

    fn round_badge(&mut self, badge: &Badge, tint: &str, hollow: bool) {
        let radius = badge.rect.height / 2;
        let (fill, ink) = if hollow {
            ("none", self.palette.quiet)
        } else {
            (tint, self.palette.paper)
        };
        let look = format!(r#"fill="{fill}" stroke="{tint}" stroke-width="2""#);
        self.rect(badge.rect, radius, &look);
        self.text(&badge.text, ink);
    }

    fn square_badge(&mut self, badge: &Badge) {
        let Palette { paper, ink, .. } = *self.palette;
        let look = format!(r#"fill="{paper}" stroke="{ink}" stroke-width="2""#);
        self.rect(badge.rect, 0, &look);
        self.text(&badge.text, ink);
    }

    fn arrow(&mut self, arrow: &Arrow) {
        let colour = match arrow.kind {
            ArrowKind::Name => self.palette.name,
            ArrowKind::Reference => self.palette.ink,
            ArrowKind::Temporary | ArrowKind::Borrowed | ArrowKind::Weak => self.palette.line,
        };
        let look = match arrow.kind {
            ArrowKind::Name | ArrowKind::Reference | ArrowKind::Temporary => "",
            ArrowKind::Borrowed => r#" stroke-dasharray="2 4""#,
            ArrowKind::Weak => r#" stroke-dasharray="7 5""#,
        };
        let _ = write!(
            self.out,
            r#"<path d="{}" fill="none" stroke="{colour}" stroke-width="2"{look}/>"#,
            arrow.path.d()
        );
        let head = if arrow.kind == ArrowKind::Weak {
            format!(
                r#"fill="{}" stroke="{colour}" stroke-width="1.5""#,
                self.palette.paper
            )
        } else {
            format!(r#"fill="{colour}""#)
        };
        let _ = write!(
            self.out,
            r#"<path d="M0 0L-11 -5L-11 5Z" transform="translate({} {}) rotate({})" {head}/>"#,
            arrow.end.x, arrow.end.y, arrow.heading
        );
        if let Some(label) = &arrow.label {
            self.text(label, colour);
        }
    }

    fn tie(&mut self, tie: &Tie) {
        let line = self.palette.line;
        let _ = write!(
            self.out,
            r#"<path d="{}" fill="none" stroke="{line}" stroke-width="2" stroke-dasharray="1 5" stroke-linecap="round"/>"#,
            tie.path.d()
        );
        self.text(&tie.label, self.palette.quiet);
    }

    fn lane(&mut self, lane: &Lane) {
        let tint = self.tint(lane.tint);
        let look =
            format!(r#"fill="{tint}" fill-opacity="0.07" stroke="{tint}" stroke-width="1.5""#);
        self.rect(lane.rect, 10, &look);
        let Palette { ink, quiet, .. } = *self.palette;
        self.text(&lane.title, ink);
        if let Some(counter) = &lane.counter {
            self.text(counter, ink);
            let bar = Rect {
                x: lane.rect.x,
                y: lane.rect.y,
                width: lane.rect.width * lane.filled / 1000,
                height: 4,
            };
            self.rect(bar, 2, &format!(r#"fill="{tint}""#));
        }
        if let Some(more) = &lane.more {
            self.text(more, quiet);
        }
    }

    fn chip(&mut self, chip: &Chip) {
        let tint = self.tint(chip.tint);
        let Palette { card, ink, .. } = *self.palette;
        let look = format!(r#"fill="{card}" stroke="{tint}" stroke-width="2""#);
        self.rect(chip.rect, 8, &look);
        self.text(&chip.text, ink);
        for badge in chip.refcount.iter() {
            self.round_badge(badge, tint, false);
        }
        for badge in chip.gc_refs.iter() {
            self.square_badge(badge);
        }
    }

    fn pool(&mut self, pool: &PoolBox) {
        let Palette {
            card,
            line,
            quiet,
            name,
            ..
        } = *self.palette;
        let look = format!(r#"fill="{card}" stroke="{line}" stroke-width="1.5""#);
        self.rect(pool.rect, 8, &look);
        self.text(&pool.title, quiet);
        for block in &pool.blocks {
            let look = match (block.object, block.used) {
                (Some(_), _) => format!(r#"fill="{name}" stroke="{name}""#),
                (None, true) => format!(r#"fill="{line}" fill-opacity="0.5" stroke="{line}""#),
                (None, false) => format!(r#"fill="none" stroke="{line}" stroke-opacity="0.6""#),
            };
            self.rect(block.rect, 2, &look);
        }
    }

    fn tint(&self, tint: Tint) -> &'static str {
        match tint {
            Tint::Plain | Tint::Candidate => self.palette.line,
            Tint::Young => self.palette.young,
            Tint::Middle => self.palette.middle,
            Tint::Old => self.palette.old,
            Tint::Permanent => self.palette.permanent,
            Tint::Reachable => self.palette.reachable,
            Tint::TentativelyUnreachable => self.palette.doubtful,
            Tint::Unreachable => self.palette.unreachable,
            Tint::Ghost => self.palette.quiet,
        }
    }

    fn rect(&mut self, rect: Rect, radius: i32, look: &str) {
        let Rect {
            x,
            y,
            width,
            height,
        } = rect;
        let _ = write!(
            self.out,
            r#"<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{radius}" {look}/>"#
        );
    }

    fn text(&mut self, text: &Text, ink: &str) {
        let anchor = match text.anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let face = match text.face {
            Face::Sans => SANS,
            Face::Mono => MONO,
        };
        let weight = if text.bold {
            r#" font-weight="600""#
        } else {
            ""
        };
        let _ = write!(
            self.out,
            r#"<text x="{}" y="{}" text-anchor="{anchor}" font-family="{face}" font-size="{}"{weight} fill="{ink}">{}</text>"#,
            text.at.x,
            text.at.y,
            text.size,
            escaped(&text.text)
        );
    }
}

/// Text for XML. Characters that XML 1.0 forbids become `·`.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('·'),
            c => out.push(c),
        }
    }
    out
}
