//! `cargo xtask serve | test | build | bench | fuzz`: everything that is done with this project, on a machine that has
//! only rustup's cargo, Node.js and, for the browser tests, Debian or a Chromium.
//!
//! Absent from it: any dependency (it must compile at once on a fresh machine), and anything about heaps or Python.

// This is a program for a terminal: printing is what it does.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod bench;
mod build;
mod dist;
mod fuzz;
mod pins;
mod problem;
mod program;
mod serve;
mod step;
mod test;
mod tools;
mod workspace;

use std::process::ExitCode;

use problem::Problem;

const HELP: &str = "\
cargo xtask serve [--port N] [--debug]   build the page, serve it on this machine and print its address
cargo xtask test                         everything that must hold before a change is taken in
cargo xtask build                        make dist/: static files for any host and any sub-path
cargo xtask bench                        how fast the engine is and how large the page is
cargo xtask fuzz [OPTIONS]               programs that nobody wrote, without end; --compare asks a real Python too, --help tells more";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["serve", options @ ..] => {
            serve::Options::parse(options).and_then(|options| serve::serve(&options))
        }
        ["announce", port] => serve::announce(port),
        ["test"] => test::test(),
        ["build"] => build::build(),
        ["bench"] => bench::bench(),
        ["fuzz", options @ ..] => fuzz::fuzz(options),
        [] | ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            Ok(())
        }
        _ => Err(Problem::Usage(HELP)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}
