//! `heapscope`: the engine of the page for terminals, tests, builds and authors.
//!
//! Absent: anything that the crates below do not already do.

mod bench;
mod input;
mod lessons;
mod moment;
mod problem;
mod run;
mod supported;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use lesson::At;
use python::Version;

use crate::problem::Problem;

/// Parser and compiler recurse with the nesting of the program.
const STACK: usize = 512 << 20;

/// Shows what happens in CPython's memory while a program runs.
#[derive(Parser)]
#[command(name = "heapscope", version, arg_required_else_help = true)]
struct Heapscope {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run a program and print what CPython would print.
    ///
    /// The exit status is CPython's: 1 after an uncaught exception, what the program gave to sys.exit, 139 when it
    /// broke its own memory. 3 means that Heapscope does not support something, or that a limit was reached.
    Run {
        #[command(flatten)]
        program: Program,
    },
    /// One moment as lines of text.
    Text {
        #[command(flatten)]
        look: Look,
    },
    /// One moment as a drawing.
    Svg {
        #[command(flatten)]
        look: Look,
        /// Colours for a light or a dark page.
        #[arg(long, value_enum, default_value_t = Theme::Light)]
        theme: Theme,
    },
    /// One moment as a graph for Graphviz.
    Dot {
        #[command(flatten)]
        look: Look,
    },
    /// One moment as JSON, with everything that is known about it.
    State {
        #[command(flatten)]
        look: Look,
    },
    /// The Pythons that can be simulated, the default first, and the facts in which they differ.
    Versions,
    /// What programs can use, and what is refused: built-in names, types, modules, constructs.
    Supported {
        /// Of which Python.
        #[arg(long, value_name = "VERSION", default_value_t = Version::default())]
        python: Version,
    },
    /// Measure how fast programs run.
    Bench {
        /// Only the programs whose name contains this.
        only: Option<String>,
    },
    /// List the lessons, or check that they say the truth.
    Lessons {
        /// Run every lesson and check its expectations.
        #[arg(long)]
        check: bool,
        /// Only these lessons: names of built-in ones, or files.
        names: Vec<String>,
    },
}

/// A program and the Python that runs it.
#[derive(Args)]
struct Program {
    /// The program; `-` reads it from standard input.
    file: PathBuf,
    /// Which Python is simulated.
    #[arg(long, value_name = "VERSION", default_value_t = Version::default())]
    python: Version,
    /// Give up after this many instructions: a program that never ends is no use to anybody.
    #[arg(long, value_name = "N", default_value_t = 2_000_000_000)]
    steps: u64,
}

/// A program, a moment of its run, and a way to look at it.
#[derive(Args)]
struct Look {
    #[command(flatten)]
    program: Program,
    /// Which moment: start, end, line:N, line:N#K (the K-th time), step:N, step:N.E (after event E of the next one).
    #[arg(long, value_name = "MOMENT", default_value_t = At::End)]
    at: At,
    /// Level of truth: 1 names, 2 counts, 3 frames and dicts, 4 headers and generations, 5 blocks.
    #[arg(long, value_name = "1-5", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=5))]
    level: u8,
    /// Draw what the level would fold: a name, a type, or #serial. May be given several times.
    #[arg(long, value_name = "WHAT")]
    show: Vec<String>,
    /// Fold what the level would draw.
    #[arg(long, value_name = "WHAT")]
    fold: Vec<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Theme {
    Light,
    Dark,
}

fn main() -> ExitCode {
    let command = Heapscope::parse().command;
    let worker = std::thread::Builder::new()
        .name("engine".to_owned())
        .stack_size(STACK)
        .spawn(move || dispatch(command));
    let outcome = match worker.map(std::thread::JoinHandle::join) {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) => return ExitCode::from(70), // a panic, already reported
        Err(why) => Err(Problem::Io(why)),
    };
    match outcome {
        Ok(code) => code,
        Err(problem) => {
            // Nobody is left to tell if this fails.
            let _ = writeln!(io::stderr(), "{problem}");
            problem.exit_code()
        }
    }
}

fn dispatch(command: Command) -> Result<ExitCode, Problem> {
    match command {
        Command::Run { program } => run::run(&program),
        Command::Text { look } => moment::text(&look),
        Command::Svg { look, theme } => moment::svg(&look, theme),
        Command::Dot { look } => moment::dot(&look),
        Command::State { look } => moment::state(&look),
        Command::Versions => supported::versions(),
        Command::Supported { python } => supported::supported(python),
        Command::Bench { only } => bench::bench(only.as_deref()),
        Command::Lessons {
            check: false,
            names,
        } => lessons::list(&names),
        Command::Lessons { check: true, names } => lessons::check(&names),
    }
}

/// Writes to standard output. A reader that went away is no error.
fn say(text: &str) -> Result<(), Problem> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(why) if why.kind() != io::ErrorKind::BrokenPipe => Err(why.into()),
        Ok(()) | Err(_) => Ok(()),
    }
}
