//! A pretended run, until the real engine is here.

use scene::picture::*;
use scene::state::{self, *};
use scene::{Picture, View};

use crate::protocol::{Direction, Failure, FailureKind, Mark, MarkKind, Offer, Outcome, Place, Position, Recording, Shown, Unit};

pub fn versions() -> Vec<Offer> {
    ["3.14", "3.11", "2.7"].iter().map(|n| Offer { name: n.to_string(), remark: "pretended".into() }).collect()
}

pub struct Recorder { steps: u64, length: u64 }
pub struct Tape { length: u64 }

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
    pub fn finish(self) -> Tape { Tape { length: self.length.min(8) } }
}

impl Tape {
    pub fn summary(&self) -> Recording {
        let mut marks: Vec<Mark> = (0..8).map(|i| Mark { step: i, kind: MarkKind::Line, line: 5 + i as u32 }).collect();
        marks.push(Mark { step: 3, kind: MarkKind::Free, line: 8 });
        marks.push(Mark { step: 5, kind: MarkKind::Collection, line: 8 });
        marks.push(Mark { step: 6, kind: MarkKind::Output, line: 8 });
        Recording { length: self.length, marks, outcome: Outcome::Finished }
    }
    pub fn find(&self, at: &Place) -> Result<Position, String> {
        match at {
            Place::Position(p) => Ok(*p),
            Place::Written(w) if w == "start" => Ok(Position::default()),
            Place::Written(w) if w == "end" => Ok(Position { step: self.length, event: 0 }),
            Place::Written(w) => Err(format!("no moment {w}")),
        }
    }
    pub fn step(&self, from: Position, _: Unit, direction: Direction) -> Position {
        let step = match direction { Direction::Back => from.step.saturating_sub(1), Direction::Forward => (from.step + 1).min(self.length) };
        Position { step, event: 0 }
    }
    pub fn look(&self, at: Position, view: &View) -> Shown {
        let ended = (at.step == self.length).then(|| "the program ended".to_owned());
        let counts: [i64; 4] = match at.step { 0 => [-1, -1, -1, -1], 1 => [1, -1, -1, -1], 2 => [1, 1, -1, -1], 3 => [1, 1, 1, -1], 4 => [0, 1, 1, 1], 5 => [0, 1, 1, 2], _ => [0, 0, 1, 2] };
        let names = ["ABC", "DEF", "GHI", "JKL"];
        let mut items = vec![];
        let mono = |x, y, anchor, size, bold, text: &str| Text { at: Point::new(x, y), anchor, face: Face::Mono, size, bold, text: text.into() };
        let place = |i: usize| Rect { x: 220, y: 30 + 130 * i as i32, width: 190, height: 96 };
        let tags: Vec<(&str, usize)> = [("n1", if at.step >= 4 { 3 } else { 0 }), ("n2", if at.step >= 6 { 3 } else { 1 }), ("n3", 2)].into_iter().filter(|t| counts[t.1] > 0).collect();
        for (i, (n, to)) in tags.iter().enumerate() {
            let start = Point::new(100, 60 + 130 * i as i32);
            let end = Point::new(220, place(*to).y + 40 + 6 * i as i32);
            items.push(Item::Arrow(Arrow { key: format!("a:n:{n}>"), from: format!("n:{n}"), to: format!("o{to}"), start, end,
                path: Path { start, curves: vec![[Point::new(170, start.y), Point::new(150, end.y), end]] }, heading: 0, label: None, kind: ArrowKind::Name, spoken: format!("{n} refers to {}", names[*to]) }));
        }
        for i in 0..4 {
            if counts[i] < 0 { continue; }
            let r = place(i);
            let ghost = counts[i] == 0;
            items.push(Item::Card(Card { key: format!("o{i}"), id: Serial(i as u32), rect: r, kind: Kind::Instance, tint: if ghost { Tint::Ghost } else { Tint::Young }, ghost, immortal: false, generation: Some(Generation::Zero), fate: None,
                type_line: Text { face: Face::Sans, ..mono(r.x + 14, r.y + 24, Anchor::Start, 14, false, "Node") },
                value_line: Some(mono(r.x + 95, r.y + 50, Anchor::Middle, 20, true, names[i])), notes: vec![],
                rows: vec![Row { rect: Rect { x: r.x, y: r.y + 62, width: 190, height: 26 }, label: Some(mono(r.x + 14, r.y + 80, Anchor::Start, 14, false, "value")), value: Some(mono(r.x + 176, r.y + 80, Anchor::End, 14, false, "'…'")), port: None }],
                refcount: Some(Badge { rect: Rect { x: r.right() - 22, y: r.y - 16, width: 38, height: 38 }, text: mono(r.right() - 3, r.y + 10, Anchor::Middle, 20, true, &counts[i].to_string()) }),
                gc_refs: (at.step == 5).then(|| Badge { rect: Rect { x: r.right() - 18, y: r.bottom() - 14, width: 30, height: 28 }, text: mono(r.right() - 3, r.bottom() + 6, Anchor::Middle, 16, true, "0") }),
                full: format!("Node({:?})", names[i]), spoken: format!("Node {} at 0x7f, {} references", names[i], counts[i]) }));
        }
        for (i, (n, to)) in tags.iter().enumerate() {
            let y = 44 + 130 * i as i32;
            items.push(Item::Name(NameTag { key: format!("n:{n}"), rect: Rect { x: 24, y, width: 76, height: 32 }, text: mono(58, y + 22, Anchor::Middle, 18, true, n), port: Point::new(100, y + 16), spoken: format!("name {n}, refers to {}", names[*to]) }));
        }
        let picture = Picture { level: view.level.number(), hides: view.level.hides().into(), heap: Sheet { size: Size { width: 460, height: 560 }, items }, ..Picture::default() };
        let moment = state::State { format: 1, version: "3.14".into(), moment: at, line: Some(4 + at.step as u32), source: None, happened: vec![], sentence: format!("This is step {} of a pretended run.", at.step), names: vec![], frames: vec![], objects: vec![], hidden_objects: 0, freed: vec![], generations: vec![], gc_enabled: true, collection: None, output: if at.step > 6 { vec![Output { stream: Stream::Stdout, text: "2\n".into() }] } else { vec![] }, memory: None, error: None, ended };
        Shown { picture, moment, view: view.clone() }
    }
}
