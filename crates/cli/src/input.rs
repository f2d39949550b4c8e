//! Programs from files or standard input.

use std::io::Read;
use std::path::Path;
use std::{fs, io};

use python::{CompileError, Limits, Settings};

use crate::Program;
use crate::problem::Problem;

/// The text of a program, and what tracebacks call it.
pub struct Source {
    pub text: String,
    pub name: String,
}

pub fn read(path: &Path) -> Result<Source, Problem> {
    let file = |why| Problem::File {
        path: path.to_path_buf(),
        why,
    };
    let (bytes, name) = if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes).map_err(file)?;
        (bytes, "<stdin>".to_owned())
    } else {
        (fs::read(path).map_err(file)?, path.display().to_string())
    };
    let text = String::from_utf8(bytes).map_err(|_| Problem::NotUtf8 {
        path: path.to_path_buf(),
    })?;
    // A byte order mark and line ends of other systems are no part of the program.
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let text = text.replace("\r\n", "\n");
    Ok(Source { text, name })
}

pub fn settings(program: &Program, source: &Source) -> Settings {
    Settings {
        file_name: source.name.clone(),
        limits: Limits {
            steps: program.steps,
            ..Limits::default()
        },
    }
}

/// A program that does not compile: as CPython prints it, or what Heapscope lacks.
pub fn compile_problem(error: &CompileError, source: &Source, python: python::Version) -> Problem {
    if matches!(
        error.kind,
        python::compile::CompileErrorKind::NotSupported(_)
    ) {
        let line = error.range.line;
        return Problem::NotSupported(format!("{}, line {line}: {}", source.name, error.kind));
    }
    Problem::Compile(python::traceback::uncaught_syntax_error(
        error,
        &source.text,
        &source.name,
        python,
    ))
}
