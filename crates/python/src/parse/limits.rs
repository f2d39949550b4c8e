//! What is refused before parsing, so that no input can exhaust a stack, native or in the page.
//!
//! The parser, the tree and the compiler descend as deep as the source is nested. CPython has limits of
//! its own for brackets and indentation (`Parser/lexer`: MAXLEVEL 200, MAXINDENT 100); the other two are ours.

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::{Mode, lexer};
use ruff_text_size::{TextRange, TextSize};

use crate::compile::{CompileError, CompileErrorKind, Told};

use super::lines::Lines;
use super::refused;

/// The largest source text, in bytes.
pub const MAX_SOURCE: usize = 100_000;
/// The deepest nesting of brackets.
pub const MAX_BRACKETS: usize = 200;
/// The deepest indentation.
pub const MAX_INDENTS: usize = 100;
/// The longest chain of operators, attributes, calls and subscripts, counted through enclosing brackets.
pub const MAX_CHAIN: usize = 1000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Excess {
    Brackets,
    Indents,
    Chain,
}

/// Refuses what is nested too deeply.
pub fn check(source: &str, lines: &Lines) -> Result<(), CompileError> {
    let whole = |offset: usize| {
        let at = TextSize::try_from(offset).unwrap_or_default();
        lines.position(TextRange::empty(at))
    };
    if source.len() > MAX_SOURCE {
        return Err(CompileError::not_supported(refused::LONG_PROGRAM, whole(0)));
    }
    if let Some(at) = source.find('\0') {
        return Err(CompileError::syntax(
            "source code cannot contain null bytes",
            whole(at),
        ));
    }
    let Some(excess) = first_excess(source) else {
        return Ok(());
    };
    let at = whole(shortest_prefix(source, excess));
    Err(match excess {
        Excess::Brackets => CompileError::syntax("too many nested parentheses", at),
        Excess::Indents => CompileError {
            kind: CompileErrorKind::Indentation("too many levels of indentation".to_owned()),
            range: at,
            told: Told::default(),
        },
        Excess::Chain => CompileError::not_supported(refused::LONG_EXPRESSION, at),
    })
}

fn first_excess(source: &str) -> Option<Excess> {
    let mut lexer = lexer::lex(source, Mode::Module);
    let mut indents = 0_usize;
    // One entry per open bracket, and one for the statement: how long the chain in it is.
    let mut chains = vec![0_usize];
    let mut total = 0_usize;
    loop {
        let kind = lexer.next_token();
        match kind {
            TokenKind::EndOfFile => return None,
            TokenKind::Indent => indents += 1,
            TokenKind::Dedent => indents = indents.saturating_sub(1),
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => {
                bump(&mut chains, &mut total);
                chains.push(0);
            }
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace if chains.len() > 1 => {
                total -= chains.pop().unwrap_or(0);
            }
            TokenKind::Newline => {
                chains.truncate(1);
                reset(&mut chains, &mut total);
                total = chains.iter().sum();
            }
            TokenKind::Comma | TokenKind::Semi => reset(&mut chains, &mut total),
            TokenKind::If
            | TokenKind::Lambda
            | TokenKind::Await
            | TokenKind::Colon
            | TokenKind::Dot => {
                bump(&mut chains, &mut total);
            }
            kind if kind.is_operator() || kind == TokenKind::Not => bump(&mut chains, &mut total),
            _ => {}
        }
        if chains.len() > MAX_BRACKETS + 1 {
            return Some(Excess::Brackets);
        }
        if indents >= MAX_INDENTS {
            return Some(Excess::Indents);
        }
        if total > MAX_CHAIN {
            return Some(Excess::Chain);
        }
    }
}

fn bump(chains: &mut [usize], total: &mut usize) {
    if let Some(last) = chains.last_mut() {
        *last += 1;
        *total += 1;
    }
}

fn reset(chains: &mut [usize], total: &mut usize) {
    if let Some(last) = chains.last_mut() {
        *total -= *last;
        *last = 0;
    }
}

/// The end of the shortest prefix that is already too deep: tokens carry no ranges before parsing.
fn shortest_prefix(source: &str, excess: Excess) -> usize {
    let (mut fine, mut deep) = (0, source.len());
    while deep - fine > 1 {
        let middle = source.floor_char_boundary(fine + (deep - fine) / 2);
        if middle <= fine {
            break;
        }
        match source.get(..middle).and_then(first_excess) {
            Some(found) if found == excess => deep = middle,
            _ => fine = middle,
        }
    }
    deep
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(source: &str) -> String {
        match check(source, &Lines::new(source)) {
            Ok(()) => "fine".to_owned(),
            Err(error) => format!("{} {}:{}", error.kind, error.range.line, error.range.col),
        }
    }

    #[test]
    fn nesting_is_limited() {
        assert_eq!(
            refused(&format!("{}{}", "(".repeat(200), ")".repeat(200))),
            "fine"
        );
        assert_eq!(
            refused(&format!("x\n{}", "(".repeat(201))),
            "too many nested parentheses 2:201"
        );
        assert_eq!(refused(&"- ".repeat(1000)), "fine");
        assert!(refused(&"- ".repeat(1001)).contains("1000 operators"));
        let deep: String = (0..100)
            .map(|n| format!("{}if x:\n", " ".repeat(n)))
            .collect();
        assert!(refused(&format!("{deep}{}x", " ".repeat(100))).contains("too many levels"));
    }
}
