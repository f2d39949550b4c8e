//! Annotations: evaluated where they stand up to 3.13, in blocks of their own from 3.14 on (PEP 649).

use std::rc::Rc;

use super::super::{BlockKind, DEF_ANNOT, DEF_GLOBAL, DEF_LOCAL, DEF_NONLOCAL, DEF_PARAM, USE};
use super::{Open, Result, Visitor};
use crate::code::Position;
use crate::compile::error::CompileError;
use crate::parse::tree::{Expr, ExprKind, FunctionDef};

impl Visitor<'_> {
    /// The annotations of a function have a block of their own, which takes `.format`.
    pub(super) fn annotation_block(&mut self, def: &FunctionDef, at: Position) -> Result<()> {
        let parent = self.current();
        let in_class = parent.can_see_class_scope || parent.kind == BlockKind::Class;
        self.enter(def.annotations, BlockKind::Annotation, "__annotate__", 0);
        self.define(&Rc::from(".format"), DEF_PARAM, at)?;
        if in_class {
            self.current().can_see_class_scope = true;
            self.define(&Rc::from("__classdict__"), USE, at)?;
        }
        self.annotations(def)?;
        self.leave();
        Ok(())
    }

    pub(super) fn annotations(&mut self, def: &FunctionDef) -> Result<()> {
        let parameters = &def.parameters;
        let annotated = parameters
            .positional_only
            .iter()
            .chain(&parameters.positional)
            .chain(parameters.star.as_deref())
            .chain(parameters.double_star.as_deref())
            .chain(&parameters.keyword_only);
        for annotation in annotated
            .filter_map(|parameter| parameter.annotation.as_ref())
            .chain(&def.returns)
        {
            self.current().annotations_used = true;
            match &annotation.kind {
                ExprKind::Starred(value) => self.expr(value)?,
                _ => self.expr(annotation)?,
            }
        }
        Ok(())
    }

    pub(super) fn annotated(
        &mut self,
        target: &Expr,
        annotation: &Expr,
        value: Option<&Expr>,
        simple: bool,
    ) -> Result<()> {
        if let ExprKind::Name(name, _) = &target.kind {
            let flags = self.flags(name);
            if flags & (DEF_GLOBAL | DEF_NONLOCAL) != 0 && self.top().key != 0 && simple {
                let kind = if flags & DEF_GLOBAL != 0 {
                    "global"
                } else {
                    "nonlocal"
                };
                return Err(CompileError::syntax(
                    format!("annotated name '{name}' can't be {kind}"),
                    target.at,
                ));
            }
            if simple {
                self.define(name, DEF_ANNOT | DEF_LOCAL, target.at)?;
            } else if value.is_some() {
                self.define(name, DEF_LOCAL, target.at)?;
            }
        } else {
            self.expr(target)?;
        }
        if self.facts.lazy_annotations {
            self.variable_annotation(annotation)?;
        } else {
            self.expr(annotation)?;
        }
        self.optional(value)
    }

    /// The annotations of the variables of a module or class share one block; those of local variables
    /// are never evaluated.
    fn variable_annotation(&mut self, annotation: &Expr) -> Result<()> {
        let Open { annotations, .. } = self.top();
        let block = self.current();
        if block.is_function_like() {
            block.in_unevaluated_annotation = true;
            let result = self.expr(annotation);
            self.current().in_unevaluated_annotation = false;
            return result;
        }
        let in_class = block.kind == BlockKind::Class;
        let conditional = !in_class || block.in_conditional_block;
        let first_conditional = conditional && !block.has_conditional_annotations;
        block.has_conditional_annotations |= conditional;
        let first = !std::mem::replace(&mut block.has_annotation_block, true);
        if first_conditional {
            self.define(&Rc::from("__conditional_annotations__"), USE, annotation.at)?;
        }
        if first {
            self.enter(annotations, BlockKind::Annotation, "__annotate__", 0);
            self.define(&Rc::from(".format"), DEF_PARAM, annotation.at)?;
            if in_class {
                self.current().can_see_class_scope = true;
                self.define(&Rc::from("__classdict__"), USE, annotation.at)?;
            }
        } else {
            self.stack.push(Open {
                key: annotations,
                annotations: 0,
            });
        }
        if first_conditional && in_class {
            self.define(&Rc::from("__conditional_annotations__"), USE, annotation.at)?;
        }
        self.expr(annotation)?;
        self.leave();
        Ok(())
    }
}
