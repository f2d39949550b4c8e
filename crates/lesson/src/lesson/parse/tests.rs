use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;

const FRONT: &str = "#: title: T\n#: summary: S\n";

/// What a text is read as, below a front that is in order.
fn check(body: &str, expected: Expect) {
    let read = match parse(&format!("{FRONT}{body}")) {
        Ok(lesson) => {
            let notes = lesson
                .notes
                .iter()
                .map(|note| format!("{} for {}: {:?}\n", note.line, note.moment(), note.kind));
            let claims = lesson
                .expectations
                .iter()
                .map(|it| format!("line {}: {:?}\n", it.line, it.claim));
            notes.chain(claims).collect()
        }
        Err(error) => format!("{error}\n"),
    };
    expected.assert_eq(&read);
}

fn check_front(texts: &[&str], expected: Expect) {
    let read = |text: &&str| match parse(text) {
        Ok(it) => format!(
            "{} / {} / {:?} / {:?} / {}\n",
            it.title, it.summary, it.slide, it.version, it.level
        ),
        Err(error) => format!("{error}\n"),
    };
    expected.assert_eq(&texts.iter().map(read).collect::<String>());
}

#[test]
fn the_front() {
    check_front(
        &[
            "#: title: A cycle: two\n#: summary: It\n#:   goes on.\n#: slide: 8-9\n#: python: 3.11\n#: level: 4\nx = 1\n",
            "# A comment may stand above.\n\n#: summary: S\n#: title: T",
        ],
        expect![[r#"
            A cycle: two / It goes on. / Some("8-9") / Some("3.11") / 4
            T / S / None / None / 2
        "#]],
    );
}

#[test]
fn mistakes_in_the_front() {
    check_front(
        &[
            "",
            "x = 1\n",
            "#: title: T\n",
            "#: title:\n",
            "#: title: T\n#: title: U\n",
            "#: level: 2\n#: level: 3\n",
            "#: level: 6\n",
            "#: level: high\n",
            "#: python: jython\n",
            "#: author: me\n",
            "x = 1\n#: title: T\n",
            "#:   title\n",
            "#: title: T\n\n#:   more\n",
        ],
        expect![[r#"
            line 1, column 1: the lesson has no `#: title: …` at its top
            line 1, column 1: the lesson has no `#: title: …` at its top
            line 1, column 1: the lesson has no `#: summary: …` at its top
            line 1, column 1: `title` is empty
            line 2, column 1: the field `title` is given twice
            line 2, column 1: the field `level` is given twice
            line 1, column 1: a level is a number from 1 to 5
            line 1, column 1: a level is a number from 1 to 5
            line 1, column 1: a Python version is written like 3.14
            line 1, column 1: there is no field `author`; there are title, summary, slide, python and level
            line 2, column 1: fields belong above the first line of code
            line 1, column 1: two spaces after `#:` continue the note above, but there is none
            line 3, column 1: two spaces after `#:` continue the note above, but there is none
        "#]],
    );
}

#[test]
fn notes_belong_to_the_next_line_of_code() {
    check(
        "#: say Some prose\n#:   that goes on: and on.\n#: point Before a\n\n# plain\na = 1\n    #: say indented\nb = '#: say no'\n\
         #: ask How many? | one | two | three -- Because.\n#: point The end\n",
        expect![[r#"
            3 for line:8: Say("Some prose that goes on: and on.")
            5 for line:8: Point("Before a")
            9 for line:10: Say("indented")
            11 for end: Ask(Question { text: "How many?", right: "one", wrong: ["two", "three"], why: Some("Because.") })
            12 for end: Point("The end")
        "#]],
    );
}

#[test]
fn claims_belong_to_the_line_they_stand_behind_or_below() {
    check(
        "a = 1  # counts: a = 1\ndel a  # it goes\n\n# freed: 'ABC', 'DEF'\n# output: x = #1\n# output: y\n",
        expect![[r#"
            line 3: Count(Path { name: "a", steps: [] }, 1)
            line 4: Freed([Labelled("ABC"), Labelled("DEF")])
            line 4: Output("x = #1")
            line 4: Output("y")
        "#]],
    );
}

#[test]
fn mistakes_in_the_body() {
    for (body, expected) in [
        (
            "#: sing a song\n",
            expect![[r#"
            line 3, column 1: there is no note `sing`; there are say, point and ask
        "#]],
        ),
        (
            "#:\n",
            expect![[r#"
            line 3, column 1: there is no note ``; there are say, point and ask
        "#]],
        ),
        (
            "#: say\n",
            expect![[r#"
            line 3, column 1: `say` is empty
        "#]],
        ),
        (
            "a = 1  #: say it\n",
            expect![[r#"
            line 3, column 8: a note stands on a line of its own
        "#]],
        ),
        (
            "#: ask Why?\n",
            expect![[r#"
            line 3, column 1: a question is `question | right answer | wrong answer … -- why`
        "#]],
        ),
        (
            "#: ask Why? | right\n",
            expect![[r#"
            line 3, column 1: a question is `question | right answer | wrong answer … -- why`
        "#]],
        ),
        (
            "#: ask Why? | right | | wrong\n",
            expect![[r#"
            line 3, column 1: a question is `question | right answer | wrong answer … -- why`
        "#]],
        ),
        (
            "#: ask Why? | right | wrong | right\n",
            expect![[r#"
            line 3, column 1: the same answer stands here twice: right
        "#]],
        ),
        (
            "# counts: a = 1\n",
            expect![[r#"
            line 3, column 1: a claim is about a line of code, and there is none above
        "#]],
        ),
        (
            "größe = 1  # counts: größe = eins\n",
            expect![[r#"
            line 3, column 30: expected a number here
        "#]],
        ),
        (
            "a = 1  # count: a = 1\n",
            expect![[r#"
            line 3, column 10: there is no claim `count`; did you mean `counts`?
        "#]],
        ),
    ] {
        check(body, expected);
    }
}

proptest! {
    #[test]
    fn anything_can_be_read(body in "(#: ?(say|ask|point|title:)?|# (counts|freed):|[a'\"|\\n #:=-]|\\PC){0,30}") {
        if let Err(error) = parse(&format!("{FRONT}{body}")) {
            prop_assert!(error.line >= 1 && error.column >= 1);
        }
    }

    #[test]
    fn the_program_is_the_text(body in "(\\PC|\\n){0,30}") {
        let text = format!("{FRONT}{body}");
        if let Ok(lesson) = parse(&text) {
            prop_assert_eq!(lesson.program, text);
        }
    }
}
