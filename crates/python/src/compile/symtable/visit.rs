//! First pass: how every name is used in every block.

mod annotation;
mod comprehension;

use std::rc::Rc;

use crate::code::Position;
use crate::compile::error::CompileError;
use crate::compile::facts::CodegenFacts;
use crate::parse::tree::*;

use super::*;

type Result<T> = std::result::Result<T, CompileError>;

pub(super) fn visit(table: &mut SymbolTable, module: &Module, facts: &CodegenFacts) -> Result<()> {
    let mut visitor = Visitor {
        table,
        stack: Vec::new(),
        private: None,
        facts,
    };
    visitor.enter(0, BlockKind::Module, "top", module.annotations);
    visitor.stmts(&module.body)?;
    visitor.leave();
    Ok(())
}

/// An open block and the key of its annotations' block.
#[derive(Clone, Copy)]
struct Open {
    key: ScopeKey,
    annotations: ScopeKey,
}

struct Visitor<'a> {
    table: &'a mut SymbolTable,
    stack: Vec<Open>,
    /// The class whose private names are mangled.
    private: Option<Name>,
    facts: &'a CodegenFacts,
}

impl Visitor<'_> {
    fn top(&self) -> Open {
        self.stack.last().copied().unwrap_or(Open {
            key: 0,
            annotations: 0,
        })
    }

    fn current(&mut self) -> &mut Block {
        let key = self.top().key;
        self.table.block_mut(key)
    }

    /// Opens a new block inside the current one.
    fn enter(&mut self, key: ScopeKey, kind: BlockKind, name: &str, annotations: ScopeKey) {
        let nested = match self.stack.last() {
            Some(open) => {
                let parent = self.table.block_mut(open.key);
                parent.children.push(key);
                parent.nested || parent.is_function_like()
            }
            None => false,
        };
        let block = self.table.block_mut(key);
        block.kind = kind;
        block.name = Rc::from(name);
        block.nested = nested;
        self.stack.push(Open { key, annotations });
    }

    fn leave(&mut self) {
        self.stack.pop();
    }

    fn mangled(&self, name: &Name) -> Name {
        mangle(self.private.as_deref(), name)
    }

    fn flags(&mut self, name: &Name) -> Flags {
        let name = self.mangled(name);
        self.current()
            .symbols
            .get(&name)
            .map_or(0, |symbol| symbol.flags)
    }

    fn define(&mut self, name: &Name, flag: Flags, at: Position) -> Result<()> {
        let key = self.top().key;
        self.define_in(key, name, flag, at)
    }

    fn define_in(&mut self, key: ScopeKey, name: &Name, flag: Flags, at: Position) -> Result<()> {
        if flag & (DEF_BOUND | DEF_GLOBAL | DEF_NONLOCAL) != 0 && &**name == "__debug__" {
            return Err(CompileError::syntax("cannot assign to __debug__", at));
        }
        let name = self.mangled(name);
        let block = self.table.block_mut(key);
        if block.in_unevaluated_annotation {
            return Ok(());
        }
        let target = block.iteration_target;
        let symbol = block.symbols.entry(&name);
        if flag & symbol.flags & DEF_PARAM != 0 {
            let what = self.facts.duplicate_parameter;
            let message = format!("duplicate {what} '{name}' in function definition");
            return Err(CompileError::syntax(message, at));
        }
        symbol.flags |= flag;
        if target {
            if symbol.flags & (DEF_GLOBAL | DEF_NONLOCAL) != 0 {
                return Err(CompileError::syntax(
                    format!(
                        "comprehension inner loop cannot rebind assignment expression target '{name}'"
                    ),
                    at,
                ));
            }
            symbol.flags |= DEF_COMP_ITER;
        }
        if flag & DEF_PARAM != 0 {
            block.parameters.push(name);
        } else if flag & DEF_GLOBAL != 0 {
            self.table.block_mut(0).symbols.entry(&name).flags |= flag;
        }
        Ok(())
    }

    fn stmts(&mut self, stmts: &[Stmt]) -> Result<()> {
        stmts.iter().try_for_each(|stmt| self.stmt(stmt))
    }

    /// The statements of a body that may not be reached.
    fn conditional(&mut self, visit: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        let before = std::mem::replace(&mut self.current().in_conditional_block, true);
        visit(self)?;
        self.current().in_conditional_block = before;
        Ok(())
    }

    fn stmt(&mut self, stmt: &Stmt) -> Result<()> {
        match &stmt.kind {
            StmtKind::FunctionDef(def) => self.function(def, stmt.at),
            StmtKind::ClassDef(def) => self.class(def, stmt.at),
            StmtKind::Return(value) => self.optional(value.as_ref()),
            StmtKind::Delete(targets) => self.exprs(targets),
            StmtKind::Assign { targets, value } => {
                self.exprs(targets)?;
                self.expr(value)
            }
            StmtKind::AugAssign { target, value, .. } => {
                self.expr(target)?;
                self.expr(value)
            }
            StmtKind::AnnAssign {
                target,
                annotation,
                value,
                simple,
            } => self.annotated(target, annotation, value.as_ref(), *simple),
            StmtKind::For {
                target,
                iter,
                body,
                orelse,
            } => self.conditional(|v| {
                v.expr(target)?;
                v.expr(iter)?;
                v.stmts(body)?;
                v.stmts(orelse)
            }),
            StmtKind::While { test, body, orelse } => self.conditional(|v| {
                v.expr(test)?;
                v.stmts(body)?;
                v.stmts(orelse)
            }),
            StmtKind::If { branches, orelse } => self.conditional(|v| {
                for branch in branches {
                    v.expr(&branch.test)?;
                    v.stmts(&branch.body)?;
                }
                v.stmts(orelse)
            }),
            StmtKind::With { items, body } => self.conditional(|v| {
                for item in items {
                    v.expr(&item.context)?;
                    v.optional(item.target.as_ref())?;
                }
                v.stmts(body)
            }),
            StmtKind::Match { subject, cases } => self.conditional(|v| {
                v.expr(subject)?;
                for case in cases {
                    v.pattern(&case.pattern)?;
                    v.optional(case.guard.as_ref())?;
                    v.stmts(&case.body)?;
                }
                Ok(())
            }),
            StmtKind::Raise { exception, cause } => {
                self.optional(exception.as_ref())?;
                self.optional(cause.as_ref())
            }
            StmtKind::Try {
                body,
                handlers,
                orelse,
                finalbody,
                ..
            } => self.conditional(|v| {
                v.stmts(body)?;
                v.stmts(orelse)?;
                for handler in handlers {
                    v.optional(handler.exception.as_ref())?;
                    if let Some(name) = &handler.name {
                        v.define(name, DEF_LOCAL, handler.at)?;
                    }
                    v.stmts(&handler.body)?;
                }
                v.stmts(finalbody)
            }),
            StmtKind::Assert { test, message } => {
                self.expr(test)?;
                self.optional(message.as_ref())
            }
            StmtKind::Import(names) | StmtKind::ImportFrom { names, .. } => {
                names.iter().try_for_each(|alias| self.alias(alias))
            }
            StmtKind::Global(names) => names
                .iter()
                .try_for_each(|name| self.directive(name, DEF_GLOBAL, stmt.at)),
            StmtKind::Nonlocal(names) => names
                .iter()
                .try_for_each(|name| self.directive(name, DEF_NONLOCAL, stmt.at)),
            StmtKind::Expr(value) => self.expr(value),
            StmtKind::Pass | StmtKind::Break | StmtKind::Continue => Ok(()),
        }
    }

    fn function(&mut self, def: &FunctionDef, at: Position) -> Result<()> {
        self.define(&def.name, DEF_LOCAL, at)?;
        self.defaults(&def.parameters)?;
        self.exprs(&def.decorators)?;
        if self.facts.lazy_annotations {
            self.annotation_block(def, at)?;
        } else {
            self.annotations(def)?;
        }
        self.enter(def.scope, BlockKind::Function, &def.name, 0);
        self.parameters(&def.parameters)?;
        self.stmts(&def.body)?;
        self.leave();
        Ok(())
    }

    fn defaults(&mut self, parameters: &Parameters) -> Result<()> {
        self.exprs(&parameters.defaults)?;
        parameters
            .keyword_defaults
            .iter()
            .try_for_each(|default| self.optional(default.as_ref()))
    }

    fn parameters(&mut self, parameters: &Parameters) -> Result<()> {
        for parameter in parameters.in_slot_order() {
            self.define(&parameter.name, DEF_PARAM, parameter.at)?;
        }
        Ok(())
    }

    fn class(&mut self, def: &ClassDef, at: Position) -> Result<()> {
        self.define(&def.name, DEF_LOCAL, at)?;
        self.exprs(&def.decorators)?;
        self.exprs(&def.bases)?;
        def.keywords
            .iter()
            .try_for_each(|keyword| self.expr(&keyword.value))?;
        self.enter(def.scope, BlockKind::Class, &def.name, def.annotations);
        let private = self.private.replace(Rc::clone(&def.name));
        self.stmts(&def.body)?;
        self.private = private;
        self.leave();
        Ok(())
    }

    fn alias(&mut self, alias: &Alias) -> Result<()> {
        if &*alias.name == "*" {
            if self.current().kind != BlockKind::Module {
                return Err(CompileError::syntax(
                    "import * only allowed at module level",
                    alias.at,
                ));
            }
            return Ok(());
        }
        let name = match &alias.asname {
            Some(name) => Rc::clone(name),
            None => Rc::from(alias.name.split('.').next().unwrap_or_default()),
        };
        self.define(&name, DEF_IMPORT, alias.at)
    }

    fn directive(&mut self, name: &Name, flag: Flags, at: Position) -> Result<()> {
        let word = if flag == DEF_GLOBAL {
            "global"
        } else {
            "nonlocal"
        };
        let flags = self.flags(name);
        let message = if flags & DEF_PARAM != 0 {
            format!("name '{name}' is parameter and {word}")
        } else if flags & USE != 0 {
            format!("name '{name}' is used prior to {word} declaration")
        } else if flags & DEF_ANNOT != 0 {
            format!("annotated name '{name}' can't be {word}")
        } else if flags & DEF_LOCAL != 0 {
            format!("name '{name}' is assigned to before {word} declaration")
        } else {
            self.define(name, flag, at)?;
            let name = self.mangled(name);
            self.current().directives.push((name, at));
            return Ok(());
        };
        Err(CompileError::syntax(message, at))
    }

    fn exprs(&mut self, exprs: &[Expr]) -> Result<()> {
        exprs.iter().try_for_each(|expr| self.expr(expr))
    }

    fn optional(&mut self, expr: Option<&Expr>) -> Result<()> {
        expr.map_or(Ok(()), |expr| self.expr(expr))
    }

    fn expr(&mut self, expr: &Expr) -> Result<()> {
        match &expr.kind {
            ExprKind::Constant(_) => Ok(()),
            ExprKind::Name(name, context) => self.name(name, *context, expr.at),
            ExprKind::Attribute {
                value,
                attr,
                context,
            } => {
                if *context == Context::Store && &**attr == "__debug__" {
                    return Err(CompileError::syntax("cannot assign to __debug__", expr.at));
                }
                self.expr(value)
            }
            ExprKind::Starred(value) => self.expr(value),
            ExprKind::Subscript { value, index, .. } => {
                self.expr(value)?;
                self.expr(index)
            }
            ExprKind::Slice { lower, upper, step } => {
                self.optional(lower.as_deref())?;
                self.optional(upper.as_deref())?;
                self.optional(step.as_deref())
            }
            ExprKind::List(items, _) | ExprKind::Tuple(items, _) | ExprKind::Set(items) => {
                self.exprs(items)
            }
            ExprKind::JoinedStr(values) | ExprKind::BoolOp { values, .. } => self.exprs(values),
            ExprKind::Dict(items) => {
                items
                    .iter()
                    .try_for_each(|(key, _)| self.optional(key.as_ref()))?;
                items.iter().try_for_each(|(_, value)| self.expr(value))
            }
            ExprKind::BinOp { left, right, .. } => {
                self.expr(left)?;
                self.expr(right)
            }
            ExprKind::UnaryOp { operand, .. } => self.expr(operand),
            ExprKind::Compare { left, rest } => {
                self.expr(left)?;
                rest.iter().try_for_each(|(_, right)| self.expr(right))
            }
            ExprKind::Conditional { test, body, orelse } => {
                self.expr(test)?;
                self.expr(body)?;
                self.expr(orelse)
            }
            ExprKind::Lambda(lambda) => {
                self.defaults(&lambda.parameters)?;
                self.enter(lambda.scope, BlockKind::Function, "lambda", 0);
                self.parameters(&lambda.parameters)?;
                self.expr(&lambda.body)?;
                self.leave();
                Ok(())
            }
            ExprKind::Call {
                func,
                args,
                keywords,
            } => {
                self.expr(func)?;
                self.exprs(args)?;
                keywords.iter().try_for_each(|keyword| {
                    if keyword.name.as_deref() == Some("__debug__") {
                        return Err(CompileError::syntax(
                            "cannot assign to __debug__",
                            keyword.at,
                        ));
                    }
                    self.expr(&keyword.value)
                })
            }
            ExprKind::Comprehension(comprehension) => self.comprehension(comprehension, expr.at),
            ExprKind::Yield(value) => {
                self.optional(value.as_deref())?;
                self.yields("'yield'", expr.at)
            }
            ExprKind::YieldFrom(value) => {
                self.expr(value)?;
                self.yields("'yield'", expr.at)
            }
            ExprKind::Named { target, value } => {
                if self.current().kind == BlockKind::Annotation {
                    return Err(CompileError::syntax(
                        "named expression cannot be used within an annotation",
                        expr.at,
                    ));
                }
                if self.current().iteration_expressions > 0 {
                    return Err(CompileError::syntax(
                        "assignment expression cannot be used in a comprehension iterable expression",
                        expr.at,
                    ));
                }
                if self.current().comprehension.is_some()
                    && let ExprKind::Name(name, _) = &target.kind
                {
                    self.extend_named_scope(name, target.at)?;
                }
                self.expr(value)?;
                self.expr(target)
            }
            ExprKind::FormattedValue { value, spec, .. } => {
                self.expr(value)?;
                self.optional(spec.as_deref())
            }
        }
    }

    fn name(&mut self, name: &Name, context: Context, at: Position) -> Result<()> {
        let flag = if context == Context::Load {
            USE
        } else {
            DEF_LOCAL
        };
        self.define(name, flag, at)?;
        // `super` counts as a use of `__class__`.
        if context == Context::Load && &**name == "super" && self.current().is_function_like() {
            self.define(&Rc::from("__class__"), USE, at)?;
        }
        Ok(())
    }

    fn yields(&mut self, what: &str, at: Position) -> Result<()> {
        let inside = match self.current().comprehension {
            Some(ComprehensionKind::List) => "list comprehension",
            Some(ComprehensionKind::Set) => "set comprehension",
            Some(ComprehensionKind::Dict) => "dict comprehension",
            Some(ComprehensionKind::Generator) => "generator expression",
            None => {
                if self.current().kind == BlockKind::Annotation {
                    return Err(CompileError::syntax(
                        "yield expression cannot be used within an annotation",
                        at,
                    ));
                }
                self.current().generator = true;
                return Ok(());
            }
        };
        Err(CompileError::syntax(format!("{what} inside {inside}"), at))
    }

    fn pattern(&mut self, pattern: &Pattern) -> Result<()> {
        match &pattern.kind {
            PatternKind::Value(value) => self.expr(value),
            PatternKind::Singleton(_) => Ok(()),
            PatternKind::Sequence(patterns) | PatternKind::Or(patterns) => patterns
                .iter()
                .try_for_each(|pattern| self.pattern(pattern)),
            PatternKind::Mapping {
                keys,
                patterns,
                rest,
            } => {
                self.exprs(keys)?;
                patterns
                    .iter()
                    .try_for_each(|pattern| self.pattern(pattern))?;
                self.bound(rest.as_ref(), pattern.at)
            }
            PatternKind::Class {
                class,
                positional,
                keywords,
            } => {
                self.expr(class)?;
                positional
                    .iter()
                    .try_for_each(|pattern| self.pattern(pattern))?;
                keywords
                    .iter()
                    .try_for_each(|(_, pattern)| self.pattern(pattern))
            }
            PatternKind::Star(name) => self.bound(name.as_ref(), pattern.at),
            PatternKind::As {
                pattern: inner,
                name,
            } => {
                if let Some(inner) = inner {
                    self.pattern(inner)?;
                }
                self.bound(name.as_ref(), pattern.at)
            }
        }
    }

    fn bound(&mut self, name: Option<&Name>, at: Position) -> Result<()> {
        name.map_or(Ok(()), |name| self.define(name, DEF_LOCAL, at))
    }
}
