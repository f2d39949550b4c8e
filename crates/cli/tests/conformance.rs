//! Every recorded program, on every version it was recorded for, through the command line.

mod recordings;

use std::process::Command;

use recordings::{Case, cases, for_each};

fn passes(case: &Case) -> Result<(), String> {
    let output = Command::new(env!("CARGO_BIN_EXE_heapscope"))
        .args(["run", "--python", case.version.name()])
        .arg(&case.program)
        .output()
        .map_err(|e| e.to_string())?;
    if output.stdout == case.expected && output.status.code() == Some(case.status) {
        return Ok(());
    }
    let stderr = String::from_utf8_lossy(&output.stderr);
    let expected = String::from_utf8_lossy(&case.expected).into_owned();
    let got = String::from_utf8_lossy(&output.stdout).into_owned();
    let first = expected.lines().zip(got.lines()).find(|(a, b)| a != b);
    Err(match first {
        Some((want, got)) => format!("expected {want:?}, got {got:?}"),
        None => format!(
            "exit {:?}, {}",
            output.status.code(),
            stderr.lines().last().unwrap_or("output differs in length")
        ),
    })
}

#[test]
fn recorded_programs_print_what_cpython_prints() {
    let cases = cases();
    assert!(
        cases.len() >= 380,
        "only {} recordings are where they were",
        cases.len()
    );
    let failures = for_each(&cases, passes);
    assert!(
        failures.is_empty(),
        "{} of {} fail:\n{}",
        failures.len(),
        cases.len(),
        failures.join("\n")
    );
}
