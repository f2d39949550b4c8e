//! Claims: what a line of a lesson does, written behind it, to be checked by running.

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use super::Problem;

/// A claim about one line. It holds when the line has run (its frame goes on to another line or returns), each time
/// that it runs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Expectation {
    /// The line with the code.
    pub line: NonZeroU32,
    pub claim: Claim,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Claim {
    /// The true reference count (`ob_refcnt`) afterwards.
    Count(Subject, u64),
    /// The collector's list that the object is in afterwards.
    Generation(Subject, Generation),
    /// The copy of the count (`gc_refs`) after `subtract_refs`, in the first collection that starts on this line.
    GcRefs(Subject, u64),
    /// All of these die while the line runs, in whatever order; others may too. A path is followed *before* the line.
    Freed(Vec<Subject>),
    /// No instance of a class of the program dies while the line runs.
    NothingFreed,
    /// One line of output. Several claims: several lines. They are all that the line prints.
    Output(String),
    /// Unreachable objects found by the collections that end while the line runs, together.
    Collected(u64),
}

/// Where a tracked object is listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Generation {
    /// 0, 1 or 2.
    Number(u8),
    /// The collector does not know it.
    Untracked,
}

/// Which object.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Subject {
    /// What a global name of the program leads to: `n1`, `n1.next`, `crowd[0].value`.
    Path { name: String, steps: Vec<Step> },
    /// `'ABC'`: the one instance of a class of the program that has this text as an attribute.
    Labelled(String),
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Step {
    Attribute(String),
    Item(u64),
}

const WORDS: [&str; 6] = [
    "counts",
    "generation",
    "gc_refs",
    "freed",
    "output",
    "collected",
];

/// The claims that a comment makes: none if it is an ordinary comment.
///
/// # Errors
/// With the place, in characters of `text`.
pub(super) fn claims(text: &str) -> Result<Vec<Claim>, (usize, Problem)> {
    let mut cursor = Cursor { rest: text, at: 0 };
    let mut claims = Vec::new();
    if cursor.is_ordinary() {
        return Ok(claims);
    }
    loop {
        cursor.claim(&mut claims)?;
        if !cursor.eat(';') {
            break;
        }
    }
    if cursor.rest.trim().is_empty() {
        Ok(claims)
    } else {
        Err(cursor.expected("`;` or the end"))
    }
}

struct Cursor<'a> {
    rest: &'a str,
    /// In characters.
    at: usize,
}

impl<'a> Cursor<'a> {
    /// A comment that does not start with one of the words and a colon, nor with something that looks like a slip.
    fn is_ordinary(&self) -> bool {
        match self.rest.trim_start().split_once(':') {
            Some((word, _)) => near(word).is_none(),
            None => true,
        }
    }

    fn claim(&mut self, claims: &mut Vec<Claim>) -> Result<(), (usize, Problem)> {
        self.spaces();
        let at = self.at;
        let word = self.take(|c| c.is_ascii_alphanumeric() || c == '_');
        match word {
            "counts" => self.list(claims, |cursor| {
                let subject = cursor.subject()?;
                Ok(Claim::Count(subject, cursor.equals_number()?))
            }),
            "gc_refs" => self.list(claims, |cursor| {
                let subject = cursor.subject()?;
                Ok(Claim::GcRefs(subject, cursor.equals_number()?))
            }),
            "generation" => self.list(claims, |cursor| {
                let subject = cursor.subject()?;
                Ok(Claim::Generation(subject, cursor.generation()?))
            }),
            "freed" => {
                self.colon()?;
                if self.word("nothing") {
                    claims.push(Claim::NothingFreed);
                    return Ok(());
                }
                let mut freed = vec![self.subject()?];
                while self.eat(',') {
                    freed.push(self.subject()?);
                }
                claims.push(Claim::Freed(freed));
                Ok(())
            }
            "output" => {
                self.colon()?;
                // Output may hold any sign, so it takes all that is left.
                let line = self.take(|_| true).trim();
                claims.push(Claim::Output(line.to_owned()));
                Ok(())
            }
            "collected" => {
                self.colon()?;
                claims.push(Claim::Collected(self.number()?));
                Ok(())
            }
            _ => match near(word) {
                Some(near) => Err((
                    at,
                    Problem::UnknownClaim {
                        word: word.to_owned(),
                        near,
                    },
                )),
                None => Err((
                    at,
                    Problem::Expected("counts, generation, gc_refs, freed, output or collected"),
                )),
            },
        }
    }

    fn list(
        &mut self,
        claims: &mut Vec<Claim>,
        one: impl Fn(&mut Self) -> Result<Claim, (usize, Problem)>,
    ) -> Result<(), (usize, Problem)> {
        self.colon()?;
        claims.push(one(self)?);
        while self.eat(',') {
            claims.push(one(self)?);
        }
        Ok(())
    }

    fn subject(&mut self) -> Result<Subject, (usize, Problem)> {
        const WHAT: &str = "a name (`n1`, `n1.next`, `a[0]`) or a text in quotes (`'ABC'`)";
        self.spaces();
        for quote in ['\'', '"'] {
            if self.eat(quote) {
                let text = self.take(|c| c != quote).to_owned();
                return if self.eat(quote) {
                    Ok(Subject::Labelled(text))
                } else {
                    Err(self.expected("the closing quote"))
                };
            }
        }
        let name = self.identifier(WHAT)?;
        let mut steps = Vec::new();
        loop {
            if self.eat('.') {
                steps.push(Step::Attribute(self.identifier("an attribute")?));
            } else if self.eat('[') {
                steps.push(Step::Item(self.number()?));
                if !self.eat(']') {
                    return Err(self.expected("`]`"));
                }
            } else {
                return Ok(Subject::Path { name, steps });
            }
        }
    }

    fn identifier(&mut self, what: &'static str) -> Result<String, (usize, Problem)> {
        self.spaces();
        if self
            .rest
            .starts_with(|c: char| c.is_alphabetic() || c == '_')
        {
            Ok(self.take(|c| c.is_alphanumeric() || c == '_').to_owned())
        } else {
            Err(self.expected(what))
        }
    }

    fn equals_number(&mut self) -> Result<u64, (usize, Problem)> {
        self.equals()?;
        self.number()
    }

    fn generation(&mut self) -> Result<Generation, (usize, Problem)> {
        const WHAT: &str = "0, 1, 2 or `untracked`";
        self.equals()?;
        if self.word("untracked") {
            return Ok(Generation::Untracked);
        }
        self.spaces();
        let (at, digits) = (self.at, self.take(|c| c.is_ascii_digit()));
        match digits.parse() {
            Ok(number @ 0..=2) => Ok(Generation::Number(number)),
            _ => Err((at, Problem::Expected(WHAT))),
        }
    }

    fn number(&mut self) -> Result<u64, (usize, Problem)> {
        self.spaces();
        let (at, digits) = (self.at, self.take(|c| c.is_ascii_digit()));
        if digits.is_empty() {
            return Err((at, Problem::Expected("a number")));
        }
        digits.parse().map_err(|_| (at, Problem::NumberTooLarge))
    }

    fn colon(&mut self) -> Result<(), (usize, Problem)> {
        if self.eat(':') {
            Ok(())
        } else {
            Err(self.expected("`:`"))
        }
    }

    fn equals(&mut self) -> Result<(), (usize, Problem)> {
        if self.eat('=') {
            Ok(())
        } else {
            Err(self.expected("`=`"))
        }
    }

    /// `word`, where no longer word stands.
    fn word(&mut self, word: &str) -> bool {
        self.spaces();
        let length = self
            .rest
            .find(|c: char| !(c.is_alphanumeric() || c == '_'))
            .unwrap_or(self.rest.len());
        let found = self.rest.get(..length) == Some(word);
        if found {
            self.take(|c| c.is_alphanumeric() || c == '_');
        }
        found
    }

    /// `sign`, with spaces before it if there are any.
    fn eat(&mut self, sign: char) -> bool {
        match self.rest.trim_start().strip_prefix(sign) {
            Some(rest) => {
                self.spaces();
                self.at += 1;
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn spaces(&mut self) {
        self.take(char::is_whitespace);
    }

    fn take(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let length = self.rest.find(|c| !wanted(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        self.at += taken.chars().count();
        taken
    }

    fn expected(&self, what: &'static str) -> (usize, Problem) {
        let spaces = self.rest.chars().take_while(|c| c.is_whitespace()).count();
        (self.at + spaces, Problem::Expected(what))
    }
}

/// The claim's word that `word` is, or was probably meant to be. A claim that nobody checks because of a slip is worse
/// than a comment that has to be worded otherwise.
fn near(word: &str) -> Option<&'static str> {
    const ENOUGH: usize = 4;
    WORDS.into_iter().find(|known| {
        known
            .get(..ENOUGH)
            .is_some_and(|start| word.starts_with(start))
            && !word.contains(' ')
    })
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;

    fn check(texts: &[&str], expected: Expect) {
        let read = |text: &&str| match claims(text) {
            Ok(claims) => claims.iter().fold(format!("|{text}\n"), |all, claim| {
                format!("{all}    {claim:?}\n")
            }),
            Err((at, problem)) => format!("|{text}\n|{}^ {problem}\n", " ".repeat(at)),
        };
        expected.assert_eq(&texts.iter().map(read).collect::<String>());
    }

    #[test]
    fn claims_of_every_kind() {
        check(
            &[
                " counts: n1 = 1",
                " counts: n1 = 2, 'ABC' = 1; freed: \"D E;F\", n2.next",
                " generation: crowd[0].value = untracked, n1=2",
                " gc_refs: 'ABC' = 0; collected: 3; freed: nothing",
                " freed: nothing.else",
                "output: a; b: # c  ",
                " output:",
                " an ordinary comment",
                " note: also ordinary",
                " counts differ here: also ordinary",
            ],
            expect![[r#"
                | counts: n1 = 1
                    Count(Path { name: "n1", steps: [] }, 1)
                | counts: n1 = 2, 'ABC' = 1; freed: "D E;F", n2.next
                    Count(Path { name: "n1", steps: [] }, 2)
                    Count(Labelled("ABC"), 1)
                    Freed([Labelled("D E;F"), Path { name: "n2", steps: [Attribute("next")] }])
                | generation: crowd[0].value = untracked, n1=2
                    Generation(Path { name: "crowd", steps: [Item(0), Attribute("value")] }, Untracked)
                    Generation(Path { name: "n1", steps: [] }, Number(2))
                | gc_refs: 'ABC' = 0; collected: 3; freed: nothing
                    GcRefs(Labelled("ABC"), 0)
                    Collected(3)
                    NothingFreed
                | freed: nothing.else
                |               ^ expected `;` or the end here
                |output: a; b: # c  
                    Output("a; b: # c")
                | output:
                    Output("")
                | an ordinary comment
                | note: also ordinary
                | counts differ here: also ordinary
            "#]],
        );
    }

    #[test]
    fn mistakes_name_their_place() {
        check(
            &[
                " count: n1 = 1",
                " generations: n1 = 1",
                " counts: n1",
                " counts: n1 = ",
                " counts: n1 = x",
                " counts: n1 = 99999999999999999999999",
                " counts: 1 = 1",
                " counts: 'ABC = 1",
                " counts: a[b] = 1",
                " counts: a[1 = 1",
                " counts: a. = 1",
                " generation: a = 3",
                " generation: a = old",
                " freed: ",
                " freed: a,",
                " freed: a b",
                " freed: a; and",
                " collected: two",
            ],
            expect![[r#"
                | count: n1 = 1
                | ^ there is no claim `count`; did you mean `counts`?
                | generations: n1 = 1
                | ^ there is no claim `generations`; did you mean `generation`?
                | counts: n1
                |           ^ expected `=` here
                | counts: n1 = 
                |              ^ expected a number here
                | counts: n1 = x
                |              ^ expected a number here
                | counts: n1 = 99999999999999999999999
                |              ^ the number is too large
                | counts: 1 = 1
                |         ^ expected a name (`n1`, `n1.next`, `a[0]`) or a text in quotes (`'ABC'`) here
                | counts: 'ABC = 1
                |                 ^ expected the closing quote here
                | counts: a[b] = 1
                |           ^ expected a number here
                | counts: a[1 = 1
                |             ^ expected `]` here
                | counts: a. = 1
                |            ^ expected an attribute here
                | generation: a = 3
                |                 ^ expected 0, 1, 2 or `untracked` here
                | generation: a = old
                |                 ^ expected 0, 1, 2 or `untracked` here
                | freed: 
                |        ^ expected a name (`n1`, `n1.next`, `a[0]`) or a text in quotes (`'ABC'`) here
                | freed: a,
                |          ^ expected a name (`n1`, `n1.next`, `a[0]`) or a text in quotes (`'ABC'`) here
                | freed: a b
                |          ^ expected `;` or the end here
                | freed: a; and
                |           ^ expected counts, generation, gc_refs, freed, output or collected here
                | collected: two
                |            ^ expected a number here
            "#]],
        );
    }

    proptest! {
        #[test]
        fn anything_can_be_read(text in "((counts|freed|generation|output|collected|gc_refs):?)?[a1 ='\"\\[\\].,;:]{0,20}\\PC{0,5}") {
            if let Err((at, _)) = claims(&text) {
                prop_assert!(at <= text.chars().count());
            }
        }
    }
}
