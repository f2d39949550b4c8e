//! What the lesson says at the shown moment, and what it asks.

use lesson::{NoteKind, Question};
use scene::state::Moment;
use yew::prelude::*;

use crate::lessons;
use crate::protocol::Recording;
use crate::shared::Shared;

#[derive(Properties, PartialEq)]
pub struct LessonNoteProps {
    pub lesson: usize,
    pub recording: Option<Shared<Recording>>,
    pub at: Option<Moment>,
}

#[component]
pub fn LessonNote(props: &LessonNoteProps) -> Html {
    let Some(lesson) = lessons::get(props.lesson) else {
        return Html::default();
    };
    let notes = match (&props.recording, props.at) {
        (Some(recording), Some(at)) => lessons::said(lesson, recording, at),
        _ => Vec::new(),
    };
    html! {
        <section class="lesson-note" aria-label="Lesson">
            <h2>{ &lesson.title }</h2>
            if notes.is_empty() {
                <p>{ &lesson.summary }</p>
            }
            { for notes.iter().map(|note| match &note.kind {
                NoteKind::Say(text) => html! { <p key={note.line.get()}>{ text }</p> },
                NoteKind::Ask(question) => html! { <Ask key={note.line.get()} question={question.clone()} /> },
                NoteKind::Point(_) => Html::default(),
            }) }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct AskProps {
    question: Question,
}

/// A prediction to make before going on.
#[component]
fn Ask(props: &AskProps) -> Html {
    let Question {
        text,
        right,
        wrong,
        why,
    } = &props.question;
    let answered = use_state(|| None::<usize>);
    let mut answers: Vec<&String> = std::iter::once(right).chain(wrong).collect();
    // Some order that gives nothing away and is the same every time.
    answers.sort_by_key(|answer| answer.bytes().map(u32::from).sum::<u32>() % 7);
    let chosen = answered.and_then(|index| answers.get(index).copied());
    html! {
        <div class="ask" role="group" aria-label="Question">
            <p><strong>{ text }</strong></p>
            <div class="answers">
            { for answers.iter().enumerate().map(|(index, answer)| {
                let mark = match *answered {
                    None => "open",
                    Some(_) if *answer == right => "right",
                    Some(chosen) if chosen == index => "wrong",
                    Some(_) => "open",
                };
                let onclick = { let answered = answered.clone(); Callback::from(move |_: MouseEvent| answered.set(Some(index))) };
                html! {
                    <button type="button" data-mark={mark} aria-pressed={(*answered == Some(index)).to_string()} {onclick}>
                        { match mark { "right" => "✓ ", "wrong" => "✗ ", _ => "" } }{ *answer }
                    </button>
                }
            }) }
            </div>
            <p aria-live="polite">
            { match chosen {
                None => String::new(),
                Some(answer) if answer == right => "Right.".to_owned(),
                Some(_) => format!("No: {right}."),
            } }
            if let (Some(_), Some(why)) = (chosen, why) { { " " }{ why } }
            </p>
        </div>
    }
}
