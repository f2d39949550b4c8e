//! What `%` says is wrong. From 3.15 on it names the argument or the position in the template.

use heap::Ref;

use crate::machine::{Machine, Unwind};
use crate::version::Version;

fn names_places(m: &Machine) -> bool {
    m.at_least(Version::V3_15)
}

/// `old`, or what 3.15 says of the argument; `label` is empty for the only one.
pub(super) fn of_argument(m: &Machine, label: &str, old: String, new: &str) -> String {
    if names_places(m) {
        format!("format argument{label}: {new}")
    } else {
        old
    }
}

/// The template ends within the conversion that starts at `start`.
pub(super) fn incomplete(m: &mut Machine, start: usize) -> Unwind {
    if names_places(m) {
        m.value_error(&format!("stray % at position {start}"))
    } else {
        m.value_error("incomplete format")
    }
}

pub(super) fn incomplete_key(m: &mut Machine, start: usize) -> Unwind {
    if names_places(m) {
        let message = format!("stray % or incomplete format key at position {start}");
        m.value_error(&message)
    } else {
        m.value_error("incomplete format key")
    }
}

pub(super) fn too_big(m: &mut Machine, name: &str, start: usize) -> Unwind {
    if names_places(m) {
        m.value_error(&format!("{name} too big at position {start}"))
    } else {
        m.value_error(&format!("{name} too big"))
    }
}

pub(super) fn star(m: &mut Machine, label: &str, arg: Ref) -> Unwind {
    let new = format!("* requires int, not {}", m.type_name(arg));
    let message = of_argument(m, label, "* wants int".to_owned(), &new);
    m.type_error(&message)
}

pub(super) fn not_enough(m: &mut Machine, given: usize) -> Unwind {
    if names_places(m) {
        let message = format!("not enough arguments for format string (got {given})");
        m.type_error(&message)
    } else {
        m.type_error("not enough arguments for format string")
    }
}

pub(super) fn left_over(m: &mut Machine, what: &str, used: usize, given: usize) -> Unwind {
    let mut message = format!("not all arguments converted during {what} formatting");
    if names_places(m) {
        message.push_str(&format!(" (required {used}, got {given})"));
    }
    m.type_error(&message)
}

pub(super) fn no_mapping(m: &mut Machine, args: Ref) -> Unwind {
    if names_places(m) {
        let message = format!("format requires a mapping, not {}", m.type_name(args));
        m.type_error(&message)
    } else {
        m.type_error("format requires a mapping")
    }
}

/// A letter at `at` that no conversion has.
pub(super) fn unsupported(m: &mut Machine, kind: char, start: usize, at: usize) -> Unwind {
    let code = kind as u32;
    let message = if names_places(m) {
        if kind.is_ascii_alphabetic() {
            format!("unsupported format %{kind} at position {start}")
        } else {
            format!(
                "stray % at position {start} or unexpected format character '{kind}' (U+{code:04X}) at position {at}"
            )
        }
    } else {
        let shown = if code > 31 && code < 128 { kind } else { '?' };
        format!("unsupported format character '{shown}' (0x{code:x}) at index {at}")
    };
    m.value_error(&message)
}
