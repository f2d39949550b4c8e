//! Thousands of programs: none breaks the simulator, none leaves a reference unaccounted for.

use std::path::Path;

use fuzz::check::{Finding, check, draw};
use fuzz::{grammar, mutate, shrink};
use python::Version;

/// Programs from the grammar, shared out among the versions.
const GRAMMAR: u64 = 600;
/// Of these, so many are drawn too.
const DRAWN: u64 = 40;
/// Broken texts of recorded programs.
const BROKEN: u64 = 1_500;

fn version(seed: u64) -> Version {
    let versions = Version::SUPPORTED;
    let at = usize::try_from(seed).unwrap_or(0) % versions.len();
    versions.get(at).copied().unwrap_or_default()
}

/// Looks at seeds on all processors, each on a stack as large as the command line's.
fn for_seeds(count: u64, look: impl Fn(u64) -> Result<(), (String, Finding)> + Sync) {
    const STACK: usize = 256 << 20;
    let threads = std::thread::available_parallelism().map_or(2, usize::from) as u64;
    let mut findings: Vec<String> = Vec::new();
    std::thread::scope(|scope| {
        let look = &look;
        let workers: Vec<_> = (0..threads)
            .map(|first| {
                std::thread::Builder::new()
                    .stack_size(STACK)
                    .spawn_scoped(scope, move || {
                        let seeds = (first..count).step_by(threads as usize);
                        let found = seeds.filter_map(|seed| {
                            let (program, finding) = look(seed).err()?;
                            Some(format!("seed {seed}: {finding}\n{program}"))
                        });
                        found.take(3).collect::<Vec<_>>()
                    })
                    .expect("a thread")
            })
            .collect();
        for worker in workers {
            findings.extend(worker.join().expect("no panic outside the check"));
        }
    });
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

#[test]
fn programs_from_the_grammar_add_up() {
    for_seeds(GRAMMAR, |seed| {
        let (program, version) = (grammar::program(seed), version(seed));
        let look = |text: &str| {
            check(text, version)?;
            if seed < DRAWN {
                draw(text, version)?;
            }
            Ok(())
        };
        look(&program).map_err(|finding| {
            let least = shrink::shrunk(&program, |text| look(text).is_err());
            (least, finding)
        })
    });
}

#[test]
fn broken_texts_break_nothing() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cli/tests/conformance");
    let texts = programs(&folder);
    assert!(texts.len() > 50, "the recorded programs are not there");
    for_seeds(BROKEN, |seed| {
        let at = usize::try_from(seed).unwrap_or(0) % texts.len();
        let text = texts.get(at).map(String::as_str).unwrap_or_default();
        let broken = mutate::mutated(text, seed);
        match check(&broken, version(seed)) {
            // A changed loop may well run on.
            Ok(()) | Err(Finding::Hang) => Ok(()),
            Err(finding) => Err((broken, finding)),
        }
    });
}

fn programs(folder: &Path) -> Vec<String> {
    let mut texts = Vec::new();
    let entries = std::fs::read_dir(folder).expect("the folder");
    let mut paths: Vec<_> = entries.map(|e| e.expect("an entry").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            texts.extend(programs(&path));
        } else if path.extension().is_some_and(|e| e == "py") {
            texts.push(std::fs::read_to_string(&path).expect("a program"));
        }
    }
    texts
}
