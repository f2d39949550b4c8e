//! A link to the shown moment, and a snippet for other pages.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::dialog::Dialog;
use crate::state::{Action, State, address, embed_snippet};

#[derive(Properties, PartialEq)]
pub struct ShareProps {
    pub state: UseReducerHandle<State>,
    pub on: Callback<Action>,
}

#[component]
pub fn Share(props: &ShareProps) -> Html {
    let base = base();
    let link = address(&props.state).map(|fragment| format!("{base}#{fragment}"));
    let snippet = embed_snippet(&props.state, &base);
    html! {
        <Dialog name="share" title="Share this moment" on={props.on.clone()}>
            { match (link, snippet) {
                (Ok(link), Ok(snippet)) => html! {
                    <>
                        <Copy name="link" label="Link" about="Opens this program at this moment, in this view." text={link} />
                        <Copy name="embed" label="For your own page" about="The picture and the steps, in a frame." text={snippet} />
                    </>
                },
                (Err(error), _) | (_, Err(error)) => html! { <p role="alert">{ error.to_string() }</p> },
            } }
        </Dialog>
    }
}

/// The page's address without its fragment.
fn base() -> String {
    let href = web_sys::window()
        .and_then(|window| window.location().href().ok())
        .unwrap_or_default();
    href.split('#').next().unwrap_or_default().to_owned()
}

#[derive(Properties, PartialEq)]
struct CopyProps {
    name: &'static str,
    label: &'static str,
    about: &'static str,
    text: String,
}

#[derive(Clone, Copy, PartialEq)]
enum Copied {
    NotYet,
    Done,
    /// The browser does not let us: the text is selected, and the person can.
    Selected,
}

#[component]
fn Copy(props: &CopyProps) -> Html {
    let copied = use_state(|| Copied::NotYet);
    let node = use_node_ref();
    let onclick = {
        let (copied, node, text) = (copied.clone(), node.clone(), props.text.clone());
        Callback::from(move |_: MouseEvent| {
            let (copied, node, text) = (copied.clone(), node.clone(), text.clone());
            spawn_local(async move {
                copied.set(if to_clipboard(&text).await {
                    Copied::Done
                } else {
                    if let Some(area) = node.cast::<HtmlTextAreaElement>() {
                        let _ = area.focus();
                        area.select();
                    }
                    Copied::Selected
                });
            });
        })
    };
    let id = format!("copy-{}", props.name);
    html! {
        <div class="copy">
            <label for={id.clone()}>{ props.label }</label>
            <p>{ props.about }</p>
            <textarea {id} ref={node} readonly=true rows="3" spellcheck="false" value={props.text.clone()} />
            <button type="button" class="strong" {onclick}>{ "Copy" }</button>
            <span role="status">{ match *copied {
                Copied::NotYet => "",
                Copied::Done => "Copied.",
                Copied::Selected => "Selected: copy it with Ctrl + C.",
            } }</span>
        </div>
    }
}

async fn to_clipboard(text: &str) -> bool {
    let Some(window) = web_sys::window().filter(web_sys::Window::is_secure_context) else {
        return false; // there is no clipboard on an insecure page
    };
    JsFuture::from(window.navigator().clipboard().write_text(text))
        .await
        .is_ok()
}
