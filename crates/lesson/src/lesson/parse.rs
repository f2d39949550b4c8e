//! From a lesson's text to a [`Lesson`].

use std::num::NonZeroU32;

use super::claim::claims;
use super::outline::{Comment, Outline, outline};
use super::{Expectation, Lesson, LessonError, Note, NoteKind, Problem, Question};

const USUAL_LEVEL: u8 = 2;

/// Reads a lesson. The program in it is not checked: that is Python's business.
///
/// # Errors
/// The first mistake, with its line and column.
pub fn parse(text: &str) -> Result<Lesson, LessonError> {
    let outline = outline(text);
    let mut fields = Fields::default();
    let mut notes = Vec::new();
    for directive in directives(&outline)? {
        match directive.field() {
            Some((name, value)) if outline.code_at_or_above(directive.line).is_none() => {
                fields.take(&directive, name, value)?;
            }
            Some(_) => return Err(directive.error(Problem::FieldTooLate)),
            None => notes.push(Note {
                line: directive.line,
                before: outline.code_after(directive.line),
                kind: directive.note()?,
            }),
        }
    }
    Ok(Lesson {
        title: fields.title.ok_or(missing("title"))?,
        summary: fields.summary.ok_or(missing("summary"))?,
        slide: fields.slide,
        version: fields.python,
        level: fields.level.unwrap_or(USUAL_LEVEL),
        program: text.to_owned(),
        notes,
        expectations: expectations(&outline)?,
    })
}

const fn missing(name: &'static str) -> LessonError {
    LessonError {
        line: 1,
        column: 1,
        problem: Problem::FieldMissing(name),
    }
}

fn expectations(outline: &Outline<'_>) -> Result<Vec<Expectation>, LessonError> {
    let mut expectations = Vec::new();
    for comment in outline
        .comments
        .iter()
        .filter(|comment| !comment.text.starts_with(':'))
    {
        let claims = claims(comment.text).map_err(|(at, problem)| LessonError {
            line: comment.line.get(),
            column: column(comment, at + 1),
            problem,
        })?;
        if claims.is_empty() {
            continue;
        }
        // Behind its line, or below it where there was no room.
        let line = outline.code_at_or_above(comment.line).ok_or(LessonError {
            line: comment.line.get(),
            column: comment.column,
            problem: Problem::ClaimAboutNothing,
        })?;
        expectations.extend(claims.into_iter().map(|claim| Expectation { line, claim }));
    }
    Ok(expectations)
}

/// The column of a place in a comment, in characters from its `#`.
fn column(comment: &Comment<'_>, characters: usize) -> u32 {
    comment
        .column
        .saturating_add(u32::try_from(characters).unwrap_or(u32::MAX))
}

/// A comment that starts with `#:`, with the lines that continue it.
struct Directive {
    line: NonZeroU32,
    column: u32,
    last_line: NonZeroU32,
    text: String,
}

fn directives(outline: &Outline<'_>) -> Result<Vec<Directive>, LessonError> {
    let mut directives: Vec<Directive> = Vec::new();
    for comment in &outline.comments {
        let Some(text) = comment.text.strip_prefix(':') else {
            continue;
        };
        let place = Directive {
            line: comment.line,
            column: comment.column,
            last_line: comment.line,
            text: text.trim().to_owned(),
        };
        if !comment.own_line {
            return Err(place.error(Problem::NoteBehindCode));
        }
        if text.starts_with("  ") {
            match directives.last_mut() {
                Some(above) if above.last_line.checked_add(1) == Some(comment.line) => {
                    above.last_line = comment.line;
                    above.text.push(' ');
                    above.text += text.trim();
                }
                _ => return Err(place.error(Problem::NothingToContinue)),
            }
        } else {
            directives.push(place);
        }
    }
    Ok(directives)
}

impl Directive {
    const fn error(&self, problem: Problem) -> LessonError {
        LessonError {
            line: self.line.get(),
            column: self.column,
            problem,
        }
    }

    /// `word: value`.
    fn field(&self) -> Option<(&str, &str)> {
        let (name, value) = self.text.split_once(':')?;
        let is_word = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic());
        is_word.then(|| (name, value.trim()))
    }

    /// `word text`.
    fn note(&self) -> Result<NoteKind, LessonError> {
        let (word, text) = self
            .text
            .split_once(char::is_whitespace)
            .unwrap_or((&self.text, ""));
        let text = |name| {
            let text = text.trim();
            if text.is_empty() {
                Err(self.error(Problem::NoText(name)))
            } else {
                Ok(text.to_owned())
            }
        };
        match word {
            "say" => Ok(NoteKind::Say(text("say")?)),
            "point" => Ok(NoteKind::Point(text("point")?)),
            "ask" => self.question(&text("ask")?).map(NoteKind::Ask),
            _ => Err(self.error(Problem::UnknownNote(word.to_owned()))),
        }
    }

    /// `question | right | wrong … -- why`.
    fn question(&self, text: &str) -> Result<Question, LessonError> {
        let (text, why) = match text.split_once(" -- ") {
            Some((text, why)) => (text, Some(why.trim().to_owned())),
            None => (text, None),
        };
        let mut parts = text.split('|').map(|part| part.trim().to_owned());
        let (Some(text), Some(right)) = (parts.next(), parts.next()) else {
            return Err(self.error(Problem::BadQuestion));
        };
        let wrong: Vec<String> = parts.collect();
        let empty = |text: &String| text.is_empty();
        if wrong.is_empty()
            || empty(&text)
            || empty(&right)
            || wrong.iter().any(empty)
            || why.as_ref().is_some_and(empty)
        {
            return Err(self.error(Problem::BadQuestion));
        }
        let mut seen = vec![&right];
        for answer in &wrong {
            if seen.contains(&answer) {
                return Err(self.error(Problem::AnswerTwice(answer.clone())));
            }
            seen.push(answer);
        }
        Ok(Question {
            text,
            right,
            wrong,
            why,
        })
    }
}

#[derive(Default)]
struct Fields {
    title: Option<String>,
    summary: Option<String>,
    slide: Option<String>,
    python: Option<String>,
    level: Option<u8>,
}

impl Fields {
    fn take(&mut self, directive: &Directive, name: &str, value: &str) -> Result<(), LessonError> {
        let place = |problem| directive.error(problem);
        let (name, field) = match name {
            "title" => ("title", &mut self.title),
            "summary" => ("summary", &mut self.summary),
            "slide" => ("slide", &mut self.slide),
            "python" => ("python", &mut self.python),
            "level" => {
                let level = value.parse().ok().filter(|level| (1..=5).contains(level));
                let level = level.ok_or(place(Problem::BadLevel))?;
                return match self.level.replace(level) {
                    None => Ok(()),
                    Some(_) => Err(place(Problem::FieldTwice("level"))),
                };
            }
            _ => return Err(place(Problem::UnknownField(name.to_owned()))),
        };
        if value.is_empty() {
            return Err(place(Problem::NoText(name)));
        }
        let is_number =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if name == "python" && !value.split('.').all(is_number) {
            return Err(place(Problem::BadVersion));
        }
        match field.replace(value.to_owned()) {
            None => Ok(()),
            Some(_) => Err(place(Problem::FieldTwice(name))),
        }
    }
}

#[cfg(test)]
mod tests;
