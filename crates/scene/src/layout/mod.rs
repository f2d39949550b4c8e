//! From a state to a picture: what is shown ([`sketch`]), where it lies ([`places`]), and how it is drawn.

mod arrows;
mod cards;
mod depth;
mod generation_sheet;
mod heap_sheet;
mod measure;
mod memory_sheet;
mod places;
mod sketch;
mod words;

pub use places::Places;

use crate::picture::Picture;
use crate::state::State;
use crate::view::View;

/// Draws a moment. Pure: the same state, view and places give the same picture.
pub fn picture(state: &State, view: &View, places: &Places) -> Picture {
    let sketch = sketch::sketch(state, view);
    Picture {
        level: view.level.number(),
        hides: view.level.hides().to_owned(),
        heap: heap_sheet::heap_sheet(state, view, places, &sketch),
        generations: generation_sheet::generation_sheet(state, view, &sketch),
        memory: memory_sheet::memory_sheet(state, view),
    }
}
