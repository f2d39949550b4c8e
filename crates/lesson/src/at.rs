//! A moment of a run, in the words that people type: `end`, `line:7`, `line:7#2`, `step:120.3`.

use std::fmt;
use std::num::{NonZeroU32, NonZeroU64};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A moment of a run. The same grammar in links, on the command line (`--at`) and from JavaScript:
///
/// | words | moment |
/// |--|--|
/// | `start` | before the first instruction |
/// | `end` | after the last one |
/// | `line:N` | just before line `N` (from 1) is run for the first time |
/// | `line:N#K` | the same, for the `K`th time (from 1) |
/// | `step:N` | after `N` instructions |
/// | `step:N.E` | inside the instruction that follows them, after its `E`th event |
///
/// Whether the run *has* such a moment is not known here.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum At {
    #[default]
    Start,
    End,
    Line {
        line: NonZeroU32,
        visit: NonZeroU32,
    },
    Step {
        step: u64,
        event: u32,
    },
}

impl At {
    /// The first visit to `line`; `None` for line 0, which no program has.
    pub fn line(line: u32) -> Option<Self> {
        NonZeroU32::new(line).map(|line| Self::Line {
            line,
            visit: NonZeroU32::MIN,
        })
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Start => f.write_str("start"),
            Self::End => f.write_str("end"),
            Self::Line { line, visit } if visit == NonZeroU32::MIN => write!(f, "line:{line}"),
            Self::Line { line, visit } => write!(f, "line:{line}#{visit}"),
            Self::Step { step, event: 0 } => write!(f, "step:{step}"),
            Self::Step { step, event } => write!(f, "step:{step}.{event}"),
        }
    }
}

/// Why a text is no moment.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{problem} (at character {} of the moment)", .at + 1)]
pub struct AtError {
    /// In characters, from 0.
    pub at: usize,
    pub problem: AtProblem,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum AtProblem {
    #[error("a moment is `start`, `end`, `line:N`, `line:N#K`, `step:N` or `step:N.E`")]
    UnknownWord,
    #[error("a number is missing")]
    NumberMissing,
    #[error("the number is too large")]
    NumberTooLarge,
    #[error("lines and visits are counted from 1")]
    Zero,
    #[error("nothing may follow here")]
    Trailing,
}

impl FromStr for At {
    type Err = AtError;

    fn from_str(text: &str) -> Result<Self, AtError> {
        match text {
            "start" => return Ok(Self::Start),
            "end" => return Ok(Self::End),
            _ => {}
        }
        let mut rest = Rest { text, at: 0 };
        if rest.eat("line:") {
            let line = rest.counted_from_one()?;
            let visit = if rest.eat("#") {
                rest.counted_from_one()?
            } else {
                NonZeroU32::MIN
            };
            rest.done()?;
            Ok(Self::Line { line, visit })
        } else if rest.eat("step:") {
            let step = rest.number(u64::MAX)?;
            let event = if rest.eat(".") {
                let at = rest.at;
                let event = rest.number(u32::MAX.into())?;
                u32::try_from(event).map_err(|_| error(at, AtProblem::NumberTooLarge))?
            } else {
                0
            };
            rest.done()?;
            Ok(Self::Step { step, event })
        } else {
            Err(error(0, AtProblem::UnknownWord))
        }
    }
}

impl From<At> for String {
    fn from(at: At) -> Self {
        at.to_string()
    }
}

impl TryFrom<String> for At {
    type Error = AtError;

    fn try_from(text: String) -> Result<Self, AtError> {
        text.parse()
    }
}

const fn error(at: usize, problem: AtProblem) -> AtError {
    AtError { at, problem }
}

/// What is still to be read. `at` counts characters; everything eaten so far is ASCII.
struct Rest<'a> {
    text: &'a str,
    at: usize,
}

impl Rest<'_> {
    fn eat(&mut self, word: &str) -> bool {
        match self.text.strip_prefix(word) {
            Some(text) => {
                self.text = text;
                self.at += word.len();
                true
            }
            None => false,
        }
    }

    /// Decimal digits only: no sign, no spaces, no `_`.
    fn number(&mut self, most: u64) -> Result<u64, AtError> {
        let at = self.at;
        let digits = self.text.len()
            - self
                .text
                .trim_start_matches(|c: char| c.is_ascii_digit())
                .len();
        let (number, text) = self.text.split_at(digits);
        if number.is_empty() {
            return Err(error(at, AtProblem::NumberMissing));
        }
        self.text = text;
        self.at += digits;
        match number.parse() {
            Ok(number) if number <= most => Ok(number),
            _ => Err(error(at, AtProblem::NumberTooLarge)),
        }
    }

    fn counted_from_one(&mut self) -> Result<NonZeroU32, AtError> {
        let at = self.at;
        let number =
            NonZeroU64::new(self.number(u32::MAX.into())?).ok_or(error(at, AtProblem::Zero))?;
        NonZeroU32::try_from(number).map_err(|_| error(at, AtProblem::NumberTooLarge))
    }

    fn done(&self) -> Result<(), AtError> {
        if self.text.is_empty() {
            Ok(())
        } else {
            Err(error(self.at, AtProblem::Trailing))
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;

    fn check(texts: &[&str], expected: Expect) {
        let mut all = String::new();
        for text in texts {
            let read = text.parse::<At>();
            all += &match read {
                Ok(at) => format!("{text:?}: {at:?} = {at}\n"),
                Err(error) => format!("{text:?}: {error}\n"),
            };
        }
        expected.assert_eq(&all);
    }

    #[test]
    fn moments() {
        check(
            &[
                "start",
                "end",
                "line:7",
                "line:7#1",
                "line:7#12",
                "step:0",
                "step:120.3",
                "step:120.0",
                "line:007",
            ],
            expect![[r#"
                "start": Start = start
                "end": End = end
                "line:7": Line { line: 7, visit: 1 } = line:7
                "line:7#1": Line { line: 7, visit: 1 } = line:7
                "line:7#12": Line { line: 7, visit: 12 } = line:7#12
                "step:0": Step { step: 0, event: 0 } = step:0
                "step:120.3": Step { step: 120, event: 3 } = step:120.3
                "step:120.0": Step { step: 120, event: 0 } = step:120
                "line:007": Line { line: 7, visit: 1 } = line:7
            "#]],
        );
    }

    #[test]
    fn mistakes_name_their_place() {
        check(
            &[
                "",
                "End",
                "line",
                "line:",
                "line:0",
                "line:4#",
                "line:4#0",
                "line:4.2",
                "line:-1",
                "line:4294967296",
                "step:1.",
                "step:1.4294967296",
                "step:18446744073709551616",
                "step:1.2.3",
                "step:٣",
                " end",
            ],
            expect![[r#"
                "": a moment is `start`, `end`, `line:N`, `line:N#K`, `step:N` or `step:N.E` (at character 1 of the moment)
                "End": a moment is `start`, `end`, `line:N`, `line:N#K`, `step:N` or `step:N.E` (at character 1 of the moment)
                "line": a moment is `start`, `end`, `line:N`, `line:N#K`, `step:N` or `step:N.E` (at character 1 of the moment)
                "line:": a number is missing (at character 6 of the moment)
                "line:0": lines and visits are counted from 1 (at character 6 of the moment)
                "line:4#": a number is missing (at character 8 of the moment)
                "line:4#0": lines and visits are counted from 1 (at character 8 of the moment)
                "line:4.2": nothing may follow here (at character 7 of the moment)
                "line:-1": a number is missing (at character 6 of the moment)
                "line:4294967296": the number is too large (at character 6 of the moment)
                "step:1.": a number is missing (at character 8 of the moment)
                "step:1.4294967296": the number is too large (at character 8 of the moment)
                "step:18446744073709551616": the number is too large (at character 6 of the moment)
                "step:1.2.3": nothing may follow here (at character 9 of the moment)
                "step:٣": a number is missing (at character 6 of the moment)
                " end": a moment is `start`, `end`, `line:N`, `line:N#K`, `step:N` or `step:N.E` (at character 1 of the moment)
            "#]],
        );
    }

    fn any_at() -> impl Strategy<Value = At> {
        let from_one = || (1..=u32::MAX).prop_filter_map("from 1", NonZeroU32::new);
        prop_oneof![
            Just(At::Start),
            Just(At::End),
            (from_one(), from_one()).prop_map(|(line, visit)| At::Line { line, visit }),
            (any::<u64>(), any::<u32>()).prop_map(|(step, event)| At::Step { step, event }),
        ]
    }

    proptest! {
        #[test]
        fn what_is_written_can_be_read(at in any_at()) {
            prop_assert_eq!(at.to_string().parse(), Ok(at));
        }

        #[test]
        fn anything_can_be_read(text in "(line|step)?:?[0-9]{0,22}[#.]?\\PC{0,4}") {
            if let Err(error) = text.parse::<At>() {
                prop_assert!(error.at <= text.chars().count());
            }
        }
    }
}
