//! Statements.

use crate::code::Const;
use crate::opcode::{BinaryOp, Op};
use crate::parse::tree::{Branch, Context, Expr, ExprKind, Module, Stmt, StmtKind, docstring};

use super::sequence::Loc;
use super::{Compiler, Mode, Result};

impl<'t> Compiler<'t> {
    pub(super) fn stmts(&mut self, stmts: &'t [Stmt]) -> Result<()> {
        stmts.iter().try_for_each(|stmt| self.stmt(stmt))
    }

    /// The statements of the module.
    pub(super) fn module_body(&mut self, module: &'t Module, start: Loc) -> Result<()> {
        self.conditional_annotations(start);
        self.body(&module.body, module.annotations, start)
    }

    /// The statements of a module or class, with docstring and annotations.
    pub(super) fn body(&mut self, body: &'t [Stmt], annotations: u32, start: Loc) -> Result<()> {
        let mut stmts = body;
        let setup = !self.facts.lazy_annotations && super::annotations::any(body);
        if setup {
            self.emit(Op::SetupAnnotations, 0, start);
        }
        if self.mode != Mode::Single
            && let Some((text, at)) = docstring(body)
        {
            let (text, in_tree) = super::function::clean(text, self.facts.clean_docstrings);
            self.load_const(Const::Str(text), in_tree, Some(at));
            let at = if self.facts.clean_docstrings {
                None
            } else {
                Some(at)
            };
            self.name(&Self::intern("__doc__"), Context::Store, at);
            stmts = stmts.get(1..).unwrap_or_default();
        }
        self.stmts(stmts)?;
        if self.facts.lazy_annotations {
            self.deferred_annotations(annotations, start)?;
        }
        Ok(())
    }

    /// Statements that may not be reached: annotations in them are conditional.
    fn conditionally(&mut self, compile: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        self.unit().conditional_depth += 1;
        compile(self)?;
        self.unit().conditional_depth -= 1;
        Ok(())
    }

    pub(super) fn stmt(&mut self, stmt: &'t Stmt) -> Result<()> {
        let at = Some(stmt.at);
        self.unit().line = stmt.at.line;
        match &stmt.kind {
            StmtKind::FunctionDef(def) => self.function(def, stmt.at),
            StmtKind::ClassDef(def) => self.class(def, stmt.at),
            StmtKind::Return(value) => self.return_statement(value.as_ref(), stmt),
            StmtKind::Delete(targets) => self.exprs(targets),
            StmtKind::Assign { targets, value } => self.assign(targets, value, at),
            StmtKind::AugAssign { target, op, value } => self.augmented(target, *op, value, at),
            StmtKind::AnnAssign { .. } => self.annotated(stmt),
            StmtKind::For {
                target,
                iter,
                body,
                orelse,
            } => self.conditionally(|c| c.for_loop(target, iter, body, orelse, at)),
            StmtKind::While { test, body, orelse } => {
                self.conditionally(|c| c.while_loop(test, body, orelse, at))
            }
            StmtKind::If { branches, orelse } => {
                self.conditionally(|c| c.if_statement(branches, orelse))
            }
            StmtKind::With { items, body } => {
                self.conditionally(|c| c.with_statement(items, body, at))
            }
            StmtKind::Match { subject, cases } => {
                self.conditionally(|c| c.match_statement(subject, cases))
            }
            StmtKind::Raise { exception, cause } => {
                let parts = [exception, cause];
                let mut count = 0;
                for part in parts.into_iter().flatten() {
                    self.expr(part)?;
                    count += 1;
                }
                self.emit(Op::RaiseVarargs, count, at);
                Ok(())
            }
            StmtKind::Try {
                body,
                handlers,
                star,
                orelse,
                finalbody,
            } => self
                .conditionally(|c| c.try_statement(body, (handlers, *star), orelse, finalbody, at)),
            StmtKind::Assert { test, message } => self.assert_statement(test, message.as_ref(), at),
            StmtKind::Import(names) => {
                self.import(names, at);
                Ok(())
            }
            StmtKind::ImportFrom {
                module,
                names,
                level,
            } => self.import_from(module.as_ref(), names, *level, at),
            StmtKind::Global(_) | StmtKind::Nonlocal(_) => Ok(()),
            StmtKind::Expr(value) => self.expr_statement(value, at),
            StmtKind::Pass => {
                self.emit(Op::Nop, 0, at);
                Ok(())
            }
            StmtKind::Break => self.break_statement(at),
            StmtKind::Continue => self.continue_statement(at),
        }
    }

    fn expr_statement(&mut self, value: &'t Expr, at: Loc) -> Result<()> {
        if self.mode == Mode::Single && self.units.len() == 1 {
            self.expr(value)?;
            self.emit(Op::PrintExpr, 0, at);
            return Ok(());
        }
        if matches!(value.kind, ExprKind::Constant(_)) {
            self.emit(Op::Nop, 0, at);
            return Ok(());
        }
        self.expr(value)?;
        self.emit(Op::PopTop, 0, None);
        Ok(())
    }

    fn assign(&mut self, targets: &'t [Expr], value: &'t Expr, at: Loc) -> Result<()> {
        self.expr(value)?;
        for (number, target) in targets.iter().enumerate() {
            if number + 1 < targets.len() {
                self.emit(Op::Copy, 1, at);
            }
            self.expr(target)?;
        }
        Ok(())
    }

    fn if_statement(&mut self, branches: &'t [Branch], orelse: &'t [Stmt]) -> Result<()> {
        let mut ends = Vec::new();
        for (number, branch) in branches.iter().enumerate() {
            let end = self.label();
            ends.push(end);
            let last = number + 1 == branches.len();
            let more = !last || !orelse.is_empty();
            let next = if more { self.label() } else { end };
            self.jump_if(Some(branch.at), &branch.test, next, false)?;
            self.stmts(&branch.body)?;
            if more {
                self.jump_past(end);
                self.place(next);
            }
        }
        self.stmts(orelse)?;
        for end in ends.into_iter().rev() {
            self.place(end);
        }
        Ok(())
    }

    fn return_statement(&mut self, value: Option<&'t Expr>, stmt: &'t Stmt) -> Result<()> {
        let mut at = Some(stmt.at);
        if !self.in_function() {
            return self.error("'return' outside function", at);
        }
        let constant = match value.map(|value| &value.kind) {
            Some(ExprKind::Constant(constant)) => Some(constant),
            _ => None,
        };
        let keep_top = value.is_some() && constant.is_none();
        if let Some(value) = value {
            if keep_top {
                self.expr(value)?;
            } else {
                at = Some(value.at);
                self.emit(Op::Nop, 0, at);
            }
        }
        if value.is_none_or(|value| value.at.line != stmt.at.line) {
            at = Some(stmt.at);
            self.emit(Op::Nop, 0, at);
        }
        let (at, _) = self.unwind_blocks(at, keep_top, false)?;
        match constant {
            Some(constant) => self.load_const(constant.clone(), true, at),
            None if value.is_none() => self.load_const(Const::None, false, at),
            None => {}
        }
        self.emit(Op::ReturnValue, 0, at);
        Ok(())
    }

    fn assert_statement(
        &mut self,
        test: &'t Expr,
        message: Option<&'t Expr>,
        at: Loc,
    ) -> Result<()> {
        self.check_assertion(test, at);
        let end = self.label();
        let at = self.jump_if(at, test, end, true)?;
        self.emit(Op::LoadAssertionError, 0, at);
        if let Some(message) = message {
            self.expr(message)?;
            // The message stands where a self would.
            self.emit(Op::Call, 0, at);
        }
        let raised = if self.facts.exact_statement_places {
            Some(test.at)
        } else {
            at
        };
        self.emit(Op::RaiseVarargs, 1, raised);
        self.place(end);
        Ok(())
    }

    fn augmented(
        &mut self,
        target: &'t Expr,
        op: BinaryOp,
        value: &'t Expr,
        stmt: Loc,
    ) -> Result<()> {
        let at = Some(target.at);
        match &target.kind {
            ExprKind::Attribute {
                value: object,
                attr,
                ..
            } => {
                self.expr(object)?;
                self.emit(Op::Copy, 1, at);
                let at = self.attribute_place(at, target);
                self.emit_name(Op::LoadAttr, attr, at);
            }
            ExprKind::Subscript {
                value: object,
                index,
                ..
            } => {
                self.expr(object)?;
                if self.is_two_part_slice(index) {
                    self.slice_parts(index)?;
                    for _ in 0..3 {
                        self.emit(Op::Copy, 3, at);
                    }
                    self.emit(Op::BinarySlice, 0, at);
                } else {
                    self.expr(index)?;
                    self.emit(Op::Copy, 2, at);
                    self.emit(Op::Copy, 2, at);
                    self.emit(Op::BinarySubscr, 0, at);
                }
            }
            ExprKind::Name(name, _) => self.name(name, Context::Load, at),
            _ => return self.error("illegal expression for augmented assignment", at),
        }
        self.expr(value)?;
        self.emit(Op::BinaryOp, op as u32 + BinaryOp::InplaceAdd as u32, stmt);
        match &target.kind {
            ExprKind::Attribute { attr, .. } => {
                let at = self.attribute_place(at, target);
                self.emit(Op::Swap, 2, at);
                self.emit_name(Op::StoreAttr, attr, at);
            }
            ExprKind::Subscript { index, .. } => {
                if self.is_two_part_slice(index) {
                    self.emit(Op::Swap, 4, at);
                    self.emit(Op::Swap, 3, at);
                    self.emit(Op::Swap, 2, at);
                    self.emit(Op::StoreSlice, 0, at);
                } else {
                    self.emit(Op::Swap, 3, at);
                    self.emit(Op::Swap, 2, at);
                    self.emit(Op::StoreSubscr, 0, at);
                }
            }
            ExprKind::Name(name, _) => self.name(name, Context::Store, at),
            _ => {}
        }
        Ok(())
    }
}
