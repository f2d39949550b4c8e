//! How many columns of a terminal text takes (`_display_width` of `Lib/traceback.py`).

use unicode_width::UnicodeWidthChar;

use crate::version::Version;

/// The columns of a text.
pub fn columns(text: &str, version: Version) -> usize {
    if text.is_ascii() {
        return text.chars().count();
    }
    let narrowest = if version >= Version::V3_15 { 0 } else { 1 };
    text.chars()
        .map(|c| c.width().unwrap_or(1).max(narrowest))
        .sum()
}

/// The columns of the first `count` characters.
pub fn columns_before(text: &str, count: usize, version: Version) -> usize {
    let end = text
        .char_indices()
        .nth(count)
        .map_or(text.len(), |(at, _)| at);
    columns(text.get(..end).unwrap_or(text), version)
        + count.saturating_sub(text.chars().count()) * usize::from(text.is_ascii())
}
