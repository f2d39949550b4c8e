//! Every reference is accounted for: while the recorded programs run, the holders of each object add up to its count.
//!
//! The auditor looks at the whole heap before every one of a program's first [`GAPLESS`] instructions, those of
//! finalizers, callbacks and modules written in Python included; after that the distance between two audits grows with
//! their number, so that long loops end. The last audit is after the interpreter has shut down as far as it does.

mod recordings;

use std::fs;

use python::{Audit, Machine, Settings, Status, Stop, Watch};

use recordings::{Case, cases, for_each};

/// Audits without a gap.
const GAPLESS: u64 = 400;

fn adds_up(case: &Case) -> Result<(), String> {
    let source = fs::read_to_string(&case.program).map_err(|error| error.to_string())?;
    let mut machine = Machine::start(&source, case.version, &Settings::default())
        .map_err(|error| error.to_string())?;
    machine.watch(Watch::Audit(Audit {
        gapless: GAPLESS,
        ..Audit::default()
    }));
    let stop = loop {
        if let Status::Stopped(stop) = machine.run(u64::MAX) {
            break stop;
        }
    };
    let audit = machine.audited().cloned().unwrap_or_default();
    if let Some((at, wrong)) = audit.wrong {
        return Err(format!("before instruction {}: {wrong}", at.step));
    }
    if !matches!(stop, Stop::Ended(_)) {
        return Err(format!("{stop:?}"));
    }
    if audit.done == 0 {
        return Err("nothing was audited".to_owned());
    }
    machine
        .audit()
        .map_err(|wrong| format!("at the end: {wrong}"))
}

#[test]
fn holders_add_up_to_counts() {
    let cases = cases();
    let failures = for_each(&cases, adds_up);
    assert!(
        failures.is_empty(),
        "{} of {} do not add up:\n{}",
        failures.len(),
        cases.len(),
        failures.join("\n")
    );
}
