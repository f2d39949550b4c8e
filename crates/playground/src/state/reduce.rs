//! The one place where the page's state changes. Pure: no clock, no storage, no DOM.

use std::rc::Rc;

use yew::Reducible;

use lesson::{At, Lesson, Link};
use scene::{Level, View};

use super::link::step;
use super::{Action, Notice, Panel, Run, State, Wish};
use crate::lessons;
use crate::protocol::{Answer, Direction, Failure, FailureKind, Reply, Request, Shown, Unit};
use crate::shared::Shared;

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = Rc::unwrap_or_clone(self);
        next.apply(action);
        next.into()
    }
}

impl State {
    pub fn apply(&mut self, action: Action) {
        match action {
            Action::Typed(source) => {
                self.source = source;
                if matches!(self.run, Run::Waking) {
                    // The place that a lesson or a link named is not in this program.
                    self.open_at = At::End;
                }
            }
            Action::Run => {
                self.playing = false;
                self.open_at = At::End;
                self.start();
            }
            Action::Stop => {
                self.playing = false;
                self.talk.stop = matches!(self.run, Run::Recording { .. });
            }
            Action::Answered(reply) => self.hear(&reply),
            Action::EngineLost(why) => self.engine_lost(&why),
            Action::Step(unit, direction) => {
                self.playing = false;
                self.wish(Wish::Step(unit, direction));
            }
            Action::Seek(place) => {
                self.playing = false;
                self.wish(Wish::Look(place));
            }
            Action::PlayPause => self.play_pause(),
            Action::Tick => {
                if self.playing && (self.at_end() || self.at_program_end()) {
                    self.playing = false;
                } else if self.playing && self.talk.asked.is_none() {
                    self.wish(Wish::Step(self.unit(), Direction::Forward));
                }
            }
            Action::Pace(pace) => self.pace = pace,
            Action::Level(level) => {
                self.view.level = level;
                self.look_again();
            }
            Action::Version(version) => {
                self.version = version;
                self.open_at = self.here();
                self.start();
            }
            Action::Theme(theme) => self.look.theme = theme,
            Action::Presenter => self.look.presenter = !self.look.presenter,
            Action::Table => self.look.table = !self.look.table,
            Action::Panel(panel) => self.open_panel(panel),
            Action::Lesson(index) => self.take_lesson(index),
            Action::Arrived(link) => self.arrive(&link),
            Action::BadLink(why) => {
                self.notice = Some(Notice {
                    text: format!("{why} Here is a lesson instead.").into(),
                    alarm: true,
                    draft: self.draft.is_some(),
                });
            }
            Action::DraftFound(draft) => {
                if *draft != *self.source {
                    self.draft = Some(draft);
                    if self.notice.is_none() && self.lesson.is_some() {
                        self.notice = Some(Notice {
                            text: "The program that you typed last time is still here.".into(),
                            alarm: false,
                            draft: true,
                        });
                    }
                }
            }
            Action::TakeDraft => {
                if let Some(draft) = self.draft.take() {
                    self.notice = None;
                    self.panel = None;
                    self.lesson = None;
                    self.replace_source(draft);
                    self.start();
                }
            }
            Action::Select(serial) => {
                self.selected = if self.selected == serial {
                    None
                } else {
                    serial
                };
            }
            Action::Fold(serial) => {
                self.selected = None;
                self.view.fold.push(serial.to_string());
                self.look_again();
            }
            Action::UnfoldAll => {
                self.view.fold.clear();
                self.look_again();
            }
            Action::DismissNotice => self.notice = None,
        }
    }

    /// Records the program in the editor, or says why there is nothing to record.
    fn start(&mut self) {
        if matches!(self.run, Run::Waking) {
            return; // "Ready" starts it
        }
        self.run_number += 1;
        self.failure = None;
        self.ran = Some((self.source.clone(), self.version.clone()));
        if self.source.trim().is_empty() {
            self.run = Run::Idle;
            self.ran = None;
            self.forget_picture();
            self.talk.hang_up();
            return;
        }
        self.run = Run::Recording { steps: 0 };
        self.talk.ask(Request::Start {
            source: self.source.to_string(),
            version: self.version.to_string(),
            limits: self.limits,
            at: self.open_at,
            view: self.view.clone(),
        });
    }

    fn open_panel(&mut self, panel: Option<Panel>) {
        self.panel = panel;
        let known = self.offer.as_ref().map(|offer| offer.version.as_str());
        if panel == Some(Panel::Offer) && known != Some(&*self.version) {
            self.offer = None;
            self.talk.ask_aside(Request::Offer {
                version: self.version.to_string(),
            });
        }
    }

    fn forget_picture(&mut self) {
        self.shown = None;
        self.changes = Shared::new(Vec::new());
        self.selected = None;
    }

    fn hear(&mut self, reply: &Reply) {
        if let Answer::Offer(offer) = &reply.answer {
            self.offer = Some(Shared::new((**offer).clone()));
            return;
        }
        if let Answer::Ready { versions } = &reply.answer {
            self.versions = versions.clone().into();
            // An engine that was started anew after it was lost waits: the same program would lose it again.
            if matches!(self.run, Run::Waking) {
                self.run = Run::Idle;
                self.start();
            }
            return;
        }
        if !self.talk.expects(reply.to) {
            return;
        }
        match &reply.answer {
            Answer::Ready { .. } | Answer::Offer(_) => {}
            Answer::Progress { steps } => self.run = Run::Recording { steps: *steps },
            Answer::Recorded(recording) => {
                self.forget_picture();
                self.run = Run::Recorded(Shared::new(recording.clone()));
            }
            Answer::Shown(shown) => {
                self.show(shown);
                self.go_on();
            }
            Answer::Failed(failure) => {
                self.playing = false;
                if failure.kind == FailureKind::NoSuchMoment {
                    // The run is good, only the place in it is not: say so and show the end.
                    self.notice = Some(Notice {
                        text: failure.message.as_str().into(),
                        alarm: true,
                        draft: false,
                    });
                    self.go_on();
                    if self.shown.is_none() {
                        self.wish(Wish::Look(At::End));
                    }
                } else {
                    self.failure = Some(failure.clone());
                    self.run = Run::Failed;
                    self.forget_picture();
                    self.talk.hang_up();
                }
            }
        }
    }

    fn show(&mut self, shown: &Shown) {
        let before = self.shown.take().filter(|before| before.view == shown.view);
        let changes = before.map(|before| scene::diff(&before.picture, &shown.picture));
        self.changes = Shared::new(changes.unwrap_or_default());
        if let Some(selected) = self.selected
            && shown.moment.object(selected).is_none()
            && shown.moment.ghost(selected).is_none()
        {
            self.selected = None;
        }
        self.open_at = step(shown.moment.moment);
        self.shown = Some(Shared::new(shown.clone()));
    }

    /// Asks, now or when the engine has answered what it was asked before.
    fn wish(&mut self, wish: Wish) {
        if self.recording().is_none() {
            return;
        }
        self.talk.wish = Some(wish);
        if self.talk.asked.is_none() {
            self.go_on();
        }
    }

    fn go_on(&mut self) {
        let Some(wish) = self.talk.answered() else {
            return;
        };
        let view = self.view.clone();
        let request = match wish {
            Wish::Look(at) => Request::Look { at, view },
            Wish::Step(unit, direction) => match &self.shown {
                Some(shown) => Request::Step {
                    from: shown.moment.moment,
                    unit,
                    direction,
                    view,
                },
                None => return,
            },
        };
        self.talk.ask(request);
    }

    /// The same moment in the present view.
    fn look_again(&mut self) {
        self.wish(Wish::Look(self.here()));
    }

    fn play_pause(&mut self) {
        if self.playing {
            self.playing = false;
        } else if self.shown.is_some() {
            self.playing = true;
            if self.at_end() || self.at_program_end() {
                self.wish(Wish::Look(At::Start));
            } else {
                self.wish(Wish::Step(Unit::Line, Direction::Forward));
            }
        }
    }

    fn replace_source(&mut self, source: Rc<str>) {
        self.source = source;
        self.source_edition += 1;
        self.open_at = At::End;
        self.playing = false;
    }

    /// Keeps what was typed here when something else takes its place.
    fn set_aside(&mut self) {
        let taught = lessons::is_lesson(&self.source);
        if !taught && !self.source.trim().is_empty() {
            self.draft = Some(self.source.clone());
        }
    }

    fn take_lesson(&mut self, index: usize) {
        self.set_aside();
        self.set_lesson(index, |_| At::Start);
        self.panel = None;
        self.notice = None;
        self.start();
    }

    /// Takes over a lesson's program, version and level; where there is no such lesson, nothing happens.
    pub(super) fn set_lesson(&mut self, index: usize, place: fn(&Lesson) -> At) {
        let Some(lesson) = lessons::get(index) else {
            return;
        };
        self.replace_source(lesson.program.as_str().into());
        self.version = lessons::version(lesson).into();
        self.view.level = lessons::level(lesson);
        self.open_at = place(lesson);
        self.lesson = Some(index);
    }

    fn arrive(&mut self, link: &Link) {
        self.set_aside();
        self.replace_source(link.source.as_str().into());
        self.version = link.version_name().into();
        self.view = View {
            show: link.view.show.clone(),
            fold: link.view.fold.clone(),
            ..View::at(Level::from_number(link.view.level).unwrap_or_default())
        };
        self.look.theme = link.view.theme;
        self.look.presenter = link.view.presenter;
        self.look.embed = link.embed;
        self.open_at = link.moment;
        self.lesson = None;
        self.panel = None;
        self.notice = None;
        self.start();
    }

    fn engine_lost(&mut self, why: &str) {
        self.playing = false;
        self.talk.hang_up();
        self.forget_picture();
        self.failure = Some(Failure {
            kind: FailureKind::Engine,
            message: why.to_owned(),
            range: None,
        });
        self.run = Run::Failed;
    }
}
