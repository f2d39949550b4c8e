//! Tracebacks as text: up to 3.12 `Python/traceback.c` and `Python/pythonrun.c`, from 3.13 on `Lib/traceback.py`.

mod anchors;
mod entries;
mod excerpt;
mod hint;
mod last_line;
mod notes;
mod one_line;
mod report;
mod syntax;
mod width;

pub use entries::Entry;
pub(crate) use excerpt::dedent;
pub use report::Extent;
pub use syntax::uncaught_syntax_error;
