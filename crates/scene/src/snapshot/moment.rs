//! A moment of a run: its state, with what just happened.

use timeline::{Moment, Run, Unit};

use super::event::objects_of;
use super::{Album, ended, error, event};
use crate::sentence::{sentence, tell};
use crate::state::{Event, State};

/// Events that `happened` lists at most.
const MOST_EVENTS: usize = 400;
/// Blocks that are looked at while a run is learned.
const LOOKS: u64 = 3_000_000;

/// The state of a moment, with what just happened and the same in words. That depends on the moment alone, not on how
/// one came there: inside an instruction it is the last event; at the beginning of a line, what the line before did;
/// otherwise, what the instruction before did.
pub fn moment(run: &Run, album: &Album, at: Moment) -> State {
    let at = at.min(run.over());
    if at.event > 0 {
        return inside(run, album, at);
    }
    let mut state = run.look(at, |machine| album.state(at, machine));
    if at >= run.end() {
        state.ended = run.stop().map(ended);
        state.error = error(run.last());
    }
    if at == Moment::START {
        state.sentence = "nothing has run yet".to_owned();
        return state;
    }
    let line = run.line_at(at).is_some_and(|line| line.at == at) || at >= run.end();
    let before = if line {
        line_before(run, at)
    } else {
        run.previous(at, Unit::Instruction)
    };
    let earlier = run.look(before, |machine| album.state(before, machine));
    state.sentence = tell(&earlier, &state);
    let events = run.events_between(before, at);
    let surplus = events.len().saturating_sub(MOST_EVENTS);
    state.happened = run.look(at, |machine| {
        let events = events.into_iter().skip(surplus);
        events
            .map(|(_, happened)| event(machine, happened))
            .collect::<Vec<Event>>()
    });
    if state.sentence.is_empty() {
        state.sentence = match (&state.ended, line, state.line) {
            (Some(ended), ..) => ended.clone(),
            (None, true, Some(line)) => format!("line {line} is next"),
            (None, ..) => "nothing that the picture shows has changed".to_owned(),
        };
    }
    state
}

/// After an event of an instruction.
fn inside(run: &Run, album: &Album, at: Moment) -> State {
    let last = run.event_at(at);
    let about: Vec<_> = last.iter().flat_map(objects_of).collect();
    let mut state = run.look(at, |machine| album.state_about(at, machine, &about));
    if let Some(last) = last {
        let last = run.look(at, |machine| event(machine, last));
        state.sentence = sentence(&last, &state);
        state.happened = vec![last];
    }
    state
}

/// Where the line before this one began: the one before it in the same function, or the line that called it. So what a
/// line did includes what the functions did that it called.
fn line_before(run: &Run, at: Moment) -> Moment {
    let lines = run.lines();
    let here = lines.binary_search_by_key(&at, |line| line.at);
    let depth = here
        .ok()
        .and_then(|place| lines.get(place))
        .map_or(1, |line| line.depth);
    let place = here.unwrap_or_else(|place| place);
    let earlier = lines.get(..place).unwrap_or_default().iter();
    let mut earlier = earlier.rev().filter(|line| line.depth <= depth);
    earlier
        .next()
        .map_or_else(|| run.previous(at, Unit::Line), |line| line.at)
}

/// Moments from which an album learns a run: every line of a short one; of a long one the first half of `most`, and an
/// even selection of the rest. Always in order, always with the end. A run with a very large heap is learned from fewer
/// moments, because each takes as long as looking through the heap.
pub fn worth_learning(run: &Run, most: usize) -> Vec<Moment> {
    let affordable = LOOKS / run.peak_blocks().max(1);
    let most = most
        .min(usize::try_from(affordable).unwrap_or(usize::MAX))
        .max(2);
    let lines = run.lines();
    let half = most / 2;
    let step = lines
        .len()
        .saturating_sub(half)
        .div_ceil(half.max(1))
        .max(1);
    let first = lines.iter().take(half);
    let rest = lines.iter().skip(half).step_by(step);
    let mut moments: Vec<Moment> = first.chain(rest).map(|line| line.at).collect();
    moments.push(run.end());
    moments.dedup();
    moments
}
