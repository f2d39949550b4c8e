//! Displays: `[…]`, `(…)`, `{…}`, with constants folded into one.

use super::facts::Folding;
use super::sequence::Loc;
use super::{Compiler, Result};
use crate::code::Const;
use crate::opcode::Op;
use crate::parse::tree::{Context, Expr, ExprKind};

/// More operands than this are collected one by one (`_PY_STACK_USE_GUIDELINE`).
pub const STACK_USE_GUIDELINE: usize = 30;

/// The instructions that build a display.
#[derive(Clone, Copy)]
pub struct Display {
    /// All at once.
    pub build: Op,
    /// One more.
    pub add: Op,
    /// All of an iterable.
    pub extend: Op,
    /// The list becomes a tuple in the end.
    pub tuple: bool,
}

/// `[…]`
pub const LIST: Display = Display {
    build: Op::BuildList,
    add: Op::ListAppend,
    extend: Op::ListExtend,
    tuple: false,
};
/// `(…)`
pub const TUPLE: Display = Display {
    tuple: true,
    ..LIST
};
/// `{…}`
pub const SET: Display = Display {
    build: Op::BuildSet,
    add: Op::SetAdd,
    extend: Op::SetUpdate,
    tuple: false,
};

impl<'t> Compiler<'t> {
    pub(super) fn items(
        &mut self,
        items: &'t [Expr],
        context: Context,
        display: Display,
        at: Loc,
    ) -> Result<()> {
        match context {
            Context::Load => self.display(items, 0, display, at),
            Context::Store => self.unpack(items, at),
            Context::Del => self.exprs(items),
        }
    }

    /// `pushed` items of the display are on the stack already.
    pub(super) fn display(
        &mut self,
        items: &'t [Expr],
        pushed: u32,
        display: Display,
        at: Loc,
    ) -> Result<()> {
        let count = u32::try_from(items.len()).unwrap_or(u32::MAX);
        let total = count.saturating_add(pushed);
        if self.facts.folding == Folding::Tree && self.constant_display(items, pushed, display, at)
        {
            return Ok(());
        }
        let big = total as usize > STACK_USE_GUIDELINE;
        let starred = items
            .iter()
            .any(|item| matches!(item.kind, ExprKind::Starred(_)));
        if !starred && !big {
            self.exprs(items)?;
            let build = if display.tuple {
                Op::BuildTuple
            } else {
                display.build
            };
            self.emit(build, total, at);
            return Ok(());
        }
        let mut built = big;
        if big {
            self.emit(display.build, pushed, at);
        }
        for (number, item) in items.iter().enumerate() {
            if let ExprKind::Starred(value) = &item.kind {
                if !built {
                    let before = u32::try_from(number)
                        .unwrap_or(u32::MAX)
                        .saturating_add(pushed);
                    self.emit(display.build, before, at);
                    built = true;
                }
                self.expr(value)?;
                self.emit(display.extend, 1, at);
            } else {
                self.expr(item)?;
                if built {
                    self.emit(display.add, 1, at);
                }
            }
        }
        if display.tuple {
            self.emit(Op::ListToTuple, 0, at);
        }
        Ok(())
    }

    /// Three or more constants are one tuple or frozenset, which the display is extended by.
    pub(super) fn constant_display(
        &mut self,
        items: &'t [Expr],
        pushed: u32,
        display: Display,
        at: Loc,
    ) -> bool {
        let constants: Option<Vec<Const>> = items.iter().map(constant).collect();
        let Some(values) =
            constants.filter(|values| values.len() > 2 && !self.facts.displays_item_by_item)
        else {
            return false;
        };
        if display.tuple && pushed == 0 {
            self.load_const(Const::Tuple(values), false, at);
            return true;
        }
        let folded = match display.add {
            Op::SetAdd => crate::parse::frozen_set(values),
            _ => Const::Tuple(values),
        };
        self.emit(display.build, pushed, at);
        self.load_const(folded, false, at);
        self.emit(display.extend, 1, at);
        if display.tuple {
            self.emit(Op::ListToTuple, 0, at);
        }
        true
    }

    /// `a, *b, c = …`
    pub(super) fn unpack(&mut self, items: &'t [Expr], at: Loc) -> Result<()> {
        let count = items.len();
        let mut star = None;
        for (number, item) in items.iter().enumerate() {
            if matches!(item.kind, ExprKind::Starred(_)) {
                if star.is_some() {
                    return self.error("multiple starred expressions in assignment", at);
                }
                if number >= 1 << 8 || count - number > 1 << 23 {
                    return self.error("too many expressions in star-unpacking assignment", at);
                }
                star = Some(number);
            }
        }
        match star {
            Some(number) => self.emit(
                Op::UnpackEx,
                small(number) + (small(count - number - 1) << 8),
                at,
            ),
            None => self.emit(Op::UnpackSequence, small(count), at),
        }
        for item in items {
            match &item.kind {
                ExprKind::Starred(value) => self.expr(value)?,
                _ => self.expr(item)?,
            }
        }
        Ok(())
    }

    pub(super) fn dict(&mut self, items: &'t [(Option<Expr>, Expr)], at: Loc) -> Result<()> {
        let mut have_dict = false;
        let mut pending = 0..0;
        for (number, (key, value)) in items.iter().enumerate() {
            if key.is_some() {
                if pending.len() * 2 > STACK_USE_GUIDELINE {
                    self.pairs(&items[pending.start..=number], have_dict, at)?;
                    have_dict = true;
                    pending = number + 1..number + 1;
                } else {
                    pending.end = number + 1;
                }
                continue;
            }
            if !pending.is_empty() {
                self.pairs(&items[pending.clone()], have_dict, at)?;
                have_dict = true;
            }
            if !have_dict {
                self.emit(Op::BuildMap, 0, at);
                have_dict = true;
            }
            self.expr(value)?;
            self.emit(Op::DictUpdate, 1, at);
            pending = number + 1..number + 1;
        }
        if !pending.is_empty() {
            self.pairs(&items[pending], have_dict, at)?;
            have_dict = true;
        }
        if !have_dict {
            self.emit(Op::BuildMap, 0, at);
        }
        Ok(())
    }

    pub(super) fn pairs(
        &mut self,
        items: &'t [(Option<Expr>, Expr)],
        update: bool,
        at: Loc,
    ) -> Result<()> {
        let count = small(items.len());
        let big = items.len() * 2 > STACK_USE_GUIDELINE;
        let keys: Option<Vec<Const>> = items
            .iter()
            .map(|(key, _)| key.as_ref().and_then(constant))
            .collect();
        match keys {
            Some(keys) if self.facts.const_key_maps && count > 1 && !big => {
                items.iter().try_for_each(|(_, value)| self.expr(value))?;
                self.load_const(Const::Tuple(keys), false, at);
                self.emit(Op::BuildConstKeyMap, count, at);
            }
            _ => {
                if big {
                    self.emit(Op::BuildMap, 0, at);
                }
                for (key, value) in items {
                    if let Some(key) = key {
                        self.expr(key)?;
                    }
                    self.expr(value)?;
                    if big {
                        self.emit(Op::MapAdd, 1, at);
                    }
                }
                if !big {
                    self.emit(Op::BuildMap, count, at);
                }
            }
        }
        if update {
            self.emit(Op::DictUpdate, 1, at);
        }
        Ok(())
    }
}

pub(super) fn constant(expr: &Expr) -> Option<Const> {
    match &expr.kind {
        ExprKind::Constant(value) => Some(value.clone()),
        _ => None,
    }
}

/// A count as an argument; the limits on the source keep it small.
pub fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
