//! An object: type small at the top, value in the middle, the count in a round badge at the top right.

use scene::picture::{Card, Rect, Row, Tint};
use scene::state::Serial;
use yew::prelude::*;

use super::change::Change;
use super::{badge, text};

#[derive(Properties, PartialEq)]
pub struct CardProps {
    pub card: Card,
    pub change: Change,
    pub selected: bool,
    /// The one object that Tab stops at.
    pub tab_stop: bool,
    pub on_select: Callback<Serial>,
}

#[component]
pub fn CardView(props: &CardProps) -> Html {
    let card = &props.card;
    let Rect {
        x,
        y,
        width,
        height,
    } = card.rect;
    let select = {
        let (id, on_select) = (card.id, props.on_select.clone());
        move || on_select.emit(id)
    };
    let onclick = {
        let select = select.clone();
        Callback::from(move |_: MouseEvent| select())
    };
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            event.stop_propagation();
            select();
        }
    });
    html! {
        <g
            id={format!("item-{}", card.key)}
            class="card"
            data-tint={tint(card.tint)}
            data-ghost={card.ghost.to_string()}
            data-change={props.change.name()}
            data-selected={props.selected.to_string()}
            role="button"
            tabindex={if props.tab_stop { "0" } else { "-1" }}
            aria-label={card.spoken.clone()}
            aria-pressed={props.selected.to_string()}
            {onclick}
            {onkeydown}
        >
            <title>{ card.full.clone() }</title>
            <rect class="box" x={x.to_string()} y={y.to_string()} width={width.to_string()} height={height.to_string()} rx="7" />
            { bars(card.tint, card.rect) }
            { text::line(&card.type_line, "type") }
            { text::maybe(card.value_line.as_ref(), "value") }
            { for card.rows.iter().map(row) }
            { for card.notes.iter().map(|note| text::line(note, "note")) }
            if let Some(count) = &card.refcount {
                { badge::refcount(count, &props.change) }
            }
            if let Some(refs) = &card.gc_refs {
                { badge::gc_refs(refs, &props.change) }
            }
        </g>
    }
}

pub fn row(row: &Row) -> Html {
    html! {
        <g class="row">
            <line
                class="rule"
                x1={row.rect.x.to_string()} x2={row.rect.right().to_string()}
                y1={row.rect.y.to_string()} y2={row.rect.y.to_string()}
            />
            { text::maybe(row.label.as_ref(), "label") }
            { text::maybe(row.value.as_ref(), "row-value") }
            if let Some(port) = row.port {
                <circle class="port" cx={port.x.to_string()} cy={port.y.to_string()} r="3.5" />
            }
        </g>
    }
}

/// One, two or three bars at the left edge: the generation for those who do not see the colour.
fn bars(tint: Tint, rect: Rect) -> Html {
    let count = match tint {
        Tint::Young => 1,
        Tint::Middle => 2,
        Tint::Old | Tint::Permanent => 3,
        Tint::Plain
        | Tint::Candidate
        | Tint::Reachable
        | Tint::TentativelyUnreachable
        | Tint::Unreachable
        | Tint::Ghost => 0,
    };
    (0..count)
        .map(|bar| {
            let x = rect.x + 4 + 4 * bar;
            html! {
                <line class="bar" x1={x.to_string()} x2={x.to_string()} y1={(rect.y + 7).to_string()} y2={(rect.y + 21).to_string()} />
            }
        })
        .collect()
}

/// The word for the stylesheet.
pub fn tint(tint: Tint) -> &'static str {
    match tint {
        Tint::Plain => "plain",
        Tint::Young => "young",
        Tint::Middle => "middle",
        Tint::Old => "old",
        Tint::Permanent => "permanent",
        Tint::Candidate => "candidate",
        Tint::Reachable => "reachable",
        Tint::TentativelyUnreachable => "tentative",
        Tint::Unreachable => "unreachable",
        Tint::Ghost => "ghost",
    }
}
