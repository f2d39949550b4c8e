//! Every recorded program, on every version it was recorded for, through the command line.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// One program on one version.
struct Case {
    program: PathBuf,
    version: String,
    expected: Vec<u8>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance")
}

/// Versions that `heapscope run` takes; recordings of others wait for their version.
fn supported() -> Vec<&'static str> {
    python::Version::SUPPORTED
        .iter()
        .map(|v| v.name())
        .collect()
}

fn cases() -> Vec<Case> {
    let mut found = Vec::new();
    let supported = supported();
    let mut files: Vec<PathBuf> = fs::read_dir(folder())
        .expect("the folder")
        .map(|e| e.expect("an entry").path())
        .collect();
    files.sort();
    for file in files {
        let name = file
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let Some(stem) = name.strip_suffix(".out") else {
            continue;
        };
        let Some((program, version)) = stem.split_once('.') else {
            continue;
        };
        if supported.contains(&version) {
            found.push(Case {
                program: folder().join(format!("{program}.py")),
                version: version.to_owned(),
                expected: fs::read(&file).expect("a recording"),
            });
        }
    }
    found
}

fn expected_status(program: &Path) -> i32 {
    let source = fs::read_to_string(program).expect("a program");
    let line = source
        .lines()
        .take(6)
        .find_map(|l| l.strip_prefix("# exit: "));
    line.map_or(0, |n| n.trim().parse().expect("a number"))
}

fn passes(case: &Case) -> Result<(), String> {
    let output = Command::new(env!("CARGO_BIN_EXE_heapscope"))
        .args(["run", "--python", &case.version])
        .arg(&case.program)
        .output()
        .map_err(|e| e.to_string())?;
    if output.stdout == case.expected
        && output.status.code() == Some(expected_status(&case.program))
    {
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

fn floor() -> BTreeMap<String, usize> {
    let text = fs::read_to_string(folder().join("floor.txt")).unwrap_or_default();
    text.lines()
        .filter_map(|l| l.split_once(' '))
        .map(|(version, n)| (version.to_owned(), n.trim().parse().expect("a number")))
        .collect()
}

#[test]
fn recorded_programs_print_what_cpython_prints() {
    let cases = cases();
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let result = passes(case);
                    results.lock().expect("no panic").push((case, result));
                }
            });
        }
    });
    let results = results.into_inner().expect("no panic");
    let mut totals: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut failures = Vec::new();
    for (case, result) in &results {
        let total = totals.entry(&case.version).or_default();
        total.1 += 1;
        match result {
            Ok(()) => total.0 += 1,
            Err(why) => failures.push(format!(
                "{} on {}: {why}",
                case.program
                    .file_stem()
                    .unwrap_or_default()
                    .to_string_lossy(),
                case.version
            )),
        }
    }
    failures.sort();
    let report: Vec<String> = totals
        .iter()
        .map(|(v, (passed, all))| format!("{v}: {passed} of {all}"))
        .collect();
    println!("{}\n{}", report.join("\n"), failures.join("\n"));
    let floor = floor();
    for (version, (passed, _)) in &totals {
        let least = floor.get(*version).copied().unwrap_or(0);
        assert!(
            *passed >= least,
            "{version}: {passed} programs pass, {least} did before:\n{}",
            failures.join("\n")
        );
        assert!(
            *passed <= least,
            "{version}: {passed} programs pass now; write that into floor.txt"
        );
    }
}
