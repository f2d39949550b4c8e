//! The program: its text, what it is run as, what it printed.

use std::rc::Rc;

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::editor::Editor;
use super::icon::{Sign, icon};
use super::lesson_note::LessonNote;
use super::output::Output;
use crate::protocol::{Choice, Failure, Recording, Shown};
use crate::shared::Shared;
use crate::state::{Action, Phase};

#[derive(Properties, PartialEq)]
pub struct ProgramProps {
    pub source: Rc<str>,
    pub edition: u32,
    /// The line that runs at the shown moment.
    pub line: Option<u32>,
    pub failure: Option<Failure>,
    pub phase: Phase,
    pub version: Rc<str>,
    pub versions: Rc<[Choice]>,
    pub stale: bool,
    pub shown: Option<Shared<Shown>>,
    pub lesson: Option<usize>,
    pub recording: Option<Shared<Recording>>,
    pub load_editor: bool,
    pub on: Callback<Action>,
}

#[component]
pub fn Program(props: &ProgramProps) -> Html {
    let on = &props.on;
    let onchange = on.reform(|event: Event| {
        Action::Version(
            event
                .target_unchecked_into::<HtmlSelectElement>()
                .value()
                .into(),
        )
    });
    let running = props.phase == Phase::Running;
    let known = props
        .versions
        .iter()
        .any(|offer| *offer.name == *props.version);
    html! {
        <section class="program" aria-label="Program">
            <div class="program-head">
                if running {
                    <button type="button" class="run" data-command="stop" title="Stop (Ctrl + .)" onclick={on.reform(|_| Action::Stop)}>
                        { icon(Sign::Stop) }{ "Stop" }
                    </button>
                } else {
                    <button
                        type="button" class={classes!("run", props.stale.then_some("stale"))} data-command="run" title="Run (Ctrl + Enter)"
                        onclick={on.reform(|_| Action::Run)}
                    >
                        { icon(Sign::Play) }{ "Run" }
                    </button>
                }
                <label class="version">
                    <span>{ "Python" }</span>
                    <select {onchange}>
                        if !known {
                            <option value={props.version.to_string()} selected=true>{ props.version.to_string() }</option>
                        }
                        { for props.versions.iter().map(|offer| html! {
                            <option value={offer.name.clone()} title={offer.remark.clone()} selected={*offer.name == *props.version}>{ offer.name.clone() }</option>
                        }) }
                    </select>
                </label>
            </div>
            if let Some(lesson) = props.lesson {
                <LessonNote {lesson} recording={props.recording.clone()} at={props.shown.as_ref().map(|shown| shown.moment.moment)} />
            }
            <Editor
                source={props.source.clone()} edition={props.edition} line={props.line} failure={props.failure.clone()}
                load={props.load_editor} on={on.clone()}
            />
            <Output shown={props.shown.clone()} />
        </section>
    }
}
