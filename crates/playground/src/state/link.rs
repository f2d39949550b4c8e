//! The page's address: what a link says, and what is put into one.

use scene::View;

use super::{Look, State};

/// What a link opens.
#[derive(Clone, PartialEq, Debug)]
pub struct Address {
    pub source: String,
    pub version: String,
    /// In the words of `--at`.
    pub at: String,
    pub view: View,
    pub look: Look,
}

/// Reads a fragment, without its `#`.
pub fn open(_fragment: &str, _now: &State) -> Result<Address, String> {
    Err("not yet".to_owned())
}

/// The fragment that opens what the page shows now, as a whole page or embedded.
pub fn address(_state: &State, _embedded: bool) -> String {
    String::new()
}

/// HTML that puts the shown moment into another page.
pub fn embed_snippet(_state: &State, _base: &str) -> String {
    String::new()
}
