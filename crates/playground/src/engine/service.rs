//! Meets requests: records runs in slices and shows their moments. Knows nothing of workers or pages.

use lesson::At;
use python::compile::CompileErrorKind;
use python::{CompileError, Settings, Stop, UnknownVersion, Version};
use scene::View;
use scene::state::SourceRange;
use timeline::{Recorder, Status};

use super::film::Film;
use super::offer::offer;
use super::studio::Studio;
use crate::protocol::{
    Answer, Ask, Choice, Direction, Failure, FailureKind, Limits, Outcome, Position, Reply,
    Request, Unit,
};

/// Instructions between two looks at the clock.
const FUEL: u64 = 2_000;

/// One engine and its present run.
#[derive(Default)]
pub struct Service {
    job: Job,
}

#[derive(Default)]
enum Job {
    #[default]
    Nothing,
    /// The program runs.
    Recording {
        order: Order,
        recorder: Box<Recorder>,
    },
    /// It has run, and places are chosen for what it made.
    Developing {
        order: Order,
        studio: Box<Studio>,
    },
    Done(Box<Film>),
}

/// What is to be shown when the run is there.
struct Order {
    number: u64,
    at: At,
    view: View,
}

impl Service {
    /// The first thing to say.
    pub fn hello(&self) -> Reply {
        let versions = Version::SUPPORTED.iter().map(|version| Choice {
            name: version.name().to_owned(),
            remark: format!("Python {}", version.name()),
        });
        Reply {
            to: 0,
            answer: Answer::Ready {
                versions: versions.collect(),
            },
        }
    }

    /// True while [`Service::work`] has something to do.
    pub fn busy(&self) -> bool {
        matches!(self.job, Job::Recording { .. } | Job::Developing { .. })
    }

    pub fn ask(&mut self, ask: Ask) -> Vec<Reply> {
        let number = ask.number;
        let answer = match ask.request {
            Request::Start {
                source,
                version,
                limits,
                at,
                view,
            } => {
                let order = Order { number, at, view };
                match start(&source, &version, limits) {
                    Ok(recorder) => {
                        self.job = Job::Recording {
                            order,
                            recorder: Box::new(recorder),
                        };
                        Answer::Progress { steps: 0 }
                    }
                    Err(failure) => {
                        self.job = Job::Nothing;
                        Answer::Failed(failure)
                    }
                }
            }
            Request::Stop => return self.stop(),
            Request::Look { at, view } => self.look(at, &view),
            Request::Step {
                from,
                unit,
                direction,
                view,
            } => self.step(from, unit, direction, &view),
            Request::Offer { version } => match version.parse() {
                Ok(version) => Answer::Offer(Box::new(offer(version))),
                Err(UnknownVersion(name)) => Answer::Failed(unknown(&name)),
            },
        };
        reply(number, vec![answer])
    }

    /// Goes on recording for as long as it may.
    pub fn work(&mut self, mut may_go_on: impl FnMut() -> bool) -> Vec<Reply> {
        loop {
            match std::mem::take(&mut self.job) {
                Job::Recording {
                    order,
                    mut recorder,
                } => match recorder.advance(FUEL) {
                    Status::Running if may_go_on() => self.job = Job::Recording { order, recorder },
                    Status::Running => {
                        let (number, steps) = (order.number, recorder.steps());
                        self.job = Job::Recording { order, recorder };
                        return reply(number, vec![Answer::Progress { steps }]);
                    }
                    Status::Over => {
                        let studio = Box::new(Studio::new(recorder.finish()));
                        self.job = Job::Developing { order, studio };
                    }
                },
                Job::Developing { order, mut studio } => {
                    if !studio.develop() {
                        return self.deliver(&order, studio.finish());
                    }
                    let (number, steps) = (order.number, studio.steps());
                    self.job = Job::Developing { order, studio };
                    if !may_go_on() {
                        return reply(number, vec![Answer::Progress { steps }]);
                    }
                }
                other @ (Job::Nothing | Job::Done(_)) => {
                    self.job = other;
                    return Vec::new();
                }
            }
        }
    }

    /// Ends the recording where it is.
    fn stop(&mut self) -> Vec<Reply> {
        match std::mem::take(&mut self.job) {
            Job::Recording { order, recorder } => {
                let studio = Box::new(Studio::new(recorder.finish()));
                self.job = Job::Developing { order, studio };
                Vec::new()
            }
            Job::Developing { order, studio } => self.deliver(&order, studio.finish()),
            other @ (Job::Nothing | Job::Done(_)) => {
                self.job = other;
                Vec::new()
            }
        }
    }

    fn deliver(&mut self, order: &Order, film: Film) -> Vec<Reply> {
        let recording = film.recording();
        // A run that was cut short does not have the moment that was asked for; its end is the next best.
        let cut = matches!(
            recording.outcome,
            Outcome::Stopped | Outcome::LimitReached(_)
        );
        let at = if cut && film.find(order.at).is_err() {
            At::End
        } else {
            order.at
        };
        self.job = Job::Done(Box::new(film));
        let shown = self.look(at, &order.view);
        reply(order.number, vec![Answer::Recorded(recording), shown])
    }

    fn look(&self, at: At, view: &View) -> Answer {
        let Job::Done(film) = &self.job else {
            return nothing_recorded();
        };
        match film.find(at) {
            Ok(moment) => Answer::Shown(Box::new(film.show(moment, view))),
            Err(error) => Answer::Failed(Failure {
                kind: FailureKind::NoSuchMoment,
                message: format!("This moment is not in the run: {error}. Here is its end."),
                range: None,
            }),
        }
    }

    fn step(&self, from: Position, unit: Unit, direction: Direction, view: &View) -> Answer {
        let Job::Done(film) = &self.job else {
            return nothing_recorded();
        };
        Answer::Shown(Box::new(film.show(film.step(from, unit, direction), view)))
    }
}

fn start(source: &str, version: &str, limits: Limits) -> Result<Recorder, Failure> {
    let known: Version = version
        .parse()
        .map_err(|UnknownVersion(name)| unknown(&name))?;
    let mut settings = Settings::default();
    settings.limits.steps = limits.steps;
    settings.limits.memory = limits.memory;
    settings.limits.output = limits.output;
    Recorder::start(source, known, &settings).map_err(|error| refused(&error, source))
}

fn unknown(version: &str) -> Failure {
    let names: Vec<&str> = Version::SUPPORTED
        .iter()
        .map(|version| version.name())
        .collect();
    Failure {
        kind: FailureKind::NotSupported,
        message: format!(
            "Python {version} is not simulated here. There is Python {}.",
            names.join(" and ")
        ),
        range: None,
    }
}

fn refused(error: &CompileError, source: &str) -> Failure {
    let kind = match &error.kind {
        CompileErrorKind::Syntax(_) | CompileErrorKind::Indentation(_) | CompileErrorKind::Tab => {
            FailureKind::Syntax
        }
        CompileErrorKind::NotSupported(_) => FailureKind::NotSupported,
    };
    let message = match kind {
        FailureKind::Syntax => format!("{}: {}", error.kind.exception_name(), error.kind),
        FailureKind::NotSupported | FailureKind::NoSuchMoment | FailureKind::Engine => {
            error.kind.to_string()
        }
    };
    let range = error.range;
    Failure {
        kind,
        message,
        range: (range.line > 0).then(|| SourceRange {
            start_line: range.line,
            start_column: column(source, range.line, range.col),
            end_line: range.end_line,
            end_column: column(source, range.end_line, range.end_col),
        }),
    }
}

/// Column in characters from 1, for one in bytes from 0.
fn column(source: &str, line: u32, bytes: u32) -> u32 {
    let index = usize::try_from(line.saturating_sub(1)).unwrap_or(usize::MAX);
    let text = source.split('\n').nth(index).unwrap_or_default();
    let before = text
        .char_indices()
        .take_while(|(at, _)| u32::try_from(*at).is_ok_and(|at| at < bytes));
    u32::try_from(before.count()).unwrap_or(u32::MAX - 1) + 1
}

/// How a run that was recorded ended.
pub fn outcome(stop: Option<&Stop>) -> Outcome {
    match stop {
        None | Some(Stop::Moment) => Outcome::Stopped,
        Some(Stop::Ended(0)) => Outcome::Finished,
        Some(Stop::Ended(_) | Stop::Crash(_)) => Outcome::Raised,
        Some(Stop::Steps) => {
            Outcome::LimitReached("The limit on instructions is reached.".to_owned())
        }
        Some(Stop::Memory) => Outcome::LimitReached("The limit on memory is reached.".to_owned()),
        Some(Stop::Output) => Outcome::LimitReached("The limit on output is reached.".to_owned()),
        Some(Stop::NotSupported { what, line }) => {
            Outcome::LimitReached(format!("Line {line}: not supported here: {what}."))
        }
    }
}

fn nothing_recorded() -> Answer {
    Answer::Failed(Failure {
        kind: FailureKind::Engine,
        message: "There is no run to look at.".to_owned(),
        range: None,
    })
}

fn reply(to: u64, answers: Vec<Answer>) -> Vec<Reply> {
    answers
        .into_iter()
        .map(|answer| Reply { to, answer })
        .collect()
}
