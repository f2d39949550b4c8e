//! What CPython says about odd programs before they run.

use expect_test::{Expect, expect};
use python::{Machine, Settings, Stream, Version};

/// What is on stderr after the program has run.
fn check(program: &str, version: Version, said: Expect) {
    let mut machine =
        Machine::start(program, version, &Settings::default()).expect("a program that compiles");
    machine.run(u64::MAX);
    said.assert_eq(&machine.output.text(Stream::Err));
}

#[test]
fn identity_of_literals() {
    let program = "x = 5\nif x is 5 or 'a' is not x: pass\nx is None is True\n() is x is (1, x)\n";
    check(
        program,
        Version::V3_11,
        expect![[r#"
            program.py:2: SyntaxWarning: "is" with a literal. Did you mean "=="?
              if x is 5 or 'a' is not x: pass
            program.py:2: SyntaxWarning: "is not" with a literal. Did you mean "!="?
              if x is 5 or 'a' is not x: pass
            program.py:4: SyntaxWarning: "is" with a literal. Did you mean "=="?
              () is x is (1, x)
        "#]],
    );
    check(
        program,
        Version::V3_14,
        expect![[r#"
            program.py:2: SyntaxWarning: "is" with 'int' literal. Did you mean "=="?
              if x is 5 or 'a' is not x: pass
            program.py:2: SyntaxWarning: "is not" with 'str' literal. Did you mean "!="?
              if x is 5 or 'a' is not x: pass
            program.py:4: SyntaxWarning: "is" with 'tuple' literal. Did you mean "=="?
              () is x is (1, x)
        "#]],
    );
}

#[test]
fn missing_commas_and_assertions() {
    check(
        "if 0:\n    [1] (2)\n    'ab'['c'], {1}[0], [1]['a':'b'], (lambda: 0)[1]\n    [1]['a'] = 5\nassert (1, 'always')\n",
        Version::V3_13,
        expect![[r#"
            program.py:2: SyntaxWarning: 'list' object is not callable; perhaps you missed a comma?
              [1] (2)
            program.py:3: SyntaxWarning: str indices must be integers or slices, not str; perhaps you missed a comma?
              'ab'['c'], {1}[0], [1]['a':'b'], (lambda: 0)[1]
            program.py:3: SyntaxWarning: 'set' object is not subscriptable; perhaps you missed a comma?
              'ab'['c'], {1}[0], [1]['a':'b'], (lambda: 0)[1]
            program.py:3: SyntaxWarning: 'function' object is not subscriptable; perhaps you missed a comma?
              'ab'['c'], {1}[0], [1]['a':'b'], (lambda: 0)[1]
            program.py:5: SyntaxWarning: assertion is always true, perhaps remove parentheses?
              assert (1, 'always')
        "#]],
    );
}

#[test]
fn escapes_without_a_meaning() {
    let program = "a = '''one\n\\d \\e''', r'\\d', '\\x41', '\\477'\nb = f'\\w{1}\\.'\n";
    check(program, Version::V3_11, expect![""]);
    check(
        program,
        Version::V3_12,
        expect![[r#"
            program.py:1: SyntaxWarning: invalid escape sequence '\d'
              a = '''one
            program.py:2: SyntaxWarning: invalid octal escape sequence '\477'
              \d \e''', r'\d', '\x41', '\477'
            program.py:3: SyntaxWarning: invalid escape sequence '\w'
              b = f'\w{1}\.'
            program.py:3: SyntaxWarning: invalid escape sequence '\.'
              b = f'\w{1}\.'
        "#]],
    );
    check(
        "'\\d'\neval(\"'\\\\d'\")",
        Version::V3_14,
        expect![[r#"
            program.py:1: SyntaxWarning: "\d" is an invalid escape sequence. Such sequences will not work in the future. Did you mean "\\d"? A raw string is also an option.
              '\d'
            <string>:1: SyntaxWarning: "\d" is an invalid escape sequence. Such sequences will not work in the future. Did you mean "\\d"? A raw string is also an option.
        "#]],
    );
}

#[test]
fn a_finally_block_is_compiled_more_than_once() {
    let program = "\
def f(x):
    try:
        return 1
    finally:
        x is 1
        for i in (1,):
            break
def g():
    try: pass
    finally:
        return 2
";
    check(
        program,
        Version::V3_12,
        expect![[r#"
            program.py:5: SyntaxWarning: "is" with 'int' literal. Did you mean "=="?
              x is 1
            program.py:5: SyntaxWarning: "is" with 'int' literal. Did you mean "=="?
              x is 1
            program.py:5: SyntaxWarning: "is" with 'int' literal. Did you mean "=="?
              x is 1
        "#]],
    );
    check(
        program,
        Version::V3_14,
        expect![[r#"
            program.py:11: SyntaxWarning: 'return' in a 'finally' block
              return 2
            program.py:5: SyntaxWarning: "is" with 'int' literal. Did you mean "=="?
              x is 1
            program.py:5: SyntaxWarning: "is" with 'int' literal. Did you mean "=="?
              x is 1
        "#]],
    );
}
