//! Every recorded program, on every version it was recorded for, through the command line.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use python::Version;

/// The versions that a program is for when it does not say so.
const PYTHON_3: [Version; 6] = [
    Version::V3_11,
    Version::V3_12,
    Version::V3_13,
    Version::V3_14,
    Version::V3_14_2,
    Version::V3_15,
];
/// Those whose real interpreters ran on 64 bits.
const NATIVE: [Version; 3] = [Version::V3_11, Version::V3_13, Version::V3_14];

/// One program on one version.
struct Case {
    program: PathBuf,
    version: Version,
    expected: Vec<u8>,
    status: i32,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance")
}

/// The programs of a folder and of those in it, in the order of their names.
fn programs(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(programs(&path));
        } else if path.extension().is_some_and(|e| e == "py") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// What a program says of itself in its first lines: the versions it is for, and its exit status.
fn directives(source: &str) -> (Vec<Version>, i32) {
    let mut versions = PYTHON_3.to_vec();
    let mut status = 0;
    for line in source.lines().take(6) {
        if let Some(words) = line.strip_prefix("# oracle: ") {
            versions = match words.trim() {
                "native" => NATIVE.to_vec(),
                names => names
                    .split_whitespace()
                    .filter_map(|name| name.parse().ok())
                    .collect(),
            };
        } else if let Some(n) = line.strip_prefix("# exit: ") {
            status = n.trim().parse().expect("a number");
        }
    }
    (versions, status)
}

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for program in programs(&folder()) {
        let source = fs::read_to_string(&program).expect("a program");
        let (versions, status) = directives(&source);
        for version in versions {
            let of_version = program.with_extension(format!("{version}.out"));
            let recording = if of_version.exists() {
                of_version
            } else {
                program.with_extension("out")
            };
            let expected = fs::read(&recording)
                .unwrap_or_else(|why| panic!("{} on {version}: {why}", program.display()));
            cases.push(Case {
                program: program.clone(),
                version,
                expected,
                status,
            });
        }
    }
    cases
}

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
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(why) = passes(case) {
                        let program = case.program.strip_prefix(folder()).unwrap_or(&case.program);
                        failures.lock().expect("no panic").push(format!(
                            "{} on {}: {why}",
                            program.display(),
                            case.version
                        ));
                    }
                }
            });
        }
    });
    let mut failures = failures.into_inner().expect("no panic");
    failures.sort();
    assert!(
        cases.len() >= 380,
        "only {} recordings are where they were",
        cases.len()
    );
    assert!(
        failures.is_empty(),
        "{} of {} fail:\n{}",
        failures.len(),
        cases.len(),
        failures.join("\n")
    );
}
