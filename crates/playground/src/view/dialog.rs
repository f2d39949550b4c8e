//! A dialog over the page: it takes the focus, Escape and a click beside it close it.

use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

use crate::state::Action;

#[derive(Properties, PartialEq)]
pub struct DialogProps {
    pub title: AttrValue,
    pub name: &'static str,
    pub on: Callback<Action>,
    pub children: Html,
}

#[component]
pub fn Dialog(props: &DialogProps) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with((), move |()| {
            let dialog = node.cast::<HtmlDialogElement>();
            if let Some(dialog) = &dialog {
                // Refused only when it is open already.
                let _ = dialog.show_modal();
            }
            move || {
                if let Some(dialog) = dialog {
                    dialog.close();
                }
            }
        });
    }
    let close = props.on.reform(|_: MouseEvent| Action::Panel(None));
    let oncancel = props.on.reform(|event: Event| {
        event.prevent_default();
        Action::Panel(None)
    });
    let onclick = {
        let on = props.on.clone();
        Callback::from(move |event: MouseEvent| {
            // The dialog element itself is hit only beside its contents: on the backdrop.
            let beside = event
                .target()
                .is_some_and(|target| target.has_type::<HtmlDialogElement>());
            if beside {
                on.emit(Action::Panel(None));
            }
        })
    };
    let heading = format!("{}-title", props.name);
    html! {
        <dialog ref={node} class={classes!("dialog", props.name)} aria-labelledby={heading.clone()} {oncancel} {onclick}>
            <div class="sheet-of-paper">
                <header>
                    <h2 id={heading}>{ props.title.clone() }</h2>
                    <button type="button" class="close" aria-label="Close" onclick={close}>{ "✕" }</button>
                </header>
                { props.children.clone() }
            </div>
        </dialog>
    }
}
