//! The root element carries the theme and the size for the style sheets.

use yew::prelude::*;

use crate::state::{Frame, Look};

#[hook]
pub fn use_look(look: Look) {
    use_effect_with(look, |look| {
        let root = web_sys::window().and_then(|window| window.document()?.document_element());
        if let Some(root) = root {
            let frame = match look.frame {
                Frame::Page => "page",
                Frame::Embed(_) => "embed",
            };
            for (name, value) in [
                ("data-theme", look.theme.name()),
                ("data-size", if look.presenter { "presenter" } else { "normal" }),
                ("data-frame", frame),
            ] {
                // A name without spaces is always taken.
                let _ = root.set_attribute(name, value);
            }
        }
    });
}
