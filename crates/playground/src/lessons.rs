//! The lessons of the menu, as the page needs them.

use std::sync::OnceLock;

use lesson::{At, LINK_VERSION, Lesson, Note, NoteKind};
use scene::Level;
use scene::state::Moment;

use crate::protocol::{Mark, MarkKind, Recording};

/// All of them, in the order of the menu.
pub fn all() -> &'static [Lesson] {
    static LESSONS: OnceLock<Vec<Lesson>> = OnceLock::new();
    LESSONS.get_or_init(|| {
        let lessons = lesson::builtin().iter();
        lessons
            .filter_map(|builtin| builtin.lesson().ok())
            .collect()
    })
}

pub fn get(index: usize) -> Option<&'static Lesson> {
    all().get(index)
}

/// True for the text of a lesson as it is.
pub fn is_lesson(source: &str) -> bool {
    all().iter().any(|lesson| lesson.program == source)
}

pub fn version(lesson: &Lesson) -> &str {
    lesson.version.as_deref().unwrap_or(LINK_VERSION)
}

pub fn level(lesson: &Lesson) -> Level {
    Level::from_number(lesson.level).unwrap_or_default()
}

/// The first moment that the author gave a name to: a good one to begin with.
pub fn first_point(lesson: &Lesson) -> At {
    let point = lesson
        .notes
        .iter()
        .find(|note| matches!(note.kind, NoteKind::Point(_)));
    point.map_or(At::End, Note::moment)
}

/// What the lesson says at a moment: the notes of the latest noted moment that has come. Empty before the first.
pub fn said<'a>(lesson: &'a Lesson, recording: &Recording, now: Moment) -> Vec<&'a Note> {
    let latest = lesson
        .notes
        .iter()
        .filter_map(|note| Some((come(note, recording, now)?, note)))
        .filter(|(_, note)| !matches!(note.kind, NoteKind::Point(_)))
        .max_by_key(|(step, note)| (*step, note.line));
    let Some((_, latest)) = latest else {
        return Vec::new();
    };
    lesson
        .notes
        .iter()
        .filter(|note| note.before == latest.before)
        .collect()
}

/// The step of a note's moment, if the run has been there.
fn come(note: &Note, recording: &Recording, now: Moment) -> Option<u64> {
    let step = match note.before {
        None => recording.end.step,
        Some(line) => {
            let visited = |mark: &&Mark| mark.kind == MarkKind::Line && mark.line == line.get();
            recording.marks.iter().find(visited)?.step
        }
    };
    (step <= now.step).then_some(step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Outcome;

    #[test]
    fn prose_stays_until_the_next() {
        let text = "#: title: T\n#: summary: S.\n#: say First.\na = 1\nb = 2\n#: say Second.\n#: ask Q | r | w\nc = 3\n#: say Last.\n";
        let lesson = lesson::parse(text).expect("a lesson");
        let line = |step, line| Mark {
            step,
            kind: MarkKind::Line,
            line,
        };
        let recording = Recording {
            end: Moment { step: 9, event: 0 },
            over: Moment { step: 12, event: 0 },
            marks: vec![line(1, 4), line(3, 5), line(5, 8)],
            outcome: Outcome::Finished,
        };
        let said = |step| {
            let notes = said(&lesson, &recording, Moment { step, event: 0 });
            notes.iter().map(|note| note.line.get()).collect::<Vec<_>>()
        };
        assert_eq!(said(0), [0; 0]);
        assert_eq!(said(1), [3]);
        assert_eq!(said(4), [3]);
        assert_eq!(said(5), [6, 7]);
        assert_eq!(said(9), [9]);
    }

    #[test]
    fn the_menu_is_not_empty() {
        assert!(!all().is_empty());
        assert_eq!(all().len(), lesson::builtin().len());
    }
}
