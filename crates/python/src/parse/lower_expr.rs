//! From the parser's tree to CPython's: expressions and literals.

use std::rc::Rc;

use num_bigint::BigInt;
use ruff_python_ast as ast;
use ruff_text_size::{Ranged, TextRange};

use crate::code::Const;
use crate::compile::CompileError;

use super::lower::{Lowering, name, operator};
use super::refused;
use super::tree::*;
use super::two::{Future, MARK};

type Result<T> = std::result::Result<T, CompileError>;

impl Lowering<'_> {
    pub(super) fn optional(&mut self, expr: Option<&ast::Expr>) -> Result<Option<Expr>> {
        expr.map(|expr| self.expr(expr)).transpose()
    }

    pub(super) fn exprs(&mut self, exprs: &[ast::Expr]) -> Result<Vec<Expr>> {
        exprs.iter().map(|expr| self.expr(expr)).collect()
    }

    fn boxed(&mut self, expr: &ast::Expr) -> Result<Box<Expr>> {
        Ok(Box::new(self.expr(expr)?))
    }

    fn boxed_optional(&mut self, expr: Option<&ast::Expr>) -> Result<Option<Box<Expr>>> {
        Ok(self.optional(expr)?.map(Box::new))
    }

    pub(super) fn expr(&mut self, expr: &ast::Expr) -> Result<Expr> {
        let at = self.at(expr.range());
        let kind = match expr {
            ast::Expr::BoolOp(e) => ExprKind::BoolOp {
                and: e.op == ast::BoolOp::And,
                values: self.exprs(&e.values)?,
            },
            ast::Expr::Named(e) => ExprKind::Named {
                target: self.boxed(&e.target)?,
                value: self.boxed(&e.value)?,
            },
            ast::Expr::BinOp(e) => ExprKind::BinOp {
                left: self.boxed(&e.left)?,
                op: operator(e.op),
                right: self.boxed(&e.right)?,
            },
            ast::Expr::UnaryOp(e) => ExprKind::UnaryOp {
                op: match e.op {
                    ast::UnaryOp::Invert => UnaryOp::Invert,
                    ast::UnaryOp::Not => UnaryOp::Not,
                    ast::UnaryOp::UAdd => UnaryOp::Plus,
                    ast::UnaryOp::USub => UnaryOp::Minus,
                },
                operand: self.boxed(&e.operand)?,
            },
            ast::Expr::Lambda(e) => {
                let parameters = match e.parameters.as_deref() {
                    Some(parameters) => self.parameters(parameters)?,
                    None => Parameters::default(),
                };
                let scope = self.scope();
                let outside = std::mem::replace(&mut self.in_function, true);
                let body = self.expr(&e.body)?;
                self.in_function = outside;
                ExprKind::Lambda(Box::new(Lambda {
                    scope,
                    parameters,
                    body,
                }))
            }
            ast::Expr::If(e) => ExprKind::Conditional {
                test: self.boxed(&e.test)?,
                body: self.boxed(&e.body)?,
                orelse: self.boxed(&e.orelse)?,
            },
            ast::Expr::Dict(e) => ExprKind::Dict(
                e.items
                    .iter()
                    .map(|item| Ok((self.optional(item.key.as_ref())?, self.expr(&item.value)?)))
                    .collect::<Result<_>>()?,
            ),
            ast::Expr::Set(e) => ExprKind::Set(self.exprs(&e.elts)?),
            ast::Expr::ListComp(e) => {
                self.comprehension(ComprehensionKind::List, &e.elt, None, &e.generators)?
            }
            ast::Expr::SetComp(e) => {
                self.comprehension(ComprehensionKind::Set, &e.elt, None, &e.generators)?
            }
            ast::Expr::DictComp(e) => match e.key.as_deref() {
                Some(key) => {
                    self.comprehension(ComprehensionKind::Dict, key, Some(&e.value), &e.generators)?
                }
                None => {
                    return Err(CompileError::syntax(
                        "dict unpacking cannot be used in dict comprehension",
                        at,
                    ));
                }
            },
            ast::Expr::Generator(e) => {
                self.comprehension(ComprehensionKind::Generator, &e.elt, None, &e.generators)?
            }
            ast::Expr::Await(e) => return self.outside_async("await", e.range),
            ast::Expr::Yield(e) => ExprKind::Yield(self.boxed_optional(e.value.as_deref())?),
            ast::Expr::YieldFrom(e) => ExprKind::YieldFrom(self.boxed(&e.value)?),
            ast::Expr::Compare(e) => ExprKind::Compare {
                left: self.boxed(&e.left)?,
                rest: e
                    .ops
                    .iter()
                    .zip(&e.comparators)
                    .map(|(op, right)| Ok((comparison(*op), self.expr(right)?)))
                    .collect::<Result<_>>()?,
            },
            ast::Expr::Call(e) => match self.long(e)? {
                Some(long) => ExprKind::Constant(long),
                None => self.call(e)?,
            },
            ast::Expr::FString(e) => return self.fstring(e),
            ast::Expr::TString(e) => return self.refuse(refused::TEMPLATE_STRING, e.range),
            ast::Expr::StringLiteral(e) => {
                self.check_surrogates(e.value.to_str(), e.range)?;
                if let Some(future) = self.two {
                    let kind = ExprKind::Constant(self.string_of_two(e, future));
                    return Ok(Expr { at, kind });
                }
                ExprKind::Constant(Const::Str(Rc::from(e.value.to_str())))
            }
            ast::Expr::BytesLiteral(e) => {
                let bytes: Rc<[u8]> = e.value.bytes().collect();
                ExprKind::Constant(match self.two {
                    Some(_) => Const::Str(latin_1(&bytes)),
                    None => Const::Bytes(bytes),
                })
            }
            ast::Expr::NumberLiteral(e) => ExprKind::Constant(match &e.value {
                ast::Number::Int(int) => Const::Int(self.int(int, e)?),
                ast::Number::Float(value) => Const::Float(*value),
                ast::Number::Complex { real, imag } => Const::Complex(*real, *imag),
            }),
            ast::Expr::BooleanLiteral(e) => ExprKind::Constant(Const::Bool(e.value)),
            ast::Expr::NoneLiteral(_) => ExprKind::Constant(Const::None),
            ast::Expr::EllipsisLiteral(_) => ExprKind::Constant(Const::Ellipsis),
            ast::Expr::Attribute(e) => ExprKind::Attribute {
                value: self.boxed(&e.value)?,
                attr: name(&e.attr),
                context: context(e.ctx),
            },
            ast::Expr::Subscript(e) => ExprKind::Subscript {
                value: self.boxed(&e.value)?,
                index: self.boxed(&e.slice)?,
                context: context(e.ctx),
            },
            ast::Expr::Starred(e) => ExprKind::Starred(self.boxed(&e.value)?),
            ast::Expr::Name(e) => ExprKind::Name(Rc::from(e.id.as_str()), context(e.ctx)),
            ast::Expr::List(e) => ExprKind::List(self.exprs(&e.elts)?, context(e.ctx)),
            ast::Expr::Tuple(e) => ExprKind::Tuple(self.exprs(&e.elts)?, context(e.ctx)),
            ast::Expr::Slice(e) => ExprKind::Slice {
                lower: self.boxed_optional(e.lower.as_deref())?,
                upper: self.boxed_optional(e.upper.as_deref())?,
                step: self.boxed_optional(e.step.as_deref())?,
            },
            ast::Expr::IpyEscapeCommand(_) => {
                return Err(CompileError::syntax("invalid syntax", at));
            }
        };
        Ok(Expr { at, kind })
    }

    /// A string of Python 2 is bytes, here characters below 256, unless it is marked as unicode.
    fn string_of_two(&self, e: &ast::ExprStringLiteral, future: Future) -> Const {
        let text = e.value.to_str();
        let marked = e
            .value
            .iter()
            .any(|part| part.flags.prefix() == ast::str_prefix::StringLiteralPrefix::Unicode);
        if marked || future.unicode_literals {
            return Const::Unicode(Rc::from(text));
        }
        let source = self.source.get(e.range.to_std_range()).unwrap_or_default();
        Const::Str(if source.is_ascii() {
            Rc::from(text)
        } else {
            latin_1(text.as_bytes())
        })
    }

    /// The long that a marked call stands for.
    fn long(&self, e: &ast::ExprCall) -> Result<Option<Const>> {
        let (ast::Expr::Name(name), Some(_)) = (&*e.func, self.two) else {
            return Ok(None);
        };
        match (name.id.as_str().strip_prefix(MARK), &*e.arguments.args) {
            (Some("long"), [ast::Expr::NumberLiteral(literal)]) => match &literal.value {
                ast::Number::Int(int) => Ok(Some(Const::Long(self.int(int, literal)?))),
                _ => Ok(None),
            },
            _ => Ok(None),
        }
    }

    /// Strings here are Unicode text: half of a surrogate pair cannot be in one.
    pub(super) fn check_surrogates(&self, text: &str, range: TextRange) -> Result<()> {
        let source = self
            .source
            .get(range.to_std_range())
            .unwrap_or_default()
            .to_ascii_lowercase();
        let escaped = source.contains("\\ud") || source.contains("\\u0000d");
        if text.contains('\u{fffd}') && escaped {
            return self.refuse(refused::LONE_SURROGATE, range);
        }
        Ok(())
    }

    fn call(&mut self, e: &ast::ExprCall) -> Result<ExprKind> {
        let func = self.boxed(&e.func)?;
        let mut args = self.exprs(&e.arguments.args)?;
        // `f(x for x in y)`: the brackets of the call are the generator expression's.
        if let ([ast::Expr::Generator(generator)], [arg]) =
            (&*e.arguments.args, args.as_mut_slice())
            && !generator.parenthesized
        {
            arg.at = self.at(e.arguments.range);
        }
        Ok(ExprKind::Call {
            func,
            args,
            keywords: self.keywords(&e.arguments.keywords)?,
        })
    }

    pub(super) fn keywords(&mut self, keywords: &[ast::Keyword]) -> Result<Vec<Keyword>> {
        keywords
            .iter()
            .map(|keyword| {
                Ok(Keyword {
                    name: keyword.arg.as_ref().map(name),
                    value: self.expr(&keyword.value)?,
                    at: self.at(keyword.range),
                })
            })
            .collect()
    }

    fn comprehension(
        &mut self,
        kind: ComprehensionKind,
        element: &ast::Expr,
        value: Option<&ast::Expr>,
        generators: &[ast::Comprehension],
    ) -> Result<ExprKind> {
        let scope = self.scope();
        let generators = generators
            .iter()
            .map(|generator| {
                if generator.is_async {
                    return self.refuse(refused::ASYNC_COMPREHENSION, generator.range);
                }
                Ok(Generator {
                    target: self.expr(&generator.target)?,
                    iter: self.expr(&generator.iter)?,
                    ifs: self.exprs(&generator.ifs)?,
                })
            })
            .collect::<Result<_>>()?;
        if let ast::Expr::Starred(starred) = element {
            if self.unpacking_comprehensions {
                return self.refuse(refused::UNREAD, starred.range);
            }
            return Err(CompileError::syntax(
                "iterable unpacking cannot be used in comprehension",
                self.at(starred.range),
            ));
        }
        Ok(ExprKind::Comprehension(Box::new(Comprehension {
            scope,
            kind,
            element: self.expr(element)?,
            value: self.optional(value)?,
            generators,
        })))
    }

    fn int(&self, int: &ast::Int, literal: &ast::ExprNumberLiteral) -> Result<BigInt> {
        if let Some(value) = int.as_u64() {
            return Ok(BigInt::from(value));
        }
        let text = self
            .source
            .get(literal.range.to_std_range())
            .unwrap_or_default();
        let digits: String = text
            .chars()
            .filter(|c| *c != '_')
            .collect::<String>()
            .to_ascii_lowercase();
        let (radix, digits) = match digits.get(..2) {
            Some("0x") => (16, &digits[2..]),
            Some("0o") => (8, &digits[2..]),
            Some("0b") => (2, &digits[2..]),
            _ => (10, digits.as_str()),
        };
        if radix == 10 && digits.len() > 4300 {
            return Err(CompileError::syntax(
                format!(
                    "Exceeds the limit (4300 digits) for integer string conversion: value has {} digits; \
                     use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for \
                     huge integer literals to avoid decimal conversion limits.",
                    digits.len()
                ),
                self.at(literal.range),
            ));
        }
        BigInt::parse_bytes(digits.as_bytes(), radix)
            .ok_or_else(|| CompileError::syntax("invalid decimal literal", self.at(literal.range)))
    }
}

/// Bytes as the characters with these numbers.
fn latin_1(bytes: &[u8]) -> Rc<str> {
    Rc::from(bytes.iter().map(|&b| char::from(b)).collect::<String>())
}

fn context(context: ast::ExprContext) -> Context {
    match context {
        ast::ExprContext::Store => Context::Store,
        ast::ExprContext::Del => Context::Del,
        ast::ExprContext::Load | ast::ExprContext::Invalid => Context::Load,
    }
}

fn comparison(op: ast::CmpOp) -> Comparison {
    match op {
        ast::CmpOp::Eq => Comparison::Eq,
        ast::CmpOp::NotEq => Comparison::NotEq,
        ast::CmpOp::Lt => Comparison::Lt,
        ast::CmpOp::LtE => Comparison::LtE,
        ast::CmpOp::Gt => Comparison::Gt,
        ast::CmpOp::GtE => Comparison::GtE,
        ast::CmpOp::Is => Comparison::Is,
        ast::CmpOp::IsNot => Comparison::IsNot,
        ast::CmpOp::In => Comparison::In,
        ast::CmpOp::NotIn => Comparison::NotIn,
    }
}
