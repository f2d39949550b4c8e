//! While a run is played, the next line follows after a pause. The timer follows from the state; it is not state.

use gloo_timers::callback::Timeout;
use yew::prelude::*;

use super::Dispatch;
use crate::state::{Action, State};

#[hook]
pub fn use_player(state: &State, dispatch: Dispatch) {
    let pause = state.playing.then(|| state.pace.pause());
    let moment = state.shown.as_ref().map(|shown| shown.moment.moment);
    use_effect_with((pause, moment), move |&(pause, _)| {
        let timer = pause.map(|pause| Timeout::new(pause, move || dispatch.dispatch(Action::Tick)));
        move || drop(timer)
    });
}
