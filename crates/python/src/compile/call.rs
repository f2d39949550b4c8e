//! Calls.

use std::collections::HashSet;
use std::rc::Rc;

use crate::code::Const;
use crate::opcode::Op;
use crate::parse::tree::{
    Comprehension, ComprehensionKind, Context, Expr, ExprKind, Keyword, Name,
};

use super::display::{STACK_USE_GUIDELINE, TUPLE, small};
use super::flow::FlowOp;
use super::sequence::{Label, Loc};
use super::symtable::{DEF_IMPORT, Scope};
use super::{Compiler, Result};

/// What a call of a builtin with a generator expression becomes.
#[derive(Clone, Copy)]
enum Inlined {
    Tuple,
    List,
    Set,
    /// `all` (true) or `any`: given when the loop comes to its end.
    Test(bool),
}

impl<'t> Compiler<'t> {
    pub(super) fn call(
        &mut self,
        call: &'t Expr,
        func: &'t Expr,
        args: &'t [Expr],
        keywords: &'t [Keyword],
    ) -> Result<()> {
        self.check_keywords(keywords)?;
        if self.is_method_call(func, args, keywords) {
            return self.method_call(call, func, args, keywords);
        }
        self.check_caller(func);
        self.expr(func)?;
        let end = self.label();
        if let (ExprKind::Name(name, _), [argument], []) = (&func.kind, args, keywords)
            && let ExprKind::Comprehension(generator) = &argument.kind
        {
            self.loop_instead_of_call(name, func, argument, generator, end)?;
        }
        self.emit(Op::PushNull, 0, Some(func.at));
        self.arguments(0, args, keywords, Some(call.at))?;
        self.place(end);
        Ok(())
    }

    fn check_keywords(&self, keywords: &[Keyword]) -> Result<()> {
        let mut seen = HashSet::new();
        for keyword in keywords {
            if let Some(name) = &keyword.name
                && !seen.insert(name)
            {
                return self.error(
                    format!("keyword argument repeated: {name}"),
                    Some(keyword.at),
                );
            }
        }
        Ok(())
    }

    /// `object.name(…)` without stars, and not of an imported module.
    fn is_method_call(&self, func: &Expr, args: &[Expr], keywords: &[Keyword]) -> bool {
        let ExprKind::Attribute {
            value,
            context: Context::Load,
            ..
        } = &func.kind
        else {
            return false;
        };
        if let ExprKind::Name(name, _) = &value.kind {
            let imported = self
                .symbols
                .block(0)
                .symbols
                .get(name)
                .map_or(0, |symbol| symbol.flags)
                & DEF_IMPORT;
            if imported != 0 {
                return false;
            }
        }
        args.len() + keywords.len() + usize::from(!keywords.is_empty()) < STACK_USE_GUIDELINE
            && !args
                .iter()
                .any(|arg| matches!(arg.kind, ExprKind::Starred(_)))
            && keywords.iter().all(|keyword| keyword.name.is_some())
    }

    fn method_call(
        &mut self,
        call: &'t Expr,
        func: &'t Expr,
        args: &'t [Expr],
        keywords: &'t [Keyword],
    ) -> Result<()> {
        let ExprKind::Attribute { value, attr, .. } = &func.kind else {
            return Ok(());
        };
        let mut at = Some(func.at);
        if self.is_super_call(value, attr) {
            self.super_arguments(value)?;
            self.emit_name(Op::LoadSuperMethod, attr, at);
            at = self.attribute_place(at, func);
            self.emit(Op::Nop, 0, at);
        } else {
            self.expr(value)?;
            at = self.attribute_place(at, func);
            self.emit_name(Op::LoadMethod, attr, at);
        }
        self.exprs(args)?;
        let whole = self.attribute_place(Some(call.at), func);
        if keywords.is_empty() {
            self.emit(Op::Call, small(args.len()), whole);
        } else {
            self.keyword_values(keywords, at)?;
            self.emit(Op::CallKw, small(args.len() + keywords.len()), whole);
        }
        Ok(())
    }

    /// The values and the tuple of their names.
    fn keyword_values(&mut self, keywords: &'t [Keyword], at: Loc) -> Result<()> {
        for keyword in keywords {
            self.expr(&keyword.value)?;
        }
        let names = keywords
            .iter()
            .filter_map(|keyword| keyword.name.clone())
            .map(Const::Str)
            .collect();
        self.load_const(Const::Tuple(names), false, at);
        Ok(())
    }

    /// The arguments and the call itself; `pushed` arguments are on the stack already.
    pub(super) fn arguments(
        &mut self,
        pushed: u32,
        args: &'t [Expr],
        keywords: &'t [Keyword],
        at: Loc,
    ) -> Result<()> {
        self.check_keywords(keywords)?;
        let plain = args.len() + keywords.len() * 2 <= STACK_USE_GUIDELINE
            && !args
                .iter()
                .any(|arg| matches!(arg.kind, ExprKind::Starred(_)))
            && keywords.iter().all(|keyword| keyword.name.is_some());
        if plain {
            self.exprs(args)?;
            let count = pushed + small(args.len() + keywords.len());
            if keywords.is_empty() {
                self.emit(Op::Call, count, at);
            } else {
                self.keyword_values(keywords, at)?;
                self.emit(Op::CallKw, count, at);
            }
            return Ok(());
        }
        match args {
            [
                Expr {
                    kind: ExprKind::Starred(value),
                    ..
                },
            ] if pushed == 0 => self.expr(value)?,
            _ => self.display(args, pushed, TUPLE, at)?,
        }
        if !keywords.is_empty() {
            self.keyword_dict(keywords, at)?;
        }
        self.emit(Op::CallFunctionEx, u32::from(!keywords.is_empty()), at);
        Ok(())
    }

    fn keyword_dict(&mut self, keywords: &'t [Keyword], at: Loc) -> Result<()> {
        if let [keyword] = keywords
            && keyword.name.is_none()
            && self.facts.lone_mapping_is_passed
        {
            return self.expr(&keyword.value);
        }
        let mut have_dict = false;
        let mut start = 0;
        for (number, keyword) in keywords.iter().enumerate() {
            if keyword.name.is_some() {
                continue;
            }
            self.named_keywords(&keywords[start..number], &mut have_dict, at)?;
            if !have_dict {
                self.emit(Op::BuildMap, 0, at);
                have_dict = true;
            }
            self.expr(&keyword.value)?;
            self.emit(Op::DictMerge, 1, at);
            start = number + 1;
        }
        self.named_keywords(&keywords[start..], &mut have_dict, at)
    }

    fn named_keywords(
        &mut self,
        keywords: &'t [Keyword],
        have_dict: &mut bool,
        at: Loc,
    ) -> Result<()> {
        if keywords.is_empty() {
            return Ok(());
        }
        let count = small(keywords.len());
        let big = keywords.len() * 2 > STACK_USE_GUIDELINE;
        let names = || keywords.iter().filter_map(|keyword| keyword.name.clone());
        if self.facts.const_key_maps && count > 1 && !big {
            for keyword in keywords {
                self.expr(&keyword.value)?;
            }
            self.load_const(Const::Tuple(names().map(Const::Str).collect()), false, at);
            self.emit(Op::BuildConstKeyMap, count, at);
        } else {
            if big {
                self.emit(Op::BuildMap, 0, None);
            }
            for (keyword, name) in keywords.iter().zip(names()) {
                self.load_str(&name, at);
                self.expr(&keyword.value)?;
                if big {
                    self.emit(Op::MapAdd, 1, None);
                }
            }
            if !big {
                self.emit(Op::BuildMap, count, at);
            }
        }
        if *have_dict {
            self.emit(Op::DictMerge, 1, at);
        }
        *have_dict = true;
        Ok(())
    }

    /// `all(…)`, `any(…)` and `tuple(…)` of a generator expression are loops right here, if the name
    /// still means the builtin (3.14+).
    fn loop_instead_of_call(
        &mut self,
        name: &Name,
        func: &'t Expr,
        argument: &'t Expr,
        generator: &'t Comprehension,
        end: Label,
    ) -> Result<()> {
        if !self.facts.inlined_builtins || generator.kind != ComprehensionKind::Generator {
            return Ok(());
        }
        // The number of the builtin, and what becomes of the items.
        let (builtin, loops) = match &**name {
            "tuple" => (2, Inlined::Tuple),
            "all" => (3, Inlined::Test(true)),
            "any" => (4, Inlined::Test(false)),
            "list" if self.facts.inlined_collections => (5, Inlined::List),
            "set" if self.facts.inlined_collections => (6, Inlined::Set),
            _ => return Ok(()),
        };
        let at = Some(func.at);
        let skip = self.label();
        self.emit(Op::Copy, 1, at);
        self.emit(Op::LoadCommonConstant, builtin, at);
        self.emit(Op::IsOp, 0, at);
        self.jump(Op::PopJumpIfFalse, skip, at);
        self.emit(Op::PopTop, 0, at);
        match loops {
            Inlined::Tuple | Inlined::List => self.emit(Op::BuildList, 0, at),
            Inlined::Set => self.emit(Op::BuildSet, 0, at),
            Inlined::Test(_) => {}
        }
        self.expr(argument)?;
        let again = self.label();
        let cleanup = self.label();
        self.place(again);
        self.for_iter(cleanup, at);
        match loops {
            Inlined::Tuple | Inlined::List => {
                self.emit(Op::ListAppend, 2, at);
                self.jump(Op::Jump, again, at);
            }
            Inlined::Set => {
                self.emit(Op::SetAdd, 2, at);
                self.jump(Op::Jump, again, at);
            }
            Inlined::Test(value) => {
                self.truth_value(at);
                self.jump(
                    if value {
                        Op::PopJumpIfTrue
                    } else {
                        Op::PopJumpIfFalse
                    },
                    again,
                    at,
                );
            }
        }
        self.emit(FlowOp::PopIter, 0, None);
        if let Inlined::Test(value) = loops {
            self.load_const(Const::Bool(!value), false, at);
        }
        self.jump(Op::Jump, end, at);
        self.place(cleanup);
        self.end_for();
        match loops {
            Inlined::Tuple => self.emit(Op::ListToTuple, 0, at),
            Inlined::List | Inlined::Set => {}
            Inlined::Test(value) => self.load_const(Const::Bool(value), false, at),
        }
        self.jump(Op::Jump, end, at);
        self.place(skip);
        Ok(())
    }

    /// `super().attr` or `super(a, b).attr`, for which no super object is made (3.12+).
    pub(super) fn is_super_call(&self, value: &Expr, attr: &Name) -> bool {
        let ExprKind::Call {
            func,
            args,
            keywords,
        } = &value.kind
        else {
            return false;
        };
        let ExprKind::Name(name, _) = &func.kind else {
            return false;
        };
        if !self.facts.super_instructions
            || &**name != "super"
            || &**attr == "__class__"
            || !keywords.is_empty()
        {
            return false;
        }
        // The name must not be bound anywhere that the compiler can see.
        let top = self
            .symbols
            .block(0)
            .symbols
            .get("super")
            .map_or(Scope::Unknown, |symbol| symbol.scope);
        if self.scope_of("super") != Scope::GlobalImplicit || top != Scope::Unknown {
            return false;
        }
        match args.len() {
            2 => !args
                .iter()
                .any(|arg| matches!(arg.kind, ExprKind::Starred(_))),
            0 => self.current().counts[0] > 0 && self.scope_of("__class__") == Scope::Free,
            _ => false,
        }
    }

    pub(super) fn super_arguments(&mut self, value: &'t Expr) -> Result<()> {
        let ExprKind::Call { func, args, .. } = &value.kind else {
            return Ok(());
        };
        self.expr(func)?;
        if !args.is_empty() {
            return self.exprs(args);
        }
        let at = Some(value.at);
        self.name(&Rc::from("__class__"), Context::Load, at);
        let first = self.current().varnames.iter().next().cloned();
        if let Some(first) = first {
            // Mangled already: it must not be mangled again.
            let private = self.unit().private.take();
            self.name(&first, Context::Load, at);
            self.unit().private = private;
        }
        Ok(())
    }
}
