//! One line per step: what is done, how it ended, how long it took.

use std::io::Write as _;
use std::time::{Duration, Instant};

use crate::problem::{Outcome, Problem};

/// The steps of one command, and how they ended.
#[derive(Default)]
pub struct Steps {
    passed: usize,
    failed: usize,
}

impl Steps {
    /// Does a step on which the following ones do not depend: a failure is shown and counted.
    /// Gives back whether it passed.
    pub fn check(&mut self, what: &str, work: impl FnOnce() -> Outcome) -> bool {
        let result = timed(what, work);
        match &result {
            Ok(()) => self.passed += 1,
            Err(problem) => {
                self.failed += 1;
                println!("{}", indented(&problem.to_string()));
            }
        }
        result.is_ok()
    }

    /// A step that cannot be done because an earlier one failed: it counts as failed.
    pub fn blocked(&mut self, what: &str, by: &str) {
        self.failed += 1;
        println!("{what:.<52} not done: {by}");
    }

    /// Prints the closing line.
    ///
    /// # Errors
    /// [`Problem::Checks`] if a step failed.
    pub fn close(&self) -> Outcome {
        println!("{} passed, {} failed", self.passed, self.failed);
        match self.failed {
            0 => Ok(()),
            failed => Err(Problem::Checks { failed }),
        }
    }
}

/// Does one step and prints its line.
///
/// # Errors
/// Those of the step.
pub fn timed<T>(what: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    print!("{what:.<52} ");
    // A terminal that is gone is no reason to stop.
    let _ = std::io::stdout().flush();
    let start = Instant::now();
    let result = work();
    println!(
        "{} {}",
        if result.is_ok() { "ok" } else { "FAILED" },
        seconds(start.elapsed())
    );
    result
}

fn seconds(time: Duration) -> String {
    match time.as_secs() {
        0..60 => format!("{:.1} s", time.as_secs_f64()),
        whole => format!("{} min {} s", whole / 60, whole % 60),
    }
}

/// The end of a long output, moved in so that the steps stay visible. Cargo and the test programs put the reason last.
fn indented(output: &str) -> String {
    const LINES: usize = 200;
    let lines: Vec<&str> = output.lines().collect();
    let from = lines.len().saturating_sub(LINES);
    let mut text = String::new();
    if from > 0 {
        text.push_str(&format!("    … {from} lines before\n"));
    }
    for line in lines.iter().skip(from) {
        text.push_str(&format!("    {line}\n"));
    }
    text
}
