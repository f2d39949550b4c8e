//! `heapscope run`: a program and nothing else.

use std::io::{self, Write};
use std::process::ExitCode;

use python::{Machine, Status, Stop, Stream};

use crate::Program;
use crate::input;
use crate::problem::Problem;

/// Instructions between two looks at the output.
const SLICE: u64 = 200_000;

pub fn run(program: &Program) -> Result<ExitCode, Problem> {
    let source = input::read(&program.file)?;
    let settings = input::settings(program, &source);
    let mut machine = Machine::start(&source.text, program.python, &settings)
        .map_err(|error| input::compile_problem(&error, &source, program.python))?;
    loop {
        let status = machine.run(SLICE);
        print(&mut machine)?;
        if let Status::Stopped(stop) = status {
            return exit(&stop);
        }
    }
}

/// Hands over what was printed since the last time.
fn print(machine: &mut Machine) -> io::Result<()> {
    for (stream, text) in std::mem::take(&mut machine.output.pieces) {
        let written = match stream {
            Stream::Out => io::stdout().write_all(text.as_bytes()),
            Stream::Err => io::stdout()
                .flush()
                .and_then(|()| io::stderr().write_all(text.as_bytes())),
        };
        match written {
            // `heapscope run … | head` is no error.
            Err(why) if why.kind() == io::ErrorKind::BrokenPipe => {}
            other => other?,
        }
    }
    io::stdout().flush().or_else(|why| match why.kind() {
        io::ErrorKind::BrokenPipe => Ok(()),
        _ => Err(why),
    })
}

fn exit(stop: &Stop) -> Result<ExitCode, Problem> {
    match stop {
        Stop::Ended(status) => Ok(ExitCode::from(u8::try_from(*status & 0xff).unwrap_or(1))),
        Stop::Crash(_) => {
            writeln!(io::stderr(), "{}", scene::ended(stop))?;
            Ok(ExitCode::from(139))
        }
        Stop::Steps => {
            let why = scene::ended(stop);
            writeln!(io::stderr(), "heapscope: {why}; --steps raises it")?;
            Ok(ExitCode::from(3))
        }
        Stop::Memory | Stop::Output | Stop::Moment | Stop::NotSupported { .. } => {
            writeln!(io::stderr(), "heapscope: {}", scene::ended(stop))?;
            Ok(ExitCode::from(3))
        }
    }
}
