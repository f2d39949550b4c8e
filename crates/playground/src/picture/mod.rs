//! Draws a finished picture as SVG: one component per thing, keyed, so that only what changed is touched.
//! Nothing is measured here and nothing is placed.

mod arrow;
mod badge;
mod card;
mod change;
mod frame;
mod lane;
mod name;
mod pool;
mod sheet;
mod text;
mod tie;

pub use sheet::{SheetView, Which};
