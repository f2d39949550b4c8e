//! Tracebacks as text (`Python/traceback.c`, `Python/pythonrun.c`).

use heap::Ref;

use crate::code::Position;
use crate::machine::Machine;
use crate::objects::Payload;
use crate::types::TypeId;
use crate::version::Version;

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";

impl Machine {
    /// What the interpreter prints for an uncaught exception, with chained ones.
    pub fn format_exception(&mut self, exception: Ref) -> String {
        let mut text = String::new();
        self.chain(exception, &mut text, &mut Vec::new());
        text
    }

    fn chain(&mut self, exception: Ref, text: &mut String, seen: &mut Vec<Ref>) {
        if seen.contains(&exception) || seen.len() > 200 {
            return;
        }
        seen.push(exception);
        if let Payload::Exception(e) = self.payload(exception) {
            let (cause, context, suppress) = (e.cause, e.context, e.suppress_context);
            if let Some(cause) = cause {
                if !seen.contains(&cause) {
                    self.chain(cause, text, seen);
                    text.push_str(CAUSE);
                }
            } else if let (Some(context), false) = (context, suppress)
                && !seen.contains(&context)
            {
                self.chain(context, text, seen);
                text.push_str(CONTEXT);
            }
        }
        let traceback = match self.payload(exception) {
            Payload::Exception(e) => e.traceback,
            _ => None,
        };
        if let Some(traceback) = traceback {
            text.push_str("Traceback (most recent call last):\n");
            self.format_entries(traceback, true, text);
        }
        let last = self.exception_line(exception);
        text.push_str(&last);
    }

    /// The entries of a traceback, with or without marks below the source lines; the same entry many times over is
    /// told once.
    pub fn format_entries(&self, traceback: Ref, marked: bool, text: &mut String) {
        let mut at = Some(traceback);
        let mut last: Option<(Ref, u32)> = None;
        let mut repeated = 0;
        while let Some(entry) = at {
            let Payload::Traceback(t) = self.payload(entry) else {
                break;
            };
            let Payload::Frame(frame) = self.payload(t.frame) else {
                break;
            };
            at = t.next;
            let key = (frame.code, t.line);
            if last == Some(key) && !self.facts.python_2 {
                repeated += 1;
                if repeated > 3 {
                    continue;
                }
            } else {
                self.repeats(repeated, text);
                last = Some(key);
                repeated = 1;
            }
            let Payload::Code(code) = self.payload(frame.code) else {
                continue;
            };
            let file = self.text(code.filename);
            let name = self.text(code.name);
            text.push_str(&format!("  File \"{file}\", line {}, in {name}\n", t.line));
            let Some(source) = self
                .sources
                .iter()
                .find(|(f, _)| **f == *file)
                .map(|(_, s)| s.clone())
            else {
                continue;
            };
            let position = code.spec.positions.get(t.lasti as usize).copied();
            self.source_lines(&source, t.line, position.filter(|_| marked), text);
        }
        self.repeats(repeated, text);
    }

    fn repeats(&self, repeated: usize, text: &mut String) {
        if repeated > 3 {
            let n = repeated - 3;
            let plural = if n == 1 { "" } else { "s" };
            text.push_str(&format!(
                "  [Previous line repeated {n} more time{plural}]\n"
            ));
        }
    }

    /// The source line and, where it tells something, what in it failed.
    fn source_lines(&self, source: &str, line: u32, position: Option<Position>, text: &mut String) {
        let Some(full) = source.lines().nth((line as usize).saturating_sub(1)) else {
            return;
        };
        let trimmed = full.trim();
        if trimmed.is_empty() {
            return;
        }
        text.push_str(&format!("    {trimmed}\n"));
        let Some(position) = position else { return };
        if position.line != line || position.end_line == 0 || self.facts.python_2 {
            return;
        }
        let indent = full.len() - full.trim_start().len();
        let start = (position.col as usize).saturating_sub(indent);
        let end = if position.end_line == position.line {
            position.end_col as usize
        } else {
            full.trim_end().len()
        };
        let end = end.saturating_sub(indent).min(trimmed.len());
        if end <= start {
            return;
        }
        if let Some(carets) = carets(trimmed, start, end, self.version) {
            text.push_str(&format!("    {carets}\n"));
        }
    }

    /// `Kind: message`, and the notes.
    pub fn exception_line(&mut self, exception: Ref) -> String {
        let class = self.class_of(exception);
        let name = self.class_full_name(class);
        let name = name.strip_prefix("__main__.").unwrap_or(&name).to_owned();
        let message = match self.str_string(exception) {
            Ok(message) => message,
            Err(e) => {
                self.swallow_unit(Err(e));
                String::from("<exception str() failed>")
            }
        };
        let mut line = if message.is_empty() {
            name
        } else {
            format!("{name}: {message}")
        };
        if let Some(hint) = self.hint(exception) {
            line.push_str(&hint);
        }
        line.push('\n');
        let notes = self.interp.names.notes;
        if let Some(list) = self.instance_attribute(exception, notes) {
            for note in self.items(list).map(<[Ref]>::to_vec).unwrap_or_default() {
                line.push_str(&format!("{}\n", self.text(note)));
            }
        }
        line
    }

    /// ". Did you mean: 'x'?"
    fn hint(&mut self, exception: Ref) -> Option<String> {
        if self.facts.python_2 {
            return None;
        }
        let Payload::Exception(e) = self.payload(exception) else {
            return None;
        };
        let name = e.field("name").map(|n| self.text(n))?;
        let (object, traceback) = (e.field("obj"), e.traceback);
        let candidates: Vec<String> = if self.is_native(exception, TypeId::AttributeError) {
            let object = object?;
            let names = self.call_method_of_builtins("dir", object).ok()?;
            let texts = self
                .items(names)
                .map(|n| n.iter().map(|&n| self.text(n)).collect())
                .unwrap_or_default();
            self.decref(names);
            texts
        } else if self.is_native(exception, TypeId::NameError) {
            self.names_in_scope(traceback?)
        } else {
            return None;
        };
        if self.is_native(exception, TypeId::NameError)
            && !self.is_native(exception, TypeId::UnboundLocalError)
            && crate::modules::is_known(&name)
            && self.at_least(Version::V3_12)
        {
            return Some(match crate::suggestion::nearest(&name, &candidates) {
                Some(near) => {
                    format!(". Did you mean: '{near}'? Or did you forget to import '{name}'?")
                }
                None => format!(". Did you forget to import '{name}'?"),
            });
        }
        crate::suggestion::nearest(&name, &candidates)
            .map(|near| format!(". Did you mean: '{near}'?"))
    }

    fn call_method_of_builtins(&mut self, name: &str, arg: Ref) -> Result<Ref, ()> {
        let Some(f) = self.dict_get_text(self.interp.builtins, name) else {
            return Err(());
        };
        self.call(f, &[arg]).map_err(|e| self.swallow_unit(Err(e)))
    }

    fn names_in_scope(&mut self, traceback: Ref) -> Vec<String> {
        let mut at = traceback;
        while let Payload::Traceback(t) = self.payload(at)
            && let Some(next) = t.next
        {
            at = next;
        }
        let Payload::Traceback(t) = self.payload(at) else {
            return Vec::new();
        };
        let frame = t.frame;
        let mut names = Vec::new();
        if let Ok(locals) = self.frame_locals(frame) {
            names.extend(self.keys_of(locals));
            self.decref(locals);
        }
        if let Payload::Frame(f) = self.payload(frame)
            && let Some(saved) = &f.saved
        {
            names.extend(self.keys_of(saved.frame.globals));
        }
        names.extend(self.keys_of(self.interp.builtins));
        names
    }

    fn keys_of(&self, dict: Ref) -> Vec<String> {
        self.dict(dict)
            .map(|d| d.iter().map(|(_, e)| self.text(e.key)).collect())
            .unwrap_or_default()
    }
}

/// The line of `^` and `~` under a part of a source line (byte columns); `None` where it would underline
/// the whole line and so tell nothing.
fn carets(line: &str, start: usize, end: usize, version: Version) -> Option<String> {
    if version >= Version::V3_13 && crate::caret::is_plain_call(line, start, end) {
        return None;
    }
    let anchors = anchors(line, start, end, version);
    if start == 0 && end >= line.len() && anchors.is_none() {
        return None;
    }
    let width = |bytes: usize| line.get(..bytes).map_or(bytes, |s| s.chars().count());
    let mut text = " ".repeat(width(start));
    match anchors {
        Some((from, to)) => {
            text.push_str(&"~".repeat(width(from) - width(start)));
            text.push_str(&"^".repeat(width(to) - width(from)));
            text.push_str(&"~".repeat(width(end) - width(to)));
        }
        None => text.push_str(&"^".repeat(width(end) - width(start))),
    }
    Some(text)
}

/// Where the operator of a binary operation is, or the brackets of a subscript or call
/// (`_extract_caret_anchors_from_line_segment`).
fn anchors(line: &str, start: usize, end: usize, version: Version) -> Option<(usize, usize)> {
    let segment = line.get(start..end)?;
    let parsed = crate::caret::anchor(segment, version >= Version::V3_13)?;
    Some((start + parsed.0, start + parsed.1))
}
