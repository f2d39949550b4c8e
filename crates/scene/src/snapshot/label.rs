//! What a reference of an object is called.

use heap::Ref;
use python::Machine;
use python::objects::{Label, Payload};

use super::value::value_text;

/// `next`, `[0]`, `['key']`, `key 'a'`, `cell_contents`…
pub fn label_text(machine: &Machine, owner: Ref, label: Label) -> String {
    match label {
        Label::Item(number) => format!("[{number}]"),
        Label::Key(number) => match entry(machine, owner, number) {
            Some((key, _)) => format!("key {}", value_text(machine, key)),
            None => format!("key {number}"),
        },
        Label::Value(number) => match entry(machine, owner, number) {
            Some((key, _)) => format!("[{}]", value_text(machine, key)),
            None => format!("value {number}"),
        },
        Label::Member(_) => "member".to_owned(),
        Label::Attribute(number) => {
            let name = attribute_name(machine, owner, number);
            name.unwrap_or_else(|| format!("attribute {number}"))
        }
        Label::Slot(number) => {
            let name = slot_name(machine, owner, number);
            name.unwrap_or_else(|| format!("slot {number}"))
        }
        Label::Local(number) => {
            let name = local_name(machine, owner, number);
            format!("local {}", name.unwrap_or_else(|| number.to_string()))
        }
        Label::Stack(number) => format!("stack {number}"),
        Label::Const(number) => format!("constant {number}"),
        Label::Field(name) => name.to_owned(),
    }
}

fn entry(machine: &Machine, owner: Ref, number: u32) -> Option<(Ref, Ref)> {
    let Payload::Dict(dict) = machine.payload(owner) else {
        return None;
    };
    let entry = dict.entry(usize::try_from(number).ok()?)?;
    Some((entry.key, entry.value))
}

fn attribute_name(machine: &Machine, owner: Ref, number: u32) -> Option<String> {
    let Payload::Type(class) = machine.payload(machine.class_of(owner)) else {
        return None;
    };
    let names = &class.shared.as_ref()?.names;
    let name = names.get(usize::try_from(number).ok()?)?;
    machine.str_of(*name).map(str::to_owned)
}

fn slot_name(machine: &Machine, owner: Ref, number: u32) -> Option<String> {
    let Payload::Type(class) = machine.payload(machine.class_of(owner)) else {
        return None;
    };
    let name = class.slots.get(usize::try_from(number).ok()?)?;
    machine.str_of(*name).map(str::to_owned)
}

/// The variable of a frame that a generator or frame object owns.
fn local_name(machine: &Machine, owner: Ref, number: u32) -> Option<String> {
    let saved = match machine.payload(owner) {
        Payload::Generator(generator) => generator.frame.as_deref(),
        Payload::Frame(frame) => frame.saved.as_deref(),
        _ => None,
    }?;
    let names = &saved.frame.code.spec.varnames;
    let (name, _) = names.get(usize::try_from(number).ok()?)?;
    Some(name.to_string())
}
