//! The lessons that come with the page.

use crate::{Lesson, LessonError, parse};

/// A lesson of the project: a file of the folder `lessons`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Builtin {
    /// The file's name without `.py`. It never changes once it has been published.
    pub name: &'static str,
    pub text: &'static str,
}

impl Builtin {
    /// # Errors
    /// None: a test reads them all.
    pub fn lesson(&self) -> Result<Lesson, LessonError> {
        parse(self.text)
    }
}

macro_rules! lessons {
    ($($name:literal)*) => {
        &[$(Builtin { name: $name, text: include_str!(concat!("../../../lessons/", $name, ".py")) }),*]
    };
}

/// All of them, in the order of the menu.
pub const fn builtin() -> &'static [Builtin] {
    lessons! {
        "lifecycle"
        "count_zero"
        "names"
        "cycle"
        "generation_zero"
        "survivors"
        "rescued"
        "danger_lab"
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::{decode, encode};

    #[test]
    fn every_lesson_can_be_read_and_linked_to() {
        for builtin in builtin() {
            let lesson = builtin
                .lesson()
                .unwrap_or_else(|error| panic!("{}: {error}", builtin.name));
            assert!(!lesson.notes.is_empty(), "{} says nothing", builtin.name);
            assert!(
                !lesson.expectations.is_empty(),
                "{} claims nothing",
                builtin.name
            );
            assert_eq!(decode(&encode(&lesson.link()).unwrap()), Ok(lesson.link()));
        }
    }

    #[test]
    fn every_file_is_in_the_menu() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../lessons");
        let files = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path());
        let python =
            files.filter(|path| path.extension().is_some_and(|extension| extension == "py"));
        let files: BTreeSet<String> = python
            .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
            .collect();
        let menu: BTreeSet<String> = builtin()
            .iter()
            .map(|builtin| builtin.name.to_owned())
            .collect();
        assert_eq!(menu, files);
        assert_eq!(menu.len(), builtin().len(), "a name stands twice");
    }
}
