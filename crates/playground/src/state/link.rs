//! The page's address: what a link says, and what is put into one.

use lesson::{At, Embed, Keys, LINK_VERSION, Link, LinkError, ViewOptions};
use scene::Level;
use scene::state::Moment;

use super::State;

/// Reads a fragment, without its `#`.
///
/// # Errors
/// In words for the person who opened the link.
pub fn open(fragment: &str) -> Result<Link, String> {
    let link = lesson::decode(fragment).map_err(|error| error.to_string())?;
    match Level::from_number(link.view.level) {
        Some(_) => Ok(link),
        None => Err(format!(
            "There is no level {}; levels go from 1 to 5.",
            link.view.level
        )),
    }
}

/// What the page shows now.
fn link(state: &State, embed: Embed) -> Link {
    Link {
        source: state.source.to_string(),
        version: (*state.version != *LINK_VERSION).then(|| state.version.to_string()),
        moment: state.here(),
        view: ViewOptions {
            level: state.view.level.number(),
            show: state.view.show.clone(),
            fold: state.view.fold.clone(),
            theme: state.look.theme,
            presenter: state.look.presenter,
        },
        embed,
    }
}

/// The fragment that opens what the page shows now, as a whole page.
///
/// # Errors
/// When the program is too long for a link.
pub fn address(state: &State) -> Result<String, LinkError> {
    lesson::encode(&link(state, Embed::Page))
}

/// HTML that puts the shown moment into another page.
///
/// # Errors
/// As [`address`].
pub fn embed_snippet(state: &State, base: &str) -> Result<String, LinkError> {
    lesson::snippet(&link(state, Embed::Picture { keys: Keys::Focus }), base)
}

/// A position in the words of links.
pub fn step(moment: Moment) -> At {
    At::Step {
        step: moment.step,
        event: moment.event,
    }
}
