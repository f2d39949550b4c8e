//! The collector's lists, and the objects in them.

use scene::picture::{Chip, Lane};
use scene::state::Serial;
use yew::prelude::*;

use super::card::tint;
use super::change::Change;
use super::{badge, text};

#[derive(Properties, PartialEq)]
pub struct LaneProps {
    pub lane: Lane,
}

#[component]
pub fn LaneView(props: &LaneProps) -> Html {
    let lane = &props.lane;
    let rect = lane.rect;
    let full = i64::from(lane.filled.clamp(0, 1000));
    let filled = i64::from(rect.width) * full / 1000;
    html! {
        <g class="lane" data-tint={tint(lane.tint)} role="img" aria-label={lane.spoken.clone()}>
            <rect
                class="box" rx="7"
                x={rect.x.to_string()} y={rect.y.to_string()}
                width={rect.width.to_string()} height={rect.height.to_string()}
            />
            { text::line(&lane.title, "title") }
            if let Some(counter) = &lane.counter {
                <line
                    class="gauge" x1={rect.x.to_string()} x2={rect.right().to_string()}
                    y1={rect.bottom().to_string()} y2={rect.bottom().to_string()}
                />
                if filled > 0 {
                    <line
                        class="filled" x1={rect.x.to_string()} x2={(i64::from(rect.x) + filled).to_string()}
                        y1={rect.bottom().to_string()} y2={rect.bottom().to_string()}
                    />
                }
                { text::line(counter, "counter") }
            }
            { text::maybe(lane.more.as_ref(), "more") }
        </g>
    }
}

#[derive(Properties, PartialEq)]
pub struct ChipProps {
    pub chip: Chip,
    pub change: Change,
    pub selected: bool,
    pub on_select: Callback<Serial>,
}

#[component]
pub fn ChipView(props: &ChipProps) -> Html {
    let chip = &props.chip;
    let rect = chip.rect;
    let onclick = {
        let (id, on_select) = (chip.id, props.on_select.clone());
        Callback::from(move |_: MouseEvent| on_select.emit(id))
    };
    html! {
        <g
            class="chip" data-tint={tint(chip.tint)} data-change={props.change.name()}
            data-selected={props.selected.to_string()} role="img" aria-label={chip.spoken.clone()} {onclick}
        >
            <rect
                class="box" rx="5"
                x={rect.x.to_string()} y={rect.y.to_string()}
                width={rect.width.to_string()} height={rect.height.to_string()}
            />
            { text::line(&chip.text, "text") }
            if let Some(count) = &chip.refcount {
                { badge::refcount(count, &props.change) }
            }
            if let Some(refs) = &chip.gc_refs {
                { badge::gc_refs(refs, &props.change) }
            }
        </g>
    }
}
