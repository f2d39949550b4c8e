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
pub fn compile_problem(error: &CompileError, source: &Source, _python: python::Version) -> Problem {
    let line = error.range.line;
    let text = source.text.lines().nth(line.saturating_sub(1) as usize);
    if matches!(
        error.kind,
        python::compile::CompileErrorKind::NotSupported(_)
    ) {
        return Problem::NotSupported(format!("{}, line {line}: {}", source.name, error.kind));
    }
    let mut shown = format!("  File \"{}\", line {line}\n", source.name);
    if let Some(text) = text {
        let trimmed = text.trim_start();
        let indent = text.len() - trimmed.len();
        shown.push_str(&format!("    {}\n", trimmed.trim_end()));
        let start = (error.range.col as usize).max(indent);
        let end = if error.range.end_line == line {
            (error.range.end_col as usize).clamp(start + 1, text.len().max(start + 1))
        } else {
            text.len().max(start + 1)
        };
        // Columns are bytes; carets stand under characters.
        let width = |range: std::ops::Range<usize>| {
            text.get(range.clone())
                .map_or(range.len(), |part| part.chars().count())
        };
        let (before, under) = (
            width(indent..start),
            width(start..end.min(text.len()).max(start)).max(1),
        );
        shown.push_str(&format!(
            "    {}{}\n",
            " ".repeat(before),
            "^".repeat(under)
        ));
    }
    shown.push_str(&format!("{}: {}", error.kind.exception_name(), error.kind));
    Problem::Compile(shown)
}
