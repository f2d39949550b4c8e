//! What screen readers say.

use super::sketch::{CardSketch, fate_words, generation_words};
use crate::state::{Ghost, Object};
use crate::view::Level;

pub fn card(card: &CardSketch<'_>, level: Level) -> String {
    let object = card.object;
    let mut said = called(object);
    if level >= Level::Headers {
        said.push_str(&format!(" at {}", object.address));
    }
    if level >= Level::Counts {
        said.push_str(&format!(", {}", count(object)));
    }
    if level >= Level::Headers {
        let list = object.generation.map(generation_words);
        for word in list.into_iter().chain([tracked(object)]) {
            said.push_str(&format!(", {word}"));
        }
    }
    if let Some(gc_refs) = object.gc_refs
        && level >= Level::Counts
    {
        said.push_str(&format!(", gc_refs {gc_refs}"));
    }
    if let Some(fate) = object.fate
        && level >= Level::Counts
    {
        said.push_str(&format!(", {}", fate_words(fate).replace('?', " so far")));
    }
    if object.finalized && level >= Level::Counts {
        said.push_str(", its finalizer has run");
    }
    said
}

/// `Node ABC`, `list #12`, `str 'x'`.
pub fn called(object: &Object) -> String {
    if object.nick.starts_with(&object.type_name) {
        object.nick.clone()
    } else {
        format!("{} {}", object.type_name, object.nick)
    }
}

pub fn ghost(ghost: &Ghost) -> String {
    let reused = match ghost.reused_by {
        Some(newcomer) => format!(", its block is now used by {newcomer}"),
        None => String::new(),
    };
    format!(
        "{} {}, freed, 0 references{reused}",
        ghost.type_name, ghost.nick
    )
}

fn count(object: &Object) -> String {
    match object.refcount {
        _ if object.immortal => "immortal".to_owned(),
        1 => "1 reference".to_owned(),
        more => format!("{more} references"),
    }
}

const fn tracked(object: &Object) -> &'static str {
    if object.tracked {
        "tracked"
    } else {
        "untracked"
    }
}
