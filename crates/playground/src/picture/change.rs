//! What became of one thing since the picture before, as the components want it.

use std::collections::BTreeMap;

use scene::{Change as Difference, What};
use yew::AttrValue;

/// How one item differs from what stood under the same key before.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Change {
    /// Names the moment, so that the same change at another moment is a new one.
    pub moment: AttrValue,
    pub appeared: bool,
    pub freed: bool,
    pub moved: bool,
    /// By how much the count grew.
    pub gain: i64,
    pub gc_refs_changed: bool,
}

impl Change {
    /// All differences of two pictures, by the key of the item.
    pub fn by_key(differences: &[Difference], moment: &AttrValue) -> BTreeMap<String, Self> {
        let mut changes: BTreeMap<String, Self> = BTreeMap::new();
        for difference in differences {
            let change = changes.entry(difference.key.clone()).or_default();
            change.moment = moment.clone();
            match difference.what {
                What::Appeared => change.appeared = true,
                What::Freed => change.freed = true,
                What::Moved => change.moved = true,
                What::Count(gain) => change.gain = gain,
                What::GcRefs(_) => change.gc_refs_changed = true,
                What::Gone | What::Altered => {}
            }
        }
        changes
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
