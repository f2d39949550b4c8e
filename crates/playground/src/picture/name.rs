//! A name: a tag with a hole for the string.

use scene::picture::NameTag;
use yew::prelude::*;

use super::change::Change;
use super::text;

#[derive(Properties, PartialEq)]
pub struct NameProps {
    pub name: NameTag,
    pub change: Change,
}

#[component]
pub fn NameView(props: &NameProps) -> Html {
    let rect = props.name.rect;
    let (right, bottom) = (rect.right(), rect.bottom());
    let cut = (rect.height / 3).min(10);
    let outline = format!(
        "M{x} {y}H{a}L{right} {b}V{c}L{a} {bottom}H{x}Z",
        x = rect.x,
        y = rect.y,
        a = right - cut,
        b = rect.y + cut,
        c = bottom - cut,
    );
    html! {
        <g class="name" data-change={props.change.name()} role="img" aria-label={props.name.spoken.clone()}>
            <path class="box" d={outline} />
            { text::line(&props.name.text, "text") }
            <circle class="hole" cx={right.to_string()} cy={rect.middle().y.to_string()} r="3" />
        </g>
    }
}
