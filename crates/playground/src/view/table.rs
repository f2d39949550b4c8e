//! The same moment as a table: every object, its count, and who holds it.

use scene::state::{Holder, HolderKind, Object, Serial};
use yew::prelude::*;

use crate::protocol::{Position, Shown};
use crate::shared::Shared;

#[derive(Properties, PartialEq)]
pub struct TableProps {
    pub shown: Shared<Shown>,
    pub on_select: Callback<Serial>,
}

#[component]
pub fn Table(props: &TableProps) -> Html {
    let moment = &props.shown.moment;
    let Position { step, event } = moment.moment;
    let objects = moment.objects.iter().filter(|object| !object.machinery);
    html! {
        <table class="objects">
            <caption>{ format!("Objects at instruction {step}, event {event}") }</caption>
            <thead>
                <tr>
                    <th scope="col">{ "Object" }</th>
                    <th scope="col">{ "Count" }</th>
                    <th scope="col">{ "Held by" }</th>
                    <th scope="col">{ "Refers to" }</th>
                    <th scope="col">{ "Collector" }</th>
                </tr>
            </thead>
            <tbody>
            { for objects.map(|object| row(moment, object, &props.on_select)) }
            </tbody>
        </table>
    }
}

fn row(moment: &scene::State, object: &Object, on_select: &Callback<Serial>) -> Html {
    let id = object.id;
    html! {
        <tr key={id.0}>
            <th scope="row">
                <button type="button" class="plain" onclick={on_select.reform(move |_| id)}>
                    { format!("{} {}", object.type_name, object.nick) }
                </button>
            </th>
            <td class="number">{ if object.immortal { "immortal".to_owned() } else { object.refcount.to_string() } }</td>
            <td>{ list(object.holders.iter().map(|holder| held_by(moment, holder))) }</td>
            <td>{ list(object.children.iter().map(|child| {
                let weak = if child.weak { " (weak)" } else { "" };
                format!("{} → {}{weak}", child.label, nick(moment, child.to))
            })) }</td>
            <td>{ collector(object) }</td>
        </tr>
    }
}

fn list(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(", ")
}

/// What people call an object.
pub fn nick(moment: &scene::State, serial: Serial) -> String {
    moment
        .object(serial)
        .map(|object| object.nick.clone())
        .or_else(|| moment.ghost(serial).map(|ghost| ghost.nick.clone()))
        .unwrap_or_else(|| serial.to_string())
}

/// Who holds a reference, in words.
pub fn held_by(moment: &scene::State, holder: &Holder) -> String {
    let label = &holder.label;
    let function = |place: u32| {
        usize::try_from(place)
            .ok()
            .and_then(|place| moment.frames.get(place))
            .map_or("a function", |frame| frame.function.as_str())
    };
    match holder.who {
        HolderKind::Object(serial) => format!("{} of {}", label, nick(moment, serial)),
        HolderKind::Local(frame) => format!("{label} in {}", function(frame)),
        HolderKind::Stack(frame) => format!("{label} ({})", function(frame)),
        HolderKind::Interpreter => label.clone(),
    }
}

/// Where the collector has it.
pub fn collector(object: &Object) -> String {
    use scene::state::Generation;
    match object.generation {
        None => "not tracked".to_owned(),
        Some(Generation::Zero) => "generation 0".to_owned(),
        Some(Generation::One) => "generation 1".to_owned(),
        Some(Generation::Two) => "generation 2".to_owned(),
        Some(Generation::Permanent) => "permanent".to_owned(),
    }
}
