//! The buttons that move through time.

use yew::prelude::*;

use super::button::CommandButton;
use super::icon::{Sign, icon};
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
    let StepsProps {
        state,
        on,
        full_size,
    } = props;
    let button = |name: &'static str, class: &'static str, children: Html| {
        html! { <CommandButton {name} {class} state={state.clone()} on={on.clone()}>{ children }</CommandButton> }
    };
    let onchange = on.reform(|event: Event| {
        let chosen = event
            .target_unchecked_into::<web_sys::HtmlSelectElement>()
            .value();
        Action::Pace(
            Pace::ALL
                .into_iter()
                .find(|pace| pace.name() == chosen)
                .unwrap_or(Pace::Steady),
        )
    });
    html! {
        <div class="steps" role="group" aria-label="Steps">
            { button("start", "small", icon(Sign::Start)) }
            { button("event-back", "", html! { <><span class="glyph">{ "‹" }</span><span class="word">{ " event" }</span></> }) }
            { button("line-back", "strong", html! { <>{ icon(Sign::Back) }{ "Line" }</> }) }
            { button("play", "small play", icon(if state.playing { Sign::Pause } else { Sign::Play })) }
            { button("line-on", "strong", html! { <>{ "Line" }{ icon(Sign::On) }</> }) }
            { button("event-on", "", html! { <><span class="word">{ "event " }</span><span class="glyph">{ "›" }</span></> }) }
            { button("end", "small", icon(Sign::End)) }
            <label class="pace">
                <span>{ "Speed" }</span>
                <select aria-label="Speed" {onchange}>
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
