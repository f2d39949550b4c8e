//! What stands in the place of the picture when there is none: why, and what to do next.

use yew::prelude::*;

use crate::protocol::{Failure, Outcome};
use crate::state::{Action, Panel, Phase};

#[derive(Properties, PartialEq)]
pub struct TroubleProps {
    pub phase: Phase,
    pub failure: Option<Failure>,
    pub on: Callback<Action>,
}

#[component]
pub fn Trouble(props: &TroubleProps) -> Html {
    let lessons = html! {
        <button type="button" onclick={props.on.reform(|_| Action::Panel(Some(Panel::Lessons)))}>{ "Choose a lesson" }</button>
    };
    let again = html! {
        <button type="button" class="strong" onclick={props.on.reform(|_| Action::Run)}>{ "Run it again" }</button>
    };
    let message = props
        .failure
        .as_ref()
        .map(|failure| failure.message.clone())
        .unwrap_or_default();
    let place = props
        .failure
        .as_ref()
        .and_then(|failure| failure.range)
        .map(|range| format!("Line {}", range.start_line));
    let body = match props.phase {
        Phase::Waking
        | Phase::Running
        | Phase::Shown
        | Phase::Stopped
        | Phase::Raised
        | Phase::LimitReached => {
            html! { <p class="quiet">{ "One moment…" }</p> }
        }
        Phase::Empty => html! {
            <>
                <h2>{ "An empty heap" }</h2>
                <p>{ "Write a little Python in the program, then run it with Ctrl + Enter. Or begin with a lesson." }</p>
                { lessons }
            </>
        },
        Phase::Refused => html! {
            <>
                <h2>{ "Python does not accept this program" }</h2>
                <p class="message">{ message }</p>
                if let Some(place) = place { <p>{ place }{ ": it is marked in the program. Change it and run again." }</p> }
            </>
        },
        Phase::NotSupported => html! {
            <>
                <h2>{ "Not supported here" }</h2>
                <p class="message">{ message }</p>
                <p>
                    if let Some(place) = place { { place }{ ". " } }
                    { "Real Python runs this; Heapscope would have to guess, and a wrong picture is worse than none." }
                </p>
                <button type="button" onclick={props.on.reform(|_| Action::Panel(Some(Panel::Offer)))}>{ "What Python works here" }</button>
                { lessons }
            </>
        },
        Phase::EngineLost => html! {
            <>
                <h2>{ "The engine was restarted" }</h2>
                <p class="message">{ message }</p>
                <p>{ "Your program is untouched." }</p>
                { again }
            </>
        },
    };
    html! { <div class="trouble" data-phase={props.phase.name()}>{ body }</div> }
}

#[derive(Properties, PartialEq)]
pub struct RibbonProps {
    pub outcome: Option<Outcome>,
    /// The editor holds another program than the picture shows.
    pub stale: bool,
    pub on: Callback<Action>,
}

/// A line above the picture: it is not of the whole run, or no longer of this program.
#[component]
pub fn Ribbon(props: &RibbonProps) -> Html {
    let text = match &props.outcome {
        _ if props.stale => {
            "The program was changed. This picture is of the run before.".to_owned()
        }
        Some(Outcome::Stopped) => "Stopped. Everything up to here can be looked at.".to_owned(),
        Some(Outcome::LimitReached(limit)) => {
            format!("{limit} Everything up to here can be looked at.")
        }
        Some(Outcome::Raised) => {
            "The program ends with an error; its traceback is in the output.".to_owned()
        }
        Some(Outcome::Finished) | None => return Html::default(),
    };
    html! {
        <p class="ribbon">
            <span>{ text }</span>
            if props.stale {
                <button type="button" onclick={props.on.reform(|_| Action::Run)}>{ "Run again" }</button>
            }
        </p>
    }
}
