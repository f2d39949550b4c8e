//! One program, run with everything that can be checked without knowing what is right.

use std::panic::{AssertUnwindSafe, catch_unwind};

use python::compile::CompileErrorKind;
use python::{Audit, Machine, Settings, Status, Stop, Stream, Version, Watch};
use scene::{Album, Level, View};
use timeline::{Moment, Recorder};

/// Instructions after which a program that this crate made must have ended.
const STEPS: u64 = 200_000;
/// Audits at one instruction after the other.
const GAPLESS: u64 = 40;

/// What is wrong with a run.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Finding {
    /// The simulator broke down.
    #[error("panic: {0}")]
    Panic(String),
    /// A reference has no holder, or a holder no reference.
    #[error("the counts do not add up: {0}")]
    Audit(String),
    /// The program did not end.
    #[error("no end after {STEPS} instructions")]
    Hang,
}

/// What a program printed, and how it ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ran {
    /// stdout.
    pub out: String,
    /// stderr.
    pub err: String,
    /// Why it is over. `None` if it does not compile.
    pub stop: Option<Stop>,
}

impl Ran {
    /// What Heapscope itself says that it cannot do.
    pub fn refused(&self) -> Option<&str> {
        match &self.stop {
            Some(Stop::NotSupported { what, .. }) => Some(what),
            _ => None,
        }
    }
}

/// Settings with limits that a small program does not reach.
fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.limits.steps = STEPS;
    settings.limits.memory = 256 << 20;
    settings.limits.output = 1 << 20;
    settings
}

/// Runs a program to its end.
pub fn run(program: &str, version: Version, watch: Watch) -> (Ran, Option<Machine>) {
    let mut machine = match Machine::start(program, version, &settings()) {
        Ok(machine) => machine,
        Err(error) => {
            let stop = match &error.kind {
                CompileErrorKind::NotSupported(_) => Some(Stop::NotSupported {
                    what: error.to_string(),
                    line: error.range.line,
                }),
                _ => None,
            };
            let ran = Ran {
                out: String::new(),
                err: error.to_string(),
                stop,
            };
            return (ran, None);
        }
    };
    machine.watch(watch);
    let stop = loop {
        if let Status::Stopped(stop) = machine.run(u64::MAX) {
            break stop;
        }
    };
    let ran = Ran {
        out: machine.output.text(Stream::Out),
        err: machine.output.text(Stream::Err),
        stop: Some(stop),
    };
    (ran, Some(machine))
}

/// Runs a program under the auditor, then records it and draws some of its moments.
///
/// # Errors
/// The first finding.
pub fn check(program: &str, version: Version) -> Result<(), Finding> {
    guarded(|| {
        let watch = Watch::Audit(Audit {
            gapless: GAPLESS,
            ..Audit::default()
        });
        let (ran, machine) = run(program, version, watch);
        let Some(machine) = machine else {
            return Ok(());
        };
        if let Some((at, wrong)) = machine.audited().and_then(|audit| audit.wrong.as_ref()) {
            let at = at.step;
            return Err(Finding::Audit(format!("before instruction {at}: {wrong}")));
        }
        if ran.stop == Some(Stop::Steps) {
            return Err(Finding::Hang);
        }
        if matches!(ran.stop, Some(Stop::Ended(_))) {
            machine.audit().map_err(Finding::Audit)?;
        }
        Ok(())
    })
}

/// Records a program and draws moments of it at every level of truth.
///
/// # Errors
/// A panic.
pub fn draw(program: &str, version: Version) -> Result<(), Finding> {
    guarded(|| {
        let Ok(mut recorder) = Recorder::start(program, version, &settings()) else {
            return Ok(());
        };
        while recorder.advance(10_000) == timeline::Status::Running {}
        let run = recorder.finish();
        let end = run.end().step;
        for (part, level) in (1..=5).zip(1u8..) {
            let at = Moment::after(end * part / 5);
            let mut album = Album::new();
            run.look(at, |machine| album.learn(at, machine));
            let state = scene::moment(&run, &album, at);
            let view = View::at(Level::from_number(level).unwrap_or_default());
            let picture = album.picture(&state, &view);
            // What they look like is not known here; that they can be made is.
            std::hint::black_box([
                scene::text(&picture),
                scene::svg(&picture, scene::Theme::Light),
                scene::dot(&state),
            ]);
        }
        Ok(())
    })
}

/// A panic becomes a finding.
fn guarded(act: impl FnOnce() -> Result<(), Finding>) -> Result<(), Finding> {
    // Nothing of what the closure worked on is looked at after a panic.
    match catch_unwind(AssertUnwindSafe(act)) {
        Ok(result) => result,
        Err(payload) => Err(Finding::Panic(
            payload
                .downcast_ref::<String>()
                .cloned()
                .or_else(|| payload.downcast_ref::<&str>().map(|s| (*s).to_owned()))
                .unwrap_or_default(),
        )),
    }
}
