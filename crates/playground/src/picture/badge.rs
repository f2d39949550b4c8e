//! The two numbers that must never be mistaken for each other: the true count is round, `gc_refs` is square.

use scene::picture::{Badge, Rect};
use yew::prelude::*;

use super::change::Change;
use super::text;

/// The true count, and what it just gained or lost, floating off.
pub fn refcount(badge: &Badge, change: &Change) -> Html {
    let Rect { width, height, .. } = badge.rect;
    let middle = badge.rect.middle();
    html! {
        <g class="refcount" data-changed={change.count_changed().to_string()}>
            if width > height + 2 {
                <rect
                    class="badge"
                    x={badge.rect.x.to_string()} y={badge.rect.y.to_string()}
                    width={width.to_string()} height={height.to_string()} rx={(height / 2).to_string()}
                />
            } else {
                <circle class="badge" cx={middle.x.to_string()} cy={middle.y.to_string()} r={(width / 2).to_string()} />
            }
            { text::line(&badge.text, "number") }
            if let Some(gain) = change.gain_text() {
                <text
                    key={change.moment.to_string()} class="float mono bold" aria-hidden="true"
                    x={(badge.rect.x - 6).to_string()} y={(middle.y + 6).to_string()} text-anchor="end" font-size="18"
                >{ gain }</text>
            }
        </g>
    }
}

/// The collector's copy of the count.
pub fn gc_refs(badge: &Badge, change: &Change) -> Html {
    html! {
        <g class="gc-refs" data-changed={change.gc_refs_changed.to_string()}>
            <rect
                class="badge"
                x={badge.rect.x.to_string()} y={badge.rect.y.to_string()}
                width={badge.rect.width.to_string()} height={badge.rect.height.to_string()}
            />
            { text::line(&badge.text, "number") }
        </g>
    }
}
