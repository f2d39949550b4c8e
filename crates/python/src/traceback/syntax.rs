//! How a SyntaxError shows the text that it is about (`print_error_text` in `Python/pythonrun.c`,
//! `TracebackException._format_syntax_error`).

use heap::Ref;

use crate::compile::CompileError;
use crate::machine::Machine;
use crate::objects::Payload;
use crate::parse::diagnose::typo;
use crate::version::Version;

use super::width::columns;

/// What a SyntaxError says about its place.
struct Place {
    file: Option<String>,
    line: Option<i64>,
    end_line: Option<i64>,
    text: Option<String>,
    offset: Option<i64>,
    end_offset: Option<i64>,
}

impl Machine {
    /// The lines above the last one, and what the last one says; none if it is shown as any exception.
    pub(super) fn syntax_error_lines(
        &mut self,
        exception: Ref,
        in_c: bool,
    ) -> Option<(String, String)> {
        let place = self.place_of_error(exception)?;
        let message = self.message_of_error(exception, in_c);
        let by_module = !in_c;
        if !by_module && place.line.is_none() {
            return None;
        }
        let mut lines = String::new();
        let mut suffix = String::new();
        if let Some(line) = place.line {
            let file = place.file.as_deref().filter(|f| !f.is_empty());
            let file = file.unwrap_or("<string>");
            lines.push_str(&format!("  File \"{file}\", line {line}\n"));
        } else if let Some(file) = &place.file {
            suffix = format!(" ({file})");
        }
        if let Some(text) = &place.text {
            lines.push_str(&if by_module {
                by_columns(text, &place, self.version)
            } else {
                by_bytes(text, &place)
            });
        }
        let message = if message.is_empty() && by_module {
            "<no detail available>".to_owned()
        } else {
            message
        };
        Some((lines, message + &suffix))
    }

    fn place_of_error(&mut self, exception: Ref) -> Option<Place> {
        let Payload::Exception(e) = self.payload(exception) else {
            return None;
        };
        let text = |name: &str| {
            e.field(name)
                .and_then(|r| self.str_of(r))
                .map(str::to_owned)
        };
        let number = |name: &str| match e.field(name).map(|r| self.payload(r)) {
            Some(Payload::Int(n)) => Some(*n),
            _ => None,
        };
        Some(Place {
            file: text("filename"),
            line: number("lineno"),
            end_line: number("end_lineno"),
            text: text("text"),
            offset: number("offset"),
            end_offset: number("end_offset"),
        })
    }

    fn message_of_error(&mut self, exception: Ref, in_c: bool) -> String {
        let Payload::Exception(e) = self.payload(exception) else {
            return String::new();
        };
        match e.field("msg") {
            Some(message) => self.str_or_failed(message),
            None if !in_c => String::new(),
            None => "None".to_owned(),
        }
    }
}

/// What the interpreter prints about a program that cannot be compiled.
pub fn uncaught_syntax_error(
    error: &CompileError,
    source: &str,
    file: &str,
    version: Version,
) -> String {
    let told = error.place(source, true, true);
    let mut text = format!("  File \"{file}\", line {}\n", told.line);
    let mut message = error.kind.to_string();
    let mut place = Place {
        file: None,
        line: Some(i64::from(told.line)),
        end_line: Some(i64::from(told.end_line)),
        text: told.text,
        offset: Some(told.offset),
        end_offset: Some(told.end_offset),
    };
    if error.kind.exception_name() == "SyntaxError"
        && let Some(typo) = typo::of_error(source, version, &message, told.line)
    {
        message = format!("invalid syntax. Did you mean '{}'?", typo.keyword);
        place.line = place.end_line;
        let column = |at: u32| {
            let before = typo.text.get(..at as usize);
            before.map_or(0, |before| before.chars().count() as i64) + 1
        };
        place.offset = Some(column(typo.start.col));
        place.end_offset = Some(column(typo.end.col));
        place.text = Some(typo.text);
    }
    if let Some(line) = &place.text {
        text.push_str(&if version >= Version::V3_13 {
            by_columns(line, &place, version)
        } else {
            by_bytes(line, &place)
        });
    }
    format!("{text}{}: {message}", error.kind.exception_name())
}

/// The text and the carets from 3.13 on.
fn by_columns(text: &str, place: &Place, version: Version) -> String {
    let right = text.trim_end_matches('\n');
    let left = right.trim_start_matches([' ', '\n', '\u{c}']);
    let count = |s: &str| s.chars().count() as i64;
    let spaces = count(right) - count(left);
    let shown = format!("    {left}\n");
    let Some(mut offset) = place.offset else {
        return shown;
    };
    let beyond = count(right) + 1;
    let mut end = if place.line == place.end_line {
        place.end_offset.filter(|&n| n != 0).unwrap_or(offset)
    } else {
        beyond
    };
    if offset > count(text) {
        offset = beyond;
    }
    if end > count(text) {
        end = beyond;
    }
    if offset >= end || end < 0 {
        end = offset + 1;
    }
    let (from, to) = (offset - 1 - spaces, end - 1 - spaces);
    let Ok(start) = usize::try_from(from) else {
        return shown;
    };
    let before: String = left.chars().take(start).collect();
    let plain = usize::try_from(to - from).unwrap_or(1);
    let (margin, carets) = if version >= Version::V3_15 {
        let under: String = left.chars().skip(start).take(plain).collect();
        let width = if under.is_empty() {
            plain
        } else {
            columns(&under, version)
        };
        (" ".repeat(columns(&before, version)), width)
    } else {
        let blank = |c: char| if c.is_whitespace() { c } else { ' ' };
        (before.chars().map(blank).collect(), plain)
    };
    format!("{shown}    {margin}{}\n", "^".repeat(carets))
}

/// The text and the carets up to 3.12.
fn by_bytes(text: &str, place: &Place) -> String {
    let (line, end_line) = (place.line.unwrap_or(0), place.end_line);
    let mut end = place.end_offset.unwrap_or(-1);
    if end_line.is_some_and(|end_line| end_line > line) {
        end = text.len() as i64;
    }
    // Not beyond the line.
    end = end.min(text.len() as i64 + 1);
    let mut offset = place.offset.unwrap_or(-1);
    let carets = if end > 0 && end > offset {
        end - offset
    } else {
        1
    };
    offset -= 1;
    let stripped = text.trim_start_matches([' ', '\t', '\u{c}']);
    offset -= (text.len() - stripped.len()) as i64;
    let mut shown = stripped;
    let mut length = shown.strip_suffix('\n').unwrap_or(shown).len() as i64;
    offset = offset.min(length);
    while let Some(newline) = shown.find('\n')
        && (newline as i64) < offset
    {
        shown = shown.get(newline + 1..).unwrap_or_default();
        length -= newline as i64 + 1;
        offset -= newline as i64 + 1;
    }
    let shown = shown.get(..length.max(0) as usize).unwrap_or(shown);
    let shown = format!("    {shown}\n");
    if offset < 0 {
        return shown;
    }
    let (margin, carets) = (offset as usize, carets.max(0) as usize);
    format!("{shown}    {}{}\n", " ".repeat(margin), "^".repeat(carets))
}
