//! Which part of a failing expression a traceback points at (`_extract_caret_anchors_from_line_segment`).

use ruff_python_ast::{Expr, Mod, Stmt};
use ruff_python_parser::{Mode, ParseOptions, parse_unchecked};
use ruff_text_size::Ranged;

/// Byte range of the operator of a binary operation, of the brackets of a subscript, or (3.13+, `calls`) of the
/// parentheses of a call, within an expression; `None` for any other expression.
pub fn anchors(segment: &str, calls: bool) -> Option<(usize, usize)> {
    const BEFORE: usize = 2;
    let wrapped = format!("(\n{segment}\n)");
    let parsed = parse_unchecked(&wrapped, ParseOptions::from(Mode::Module));
    if !parsed.errors().is_empty() {
        return None;
    }
    let Mod::Module(module) = parsed.syntax() else {
        return None;
    };
    let [Stmt::Expr(statement)] = module.body.as_slice() else {
        return None;
    };
    let at = |n: ruff_text_size::TextSize| n.to_usize().checked_sub(BEFORE);
    match &*statement.value {
        Expr::BinOp(op) => {
            let right = at(op.right.range().start())?;
            let start = find(segment, at(op.left.range().end())?, |c| {
                !c.is_whitespace() && c != ')'
            })?;
            let second = start + 1;
            let two = second < right
                && segment
                    .get(second..)
                    .and_then(|rest| rest.chars().next())
                    .is_some_and(|c| !c.is_whitespace() && c != '\\' && c != '#');
            Some((start, if two { second + 1 } else { second }))
        }
        Expr::Subscript(s) => {
            let open = find(segment, at(s.value.range().end())?, |c| c == '[')?;
            Some((open, at(s.range().end())?))
        }
        Expr::Call(c) if calls => {
            let open = find(segment, at(c.func.range().end())?, |c| c == '(')?;
            Some((open, at(c.range().end())?))
        }
        _ => None,
    }
}

/// The next character that is looked for; what follows a `#` or a backslash on its line is skipped.
fn find(segment: &str, from: usize, wanted: impl Fn(char) -> bool) -> Option<usize> {
    let mut skipping = false;
    for (at, c) in segment.get(from..)?.char_indices() {
        match c {
            '\n' => skipping = false,
            '\\' | '#' => skipping = true,
            c if !skipping && wanted(c) => return Some(from + at),
            _ => {}
        }
    }
    None
}

/// Whether lines are `return name(…)` or `name = call(…)`, and the failing part is all of that call: from 3.13 on they
/// get no carets (`traceback.StackSummary._should_show_carets`). `start` and `end` are columns in the first and the
/// last line.
pub fn is_plain_call(lines: &[&str], start: usize, end: usize) -> bool {
    let text = lines.join("\n");
    let parsed = parse_unchecked(&text, ParseOptions::from(Mode::Module));
    if !parsed.errors().is_empty() {
        return false;
    }
    let Mod::Module(module) = parsed.syntax() else {
        return false;
    };
    let call = match module.body.first() {
        // Nothing to point into.
        None => return true,
        Some(Stmt::Return(r)) => match r.value.as_deref() {
            Some(value @ Expr::Call(c)) if matches!(&*c.func, Expr::Name(_)) => value,
            _ => return false,
        },
        Some(Stmt::Assign(a))
            if matches!(&*a.value, Expr::Call(_))
                && matches!(a.targets.as_slice(), [Expr::Name(_)]) =>
        {
            &*a.value
        }
        _ => return false,
    };
    let last = lines.last().map_or(0, |line| line.len());
    call.range().start().to_usize() == start
        && call.range().end().to_usize() == text.len() - last + end
        && start <= lines.first().map_or(0, |line| line.len())
}
