//! A reference: a curve with a head.

use scene::picture::{Arrow, ArrowKind};
use yew::prelude::*;

use super::change::Change;
use super::text;

#[derive(Properties, PartialEq)]
pub struct ArrowProps {
    pub arrow: Arrow,
    pub change: Change,
    /// It starts or ends at the selected object.
    pub lit: bool,
}

#[component]
pub fn ArrowView(props: &ArrowProps) -> Html {
    let arrow = &props.arrow;
    let kind = match arrow.kind {
        ArrowKind::Name => "name",
        ArrowKind::Reference => "reference",
        ArrowKind::Temporary => "temporary",
        ArrowKind::Borrowed => "borrowed",
        ArrowKind::Weak => "weak",
    };
    let head = format!(
        "translate({} {}) rotate({})",
        arrow.end.x, arrow.end.y, arrow.heading
    );
    html! {
        // The table says all of this in words; a list of arrows read aloud helps nobody.
        <g class="arrow" data-kind={kind} data-change={props.change.name()} data-lit={props.lit.to_string()} aria-hidden="true">
            <path class="line" d={arrow.path.d()} />
            <path class="head" d="M0 0L-12 -5.5L-12 5.5Z" transform={head} />
            { text::maybe(arrow.label.as_ref(), "label") }
        </g>
    }
}
