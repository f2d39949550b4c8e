//! A button that is a row of the table of commands.

use yew::prelude::*;

use crate::state::{Action, Command, State};

#[derive(Properties, PartialEq)]
pub struct CommandButtonProps {
    /// The name of the command.
    pub name: &'static str,
    pub state: UseReducerHandle<State>,
    pub on: Callback<Action>,
    #[prop_or_default]
    pub class: Classes,
    pub children: Html,
}

#[component]
pub fn CommandButton(props: &CommandButtonProps) -> Html {
    let Some(command) = Command::named(props.name) else {
        return Html::default();
    };
    let keys = command.press.words();
    let title = if keys.is_empty() {
        command.label.to_owned()
    } else {
        format!("{} ({keys})", command.label)
    };
    // A button that is switched off keeps the focus: at the last step, the keys go on working.
    let enabled = (command.enabled)(&props.state);
    let onclick = {
        let (state, on) = (props.state.clone(), props.on.clone());
        Callback::from(move |_: MouseEvent| {
            if (command.enabled)(&state) {
                on.emit((command.action)(&state));
            }
        })
    };
    html! {
        <button
            type="button"
            class={classes!("command", props.class.clone())}
            data-command={command.name}
            aria-label={command.label}
            aria-disabled={(!enabled).to_string()}
            {title}
            {onclick}
        >{ props.children.clone() }</button>
    }
}
