//! A line of text at its place.

use scene::picture::{Anchor, Face, Text};
use yew::prelude::*;

pub fn line(text: &Text, class: &'static str) -> Html {
    let anchor = match text.anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    let face = match text.face {
        Face::Sans => "sans",
        Face::Mono => "mono",
    };
    html! {
        <text
            class={classes!(class, face, text.bold.then_some("bold"))}
            x={text.at.x.to_string()}
            y={text.at.y.to_string()}
            text-anchor={anchor}
            font-size={text.size.to_string()}
        >{ text.text.clone() }</text>
    }
}

pub fn maybe(text: Option<&Text>, class: &'static str) -> Html {
    text.map_or_else(Html::default, |text| line(text, class))
}
