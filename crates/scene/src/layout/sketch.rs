//! What a view shows of a state, before anything has a place: which objects get a card, what is written on it, which
//! rows have an arrow, which names are drawn.

use std::collections::{BTreeMap, BTreeSet};

use crate::state::{Binding, Fate, Generation, Ghost, Kind, Object, Reference, Serial, State};
use crate::view::{Level, View};

/// Rows of one card; what is more is counted in a last row.
const MOST_ROWS: usize = 8;

#[derive(Debug, Default)]
pub struct Sketch<'a> {
    pub names: Vec<Tag<'a>>,
    pub frames: Vec<Panel<'a>>,
    /// Live ones in order of birth.
    pub cards: Vec<CardSketch<'a>>,
    pub ghosts: Vec<&'a Ghost>,
    /// "Node (class)"; what the module's names refer to and nobody sees.
    pub folded: Vec<String>,
    /// Live objects of the program beyond the limit of the view.
    pub beyond: usize,
}

#[derive(Debug)]
pub struct Tag<'a> {
    pub key: String,
    pub binding: &'a Binding,
}

#[derive(Debug)]
pub struct Panel<'a> {
    pub key: String,
    pub title: String,
    pub running: bool,
    pub locals: Vec<Tag<'a>>,
    /// Temporaries: what they are, and the object.
    pub stack: Vec<(&'a str, Serial, bool)>,
}

#[derive(Debug)]
pub struct CardSketch<'a> {
    pub object: &'a Object,
    pub value: Option<String>,
    pub notes: Vec<String>,
    pub rows: Vec<RowSketch>,
}

#[derive(Clone, Debug)]
pub struct RowSketch {
    pub label: String,
    pub value: Option<String>,
    pub to: Option<(Serial, bool)>,
}

pub fn sketch<'a>(state: &'a State, view: &View) -> Sketch<'a> {
    let seen = Seen::choose(state, view);
    let mut sketch = Sketch {
        beyond: seen.beyond,
        ..Sketch::default()
    };
    for binding in state.names.iter().filter(|name| !name.machinery) {
        if seen.cards.contains(&binding.to) {
            sketch.names.push(Tag {
                key: format!("n:{}", binding.name),
                binding,
            });
        } else if let Some(object) = state.object(binding.to) {
            sketch
                .folded
                .push(format!("{} ({})", binding.name, kind_word(object)));
        }
    }
    for (depth, frame) in state.frames.iter().enumerate() {
        let locals: Vec<_> = frame
            .locals
            .iter()
            .filter(|local| !local.machinery && seen.cards.contains(&local.to))
            .map(|binding| Tag {
                key: format!("n:{depth}.{}.{}", frame.function, binding.name),
                binding,
            })
            .collect();
        let stack: Vec<_> = if view.level >= Level::Frames {
            let shown = frame
                .stack
                .iter()
                .filter(|slot| seen.cards.contains(&slot.to));
            shown
                .map(|slot| (slot.what.as_str(), slot.to, slot.borrowed))
                .collect()
        } else {
            Vec::new()
        };
        if depth > 0 || !locals.is_empty() || !stack.is_empty() {
            sketch.frames.push(Panel {
                key: format!("f:{depth}.{}", frame.function),
                title: frame.function.clone(),
                running: depth + 1 == state.frames.len(),
                locals,
                stack,
            });
        }
    }
    for object in &state.objects {
        if seen.cards.contains(&object.id) {
            sketch.cards.push(seen.card(object));
        }
    }
    sketch.ghosts = state
        .freed
        .iter()
        .filter(|ghost| seen.ghost(ghost))
        .collect();
    sketch
}

/// Which objects are drawn.
struct Seen<'a, 'v> {
    state: &'a State,
    view: &'v View,
    cards: BTreeSet<Serial>,
    beyond: usize,
    /// Objects that a word of `view.show` names through a variable.
    by_name: BTreeMap<Serial, Vec<&'a str>>,
}

impl<'a, 'v> Seen<'a, 'v> {
    fn choose(state: &'a State, view: &'v View) -> Self {
        let mut by_name: BTreeMap<Serial, Vec<&str>> = BTreeMap::new();
        for name in &state.names {
            by_name.entry(name.to).or_default().push(&name.name);
        }
        let mut seen = Self {
            state,
            view,
            cards: BTreeSet::new(),
            beyond: 0,
            by_name,
        };
        let named: BTreeSet<Serial> = state
            .names
            .iter()
            .filter(|name| !name.machinery)
            .chain(state.frames.iter().flat_map(|frame| &frame.locals))
            .map(|name| name.to)
            .collect();
        let limit = usize::try_from(view.limit).unwrap_or(usize::MAX);
        let wanted = |object: &&Object| {
            object.kind != Kind::Atom && seen.wants(object) || seen.wants_atom(object, &named)
        };
        let wanted: BTreeSet<Serial> = state
            .objects
            .iter()
            .filter(wanted)
            .map(|object| object.id)
            .collect();
        if wanted.len() <= limit {
            seen.cards = wanted;
        } else {
            // Too many: the nearest to the names come first.
            let near = nearest(state);
            for id in near.iter().chain(&wanted).filter(|id| wanted.contains(id)) {
                if seen.cards.len() < limit {
                    seen.cards.insert(*id);
                }
            }
            seen.beyond = wanted.len() - seen.cards.len();
        }
        if view.level >= Level::Frames {
            seen.add_referred_atoms(limit);
        }
        seen
    }

    fn add(&mut self, id: Serial, limit: usize) {
        if self.cards.len() < limit {
            self.cards.insert(id);
        } else if !self.cards.contains(&id) {
            self.beyond += 1;
        }
    }

    /// Below level 3 an atom has a card of its own only where a name refers to it.
    fn wants_atom(&self, object: &Object, named: &BTreeSet<Serial>) -> bool {
        object.kind == Kind::Atom
            && (named.contains(&object.id) || self.mentions(&self.view.show, object))
            && !self.mentions(&self.view.fold, object)
    }

    /// From level 3 on atoms that something shown refers to are drawn, unless counting means nothing to them.
    fn add_referred_atoms(&mut self, limit: usize) {
        let state = self.state;
        let from_cards = state
            .objects
            .iter()
            .filter(|object| self.cards.contains(&object.id))
            .flat_map(|object| object.children.iter().filter(|child| !is_dunder(child)))
            .map(|child| child.to);
        let from_stacks = state
            .frames
            .iter()
            .flat_map(|frame| frame.stack.iter().map(|slot| slot.to));
        let referred: BTreeSet<Serial> = from_cards.chain(from_stacks).collect();
        for id in referred {
            let Some(object) = state.object(id) else {
                continue;
            };
            let wanted = object.kind == Kind::Atom
                && !object.immortal
                && !self.mentions(&self.view.fold, object);
            if wanted {
                self.add(id, limit);
            }
        }
    }

    fn wants(&self, object: &Object) -> bool {
        if self.mentions(&self.view.show, object) {
            return true;
        }
        if object.machinery || self.mentions(&self.view.fold, object) {
            return false;
        }
        self.level_shows(object.kind)
    }

    fn level_shows(&self, kind: Kind) -> bool {
        match kind {
            Kind::Instance
            | Kind::Container
            | Kind::Weak
            | Kind::Running
            | Kind::Other
            | Kind::Atom => true,
            Kind::InstanceDict
            | Kind::Class
            | Kind::Function
            | Kind::Module
            | Kind::Cell
            | Kind::Plumbing => self.view.level >= Level::Frames,
        }
    }

    fn mentions(&self, words: &[String], object: &Object) -> bool {
        words.iter().any(|word| {
            *word == object.type_name
                || *word == object.nick
                || word.strip_prefix('#') == Some(object.id.0.to_string().as_str())
                || self
                    .by_name
                    .get(&object.id)
                    .is_some_and(|names| names.contains(&word.as_str()))
        })
    }

    fn ghost(&self, ghost: &Ghost) -> bool {
        let asked = self.view.show.contains(&ghost.type_name);
        let folded = self
            .view
            .fold
            .iter()
            .any(|word| *word == ghost.type_name || *word == ghost.nick);
        let shown = self.level_shows(ghost.kind) && ghost.kind != Kind::Atom && !ghost.machinery;
        (asked || shown) && !folded
    }

    fn card(&self, object: &'a Object) -> CardSketch<'a> {
        let mut rows = Vec::new();
        self.rows(object, &mut rows, 0);
        let arrows = rows.iter().any(|row| row.to.is_some());
        let value = match object.kind {
            // A container of plain values is written out; one with references has rows instead.
            Kind::Container if arrows => None,
            Kind::Container | Kind::Atom => Some(object.value.clone()),
            Kind::Instance => Some(self.instance_value(object, &mut rows)),
            Kind::InstanceDict if arrows => None,
            Kind::InstanceDict => Some(object.value.clone()),
            Kind::Class
            | Kind::Function
            | Kind::Module
            | Kind::Weak
            | Kind::Cell
            | Kind::Running
            | Kind::Other => Some(object.nick.clone()),
            Kind::Plumbing => None,
        };
        if matches!(object.kind, Kind::Container | Kind::InstanceDict) && !arrows {
            rows.clear();
        }
        if rows.len() > MOST_ROWS {
            let more = rows.len() - (MOST_ROWS - 1);
            rows.truncate(MOST_ROWS - 1);
            rows.push(RowSketch {
                label: format!("… {more} more"),
                value: None,
                to: None,
            });
        }
        CardSketch {
            object,
            value,
            notes: self.notes(object),
            rows,
        }
    }

    /// The attribute that gave the object its nickname moves from its row into the middle of the card.
    fn instance_value(&self, object: &Object, rows: &mut Vec<RowSketch>) -> String {
        let named = rows.iter().position(|row| {
            row.value
                .as_deref()
                .is_some_and(|value| unquote(value) == object.nick)
        });
        match named {
            Some(place) => {
                rows.remove(place);
                object.nick.clone()
            }
            // Its row has an arrow (level 3 and up), or the object has no such attribute.
            None if object.nick.contains('#') => object.id.to_string(),
            None => object.nick.clone(),
        }
    }

    fn rows(&self, object: &'a Object, rows: &mut Vec<RowSketch>, depth: u8) {
        for child in &object.children {
            let Some(target) = self.state.object(child.to) else {
                continue;
            };
            let to = self
                .cards
                .contains(&target.id)
                .then_some((target.id, child.weak));
            if to.is_none() && depth < 2 && matches!(target.kind, Kind::InstanceDict | Kind::Cell) {
                // Folded into its owner: a dict of attributes, a cell.
                self.rows(target, rows, depth + 1);
            } else if self.tells(object, child, target, to.is_some()) {
                rows.push(RowSketch {
                    label: row_label(object, child),
                    value: to.is_none().then(|| short(target).to_owned()),
                    to,
                });
            }
        }
    }

    /// Whether a reference gets a row.
    fn tells(&self, owner: &Object, child: &Reference, target: &Object, carded: bool) -> bool {
        if is_key(child) {
            return carded && self.view.level >= Level::Frames;
        }
        if carded {
            return true;
        }
        match owner.kind {
            // What a list holds is part of what the list is, whatever it is.
            Kind::Container => true,
            // Names, documentation, line numbers: only what has a card.
            Kind::Class | Kind::Function | Kind::Module => {
                target.kind == Kind::Atom && !target.machinery && !is_dunder(child)
            }
            Kind::Instance
            | Kind::InstanceDict
            | Kind::Atom
            | Kind::Weak
            | Kind::Cell
            | Kind::Plumbing
            | Kind::Running
            | Kind::Other => match target.kind {
                Kind::Class | Kind::Function | Kind::Module | Kind::Plumbing => false,
                Kind::Instance
                | Kind::InstanceDict
                | Kind::Atom
                | Kind::Container
                | Kind::Weak
                | Kind::Cell
                | Kind::Running
                | Kind::Other => !is_dunder(child),
            },
        }
    }

    fn notes(&self, object: &Object) -> Vec<String> {
        let mut notes = Vec::new();
        if self.view.level >= Level::Headers {
            notes.push(object.address.to_string());
            let list = match object.generation {
                Some(generation) => generation_words(generation),
                None if object.tracked => "tracked",
                None => "untracked",
            };
            notes.push(format!("{list} · {} B", object.size));
        }
        if object.finalized && self.view.level >= Level::Counts {
            notes.push("__del__ has run".to_owned());
        }
        notes
    }
}

/// What a row says of an object that has no card.
fn short(object: &Object) -> &str {
    match object.kind {
        Kind::Instance | Kind::Class | Kind::Function | Kind::Module => &object.nick,
        Kind::InstanceDict
        | Kind::Atom
        | Kind::Container
        | Kind::Weak
        | Kind::Cell
        | Kind::Plumbing
        | Kind::Running
        | Kind::Other => &object.value,
    }
}

/// Objects by their distance from names and frames.
fn nearest(state: &State) -> Vec<Serial> {
    let names = state.names.iter().filter(|name| !name.machinery);
    let locals = state.frames.iter().flat_map(|frame| &frame.locals);
    let stacks = state.frames.iter().flat_map(|frame| &frame.stack);
    let mut order: Vec<Serial> = names.chain(locals).map(|name| name.to).collect();
    order.extend(stacks.map(|slot| slot.to));
    let mut seen: BTreeSet<Serial> = order.iter().copied().collect();
    let mut place = 0;
    while let Some(id) = order.get(place).copied() {
        place += 1;
        for child in state
            .object(id)
            .into_iter()
            .flat_map(|object| &object.children)
        {
            if seen.insert(child.to) {
                order.push(child.to);
            }
        }
    }
    order
}

fn is_key(child: &Reference) -> bool {
    child.label.starts_with("key ")
}

/// `__module__`, `['__doc__']`: not what the program is about.
fn is_dunder(child: &Reference) -> bool {
    let name = child.label.trim_matches(['[', ']', '\'']);
    name.len() > 4 && name.starts_with("__") && name.ends_with("__")
}

/// Attributes read as attributes, also where a dict holds them.
fn row_label(owner: &Object, child: &Reference) -> String {
    let plain = child
        .label
        .strip_prefix("['")
        .and_then(|rest| rest.strip_suffix("']"));
    match plain {
        Some(name) if owner.kind == Kind::InstanceDict => name.to_owned(),
        _ => child.label.clone(),
    }
}

/// `'ABC'` without its quotes.
fn unquote(value: &str) -> &str {
    let inner = value
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''));
    inner.unwrap_or(value)
}

fn kind_word(object: &Object) -> &str {
    match object.kind {
        Kind::Class => "class",
        Kind::Function => "function",
        Kind::Module => "module",
        Kind::Cell => "variable of an inner function",
        Kind::Instance
        | Kind::InstanceDict
        | Kind::Atom
        | Kind::Container
        | Kind::Weak
        | Kind::Plumbing
        | Kind::Running
        | Kind::Other => &object.type_name,
    }
}

pub const fn generation_words(generation: Generation) -> &'static str {
    match generation {
        Generation::Zero => "generation 0",
        Generation::One => "generation 1",
        Generation::Two => "generation 2",
        Generation::Permanent => "permanent",
    }
}

pub const fn fate_words(fate: Fate) -> &'static str {
    match fate {
        Fate::Candidate => "candidate",
        Fate::Reachable => "reachable",
        Fate::TentativelyUnreachable => "unreachable?",
        Fate::Unreachable => "unreachable",
        Fate::Uncollectable => "uncollectable",
    }
}
