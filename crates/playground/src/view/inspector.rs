//! The particulars of one object: who holds it, and what it holds.

use scene::state::Serial;
use yew::prelude::*;

use super::table::{collector, held_by, nick};
use crate::protocol::Shown;
use crate::shared::Shared;
use crate::state::Action;

#[derive(Properties, PartialEq)]
pub struct InspectorProps {
    pub shown: Shared<Shown>,
    pub serial: Serial,
    pub on: Callback<Action>,
}

#[component]
pub fn Inspector(props: &InspectorProps) -> Html {
    let moment = &props.shown.moment;
    let serial = props.serial;
    let close = props.on.reform(|_: MouseEvent| Action::Select(None));
    let (title, body) = match (moment.object(props.serial), moment.ghost(props.serial)) {
        (Some(object), _) => (
            format!("{} {}", object.type_name, object.nick),
            html! {
                <>
                    <p><code>{ object.value.clone() }</code></p>
                    <p>{ format!("{} · {} bytes · {}", object.address, object.size, collector(object)) }</p>
                    <h3>
                    if object.immortal {
                        { "Immortal: nothing is counted" }
                    } else if object.refcount == 1 {
                        { "1 reference, held by" }
                    } else {
                        { format!("{} references, held by", object.refcount) }
                    }
                    </h3>
                    <ul>{ for object.holders.iter().map(|holder| html! { <li>{ held_by(moment, holder) }</li> }) }</ul>
                    if object.tampered {
                        <p>{ "The program wrote into this count itself: it need not add up." }</p>
                    }
                    if !object.children.is_empty() {
                        <h3>{ "Refers to" }</h3>
                        <ul>{ for object.children.iter().map(|child| html! {
                            <li>{ format!("{} → {}", child.label, nick(moment, child.to)) }{ if child.weak { " (weak: not counted)" } else { "" } }</li>
                        }) }</ul>
                    }
                </>
            },
        ),
        (None, Some(ghost)) => (
            format!("{} {}", ghost.type_name, ghost.nick),
            html! {
                <>
                    <p>{ format!("Freed in instruction {}. It was at {}.", ghost.freed_at, ghost.address) }</p>
                    if let Some(next) = ghost.reused_by {
                        <p>{ format!("Its block now belongs to {}.", nick(moment, next)) }</p>
                    }
                </>
            },
        ),
        (None, None) => return Html::default(),
    };
    html! {
        <section class="inspector" aria-label="The chosen object">
            <header>
                <h2>{ title }</h2>
                <button type="button" class="close" aria-label="Close" onclick={close}>{ "✕" }</button>
            </header>
            { body }
            <button type="button" onclick={props.on.reform(move |_| Action::Fold(serial))}>{ "Fold it away" }</button>
        </section>
    }
}
