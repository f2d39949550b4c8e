//! Which part of a failing expression a traceback points at (`_extract_caret_anchors_from_line_segment`).

use ruff_python_ast::{Expr, Mod, Stmt};
use ruff_python_parser::{Mode, ParseOptions, parse_unchecked};
use ruff_text_size::Ranged;

/// Byte range of the operator of a binary operation, of the brackets of a subscript, or (3.13+) of the
/// parentheses of a call, within a one-line expression; `None` for any other expression.
pub fn anchor(segment: &str, calls: bool) -> Option<(usize, usize)> {
    let wrapped = format!("({segment}\n)");
    let parsed = parse_unchecked(&wrapped, ParseOptions::from(Mode::Expression));
    if !parsed.errors().is_empty() {
        return None;
    }
    let Mod::Expression(module) = parsed.syntax() else {
        return None;
    };
    let at = |n: ruff_text_size::TextSize| n.to_usize().checked_sub(1);
    match &*module.body {
        Expr::BinOp(op) => {
            // From the end of the left side on, the operator is the first thing that is no blank or bracket.
            let from = at(op.left.range().end())?;
            let between = segment.get(from..at(op.right.range().start())?)?;
            let skipped = between.find(|c: char| !c.is_whitespace() && c != ')' && c != '\\')?;
            let start = from + skipped;
            let two = segment.get(start + 1..start + 2).is_some_and(|c| {
                !c.trim().is_empty()
                    && c != "("
                    && start + 1 < at(op.right.range().start()).unwrap_or(0)
            }) && matches!(
                segment.get(start..start + 2),
                Some("//" | "**" | "<<" | ">>")
            );
            Some((start, start + if two { 2 } else { 1 }))
        }
        Expr::Subscript(s) => {
            let from = at(s.value.range().end())?;
            let open = from + segment.get(from..)?.find('[')?;
            Some((open, segment.len()))
        }
        Expr::Call(c) if calls => {
            let from = at(c.func.range().end())?;
            let open = from + segment.get(from..)?.find('(')?;
            Some((open, segment.len()))
        }
        _ => None,
    }
}

/// Whether a whole line is `return name(…)`, `name(…)` or `target = call(…)` with the failing part being that very
/// call: from 3.13 on such a line gets no carets (`traceback.StackSummary._should_show_carets`).
pub fn is_plain_call(line: &str, start: usize, end: usize) -> bool {
    let parsed = parse_unchecked(line, ParseOptions::from(Mode::Module));
    if !parsed.errors().is_empty() {
        return false;
    }
    let Mod::Module(module) = parsed.syntax() else {
        return false;
    };
    let call = match module.body.first() {
        Some(Stmt::Return(r)) => match r.value.as_deref() {
            Some(value @ Expr::Call(c)) if matches!(&*c.func, Expr::Name(_)) => value,
            _ => return false,
        },
        Some(Stmt::Assign(a)) if matches!(&*a.value, Expr::Call(_)) => &*a.value,
        _ => return false,
    };
    call.range().start().to_usize() == start && call.range().end().to_usize() == end
}
