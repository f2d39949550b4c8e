//! `match` (PEP 634).
//!
//! Each pattern consumes the subject on top of the stack. Names are bound only when the whole pattern has
//! matched: until then what they will hold waits on the stack, under the items in use. A failing pattern
//! jumps to the block that pops as many items as there are.

use std::rc::Rc;

use num_bigint::BigInt;

use crate::code::Const;
use crate::opcode::{BinaryOp, CompareOp, Op};
use crate::parse::tree::{Case, Comparison, Context, Expr, ExprKind, Name, Pattern, PatternKind};

use super::constant;
use super::display::small;
use super::sequence::{Label, Loc};
use super::{Compiler, Result};

/// The state of matching one case.
#[derive(Default)]
struct PatternContext {
    /// Names whose values wait on the stack.
    stores: Vec<Name>,
    /// Whether a pattern that always matches may stand here.
    allow_irrefutable: bool,
    /// Where to go to pop as many items as the index says.
    fail_pop: Vec<Label>,
    /// Items in use on top of the stack.
    on_top: usize,
}

impl<'t> Compiler<'t> {
    pub(super) fn match_statement(&mut self, subject: &'t Expr, cases: &'t [Case]) -> Result<()> {
        self.expr(subject)?;
        let end = self.label();
        let count = cases.len();
        let has_default = count > 1 && cases.last().is_some_and(|case| case.pattern.is_wildcard());
        let tested = count - usize::from(has_default);
        for (number, case) in cases.iter().take(tested).enumerate() {
            let at = Some(case.pattern.at);
            let last = number + 1 == tested;
            if !last {
                self.emit(Op::Copy, 1, at);
            }
            let mut context = PatternContext {
                allow_irrefutable: case.guard.is_some() || number + 1 == count,
                ..PatternContext::default()
            };
            self.pattern(&case.pattern, &mut context)?;
            for name in std::mem::take(&mut context.stores) {
                self.name(&name, Context::Store, at);
            }
            if let Some(guard) = &case.guard {
                self.ensure_fail_pop(&mut context, 0);
                let fail = context.fail_pop[0];
                self.jump_if(at, guard, fail, false)?;
            }
            let number = self.current().sequence.steps.len();
            if !last {
                self.emit(Op::PopTop, 0, at);
            }
            self.stmts(&case.body)?;
            if !last && self.facts.success_has_next_place {
                self.unit().sequence.take_next_place(number);
            }
            self.jump(Op::Jump, end, None);
            self.emit_fail_pop(&mut context, at);
        }
        if let Some(case) = cases.last().filter(|_| has_default) {
            let at = Some(case.pattern.at);
            self.emit(Op::Nop, 0, at);
            if let Some(guard) = &case.guard {
                self.jump_if(at, guard, end, false)?;
            }
            self.stmts(&case.body)?;
        }
        self.place(end);
        Ok(())
    }

    fn ensure_fail_pop(&mut self, context: &mut PatternContext, pops: usize) {
        while context.fail_pop.len() <= pops {
            let label = self.label();
            context.fail_pop.push(label);
        }
    }

    fn jump_to_fail_pop(&mut self, context: &mut PatternContext, op: Op, at: Loc) {
        let pops = context.on_top + context.stores.len();
        self.ensure_fail_pop(context, pops);
        let label = context.fail_pop[pops];
        self.jump(op, label, at);
    }

    fn emit_fail_pop(&mut self, context: &mut PatternContext, at: Loc) {
        let labels = std::mem::take(&mut context.fail_pop);
        for (pops, label) in labels.into_iter().enumerate().rev() {
            self.place(label);
            if pops > 0 {
                self.emit(Op::PopTop, 0, at);
            }
        }
    }

    fn rotate(&mut self, count: usize, at: Loc) {
        for depth in (2..=count).rev() {
            self.emit(Op::Swap, small(depth), at);
        }
    }

    fn store(&mut self, name: Option<&Name>, context: &mut PatternContext, at: Loc) -> Result<()> {
        let Some(name) = name else {
            self.emit(Op::PopTop, 0, at);
            return Ok(());
        };
        if context.stores.contains(name) {
            return self.error(
                format!("multiple assignments to name '{name}' in pattern"),
                at,
            );
        }
        self.rotate(context.on_top + context.stores.len() + 1, at);
        context.stores.push(Rc::clone(name));
        Ok(())
    }

    fn subpattern(&mut self, pattern: &'t Pattern, context: &mut PatternContext) -> Result<()> {
        let before = std::mem::replace(&mut context.allow_irrefutable, true);
        self.pattern(pattern, context)?;
        context.allow_irrefutable = before;
        Ok(())
    }

    fn pattern(&mut self, pattern: &'t Pattern, context: &mut PatternContext) -> Result<()> {
        let at = Some(pattern.at);
        match &pattern.kind {
            PatternKind::Value(value) => {
                if !matches!(
                    value.kind,
                    ExprKind::Constant(_) | ExprKind::Attribute { .. }
                ) {
                    return self
                        .error("patterns may only match literals and attribute lookups", at);
                }
                self.expr(value)?;
                self.comparison(Comparison::Eq, at);
                self.truth_value(at);
                self.jump_to_fail_pop(context, Op::PopJumpIfFalse, at);
                Ok(())
            }
            PatternKind::Singleton(value) => {
                self.load_const(value.clone(), true, at);
                self.comparison(Comparison::Is, at);
                self.jump_to_fail_pop(context, Op::PopJumpIfFalse, at);
                Ok(())
            }
            PatternKind::Sequence(patterns) => self.sequence_pattern(patterns, context, at),
            PatternKind::Mapping {
                keys,
                patterns,
                rest,
            } => self.mapping_pattern(keys, patterns, rest.as_ref(), context, at),
            PatternKind::Class {
                class,
                positional,
                keywords,
            } => self.class_pattern(class, positional, keywords, context, at),
            PatternKind::Star(name) => self.store(name.as_ref(), context, at),
            PatternKind::As {
                pattern: None,
                name,
            } => {
                if !context.allow_irrefutable {
                    let message = match name {
                        Some(name) => {
                            format!("name capture '{name}' makes remaining patterns unreachable")
                        }
                        None => "wildcard makes remaining patterns unreachable".to_owned(),
                    };
                    return self.error(message, at);
                }
                self.store(name.as_ref(), context, at)
            }
            PatternKind::As {
                pattern: Some(inner),
                name,
            } => {
                context.on_top += 1;
                self.emit(Op::Copy, 1, at);
                self.pattern(inner, context)?;
                context.on_top -= 1;
                self.store(name.as_ref(), context, at)
            }
            PatternKind::Or(patterns) => self.or_pattern(patterns, context, at),
        }
    }

    fn length_test(&mut self, length: usize, op: CompareOp, context: &mut PatternContext, at: Loc) {
        self.emit(Op::GetLen, 0, at);
        self.load_const(Const::Int(BigInt::from(length)), false, at);
        self.emit(Op::CompareOp, op as u32, at);
        self.jump_to_fail_pop(context, Op::PopJumpIfFalse, at);
    }

    fn sequence_pattern(
        &mut self,
        patterns: &'t [Pattern],
        context: &mut PatternContext,
        at: Loc,
    ) -> Result<()> {
        let mut star = None;
        let mut star_wildcard = false;
        let mut only_wildcard = true;
        for (number, pattern) in patterns.iter().enumerate() {
            if let PatternKind::Star(name) = &pattern.kind {
                if star.is_some() {
                    return self.error("multiple starred names in sequence pattern", at);
                }
                star_wildcard = name.is_none();
                only_wildcard &= star_wildcard;
                star = Some(number);
            } else {
                only_wildcard &= pattern.is_wildcard();
            }
        }
        context.on_top += 1;
        self.emit(Op::MatchSequence, 0, at);
        self.jump_to_fail_pop(context, Op::PopJumpIfFalse, at);
        match star {
            None => self.length_test(patterns.len(), CompareOp::Eq, context, at),
            Some(_) if patterns.len() > 1 => {
                self.length_test(patterns.len() - 1, CompareOp::Ge, context, at)
            }
            Some(_) => {}
        }
        context.on_top -= 1;
        if only_wildcard {
            self.emit(Op::PopTop, 0, at);
            return Ok(());
        }
        match star {
            Some(star) if star_wildcard => self.subscripted_pattern(patterns, star, context, at),
            _ => self.unpacked_pattern(patterns, star, context, at),
        }
    }

    fn unpacked_pattern(
        &mut self,
        patterns: &'t [Pattern],
        star: Option<usize>,
        context: &mut PatternContext,
        at: Loc,
    ) -> Result<()> {
        let count = patterns.len();
        match star {
            Some(star) if star >= 1 << 8 => {
                return self.error(
                    "too many expressions in star-unpacking sequence pattern",
                    at,
                );
            }
            Some(star) => self.emit(
                Op::UnpackEx,
                small(star) + (small(count - star - 1) << 8),
                at,
            ),
            None => self.emit(Op::UnpackSequence, small(count), at),
        }
        context.on_top += count;
        for pattern in patterns {
            context.on_top -= 1;
            self.subpattern(pattern, context)?;
        }
        Ok(())
    }

    /// With `*_` the items are fetched by index, without a list of the rest.
    fn subscripted_pattern(
        &mut self,
        patterns: &'t [Pattern],
        star: usize,
        context: &mut PatternContext,
        at: Loc,
    ) -> Result<()> {
        context.on_top += 1;
        for (number, pattern) in patterns.iter().enumerate() {
            if number == star || pattern.is_wildcard() {
                continue;
            }
            self.emit(Op::Copy, 1, at);
            if number < star {
                self.load_const(Const::Int(BigInt::from(number)), false, at);
            } else {
                self.emit(Op::GetLen, 0, at);
                self.load_const(Const::Int(BigInt::from(patterns.len() - number)), false, at);
                self.emit(Op::BinaryOp, BinaryOp::Subtract as u32, at);
            }
            self.emit(Op::BinarySubscr, 0, at);
            self.subpattern(pattern, context)?;
        }
        context.on_top -= 1;
        self.emit(Op::PopTop, 0, at);
        Ok(())
    }

    fn none_test(&mut self, context: &mut PatternContext, at: Loc) {
        self.emit(Op::Copy, 1, at);
        self.load_const(Const::None, false, at);
        self.emit(Op::IsOp, 1, at);
        self.jump_to_fail_pop(context, Op::PopJumpIfFalse, at);
    }

    fn class_pattern(
        &mut self,
        class: &'t Expr,
        positional: &'t [Pattern],
        keywords: &'t [(Name, Pattern)],
        context: &mut PatternContext,
        at: Loc,
    ) -> Result<()> {
        for (number, (name, _)) in keywords.iter().enumerate() {
            if let Some((_, other)) = keywords
                .iter()
                .skip(number + 1)
                .find(|(other, _)| other == name)
            {
                let message = format!("attribute name repeated in class pattern: {name}");
                return self.error(message, Some(other.at));
            }
        }
        let count = positional.len() + keywords.len();
        self.expr(class)?;
        let names = keywords
            .iter()
            .map(|(name, _)| Const::Str(Rc::clone(name)))
            .collect();
        self.load_const(Const::Tuple(names), false, at);
        self.emit(Op::MatchClass, small(positional.len()), at);
        context.on_top += 1;
        self.none_test(context, at);
        self.emit(Op::UnpackSequence, small(count), at);
        context.on_top += count;
        context.on_top -= 1;
        for pattern in positional
            .iter()
            .chain(keywords.iter().map(|(_, pattern)| pattern))
        {
            context.on_top -= 1;
            if pattern.is_wildcard() {
                self.emit(Op::PopTop, 0, at);
            } else {
                self.subpattern(pattern, context)?;
            }
        }
        Ok(())
    }

    fn mapping_pattern(
        &mut self,
        keys: &'t [Expr],
        patterns: &'t [Pattern],
        rest: Option<&'t Name>,
        context: &mut PatternContext,
        at: Loc,
    ) -> Result<()> {
        context.on_top += 1;
        self.emit(Op::MatchMapping, 0, at);
        self.jump_to_fail_pop(context, Op::PopJumpIfFalse, at);
        if keys.is_empty() && rest.is_none() {
            context.on_top -= 1;
            self.emit(Op::PopTop, 0, at);
            return Ok(());
        }
        if !keys.is_empty() {
            self.length_test(keys.len(), CompareOp::Ge, context, at);
        }
        let mut seen: Vec<&Const> = Vec::new();
        for key in keys {
            match &key.kind {
                ExprKind::Constant(value) => {
                    if seen.iter().any(|other| constant::same(other, value)) {
                        let text = super::dis::literal(value);
                        return self
                            .error(format!("mapping pattern checks duplicate key ({text})"), at);
                    }
                    seen.push(value);
                }
                ExprKind::Attribute { .. } => {}
                _ => {
                    let message =
                        "mapping pattern keys may only match literals and attribute lookups";
                    return self.error(message, at);
                }
            }
            self.expr(key)?;
        }
        let count = small(keys.len());
        self.emit(Op::BuildTuple, count, at);
        self.emit(Op::MatchKeys, 0, at);
        context.on_top += 2;
        self.none_test(context, at);
        self.emit(Op::UnpackSequence, count, at);
        context.on_top += keys.len();
        context.on_top -= 1;
        for pattern in patterns {
            context.on_top -= 1;
            self.subpattern(pattern, context)?;
        }
        context.on_top -= 2;
        let Some(rest) = rest else {
            self.emit(Op::PopTop, 0, at);
            self.emit(Op::PopTop, 0, at);
            return Ok(());
        };
        // A dict of what is left: a copy without the keys.
        self.emit(Op::BuildMap, 0, at);
        self.emit(Op::Swap, 3, at);
        self.emit(Op::DictUpdate, 2, at);
        self.emit(Op::UnpackSequence, count, at);
        for left in (1..=count).rev() {
            self.emit(Op::Copy, 1 + left, at);
            self.emit(Op::Swap, 2, at);
            self.emit(Op::DeleteSubscr, 0, at);
        }
        self.store(Some(rest), context, at)
    }

    fn or_pattern(
        &mut self,
        patterns: &'t [Pattern],
        context: &mut PatternContext,
        at: Loc,
    ) -> Result<()> {
        let end = self.label();
        let mut control: Vec<Name> = Vec::new();
        for (number, alternative) in patterns.iter().enumerate() {
            let here = Some(alternative.at);
            let mut inner = PatternContext {
                allow_irrefutable: number + 1 == patterns.len() && context.allow_irrefutable,
                ..PatternContext::default()
            };
            self.emit(Op::Copy, 1, here);
            self.pattern(alternative, &mut inner)?;
            if number == 0 {
                control.clone_from(&inner.stores);
            } else {
                self.reorder(&control, &mut inner, at, here)?;
            }
            self.jump(Op::Jump, end, here);
            self.emit_fail_pop(&mut inner, here);
        }
        // No match: the copy of the subject goes.
        self.emit(Op::PopTop, 0, at);
        self.jump_to_fail_pop(context, Op::Jump, at);

        self.place(end);
        let rotations = control.len() + 1 + context.on_top + context.stores.len();
        for name in control {
            self.rotate(rotations, at);
            if context.stores.contains(&name) {
                return self.error(
                    format!("multiple assignments to name '{name}' in pattern"),
                    at,
                );
            }
            context.stores.push(name);
        }
        self.emit(Op::PopTop, 0, at);
        Ok(())
    }

    /// Brings the captures into the order of the first alternative.
    fn reorder(
        &mut self,
        control: &[Name],
        inner: &mut PatternContext,
        at: Loc,
        here: Loc,
    ) -> Result<()> {
        const DIFFERENT: &str = "alternative patterns bind different names";
        if inner.stores.len() != control.len() {
            return self.error(DIFFERENT, at);
        }
        for (place, name) in control.iter().enumerate().rev() {
            let Some(found) = inner.stores.iter().position(|store| store == name) else {
                return self.error(DIFFERENT, at);
            };
            if found != place {
                let rotated: Vec<Name> = inner.stores.drain(..=found).collect();
                let rotations = rotated.len();
                let to = place - found;
                inner.stores.splice(to..to, rotated);
                for _ in 0..rotations {
                    self.rotate(place + 1, here);
                }
            }
        }
        Ok(())
    }
}
