//! The notes of an exception, below its last line (`print_exception_notes`, `TracebackException.format_exception_only`).

use heap::Ref;

use crate::machine::{Machine, Unwind};
use crate::objects::Payload;
use crate::types::TypeId;
use crate::version::Version;

impl Machine {
    /// `__notes__` as text: a line for each.
    pub(super) fn notes_text(&mut self, exception: Ref, in_c: bool) -> String {
        if self.facts.python_2 {
            return String::new();
        }
        let name = self.interp.names.notes;
        let notes = match self.getattr_opt(exception, name) {
            Ok(Some(notes)) => notes,
            Ok(None) => return String::new(),
            Err(Unwind::Raise(e) | Unwind::Reraise(e)) => {
                let text = self.repr_string(e);
                let text = self.text_or(text, "<__notes__ repr() failed>");
                self.decref(e);
                return format!("Ignored error getting __notes__: {text}\n");
            }
            Err(Unwind::Halt) => return String::new(),
        };
        self.hold(notes);
        let text = self.notes_as_text(notes, in_c);
        self.unhold();
        self.decref(notes);
        text
    }

    fn notes_as_text(&mut self, notes: Ref, in_c: bool) -> String {
        if self.is_none(notes) {
            // In C there is no exception for it.
            return if in_c { "None" } else { "" }.to_owned();
        }
        let sequence = self.is_native(notes, TypeId::List)
            || self.is_native(notes, TypeId::Tuple)
            || self.is_native(notes, TypeId::Range);
        let in_old_c = in_c && !self.at_least(Version::V3_12);
        let letters = in_old_c
            && (self.is_native(notes, TypeId::Str) || self.is_native(notes, TypeId::Bytes));
        if !sequence && !letters {
            let text = self.repr_string(notes);
            let text = self.text_or(text, "<__notes__ repr() failed>");
            let end = if in_old_c { "" } else { "\n" };
            return format!("{text}{end}");
        }
        let mut text = String::new();
        if let Payload::Bytes(bytes) = self.payload(notes) {
            return bytes.iter().map(|byte| format!("{byte}\n")).collect();
        }
        if let Some(letters) = self.str_of(notes) {
            return letters.chars().map(|c| format!("{c}\n")).collect();
        }
        let mut at = 0;
        while let Some(&note) = self.items(notes).and_then(|items| items.get(at)) {
            at += 1;
            self.incref(note);
            self.hold(note);
            let shown = self.str_string(note);
            let shown = self.text_or(shown, "<note str() failed>");
            self.unhold();
            self.decref(note);
            text.push_str(&format!("{shown}\n"));
        }
        text
    }

    /// What came out, or what stands for a text that could not be made.
    pub(super) fn text_or(&mut self, text: Result<String, Unwind>, otherwise: &str) -> String {
        match text {
            Ok(text) => text,
            Err(e) => {
                self.swallow_unit(Err(e));
                otherwise.to_owned()
            }
        }
    }
}
