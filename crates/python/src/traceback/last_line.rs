//! The last line of a traceback: which exception it is, and what it says.

use heap::Ref;

use crate::machine::Machine;
use crate::objects::Payload;
use crate::types::TypeId;
use crate::version::Version;

impl Machine {
    /// The exception without its traceback: for a SyntaxError the text it is about, `Kind: message`, and the notes
    /// (`TracebackException.format_exception_only`).
    pub fn exception_only(
        &mut self,
        exception: Ref,
        traceback: Option<Ref>,
        in_c: bool,
    ) -> Vec<String> {
        let mut text = self.exception_name(exception, in_c);
        let mut pieces = Vec::new();
        let described = if self.is_native(exception, TypeId::SyntaxError) && !self.facts.python_2 {
            self.syntax_error_lines(exception, in_c)
        } else {
            None
        };
        let message = match described {
            Some((lines, message)) => {
                pieces.extend(lines.split_inclusive('\n').map(str::to_owned));
                message
            }
            None => self.exception_message(exception, traceback, in_c),
        };
        if !message.is_empty() {
            text.push_str(": ");
            text.push_str(&message);
        }
        text.push('\n');
        pieces.push(text);
        let notes = self.notes_text(exception, in_c);
        pieces.extend(notes.split_inclusive('\n').map(str::to_owned));
        pieces
    }

    /// `str(exception)`, with the hint that goes with where it was raised.
    pub(crate) fn exception_message(
        &mut self,
        exception: Ref,
        traceback: Option<Ref>,
        in_c: bool,
    ) -> String {
        let mut message = self.str_or_failed(exception);
        if let Some(hint) = self.hint(exception, traceback, in_c) {
            hint.apply(&mut message);
        }
        message
    }

    /// `str(r)`, or what stands for one that raises.
    pub(super) fn str_or_failed(&mut self, r: Ref) -> String {
        let text = self.str_string(r);
        self.text_or(text, "<exception str() failed>")
    }

    /// The line of a report about an exception that is ignored (`write_unraisable_exc_file`).
    pub fn ignored_exception_line(&mut self, exception: Ref) -> String {
        let name = self.exception_name(exception, true);
        let message = self.str_or_failed(exception);
        format!("{name}: {message}\n")
    }

    /// The class, with its module unless that goes without saying; of 2.7's two reports only the interpreter's own shows modules, and `__main__` too.
    fn exception_name(&mut self, exception: Ref, in_c: bool) -> String {
        let class = self.class_of(exception);
        let name = self.class_full_name(class);
        if self.facts.python_2 {
            let name = name.strip_prefix("exceptions.").unwrap_or(&name);
            return match name.rsplit_once('.') {
                Some((_, bare)) if !in_c => bare.to_owned(),
                _ => name.to_owned(),
            };
        }
        let name = name.strip_prefix("__main__.").unwrap_or(&name).to_owned();
        if self.has_odd_module(class) {
            format!("<unknown>.{name}")
        } else {
            name
        }
    }

    /// `__module__` of a class is no text.
    fn has_odd_module(&self, class: Ref) -> bool {
        let Payload::Type(t) = self.payload(class) else {
            return false;
        };
        t.dict
            .filter(|_| self.at_least(Version::V3_11))
            .and_then(|dict| self.dict_get_str(dict, self.interp.names.module))
            .is_some_and(|module| self.str_of(module).is_none())
    }
}
