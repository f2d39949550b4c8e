//! What programs can use, and in what the versions differ: lists that open one by one.

use std::rc::Rc;

use yew::prelude::*;

use super::dialog::Dialog;
use crate::protocol::{Group, Offer};
use crate::shared::Shared;
use crate::state::Action;

#[derive(Properties, PartialEq)]
pub struct OfferPanelProps {
    pub version: Rc<str>,
    /// Not there until the engine has answered.
    pub offer: Option<Shared<Offer>>,
    pub on: Callback<Action>,
}

#[component]
pub fn OfferPanel(props: &OfferPanelProps) -> Html {
    let title = format!("What works here in Python {}", props.version);
    let body = match &props.offer {
        Some(offer) => lists(offer),
        None => html! { <p class="quiet">{ "One moment…" }</p> },
    };
    html! { <Dialog name="offer" {title} on={props.on.clone()}>{ body }</Dialog> }
}

fn lists(offer: &Offer) -> Html {
    html! {
        <>
            <h3>{ "Not supported" }</h3>
            <p>{ "These are refused, with the line where they stand." }</p>
            <dl class="legend">
                { for offer.refused.iter().map(|(what, instead)| html! {
                    <div><dt>{ what }</dt><dd>{ instead }</dd></div>
                }) }
                <div><dt>{ "import of" }</dt><dd class="names">{ offer.refused_modules.join(", ") }</dd></div>
            </dl>
            <h3>{ "Supported" }</h3>
            { for offer.groups.iter().map(group) }
            <h3>{ "In what the versions differ" }</h3>
            <details>
                <summary>{ format!("{} facts", offer.differences.len()) }</summary>
                <div class="scroll" tabindex="0" role="region" aria-label="Facts by version">
                <table class="facts">
                    <thead>
                        <tr>
                            <th scope="col">{ "Fact" }</th>
                            { for offer.versions.iter().map(|version| html! { <th scope="col">{ version }</th> }) }
                        </tr>
                    </thead>
                    <tbody>
                        { for offer.differences.iter().map(|difference| html! {
                            <tr>
                                <th scope="row">{ with_code(&difference.meaning) }</th>
                                { for difference.values.iter().map(|value| html! { <td>{ value }</td> }) }
                            </tr>
                        }) }
                    </tbody>
                </table>
                </div>
            </details>
        </>
    }
}

fn group(group: &Group) -> Html {
    html! {
        <details>
            <summary>{ &group.title }</summary>
            <dl class="legend">
                { for group.namespaces.iter().map(|(name, names)| html! {
                    <div>
                        if !name.is_empty() { <dt>{ name }</dt> }
                        <dd class="names">{ names.join(", ") }</dd>
                    </div>
                }) }
            </dl>
        </details>
    }
}

/// Words between backticks are code.
fn with_code(text: &str) -> Html {
    let pieces = text.split('`').enumerate().map(|(i, piece)| match i % 2 {
        0 => html! { { piece } },
        _ => html! { <code>{ piece }</code> },
    });
    pieces.collect()
}
