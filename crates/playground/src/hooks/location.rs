//! The page's address says what the page shows, and the page shows what its address says.

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use lesson::Embed;
use wasm_bindgen::JsValue;
use yew::prelude::*;

use crate::state::{Action, State, address, open};

/// Milliseconds of rest before the address follows. Browsers refuse to have it changed too often.
const REST: u32 = 500;

#[hook]
pub fn use_location(state: UseReducerHandle<State>) {
    let dispatch = state.dispatcher();
    // What we wrote ourselves, so that it is not taken for a link that somebody followed.
    let written = use_mut_ref(String::new);
    {
        let written = written.clone();
        use_effect_with((), move |()| {
            let listener = web_sys::window().map(|window| {
                EventListener::new(&window, "hashchange", move |_| {
                    let fragment = fragment();
                    if fragment.is_empty() || fragment == *written.borrow() {
                        return;
                    }
                    dispatch.dispatch(match open(&fragment) {
                        Ok(address) => Action::Arrived(address.into()),
                        Err(why) => Action::BadLink(why.into()),
                    });
                })
            });
            move || drop(listener)
        });
    }
    let shown = (
        state.shown.as_ref().map(|shown| shown.moment.moment),
        state.view.clone(),
        state.version.clone(),
        state.source.clone(),
        state.look,
    );
    use_effect_with(shown, move |_| {
        let timer = (state.look.embed == Embed::Page && state.shown.is_some() && !state.stale())
            .then(|| {
                Timeout::new(REST, move || {
                    // A program that is too long for a link leaves the address as it is.
                    let Ok(fragment) = address(&state) else {
                        return;
                    };
                    *written.borrow_mut() = fragment.clone();
                    write(&fragment);
                })
            });
        move || drop(timer)
    });
}

/// What stands after the `#`.
pub fn fragment() -> String {
    web_sys::window()
        .and_then(|window| window.location().hash().ok())
        .map(|hash| hash.trim_start_matches('#').to_owned())
        .unwrap_or_default()
}

fn write(fragment: &str) {
    let Some(history) = web_sys::window().and_then(|window| window.history().ok()) else {
        return;
    };
    // A browser may refuse; the link can still be copied.
    let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&format!("#{fragment}")));
}
