//! `print` (`Python/bltinmodule.c`).

use heap::Ref;

use super::argument;
use crate::machine::{Machine, PyResult};
use crate::objects::function::Kwargs;

/// `print(*args, sep=' ', end='\n', file=None, flush=False)`
pub fn print(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    if m.facts.print_gathers_keywords {
        gather_keywords(m);
    }
    if !m.facts.print_makes_tuple || args.is_empty() {
        return print_arguments(m, args, kwargs);
    }
    for &arg in args {
        m.incref(arg);
    }
    let tuple = m.new_tuple_tracked(args.to_vec());
    m.hold(tuple);
    let result = print_arguments(m, args, kwargs);
    m.unhold();
    m.give_up(tuple, result)
}

fn print_arguments(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
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
            write_string(m, file, &sep)?;
        }
        write_object(m, file, arg)?;
    }
    write_string(m, file, &end)?;
    if flush {
        let r = m.call_method(file, "flush", &[])?;
        m.decref(r);
    }
    Ok(())
}

/// `PyFile_WriteString`.
fn write_string(m: &mut Machine, file: Ref, text: &str) -> PyResult<()> {
    let text = m.new_str(text);
    m.hold(text);
    let written = write_object(m, file, text);
    m.unhold();
    m.give_up(text, written)
}

/// `PyFile_WriteObject`: the bound method comes first, then the text of the object.
fn write_object(m: &mut Machine, file: Ref, object: Ref) -> PyResult<()> {
    if m.facts.python_2 && m.is_native(file, crate::types::TypeId::TextIO) {
        // A file of C is written to without its method.
        let text = text_to_write(m, object)?;
        crate::modules::text_io::write_text(m, file, text);
        m.decref(text);
        return if m.stopped.is_some() {
            Err(crate::machine::Unwind::Halt)
        } else {
            Ok(())
        };
    }
    let name = m.interp.names.write;
    let writer = m.getattr(file, name)?;
    m.hold(writer);
    let written = write_with(m, writer, object);
    m.unhold();
    m.give_up(writer, written)
}

/// The text of an object; in Python 2 unicode stays what it is.
fn text_to_write(m: &mut Machine, object: Ref) -> PyResult<Ref> {
    if m.is_native(object, crate::types::TypeId::Unicode) {
        Ok(m.newref(object))
    } else {
        m.str(object)
    }
}

fn write_with(m: &mut Machine, writer: Ref, object: Ref) -> PyResult<()> {
    let text = text_to_write(m, object)?;
    m.hold(text);
    let result = m.call(writer, &[text]);
    m.unhold();
    let result = m.give_up(text, result)?;
    m.decref(result);
    if m.stopped.is_some() {
        Err(crate::machine::Unwind::Halt)
    } else {
        Ok(())
    }
}

/// The names of the keywords as a tuple of the parser's own (`parser_init` in `Python/getargs.c`).
fn gather_keywords(m: &mut Machine) {
    if m.modules_state.print_keywords.is_none() {
        let names = ["sep", "end", "file", "flush"].map(|name| m.intern(name));
        let names = m.new_tuple_tracked(names.to_vec());
        m.modules_state.print_keywords = Some(names);
    }
}

// ---- the print statement of Python 2

/// PRINT_ITEM, PRINT_ITEM_TO: a space first if the line has something already.
pub fn print_item(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let Some(&item) = args.first() else {
        return Ok(m.none());
    };
    let Some(file) = target(m, args.get(1)) else {
        return Err(m.error(crate::types::TypeId::RuntimeError, "lost sys.stdout"));
    };
    m.hold(file);
    let result = item_to(m, item, file);
    m.unhold();
    m.give_up(file, result)?;
    Ok(m.none())
}

fn item_to(m: &mut Machine, item: Ref, file: Ref) -> PyResult<()> {
    if soft_space(m, file, false)? {
        write_text(m, file, " ")?;
    }
    let text = text_to_write(m, item)?;
    m.hold(text);
    let written = write_object(m, file, text);
    let last = m.text(text).chars().next_back();
    m.unhold();
    m.give_up(text, written)?;
    let is_text = m.str_of(item).is_some();
    let ends_line = last.is_some_and(|c| c.is_ascii_whitespace() && c != ' ');
    if !(is_text && ends_line) {
        soft_space(m, file, true)?;
    }
    Ok(())
}

fn write_text(m: &mut Machine, file: Ref, text: &str) -> PyResult<()> {
    let text = m.new_str(text);
    m.hold(text);
    let written = write_object(m, file, text);
    m.unhold();
    m.give_up(text, written)
}

/// PRINT_NEWLINE, PRINT_NEWLINE_TO.
pub fn print_newline(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let Some(file) = target(m, args.first()) else {
        return Err(m.error(crate::types::TypeId::RuntimeError, "lost sys.stdout"));
    };
    m.hold(file);
    let written = write_text(m, file, "\n");
    let written = written.and_then(|()| soft_space(m, file, false).map(drop));
    m.unhold();
    m.give_up(file, written)?;
    Ok(m.none())
}

/// The file that is meant, as a new reference.
fn target(m: &mut Machine, given: Option<&Ref>) -> Option<Ref> {
    let file = match given.filter(|&&f| !m.is_none(f)) {
        Some(&file) => file,
        None => stdout(m)?,
    };
    Some(m.newref(file))
}

/// `PyFile_SoftSpace`: sets the flag of a file, and says what it was.
fn soft_space(m: &mut Machine, file: Ref, set: bool) -> PyResult<bool> {
    let state = &mut m.modules_state;
    if let Some((out, err)) = state.streams
        && (file == out || file == err)
    {
        let at = usize::from(file == err);
        return Ok(std::mem::replace(&mut state.soft_space[at], set));
    }
    let name = m.intern("softspace");
    let old = m.getattr_suppressed(file, name);
    let value = m.new_int(i64::from(set));
    let stored = m.setattr(file, name, Some(value));
    m.swallow_unit(stored);
    m.decref(value);
    m.decref(name);
    match old? {
        Some(old) => {
            let was = m.truth(old);
            m.decref(old);
            was
        }
        None => Ok(false),
    }
}

/// `Py_FlushLine`: a line that `print` has begun on the standard output is ended.
pub fn flush_line(m: &mut Machine) {
    if std::mem::take(&mut m.modules_state.soft_space[0]) {
        let written = m.write_to("stdout", crate::output::Stream::Out, "\n");
        m.swallow_unit(written);
    }
}
