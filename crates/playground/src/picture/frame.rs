//! A running function: a panel behind its locals and temporaries.

use scene::picture::{FoldNote, FramePanel};
use yew::prelude::*;

use super::card::row;
use super::change::Change;
use super::text;

#[derive(Properties, PartialEq)]
pub struct FrameProps {
    pub frame: FramePanel,
    pub change: Change,
}

#[component]
pub fn FrameView(props: &FrameProps) -> Html {
    let rect = props.frame.rect;
    html! {
        <g class="frame" data-change={props.change.name()} role="img" aria-label={props.frame.spoken.clone()}>
            <rect
                class="box" rx="7"
                x={rect.x.to_string()} y={rect.y.to_string()}
                width={rect.width.to_string()} height={rect.height.to_string()}
            />
            { text::line(&props.frame.title, "title") }
            { for props.frame.rows.iter().map(row) }
        </g>
    }
}

#[derive(Properties, PartialEq)]
pub struct FoldProps {
    pub fold: FoldNote,
}

#[component]
pub fn FoldView(props: &FoldProps) -> Html {
    html! {
        <g class="fold" role="img" aria-label={props.fold.spoken.clone()}>{ text::line(&props.fold.text, "text") }</g>
    }
}
