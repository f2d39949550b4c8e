//! `print` (`Python/bltinmodule.c`).

use heap::Ref;

use super::argument;
use crate::machine::{Machine, PyResult};
use crate::objects::function::Kwargs;

/// `print(*args, sep=' ', end='\n', file=None, flush=False)`
pub fn print(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (mut sep, mut end, mut file, mut flush) = (None, None, None, None);
    for &(key, value) in kwargs {
        let text = m.text(key);
        match text.as_str() {
            "sep" => sep = Some(value),
            "end" => end = Some(value),
            "file" => file = Some(value),
            "flush" => flush = Some(value),
            _ => {
                return Err(argument::unexpected(
                    m,
                    "print",
                    &text,
                    &["sep", "end", "file", "flush"],
                ));
            }
        }
    }
    let flush = match flush {
        Some(flush) => m.truth(flush)?,
        None => false,
    };
    let file = match file.filter(|&f| !m.is_none(f)) {
        Some(file) => m.newref(file),
        None => match stdout(m) {
            Some(file) if m.is_none(file) => return Ok(m.none()),
            Some(file) => m.newref(file),
            None => return Err(m.error(crate::types::TypeId::RuntimeError, "lost sys.stdout")),
        },
    };
    m.hold(file);
    let result = print_to(m, args, sep, end, file, flush);
    m.unhold();
    m.give_up(file, result)?;
    Ok(m.none())
}

/// `sys.stdout` as it is now, borrowed.
fn stdout(m: &Machine) -> Option<Ref> {
    let sys = m.modules_state.sys?;
    m.dict_get_str(sys, m.interp.names.stdout)
}

fn separator(m: &mut Machine, name: &str, given: Option<Ref>, default: &str) -> PyResult<String> {
    match given.filter(|&s| !m.is_none(s)) {
        None => Ok(default.to_owned()),
        Some(s) => match m.str_of(s) {
            Some(text) => Ok(text.to_owned()),
            None => {
                let message = format!("{name} must be None or a string, not {}", m.type_name(s));
                Err(m.type_error(&message))
            }
        },
    }
}

fn print_to(
    m: &mut Machine,
    args: &[Ref],
    sep: Option<Ref>,
    end: Option<Ref>,
    file: Ref,
    flush: bool,
) -> PyResult<()> {
    let sep = separator(m, "sep", sep, " ")?;
    let end = separator(m, "end", end, "\n")?;
    for (i, &arg) in args.iter().enumerate() {
        if i > 0 {
            write(m, file, &sep)?;
        }
        let text = m.str(arg)?;
        m.hold(text);
        let written = write_object(m, file, text);
        m.unhold();
        m.give_up(text, written)?;
    }
    write(m, file, &end)?;
    if flush {
        let r = m.call_method(file, "flush", &[])?;
        m.decref(r);
    }
    Ok(())
}

fn write(m: &mut Machine, file: Ref, text: &str) -> PyResult<()> {
    let text = m.new_str(text);
    m.hold(text);
    let written = write_object(m, file, text);
    m.unhold();
    m.give_up(text, written)
}

/// `file.write(text)`; a stream of the interpreter's own is written without a bound method.
fn write_object(m: &mut Machine, file: Ref, text: Ref) -> PyResult<()> {
    let name = m.interp.names.write;
    let result = match m.table_special(file, name) {
        Some(call) => call(m, &[file, text], &[])?,
        None => m.call_method(file, "write", &[text])?,
    };
    m.decref(result);
    if m.stopped.is_some() {
        Err(crate::machine::Unwind::Halt)
    } else {
        Ok(())
    }
}
