//! The recorded programs in `tests/conformance` (see the README there).

use std::fs;
use std::path::{Path, PathBuf};
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
#[allow(dead_code, reason = "each test uses its part")]
pub struct Case {
    pub program: PathBuf,
    pub version: Version,
    pub expected: Vec<u8>,
    pub status: i32,
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
                    .map(|name| name.parse().expect("a version that there is"))
                    .collect(),
            };
        } else if let Some(n) = line.strip_prefix("# exit: ") {
            status = n.trim().parse().expect("a number");
        }
    }
    (versions, status)
}

/// All of them, in the order of their names.
pub fn cases() -> Vec<Case> {
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

impl Case {
    /// The program and its version, for messages.
    pub fn name(&self) -> String {
        let root = folder();
        let program = self.program.strip_prefix(&root).unwrap_or(&self.program);
        format!("{} on {}", program.display(), self.version)
    }
}

/// Tries every case, on all processors; what went wrong, in the order of the names.
pub fn for_each(cases: &[Case], check: impl Fn(&Case) -> Result<(), String> + Sync) -> Vec<String> {
    /// Compiler and pictures recurse with the nesting of a program.
    const STACK: usize = 256 << 20;
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    let work = || {
        while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Err(why) = check(case) {
                let mut failures = failures.lock().expect("no panic");
                failures.push(format!("{}: {why}", case.name()));
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            std::thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, work)
                .expect("a thread");
        }
    });
    let mut failures = failures.into_inner().expect("no panic");
    failures.sort();
    failures
}
