//! One sheet of a picture, as an SVG element.

use scene::picture::Item;
use scene::state::Serial;
use yew::prelude::*;

use super::arrow::ArrowView;
use super::card::CardView;
use super::change::Change;
use super::frame::{FoldView, FrameView};
use super::lane::{ChipView, LaneView};
use super::name::NameView;
use super::pool::PoolView;
use super::tie::TieView;
use crate::protocol::Shown;
use crate::shared::Shared;

/// Which of a picture's sheets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Which {
    Heap,
    Generations,
    Memory,
}

impl Which {
    pub fn of(self, shown: &Shown) -> &scene::picture::Sheet {
        match self {
            Self::Heap => &shown.picture.heap,
            Self::Generations => &shown.picture.generations,
            Self::Memory => &shown.picture.memory,
        }
    }
}

#[derive(Properties, PartialEq)]
pub struct SheetProps {
    pub which: Which,
    pub shown: Shared<Shown>,
    /// Since the picture before, if there was one of this run and view.
    pub changes: Shared<Vec<scene::Change>>,
    pub selected: Option<Serial>,
    pub on_select: Callback<Serial>,
    pub label: AttrValue,
    /// Width and height that the drawing is made for; at least the sheet's own.
    pub extent: (i32, i32),
    /// Screen pixels per drawn pixel.
    pub scale: f64,
}

#[component]
pub fn SheetView(props: &SheetProps) -> Html {
    let sheet = props.which.of(&props.shown);
    let at = props.shown.moment.moment;
    let moment = AttrValue::from(format!("{}.{}", at.step, at.event));
    let changes = use_memo((props.changes.clone(), moment), |(changes, moment)| {
        Change::by_key(changes, moment)
    });
    let (width, height) = props.extent;
    let selected_key = props.selected.map(|serial| format!("o{}", serial.0));
    // Tab stops at the selected object, otherwise at the first.
    let tab_stop = sheet
        .items
        .iter()
        .filter(|item| matches!(item, Item::Card(_)))
        .map(Item::key)
        .find(|key| {
            selected_key
                .as_deref()
                .is_none_or(|selected| selected == *key)
        });
    let draw = |item: &Item| {
        let change = changes.get(item.key()).cloned().unwrap_or_default();
        match item {
            Item::Frame(frame) => {
                html! { <FrameView key={item.key()} frame={frame.clone()} {change} /> }
            }
            Item::Lane(lane) => html! { <LaneView key={item.key()} lane={lane.clone()} /> },
            Item::Arrow(arrow) => {
                let lit = selected_key
                    .as_ref()
                    .is_some_and(|key| *key == arrow.from || *key == arrow.to);
                html! { <ArrowView key={item.key()} arrow={arrow.clone()} {change} {lit} /> }
            }
            Item::Tie(tie) => html! { <TieView key={item.key()} tie={tie.clone()} /> },
            Item::Card(card) => html! {
                <CardView
                    key={item.key()} card={card.clone()} {change}
                    selected={props.selected == Some(card.id)}
                    tab_stop={tab_stop == Some(item.key())}
                    on_select={props.on_select.clone()}
                />
            },
            Item::Chip(chip) => html! {
                <ChipView
                    key={item.key()} chip={chip.clone()} {change}
                    selected={props.selected == Some(chip.id)}
                    on_select={props.on_select.clone()}
                />
            },
            Item::Name(name) => {
                html! { <NameView key={item.key()} name={name.clone()} {change} /> }
            }
            Item::Fold(fold) => html! { <FoldView key={item.key()} fold={fold.clone()} /> },
            Item::Pool(pool) => {
                html! { <PoolView key={item.key()} pool={pool.clone()} selected={props.selected} /> }
            }
        }
    };
    html! {
        <svg
            class="sheet"
            role="group"
            aria-label={props.label.clone()}
            viewBox={format!("0 0 {width} {height}")}
            width={format!("{:.0}", f64::from(width) * props.scale)}
            height={format!("{:.0}", f64::from(height) * props.scale)}
        >
            { for sheet.items.iter().map(draw) }
        </svg>
    }
}
