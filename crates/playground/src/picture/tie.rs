//! Ties a newcomer to the ghost whose block it lives in.

use scene::picture::Tie;
use yew::prelude::*;

use super::text;

#[derive(Properties, PartialEq)]
pub struct TieProps {
    pub tie: Tie,
}

#[component]
pub fn TieView(props: &TieProps) -> Html {
    html! {
        <g class="tie" role="img" aria-label={props.tie.spoken.clone()}>
            <path class="line" d={props.tie.path.d()} />
            { text::line(&props.tie.label, "label") }
        </g>
    }
}
