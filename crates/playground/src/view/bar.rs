//! The head of the page.

use lesson::Theme;
use yew::prelude::*;

use super::button::CommandButton;
use crate::state::{Action, State};

#[derive(Properties, PartialEq)]
pub struct BarProps {
    pub state: UseReducerHandle<State>,
    pub on: Callback<Action>,
}

#[component]
pub fn Bar(props: &BarProps) -> Html {
    let BarProps { state, on } = props;
    let theme = match state.look.theme {
        Theme::Auto => "Auto",
        Theme::Light => "Light",
        Theme::Dark => "Dark",
    };
    html! {
        <header class="bar">
            <h1 class="wordmark">
                <svg viewBox="0 0 40 32" width="40" height="32" aria-hidden="true">
                    <rect class="mark-box" x="2" y="8" width="26" height="21" rx="4" />
                    <circle class="mark-badge" cx="29" cy="10" r="8.5" />
                    <path class="mark-one" d="M27 8.2L29.6 6.2V14" />
                </svg>
                { "Heapscope" }
            </h1>
            <p class="claim">{ "Watch CPython’s memory, step by step" }</p>
            <nav class="tools" aria-label="Page">
                <CommandButton name="lessons" state={state.clone()} on={on.clone()}>{ "Lessons" }</CommandButton>
                <CommandButton name="share" state={state.clone()} on={on.clone()}>{ "Share" }</CommandButton>
                <CommandButton name="theme" class="wide-only" state={state.clone()} on={on.clone()}>{ theme }</CommandButton>
                <CommandButton name="presenter" class="wide-only" state={state.clone()} on={on.clone()}>
                    { if state.look.presenter { "A−" } else { "A+" } }
                </CommandButton>
                <CommandButton name="help" state={state.clone()} on={on.clone()}>{ "Help" }</CommandButton>
            </nav>
        </header>
    }
}
