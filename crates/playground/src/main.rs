//! One program, two places: the page, and a worker beside it that has no window.

use wasm_bindgen::JsCast;
use web_sys::{DedicatedWorkerGlobalScope, Window};

fn main() {
    let global = js_sys::global();
    if global.has_type::<Window>() {
        yew::Renderer::<playground::App>::new().render();
    } else if let Ok(scope) = global.dyn_into::<DedicatedWorkerGlobalScope>() {
        playground::engine::serve(scope);
    }
}
