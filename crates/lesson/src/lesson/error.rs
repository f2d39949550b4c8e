//! What an author got wrong, and where.

/// A mistake in a lesson. Lines and columns are counted from 1, columns in characters.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("line {line}, column {column}: {problem}")]
pub struct LessonError {
    pub line: u32,
    pub column: u32,
    pub problem: Problem,
}

#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Problem {
    #[error("the lesson has no `#: {0}: …` at its top")]
    FieldMissing(&'static str),
    #[error("there is no field `{0}`; there are title, summary, slide, python and level")]
    UnknownField(String),
    #[error("the field `{0}` is given twice")]
    FieldTwice(&'static str),
    #[error("fields belong above the first line of code")]
    FieldTooLate,
    #[error("`{0}` is empty")]
    NoText(&'static str),
    #[error("a level is a number from 1 to 5")]
    BadLevel,
    #[error("a Python version is written like 3.14")]
    BadVersion,
    #[error("there is no note `{0}`; there are say, point and ask")]
    UnknownNote(String),
    #[error("a note stands on a line of its own")]
    NoteBehindCode,
    #[error("two spaces after `#:` continue the note above, but there is none")]
    NothingToContinue,
    #[error("a question is `question | right answer | wrong answer … -- why`")]
    BadQuestion,
    #[error("the same answer stands here twice: {0}")]
    AnswerTwice(String),
    #[error("there is no claim `{word}`; did you mean `{near}`?")]
    UnknownClaim { word: String, near: &'static str },
    #[error("a claim is about a line of code, and there is none above")]
    ClaimAboutNothing,
    #[error("expected {0} here")]
    Expected(&'static str),
    #[error("the number is too large")]
    NumberTooLarge,
}
