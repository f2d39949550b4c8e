//! The page's side: finds a way to run the engine, sends asks, hands on replies, and replaces an engine that went silent.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};
use yew::Callback;

use super::Service;
use crate::protocol::{Ask, Reply, Request, pack, unpack};

#[wasm_bindgen]
extern "C" {
    /// The address of this program's own glue file.
    #[wasm_bindgen(thread_local_v2, js_namespace = ["import", "meta"], js_name = url)]
    static GLUE: JsValue;
}

/// A worker that has not said hello by then never will.
const HELLO: u32 = 6_000;
/// A busy engine reports every few dozen milliseconds, so this is a hang.
const SILENCE: u32 = 6_000;
/// A person who pressed "stop" does not wait that long.
const STOP: u32 = 1_000;
/// Milliseconds of recording at a time on the page's own thread: the page stays responsive in between.
const SLICE: f64 = 10.0;

/// A connection to an engine. Clones are the same connection.
#[derive(Clone)]
pub struct Client(Rc<Inner>);

struct Inner {
    line: RefCell<Option<Line>>,
    /// Runs out when the engine was silent for too long.
    alarm: RefCell<Option<Timeout>>,
    heard: Cell<bool>,
    on_reply: Callback<Reply>,
    on_lost: Callback<String>,
}

enum Line {
    Worker(Connection),
    Here(Rc<RefCell<Service>>),
}

struct Connection {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(web_sys::Event)>,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

impl Client {
    /// Starts an engine. Its hello comes as the first reply.
    pub fn connect(on_reply: Callback<Reply>, on_lost: Callback<String>) -> Self {
        let client = Self(Rc::new(Inner {
            line: RefCell::new(None),
            alarm: RefCell::new(None),
            heard: Cell::new(false),
            on_reply,
            on_lost,
        }));
        client.dial();
        client
    }

    pub fn send(&self, ask: Ask) {
        let patience = match ask.request {
            Request::Stop => STOP,
            Request::Start { .. }
            | Request::Look { .. }
            | Request::Step { .. }
            | Request::Offer { .. } => SILENCE,
        };
        let here = match &*self.0.line.borrow() {
            Some(Line::Worker(connection)) => {
                if let Some(bytes) = pack(&ask) {
                    let bytes = Uint8Array::from(bytes.as_slice());
                    let _ = connection
                        .worker
                        .post_message_with_transfer(&bytes, &Array::of1(&bytes.buffer()));
                }
                None
            }
            Some(Line::Here(service)) => Some(service.clone()),
            None => return,
        };
        match here {
            Some(service) => self.ask_here(service, ask),
            None => self.expect_within(patience),
        }
    }

    fn dial(&self) {
        self.0.heard.set(false);
        match self.hire() {
            Ok(connection) => {
                *self.0.line.borrow_mut() = Some(Line::Worker(connection));
                self.expect_within(HELLO);
            }
            // For example in a frame with an origin of its own: `sandbox="allow-scripts"`.
            Err(_) => self.work_here(),
        }
    }

    fn hire(&self) -> Result<Connection, JsValue> {
        let glue = GLUE.with(JsValue::as_string).unwrap_or_default();
        let address = format!(
            "worker.js?glue={}",
            String::from(js_sys::encode_uri_component(&glue))
        );
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&address, &options)?;
        worker.post_message(&wasm_bindgen::module())?;

        let client = self.clone();
        let on_message = Closure::new(move |message: MessageEvent| {
            if let Some(reply) = unpack(&Uint8Array::new(&message.data()).to_vec()) {
                client.hear(reply);
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));

        let client = self.clone();
        let on_error = Closure::new(move |_: web_sys::Event| {
            // Inside the handler of the worker that is to be dropped: do it afterwards.
            let client = client.clone();
            Timeout::new(0, move || client.give_up("The engine broke down.")).forget();
        });
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));

        Ok(Connection {
            worker,
            _on_message: on_message,
            _on_error: on_error,
        })
    }

    fn hear(&self, reply: Reply) {
        self.0.heard.set(true);
        let more = matches!(reply.answer, crate::protocol::Answer::Progress { .. });
        if more {
            self.expect_within(SILENCE);
        } else {
            self.0.alarm.borrow_mut().take();
        }
        self.0.on_reply.emit(reply);
    }

    fn expect_within(&self, milliseconds: u32) {
        let client = self.clone();
        let alarm = Timeout::new(milliseconds, move || {
            client.give_up("The engine did not answer.")
        });
        *self.0.alarm.borrow_mut() = Some(alarm);
    }

    /// Ends an engine that is lost and starts another one. One that never said hello is not tried twice.
    fn give_up(&self, why: &str) {
        self.0.alarm.borrow_mut().take();
        let line = self.0.line.borrow_mut().take();
        drop(line);
        if self.0.heard.get() {
            self.0.on_lost.emit(why.to_owned());
            self.dial();
        } else {
            self.work_here();
        }
    }

    fn work_here(&self) {
        let service = Rc::new(RefCell::new(Service::default()));
        let hello = service.borrow().hello();
        *self.0.line.borrow_mut() = Some(Line::Here(service));
        let on_reply = self.0.on_reply.clone();
        Timeout::new(0, move || on_reply.emit(hello)).forget();
    }

    fn ask_here(&self, service: Rc<RefCell<Service>>, ask: Ask) {
        let client = self.clone();
        // Not within the render that asked.
        Timeout::new(0, move || {
            let was_busy = service.borrow().busy();
            let replies = service.borrow_mut().ask(ask);
            for reply in replies {
                client.0.on_reply.emit(reply);
            }
            if !was_busy {
                client.record_here(service);
            }
        })
        .forget();
    }

    fn record_here(&self, service: Rc<RefCell<Service>>) {
        if !service.borrow().busy() {
            return;
        }
        let until = js_sys::Date::now() + SLICE;
        let replies = service.borrow_mut().work(|| js_sys::Date::now() < until);
        for reply in replies {
            self.0.on_reply.emit(reply);
        }
        let client = self.clone();
        Timeout::new(0, move || client.record_here(service)).forget();
    }
}
