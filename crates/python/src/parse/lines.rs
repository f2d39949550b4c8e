//! From byte offsets to lines and columns.

use ruff_text_size::{TextRange, TextSize};

use crate::code::Position;

/// Where the lines of a source text start.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    /// The lines of `source`; `\n`, `\r\n` and `\r` end a line.
    pub fn new(source: &str) -> Self {
        let bytes = source.as_bytes();
        let mut starts = vec![0];
        for (at, byte) in bytes.iter().enumerate() {
            let ends = match byte {
                b'\n' => true,
                b'\r' => bytes.get(at + 1) != Some(&b'\n'),
                _ => false,
            };
            if ends {
                starts.push(at + 1);
            }
        }
        Self { starts }
    }

    /// Line (from 1) and column (bytes, from 0) of an offset.
    pub fn line_and_column(&self, offset: TextSize) -> (u32, u32) {
        let offset = offset.to_usize();
        let line = self.starts.partition_point(|&start| start <= offset);
        let start = self
            .starts
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or(0);
        (to_u32(line), to_u32(offset - start))
    }

    /// The range as a position.
    pub fn position(&self, range: TextRange) -> Position {
        let (line, col) = self.line_and_column(range.start());
        let (end_line, end_col) = self.line_and_column(range.end());
        Position {
            line,
            col,
            end_line,
            end_col,
        }
    }

    /// The offset of the start of a line (from 1).
    pub fn start(&self, line: u32) -> usize {
        self.starts
            .get((line as usize).saturating_sub(1))
            .copied()
            .unwrap_or(0)
    }
}

fn to_u32(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
