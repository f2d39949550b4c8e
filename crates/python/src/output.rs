//! What the program prints, and when.

/// Where a text goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stream {
    /// `sys.stdout`
    Out,
    /// `sys.stderr`
    Err,
}

/// Everything printed so far.
#[derive(Clone, Debug, Default)]
pub struct Output {
    /// Pieces in order.
    pub pieces: Vec<(Stream, String)>,
    /// Bytes in all of them.
    pub bytes: usize,
}

impl Output {
    /// Adds a text; neighbours of one stream are joined.
    pub fn write(&mut self, stream: Stream, text: &str) {
        self.bytes += text.len();
        match self.pieces.last_mut() {
            Some((last, piece)) if *last == stream => piece.push_str(text),
            _ => self.pieces.push((stream, text.to_owned())),
        }
    }

    /// All that went to one stream.
    pub fn text(&self, stream: Stream) -> String {
        self.pieces
            .iter()
            .filter(|(s, _)| *s == stream)
            .map(|(_, t)| t.as_str())
            .collect()
    }
}
