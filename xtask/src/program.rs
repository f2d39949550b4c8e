//! Running other programs: in the project's folder, with our own tools first on `PATH`.

use std::ffi::{OsStr, OsString};
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::problem::{Outcome, Problem};
use crate::workspace;

/// A program and its arguments, ready to run.
pub struct Program {
    name: String,
    command: Command,
}

/// A program found by name. `cargo` is the one that runs this.
pub fn program(name: &str) -> Program {
    let cargo = std::env::var_os("CARGO");
    let file = match (name, cargo) {
        ("cargo", Some(cargo)) => PathBuf::from(cargo),
        _ => find(name).unwrap_or_else(|| PathBuf::from(name)),
    };
    let mut command = Command::new(file);
    command
        .current_dir(workspace::root())
        .env("PATH", path())
        .stdin(Stdio::null());
    Program {
        name: name.to_owned(),
        command,
    }
}

impl Program {
    /// Adds arguments, divided at white space.
    pub fn args(mut self, arguments: &str) -> Self {
        self.command.args(arguments.split_whitespace());
        self
    }

    /// Adds one argument as it is.
    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs to the end; what it prints is kept, and is shown only if it fails.
    ///
    /// # Errors
    /// [`Problem::Missing`] if there is no such program, [`Problem::Failed`] if it says so.
    pub fn run(self) -> Outcome<String> {
        let Program { name, mut command } = self;
        let line = shown(&name, &command);
        let output = command.output().map_err(|_| missing(&name))?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        if output.status.success() {
            return Ok(text);
        }
        let output = format!("{text}{}", String::from_utf8_lossy(&output.stderr));
        Err(Problem::Failed {
            what: line,
            output: output.trim_end().to_owned(),
        })
    }

    /// Runs to the end and lets it print.
    ///
    /// # Errors
    /// As [`Program::run`].
    pub fn show(self) -> Outcome {
        let Program { name, mut command } = self;
        let line = shown(&name, &command);
        let status = command.status().map_err(|_| missing(&name))?;
        if status.success() {
            Ok(())
        } else {
            Err(Problem::Failed {
                what: line,
                output: String::new(),
            })
        }
    }

    /// Puts it in the place of this process, which ends here.
    ///
    /// # Errors
    /// [`Problem::Missing`] if there is no such program.
    pub fn become_it(self) -> Outcome {
        let Program { name, mut command } = self;
        let _never_if_it_starts = command.exec();
        Err(missing(&name))
    }

    /// Starts it and returns while it runs; it prints as it likes.
    ///
    /// # Errors
    /// [`Problem::Missing`] if there is no such program.
    pub fn start(self) -> Outcome<std::process::Child> {
        let Program { name, mut command } = self;
        command.spawn().map_err(|_| missing(&name))
    }
}

/// The file of a program: among our own tools, then on `PATH`.
pub fn find(name: &str) -> Option<PathBuf> {
    std::env::split_paths(&path())
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// Our tools come first: a system's older `wasm-opt` cannot read what this compiler writes.
fn path() -> OsString {
    let ours = [
        workspace::tools().join("bin"),
        workspace::root().join("node_modules").join(".bin"),
    ];
    let inherited = std::env::var_os("PATH").unwrap_or_default();
    let all = ours.into_iter().chain(std::env::split_paths(&inherited));
    std::env::join_paths(all).unwrap_or(inherited)
}

fn shown(name: &str, command: &Command) -> String {
    let arguments: Vec<_> = command
        .get_args()
        .map(|argument| argument.to_string_lossy())
        .collect();
    format!("{name} {}", arguments.join(" "))
}

fn missing(name: &str) -> Problem {
    Problem::Missing {
        what: name.to_owned(),
        remedy: format!("install {name} and put it on PATH"),
    }
}
