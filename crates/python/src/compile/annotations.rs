//! Annotations: evaluated where they stand (up to 3.13), or by a function `__annotate__` when somebody
//! asks for them (PEP 649, 3.14+).

use std::rc::Rc;

use num_bigint::BigInt;

use crate::code::{Const, Position};
use crate::opcode::{CompareOp, Op};
use crate::parse::tree::{
    Context, Expr, ExprKind, FunctionDef, Name, Parameter, ScopeKey, Stmt, StmtKind,
};

use super::flow::FlowOp;
use super::function::{ANNOTATE, ANNOTATIONS};
use super::sequence::{Loc, Sequence, Step};
use super::symtable::mangle;
use super::unit::{DeferredAnnotation, UnitKind};
use super::{Compiler, Result};

/// The largest format that a compiled `__annotate__` answers: VALUE_WITH_FAKE_GLOBALS.
const LAST_FORMAT: u32 = 2;
/// LOAD_COMMON_CONSTANT: NotImplementedError.
const NOT_IMPLEMENTED_ERROR: u32 = 1;

impl<'t> Compiler<'t> {
    fn parameter_annotation(&mut self, name: &Name, annotation: &'t Expr, at: Loc) -> Result<()> {
        let mangled = mangle(self.current().private.as_deref(), name);
        self.load_str(&mangled, at);
        match &annotation.kind {
            ExprKind::Starred(value) => {
                self.expr(value)?;
                self.emit(Op::UnpackSequence, 1, at);
                Ok(())
            }
            _ => self.expr(annotation),
        }
    }

    /// Names and annotations of all annotated parameters and of the result; gives how many.
    fn function_annotations(&mut self, def: &'t FunctionDef, at: Loc) -> Result<u32> {
        let parameters = &def.parameters;
        let annotated = parameters
            .positional
            .iter()
            .chain(&parameters.positional_only)
            .chain(parameters.star.as_deref())
            .chain(&parameters.keyword_only)
            .chain(parameters.double_star.as_deref());
        let mut count = 0;
        for Parameter {
            name, annotation, ..
        } in annotated
        {
            if let Some(annotation) = annotation {
                self.parameter_annotation(name, annotation, at)?;
                count += 1;
            }
        }
        if let Some(returns) = &def.returns {
            self.parameter_annotation(&Rc::from("return"), returns, at)?;
            count += 1;
        }
        Ok(count)
    }

    /// Up to 3.13: a tuple for MAKE_FUNCTION.
    pub(super) fn eager_annotations(&mut self, def: &'t FunctionDef, at: Loc) -> Result<u32> {
        let count = self.function_annotations(def, at)?;
        if count == 0 {
            return Ok(0);
        }
        self.emit(Op::BuildTuple, count * 2, at);
        Ok(ANNOTATIONS)
    }

    /// From 3.14 on: a function for MAKE_FUNCTION.
    pub(super) fn annotate_function(
        &mut self,
        def: &'t FunctionDef,
        place: Position,
    ) -> Result<u32> {
        if !self.symbols.block(def.annotations).annotations_used {
            return Ok(0);
        }
        let at = Some(place);
        self.enter_annotations(def.annotations, place)?;
        let count = self.function_annotations(def, at)?;
        self.emit(Op::BuildMap, count, at);
        self.leave_annotations(at)?;
        Ok(ANNOTATE)
    }

    /// Starts an `__annotate__` function, which refuses formats that it does not know.
    fn enter_annotations(&mut self, scope: ScopeKey, place: Position) -> Result<()> {
        let at = Some(place);
        self.enter(
            UnitKind::Annotations,
            scope,
            "__annotate__",
            place.line,
            [0, 1, 0],
        )?;
        self.emit(Op::LoadFast, 0, at);
        self.load_const(Const::Int(BigInt::from(LAST_FORMAT)), false, at);
        self.emit(Op::CompareOp, CompareOp::Gt as u32, at);
        let body = self.label();
        self.jump(Op::PopJumpIfFalse, body, at);
        self.emit(Op::LoadCommonConstant, NOT_IMPLEMENTED_ERROR, at);
        self.emit(Op::RaiseVarargs, 1, at);
        self.place(body);
        Ok(())
    }

    fn leave_annotations(&mut self, at: Loc) -> Result<()> {
        self.emit(Op::ReturnValue, 0, at);
        let mut code = self.leave(true)?;
        // Inside it is called `.format`, so that an annotation can use the name.
        if let Some((name, _)) = code.varnames.first_mut() {
            *name = Rc::from("format");
        }
        self.closure(Rc::new(code), 0, at);
        Ok(())
    }

    /// The set of the conditional annotations that control has come past (3.14+).
    pub(super) fn conditional_annotations(&mut self, start: Loc) {
        let scope = self.current().scope;
        if !self.facts.lazy_annotations || !self.symbols.block(scope).has_conditional_annotations {
            return;
        }
        self.emit(Op::BuildSet, 0, start);
        let name = Self::intern("__conditional_annotations__");
        if self.current().kind == UnitKind::Class {
            self.deref(Op::StoreDeref, &name, start);
        } else {
            self.emit_name(Op::StoreName, &name, start);
        }
    }

    /// `target: annotation = value`
    pub(super) fn annotated(&mut self, stmt: &'t Stmt) -> Result<()> {
        let StmtKind::AnnAssign {
            target,
            annotation,
            value,
            simple,
        } = &stmt.kind
        else {
            return Ok(());
        };
        let at = Some(stmt.at);
        let evaluated = matches!(self.current().kind, UnitKind::Module | UnitKind::Class);
        if let Some(value) = value {
            self.expr(value)?;
            self.expr(target)?;
        }
        match &target.kind {
            ExprKind::Name(name, _) if *simple && evaluated => {
                if self.facts.lazy_annotations {
                    self.defer(stmt, at);
                    return Ok(());
                }
                self.expr(annotation)?;
                self.emit_name(Op::LoadName, &Self::intern("__annotations__"), at);
                let mangled = mangle(self.current().private.as_deref(), name);
                self.load_str(&mangled, at);
                self.emit(Op::StoreSubscr, 0, at);
            }
            ExprKind::Attribute { value: object, .. } if value.is_none() => {
                self.evaluated(object)?
            }
            ExprKind::Subscript {
                value: object,
                index,
                ..
            } if value.is_none() => {
                self.evaluated(object)?;
                self.evaluated_index(index)?;
            }
            _ => {}
        }
        if !self.facts.lazy_annotations && !simple && evaluated {
            self.evaluated(annotation)?;
        }
        Ok(())
    }

    /// Evaluates and drops.
    fn evaluated(&mut self, expr: &'t Expr) -> Result<()> {
        self.expr(expr)?;
        self.emit(Op::PopTop, 0, Some(expr.at));
        Ok(())
    }

    fn evaluated_index(&mut self, index: &'t Expr) -> Result<()> {
        match &index.kind {
            ExprKind::Slice { lower, upper, step } => {
                for part in [lower, upper, step].into_iter().flatten() {
                    self.evaluated(part)?;
                }
                Ok(())
            }
            ExprKind::Tuple(items, _) => {
                items.iter().try_for_each(|item| self.evaluated_index(item))
            }
            _ => self.evaluated(index),
        }
    }

    fn defer(&mut self, stmt: &'t Stmt, at: Loc) {
        let in_class = self.current().kind == UnitKind::Class;
        let unit = self.unit();
        let conditional = !in_class || unit.conditional_depth > 0;
        let condition = conditional.then_some(unit.next_condition);
        unit.next_condition += u32::from(conditional);
        unit.deferred.push(DeferredAnnotation { stmt, condition });
        let Some(number) = condition else {
            return;
        };
        let name = Self::intern("__conditional_annotations__");
        if in_class {
            self.deref(Op::LoadDeref, &name, at);
        } else {
            // CPython numbers the name among the cells here: the module gets a cell that nobody uses.
            self.unit().cellvars.number(&name);
            self.emit_name(Op::LoadName, &name, at);
        }
        self.load_const(Const::Int(BigInt::from(number)), false, at);
        self.emit(Op::SetAdd, 1, at);
        self.emit(Op::PopTop, 0, at);
    }

    /// Makes the `__annotate__` of a module or class; a module's is made before its first statement.
    pub(super) fn deferred_annotations(&mut self, scope: ScopeKey, start: Loc) -> Result<()> {
        let deferred = std::mem::take(&mut self.unit().deferred);
        if deferred.is_empty() {
            return Ok(());
        }
        let in_module = self.current().kind == UnitKind::Module;
        let statements = if in_module {
            std::mem::take(&mut self.unit().sequence)
        } else {
            Sequence::default()
        };
        let place = start.unwrap_or_default();
        self.enter_annotations(scope, place)?;
        self.emit(Op::BuildMap, 0, start);
        for annotation in &deferred {
            self.deferred_annotation(*annotation, in_module, start)?;
        }
        self.leave_annotations(start)?;
        let name = if in_module {
            "__annotate__"
        } else {
            "__annotate_func__"
        };
        self.name(&Self::intern(name), Context::Store, start);
        if in_module {
            let setup: Vec<Step> = std::mem::replace(&mut self.unit().sequence, statements).steps;
            let sequence = &mut self.unit().sequence;
            let placeholder = sequence
                .steps
                .iter()
                .position(|step| step.op == FlowOp::AnnotationsPlaceholder);
            sequence.insert(placeholder.unwrap_or(0), setup);
        }
        Ok(())
    }

    fn deferred_annotation(
        &mut self,
        deferred: DeferredAnnotation<'t>,
        in_module: bool,
        start: Loc,
    ) -> Result<()> {
        let StmtKind::AnnAssign {
            target, annotation, ..
        } = &deferred.stmt.kind
        else {
            return Ok(());
        };
        let ExprKind::Name(name, _) = &target.kind else {
            return Ok(());
        };
        let at = Some(deferred.stmt.at);
        let not_set = self.label();
        if let Some(number) = deferred.condition {
            self.load_const(Const::Int(BigInt::from(number)), false, at);
            let set = Self::intern("__conditional_annotations__");
            if in_module {
                self.emit_name(Op::LoadGlobal, &set, at);
            } else {
                self.deref(Op::LoadDeref, &set, at);
            }
            self.emit(Op::ContainsOp, 0, at);
            self.jump(Op::PopJumpIfFalse, not_set, at);
        }
        self.expr(annotation)?;
        self.emit(Op::Copy, 2, at);
        let mangled = mangle(self.current().private.as_deref(), name);
        self.load_str(&mangled, at);
        self.emit(Op::StoreSubscr, 0, start);
        self.place(not_set);
        Ok(())
    }
}

/// Whether a body annotates variables, at any depth of its own statements.
pub fn any(body: &[Stmt]) -> bool {
    body.iter().any(|stmt| match &stmt.kind {
        StmtKind::AnnAssign { .. } => true,
        StmtKind::For { body, orelse, .. } | StmtKind::While { body, orelse, .. } => {
            any(body) || any(orelse)
        }
        StmtKind::If { branches, orelse } => {
            branches.iter().any(|branch| any(&branch.body)) || any(orelse)
        }
        StmtKind::With { body, .. } => any(body),
        StmtKind::Match { cases, .. } => cases.iter().any(|case| any(&case.body)),
        StmtKind::Try {
            body,
            handlers,
            orelse,
            finalbody,
            ..
        } => {
            any(body)
                || handlers.iter().any(|handler| any(&handler.body))
                || any(orelse)
                || any(finalbody)
        }
        _ => false,
    })
}
