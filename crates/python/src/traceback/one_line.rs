//! The source line of a traceback entry and the carets under it, up to 3.12 (`tb_displayline` in
//! `Python/traceback.c`): only the first line of what failed is shown.

use crate::code::Position;
use crate::version::Version;

use super::anchors::anchors;

/// The lines that follow an entry; `carets` is false where only the line is told.
pub fn lines(source: &str, line: u32, position: Position, carets: bool) -> String {
    let Some(full) = source.lines().nth((line as usize).saturating_sub(1)) else {
        return String::new();
    };
    let trimmed = full.trim();
    if trimmed.is_empty() {
        return String::new();
    }
    let mut text = format!("    {trimmed}\n");
    if carets
        && position.line == line
        && position.end_line != 0
        && let Some(carets) = under(full, trimmed, position)
    {
        text.push_str(&format!("    {carets}\n"));
    }
    text
}

fn under(full: &str, trimmed: &str, position: Position) -> Option<String> {
    let indent = full.len() - full.trim_start().len();
    let start = (position.col as usize).saturating_sub(indent);
    let single = position.end_line == position.line;
    let end = if single {
        position.end_col as usize
    } else {
        full.trim_end().len()
    };
    let end = end.saturating_sub(indent).min(trimmed.len());
    if end <= start {
        return None;
    }
    let anchors = trimmed
        .get(start..end)
        .filter(|_| single)
        .and_then(|segment| anchors(segment, false))
        .map(|(from, to)| (start + from, start + to));
    if start == 0 && end >= trimmed.len() && anchors.is_none() {
        return None;
    }
    let width = |bytes: usize| {
        let before = trimmed.get(..bytes).unwrap_or(trimmed);
        super::width::columns(before, Version::V3_11)
    };
    let mut text = " ".repeat(width(start));
    match anchors {
        Some((from, to)) => {
            text.push_str(&"~".repeat(width(from) - width(start)));
            text.push_str(&"^".repeat(width(to) - width(from)));
            text.push_str(&"~".repeat(width(end) - width(to)));
        }
        None => text.push_str(&"^".repeat(width(end) - width(start))),
    }
    Some(text)
}
