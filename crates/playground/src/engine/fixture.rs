//! A pretended run, until the real engine is here.
#![allow(clippy::all, clippy::expect_used)]

#[path = "/work/main/crates/scene/tests/build/mod.rs"]
mod build;
use build::Build;
use lesson::At;
use scene::state::*;
use scene::{Places, View};

use crate::protocol::{Direction, Failure, FailureKind, Mark, MarkKind, Offer, Outcome, Position, Recording, Shown, Unit};

pub fn versions() -> Vec<Offer> {
    ["3.14", "3.11", "2.7"].iter().map(|n| Offer { name: n.to_string(), remark: "pretended".into() }).collect()
}

pub struct Recorder { steps: u64, length: u64 }
pub struct Tape { length: u64, places: Places }

impl Recorder {
    pub fn new(source: &str) -> Result<Self, Failure> {
        if let Some(at) = source.find('$') {
            let line = 1 + source[..at].matches('\n').count() as u32;
            return Err(Failure { kind: FailureKind::Syntax, message: "SyntaxError: invalid syntax".into(),
                range: Some(SourceRange { start_line: line, start_column: 1, end_line: line, end_column: 5 }) });
        }
        Ok(Self { steps: 0, length: if source.contains("while True") { u64::MAX } else { 8 } })
    }
    pub fn advance(&mut self, fuel: u64) -> bool { self.steps += fuel; self.steps >= self.length }
    pub fn steps(&self) -> u64 { self.steps }
    pub fn finish(self) -> Tape {
        let mut places = Places::new();
        for i in 0..=8 { places.learn(&state(i)); }
        Tape { length: 8, places }
    }
}

fn state(step: u64) -> State {
    let mut b = Build::new().object(1, Kind::Class, "type", "Node").name("Node", 1);
    let n: [(u64, u64, u32, &str); 4] = [(1, 4, 2, "ABC"), (2, 6, 3, "DEF"), (3, 99, 4, "GHI"), (4, 99, 5, "JKL")];
    for (born, dies, id, text) in n {
        if step >= born && step < dies { b = b.node(id, text); }
        if step >= dies { b = b.ghost(id, text, None); }
    }
    if step >= 1 { b = b.name("n1", if step >= 4 { 5 } else { 2 }); }
    if step >= 2 { b = b.name("n2", if step >= 6 { 5 } else { 3 }); }
    if step >= 3 { b = b.name("n3", 4); }
    if step >= 7 { b = b.refer(4, "next", 5).refer(5, "prev", 4); }
    b = b.frame("<module>", &[], &[]);
    if step == 3 { b = b.frame("__init__", &[("self", 4), ("val", 1004)], &[("value to store", 1004)]); }
    let mut s = b.done();
    if step == 8 { for o in &mut s.objects { if o.id.0 < 1000 && o.id.0 > 1 { o.gc_refs = Some(o.refcount - 1); o.fate = Some(if o.refcount < 3 { Fate::TentativelyUnreachable } else { Fate::Reachable }); } }
      s.collection = Some(Collection { generation: Generation::Zero, phase: "subtract_refs".into(), young: vec![Serial(4)], unreachable: vec![Serial(5)], finalizers: vec![] }); }
    s.moment = Moment { step, event: 0 };
    s.line = Some(4 + step as u32);
    s.sentence = format!("n1 now refers to JKL; ABC 1 → 0; ABC freed ({step}).");
    s.ended = (step == 8).then(|| "the program ended".to_owned());
    if step > 6 { s.output.push(Output { stream: Stream::Stdout, text: "2\n".into() }); }
    s
}

impl Tape {
    pub fn summary(&self) -> Recording {
        let mut marks: Vec<Mark> = (0..8).map(|i| Mark { step: i, kind: MarkKind::Line, line: 5 + i as u32 }).collect();
        marks.push(Mark { step: 3, kind: MarkKind::Free, line: 8 });
        marks.push(Mark { step: 5, kind: MarkKind::Collection, line: 8 });
        marks.push(Mark { step: 6, kind: MarkKind::Output, line: 8 });
        Recording { length: self.length, marks, outcome: Outcome::Finished }
    }
    pub fn find(&self, at: &At) -> Result<Position, String> {
        match at {
            At::Step { step, event } => Ok(Position { step: *step, event: *event }),
            At::Start => Ok(Position::default()),
            At::End => Ok(Position { step: self.length, event: 0 }),
            At::Line { line, .. } => Err(format!("no moment line {line}")),
        }
    }
    pub fn step(&self, from: Position, _: Unit, direction: Direction) -> Position {
        let step = match direction { Direction::Back => from.step.saturating_sub(1), Direction::Forward => (from.step + 1).min(self.length) };
        Position { step, event: 0 }
    }
    pub fn look(&self, at: Position, view: &View) -> Shown {
        let moment = state(at.step);
        Shown { picture: scene::picture(&moment, view, &self.places), moment, view: view.clone() }
    }
}
