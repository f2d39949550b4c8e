//! The entries of a traceback, one per call (`PyTraceBack_Print`, `StackSummary.format`).

use std::rc::Rc;

use heap::Ref;

use crate::code::Position;
use crate::machine::Machine;
use crate::objects::Payload;
use crate::version::Version;

use super::{excerpt, one_line};

/// Equal entries beyond this many in a row are only counted (`_RECURSIVE_CUTOFF`).
const MOST_REPEATED: usize = 3;

/// One call of a traceback.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// `co_filename`
    pub file: String,
    /// `co_name`
    pub name: String,
    /// `tb_lineno`
    pub line: u32,
    /// What failed; line 0 where that is not known.
    pub position: Position,
    /// The code object, borrowed; none where the entry is only described.
    pub code: Option<Ref>,
    /// The global names of the call, borrowed.
    pub globals: Option<Ref>,
    /// The source line, where it is given.
    pub text: Option<String>,
}

impl Machine {
    /// The entries of a traceback, the outermost call first.
    pub fn traceback_entries(&self, traceback: Ref) -> Vec<Entry> {
        let mut found = Vec::new();
        let mut at = Some(traceback);
        while let Some(entry) = at {
            let Payload::Traceback(t) = self.payload(entry) else {
                break;
            };
            at = t.next;
            let Payload::Frame(frame) = self.payload(t.frame) else {
                break;
            };
            let Payload::Code(code) = self.payload(frame.code) else {
                continue;
            };
            let position = code.spec.positions.get(t.lasti as usize);
            found.push(Entry {
                file: self.text(code.filename),
                name: self.text(code.name),
                line: t.line,
                position: position.copied().unwrap_or_default(),
                code: Some(frame.code),
                globals: self.globals_of_frame(t.frame),
                text: None,
            });
        }
        found
    }

    /// The source text of a file, while files can still be read.
    pub(crate) fn source_of(&self, file: &str) -> Option<Rc<str>> {
        if self.modules_state.modules_gone {
            return None;
        }
        let found = self.sources.iter().find(|(name, _)| **name == *file)?;
        Some(found.1.clone())
    }

    /// `f_globals` of a frame object, borrowed.
    pub(crate) fn globals_of_frame(&self, frame: Ref) -> Option<Ref> {
        let Payload::Frame(f) = self.payload(frame) else {
            return None;
        };
        match (&f.saved, self.running_frame(frame)) {
            (Some(saved), _) => Some(saved.frame.globals),
            (None, Some(n)) => self.frames.get(n).map(|f| f.globals),
            (None, None) => None,
        }
    }

    /// The source that an entry is shown from. `linecache` asks the loader of the calling module when there is no such
    /// file: code of the program with an invented file name is shown lines of the program.
    fn source_of_entry(&self, entry: &Entry, by_module: bool) -> Option<Rc<str>> {
        let own = self.source_of(&entry.file);
        let invented = entry.file.starts_with('<') && entry.file.ends_with('>');
        if own.is_some() || invented || !by_module {
            return own;
        }
        let globals = entry.globals?;
        let module = self.dict_get_text(self.interp.modules, "__main__")?;
        if !matches!(self.payload(module), Payload::Module(names) if *names == globals) {
            return None;
        }
        let (main, _) = self.sources.first()?;
        self.source_of(main)
    }

    /// The entries of a traceback as text; the same entry many times over is told once. `bare`: as a report of an
    /// exception that is ignored has it.
    pub fn format_entries(&self, traceback: Ref, bare: bool) -> Vec<String> {
        self.format_entry_list(&self.traceback_entries(traceback), bare)
    }

    /// `StackSummary.format`.
    pub(crate) fn format_entry_list(&self, entries: &[Entry], bare: bool) -> Vec<String> {
        let mut text = Vec::new();
        let mut last: Option<&Entry> = None;
        let mut repeated = 0;
        for entry in entries {
            let same = last.is_some_and(|last| {
                (last.line, &last.name, &last.file) == (entry.line, &entry.name, &entry.file)
                    && (self.at_least(Version::V3_13) || last.code == entry.code)
            });
            if same && !self.facts.python_2 {
                repeated += 1;
                if repeated > MOST_REPEATED {
                    continue;
                }
            } else {
                text.extend(repeats(repeated));
                last = Some(entry);
                repeated = 1;
            }
            text.push(self.format_entry(entry, bare));
        }
        text.extend(repeats(repeated));
        text
    }

    /// One entry: file, line and function, and the source.
    pub(crate) fn format_entry(&self, entry: &Entry, bare: bool) -> String {
        let Entry {
            file,
            name,
            line,
            position,
            ..
        } = entry;
        let known = position.end_line != 0;
        let by_module = self.at_least(Version::V3_13) && !bare;
        let line = if by_module && known {
            &position.line
        } else {
            line
        };
        let mut text = format!("  File \"{file}\", line {line}, in {name}\n");
        if let Some(given) = &entry.text {
            let given = given.trim();
            if !given.is_empty() {
                text.push_str(&format!("    {given}\n"));
            }
        } else if let Some(source) = self.source_of_entry(entry, by_module) {
            text.push_str(&if by_module && known {
                excerpt::lines(&source, *position, self.version)
            } else {
                let carets = !self.facts.python_2 && !self.at_least(Version::V3_13);
                one_line::lines(&source, *line, *position, carets)
            });
        }
        text
    }
}

fn repeats(repeated: usize) -> Option<String> {
    let n = repeated.checked_sub(MOST_REPEATED).filter(|&n| n > 0)?;
    let plural = if n == 1 { "" } else { "s" };
    Some(format!(
        "  [Previous line repeated {n} more time{plural}]\n"
    ))
}
