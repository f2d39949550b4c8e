//! Python: source → bytecode → execution on a simulated CPython heap.
//!
//! Here are the language, the built-in types and the modules that a program about memory needs. Absent:
//! history (a [`Machine`] is one moment; clone it to keep it), drawing, the browser, clocks, randomness.
//!
//! ```
//! use python::{Machine, Settings, Stream, Version};
//!
//! let source = "import sys\nx = []\ny = x\nprint(sys.getrefcount(x))";
//! let mut machine = Machine::start(source, Version::V3_14, &Settings::default()).unwrap();
//! machine.run(u64::MAX);
//! assert_eq!(machine.output.text(Stream::Out), "3\n");
//! ```

pub mod arguments;
pub mod arithmetic;
pub mod attribute;
pub mod boot;
pub mod builtins;
pub mod call;
pub mod class;
pub mod code;
pub mod compare;
pub mod compile;
pub mod construct;
pub mod contains;
mod deprecation;
pub mod display;
pub mod finalization;
pub mod finalizer;
pub mod format;
pub mod frame;
pub mod generator;
pub mod import;
pub mod inspect;
pub mod instantiate;
pub mod interpreter;
pub mod inventory;
pub mod iteration;
pub mod layout;
pub mod load;
pub mod lookup;
pub mod machine;
pub mod mapping;
pub mod matching;
pub mod membership;
pub mod modules;
pub mod names;
pub mod objects;
pub mod opcode;
pub mod operator;
pub mod output;
pub mod parse;
pub mod raise;
mod recursion;
pub mod run;
pub mod sizeof;
pub mod slicing;
pub mod special_method;
pub mod startup_memory;
pub mod subscript;
pub mod suggestion;
pub mod syntax_warning;
pub mod text;
pub mod traceback;
pub mod types;
pub mod unwind;
pub mod version;
pub mod watch;

pub use compile::{CompileError, Mode, compile};
pub use machine::{Machine, Root, Settings};
pub use objects::{Body, Label, Payload};
pub use output::Stream;
pub use run::Status;
pub use version::{UnknownVersion, Version};
pub use watch::{Audit, Clock, Limits, Seen, Stop, Watch};
