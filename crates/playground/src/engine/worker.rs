//! The worker's side: the page's own program, in a place without a window.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::Service;
use crate::protocol::{Reply, pack, unpack};

/// Milliseconds of recording between two looks at the letter box. Also how late a "stop" can be heard.
const SLICE: f64 = 40.0;

/// Answers whatever the page asks, for as long as the worker lives.
pub fn serve(scope: DedicatedWorkerGlobalScope) {
    let service = Rc::new(RefCell::new(Service::default()));
    let hello = service.borrow().hello();
    post(&scope, &hello);

    let receiver = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
        let bytes = Uint8Array::new(&message.data()).to_vec();
        let Some(ask) = unpack(&bytes) else { return };
        let was_busy = service.borrow().busy();
        let replies = service.borrow_mut().ask(ask);
        for reply in &replies {
            post(&receiver, reply);
        }
        if !was_busy {
            record(service.clone(), receiver.clone());
        }
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget(); // as long-lived as the worker
}

/// One slice of the recording, and the next one after the letter box was looked at.
fn record(service: Rc<RefCell<Service>>, scope: DedicatedWorkerGlobalScope) {
    if !service.borrow().busy() {
        return;
    }
    let until = js_sys::Date::now() + SLICE;
    let replies = service.borrow_mut().work(|| js_sys::Date::now() < until);
    for reply in &replies {
        post(&scope, reply);
    }
    Timeout::new(0, move || record(service, scope)).forget();
}

fn post(scope: &DedicatedWorkerGlobalScope, reply: &Reply) {
    let Some(bytes) = pack(reply) else { return };
    let bytes = Uint8Array::from(bytes.as_slice());
    // A page that is gone needs no answer.
    let _ = scope.post_message_with_transfer(&bytes, &Array::of1(&bytes.buffer()));
}
