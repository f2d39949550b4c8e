//! Short texts for values. No Python code runs for them: what a class's own `__repr__` says is the program's business.

use heap::Ref;
use python::Machine;
use python::objects::Payload;

use super::objects::{serial, type_name};
use crate::state::Kind;

/// Characters of a value.
const MOST: usize = 80;
/// Items of a container that are written out.
const ITEMS: usize = 12;
/// Containers inside containers that are written out.
const DEPTH: usize = 2;

/// A short `repr`.
pub fn value_text(machine: &Machine, r: Ref) -> String {
    let mut out = String::new();
    write(machine, r, &mut Vec::new(), &mut out);
    if out.chars().count() > MOST {
        out = out.chars().take(MOST - 1).collect();
        out.push('…');
    }
    out
}

/// What people call an object: the text that an instance carries, the name of a function, otherwise type and number.
pub fn nick(machine: &Machine, r: Ref, kind: Kind, attributes: &[(String, Ref)]) -> String {
    let what = if kind == Kind::Weak {
        "weakref"
    } else {
        type_name(machine, r)
    };
    let numbered = || format!("{what} {}", serial(machine, r));
    match kind {
        Kind::Atom => value_text(machine, r),
        Kind::Instance => {
            let texts = attributes
                .iter()
                .filter_map(|(_, value)| machine.str_of(*value));
            let mut fit = texts.filter(|text| !text.is_empty() && text.chars().count() <= 24);
            match fit.next() {
                Some(text) if !text.contains(['#', '\n']) => text.to_owned(),
                Some(_) | None => numbered(),
            }
        }
        Kind::Class | Kind::Function | Kind::Module => match name_of(machine, r) {
            Some(name) => name,
            None => numbered(),
        },
        Kind::InstanceDict
        | Kind::Container
        | Kind::Weak
        | Kind::Cell
        | Kind::Plumbing
        | Kind::Running
        | Kind::Other => numbered(),
    }
}

fn name_of(machine: &Machine, r: Ref) -> Option<String> {
    match machine.payload(r) {
        Payload::Type(class) => Some(class.name.clone()),
        Payload::Function(function) => machine.str_of(function.name).map(str::to_owned),
        Payload::Method(parts) => name_of(machine, parts.0),
        Payload::Module(namespace) => dict_text(machine, *namespace, "__name__"),
        _ => None,
    }
}

/// The text under a key of a dict.
fn dict_text(machine: &Machine, dict: Ref, key: &str) -> Option<String> {
    let Payload::Dict(dict) = machine.payload(dict) else {
        return None;
    };
    let mut entries = dict.iter();
    let (_, entry) = entries.find(|(_, entry)| machine.str_of(entry.key) == Some(key))?;
    machine.str_of(entry.value).map(str::to_owned)
}

/// `inside`: the containers that are being written out, outermost first.
fn write(machine: &Machine, r: Ref, inside: &mut Vec<Ref>, out: &mut String) {
    if out.len() > MOST * 4 {
        return;
    }
    if inside.contains(&r) {
        // `Py_ReprEnter`: a container that holds itself.
        out.push_str(match machine.payload(r) {
            Payload::List(_) => "[...]",
            Payload::Tuple(_) => "(...)",
            _ => "{...}",
        });
        return;
    }
    match machine.payload(r) {
        Payload::None => out.push_str("None"),
        Payload::Ellipsis => out.push_str("Ellipsis"),
        Payload::NotImplemented => out.push_str("NotImplemented"),
        Payload::Bool(true) => out.push_str("True"),
        Payload::Bool(false) => out.push_str("False"),
        Payload::Int(value) => out.push_str(&value.to_string()),
        Payload::BigInt(value) => {
            let digits = value.to_string();
            out.push_str(digits.get(..MOST).unwrap_or(&digits));
        }
        Payload::Float(value) => out.push_str(&float(*value)),
        Payload::Complex(parts) => {
            let sign = if parts.1.is_sign_negative() { "" } else { "+" };
            let text = format!("({}{sign}{}j)", float(parts.0), float(parts.1));
            out.push_str(&text);
        }
        Payload::Str(text) => quote(&text.text, out),
        Payload::Bytes(bytes) => {
            out.push('b');
            quote_bytes(bytes, out);
        }
        Payload::ByteArray(bytes) => {
            out.push_str("bytearray(b");
            quote_bytes(bytes, out);
            out.push(')');
        }
        Payload::List(list) => sequence(machine, r, ("[", "]"), &list.items, inside, out),
        Payload::Tuple(tuple) => {
            let close = if tuple.items.len() == 1 { ",)" } else { ")" };
            sequence(machine, r, ("(", close), &tuple.items, inside, out);
        }
        Payload::Set(set) => {
            let members: Vec<Ref> = set.members().map(|(_, member)| member).collect();
            match (members.is_empty(), set.frozen) {
                (true, _) => out.push_str(&format!("{}()", type_name(machine, r))),
                (false, true) => sequence(machine, r, ("frozenset({", "})"), &members, inside, out),
                (false, false) => sequence(machine, r, ("{", "}"), &members, inside, out),
            }
        }
        Payload::Dict(dict) => {
            if inside.len() >= DEPTH && !dict.is_empty() {
                out.push_str("{…}");
                return;
            }
            inside.push(r);
            out.push('{');
            for (place, (_, entry)) in dict.iter().enumerate() {
                if place > 0 {
                    out.push_str(", ");
                }
                if place >= ITEMS {
                    out.push('…');
                    break;
                }
                write(machine, entry.key, inside, out);
                out.push_str(": ");
                write(machine, entry.value, inside, out);
            }
            out.push('}');
            inside.pop();
        }
        Payload::Type(class) => out.push_str(&format!("<class '{}'>", class.name)),
        Payload::Function(function) => {
            let name = machine.str_of(function.shown_name()).unwrap_or("?");
            out.push_str(&format!("<function {name}>"));
        }
        Payload::Method(parts) => {
            let name = name_of(machine, parts.0).unwrap_or_else(|| "?".to_owned());
            out.push_str(&format!("<bound method {name}>"));
        }
        Payload::Module(namespace) => {
            let name = dict_text(machine, *namespace, "__name__");
            out.push_str(&format!("<module '{}'>", name.as_deref().unwrap_or("?")));
        }
        Payload::Weakref(weakref) => match weakref.referent {
            Some(to) if machine.heap.is_alive(to) => {
                let name = type_name(machine, to);
                out.push_str(&format!("<weakref to {name}>"));
            }
            Some(_) | None => out.push_str("<weakref; dead>"),
        },
        _ => out.push_str(&format!("<{} object>", type_name(machine, r))),
    }
}

fn sequence(
    machine: &Machine,
    owner: Ref,
    ends: (&str, &str),
    items: &[Ref],
    inside: &mut Vec<Ref>,
    out: &mut String,
) {
    out.push_str(ends.0);
    if inside.len() >= DEPTH && !items.is_empty() {
        out.push('…');
    } else {
        inside.push(owner);
        for (place, item) in items.iter().enumerate() {
            if place > 0 {
                out.push_str(", ");
            }
            if place >= ITEMS {
                out.push('…');
                break;
            }
            write(machine, *item, inside, out);
        }
        inside.pop();
    }
    out.push_str(ends.1);
}

/// `repr` of a float: the shortest digits that read back as the same number (`PyOS_double_to_string`, format `r`).
fn float(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let scientific = format!("{value:e}");
    let exponent = scientific
        .split_once('e')
        .and_then(|(_, exponent)| exponent.parse::<i32>().ok())
        .unwrap_or(0);
    if (-4..16).contains(&exponent) {
        return format!("{value:?}");
    }
    let digits = scientific.split_once('e').map_or("", |(digits, _)| digits);
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}

fn quote(text: &str, out: &mut String) {
    let quote = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    out.push(quote);
    for c in text.chars().take(MOST) {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c == quote => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push_str(&format!("\\x{:02x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push(quote);
}

fn quote_bytes(bytes: &[u8], out: &mut String) {
    out.push('\'');
    for byte in bytes.iter().take(MOST) {
        match byte {
            b'\\' | b'\'' => out.push_str(&format!("\\{}", char::from(*byte))),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            b' '..=b'~' => out.push(char::from(*byte)),
            _ => out.push_str(&format!("\\x{byte:02x}")),
        }
    }
    out.push('\'');
}
