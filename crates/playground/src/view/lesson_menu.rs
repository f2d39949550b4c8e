//! The lessons to choose from.

use yew::prelude::*;

use super::dialog::Dialog;
use crate::lessons;
use crate::state::Action;

#[derive(Properties, PartialEq)]
pub struct LessonMenuProps {
    pub chosen: Option<usize>,
    /// There is a typed program to come back to.
    pub draft: bool,
    pub on: Callback<Action>,
}

#[component]
pub fn LessonMenu(props: &LessonMenuProps) -> Html {
    let on = &props.on;
    html! {
        <Dialog name="lessons" title="Lessons" on={on.clone()}>
            if props.draft {
                <p><button type="button" class="plain" onclick={on.reform(|_| Action::TakeDraft)}>{ "Bring back the program that I typed" }</button></p>
            }
            <ol class="lesson-list">
            { for lessons::all().iter().enumerate().map(|(index, lesson)| html! {
                <li key={index}>
                    <button
                        type="button"
                        aria-current={(props.chosen == Some(index)).then_some("true")}
                        onclick={on.reform(move |_| Action::Lesson(index))}
                    >
                        <strong>{ &lesson.title }</strong>
                        <span>{ &lesson.summary }</span>
                    </button>
                </li>
            }) }
            </ol>
        </Dialog>
    }
}
