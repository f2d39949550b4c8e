//! The picture and what belongs to it: level, size, table.

use scene::Level;
use scene::state::Serial;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::levels::Levels;
use super::table::Table;
use super::trouble::{Ribbon, Trouble};
use crate::hooks::use_size;
use crate::picture::{SheetView, Which};
use crate::protocol::{Failure, Outcome, Shown};
use crate::shared::Shared;
use crate::state::{Action, Phase};

/// The smallest that a picture is made by itself: its text stays readable, and the rest is scrolled to.
const LEAST: f64 = 1.0;
/// The largest that a small picture is made.
const MOST: f64 = 1.9;
/// The same in somebody else's page, where the whole is worth more.
const LEAST_EMBEDDED: f64 = 0.85;
/// How much larger both are for the back row.
const PRESENTER: f64 = 1.35;
/// Between these, a person can have any size.
const SIZES: (f64, f64) = (0.25, 4.0);

/// How large the picture is drawn.
#[derive(Clone, Copy, PartialEq)]
enum Zoom {
    /// As it fits, but readable.
    Readable,
    /// As it fits, however small.
    Whole,
    By(f64),
}

#[derive(Properties, PartialEq)]
pub struct StageProps {
    pub phase: Phase,
    pub shown: Option<Shared<Shown>>,
    pub changes: Shared<Vec<scene::Change>>,
    pub selected: Option<Serial>,
    pub table: bool,
    pub presenter: bool,
    pub embedded: bool,
    pub failure: Option<Failure>,
    pub outcome: Option<Outcome>,
    pub level: Level,
    /// How many objects the person folded.
    pub folded: usize,
    pub stale: bool,
    /// Another number for every run.
    pub run: u32,
    pub on: Callback<Action>,
    pub on_select: Callback<Serial>,
}

#[component]
pub fn Stage(props: &StageProps) -> Html {
    let zoom = use_state(|| Zoom::Readable);
    let node = use_node_ref();
    let size = use_size(node.clone());
    // The largest that this run's picture has been: it does not shrink under the reader's eyes.
    let extent = use_mut_ref(|| ((0, Level::Names), (0, 0)));

    let picture = props.shown.as_ref().map(|shown| {
        let here = (props.run, shown.view.level);
        let sheet = shown.picture.heap.size;
        let (of, (width, height)) = *extent.borrow();
        let (width, height) = if of == here { (width, height) } else { (0, 0) };
        let extent_now = (
            width.max(sheet.width).max(1),
            height.max(sheet.height).max(1),
        );
        *extent.borrow_mut() = (here, extent_now);
        (shown, extent_now)
    });
    let fitting = match (picture, size) {
        (Some((_, (width, height))), Some((room_x, room_y))) => {
            ((room_x - 8.0) / f64::from(width)).min((room_y - 8.0) / f64::from(height))
        }
        _ => 1.0,
    };
    let larger = if props.presenter { PRESENTER } else { 1.0 };
    let least = if props.embedded {
        LEAST_EMBEDDED
    } else {
        LEAST
    };
    let scale = match *zoom {
        Zoom::Readable => fitting.clamp(least * larger, MOST * larger),
        Zoom::Whole => fitting.clamp(SIZES.0, MOST * larger),
        Zoom::By(scale) => scale,
    };
    let sized = |scale: f64| Zoom::By(scale.clamp(SIZES.0, SIZES.1));
    let by = |factor: f64| {
        let zoom = zoom.clone();
        Callback::from(move |_: MouseEvent| zoom.set(sized(scale * factor)))
    };
    let fit = {
        let zoom = zoom.clone();
        Callback::from(move |_: MouseEvent| {
            zoom.set(if *zoom == Zoom::Whole {
                Zoom::Readable
            } else {
                Zoom::Whole
            })
        })
    };
    let onwheel = {
        let zoom = zoom.clone();
        Callback::from(move |event: WheelEvent| {
            if event.ctrl_key() {
                event.prevent_default();
                zoom.set(sized(scale * (-event.delta_y() / 300.0).exp()));
            }
        })
    };
    let onkeydown = {
        let zoom = zoom.clone();
        let node = node.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.ctrl_key() || event.meta_key() || event.alt_key() {
                return;
            }
            match event.key().as_str() {
                "+" | "=" => zoom.set(sized(scale * 1.25)),
                "-" => zoom.set(sized(scale / 1.25)),
                "0" => zoom.set(Zoom::Readable),
                "f" => zoom.set(Zoom::Whole),
                "ArrowDown" if walk(&node, 1) => event.prevent_default(),
                "ArrowUp" if walk(&node, -1) => event.prevent_default(),
                _ => {}
            }
        })
    };
    use_follow(node.clone(), props.changes.clone());
    html! {
        <section class="stage" aria-label="Picture" data-keys="" {onkeydown}>
            <div class="stage-head">
                <Levels level={props.level} on={props.on.clone()} />
                if props.folded > 0 {
                    <button type="button" class="unfold" onclick={props.on.reform(|_| Action::UnfoldAll)}>
                        { format!("Unfold {}", props.folded) }
                    </button>
                }
                <div class="zoom" role="group" aria-label="Size of the picture">
                    <button type="button" aria-label="Smaller (−)" title="Smaller (−)" onclick={by(0.8)}>{ "−" }</button>
                    <button type="button" aria-label="The whole picture (f)" title="The whole picture (f)" aria-pressed={(*zoom == Zoom::Whole).to_string()} onclick={fit}>{ "Fit" }</button>
                    <button type="button" aria-label="Larger (+)" title="Larger (+)" onclick={by(1.25)}>{ "+" }</button>
                    <button
                        type="button" class="as-table" aria-pressed={props.table.to_string()} title="The same as a table (t)"
                        onclick={props.on.reform(|_| Action::Table)}
                    >{ "Table" }</button>
                </div>
            </div>
            <Ribbon outcome={props.outcome.clone()} stale={props.stale} on={props.on.clone()} />
            <div class="canvas" ref={node} tabindex="-1" {onwheel}>
            { match picture {
                Some((shown, _)) if props.table => html! { <Table shown={shown.clone()} on_select={props.on_select.clone()} /> },
                Some((shown, extent)) => html! {
                    <SheetView
                        which={Which::Heap} shown={shown.clone()} changes={props.changes.clone()} selected={props.selected}
                        on_select={props.on_select.clone()} label="Names and objects" {extent} {scale}
                    />
                },
                None => html! { <Trouble phase={props.phase} failure={props.failure.clone()} on={props.on.clone()} /> },
            } }
            </div>
            if let Some(shown) = &props.shown {
                <p class="hides">{ shown.picture.hides.clone() }</p>
            }
        </section>
    }
}

/// Scrolls the paper, and nothing around it, to what changed.
#[hook]
fn use_follow(node: NodeRef, changes: Shared<Vec<scene::Change>>) {
    use_effect_with(changes, move |_| {
        let Some(canvas) = node.cast::<Element>() else {
            return;
        };
        let changed = canvas
            .query_selector(".card[data-change=freed], .card[data-change=appeared], .card:has([data-changed=true])")
            .ok()
            .flatten();
        if let Some(changed) = changed {
            let (paper, card) = (
                canvas.get_bounding_client_rect(),
                changed.get_bounding_client_rect(),
            );
            canvas.scroll_by_with_x_and_y(
                outside(paper.left(), paper.right(), card.left(), card.right()),
                outside(paper.top(), paper.bottom(), card.top(), card.bottom()),
            );
        }
    });
}

/// How far `low..high` sticks out of `from..to`, with a margin; its beginning goes first.
fn outside(from: f64, to: f64, low: f64, high: f64) -> f64 {
    const MARGIN: f64 = 16.0;
    if low < from + MARGIN {
        low - from - MARGIN
    } else if high > to - MARGIN {
        (high - to + MARGIN).min(low - from - MARGIN)
    } else {
        0.0
    }
}

/// Moves the focus from one object to the next; false when none has it.
fn walk(node: &NodeRef, by: i32) -> bool {
    let Some(canvas) = node.cast::<Element>() else {
        return false;
    };
    let focused = web_sys::window()
        .and_then(|window| window.document()?.active_element())
        .filter(|element| canvas.contains(Some(element)));
    let Ok(cards) = canvas.query_selector_all(".card, tbody button") else {
        return false;
    };
    let elements: Vec<Element> = (0..cards.length())
        .filter_map(|index| cards.get(index)?.dyn_into().ok())
        .collect();
    let Some(here) = elements
        .iter()
        .position(|element| focused.as_ref() == Some(element))
    else {
        return false;
    };
    let there = if by > 0 {
        here.checked_add(1)
    } else {
        here.checked_sub(1)
    };
    if let Some(next) = there.and_then(|there| elements.get(there)) {
        // SVG elements have the same `focus`, only in another interface.
        let _ = next.unchecked_ref::<HtmlElement>().focus();
    }
    true
}

#[derive(Properties, PartialEq)]
pub struct PanelProps {
    pub which: Which,
    pub title: &'static str,
    pub shown: Shared<Shown>,
    pub changes: Shared<Vec<scene::Change>>,
    pub selected: Option<Serial>,
    pub on_select: Callback<Serial>,
}

/// A sheet beside the picture.
#[component]
pub fn Panel(props: &PanelProps) -> Html {
    let node = use_node_ref();
    let room = use_size(node.clone());
    let size = props.which.of(&props.shown).size;
    let extent = (size.width.max(1), size.height.max(1));
    let scale = room.map_or(1.0, |(width, _)| {
        (width / f64::from(extent.0)).clamp(LEAST, 1.3)
    });
    html! {
        <section class="panel" aria-label={props.title}>
            <h2>{ props.title }</h2>
            <div ref={node} class="panel-sheet" tabindex="0" role="group" aria-label={props.title}>
                <SheetView
                    which={props.which} shown={props.shown.clone()} changes={props.changes.clone()} selected={props.selected}
                    on_select={props.on_select.clone()} label={props.title} {extent} {scale}
                />
            </div>
        </section>
    }
}
