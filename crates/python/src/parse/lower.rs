//! From the parser's tree to CPython's: statements.
//!
//! What the subset leaves out is refused here, where it is named and has a place.

use std::rc::Rc;

use ruff_python_ast as ast;
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::code::{Const, Position};
use crate::compile::CompileError;
use crate::opcode::BinaryOp;

use super::lines::Lines;
use super::refused::{self, Construct};
use super::tree::*;
use super::two::{Future, MARK};

type Result<T> = std::result::Result<T, CompileError>;

/// State of a lowering: the text, and the number of the next scope.
pub struct Lowering<'a> {
    pub(super) source: &'a str,
    pub(super) lines: &'a Lines,
    /// Whether parts of an f-string have places of their own (3.12+).
    pub(super) exact_fstrings: bool,
    /// Whether comprehensions take `*x` (3.15).
    pub(super) unpacking_comprehensions: bool,
    /// What a program of Python 2 asked of `__future__`; none in Python 3.
    pub(super) two: Option<Future>,
    /// What stands here belongs to a function.
    pub(super) in_function: bool,
    /// Annotations become texts.
    text_annotations: bool,
    next_scope: ScopeKey,
}

impl<'a> Lowering<'a> {
    /// For a text; scope 0 is the module's.
    pub fn new(
        source: &'a str,
        lines: &'a Lines,
        dialect: std::result::Result<Future, u8>,
    ) -> Self {
        Self {
            source,
            lines,
            exact_fstrings: dialect.is_err_and(|minor| minor >= 12),
            unpacking_comprehensions: dialect.is_err_and(|minor| minor >= 15),
            two: dialect.ok(),
            in_function: false,
            text_annotations: false,
            next_scope: 1,
        }
    }

    /// The whole module.
    pub fn module(mut self, body: &[ast::Stmt]) -> Result<Module> {
        let annotations = self.scope();
        let (last_future_line, text_annotations) = self.future(body);
        self.text_annotations = text_annotations;
        let body = self.body(body)?;
        Ok(Module {
            body,
            annotations,
            scopes: self.next_scope,
            classic_division: self.two.is_some_and(|future| !future.division),
            text_annotations,
            last_future_line,
        })
    }

    /// A lone expression.
    pub fn expression(mut self, body: &ast::Expr) -> Result<Module> {
        let annotations = self.scope();
        let value = self.expr(body)?;
        let body = vec![Stmt {
            at: value.at,
            kind: StmtKind::Expr(value),
        }];
        Ok(Module {
            body,
            annotations,
            scopes: self.next_scope,
            classic_division: self.two.is_some_and(|future| !future.division),
            text_annotations: false,
            last_future_line: 0,
        })
    }

    /// The line of the last of the `from __future__ import` that stand first (`future_parse`), and whether one of
    /// them asks for annotations as text.
    fn future(&self, body: &[ast::Stmt]) -> (u32, bool) {
        let (mut line, mut annotations) = (0, false);
        let docstring = match body.first() {
            Some(ast::Stmt::Expr(first)) => first.value.is_string_literal_expr(),
            _ => false,
        };
        for stmt in body.iter().skip(usize::from(docstring)) {
            match stmt {
                ast::Stmt::ImportFrom(import)
                    if import.level == 0
                        && import
                            .module
                            .as_ref()
                            .is_some_and(|module| module == "__future__") =>
                {
                    line = self.at(import.range).line;
                    annotations |= import
                        .names
                        .iter()
                        .any(|alias| &alias.name == "annotations");
                }
                _ => break,
            }
        }
        (line, annotations && self.two.is_none())
    }

    /// An annotation: the expression, or its text.
    fn annotation(&mut self, annotation: &ast::Expr) -> Result<Expr> {
        let expr = self.expr(annotation)?;
        if !self.text_annotations {
            return Ok(expr);
        }
        let text = super::unparse::unparse(&expr);
        Ok(Expr {
            at: expr.at,
            kind: ExprKind::Constant(Const::Str(Rc::from(text))),
        })
    }

    fn optional_annotation(&mut self, annotation: Option<&ast::Expr>) -> Result<Option<Expr>> {
        annotation
            .map(|annotation| self.annotation(annotation))
            .transpose()
    }

    pub(super) fn scope(&mut self) -> ScopeKey {
        let key = self.next_scope;
        self.next_scope += 1;
        key
    }

    pub(super) fn at(&self, range: TextRange) -> Position {
        self.lines.position(range)
    }

    /// What only coroutines may do: there are none, so it stands outside of them.
    pub(super) fn outside_async<T>(&self, what: &str, range: TextRange) -> Result<T> {
        let place = match self.in_function || what != "await" {
            true => "async function",
            false => "function",
        };
        let message = format!("'{what}' outside {place}");
        Err(CompileError::syntax(message, self.at(range)))
    }

    pub(super) fn refuse<T>(&self, construct: Construct, range: TextRange) -> Result<T> {
        Err(CompileError::not_supported(construct, self.at(range)))
    }

    fn body(&mut self, body: &[ast::Stmt]) -> Result<Vec<Stmt>> {
        let mut lowered = Vec::with_capacity(body.len());
        for stmt in body {
            match printed(stmt) {
                Some((name, call)) if self.two.is_some() => {
                    self.print_statement(name, call, &mut lowered)?;
                }
                _ => lowered.push(self.stmt(stmt)?),
            }
        }
        Ok(lowered)
    }

    /// The print statement of Python 2: each item is evaluated and printed before the next one.
    fn print_statement(
        &mut self,
        name: &str,
        call: &ast::ExprCall,
        lowered: &mut Vec<Stmt>,
    ) -> Result<()> {
        let at = self.at(call.range());
        let args = &*call.arguments.args;
        let (file, items) = match args.split_first() {
            Some((file, items)) if name.ends_with("_to") => (Some(file), items),
            _ => (None, args),
        };
        let newline = !name.contains("more");
        for item in items
            .iter()
            .map(Some)
            .chain(newline.then_some(None::<&ast::Expr>))
        {
            let function = match item {
                Some(_) => format!("{MARK}print_item"),
                None => format!("{MARK}print_newline"),
            };
            let mut args = Vec::new();
            if let Some(item) = item {
                args.push(self.expr(item)?);
            }
            if let Some(file) = file {
                args.push(self.expr(file)?);
            }
            let func = Expr {
                at,
                kind: ExprKind::Name(Rc::from(function), Context::Load),
            };
            let value = Expr {
                at,
                kind: ExprKind::Call {
                    func: Box::new(func),
                    args,
                    keywords: Vec::new(),
                },
            };
            lowered.push(Stmt {
                at,
                kind: StmtKind::Expr(value),
            });
        }
        Ok(())
    }

    fn stmt(&mut self, stmt: &ast::Stmt) -> Result<Stmt> {
        let mut range = stmt.range();
        let kind = match stmt {
            ast::Stmt::FunctionDef(def) => {
                range = self.after_decorators(range, &def.decorator_list);
                self.function(def)?
            }
            ast::Stmt::ClassDef(def) => {
                range = self.after_decorators(range, &def.decorator_list);
                self.class(def)?
            }
            ast::Stmt::Return(s) => StmtKind::Return(self.optional(s.value.as_deref())?),
            ast::Stmt::Delete(s) => StmtKind::Delete(self.exprs(&s.targets)?),
            ast::Stmt::Assign(s) => StmtKind::Assign {
                targets: self.exprs(&s.targets)?,
                value: self.expr(&s.value)?,
            },
            ast::Stmt::AugAssign(s) => StmtKind::AugAssign {
                target: self.expr(&s.target)?,
                op: operator(s.op),
                value: self.expr(&s.value)?,
            },
            ast::Stmt::AnnAssign(s) => StmtKind::AnnAssign {
                target: self.expr(&s.target)?,
                annotation: self.annotation(&s.annotation)?,
                value: self.optional(s.value.as_deref())?,
                simple: s.simple,
            },
            ast::Stmt::For(s) if s.is_async => return self.outside_async("async for", range),
            ast::Stmt::For(s) => StmtKind::For {
                target: self.expr(&s.target)?,
                iter: self.expr(&s.iter)?,
                body: self.body(&s.body)?,
                orelse: self.body(&s.orelse)?,
            },
            ast::Stmt::While(s) => StmtKind::While {
                test: self.expr(&s.test)?,
                body: self.body(&s.body)?,
                orelse: self.body(&s.orelse)?,
            },
            ast::Stmt::If(s) => self.conditional(s)?,
            ast::Stmt::With(s) if s.is_async => return self.outside_async("async with", range),
            ast::Stmt::With(s) => StmtKind::With {
                items: s
                    .items
                    .iter()
                    .map(|item| {
                        Ok(WithItem {
                            context: self.expr(&item.context_expr)?,
                            target: self.optional(item.optional_vars.as_deref())?,
                        })
                    })
                    .collect::<Result<_>>()?,
                body: self.body(&s.body)?,
            },
            ast::Stmt::Match(s) => StmtKind::Match {
                subject: self.expr(&s.subject)?,
                cases: s
                    .cases
                    .iter()
                    .map(|case| {
                        Ok(Case {
                            pattern: self.pattern(&case.pattern)?,
                            guard: self.optional(case.guard.as_deref())?,
                            body: self.body(&case.body)?,
                        })
                    })
                    .collect::<Result<_>>()?,
            },
            ast::Stmt::Raise(s) => StmtKind::Raise {
                exception: self.optional(s.exc.as_deref())?,
                cause: self.optional(s.cause.as_deref())?,
            },
            ast::Stmt::Try(s) => self.try_statement(s)?,
            ast::Stmt::Assert(s) => StmtKind::Assert {
                test: self.expr(&s.test)?,
                message: self.optional(s.msg.as_deref())?,
            },
            ast::Stmt::Import(s) => StmtKind::Import(self.aliases(&s.names)),
            ast::Stmt::ImportFrom(s) => StmtKind::ImportFrom {
                module: s.module.as_ref().map(name),
                names: self.aliases(&s.names),
                level: s.level,
            },
            ast::Stmt::Global(s) => StmtKind::Global(s.names.iter().map(name).collect()),
            ast::Stmt::Nonlocal(s) => StmtKind::Nonlocal(s.names.iter().map(name).collect()),
            ast::Stmt::Expr(s) => StmtKind::Expr(self.expr(&s.value)?),
            ast::Stmt::Pass(_) => StmtKind::Pass,
            ast::Stmt::Break(_) => StmtKind::Break,
            ast::Stmt::Continue(_) => StmtKind::Continue,
            ast::Stmt::TypeAlias(_) => {
                return self.refuse(refused::TYPE_STATEMENT, range);
            }
            ast::Stmt::IpyEscapeCommand(_) => {
                return Err(CompileError::syntax("invalid syntax", self.at(range)));
            }
        };
        Ok(Stmt {
            at: self.at(range),
            kind,
        })
    }

    /// CPython's place of a decorated definition starts at `def` or `class`, the parser's at the first `@`.
    fn after_decorators(&self, range: TextRange, decorators: &[ast::Decorator]) -> TextRange {
        let Some(last) = decorators.last() else {
            return range;
        };
        let mut at = last.end().to_usize();
        let bytes = self.source.as_bytes();
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'#' => {
                    while bytes.get(at).is_some_and(|b| *b != b'\n' && *b != b'\r') {
                        at += 1;
                    }
                }
                byte if byte.is_ascii_whitespace() || *byte == b'\\' || *byte == b')' => at += 1,
                _ => break,
            }
        }
        let start = TextSize::try_from(at).unwrap_or(range.start());
        if start < range.end() {
            TextRange::new(start, range.end())
        } else {
            range
        }
    }

    fn function(&mut self, def: &ast::StmtFunctionDef) -> Result<StmtKind> {
        if def.is_async {
            return self.refuse(refused::ASYNC_DEF, def.range);
        }
        if let Some(params) = &def.type_params {
            return self.refuse(refused::TYPE_PARAMETERS, params.range);
        }
        let decorators = self.decorators(&def.decorator_list)?;
        let annotations = self.scope();
        let parameters = self.parameters(&def.parameters)?;
        let returns = self.optional_annotation(def.returns.as_deref())?;
        let scope = self.scope();
        let outside = std::mem::replace(&mut self.in_function, true);
        let body = self.body(&def.body)?;
        self.in_function = outside;
        Ok(StmtKind::FunctionDef(Box::new(FunctionDef {
            scope,
            annotations,
            name: name(&def.name),
            decorators,
            parameters,
            returns,
            body,
        })))
    }

    fn class(&mut self, def: &ast::StmtClassDef) -> Result<StmtKind> {
        if let Some(params) = &def.type_params {
            return self.refuse(refused::TYPE_PARAMETERS, params.range);
        }
        let decorators = self.decorators(&def.decorator_list)?;
        let (bases, keywords) = match def.arguments.as_deref() {
            Some(arguments) => (
                self.exprs(&arguments.args)?,
                self.keywords(&arguments.keywords)?,
            ),
            None => (Vec::new(), Vec::new()),
        };
        let scope = self.scope();
        let annotations = self.scope();
        let outside = std::mem::replace(&mut self.in_function, false);
        let body = self.body(&def.body)?;
        self.in_function = outside;
        Ok(StmtKind::ClassDef(Box::new(ClassDef {
            scope,
            annotations,
            name: name(&def.name),
            decorators,
            bases,
            keywords,
            body,
        })))
    }

    fn decorators(&mut self, decorators: &[ast::Decorator]) -> Result<Vec<Expr>> {
        decorators
            .iter()
            .map(|decorator| self.expr(&decorator.expression))
            .collect()
    }

    fn conditional(&mut self, s: &ast::StmtIf) -> Result<StmtKind> {
        let end = s.range.end();
        let mut branches = vec![Branch {
            at: self.at(s.range),
            test: self.expr(&s.test)?,
            body: self.body(&s.body)?,
        }];
        let mut orelse = Vec::new();
        for clause in &s.elif_else_clauses {
            match &clause.test {
                Some(test) => branches.push(Branch {
                    at: self.at(TextRange::new(clause.range.start(), end)),
                    test: self.expr(test)?,
                    body: self.body(&clause.body)?,
                }),
                None => orelse = self.body(&clause.body)?,
            }
        }
        Ok(StmtKind::If { branches, orelse })
    }

    fn try_statement(&mut self, s: &ast::StmtTry) -> Result<StmtKind> {
        let body = self.body(&s.body)?;
        let mut handlers = Vec::new();
        for handler in &s.handlers {
            let ast::ExceptHandler::ExceptHandler(handler) = handler;
            handlers.push(Handler {
                at: self.at(handler.range),
                exception: self.optional(handler.type_.as_deref())?,
                name: handler.name.as_ref().map(name),
                body: self.body(&handler.body)?,
            });
        }
        Ok(StmtKind::Try {
            body,
            handlers,
            star: s.is_star,
            orelse: self.body(&s.orelse)?,
            finalbody: self.body(&s.finalbody)?,
        })
    }

    fn aliases(&self, names: &[ast::Alias]) -> Vec<Alias> {
        names
            .iter()
            .map(|alias| Alias {
                name: name(&alias.name),
                asname: alias.asname.as_ref().map(name),
                at: self.at(alias.range),
            })
            .collect()
    }

    pub(super) fn parameters(&mut self, parameters: &ast::Parameters) -> Result<Parameters> {
        let mut lowered = Parameters::default();
        for (list, only) in [(&parameters.posonlyargs, true), (&parameters.args, false)] {
            for with_default in list {
                let parameter = self.parameter(&with_default.parameter)?;
                if only {
                    lowered.positional_only.push(parameter);
                } else {
                    lowered.positional.push(parameter);
                }
                if let Some(default) = with_default.default.as_deref() {
                    lowered.defaults.push(self.expr(default)?);
                }
            }
        }
        lowered.star = match parameters.vararg.as_deref() {
            Some(parameter) => Some(Box::new(self.parameter(parameter)?)),
            None => None,
        };
        for with_default in &parameters.kwonlyargs {
            lowered
                .keyword_only
                .push(self.parameter(&with_default.parameter)?);
            lowered
                .keyword_defaults
                .push(self.optional(with_default.default.as_deref())?);
        }
        lowered.double_star = match parameters.kwarg.as_deref() {
            Some(parameter) => Some(Box::new(self.parameter(parameter)?)),
            None => None,
        };
        Ok(lowered)
    }

    fn parameter(&mut self, parameter: &ast::Parameter) -> Result<Parameter> {
        Ok(Parameter {
            name: name(&parameter.name),
            annotation: self.optional_annotation(parameter.annotation.as_deref())?,
            // Without the star.
            at: self.at(TextRange::new(
                parameter.name.range.start(),
                parameter.range.end(),
            )),
        })
    }
}

/// The print statement that a call stands for: what is behind the mark, and the call.
fn printed(stmt: &ast::Stmt) -> Option<(&str, &ast::ExprCall)> {
    let ast::Stmt::Expr(statement) = stmt else {
        return None;
    };
    let ast::Expr::Call(call) = &*statement.value else {
        return None;
    };
    let ast::Expr::Name(function) = &*call.func else {
        return None;
    };
    let name = function.id.as_str().strip_prefix(MARK)?;
    name.starts_with("print").then_some((name, call))
}

pub(super) fn name(identifier: &ast::Identifier) -> Name {
    Rc::from(identifier.as_str())
}

pub(super) fn operator(op: ast::Operator) -> BinaryOp {
    match op {
        ast::Operator::Add => BinaryOp::Add,
        ast::Operator::Sub => BinaryOp::Subtract,
        ast::Operator::Mult => BinaryOp::Multiply,
        ast::Operator::MatMult => BinaryOp::MatMul,
        ast::Operator::Div => BinaryOp::TrueDivide,
        ast::Operator::Mod => BinaryOp::Remainder,
        ast::Operator::Pow => BinaryOp::Power,
        ast::Operator::LShift => BinaryOp::LeftShift,
        ast::Operator::RShift => BinaryOp::RightShift,
        ast::Operator::BitOr => BinaryOp::Or,
        ast::Operator::BitXor => BinaryOp::Xor,
        ast::Operator::BitAnd => BinaryOp::And,
        ast::Operator::FloorDiv => BinaryOp::FloorDivide,
    }
}
