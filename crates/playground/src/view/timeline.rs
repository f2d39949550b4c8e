//! The whole run as a line: marks where something happened, and a handle where we are.

use std::collections::BTreeSet;

use lesson::At;
use scene::state::Moment;
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use crate::protocol::{Mark, MarkKind, Recording};
use crate::shared::Shared;
use crate::state::Action;

/// Marks closer together than this share a place.
const PLACES: u64 = 600;
/// How near to a line the handle snaps, in thousandths of the whole.
const SNAP: u64 = 12;

#[derive(Properties, PartialEq)]
pub struct TimelineProps {
    pub recording: Shared<Recording>,
    pub at: Option<Moment>,
    pub line: Option<u32>,
    pub on: Callback<Action>,
}

#[component]
pub fn Timeline(props: &TimelineProps) -> Html {
    let node = use_node_ref();
    let length = props.recording.length();
    let step = props.at.map_or(0, |moment| moment.step);
    let seek = {
        let (node, recording, on) = (node.clone(), props.recording.clone(), props.on.clone());
        move |event: &PointerEvent| {
            if let Some(place) = node
                .cast::<Element>()
                .map(|element| element.get_bounding_client_rect())
            {
                let share = (f64::from(event.client_x()) - place.left()) / place.width().max(1.0);
                on.emit(Action::Seek(target(&recording, share)));
            }
        }
    };
    let onpointerdown = {
        let seek = seek.clone();
        Callback::from(move |event: PointerEvent| {
            if let Some(element) = event
                .current_target()
                .and_then(|target| target.dyn_into::<Element>().ok())
            {
                // Without the capture a drag ends at the edge; nothing worse.
                let _ = element.set_pointer_capture(event.pointer_id());
            }
            seek(&event);
        })
    };
    let onpointermove = Callback::from(move |event: PointerEvent| {
        if event.buttons() & 1 == 1 {
            seek(&event);
        }
    });
    let onkeydown = {
        let on = props.on.clone();
        Callback::from(move |event: KeyboardEvent| {
            let tenth = (length / 10).max(1);
            let step = match event.key().as_str() {
                "PageUp" => step.saturating_sub(tenth),
                "PageDown" => step.saturating_add(tenth).min(length),
                _ => return,
            };
            event.prevent_default();
            on.emit(Action::Seek(At::Step { step, event: 0 }));
        })
    };
    let marks = use_memo(props.recording.clone(), |recording| drawn(recording));
    let words = match props.line {
        Some(line) => format!("line {line}, instruction {step} of {length}"),
        None => format!("instruction {step} of {length}"),
    };
    html! {
        <div
            ref={node}
            class="timeline"
            role="slider"
            tabindex="0"
            aria-label="Time"
            aria-valuemin="0"
            aria-valuemax={length.to_string()}
            aria-valuenow={step.to_string()}
            aria-valuetext={words}
            data-moment={props.at.map(|moment| format!("{}.{}", moment.step, moment.event))}
            {onpointerdown}
            {onpointermove}
            {onkeydown}
        >
            <svg width="100%" height="44" aria-hidden="true">
                <line class="track" x1="0" x2="100%" y1="26" y2="26" />
                <line class="past" x1="0" x2={percent(step, length)} y1="26" y2="26" />
                { for marks.iter().map(|&(kind, place)| mark(kind, place)) }
                <svg x={percent(step, length)} y="26" overflow="visible">
                    <circle class="handle" r="9" />
                </svg>
            </svg>
        </div>
    }
}

/// Percent of the whole, for an attribute.
fn percent(step: u64, length: u64) -> String {
    let tenths = step
        .saturating_mul(1000)
        .checked_div(length)
        .unwrap_or(0)
        .min(1000);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

/// One of each kind at each place, however long the run is.
fn drawn(recording: &Recording) -> BTreeSet<(MarkKind, u64)> {
    recording
        .marks
        .iter()
        .map(|mark| {
            let place = mark
                .step
                .saturating_mul(PLACES)
                .checked_div(recording.length())
                .unwrap_or(0);
            (mark.kind, place)
        })
        .collect()
}

/// Each kind has a shape of its own.
fn mark(kind: MarkKind, place: u64) -> Html {
    let x = percent(place, PLACES);
    let shape = match kind {
        MarkKind::Line => html! { <path class="mark line" d="M0 -5V5" /> },
        MarkKind::Output => html! { <path class="mark output" d="M-4 -20H4V-13H-1L-4 -10Z" /> },
        MarkKind::Free => html! { <circle class="mark free" cy="-15" r="4.5" /> },
        MarkKind::Collection => {
            html! { <path class="mark collection" d="M0 -22L6 -15L0 -8L-6 -15Z" /> }
        }
        MarkKind::Error => html! { <path class="mark error" d="M-5 -20L5 -10M5 -20L-5 -10" /> },
    };
    html! { <svg key={format!("{kind:?}{place}")} {x} y="26" overflow="visible">{ shape }</svg> }
}

/// The moment at this share of the run; at a line's beginning when one is near.
fn target(recording: &Recording, share: f64) -> At {
    let length = recording.length();
    // Within 0..=1000, so both conversions are exact.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let thousandths = (share.clamp(0.0, 1.0) * 1000.0).round() as u64;
    let wanted =
        u64::try_from(u128::from(length) * u128::from(thousandths) / 1000).unwrap_or(length);
    let distance = |mark: &&Mark| mark.step.abs_diff(wanted);
    let nearest = recording
        .marks
        .iter()
        .filter(|mark| mark.kind == MarkKind::Line)
        .min_by_key(distance)
        .filter(|mark| distance(mark).saturating_mul(1000) <= length.saturating_mul(SNAP));
    let end = recording.end;
    if end.step.abs_diff(wanted).saturating_mul(1000) <= length.saturating_mul(SNAP)
        && nearest.is_none_or(|mark| distance(&mark) > end.step.abs_diff(wanted))
    {
        return At::End;
    }
    let step = nearest.map_or(wanted, |mark| mark.step);
    At::Step { step, event: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Outcome;

    fn recording() -> Recording {
        Recording {
            end: Moment {
                step: 190,
                event: 0,
            },
            over: Moment {
                step: 200,
                event: 0,
            },
            marks: vec![
                Mark {
                    step: 10,
                    kind: MarkKind::Line,
                    line: 1,
                },
                Mark {
                    step: 100,
                    kind: MarkKind::Line,
                    line: 2,
                },
            ],
            outcome: Outcome::Finished,
        }
    }

    #[test]
    fn the_handle_snaps_to_a_line_that_is_near() {
        let at = |share| target(&recording(), share);
        assert_eq!(
            at(0.505),
            At::Step {
                step: 100,
                event: 0
            }
        );
        assert_eq!(at(0.3), At::Step { step: 60, event: 0 });
        assert_eq!(at(0.955), At::End);
        assert_eq!(
            at(2.0),
            At::Step {
                step: 200,
                event: 0
            }
        );
        assert_eq!(at(-1.0), At::Step { step: 0, event: 0 });
    }

    #[test]
    fn an_empty_run_has_one_place() {
        assert_eq!(percent(0, 0), "0.0%");
        assert_eq!(percent(5, 5), "100.0%");
    }
}
