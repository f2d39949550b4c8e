//! What CPython says about a text that is no program.
//!
//! The parser that makes the tree only knows that something is wrong. CPython's words and places come from its own
//! grammar, whose rules for errors depend on the order in which it tries things; so the text is read again, the way
//! CPython reads it, and only then.

mod action;
mod fstring;
mod grammar;
mod node;
mod number;
mod parser;
mod token;
mod tokenizer;
pub mod typo;

pub use token::{End, Failure, FailureKind, Place};

use grammar::Grammar;
use parser::{Parser, Stop};

/// What came of reading a text again.
#[derive(Debug)]
pub enum Diagnosis {
    /// CPython's error.
    Wrong(Failure),
    /// Nothing is wrong.
    Fine,
    /// It cannot be told: the text is nested too deeply.
    Unknown,
}

/// Reads a text as Python 3.`minor` would; `rule` is the one to start with.
pub fn diagnose(source: &str, minor: u8, rule: &str) -> Diagnosis {
    match Grammar::new(minor) {
        Some(grammar) => diagnose_by(&grammar, source, minor, rule),
        None => Diagnosis::Unknown,
    }
}

/// The same by a grammar that has been read.
fn diagnose_by(grammar: &Grammar, source: &str, minor: u8, rule: &str) -> Diagnosis {
    let ended;
    let mut source = source;
    if rule == "file" && !source.ends_with('\n') {
        ended = format!("{source}\n");
        source = &ended;
    }
    let mut parser = Parser::new(source, minor, grammar);
    let first = parser.start(rule);
    let found = match first {
        Ok(Some(_)) => return Diagnosis::Fine,
        Ok(None) => {
            let last = parser.tokens.len().saturating_sub(1);
            parser.again();
            match parser.start(rule) {
                Ok(_) => return Diagnosis::Wrong(parser.nothing_found(last)),
                Err(stop) => stop,
            }
        }
        Err(stop) => stop,
    };
    match found {
        Stop::Wrong(mut failure) => {
            parser.note_line(&mut failure);
            Diagnosis::Wrong(parser.error_in_the_rest().unwrap_or(failure))
        }
        Stop::TooMuch => Diagnosis::Unknown,
    }
}
