//! The root element carries the theme and the size for the style sheets.

use lesson::{Embed, Theme};
use yew::prelude::*;

use crate::state::Look;

#[hook]
pub fn use_look(look: Look) {
    use_effect_with(look, |look| {
        let root = web_sys::window().and_then(|window| window.document()?.document_element());
        if let Some(root) = root {
            let theme = match look.theme {
                Theme::Auto => "auto",
                Theme::Light => "light",
                Theme::Dark => "dark",
            };
            let frame = match look.embed {
                Embed::Page => "page",
                Embed::Picture { .. } => "embed",
            };
            for (name, value) in [
                ("data-theme", theme),
                (
                    "data-size",
                    if look.presenter {
                        "presenter"
                    } else {
                        "normal"
                    },
                ),
                ("data-frame", frame),
            ] {
                // A name without spaces is always taken.
                let _ = root.set_attribute(name, value);
            }
        }
    });
}
