//! A state as a Graphviz graph: names, live objects, references; weak ones dashed.

use std::fmt::Write;

use crate::state::{Kind, Object, State};

/// The program's objects and the names that lead to them, for `dot -Tsvg`.
pub fn dot(state: &State) -> String {
    let mut out = String::from(
        "digraph heap {\n  rankdir=LR;\n  node [shape=box, fontname=\"Helvetica\"];\n",
    );
    let drawn = |object: &&Object| {
        !object.machinery
            && object.kind != Kind::Module
            && !(object.kind == Kind::Atom && object.immortal)
    };
    for object in state.objects.iter().filter(drawn) {
        let count = if object.immortal {
            "immortal".to_owned()
        } else {
            object.refcount.to_string()
        };
        let label = format!("{}\n{}\n{count}", object.type_name, object.nick);
        let _ = writeln!(out, "  o{} [label={}];", object.id.0, quoted(&label));
    }
    for (place, name) in state.names.iter().enumerate() {
        if !name.machinery && state.object(name.to).filter(drawn).is_some() {
            let label = quoted(&name.name);
            let _ = writeln!(out, "  n{place} [label={label}, shape=plaintext];");
            let _ = writeln!(out, "  n{place} -> o{};", name.to.0);
        }
    }
    for object in state.objects.iter().filter(drawn) {
        for child in &object.children {
            if state.object(child.to).filter(drawn).is_some() {
                let style = if child.weak { ", style=dashed" } else { "" };
                let (from, to, label) = (object.id.0, child.to.0, quoted(&child.label));
                let _ = writeln!(out, "  o{from} -> o{to} [label={label}{style}];");
            }
        }
    }
    out.push_str("}\n");
    out
}

/// A DOT string.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push('·'),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
