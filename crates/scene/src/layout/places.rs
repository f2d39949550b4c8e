//! Sticky columns with foresight: where everything of a run lies.
//!
//! Invariants: a thing has one place for its whole life, ghost time included; two things that are ever in the same
//! learned state never overlap; a place is given away again only after its owner was gone for a whole learned state.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::depth::{self, Referrer, column};
use super::measure::{self, GAP, MARGIN, MOST_NAMES, TAG, TAG_GAP};
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
        let mut settling = Settling {
            plan: self,
            done: Settled::default(),
            columns: BTreeMap::new(),
        };
        settling.run();
        settling.done
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

/// What lies in a column already.
#[derive(Clone, Copy, Debug)]
struct Taken {
    y: i32,
    height: i32,
    span: Span,
}

struct Settling<'a> {
    plan: &'a Plan,
    done: Settled,
    columns: BTreeMap<u32, Vec<Taken>>,
}

impl Settling<'_> {
    fn run(&mut self) {
        let plan = self.plan;
        let tags = plan.tags.values().map(|tag| tag.width);
        let panels = plan.panels.values().map(|panel| panel.width);
        self.done.names_width = tags.chain(panels).max().unwrap_or(0);
        self.done.names_width = self
            .done
            .names_width
            .clamp(measure::LEAST_NAMES, MOST_NAMES);

        // In the order in which things first appear; names before objects, objects by birth.
        let mut order: Vec<(u32, Thing<'_>)> = Vec::new();
        order.extend(
            plan.tags
                .iter()
                .map(|(key, fact)| (fact.span.first, Thing::Tag(fact.order, key))),
        );
        order.extend(
            plan.cards
                .iter()
                .map(|(id, fact)| (fact.span.first, Thing::Card(*id))),
        );
        order.extend(
            plan.panels
                .iter()
                .map(|(key, fact)| (fact.span.first, Thing::Panel(key))),
        );
        order.sort();
        for (_, thing) in order {
            match thing {
                Thing::Card(id) => self.place_card(id),
                Thing::Tag(_, key) => self.place_tag(key),
                Thing::Panel(key) => self.place_panel(key),
            }
        }
    }

    /// Places everything that leads to the object first, then the object beside it.
    fn place_card(&mut self, id: Serial) {
        let mut chain = vec![id];
        let mut in_chain = BTreeSet::from([id]);
        while let Some(Referrer::Card(next)) = chain
            .last()
            .and_then(|id| self.plan.cards.get(id)?.favourite().1)
        {
            let known = self.done.cards.contains_key(next) || !self.plan.cards.contains_key(next);
            if known || !in_chain.insert(*next) {
                break;
            }
            chain.push(*next);
        }
        while let Some(id) = chain.pop() {
            self.place_one_card(id);
        }
    }

    fn place_one_card(&mut self, id: Serial) {
        let Some(fact) = self.plan.cards.get(&id) else {
            return;
        };
        if self.done.cards.contains_key(&id) {
            return;
        }
        let (depth, referrer) = fact.favourite();
        let wished = match referrer {
            Some(Referrer::Tag(key)) => self.done.tags.get(key).map(|slot| slot.y),
            Some(Referrer::Card(owner)) => self.done.cards.get(owner).map(|slot| slot.y),
            None => None,
        };
        let column = column(depth);
        let y = self.claim(column, wished, fact.height, GAP, fact.span);
        let slot = Slot {
            column,
            y,
            height: fact.height,
        };
        self.done.cards.insert(id, slot);
        self.done.columns = self.done.columns.max(column);
        if let Some(Referrer::Tag(key)) = referrer {
            self.place_tag(key);
        }
    }

    fn place_tag(&mut self, key: &str) {
        let Some(fact) = self.plan.tags.get(key) else {
            return;
        };
        if self.done.tags.contains_key(key) {
            return;
        }
        self.place_card(fact.to);
        if self.done.tags.contains_key(key) {
            return; // placed together with its object
        }
        let wished = self.done.cards.get(&fact.to).map(|slot| slot.y);
        let y = self.claim(0, wished, TAG, TAG_GAP, fact.span);
        let slot = Slot {
            column: 0,
            y,
            height: TAG,
        };
        self.done.tags.insert(key.to_owned(), slot);
    }

    /// Below everything that is at the left edge by then: a call stack grows downwards.
    fn place_panel(&mut self, key: &str) {
        let Some(fact) = self.plan.panels.get(key) else {
            return;
        };
        let taken = self.columns.get(&0).into_iter().flatten();
        let lowest = taken
            .filter(|taken| taken.span.meets(fact.span))
            .map(|taken| taken.y + taken.height + TAG_GAP)
            .max();
        let y = self.claim(0, lowest, fact.height(), TAG_GAP, fact.span);
        let slot = Slot {
            column: 0,
            y,
            height: fact.height(),
        };
        self.done.panels.insert(key.to_owned(), slot);
        self.done.locals.insert(key.to_owned(), fact.locals.clone());
    }

    fn claim(
        &mut self,
        column: u32,
        wished: Option<i32>,
        height: i32,
        gap: i32,
        span: Span,
    ) -> i32 {
        let taken = self.columns.entry(column).or_default();
        let near: Vec<_> = taken
            .iter()
            .filter(|taken| taken.span.meets(span))
            .collect();
        let spans = near.iter().map(|taken| (taken.y, taken.height));
        let y = nearest_free(&spans.collect::<Vec<_>>(), wished, height, gap);
        taken.push(Taken { y, height, span });
        self.done.bottom = self.done.bottom.max(y + height);
        y
    }
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Thing<'a> {
    Tag(usize, &'a str),
    Card(Serial),
    Panel(&'a str),
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

impl Settled {
    /// Adds what the plan does not know, at free places of this moment, and moves aside what would overlap.
    fn with(&self, sketch: &Sketch<'_>) -> Self {
        let mut done = Self {
            names_width: self.names_width,
            columns: self.columns,
            bottom: self.bottom,
            ..Self::default()
        };
        let mut taken: BTreeMap<u32, Vec<(i32, i32)>> = BTreeMap::new();
        self.keep_planned(sketch, &mut done, &mut taken);
        done.add_panels(sketch, &mut taken);
        done.add_cards(sketch, &mut taken);
        for tag in &sketch.names {
            if !done.tags.contains_key(&tag.key) {
                let wished = done.cards.get(&tag.binding.to).map(|slot| slot.y);
                let y = done.claim(&mut taken, 0, wished, TAG, TAG_GAP);
                done.names_width = done.names_width.max(tag_width(tag));
                let slot = Slot {
                    column: 0,
                    y,
                    height: TAG,
                };
                done.tags.insert(tag.key.clone(), slot);
            }
        }
        done
    }

    fn keep_planned(
        &self,
        sketch: &Sketch<'_>,
        done: &mut Self,
        taken: &mut BTreeMap<u32, Vec<(i32, i32)>>,
    ) {
        let mut fits = |slot: &Slot, gap: i32| {
            let column = taken.entry(slot.column).or_default();
            let free = column
                .iter()
                .all(|(y, height)| slot.y + slot.height + gap <= *y || y + height + gap <= slot.y);
            if free {
                column.push((slot.y, slot.height));
            }
            free
        };
        for tag in &sketch.names {
            if let Some(slot) = self.tags.get(&tag.key)
                && fits(slot, TAG_GAP)
            {
                done.tags.insert(tag.key.clone(), *slot);
            }
        }
        for panel in &sketch.frames {
            if let (Some(slot), Some(locals)) =
                (self.panels.get(&panel.key), self.locals.get(&panel.key))
                && panel.locals.iter().all(|local| locals.contains(&local.key))
                && panel_height(locals.len(), panel.stack.len()) <= slot.height
                && fits(slot, TAG_GAP)
            {
                done.panels.insert(panel.key.clone(), *slot);
                done.locals.insert(panel.key.clone(), locals.clone());
            }
        }
        let ghosts = sketch.ghosts.iter().map(|ghost| ghost.id);
        let cards = sketch.cards.iter().map(|card| card.object.id);
        for id in cards.chain(ghosts) {
            if let Some(slot) = self.cards.get(&id)
                && fits(slot, GAP)
            {
                done.cards.insert(id, *slot);
            }
        }
    }

    fn add_panels(&mut self, sketch: &Sketch<'_>, taken: &mut BTreeMap<u32, Vec<(i32, i32)>>) {
        for panel in &sketch.frames {
            if self.panels.contains_key(&panel.key) {
                continue;
            }
            let lowest = taken.get(&0).into_iter().flatten();
            let lowest = lowest.map(|(y, height)| y + height + TAG_GAP).max();
            // Names that have no place yet go above the frames.
            let waiting = sketch
                .names
                .iter()
                .filter(|tag| !self.tags.contains_key(&tag.key));
            let room = measure::many(waiting.count(), TAG + TAG_GAP);
            let wished = lowest.unwrap_or(MARGIN) + room;
            let height = panel_height(panel.locals.len(), panel.stack.len());
            let y = self.claim(taken, 0, Some(wished), height, TAG_GAP);
            self.names_width = self.names_width.max(panel_width(panel));
            let slot = Slot {
                column: 0,
                y,
                height,
            };
            self.panels.insert(panel.key.clone(), slot);
            let locals = panel.locals.iter().map(|local| local.key.clone());
            self.locals.insert(panel.key.clone(), locals.collect());
        }
    }

    fn add_cards(&mut self, sketch: &Sketch<'_>, taken: &mut BTreeMap<u32, Vec<(i32, i32)>>) {
        let reached = depth::depths(sketch);
        let islands = depth::island_depths(sketch, &reached);
        let mut unplanned: Vec<_> = sketch
            .cards
            .iter()
            .filter(|card| !self.cards.contains_key(&card.object.id))
            .map(|card| {
                let id = card.object.id;
                let (depth, referrer) = match (reached.get(&id), islands.get(&id)) {
                    (Some((depth, referrer)), _) => (*depth, Some(referrer)),
                    (None, Some((depth, referrer))) => (*depth, referrer.as_ref()),
                    (None, None) => (1, None),
                };
                (
                    depth,
                    id,
                    referrer,
                    measure::card_height(card) + measure::VERDICT,
                )
            })
            .collect();
        unplanned.sort_by_key(|(depth, id, ..)| (*depth, *id));
        for (depth, id, referrer, height) in unplanned {
            let wished = match referrer {
                Some(Referrer::Tag(key)) => self.tags.get(key).or_else(|| self.panel_of(key)),
                Some(Referrer::Card(owner)) => self.cards.get(owner),
                None => None,
            };
            let wished = wished.map(|slot| slot.y);
            self.add_card(id, column(depth), wished, height, taken);
        }
        for ghost in &sketch.ghosts {
            if !self.cards.contains_key(&ghost.id) {
                let height = measure::ghost_height();
                self.add_card(ghost.id, 1, None, height, taken);
            }
        }
    }

    fn panel_of(&self, local: &str) -> Option<&Slot> {
        let owner = self
            .locals
            .iter()
            .find(|(_, locals)| locals.iter().any(|key| key == local))?;
        self.panels.get(owner.0)
    }

    fn add_card(
        &mut self,
        id: Serial,
        column: u32,
        wished: Option<i32>,
        height: i32,
        taken: &mut BTreeMap<u32, Vec<(i32, i32)>>,
    ) {
        let y = self.claim(taken, column, wished, height, GAP);
        self.columns = self.columns.max(column);
        self.cards.insert(id, Slot { column, y, height });
    }

    fn claim(
        &mut self,
        taken: &mut BTreeMap<u32, Vec<(i32, i32)>>,
        column: u32,
        wished: Option<i32>,
        height: i32,
        gap: i32,
    ) -> i32 {
        let column = taken.entry(column).or_default();
        let y = nearest_free(column, wished, height, gap);
        column.push((y, height));
        self.bottom = self.bottom.max(y + height);
        y
    }
}

/// Where a panel's local has its tag.
pub fn local_top(panel: &Slot, place: usize) -> i32 {
    panel.y + measure::PANEL_TITLE + measure::many(place, TAG + TAG_GAP / 2)
}

/// Where a panel's temporaries begin.
pub fn stack_top(panel: &Slot, locals: usize) -> i32 {
    local_top(panel, locals)
}
