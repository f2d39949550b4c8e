//! What the lesson says at the shown moment.

use yew::prelude::*;

use crate::lessons;

#[derive(Properties, PartialEq)]
pub struct LessonNoteProps {
    pub lesson: usize,
    /// The line that runs.
    pub line: Option<u32>,
}

#[component]
pub fn LessonNote(props: &LessonNoteProps) -> Html {
    let Some(lesson) = lessons::get(props.lesson) else {
        return Html::default();
    };
    html! {
        <section class="lesson-note" aria-label="Lesson">
            <h2>{ lesson.title }</h2>
            <p>{ lessons::said(&lesson, props.line).unwrap_or(lesson.summary).to_owned() }</p>
        </section>
    }
}
