//! Comprehensions: blocks of their own, and where `:=` inside them binds (PEP 572).

use std::rc::Rc;

use super::super::{BlockKind, DEF_COMP_ITER, DEF_GLOBAL, DEF_LOCAL, DEF_NONLOCAL, DEF_PARAM};
use super::{Result, Visitor};
use crate::code::Position;
use crate::compile::error::CompileError;
use crate::parse::tree::{Comprehension, ComprehensionKind, Expr, Name};

impl Visitor<'_> {
    pub(super) fn comprehension(
        &mut self,
        comprehension: &Comprehension,
        at: Position,
    ) -> Result<()> {
        if self.facts.list_comprehensions_leak && comprehension.kind == ComprehensionKind::List {
            for generator in &comprehension.generators {
                self.expr(&generator.iter)?;
                self.expr(&generator.target)?;
                self.exprs(&generator.ifs)?;
            }
            return self.expr(&comprehension.element);
        }
        let mut generators = comprehension.generators.iter();
        let Some(outermost) = generators.next() else {
            return Ok(());
        };
        self.iteration_expression(&outermost.iter)?;
        self.enter(
            comprehension.scope,
            BlockKind::Function,
            name_of(comprehension.kind),
            0,
        );
        self.current().comprehension = Some(comprehension.kind);
        self.define(&Rc::from(".0"), DEF_PARAM, at)?;
        self.target(&outermost.target)?;
        self.exprs(&outermost.ifs)?;
        for generator in generators {
            self.target(&generator.target)?;
            self.iteration_expression(&generator.iter)?;
            self.exprs(&generator.ifs)?;
        }
        self.optional(comprehension.value.as_ref())?;
        self.expr(&comprehension.element)?;
        self.current().generator = comprehension.kind == ComprehensionKind::Generator;
        self.leave();
        Ok(())
    }

    fn iteration_expression(&mut self, iter: &Expr) -> Result<()> {
        self.current().iteration_expressions += 1;
        self.expr(iter)?;
        self.current().iteration_expressions -= 1;
        Ok(())
    }

    fn target(&mut self, target: &Expr) -> Result<()> {
        self.current().iteration_target = true;
        self.expr(target)?;
        self.current().iteration_target = false;
        Ok(())
    }

    /// `:=` in a comprehension binds in the function or module around it.
    pub(super) fn extend_named_scope(&mut self, name: &Name, at: Position) -> Result<()> {
        for open in self.stack.clone().into_iter().rev() {
            let mangled = self.mangled(name);
            let block = self.table.block(open.key);
            let flags = block.symbols.get(&mangled).map_or(0, |symbol| symbol.flags);
            if block.comprehension.is_some() {
                if flags & DEF_COMP_ITER != 0 && flags & (DEF_LOCAL | DEF_GLOBAL) != 0 {
                    return Err(CompileError::syntax(
                        format!(
                            "assignment expression cannot rebind comprehension iteration variable '{name}'"
                        ),
                        at,
                    ));
                }
                continue;
            }
            match block.kind {
                BlockKind::Function | BlockKind::Annotation => {
                    let flag = if flags & DEF_GLOBAL != 0 {
                        DEF_GLOBAL
                    } else {
                        DEF_NONLOCAL
                    };
                    self.define(name, flag, at)?;
                    self.current().directives.push((mangled, at));
                    return self.define_in(open.key, name, DEF_LOCAL, at);
                }
                BlockKind::Module => {
                    self.define(name, DEF_GLOBAL, at)?;
                    self.current().directives.push((mangled, at));
                    return self.define_in(open.key, name, DEF_GLOBAL, at);
                }
                BlockKind::Class => {
                    return Err(CompileError::syntax(
                        "assignment expression within a comprehension cannot be used in a class body",
                        at,
                    ));
                }
            }
        }
        Ok(())
    }
}

fn name_of(kind: ComprehensionKind) -> &'static str {
    match kind {
        ComprehensionKind::List => "listcomp",
        ComprehensionKind::Set => "setcomp",
        ComprehensionKind::Dict => "dictcomp",
        ComprehensionKind::Generator => "genexpr",
    }
}
