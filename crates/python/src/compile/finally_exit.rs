//! Leaving a `finally` block early, of which 3.14 and later warn: PEP 765 (`Python/ast_preprocess.c`).

use crate::code::Position;
use crate::parse::tree::{Stmt, StmtKind};

use super::warning::SyntaxWarning;

/// What surrounds a statement.
#[derive(Clone, Copy, Default)]
struct Context {
    in_finally: bool,
    in_function: bool,
    in_loop: bool,
}

/// The warnings for a program, in the order of its text.
pub fn warnings(body: &[Stmt]) -> Vec<SyntaxWarning> {
    let mut found = Vec::new();
    walk(body, Context::default(), &mut found);
    found
}

fn walk(body: &[Stmt], around: Context, found: &mut Vec<SyntaxWarning>) {
    for statement in body {
        let mut odd = |word: &str, at: Position, is_odd: bool| {
            if around.in_finally && is_odd {
                found.push(SyntaxWarning {
                    message: format!("'{word}' in a 'finally' block"),
                    line: at.line,
                });
            }
        };
        match &statement.kind {
            StmtKind::Return(_) => odd("return", statement.at, !around.in_function),
            StmtKind::Break => odd("break", statement.at, !around.in_loop),
            StmtKind::Continue => odd("continue", statement.at, !around.in_loop),
            StmtKind::FunctionDef(def) => {
                let inside = Context {
                    in_function: true,
                    ..Context::default()
                };
                walk(&def.body, inside, found);
            }
            StmtKind::ClassDef(def) => walk(&def.body, around, found),
            StmtKind::For { body, orelse, .. } | StmtKind::While { body, orelse, .. } => {
                let inside = Context {
                    in_loop: true,
                    ..around
                };
                walk(body, inside, found);
                walk(orelse, around, found);
            }
            StmtKind::If { branches, orelse } => {
                for branch in branches {
                    walk(&branch.body, around, found);
                }
                walk(orelse, around, found);
            }
            StmtKind::With { body, .. } => walk(body, around, found),
            StmtKind::Match { cases, .. } => {
                for case in cases {
                    walk(&case.body, around, found);
                }
            }
            StmtKind::Try {
                body,
                handlers,
                orelse,
                finalbody,
                ..
            } => {
                walk(body, around, found);
                for handler in handlers {
                    walk(&handler.body, around, found);
                }
                walk(orelse, around, found);
                let inside = Context {
                    in_finally: true,
                    ..Context::default()
                };
                walk(finalbody, inside, found);
            }
            _ => {}
        }
    }
}
