//! The page as a whole.

use std::rc::Rc;

use lesson::Embed;
use yew::prelude::*;

use super::bar::Bar;
use super::help::Help;
use super::inspector::Inspector;
use super::lesson_menu::LessonMenu;
use super::offer::OfferPanel;
use super::program::Program;
use super::sentence::Sentence;
use super::share::Share;
use super::stage::{Stage, StageProps};
use super::steps::Steps;
use super::timeline::Timeline;
use crate::hooks::{fragment, use_draft, use_engine, use_keys, use_location, use_look, use_player};
use crate::picture::Which;
use crate::state::{Action, Panel, Phase, State, address, open};

/// A state as the page's address wants it.
fn opening() -> State {
    let mut state = State::new();
    let fragment = fragment();
    if !fragment.is_empty() {
        match open(&fragment) {
            Ok(link) => state.apply(Action::Arrived(Rc::new(link))),
            Err(why) => state.apply(Action::BadLink(why.into())),
        }
    }
    state
}

#[component]
pub fn App() -> Html {
    let state = use_reducer(opening);
    let dispatch = state.dispatcher();
    use_engine(&state.talk, dispatch.clone());
    use_draft(&state, dispatch.clone());
    use_player(&state, dispatch.clone());
    use_location(state.clone());
    use_keys(state.clone());
    use_look(state.look);

    let on = {
        let dispatch = dispatch.clone();
        use_callback((), move |action: Action, ()| dispatch.dispatch(action))
    };
    let on_select = {
        let on = on.clone();
        use_callback((), move |serial, ()| on.emit(Action::Select(Some(serial))))
    };
    let on_line = state.line();
    let stage = StageProps {
        phase: state.phase(),
        shown: state.shown.clone(),
        changes: state.changes.clone(),
        selected: state.selected,
        table: state.look.table,
        presenter: state.look.presenter,
        embedded: state.look.embed != Embed::Page,
        failure: state.failure.clone(),
        outcome: state.recording().map(|recording| recording.outcome.clone()),
        level: state.view.level,
        folded: state.view.fold.len(),
        stale: state.stale(),
        run: state.run_number(),
        on: on.clone(),
        on_select: on_select.clone(),
    };
    let side = state
        .shown
        .as_ref()
        .filter(|shown| !shown.picture.generations.is_empty() || !shown.picture.memory.is_empty());
    let page = state.look.embed == Embed::Page;
    html! {
        <div class="app" data-phase={state.phase().name()} data-side={(side.is_some() && !state.look.table).to_string()}>
            if page {
                <Bar state={state.clone()} on={on.clone()} />
            }
            if let Some(notice) = &state.notice {
                <div class="notice" data-alarm={notice.alarm.to_string()} role={if notice.alarm { "alert" } else { "note" }}>
                    <p>{ notice.text.to_string() }</p>
                    if notice.draft {
                        <button type="button" onclick={on.reform(|_| Action::TakeDraft)}>{ "Bring back my program" }</button>
                    }
                    <button type="button" onclick={on.reform(|_| Action::DismissNotice)}>{ "OK" }</button>
                </div>
            }
            <main class="zones">
                if page {
                    <Program
                        source={state.source.clone()}
                        edition={state.source_edition}
                        line={on_line}
                        failure={state.failure.clone()}
                        phase={state.phase()}
                        version={state.version.clone()}
                        versions={state.versions.clone()}
                        stale={state.stale()}
                        shown={state.shown.clone()}
                        lesson={state.lesson()}
                        recording={state.recording().cloned()}
                        load_editor={!matches!(state.phase(), Phase::Waking | Phase::Running)}
                        on={on.clone()}
                    />
                }
                <Stage ..stage />
                if let Some(shown) = side.filter(|_| !state.look.table) {
                    <aside class="side" aria-label="The collector and the memory" data-keys="">
                        if !shown.picture.generations.is_empty() {
                            <super::stage::Panel
                                which={Which::Generations} title="Generations" shown={shown.clone()} changes={state.changes.clone()}
                                selected={state.selected} on_select={on_select.clone()}
                            />
                        }
                        if !shown.picture.memory.is_empty() {
                            <super::stage::Panel
                                which={Which::Memory} title="Memory" shown={shown.clone()} changes={state.changes.clone()}
                                selected={state.selected} on_select={on_select.clone()}
                            />
                        }
                    </aside>
                }
                if let (Some(shown), Some(serial)) = (&state.shown, state.selected) {
                    <Inspector shown={shown.clone()} {serial} on={on.clone()} />
                }
            </main>
            <footer class="foot" data-keys="">
                <Sentence shown={state.shown.clone()} phase={state.phase()} recorded={state.recorded_steps()} />
                <Steps state={state.clone()} on={on.clone()} full_size={(!page).then(|| address(&state).ok()).flatten()} />
                if let Some(recording) = state.recording() {
                    <Timeline
                        recording={recording.clone()}
                        at={state.shown.as_ref().map(|shown| shown.moment.moment)}
                        line={state.shown.as_ref().and_then(|shown| shown.moment.line)}
                        on={on.clone()}
                    />
                } else {
                    <div class="timeline empty" aria-hidden="true"></div>
                }
            </footer>
            { match state.panel {
                Some(Panel::Help) => html! { <Help on={on.clone()} /> },
                Some(Panel::Lessons) => html! { <LessonMenu chosen={state.lesson} draft={state.draft.is_some()} on={on.clone()} /> },
                Some(Panel::Offer) => html! { <OfferPanel version={state.version.clone()} offer={state.offer.clone()} on={on.clone()} /> },
                Some(Panel::Share) => html! { <Share state={state.clone()} on={on.clone()} /> },
                None => Html::default(),
            } }
        </div>
    }
}
