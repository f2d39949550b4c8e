//! What the program printed up to the shown moment.

use scene::state::Stream;
use yew::prelude::*;

use crate::protocol::Shown;
use crate::shared::Shared;

#[derive(Properties, PartialEq)]
pub struct OutputProps {
    pub shown: Option<Shared<Shown>>,
}

#[component]
pub fn Output(props: &OutputProps) -> Html {
    let moment = props.shown.as_ref().map(|shown| &shown.moment);
    let silent = moment.is_none_or(|moment| moment.output.is_empty() && moment.error.is_none());
    html! {
        <section class="output" aria-label="Output">
            <h2>{ "Output" }</h2>
            if silent {
                <p class="quiet">{ "Nothing printed yet." }</p>
            } else {
                <pre tabindex="0" role="group" aria-label="What the program printed">
                { for moment.iter().flat_map(|moment| &moment.output).map(|part| {
                    let class = match part.stream {
                        Stream::Stdout => "stdout",
                        Stream::Stderr => "stderr",
                    };
                    html! { <span {class}>{ part.text.clone() }</span> }
                }) }
                if let Some(error) = moment.and_then(|moment| moment.error.as_ref()) {
                    <span class="stderr">{ error.text.clone() }</span>
                }
                </pre>
            }
        </section>
    }
}
