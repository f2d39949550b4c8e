//! Names and frames.

use heap::Ref;
use python::Machine;
use python::inspect::Call;
use python::objects::Payload;

use super::objects::{names, serial};
use super::stack_words::stack_words;
use crate::state::{Binding, Frame, SourceRange, StackSlot};

pub fn module_names(machine: &Machine) -> Vec<Binding> {
    let bindings = names(machine).into_iter().map(|(name, to)| Binding {
        machinery: name.starts_with("__") && name.ends_with("__"),
        name,
        to: serial(machine, to),
        borrowed: false,
    });
    bindings.collect()
}

/// Frames of the program, outermost first. `inside`: the innermost one is in the middle of an instruction.
pub fn frames(machine: &Machine, inside: bool) -> Vec<Frame> {
    let calls = machine.calls();
    let frames = calls.iter().enumerate().map(|(place, call)| {
        let waiting = place + 1 < calls.len();
        frame(machine, call, inside, waiting, place == 0)
    });
    frames.collect()
}

fn frame(
    machine: &Machine,
    call: &Call<'_>,
    inside: bool,
    waiting: bool,
    outermost: bool,
) -> Frame {
    let mut locals = Vec::new();
    let names = &call.frame.code.spec.varnames;
    for (slot, (name, _)) in call.locals.iter().zip(names) {
        if let Some(r) = slot.get() {
            locals.push(Binding {
                name: name.to_string(),
                to: serial(machine, contents(machine, r)),
                machinery: name.starts_with("__"),
                borrowed: slot.is_borrowed(),
            });
        }
    }
    if !outermost {
        locals.extend(namespace(machine, call));
    }
    let words = stack_words(machine, call, inside, waiting);
    let stack = call.stack.iter().zip(words).filter_map(|(slot, what)| {
        Some(StackSlot {
            what,
            to: serial(machine, slot.get()?),
            borrowed: slot.is_borrowed(),
        })
    });
    let function = machine.str_of(call.frame.code.qualname).unwrap_or("?");
    Frame {
        function: function.to_owned(),
        line: call.frame.line(),
        locals,
        stack: stack.collect(),
    }
}

/// A variable that inner functions share means what is in its cell.
fn contents(machine: &Machine, r: Ref) -> Ref {
    match machine.payload(r) {
        Payload::Cell(Some(content)) => *content,
        _ => r,
    }
}

/// The names of a class body that is being executed.
fn namespace(machine: &Machine, call: &Call<'_>) -> Vec<Binding> {
    let dict = call
        .frame
        .locals
        .filter(|dict| Some(*dict) != machine.main_namespace());
    let Some(Payload::Dict(dict)) = dict.map(|dict| machine.payload(dict)) else {
        return Vec::new();
    };
    let bindings = dict.iter().filter_map(|(_, entry)| {
        let name = machine.str_of(entry.key)?;
        (!name.starts_with("__")).then(|| Binding {
            name: name.to_owned(),
            to: serial(machine, entry.value),
            machinery: false,
            borrowed: false,
        })
    });
    bindings.collect()
}

/// The expression that is being executed; in a waiting frame, the call.
pub fn source(machine: &Machine, inside: bool) -> Option<SourceRange> {
    let calls = machine.calls();
    let call = calls.iter().rev().find(|call| !call.frame.code.internal)?;
    let running = calls
        .last()
        .is_some_and(|last| last.frame.id == call.frame.id);
    let at = if inside || !running {
        call.frame.lasti
    } else {
        call.frame.ip
    };
    let position = call
        .frame
        .code
        .spec
        .positions
        .get(usize::try_from(at).ok()?)?;
    let (_, text) = machine.sources.first()?;
    (position.line > 0).then(|| SourceRange {
        start_line: position.line,
        start_column: column(text, position.line, position.col),
        end_line: position.end_line,
        end_column: column(text, position.end_line, position.end_col),
    })
}

/// The instruction that is next, or being executed: `CALL 1`.
pub fn instruction(machine: &Machine, inside: bool) -> Option<String> {
    let calls = machine.calls();
    let frame = calls.last()?.frame;
    let at = if inside { frame.lasti } else { frame.ip };
    let instr = frame.code.spec.code.get(usize::try_from(at).ok()?)?;
    Some(format!("{} {}", instr.op.name(), instr.arg))
}

/// A column in characters from 1, for one in bytes from 0.
fn column(text: &str, line: u32, bytes: u32) -> u32 {
    let line = usize::try_from(line.saturating_sub(1)).unwrap_or(usize::MAX);
    let line = text.split('\n').nth(line).unwrap_or_default();
    let before = line
        .char_indices()
        .take_while(|(at, _)| u32::try_from(*at).is_ok_and(|at| at < bytes));
    u32::try_from(before.count()).unwrap_or(u32::MAX - 1) + 1
}
