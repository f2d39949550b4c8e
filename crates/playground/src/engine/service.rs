//! Meets requests: records runs in slices and shows their moments. Knows nothing of workers or pages.

use super::fixture::{self, Recorder, Tape};
use crate::protocol::{Answer, Ask, Failure, FailureKind, Outcome, Reply, Request};
use lesson::At;
use scene::View;

/// One engine and its present run.
#[derive(Default)]
pub struct Service {
    job: Job,
}

#[derive(Default)]
enum Job {
    #[default]
    Nothing,
    Recording {
        number: u64,
        recorder: Recorder,
        at: At,
        view: View,
    },
    Recorded(Tape),
}

impl Service {
    /// The first thing to say.
    pub fn hello(&self) -> Reply {
        Reply {
            to: 0,
            answer: Answer::Ready {
                versions: fixture::versions(),
            },
        }
    }

    /// True while [`Service::work`] has something to do.
    pub fn busy(&self) -> bool {
        matches!(self.job, Job::Recording { .. })
    }

    pub fn ask(&mut self, ask: Ask) -> Vec<Reply> {
        let number = ask.number;
        let answers = match ask.request {
            Request::Start { source, version: _, limits: _, at, view } => match Recorder::new(&source) {
                Ok(recorder) => {
                    self.job = Job::Recording { number, recorder, at, view };
                    vec![Answer::Progress { steps: 0 }]
                }
                Err(failure) => {
                    self.job = Job::Nothing;
                    vec![Answer::Failed(failure)]
                }
            },
            Request::Stop => return self.finish(Some(Outcome::Stopped)),
            Request::Look { at, view } => vec![self.look(&at, &view)],
            Request::Step { from, unit, direction, view } => match &self.job {
                Job::Recorded(tape) => vec![Answer::Shown(Box::new(tape.look(tape.step(from, unit, direction), &view)))],
                Job::Nothing | Job::Recording { .. } => vec![nothing_recorded()],
            },
        };
        reply(number, answers)
    }

    /// Goes on recording for as long as it may.
    pub fn work(&mut self, mut may_go_on: impl FnMut() -> bool) -> Vec<Reply> {
        let Job::Recording { number, recorder, .. } = &mut self.job else {
            return Vec::new();
        };
        let number = *number;
        loop {
            if recorder.advance(10_000) {
                return self.finish(None);
            }
            if !may_go_on() {
                let steps = recorder.steps();
                return reply(number, vec![Answer::Progress { steps }]);
            }
        }
    }

    fn finish(&mut self, outcome: Option<Outcome>) -> Vec<Reply> {
        match std::mem::take(&mut self.job) {
            Job::Recording { number, recorder, at, view } => {
                let tape = recorder.finish();
                let mut recording = tape.summary();
                if let Some(outcome) = outcome {
                    recording.outcome = outcome;
                }
                self.job = Job::Recorded(tape);
                let shown = self.look(&at, &view);
                reply(number, vec![Answer::Recorded(recording), shown])
            }
            other => {
                self.job = other;
                Vec::new()
            }
        }
    }

    fn look(&self, at: &At, view: &View) -> Answer {
        let Job::Recorded(tape) = &self.job else {
            return nothing_recorded();
        };
        match tape.find(at) {
            Ok(position) => Answer::Shown(Box::new(tape.look(position, view))),
            Err(message) => Answer::Failed(Failure {
                kind: FailureKind::NoSuchMoment,
                message,
                range: None,
            }),
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
    answers.into_iter().map(|answer| Reply { to, answer }).collect()
}
