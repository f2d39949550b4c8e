//! The source lines of a traceback entry and the carets under them, from 3.13 on
//! (`StackSummary.format_frame_summary` in `Lib/traceback.py`): all lines of what failed, the dull ones left out.

use std::collections::BTreeSet;

use crate::code::Position;
use crate::version::Version;

use super::anchors::{anchors, is_plain_call};
use super::width::{columns, columns_before};

/// A place in the dedented lines: a line, and a column counted in characters.
type Place = (usize, usize);

/// The lines that follow an entry.
pub fn lines(source: &str, position: Position, version: Version) -> String {
    let originals: Vec<&str> = (position.line..=position.end_line)
        .map(|n| {
            let line = source.lines().nth((n as usize).saturating_sub(1));
            line.unwrap_or_default().trim_end()
        })
        .collect();
    let dedented = dedent(&originals.join("\n"));
    let shown: Vec<&str> = dedented.split('\n').collect();
    let (Some(first), Some(last)) = (originals.first(), originals.last()) else {
        return String::new();
    };
    if dedented.trim().is_empty() {
        return String::new();
    }
    let excerpt = Excerpt::new(&shown, first, last, position, version);
    let text = dedent(&excerpt.text());
    text.split_inclusive('\n')
        .map(|line| format!("    {line}"))
        .collect()
}

struct Excerpt<'a> {
    lines: &'a [&'a str],
    /// Columns of a terminal where the failing part starts in the first line and ends in the last.
    start: usize,
    end: usize,
    /// Where the middle of it starts and ends, in columns of a terminal.
    middle: Option<(Place, Place)>,
    carets: bool,
    version: Version,
}

impl<'a> Excerpt<'a> {
    fn new(
        lines: &'a [&'a str],
        first: &str,
        last: &str,
        position: Position,
        version: Version,
    ) -> Self {
        let shown_first = lines.first().copied().unwrap_or_default();
        let shown_last = lines.last().copied().unwrap_or_default();
        let dedented =
            first.chars().count() - shown_first.chars().count().min(first.chars().count());
        let start = characters(first, position.col as usize).saturating_sub(dedented);
        let end = characters(last, position.end_col as usize).saturating_sub(dedented);
        let segment = segment(lines, start, end);
        let middle = anchors(&segment, true).map(|(from, to)| {
            let place = |at: usize| {
                let before = segment.get(..at).unwrap_or_default();
                let line = before.matches('\n').count();
                let column = before
                    .rsplit('\n')
                    .next()
                    .unwrap_or_default()
                    .chars()
                    .count();
                let column = if line == 0 { column + start } else { column };
                let text = lines.get(line).copied().unwrap_or_default();
                (line, columns_before(text, column, version))
            };
            (place(from), place(to))
        });
        let skip = |text: &'a str, count: usize| -> String { text.chars().skip(count).collect() };
        let before: String = shown_first.chars().take(start).collect();
        let carets = !is_plain_call(lines, start, end)
            && (middle.is_some()
                || !before.trim_start().is_empty()
                || !skip(shown_last, end).trim_end().is_empty());
        Self {
            lines,
            start: columns_before(shown_first, start, version),
            end: columns_before(shown_last, end, version),
            middle,
            carets,
            version,
        }
    }

    /// The first line, the last one, and those around the ends of the middle.
    fn significant(&self) -> BTreeSet<usize> {
        let last = self.lines.len() - 1;
        let mut found = BTreeSet::from([0, last]);
        if let Some(((from, _), (to, _))) = self.middle {
            found.extend([from.saturating_sub(1), from, from + 1]);
            found.extend([to.saturating_sub(1), to, to + 1]);
        }
        found.retain(|&n| n <= last);
        found
    }

    fn text(&self) -> String {
        let mut text = String::new();
        let mut previous: Option<usize> = None;
        for line in self.significant() {
            match previous.map(|p| line - p) {
                Some(2) => self.line(line - 1, &mut text),
                Some(gap) if gap > 2 => text.push_str(&format!("...<{} lines>...\n", gap - 1)),
                _ => {}
            }
            self.line(line, &mut text);
            previous = Some(line);
        }
        text
    }

    fn line(&self, number: usize, text: &mut String) {
        let line = self.lines.get(number).copied().unwrap_or_default();
        text.push_str(line);
        text.push('\n');
        if !self.carets {
            return;
        }
        let indent = line.chars().count() - line.trim_start().chars().count();
        let end = if number == self.lines.len() - 1 {
            self.end
        } else {
            columns(line, self.version)
        };
        for column in 0..end {
            let place = (number, column);
            text.push(if column < indent || number == 0 && column < self.start {
                ' '
            } else if self
                .middle
                .is_none_or(|(from, to)| from <= place && place < to)
            {
                '^'
            } else {
                '~'
            });
        }
        text.push('\n');
    }
}

/// How many characters so many bytes are.
fn characters(line: &str, bytes: usize) -> usize {
    let bytes = bytes.min(line.len());
    line.get(..bytes)
        .map_or(bytes, |before| before.chars().count())
}

/// What failed: from a column of the first line to one of the last.
fn segment(lines: &[&str], start: usize, end: usize) -> String {
    let text = lines.join("\n");
    let last = lines.last().map_or(0, |line| line.chars().count());
    let length = text
        .chars()
        .count()
        .saturating_sub(last.saturating_sub(end));
    text.chars().take(length).skip(start).collect()
}

/// `textwrap.dedent`.
pub fn dedent(text: &str) -> String {
    let mut margin: Option<&str> = None;
    let blank = |line: &str| line.trim_matches([' ', '\t']).is_empty();
    for line in text.split('\n').filter(|line| !blank(line)) {
        let indent = line.get(..line.len() - line.trim_start_matches([' ', '\t']).len());
        let indent = indent.unwrap_or_default();
        margin = Some(match margin {
            None => indent,
            Some(margin) => {
                let common = margin
                    .bytes()
                    .zip(indent.bytes())
                    .take_while(|(a, b)| a == b);
                margin.get(..common.count()).unwrap_or_default()
            }
        });
    }
    let margin = margin.unwrap_or_default();
    let lines: Vec<&str> = text
        .split('\n')
        .map(|line| {
            if blank(line) {
                ""
            } else {
                line.strip_prefix(margin).unwrap_or(line)
            }
        })
        .collect();
    lines.join("\n")
}
