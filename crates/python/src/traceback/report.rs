//! A whole report: an exception, those it is chained to, and those in a group (`print_exception_recursive` in
//! `Python/pythonrun.c`, `TracebackException.format`).

use heap::Ref;

use crate::machine::Machine;
use crate::objects::Payload;
use crate::types::TypeId;
use crate::version::Version;

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";
const TRACEBACK: &str = "Traceback (most recent call last):\n";
/// So many members of a group are shown (`max_group_width`).
const MOST_MEMBERS: usize = 15;
/// So deep are groups shown (`max_group_depth`).
const MOST_NESTED: usize = 10;

/// How much of an exception is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Extent {
    /// Causes and contexts too.
    pub chain: bool,
    /// Which entries: the first ones, or (negative) the last ones.
    pub limit: Option<i64>,
    /// Written by C code, as up to 3.12 for an uncaught exception, and not by the module `traceback`.
    pub in_c: bool,
}

impl Machine {
    /// What the interpreter prints for an uncaught exception, with chained ones.
    pub fn uncaught_text(&mut self, exception: Ref) -> String {
        let extent = Extent {
            chain: true,
            limit: None,
            in_c: !self.at_least(Version::V3_13),
        };
        let traceback = self.traceback_of(exception);
        self.format_exception(exception, traceback, extent).concat()
    }

    /// An exception with a traceback as text, in pieces.
    pub fn format_exception(
        &mut self,
        exception: Ref,
        traceback: Option<Ref>,
        extent: Extent,
    ) -> Vec<String> {
        let mut seen = Vec::new();
        let tree = self.told(exception, traceback, extent, &mut seen);
        let mut report = Report {
            in_c: extent.in_c,
            ..Report::default()
        };
        report.chain(&tree);
        report.pieces
    }

    /// What is told of an exception. It is gathered before anything is written, in the order in which CPython asks the
    /// objects for their texts.
    fn told(
        &mut self,
        exception: Ref,
        traceback: Option<Ref>,
        extent: Extent,
        seen: &mut Vec<Ref>,
    ) -> Told {
        seen.push(exception);
        let (cause, context, suppress) = match self.payload(exception) {
            Payload::Exception(e) => (e.cause, e.context, e.suppress_context),
            _ => (None, None, false),
        };
        let fresh = |r: &Ref, seen: &Vec<Ref>| !seen.contains(r);
        // In C an exception is printed after those before it; the module gathers from the last one back.
        let mut only = None;
        if !extent.in_c {
            only = Some(self.exception_only(exception, traceback, false));
        }
        let mut before = None;
        if extent.chain && seen.len() < 1000 {
            if let Some(cause) = cause.filter(|r| fresh(r, seen)) {
                before = Some((CAUSE, Box::new(self.told_of(cause, extent, seen))));
            } else if let Some(context) = context.filter(|r| !suppress && fresh(r, seen)) {
                before = Some((CONTEXT, Box::new(self.told_of(context, extent, seen))));
            }
        }
        let entries = traceback.map(|traceback| {
            let entries = self.traceback_entries(traceback);
            let entries = limited(&entries, extent.limit);
            self.format_entry_list(entries, false)
        });
        let only = match only {
            Some(only) => only,
            None => self.exception_only(exception, traceback, extent.in_c),
        };
        let members = self
            .is_native(exception, TypeId::BaseExceptionGroup)
            .then(|| {
                let members = crate::builtins::exception_group::members(self, exception);
                members
                    .into_iter()
                    .map(|member| self.told_of(member, extent, seen))
                    .collect()
            });
        Told {
            before,
            entries: entries.filter(|entries| !entries.is_empty()),
            only,
            members,
        }
    }

    fn told_of(&mut self, exception: Ref, extent: Extent, seen: &mut Vec<Ref>) -> Told {
        let traceback = self.traceback_of(exception);
        self.told(exception, traceback, extent, seen)
    }

    /// `__traceback__`, borrowed.
    pub(crate) fn traceback_of(&self, exception: Ref) -> Option<Ref> {
        match self.payload(exception) {
            Payload::Exception(e) => e.traceback,
            _ => None,
        }
    }
}

/// The entries that a limit leaves.
pub fn limited<T>(entries: &[T], limit: Option<i64>) -> &[T] {
    let Some(limit) = limit else {
        return entries;
    };
    let count = usize::try_from(limit.unsigned_abs()).unwrap_or(usize::MAX);
    let count = count.min(entries.len());
    if limit >= 0 {
        entries.get(..count).unwrap_or_default()
    } else {
        entries.get(entries.len() - count..).unwrap_or_default()
    }
}

/// An exception as text, not yet put together.
struct Told {
    before: Option<(&'static str, Box<Told>)>,
    entries: Option<Vec<String>>,
    only: Vec<String>,
    members: Option<Vec<Told>>,
}

/// A report being written.
#[derive(Default)]
struct Report {
    pieces: Vec<String>,
    depth: usize,
    need_close: bool,
    in_c: bool,
}

impl Report {
    fn chain(&mut self, told: &Told) {
        if let Some((message, before)) = &told.before {
            self.chain(before);
            self.emit(message, '|');
        }
        match &told.members {
            None => {
                self.entries(told, TRACEBACK, '|');
                self.only(told);
            }
            Some(_) if self.depth > MOST_NESTED => {
                self.emit(&format!("... (max_group_depth is {MOST_NESTED})\n"), '|');
            }
            Some(members) => self.group(told, members),
        }
    }

    fn entries(&mut self, told: &Told, title: &str, margin: char) {
        if let Some(entries) = &told.entries {
            self.emit(title, margin);
            for entry in entries {
                self.emit(entry, '|');
            }
        }
    }

    /// In C the margin stands before the first line of a message only.
    fn only(&mut self, told: &Told) {
        for piece in &told.only {
            match piece.split_once('\n') {
                Some((first, rest)) if self.in_c && self.depth > 0 => {
                    self.emit(&format!("{first}\n"), '|');
                    self.pieces.push(rest.to_owned());
                }
                _ => self.emit(piece, '|'),
            }
        }
    }

    fn group(&mut self, told: &Told, members: &[Told]) {
        let outermost = self.depth == 0;
        if outermost {
            self.depth = 1;
        }
        let margin = if outermost { '+' } else { '|' };
        self.entries(told, &format!("Exception Group {TRACEBACK}"), margin);
        self.only(told);
        let shown = members.len().min(MOST_MEMBERS + 1);
        self.need_close = false;
        for (n, member) in members.iter().take(shown).enumerate() {
            let last = n + 1 == shown;
            // An inner group may draw the closing line.
            self.need_close |= last;
            let truncated = n >= MOST_MEMBERS;
            let title = if truncated {
                "...".to_owned()
            } else {
                (n + 1).to_string()
            };
            let corner = if n == 0 { "+-" } else { "  " };
            let indent = self.indent();
            self.pieces.push(format!(
                "{indent}{corner}+---------------- {title} ----------------\n"
            ));
            self.depth += 1;
            if truncated {
                let rest = members.len() - MOST_MEMBERS;
                let plural = if rest > 1 { "s" } else { "" };
                self.emit(&format!("and {rest} more exception{plural}\n"), '|');
            } else {
                self.chain(member);
            }
            if last && self.need_close {
                let indent = self.indent();
                self.pieces
                    .push(format!("{indent}+------------------------------------\n"));
                self.need_close = false;
            }
            self.depth -= 1;
        }
        if outermost {
            self.depth = 0;
        }
    }

    fn indent(&self) -> String {
        "  ".repeat(self.depth)
    }

    fn emit(&mut self, text: &str, margin: char) {
        if self.depth == 0 {
            self.pieces.push(text.to_owned());
            return;
        }
        let indent = self.indent();
        let lines = text.split_inclusive('\n');
        self.pieces.push(
            lines
                .map(|line| format!("{indent}{margin} {line}"))
                .collect(),
        );
    }
}
