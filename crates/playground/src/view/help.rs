//! What the picture says, and every key: read from the table of commands.

use yew::prelude::*;

use super::dialog::Dialog;
use crate::state::{Action, COMMANDS, Group, Panel, Press};

#[derive(Properties, PartialEq)]
pub struct HelpProps {
    pub on: Callback<Action>,
}

#[component]
pub fn Help(props: &HelpProps) -> Html {
    html! {
        <Dialog name="help" title="Help" on={props.on.clone()}>
            <h3>{ "How to read the picture" }</h3>
            <dl class="legend">
                <div><dt>{ "card" }</dt><dd>{ "An object. It keeps its place for its whole life." }</dd></div>
                <div><dt>{ "round number" }</dt><dd>{ "How many references there are to it. At 0 it is freed." }</dd></div>
                <div><dt>{ "square number" }</dt><dd>{ "gc_refs: the collector’s own copy of the count, while it works." }</dd></div>
                <div><dt>{ "dashed card" }</dt><dd>{ "A ghost: it was freed, and this is where it was." }</dd></div>
                <div><dt>{ "tag" }</dt><dd>{ "A name. It is tied to an object, never to another name." }</dd></div>
                <div><dt>{ "dashed arrow" }</dt><dd>{ "A weak reference: it does not count." }</dd></div>
                <div><dt>{ "bars" }</dt><dd>{ "One, two or three at the left edge of a card: its generation, young to old." }</dd></div>
            </dl>
            <p>
                <button type="button" class="plain" onclick={props.on.reform(|_| Action::Panel(Some(Panel::Offer)))}>
                    { "What Python works here, and in what its versions differ" }
                </button>
            </p>
            <h3>{ "Keys" }</h3>
            <p>{ "Single keys work while the focus is on the picture or the steps, or nowhere in particular. In the editor, Escape gives the keys back. On a Mac, Ctrl is Cmd." }</p>
            { for Group::ALL.iter().map(|group| html! {
                <table class="keys">
                    <caption>{ group.title() }</caption>
                    <tbody>
                    { for COMMANDS.iter().filter(|command| command.group == *group && command.press != Press::Nothing).map(|command| html! {
                        <tr><th scope="row"><kbd>{ command.press.words() }</kbd></th><td>{ command.label }</td></tr>
                    }) }
                    </tbody>
                </table>
            }) }
            <table class="keys">
                <caption>{ "Everywhere" }</caption>
                <tbody>
                    <tr><th scope="row"><kbd>{ "Tab" }</kbd></th><td>{ "To the next control; in the picture, the chosen object" }</td></tr>
                    <tr><th scope="row"><kbd>{ "↑ ↓" }</kbd></th><td>{ "From object to object, while one has the focus" }</td></tr>
                    <tr><th scope="row"><kbd>{ "Page ↑ ↓" }</kbd></th><td>{ "A tenth of the run, while the time line has the focus" }</td></tr>
                    <tr><th scope="row"><kbd>{ "+ − 0 f" }</kbd></th><td>{ "Size of the picture: larger, smaller, readable, whole" }</td></tr>
                    <tr><th scope="row"><kbd>{ "Enter" }</kbd></th><td>{ "Who holds this object?" }</td></tr>
                    <tr><th scope="row"><kbd>{ "Escape" }</kbd></th><td>{ "Leaves the editor, closes what is open" }</td></tr>
                </tbody>
            </table>
        </Dialog>
    }
}
