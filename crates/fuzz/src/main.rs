//! `fuzz`: programs that nobody wrote, without end, or compared with a real interpreter.

// This is a program for a terminal: printing is what it does.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use fuzz::check::{check, draw};
use fuzz::compare::{CannotAsk, Interpreter};
use fuzz::{grammar, shrink};
use python::Version;

/// Makes small programs and runs them: no panic, no hang, every reference accounted for.
#[derive(Parser)]
#[command(version)]
struct Options {
    /// The first seed.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// How many programs; without it, until it is stopped.
    #[arg(long, value_name = "N")]
    programs: Option<u64>,
    /// Which Python is simulated; with --compare, what the interpreter says it is.
    #[arg(long, value_name = "VERSION")]
    python: Option<Version>,
    /// Compare with a real interpreter, and report programs that print something else there.
    #[arg(long)]
    compare: bool,
    /// The command that runs a file, with --compare.
    #[arg(long, value_name = "COMMAND", default_value = "python3 -B -s -S")]
    interpreter: String,
    /// Print the program of the first seed and stop.
    #[arg(long)]
    show: bool,
    /// Stop after so many findings.
    #[arg(long, value_name = "N", default_value_t = 10)]
    findings: u32,
}

fn main() -> ExitCode {
    /// The simulator recurses with the nesting of a program.
    const STACK: usize = 512 << 20;
    let options = Options::parse();
    // A panic is a finding; it is reported with its program.
    std::panic::set_hook(Box::new(|_| {}));
    let worker = std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || fuzz(&options));
    match worker.map(std::thread::JoinHandle::join) {
        Ok(Ok(Ok(code))) => code,
        Ok(Ok(Err(error))) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
        _ => ExitCode::from(70),
    }
}

fn fuzz(options: &Options) -> Result<ExitCode, CannotAsk> {
    if options.show {
        print!("{}", grammar::program(options.from));
        return Ok(ExitCode::SUCCESS);
    }
    let interpreter = Interpreter::new(&options.interpreter)?;
    let version = match options.python {
        Some(version) => version,
        None if options.compare => {
            let name = interpreter.version()?;
            match name.parse() {
                Ok(version) => version,
                Err(unknown) => {
                    eprintln!("{unknown}");
                    return Ok(ExitCode::from(2));
                }
            }
        }
        None => Version::default(),
    };
    let file = std::env::temp_dir().join(format!("heapscope-fuzz-{}.py", std::process::id()));
    let end = options
        .programs
        .map_or(u64::MAX, |n| options.from.saturating_add(n));
    let mut findings = 0;
    for seed in options.from..end {
        if let Some(finding) = look(options, &interpreter, version, seed, &file)? {
            findings += 1;
            println!("seed {seed}, Python {version}: {finding}");
            if findings >= options.findings {
                break;
            }
        }
        if seed % 100 == 99 {
            eprintln!("{} programs, {findings} findings", seed + 1 - options.from);
        }
    }
    let _ = std::fs::remove_file(&file);
    Ok(if findings == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// What is wrong with a program, and the program in as few lines as that takes.
fn look(
    options: &Options,
    interpreter: &Interpreter,
    version: Version,
    seed: u64,
    file: &Path,
) -> Result<Option<String>, CannotAsk> {
    let program = grammar::program(seed);
    if options.compare {
        let Some(difference) = interpreter.compare(&program, version, file)? else {
            return Ok(None);
        };
        let least = shrink::shrunk(&program, |text| {
            // Without its first collection a program shows what the start of the process left behind.
            text.contains(grammar::CALM)
                && matches!(interpreter.compare(text, version, file), Ok(Some(d)) if d.is_like(&difference))
        });
        let difference = interpreter.compare(&least, version, file)?;
        return Ok(difference
            .map(|d| format!("CPython says {:?}, Heapscope {:?}\n{least}", d.real, d.ours)));
    }
    // Pictures take longer than the run: those of one program in ten are made.
    let drawn = seed.is_multiple_of(10);
    let both = |text: &str| {
        check(text, version)?;
        if drawn { draw(text, version) } else { Ok(()) }
    };
    let Err(finding) = both(&program) else {
        return Ok(None);
    };
    let kind = std::mem::discriminant(&finding);
    let least = shrink::shrunk(&program, |text| {
        both(text).is_err_and(|found| std::mem::discriminant(&found) == kind)
    });
    Ok(Some(format!("{finding}\n{least}")))
}
