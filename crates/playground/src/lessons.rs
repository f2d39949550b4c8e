//! The lessons of the menu, as the page needs them.

use scene::Level;

/// One lesson.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Lesson {
    pub title: &'static str,
    pub summary: &'static str,
    pub source: &'static str,
    pub version: &'static str,
    pub level: Level,
}

static LESSONS: &[Lesson] = &[Lesson {
    title: "Three nodes",
    summary: "Names, objects, and a count on each.",
    source: "class Node:\n    def __init__(self, val):\n        self.value = val\n\nn1 = Node('ABC')\nn2 = Node('DEF')\nn3 = Node('GHI')\nn1 = Node('JKL')\nn2 = n1\n",
    version: "3.14",
    level: Level::Counts,
}];

pub fn all() -> &'static [Lesson] {
    LESSONS
}

pub fn get(index: usize) -> Option<Lesson> {
    LESSONS.get(index).copied()
}

/// The program that the page opens with.
pub fn first() -> Lesson {
    LESSONS[0]
}

/// True for the text of a lesson as it is.
pub fn is_lesson(source: &str) -> bool {
    LESSONS.iter().any(|lesson| lesson.source == source)
}

/// What a lesson says when this line runs.
pub fn said(_lesson: &Lesson, _line: Option<u32>) -> Option<&'static str> {
    None
}
