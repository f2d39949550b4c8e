//! How much of the truth is told.

use scene::Level;
use yew::prelude::*;

use crate::state::Action;

#[derive(Properties, PartialEq)]
pub struct LevelsProps {
    pub level: Level,
    pub on: Callback<Action>,
}

#[component]
pub fn Levels(props: &LevelsProps) -> Html {
    html! {
        <fieldset class="levels">
            <legend>{ "Level of truth" }</legend>
            <div class="choices">
            { for Level::ALL.into_iter().map(|level| {
                let onchange = props.on.reform(move |_: Event| Action::Level(level));
                html! {
                    <label key={level.number()} title={level.title()}>
                        <input
                            type="radio" name="level" value={level.number().to_string()}
                            aria-label={format!("{}: {}", level.number(), level.title())}
                            checked={level == props.level} {onchange}
                        />
                        <span aria-hidden="true">{ level.number() }</span>
                    </label>
                }
            }) }
            </div>
            <span class="level-title">{ props.level.title() }</span>
        </fieldset>
    }
}
