//! What happened, in plain words.

use std::collections::BTreeMap;

use crate::state::{Binding, Event, Fate, Generation, Object, Serial, State, Stream};

/// How many clauses a sentence has at most; the rest is counted.
const MOST_CLAUSES: usize = 5;

/// One event in words. Names of objects come from `state`, the moment right after the event.
///
/// ```
/// # use scene::state::{Event, Generation, Serial};
/// # let state = scene::State::empty("3.14");
/// let event = Event::CollectionStart { generation: Generation::Two };
/// assert_eq!(scene::sentence(&event, &state), "a collection of generation 2 begins");
/// ```
pub fn sentence(event: &Event, state: &State) -> String {
    let nick = |id: &Serial| nick(state, *id);
    match event {
        Event::Line { line } => format!("line {line} begins"),
        Event::Output { stream, text } => {
            let what = match stream {
                Stream::Stdout => "printed",
                Stream::Stderr => "written to stderr",
            };
            format!("{what}: {}", text.trim_end())
        }
        Event::Alloc { object } => format!("{} is made", described(state, *object)),
        Event::Incref { object, refcount } => {
            format!("{} {} → {refcount}", nick(object), refcount - 1)
        }
        Event::Decref { object, refcount } => {
            format!("{} {} → {refcount}", nick(object), refcount + 1)
        }
        Event::Dealloc { object } => {
            format!("nobody refers to {} any more: it dies", nick(object))
        }
        Event::Free { object, parked } => {
            let kept = if *parked {
                "; its memory is kept on a free list"
            } else {
                ""
            };
            format!("{} freed{kept}", nick(object))
        }
        Event::Track { object } => format!("{} joins generation 0", nick(object)),
        Event::Untrack { object } => format!("{} leaves the collector's lists", nick(object)),
        Event::Finalize { object } => format!("the finalizer of {} runs", nick(object)),
        Event::WeakrefCleared { weak } => {
            format!("{} forgets its referent", nick(weak))
        }
        Event::WeakrefCallback { weak } => format!("the callback of {} runs", nick(weak)),
        Event::CollectionStart { generation } => {
            format!("a collection of {} begins", generation_name(*generation))
        }
        Event::UpdateRefs { object, gc_refs } => {
            format!("gc_refs of {} starts as its count, {gc_refs}", nick(object))
        }
        Event::SubtractRefs { from, to, gc_refs } => format!(
            "{} refers to {}: gc_refs {} → {gc_refs}",
            nick(from),
            nick(to),
            gc_refs + 1
        ),
        Event::Judged { object, fate } => {
            let nick = nick(object);
            match fate {
                Fate::Candidate => format!("{nick} is looked at"),
                Fate::Reachable => format!("{nick} is reachable: something outside refers to it"),
                Fate::TentativelyUnreachable => {
                    format!("{nick} has gc_refs 0: set aside as unreachable for now")
                }
                Fate::Unreachable => format!("{nick} is unreachable"),
                Fate::Uncollectable => {
                    format!("{nick} is unreachable but has a finalizer: it goes to gc.garbage")
                }
            }
        }
        Event::Clear { object } => {
            format!("{} gives up its references (tp_clear)", nick(object))
        }
        Event::Resurrected { object } => {
            format!("{} was brought back by a finalizer", nick(object))
        }
        Event::ImmortalMet { object } => {
            format!(
                "{} is immortal: the collector leaves it alone from now on",
                nick(object)
            )
        }
        Event::Rescued {
            object,
            from,
            moved,
        } => {
            let back = if *moved { "comes back" } else { "will stay" };
            format!(
                "{} is reachable and refers to {}: it {back}",
                nick(from),
                nick(object)
            )
        }
        Event::Survived { object } => format!("{} outlived its tp_clear", nick(object)),
        Event::Garbage { object } => format!("{} goes to gc.garbage", nick(object)),
        Event::Promoted { to, survivors } => {
            let objects = if *survivors == 1 { "object" } else { "objects" };
            format!(
                "{survivors} {objects} survived: now in {}",
                generation_name(*to)
            )
        }
        Event::Phase { name } => format!("the collector: {name}"),
        Event::CollectionStop {
            collected,
            uncollectable: 0,
        } => format!("the collection ends: {collected} unreachable"),
        Event::CollectionStop {
            collected,
            uncollectable,
        } => format!("the collection ends: {collected} unreachable, {uncollectable} uncollectable"),
    }
}

/// The difference between two moments of a run in words: "`n1` now refers to JKL; ABC 1 → 0; ABC freed".
/// Empty when nothing that a person would notice changed.
pub fn tell(prev: &State, next: &State) -> String {
    let mut clauses = Vec::new();
    names(&prev.names, &next.names, next, &mut clauses);
    calls(prev, next, &mut clauses);
    counts(prev, next, &mut clauses);
    moves(prev, next, &mut clauses);
    // Pieces of one stream are joined, so the whole texts are compared.
    let all = |state: &State| -> String {
        state
            .output
            .iter()
            .map(|piece| piece.text.as_str())
            .collect()
    };
    let after = all(next);
    let printed = after.strip_prefix(all(prev).as_str()).unwrap_or_default();
    if !printed.trim().is_empty() {
        let line = printed.trim().replace('\n', " ⏎ ");
        clauses.push(format!("printed {}", shortened(&line, 60)));
    }
    if let Some(error) = &next.error
        && prev.error.is_none()
    {
        let last = error.text.trim_end().lines().last().unwrap_or_default();
        clauses.push(last.to_owned());
    }
    if clauses.len() > MOST_CLAUSES {
        let more = clauses.len() - (MOST_CLAUSES - 1);
        clauses.truncate(MOST_CLAUSES - 1);
        clauses.push(format!("{more} more changes"));
    }
    clauses.join("; ")
}

fn names(prev: &[Binding], next: &[Binding], state: &State, clauses: &mut Vec<String>) {
    let before: BTreeMap<&str, Serial> = by_name(prev);
    let after: BTreeMap<&str, Serial> = by_name(next);
    for binding in next.iter().filter(|binding| !binding.machinery) {
        let now = if before.contains_key(binding.name.as_str()) {
            "now "
        } else {
            ""
        };
        if before.get(binding.name.as_str()) != Some(&binding.to) {
            let target = nick(state, binding.to);
            clauses.push(format!("`{}` {now}refers to {target}", binding.name));
        }
    }
    for binding in prev.iter().filter(|binding| !binding.machinery) {
        if !after.contains_key(binding.name.as_str()) {
            clauses.push(format!("`{}` is gone", binding.name));
        }
    }
}

fn by_name(names: &[Binding]) -> BTreeMap<&str, Serial> {
    let pairs = names.iter().filter(|binding| !binding.machinery);
    pairs
        .map(|binding| (binding.name.as_str(), binding.to))
        .collect()
}

fn calls(prev: &State, next: &State, clauses: &mut Vec<String>) {
    let same = prev
        .frames
        .iter()
        .zip(&next.frames)
        .take_while(|(a, b)| a.function == b.function)
        .count();
    for frame in prev.frames.iter().skip(same).rev() {
        clauses.push(format!("{} returns", frame.function));
    }
    for frame in next.frames.iter().skip(same) {
        clauses.push(format!("{} is called", frame.function));
    }
    for (old, new) in prev.frames.iter().zip(&next.frames).take(same) {
        names(&old.locals, &new.locals, next, clauses);
    }
}

/// Counts of objects that a picture of level 2 would show.
fn counts(prev: &State, next: &State, clauses: &mut Vec<String>) {
    for ghost in &next.freed {
        let Some(old) = prev.object(ghost.id).filter(|old| worth_telling(old)) else {
            continue;
        };
        if old.refcount != 0 {
            clauses.push(format!("{} {} → 0", ghost.nick, old.refcount));
        }
        clauses.push(format!("{} freed", ghost.nick));
    }
    for object in next.objects.iter().filter(|object| worth_telling(object)) {
        if let Some(old) = prev.object(object.id)
            && old.refcount != object.refcount
        {
            clauses.push(format!(
                "{} {} → {}",
                object.nick, old.refcount, object.refcount
            ));
        }
    }
}

fn worth_telling(object: &Object) -> bool {
    use crate::state::Kind;
    let quiet = object.machinery || object.immortal;
    !quiet
        && match object.kind {
            Kind::Instance | Kind::Container | Kind::Weak | Kind::Running | Kind::Other => true,
            Kind::InstanceDict
            | Kind::Plumbing
            | Kind::Atom
            | Kind::Class
            | Kind::Function
            | Kind::Module
            | Kind::Cell => false,
        }
}

fn moves(prev: &State, next: &State, clauses: &mut Vec<String>) {
    let mut moved: BTreeMap<Generation, Vec<&str>> = BTreeMap::new();
    for object in next.objects.iter().filter(|object| worth_telling(object)) {
        let old = prev.object(object.id).and_then(|old| old.generation);
        if let (Some(old), Some(new)) = (old, object.generation)
            && old != new
        {
            moved.entry(new).or_default().push(&object.nick);
        }
    }
    for (generation, nicks) in moved {
        let list = shortened(&nicks.join(", "), 60);
        clauses.push(format!("{list} moved to {}", generation_name(generation)));
    }
}

fn nick(state: &State, id: Serial) -> String {
    if let Some(object) = state.object(id) {
        return object.nick.clone();
    }
    state
        .ghost(id)
        .map_or_else(|| id.to_string(), |ghost| ghost.nick.clone())
}

fn described(state: &State, id: Serial) -> String {
    match state.object(id) {
        Some(object) if object.nick.starts_with(&object.type_name) => object.nick.clone(),
        Some(object) => format!("{} {}", object.type_name, object.nick),
        None => format!("an object, {id},"),
    }
}

fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{kept}…")
}

fn generation_name(generation: Generation) -> &'static str {
    match generation {
        Generation::Zero => "generation 0",
        Generation::One => "generation 1",
        Generation::Two => "generation 2",
        Generation::Permanent => "the permanent generation",
    }
}
