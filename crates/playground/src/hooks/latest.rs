//! The newest value, for callbacks that live longer than a render.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

#[hook]
pub fn use_latest<T: 'static>(value: T) -> Rc<RefCell<Option<T>>> {
    let latest = use_mut_ref(|| None);
    *latest.borrow_mut() = Some(value);
    latest
}
