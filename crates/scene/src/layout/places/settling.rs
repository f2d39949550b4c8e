//! Gives everything of a run its place, from what was learnt of the whole run.

use std::collections::{BTreeMap, BTreeSet};

use super::{Plan, Settled, Slot, Span, nearest_free};
use crate::layout::depth::{Referrer, column};
use crate::layout::measure::{self, GAP, MOST_NAMES, TAG, TAG_GAP};
use crate::state::Serial;

/// What lies in a column already.
#[derive(Clone, Copy, Debug)]
struct Taken {
    y: i32,
    height: i32,
    span: Span,
}

pub(super) struct Settling<'a> {
    plan: &'a Plan,
    done: Settled,
    columns: BTreeMap<u32, Vec<Taken>>,
}

impl<'a> Settling<'a> {
    pub(super) fn run(plan: &'a Plan) -> Settled {
        let mut settling = Self {
            plan,
            done: Settled::default(),
            columns: BTreeMap::new(),
        };
        settling.place_all();
        settling.done
    }

    fn place_all(&mut self) {
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
