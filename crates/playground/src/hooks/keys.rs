//! Keys become commands. Single keys belong to the picture and the steps, or to nobody in particular; never to a page
//! around an embedded picture, unless that page asked for it.

use gloo_events::{EventListener, EventListenerOptions};
use lesson::{Embed, Keys};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use super::{Dispatch, use_latest};
use crate::state::{Action, Command, Panel, Pressed, State};

#[hook]
pub fn use_keys(state: UseReducerHandle<State>) {
    let dispatch = state.dispatcher();
    let latest = use_latest(state);
    use_effect_with((), move |()| {
        let listener = web_sys::window().map(|window| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&window, "keydown", options, move |event| {
                let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
                    return;
                };
                if let Some(state) = &*latest.borrow() {
                    on_key(event, state, &dispatch);
                }
            })
        });
        move || drop(listener)
    });
}

fn on_key(event: &KeyboardEvent, state: &State, dispatch: &Dispatch) {
    if event.default_prevented() || event.alt_key() {
        return;
    }
    let key = event.key();
    if key == "Escape" {
        if state.panel.is_some() {
            dispatch.dispatch(Action::Panel(None));
            event.prevent_default();
        } else if state.selected.is_some() {
            dispatch.dispatch(Action::Select(None));
        }
        return;
    }
    // A dialog keeps its keys to itself.
    if matches!(
        state.panel,
        Some(Panel::Help | Panel::Share | Panel::Lessons)
    ) {
        return;
    }
    let pressed = Pressed {
        key: &key,
        ctrl: event.ctrl_key() || event.meta_key(),
        shift: event.shift_key(),
        on_picture: on_picture(event, state.look.embed),
    };
    let Some(command) = Command::pressed(&pressed) else {
        return;
    };
    // Also when it is disabled: "one line on" at the end must not scroll the page instead.
    event.prevent_default();
    if (command.enabled)(state) {
        dispatch.dispatch((command.action)(state));
    }
}

/// Whether single keys belong to the picture now.
fn on_picture(event: &KeyboardEvent, embed: Embed) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let inside = |selector| {
        target
            .as_ref()
            .is_some_and(|target| target.closest(selector).ok().flatten().is_some())
    };
    let nowhere = target
        .as_ref()
        .is_none_or(|target| matches!(target.tag_name().as_str(), "BODY" | "HTML"));
    let key = event.key();
    let moves = matches!(key.as_str(), "ArrowLeft" | "ArrowRight" | "Home" | "End");
    // What a control does with the key itself stays with the control.
    let taken = inside("textarea, select, .editor")
        || (moves && inside("input"))
        || (key == " " && inside("button, a, input, summary"));
    if taken {
        return false;
    }
    match embed {
        // Arrows mean nothing to a button; letters are only for those who are at the picture.
        Embed::Page => nowhere || moves || inside("[data-keys]"),
        Embed::Picture { keys: Keys::None } => false,
        Embed::Picture { keys: Keys::Focus } => inside("[data-keys]"),
        Embed::Picture { keys: Keys::Global } => true,
    }
}
