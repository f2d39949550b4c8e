//! The same program on a real interpreter.

use std::io;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use python::{Stop, Version, Watch};

use crate::check::{Ran, run};

/// A command that runs a file: `python3 -B -s -S`.
#[derive(Clone, Debug)]
pub struct Interpreter {
    words: Vec<String>,
}

/// Why an interpreter could not be asked.
#[derive(Debug, thiserror::Error)]
pub enum CannotAsk {
    #[error("the command of the interpreter is empty")]
    Empty,
    #[error("{command} cannot be run: {why}")]
    Io { command: String, why: io::Error },
    #[error("{0} did not end within a minute")]
    Endless(String),
}

/// A real interpreter and Heapscope do not agree.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// The first line of stdout that differs, or the exit status: CPython's.
    pub real: String,
    /// Ours.
    pub ours: String,
}

impl Difference {
    /// Whether two differences are about the same thing: the first words agree.
    pub fn is_like(&self, other: &Self) -> bool {
        let first = |text: &str| text.split(' ').next().unwrap_or_default().to_owned();
        first(&self.real) == first(&other.real) && first(&self.ours) == first(&other.ours)
    }
}

impl Interpreter {
    /// From a command line; words are parted by blanks.
    ///
    /// # Errors
    /// [`CannotAsk::Empty`].
    pub fn new(command: &str) -> Result<Self, CannotAsk> {
        let words: Vec<String> = command.split_whitespace().map(str::to_owned).collect();
        if words.is_empty() {
            return Err(CannotAsk::Empty);
        }
        Ok(Self { words })
    }

    /// What it calls itself, as `3.14`.
    ///
    /// # Errors
    /// It cannot be run.
    pub fn version(&self) -> Result<String, CannotAsk> {
        let code = "import sys; print('%d.%d' % sys.version_info[:2])";
        let output = self.output(&["-c", code])?;
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    fn output(&self, arguments: &[&str]) -> Result<Output, CannotAsk> {
        const PATIENCE: Duration = Duration::from_secs(60);
        let command = self.words.join(" ");
        let failed = |why| CannotAsk::Io {
            command: command.clone(),
            why,
        };
        let (program, first) = self.words.split_first().ok_or(CannotAsk::Empty)?;
        let mut child = Command::new(program)
            .args(first)
            .args(arguments)
            .env("PYTHONHASHSEED", "0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let start = Instant::now();
        // The programs print less than a pipe holds, so they never wait for a reader.
        while child.try_wait().map_err(failed)?.is_none() {
            if start.elapsed() > PATIENCE {
                let _ = child.kill();
                return Err(CannotAsk::Endless(command));
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        child.wait_with_output().map_err(failed)
    }

    /// Runs a program on both; the file is where it is put for the interpreter. `None` if they agree.
    ///
    /// # Errors
    /// The interpreter cannot be asked, or the file cannot be written.
    pub fn compare(
        &self,
        program: &str,
        version: Version,
        file: &Path,
    ) -> Result<Option<Difference>, CannotAsk> {
        let name = file.to_string_lossy();
        std::fs::write(file, program).map_err(|why| CannotAsk::Io {
            command: name.to_string(),
            why,
        })?;
        let real = self.output(&[&name])?;
        let (ours, _) = run(program, version, Watch::Nothing);
        Ok(difference(&real, &ours))
    }
}

fn difference(real: &Output, ours: &Ran) -> Option<Difference> {
    if let Some(what) = ours.refused() {
        return Some(Difference {
            real: "something".to_owned(),
            ours: format!("not supported: {what}"),
        });
    }
    let real_out = String::from_utf8_lossy(&real.stdout);
    if real_out != ours.out {
        let mut pairs = real_out.lines().zip(ours.out.lines());
        let (real, ours) = match pairs.find(|(a, b)| a != b) {
            Some((a, b)) => (a.to_owned(), b.to_owned()),
            None => (
                format!("{} lines", real_out.lines().count()),
                format!("{} lines", ours.out.lines().count()),
            ),
        };
        return Some(Difference { real, ours });
    }
    let status = match ours.stop {
        Some(Stop::Ended(status)) => Some(status),
        // It does not compile.
        None => Some(1),
        _ => None,
    };
    (real.status.code() != status).then(|| Difference {
        real: format!("exit {:?}", real.status.code()),
        ours: format!("{:?}", ours.stop),
    })
}
