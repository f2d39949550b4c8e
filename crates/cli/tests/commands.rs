//! The program as somebody calls it.

use std::io::Write;
use std::process::{Command, Stdio};

use expect_test::{Expect, expect};

/// Runs `heapscope` with the program on standard input; standard output, standard error, exit status.
fn heapscope(arguments: &[&str], program: &str) -> (String, String, Option<i32>) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_heapscope"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    // A program that refuses its arguments does not read.
    let _ = stdin.write_all(program.as_bytes());
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (
        text(output.stdout),
        text(output.stderr),
        output.status.code(),
    )
}

fn check(arguments: &[&str], program: &str, expected: Expect) {
    let (out, err, status) = heapscope(arguments, program);
    expected.assert_eq(&format!("{out}---\n{err}--- {status:?}\n"));
}

#[test]
fn run_prints_what_the_program_prints() {
    let program = "import sys\nx = []\nprint(sys.getrefcount(x))\nprint('e', file=sys.stderr)\n";
    check(
        &["run", "-"],
        program,
        expect![[r#"
            2
            ---
            e
            --- Some(0)
        "#]],
    );
}

#[test]
fn an_uncaught_exception_is_status_1() {
    check(
        &["run", "-"],
        "def f():\n    return 1 / 0\nf()\n",
        expect![[r#"
            ---
            Traceback (most recent call last):
              File "<stdin>", line 3, in <module>
                f()
                ~^^
              File "<stdin>", line 2, in f
                return 1 / 0
                       ~~^~~
            ZeroDivisionError: division by zero
            --- Some(1)
        "#]],
    );
}

#[test]
fn a_syntax_error_is_status_1() {
    check(
        &["run", "-"],
        "x = = 1\n",
        expect![[r#"
            ---
              File "<stdin>", line 1
                x = = 1
                    ^
            SyntaxError: invalid syntax
            --- Some(1)
        "#]],
    );
}

#[test]
fn the_exit_status_is_the_programs() {
    check(
        &["run", "-"],
        "import sys\nsys.exit(7)\n",
        expect![[r#"
            ---
            --- Some(7)
        "#]],
    );
}

#[test]
fn limits_and_what_is_not_supported_are_status_3() {
    let (_, err, status) = heapscope(&["run", "--steps", "1000", "-"], "while True: pass\n");
    assert_eq!(status, Some(3));
    assert!(err.contains("limit on steps"), "{err}");
    let (_, err, status) = heapscope(&["run", "-"], "async def f():\n    pass\n");
    assert_eq!(status, Some(3));
    assert!(
        err.contains("not supported") && err.contains("line 1"),
        "{err}"
    );
}

#[test]
fn wrong_usage_is_status_2() {
    for arguments in [
        &["run"][..],
        &["run", "no-such-file.py"],
        &["run", "-", "--python", "1.5"],
        &["text", "-", "--at", "noon"],
        &["text", "-", "--at", "line:9"],
        &["svg", "-", "--level", "6"],
        &["frobnicate"],
    ] {
        let (_, err, status) = heapscope(arguments, "x = 1\n");
        assert_eq!(status, Some(2), "{arguments:?}: {err}");
        assert!(!err.is_empty());
    }
}

#[test]
fn a_moment_as_text() {
    let program = "a = [1]\nb = a\ndel a\n";
    check(
        &["text", "-", "--at", "line:3"],
        program,
        expect![[r#"
            step 6.0, line 3: `b` refers to list #2; list #2 1 → 2
            a → [1]
            b → [1]
            list [1] ×2
            ---
            --- Some(0)
        "#]],
    );
}

#[test]
fn a_moment_in_every_form() {
    let program = "a = [1]\nb = a\n";
    let starts = [
        ("svg", "<svg"),
        ("dot", "digraph"),
        ("state", "{\n  \"format\": 1"),
    ];
    for (command, start) in starts {
        let (out, err, status) = heapscope(&[command, "-"], program);
        assert!(out.starts_with(start), "{out}");
        assert_eq!((err.as_str(), status), ("", Some(0)));
    }
}

#[test]
fn the_same_program_gives_the_same_state() {
    let program = "class C: pass\nx = [C(), {}]\nprint(id(x))\n";
    let first = heapscope(&["state", "-"], program);
    assert_eq!(first, heapscope(&["state", "-"], program));
}

#[test]
fn versions_start_with_the_default() {
    let (out, _, status) = heapscope(&["versions"], "");
    let head: Vec<&str> = out
        .lines()
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    assert_eq!((&head[..2], status), (&["version", "3.14"][..], Some(0)));
    let thresholds = out.lines().find(|line| line.starts_with("thresholds"));
    let thresholds = thresholds.expect("a fact in which they differ");
    assert!(
        thresholds.contains("700 10 10") && thresholds.contains("2000 10 0"),
        "{out}"
    );
}

#[test]
fn supported_lists_names_and_refusals_of_a_version() {
    let (out, _, status) = heapscope(&["supported", "--python", "3.11"], "");
    assert_eq!(status, Some(0));
    for word in [
        "getrefcount",
        "WeakValueDictionary",
        "async def",
        "KeyError",
        "asyncio",
    ] {
        assert!(out.contains(word), "{word} is not in\n{out}");
    }
    assert!(!out.contains("batched"), "that came with 3.12\n{out}");
}

#[test]
fn lessons_tell_the_truth() {
    let (out, err, status) = heapscope(&["lessons", "--check"], "");
    assert_eq!(status, Some(0), "{out}{err}");
}
