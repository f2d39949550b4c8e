//! The tokens of CPython's tokenizer.

/// A place: line from 1, and bytes from the start of that line.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Place {
    pub line: u32,
    pub col: u32,
}

/// What kind of token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Name,
    Number,
    String,
    FStringStart,
    FStringMiddle,
    FStringEnd,
    Op,
    Newline,
    Indent,
    Dedent,
    EndMarker,
}

/// A token.
#[derive(Clone, PartialEq, Debug)]
pub struct Token {
    pub kind: Kind,
    pub start: Place,
    pub end: Place,
    /// Bytes of the source.
    pub from: usize,
    pub to: usize,
    /// How many brackets are open after it.
    pub level: usize,
}

/// Why a text is no program: CPython's words and the place that goes with them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    pub kind: FailureKind,
    pub message: String,
    pub start: Place,
    pub end: End,
    /// The line that is shown, where it is not one of the source.
    pub text: Option<String>,
}

/// Which exception.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FailureKind {
    Syntax,
    Indentation,
    Tab,
}

/// Where an error ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    At(Place),
    /// Before this place: where the tokenizer stands.
    Before(Place),
    /// It is where it starts.
    Start,
    /// `end_offset` is -1.
    Unknown,
    /// `end_offset` is 0, of an error whose end has no column.
    NoColumn,
}

impl Failure {
    pub fn syntax(message: impl Into<String>, start: Place, end: End) -> Self {
        Self {
            kind: FailureKind::Syntax,
            message: message.into(),
            start,
            end,
            text: None,
        }
    }
}
