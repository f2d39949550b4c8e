//! Where a program's comments are, and which lines have code: as much of Python as a lesson's reader needs to know.
//!
//! The one thing to get right is that a `#` inside a string starts no comment. Quotes inside the braces of an f-string
//! are taken for its end and for a new beginning, which comes to the same unless a `#` stands between them.

use std::num::NonZeroU32;

/// A comment, without its `#`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Comment<'a> {
    pub line: NonZeroU32,
    /// Of the `#`, in characters from 1.
    pub column: u32,
    /// Nothing but spaces before it.
    pub own_line: bool,
    pub text: &'a str,
}

#[derive(PartialEq, Eq, Debug, Default)]
pub struct Outline<'a> {
    pub comments: Vec<Comment<'a>>,
    /// Lines with anything but spaces and comments, in rising order.
    pub code: Vec<NonZeroU32>,
}

impl Outline<'_> {
    pub fn code_after(&self, line: NonZeroU32) -> Option<NonZeroU32> {
        let next = self.code.partition_point(|code| *code <= line);
        self.code.get(next).copied()
    }

    /// The last line with code that is `line` or above it.
    pub fn code_at_or_above(&self, line: NonZeroU32) -> Option<NonZeroU32> {
        let next = self.code.partition_point(|code| *code <= line);
        self.code.get(next.checked_sub(1)?).copied()
    }
}

#[derive(Clone, Copy)]
enum Inside {
    Code,
    /// A string that ends with its line at the latest.
    Short(u8),
    /// A string in three quotes.
    Long(u8),
}

/// Reads bytes: everything that matters here is ASCII, and no byte of a longer character is.
pub fn outline(program: &str) -> Outline<'_> {
    let bytes = program.as_bytes();
    let mut outline = Outline::default();
    let mut inside = Inside::Code;
    let mut line = NonZeroU32::MIN;
    let mut line_start = 0;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        if byte == b'\n' || byte == b'\r' {
            at += if rest.starts_with(b"\r\n") { 2 } else { 1 };
            line = line.saturating_add(1);
            line_start = at;
            if let Inside::Short(_) = inside {
                inside = Inside::Code;
            }
            continue;
        }
        if byte == b'#' && matches!(inside, Inside::Code) {
            let length = rest
                .iter()
                .take_while(|byte| !matches!(byte, b'\n' | b'\r'))
                .count();
            let before = program.get(line_start..at).unwrap_or_default();
            outline.comments.push(Comment {
                line,
                column: u32::try_from(before.chars().count())
                    .unwrap_or(u32::MAX)
                    .saturating_add(1),
                own_line: outline.code.last() != Some(&line),
                text: program.get(at + 1..at + length).unwrap_or_default(),
            });
            at += length;
            continue;
        }
        if !matches!(byte, b' ' | b'\t' | b'\x0c') && outline.code.last() != Some(&line) {
            outline.code.push(line);
        }
        let mut length = 1;
        match inside {
            Inside::Code if matches!(byte, b'"' | b'\'') => {
                if rest.starts_with(&[byte; 3]) {
                    inside = Inside::Long(byte);
                    length = 3;
                } else {
                    inside = Inside::Short(byte);
                }
            }
            Inside::Code => {}
            // What is escaped ends no string. A line that is continued inside a string is still counted.
            Inside::Short(_) if rest.starts_with(b"\\\n") || rest.starts_with(b"\\\r") => {
                at += if rest.starts_with(b"\\\r\n") { 3 } else { 2 };
                line = line.saturating_add(1);
                line_start = at;
                continue;
            }
            Inside::Short(_) | Inside::Long(_) if byte == b'\\' => {
                if !matches!(rest.get(1), Some(b'\n' | b'\r')) {
                    length = 2;
                }
            }
            Inside::Short(quote) if byte == quote => inside = Inside::Code,
            Inside::Long(quote) if rest.starts_with(&[quote; 3]) => {
                inside = Inside::Code;
                length = 3;
            }
            Inside::Short(_) | Inside::Long(_) => {}
        }
        at += length;
    }
    outline
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;

    fn check(program: &str, expected: Expect) {
        let outline = outline(program);
        let mut all = format!("code {:?}\n", outline.code);
        for c in outline.comments {
            all += &format!(
                "{}:{} {}{:?}\n",
                c.line,
                c.column,
                if c.own_line { "alone " } else { "" },
                c.text
            );
        }
        expected.assert_eq(&all);
    }

    #[test]
    fn comments_and_code() {
        check(
            "# top\n\na = 1  # one\n  # alone\r\n\tb = 2 # ü #\rc = 3",
            expect![[r#"
                code [3, 5, 6]
                1:1 alone " top"
                3:8 " one"
                4:3 alone " alone"
                5:8 " ü #"
            "#]],
        );
    }

    #[test]
    fn strings_hide_their_signs() {
        check(
            concat!(
                "a = '#' # 1\n",
                "b = \"'#\" # 2\n",
                "c = '\\'#' # 3\n",
                "d = '''#\n#'\\'''# still\n''' # 6\n",
                "e = r'\\' # still'\n",
                "f = 'a\\\n#b' # 9\n",
                "g = 'open # no\n",
                "h = f'{x[\"#\"]}' # 11\n",
                "i = '' # 12\n",
                "j = \"\"\"open\n# no",
            ),
            expect![[r#"
                code [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]
                1:9 " 1"
                2:10 " 2"
                3:11 " 3"
                6:5 " 6"
                9:5 " 9"
                11:17 " 11"
                12:8 " 12"
            "#]],
        );
    }

    proptest! {
        #[test]
        fn anything_can_be_read(program in "([a# \\\\\"'\\n\\r]|\\PC){0,60}") {
            let outline = outline(&program);
            prop_assert!(outline.code.is_sorted());
        }
    }
}
