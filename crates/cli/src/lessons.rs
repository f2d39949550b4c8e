//! `heapscope lessons`: the list, and the check that every lesson says the truth.

use std::num::NonZeroU32;
use std::path::Path;
use std::process::ExitCode;

use lesson::{Claim, Generation, Lesson, Step, Subject};
use python::{Settings, Version};
use scene::state::{Event, Kind, Object, Serial, Stream};
use scene::{Album, State};
use timeline::{LineMark, Moment, Run, Unit};

use crate::problem::Problem;
use crate::{input, moment, say};

pub fn list(names: &[String]) -> Result<ExitCode, Problem> {
    for (name, lesson) in chosen(names)? {
        say(&format!("{name:<20} {}\n", lesson.title))?;
    }
    Ok(ExitCode::SUCCESS)
}

pub fn check(names: &[String]) -> Result<ExitCode, Problem> {
    let mut failed = 0;
    let mut checked = 0;
    for (name, lesson) in chosen(names)? {
        let run = run(&name, &lesson)?;
        let truth = Truth {
            run: &run,
            album: Album::new(),
        };
        for expectation in &lesson.expectations {
            checked += 1;
            if let Err(why) = truth.check(expectation.line, &expectation.claim, &lesson) {
                failed += 1;
                say(&format!("{name}:{}: {why}\n", expectation.line))?;
            }
        }
        if let Err(why) = points(&run, &lesson) {
            failed += 1;
            say(&format!("{name}: {why}\n"))?;
        }
    }
    say(&format!(
        "{} claims hold, {failed} do not\n",
        checked - failed.min(checked)
    ))?;
    Ok(if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn chosen(names: &[String]) -> Result<Vec<(String, Lesson)>, Problem> {
    let parse = |name: &str, text: &str| {
        lesson::parse(text)
            .map(|lesson| (name.to_owned(), lesson))
            .map_err(|error| Problem::Lesson(format!("{name}: {error}")))
    };
    if names.is_empty() {
        let all = lesson::builtin().iter();
        return all.map(|lesson| parse(lesson.name, lesson.text)).collect();
    }
    let mut found = Vec::new();
    for name in names {
        if let Some(lesson) = lesson::builtin().iter().find(|lesson| lesson.name == name) {
            found.push(parse(lesson.name, lesson.text)?);
        } else if Path::new(name).exists() {
            found.push(parse(name, &input::read(Path::new(name))?.text)?);
        } else {
            return Err(Problem::NoSuchLesson(name.clone()));
        }
    }
    Ok(found)
}

fn run(name: &str, lesson: &Lesson) -> Result<Run, Problem> {
    let failed = |why: String| Problem::Lesson(format!("{name}: {why}"));
    let version = match &lesson.version {
        Some(version) => version
            .parse::<Version>()
            .map_err(|error| failed(error.to_string()))?,
        None => Version::default(),
    };
    moment::record_with(&lesson.program, version, &Settings::default())
        .map_err(|error| failed(error.to_string()))
}

/// Every note has its moment.
fn points(run: &Run, lesson: &Lesson) -> Result<(), String> {
    for note in &lesson.notes {
        run.moment_of(note.moment())
            .map_err(|why| format!("the note on line {} is never shown: {why}", note.line))?;
    }
    Ok(())
}

/// One execution of a line: from its beginning until its frame goes on to another line or returns.
#[derive(Clone, Copy)]
struct Visit {
    from: Moment,
    to: Moment,
}

struct Truth<'a> {
    run: &'a Run,
    album: Album,
}

impl Truth<'_> {
    fn check(&self, line: NonZeroU32, claim: &Claim, lesson: &Lesson) -> Result<(), String> {
        let visits = self.visits(line.get());
        if visits.is_empty() {
            return Err("this line is never run".to_owned());
        }
        for visit in visits {
            self.holds(visit, line, claim, lesson)?;
        }
        Ok(())
    }

    fn visits(&self, line: u32) -> Vec<Visit> {
        let lines = self.run.lines();
        let mut visits = Vec::new();
        for (place, mark) in lines.iter().enumerate() {
            if mark.line == line {
                let over = |next: &&LineMark| next.depth <= mark.depth;
                let next = lines.iter().skip(place + 1).find(over);
                visits.push(Visit {
                    from: mark.at,
                    to: next.map_or(self.run.end(), |next| next.at),
                });
            }
        }
        visits
    }

    fn state(&self, at: Moment) -> State {
        self.run.look(at, |machine| self.album.state(at, machine))
    }

    fn holds(
        &self,
        visit: Visit,
        line: NonZeroU32,
        claim: &Claim,
        lesson: &Lesson,
    ) -> Result<(), String> {
        match claim {
            Claim::Count(subject, count) => {
                let state = self.state(visit.to);
                let found = find(&state, subject)?.refcount;
                expect(&shown(subject), "the count", count, &found)
            }
            Claim::Generation(subject, generation) => {
                let state = self.state(visit.to);
                let object = find(&state, subject)?;
                let found = object.generation.map_or("untracked".to_owned(), list_name);
                let wanted = match generation {
                    Generation::Number(number) => number.to_string(),
                    Generation::Untracked => "untracked".to_owned(),
                };
                expect(&shown(subject), "the generation", &wanted, &found)
            }
            Claim::GcRefs(subject, count) => {
                let state = self.state(self.subtracted(visit)?);
                let found = find(&state, subject)?.gc_refs;
                let found = found.ok_or("is not looked at by the collection")?;
                expect(&shown(subject), "gc_refs", count, &found)
            }
            Claim::Freed(subjects) => {
                let after = self.state(visit.to);
                for subject in subjects {
                    let id = self.find_before_end(visit, subject)?;
                    if after.object(id).is_some() {
                        return Err(format!("{} is not freed", shown(subject)));
                    }
                }
                Ok(())
            }
            Claim::NothingFreed => {
                let (before, after) = (self.state(visit.from), self.state(visit.to));
                let instances = before.objects.iter().filter(|object| is_instance(object));
                let mut dead = instances.filter(|object| after.object(object.id).is_none());
                match dead.next() {
                    Some(object) => Err(format!("{} is freed", object.nick)),
                    None => Ok(()),
                }
            }
            Claim::Output(_) => self.output(visit, line, lesson),
            Claim::Collected(count) => {
                let found: u64 = self
                    .events(visit)
                    .iter()
                    .map(|(_, event)| match event {
                        Event::CollectionStop {
                            collected,
                            uncollectable,
                        } => u64::from(*collected) + u64::from(*uncollectable),
                        _ => 0,
                    })
                    .sum();
                expect("the collections", "found", count, &found)
            }
        }
    }

    /// The object that was there when the line began, or that came to be what the claim calls it while the line ran.
    fn find_before_end(&self, visit: Visit, subject: &Subject) -> Result<Serial, String> {
        let mut at = visit.from;
        loop {
            match find(&self.state(at), subject) {
                Ok(object) => return Ok(object.id),
                Err(why) if at >= visit.to => return Err(why),
                Err(_) => at = self.run.next(at, Unit::Instruction),
            }
        }
    }

    /// All claims about the output of a line together are all that it prints.
    fn output(&self, visit: Visit, line: NonZeroU32, lesson: &Lesson) -> Result<(), String> {
        let printed = |at| {
            let state = self.state(at);
            let pieces = state.output.iter();
            let pieces = pieces.filter(|piece| piece.stream == Stream::Stdout);
            pieces.map(|piece| piece.text.as_str()).collect::<String>()
        };
        let (before, after) = (printed(visit.from), printed(visit.to));
        let found: Vec<&str> = after
            .get(before.len()..)
            .unwrap_or_default()
            .lines()
            .collect();
        let claims = lesson
            .expectations
            .iter()
            .filter(|other| other.line == line);
        let wanted: Vec<&str> = claims
            .filter_map(|other| match &other.claim {
                Claim::Output(text) => Some(text.as_str()),
                _ => None,
            })
            .collect();
        let trimmed: Vec<&str> = found.iter().map(|line| line.trim()).collect();
        if trimmed == wanted {
            Ok(())
        } else {
            Err(format!("prints {found:?}, not {wanted:?}"))
        }
    }

    /// Events in terms of serials. Handles may mean something else by then, which does not matter for what is asked.
    fn events(&self, visit: Visit) -> Vec<(Moment, Event)> {
        let events = self.run.events_between(visit.from, visit.to);
        self.run.look(visit.to, |machine| {
            let events = events.into_iter();
            events
                .map(|(at, event)| (at, scene::event(machine, event)))
                .collect()
        })
    }

    /// The moment at which `subtract_refs` of the first collection is done.
    fn subtracted(&self, visit: Visit) -> Result<Moment, String> {
        let events = self.events(visit);
        let done = events.iter().find(
            |(_, event)| matches!(event, Event::Phase { name } if name == "move_unreachable"),
        );
        done.map(|(at, _)| *at)
            .ok_or_else(|| "no collection starts on this line".to_owned())
    }
}

fn expect<A: ToString, B: ToString>(
    who: &str,
    what: &str,
    wanted: &A,
    found: &B,
) -> Result<(), String> {
    let (wanted, found) = (wanted.to_string(), found.to_string());
    if wanted == found {
        Ok(())
    } else {
        Err(format!("{who}: {what} is {found}, not {wanted}"))
    }
}

fn list_name(generation: scene::state::Generation) -> String {
    match generation {
        scene::state::Generation::Zero => "0",
        scene::state::Generation::One => "1",
        scene::state::Generation::Two => "2",
        scene::state::Generation::Permanent => "permanent",
    }
    .to_owned()
}

fn is_instance(object: &Object) -> bool {
    object.kind == Kind::Instance && !object.machinery
}

fn shown(subject: &Subject) -> String {
    match subject {
        Subject::Labelled(text) => format!("'{text}'"),
        Subject::Path { name, steps } => steps.iter().fold(name.clone(), |path, step| match step {
            Step::Attribute(name) => format!("{path}.{name}"),
            Step::Item(number) => format!("{path}[{number}]"),
        }),
    }
}

fn find<'a>(state: &'a State, subject: &Subject) -> Result<&'a Object, String> {
    match subject {
        Subject::Labelled(text) => {
            let mut instances = state.objects.iter().filter(|object| {
                is_instance(object) && attribute_texts(state, object).any(|found| found == *text)
            });
            match (instances.next(), instances.next()) {
                (Some(object), None) => Ok(object),
                (None, _) => Err(format!("there is no object '{text}'")),
                (Some(_), Some(_)) => Err(format!("there are several objects '{text}'")),
            }
        }
        Subject::Path { name, steps } => {
            let mut names = state.names.iter();
            let binding = names.find(|binding| binding.name == *name);
            let binding = binding.ok_or_else(|| format!("there is no name {name}"))?;
            let mut object = get(state, binding.to)?;
            for step in steps {
                object = follow(state, object, step)
                    .ok_or_else(|| format!("{}: there is no such object", shown(subject)))?;
            }
            Ok(object)
        }
    }
}

fn get(state: &State, id: Serial) -> Result<&Object, String> {
    state
        .object(id)
        .ok_or_else(|| format!("{id} is not in the snapshot"))
}

/// An object's own references, and those of the dict that holds its attributes.
fn references<'a>(
    state: &'a State,
    object: &'a Object,
) -> impl Iterator<Item = (&'a str, &'a Object)> {
    let targets = object.children.iter().filter(|child| !child.weak);
    targets.flat_map(move |child| {
        let target = state.object(child.to);
        let dict = target.filter(|target| target.kind == Kind::InstanceDict);
        let inner = dict.into_iter().flat_map(|dict| &dict.children);
        let own = target.map(|target| (child.label.as_str(), target));
        let inner = inner.filter_map(|child| Some((child.label.as_str(), state.object(child.to)?)));
        own.into_iter().chain(inner)
    })
}

fn follow<'a>(state: &'a State, object: &'a Object, step: &Step) -> Option<&'a Object> {
    let (plain, quoted) = match step {
        Step::Attribute(name) => (name.clone(), format!("['{name}']")),
        Step::Item(number) => (format!("[{number}]"), format!("[{number}]")),
    };
    let mut references = references(state, object);
    let found = references.find(|(label, _)| *label == plain || *label == quoted);
    found.map(|(_, target)| target)
}

fn attribute_texts<'a>(state: &'a State, object: &'a Object) -> impl Iterator<Item = &'a str> {
    let texts = references(state, object).filter(|(_, target)| target.type_name == "str");
    texts.filter_map(|(_, target)| target.value.strip_prefix('\'')?.strip_suffix('\''))
}
