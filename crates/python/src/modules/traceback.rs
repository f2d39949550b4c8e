//! What `traceback`, written in Python, needs from Rust: the texts.

use heap::Ref;

use super::define::not_supported;
use crate::code::Position;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::function::{Kwargs, NativeDef};
use crate::traceback::{Entry, Extent};

/// Its functions.
pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::function("_format_exception", format_exception),
    NativeDef::function("_exception_only", exception_only),
    NativeDef::function("_exception_message", exception_message),
    NativeDef::function("_entries", entries),
    NativeDef::function("_format_entries", format_entries),
    NativeDef::function("_source_line", source_line),
    NativeDef::function("_not_supported", not_supported),
];

/// Texts as a list.
fn list(m: &mut Machine, pieces: Vec<String>) -> Ref {
    let pieces = pieces.iter().map(|piece| m.new_str(piece)).collect();
    m.new_list(pieces)
}

/// `_format_exception(exception, traceback, limit, chain)`: the pieces of its text.
fn format_exception(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[exception, traceback, limit, chain] = args else {
        return Err(m.type_error("_format_exception() takes 4 arguments"));
    };
    let traceback = matches!(m.payload(traceback), Payload::Traceback(_)).then_some(traceback);
    let limit = if m.is_none(limit) {
        None
    } else {
        Some(m.index(limit)?)
    };
    let extent = Extent {
        chain: m.truth(chain)?,
        limit,
        in_c: false,
    };
    let pieces = m.format_exception(exception, traceback, extent);
    Ok(list(m, pieces))
}

/// `_exception_only(exception)`: the last line and what belongs to it.
fn exception_only(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[exception] = args else {
        return Err(m.type_error("_exception_only() takes 1 argument"));
    };
    let pieces = m.exception_only(exception, None, false);
    Ok(list(m, pieces))
}

/// `_exception_message(exception, traceback)`: what the last line says.
fn exception_message(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[exception, traceback] = args else {
        return Err(m.type_error("_exception_message() takes 2 arguments"));
    };
    let traceback = matches!(m.payload(traceback), Payload::Traceback(_)).then_some(traceback);
    let text = m.exception_message(exception, traceback, false);
    Ok(m.new_str(&text))
}

/// `_entries(traceback)`: file, name, line, last line, and columns in bytes, which may be None.
fn entries(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[traceback] = args else {
        return Err(m.type_error("_entries() takes 1 argument"));
    };
    let mut rows = Vec::new();
    for entry in m.traceback_entries(traceback) {
        let (file, name) = (m.new_str(&entry.file), m.new_str(&entry.name));
        let at = entry.position;
        let known = at.end_line != 0;
        let line = if known { at.line } else { entry.line };
        let mut row = vec![file, name, m.new_int(i64::from(line))];
        for value in [at.end_line, at.col, at.end_col] {
            row.push(if known {
                m.new_int(i64::from(value))
            } else {
                m.none()
            });
        }
        rows.push(m.new_tuple(row));
    }
    Ok(m.new_list(rows))
}

/// `_format_entries(rows)`: rows as [`entries`] gives them, with the source line or None at the end.
fn format_entries(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let rows = args
        .first()
        .and_then(|&rows| m.items(rows))
        .map(<[Ref]>::to_vec);
    let mut entries = Vec::new();
    for row in rows.unwrap_or_default() {
        let Some(&[file, name, line, end_line, col, end_col, text]) = m.items(row) else {
            return Err(m.type_error("_format_entries() needs rows of 7"));
        };
        let number = |r: Ref| match m.payload(r) {
            Payload::Int(n) => u32::try_from(*n).ok(),
            _ => None,
        };
        let line = number(line).unwrap_or(0);
        let place = (number(end_line), number(col), number(end_col));
        let position = match place {
            (Some(end_line), Some(col), Some(end_col)) => Position {
                line,
                col,
                end_line,
                end_col,
            },
            _ => Position::default(),
        };
        entries.push(Entry {
            file: m.text(file),
            name: m.text(name),
            line,
            position,
            code: None,
            globals: None,
            text: m.str_of(text).map(str::to_owned),
        });
    }
    let pieces = m.format_entry_list(&entries, false);
    Ok(list(m, pieces))
}

/// `_source_line(file, line)`: the line without the space around it, or an empty text.
pub fn source_line(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[file, line] = args else {
        return Err(m.type_error("_source_line() takes 2 arguments"));
    };
    let (file, line) = (m.text(file), m.index(line)?);
    let at = usize::try_from(line - 1).unwrap_or(usize::MAX);
    let text = m
        .source_of(&file)
        .and_then(|source| source.lines().nth(at).map(|line| line.trim().to_owned()))
        .unwrap_or_default();
    Ok(m.new_str(&text))
}
