//! What became of one thing since the picture before.

use scene::picture::{Badge, Item, Sheet};
use yew::AttrValue;

/// How one item differs from what stood under the same key before.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Change {
    /// Names the moment, so that the same change at another moment is a new one.
    pub moment: AttrValue,
    pub appeared: bool,
    pub freed: bool,
    /// By how much the count grew.
    pub gain: i64,
    pub gc_refs_changed: bool,
    pub moved: bool,
}

impl Change {
    /// `before` is `None` where there is nothing to compare with: then nothing changed.
    pub fn of(item: &Item, before: Option<&Sheet>, moment: &AttrValue) -> Self {
        let Some(sheet) = before else {
            return Self::default();
        };
        let Some(old) = sheet.item(item.key()) else {
            return Self {
                moment: moment.clone(),
                appeared: true,
                ..Self::default()
            };
        };
        let change = match (old, item) {
            (Item::Card(old), Item::Card(new)) => Self {
                freed: new.ghost && !old.ghost,
                gain: gain(old.refcount.as_ref(), new.refcount.as_ref()),
                gc_refs_changed: old.gc_refs != new.gc_refs,
                ..Self::default()
            },
            (Item::Chip(old), Item::Chip(new)) => Self {
                gain: gain(old.refcount.as_ref(), new.refcount.as_ref()),
                gc_refs_changed: old.gc_refs != new.gc_refs,
                moved: old.rect != new.rect,
                ..Self::default()
            },
            (Item::Arrow(old), Item::Arrow(new)) => Self {
                moved: old.to != new.to,
                ..Self::default()
            },
            _ => Self::default(),
        };
        if change == Self::default() {
            return change;
        }
        Self {
            moment: moment.clone(),
            ..change
        }
    }

    pub fn count_changed(&self) -> bool {
        self.gain != 0
    }

    /// `+1`, `−2`; nothing when the count stayed.
    pub fn gain_text(&self) -> Option<String> {
        match self.gain {
            0 => None,
            gain if gain > 0 => Some(format!("+{gain}")),
            gain => Some(format!("\u{2212}{}", gain.unsigned_abs())),
        }
    }

    /// The word for the stylesheet.
    pub fn name(&self) -> &'static str {
        if self.appeared {
            "appeared"
        } else if self.freed {
            "freed"
        } else if self.moved {
            "moved"
        } else {
            "none"
        }
    }
}

fn gain(old: Option<&Badge>, new: Option<&Badge>) -> i64 {
    let count = |badge: Option<&Badge>| badge.and_then(|badge| badge.text.text.parse::<i64>().ok());
    match (count(old), count(new)) {
        (Some(old), Some(new)) => new.saturating_sub(old),
        _ => 0,
    }
}
