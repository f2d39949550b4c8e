//! Small Python programs that nobody wrote.
//!
//! [`grammar`] makes programs of the kind that people write to learn about memory, [`mutate`] breaks the text of existing
//! ones. [`check`] runs one and looks for panics, hangs and references that do not add up; [`compare`] runs it on a real
//! interpreter too; [`shrink`] takes away what a finding does not need.
//!
//! Absent: anything about what a right answer is. That is known to the auditor, and to CPython.
//!
//! ```
//! let program = fuzz::grammar::program(7);
//! assert_eq!(program, fuzz::grammar::program(7), "a seed is a program");
//! assert_eq!(fuzz::check::check(&program, python::Version::default()), Ok(()));
//! ```

pub mod check;
pub mod compare;
pub mod grammar;
pub mod mutate;
pub mod shrink;
