//! Sticky columns with foresight: where everything of a run lies.
//!
//! Invariants: a thing has one place for its whole life, ghost time included; two things that are ever in the same
//! learned state never overlap; a place is given away again only after its owner was gone for a whole learned state.

mod moment;
mod settling;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use self::settling::Settling;
use super::depth::{self, Referrer};
use super::measure::{self, MARGIN, MOST_NAMES, TAG, TAG_GAP};
use super::sketch::{Panel, Sketch, Tag, sketch};
use crate::metrics;
use crate::picture::Face;
use crate::state::{Serial, State};
use crate::view::{Level, View};

/// Objects of a run that are planned for; later ones take what is free at their moment.
const MOST_PLANNED: usize = 1500;

/// What is known about a run's layout. Teach it states in the order of the run (each line is enough, each birth is
/// better), then draw any moment of that run with it. Without lessons it works too, and places are then chosen
/// from the one state that is drawn.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// Levels 1 and 2 share a plan, 3 has its own, 4 and 5 share one.
    plans: [Plan; 3],
    learned: u32,
}

#[derive(Clone, Debug, Default)]
struct Plan {
    cards: BTreeMap<Serial, CardFact>,
    tags: BTreeMap<String, TagFact>,
    panels: BTreeMap<String, PanelFact>,
    settled: OnceLock<Settled>,
}

/// When something is there, in numbers of learned states.
#[derive(Clone, Copy, Debug)]
struct Span {
    first: u32,
    last: u32,
}

impl Span {
    const fn at(moment: u32) -> Self {
        Self {
            first: moment,
            last: moment,
        }
    }

    /// Whether they could meet: a whole learned state must lie between them, because anything can happen between
    /// two learned ones.
    const fn meets(self, other: Self) -> bool {
        self.first <= other.last + 1 && other.first <= self.last + 1
    }
}

#[derive(Clone, Debug)]
struct CardFact {
    span: Span,
    height: i32,
    /// How often it was at which distance, and who led to it there.
    votes: Vec<(u32, Option<Referrer>, u32)>,
}

#[derive(Clone, Debug)]
struct TagFact {
    span: Span,
    /// The how many-th name of the run.
    order: usize,
    width: i32,
    to: Serial,
}

#[derive(Clone, Debug)]
struct PanelFact {
    span: Span,
    width: i32,
    locals: Vec<String>,
    stack: usize,
}

/// The place of one thing: the top, and the height that is kept for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    pub column: u32,
    pub y: i32,
    pub height: i32,
}

/// Every place of a run, for one plan.
#[derive(Clone, Debug, Default)]
pub struct Settled {
    pub names_width: i32,
    pub cards: BTreeMap<Serial, Slot>,
    /// Column 0.
    pub tags: BTreeMap<String, Slot>,
    pub panels: BTreeMap<String, Slot>,
    /// The order of a panel's locals, by the panel's key.
    pub locals: BTreeMap<String, Vec<String>>,
    /// How far things reach: the number of columns, and the lowest edge.
    pub columns: u32,
    pub bottom: i32,
}

impl Places {
    /// Nothing is known yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many states it has seen.
    pub const fn learned(&self) -> u32 {
        self.learned
    }

    /// Takes in one more state of the run, later than all before.
    pub fn learn(&mut self, state: &State) {
        for (plan, level) in
            self.plans
                .iter_mut()
                .zip([Level::Counts, Level::Frames, Level::Headers])
        {
            plan.learn(&sketch(state, &View::at(level)), self.learned);
        }
        self.learned += 1;
    }

    /// The places for what a sketch shows: the planned ones, and for anything unplanned a free one.
    pub(super) fn settle(&self, level: Level, sketch: &Sketch<'_>) -> Settled {
        let [compact, frames, headers] = &self.plans;
        let plan = match level {
            Level::Names | Level::Counts => compact,
            Level::Frames => frames,
            Level::Headers | Level::Blocks => headers,
        };
        let settled = plan.settled.get_or_init(|| plan.settle());
        settled.with(sketch)
    }
}

impl Plan {
    fn learn(&mut self, sketch: &Sketch<'_>, now: u32) {
        self.settled = OnceLock::new();
        let reached = depth::depths(sketch);
        for card in &sketch.cards {
            let id = card.object.id;
            let height = measure::card_height(card) + measure::VERDICT;
            if !self.cards.contains_key(&id) && self.cards.len() >= MOST_PLANNED {
                continue;
            }
            let fact = self.cards.entry(id).or_insert_with(|| CardFact {
                span: Span::at(now),
                height,
                votes: Vec::new(),
            });
            fact.span.last = now;
            fact.height = fact.height.max(height);
            if let Some((depth, referrer)) = reached.get(&id) {
                fact.vote(*depth, Some(referrer.clone()));
            }
        }
        // Islands vote only where nothing better is known.
        for (id, (depth, referrer)) in depth::island_depths(sketch, &reached) {
            if let Some(fact) = self.cards.get_mut(&id)
                && fact.votes.is_empty()
            {
                fact.votes.push((depth, referrer, 0));
            }
        }
        for ghost in &sketch.ghosts {
            if !self.cards.contains_key(&ghost.id) && self.cards.len() >= MOST_PLANNED {
                continue;
            }
            // Some live and die between two learned states: only their ghost is ever seen.
            let fact = self.cards.entry(ghost.id).or_insert_with(|| CardFact {
                span: Span::at(now),
                height: measure::ghost_height(),
                votes: Vec::new(),
            });
            fact.span.last = now;
        }
        for tag in &sketch.names {
            let order = self.tags.len();
            let fact = self.tags.entry(tag.key.clone()).or_insert_with(|| TagFact {
                span: Span::at(now),
                order,
                width: tag_width(tag),
                to: tag.binding.to,
            });
            fact.span.last = now;
        }
        for panel in &sketch.frames {
            let fact = self
                .panels
                .entry(panel.key.clone())
                .or_insert_with(|| PanelFact {
                    span: Span::at(now),
                    width: 0,
                    locals: Vec::new(),
                    stack: 0,
                });
            fact.span.last = now;
            fact.take_in(panel);
        }
    }

    fn settle(&self) -> Settled {
        Settling::run(self)
    }
}

impl CardFact {
    fn vote(&mut self, depth: u32, referrer: Option<Referrer>) {
        match self
            .votes
            .iter_mut()
            .find(|(known, _, votes)| *known == depth && *votes > 0)
        {
            Some((_, _, votes)) => *votes += 1,
            None => {
                self.votes.retain(|(_, _, votes)| *votes > 0);
                self.votes.push((depth, referrer, 1));
            }
        }
    }

    /// The distance at which it was most often seen; the smaller one of two equals.
    fn favourite(&self) -> (u32, Option<&Referrer>) {
        self.votes
            .iter()
            .max_by_key(|(depth, _, votes)| (*votes, u32::MAX - depth))
            .map_or((1, None), |(depth, referrer, _)| {
                (*depth, referrer.as_ref())
            })
    }
}

impl PanelFact {
    fn take_in(&mut self, panel: &Panel<'_>) {
        self.width = self.width.max(panel_width(panel));
        self.stack = self.stack.max(panel.stack.len());
        for local in &panel.locals {
            if !self.locals.contains(&local.key) {
                self.locals.push(local.key.clone());
            }
        }
    }

    fn height(&self) -> i32 {
        panel_height(self.locals.len(), self.stack)
    }
}

fn panel_height(locals: usize, stack: usize) -> i32 {
    measure::PANEL_TITLE
        + measure::many(locals, TAG + TAG_GAP / 2)
        + measure::many(stack, measure::ROW)
        + measure::PANEL_PAD
}

pub fn tag_width(tag: &Tag<'_>) -> i32 {
    let text = metrics::width(&tag.binding.name, Face::Mono, measure::NAME_SIZE);
    (text + 24).clamp(44, MOST_NAMES)
}

fn panel_width(panel: &Panel<'_>) -> i32 {
    let title = metrics::width(&panel.title, Face::Sans, measure::TYPE_SIZE);
    let locals = panel.locals.iter().map(tag_width).max().unwrap_or(0);
    let stack = panel.stack.iter();
    let stack = stack.map(|(what, _, _)| metrics::width(what, Face::Sans, measure::NOTE_SIZE) + 16);
    title
        .max(locals)
        .max(stack.max().unwrap_or(0))
        .saturating_add(2 * measure::PANEL_PAD)
        .min(MOST_NAMES)
}

/// The free top nearest to the wished one (the topmost without a wish); below wins over above at equal distance.
fn nearest_free(taken: &[(i32, i32)], wished: Option<i32>, height: i32, gap: i32) -> i32 {
    let wished = wished.unwrap_or(MARGIN).max(MARGIN);
    let below = taken.iter().map(|(y, height)| y + height + gap);
    let above = taken.iter().map(|(y, _)| y - gap - height);
    [wished, MARGIN]
        .into_iter()
        .chain(below)
        .chain(above)
        .filter(|y| *y >= MARGIN)
        .filter(|y| {
            taken
                .iter()
                .all(|(top, tall)| y + height + gap <= *top || top + tall + gap <= *y)
        })
        .min_by_key(|y| ((y - wished).abs(), -y))
        .unwrap_or(wished)
}

/// Where a panel's local has its tag.
pub fn local_top(panel: &Slot, place: usize) -> i32 {
    panel.y + measure::PANEL_TITLE + measure::many(place, TAG + TAG_GAP / 2)
}

/// Where a panel's temporaries begin.
pub fn stack_top(panel: &Slot, locals: usize) -> i32 {
    local_top(panel, locals)
}
