//! What is typed survives the page: it is kept in the browser's storage, where there is one. In a frame with an origin
//! of its own every access to it throws; then there is no draft, and nothing else changes.

use gloo_timers::callback::Timeout;
use lesson::Embed;
use web_sys::Storage;
use yew::prelude::*;

use super::Dispatch;
use crate::lessons;
use crate::state::{Action, State};

const KEY: &str = "heapscope.draft";
/// Milliseconds of rest before what was typed is written down.
const REST: u32 = 300;

#[hook]
pub fn use_draft(state: &State, dispatch: Dispatch) {
    let kept = state.look.embed == Embed::Page;
    use_effect_with((), move |()| {
        if let Some(draft) = kept
            .then(storage)
            .flatten()
            .and_then(|storage| storage.get_item(KEY).ok()?)
        {
            dispatch.dispatch(Action::DraftFound(draft.into()));
        }
    });
    let (source, edition) = (state.source.clone(), state.source_edition);
    let opened_with = use_mut_ref(|| 0_u32);
    let first = use_mut_ref(|| None::<std::rc::Rc<str>>);
    use_effect_with((source, edition), move |(source, edition)| {
        // What a lesson or a link brought is not a draft until somebody types into it.
        let brought = *opened_with.borrow() != *edition;
        if brought {
            *opened_with.borrow_mut() = *edition;
            *first.borrow_mut() = Some(source.clone());
        }
        let typed = !brought && first.borrow().as_ref() != Some(source);
        let timer = (kept && typed && !lessons::is_lesson(source) && !source.trim().is_empty())
            .then(|| {
                let source = source.clone();
                Timeout::new(REST, move || {
                    if let Some(storage) = storage() {
                        // A full storage keeps the older draft.
                        let _ = storage.set_item(KEY, &source);
                    }
                })
            });
        move || drop(timer)
    });
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}
