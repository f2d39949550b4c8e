//! From a machine to a state.
//!
//! A machine knows nothing of its past. What is drawn of the past, ghosts and places, is the business of an
//! [`Album`]: it is shown the moments of a run once, in order, and remembers who lived where.

mod collector;
mod event;
mod frames;
mod kind;
mod label;
mod machinery;
mod memory;
mod moment;
mod objects;
mod ref_set;
mod stack_words;
mod value;

use std::collections::BTreeMap;

use heap::Addr;
use python::{Machine, Stop, Stream as PythonStream};
use timeline::Moment;

pub use event::event;
pub use moment::{moment, worth_learning};

use crate::layout::{Places, picture};
use crate::picture::Picture;
use crate::state::{self, Error, Ghost, HolderKind, Kind, Output, Serial, State, Stream};
use crate::view::View;

/// Ghosts that are shown at a time.
const MOST_GHOSTS: usize = 6;
/// For how many learned moments a ghost stays.
const GHOST_STAYS: usize = 6;

/// What is remembered of a run for its pictures: who lived, and where everything lies.
#[derive(Clone, Debug, Default)]
pub struct Album {
    places: Places,
    moments: Vec<Moment>,
    lives: BTreeMap<Serial, Life>,
}

#[derive(Clone, Debug)]
struct Life {
    /// As it would be shown.
    ghost: Ghost,
    /// Numbers of the first and last learned moments at which it was seen alive.
    first: usize,
    last: usize,
}

impl Album {
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in a moment of the run. They have to come in order: each line is enough.
    pub fn learn(&mut self, at: Moment, machine: &Machine) {
        let number = self.moments.len();
        self.moments.push(at);
        let state = self.snapshot(at, machine, &[], false);
        for object in state.objects.iter().filter(|object| is_remembered(object)) {
            let life = self.lives.entry(object.id).or_insert_with(|| Life {
                ghost: ghost_of(object),
                first: number,
                last: number,
            });
            life.last = number;
            life.ghost = ghost_of(object);
        }
        self.places.learn(&state);
    }

    /// The state of a moment. `happened` and `sentence` are left to whoever knows the moment before.
    pub fn state(&self, at: Moment, machine: &Machine) -> State {
        self.snapshot(at, machine, &[], true)
    }

    /// The same, with these objects in it, even where they are the interpreter's own.
    pub fn state_about(&self, at: Moment, machine: &Machine, about: &[heap::Ref]) -> State {
        self.snapshot(at, machine, about, true)
    }

    /// Draws a state of this run.
    pub fn picture(&self, state: &State, view: &View) -> Picture {
        picture(state, view, &self.places)
    }

    fn snapshot(&self, at: Moment, machine: &Machine, about: &[heap::Ref], memory: bool) -> State {
        let inside = at.event > 0;
        let census = objects::Census::take(machine, about);
        let frames = frames::frames(machine, inside);
        let source = frames::source(machine, inside);
        let objects = census.objects();
        State {
            format: State::FORMAT,
            version: machine.version.name().to_owned(),
            moment: state::Moment {
                step: at.step,
                event: at.event,
            },
            line: source.map(|source| source.start_line),
            source,
            instruction: frames::instruction(machine, inside),
            happened: Vec::new(),
            sentence: String::new(),
            names: frames::module_names(machine),
            frames,
            objects,
            hidden_objects: census.hidden,
            freed: self.ghosts(at, machine),
            generations: collector::generations(machine, &census),
            gc_enabled: machine.heap.gc_enabled(),
            collection: collector::collection(machine, &census),
            output: output(machine),
            memory: memory.then(|| memory::memory(machine, &census)),
            error: error(machine),
            ended: machine.stopped().map(ended),
        }
    }

    /// Who was seen alive lately and is gone now.
    fn ghosts(&self, at: Moment, machine: &Machine) -> Vec<Ghost> {
        let now = self.moments.partition_point(|moment| *moment <= at);
        let mut gone: Vec<(usize, Ghost)> = Vec::new();
        for life in self.lives.values() {
            let recent = life.first < now && life.last + GHOST_STAYS >= now;
            if !recent {
                continue;
            }
            let tenant = machine.heap.object_at(Addr(life.ghost.address.0));
            let tenant = tenant.map(|r| objects::serial(machine, r));
            if tenant != Some(life.ghost.id) {
                let mut ghost = life.ghost.clone();
                ghost.reused_by = tenant;
                let next = self.moments.get(life.last + 1);
                ghost.freed_at = next.map_or(at.step, |moment| moment.step.min(at.step));
                gone.push((life.last, ghost));
            }
        }
        gone.sort_by_key(|(last, ghost)| (*last, ghost.id));
        let surplus = gone.len().saturating_sub(MOST_GHOSTS);
        gone.into_iter()
            .skip(surplus)
            .map(|(_, ghost)| ghost)
            .collect()
    }
}

fn is_remembered(object: &state::Object) -> bool {
    let shown = match object.kind {
        Kind::Instance
        | Kind::Container
        | Kind::Weak
        | Kind::Class
        | Kind::Function
        | Kind::InstanceDict
        | Kind::Running
        | Kind::Other => true,
        Kind::Atom | Kind::Module | Kind::Plumbing | Kind::Cell => false,
    };
    // What only an evaluation stack ever held is forgotten with it.
    let held = object.holders.iter().any(|holder| match holder.who {
        HolderKind::Object(_) | HolderKind::Local(_) => true,
        HolderKind::Interpreter => holder.label.starts_with("name "),
        HolderKind::Stack(_) => false,
    });
    shown && held && !object.machinery
}

fn ghost_of(object: &state::Object) -> Ghost {
    Ghost {
        id: object.id,
        address: object.address,
        type_name: object.type_name.clone(),
        kind: object.kind,
        value: object.value.clone(),
        nick: object.nick.clone(),
        machinery: object.machinery,
        freed_at: 0,
        reused_by: None,
    }
}

fn output(machine: &Machine) -> Vec<Output> {
    let pieces = machine.output.pieces.iter().map(|(stream, text)| Output {
        stream: match stream {
            PythonStream::Out => Stream::Stdout,
            PythonStream::Err => Stream::Stderr,
        },
        text: text.clone(),
    });
    pieces.collect()
}

fn error(machine: &Machine) -> Option<Error> {
    let line = frames::source(machine, true).map(|source| source.start_line);
    match machine.stopped()? {
        Stop::Ended(0) | Stop::Moment => None,
        Stop::Ended(_) => Some(Error {
            text: machine.output.text(PythonStream::Err),
            line,
        }),
        stop @ (Stop::Steps | Stop::Memory | Stop::Output | Stop::Crash(_)) => Some(Error {
            text: ended(stop),
            line,
        }),
        Stop::NotSupported { line, .. } => Some(Error {
            text: machine.stopped().map(ended).unwrap_or_default(),
            line: Some(*line),
        }),
    }
}

/// Why a run is over, in words.
pub fn ended(stop: &Stop) -> String {
    match stop {
        Stop::Ended(0) => "the program ended".to_owned(),
        Stop::Ended(status) => format!("the program ended with exit status {status}"),
        Stop::Steps => "stopped: the limit on steps was reached".to_owned(),
        Stop::Memory => "stopped: the limit on memory was reached".to_owned(),
        Stop::Output => "stopped: the limit on output was reached".to_owned(),
        Stop::Moment => "at the moment that was asked for".to_owned(),
        Stop::Crash(why) => format!("the simulated process crashed: {why}"),
        Stop::NotSupported { what, line } => format!("line {line}: not supported: {what}"),
    }
}
