//! The places of one moment: the planned ones, and free ones for what nobody planned.

use std::collections::BTreeMap;

use super::{Settled, Slot, nearest_free, panel_height, panel_width, tag_width};
use crate::layout::depth::{self, Referrer, column};
use crate::layout::measure::{self, GAP, MARGIN, TAG, TAG_GAP};
use crate::layout::sketch::Sketch;
use crate::state::Serial;

impl Settled {
    /// Adds what the plan does not know, at free places of this moment, and moves aside what would overlap.
    pub(super) fn with(&self, sketch: &Sketch<'_>) -> Self {
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
