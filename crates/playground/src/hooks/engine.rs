//! The engine hears what the state wants asked, and the state hears what it answers.

use std::rc::Rc;

use yew::prelude::*;

use super::Dispatch;
use crate::engine::Client;
use crate::protocol::{Ask, Request};
use crate::state::{Action, Talk};

#[hook]
pub fn use_engine(talk: &Talk, dispatch: Dispatch) {
    let client = use_mut_ref(|| None::<Client>);
    {
        let client = client.clone();
        use_effect_with((), move |()| {
            let on_reply = {
                let dispatch = dispatch.clone();
                Callback::from(move |reply| dispatch.dispatch(Action::Answered(Rc::new(reply))))
            };
            let on_lost = Callback::from(move |why: String| {
                dispatch.dispatch(Action::EngineLost(why.into()))
            });
            *client.borrow_mut() = Some(Client::connect(on_reply, on_lost));
        });
    }
    let send = move |ask: Ask| {
        if let Some(client) = &*client.borrow() {
            client.send(ask);
        }
    };
    {
        let send = send.clone();
        let asked = talk.asked.clone();
        let number = asked.as_ref().map(|ask| ask.number);
        use_effect_with(number, move |_| {
            if let Some(ask) = asked {
                send(ask);
            }
        });
    }
    {
        let send = send.clone();
        let aside = talk.aside.clone();
        let number = aside.as_ref().map(|ask| ask.number);
        use_effect_with(number, move |_| {
            if let Some(ask) = aside {
                send(ask);
            }
        });
    }
    let stop = talk
        .stop
        .then(|| talk.asked.as_ref().map_or(0, |ask| ask.number));
    use_effect_with(stop, move |&stop| {
        if let Some(number) = stop {
            send(Ask {
                number,
                request: Request::Stop,
            });
        }
    });
}
