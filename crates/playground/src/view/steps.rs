//! The buttons that move through time.

use yew::prelude::*;

use super::button::CommandButton;
use crate::state::{Action, Pace, State};

#[derive(Properties, PartialEq)]
pub struct StepsProps {
    pub state: UseReducerHandle<State>,
    pub on: Callback<Action>,
    /// In an embedded picture: the fragment that opens the same in a page of its own.
    pub full_size: Option<String>,
}

#[component]
pub fn Steps(props: &StepsProps) -> Html {
    let StepsProps { state, on, full_size } = props;
    let button = |name: &'static str, class: &'static str, children: Html| {
        html! { <CommandButton {name} {class} state={state.clone()} on={on.clone()}>{ children }</CommandButton> }
    };
    let onchange = on.reform(|event: Event| {
        let chosen = event.target_unchecked_into::<web_sys::HtmlSelectElement>().value();
        Action::Pace(Pace::ALL.into_iter().find(|pace| pace.name() == chosen).unwrap_or(Pace::Steady))
    });
    html! {
        <div class="steps" role="group" aria-label="Steps">
            { button("start", "icon", html! { <span class="glyph">{ "⏮\u{fe0e}" }</span> }) }
            { button("event-back", "", html! { <><span class="glyph">{ "‹" }</span><span class="word">{ " event" }</span></> }) }
            { button("line-back", "strong", html! { <><span class="glyph">{ "◀\u{fe0e}" }</span>{ " Line" }</> }) }
            { button("play", "icon play", html! { <span class="glyph">{ if state.playing { "❚❚" } else { "▶\u{fe0e}" } }</span> }) }
            { button("line-on", "strong", html! { <>{ "Line " }<span class="glyph">{ "▶\u{fe0e}" }</span></> }) }
            { button("event-on", "", html! { <><span class="word">{ "event " }</span><span class="glyph">{ "›" }</span></> }) }
            { button("end", "icon", html! { <span class="glyph">{ "⏭\u{fe0e}" }</span> }) }
            <label class="pace">
                <span>{ "Speed" }</span>
                <select {onchange}>
                    { for Pace::ALL.into_iter().map(|pace| html! {
                        <option value={pace.name()} selected={pace == state.pace}>{ pace.name() }</option>
                    }) }
                </select>
            </label>
            if let Some(fragment) = full_size {
                <a class="full-size" href={format!("#{fragment}")} target="_blank" rel="noopener">{ "Open full size" }</a>
            }
        </div>
    }
}
